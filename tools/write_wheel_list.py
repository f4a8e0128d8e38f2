"""Write the wheel's file list that CI compares with: `python -m tools.write_wheel_list`, then read the diff."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests" / "packaging" / "wheel_files.txt"


def build_wheel(into: Path) -> Path:
    """The wheel of this checkout, built with the environment's own hatchling."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the wheel did not build:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return next(into.glob("*.whl"))


def files_in(wheel: Path) -> list[str]:
    """What the wheel installs, sorted; its own metadata folder is left to the build backend."""
    with zipfile.ZipFile(wheel) as archive:
        return sorted(name for name in archive.namelist() if ".dist-info/" not in name)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        LIST.write_text("\n".join(files_in(build_wheel(Path(folder)))) + "\n", encoding="utf-8")
