"""The instruments sound at the pitch that is written, start at once where they should, and end without a click."""

import numpy as np
import pytest

from tools.soundtrack.drums import Clap, Hat, Kick, Knock, Snare, Tom
from tools.soundtrack.kernels import SR, svf
from tools.soundtrack.keys import Bells, Harpsichord, Organ, Piano, Plucked
from tools.soundtrack.patch import Key, rng_for
from tools.soundtrack.synths import Fm, Ladder, Saws, Sub
from tools.soundtrack.theory import hertz
from tools.soundtrack.tone import adsr, constant, saturated
from tools.soundtrack.voices import Throat


def a_key(pitch=69.0, seconds=1.0, velocity=0.8):
    return Key(pitch, int(seconds * SR), velocity, None, 0.5, 0.5, 0.0)


def cents_off(sound: np.ndarray, hz: float) -> float:
    """How far the strongest peak near hz lies from it, by a parabola through a padded spectrum."""
    mono = sound if sound.ndim == 1 else sound.mean(axis=0)
    size = 2**19
    spectrum = np.abs(np.fft.rfft(mono[: SR // 2 + SR // 4] * np.hanning(len(mono[: SR // 2 + SR // 4])), size))
    low, high = (int(hz * f * size / SR) for f in (0.97, 1.03))
    at = low + int(np.argmax(spectrum[low:high]))
    return 1200.0 * float(np.log2(at * SR / size / hz))


TONAL = [
    Saws(voices=1),
    Sub(),
    Ladder(),
    Fm(),
    Piano(),
    Bells(),
    Harpsichord(),
    Plucked(),
    Throat(players=1, vibrato=0.0),
]


@pytest.mark.parametrize("patch", TONAL, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("pitch", [57.0, 69.0, 81.0])
def test_instruments_are_in_tune(patch, pitch):
    assert abs(cents_off(patch(a_key(pitch), rng_for(1, "tune")), hertz(pitch))) < 8.0


@pytest.mark.parametrize("patch", [Kick(), Snare(), Clap(), Hat(), Tom(), Knock()], ids=lambda p: type(p).__name__)
def test_drums_begin_on_their_first_milliseconds(patch):
    sound = np.abs(np.atleast_2d(patch(a_key(60.0), rng_for(1, "drum")))).max(axis=0)
    assert np.argmax(sound > 0.1 * sound.max()) < 0.002 * SR


@pytest.mark.parametrize("patch", [*TONAL, Organ(), Kick(), Snare(), Clap(), Hat()], ids=lambda p: type(p).__name__)
def test_sounds_begin_and_end_in_silence(patch):
    sound = np.atleast_2d(patch(a_key(seconds=0.3), rng_for(1, "edge")))
    assert np.isfinite(sound).all()
    assert np.abs(sound[:, 0]).max() < 0.02
    assert np.abs(sound[:, -1]).max() < 0.002


@pytest.mark.parametrize(("attack", "release"), [(0.0, 0.005), (0.005, 0.1), (0.5, 1.0)])
def test_an_envelope_has_no_step_that_clicks(attack, release):
    shape = adsr(4410, attack, 0.2, 0.6, release)
    assert np.abs(np.diff(shape)).max() < 0.08
    assert shape[0] == 0.0
    assert shape[-1] == 0.0


def test_a_filter_stays_finite_however_fast_it_moves():
    rng = rng_for(1, "sweep")
    x = rng.random(SR) - 0.5
    assert np.isfinite(svf(x, 20.0 + 19_000.0 * rng.random(SR), 8.0, 1.0, 0.0, 0.0)).all()


def test_saturation_bends_without_adding_a_step():
    quiet = 0.01 * np.sin(np.linspace(0, 50, 4000))
    np.testing.assert_allclose(saturated(quiet, 0.01)[1:], (quiet[1:] + quiet[:-1]) / 2, atol=1e-5)
    assert np.abs(saturated(constant(5.0, 100), 2.0)[1:]).max() <= 1.0 / np.tanh(2.0) + 1e-9
