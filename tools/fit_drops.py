"""Fit what the terms of a drop weigh, and train the networks beside them, on songs whose climaxes were marked, and tell
how well they do on others.

usage: OMP_NUM_THREADS=1 python -m tools.fit_drops MUSIC --synth DIR [--cache DIR] [--sealed] [--write]
       python -m tools.fit_drops MUSIC --group sealed [--cache DIR]

MUSIC holds the packages that tools/drop_marks.json names, each unpacked into a folder of its name, archives in it too;
rendered/NAME.ogg of a tracker module NAME is what `openmpt123` plays of it at 44.1 kHz. DIR is of
`python -m tools.synth_set DIR --count 136 --seed 31`. Each song was marked twice by eye, each time alone, from pictures
of its spectrum and bars, without knowing what this tool says: `climaxes` are what both called sure, `arguable` what
either called anything else. The `fitted` songs make the weights, `sealed` ones are only scored; --group scores a group
by the weights that ship, and tells how each song fared.

A hit lies within half a second of a climax; a played drop is right within three seconds of one, in songs that have any.
Arguable moments count as wrong there, but are told apart. `--write` replaces drops.json and drop_nets.npz in
rhythm_fu/analysis/data.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rhythm_fu.analysis.drop_cues import BarTable, curves_of, terms_of
from rhythm_fu.analysis.drop_inputs import inputs_of
from rhythm_fu.analysis.drop_nets import unpacked
from rhythm_fu.analysis.drops import Weights, find_drops
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Floats, Grid
from rhythm_fu.analysis.sections import bar_table
from rhythm_fu.chart import DropKind
from tools.fitting import (
    HIT_S,
    MarkedFile,
    folded_file,
    made_files,
    marked_downbeats,
    marked_files,
    regressed,
)
from tools.train_drop_nets import Arrays, Lesson, packed

WEIGHTS = Path("rhythm_fu/analysis/data/drops.json")
NETS = WEIGHTS.with_name("drop_nets.npz")
RIGHT_S, NEAR_S = 3.0, 2.5
ARGUABLE = 0.15
"""An arguable place is a drop to this share."""
SYNTHETIC = "synthetic"
SYNTHETIC_COUNTS = 1 / 10
"""What a synthetic song counts beside a marked one: its drops may be hardly fuller than what is around them."""
RIDGE = 1.0
FOLDS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Song:
    """A song of a package, the terms of its downbeats but the first, each of shape (n,), and what was marked, in
    seconds.
    """

    package: str
    group: str
    name: str
    grid: Grid
    folded: Folded
    bars: BarTable
    terms: dict[str, Floats]
    climaxes: tuple[float, ...]
    arguable: tuple[float, ...]

    @property
    def at(self) -> Floats:
        """Downbeats in seconds, shape (n,)."""
        return self.folded.bars.times_s[1 : len(self.folded.bars)]

    def found(self, weighed: Weights | None = None, *, listed: bool = False) -> list[float]:
        """When the drops fall that are played by these weights, else those that ship, or all that are listed."""
        drops = find_drops(self.folded, self.bars, weighed=weighed)
        kept = [drop.beat for drop in drops if listed or drop.kind is DropKind.DROP]
        return [float(at) for at in self.grid.times_of(np.array(kept, dtype=np.float64))]

    def shares(self) -> tuple[Floats, Floats]:
        """How much each downbeat is a drop, 0..1, and whether it counts: places right beside a mark don't."""
        share, asked = np.zeros(len(self.at)), np.ones(len(self.at))
        for mark in (*self.arguable, *self.climaxes):
            asked[np.abs(self.at - mark) < NEAR_S] = 0.0
        for marks, value in ((self.arguable, ARGUABLE), (self.climaxes, 1.0)):
            marked = marked_downbeats(self.at, marks)
            share[marked], asked[marked] = value, 1.0
        return share, asked


def heard(one: MarkedFile, cache: Path | None) -> Song | None:
    """A song with its terms; None where no beat is found."""
    found = folded_file(one.path, cache)
    if found is None:
        return None
    features, grid, folded = found
    table = bar_table(folded, features)
    terms = terms_of(folded, curves_of(folded), table)
    return Song(
        one.package, one.group, one.path.name, grid, folded, table, terms, tuple(one.climaxes), tuple(one.arguable)
    )


def songs_of(music: Path, cache: Path | None, group: str) -> list[Song]:
    """A group of the marked songs; ends the program where there is none."""
    heard_ones = (heard(one, cache / one.package if cache else None) for one in marked_files(music, group))
    songs = [song for song in heard_ones if song]
    if not songs:
        print(f"fit_drops: {music}: no {group} song lies there: is it the folder of packages?", file=sys.stderr)
        raise SystemExit(2)
    return songs


def synthetic_songs(folder: Path, cache: Path | None) -> Iterator[Song]:
    for path, truth in made_files(folder):
        if song := heard(MarkedFile(path, SYNTHETIC, SYNTHETIC, truth.get("drops", []), []), cache):
            yield song


def counted(song: Song) -> tuple[Floats, Floats]:
    """How much each downbeat is a drop, and how much it counts beside those of other songs."""
    share, asked = song.shares()
    return share, asked * (SYNTHETIC_COUNTS if song.group == SYNTHETIC else 1.0)


def fit(groups: list[list[Song]]) -> list[tuple[Weights, Arrays]]:
    """Of each group of songs the weights, and their networks as they are shipped; on all cores."""
    lessons = {id(song): lesson(song) for songs in groups for song in songs}
    with ProcessPoolExecutor() as pool:
        nets = pool.map(packed, [[lessons[id(song)] for song in songs] for songs in groups])
        return [(Weights(*terms_alone(songs), unpacked(made)), made) for songs, made in zip(groups, nets, strict=True)]


def terms_alone(songs: list[Song]) -> tuple[float, dict[str, float]]:
    """What must be overcome, and what each term counts for, none of it negative: ridge logistic regression over all
    downbeats.
    """
    names = tuple(songs[0].terms)
    parts = [(np.stack([*song.terms.values()], axis=1), *counted(song)) for song in songs]
    terms = np.vstack([np.column_stack([part[0], -np.ones(len(part[0]))]) for part in parts])
    share, counts = (np.concatenate([part[i] for part in parts]) for i in (1, 2))

    free = terms.shape[1] - 1
    held = np.append(np.full(free, RIDGE), 0.0)
    *weights, bias = regressed(terms, share, counts, held, [*[(0.0, None)] * free, (None, None)])
    return round(bias, 2), {name: round(w, 2) for name, w in zip(names, weights, strict=True)}


def lesson(song: Song) -> Lesson:
    """What the networks learn from a song; of its first bar nothing is asked."""
    share, counts = (np.pad(values, (1, 0)) for values in counted(song))
    return Lesson(inputs_of(song.folded, curves_of(song.folded), song.bars, song.terms), share, counts)


def scored(songs: list[Song], played: list[list[float]]) -> str:
    """Recall, precision where there are climaxes, and what is played where there are none."""
    hit = wanted = right = arguable = total = without = false = 0
    for song, times in zip(songs, played, strict=True):
        near = [min((abs(t - mark) for mark in song.climaxes), default=np.inf) for t in times]
        other = [min((abs(t - mark) for mark in song.arguable), default=np.inf) for t in times]
        if not song.climaxes:
            without += 1
            false += sum(far > RIGHT_S for far in other)
            continue
        wanted += len(song.climaxes)
        hit += sum(any(abs(t - mark) <= HIT_S for t in times) for mark in song.climaxes)
        right += sum(distance <= RIGHT_S for distance in near)
        arguable += sum(a > RIGHT_S >= b for a, b in zip(near, other, strict=True))
        total += len(times)
    return (
        f"recall {hit / max(1, wanted):.2f} of {wanted}, precision {right / max(1, total):.2f} of {total} "
        f"({right / max(1, total - arguable):.2f} with arguable ones left out), "
        f"false where there is none {false / max(1, without):.2f} a song of {without}"
    )


def by_song(songs: list[Song], played: list[list[float]]) -> list[str]:
    """A line a song: the climaxes that nothing hits and the drops that are near none, arguable ones apart."""
    lines = []
    for song, times in zip(songs, played, strict=True):
        missed = [mark for mark in song.climaxes if all(abs(t - mark) > HIT_S for t in times)]
        far = [t for t in times if all(abs(t - mark) > RIGHT_S for mark in song.climaxes)]
        wrong = [t for t in far if all(abs(t - mark) > RIGHT_S for mark in song.arguable)]
        told = (("missed", missed), ("wrong", wrong), ("arguable", [t for t in far if t not in wrong]))
        fared = "; ".join(f"{what} {', '.join(f'{t:.1f}' for t in when)}" for what, when in told if when)
        lines.append(f"{song.package}/{song.name}, {len(song.climaxes)} climaxes: {fared or 'right'}")
    return lines


def folds(songs: list[Song]) -> list[int]:
    """A fold for each song: packages, the largest first, each into the fold that has fewest songs. The songs of a game
    are often by one hand, so weights that saw one of them would not be a stranger's.
    """
    sizes = Counter(song.package for song in songs)
    filled = [0] * FOLDS
    of: dict[str, int] = {}
    for package, size in sizes.most_common():
        of[package] = filled.index(min(filled))
        filled[of[package]] += size
    return [of[song.package] for song in songs]


def without_each_fold(songs: list[Song], synthetic: list[Song]) -> list[list[Song]]:
    """For each fold the songs of all others, and the synthetic ones."""
    of = folds(songs)
    return [[song for song, other in zip(songs, of, strict=True) if other != fold] + synthetic for fold in range(FOLDS)]


def score_group(music: Path, cache: Path | None, group: str) -> None:
    """Print how one group's songs fare by the weights that ship."""
    songs = songs_of(music, cache, group)
    played = [song.found() for song in songs]
    print("\n".join(by_song(songs, played)))
    print(f"played: {group}: {scored(songs, played)}")
    print(f"listed: {group}: {scored(songs, [song.found(listed=True) for song in songs])}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("music", type=Path)
    arguments.add_argument("--synth", type=Path, help="needed to fit")
    arguments.add_argument("--cache", type=Path)
    arguments.add_argument("--sealed", action="store_true", help="score the sealed songs too")
    arguments.add_argument("--group", choices=["fitted", "sealed"], help="only score these, by the weights that ship")
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    if asked.group:
        score_group(asked.music, asked.cache, asked.group)
        return
    if asked.synth is None:
        arguments.error("--synth is needed to fit")
    synthetic = list(synthetic_songs(asked.synth, asked.cache))
    fitted = songs_of(asked.music, asked.cache, "fitted")
    (weighed, arrays), *made = fit([fitted + synthetic, *without_each_fold(fitted, synthetic)])
    held = {"bias": weighed.bias, "terms": dict(weighed.terms)}
    print(json.dumps(held))
    strange = [made[fold][0] for fold in folds(fitted)]
    sealed = songs_of(asked.music, asked.cache, "sealed") if asked.sealed else []
    sets = [
        ("fitted, each by weights made without its package", fitted, strange),
        ("sealed", sealed, [weighed] * len(sealed)),
        ("synthetic, by weights made with them", synthetic, [weighed] * len(synthetic)),
    ]
    for kind, listed in (("played", False), ("listed", True)):
        for name, songs, by in sets:
            found = [song.found(one, listed=listed) for song, one in zip(songs, by, strict=True)]
            if found:
                print(f"{kind}: {name}: {scored(songs, found)}")
    if asked.write:
        WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
        np.savez_compressed(NETS, **arrays)  # type: ignore[arg-type] # numpy's stubs take the names for options


if __name__ == "__main__":
    main()
