"""Songs whose climaxes were marked: which of them a tool takes, and what is told of each."""

import json
from unittest.mock import Mock

import pytest

from tools import fitting
from tools.fit_drops import Song, by_song, scored, songs_of
from tools.fitting import marked_files


def marked(climaxes: tuple[float, ...], arguable: tuple[float, ...] = ()) -> Song:
    return Song("game", "sealed", "song.ogg", Mock(), Mock(), Mock(), {}, climaxes, arguable)


@pytest.mark.parametrize(
    ("climaxes", "arguable", "played", "told"),
    [
        ((30.0,), (), [30.4], "1 climaxes: right"),
        ((30.0,), (), [32.0], "1 climaxes: missed 30.0"),
        ((30.0,), (), [], "1 climaxes: missed 30.0"),
        ((30.0,), (), [30.0, 60.0], "1 climaxes: wrong 60.0"),
        ((30.0,), (61.0,), [30.0, 60.0, 90.0], "1 climaxes: wrong 90.0; arguable 60.0"),
        ((), (61.0,), [60.0], "0 climaxes: arguable 60.0"),
        ((), (), [], "0 climaxes: right"),
    ],
)
def test_each_song_tells_what_was_missed_and_what_is_wrong(climaxes, arguable, played, told):
    assert by_song([marked(climaxes, arguable)], [played]) == [f"game/song.ogg, {told}"]


def test_songs_without_a_climax_count_apart():
    songs = [marked((30.0, 90.0)), marked((), (60.0,)), marked(())]
    told = scored(songs, [[30.2, 60.0], [60.5, 100.0], []])
    assert told.startswith("recall 0.50 of 2, precision 0.50 of 2")
    assert told.endswith("false where there is none 0.50 a song of 2")


def test_one_group_of_the_marks_is_taken_alone(tmp_path, monkeypatch, capsys):
    said = {"climaxes": [1.0], "arguable": []}
    marks = {"fitted": {"game": {"a.ogg": said}}, "sealed": {"pack": {"b.ogg": said, "c.ogg": said}}}
    (tmp_path / "marks.json").write_text(json.dumps(marks), encoding="utf-8")
    monkeypatch.setattr(fitting, "MARKS", tmp_path / "marks.json")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "b.ogg").touch()

    assert [(one.group, one.path.name) for one in marked_files(tmp_path, "sealed")] == [("sealed", "b.ogg")]
    assert capsys.readouterr().out == "pack: no c.ogg\n"


def test_where_no_marked_song_lies_nothing_is_scored(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        songs_of(tmp_path, None, "sealed")
    assert ended.value.code == 2
    assert f"{tmp_path}: no sealed song lies there" in capsys.readouterr().err
