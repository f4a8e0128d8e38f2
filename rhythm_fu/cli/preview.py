"""`rhythm-fu preview`: hear a chart."""

from pathlib import Path
from typing import Annotated, Final

import typer

from rhythm_fu.cli.console import note, say, say_json, stages, warn
from rhythm_fu.cli.finding_songs import check_same_music, named
from rhythm_fu.cli.options import AsJson, SongName
from rhythm_fu.cli.outputs import CLICKS, check_output

EXAMPLE: Final = "Example: rhythm-fu preview neon.mp3 --out /tmp/neon.wav"


def preview(
    song: SongName,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The wav to write; SONG.clicks.wav beside the song if not given."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let --out replace a sound file not made by this command.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the song with a click on every beat, higher on the first of a bar, deeper on drops: you hear what is off.

    A song that has no chart yet is charted for the preview only.
    """
    from rhythm_fu.library import MARK, replacing
    from rhythm_fu.sound import decode, write_wav

    found = named(song)
    place = out or found.audio.with_name(found.audio.stem + ".clicks.wav")
    check_output("--out", place, CLICKS, (found.audio, found.chart_path), may_replace=replace)
    from rhythm_fu.analysis.preview import click_preview, clicks_of

    with stages(found.audio.name) as tell:
        tell("decode", 0.0)
        audio = decode(found.audio)
        chart = found.chart
        if chart is not None:
            check_same_music(chart, audio.pcm_sha256, found.chart_path)
        else:
            from rhythm_fu.analysis.charting import make_chart

            chart = make_chart(audio, progress=tell, file_name=found.audio.name)[0]
    if found.chart is None:
        note("no chart yet: this one is for the preview only; `rhythm-fu chart` keeps one")
    warn(audio.warnings)
    with replacing(place) as temporary:
        write_wav(temporary, click_preview(audio, chart), audio.rate, MARK)
    kinds = [kind for _, kind in clicks_of(chart)]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    if as_json:
        say_json({"preview": str(place), "clicks": counts})
    else:
        say(f"{place}: " + ", ".join(f"{count} × {kind}" for kind, count in counts.items()))
