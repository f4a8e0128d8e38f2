"""How loud song and blows get together, as they are heard live: `python -m tools.measure_peak`.

A bot fights whole songs through the game's own path from judgement to mixer (`BlowSounds`, `FoleyPlayer`, headroom,
16-bit samples, volumes in steps of 1/128); only SDL's sum is done here, to the sample. Given are the sample peak, the
true peak (4 times oversampled), what was heard of the blows, and by how much the song lies below its own level while
they sound, measured by taking the blows away from the mix again.
"""

import argparse
import os
import random
from dataclasses import dataclass

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import numpy as np
import soxr
from numpy.typing import NDArray

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.fight import Fight, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.game.audio.blows import BlowSounds
from rhythm_fu.game.audio.foley import BankFoley
from rhythm_fu.game.audio.foley_player import FoleyPlayer
from rhythm_fu.game.audio.headroom import SONG_LEVEL
from rhythm_fu.game.audio.output import BUFFER, RATE
from rhythm_fu.game.audio.pcm import to_pcm
from rhythm_fu.game.backstage import samples_of
from rhythm_fu.game.scenes.staging import windows_of
from rhythm_fu.library import FoleyMode, load_chart, songs
from rhythm_fu.units import MICROS, SongTime, ms, seconds

LATENCY = ms(25)
"""From mixing to the player's ear: presses come so much after what they answer was mixed."""
STEP = 2_000
"""Microseconds between two looks, as the loop has them while it draws."""


@dataclass(eq=False)
class Placed:
    """A sound in the mix and, if it was taken back, since when."""

    start: int
    pcm: NDArray[np.int16]
    level: float
    mixer: "Mixer"
    end: int | None = None

    def lift(self) -> None:
        """Silent from the next edge on."""
        self.end = self.end if self.end is not None else self.mixer.edge


class Mixer:
    """Takes sounds as SDL does, on the edges of its buffers."""

    rate = RATE
    buffer = BUFFER

    def __init__(self) -> None:
        self.edge = 0
        self.placed: list[Placed] = []

    def sound(self, pcm: NDArray[np.int16], level: float, pad: int) -> Placed:
        """From the next edge on."""
        self.placed.append(Placed(self.edge + pad, pcm, level, self))
        return self.placed[-1]

    def blows(self, length: int) -> NDArray[np.float32]:
        """All that was placed, shape (length, 2)."""
        out = np.zeros((length, 2), np.float32)
        for one in self.placed:
            until = len(one.pcm) if one.end is None else max(0, one.end - one.start)
            part = one.pcm[:until][: max(0, length - one.start)]
            out[one.start : one.start + len(part)] += part * np.float32(int(one.level * 128) / 128 / 32_768)
        return out


def fought(
    chart: Chart, level: Level, song: NDArray[np.float32], mode: FoleyMode, volumes: tuple[float, float]
) -> Mixer:
    """The blows of a whole fight by a bot with a spread of 25 ms that leaves out one target in thirty."""
    dice, setup = random.Random(5), Setup(no_fail=True)
    mixer = Mixer()
    player = FoleyPlayer(BankFoley(), None, volumes[1], voices=mixer)
    player.foley.tune(chart.song.key)
    player.play_beside(song, SONG_LEVEL * volumes[0])
    fight = Fight(chart, level, setup)
    sounds = BlowSounds(player, mode, chart.tempo, windows_of(chart, level, setup).perfect)
    presses = list(
        bot_presses(
            chart, level, setup, errors=lambda: round(dice.gauss(0, ms(25))), skips=lambda: dice.random() < 1 / 30,
            style=BotStyle.VARIED,
        )
    )[::-1]  # fmt: skip
    begin = SongTime(-seconds(1))
    player.start_at(begin)
    for handed in range(0, len(song) * MICROS // RATE + MICROS, STEP):
        heard = SongTime(begin + handed - LATENCY)
        mixer.edge = int(handed * RATE / MICROS // BUFFER) * BUFFER
        while presses and presses[-1].at <= heard:
            sounds.hear(fight.press(presses.pop()))
        sounds.hear(fight.advance(heard))
        if handed % 16_000 == 0:
            sounds.look_at(fight.view(heard), heard)
        player.attend(handed)
    return mixer


def true_peak(mix: NDArray[np.float32]) -> float:
    """The highest of the mix four times oversampled, 1 = full scale."""
    return max(float(np.abs(soxr.resample(block, 1, 4)).max()) for block in np.array_split(mix, 8))


def db(value: float) -> float:
    return 20 * np.log10(max(value, 1e-9))


def measured(song: NDArray[np.float32], mixer: Mixer, music: float) -> dict[str, float]:
    """What one fight came to, in dBFS or dB."""
    lead = RATE
    own = np.concatenate((np.zeros((lead, 2), np.float32), to_pcm(song) / np.float32(32_768)))
    own = own * np.float32(int(SONG_LEVEL * music * 128) / 128)
    blows = mixer.blows(len(own))
    mix = np.clip(own + blows, -1, 32_767 / 32_768)
    song_left, loud = mix - blows, np.abs(own) > 0.05
    return {
        "song": db(float(np.abs(own).max())), "blows": db(float(np.abs(blows).max())),
        "peak": db(float(np.abs(mix).max())), "true peak": db(true_peak(mix)),
        "ducked": -db(float((np.abs(song_left[loud]) / np.abs(own[loud])).min())), "sounds": len(mixer.placed),
    }  # fmt: skip


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--songs", nargs="*", help="by slug; the busiest if not given, `all` for all")
    ask.add_argument("--level", type=Level, default=Level.MASTER)
    ask.add_argument("--full", action="store_true", help="both volumes at 100 instead of 80")
    chosen = ask.parse_args()
    shelf = {song.slug: song for song in songs() if song.is_bundled}
    charts = {slug: load_chart(song.chart) for slug, song in shelf.items()}

    def density(slug: str) -> float:
        found = charts[slug].level(chosen.level)
        return len(found.events) / charts[slug].audio.length if found else 0.0

    names = chosen.songs or [max(charts, key=density)]
    volumes = (1.0, 1.0) if chosen.full else (0.8, 0.8)
    print(f"{'song':22}{'mode':11}{'sounds':>7}{'song':>8}{'blows':>8}{'peak':>8}{'true peak':>11}{'ducked by':>11}")
    for name in charts if names == ["all"] else names:
        song = samples_of(shelf[name])
        for mode in FoleyMode:
            found = measured(song, fought(charts[name], chosen.level, song, mode, volumes), volumes[0])
            print(
                f"{name:22}{mode.value:11}{found['sounds']:7}{found['song']:8.2f}{found['blows']:8.2f}"
                f"{found['peak']:8.2f}{found['true peak']:11.2f}{found['ducked']:11.2f}", flush=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
