"""Variety: what repeating a move costs and a fresh link pays."""

from dataclasses import dataclass

from rhythm_fu.judge.model import Grade, Move
from rhythm_fu.style.rules import StyleRules

STEP_NAMES = {move: move.value.replace("-", " ") for move in Move} | {Move.EVADE: "pirouette", Move.NONE: ""}
"""What a move is called in the name of a link."""


def link_name(before: Move, move: Move) -> str:
    """A link as shown on screen, `pirouette → headshot`; empty if nothing came before."""
    return "" if before is Move.NONE or move is Move.NONE else f"{STEP_NAMES[before]} → {STEP_NAMES[move]}"


@dataclass(frozen=True, slots=True)
class Variety:
    """The last takedowns' moves and the last unbroken links, oldest first."""

    moves: tuple[Move, ...] = ()
    links: tuple[str, ...] = ()

    def bonus(self, move: Move, link: str, rules: StyleRules) -> float:
        """What to add to 1 for this move reached by this link (empty = broken, pays nothing)."""
        repeats = -rules.repeat_cost * self.moves.count(move)
        fresh = rules.fresh_link if link and link not in self.links else 0.0
        return max(rules.repeat_floor, repeats) + fresh

    def after(self, move: Move, link: str, rules: StyleRules) -> "Variety":
        """With one more takedown. An evasion's link counts, but it repeats no takedown."""
        moves = self.moves if move is Move.EVADE else (*self.moves, move)[-rules.repeat_span :]
        return Variety(moves, (*self.links, link)[-rules.link_span :] if link else self.links)


def style_points(
    move: Move, value: float, grade: Grade, *, variety: float, multiplier: float, weight: int, rules: StyleRules
) -> int:
    """Points for one takedown, to the nearest whole one. `weight` is the event's bass weight in percent."""
    price = rules.prices.get(move, 0)
    flawless = rules.flawless_bonus if grade is Grade.FLAWLESS else 1.0
    return int(price * value * flawless * (1 + variety) * multiplier * weight / 100 + 0.5)
