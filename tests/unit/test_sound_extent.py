"""No sound is lost without a word: what a file's frame tells of its size, and what stands behind its end."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rhythm_fu.errors import AudioError
from rhythm_fu.sound import Audio, Reason, Samples, decode, probe, to_pcm16
from tests.unit.sounds import (
    PCM,
    RATE,
    by_av,
    chunk,
    clicks,
    mp3,
    ogg_page,
    riff,
    two_tracks,
    wav,
    without_tag_frame,
    write,
)

Make = Callable[[Path], object]

SOUND = to_pcm16(clicks(channels=1)).astype("<i2").tobytes()
"""Six seconds, one channel."""

UNKNOWN = b"\x01" + b"\xff" * 7
"""The size of a Matroska element that was written before it was known."""

SEGMENT = b"\x18\x53\x80\x67"


def written(make: Callable[[Path], Path], path: Path) -> bytes:
    return make(path).read_bytes()


def flac(path: Path, rate: int = RATE) -> Path:
    return write(path, clicks(rate=rate), rate, format="FLAC", subtype="PCM_16")


def m4a(path: Path) -> Path:
    return by_av(path.with_name("made.m4a"), "aac")


def webm(path: Path) -> Path:
    return by_av(path.with_name("made.webm"), "libopus", clicks(rate=48_000), rate=48_000)


def ogg(path: Path) -> Path:
    return write(path, clicks(), format="OGG", subtype="VORBIS")


def joined(*parts: Callable[[Path], Path]) -> Make:
    return lambda path: path.write_bytes(b"".join(written(part, path) for part in parts))


def streamed_webm(path: Path) -> bytes:
    """As a browser records it: the size of the whole is not known."""
    content = webm(path).read_bytes()
    at = content.index(SEGMENT) + 4
    return content[:at] + UNKNOWN + content[at + 8 :]


def bare_mp3(path: Path) -> Path:
    content = without_tag_frame(mp3(path).read_bytes())
    path.write_bytes(content)
    return path


def tagged_mp3(path: Path) -> Path:
    """As most programs write them: with an ID3 tag in front."""
    return by_av(path.with_name("made.mp3"), "libmp3lame", tags={"title": "Neon"})


def overdriven(path: Path) -> Path:
    return wav(path, clicks() * 20)


def two_in_ogg(path: Path) -> None:
    """Two tracks, whose first pages stand together as they must."""
    one, two = ogg(path).read_bytes(), ogg(path).read_bytes()
    ends = one.index(b"OggS", 4), two.index(b"OggS", 4)
    path.write_bytes(one[: ends[0]] + two[: ends[1]] + one[ends[0] :] + two[ends[1] :])


def hiss(seconds: float, rate: int = RATE) -> Samples:
    """Noise, of which every coder makes many pages."""
    return (0.2 * np.random.default_rng(1).standard_normal((round(seconds * rate), 2))).astype(np.float32)


def lost_page(path: Path) -> None:
    """A page in the middle of an Ogg that no reader recognizes."""
    content = write(path, hiss(6), format="OGG", subtype="VORBIS").read_bytes()
    at = content.index(b"OggS", len(content) // 2)
    path.write_bytes(content[:at] + b"XXXX" + content[at + 4 :])


def lost_end(path: Path) -> None:
    """The last page but one is gone."""
    content = write(path, hiss(6), format="OGG", subtype="VORBIS").read_bytes()
    at = content.rindex(b"OggS", 0, content.rindex(b"OggS"))
    path.write_bytes(content[:at] + b"XXXX" + content[at + 4 :])


def damaged_page(path: Path) -> None:
    """A page whose checksum says that it isn't as it was."""
    content = bytearray(write(path, hiss(6), format="OGG", subtype="VORBIS").read_bytes())
    content[content.index(b"OggS", len(content) // 2) + 1_000] ^= 0x55
    path.write_bytes(content)


def zeroed_webm(path: Path) -> None:
    """A download with a hole in it."""
    made = by_av(path.with_name("made.webm"), "libopus", hiss(12, 48_000), rate=48_000)
    content = bytearray(made.read_bytes())
    middle, hole = len(content) // 2, len(content) // 20
    content[middle : middle + hole] = bytes(hole)
    path.write_bytes(content)


def skeleton(path: Path) -> None:
    """An Ogg whose first page is of a skeleton, as some programs put there."""
    content = ogg(path).read_bytes()
    second = content.index(b"OggS", 4)
    fishead = b"fishead\0" + struct.pack("<HHqqqq", 3, 0, 0, 1000, 0, 1000) + bytes(20)
    bones = ogg_page(2, 777, 0, fishead), ogg_page(4, 777, 1, b"")
    path.write_bytes(bones[0] + content[:second] + bones[1] + content[second:])


def wide(size: int, body: bytes) -> bytes:
    """A WAV for more than 4 GiB, whose sizes stand in a chunk of their own (EBU Tech 3306)."""
    sizes = struct.pack("<QQQI", 100 + size, size, size // 2, 0)
    return riff(chunk(b"ds64", sizes), PCM, chunk(b"data", body, 0xFFFFFFFF), kind=b"RF64")


TAG = b"TAG" + b" " * 125
APE_FOOT = b"APETAGEX" + struct.pack("<IIII", 2_000, 5_032, 1, 0x80000000) + bytes(8)
APE_HEAD = b"APETAGEX" + struct.pack("<IIII", 2_000, 5_032, 1, 0xA0000000) + bytes(8)
OLD_APE_FOOT = b"APETAGEX" + struct.pack("<IIII", 1_000, 5_032, 1, 0) + bytes(8)


WARNED: dict[str, tuple[Make, float, str]] = {
    "two flacs": (joined(flac, flac), 12, "2 FLAC files in one: all of them are read"),
    "three flacs": (joined(flac, flac, flac), 18, "3 FLAC files in one: all of them are read"),
    "two mp3s": (joined(tagged_mp3, tagged_mp3), 12, "2 MP3 files in one: all of them are read"),
    "an mp3 and one without a header": (joined(mp3, bare_mp3), 12, "all of it is read"),
    "an mp3 and one without a header in front": (joined(bare_mp3, mp3), 12, "the frames were counted"),
    "two m4as": (joined(m4a, m4a), 6, "2 MP4 files in one: only the first"),
    "two webms": (joined(webm, webm), 12, "2 Matroska or WebM files in one: all of them are read"),
    "a flac and an mp3": (
        lambda path: path.write_bytes(flac(path).read_bytes() + mp3(path).read_bytes() * 6),
        6,
        "behind its sound are not read",
    ),
    "a wav with a size that is too small": (
        lambda path: path.write_bytes(riff(PCM, chunk(b"data", SOUND + b"\1" * len(SOUND), len(SOUND)))),
        6,
        "behind its sound are not read",
    ),
    "two tracks in an m4a": (lambda path: two_tracks(path.with_name("a.m4a")).rename(path), 6, "2 tracks of sound"),
    "two tracks in a mkv": (lambda path: two_tracks(path.with_name("a.mkv")).rename(path), 6, "2 tracks of sound"),
    "two tracks in an ogg": (two_in_ogg, 6, "2 tracks of sound"),
    "a webm of unknown size": (lambda path: path.write_bytes(streamed_webm(path)), 6, "no length in its header"),
    "a wav of unknown size": (
        lambda path: path.write_bytes(riff(PCM, chunk(b"data", SOUND, 0xFFFFFFFF))),
        6,
        "no length in its header",
    ),
    "a bare aac stream": (lambda path: by_av(path.with_name("a.aac"), "aac").rename(path), 6, "no length in its"),
    "an ogg that lost a page": (lost_page, 6, "pages are missing or damaged (1)"),
    "an ogg with a damaged page": (damaged_page, 6, "pages are missing or damaged (1)"),
    "an ogg that lost its end": (lost_end, 6, "s of it are lost: it may be damaged"),
    "a webm with a hole": (zeroed_webm, 8, "are there: the rest may be lost"),
    "an overdriven wav": (overdriven, 6, "stand at full scale: it was clipped"),
    "an overdriven flac": (
        lambda path: write(path, np.clip(clicks() * 20, -1, 1), format="FLAC", subtype="PCM_16"),
        6,
        "stand at full scale: it was clipped",
    ),
}


HOLES = {"an ogg that lost its end", "a webm with a hole"}


@pytest.mark.parametrize("case", WARNED)
def test_warned_of_by_name(tmp_path: Path, case: str):
    make, length_s, words = WARNED[case]
    make(tmp_path / "song")
    audio = decode(tmp_path / "song")
    assert any(words in warning for warning in audio.warnings), audio.warnings
    assert audio.length_s == pytest.approx(length_s, abs=1.5 if case in HOLES else 0.15)


def cut_webm(path: Path) -> None:
    content = webm(path).read_bytes()
    path.write_bytes(content[: len(content) * 6 // 10])


def cut_stream(path: Path) -> None:
    content = streamed_webm(path)
    path.write_bytes(content[: len(content) * 6 // 10])


def cut_m4a(path: Path) -> None:
    content = m4a(path).read_bytes()
    path.write_bytes(content[: len(content) * 6 // 10])


def unknown_codec(path: Path) -> None:
    content = m4a(path).read_bytes().replace(b"mp4a", b"xxxx")
    tell = content.index(b"\x40\x15", content.index(b"esds"))
    path.write_bytes(content[:tell] + b"\xfe" + content[tell + 1 :])


REFUSED: dict[str, tuple[Make, Reason, str]] = {
    "an m4a of a codec that nobody knows": (unknown_codec, Reason.UNKNOWN_CODEC, "its codec is not known"),
    "a cut webm": (cut_webm, Reason.TRUNCATED, "of what its header promises is missing"),
    "a cut webm of unknown size": (cut_stream, Reason.TRUNCATED, "of its last part is missing"),
    "a cut m4a": (cut_m4a, Reason.TRUNCATED, "the index that an MP4 file"),
    "a cut wide wav": (
        lambda path: path.write_bytes(wide(len(SOUND), SOUND[: len(SOUND) // 2])),
        Reason.TRUNCATED,
        "50% of what its header promises is missing",
    ),
    "two wavs": (joined(wav, wav), Reason.CHANGES_FORMAT, "2 WAV files one behind the other"),
    "two aiffs": (
        joined(*[lambda path: write(path, clicks(), format="AIFF", subtype="PCM_16")] * 2),
        Reason.CHANGES_FORMAT,
        "2 AIFF files one behind the other",
    ),
    "two oggs of two rates": (
        joined(ogg, lambda path: write(path, clicks(rate=48_000), 48_000, format="OGG", subtype="VORBIS")),
        Reason.CHANGES_FORMAT,
        "its songs differ in rate, channels or codec",
    ),
    "two flacs of two rates": (
        joined(flac, lambda path: flac(path, 48_000)),
        Reason.CHANGES_FORMAT,
        "its rate or channels change on the way",
    ),
}


def refused(path: Path) -> AudioError:
    with pytest.raises(AudioError) as refusal:
        decode(path)
    return refusal.value


@pytest.mark.parametrize("case", REFUSED)
def test_refused_by_name(tmp_path: Path, case: str):
    make, reason, words = REFUSED[case]
    make(tmp_path / "song")
    refusal = refused(tmp_path / "song")
    assert refusal.reason == reason
    assert words in refusal.problem
    assert refusal.fix
    assert str(tmp_path) not in str(refusal)
    assert "Errno" not in str(refusal)


WHOLE: dict[str, Make] = {
    "an odd number of bytes": lambda path: path.write_bytes(
        riff(PCM, chunk(b"data", SOUND[:-1]), chunk(b"LIST", b"INFO"))
    ),
    "a huge chunk in front": lambda path: path.write_bytes(
        riff(chunk(b"JUNK", bytes(3_000_000)), PCM, chunk(b"data", SOUND))
    ),
    "a chunk behind": lambda path: path.write_bytes(
        riff(PCM, chunk(b"data", SOUND), chunk(b"id3 ", b"ID3" + bytes(8)))
    ),
    "a wide wav": lambda path: path.write_bytes(wide(len(SOUND), SOUND)),
    "a flac with a tag in front and one behind": lambda path: path.write_bytes(
        b"ID3\x04\0\0\0\0\x02\x01" + bytes(257) + flac(path).read_bytes() + TAG
    ),
    "an mp3 with an ape tag": lambda path: path.write_bytes(
        mp3(path).read_bytes() + APE_HEAD + b"x" * 5_000 + APE_FOOT + TAG
    ),
    "an mp3 with an ape tag of the first version": lambda path: path.write_bytes(
        mp3(path).read_bytes() + b"x" * 5_000 + OLD_APE_FOOT + TAG
    ),
    "an ogg with a skeleton": skeleton,
    "an m4a": lambda path: m4a(path).rename(path),
    "a webm": lambda path: webm(path).rename(path),
    "loud music": lambda path: wav(path, clicks() / np.abs(clicks()).max()),
}


@pytest.mark.parametrize("case", WHOLE)
def test_whole_and_without_a_doubt(tmp_path: Path, case: str):
    WHOLE[case](tmp_path / "song")
    audio = decode(tmp_path / "song")
    assert audio.warnings == ()
    assert audio.length_s == pytest.approx(6, abs=0.06)


def test_where_two_mp3s_were_joined_both_are_at_their_place(tmp_path: Path):
    one: Audio = decode(tagged_mp3(tmp_path / "one"))
    joined(tagged_mp3, tagged_mp3)(tmp_path / "two")
    both = decode(tmp_path / "two")
    assert np.abs(both.samples[:RATE] - one.samples[:RATE]).max() < 0.02
    assert both.frames == pytest.approx(2 * one.frames, abs=4_000)


@pytest.mark.parametrize(
    "behind",
    [b"ID3\x03", b"ID3\x03\x00\x00\x00\x00\x00", b"APETAGEX", b"APETAGEX" + bytes(8), b"APETAGEX" + bytes(24)],
)
def test_an_mp3_that_was_cut_within_a_tag_behind_it_is_read_to_there(tmp_path: Path, behind: bytes):
    whole = decode(mp3(tmp_path / "whole.mp3"))
    (tmp_path / "cut.mp3").write_bytes((tmp_path / "whole.mp3").read_bytes() + behind)
    assert np.array_equal(decode(tmp_path / "cut.mp3").samples, whole.samples)


@pytest.mark.parametrize("behind", [b"\x1f", b"\xec", b"\xec\x08", b"\xec\x01\x00", b"\x01" * 16])
def test_a_webm_that_was_cut_within_an_element_behind_its_sound_is_whole(tmp_path: Path, behind: bytes):
    whole = webm(tmp_path / "whole")
    (tmp_path / "cut").write_bytes(whole.read_bytes() + behind)
    assert probe(tmp_path / "cut") == probe(whole)


def test_files_larger_than_a_search_at_once_are_searched_across_its_edges(tmp_path: Path, monkeypatch):
    from rhythm_fu.sound import wholeness
    from rhythm_fu.sound.sniff import Container

    joined(flac, flac)(tmp_path / "song")
    second = (tmp_path / "song").read_bytes().index(b"fLaC", 4)
    for offset in range(9):
        monkeypatch.setattr(wholeness, "PIECE", second + offset)
        assert wholeness.extent_of(tmp_path / "song", Container.FLAC).files == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_to_itself_is_named(tmp_path: Path):
    (tmp_path / "song.wav").symlink_to("song.wav")
    assert str(refused(tmp_path / "song.wav")).startswith("song.wav: a link that leads back to itself; ")


@pytest.mark.skipif(os.name == "nt", reason="another limit there")
def test_a_name_that_no_disk_holds_is_no_such_file(tmp_path: Path):
    assert "too long" in refused(tmp_path / ("a" * 300)).problem


def test_a_probe_tells_what_the_frame_tells(tmp_path: Path):
    joined(flac, flac)(tmp_path / "song")
    assert probe(tmp_path / "song").warnings == ("2 FLAC files in one: all of them are read",)
