"""Findings for people: the same thing found many times is a few lines, not many."""

from collections.abc import Iterable, Iterator

from rhythm_fu.chart.lint import Finding, Severity


def grouped(findings: Iterable[Finding], each: int) -> Iterator[str]:
    """Lines, errors first: of each check the first findings, then how many more there are and where."""
    groups: dict[tuple[bool, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.severity is not Severity.ERROR, one.check), []).append(one)
    for key in sorted(groups, key=lambda key: key[0]):
        found = groups[key]
        yield from map(str, found[:each])
        if rest := found[each:]:
            places = ", ".join(dict.fromkeys(one.place.partition(" at ")[0] for one in rest))
            yield f"{rest[0].severity.value}: and {len(rest)} more like it, in {places} [{rest[0].check}]"


def short_of(misses: Iterable[Finding]) -> str:
    """One line for targets that were missed, each with its levels; empty if none was."""
    levels: dict[str, list[str]] = {}
    for one in misses:
        levels.setdefault(one.check.replace("-", " "), []).append(one.place)
    return "; ".join(f"{name} ({', '.join(places)})" for name, places in levels.items())
