"""From sound to chart with the ear's own grid, on our own tracks, whose truth is known."""

import json
from pathlib import Path

import numpy as np
import pytest

from rhythm_fu.analysis.charting import make_chart
from rhythm_fu.analysis.model import Request
from rhythm_fu.chart import Chart, DropKind, Level
from rhythm_fu.chart.lint import findings
from rhythm_fu.errors import AnalysisError
from rhythm_fu.sound import decode
from rhythm_fu.sound.model import Audio
from tests.analysis.material import RATE, a_house_track

TRACKS = Path(__file__).parents[2] / "tracks"


@pytest.fixture(scope="module", params=["black-feather", "twelve-at-the-mirror"])
def charted(request) -> tuple[Chart, dict]:
    folder = TRACKS / request.param
    chart, _ = make_chart(decode(folder / f"{request.param}.ogg"), file_name=f"{request.param}.ogg")
    return chart, json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def test_exactly_the_true_drops_are_played_on_their_downbeats(charted):
    chart, truth = charted
    played = [d.at / 1e6 for d in chart.drops if d.kind is DropKind.DROP]
    wanted = [drop["at"] for drop in truth["drops"] if drop["kind"] == "drop"]
    assert played == pytest.approx(wanted, abs=0.02)


def test_drop_sections_start_where_they_do(charted):
    chart, truth = charted
    found = [m.at / 1e6 for m in chart.marks if m.label == "drop"]
    wanted = [part["start"] for part in truth["sections"] if part["kind"] == "drop"]
    assert found == pytest.approx(wanted, abs=0.02)


def test_the_key_is_heard(charted):
    chart, truth = charted
    assert chart.song.key == truth["key"]


def test_our_own_tracks_are_charted_fairly(charted):
    assert findings(charted[0]) == ()


def test_sound_in_chart_out_events_on_the_beat():
    sound = Audio(a_house_track(126.0, 0.4, beats=64), RATE, "test", "a" * 64)
    chart, analysis = make_chart(sound, Request(levels=(Level.STORY, Level.MASTER)), file_name="house.wav")
    assert analysis.grid.bpm == pytest.approx(126, abs=0.02)
    assert [level.level for level in chart.levels] == [Level.STORY, Level.MASTER]
    story = chart.level(Level.STORY).events
    assert len(story) >= 8
    for event in story:
        beats = (event.at / 1e6 - 0.4) * 126 / 60
        assert abs(beats - round(beats)) * 60 / 126 < 0.005


def test_stages_are_told_in_order():
    told = []
    sound = Audio(a_house_track(126.0, 0.4, beats=48), RATE, "test", "a" * 64)
    make_chart(sound, progress=lambda stage, share: told.append((stage, share)), file_name="house.wav")
    stages = list(dict.fromkeys(stage for stage, _ in told))
    assert stages[-3:] == ["form", "choreography", "check"]
    assert told[-1] == ("check", 1.0)
    assert all(0 <= share <= 1 for _, share in told)


def test_a_song_without_a_beat_is_refused_by_the_name_of_its_file():
    noise = np.random.default_rng(1).normal(0.0, 0.1, (RATE * 20, 1)).astype(np.float32)
    with pytest.raises(AnalysisError, match=r"^hiss\.wav: no steady beat found"):
        make_chart(Audio(noise, RATE, "test", "a" * 64), file_name="hiss.wav")
