"""What falls breaks in its own shape, glass in the pieces its cracks have drawn, and the curtain falls in time."""

import hashlib
from itertools import combinations

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as some

from rhythm_fu.game.view.arena import ArenaFolders, Wreck, arenas
from rhythm_fu.game.view.drape import DROPS_S, RISES_S, STAYS_S, Drape
from rhythm_fu.game.view.glass import FALLS_S, draw_falling, facets
from rhythm_fu.game.view.layout import FLOOR_Y, HEIGHT, WIDTH
from rhythm_fu.game.view.wrecks import LIVES_S, cut_up, draw_wreck, throw

SIZE = (160, 120)


def a_screen() -> pygame.Surface:
    return pygame.Surface((WIDTH, HEIGHT), 0, 32)


def seen(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface).max(axis=2) > 40


def a_thing() -> pygame.Surface:
    image = pygame.Surface(SIZE, pygame.SRCALPHA, 32)
    pygame.draw.polygon(image, (255, 255, 255, 255), [(0, 30), (159, 30), (110, 119), (50, 119)])
    pygame.draw.rect(image, (255, 255, 255, 255), (76, 0, 8, 40))
    return image


def wreck_of(wreck: Wreck, since: float = 0.4, left: float = 1.0) -> np.ndarray:
    surface = a_screen()
    draw_wreck(surface, a_thing(), wreck, (640, FLOOR_Y), (since, left))
    return seen(surface)


@pytest.mark.parametrize("wreck", list(Wreck))
def test_a_wreck_lies_on_the_floor_where_it_fell(wreck):
    columns, rows = np.nonzero(wreck_of(wreck, 0.7))
    assert abs(int(rows.max()) - FLOOR_Y) <= 6
    assert abs(float(columns.mean()) - 640) < 60


def test_no_two_wrecks_look_alike():
    shapes = {wreck: wreck_of(wreck) for wreck in Wreck}
    for one, other in combinations(Wreck, 2):
        apart = shapes[one] ^ shapes[other]
        assert apart.sum() > 0.25 * min(shapes[one].sum(), shapes[other].sum()), (one, other)


def test_a_wreck_fades_away():
    assert wreck_of(Wreck.CRUSHES, left=0.05).sum() == 0


def pictures(name: str) -> set[str]:
    files = ArenaFolders()
    images = {prop.image for prop in files.load(name).drops if prop.prop == "chandelier"}
    return {hashlib.sha256(files.find(name, image).read_bytes()).hexdigest() for image in images}


def test_no_two_arenas_have_the_same_chandelier():
    found = [picture for name in arenas() for picture in pictures(name)]
    assert len(found) >= 5
    assert len(set(found)) == len(found)


def test_no_two_chandeliers_break_alike():
    drops = [prop for name in arenas() for prop in ArenaFolders().load(name).drops if prop.prop == "chandelier"]
    assert all(prop.pieces for prop in drops)
    assert len({(prop.wreck, prop.cells, prop.shards) for prop in drops}) == len(drops)


def a_sheet() -> pygame.Surface:
    sheet = pygame.Surface((4 * 30, 30), pygame.SRCALPHA, 32)
    for cell in range(4):
        pygame.draw.rect(sheet, (255, 255, 255, 255), (cell * 30 + 8, 4, 14, 22))
    return sheet


def test_thrown_pieces_go_outward_and_come_to_lie_on_the_floor():
    pieces = cut_up(a_sheet(), 4)
    spans, lowest = [], []
    for since in (0.02, 0.3, 1.15):
        surface = a_screen()
        throw(surface, pieces, since, (640, FLOOR_Y - 60), 200)
        columns, rows = np.nonzero(seen(surface))
        spans.append(int(columns.max() - columns.min()))
        lowest.append(int(rows.max()))
    assert spans == sorted(spans)
    assert spans[-1] > spans[0] + 100
    assert FLOOR_Y - 16 < lowest[-1] < FLOOR_Y + 18
    surface = a_screen()
    throw(surface, pieces, LIVES_S, (640, FLOOR_Y - 60), 200)
    assert not seen(surface).any()


PANES = some.tuples(some.integers(80, 800), some.integers(120, 500))


@given(size=PANES, steps=some.integers(1, 7), seed=some.integers(0, 40))
def test_facets_never_leave_their_pane(size, steps, seed):
    for facet in facets(*size, steps, seed):
        assert all(0 <= x <= size[0] and 0 <= y <= size[1] for x, y in facet)


@given(size=PANES, seed=some.integers(0, 40))
def test_the_second_blow_drives_the_same_star_further(size, seed):
    once, twice = set(facets(*size, 1, seed)), set(facets(*size, 2, seed))
    assert once < twice


def test_the_pieces_of_a_pane_make_up_nearly_all_of_it_and_then_fall_out_of_it():
    box = pygame.Rect(500, 100, 238, 408)
    share = []
    for since in (0.0, 0.9):
        surface = a_screen()
        draw_falling(surface, box, 3, since, ((200, 200, 255), (255, 255, 255)), share=1.0)
        share.append(seen(surface)[box.left : box.right, box.top : box.bottom].mean())
    assert share[0] > 0.85
    assert share[1] < 0.4
    surface = a_screen()
    draw_falling(surface, box, 3, FALLS_S, ((200, 200, 255), (255, 255, 255)), share=1.0)
    assert not seen(surface).any()


def a_cloth() -> Drape:
    cloth = pygame.Surface((320, FLOOR_Y + 8), pygame.SRCALPHA, 32)
    cloth.fill((180, 60, 60, 255))
    return Drape(cloth)


def hem(drape: Drape, since: float) -> int:
    """How far down the cloth reaches in the middle of the picture."""
    surface = a_screen()
    drape.fall(surface, since, 1.0)
    column = seen(surface)[WIDTH // 2]
    return int(np.flatnonzero(column).max()) if column.any() else 0


def test_the_curtain_is_down_on_the_event_and_not_before():
    drape = a_cloth()
    assert hem(drape, -DROPS_S) < 120
    assert hem(drape, -0.12) < FLOOR_Y - 60
    assert hem(drape, 0.0) >= FLOOR_Y
    falls = [hem(drape, -DROPS_S + DROPS_S * step / 12) for step in range(13)]
    assert falls == sorted(falls)


def test_the_curtain_hangs_for_longer_than_a_second_and_is_gone_at_last():
    drape = a_cloth()
    assert STAYS_S > 1
    assert hem(drape, STAYS_S - 0.05) > FLOOR_Y - 20
    assert hem(drape, STAYS_S + RISES_S) == 0
