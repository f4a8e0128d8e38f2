"""`rhythm-fu chart`: a song into a chart."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rhythm_fu.analysis.askable import MOST_SEED, TEMPO
from rhythm_fu.analysis.offers import offers_of, sureness
from rhythm_fu.chart.model import Kind, Level
from rhythm_fu.cli.console import console, note, quoted, say_json, shown, stages, warn
from rhythm_fu.cli.finding_songs import check_sound_file
from rhythm_fu.cli.hand_edits import old_chart, what_was_kept
from rhythm_fu.cli.options import AsJson, SongFile, Span, beats, factor, meter, moment, tempi, tempo
from rhythm_fu.cli.other_readings import print_readings
from rhythm_fu.cli.outputs import CHART, PICTURE, check_output
from rhythm_fu.timing import Meter, TempoAnchor
from rhythm_fu.units import clock_text, in_seconds, seconds

if TYPE_CHECKING:
    from rhythm_fu.analysis.chart_file import Charted

EXAMPLE: Final = "Example: rhythm-fu chart neon.mp3 --plot neon.png   then: rhythm-fu preview neon.mp3"

MOST_FINDINGS: Final = 5
"""A grid that is wrong breaks every rule at once: a few lines say so."""

MOST_ANCHORS: Final = 6
"""Tempi are told so many, the first."""

MOST_REASONS: Final = 4
"""Terms that are told of a drop: those that add most to its odds."""

TERMS: Final = MappingProxyType({"tempo": "level", "beat": "phase", "bar": "downbeat"})
"""What people call the terms of a chart's confidence."""

STEADY: Final = 0.9
"""Below this probability of one tempo throughout, it is said."""

UNSURE: Final = 0.5
"""Below this probability that tempo and beat are right, it is said: a reading that is likelier wrong than right."""


def chart(
    song: SongFile,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="PLACE", help="File or folder for the chart; beside the song if not given.")
    ] = None,
    bpm: Annotated[
        float | None, typer.Option(parser=tempo, metavar="BPM", help=f"The tempo, if you know it: {TEMPO}.")
    ] = None,
    offset: Annotated[
        float | None, typer.Option(parser=moment, metavar="S", help="When the first bar begins, in seconds.")
    ] = None,
    first_beat: Annotated[
        float | None, typer.Option(parser=moment, metavar="S", help="Any moment that is on a beat, in seconds.")
    ] = None,
    meter_: Annotated[
        Meter | None,
        typer.Option(
            "--meter", parser=meter, metavar="N/M", help="Beats in a bar, such as 3/4 or 7/8; for 5/4 give --bpm too."
        ),
    ] = None,
    range_: Annotated[
        Span | None,
        typer.Option("--range", parser=tempi, metavar="A:B", help="The tempo is surely between these, in BPM."),
    ] = None,
    level_shift: Annotated[
        float | None,
        typer.Option(
            parser=factor,
            metavar="X",
            show_default=False,
            help="Multiply the tempo that is found: 2, 1/2, 3/2, 2/3. Not with --bpm.",
        ),
    ] = None,
    shift_beats: Annotated[
        float | None,
        typer.Option(
            parser=beats,
            metavar="N",
            show_default=False,
            help="Move beats and bars so many beats later: 0.5 if clicks fall between the beats.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=MOST_SEED, metavar="N", help="Another dance to the same beat.")
    ] = None,
    level: Annotated[
        list[Level] | None,
        typer.Option(
            metavar="LEVEL", case_sensitive=False, help="Only this: story, easy, normal, hard or master. Repeatable."
        ),
    ] = None,
    keep_edits: Annotated[
        bool, typer.Option("--keep-edits", help="Keep the chart's hand-made changes and earlier options.")
    ] = False,
    forget_options: Annotated[
        bool, typer.Option("--forget-options", help="With --keep-edits: keep the changes, not the earlier options.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let --out replace another song's chart, --plot any picture.")
    ] = False,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also draw a picture of all that was heard (png).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Listen to a song and write its chart: tempo, beats, drops and a fight on five levels.

    Hear with `rhythm-fu preview` whether the clicks are on the beat. If not, take one of the other readings that are
    printed here with the options beside it, or say what you know: --bpm, --first-beat, --meter. A chart that a person
    changed is kept beside the new one, or merged into it with --keep-edits.
    """
    from rhythm_fu.analysis.chart_file import chart_file, lies_beside
    from rhythm_fu.analysis.model import Request

    check_sound_file(song)
    place = _place_for(song, out, may_replace=replace)
    if plot is not None:
        check_output("--plot", plot, PICTURE, (song, place), may_replace=replace)
    old = old_chart(place) if keep_edits else None
    has_old_tempo = old is not None and not forget_options and range_ is None and "bpm" in old.generator.params
    if level_shift not in {None, 1.0} and (bpm is not None or has_old_tempo):
        problem = "multiplies the tempo that is found, but --bpm gave one; give --bpm the tempo you want"
        if bpm is None:
            problem += ", or add --forget-options"
        raise typer.BadParameter(problem, param_hint="--level-shift")
    if offset is not None and first_beat is not None:
        raise typer.BadParameter("both say where the beat is; give one of them", param_hint="--offset, --first-beat")
    if forget_options and not keep_edits:
        raise typer.BadParameter(
            "only goes with --keep-edits; without it no option is kept", param_hint="--forget-options"
        )
    typed = {"level_shift": level_shift == 1.0, "shift_beats": shift_beats == 0.0}
    request = Request(
        bpm=bpm, offset_s=offset, meter=meter_, seed=seed, levels=tuple(sorted(level or Level, key=list(Level).index)),
        level_shift=level_shift or 1.0, shift_beats=shift_beats or 0.0, first_beat_s=first_beat, range_bpm=range_,
        undone=frozenset(name for name, is_plain in typed.items() if is_plain),
    )  # fmt: skip
    with stages(song.name) as tell:
        done = chart_file(
            song, place, request, tell,
            keep_edits=keep_edits, keep_options=not forget_options,
            may_replace=replace or (out is None and lies_beside(place, song)),
        )  # fmt: skip
    warn(done.audio.warnings)
    _tell_findings(done)
    edits = what_was_kept(old, done.chart) if old is not None else None
    if edits is not None:
        note(str(edits))
        if done.was_anothers:
            note("the chart that was there is of another recording: hear whether this one fits the song")
    warn(_doubts(done))
    if done.kept is not None:
        note(_kept_words(done.kept, was_merged=old is not None))
    named = _name_for(done)
    if not named:
        note(f"{done.out.name} lies apart from its song: copy {song.name} beside it to hear or play it")
    if plot is not None:
        _draw(done, plot)
        if not done.has_sound:
            note("so long a song is never held in memory: the picture has no waveform")
    if as_json:
        say_json({**facts_of(done), "edits": None if edits is None else edits.to_json()})
    else:
        _print(done, named)


def _tell_findings(done: "Charted") -> None:
    """What lint would say of the chart: the worst findings, and in one line where it falls short of its music."""
    from rhythm_fu.chart.telling import grouped, short_of

    place = quoted(str(done.out))
    lines = list(grouped(done.findings, 1))
    for line in lines[:MOST_FINDINGS]:
        note(line)
    if more := len(lines[MOST_FINDINGS:]):
        note(f"and {more} more: rhythm-fu lint {place}")
    if missed := short_of(done.misses):
        song = "" if _name_for(done) else f" --song {quoted(str(done.song))}"
        warn([f"it falls short of its music in {missed}: see `rhythm-fu lint --listen{song} {place}`"])


def _place_for(song: Path, out: Path | None, *, may_replace: bool) -> Path:
    """Where the chart goes: beside the song, into a folder or onto a file that is named and may be written."""
    from rhythm_fu.library import chart_beside, is_folder

    if out is None or is_folder(out):
        return _own_place(song, chart_beside(song), out)
    check_output("--out", out, CHART, (song,))
    return out if may_replace else _own_place(song, out, out)


def _own_place(song: Path, beside: Path, out: Path | None) -> Path:
    """Where the chart goes: never onto that of another song of the same name in another format."""
    from rhythm_fu.analysis.chart_file import printable
    from rhythm_fu.errors import ChartError
    from rhythm_fu.library import is_file, is_folder, load_chart
    from rhythm_fu.library.paths import chart_of_its_own

    place = out / beside.name if out is not None and is_folder(out) else beside
    own = chart_of_its_own(place.with_name(song.name))
    if place == own or not is_file(place):
        return place
    try:
        other = load_chart(place).audio.file
    except ChartError:
        return place
    if other == printable(song.name) or not is_file(song.with_name(other)):
        return place
    if out is not None and not is_folder(out):
        raise ChartError(place.name, f"is the chart of {other}", "give --out another name, or add --replace")
    note(f"{place.name} is the chart of {other}: this one has a name of its own")
    return own


def _doubts(done: "Charted") -> Iterator[str]:
    """What a person should look at before trusting the grid."""
    from rhythm_fu.analysis.asked import given_in
    from rhythm_fu.analysis.doubts import words_of

    asked, sure = done.chart.generator.params, done.chart.confidence
    given = given_in(asked)
    level, phase = (1.0 if name in given else sure.get(name, 1.0) for name in ("level", "phase"))
    if level * phase < UNSURE:
        yield "the beat is a guess: hear it with `rhythm-fu preview`, and try the other readings"
    if "bpm" not in asked:
        yield from words_of(done.analysis.grid.doubts)


def _kept_words(kept: Path, *, was_merged: bool) -> str:
    """Where an older file went, and what it was: work of a person, or nothing that can be read."""
    from rhythm_fu.errors import RhythmFuError
    from rhythm_fu.library import load_chart

    try:
        load_chart(kept)
    except RhythmFuError as fault:
        return f"what was there could not be read as a chart ({fault.problem}): it is kept as {kept.name}"
    if was_merged:
        return f"the chart as a person had changed it is kept as {kept.name}, for what has no place in the new one"
    return f"the chart that a person had changed is kept as {kept.name}; --keep-edits would have merged it"


def _draw(done: "Charted", picture: Path) -> None:
    from rhythm_fu.analysis.plot import plot as draw
    from rhythm_fu.library import replacing

    with replacing(picture) as temporary:
        draw(temporary, done.audio, done.analysis, done.chart)


def facts_of(done: "Charted") -> dict[str, Any]:  # Any: JSON
    """All that the summary says, for programs."""
    from rhythm_fu.analysis.drops import weights

    made, grid = done.chart, done.analysis.grid
    anchor = made.tempo.anchors[0]
    fought = {int(event.tick) for one in made.levels for event in one.events if event.kind is Kind.DROP}
    return {
        "chart": str(done.out), "song": str(done.song), "title": made.song.title, "seconds": round(done.seconds, 2),
        "length_s": round(done.audio.length_s, 3), "decoder": done.audio.decoder, "bpm": grid.bpm,
        "first_beat_s": float(grid.beat_times()[0]), "first_downbeat_s": grid.first_downbeat_s,
        "meter": f"{anchor.meter.beats}/{anchor.meter.unit}", "is_constant": grid.is_constant,
        "tempo": [{"t_s": in_seconds(a.at), "bpm": a.bpm} for a in made.tempo.anchors], "swing": made.song.swing,
        "key": made.song.key, "confidence": dict(made.confidence), "notes": list(grid.notes),
        "alternatives": [asdict(one) for one in offers_of(grid)],
        "drops": [
            {"t_s": in_seconds(d.at), "kind": d.kind.value, "strength": d.strength, "is_fought": int(d.tick) in fought,
             "terms": dict(d.terms),
             "adds": {name: round(odds, 3) for name, odds in weights().added(d.terms).items()}}
            for d in made.drops
        ],
        "levels": [
            {"level": one.level.value, "events": len(one.events), "rating": one.rating.value,
             "parts": dict(one.rating.parts)}
            for one in made.levels
        ],
        "doubts": [{"from_s": d.at_s, "to_s": d.until_s, "chance": d.chance} for d in grid.doubts],
        "warnings": list(done.audio.warnings), "findings": [str(finding) for finding in (*done.findings, *done.misses)],
        "kept": str(done.kept) if done.kept else None,
    }  # fmt: skip


def how_sure(sure: Mapping[str, float], asked: Mapping[str, str]) -> str:
    """The chances of a chart's beat in one line; what was given is not guessed, but told with what the ear alone makes
    of it. `asked` as in a chart's params.
    """
    from rhythm_fu.analysis.asked import given_in

    given = given_in(asked)
    told = {name: "given by you" if term in given else _chance(sure, term) for name, term in TERMS.items()}
    words = ", ".join(f"{name} {said}" for name, said in told.items() if said) or "not said"
    return f"{words}; by ear alone this reading has {sureness(sure['given'])}" if "given" in sure else words


def _chance(sure: Mapping[str, float], name: str) -> str:
    return sureness(sure[name]) if name in sure else ""


def _print(done: "Charted", named: str) -> None:
    """`named` as from `_name_for`."""
    from rich.table import Table

    facts, out = facts_of(done), console()
    artist = f" · {shown(done.chart.song.artist)}" if done.chart.song.artist else ""
    out.print(f"[bold]{shown(facts['title'])}[/bold]{artist}   {clock_text(seconds(facts['length_s']))}")
    grid = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    tempo = f"{facts['bpm']:.3f} BPM, {facts['meter']}"
    if not facts["is_constant"]:
        slow, fast = min(t["bpm"] for t in facts["tempo"]), max(t["bpm"] for t in facts["tempo"])
        tempo += f", changing ({slow:.1f} to {fast:.1f}, {len(facts['tempo'])} anchors)"
    elif (constant := facts["confidence"].get("constant", 1.0)) < STEADY:
        tempo += f", {sureness(constant)} sure that it never changes"
    grid.add_row("tempo", tempo)
    if len(changes := done.chart.tempo.changes) > 1:
        grid.add_row("anchors", _anchors_text(changes))
    first, down = facts["first_beat_s"], facts["first_downbeat_s"]
    grid.add_row("first beat", f"{clock_text(seconds(first))}, first downbeat {clock_text(seconds(down))}")
    grid.add_row("how sure", how_sure(facts["confidence"], done.chart.generator.params))
    if facts["key"]:
        grid.add_row("key", shown(facts["key"]))
    for line in facts["notes"]:
        grid.add_row("note", shown(line))
    out.print(grid)
    print_readings(out, offers_of(done.analysis.grid))
    out.print(_drops_table(facts["drops"]) if facts["drops"] else "[dim]no drops found[/dim]")
    out.print(_levels_table(facts["levels"]))
    out.print(f"written to [bold]{shown(str(done.out))}[/bold] in {done.seconds:.1f} s", soft_wrap=True)
    for deed, command in (("hear it", "preview"), ("play it", "play")) if named else ():
        out.print(f"{deed}: rhythm-fu {command} {quoted(named)}", markup=False, soft_wrap=True)


def _anchors_text(anchors: tuple[TempoAnchor, ...]) -> str:
    """Where each tempo begins, the first few."""
    told = ", ".join(f"{clock_text(one.at)} {one.bpm:.2f}" for one in anchors[:MOST_ANCHORS])
    more = len(anchors) - MOST_ANCHORS
    return f"{told} and {more} more: see the chart, or --json" if more > 0 else told


def _name_for(done: "Charted") -> str:
    """What commands know this chart by: its song, or where that has another chart, itself; empty if its song lies
    where they would not find it.
    """
    from rhythm_fu.errors import RhythmFuError
    from rhythm_fu.library import chart_beside, song_at

    if done.out == chart_beside(done.song):
        return str(done.song)
    try:
        song_at(done.out)
    except RhythmFuError:
        return ""
    return str(done.out)


def _drops_table(rows: list[dict[str, Any]]) -> Any:  # Any: a rich table
    from rich.table import Table

    table = Table(title="Drops", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("at", "kind", "strength", "a finisher", "because of"):
        table.add_column(name, justify="right" if name in {"at", "strength"} else "left")
    for row in rows:
        reasons = [name for name, odds in row["adds"].items() if odds > 0.0][:MOST_REASONS]
        because = ", ".join(f"{name.replace('_', ' ')} {row['terms'][name]:.2f}" for name in reasons)
        table.add_row(
            clock_text(seconds(row["t_s"])),
            row["kind"],
            f"{row['strength']:.2f}",
            "yes" if row["is_fought"] else "no",
            because,
        )
    return table


def _levels_table(rows: list[dict[str, Any]]) -> Any:  # Any: a rich table
    from rich.table import Table

    table = Table(title="Levels", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("level", "rating", "events", "a second", "at most"):
        table.add_column(name, justify="left" if name == "level" else "right")
    for row in rows:
        parts = row["parts"]
        mean, peak = (f"{parts[name]:.2f}" if name in parts else "" for name in ("mean_rate", "peak_rate"))
        table.add_row(row["level"], f"{row['rating']:.2f}", str(row["events"]), mean, peak)
    return table
