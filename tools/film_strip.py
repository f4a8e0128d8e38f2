"""A contact sheet of successive frames of a bot's fight: `python -m tools.film_strip SONG --at 32.5 --frames 10`."""

import argparse
import tempfile
from pathlib import Path

import pygame

from rhythm_fu.chart.model import Level
from rhythm_fu.game.demo import run_demo
from rhythm_fu.library import find_song

FPS = 60


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("song")
    ask.add_argument("--level", default="normal", choices=[level.value for level in Level])
    ask.add_argument("--at", type=float, required=True, help="seconds of the song in the middle of the strip")
    ask.add_argument("--frames", type=int, default=12)
    ask.add_argument("--every", type=int, default=1, help="keep each n-th frame")
    ask.add_argument("--columns", type=int, default=4)
    ask.add_argument("--width", type=int, default=640, help="pixels of one frame")
    ask.add_argument("--spread", type=float, default=12.0, help="the bot's standard deviation in ms")
    ask.add_argument("--arena")
    ask.add_argument("--out", type=Path, default=Path("out/strip.png"))
    chosen = ask.parse_args()
    half = chosen.frames * chosen.every / FPS / 2
    with tempfile.TemporaryDirectory() as folder:
        run_demo(
            find_song(chosen.song), Level(chosen.level), frames=Path(folder), spread_ms=chosen.spread,
            arena=chosen.arena, seconds=(max(0.0, chosen.at - half), chosen.at + half), every=chosen.every,
        )  # fmt: skip
        pictures = [pygame.image.load(path) for path in sorted(Path(folder).glob("*.png"))[: chosen.frames]]
    size = (chosen.width, chosen.width * 9 // 16)
    rows = -(-len(pictures) // chosen.columns)
    sheet = pygame.Surface((size[0] * chosen.columns, size[1] * rows))
    for place, picture in enumerate(pictures):
        row, column = divmod(place, chosen.columns)
        sheet.blit(pygame.transform.smoothscale(picture, size), (column * size[0], row * size[1]))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(sheet, chosen.out)


if __name__ == "__main__":
    main()
