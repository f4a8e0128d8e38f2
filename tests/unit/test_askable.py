"""One set of bounds: what the options take is what the analysis takes, to the edge."""

from collections.abc import Callable

import pytest
import typer

from rhythm_fu.analysis.askable import (
    BEAT_UNITS,
    FACTOR,
    MOMENT,
    MOST_SEED,
    SHIFT,
    TEMPO,
    Bounds,
    level_typed,
    refuse_absurd,
)
from rhythm_fu.analysis.model import Request
from rhythm_fu.chart.model import LONGEST_BAR
from rhythm_fu.cli.options import beats, factor, meter, moment, tempi, tempo
from rhythm_fu.errors import AnalysisError
from rhythm_fu.timing import Meter

ANY_SONG_S = 1e9
OPTIONS: dict[str, tuple[Callable[[str], float], Bounds]] = {
    "bpm": (tempo, TEMPO), "level_shift": (factor, FACTOR), "shift_beats": (beats, SHIFT),
    "offset_s": (moment, MOMENT), "first_beat_s": (moment, MOMENT),
}  # fmt: skip


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_and_the_analysis_have_the_same_edges(name: str):
    read, bounds = OPTIONS[name]
    for edge in (bounds.least, bounds.most):
        refuse_absurd(Request(**{name: read(f"{edge}")}), ANY_SONG_S)
    below, above = bounds.least - 0.01, bounds.most + 0.01
    for beyond in (below, above):
        with pytest.raises(typer.BadParameter, match=str(bounds)):
            read(f"{beyond}")
    with pytest.raises(AnalysisError, match=f"{bounds.least:g}"):
        refuse_absurd(Request(**{name: below}), ANY_SONG_S)


def test_a_range_has_the_edges_of_a_tempo():
    refuse_absurd(Request(range_bpm=tempi(f"{TEMPO.least}:{TEMPO.most}")), 60.0)
    for words, span in ((f"{TEMPO.least - 1}:100", (19.0, 100.0)), (f"100:{TEMPO.most + 1}", (100.0, 401.0))):
        with pytest.raises(typer.BadParameter, match=str(TEMPO)):
            tempi(words)
        with pytest.raises(AnalysisError, match=str(TEMPO)):
            refuse_absurd(Request(range_bpm=span), 60.0)


@pytest.mark.parametrize("unit", BEAT_UNITS)
def test_the_longest_bar_is_the_longest_that_a_chart_holds(unit: int):
    refuse_absurd(Request(meter=meter(f"{LONGEST_BAR}/{unit}")), 60.0)
    with pytest.raises(typer.BadParameter, match=str(LONGEST_BAR)):
        meter(f"{LONGEST_BAR + 1}/{unit}")
    with pytest.raises(AnalysisError, match=str(LONGEST_BAR)):
        refuse_absurd(Request(meter=Meter(LONGEST_BAR + 1, unit)), 60.0)


@pytest.mark.parametrize("span", [(180.0, 90.0), (101.0, 101.0)])
def test_a_range_rises(span: tuple[float, float]):
    with pytest.raises(AnalysisError, match="the first number must be the smaller one"):
        refuse_absurd(Request(range_bpm=span), 60.0)


def test_dice_are_those_of_a_chart():
    refuse_absurd(Request(seed=MOST_SEED), 60.0)
    with pytest.raises(AnalysisError, match=str(MOST_SEED)):
        refuse_absurd(Request(seed=MOST_SEED + 1), 60.0)


def test_a_tempo_outside_the_range_that_is_asked_for_too_is_refused():
    refuse_absurd(Request(bpm=120.0, range_bpm=(120.0, 150.0)), 60.0)
    with pytest.raises(AnalysisError, match="--bpm 100 lies outside --range 120:150"):
        refuse_absurd(Request(bpm=100.0, range_bpm=(120.0, 150.0)), 60.0)


@pytest.mark.parametrize(
    ("level", "typed"),
    [
        (2.0, "2"),
        (0.75, "0.75"),
        (2 / 3, "2/3"),
        (4 / 3, "4/3"),
        (5 / 6, "5/6"),
        (1.2857143, "9/7"),
        (1.014706, "1.015"),
    ],
)
def test_a_level_is_told_as_one_types_it(level: float, typed: str):
    assert level_typed(level) == typed
    assert factor(typed) == pytest.approx(level, rel=5e-4)
