"""Bots answer what a fair chart asks."""

from itertools import product
from pathlib import Path

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.chart.codec import loads
from rhythm_fu.chart.lint import Severity, findings
from rhythm_fu.fight import Action, ActionKind, Fight, Scheme, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.judge import Grade, Move
from tools.built_chart import built_chart

SHIPPED = sorted((Path(__file__).parents[2] / "charts").glob("*/*.rfu.json"))


@pytest.mark.parametrize("level", list(Level))
def test_built_charts_are_fair(level: Level):
    for seed in range(3):
        unfair = [f for f in findings(built_chart(level, 120, seed=seed)) if f.severity is Severity.ERROR]
        assert unfair == []


@pytest.mark.parametrize("style", list(BotStyle))
@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("level", list(Level))
def test_without_error_a_bot_answers_everything_exactly(level: Level, scheme: Scheme, style: BotStyle):
    for seed, bpm in ((3, 126), (4, 174), (5, 90)):
        chart, setup = built_chart(level, 160, bpm=bpm, seed=seed), Setup(scheme=scheme, mirror=seed == 4)
        fight = Fight(chart, level, setup)
        for press in bot_presses(chart, level, setup, style=style):
            fight.press(press)
        fight.advance(chart.audio.length)
        result = fight.finish()
        assert (result.precision, result.clumsy, result.stumbles) == (1_000_000, 0, 0)
        assert result.counts[Grade.FLAWLESS] == len(fight.targets)


def test_a_varied_bot_runs_its_pistol_dry_for_the_plates():
    chart = built_chart(Level.MASTER, 320, seed=3)
    fight = Fight(chart, Level.MASTER)
    for press in bot_presses(chart, Level.MASTER, style=BotStyle.VARIED):
        fight.press(press)
    moves = [judgement.move for judgement in fight.judgements]
    assert Move.NONE not in moves
    assert moves.count(Move.PLATE) >= 2


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_shipped_level_can_be_played_without_a_fault(path: Path):
    chart = loads(path.read_text(encoding="utf-8"), path.name)
    for level, scheme in product(Level, Scheme):
        setup = Setup(scheme)
        fight = Fight(chart, level, setup)
        out = [found for press in bot_presses(chart, level, setup) for found in fight.press(press)]
        assert fight.precision == 1_000_000
        assert not any(isinstance(found, Action) and found.kind is ActionKind.DRY for found in out)
