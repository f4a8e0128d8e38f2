"""Fights written down long ago still come to the same; else it takes a new version of the rules."""

from pathlib import Path

import pytest

from rhythm_fu.chart.codec import loads as chart_loads
from rhythm_fu.fight.resimulate import resimulate
from rhythm_fu.replay import loads
from rhythm_fu.style import RULES, RULES_BY_VERSION
from tools.sweep_fps import schedules, score_of

FOLDER = Path(__file__).parent / "fights"
REPLAYS = sorted(FOLDER.glob("*.replay.json"))
TODAYS = sorted(FOLDER.glob(f"*.rules-{RULES.version}.replay.json"))
"""Enough for the fifty schedules, which take their time."""

CHART = chart_loads((FOLDER / "chart.rfu.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", REPLAYS, ids=lambda path: path.name)
def test_a_golden_fight_comes_to_what_it_did(path: Path):
    found = resimulate(loads(path.read_text(encoding="utf-8"), path.name), CHART)
    assert str(found.difference) == "None"


@pytest.mark.parametrize("path", TODAYS, ids=lambda path: path.name)
def test_fifty_frame_schedules_one_score(path: Path):
    replay = loads(path.read_text(encoding="utf-8"), path.name)
    cuts = list(schedules(replay.until))
    assert len(cuts) == 50
    assert {score_of(replay, CHART, frames) for _, frames in cuts} == {
        (replay.digest, replay.style_points, replay.precision)
    }


def test_every_version_of_the_rules_has_golden_fights():
    versions = {loads(path.read_text(encoding="utf-8"), path.name).rules_version for path in REPLAYS}
    assert versions == set(RULES_BY_VERSION)
