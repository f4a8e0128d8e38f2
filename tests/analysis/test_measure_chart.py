"""The command that measures charting makes its own song."""

from pathlib import Path

import pytest
import soundfile

from tools import measure_chart


def test_the_song_to_measure_with_is_as_long_as_asked_and_in_stereo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(measure_chart, "LENGTH_S", 20)
    measure_chart.write_song(tmp_path / "song.flac")
    told = soundfile.info(tmp_path / "song.flac")
    assert (told.duration, told.channels) == (20.0, 2)
