"""The one door for audio: every format gives the samples that were put in, at sample 0."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from rhythm_fu.sound import Samples, decode, decode_blocks, pcm_sha256, probe, resample, to_pcm16
from tests.unit.sounds import RATE, by_av, clicks, mp3, wav, with_a_late_page, without_tag_frame, write


def lag(heard: Samples, meant: Samples, most: int = 3_000) -> int:
    """Samples by which `heard` is late, by the peak of their correlation."""
    size = 1 << 18
    spectrum = np.fft.rfft(heard[:, 0], size) * np.conj(np.fft.rfft(meant[:, 0], size))
    found = np.fft.irfft(spectrum)
    return int(max(range(-most, most), key=lambda shift: found[shift]))


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
def test_a_wav_comes_back_as_it_was(tmp_path: Path, subtype: str):
    audio = decode(wav(tmp_path / "a.wav", subtype=subtype))
    assert (audio.rate, audio.channels, audio.frames) == (RATE, 2, 6 * RATE)
    assert np.abs(audio.samples - clicks()).max() < (0.02 if subtype == "PCM_U8" else 1e-4)


@pytest.mark.parametrize(("container", "subtype"), [("FLAC", "PCM_24"), ("AIFF", "PCM_16"), ("OGG", "VORBIS")])
def test_other_formats_start_at_sample_0(tmp_path: Path, container: str, subtype: str):
    meant = clicks()
    audio = decode(write(tmp_path / "a", meant, RATE, format=container, subtype=subtype))
    assert audio.decoder.startswith("libsndfile 1.")
    assert audio.frames == len(meant)
    assert lag(audio.samples, meant) == 0


def test_an_opus_longer_than_two_minutes_is_read_to_the_last_sample(tmp_path: Path):
    meant = np.tile(clicks(rate=48_000, channels=1), (22, 1))[:-77]
    path = by_av(tmp_path / "long.ogg", "libopus", meant, rate=48_000)
    path.write_bytes(with_a_late_page(path.read_bytes(), 7, 488))
    told = probe(path)
    assert told.frames is not None
    with decode_blocks(path) as song:
        blocks = list(song)
    heard = np.concatenate(blocks)
    assert heard.shape == (told.frames, 1)
    assert len(heard) == len(meant)
    assert [lag(heard[at : at + 240_000], meant[at : at + 240_000]) for at in (0, len(meant) - 240_000)] == [0, 0]


def test_opus_by_another_encoder_starts_at_sample_0_and_keeps_its_length(tmp_path: Path):
    meant = clicks(rate=48_000)[:-77]
    path = write(tmp_path / "a", meant, 48_000, format="OGG", subtype="OPUS")
    audio = decode(path)
    assert probe(path).frames == audio.frames == len(meant)
    assert lag(audio.samples, meant) == 0


@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
def test_an_mp3_starts_at_sample_0_and_keeps_its_length(tmp_path: Path, mode: str):
    audio = decode(mp3(tmp_path / "a.mp3", mode=mode))
    assert audio.frames == 6 * RATE
    assert lag(audio.samples, clicks()) == 0


@pytest.mark.parametrize(("codec", "name"), [("aac", "a.m4a"), ("alac", "a.m4a"), ("libopus", "a.webm")])
def test_what_libsndfile_cannot_read_starts_at_sample_0_too(tmp_path: Path, codec: str, name: str):
    rate = 48_000 if codec == "libopus" else RATE
    meant = clicks(rate=rate)
    audio = decode(by_av(tmp_path / name, codec, meant, rate=rate))
    assert audio.decoder.startswith("PyAV ")
    assert abs(audio.frames - len(meant)) < 2_500
    assert lag(audio.samples, meant) == 0


def bursts(seconds: float) -> Samples:
    """Silence with one loud stretch: the bit rate of its first frames says nothing about the rest."""
    t = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(1).standard_normal(t.size) * 0.2 * (t > seconds / 3)
    return np.repeat(noise[:, None], 2, axis=1).astype(np.float32)


def test_a_headerless_variable_rate_mp3_is_read_to_its_end(tmp_path: Path):
    """libsndfile alone reads a part of it and says nothing."""
    path = mp3(tmp_path / "a.mp3", bursts(30), mode="VARIABLE")
    path.write_bytes(without_tag_frame(path.read_bytes()))
    audio = decode(path)
    assert abs(audio.length_s - 30) < 0.1
    assert audio.decoder.startswith("PyAV ")
    assert any("counted" in warning for warning in audio.warnings)


def test_an_mp3_of_few_bits_has_no_holes_between_blocks(tmp_path: Path):
    path = mp3(tmp_path / "a.mp3", clicks(16))
    with decode_blocks(path) as song:
        blocks = list(song)
    assert len(blocks) == 3
    assert np.array_equal(np.concatenate(blocks), soundfile.read(path, dtype="float32")[0])
    for block in blocks:
        assert block[:4_000].any(axis=1).mean() > 0.99


@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
@pytest.mark.parametrize("gone", [1, 700, 9_000])
def test_an_mp3_that_begins_within_a_frame_is_read_from_the_next(tmp_path: Path, mode: str, gone: int):
    path = mp3(tmp_path / "a.mp3", clicks(10), mode=mode)
    whole, content = decode(path).samples, path.read_bytes()
    path.write_bytes(content[gone:])
    audio = decode(path)
    assert audio.length_s == pytest.approx(10 * (1 - gone / len(content)), abs=0.2)
    assert any("before its first frame are no sound" in warning for warning in audio.warnings)
    meant, heard = whole[-5 * RATE :], audio.samples[-5 * RATE :]
    inside = slice(RATE, 2 * RATE)
    assert np.abs(np.roll(meant, -lag(meant, heard), axis=0)[inside] - heard[inside]).max() < 1e-4


@pytest.mark.parametrize("gone", [1, 300, 1_439])
def test_an_mp3_of_the_largest_frames_that_begins_within_one_is_read(tmp_path: Path, gone: int):
    """320 kbit/s at 32 kHz: three frames in a row are longer than one block of the disk."""
    content = by_av(tmp_path / "a.mp3", "mp3", clicks(8, rate=32_000), rate=32_000, bit_rate=320_000).read_bytes()
    start = content.index(b"\xff\xfb\xe8") + 1_440
    assert content[start : start + 3] == content[start + 1_440 : start + 1_443] == b"\xff\xfb\xe8"
    path = tmp_path / "cut.mp3"
    path.write_bytes(content[start + gone :])
    audio = decode(path)
    assert audio.length_s == pytest.approx(8, abs=0.2)
    assert any("before its first frame are no sound" in warning for warning in audio.warnings)


def test_two_mp3s_in_one_file_are_both_read(tmp_path: Path):
    path = mp3(tmp_path / "a.mp3")
    path.write_bytes(path.read_bytes() * 2)
    audio = decode(path)
    assert abs(audio.length_s - 12) < 0.1
    assert any("2 MP3 files" in warning for warning in audio.warnings)


def test_two_oggs_in_one_file_are_both_read(tmp_path: Path):
    """libsndfile alone stops after the first."""
    path = write(tmp_path / "a.ogg", clicks(), format="OGG", subtype="VORBIS")
    path.write_bytes(
        path.read_bytes() + write(tmp_path / "b", clicks(8.0), format="OGG", subtype="VORBIS").read_bytes()
    )
    audio = decode(path)
    assert audio.length_s == pytest.approx(14, abs=0.05)
    assert any("2 songs" in warning for warning in audio.warnings)


def test_a_flac_that_was_streamed_tells_no_length_and_is_read_to_its_end(tmp_path: Path):
    path = write(tmp_path / "a.flac", clicks(), format="FLAC", subtype="PCM_16")
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0  # the 36 bits that count the samples
    content[22:26] = bytes(4)
    path.write_bytes(content)
    assert decode(path).frames == 6 * RATE


def test_blocks_are_the_same_music_as_the_whole(tmp_path: Path):
    path = wav(tmp_path / "a.wav", clicks(20.0))
    with decode_blocks(path) as song:
        assert song.header.frames == 20 * RATE
        together = np.concatenate(list(song))
        heard = song.heard
    audio = decode(path)
    assert np.array_equal(together, audio.samples)
    assert heard.pcm_sha256 == audio.pcm_sha256 == pcm_sha256(audio.samples, RATE)


def test_identity_ignores_name_container_and_tags(tmp_path: Path):
    exact = (to_pcm16(clicks()) / 32_768).astype(np.float32)
    as_wav = decode(wav(tmp_path / "a.wav", exact))
    as_flac = decode(write(tmp_path / "名前 🎵.flac", exact, format="FLAC", subtype="PCM_16"))
    assert as_wav.pcm_sha256 == as_flac.pcm_sha256


def test_identity_heeds_rate_channels_and_samples():
    exact = clicks(1.0)
    nudged = exact.copy()
    nudged[100, 0] += 0.001
    mono = exact.reshape(-1, 1)
    assert len({pcm_sha256(exact, 44_100), pcm_sha256(exact, 48_000), pcm_sha256(nudged, 44_100),
                pcm_sha256(mono, 44_100)}) == 4  # fmt: skip


def test_sixteen_bits_come_back_exactly_and_clip_at_full_scale():
    every = np.arange(-32_768, 32_768, dtype=np.float32)[:, None] / np.float32(32_768)
    assert np.array_equal(to_pcm16(every)[:, 0], np.arange(-32_768, 32_768))
    assert to_pcm16(np.array([[1.5, -1.5]], np.float32)).tolist() == [[32_767, -32_768]]


def test_tags_are_read_under_our_names(tmp_path: Path):
    tags = {"title": "Neon", "artist": "Rhythm Fu", "TBPM": "128"}
    path = by_av(tmp_path / "a.mp3", "libmp3lame", tags=tags)
    assert dict(decode(path).tags) == {"title": "Neon", "artist": "Rhythm Fu", "bpm": "128"}


def test_a_probe_tells_length_without_decoding(tmp_path: Path):
    found = probe(mp3(tmp_path / "a.mp3"))
    assert (found.container, found.rate, found.channels, found.length_s) == ("mp3", RATE, 2, 6.0)


@pytest.mark.parametrize(("start", "end"), [(44_100, 48_000), (48_000, 44_100), (96_000, 48_000), (8_000, 48_000)])
def test_resampling_keeps_sample_0_and_the_length(start: int, end: int):
    made = resample(clicks(rate=start), start, end)
    assert made.shape == (6 * end, 2)
    assert made.dtype == np.float32
    assert lag(made, clicks(rate=end)) == 0
