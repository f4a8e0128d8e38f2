"""Which key means what. Names are pygame's (`f`, `left shift`) for keys and `pad a` and so on for pads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from rhythm_fu.game.scene import Menu
from rhythm_fu.judge.model import Button

DEFAULT_BUTTONS: Final[Mapping[str, Button]] = MappingProxyType(
    {
        "f": Button.STRIKE_LEFT, "left": Button.STRIKE_LEFT,
        "j": Button.STRIKE_RIGHT, "right": Button.STRIKE_RIGHT,
        "d": Button.SHOOT_LEFT, "k": Button.SHOOT_RIGHT,
        "space": Button.PIROUETTE,
        "left shift": Button.FINISH, "right shift": Button.FINISH,
        "g": Button.RELOAD, "h": Button.RELOAD,
        "pad x": Button.STRIKE_LEFT, "pad b": Button.STRIKE_RIGHT,
        "pad left": Button.STRIKE_LEFT, "pad right": Button.STRIKE_RIGHT,
        "pad lb": Button.SHOOT_LEFT, "pad rb": Button.SHOOT_RIGHT,
        "pad a": Button.PIROUETTE, "pad rt": Button.FINISH, "pad y": Button.RELOAD,
    }
)  # fmt: skip

MENU_KEYS: Final[Mapping[str, Menu]] = MappingProxyType(
    {
        "up": Menu.UP, "down": Menu.DOWN, "left": Menu.LEFT, "right": Menu.RIGHT,
        "return": Menu.ACCEPT, "keypad enter": Menu.ACCEPT, "enter": Menu.ACCEPT, "space": Menu.ACCEPT,
        "escape": Menu.BACK, "r": Menu.RETRY,
        "delete": Menu.REMOVE, "backspace": Menu.REMOVE, "pad x": Menu.REMOVE,
        "pad up": Menu.UP, "pad down": Menu.DOWN, "pad left": Menu.LEFT, "pad right": Menu.RIGHT,
        "pad a": Menu.ACCEPT, "pad b": Menu.BACK, "pad start": Menu.BACK, "pad back": Menu.RETRY,
    }
)  # fmt: skip
"""Fixed, so that nobody can lock themselves out of the menus."""

PAD: Final = "pad "

RESERVED: Final = frozenset({"escape"})
"""Never a fight button: it is the way out."""

MOST: Final = 8
"""Keys for one button, and as many on the pad: what settings keep."""


def is_pad(key: str) -> bool:
    """Whether a key is a pad's."""
    return key.startswith(PAD)


@dataclass(frozen=True, slots=True)
class Bindings:
    """The fight's buttons by key. Several keys may mean one button; a key means at most one."""

    buttons: Mapping[str, Button] = field(default_factory=lambda: DEFAULT_BUTTONS)

    def bound(self, key: str, button: Button) -> "Bindings":
        """The same with this key for this button; what the key meant before is forgotten.

        A reserved key, or one more than there is room for, changes nothing.
        """
        if key in RESERVED or not self._has_room(key, button):
            return self
        return replace(self, buttons=MappingProxyType({**self.buttons, key: button}))

    def _has_room(self, key: str, button: Button, *, instead: str = "") -> bool:
        alike = [name for name in self.keys_of(button) if is_pad(name) == is_pad(key) and name != instead]
        return len(alike) < MOST or key in alike

    def without(self, key: str) -> "Bindings":
        """The same with this key for nothing."""
        return replace(self, buttons=MappingProxyType({k: b for k, b in self.buttons.items() if k != key}))

    def instead(self, old: str, new: str) -> "Bindings":
        """The same with a key in the place of another; it stays the button's first key if that was.

        A reserved key, or a pad's in the place of a keyboard's where there is no room for one, changes nothing.
        """
        if new in RESERVED or old not in self.buttons or new == old:
            return self
        if not self._has_room(new, self.buttons[old], instead=old):
            return self
        kept = {(new if key == old else key): button for key, button in self.buttons.items() if key != new}
        return replace(self, buttons=MappingProxyType(kept))

    def keys_of(self, button: Button) -> tuple[str, ...]:
        """Every key for a button, keyboard first."""
        keys = [key for key, meant in self.buttons.items() if meant is button]
        return tuple(sorted(keys, key=lambda key: key.startswith(PAD)))

    def written(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """As settings keep it: keys by button name, and pad buttons by button name."""
        keys: dict[str, tuple[str, ...]] = {}
        pad: dict[str, tuple[str, ...]] = {}
        for button in Button:
            names = self.keys_of(button)
            keys[button.value] = tuple(name for name in names if not name.startswith(PAD))
            pad[button.value] = tuple(name.removeprefix(PAD) for name in names if name.startswith(PAD))
        return keys, pad

    @classmethod
    def read(cls, keys: Mapping[str, tuple[str, ...]], pad: Mapping[str, tuple[str, ...]]) -> "Bindings":
        """From settings. A button that is not named there keeps its defaults; unknown buttons are left out."""
        default = cls()
        found: dict[str, Button] = {}
        for button in Button:
            usual = default.keys_of(button)
            own_keys = keys.get(button.value, tuple(name for name in usual if not name.startswith(PAD)))
            own_pad = pad.get(button.value, tuple(n.removeprefix(PAD) for n in usual if n.startswith(PAD)))
            for name in (*own_keys, *(PAD + name for name in own_pad)):
                if name not in RESERVED:
                    found[name] = button
        return cls(MappingProxyType(found))
