"""From button to verb to move: what a press can reach and what it becomes."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from rhythm_fu.chart.model import Kind, Reach, Side
from rhythm_fu.judge.model import Button, Move
from rhythm_fu.judge.targets import Target, Way
from rhythm_fu.replay.setup import Scheme


class Verb(Enum):
    """What an attack does. SHOOT_GLASS goes by the mirror of the pressed side."""

    STRIKE = "strike"
    SHOOT = "shoot"
    SHOOT_GLASS = "shoot-glass"


SIDE_OF: Final[Mapping[Button, Side]] = MappingProxyType(
    {
        Button.STRIKE_LEFT: Side.LEFT,
        Button.SHOOT_LEFT: Side.LEFT,
        Button.STRIKE_RIGHT: Side.RIGHT,
        Button.SHOOT_RIGHT: Side.RIGHT,
    }
)
SHOTS: Final = frozenset({Button.SHOOT_LEFT, Button.SHOOT_RIGHT})


def ways_of(scheme: Scheme) -> Mapping[Button, int]:
    """What each button of a scheme can reach. Buttons that a scheme does not have are left out."""
    if scheme is Scheme.ONE_BUTTON:
        everything = Way.LEFT | Way.RIGHT | Way.FEET | Way.PROP
        return MappingProxyType({button: int(everything) for button in Button})
    if scheme is Scheme.TWO_BUTTON:
        return MappingProxyType({button: int(Way.to(side) | Way.FEET | Way.PROP) for button, side in SIDE_OF.items()})
    ways = {
        button: int(Way.to(side) | Way.by_glass(side) if button in SHOTS else Way.to(side))
        for button, side in SIDE_OF.items()
    }
    return MappingProxyType({**ways, Button.PIROUETTE: int(Way.FEET), Button.FINISH: int(Way.PROP)})


def is_right(verb: Verb, target: Target) -> bool:
    """Whether a verb is one that the target accepts."""
    if target.event.kind is Kind.SHIELD:
        return verb is Verb.SHOOT_GLASS
    if target.event.kind is Kind.REFLECT:
        return verb is not Verb.STRIKE
    return verb is Verb.SHOOT or (verb is Verb.STRIKE and target.reach is Reach.NEAR)


def default_verb(target: Target) -> Verb:
    """The plainest right verb for an attacker."""
    if target.event.kind is Kind.SHIELD:
        return Verb.SHOOT_GLASS
    return Verb.STRIKE if is_right(Verb.STRIKE, target) else Verb.SHOOT


def verb_of(button: Button, target: Target) -> Verb:
    """What an attack button does to a target it reaches."""
    if button not in SHOTS:
        return Verb.STRIKE
    return Verb.SHOOT if SIDE_OF[button] is target.side else Verb.SHOOT_GLASS


def move_of(verb: Verb, is_en_pointe: bool) -> Move:
    """The move a verb becomes, out of a pirouette or not."""
    if verb is Verb.SHOOT_GLASS:
        return Move.RICOCHET
    if verb is Verb.STRIKE:
        return Move.WHEEL_KICK if is_en_pointe else Move.STRIKE
    return Move.HEADSHOT if is_en_pointe else Move.SHOT
