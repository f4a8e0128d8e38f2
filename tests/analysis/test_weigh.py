import numpy as np
import pytest

from rhythm_fu.analysis.weigh import weigher


def test_readings_compete_for_one_whole_belief():
    model = weigher()
    cues = np.random.default_rng(1).standard_normal((32, len(model.usual))).astype(np.float32)
    shares = model.probabilities(cues)
    assert shares.sum() == pytest.approx(1.0)
    assert np.all(shares >= 0)


def test_what_is_known_beforehand_decides_between_equals():
    model = weigher()
    cues = np.zeros((2, len(model.usual)), np.float32)
    assert model.probabilities(cues, np.array([1.0, 3.0])) == pytest.approx([0.25, 0.75], abs=1e-6)
