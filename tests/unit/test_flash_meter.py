"""The meter must find what harms and let pass what does not; and the stage must pass it."""

from collections.abc import Callable

import pygame
import pytest

from rhythm_fu.chart import Level
from rhythm_fu.game.view.stage import Stage
from rhythm_fu.units import MICROS, SongTime
from tests.unit.stage_samples import a_night, a_view, at
from tools.flash_meter import FlashMeter, FlashReport

FPS = 30
STAGE_FPS = 20
Colour = tuple[int, int, int]


def metered(colour_at: Callable[[float], Colour], share: float = 1.0, seconds: float = 2.0) -> FlashReport:
    meter = FlashMeter()
    picture = pygame.Surface((640, 360), 0, 32)
    for number in range(int(seconds * FPS)):
        picture.fill((20, 20, 20))
        picture.fill(colour_at(number / FPS), (0, 0, 640, round(360 * share)))
        meter.feed(number * MICROS // FPS, picture)
    return meter.report()


def strobe(hertz: float, one: Colour, other: Colour = (20, 20, 20)) -> Callable[[float], Colour]:
    return lambda now: one if int(now * hertz * 2 + 1e-6) % 2 == 0 else other


@pytest.mark.parametrize(
    ("hertz", "colour", "share", "passes"),
    [
        (5, (255, 255, 255), 1.0, False),
        (3, (255, 255, 255), 1.0, True),
        (5, (255, 255, 255), 0.05, True),
        (5, (255, 255, 255), 0.30, False),
        (5, (80, 80, 80), 1.0, True),
        (5, (110, 110, 110), 1.0, False),
    ],
)
def test_more_than_three_flashes_a_second_over_a_fifth_of_the_picture_fail(hertz, colour, share, passes):
    assert metered(strobe(hertz, colour), share).passes is passes


def test_bright_states_that_never_go_dark_are_no_flashes():
    assert metered(strobe(6, (255, 255, 255), (238, 238, 238))).passes


def test_a_full_screen_red_flash_fails_even_once():
    report = metered(lambda now: (220, 0, 0) if 0.5 < now < 0.7 else (20, 20, 20))
    assert report.red_at_all == 1.0
    assert not report.passes


def test_fast_red_flashes_fail_where_their_luminance_alone_would_not():
    report = metered(strobe(5, (120, 0, 0)), 0.4)
    assert report.general == 0
    assert report.red > 0.3
    assert not report.passes


def test_slow_swings_count_as_they_should_however_finely_they_are_fed():
    def sweep(now: float) -> Colour:
        level = round(255 * abs((now * 2 * 4) % 2 - 1))
        return level, level, level

    assert metered(sweep).most_a_second == 4


def spot(meter: FlashMeter, rect: tuple[int, int, int, int], seconds: float = 2.0) -> FlashReport:
    """Five white flashes a second on a part of a dark picture of 960 x 540."""
    picture = pygame.Surface((960, 540), 0, 32)
    for number in range(int(seconds * FPS)):
        picture.fill((20, 20, 20))
        picture.fill(strobe(5, (255, 255, 255))(number / FPS), rect)
        meter.feed(number * MICROS // FPS, picture)
    return meter.report()


@pytest.mark.parametrize(("side", "passes"), [(150, True), (260, False)])
def test_no_field_of_ten_degrees_may_flash_over_more_than_a_quarter_though_the_picture_hardly_does(side, passes):
    report = spot(FlashMeter(), (300, 200, side, side // 2))
    assert report.general < 0.08
    assert report.passes is passes


def bars(together: bool) -> FlashReport:
    """A field of ten degrees, each part dark five times a second: one bar after the other, or all at once."""
    meter, picture = FlashMeter(), pygame.Surface((960, 540), 0, 32)
    for number in range(120):
        picture.fill((20, 20, 20))
        picture.fill((255, 255, 255), (300, 150, 300, 165))
        place = number % 12  # at 60 pictures a second each bar comes round five times
        if together and place == 0:
            picture.fill((20, 20, 20), (300, 150, 300, 165))
        elif not together:
            picture.fill((20, 20, 20), (300 + 25 * place, 150, 25, 165))
        meter.feed(number * MICROS // 60, picture)
    return meter.report()


def test_what_runs_through_a_field_turns_it_part_by_part_and_is_no_flash():
    running, flashing = bars(together=False), bars(together=True)
    assert running.passes, running
    assert flashing.field_flashes >= 4
    assert not flashing.passes
    assert flashing.general < 0.2


def test_a_red_flash_may_pass_over_a_quarter_of_the_picture_and_no_more():
    def once(now: float) -> Colour:
        return (220, 0, 0) if 0.5 < now < 0.7 else (20, 20, 20)

    assert metered(once, 0.24).passes
    assert not metered(once, 0.28).passes


@pytest.mark.parametrize("arena", ["nightclub", "mirrors", "opera"])
def test_the_stage_passes_through_a_build_and_a_drop_with_the_safe_setting_on(arena):
    stage, meter = Stage(a_night(), Level.MASTER, arena), FlashMeter()
    surface = pygame.Surface((1280, 720), 0, 32)
    for number in range(5 * STAGE_FPS // 2):
        now = SongTime(at(29) + number * MICROS // STAGE_FPS)
        stage.draw(surface, a_view(a_night(), now), now)
        meter.feed(now, surface)
    report = meter.report()
    assert report.pictures == 5 * STAGE_FPS // 2
    assert report.passes, report


def test_the_same_pictures_with_a_strobe_over_them_fail():
    stage, meter = Stage(a_night(), Level.MASTER), FlashMeter()
    surface = pygame.Surface((1280, 720), 0, 32)
    for number in range(STAGE_FPS + 6):
        now = SongTime(at(33) + number * MICROS // STAGE_FPS)
        stage.draw(surface, a_view(a_night(), now), now)
        if number // 2 % 2:
            surface.fill((255, 255, 255), (0, 0, 1280, 300))
        meter.feed(now, surface)
    assert not meter.report().passes
