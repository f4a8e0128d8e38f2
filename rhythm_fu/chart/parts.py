"""What a person may change in a chart beside its events: names, preview, drops, marks, the grid itself.

A chart remembers a short digest of each part as it was made. A part that no longer fits its digest is a person's.
Moments don't count where ticks do: a grid that is moved takes its drops along and leaves them the machine's.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Final
from unicodedata import category

from rhythm_fu.chart.file_model import MOST_WORDS
from rhythm_fu.chart.model import Chart

MADE: Final = "made"
"""The parameter of the generator that holds the digests."""

SPOKEN: Final[Mapping[str, str]] = MappingProxyType({
    "title": "the title", "artist": "the artist", "licence": "the licence", "preview_at": "the preview",
    "key": "the key", "swing": "the swing", "tempo": "the grid", "drops": "the drops", "marks": "the marks",
    "pulses": "the drum hits", "energy": "the energy of the bars", "levels": "which levels there are",
})  # fmt: skip
"""The parts, and their names for people."""

NAMES: Final = ("title", "artist", "licence", "preview_at", "key", "swing")
"""Parts that are fields of `chart.song`."""


def _line(words: str) -> str:
    """Words as a chart's file can hold them."""
    return "".join(" " if category(c) in ("Cc", "Cs") else c for c in words)[:MOST_WORDS]


def _contents(chart: Chart) -> dict[str, object]:
    return {
        **{name: _line(getattr(chart.song, name)) for name in ("title", "artist", "licence", "key")},
        "swing": round(float(chart.song.swing), 6),
        "preview_at": int(chart.song.preview_at),
        "tempo": [(int(a.tick), int(a.at), int(a.beat_ns), a.meter.beats, a.meter.unit) for a in chart.tempo.anchors],
        "drops": sorted((int(d.tick), d.kind.value, round(float(d.strength), 6)) for d in chart.drops),
        "marks": sorted((int(m.tick), m.kind.value, int(m.until), m.label) for m in chart.marks),
        "pulses": sorted((int(p.tick), p.kind.value, int(p.strength)) for p in chart.pulses),
        "energy": [int(value) for value in chart.energy],
        "levels": sorted(level.level.value for level in chart.levels),
    }


def _digests(chart: Chart) -> dict[str, str]:
    return {name: sha256(repr(value).encode()).hexdigest()[:8] for name, value in _contents(chart).items()}


def stamped(chart: Chart) -> Chart:
    """The chart with the digests of its parts as they are: for whoever makes charts, not for whoever changes one."""
    words = " ".join(f"{name}={digest}" for name, digest in _digests(chart).items())
    params = MappingProxyType({**chart.generator.params, MADE: words})
    return replace(chart, generator=replace(chart.generator, params=params))


def changed_parts(chart: Chart) -> frozenset[str]:
    """The parts, as in SPOKEN, that a person changed since the chart was made. None are known to be in a chart without
    digests.
    """
    made = dict(word.partition("=")[::2] for word in chart.generator.params.get(MADE, "").split())
    return frozenset(name for name, digest in _digests(chart).items() if made.get(name, digest) != digest)


def differing_parts(one: Chart, other: Chart) -> frozenset[str]:
    """The parts in which two charts are not the same."""
    first, second = _digests(one), _digests(other)
    return frozenset(name for name in first if first[name] != second[name])
