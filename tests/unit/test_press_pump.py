"""Presses are stamped by pumping often; signals carry what bindings say."""

import pygame
import pytest

from rhythm_fu.game.input.bindings import DEFAULT_BUTTONS, Bindings
from rhythm_fu.game.input.pump import PressPump
from rhythm_fu.game.scene import Menu, SignalKind
from rhythm_fu.judge.model import Button
from rhythm_fu.units import HostTime


class Desk:
    """A keyboard whose presses happen at known moments, and a pump that looks when it is told to."""

    def __init__(self, bindings: Bindings | None = None) -> None:
        self.now = 0
        self._coming: list[tuple[int, pygame.event.Event]] = []
        self.pump = PressPump(bindings or Bindings(), self._read, lambda: HostTime(self.now))

    def will(self, at: int, key: int, kind: int = pygame.KEYDOWN) -> None:
        self._coming.append((at, pygame.event.Event(kind, key=key)))

    def _read(self) -> list[pygame.event.Event]:
        due = [event for at, event in self._coming if at <= self.now]
        self._coming = [(at, event) for at, event in self._coming if at > self.now]
        return due

    def look_at(self, *moments: int):
        for now in moments:
            self.now = now
            self.pump.pump()
        return self.pump.take()


def test_a_press_is_stamped_midway_between_the_two_looks_around_it():
    desk = Desk()
    desk.will(10_300, pygame.K_f)
    assert [signal.at for signal in desk.look_at(10_000, 11_000)] == [10_500]


@pytest.mark.parametrize("gap", [200, 1_000, 2_000])
def test_a_stamp_is_never_off_by_more_than_half_the_gap_between_looks(gap: int):
    desk = Desk()
    pressed = [5_000 + n * 7_919 for n in range(60)]
    for at in pressed:
        desk.will(at, pygame.K_j)
    stamps = [signal.at for signal in desk.look_at(*range(0, 500_000, gap))]
    assert len(stamps) == len(pressed)
    assert max(abs(stamp - at) for stamp, at in zip(stamps, pressed, strict=True)) <= gap / 2


def test_up_and_down_carry_button_menu_step_and_name():
    desk = Desk()
    desk.will(1, pygame.K_LEFT)
    desk.will(2, pygame.K_LEFT, pygame.KEYUP)
    down, up = desk.look_at(10)
    assert (down.kind, down.button, down.menu, down.key) == (
        SignalKind.DOWN, Button.STRIKE_LEFT, Menu.LEFT, "left",
    )  # fmt: skip
    assert (up.kind, up.button) == (SignalKind.UP, Button.STRIKE_LEFT)


def test_taken_signals_are_gone():
    desk = Desk()
    desk.will(1, pygame.K_f)
    assert len(desk.look_at(10)) == 1
    assert desk.look_at(20) == ()


@pytest.mark.parametrize(
    ("event", "kind"),
    [(pygame.QUIT, SignalKind.CLOSE), (pygame.WINDOWFOCUSLOST, SignalKind.FOCUS_LOST)],
)
def test_news_of_the_window_arrive(event: int, kind: SignalKind):
    pump = PressPump(Bindings(), lambda: [pygame.event.Event(event)], lambda: HostTime(0))
    pump.pump()
    assert [signal.kind for signal in pump.take()] == [kind]


def test_a_rebound_key_means_the_new_button_only():
    bindings = Bindings().bound("f", Button.RELOAD)
    assert bindings.buttons["f"] is Button.RELOAD
    assert "f" not in bindings.keys_of(Button.STRIKE_LEFT)


def test_escape_can_never_be_bound():
    assert Bindings().bound("escape", Button.FINISH) == Bindings()


def test_bindings_survive_being_written_and_read():
    changed = Bindings().bound("w", Button.SHOOT_LEFT).bound("pad lt", Button.RELOAD)
    assert dict(Bindings.read(*changed.written()).buttons) == dict(changed.buttons)


def test_settings_that_name_no_key_mean_the_defaults():
    assert dict(Bindings.read({}, {}).buttons) == dict(DEFAULT_BUTTONS)


def test_every_button_has_a_key_and_a_pad_button():
    for button in Button:
        names = Bindings().keys_of(button)
        assert not names[0].startswith("pad ")
        assert names[-1].startswith("pad ")


def test_the_mouse_is_told_in_places_of_the_picture():
    events = [
        pygame.event.Event(pygame.MOUSEMOTION, pos=(200, 100)),
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(202, 100), button=1),
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(202, 100), button=2),
        pygame.event.Event(pygame.MOUSEWHEEL, y=-2),
    ]
    pump = PressPump(Bindings(), lambda: events, lambda: HostTime(0), locate=lambda at: (at[0] // 2, at[1] // 2))
    pump.pump()
    point, click, wheel = pump.take()
    assert (point.kind, point.pointer) == (SignalKind.POINT, (100, 50))
    assert (click.kind, click.key, click.pointer) == (SignalKind.CLICK, "mouse left", (101, 50))
    assert (wheel.kind, wheel.turns, wheel.pointer) == (SignalKind.WHEEL, -2, (101, 50))


def test_prompts_follow_the_hand_from_keys_to_pad_and_back():
    coming = [pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_A)]
    pump = PressPump(Bindings(), lambda: coming, lambda: HostTime(0))
    pump.pump()
    assert pump.uses_pad
    coming[:] = [pygame.event.Event(pygame.KEYDOWN, key=pygame.K_f)]
    pump.pump()
    assert not pump.uses_pad
