"""The report and the plot: whole, self-contained, and they show what was heard."""

import re
import warnings
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.drops import weights
from rhythm_fu.analysis.model import Alternative, Grid, GridAnchor
from rhythm_fu.analysis.pictures import SECTION_COLOURS, beat_digest, residuals_ms
from rhythm_fu.analysis.plot import plot
from rhythm_fu.analysis.report import report_html
from rhythm_fu.chart import Level
from rhythm_fu.timing import Meter, TempoMap
from rhythm_fu.units import SongTime, Tick, beats, clock_text
from tests.analysis.made_songs import MadeSong, a_club_song


@pytest.fixture(scope="module")
def song() -> MadeSong:
    song = a_club_song()
    t = np.arange(song.audio.frames) / song.audio.rate
    hum = 0.3 * np.sin(2 * np.pi * 110 * t).astype(np.float32)
    return replace(song, audio=replace(song.audio, samples=hum[:, None]))


@pytest.fixture(scope="module")
def page(song: MadeSong) -> str:
    audio = replace(song.audio, tags={"title": "Neon & <script>"})
    chart, analysis = chart_from(audio, song.features, song.grid, file_name="a<b.ogg")
    return report_html(song.audio, analysis, chart)


def test_the_report_needs_nothing_from_outside(page: str):
    assert not re.search(r'(src|href)="(?!data:)', page)
    assert "http" not in page


def test_names_from_outside_cannot_become_markup(page: str):
    assert "<script" not in page
    assert "Neon &amp; &lt;script&gt;" in page


def test_the_player_holds_the_whole_song(page: str, song: MadeSong):
    sound = b64decode(re.search(r"data:audio/ogg;base64,([^\"]+)", page).group(1))
    assert soundfile.info(BytesIO(sound)).frames == song.audio.frames


def test_every_picture_is_a_png(page: str):
    images = re.findall(r"data:image/png;base64,([^\"]+)", page)
    assert len(images) == 5
    assert all(b64decode(image).startswith(b"\x89PNG") for image in images)


def test_a_chart_without_levels_is_drawn_without_a_word(song: MadeSong):
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="a.ogg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = report_html(song.audio, analysis, replace(chart, levels=()))
        assert "Levels" in page
        assert "There are no levels to judge." in page


def test_drops_are_listed_with_their_reasons(page: str):
    assert page.count("<td>drop</td>") >= 2
    for term in weights().terms:
        assert page.count(f'>{term.replace("_", " ")} <span class="bar"') >= 2


def test_no_table_and_no_picture_is_cut_off_by_a_narrow_window(page: str):
    assert page.count("<table") == page.count('<div class="scroll"><table')
    assert page.count("<img") == page.count('<div class="scroll"><img')
    widest = max(len(re.findall("<th>", head)) for head in re.findall("<table[^>]*><tr>(.*?)</tr>", page))
    assert widest <= 9, "columns that fit a page of 1200 pixels"
    assert 'name="viewport"' in page


def test_how_sure_is_told_in_the_words_of_charting(song: MadeSong):
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="made.ogg")
    page = report_html(song.audio, analysis, replace(chart, confidence={"level": 0.987, "phase": 0.004}))
    assert "<td>tempo</td><td>99%</td>" in page
    assert "<td>beat</td><td>less than 1%</td>" in page


def test_the_other_readings_are_those_that_charting_tells(song: MadeSong):
    shifted = Alternative(1.0, 1.0, 128.0, 0.2)
    rare = Alternative(1.0, 2.0, 128.0, 0.001)
    grid = replace(song.grid, alternatives=(Alternative(1.0, 0.0, 96.0, 0.3, meter=Meter()), shifted, rare))
    chart, analysis = chart_from(song.audio, song.features, grid, file_name="made.ogg")
    page = report_html(song.audio, analysis, chart)
    for row in (("96.00", "30%", "--meter 4/4"), ("128.00", "20%", "--shift-beats 1")):
        bpm, chance, options = row
        assert f"<td>{bpm}</td><td>{chance}</td><td><code>{options}</code></td>" in page
    assert "<p>less than 1% each: --level-shift 2, 0.5, 1.5, 2/3; --shift-beats 2</p>" in page


def test_a_tempo_that_changes_is_listed_by_its_anchors(song: MadeSong):
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="a.ogg")
    start = chart.tempo.anchors[0]
    later = [replace(start, tick=Tick(beats(8 * n)), at=SongTime(start.at + 4_000_000 * n)) for n in range(1, 60)]
    assert "anchors" not in report_html(song.audio, analysis, replace(chart, tempo=TempoMap((start, *later))))
    slower = [replace(one, beat_ns=one.beat_ns + 9_000 * n) for n, one in enumerate(later, start=1)]
    page = report_html(song.audio, analysis, replace(chart, tempo=TempoMap((start, *slower))))
    assert all(f"<td>{clock_text(one.at)}</td><td>{one.bpm:.2f}</td>" in page for one in (start, *slower[:39]))
    assert f"<td>{clock_text(slower[39].at)}</td>" not in page
    assert "and 20 more" in page


def test_the_legend_names_every_colour_and_shape(page: str):
    for word in (*SECTION_COLOURS, *(level.value for level in Level), "mirrors", "shields", "diamonds"):
        assert word in page.split("<h2>Is the tempo right?", 1)[0]


def test_the_plot_is_written(tmp_path: Path, song: MadeSong):
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="made.ogg")
    plot(tmp_path / "plot.png", song.audio, analysis, chart)
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def tilt(grid: Grid, song: MadeSong) -> float:
    """How far the digest's brightest column in the middle wanders between the song's two drops, in beats."""
    digest = beat_digest(song.features, grid)[:, 24:72]
    first, last = (digest[a : a + 32].sum(axis=0).argmax() for a in (song.starts[2], song.starts[5]))
    return abs(int(last) - int(first)) / 96


def test_a_wrong_tempo_tilts_the_digest(song: MadeSong):
    wrong = replace(song.grid, anchors=(GridAnchor(0, song.grid.anchors[0].at_s, song.grid.bpm + 0.12),))
    assert tilt(song.grid, song) == 0
    assert tilt(wrong, song) > 0.08


def test_residuals_show_a_late_grid(song: MadeSong):
    early = replace(song.grid, anchors=(GridAnchor(0, song.grid.anchors[0].at_s - 0.012, song.grid.bpm),))
    _, late = residuals_ms(song.features, early)
    assert abs(np.median(late) - 12) < 3
