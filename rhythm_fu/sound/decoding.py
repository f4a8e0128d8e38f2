"""The one door for audio: what charts, plays and previews a song gets its samples here.

A small process of its own does the decoding, so a decoder that aborts, hangs or eats memory becomes a named error.
"""

import errno
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import MappingProxyType
from typing import Any, BinaryIO, Final, cast

import numpy as np

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.limits import BIGGEST_FILE, STALL_S
from rhythm_fu.sound.model import Audio, Samples
from rhythm_fu.sound.reasons import Reason
from rhythm_fu.sound.wire import Kind, read_json, receive
from rhythm_fu.threads import ONE_THREAD

PACKAGE_ROOT: Final = Path(__file__).resolve().parents[2]
BOOT: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from rhythm_fu.sound.worker import main; main()"
"""Imports the same rhythm_fu as the parent, wherever it was started, and nothing from the current folder."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file says before it is decoded. `frames` is None where only decoding tells."""

    container: str
    codec: str
    rate: int
    channels: int
    frames: int | None
    decoder: str
    tags: Mapping[str, str]
    warnings: tuple[str, ...]

    @property
    def length_s(self) -> float | None:
        """Seconds, if known."""
        return None if self.frames is None else self.frames / self.rate


@dataclass(frozen=True, slots=True)
class Heard:
    """What was learnt while decoding: the true length, the music's identity, and all doubts."""

    frames: int
    pcm_sha256: str
    warnings: tuple[str, ...]


class Blocks:
    """A sound file as it is decoded. Iterate once over float32 blocks of shape (up to 2**18, channels).

    `header` is there at once, `heard` after the last block. Holds one block at a time, however long
    the mix.
    """

    def __init__(self, header: Probe, source: "_Worker") -> None:
        self.header = header
        self._source = source
        self._heard: Heard | None = None

    @property
    def heard(self) -> Heard:
        """Length, identity and warnings; only after the last block."""
        assert self._heard is not None, "read all blocks first"
        return self._heard

    def __iter__(self) -> Iterator[Samples]:
        """Each block in order."""
        while (length := self._next()) is not None:
            block = np.empty((length // (4 * self.header.channels), self.header.channels), dtype=np.float32)
            self._source.fill(block)
            yield block

    def _next(self) -> int | None:
        """The next block's bytes, or None after the end."""
        kind, length = self._source.message()
        if kind is Kind.BLOCK:
            return length
        end = self._source.words(length)
        warnings = (*self.header.warnings, *end["warnings"])
        self._heard = Heard(int(end["frames"]), str(end["pcm_sha256"]), warnings)
        return None

    def audio(self) -> Audio:
        """The whole file after all, held in memory. Instead of iterating, not after."""
        samples, header, heard = self._together(), self.header, self.heard
        return Audio(samples, header.rate, header.decoder, heard.pcm_sha256, header.tags, heard.warnings)

    def _together(self) -> Samples:
        """All blocks as one array, filled in place: no second copy."""
        channels = self.header.channels
        whole = np.empty((self.header.frames or 0, channels), dtype=np.float32)
        filled = 0
        while (length := self._next()) is not None:
            count = length // (4 * channels)
            if filled + count > len(whole):
                grown = np.empty((max(filled + count, len(whole) * 5 // 4), channels), dtype=np.float32)
                grown[:filled] = whole[:filled]
                whole = grown
            self._source.fill(whole[filled : filled + count])
            filled += count
        return whole[:filled]


class _Worker:
    """A running worker: its messages, and our patience with it."""

    def __init__(self, process: "subprocess.Popen[bytes]", name: str) -> None:
        self._process, self._name = process, name
        self._out = cast(BinaryIO, process.stdout)
        self._is_hung = False

    def _give_up(self) -> None:
        self._is_hung = True
        self._process.kill()

    @contextmanager
    def _patience(self) -> Iterator[None]:
        timer = Timer(STALL_S, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def message(self) -> tuple[Kind, int]:
        """The next message that is no fault; a fault is raised."""
        with self._patience():
            found = receive(self._out)
        if found is None:
            raise self._death()
        if found[0] is Kind.FAULT:
            fault = self.words(found[1])
            raise AudioError(self._name, fault["problem"], fault["fix"], reason=fault["reason"])
        return found

    def words(self, length: int) -> dict[str, Any]:  # Any: JSON
        """The body of a message in words."""
        return read_json(self._out, length)

    def fill(self, block: Samples) -> None:
        """The body of a block, straight into an array."""
        view, filled = memoryview(block.data).cast("B"), 0
        while filled < len(view):
            with self._patience():
                count = self._out.readinto(view[filled:])  # type: ignore[attr-defined]  # BufferedReader has it
            if not count:
                raise self._death()
            filled += count

    def _death(self) -> AudioError:
        code = self._process.wait()
        if self._is_hung:
            problem, reason = f"the decoder stood still for {STALL_S:.0f} s", Reason.DECODER_HUNG
        elif code in (-24, -9):  # SIGXCPU, and SIGKILL after it or from a system out of memory
            problem, reason = "decoding it takes too long or too much memory", Reason.DECODER_HUNG
        else:
            problem, reason = f"the decoder crashed on it (code {code})", Reason.DECODER_CRASHED
        return AudioError(self._name, problem, "the file is damaged or made to harm: get another copy", reason=reason)


def check_file(path: Path) -> None:
    """Refuse what is no plain readable file, before anything opens it: opening a FIFO would wait for ever."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            kind = "a folder" if stat.S_ISDIR(facts.st_mode) else "not a plain file"
            raise AudioError(path.name, kind, "name the sound file itself", reason=Reason.NOT_A_FILE)
        path.open("rb").close()
    except PermissionError:
        raise AudioError(path.name, "no permission to read it", "change its permissions",
                         reason=Reason.NO_PERMISSION) from None  # fmt: skip
    except (FileNotFoundError, NotADirectoryError):
        raise AudioError(path.name, "no such file", "check the path", reason=Reason.NOT_FOUND) from None
    except (OSError, ValueError) as fault:
        problem, fix = _why_closed(fault)
        raise AudioError(path.name, problem, fix) from None
    if facts.st_size == 0:
        raise AudioError(path.name, "the file is empty", "copy or download it again", reason=Reason.EMPTY)
    if facts.st_size > BIGGEST_FILE:
        problem = f"{facts.st_size / 2**30:.1f} GiB"
        raise AudioError(
            path.name, problem, f"{BIGGEST_FILE >> 30} GiB at most: save it as FLAC", reason=Reason.TOO_BIG
        )


def _why_closed(fault: OSError | ValueError) -> tuple[str, str]:
    """Problem and fix of a file that the system does not open."""
    code = fault.errno if isinstance(fault, OSError) else None
    if code == errno.ELOOP:
        return "a link that leads back to itself", "name the sound file itself, or mend the link"
    if code == errno.ENAMETOOLONG:
        return "no such file: the name is too long", "check the path"
    words = fault.strerror if isinstance(fault, OSError) and fault.strerror else "no path can be like this"
    return f"can't be opened ({words})", "check the path, and that its disk is there"


def worker_command(order: str, path: Path) -> list[str]:
    """The command line of a worker."""
    return [sys.executable, "-P", "-c", BOOT, str(PACKAGE_ROOT), order, str(path.absolute())]


@contextmanager
def _worker(order: str, path: Path) -> Iterator[_Worker]:
    import os

    check_file(path)
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        process = subprocess.Popen(
            worker_command(order, path), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=1 << 20, env={**os.environ, **ONE_THREAD}, creationflags=flags,
        )  # fmt: skip
    except OSError as fault:
        raise AudioError(path.name, f"the decoder can't be started ({fault})", "is Python whole?",
                         reason=Reason.DECODER_CRASHED) from None  # fmt: skip
    try:
        yield _Worker(process, path.name)
    finally:
        process.kill()
        cast(BinaryIO, process.stdout).close()
        process.wait()


def _header(source: _Worker) -> Probe:
    words = source.words(source.message()[1])
    return Probe(**{**words, "tags": MappingProxyType(words["tags"]), "warnings": tuple(words["warnings"])})


def probe(path: Path) -> Probe:
    """What a sound file is, without decoding it. Raises AudioError like `decode`, save for faults deep inside."""
    with _worker("probe", path) as source:
        return _header(source)


@contextmanager
def decode_blocks(path: Path) -> Iterator[Blocks]:
    """For what is too long to hold: a sound file as `Blocks`, one after another.

    `with decode_blocks(path) as song:` then `for block in song:` and at last `song.heard`.
    Faults found late (cut off, not finite) are raised from the loop, after some blocks were given.
    """
    with _worker("decode", path) as source:
        yield Blocks(_header(source), source)


def sound_sha256(path: Path) -> str:
    """The `pcm_sha256` of a sound file, all of which is decoded and let go. Raises AudioError as `decode` does."""
    with decode_blocks(path) as song:
        for _ in song:
            pass
    return song.heard.pcm_sha256


def decode(path: Path) -> Audio:
    """A whole sound file. Raises AudioError with a `Reason`; never returns half a song without a word.

    Holds all samples: 10 MB a minute of CD stereo on top of nothing. From 20 minutes on think of `decode_blocks`.
    """
    with decode_blocks(path) as song:
        return song.audio()
