"""The tracks as they were rendered: loud as promised, their kicks on their beats; and rendering repeats itself."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from scipy import signal

from tools.soundtrack.kernels import SR
from tools.soundtrack.mastering import integrated, limited, true_peak_db
from tools.soundtrack.render import decoded, excerpt, write_ogg
from tools.soundtrack.songs.catalogue import SONGS

TRACKS = Path(__file__).parents[2] / "tracks"
songs = pytest.mark.parametrize("slug", SONGS)


@pytest.mark.slow
@songs
def test_a_track_is_as_loud_as_promised_and_never_peaks_above_minus_one(slug):
    x = decoded(TRACKS / slug / f"{slug}.ogg")
    assert integrated(x) == pytest.approx(-14.0, abs=0.5)
    assert true_peak_db(x) <= -1.0
    assert np.abs(x.mean(axis=1)).max() < 1e-3
    assert 120.0 <= x.shape[1] / SR <= 210.0


@songs
def test_attacks_in_the_first_drop_lie_on_the_true_beats(slug):
    data = json.loads((TRACKS / slug / "truth.json").read_text(encoding="utf-8"))
    drop = next(s for s in data["sections"] if s["kind"] == "drop")
    first = int((drop["start"] - 0.1) * SR)
    x, _ = sf.read(TRACKS / slug / f"{slug}.ogg", start=first, stop=int((drop["end"] + 0.1) * SR))
    band = signal.sosfilt(signal.butter(2, (1500, 9000), "band", fs=SR, output="sos"), x.mean(axis=1))
    level = signal.sosfiltfilt(signal.butter(1, 400, fs=SR, output="sos"), band**2)
    rise = np.diff(0.5 * np.log(np.maximum(level, 0.0) + 1e-6))
    reach = int(0.03 * SR)
    late = []
    for beat in data["beats"]:
        if drop["start"] <= beat < drop["end"] - 0.01:
            at = int(beat * SR) - first
            late.append((np.argmax(rise[at - reach : at + reach]) - reach) / SR)
    on_the_beat = np.abs(late) < 0.004
    assert on_the_beat.mean() >= 0.5
    assert abs(np.median(np.array(late)[on_the_beat])) < 0.001


@pytest.mark.parametrize("slug", ["black-feather", "thirty-two"])
def test_the_same_seed_gives_the_same_samples_and_another_does_not(slug):
    song = SONGS[slug]
    bar = int(song.form["drop 1"].start // song.form.beats_per_bar)
    once, again = excerpt(song, bar, 1), excerpt(song, bar, 1)
    other = excerpt(replace(song, seed=song.seed + 1), bar, 1)
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


def test_the_limiter_holds_true_peaks():
    t = np.arange(2 * SR) / SR
    hot = np.stack([3.0 * np.sin(2 * np.pi * f * t) for f in (997.0, 7919.0)])
    assert true_peak_db(limited(hot, -3.0)) <= -2.9


def test_an_ogg_starts_with_its_first_sample_and_keeps_its_length(tmp_path):
    x = np.zeros((2, 11 * SR))
    x[:, 12_345:12_400] = 0.5
    write_ogg(tmp_path / "click.ogg", x)
    back = decoded(tmp_path / "click.ogg")
    assert back.shape == x.shape
    assert abs(int(np.argmax(np.abs(back[0]) > 0.25)) - 12_345) <= 4
