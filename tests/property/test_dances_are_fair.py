"""Whatever the music, the meter and the tempo: a chart breaks no rule, and the levels rise."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.model import Request
from rhythm_fu.chart.lint import Severity, findings
from tests.analysis.made_songs import Part, made

VOICES = ("kick", "snare", "hat", "tone", "bass")


@st.composite
def songs(draw: st.DrawFn):
    beats = draw(st.integers(2, 9))
    row = st.text(alphabet="x..", min_size=4 * beats, max_size=4 * beats)
    part = st.builds(
        Part,
        st.dictionaries(st.sampled_from(VOICES), row, min_size=1, max_size=4),
        st.integers(1, 12),
        rise_db=st.sampled_from([0.0, 0.0, 18.0]),
        gap=st.sampled_from([0.0, 1.0, 2.0]),
        gain_db=st.sampled_from([0.0, -6.0]),
    )
    parts = draw(st.lists(part, min_size=1, max_size=5))
    bpm, swing = draw(st.integers(40, 400)), draw(st.sampled_from([0.5, 0.5, 0.58, 0.66]))
    return made(parts, bpm=bpm, beats=beats, swing=swing, first_s=draw(st.sampled_from([0.0, 0.37, 3.0])))


@settings(max_examples=25, deadline=None)
@given(songs(), st.integers(0, 2**31 - 1))
def test_no_song_makes_an_unfair_chart(song, seed: int):
    chart, _ = chart_from(song.audio, song.features, song.grid, Request(seed=seed), file_name="made.ogg")
    found = findings(chart)
    assert [f for f in found if f.severity is Severity.ERROR] == []
    assert "ammunition" not in {f.check for f in found}
    assert "divisions" not in {f.check for f in found}
    for easier, harder in itertools.pairwise(chart.levels):
        assert {e.tick for e in easier.events} <= {e.tick for e in harder.events}
        assert easier.rating.value <= harder.rating.value
