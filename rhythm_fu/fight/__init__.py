"""A fight: chart, judge and style together; press, advance, view, finish."""

from rhythm_fu.fight.fight import Fight
from rhythm_fu.fight.result import FightResult
from rhythm_fu.fight.setup import Scheme, Setup
from rhythm_fu.fight.view import Action, ActionKind, Blow, FightView, TargetView

__all__ = ["Action", "ActionKind", "Blow", "Fight", "FightResult", "FightView", "Scheme", "Setup", "TargetView"]
