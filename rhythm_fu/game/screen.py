"""The window: everything is painted at 1280x720 and scaled to the window at the end."""

import os
import sys
from typing import Final

import pygame

from rhythm_fu.errors import DeviceError
from rhythm_fu.game.view.layout import HEIGHT, WIDTH

LOGICAL: Final = (WIDTH, HEIGHT)


def has_display() -> bool:
    """Whether a window could be seen here: true on Windows and macOS, elsewhere only with X11, Wayland or a driver of
    the player's choice. SDL's dummy and offscreen drivers show nobody anything.
    """
    driver = os.environ.get("SDL_VIDEODRIVER", "")
    if driver:
        return driver not in ("dummy", "offscreen")
    if not sys.platform.startswith(("linux", "freebsd")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Window:
    """The window and the canvas that scenes paint on."""

    def __init__(self, is_full_screen: bool = False, title: str = "Rhythm Fu") -> None:
        # Without a graphics card SDL's accelerated framebuffer costs 7 ms a flip; the plain one costs 0.3.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        flags = pygame.FULLSCREEN if is_full_screen else pygame.RESIZABLE
        try:
            pygame.display.init()
            self._window = pygame.display.set_mode((0, 0) if is_full_screen else LOGICAL, flags)
        except pygame.error as fault:
            raise DeviceError("display", f"no window can be opened ({fault})", "try `rhythm-fu demo`") from None
        pygame.display.set_caption(title)
        self.canvas = pygame.Surface(LOGICAL).convert()

    def show(self) -> None:
        """Bring the canvas to the screen, with black bars where the window is not 16:9."""
        window = pygame.display.get_surface() or self._window
        size = window.get_size()
        inner = inner_of(size)
        if size == LOGICAL:
            window.blit(self.canvas, (0, 0))
        elif inner.size == size:
            pygame.transform.smoothscale(self.canvas, size, window)
        else:
            window.fill((0, 0, 0))
            window.blit(pygame.transform.smoothscale(self.canvas, inner.size), inner)
        pygame.display.flip()

    def logical(self, at: tuple[int, int]) -> tuple[int, int]:
        """A place in the window as one on the canvas; in the black bars it lies outside."""
        return logical_of(at, (pygame.display.get_surface() or self._window).get_size())


def inner_of(size: tuple[int, int]) -> pygame.Rect:
    """Where in a window of this size the picture lies."""
    scale = min(size[0] / WIDTH, size[1] / HEIGHT)
    inner = pygame.Rect(0, 0, max(1, int(WIDTH * scale)), max(1, int(HEIGHT * scale)))
    inner.topleft = ((size[0] - inner.width) // 2, (size[1] - inner.height) // 2)
    return inner


def logical_of(at: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """A place in a window of this size as one on the logical screen."""
    inner = inner_of(size)
    return (at[0] - inner.left) * WIDTH // inner.width, (at[1] - inner.top) * HEIGHT // inner.height
