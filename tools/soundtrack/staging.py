"""What every song needs at its edges: risers into gaps, swells, impacts and crashes where things land."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tools.soundtrack.drums import Cymbal, Impact, Riser, Swell
from tools.soundtrack.form import Form, Part, Span
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import Line, Note
from tools.soundtrack.patch import Patch
from tools.soundtrack.patterns import DRUM_PITCH

Gaps = tuple[tuple[float, float], ...]


def gaps_before(form: Form, beats: Mapping[str, float]) -> Gaps:
    """The silence that ends each named build, so many beats long."""
    return tuple((form[name].end - length, form[name].end) for name, length in beats.items())


def hits(beats: Iterable[float], velocity: float = 1.0, shade: float = 0.5) -> Line:
    """One stroke at each beat."""
    return tuple(Note(b, 1.0, DRUM_PITCH, velocity, None, shade) for b in beats)


def opened(line: Line) -> Line:
    """The same strokes on an open hat."""
    return tuple(replace(n, shade=1.0) for n in line)


def shaded(line: Line, shades: Sequence[float]) -> Line:
    """The notes with these shades in turn."""
    return tuple(replace(n, shade=shades[i % len(shades)]) for i, n in enumerate(line))


def in_each(spans: Iterable[Span], bars: Iterable[int], line: Line) -> Line:
    """The line at these bars of each span."""
    wanted = tuple(bars)
    part = Part()
    for span in spans:
        for bar in wanted:
            part.at(span.bar(bar), line)
    return part.line


def drum(name: str, patch: Patch, line: Line, level: float, **more: object) -> Strip:
    """A strip on the drum bus that the harmony check leaves alone."""
    return Strip(name, patch, line, level, "drums", is_tonal=False, **more)  # type: ignore[arg-type]


def edges(form: Form, gaps: Gaps, *, riser_pitch: float = 47.0, crashes: Iterable[float] = ()) -> list[Strip]:
    """Risers through the builds to their gaps, swells before them, impacts on drops, crashes there and where asked."""
    spans = list(form.spans.values())
    drops = [s.start for s in spans if s.section.landing == "drop"]
    softer = [s.start for s in spans if s.section.landing in {"entry", "return"} or s.section.kind == "breakdown"]
    climbs = []
    for gap_start, gap_end in gaps:
        start = next(s.start for s in spans if s.end == gap_end)
        climbs.append(Note(start, gap_start - start, riser_pitch, 0.9, None, 0.9))
    rests = [s.start for s in spans if s.section.kind == "breakdown"]
    falls = [Note(beat, 2.0 * form.beats_per_bar, riser_pitch + 12, 0.45, None, 0.0) for beat in rests]
    swells = tuple(Note(a - form.beats_per_bar, form.beats_per_bar, DRUM_PITCH, 0.9) for a, _ in gaps)
    return [
        Strip("riser", Riser(), (*climbs, *falls), -20.0, low_cut=250, sends={"hall": 0.25}, is_tonal=False),
        Strip("swell", Swell(), swells, -23.0, is_tonal=False),
        Strip("impact", Impact(), (*hits(drops), *hits(softer, 0.55)), -16.0, sends={"hall": 0.3}, is_tonal=False),
        drum("crash", Cymbal(2.4), hits({*drops, *softer, *crashes}), -23.0, sends={"hall": 0.15}),
    ]
