"""The three ways to hear a blow, in the real fight scene, to the sample: the mixer's edges are known here."""

from collections.abc import Iterable

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.chart.model import Side
from rhythm_fu.fight import Setup
from rhythm_fu.game.audio.cues import Clip, Cue, CuePart
from rhythm_fu.game.audio.foley_player import FoleyPlayer
from rhythm_fu.game.scene import FightPlan, Goto, Signal, SignalKind
from rhythm_fu.game.scenes.fight import FightScene, State
from rhythm_fu.judge.model import Button, Press
from rhythm_fu.library import FoleyMode, Song
from rhythm_fu.units import SongTime, ms
from tests.scenes.house import House, once, player, song_is_at
from tests.scenes.stage_set import a_chart
from tests.unit.sampled_voices import BUFFER, RATE, Heard, SampledVoices

SLACK = ms(2)
"""A press is read once a millisecond, and stamped so."""


class Impacts:
    """A foley of which only impacts are heard, each a click."""

    def tune(self, key: str) -> None: ...

    def clip(self, cue: Cue) -> Clip | None:
        import numpy as np

        return Clip(np.full((60, 2), 0.5, np.float32)) if cue.part is CuePart.IMPACT else None


class Ears:
    """Listens to a fight and knows which song time each click began at."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.voices = SampledVoices(self._handed)
        house.back.foley = FoleyPlayer(Impacts(), None, voices=self.voices)

    def _handed(self) -> float:
        return (self._house.back.music.position(self._house.host()) or 0) * RATE / 1_000_000

    def song_time(self, one: Heard) -> int:
        scene = self._house.scene
        assert isinstance(scene, FightScene)
        return (
            round(one.start * 1_000_000 / RATE)
            + scene.clock.song_at(self._house.host())
            - round(self._handed() * 1_000_000 / RATE)
        )


SAMPLE = 21
EDGE = round(BUFFER * 1_000_000 / RATE)
STRIKES = {Side.LEFT: Button.STRIKE_LEFT, Side.RIGHT: Button.STRIKE_RIGHT}
FIRST = [event for event in a_chart().level(Level.EASY).events if event.side is not None][:6]
LATE = (-ms(90), -ms(40), ms(0), ms(40), ms(90), None)
"""What is pressed at the first six events; the last is missed."""


def presses() -> Iterable[Press]:
    for event, late in zip(FIRST, LATE, strict=True):
        if late is not None:
            yield Press(SongTime(event.at + late), STRIKES[event.side])
            yield Press(SongTime(event.at + late + ms(20)), STRIKES[event.side], is_release=True)


def heard(house: House, song: Song, mode: FoleyMode) -> list[int | None]:
    """Microseconds from each of the first events to its click, None where none is left to be heard."""
    house.back.store.change(foley_mode=mode)
    ears, found = Ears(house), []

    def listen(h: House) -> Signal:
        found.extend(ears.song_time(one) for one in ears.voices.heard if one.lifted_at is None)
        return Signal(h.host(), SignalKind.CLOSE)

    end = FIRST[-1].at + ms(390)
    house.run(Goto("fight", FightPlan(song, Level.EASY, Setup())), player(presses()), once(song_is_at(end), listen))
    near = [[at - event.at for at in found if abs(at - event.at) < ms(200)] for event in FIRST]
    assert all(len(one) <= 1 for one in near), "one blow, one sound"
    return [one[0] if one else None for one in near]


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        (FoleyMode.INSTANT, (-ms(90), -ms(40), 0, ms(40), ms(90), None)),
        (FoleyMode.QUANTISED, ("event", "event", 0, ms(40), ms(125), None)),
        (FoleyMode.SCHEDULED, ("event", "event", "event", "event", ms(90), None)),
    ],
)
def test_each_mode_is_heard_where_it_promises(house: House, song: Song, mode: FoleyMode, wanted: tuple):
    """On the event means on its sample; at once means from the next edge of the mixer's buffer on."""
    for found, want in zip(heard(house, song, mode), wanted, strict=True):
        if want is None or found is None:
            assert found is want
        elif want == "event":
            assert abs(found) <= SAMPLE
        else:
            assert want - SLACK <= found <= want + EDGE + SLACK


def test_scheduled_blows_are_laid_down_anew_after_a_pause(house: House, song: Song):
    house.back.store.change(foley_mode=FoleyMode.SCHEDULED)
    ears, found = Ears(house), []
    at = FIRST[0].at

    def listen(h: House) -> Signal:
        found.extend(ears.song_time(one) - at for one in ears.voices.heard if one.lifted_at is None)
        return Signal(h.host(), SignalKind.CLOSE)

    house.run(
        Goto("fight", FightPlan(song, Level.EASY, Setup())),
        once(song_is_at(at - ms(300)), lambda h: h.key("escape")),
        once(
            lambda h: isinstance(h.scene, FightScene) and h.scene.state is State.PAUSED,
            lambda h: ears.voices.heard.clear() or h.key("escape"),
        ),
        once(song_is_at(at + ms(30)), listen),
    )
    assert [abs(one) <= SAMPLE for one in found] == [True]
