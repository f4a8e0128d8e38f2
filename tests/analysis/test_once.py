"""What is heard twice in a song is computed once, and gives the same."""

import pytest

from rhythm_fu.analysis import one_tempo
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.given import asked_grid
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Features, Request
from rhythm_fu.analysis.once import once, remembering
from tests.analysis.material import RATE, a_house_track


@pytest.fixture(scope="module")
def heard() -> Features:
    return features(a_house_track(126.0, 0.4, beats=96), RATE)


def test_the_same_question_is_answered_once_while_somebody_remembers():
    asked: list[tuple[int, int]] = []

    @once
    def total(one: int, two: int = 0) -> int:
        asked.append((one, two))
        return one + two

    with remembering():
        with remembering():
            assert (total(1, two=2), total(1, two=2), total(1)) == (3, 3, 1)
        assert total(1, two=2) == 3
    assert asked == [(1, 2), (1, 0)]
    total(1)
    total(1)
    assert asked[2:] == [(1, 0), (1, 0)], "nothing is kept when nobody remembers"


@pytest.mark.parametrize(
    "asked",
    [
        {"level_shift": 0.5},
        {"shift_beats": 0.5},
        {"first_beat_s": 9.0},
        {"offset_s": 9.0},
        {"range_bpm": (120.0, 130.0)},
    ],
    ids=str,
)
def test_a_song_is_heard_once_for_what_was_asked_and_what_the_ear_makes_of_it(
    heard: Features, asked: dict[str, float], monkeypatch: pytest.MonkeyPatch
):
    real, windows = one_tempo.local_tempi, []

    def counted(song: Features, bpm: float) -> one_tempo.LocalTempi:
        windows.append(bpm)
        return real(song, bpm)

    monkeypatch.setattr(one_tempo, "local_tempi", counted)
    grid = asked_grid(heard, Request(**asked))
    assert len(windows) == 1
    alone = grid_of(heard, Request(**asked))
    assert len(windows) == 2, "nothing was kept"
    assert (grid.anchors, grid.first_beat, grid.last_beat) == (alone.anchors, alone.first_beat, alone.last_beat)
