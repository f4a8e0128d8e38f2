"""Which songs of a folder are still to be charted, remembered in a journal so that a batch can be taken up again."""

import errno
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

import rhythm_fu
from rhythm_fu.analysis.batch.model import BY_CONTENT, NO_OUTCOME, Order, Outcome, Status
from rhythm_fu.analysis.batch.one import how_sure, serious
from rhythm_fu.chart import Chart
from rhythm_fu.chart.lint import findings
from rhythm_fu.errors import LibraryError, RhythmFuError
from rhythm_fu.library import load_chart
from rhythm_fu.library.disk import explain, is_file, is_folder, is_there
from rhythm_fu.library.made_here import is_made_here
from rhythm_fu.library.paths import AUDIO_SUFFIXES, CHART_SUFFIX, chart_beside, chart_of_its_own

JOURNAL: Final = ".rhythm-fu-batch.jsonl"
MADE_HERE: Final = (".wav", ".mp4")
"""What `rhythm-fu preview` and `demo` write is no song, whatever it is called."""

PUT_ASIDE: Final = re.compile(r"it is kept as (.+\.edited-\d+)")
"""What an outcome says of an older chart: so while that lies there."""

ELSEWHERE: Final = "a link to a folder elsewhere; give it to `rhythm-fu batch` itself"
"""Why such a folder is not searched: charts are written only below the folder that was named."""


def _nobody(_: OSError) -> None:
    """Told of folders that can't be read, and says nothing."""


def songs_in(folder: Path, unread: Callable[[OSError], None] = _nobody) -> Iterator[Path]:
    """The sound files in a folder and those below, by name; hidden ones and our own previews and films left out.
    `unread` is told of each folder that the disk would not list, and of links that lead to folders elsewhere.
    """
    for place, folders, names in os.walk(folder, onerror=unread):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for link in (Path(place) / name for name in folders):
            if link.is_symlink() and not link.resolve().is_relative_to(folder.resolve()):
                unread(OSError(errno.ELOOP, ELSEWHERE, str(link)))
        for name in sorted(names):
            is_sound = not name.startswith(".") and Path(name).suffix.lower() in AUDIO_SUFFIXES
            if is_sound and not _is_ours(Path(place) / name):
                yield Path(place) / name


def _is_ours(path: Path) -> bool:
    """Whether it is a preview or a film, by the mark in it; what is no plain file is looked at by no one here."""
    return path.suffix.lower() in MADE_HERE and is_file(path) and is_made_here(path)


def orders_in(folder: Path, out: Path | None = None, unread: Callable[[OSError], None] = _nobody) -> tuple[Order, ...]:
    """An order for each song; charts go beside their songs, or into the same tree under `out`.

    Two songs that differ only in their ending (`a.mp3`, `a.wav`) get `a.mp3.rfu.json` and `a.wav.rfu.json`, but if
    `a.rfu.json` is the chart of one of them already, by the name in it or by its sound, it stays that.
    """
    folder = folder.absolute()
    songs = list(songs_in(folder, unread))
    places = songs if out is None else [out.absolute() / song.relative_to(folder) for song in songs]
    charts = _charts_apart(dict(zip(places, songs, strict=True)))
    strays = dict(_strays(charts))
    return tuple(
        Order(str(song), str(charts[place]), strays.get(place, "")) for song, place in zip(songs, places, strict=True)
    )


def _charts_apart(sounds: Mapping[Path, Path]) -> dict[Path, Path]:
    """A chart for each song, no two the same, by where songs lie or would lie beside their charts; `sounds` has the
    sound file of each such place.
    """
    charts = {song: chart_beside(song) for song in sounds}
    own = {chart_of_its_own(song): song for song in sounds}
    while shared := {chart for chart, number in Counter(charts.values()).items() if number > 1}:
        rivals = {chart: [song for song in charts if charts[song] == chart] for chart in shared}
        for chart, songs in rivals.items():
            owner = own.get(chart) or _owner_of(chart, {song: sounds[song] for song in songs})
            charts |= {song: chart_of_its_own(song) for song in songs if song != owner}
    return charts


def _strays(charts: Mapping[Path, Path]) -> Iterator[tuple[Path, str]]:
    """Charts that bear the name of songs which all have others: the first such song of each, and what is told of it."""
    used = set(charts.values())
    for song, chart in charts.items():
        stray = song.with_name(song.stem + CHART_SUFFIX)
        if chart == stray or stray in used or not is_file(stray):
            continue
        used.add(stray)
        try:
            yield song, f"{stray.name} is the chart of {load_chart(stray).audio.file}: no song here has it"
        except RhythmFuError:
            continue  # what can't be read may be no chart


def _owner_of(chart: Path, rivals: Mapping[Path, Path]) -> Path | None:
    """Which of several songs a chart is of: the one it names, else, as both may have been renamed, the one that sounds
    so. One that can't be read counts as that of the first song that wants its place: then it is put aside, and told.
    """
    from rhythm_fu.analysis.chart_file import printable

    try:
        audio = load_chart(chart).audio if is_file(chart) else None
    except RhythmFuError:
        return next(iter(rivals))
    if audio is None:
        return None
    named = (song for song in rivals if printable(song.name) == audio.file)
    sounding = (song for song, sound in rivals.items() if _print_of_sound(sound) == audio.pcm_sha256)
    return next(chain(named, sounding), None)


def _print_of_sound(path: Path) -> str:
    """The `pcm_sha256` of a sound file; empty if it can't be read."""
    from rhythm_fu.sound import sound_sha256

    try:
        return sound_sha256(path)
    except RhythmFuError:
        return ""


def _print_of(path: str) -> list[int] | None:
    try:
        facts = Path(path).stat()
    except OSError:
        return None
    return [facts.st_size, facts.st_mtime_ns]


def _held(outcome: Outcome, made: object) -> Outcome | None:
    """An outcome as its chart makes it now; None if the song is to be charted again. `made` is what was there then."""
    now = _print_of(outcome.out)
    if outcome.status is not Status.CHARTED:
        is_same = outcome.status is Status.REFUSED and outcome.reason in BY_CONTENT and now == made
        return outcome if is_same else None
    if now is None:
        return None
    if now != made:
        chart = _chart_of(outcome.out, outcome.pcm_sha256)
        if chart is None:
            return None
        outcome = _told_anew(outcome, chart)
    folder = Path(outcome.out).parent
    return replace(outcome, warnings=tuple(line for line in outcome.warnings if not _is_of_a_lost_file(line, folder)))


def _chart_of(path: str, pcm_sha256: str) -> Chart | None:
    """The chart that is there if it can be read and is of this sound, as far as that is known."""
    try:
        chart = load_chart(Path(path))
    except RhythmFuError:
        return None
    return chart if chart.audio.pcm_sha256 == pcm_sha256 or not pcm_sha256 else None


def _told_anew(outcome: Outcome, chart: Chart) -> Outcome:
    """What is told of a song whose chart was changed or made anew since: by the chart alone, nothing is listened to."""
    found, anchors = findings(chart), chart.tempo.anchors
    return replace(
        outcome, bpm=round(anchors[0].bpm, 3) if len(anchors) == 1 else outcome.bpm, confidence=how_sure(chart),
        drops=len(chart.drops), findings=len(found), serious=tuple(serious(found, ())),
    )  # fmt: skip


def _is_of_a_lost_file(line: str, folder: Path) -> bool:
    """Whether a line says that a chart was put aside that is no longer there."""
    named = PUT_ASIDE.search(line)
    return named is not None and not is_there(folder / named[1])


def _ended(journal: BinaryIO) -> bytes:
    """What ends the last line, if it was torn as the power went: else it would swallow the next one."""
    if journal.seek(0, os.SEEK_END) == 0:
        return b""
    journal.seek(-1, os.SEEK_END)
    return b"" if journal.read(1) == b"\n" else b"\n"


@dataclass(slots=True)
class Plan:
    """What a batch has to do and what it did. Changes as outcomes come in; each is in the journal at once.

    A song counts as done while its file is the same, the same version charted it, and its chart is still there and can
    be read; of a chart that was changed since, it tells what the chart is now. One that was refused for what it holds
    counts too while nothing else lies where its chart would. What broke, or was refused for what may pass, is tried
    anew. `unread` names folders that were not searched, and why; `doubts` are those of the orders, by song.
    """

    folder: Path
    orders: tuple[Order, ...]
    done: dict[str, Outcome] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    doubts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, out: Path | None = None, *, anew: bool = False) -> "Plan":
        """The plan for a folder, what an earlier run did taken from its journal unless all is to be done `anew`."""
        if not is_folder(folder):
            problem = "not a folder" if is_there(folder) else "no such folder"
            raise LibraryError(str(folder), problem, "name the folder that holds the songs")
        unread: list[str] = []

        def tell(fault: OSError) -> None:
            unread.append(f"{fault.filename}: {(fault.strerror or str(fault)).lower()}")

        orders = orders_in(folder, out, tell)
        doubts = {order.song: order.doubt for order in orders if order.doubt}
        plan = cls(out or folder, orders, unread=tuple(unread), doubts=doubts)
        if not anew:
            plan._read_journal()
        return plan

    @property
    def journal(self) -> Path:
        """Where outcomes are kept."""
        return self.folder / JOURNAL

    @property
    def waiting(self) -> tuple[Order, ...]:
        """Orders not yet carried out."""
        return tuple(order for order in self.orders if order.song not in self.done)

    def _read_journal(self) -> None:
        wanted = {order.song: order for order in self.orders}
        try:
            lines = self.journal.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return
        except OSError as fault:
            raise explain(self.journal, fault, "read") from None
        for line in lines:
            try:
                words: dict[str, Any] = json.loads(line)  # Any: JSON
                version, seen, made = words.pop("version"), words.pop("seen"), words.pop("made", None)
                outcome = Outcome.from_json(words)
            except NO_OUTCOME:
                continue  # a line half written when the power went
            order = wanted.get(outcome.song)
            is_same = order is not None and order.out == outcome.out and seen == _print_of(outcome.song)
            is_ours = is_same and version == rhythm_fu.__version__
            if is_ours and (held := _held(outcome, made)) is not None:
                self._take(held)
            else:
                self.done.pop(outcome.song, None)

    def _take(self, outcome: Outcome) -> None:
        """Count a song as done; what is doubted of its order is found anew each time, and in no journal."""
        doubt = self.doubts.get(outcome.song)
        self.done[outcome.song] = replace(outcome, warnings=(*outcome.warnings, doubt)) if doubt else outcome

    def add(self, outcome: Outcome) -> None:
        """Take an outcome down."""
        self._take(outcome)
        prints = {"seen": _print_of(outcome.song), "made": _print_of(outcome.out)}
        words = {**outcome.to_json(), "version": rhythm_fu.__version__, **prints}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.journal.open("a+b") as journal:
                journal.write(_ended(journal) + json.dumps(words).encode() + b"\n")
        except OSError as fault:
            raise explain(self.journal, fault) from None
