"""A song named on the command line: a file, its chart, or a song of the library."""

from dataclasses import dataclass
from pathlib import Path

from rhythm_fu.chart.model import Chart
from rhythm_fu.cli.console import stages
from rhythm_fu.errors import AudioError, ChartError


@dataclass(frozen=True, slots=True)
class Named:
    """The sound file, where its chart is or would be, and the chart if it is there."""

    audio: Path
    chart_path: Path
    chart: Chart | None


def named(song: str) -> Named:
    """What a command's SONG means. A sound file without a chart is fine here; an unknown name is not."""
    from rhythm_fu.library import chart_beside, find_song, is_file, load_chart
    from rhythm_fu.library.paths import CHART_SUFFIX

    path = Path(song)
    if is_file(path) and not path.name.endswith(CHART_SUFFIX):
        place = chart_beside(path)
        return Named(path, place, load_chart(place) if is_file(place) else None)
    found = find_song(song)
    return Named(found.audio, found.chart, load_chart(found.chart))


def check_sound_file(path: Path) -> None:
    """Refuse what is no plain readable file, by a name one can see: `.` and `..` have none."""
    from rhythm_fu.sound.decoding import check_file
    from rhythm_fu.sound.reasons import Reason

    if not path.name or path.name == "..":
        raise AudioError(str(path), "a folder", "name the sound file itself", reason=Reason.NOT_A_FILE)
    check_file(path)


def check_same_music(chart: Chart, pcm_sha256: str, chart_path: Path, song: str = "the file beside it") -> None:
    """Refuse a chart that was made for other samples than these, which are those of `song`."""
    if chart.audio.pcm_sha256 != pcm_sha256:
        problem = f"was made for another recording than {song}"
        raise ChartError(chart_path.name, problem, "chart this one anew with `rhythm-fu chart`")


def check_sound_of(chart: Chart, chart_path: Path, audio: Path) -> None:
    """Refuse a chart beside another recording than its own, where the sound is needed later or elsewhere: it is
    decoded and let go.
    """
    from rhythm_fu.sound import sound_sha256

    with stages(audio.name) as tell:
        tell("decode", 0.0)
        found = sound_sha256(audio)
    check_same_music(chart, found, chart_path)
