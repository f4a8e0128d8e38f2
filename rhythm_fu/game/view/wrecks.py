"""What becomes of a thing that fell: its wreck on the floor and the pieces it throws off, each in its own shape."""

from math import cos, exp, sin
from typing import Final

import pygame

from rhythm_fu.game.view.arena import Wreck
from rhythm_fu.game.view.layout import FLOOR_Y
from rhythm_fu.game.view.particles import GRAVITY

Point = tuple[float, float]
LIVES_S: Final = 1.5
"""How long thrown pieces are seen."""
FADES_S: Final = 0.5
TURNS: Final = 24
"""Turned pictures kept of a piece: fifteen degrees apart."""
SPEED: Final = 360
"""Pixels a second at which the outermost piece leaves sideways."""


class Pieces:
    """The pieces of one wreck, and their turned pictures."""

    def __init__(self, cells: list[pygame.Surface]) -> None:
        self._cells = cells
        boxes = [cell.get_bounding_rect() for cell in cells]
        self.lying = tuple(90 if box.height > box.width else 0 for box in boxes)
        self._turned: dict[tuple[int, int], pygame.Surface] = {}

    def __len__(self) -> int:
        return len(self._cells)

    def turned(self, number: int, degrees: float) -> pygame.Surface:
        """A piece turned to the nearest step."""
        step = round(degrees / 360 * TURNS) % TURNS
        if (number, step) not in self._turned:
            self._turned[number, step] = pygame.transform.rotozoom(self._cells[number], step * 360 / TURNS, 1.0)
        return self._turned[number, step]


def cut_up(sheet: pygame.Surface, cells: int) -> Pieces:
    """The cells of a sheet, from left to right, all turned pictures made."""
    width = sheet.get_width() // cells
    pieces = Pieces([sheet.subsurface((n * width, 0, width, sheet.get_height())) for n in range(cells)])
    for number in range(cells):
        for step in range(TURNS):
            pieces.turned(number, step * 360 / TURNS)
    return pieces


def throw(surface: pygame.Surface, pieces: Pieces, since: float, at: Point, width: float) -> None:
    """Each piece from where it was in the whole, outward and up, spinning until it has bounced twice and lies."""
    if not 0 <= since < LIVES_S:
        return
    alpha = round(255 * min(1.0, (LIVES_S - since) / FADES_S))
    for number in range(len(pieces)):
        luck = sin(number * 7.31) * 0.5 + 0.5
        share = 2 * (number + 0.5) / len(pieces) - 1 + 0.5 * sin(number * 4.7) / len(pieces)
        up = 300 + 270 * luck
        x = at[0] + share * width / 2 + share * SPEED * (0.6 + 0.8 * luck) * (1 - exp(-1.6 * since)) / 1.6
        y, spun = _bounced(since, at[1], up)
        spin = (260 + 420 * luck) * (1 if share > 0 else -1)
        # What was painted upright comes to lie on its side.
        flat = pieces.lying[number]
        lies = round((spin * _bounced(LIVES_S, at[1], up)[1] - flat) / 180) * 180 + flat + 34 * sin(number * 2.9)
        settled = min(1.0, max(0.0, since - 0.8) / 0.5)
        picture = pieces.turned(number, -(spin * spun * (1 - settled) + lies * settled))
        picture.set_alpha(alpha)
        surface.blit(picture, (x - picture.get_width() / 2, y - picture.get_height() / 2))


def _bounced(since: float, start: float, up: float) -> tuple[float, float]:
    """The height on the screen of what was thrown up at `up` pixels a second, and its seconds in the air."""
    ground, y, speed, clock = float(FLOOR_Y - 10), start, up, 0.0
    for _ in range(3):
        flight = (speed + (speed * speed + 2 * GRAVITY * max(0.0, ground - y)) ** 0.5) / GRAVITY
        if since - clock < flight:
            way = since - clock
            return y - speed * way + GRAVITY * way * way / 2, since
        clock += flight
        speed = (speed * speed + 2 * GRAVITY * max(0.0, ground - y)) ** 0.5 * 0.36
        y = ground
    return ground, clock


def draw_wreck(
    surface: pygame.Surface, image: pygame.Surface, wreck: Wreck, at: Point, state: tuple[float, float]
) -> None:
    """What is left where it hit; `state` is the seconds since and how much of it is still seen, 0..1."""
    since, left = state
    alpha = round(255 * left)
    width, height = image.get_size()
    ring = exp(-since * 11) * cos(since * 38)
    if wreck is Wreck.CRUSHES:
        flat = 0.30 + 0.14 * ring
        wide = round(width * (1.22 - 0.2 * exp(-since * 9)))
        crushed = pygame.transform.smoothscale(image, (wide, max(4, round(height * flat))))
        _stand(surface, crushed, at[0], alpha)
    elif wreck is Wreck.TIPS:
        degrees = -24 * (1 - exp(-since * 7)) - 7 * ring
        turned = pygame.transform.rotozoom(image, degrees, 1.0)
        low = pygame.transform.smoothscale(turned, (turned.get_width(), round(turned.get_height() * 0.86)))
        _stand(surface, low, at[0] + 26 * (1 - exp(-since * 5)), alpha)
    elif wreck is Wreck.SPLITS:
        apart = 120 * (1 - exp(-since * 3.2))
        for side in (-1, 1):
            half = image.subsurface((0 if side < 0 else width // 2, 0, width // 2, height))
            # Each half goes over onto its broken edge, rocks, and lies.
            over = -side * (34 * (1 - exp(-since * 6)) + 10 * ring)
            turned = pygame.transform.rotozoom(half, over, 1.0)
            _stand(surface, turned, at[0] + side * (width / 4 + apart), alpha)
    else:
        foot = image.subsurface((0, height // 2, width, height - height // 2))
        pressed = pygame.transform.smoothscale(foot, (round(width * 1.08), max(4, round(height * (0.2 + 0.06 * ring)))))
        fell = min(1.0, since / 0.34) ** 2
        head = image.subsurface((0, 0, width, height // 2))
        squat = 1 - 0.58 * fell + 0.12 * exp(-max(0.0, since - 0.34) * 10) * sin(max(0.0, since - 0.34) * 40) * fell
        sunk = pygame.transform.smoothscale(head, (width, max(4, round(height / 2 * squat))))
        sunk.set_alpha(alpha)
        top = FLOOR_Y - pressed.get_height() * 0.8 - sunk.get_height() - (1 - fell) * height * 0.24
        surface.blit(sunk, (at[0] - width / 2, top))
        _stand(surface, pressed, at[0], alpha)


def _stand(surface: pygame.Surface, picture: pygame.Surface, x: float, alpha: int) -> None:
    """On the floor line, its lowest visible pixel touching it."""
    picture.set_alpha(alpha)
    surface.blit(picture, (x - picture.get_width() / 2, FLOOR_Y + 4 - picture.get_bounding_rect().bottom))
