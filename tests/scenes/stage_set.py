"""A small song to fight to: a kick on every beat, with a chart on all levels."""

import wave
from pathlib import Path

import numpy as np

from rhythm_fu.chart import (
    AudioRef,
    Chart,
    Drop,
    DropKind,
    Event,
    Generator,
    Kind,
    Level,
    LevelChart,
    Mark,
    MarkKind,
    Pulse,
    PulseKind,
    Reach,
    Side,
    SongInfo,
)  # fmt: skip
from rhythm_fu.chart.codec import dumps
from rhythm_fu.chart.difficulty import rate
from rhythm_fu.chart.edits import canonical, marks
from rhythm_fu.library import Song
from rhythm_fu.sound import decode
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime, Tick, beats, ms

BPM = 120
FIRST = SongTime(ms(250))
BEATS = 40
RATE = 48_000
TEMPO = TempoMap.constant(BPM, FIRST)


def at(beat: float) -> SongTime:
    return TEMPO.at(beats(beat))


def event(beat: float, kind: Kind = Kind.TAKEDOWN, side: Side | None = None, reach: Reach | None = None) -> Event:
    tick = Tick(beats(beat))
    return Event(tick, TEMPO.at(tick), kind, side, reach)


def strike(beat: float, side: Side = Side.LEFT, reach: Reach = Reach.NEAR) -> Event:
    return event(beat, Kind.TAKEDOWN, side, reach)


def held_drop(start: float, end: float) -> Event:
    tick, hold = Tick(beats(end)), Tick(beats(start))
    return Event(tick, TEMPO.at(tick), Kind.DROP, prop="chandelier", hold_from=hold, hold_at=TEMPO.at(hold), weight=150)


def a_level(level: Level) -> LevelChart:
    easy = [strike(n, Side.LEFT if n % 4 else Side.RIGHT) for n in range(4, 36, 2) if not 18 <= n < 26]
    normal = [strike(n, Side.RIGHT if n % 8 == 5 else Side.LEFT, Reach.FAR) for n in range(5, 16, 4)]
    normal += [event(13, Kind.SWEEP), held_drop(20, 24)]
    hard = [event(27, Kind.DOUBLE), event(29, Kind.REFLECT, Side.LEFT)]
    master = [event(31, Kind.SHIELD, Side.RIGHT, Reach.NEAR)]
    chosen = list(easy)
    for more, lowest in ((normal, Level.NORMAL), (hard, Level.HARD), (master, Level.MASTER)):
        if list(Level).index(level) >= list(Level).index(lowest):
            chosen += more
    ordered = canonical(chosen)
    return LevelChart(level, ordered, rate(ordered, SongTime(20_000_000)), marks(ordered))


def a_chart(audio: AudioRef | None = None) -> Chart:
    start, end = Tick(beats(16)), Tick(beats(24))
    audio = audio or AudioRef("beat.wav", "ab" * 32, RATE * 21, RATE, "test")
    pulses = tuple(Pulse(Tick(beats(n)), at(n), PulseKind.KICK, 90) for n in range(BEATS))
    return Chart(
        Generator("rhythm-fu", "test"),
        audio,
        SongInfo("Forty Beats", "The House Band", "CC0", "A minor"),
        TEMPO,
        tuple(a_level(level) for level in Level),
        (Drop(end, TEMPO.at(end), DropKind.DROP, 0.9),),
        (Mark(MarkKind.BUILD, start, TEMPO.at(start), end, TEMPO.at(end)),),
        pulses,
        (20, 30, 40, 50, 60, 80, 90, 80, 60, 40),
    )


def kick_track(length_s: float = 21.0) -> np.ndarray:
    frames = int(length_s * RATE)
    track = np.zeros(frames, np.float32)
    times = np.arange(int(0.2 * RATE)) / RATE
    kick = (np.sin(2 * np.pi * 60 * times) * np.exp(-times * 18) * 0.5).astype(np.float32)
    for beat in range(BEATS):
        here = round(at(beat) * RATE / 1_000_000)
        part = kick[: max(0, frames - here)]
        track[here : here + len(part)] += part
    return track


def a_song(folder: Path) -> Song:
    """Audio and chart on disk, as the library knows them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "beat.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.repeat((kick_track() * 32_767).astype(np.int16)[:, None], 2, axis=1).tobytes())
    audio = decode(path)
    chart = a_chart(AudioRef(path.name, audio.pcm_sha256, audio.frames, audio.rate, audio.decoder))
    (folder / "beat.rfu.json").write_text(dumps(chart), encoding="utf-8")
    return Song("beat", "Forty Beats", "The House Band", "CC0", path, folder / "beat.rfu.json", is_bundled=False)
