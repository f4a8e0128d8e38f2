"""Strips of successive frames: `python -m tools.make_gallery [ARENA ...]` fills docs/images/gallery/.

For each arena two strips of twelve frames from a varied bot's fight on Hard, on the song that belongs there: one around
its first drop, one around a pirouette that chains into a headshot.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from rhythm_fu.chart.model import Kind, Level
from rhythm_fu.fight import Fight
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.game.demo import run_demo
from rhythm_fu.judge import Judgement, Move
from rhythm_fu.library import Song, find_song, load_chart
from rhythm_fu.units import in_seconds

ROOT = Path(__file__).parents[1]
SONGS = {
    "conservatory": "first-position", "initiation": "candle-and-heel", "nightclub": "black-feather",
    "banquet": "the-last-course", "mirrors": "twelve-at-the-mirror", "opera": "red-curtain",
}  # fmt: skip
LEVEL = Level.HARD
FPS, FRAMES, EVERY, COLUMNS, WIDTH = 60, 12, 4, 4, 400
SPREAD_MS = 9.0


def judgements(song: Song) -> Iterator[Judgement]:
    """A varied bot's judgements of a song, without error: the moves are those of the film."""
    chart = load_chart(song.chart)
    fight = Fight(chart, LEVEL)
    for press in bot_presses(chart, LEVEL, style=BotStyle.VARIED):
        yield from (one for one in fight.press(press) if isinstance(one, Judgement))


def moments(song: Song) -> dict[str, float]:
    """When to look, in seconds: the first drop, and the first headshot after it."""
    found = list(judgements(song))
    drop = next(one for one in found if one.event.kind is Kind.DROP)
    shot = next(one for one in found if one.move is Move.HEADSHOT and one.event.at > drop.event.at)
    return {"drop": in_seconds(drop.event.at), "headshot": in_seconds(shot.event.at)}


def strip(song: Song, arena: str, at: float, out: Path) -> None:
    """Twelve frames, a fifteenth of a second apart, the seventh on the event."""
    with tempfile.TemporaryDirectory() as folder:
        span = (at - 6 * EVERY / FPS, at + 6.5 * EVERY / FPS)
        run_demo(song, LEVEL, frames=Path(folder), spread_ms=SPREAD_MS, seed=3, arena=arena, seconds=span,
                 every=EVERY, style=BotStyle.VARIED)  # fmt: skip
        pictures = [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.png"))[:FRAMES]]
        height = WIDTH * 9 // 16
        sheet = Image.new("RGB", (WIDTH * COLUMNS, height * -(-FRAMES // COLUMNS)))
        for place, picture in enumerate(pictures):
            row, column = divmod(place, COLUMNS)
            sheet.paste(picture.resize((WIDTH, height), Image.Resampling.LANCZOS), (column * WIDTH, row * height))
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(out, optimize=True)


def main() -> None:
    """Both strips of each arena named, or of all."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("arenas", nargs="*", metavar="ARENA")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "gallery")
    args = parser.parse_args()
    for arena in args.arenas or SONGS:
        song = find_song(SONGS[arena])
        for name, at in moments(song).items():
            strip(song, arena, at, args.out / f"{arena}-{name}.png")


if __name__ == "__main__":
    main()
