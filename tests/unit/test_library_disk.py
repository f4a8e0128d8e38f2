"""Writing files: whatever happens, the old content or the new, never neither."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from rhythm_fu.errors import BusyError, LibraryError
from rhythm_fu.library import disk, locked, write_bytes, write_text
from rhythm_fu.library.disk import copy_name, filling, sweep_after

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("open", "fsync", "replace", "unlink", "link", "close")


class KilledError(BaseException):
    """Stands for the end of the process; nothing after it may run, and nothing that tidies up may help."""


def fail_at(monkeypatch: pytest.MonkeyPatch, at: int, fault: BaseException) -> list[str]:
    """Every disk call counts; the one numbered `at`, and all after it, fail as after a crash."""
    made: list[str] = []

    def failing(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            made.append(name)
            if len(made) > at:
                raise fault
            return real(*args, **more)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, failing(name, getattr(os, name)))
    return made


@pytest.mark.parametrize("at", range(14))
def test_killed_between_any_two_disk_calls_leaves_old_or_new(tmp_path: Path, at: int):
    path = tmp_path / "a.json"
    write_text(path, "old", copies=3)
    with pytest.MonkeyPatch.context() as patch:
        made = fail_at(patch, at, KilledError())
        try:
            write_text(path, "new", copies=3)
        except KilledError:
            was_killed = True
        else:
            was_killed = False
    assert path.read_text() == ("new" if "replace" in made[:at] else "old")
    assert was_killed or at >= len(made)
    write_text(path, "later", copies=3)
    assert path.read_text() == "later", "the next save works"


def refusal_of(deed: Callable[[], object]) -> LibraryError | None:
    try:
        deed()
    except LibraryError as fault:
        return fault
    return None


@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_failing_disk_leaves_the_old_file_and_says_so(tmp_path: Path, at: int, code: int):
    path = tmp_path / "a.json"
    write_text(path, "old")
    with pytest.MonkeyPatch.context() as patch:
        made = fail_at(patch, at, OSError(code, os.strerror(code)))
        told = refusal_of(lambda: write_text(path, "new"))
    assert told is None or ("a.json" in str(told) and told.fix)
    assert path.read_text() in {"old", "new"}
    assert (path.read_text() == "new") == ("replace" in made[:at])


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_killed_for_real_at_random_moments(tmp_path: Path):
    """A process saves over and over and is killed: what it leaves is one of its own whole files."""
    script = textwrap.dedent(f"""
        import sys; sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from rhythm_fu.library import write_text
        print("up", flush=True)
        n = 0
        while True:
            n += 1
            write_text(Path(sys.argv[1]), f"<{{n}}>" + "x" * 100_000 + f"<{{n}}>", copies=2)
    """)
    path = tmp_path / "a.json"
    for turn in range(6):
        process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        try:
            process.wait(timeout=0.03 + 0.011 * turn)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if path.exists():
            text = path.read_text()
            begin, end = text.split("x" * 100_000)
            assert begin == end


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_a_really_full_disk_leaves_the_old_file(tmp_path: Path):
    """RLIMIT_FSIZE makes the kernel refuse writes past a size, like a full disk does."""
    path = tmp_path / "a.json"
    write_text(path, "old")
    script = textwrap.dedent(f"""
        import resource, signal, sys; sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from rhythm_fu.library import write_text
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        try:
            write_text(Path(sys.argv[1]), "x" * 50_000)
        except Exception as fault:
            print(type(fault).__name__, fault)
    """)
    told = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True).stdout
    assert told.startswith("LibraryError a.json: can't be written (file too large); make room")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_order_that_survives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The file reaches the disk before its name does, and the name before we say that it is saved."""
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def told_fsync(handle: int) -> None:
        order.append("fsync folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "fsync file")  # noqa: PTH112
        fsync(handle)

    def told_replace(source: Path, target: Path) -> None:
        order.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", told_fsync)
    monkeypatch.setattr(os, "replace", told_replace)
    write_text(tmp_path / "a.json", "new")
    if sys.platform == "linux":
        assert order == ["fsync file", "replace", "fsync folder"]


def test_what_comes_back_changed_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.json"
    write_text(path, "old")
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"rotten")
    with pytest.raises(LibraryError, match="came back from the disk changed"):
        write_bytes(path, b"new")
    assert path.read_text() == "old"


def test_earlier_versions_are_kept_in_order(tmp_path: Path):
    path = tmp_path / "a.json"
    for text in "abcdef":
        write_text(path, text, copies=3)
    assert [path.read_text(), *(copy_name(path, n).read_text() for n in (1, 2, 3))] == ["f", "e", "d", "c"]
    assert not copy_name(path, 4).exists()


def test_a_folder_is_filled_at_once_or_not_at_all(tmp_path: Path):
    place = tmp_path / "new" / "pictures"

    def fail_half_way() -> None:
        with filling(place) as there:
            (there / "a").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert list(tmp_path.iterdir()) == []
    with filling(place) as there:
        (there / "a").write_text("whole")
        assert not place.exists()
    with filling(place) as there:
        (there / "b").write_text("more")
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["new", "pictures", "a", "b"]


def test_a_folder_that_a_killed_program_was_filling_is_swept_away_in_time(tmp_path: Path):
    left = tmp_path / ".rfu-1-abc.tmp"
    left.mkdir()
    (left / "a").write_text("half")
    os.utime(left, (0, 0))
    with filling(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_left_behind_is_swept_away_in_time(tmp_path: Path):
    old, fresh = tmp_path / ".rfu-old.tmp", tmp_path / ".rfu-fresh.tmp"
    for path in (old, fresh):
        path.write_text("half")
    os.utime(old, (0, 0))
    write_text(tmp_path / "a.json", "new")
    assert not old.exists()
    assert fresh.exists(), "another program may be writing it now"


@pytest.mark.parametrize("name", ["a" * 255, "音" * 85, " .json", "שיר.json"])
def test_any_name_the_disk_takes(tmp_path: Path, name: str):
    write_text(tmp_path / name, "new")
    assert (tmp_path / name).read_text() == "new"


def test_a_name_too_long_is_said(tmp_path: Path):
    with pytest.raises(LibraryError, match="shorter name"):
        write_text(tmp_path / ("a" * 300), "new")


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path):
    (tmp_path / "songs").write_text("")
    with pytest.raises(LibraryError):
        write_text(tmp_path / "songs" / "a.json", "new")


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The superuser may write anywhere, so the refusal is played."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(LibraryError, match="permissions"):
        write_text(tmp_path / "a.json", "new")


def test_a_second_program_waits_or_is_told(tmp_path: Path):
    path = tmp_path / "a.lock"
    with locked(path), pytest.raises(BusyError, match="another Rhythm Fu"), locked(path, wait_s=0.1):
        pass
    with locked(path, wait_s=0.1):
        pass


def test_a_lock_goes_with_its_process(tmp_path: Path):
    path = tmp_path / "a.lock"
    script = (
        f"import sys, os; sys.path.insert(0, {str(ROOT)!r})\nfrom pathlib import Path\n"
        "from rhythm_fu.library import locked\n"
        "with locked(Path(sys.argv[1])): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    with locked(path, wait_s=0.1):
        pass


def test_eight_programs_lose_nothing(tmp_path: Path):
    """Each adds its own lines under the lock; all lines are there at the end."""
    script = textwrap.dedent(f"""
        import sys; sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from rhythm_fu.library import locked, write_text
        path = Path(sys.argv[1])
        for n in range(5):
            with locked(path.with_suffix(".lock"), wait_s=30):
                write_text(path, (path.read_text() if path.exists() else "") + f"{{sys.argv[2]}} {{n}}\\n")
    """)
    path = tmp_path / "a.txt"
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), str(n)]) for n in range(8)]
    assert [process.wait() for process in running] == [0] * 8
    assert len(set(path.read_text().splitlines())) == 40


def test_windows_needs_no_folder_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(disk.os, "fsync", lambda _: pytest.fail("a folder was opened"))
    monkeypatch.setattr(disk.os, "name", "nt")
    disk.fsync_folder(tmp_path)


def test_what_a_killed_process_left_is_swept_and_nobody_elses(tmp_path: Path):
    for name in (".rfu-4711-ab.tmp", ".rfu-47110-ab.tmp", "neon.rfu.json"):
        (tmp_path / name).write_text("")
    sweep_after(tmp_path, 4711)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".rfu-47110-ab.tmp", "neon.rfu.json"]
