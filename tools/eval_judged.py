"""Score the ear's tempo level and beat on recorded songs of free games, by what was judged by eye.

usage: python -m tools.eval_judged MUSIC [--cache DIR] [--by-game] [--group NAME]

MUSIC holds the packages that tools/level_marks.json names, each unpacked into a folder of its name. A song there has
the `tempi` that count (BPM; several where more than one level is in use; none where no beat was judged) and `beats`:
one beat, which is continued at the tempo, or nine over the middle half of a song whose tempo the ear took for changing
when it was judged. `again` are the beats after a second look, which only `looked` songs had: --by-game and a row of
their own use them.

A level is right within 1 % of a tempo that counts (of a changing song its main one), a beat when the median
one lies within 0.16 of a beat. Refused songs are not scored, but named. Intervals are Wilson's, 95 %.
"""

import argparse
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Floats, Grid
from rhythm_fu.errors import RhythmFuError
from tools.calibrate_ear import wilson
from tools.eval_ear import features_of_file

MARKS = Path(__file__).with_name("level_marks.json")
LEVEL_NEAR: Final = 0.01
BEAT_NEAR, BEAT_SPREAD = 0.16, 0.2
"""How far the median beat may lie off, and how far off beats lie in the median, in beats."""
EDGES: Final = (0.0, 0.5, 0.7, 0.85, 0.95, 1.0)
FEW: Final = 13
"""Packages with fewer songs share a row."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What was judged of a song: tempi that count, a beat or several, and the same after a second look."""

    tempi: tuple[float, ...]
    beats: tuple[float, ...]
    again: tuple[float, ...] = ()

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Marks":
        """A song's entry in level_marks.json."""
        return cls(tuple(said["tempi"]), tuple(said["beats"]), tuple(said.get("again", ())))

    @property
    def is_tie(self) -> bool:
        """More than one level counts."""
        return len(self.tempi) > 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a song was heard. `beat` and `beat_again` are False where the level is wrong."""

    package: str
    name: str
    marks: Marks
    bpm: float
    level: bool
    beat: bool
    beat_again: bool
    said: Mapping[str, float]


def off_beat(grid: Grid, beats: tuple[float, ...], tempo: float) -> tuple[float, float]:
    """The median place of beats between the other's, -0.5..0.5 of a beat, and the median distance from one.

    One beat is continued at the tempo, and the grid's of the middle half of the song are held against it; several are
    held against the grid.
    """
    if len(beats) == 1:
        found = grid.beat_times()
        places: Floats = (found[len(found) // 4 : 3 * len(found) // 4] - beats[0]) * tempo / 60.0
    else:
        places = grid.beats_of(np.array(beats))
    turn = np.mod(places + 0.5, 1.0) - 0.5
    return float(np.median(turn)), float(np.median(np.abs(turn)))


def is_beat_right(grid: Grid, beats: tuple[float, ...], tempo: float) -> bool:
    place, spread = off_beat(grid, beats, tempo)
    return abs(place) < BEAT_NEAR and spread < BEAT_SPREAD


def verdict(package: str, name: str, marks: Marks, grid: Grid) -> Verdict:
    tempo = next((t for t in marks.tempi if abs(grid.bpm / t - 1.0) < LEVEL_NEAR), None)
    beat = tempo is not None and is_beat_right(grid, marks.beats, tempo)
    again = is_beat_right(grid, marks.again, tempo) if tempo is not None and marks.again else beat
    return Verdict(package, name, marks, grid.bpm, tempo is not None, beat, again, dict(grid.confidence))


def share(right: Iterable[bool]) -> str:
    """`3 of 4 (0.30 to 0.95)`."""
    all_of = list(right)
    if not all_of:
        return "-"
    low, high = wilson(sum(all_of), len(all_of))
    return f"{sum(all_of)} of {len(all_of)} ({low:.2f} to {high:.2f})"


def row(title: str, songs: int, heard: list[Verdict], *, again: bool = False) -> str:
    """A line of the table: songs, judged, level, level without ties, beat given the level."""
    clear = share(v.level for v in heard if not v.marks.is_tie)
    beats = share(v.beat_again if again else v.beat for v in heard if v.level)
    return f"| {title} | {songs} | {len(heard)} | {share(v.level for v in heard)} | {clear} | {beats} |"


def by_said(heard: list[Verdict], decision: str) -> list[str]:
    """Right by what was said, a line a bin: the level of all songs, or the beat of those whose level is right."""
    pairs = [
        (v.said[decision], v.level if decision == "level" else v.beat) for v in heard if v.level or decision == "level"
    ]
    lines = []
    for low, high in itertools.pairwise(EDGES):
        inside = [right for said, right in pairs if low <= said < high or said == high == 1.0]
        if inside:
            lines.append(f"| {decision} | {low:.2f} to {high:.2f} | {share(inside)} |")
    return lines


def judged_songs(music: Path, cache: Path | None, packages: Mapping[str, Any]) -> tuple[list[Verdict], list[str]]:
    """How the judged songs of a group are heard, and the refused ones."""
    heard, refused = [], []
    for package, songs in packages.items():
        for name, said in songs.items():
            marks = Marks.of(said)
            if not marks.tempi:
                continue
            path = next((music / package).rglob(name), None)
            if path is None:
                print(f"{package}: no {name}")
                continue
            try:
                grid = grid_of(features_of_file(path, cache / package if cache else None))
            except RhythmFuError as fault:
                refused.append(f"{package}/{name}: {fault}")
                continue
            heard.append(verdict(package, name, marks, grid))
    return heard, refused


def wrong(heard: list[Verdict]) -> list[str]:
    return [
        f"{v.package}/{v.name}: {'beat' if v.level else 'level'} wrong, {v.bpm:.2f} BPM said with "
        f"{v.said['level']:.2f}, beat {v.said['phase']:.2f}; judged {' or '.join(f'{t:g}' for t in v.marks.tempi)}"
        + (", right after a second look" if v.beat_again else "")
        for v in heard
        if not (v.level and v.beat)
    ]


def game_rows(counts: Mapping[str, int], heard: list[Verdict]) -> list[str]:
    """A row a package, most songs first; packages of few songs together."""
    titles = {p: p if n >= FEW else "others" for p, n in counts.items()}
    total: dict[str, int] = defaultdict(int)
    for package, count in counts.items():
        total[titles[package]] += count
    order = sorted(total, key=lambda title: (title == "others", -total[title], title))
    return [row(t, total[t], [v for v in heard if titles[v.package] == t], again=True) for t in order]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("music", type=Path)
    arguments.add_argument("--cache", type=Path)
    arguments.add_argument("--by-game", action="store_true")
    arguments.add_argument("--group", help="only this group of the marks")
    asked = arguments.parse_args()
    groups: dict[str, Any] = json.loads(MARKS.read_text(encoding="utf-8"))
    heading = (
        "| songs | judged | level right (95 %) | without ties | beat right, given the level |\n" + "|---" * 6 + "|"
    )
    everything: list[Verdict] = []
    counts: dict[str, int] = defaultdict(int)
    print(f"| set {heading}")
    for group, packages in groups.items():
        if asked.group not in (None, group):
            continue
        heard, refused = judged_songs(asked.music, asked.cache, packages)
        songs = sum(len(of) for of in packages.values())
        print(row(group, songs, heard))
        if any(v.marks.again for v in heard):
            print(row(f"{group}, after a second look", songs, heard, again=True))
        print("\n".join([*wrong(heard), *(f"refused: {line}" for line in refused)]))
        print("\n".join(by_said(heard, "level") + by_said(heard, "phase")))
        everything += heard
        for package, of in packages.items():
            counts[package] += len(of)
    if asked.by_game:
        print("\n".join([f"| game {heading}", *game_rows(counts, everything)]))


if __name__ == "__main__":
    main()
