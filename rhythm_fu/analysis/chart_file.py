"""One song file to one chart file: decode, chart, write. `rhythm-fu chart` and `batch` are this."""

import errno
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from rhythm_fu.analysis.askable import Bounds
from rhythm_fu.analysis.asked import (
    PLAIN,
    asked_again,
    asked_before,
    asked_now_or_before,
    has_grid_by_hand,
    refuse_to_lose_edits,
)
from rhythm_fu.analysis.model import Analysis, Features, Grid, Progress, Request, silent
from rhythm_fu.chart.edits import human_edits
from rhythm_fu.chart.lint import Finding, findings
from rhythm_fu.chart.model import Chart
from rhythm_fu.chart.parts import changed_parts, differing_parts
from rhythm_fu.errors import ChartError, LibraryError, RhythmFuError
from rhythm_fu.library import is_file, is_folder, is_there, load_chart, save_chart
from rhythm_fu.sound import Audio, Blocks, Samples, decode_blocks

DECODING: Final = "decode"
"""The stage that comes before those of `make_chart`."""

HEARING: Final = (0.15, 0.85)
FORMING: Final = (0.85, 1.0)
"""Shares of the whole work, roughly; reading the file comes first."""
STREAMED: Final = 0.6
"""Of the hearing of a long song, what is done when its last block is read."""

LONG_S: Final = 20 * 60.0
"""Beyond this a song is heard block by block: two hours of CD stereo would be 2.5 GB."""

LONG_BYTES: Final = 20 << 20
"""The same for a file that does not tell its length, a bare AAC stream."""

BELIEVED: Final = Bounds(40.0, 300.0, "BPM")
"""Tags beyond say nothing: zeros and typing errors."""

RANGE_EDGE: Final = 0.005
"""A tempo on the edge of the asked range is inside, whatever its last digits say."""

HAIR: Final = 1_000
"""Microseconds that a chart's own check lets pass, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Charted:
    """A song that was charted. `kept` is where an older chart with a person's changes went, if they were not merged or
    some of them have no place in the new one. `was_anothers`: the chart that was there is of another recording.

    `findings` are about the chart alone, `misses` about where it falls short of its music.
    `has_sound` is false for what was too long to hold: then `audio.samples` has the right shape and is silent.
    """

    song: Path
    out: Path
    audio: Audio
    chart: Chart
    analysis: Analysis
    findings: tuple[Finding, ...]
    seconds: float
    kept: Path | None = None
    has_sound: bool = True
    misses: tuple[Finding, ...] = ()
    was_anothers: bool = False


def tag_bpm(audio: Audio) -> float | None:
    """The tempo in the file's own tags, if there is a believable one."""
    try:
        bpm = float(audio.tags.get("bpm", "").replace(",", "."))
    except ValueError:
        return None
    return bpm if bpm in BELIEVED else None


def read_old(out: Path) -> Chart | None:
    """The chart whose edits are to be kept; None if there is no file. One that can't be read is not passed over."""
    if not is_there(out):
        return None
    try:
        return load_chart(out)
    except ChartError as fault:
        raise ChartError(fault.place, fault.problem, "mend it, or leave out --keep-edits") from None


def chart_file(
    song: Path,
    out: Path,
    request: Request = Request(),  # noqa: B008 - frozen
    progress: Progress = silent,
    *,
    keep_edits: bool = False,
    keep_options: bool = True,
    of_any_sound: bool = True,
    may_replace: bool = True,
    clock: Callable[[], float] = time.perf_counter,
) -> Charted:
    """Chart a song into a file, written whole or not at all. Raises RhythmFuError; then nothing was written.

    With `keep_edits` all that a person changed stays, and so does what was asked for when the old chart was made (a
    tempo, a shift, a seed), unless `request` says otherwise or `keep_options` is false; levels with changes can't be
    left out. Unless edits `of_any_sound` are to be kept, a chart of another recording is not merged but put aside if a
    person had changed it. Unless it `may_replace`, the chart of another song is refused as a place.
    """
    from rhythm_fu.analysis.charting import chart_from, listened
    from rhythm_fu.analysis.metrics import measure, metric_findings

    start = clock()
    refuse_no_place(out, song)
    old = read_old(out) if keep_edits else None
    if old is not None:
        refuse_to_lose_edits(out.name, old, request.levels)
    progress(DECODING, 0.0)
    with decode_blocks(song) as sound:
        known = sound.header.length_s
        is_long = known > LONG_S if known is not None else song.stat().st_size > LONG_BYTES
        hearing = _part_of(progress, *HEARING)
        audio, heard = _heard_in_blocks(sound, hearing) if is_long else (sound.audio(), None)
    there = old if old is not None else _chart_at(out)
    was_anothers = there is not None and there.audio.pcm_sha256 != audio.pcm_sha256
    if there is not None and was_anothers and not may_replace:
        _refuse_anothers(there, out, song)
    if was_anothers and not of_any_sound:
        old = None
    asked = request if old is None else _asked(request, out.name, old, audio, keep_options=keep_options)
    asked = asked if asked.tag_bpm is not None else replace(asked, tag_bpm=tag_bpm(audio))
    name = printable(song.name)
    heard, grid = listened(audio, asked, hearing, file_name=name, heard=heard)
    _refuse_out_of_range(name, asked, grid)
    chart, analysis = chart_from(audio, heard, grid, asked, _part_of(progress, *FORMING), file_name=name, old=old)
    kept = save_chart(out, chart)
    # Whoever changed the chart while its song was heard changed what nobody has read.
    if kept is not None and old is not None and not unkept(old, chart) and _chart_at(kept) == old:
        kept.unlink(missing_ok=True)
        kept = None
    misses = tuple(metric_findings(measure(analysis, chart)))
    return Charted(
        song, out, audio, chart, analysis, findings(chart), clock() - start, kept, not is_long, misses, was_anothers
    )


def _asked(request: Request, place: str, old: Chart, audio: Audio, *, keep_options: bool) -> Request:
    """What is asked of a song whose old chart's changes are kept. Raises ChartError as `asked_again`."""
    from rhythm_fu.analysis.charting import seed_of

    if not keep_options:
        return asked_now_or_before(request, replace(PLAIN, by_hand=asked_before(old).by_hand))
    before = asked_again(place, old)
    if before.seed is None and old.audio.pcm_sha256 == audio.pcm_sha256 and old.generator.seed != seed_of(audio):
        before = replace(before, seed=old.generator.seed)  # its dance, whoever chose it and by whichever version
    return asked_now_or_before(request, before)


def refuse_no_place(out: Path, song: Path) -> None:
    """Raises LibraryError, before all the work, for a chart that could not be written: its name is longer than the disk
    allows, something else than a file lies there, or its folder is no folder or closed.
    """
    try:
        out.lstat()
    except OSError as fault:
        if fault.errno == errno.ENAMETOOLONG:
            problem = f"the chart's name, {len(os.fsencode(out.name))} bytes, would be too long for the disk"
            raise LibraryError(song.name, problem, "give it a shorter name") from None
    else:
        if not is_file(out):
            problem = "is a folder, where the chart would be" if is_folder(out) else "not a plain file"
            raise LibraryError(out.name, problem, "move it away, or give --out another place")
    for place in (out, out.resolve() if is_file(out) else out):  # where a link is, and where it leads to
        folder = next(one for one in place.absolute().parents if is_there(one))
        if not is_folder(folder):
            raise LibraryError(out.name, f"{folder.name} is not a folder", "give --out another place")
        if not os.access(folder, os.W_OK | os.X_OK):
            problem = f"no permission to write in {folder}"
            raise LibraryError(out.name, problem, "change its permissions, or give --out another place")


def _chart_at(out: Path) -> Chart | None:
    """The chart that is there; None if there is none or it can't be read."""
    try:
        return load_chart(out) if is_file(out) else None
    except RhythmFuError:
        return None


def lies_beside(out: Path, song: Path) -> bool:
    """Whether a chart, or what a link in its place leads to, and a song are in one folder."""
    real = out.resolve() if is_file(out) else out.absolute()
    return real.parent.resolve() == song.absolute().parent.resolve()


def _refuse_anothers(there: Chart, out: Path, song: Path) -> None:
    """Raises ChartError for the chart of other music, unless it lies beside this song and names it: then the song was
    recorded anew.
    """
    is_namesake = there.audio.file == printable(song.name)
    if not (is_namesake and lies_beside(out, song)):
        problem = f"is the chart of {'another ' if is_namesake else ''}{there.audio.file}"
        fix = "give --out another place; `rhythm-fu chart --replace` puts this song's there"
        raise ChartError(out.name, problem, fix)


def unkept(old: Chart, new: Chart) -> tuple[str, ...]:
    """What a person changed in an old chart and has no place in the new one, as in `SPOKEN`; `events` among them."""
    theirs = changed_parts(old) | ({"tempo"} if has_grid_by_hand(old) else set())
    gone = theirs & differing_parts(old, new) - {"drops", "marks"}
    if "tempo" in gone and _is_same_time(old, new):
        gone -= {"tempo"}
    before, after = ([human_edits(level) for level in chart.levels] for chart in (old, new))
    has_fewer = any(
        sum(len(getattr(one, deed)) for one in after) < sum(len(getattr(one, deed)) for one in before)
        for deed in ("added", "removed")
    )
    return (*sorted(gone), *(("events",) if has_fewer else ()))


def _is_same_time(old: Chart, new: Chart) -> bool:
    """Whether two grids differ by rounding alone."""
    ticks = [anchor.tick for anchor in (*old.tempo.anchors, *new.tempo.anchors)]
    return all(abs(old.tempo.at(tick) - new.tempo.at(tick)) <= HAIR for tick in ticks)


def _refuse_out_of_range(file_name: str, request: Request, grid: Grid) -> None:
    """Raises AnalysisError if no tempo of the song is in the range that was asked for; one that a person moved out of
    it on purpose, by a shift or in the chart itself, is let be.
    """
    from rhythm_fu.analysis.charting import nothing_in_range

    if request.range_bpm is None or request.level_shift != 1.0 or request.by_hand is not None:
        return
    low, high = request.range_bpm
    tempi = [grid.bpm, *(anchor.bpm for anchor in grid.anchors)]
    if not any(low * (1 - RANGE_EDGE) <= bpm <= high * (1 + RANGE_EDGE) for bpm in tempi):
        raise nothing_in_range(file_name, request.range_bpm, f"the beat is at {grid.bpm:.2f}")


def _part_of(progress: Progress, start: float, end: float) -> Progress:
    """Progress of a part of the work, told as progress of the whole."""
    return lambda stage, share: progress(stage, start + (end - start) * share)


def _heard_in_blocks(sound: Blocks, progress: Progress) -> tuple[Audio, Features]:
    """The envelopes of a long mix, and an Audio that knows all about it but holds no sound."""
    from rhythm_fu.analysis.features import features_of_blocks

    features = features_of_blocks(_watched(sound, progress), sound.header.rate)
    header, heard = sound.header, sound.heard
    silence = np.broadcast_to(np.float32(0), (heard.frames, header.channels))
    return Audio(silence, header.rate, header.decoder, heard.pcm_sha256, header.tags, heard.warnings), features


def _watched(sound: Blocks, progress: Progress) -> Iterator[Samples]:
    done, whole = 0, sound.header.frames
    for block in sound:
        done += len(block)
        progress("hearing", STREAMED * min(1.0, done / whole) if whole else 0.0)
        yield block


def printable(name: str) -> str:
    """A file name that can be written as UTF-8, whatever bytes the disk has in it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
