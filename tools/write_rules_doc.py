"""Write the tables of docs/rules.md from the rules objects: `python -m tools.write_rules_doc`.

Only what stands between `<!-- table NAME -->` and `<!-- end -->` is replaced; the words around it are written by hand.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from rhythm_fu.chart.levels import LEVEL_RULES
from rhythm_fu.chart.model import Level
from rhythm_fu.judge.model import Grade
from rhythm_fu.style.rules import RULES, RULES_NEWS
from rhythm_fu.style.tier import Tier
from rhythm_fu.style.variety import STEP_NAMES
from rhythm_fu.units import in_ms

PATH = Path(__file__).parents[1] / "docs" / "rules.md"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def number(value: float) -> str:
    """A number with no needless zeros."""
    return f"{value:g}"


def windows() -> str:
    rows = []
    for level in Level:
        scaled = RULES.windows.scaled(RULES.levels[level].window_percent)
        edges = (scaled.flawless, scaled.perfect, scaled.great, scaled.ok, scaled.plateau, scaled.flourish)
        rows.append([level.value.title(), *(number(round(in_ms(edge), 2)) for edge in edges)])
    return table(["level (ms)", "FLAWLESS", "PERFECT", "GREAT", "OK", "full value", "flourish"], rows)


def prices() -> str:
    how = {
        "strike": "a strike",
        "shot": "a shot",
        "plate": "a shot with the pistol dry and a plate in hand",
        "wheel kick": "a strike en pointe",
        "headshot": "a shot en pointe",
        "ricochet": "a shot at the glass of the other side",
        "arena prop": "FINISH on a drop that has no build",
        "drop finisher": "FINISH held through the build, released on the drop",
    }
    rows = [[STEP_NAMES[move], price, how[STEP_NAMES[move]]] for move, price in RULES.style.prices.items()]
    return table(["move", "points", "how"], rows)


def tiers() -> str:
    grace = RULES.grace
    rows = [[tier.title, number(grace.tiers[tier]), f"x{number(grace.multipliers[tier])}"] for tier in Tier]
    return table(["tier", "from Grace", "style"], rows)


def levels() -> str:
    rows = []
    for level in Level:
        play, chart = RULES.levels[level], LEVEL_RULES[level]
        falls = "without limit" if play.knockdowns is None else play.knockdowns
        verb = "yes" if play.chooses_verb else "no"
        pistol = "six rounds" if play.has_ammunition else "reloads itself"
        kinds = ", ".join(sorted(kind.value for kind in chart.kinds))
        rows.append(
            [level.value.title(), f"{play.window_percent} %", number(chart.most_per_second), number(play.blow), falls,
             verb, pistol, kinds]
        )  # fmt: skip
    heads = ["level", "windows", "events a second", "a blow costs", "knockdowns", "verb chosen", "pistol", "events"]
    return table(heads, rows)


def healing() -> str:
    rows = [
        [grade.name, f"+{number(RULES.health.heals[grade])}"]
        for grade in reversed(Grade)
        if grade in RULES.health.heals
    ]
    return table(["grade", "health"], rows)


def grades() -> str:
    style = dict(RULES.style.grades)
    rows = [
        [name, f"{number(least * 100)} %", f"{number(style[name] * 100)} %"] for name, least in RULES.precision.grades
    ]
    return table(["grade", "mean value at least", "style of par at least"], rows)


def precision() -> str:
    rules = RULES.precision
    rows = [
        ["mean value of all targets", f"{rules.hits:,}"],
        [f"sum of the square roots of the combo (at most {rules.combo_most}), over its maximum", f"{rules.combo:,}"],
        ["mean value of the drops (with none: of all targets)", f"{rules.drops:,}"],
    ]
    return table(["share of Precision", "points"], rows)


def changes() -> str:
    grace = RULES.grace
    rows = [
        ["an answer", f"{grace.rise:.0%} of the way up, or {grace.fall:.0%} of the way down, to where it is heading"],
        ["FLAWLESS", f"+{number(grace.flawless)} more"],
        ["a miss", f"-{number(grace.miss)}"],
        ["a miss whose blow lands", f"-{number(grace.blow)} instead"],
        ["a stumble", f"-{number(grace.stumble)}"],
        ["a knockdown", "to 0"],
    ]
    return table(["what", "Grace"], rows)


def versions() -> str:
    return table(["rules", "why"], RULES_NEWS.items())


TABLES: dict[str, Callable[[], str]] = {
    made.__name__: made for made in (windows, prices, tiers, levels, healing, grades, precision, changes, versions)
}


def page(text: str) -> str:
    """The page with its tables made anew. Raises KeyError for a table nobody knows."""

    def fill(found: re.Match[str]) -> str:
        return f"<!-- table {found[1]} -->\n{TABLES[found[1]]()}\n<!-- end -->"

    return re.sub(r"<!-- table (\w+) -->\n.*?<!-- end -->", fill, text, flags=re.DOTALL)


if __name__ == "__main__":
    PATH.write_text(page(PATH.read_text(encoding="utf-8")), encoding="utf-8")
