"""What is heard: count-ins, cues at their moments, mixes that never clip."""

from dataclasses import replace

import numpy as np
import pytest

from rhythm_fu.chart import Event, Kind, Reach, Side
from rhythm_fu.fight import Action, ActionKind
from rhythm_fu.game.audio.cues import Clip, Cue, CuePart, action_cues, cues_of
from rhythm_fu.game.audio.mix import limited, mixed
from rhythm_fu.game.audio.music import with_count_in
from rhythm_fu.game.audio.pcm import wav_bytes
from rhythm_fu.judge.model import Button, Grade, Judgement, Move
from rhythm_fu.library import FoleyMode
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime, Tick, beats, ms, seconds

RATE = 48_000
TEMPO = TempoMap.constant(120)
BEAT = Event(Tick(beats(4)), TEMPO.at(beats(4)), Kind.TAKEDOWN, Side.LEFT, Reach.NEAR)


def answered(error: int, move: Move = Move.STRIKE) -> Judgement:
    return Judgement(0, BEAT, Side.LEFT, SongTime(BEAT.at + error), error, Grade.GREAT, 0.8, move)


def parts(judgement: Judgement, mode: FoleyMode = FoleyMode.QUANTISED) -> dict[CuePart, int]:
    return {cue.part: cue.at for cue in cues_of(judgement, mode, TEMPO)}


def test_an_early_press_waits_for_its_beat_with_breath_from_the_press_on():
    lead, impact, _ = cues_of(answered(-ms(50)), FoleyMode.QUANTISED, TEMPO)
    assert (lead.part, lead.at, lead.since) == (CuePart.LEAD_IN, BEAT.at, BEAT.at - ms(50))
    assert impact.at == BEAT.at


@pytest.mark.parametrize(
    ("mode", "error", "heard"),
    [
        (FoleyMode.INSTANT, -50, -50), (FoleyMode.INSTANT, 50, 50),
        (FoleyMode.QUANTISED, -50, 0), (FoleyMode.QUANTISED, 50, 50), (FoleyMode.QUANTISED, 79, 79),
        (FoleyMode.QUANTISED, 80, 125), (FoleyMode.QUANTISED, 118, 125),
        (FoleyMode.SCHEDULED, -50, 0), (FoleyMode.SCHEDULED, 50, 50),
    ],
)  # fmt: skip
def test_each_mode_has_its_moment_for_an_impact(mode: FoleyMode, error: int, heard: int):
    """120 BPM: the sixteenth after the beat is 125 ms on, and a line more than 45 ms off is not waited for."""
    assert parts(answered(ms(error)), mode)[CuePart.IMPACT] == BEAT.at + ms(heard)


@pytest.mark.parametrize(("grade", "heard"), [(Grade.FLAWLESS, 0), (Grade.PERFECT, 0), (Grade.GREAT, 40)])
def test_scheduled_a_press_nearly_on_the_beat_is_heard_on_it(grade: Grade, heard: int):
    late = replace(answered(ms(40)), grade=grade)
    assert parts(late, FoleyMode.SCHEDULED)[CuePart.IMPACT] == BEAT.at + ms(heard)


def test_an_evasion_is_heard_when_it_is_made():
    assert parts(answered(-ms(50), Move.EVADE))[CuePart.IMPACT] == BEAT.at - ms(50)


@pytest.mark.parametrize(("before", "heard"), [(10, 0), (44, 0), (46, -46)])
def test_a_turn_just_before_its_half_beat_waits_for_it(before: int, heard: int):
    line = BEAT.at + ms(250)
    turn = Action(SongTime(line - ms(before)), Button.PIROUETTE, ActionKind.FLOURISH)
    assert [cue.at for cue in action_cues(turn, FoleyMode.QUANTISED, TEMPO)] == [line + ms(heard)]
    assert [cue.at for cue in action_cues(turn, FoleyMode.INSTANT, TEMPO)] == [turn.at]


def test_a_miss_is_silent_until_its_blow_lands():
    missed = Judgement(0, BEAT, Side.LEFT, SongTime(BEAT.at + ms(120)), None, Grade.MISS, 0.0)
    assert cues_of(missed, FoleyMode.INSTANT, TEMPO) == ()


def test_a_press_that_has_no_effect_makes_no_sound():
    assert action_cues(Action(SongTime(0), Button.PIROUETTE, ActionKind.IGNORED)) == ()


@pytest.mark.parametrize("loudest", [0.5, 1.0, 3.0])
def test_a_limited_mix_never_passes_its_ceiling_and_leaves_quiet_alone(loudest: float):
    noise = np.random.default_rng(3).uniform(-0.2, 0.2, (RATE, 2)).astype(np.float32)
    noise[20_000:20_400] *= loudest / 0.2
    out = limited(noise, 0.8)
    assert np.abs(out).max() <= 0.8 + 1e-6
    assert np.array_equal(out[:15_000], noise[:15_000])


@pytest.mark.parametrize("frames", [0, 1, 63, 64, 65])
def test_even_the_shortest_sound_can_be_limited(frames: int):
    assert limited(np.ones((frames, 2), np.float32)).shape == (frames, 2)


class OneSample:
    """A foley whose every sound is a single sample with two silent ones before it."""

    def tune(self, key: str) -> None: ...

    def clip(self, _: Cue) -> Clip | None:
        samples = np.zeros((3, 2), np.float32)
        samples[2] = 0.5
        return Clip(samples, 2)


@pytest.mark.parametrize("at", [0, 1_000, 333_333])
def test_a_mixed_blow_lies_on_its_exact_sample(at: int):
    cue = Cue(SongTime(at), CuePart.IMPACT, Move.STRIKE, Grade.GREAT)
    out = mixed(np.zeros((RATE, 2), np.float32), RATE, [cue], OneSample(), start=SongTime(0), end=SongTime(seconds(1)))
    assert int(np.abs(out[:, 0]).argmax()) == round(at * RATE / 1_000_000)


def test_a_blow_leaves_a_loud_song_untouched_rather_than_clip():
    song = np.full((RATE, 2), 0.83, np.float32)
    cue = Cue(SongTime(ms(500)), CuePart.IMPACT, Move.STRIKE, Grade.GREAT)
    out = mixed(song, RATE, [cue], OneSample(), start=SongTime(0), end=SongTime(seconds(1)))
    assert np.abs(out).max() < 0.86


def test_a_count_in_is_silence_with_ticks_and_then_the_song_from_its_sample_on():
    pcm = np.arange(RATE * 2, dtype=np.int16)[:, None].repeat(2, axis=1)
    out = with_count_in(pcm, RATE, seconds(1), silence=ms(500), ticks=(0, ms(250)))
    assert len(out) == RATE // 2 + RATE
    assert np.array_equal(out[RATE // 2 :], pcm[RATE:])
    assert np.abs(out[:400]).max() > 1_000
    assert np.abs(out[RATE // 4 : RATE // 4 + 400]).max() > 1_000
    assert np.abs(out[RATE // 4 - 400 : RATE // 4]).max() == 0


def test_an_empty_song_is_one_silent_frame_for_the_mixer():
    assert len(wav_bytes(np.zeros((0, 2), np.int16), RATE).getvalue()) > 44
