"""Foley: on the event, in key, and never above the ceiling."""

import itertools

import numpy as np
import pytest

from rhythm_fu.chart import Side
from rhythm_fu.fight.view import ActionKind
from rhythm_fu.game.audio.cues import Cue, CuePart
from rhythm_fu.game.audio.foley import BankFoley, families_of
from rhythm_fu.game.audio.foley_bank import FoleyBank, semitones_into
from rhythm_fu.game.audio.headroom import Headroom, level_blocks
from rhythm_fu.game.audio.output import RATE
from rhythm_fu.judge.model import Grade, Move
from rhythm_fu.units import SongTime

HERE = SongTime(0)


@pytest.fixture(scope="module")
def bank() -> FoleyBank:
    return FoleyBank.load()


def impact(move: Move, grade: Grade = Grade.PERFECT, side: Side | None = None) -> Cue:
    return Cue(HERE, CuePart.IMPACT, move, grade, side)


def test_there_are_forty_sounds_in_ten_families(bank: FoleyBank):
    assert len(bank.sounds) >= 40
    named = {"thud", "crack", "ricochet", "glass", "plate", "cloth", "breath", "floor", "metal", "crowd"}
    assert set(bank.families) >= named


def test_every_impact_starts_within_a_millisecond_of_its_instant(bank: FoleyBank):
    for family in ("thud", "crack", "ricochet", "glass", "plate", "boom", "floor", "metal"):
        for name in bank.families[family]:
            sound = bank.sounds[name]
            onset = int(np.argmax(np.abs(sound.samples) > 0.2 * sound.peak))
            assert sound.instant == 0
            assert onset < RATE // 1000, name


def test_lead_ins_end_on_their_instant(bank: FoleyBank):
    for family in ("cloth", "breath"):
        assert all(bank.sounds[n].instant == len(bank.sounds[n].samples) for n in bank.families[family])


def test_every_blow_has_its_impact_and_every_heard_action_its_sound(bank: FoleyBank):
    foley = BankFoley(bank)
    assert all(foley.clip(impact(move)) for move in Move)
    heard = set(ActionKind) - {ActionKind.IGNORED}
    assert all(foley.clip(Cue(HERE, CuePart.LEAD_IN, Move.NONE, Grade.OK, action=kind)) for kind in heard)


def test_a_pane_takes_the_bullet_and_breaks():
    assert families_of(impact(Move.RICOCHET)) == ("ricochet", "glass")


def test_a_better_answer_is_louder(bank: FoleyBank):
    grades = (Grade.OK, Grade.GREAT, Grade.PERFECT, Grade.FLAWLESS)
    clips = [BankFoley(bank).clip(impact(Move.SHOT, grade)) for grade in grades]
    peaks = [float(np.abs(clip.samples).max()) for clip in clips if clip]
    assert peaks == sorted(set(peaks))


def test_the_side_is_heard(bank: FoleyBank):
    clip = BankFoley(bank).clip(impact(Move.STRIKE, side=Side.LEFT))
    assert clip
    left, right = np.abs(clip.samples).max(axis=0)
    assert left > 1.2 * right > 0


@pytest.mark.parametrize(
    ("key", "semitones"),
    [("A minor", 0), ("C major", -2), ("", 0), ("E minor", 2)],  # of E minor, the fifth, B, is nearer to A than E is
)
def test_tonal_sounds_move_to_the_tonic_or_the_fifth(key: str, semitones: float):
    assert semitones_into(key, 440) == pytest.approx(semitones, abs=1e-9)


def test_a_tuned_bank_rings_on_the_key(bank: FoleyBank):
    sound = bank.tuned("F# minor").sounds["metal-1"]
    spectrum = np.abs(np.fft.rfft(sound.samples, 1 << 17))
    loudest_hz = np.argmax(spectrum) * RATE / (1 << 17)
    assert abs(semitones_into("F# minor", float(loudest_hz))) < 0.2


def test_successive_blows_never_repeat_a_sound(bank: FoleyBank):
    names = [bank.pick("thud", number).name for number in range(12)]
    assert all(a != b for a, b in itertools.pairwise(names))


def test_a_loud_song_and_many_blows_stay_below_the_ceiling(bank: FoleyBank):
    rng = np.random.default_rng(1)
    mix = rng.uniform(-0.62, 0.62, (RATE * 4, 2)).astype(np.float32)
    room = Headroom(level_blocks(mix))
    for number in range(120):
        samples = bank.pick(("thud", "boom", "glass")[number % 3], number).samples
        start = number * RATE // 40
        gain = room.grant(start, samples, 0.6)
        part = samples[: len(mix) - start]
        mix[start : start + len(part)] += gain * part[:, None]
    assert np.abs(mix).max() <= 0.84 + 1e-5


def test_headroom_gives_all_that_is_asked_in_silence(bank: FoleyBank):
    room = Headroom(level_blocks(np.zeros((RATE, 2), dtype=np.float32)))
    assert room.grant(100, bank.sounds["thud-1"].samples, 0.5) == 0.5
