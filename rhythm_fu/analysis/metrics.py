"""Judging a chart against the music it was made for.

Each metric is a measure with a band that a good chart lies in, and tells it from a shifted, shuffled or random one
(tests hold it to that). A band is as wide as charts need that are right, and no wider than keeps those out: a finding
must be worth acting on. None of them measures fun; the controls and the ear are what give them meaning.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rhythm_fu.analysis.measures import (
    Scene,
    balance,
    density_follows_energy,
    drop_emphasis,
    lateness,
    longest_pause,
    onset_support,
    repetition,
    scene_of,
    strong_onset_recall,
    variety,
)
from rhythm_fu.analysis.model import Analysis
from rhythm_fu.chart.lint import Finding, Severity
from rhythm_fu.chart.model import Chart, Level, LevelChart


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured value of one level. `value` is None where the music gives nothing to measure.

    `at_least` and `at_most` are the band a good chart lies in.
    """

    name: str
    level: Level
    value: float | None
    at_least: float | None
    at_most: float | None

    @property
    def is_met(self) -> bool:
        """Whether the value lies in its band; nothing to measure counts as met."""
        if self.value is None:
            return True
        low = self.at_least is None or self.value >= self.at_least - 1e-9
        return low and (self.at_most is None or self.value <= self.at_most + 1e-9)


Measure = Callable[[Chart, LevelChart, Scene], "float | None"]

_EASY_UP: Final = tuple(Level)
_NORMAL_UP: Final = (Level.NORMAL, Level.HARD, Level.MASTER)
_HARD_UP: Final = (Level.HARD, Level.MASTER)

METRICS: Final[tuple[tuple[str, Measure, tuple[Level, ...], float | None, float | None], ...]] = (
    ("onset support", onset_support, _EASY_UP, 0.90, None),
    ("lateness", lateness, _EASY_UP, -12.0, 12.0),
    ("longest pause", longest_pause, _EASY_UP, None, 20.0),
    ("strong-onset recall", strong_onset_recall, (Level.HARD,), 0.70, None),
    ("strong-onset recall", strong_onset_recall, (Level.MASTER,), 0.80, None),
    ("density follows energy", density_follows_energy, _NORMAL_UP, 0.50, None),
    ("drop emphasis", drop_emphasis, _NORMAL_UP, 1.30, None),
    ("repetition", repetition, _EASY_UP, 0.75, None),
    ("variety", variety, _HARD_UP, 0.5, 4.0),
    ("balance", balance, _EASY_UP, 0.36, 0.64),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What people are told of a metric: what it `means` and the `fix` in a finding, what is `measured` in a report."""

    means: str
    fix: str
    measured: str


WORDS: Final[Mapping[str, Words]] = MappingProxyType({
    "onset support": Words(
        "events on audible onsets",
        "is the grid right? look at the beat digest, try --first-beat or --level-shift",
        "share of events with an audible onset within 25 ms",
    ),
    "lateness": Words(
        "ms that events come after what is heard",
        "move the grid by so much: tempo and all t_us together, or --offset",
        "median of events after the onsets they mean, in ms; under 20 is Flawless",
    ),
    "longest pause": Words(
        "seconds of music with nothing to do",
        "add events there; if the beat stops, say with --offset or --bpm where it goes on",
        "seconds of music without an event",
    ),
    "strong-onset recall": Words(
        "strong onsets that have an event",
        "add events on the strongest hits, or try another --seed",
        "share of each bar's three strongest onsets that have an event",
    ),
    "density follows energy": Words(
        "more events where more goes on",
        "thin the quiet parts, or fill the loud ones",
        "rank correlation of events a bar with the bar's energy",
    ),
    "drop emphasis": Words(
        "the drop against the median bar",
        "add doubles after the drop, or thin the bars around it",
        "the drop's first four bars against the median bar outside drops",
    ),
    "repetition": Words(
        "share of the dance that comes again with its music",
        "where a bar sounds like an earlier one, copy that one's events",
        "share of events that come again where their bar sounds again",
    ),
    "variety": Words(
        "different bars, measured by the music's own",
        "vary bars that repeat too long, or repeat more where the music does",
        "how varied the bars are, 1 = as the music",
    ),
    "balance": Words("share of blows to the left", "mirror some bars", "share of blows to the left"),
})  # fmt: skip


def measure(analysis: Analysis, chart: Chart) -> tuple[Metric, ...]:
    """Every metric of every level that it makes sense for."""
    scene = scene_of(analysis)
    return tuple(
        Metric(name, level.level, _rounded(rule(chart, level, scene)), low, high)
        for name, rule, levels, low, high in METRICS
        for level in chart.levels
        if level.level in levels
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def metric_findings(metrics: Sequence[Metric]) -> Iterator[Finding]:
    """A warning for each metric out of its band, in lint's words."""
    for metric in metrics:
        if metric.is_met or metric.value is None:
            continue
        words = WORDS[metric.name]
        low = f"at least {metric.at_least:g}" if metric.at_least is not None else ""
        high = f"at most {metric.at_most:g}" if metric.at_most is not None else ""
        wanted = " and ".join(word for word in (low, high) if word)
        yield Finding(
            metric.name.replace(" ", "-"),
            Severity.WARNING,
            f"{metric.level.value}",
            f"{metric.name} {metric.value:.3g}: {words.means}",
            f"expected {wanted}: {words.fix}",
        )
