import sys

import numpy as np
import pytest
import scipy.linalg
from threadpoolctl import threadpool_info


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS: Accelerate may compute, whose threads nobody limits")
def test_tests_compute_on_one_thread_as_commands_do():
    assert np.linalg.det(np.eye(2)) == scipy.linalg.det(np.eye(2)), "both have loaded what they compute with"
    pools = threadpool_info()
    assert pools
    assert {pool["num_threads"] for pool in pools} == {1}, pools
