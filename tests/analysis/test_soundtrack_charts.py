"""The tool against the soundtrack's exact truth: what it hears unattended, and what was committed of it."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.listen import listen
from rhythm_fu.analysis.model import Features, Grid
from rhythm_fu.chart.model import Chart, DropKind, Level
from rhythm_fu.library import load_chart
from rhythm_fu.sound import Audio, decode
from rhythm_fu.units import in_seconds

ROOT = Path(__file__).parents[2]
SLUGS = sorted(folder.name for folder in (ROOT / "tracks").iterdir())

NEAR_S = 0.010
"""A kick's attack is some milliseconds long: the grid may sit anywhere on it."""

MIDDLE_S = 0.004
"""Half of the beats lie nearer than this to the truth: the grid sits on the click, not on the body after it."""


def truth(slug: str) -> dict[str, Any]:  # Any: JSON
    text = (ROOT / "tracks" / slug / "truth.json").read_text(encoding="utf-8")
    return json.loads(text)


def sound(slug: str) -> Audio:
    return decode(ROOT / "tracks" / slug / f"{slug}.ogg")


@lru_cache
def listened(slug: str) -> tuple[Features, Grid]:
    return listen(sound(slug))


def heard(slug: str) -> Grid:
    return listened(slug)[1]


def charted(slug: str) -> Chart:
    return load_chart(ROOT / "charts" / slug / f"{slug}.rfu.json")


def share_within(wanted: np.ndarray, found: np.ndarray, tolerance: float) -> float:
    """The share of wanted moments with a found one nearby."""
    return float(np.mean([np.min(np.abs(found - moment)) <= tolerance for moment in wanted]))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_tempo_is_heard_exactly(slug: str):
    facts = truth(slug)
    grid = heard(slug)
    assert grid.is_constant is (len(facts["tempo"]) == 1)
    for piece in facts["tempo"]:
        moment = piece["at"] + 8 * 60 / piece["bpm"]
        here = np.diff(grid.times_of(np.round(grid.beats_of(np.array([moment]))) + np.array([0.0, 1.0])))
        assert 60 / float(here[0]) == pytest.approx(piece["bpm"], abs=0.05)


@pytest.mark.parametrize("slug", SLUGS)
def test_beats_lie_on_the_true_beats(slug: str):
    beats = np.array(truth(slug)["beats"])
    found = heard(slug).beat_times()
    inside = beats[(beats >= found[0] - 0.05) & (beats <= found[-1] + 0.05)]
    assert len(inside) >= 0.9 * len(beats)
    assert share_within(inside, found, NEAR_S) >= 0.97


@pytest.mark.parametrize("slug", SLUGS)
def test_beats_lie_on_the_click(slug: str):
    beats = np.array(truth(slug)["beats"])
    found = heard(slug).beat_times()
    off = [np.min(np.abs(found - moment)) for moment in beats if found[0] < moment < found[-1]]
    assert np.median(off) <= MIDDLE_S


def test_where_the_tempo_changes_every_beat_is_right():
    beats = np.array(truth("red-curtain")["beats"])
    assert share_within(beats, heard("red-curtain").beat_times(), 0.025) == 1.0


@pytest.mark.parametrize("slug", SLUGS)
def test_downbeats_lie_on_the_true_downbeats(slug: str):
    grid = heard(slug)
    found = grid.times_of(grid.downbeats().astype(np.float64))
    wanted = np.array(truth(slug)["downbeats"])
    inside = wanted[(wanted >= found[0] - 0.05) & (wanted <= found[-1] + 0.05)]
    assert share_within(inside, found, NEAR_S) >= 0.97
    assert share_within(found, wanted, NEAR_S) >= 0.9


@pytest.mark.parametrize("slug", SLUGS)
def test_the_committed_chart_has_every_true_drop_and_no_other(slug: str):
    wanted = [drop["at"] for drop in truth(slug)["drops"] if drop["kind"] == "drop"]
    found = [in_seconds(drop.at) for drop in charted(slug).drops if drop.kind is DropKind.DROP]
    assert found == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_committed_chart_has_all_levels_and_the_true_key(slug: str):
    chart = charted(slug)
    assert [level.level for level in chart.levels] == list(Level)
    assert chart.song.key == truth(slug)["key"]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_committed_chart_is_what_the_tool_makes(slug: str):
    made, _ = chart_from(sound(slug), *listened(slug), file_name=f"{slug}.ogg")
    committed = charted(slug)
    for part in ("song", "tempo", "drops", "marks", "pulses", "energy", "levels"):
        assert getattr(made, part) == getattr(committed, part), part
