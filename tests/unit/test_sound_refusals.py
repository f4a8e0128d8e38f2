"""Hard input at the door: a named refusal or the right sound, never half a song without a word.

Each case is a file that this test makes; each refusal is an AudioError with its stable reason code.
"""

import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rhythm_fu.errors import AudioError
from rhythm_fu.sound import Audio, Reason, decode, decode_blocks, decoding, probe
from tests.unit.sounds import RATE, by_av, clicks, mp3, wav, without_tag_frame, write

Make = Callable[[Path], object]


def raw_wav(path: Path, rate: int, channels: int, frames: int, told: int | None = None) -> None:
    """A 16-bit WAV with whatever a header can say; `told` is the size its data chunk claims."""
    align = 2 * channels
    size = frames * align if told is None else told
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * align) & 0xFFFFFFFF, align & 0xFFFF, 16)
    body = b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size) + bytes(frames * align)
    path.write_bytes(b"RIFF" + struct.pack("<I", (4 + len(body)) & 0xFFFFFFFF) + b"WAVE" + body)


def cut(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def with_sample(value: float) -> Make:
    def make(path: Path) -> None:
        samples = clicks()
        samples[1000, 0] = value
        wav(path, samples, subtype="FLOAT")

    return make


def then_cut(make: Callable[[Path], object], share: float = 0.5) -> Make:
    def made(path: Path) -> None:
        make(path)
        cut(path, share)

    return made


def two_rates(path: Path) -> None:
    mp3(path, clicks(rate=48_000), 48_000)
    content = path.read_bytes()
    mp3(path)
    path.write_bytes(path.read_bytes() + content)


REFUSED: dict[str, tuple[Make, Reason]] = {
    "nothing": (lambda path: path.write_bytes(b""), Reason.EMPTY),
    "zeros": (lambda path: path.write_bytes(bytes(100_000)), Reason.UNKNOWN_FORMAT),
    "a text": (lambda path: path.write_text("la la la\n" * 1000), Reason.UNKNOWN_FORMAT),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9000)), Reason.UNKNOWN_FORMAT),
    "a folder": (lambda path: path.mkdir(), Reason.NOT_A_FILE),
    "nowhere": (lambda path: path.name, Reason.NOT_FOUND),
    "no frames": (lambda path: raw_wav(path, RATE, 2, 0), Reason.NO_SOUND),
    "a second": (lambda path: wav(path, clicks(1.0)), Reason.TOO_SHORT),
    "just under five seconds": (lambda path: wav(path, clicks(4.99)), Reason.TOO_SHORT),
    "1 Hz": (lambda path: raw_wav(path, 1, 1, 100_000), Reason.RATE),
    "2 GHz": (lambda path: raw_wav(path, 2**31 - 1, 1, 100_000), Reason.RATE),
    "nine channels": (lambda path: raw_wav(path, RATE, 9, 6 * RATE), Reason.CHANNELS),
    "a thousand channels": (lambda path: raw_wav(path, RATE, 1024, 1000), Reason.CHANNELS),
    "no channels": (lambda path: raw_wav(path, RATE, 0, 1000), Reason.UNREADABLE),
    "NaN": (with_sample(float("nan")), Reason.NOT_FINITE),
    "infinity": (with_sample(float("-inf")), Reason.NOT_FINITE),
    "1e30": (with_sample(1e30), Reason.ABSURD_PEAK),
    "integers as floats": (with_sample(20_000.0), Reason.ABSURD_PEAK),
    "half a wav": (then_cut(wav), Reason.TRUNCATED),
    "half a flac": (
        then_cut(lambda path: write(path, clicks(20.0), format="FLAC", subtype="PCM_16")),
        Reason.TRUNCATED,
    ),
    "half an aiff": (
        then_cut(lambda path: write(path, clicks(20.0), format="AIFF", subtype="PCM_16")),
        Reason.TRUNCATED,
    ),
    "half an mp3": (then_cut(lambda path: mp3(path, clicks(20.0))), Reason.TRUNCATED),
    "two rates in one mp3": (two_rates, Reason.CHANGES_FORMAT),
    "adpcm": (lambda path: write(path, clicks(), format="WAV", subtype="IMA_ADPCM"), Reason.UNKNOWN_CODEC),
    "caf": (lambda path: write(path, clicks(), format="CAF", subtype="PCM_16"), Reason.UNKNOWN_FORMAT),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_by_name(tmp_path: Path, case: str):
    make, reason = REFUSED[case]
    path = tmp_path / "song.wav"
    make(path)
    with pytest.raises(AudioError) as refusal:
        decode(path)
    assert refusal.value.reason == reason
    assert str(refusal.value).startswith("song.wav: ")
    assert "\n" not in str(refusal.value)
    assert refusal.value.fix, "a refusal says what to do"


def half_m4a(path: Path) -> None:
    by_av(path, "aac")
    cut(path, 0.5)


def test_an_m4a_without_its_index_is_refused(tmp_path: Path):
    half_m4a(tmp_path / "a.m4a")
    with pytest.raises(AudioError) as refusal:
        decode(tmp_path / "a.m4a")
    assert refusal.value.reason in {Reason.UNREADABLE, Reason.TRUNCATED}


@pytest.mark.skipif(os.name == "nt", reason="no FIFOs there")
def test_a_fifo_is_refused_before_anything_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def too_late(*_: object) -> list[str]:
        raise AssertionError("whoever opens a FIFO waits for ever")

    monkeypatch.setattr(decoding, "worker_command", too_late)
    os.mkfifo(tmp_path / "song.mp3")
    with pytest.raises(AudioError) as refusal:
        decode(tmp_path / "song.mp3")
    assert refusal.value.reason == Reason.NOT_A_FILE


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = wav(tmp_path / "a.wav")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read anything

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(AudioError) as refusal:
        probe(path)
    assert refusal.value.reason == Reason.NO_PERMISSION


def test_four_hours_are_refused_after_the_header(tmp_path: Path):
    """Sparse on disk: four hours of silence at 8 kHz that nobody reads."""
    path, frames = tmp_path / "a.wav", 4 * 3600 * 8000
    raw_wav(path, 8_000, 1, 0, told=frames * 2)
    with path.open("r+b") as file:
        file.truncate(44 + frames * 2)
    with pytest.raises(AudioError) as refusal:
        decode(path)
    assert refusal.value.reason == Reason.TOO_LONG


ACCEPTED: dict[str, tuple[Make, int, int, float]] = {
    "mono": (lambda path: wav(path, clicks(channels=1)), RATE, 1, 6.0),
    "six channels": (lambda path: wav(path, clicks(channels=6)), RATE, 6, 6.0),
    "8 kHz": (lambda path: wav(path, clicks(rate=8_000), 8_000), 8_000, 2, 6.0),
    "192 kHz": (lambda path: wav(path, clicks(rate=192_000), 192_000), 192_000, 2, 6.0),
    "exactly five seconds": (lambda path: wav(path, clicks(5.0)), RATE, 2, 5.0),
    "silence": (lambda path: wav(path, np.zeros((6 * RATE, 2), np.float32)), RATE, 2, 6.0),
    "DC": (lambda path: wav(path, np.full((6 * RATE, 2), 0.5, np.float32)), RATE, 2, 6.0),
    "a wav that was streamed": (lambda path: raw_wav(path, RATE, 2, 6 * RATE, told=0xFFFFFFFF), RATE, 2, 6.0),
    "an mp3 with a picture in its tag": (
        lambda path: path.write_bytes(b"ID3\x04\0\0\0\0\x7f\x7f" + b"\xff\xfb\x90\x44" * 4095 + b"abc"
                                      + mp3(path).read_bytes()), RATE, 2, 6.0),
    "an mp3 with an old tag at its end": (
        lambda path: path.write_bytes(mp3(path).read_bytes() + b"TAG" + b" " * 125), RATE, 2, 6.0),
    "an mp3 with rubbish in front": (
        lambda path: path.write_bytes(bytes(700) + mp3(path).read_bytes()), RATE, 2, 6.0),
}  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED)
def test_let_in_whole(tmp_path: Path, case: str):
    make, rate, channels, length = ACCEPTED[case]
    path = tmp_path / "song.mp3"  # the extension is never asked
    make(path)
    audio = decode(path)
    assert (audio.rate, audio.channels) == (rate, channels)
    assert audio.length_s == pytest.approx(length, abs=0.1)
    assert np.isfinite(audio.samples).all()


def test_anti_phase_stereo_keeps_both_sides(tmp_path: Path):
    samples = clicks()
    samples[:, 1] *= -1
    audio = decode(wav(tmp_path / "a.wav", samples))
    assert np.abs(audio.samples[:, 0] + audio.samples[:, 1]).max() < 1e-4
    assert np.abs(audio.samples[:, 0]).max() > 0.3


def test_what_is_merely_too_loud_is_warned_of(tmp_path: Path):
    audio = decode(wav(tmp_path / "a.wav", clicks() * 4, subtype="FLOAT"))
    assert any("clipped" in warning for warning in audio.warnings)


def test_an_ogg_that_was_cut_is_warned_of(tmp_path: Path):
    path = write(tmp_path / "a.ogg", clicks(20.0), format="OGG", subtype="VORBIS")
    cut(path, 0.6)
    audio = decode(path)
    assert 5 < audio.length_s < 19
    assert any("cut off" in warning for warning in audio.warnings)


@pytest.mark.parametrize(
    "name", ["名前 🎵.wav", "a" * 251 + ".wav", "  spaces .wav", "שיר.wav", "concat:x|y.wav", "-n.wav"]
)
def test_names_make_no_difference(tmp_path: Path, name: str):
    assert decode(wav(tmp_path / name)).frames == 6 * RATE


def test_a_fault_found_late_ends_the_blocks(tmp_path: Path):
    samples = clicks(30.0)
    samples[-10, 0] = float("nan")
    path = wav(tmp_path / "a.wav", samples, subtype="FLOAT")
    with decode_blocks(path) as song, pytest.raises(AudioError) as refusal:  # noqa: PT012  # the loop is what raises
        for block in song:
            assert np.isfinite(block).all()
    assert refusal.value.reason == Reason.NOT_FINITE


def decoded_or_refused(path: Path) -> Audio | None:
    """The sound, or None after a refusal by name; anything else that is raised fails the test."""
    try:
        return decode(path)
    except AudioError as refusal:
        return None if refusal.reason in set(Reason) else pytest.fail(f"no such code: {refusal.reason}")


@pytest.mark.parametrize("share", [0.5, 0.97])
@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "headerless mp3", "m4a"])
def test_no_cut_gives_half_a_song_in_silence(tmp_path: Path, kind: str, share: float, whole: dict[str, bytes]):
    """Refused, warned of, or whole; a headerless MP3 tells no length, so what is there is all there is."""
    path = tmp_path / "a"
    path.write_bytes(whole[kind][: int(len(whole[kind]) * share)])
    audio = decoded_or_refused(path)
    assert audio is None or audio.warnings or audio.length_s > 7.7


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Eight seconds in several formats."""
    folder, samples = tmp_path_factory.mktemp("whole"), clicks(8.0)
    made = {
        "wav": wav(folder / "a.wav", samples), "mp3": mp3(folder / "a.mp3", samples),
        "flac": write(folder / "a.flac", samples, format="FLAC", subtype="PCM_16"),
        "m4a": by_av(folder / "a.m4a", "aac", samples),
    }  # fmt: skip
    found = {name: path.read_bytes() for name, path in made.items()}
    return found | {"headerless mp3": without_tag_frame(found["mp3"])}


@pytest.mark.parametrize("kind", ["flac", "mp3", "m4a"])
def test_flipped_bytes_give_sound_or_a_refusal(tmp_path: Path, kind: str, whole: dict[str, bytes]):
    rng = np.random.default_rng(5)
    for turn in range(3):
        content = bytearray(whole[kind])
        for place in rng.integers(0, 4096 if turn % 2 else len(content), 8):
            content[place] = int(rng.integers(256))
        path = tmp_path / "a"
        path.write_bytes(content)
        audio = decoded_or_refused(path)
        assert audio is None or np.isfinite(audio.samples).all()


BAD_WORKERS = {
    "aborts": ("import os; os.abort()", Reason.DECODER_CRASHED),
    "leaves": ("raise SystemExit(0)", Reason.DECODER_CRASHED),
    "sleeps": ("import time; time.sleep(30)", Reason.DECODER_HUNG),
    "stops in a block": (
        "import sys, time; from rhythm_fu.sound.wire import PREFIX; out = sys.stdout.buffer;"
        "body = b'{\"container\": \"wav\", \"codec\": \"\", \"rate\": 44100, \"channels\": 1, \"frames\": 300000,"
        " \"decoder\": \"\", \"tags\": {}, \"warnings\": []}';"
        "out.write(PREFIX.pack(1, len(body)) + body + PREFIX.pack(2, 400000) + bytes(5000)); out.flush();"
        "time.sleep(30)", Reason.DECODER_HUNG),
    "dies in a block": (
        "import sys, os; from rhythm_fu.sound.wire import PREFIX; out = sys.stdout.buffer;"
        "body = b'{\"container\": \"wav\", \"codec\": \"\", \"rate\": 44100, \"channels\": 1, \"frames\": 300000,"
        " \"decoder\": \"\", \"tags\": {}, \"warnings\": []}';"
        "out.write(PREFIX.pack(1, len(body)) + body + PREFIX.pack(2, 400000) + bytes(5000)); out.flush();"
        "os.abort()", Reason.DECODER_CRASHED),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_WORKERS)
def test_a_decoder_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str):
    script, reason = BAD_WORKERS[case]
    script = f"import sys; sys.path.insert(0, {str(decoding.PACKAGE_ROOT)!r}); {script}"
    monkeypatch.setattr(decoding, "worker_command", lambda *_: [sys.executable, "-c", script])
    monkeypatch.setattr(decoding, "STALL_S", 3.0)
    path = wav(tmp_path / "a.wav")
    with pytest.raises(AudioError) as refusal:
        decode(path)
    assert refusal.value.reason == reason


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_decoder_that_eats_memory_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script = (
        "import rhythm_fu.sound.worker as worker\n"
        "def hungry(*_): bytearray(64 << 30)\n"
        "worker.serve = hungry\n"
        "worker.main()"
    )
    script = f"import sys\nsys.path.insert(0, {str(decoding.PACKAGE_ROOT)!r})\n{script}"
    monkeypatch.setattr(decoding, "worker_command", lambda *_: [sys.executable, "-c", script, "decode", "x"])
    with pytest.raises(AudioError) as refusal:
        decode(wav(tmp_path / "a.wav"))
    assert refusal.value.reason == Reason.OUT_OF_MEMORY


def test_leaving_the_blocks_early_ends_the_worker(tmp_path: Path):
    path = wav(tmp_path / "a.wav", clicks(60.0))
    with decode_blocks(path) as song:
        next(iter(song))
        process = song._source._process
    assert process.poll() is not None


def test_decoding_brings_no_heavy_packages(tmp_path: Path):
    import subprocess

    path = wav(tmp_path / "a.wav")
    script = (
        f"import sys; from pathlib import Path; from rhythm_fu.sound import decode; decode(Path({str(path)!r}));"
        "print([name for name in ('pygame', 'librosa', 'scipy', 'numba', 'av', 'soundfile') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=decoding.PACKAGE_ROOT
    )
    assert found.stdout.strip() == "[]"
