"""Files written so that a crash, a full disk or a power cut leaves the old one or the new one, never neither.

Write a temporary file in the same folder, flush, fsync, read back and check, rename over the old one, fsync the
folder. Games that skipped a step lost their players' scores (osu-stable 60, 105, 151; ITGmania 1105).
"""

import contextlib
import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rhythm_fu.errors import LibraryError

STALE_S: Final = 3_600
"""Temporary files older than this belong to no running program."""

Check = Callable[[Path], object]
"""Raises if what was written can't be read again."""


def explain(path: Path, fault: OSError, deed: str = "written") -> LibraryError:
    """An operating system's fault in words a player can act on."""
    fixes = {
        errno.ENOSPC: "make room on the disk", errno.EFBIG: "make room on the disk",
        errno.EDQUOT: "make room on the disk",
        errno.EROFS: "the disk is read-only: choose another place", errno.EACCES: "check the folder's permissions",
        errno.EPERM: "check the folder's permissions", errno.ENAMETOOLONG: "give it a shorter name",
        errno.ENOENT: "check the path", errno.ENOTDIR: "check the path",
    }  # fmt: skip
    words = (fault.strerror or str(fault)).lower()
    return LibraryError(path.name, f"can't be {deed} ({words})", fixes.get(fault.errno or 0, "check the disk"))


def is_file(path: Path) -> bool:
    """Whether a file is there. Under a name too long for the disk there is none, where `Path.is_file` raises."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """The same for a folder."""
    return os.path.isdir(path)  # noqa: PTH112


def is_there(path: Path) -> bool:
    """The same for anything."""
    return os.path.exists(path)  # noqa: PTH110


def fsync_folder(folder: Path) -> None:
    """Make a rename last through a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fsync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove temporary files that a killed program left behind."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".rfu-*.tmp"):
            if time.time() - path.stat().st_mtime > STALE_S:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def sweep_after(folder: Path, process: int) -> None:
    """Remove what a process of ours, killed while it wrote, left behind in a folder. Only for one that is dead."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f".rfu-{process}-*.tmp"):
            path.unlink(missing_ok=True)


@contextmanager
def replacing(path: Path, check: Check | None = None, copies: int = 0) -> Iterator[Path]:
    """A path to write to; what is there at the end replaces `path` at once, or nothing happens at all.

    `check` reads it back first. `copies` keeps so many earlier versions beside it as `name.1` (the newest)... Raises
    LibraryError for the disk's faults; whatever the body raises goes on.
    """
    temporary = path.parent / f".rfu-{os.getpid()}-{secrets.token_hex(6)}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        yield temporary
        _fsync_file(temporary)
        if check is not None:
            check(temporary)
        if copies and path.exists():
            _rotate(path, copies)
        temporary.replace(path)
        fsync_folder(path.parent)
    except OSError as fault:
        raise explain(path, fault) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """A folder to write files into; at the end they move into `folder`, each over what had its name, or none does.

    Folders on the way are made at the end only. Raises LibraryError for the disk's faults in making and moving.
    """
    nearest = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    temporary = nearest / f".rfu-{os.getpid()}-{secrets.token_hex(6)}.tmp"
    try:
        _sweep(nearest)
        temporary.mkdir()
        yield temporary
        folder.mkdir(parents=True, exist_ok=True)
        for made in sorted(temporary.iterdir()):
            made.replace(folder / made.name)
    except OSError as fault:
        raise explain(folder, fault) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def copy_name(path: Path, number: int) -> Path:
    """Where the earlier version with this number lies."""
    return path.with_name(f"{path.name}.{number}")


def _rotate(path: Path, copies: int) -> None:
    """Number the earlier versions up; the current file itself stays in place."""
    for number in range(copies - 1, 0, -1):
        if (older := copy_name(path, number)).exists():
            older.replace(copy_name(path, number + 1))
    keep_copy(path, copy_name(path, 1))


def keep_copy(path: Path, copy: Path) -> None:
    """A second name for a file, or a copy where the file system has no links."""
    with contextlib.suppress(FileNotFoundError):
        copy.unlink()
    try:
        copy.hardlink_to(path)
    except OSError:
        shutil.copy2(path, copy)


def set_aside(path: Path, word: str) -> Path:
    """Rename a file to `name.word-1`, `-2`... so that nothing is lost; returns its new place."""
    aside = free_name(path, word)
    path.replace(aside)
    return aside


def free_name(path: Path, word: str) -> Path:
    """The first `name.word-N` that is not taken; where that is too long for the disk, with less of the name."""
    ending = "".join(path.suffixes[-2:])
    stem, number = path.name.removesuffix(ending), 1
    while True:
        aside = path.with_name(f"{stem}{ending}.{word}-{number}")
        try:
            aside.lstat()
        except OSError as fault:
            if fault.errno != errno.ENAMETOOLONG or len(stem) <= 1:
                return aside
            stem = stem[:-1]
        else:
            number += 1


def write_bytes(path: Path, content: bytes, check: Check | None = None, copies: int = 0) -> None:
    """Replace a file's content whole."""

    def same(temporary: Path) -> None:
        if temporary.read_bytes() != content:
            raise LibraryError(path.name, "came back from the disk changed", "check the disk")
        if check is not None:
            check(temporary)

    with replacing(path, same, copies) as temporary, temporary.open("wb") as file:
        file.write(content)
        file.flush()


def write_text(path: Path, text: str, check: Check | None = None, copies: int = 0) -> None:
    """Replace a file's content whole, as UTF-8 with the line ends given."""
    write_bytes(path, text.encode(), check, copies)
