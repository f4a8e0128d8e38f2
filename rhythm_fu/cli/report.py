"""`rhythm-fu report`: all that was heard in a song, as one page."""

from pathlib import Path
from typing import Annotated, Final

import typer

from rhythm_fu.cli.console import note, say, stages, warn
from rhythm_fu.cli.finding_songs import check_same_music, named
from rhythm_fu.cli.options import SongName
from rhythm_fu.cli.outputs import PAGE, check_output

EXAMPLE: Final = "Example: rhythm-fu report neon.mp3 --out neon.html"


def report(
    song: SongName,
    out: Annotated[Path | None, typer.Option(help="The page to write; SONG.report.html beside the song.")] = None,
) -> None:
    """Write one HTML page: waveform, grid, beat digest, tempo, sections, drops with reasons, density, findings."""
    from rhythm_fu.library import write_text
    from rhythm_fu.sound import decode

    found = named(song)
    from rhythm_fu.analysis.asked import asked_before
    from rhythm_fu.analysis.charting import make_chart
    from rhythm_fu.analysis.model import Request
    from rhythm_fu.analysis.report import report_html

    place = out or found.audio.with_name(found.audio.stem + ".report.html")
    check_output("--out", place, PAGE, (found.audio, found.chart_path))
    with stages(found.audio.name) as tell:
        tell("decode", 0.0)
        audio = decode(found.audio)
        if found.chart is not None:
            check_same_music(found.chart, audio.pcm_sha256, found.chart_path)
        asked = asked_before(found.chart) if found.chart is not None else Request()
        made, analysis = make_chart(audio, asked, tell, file_name=found.audio.name)
        page = report_html(audio, analysis, found.chart or made)
    warn(audio.warnings)
    if found.chart is None:
        note("no chart yet: the page shows what `rhythm-fu chart` would write")
    write_text(place, page)
    say(str(place))
