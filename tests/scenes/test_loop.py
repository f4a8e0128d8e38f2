"""The loop: presses are handed over at once, frames keep their pace, memory is quiet while timing matters."""

import gc

import pygame
import pytest

from rhythm_fu.game.input.bindings import Bindings
from rhythm_fu.game.input.pads import TRIGGER_DOWN, TRIGGER_UP, Pads
from rhythm_fu.game.input.pump import PressPump
from rhythm_fu.game.loop import FRAME, Loop
from rhythm_fu.game.scene import QUIT, Goto, Signal, SignalKind
from rhythm_fu.judge.model import Button
from rhythm_fu.units import HostTime, ms


class Hall:
    """A loop with time of its own: drawing takes as long as the scene says."""

    def __init__(self, scene: "Act") -> None:
        self.now = 0
        self.canvas = pygame.Surface((4, 4))
        self.coming: list[tuple[int, SignalKind]] = []
        self.shown: list[int] = []
        self.scene = scene
        scene.hall = self
        self.loop = Loop(self, self, lambda _: scene, host=lambda: HostTime(self.now), nap=self._nap)

    def _nap(self, length_s: float) -> None:
        self.now += max(1, round(length_s * 1_000_000))

    def show(self) -> None:
        self.shown.append(self.now)

    def pump(self) -> None: ...

    def take(self) -> tuple[Signal, ...]:
        due = [(at, kind) for at, kind in self.coming if at <= self.now]
        self.coming = [pair for pair in self.coming if pair not in due]
        return tuple(Signal(HostTime(at), kind, Button.STRIKE_LEFT) for at, kind in due)


class Act:
    wants_quiet = True

    def __init__(self, length: int, draws_for: tuple[int, ...] = (ms(5),)) -> None:
        self.hall: Hall
        self.heard: list[int] = []
        self.was_collecting: bool | None = None
        self.has_left = False
        self._length = length
        self._draws_for = draws_for
        self._frame = 0

    def handle(self, signal: Signal) -> Goto | None:
        self.heard.append(self.hall.now - signal.at)
        return None

    def attend(self, _now: HostTime) -> None: ...

    def advance(self, now: HostTime) -> Goto | None:
        self.was_collecting = gc.isenabled()
        return QUIT if now >= self._length else None

    def draw(self, _surface: pygame.Surface) -> None:
        length = self._draws_for[self._frame % len(self._draws_for)]
        self._frame += 1
        for _ in range(8):
            self.hall.now += length // 8
            self.hall.loop.breathe()

    def leave(self) -> None:
        self.has_left = True


def test_a_press_is_handed_over_within_two_milliseconds_even_while_a_frame_is_drawn():
    act = Act(ms(1_000), (ms(12),))
    hall = Hall(act)
    hall.coming = [(n * 13_337, SignalKind.DOWN) for n in range(60)]
    hall.loop.run(Goto("act"))
    assert len(act.heard) == 60
    assert max(act.heard) <= ms(2)


def test_frames_come_sixty_times_a_second_whatever_drawing_takes():
    hall = Hall(Act(ms(1_000), (ms(2), ms(11), ms(7))))
    hall.loop.run(Goto("act"))
    assert len(hall.shown) == pytest.approx(60, abs=1)


def test_after_a_stall_the_loop_does_not_hurry_after_lost_frames():
    hall = Hall(Act(ms(2_000), (ms(500), *[ms(4)] * 200)))
    hall.loop.run(Goto("act"))
    gaps = [b - a for a, b in zip(hall.shown[1:], hall.shown[2:], strict=False)]
    assert min(gaps) > FRAME * 0.6


def test_memory_is_quiet_in_a_fight_and_tidied_again_after_it():
    act = Act(ms(50))
    Hall(act).loop.run(Goto("act"))
    assert act.was_collecting is False
    assert gc.isenabled()
    assert act.has_left


def test_closing_the_window_ends_the_evening():
    act = Act(ms(60_000))
    hall = Hall(act)
    hall.coming = [(ms(100), SignalKind.CLOSE)]
    hall.loop.run(Goto("act"))
    assert hall.now < ms(150)
    assert act.has_left


def test_a_trembling_trigger_presses_once():
    pads = Pads()
    values = (0, TRIGGER_DOWN, TRIGGER_DOWN - 500, TRIGGER_DOWN + 500, TRIGGER_UP + 1, TRIGGER_UP, TRIGGER_DOWN)
    moves = [pads.trigger(0, pygame.CONTROLLER_AXIS_TRIGGERRIGHT, value) for value in values]
    assert [move for move in moves if move] == [("pad rt", True), ("pad rt", False), ("pad rt", True)]


def test_a_pads_button_means_its_blow():
    event = pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_X, instance_id=0)
    pump = PressPump(Bindings(), lambda: [event], lambda: HostTime(0))
    pump.pump()
    assert [signal.button for signal in pump.take()] == [Button.STRIKE_LEFT]
