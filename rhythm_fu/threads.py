"""How many threads numeric libraries may start: set in a process's environment before numpy is first imported."""

from typing import Final

ONE_THREAD: Final = {
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1",
}  # fmt: skip
"""Our matrices are small: more threads only wait for each other, on every core, and their pools
eat the memory limit of a decoder on a big machine."""
