"""Fit what the signs of a turn weigh (`turns.py`), on marked and synthetic songs, and tell how well sections come out.

usage: python -m tools.fit_turns MUSIC --synth DIR [--cache DIR] [--write]

MUSIC, DIR and the marks are those of tools/fit_drops.py; only its `fitted` songs are used. Both kinds of their marks
are places where a part of the song starts: about five a song are named, climaxes first, and few places where a song
falls back. Synthetic songs say all their sections. As the one source names many more bars than the other, each has
a bias of its own in the fit, and what ships is that of marked songs, less LENIENT.

Every score is by weights that were fitted without the song: marked songs in six folds of whole packages, synthetic ones
of the styles in HELD_OUT, which are never fitted. Beside it stands what the shipped weights make of the same songs, and
the mean difference with its standard error. `--write` replaces rhythm_fu/analysis/data/turns.json. What the fit gave is
not what ships: it found more section starts, but was wrong a little more often (docs/analysis.md).
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rhythm_fu.analysis.drop_cues import BarTable
from rhythm_fu.analysis.energy import bar_energy
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Floats, Grid
from rhythm_fu.analysis.phrases import bar_vectors, novelty, phrase_bars
from rhythm_fu.analysis.sections import form_of
from rhythm_fu.analysis.turns import Weights, signs_of, weights
from tools.fitting import HIT_S, folded_file, made_files, marked_downbeats, marked_files, regressed

WEIGHTS = Path("rhythm_fu/analysis/data/turns.json")
SAME_MARK_S = 1.0
ARGUABLE = 0.8
"""A place that is no climax to both is a turn to this share: of such places in 100 songs whose marks were also kept
person by person, two in three had been marked by both and the rest by one."""
SYNTHETIC = 0.2
"""What a bar of a synthetic song counts beside one of a marked song: its sections are plainer."""
FALLS_BACK = 0.3
"""What a bar of a marked song counts where the music falls back and nobody made a mark: hardly anybody did there."""
LENIENT = 0.4
"""So much lower than fitted the bias is: who marks five places a song leaves out some, and a turn that is missed costs
more than a section that is split. This, FALLS_BACK and SYNTHETIC were chosen with all scores below in view."""
RIDGE = 1.0
"""Against weights of signs in their spread over marked songs."""
FOLDS = 6
LEAST = {"fall": 1.0}
"""What a sign weighs at the least, by hand: where songs fall back marks tell too little."""
FREE = ("busier",)
"""Signs that may speak against a turn; all others only for one."""
HELD_OUT = (
    "uk_hardcore",
    "lofi",
    "bassline",
    "liquid",
    "nu_disco",
    "midtempo",
    "trance",
    "dubstep",
    "rock",
    "synthpop",
)
"""Styles the fit never sees: those the ear never saw, and one each of clubs, halved beats, bands and synthesisers."""


@dataclass(frozen=True, slots=True, eq=False)
class Song:
    """A song with its signs, shapes (bars,), and where parts of it start (seconds). `group` is a package or a style."""

    name: str
    group: str
    is_marked: bool
    grid: Grid
    folded: Folded
    energy: Floats
    change: Floats
    signs: dict[str, Floats]
    sure: tuple[float, ...]
    arguable: tuple[float, ...] = ()

    @property
    def table(self) -> Floats:
        """Signs of the bars but the first, shape (n, d)."""
        return np.stack(list(self.signs.values()), axis=1)[1:]

    def shares(self) -> tuple[Floats, Floats]:
        """How much each bar but the first is a turn, 0..1, and what it counts, shapes (n,)."""
        at = self.folded.bars.times_s[1 : len(self.folded.bars)]
        share = np.zeros(len(at))
        for marks, value in ((self.arguable, ARGUABLE), (self.sure, 1.0)):
            share[marked_downbeats(at, marks)] = value
        if not self.is_marked:
            return share, np.full(len(share), SYNTHETIC)
        return share, np.where((share == 0) & (self.signs["fall"][1:] > 0), FALLS_BACK, 1.0)

    def form(self, weighed: Weights) -> tuple[Floats, Floats]:
        """When sections and phrases start by these weights, in seconds, found as in any song."""
        turns, bars = weighed.sureness(self.signs), self.folded.bars
        sections, phrases, _ = form_of(self.folded, BarTable(self.energy, self.change, turns, phrase_bars(turns)))
        starts = self.grid.times_of(np.array([part.start for part in sections], dtype=np.float64))
        return starts, bars.times_s[list(phrases)]

    def scores(self, weighed: Weights) -> Floats:
        """Marks found, starts that are right, F of the two, marks at which a phrase starts; NaN without a mark."""
        starts, phrases = self.form(weighed)
        every = np.unique([*self.sure, *self.arguable])
        every = every[(every > starts[0] + SAME_MARK_S) & (every < self.folded.bars.times_s[-1] - SAME_MARK_S)]
        marks = every[np.diff(every, prepend=-np.inf) > SAME_MARK_S]
        if not len(marks):
            return np.full(4, np.nan)
        near = np.abs(starts[1:, None] - marks) <= HIT_S
        found = float(near.any(axis=0).mean())
        right = float(near.any(axis=1).mean()) if len(near) else 0.0
        both = 2 * found * right / (found + right) if found + right else 0.0
        return np.array([found, right, both, (np.abs(phrases[:, None] - marks) <= HIT_S).any(axis=0).mean()])


def heard(
    path: Path, group: str, cache: Path | None, *, is_marked: bool, sure: list[float], arguable: list[float]
) -> Song | None:
    """A song with its signs; None where no beat is found."""
    found = folded_file(path, cache)
    if found is None:
        return None
    features, grid, folded = found
    vectors = bar_vectors(folded, features)
    energy, change = bar_energy(folded), novelty(vectors)
    signs = signs_of(folded, vectors, energy, change)
    return Song(path.stem, group, is_marked, grid, folded, energy, change, signs, tuple(sure), tuple(arguable))


def marked_songs(music: Path, cache: Path | None) -> Iterator[Song]:
    for one in marked_files(music, "fitted"):
        kept = cache / one.package if cache else None
        if song := heard(one.path, one.package, kept, is_marked=True, sure=one.climaxes, arguable=one.arguable):
            yield song


def synthetic_songs(folder: Path, cache: Path | None) -> Iterator[Song]:
    for path, truth in made_files(folder):
        starts = [start for start, _ in truth["sections"][1:]]
        if song := heard(path, truth["style"], cache, is_marked=False, sure=starts, arguable=[]):
            yield song


def fit(songs: list[Song]) -> Weights:
    """Ridge logistic regression over all bars but the first of each song."""
    names = tuple(songs[0].signs)
    table = np.vstack([song.table for song in songs])
    share, counts = (np.concatenate(parts) for parts in zip(*(song.shares() for song in songs), strict=True))
    is_marked = np.concatenate([np.full(len(song.table), song.is_marked) for song in songs])
    spread = table[is_marked].std(axis=0)
    columns = np.column_stack([table / spread, -is_marked.astype(float), -(~is_marked).astype(float)])
    held = np.append(np.full(len(names), RIDGE), (0.0, 0.0))

    least = [None if n in FREE else LEAST.get(n, 0.0) * s for n, s in zip(names, spread, strict=True)]
    bounds = [(value, None) for value in (*least, None, None)]
    *fitted, bias, _ = regressed(columns, share, counts, held, bounds)
    return Weights(
        round(bias - LENIENT, 2),
        {n: round(float(w / s), 3) for n, w, s in zip(names, fitted, spread, strict=True)},
    )


def cross_fitted(marked: list[Song], synthetic: list[Song]) -> Iterator[tuple[Song, Weights]]:
    """Marked songs with weights that were fitted without the package they come from."""
    packages = sorted({song.group for song in marked})
    for part in range(FOLDS):
        left_out = packages[part::FOLDS]
        weighed = fit([song for song in marked if song.group not in left_out] + synthetic)
        yield from ((song, weighed) for song in marked if song.group in left_out)


def compared(pairs: list[tuple[Song, Weights]]) -> str:
    """How the weights that stand with each song do, and the shipped ones on the same songs."""
    ours = np.array([song.scores(weighed) for song, weighed in pairs])
    shipped = np.array([song.scores(weights()) for song, _ in pairs])
    known = ~np.isnan(ours[:, 0])
    gain = (ours - shipped)[known]
    error = gain.std(axis=0) / np.sqrt(len(gain))
    names = ("found", "right", "F", "phrases")
    said = zip(names, ours[known].mean(0), shipped[known].mean(0), gain.mean(axis=0), error, strict=True)
    lines = [f"  {name:8} {new:.3f}, shipped {old:.3f}, {by:+.3f} +-{err:.3f}" for name, new, old, by, err in said]
    return "\n".join([f"{len(gain)} songs", *lines])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("music", type=Path)
    arguments.add_argument("--synth", type=Path, required=True)
    arguments.add_argument("--cache", type=Path)
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    marked = list(marked_songs(asked.music, asked.cache))
    synthetic = list(synthetic_songs(asked.synth, asked.cache))
    fitted = [song for song in synthetic if song.group not in HELD_OUT]
    weighed = fit(marked + fitted)
    held = {"bias": weighed.bias, "signs": dict(weighed.signs)}
    print(json.dumps(held))
    print("marked, by weights fitted without their package:", compared(list(cross_fitted(marked, fitted))))
    held_out = [(song, weighed) for song in synthetic if song.group in HELD_OUT]
    print("synthetic, styles never fitted:", compared(held_out))
    if asked.write:
        WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
