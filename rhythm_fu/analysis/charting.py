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
from rhythm_fu.analysis.listen import listen, silent
from rhythm_fu.analysis.model import Analysis, Features, Grid, Progress, Request
from rhythm_fu.analysis.pulses import find_pulses
from rhythm_fu.analysis.sections import structure_of
from rhythm_fu.analysis.ticks import TickMap, tick_map
from rhythm_fu.chart.difficulty import rate
from rhythm_fu.chart.edits import Edits, apply_edits, human_edits, marks
from rhythm_fu.chart.lint import Severity, findings
from rhythm_fu.chart.model import (
    MOST_SWING,
    STRAIGHT,
    AudioRef,
    Chart,
    Drop,
    Event,
    Generator,
    LevelChart,
    Mark,
    SongInfo,
)
from rhythm_fu.chart.parts import NAMES, changed_parts, stamped
from rhythm_fu.errors import AnalysisError
from rhythm_fu.sound.model import Audio
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import MICROS, SongTime, Tick, seconds

GENERATOR: Final = "rhythm-fu"

CHOREOGRAPHY_VERSION: Final = 2
"""Raised when the same song gets other events; part of the seed, so that a chart says which dance it is.

2: other drops are played, by the rules of chart format 2.
"""

PREVIEW_LEAD_S: Final = 4.0
"""The song list starts this long before the first drop, so that the drop is heard."""

EDIT_DIVISIONS: Final = 48
"""Lines a beat on which a person's event lands when the grid under it was changed: 32nds, triplets and sextuplets."""


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
    title: str = "",
    artist: str = "",
    licence: str = "",
    old: Chart | None = None,
) -> tuple[Chart, Analysis]:
    """A whole chart of a song, and what was heard. Human edits of `old` are kept; ChartError if the request leaves out
    a level that has some.

    Title, artist and licence fall back to the file's tags, then to its name. Raises AnalysisError when no trustworthy
    grid was found or when the chart fails its own check. The same samples and request give the same chart.
    """
    features, grid = listen(audio, request, progress, asked_grid)
    return chart_from(
        audio, features, grid, request, progress,
        file_name=file_name, title=title, artist=artist, licence=licence, old=old,
    )  # fmt: skip


def _tempo_changed(old: Chart, tempo: TempoMap) -> bool:
    return old.tempo.anchors != tempo.anchors


def _kept_edits(old: LevelChart, moved: bool, tempo: TempoMap) -> Edits:
    """What a person changed, at its place on the new grid. When the grid moved, additions follow their moment and
    removals are forgotten: the events they named don't exist any more.
    """
    edits = human_edits(old)
    if not moved:
        return Edits(tuple(replace(e, at=tempo.at(e.tick)) for e in edits.added), edits.removed)

    def follow(event: Event) -> Event:
        tick = _near(event.at, tempo)
        if event.hold_from is None or event.hold_at is None:
            return replace(event, tick=tick, at=tempo.at(tick))
        hold = _near(event.hold_at, tempo)
        return replace(event, tick=tick, at=tempo.at(tick), hold_from=hold, hold_at=tempo.at(hold))

    return Edits(tuple(follow(event) for event in edits.added), frozenset())


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


def _told_of(audio: Audio, file_name: str, title: str, artist: str, licence: str) -> SongInfo:
    """What is said of a song: as given, else by its tags, a title at last by the file's name."""
    stem = file_name.rpartition("/")[2].rpartition(".")[0] or file_name
    return SongInfo(
        title or audio.tags.get("title", "") or stem,
        artist or audio.tags.get("artist", ""),
        licence or audio.tags.get("licence", audio.tags.get("license", "")),
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
    title: str = "",
    artist: str = "",
    licence: str = "",
    old: Chart | None = None,
) -> tuple[Chart, Analysis]:
    """`make_chart` from the grid on."""
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
    dance = choreograph(folded, form, ticks, seed)
    sure = sure_drops(form)
    params = {"choreography": str(CHOREOGRAPHY_VERSION), **_spoken(request)}
    if not sure:
        params["drops"] = "none-confident"
    fallback = SongTime(seconds(float(folded.bars.times_s[int(np.argmax(form.bar_energy))])))
    made = Chart(
        Generator(GENERATOR, rhythm_fu.__version__, seed, MappingProxyType(params)),
        reference,
        replace(
            _told_of(audio, file_name, title, artist, licence),
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


def with_edits(chart: Chart, old: Chart) -> Chart:
    """A freshly made chart with what a person changed in an older one on top. Events outside the audio are left out;
    drops and marks follow a grid that moved; drum hits and energies can't, and are left out then.
    """
    moved = _tempo_changed(old, chart.tempo)
    parts = changed_parts(old)
    levels, edited = [], False
    for level in chart.levels:
        before = old.level(level.level)
        edits = _kept_edits(before, moved, chart.tempo) if before else Edits((), frozenset())
        inside = tuple(e for e in edits.added if 0 <= e.at < chart.audio.length)
        edits = Edits(inside, edits.removed)
        events = apply_edits(level.events, edits)
        edited = edited or edits.any
        levels.append(replace(level, events=events, rating=rate(events, chart.audio.length)))
    names = {name: getattr(old.song, name) for name in NAMES if name in parts}
    chart = replace(chart, song=replace(chart.song, **names))
    if "pulses" in parts and not moved:
        chart = replace(chart, pulses=old.pulses)
    if "energy" in parts and not moved:
        chart = replace(chart, energy=old.energy)
    if "drops" in parts:
        chart = replace(chart, drops=_followed(old.drops, chart.tempo) if moved else old.drops)
    if "marks" in parts:
        chart = replace(chart, marks=_followed_marks(old.marks, chart.tempo) if moved else old.marks)
    human = edited or old.edited_by_human or bool(parts)
    return replace(chart, levels=tuple(levels), edited_by_human=human)


def _near(at: SongTime, tempo: TempoMap) -> Tick:
    """The line of a grid next to a moment, on which a person's change lands."""
    return Tick(max(0, tempo.snap(at, EDIT_DIVISIONS)))


def _followed(drops: tuple[Drop, ...], tempo: TempoMap) -> tuple[Drop, ...]:
    ticks = {_near(drop.at, tempo): drop for drop in drops}
    return tuple(replace(drop, tick=tick, at=tempo.at(tick)) for tick, drop in ticks.items())


def _followed_marks(found: tuple[Mark, ...], tempo: TempoMap) -> tuple[Mark, ...]:
    ends = [(_near(mark.at, tempo), _near(mark.until_at, tempo)) for mark in found]
    return tuple(
        replace(mark, tick=a, at=tempo.at(a), until=b, until_at=tempo.at(b))
        for mark, (a, b) in zip(found, ends, strict=True)
        if a < b
    )


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
