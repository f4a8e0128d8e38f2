"""Prices judgements: style points, Grace, Precision, health."""

from rhythm_fu.style.grace import Grace
from rhythm_fu.style.precision import Precision, letter
from rhythm_fu.style.rules import RULES, RULES_BY_VERSION, RULES_NEWS, LevelPlay, Rules
from rhythm_fu.style.tier import Tier
from rhythm_fu.style.variety import Variety, link_name, style_points

__all__ = [
    "RULES", "RULES_BY_VERSION", "RULES_NEWS", "Grace", "LevelPlay", "Precision", "Rules", "Tier", "Variety", "letter",
    "link_name", "style_points",
]  # fmt: skip
