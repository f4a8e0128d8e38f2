"""One whole song through the renderer with the safe setting on, held against the photosensitivity limits.

Eleven uneven looks a second are enough: what is forbidden are more than three flashes in a second, so one that lasts
has a half-period of 0.17 s at most, and no two looks lie further apart than 0.164. What flashes faster than the looks
come is caught bright at some and dark at others, for they are uneven; the controls show it. The tool looks 30 times a
second.
"""

from collections.abc import Callable
from itertools import pairwise

import pygame
import pytest

from rhythm_fu.chart import Level
from rhythm_fu.fight import Setup
from rhythm_fu.fight.bot import BotStyle
from rhythm_fu.game.demo import Performance
from rhythm_fu.game.scenes.staging import hud_options
from rhythm_fu.game.view.hud import Hud
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.library import Settings, find_song, load_chart
from rhythm_fu.units import MICROS, SongTime, seconds
from tools.check_flashes import JITTER, check, looks
from tools.flash_meter import FlashMeter, FlashReport

FPS = 11
CHART = load_chart(find_song("black-feather").chart)


@pytest.mark.slow
@pytest.mark.parametrize("quarter", range(4))
def test_a_whole_song_keeps_to_the_limits(quarter: int):
    """The quarters overlap by the second in which flashes are counted, so none is cut in two."""
    begin, end = (CHART.audio.length * part // 4 for part in (quarter, quarter + 1))
    begin = max(0, begin - MICROS)
    report = check(CHART, "nightclub", level=Level.MASTER, fps=FPS, span=(begin, end))
    assert report.pictures > FPS * (end - begin) // MICROS - 2
    assert report.passes, report


def test_the_same_looks_find_a_strobe_over_the_same_pictures():
    drop = CHART.drops[0].at
    report = check(CHART, "nightclub", fps=FPS, span=(drop, SongTime(drop + seconds(3))), strobe=5)
    assert not report.passes


def test_the_bright_room_keeps_to_the_limits_where_it_is_densest():
    """Dark figures before white windows change the most light. With twice the light behind them this part failed."""
    chart = load_chart(find_song("first-position").chart)
    report = check(chart, "conservatory", fps=15, span=(seconds(81), seconds(90)))
    assert report.passes, report


def test_words_that_come_and_go_on_a_white_wall_do_not_flash():
    chart = load_chart(find_song("first-position").chart)
    performance = Performance(chart, Level.MASTER, Setup(), spread_ms=15, seed=1, style=BotStyle.VARIED)
    hud = Hud(chart, hud_options(performance.fight, "conservatory", Settings()))
    meter, picture = FlashMeter(), pygame.Surface((WIDTH, HEIGHT), 0, 32)
    for now in looks(seconds(54), 30, start=seconds(48)):
        picture.fill((255, 255, 255))
        hud.draw(picture, performance.at(now))
        meter.feed(now, picture)
    report = meter.report()
    assert report.general < 0.02
    assert report.field_flashes == 0


def looked_at(is_bright: Callable[[float], bool]) -> FlashReport:
    """Ten seconds of a picture that is white or dark, seen as the song is."""
    meter, picture = FlashMeter(), pygame.Surface((64, 36), 0, 32)
    for now in looks(seconds(10), FPS):
        picture.fill((255, 255, 255) if is_bright(now / MICROS) else (20, 20, 20))
        meter.feed(now, picture)
    return meter.report()


@pytest.mark.parametrize("hertz", [4, 5, 6, 7.5, 10, 12, 15, 20, 24, 30])
def test_no_strobe_hides_between_the_looks(hertz: float):
    assert not looked_at(lambda now: now * hertz % 1 < 0.5).passes


@pytest.mark.parametrize("hertz", [5, 6, 8, 12])
def test_flashes_of_a_twentieth_of_a_second_are_found_too(hertz: float):
    assert not looked_at(lambda now: now * hertz % 1 < 0.05 * hertz).passes


def test_what_is_allowed_passes_under_the_same_looks():
    assert looked_at(lambda now: now * 2.5 % 1 < 0.5).passes


def test_looks_are_uneven_but_never_far_apart():
    times = list(looks(seconds(60), FPS))
    steps = {b - a for a, b in pairwise(times)}
    assert len(steps) > 500
    assert max(steps) <= (1 + 2 * JITTER) * MICROS / FPS + 1
    assert min(steps) > 0
