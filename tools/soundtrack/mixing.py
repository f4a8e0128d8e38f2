"""The desk: strips with faders in loudness, three sends, three buses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from tools.soundtrack import tone
from tools.soundtrack.effects import Drive, Effect, Squash, Stage, echoed, pump, reverberated, space
from tools.soundtrack.form import Song
from tools.soundtrack.kernels import SR, Stereo
from tools.soundtrack.notation import Line, Note
from tools.soundtrack.patch import Patch, play, rng_for

NO_SENDS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Strip:
    """One channel. `level` is how loud it is where it is loudest: the 95th percentile of its K-weighted 100 ms blocks,
    in dB; so a fader says what is heard, whatever the patch's own gain.

    `bus` is drums, bass or music. `sends` to hall, room and echo are linear. `duck` 0..1 is how far kicks push it down.
    `eq` holds (Hz, dB, q). `tonal` parts take part in the harmony check.
    """

    name: str
    patch: Patch
    line: Line
    level: float
    bus: str = "music"
    pan: float = 0.0
    low_cut: float = 0.0
    high_cut: float = 0.0
    eq: tuple[tuple[float, float, float], ...] = ()
    inserts: tuple[Effect, ...] = ()
    sends: Mapping[str, float] = field(default_factory=lambda: NO_SENDS)
    duck: float = 0.0
    is_kick: bool = False
    is_tonal: bool = True


def k_weighted(x: Stereo) -> Stereo:
    """BS.1770's head and rumble filters, as two shelving steps good to a tenth of a dB here."""
    return tone.shelf(tone.highpass(x, 38.0), 1680.0, 4.0, is_high=True)


def block_powers(x: Stereo) -> np.ndarray:
    """K-weighted mean power of each 100 ms, both sides together."""
    size = SR // 10
    blocks = k_weighted(x)[:, : x.shape[1] // size * size].reshape(2, -1, size)
    return np.asarray((blocks**2).mean(axis=2).sum(axis=0))


def loudness_where_loud(powers: np.ndarray) -> float:
    """The 95th percentile of block powers among blocks that sound at all, in dB; -120 for silence."""
    heard = powers[powers > powers.max(initial=0.0) * 1e-3]
    return float(10 * np.log10(np.percentile(heard, 95))) if heard.size and powers.max() > 1e-12 else -120.0


@dataclass(frozen=True, slots=True)
class Island:
    """Notes that follow each other closely, and the `n` samples from `start` on that hear them and a tail."""

    start: int
    n: int
    line: Line


TAIL_S = 5.0


def islands(line: Line, stage: Stage) -> list[Island]:
    """A line parted wherever it is silent for longer than a tail, so that silence costs nothing."""
    ordered = sorted(line, key=lambda note: note.beat)
    found: list[Island] = []
    notes: list[Note] = []
    begin, end = 0, 0
    for note in ordered:
        at = max(0, int(stage.clock.samples(note.beat)))
        over = int(stage.clock.samples(note.beat + note.length)) + int(TAIL_S * SR)
        if notes and at > end:
            found.append(Island(begin, min(end, stage.n) - begin, tuple(notes)))
            notes = []
        if not notes:
            begin, end = at, over
        notes.append(note)
        end = max(end, over)
    if notes and begin < stage.n:
        found.append(Island(begin, min(end, stage.n) - begin, tuple(notes)))
    return found


def sounded(strip: Strip, song: Song, stage: Stage) -> list[tuple[int, Stereo]]:
    """A strip after its patch, equaliser, inserts and fader: its islands, each with its first sample."""
    rng = rng_for(song.seed, strip.name)
    found = []
    for island in islands(strip.line, stage):
        own = Stage(stage.clock.shifted(island.start / SR), island.n, rng, stage.kicks)
        x = play(strip.patch, island.line, own.clock, own.n, rng)
        if strip.low_cut:
            x = tone.highpass(x, strip.low_cut)
        if strip.high_cut:
            x = tone.lowpass(x, strip.high_cut)
        for hz, gain, q in strip.eq:
            x = tone.bell(x, hz, gain, q)
        for effect in strip.inserts:
            x = effect(x, own)
        found.append((island.start, x))
    if not found:
        return found
    loud = loudness_where_loud(np.concatenate([block_powers(x) for _, x in found]))
    factor = 10 ** ((strip.level - loud) / 20) if loud > -110.0 else 0.0
    angle = (strip.pan + 1.0) * np.pi / 4.0
    place = np.array([[np.cos(angle)], [np.sin(angle)]]) * (np.sqrt(2.0) * factor)
    return [(start, x * place) for start, x in found]


def mono_below(x: Stereo, hz: float) -> Stereo:
    """The sides' bass taken out, so that a club's single subwoofer loses nothing."""
    middle, side = 0.5 * (x[0] + x[1]), tone.highpass(0.5 * (x[0] - x[1]), hz, 2)
    return np.stack((middle + side, middle - side))


def mixed(song: Song, strips: Sequence[Strip], stage: Stage) -> Stereo:
    """The whole mix before mastering."""
    buses = {name: np.zeros((2, stage.n)) for name in ("drums", "bass", "music")}
    sends = {name: np.zeros((2, stage.n)) for name in ("hall", "room", "echo")}
    breath = pump(stage)
    for strip in strips:
        for start, dry in sounded(strip, song, stage):
            end = start + dry.shape[1]
            x = dry * (1.0 - strip.duck * (1.0 - breath[start:end])) if strip.duck else dry
            buses[strip.bus][:, start:end] += x
            for name, amount in strip.sends.items():
                sends[name][:, start:end] += x * amount
    rng = rng_for(song.seed, "spaces")
    hall = space(rng, song.hall_s, 0.028, 0.4, 1.6)
    room = space(rng, song.room_s, 0.006, 0.6, 0.5)
    gap = round(60.0 / song.clock.bpm * song.echo_beats * SR)
    echo = echoed(sends["echo"], gap)
    wet = reverberated(sends["hall"] + 0.25 * echo, hall) + reverberated(sends["room"], room) + echo
    wet = tone.highpass(wet, 170.0) * (1.0 - 0.35 * (1.0 - breath))
    drums = Squash(-16.0, 2.5, 0.018, 0.11, make_up=1.0, mix=0.6)(buses["drums"], stage)
    drums = Drive(1.4, 0.5)(drums, stage)
    bass = mono_below(Squash(-18.0, 2.0, 0.012, 0.1, make_up=0.5)(buses["bass"], stage), 130.0)
    music = mono_below(buses["music"], 140.0)
    whole = (drums + bass + music + wet) * 10 ** (song.fader.over(stage.clock, stage.n) / 20)
    return mono_below(whole, 90.0)
