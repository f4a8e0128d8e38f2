"""From a decoded song to its chart: listen, find the form, choreograph, rate, check."""

from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Final

import numpy as np

import rhythm_fu
from rhythm_fu.analysis.askable import refuse_unwritable
from rhythm_fu.analysis.asked import BY_HAND, given_in, refuse_to_lose_edits
from rhythm_fu.analysis.choreography import choreograph, sure_drops
from rhythm_fu.analysis.choreography_marks import find_marks
from rhythm_fu.analysis.folding import bars_of, fold
from rhythm_fu.analysis.given import asked_grid
from rhythm_fu.analysis.kept_edits import with_edits
from rhythm_fu.analysis.listen import listen
from rhythm_fu.analysis.model import Analysis, Features, Grid, Progress, Request, silent
from rhythm_fu.analysis.one_tempo import NoBeatError
from rhythm_fu.analysis.pulses import find_pulses
from rhythm_fu.analysis.sections import structure_of
from rhythm_fu.analysis.ticks import TickMap, tick_map
from rhythm_fu.chart.difficulty import rate
from rhythm_fu.chart.edits import marks
from rhythm_fu.chart.lint import Severity, findings
from rhythm_fu.chart.model import (
    MOST_SWING,
    STRAIGHT,
    AudioRef,
    Chart,
    Drop,
    Generator,
    LevelChart,
    SongInfo,
)
from rhythm_fu.chart.parts import stamped
from rhythm_fu.errors import AnalysisError
from rhythm_fu.sound.model import Audio
from rhythm_fu.units import MICROS, SongTime, seconds

GENERATOR: Final = "rhythm-fu"

CHOREOGRAPHY_VERSION: Final = 2
"""Raised when the same song gets other events; part of the seed, so that a chart says which dance it is.

2: other drops are played, by the rules of chart format 2.
"""

PREVIEW_LEAD_S: Final = 4.0
"""The song list starts this long before the first drop, so that the drop is heard."""


def seed_of(audio: Audio) -> int:
    """The dice of a song: from its samples and the generator's version, nothing else. 0..2^31-1."""
    text = f"{audio.pcm_sha256}|{CHOREOGRAPHY_VERSION}"
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") >> 1


def make_chart(
    audio: Audio,
    request: Request = Request(),  # noqa: B008 - frozen
    progress: Progress = silent,
    *,
    file_name: str,
) -> tuple[Chart, Analysis]:
    """A whole chart of a song, and what was heard.

    Title, artist and licence are those of the file's tags; a title falls back to its name. Raises AnalysisError, which
    names the file, as `listened` does or when the chart fails its own check. The same samples and request give the
    same chart.
    """
    features, grid = listened(audio, request, progress, file_name=file_name)
    return chart_from(audio, features, grid, request, progress, file_name=file_name)


def listened(
    audio: Audio, request: Request, progress: Progress, *, file_name: str, heard: Features | None = None
) -> tuple[Features, Grid]:
    """What is heard in a song, unless that was `heard` before, and the grid that was asked for.

    Raises AnalysisError, which names the file, where there is no beat to trust.
    """
    try:
        if heard is None:
            heard, grid = listen(audio, request, progress, asked_grid)
        else:
            grid = asked_grid(heard, request)
    except AnalysisError as fault:
        if isinstance(fault, NoBeatError) and request.range_bpm is not None:
            raise nothing_in_range(file_name, request.range_bpm, fault.problem) from None
        raise AnalysisError(file_name, fault.problem, fault.fix) from None
    return heard, grid


def nothing_in_range(file_name: str, asked: tuple[float, float], but: str) -> AnalysisError:
    """What is wrong with a song of which no tempo lies in the range that was asked for, `but` what is heard instead."""
    problem = f"nothing keeps a tempo between {asked[0]:g} and {asked[1]:g} BPM ({but})"
    return AnalysisError(file_name, problem, "widen --range, or force a tempo with --bpm")


def _energies(
    energy: np.ndarray[tuple[int], np.dtype[np.float64]], starts: list[int], ticks: TickMap
) -> tuple[int, ...]:
    """One value 0..100 a bar of the chart's own count, from bar 0."""
    tempo = ticks.tempo
    bars = [tempo.bar(ticks.beat(beat))[0] for beat in starts]
    values = [0] * (max(bars, default=-1) + 1)
    for bar, value in zip(bars, energy, strict=True):
        values[bar] = round(100 * float(value))
    return tuple(values)


def _preview_at(structure_beats: list[int], ticks: TickMap, fallback: SongTime) -> SongTime:
    at = ticks.tempo.at(ticks.beat(structure_beats[0])) - seconds(PREVIEW_LEAD_S) if structure_beats else fallback
    return SongTime(max(0, min(at, ticks.length - MICROS)))


def _told_of(audio: Audio, file_name: str) -> SongInfo:
    """What is said of a song by its tags, a title at last by the file's name."""
    stem = file_name.rpartition("/")[2].rpartition(".")[0] or file_name
    return SongInfo(
        audio.tags.get("title", "") or stem,
        audio.tags.get("artist", ""),
        audio.tags.get("licence", audio.tags.get("license", "")),
    )


def _check_fair(file_name: str, chart: Chart) -> None:
    """Raises AnalysisError if a chart that we made is unfair: our bug, found before anyone plays it."""
    errors = [finding for finding in findings(chart) if finding.severity is Severity.ERROR]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise AnalysisError(file_name, f"the chart failed its own check: {errors[0]}{more}", "please report this song")


def chart_from(
    audio: Audio,
    features: Features,
    grid: Grid,
    request: Request = Request(),  # noqa: B008 - frozen
    progress: Progress = silent,
    *,
    file_name: str,
    old: Chart | None = None,
) -> tuple[Chart, Analysis]:
    """`make_chart` from the grid on. Human edits of `old` are kept; ChartError if the request leaves out a level that
    has some.
    """
    if old is not None:
        refuse_to_lose_edits(file_name, old, request.levels)
    if len(bars_of(grid, features.length_s)) == 0:
        raise AnalysisError(file_name, "the grid holds no whole bar", "is this music? try --first-beat and --bpm")
    progress("form", 0.0)
    folded = fold(features, grid)
    form = structure_of(folded, features)
    reference = AudioRef(file_name, audio.pcm_sha256, audio.frames, audio.rate, audio.decoder)
    ticks = tick_map(grid, folded.places, reference.length)
    refuse_unwritable(file_name, ticks.tempo)
    progress("choreography", 0.0)
    seed = request.seed if request.seed is not None else seed_of(audio)
    dance = choreograph(folded, form, ticks, seed, doubts=grid.doubts)
    sure = sure_drops(form)
    params = {"choreography": str(CHOREOGRAPHY_VERSION), **_spoken(request)}
    if not sure:
        params["drops"] = "none-confident"
    fallback = SongTime(seconds(float(folded.bars.times_s[int(np.argmax(form.bar_energy))])))
    made = Chart(
        Generator(GENERATOR, rhythm_fu.__version__, seed, MappingProxyType(params)),
        reference,
        replace(
            _told_of(audio, file_name),
            key=form.key,
            swing=min(MOST_SWING, max(STRAIGHT, round(grid.swing, 4))),
            preview_at=_preview_at([drop.beat for drop in sure], ticks, fallback),
        ),
        ticks.tempo,
        tuple(
            LevelChart(level, events, rate(events, reference.length), marks(events))
            for level, events in dance.levels.items()
            if level in request.levels
        ),
        tuple(
            Drop(ticks.beat(d.beat), ticks.tempo.at(ticks.beat(d.beat)), d.kind, d.strength, d.terms)
            for d in form.drops
        ),
        find_marks(folded, form, dance, ticks),
        find_pulses(folded, ticks),
        _energies(form.bar_energy, [int(beat) for beat in folded.bars.starts], ticks),
        MappingProxyType({**_guessed(grid, request), "key_margin": form.key_confidence}),
    )
    progress("check", 0.0)
    _check_fair(file_name, made)
    chart = stamped(made)
    if old is not None:
        chart = with_edits(chart, old)
    progress("check", 1.0)
    return chart, Analysis(features, grid, form)


def _guessed(grid: Grid, request: Request) -> dict[str, float]:
    """How sure the listening is of what it was not told: `constant` is that one tempo holds, `level` the tempo itself,
    `phase` the beat, `downbeat` the bar.
    """
    said = _spoken(request)
    given = set(given_in(said)) | ({"constant"} if "bpm" in said or request.by_hand is not None else set())
    named = {"constant" if name == "tempo" else name: value for name, value in grid.confidence.items()}
    if not grid.is_constant:
        named.pop("constant", None)
    return {name: value for name, value in named.items() if name not in given}


def _spoken(request: Request) -> dict[str, str]:
    """What the modder asked for, in words that make the chart again."""
    said = {
        "bpm": request.bpm,
        "offset_s": request.offset_s,
        "first_beat_s": request.first_beat_s,
        "range_bpm": request.range_bpm and f"{request.range_bpm[0]}:{request.range_bpm[1]}",
        "meter": request.meter and f"{request.meter.beats}/{request.meter.unit}",
        "level_shift": request.level_shift if request.level_shift != 1.0 else None,
        "shift_beats": request.shift_beats or None,
        "seed": request.seed,
    }
    words = {name: str(value) for name, value in said.items() if value is not None}
    return words if request.by_hand is None else {**words, **BY_HAND}
