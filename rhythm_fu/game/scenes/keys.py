"""Keys: every blow with its keys as cells; each can be given up or replaced, and the last cell adds another."""

from dataclasses import dataclass
from typing import Final

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.input.bindings import PAD, RESERVED, Bindings, is_pad
from rhythm_fu.game.scene import Goto, Menu, Signal, SignalKind
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.layout import CENTRE_X, WIDTH
from rhythm_fu.game.view.menu_view import HEADING, Choice, Column, backdrop, draw_tip
from rhythm_fu.game.view.text import Face, Style
from rhythm_fu.judge.model import Button
from rhythm_fu.units import HostTime

NAMES: Final = {
    Button.STRIKE_LEFT: "Strike left", Button.STRIKE_RIGHT: "Strike right", Button.SHOOT_LEFT: "Shoot left",
    Button.SHOOT_RIGHT: "Shoot right", Button.PIROUETTE: "Pirouette", Button.FINISH: "Finish", Button.RELOAD: "Reload",
}  # fmt: skip
BUTTONS: Final = tuple(NAMES)
USUAL: Final = Choice("Give every blow its usual keys again")
COLUMN: Final = Column(top=160, step=58, width=900, most=8)


@dataclass(frozen=True, slots=True)
class Cells:
    """How a row of cells is set: its letters, pixels around them and between two cells."""

    style: Style
    padding: int
    gap: int


ROOMY: Final = Cells(Style(Face.LABEL, 17), padding=14, gap=10)
NARROW: Final = Cells(Style(Face.LABEL, 11), padding=6, gap=4)
"""For more keys, or larger text, than fit beside each other."""

NO_KEY: Final = Style(Face.LABEL, 17, PALETTE.drop)
CELLS_END: Final = WIDTH - 20
CELLS_X: Final = CENTRE_X - 240
CELL_HEIGHT: Final = 36
ADD: Final = "+"
HINTS: Final = (
    Hint(Menu.UP, "blow"), Hint(Menu.LEFT, "key"), Hint(Menu.ACCEPT, "replace or add"), Hint(Menu.REMOVE, "remove"),
    Hint(Menu.BACK, "back"),
)  # fmt: skip
ASKING: Final = (Hint(Menu.BACK, "leave it as it was", "Esc"),)


def told(key: str) -> str:
    """A key as players call it."""
    name = key.removeprefix(PAD)
    return f"Pad {name.upper() if len(name) <= 2 else name.title()}" if is_pad(key) else key.title()


class KeysScene:
    """All bindings as one table: blows down, their keys across."""

    wants_quiet = False

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._ground = backdrop(bottom=(30, 8, 52), glow=(60, 20, 96))
        self._lines = Lines(backstage, "keys", COLUMN, len(BUTTONS) + 1)
        self._cell = 0
        self._is_asking = False
        self._news = ""

    @property
    def _button(self) -> Button | None:
        chosen = self._lines.chosen
        return BUTTONS[chosen] if chosen < len(BUTTONS) else None

    def _keys(self) -> tuple[str, ...]:
        return self._back.bindings.keys_of(self._button) if self._button else ()

    def _key(self) -> str | None:
        """The key of the chosen cell; None at the one that adds."""
        keys = self._keys()
        return keys[self._cell] if self._cell < len(keys) else None

    # ---- signals

    def handle(self, signal: Signal) -> Goto | None:
        """Enter or a click asks for a key, and the next one pressed is it; Delete or a right click gives one up."""
        if self._is_asking:
            self._answer(signal)
            return None
        line = self._lines.chosen
        meant = self._lines.meant(signal)
        is_on_cell = self._point(signal)
        if line != self._lines.chosen and signal.pointer is None:
            self._cell = 0
        self._cell = min(self._cell, len(self._keys()))
        if signal.key == "mouse right" and is_on_cell:
            self._remove()
        if meant is None:
            return None
        if meant.menu is Menu.BACK:
            return Goto("settings")
        if meant.menu in (Menu.LEFT, Menu.RIGHT):
            step = 1 if meant.menu is Menu.RIGHT else -1
            self._cell = (self._cell + step) % (len(self._keys()) + 1)
        elif meant.menu is Menu.REMOVE:
            self._remove()
        elif meant.menu is Menu.ACCEPT:
            self._take()
        return None

    def _take(self) -> None:
        if self._button is None:
            self._keep(Bindings(), "every blow has its usual keys again")
        else:
            self._is_asking, self._news = True, ""

    def _answer(self, signal: Signal) -> None:
        """The key that was asked for; Esc or a click asks no longer."""
        button = self._button
        if signal.kind is SignalKind.CLICK:
            self._is_asking = False
        if signal.kind is not SignalKind.DOWN or button is None:
            return
        self._is_asking = False
        if not signal.key or signal.key in RESERVED:
            return
        bindings, old = self._back.bindings, self._key()
        before = bindings.buttons.get(signal.key)
        made = bindings.bound(signal.key, button) if old is None else bindings.instead(old, signal.key)
        if made == bindings and before is not button:
            self._news = "there is no room for another key: replace one"
        elif before is not None and before is not button:
            self._keep(made, f"{told(signal.key)} is no longer {NAMES[before].lower()}")
        else:
            self._keep(made, "")

    def _remove(self) -> None:
        key, button = self._key(), self._button
        if key is None or button is None:
            return
        made = self._back.bindings.without(key)
        left = made.keys_of(button)
        self._keep(made, "" if left else f"{NAMES[button]} has no key now and can't be done")

    def _keep(self, bindings: Bindings, news: str) -> None:
        told = len(self._back.notes)
        keys, pad = bindings.written()
        self._back.change(keys=keys, pad=pad)
        self._back.rebind(bindings)
        self._news = news if len(self._back.notes) == told else self._back.notes[-1]
        self._cell = min(self._cell, len(self._keys()))

    def _point(self, signal: Signal) -> bool:
        """Choose the cell under the pointer, if there is one."""
        if signal.pointer is None or self._button is None:
            return False
        for place, box in enumerate(self._boxes(self._lines.chosen, self._keys())):
            if box.collidepoint(signal.pointer):
                self._cell = place
                return True
        return False

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, _now: HostTime) -> Goto | None:
        """Nothing moves."""
        return None

    # ---- picture

    def _boxes(self, line: int, keys: tuple[str, ...]) -> list[pygame.Rect]:
        """Where a blow's cells stand, the one that adds last."""
        boxes = self._boxes_in(ROOMY, line, keys)
        return boxes if boxes[-1].right <= CELLS_END else self._boxes_in(NARROW, line, keys)

    def _boxes_in(self, cells: Cells, line: int, keys: tuple[str, ...]) -> list[pygame.Rect]:
        y, x, boxes = COLUMN.row(line - self._lines.first).centery, CELLS_X, []
        for text in (*map(told, keys), ADD):
            width = max(CELL_HEIGHT, self._back.letters.width(text, cells.style) + cells.padding)
            boxes.append(pygame.Rect(x, y - CELL_HEIGHT // 2, width, CELL_HEIGHT))
            x += width + cells.gap
        return boxes

    def draw(self, surface: pygame.Surface) -> None:
        """Blows and their keys."""
        letters = self._back.letters
        surface.blit(self._ground, (0, 0))
        letters.draw(surface, "Every blow its key", HEADING, (CENTRE_X, 74))
        self._lines.draw(surface, [*(Choice(NAMES[button], " ") for button in BUTTONS), USUAL])
        for line, button in enumerate(BUTTONS):
            self._draw_cells(surface, line, button)
        draw_tip(surface, letters, "press the new key" if self._is_asking else self._news)
        self._lines.draw_hints(surface, ASKING if self._is_asking else HINTS)

    def _draw_cells(self, surface: pygame.Surface, line: int, button: Button) -> None:
        letters, keys = self._back.letters, self._back.bindings.keys_of(button)
        is_here, boxes = line == self._lines.chosen, self._boxes(line, keys)
        cells = ROOMY if boxes == self._boxes_in(ROOMY, line, keys) else NARROW
        for place, (text, box) in enumerate(zip((*map(told, keys), ADD), boxes, strict=True)):
            is_chosen = is_here and place == self._cell
            pygame.draw.rect(surface, (92, 30, 82) if is_chosen else (44, 32, 58), box, border_radius=8)
            rim = PALETTE.warm if is_chosen else (122, 106, 140)
            pygame.draw.rect(surface, rim, box, 3 if is_chosen else 1, border_radius=8)
            letters.draw(surface, "…" if is_chosen and self._is_asking else text, cells.style, box.center)
        if not keys:
            beside = boxes[-1].right + 14, boxes[-1].centery
            letters.draw(surface, "no key", NO_KEY, beside, "midleft")

    def leave(self) -> None:
        """Nothing to stop."""
