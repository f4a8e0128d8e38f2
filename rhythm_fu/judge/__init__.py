"""Holds presses against a chart."""

from rhythm_fu.judge.judge import Judge
from rhythm_fu.judge.model import Button, Grade, Judgement, Move, Press
from rhythm_fu.judge.targets import Target, Way, targets_of
from rhythm_fu.judge.windows import HitWindows

__all__ = ["Button", "Grade", "HitWindows", "Judge", "Judgement", "Move", "Press", "Target", "Way", "targets_of"]
