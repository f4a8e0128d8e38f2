"""`rhythm-fu lint`: whether charts are fair to play."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from rhythm_fu.cli.console import say, say_json
from rhythm_fu.cli.options import AsJson

EXAMPLE: Final = "Example: rhythm-fu lint neon.rfu.json"


def lint(
    charts: Annotated[list[str], typer.Argument(metavar="CHART...", help="Charts, or songs that have one.")],
    as_json: AsJson = False,
) -> None:
    """Check charts: what is unfair or odd, where, and the likely fix. Exits with 1 if something is unfair."""
    from rhythm_fu.chart.lint import Severity, findings
    from rhythm_fu.library import chart_beside, find_song, load_chart
    from rhythm_fu.library.paths import CHART_SUFFIX

    answer: list[dict[str, Any]] = []  # Any: JSON
    is_unfair = False
    for name in charts:
        path = Path(name)
        if path.is_file() or path.suffix == ".json":
            path = path if path.name.endswith((CHART_SUFFIX, ".json")) else chart_beside(path)
        else:
            path = find_song(name).chart
        found = findings(load_chart(path))
        errors = sum(one.severity is Severity.ERROR for one in found)
        is_unfair = is_unfair or errors > 0
        answer.append({
            "chart": str(path), "errors": errors, "warnings": len(found) - errors,
            "findings": [
                {"check": one.check, "severity": one.severity.value, "place": one.place, "problem": one.problem,
                 "fix": one.fix}
                for one in found
            ],
        })  # fmt: skip
        if not as_json:
            for one in found:
                say(f"{path.name}: {one}")
            say(f"{path.name}: {errors} errors, {len(found) - errors} warnings" if found else f"{path.name}: fair")
    if as_json:
        say_json(answer)
    if is_unfair:
        raise typer.Exit(1)
