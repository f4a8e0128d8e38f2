"""What the tracks' cards and truth files promise."""

import json
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tools.soundtrack.measure import harmony
from tools.soundtrack.render import compact, track_toml, truth
from tools.soundtrack.songs.catalogue import SONGS

TRACKS = Path(__file__).parents[2] / "tracks"
songs = pytest.mark.parametrize("slug", SONGS)


def read_truth(slug: str) -> dict:
    return json.loads((TRACKS / slug / "truth.json").read_text(encoding="utf-8"))


def test_every_folder_of_tracks_has_a_song_and_every_song_a_folder():
    assert {p.name for p in TRACKS.iterdir() if p.is_dir()} == set(SONGS)


@songs
def test_the_files_say_what_the_song_says(slug):
    assert (TRACKS / slug / "truth.json").read_text(encoding="utf-8") == compact(truth(SONGS[slug]))
    assert (TRACKS / slug / "track.toml").read_text(encoding="utf-8") == track_toml(SONGS[slug])


@songs
def test_a_card_names_title_artist_licence_and_seed(slug):
    card = tomllib.loads((TRACKS / slug / "track.toml").read_text(encoding="utf-8"))
    assert (card["artist"], card["licence"]) == ("Rhythm Fu", "CC BY 4.0")
    assert card["title"]
    assert isinstance(card["seed"], int)


@songs
def test_beats_follow_the_tempo_map(slug):
    data = read_truth(slug)
    beats, steps = data["beats"], data["tempo"]
    for i, (a, b) in enumerate(pairwise(beats)):
        bpm = next(s["bpm"] for s in reversed(steps) if s["beat"] <= i)
        assert b - a == pytest.approx(60.0 / bpm, abs=2e-6)
    assert data["downbeats"] == beats[:: data["meter"]["beats"]]


@songs
def test_sections_tile_the_song_and_drops_begin_them(slug):
    data = read_truth(slug)
    for before, after in pairwise(data["sections"]):
        assert before["end"] == after["start"]
    starts = {s["start"] for s in data["sections"]}
    for drop in data["drops"]:
        assert drop["at"] in starts
        assert drop["at"] in data["downbeats"]
    assert sum(d["kind"] == "drop" for d in data["drops"]) >= 2


@songs
def test_a_drop_follows_a_build(slug):
    kinds = [(s["kind"], s["start"]) for s in read_truth(slug)["sections"]]
    true_drops = {d["at"] for d in read_truth(slug)["drops"] if d["kind"] == "drop"}
    for (kind, _), (_, start) in pairwise(kinds):
        if start in true_drops:
            assert kind == "build"


def test_first_beats_differ_so_that_no_offset_can_be_guessed():
    leads = sorted(read_truth(slug)["beats"][0] for slug in SONGS)
    assert leads[0] >= 0.2
    assert leads[-1] <= 1.0
    assert all(b - a > 0.01 for a, b in pairwise(leads))


def test_one_track_swings_one_changes_tempo_and_one_counts_three():
    data = [read_truth(slug) for slug in SONGS]
    assert [d["swing"] for d in data if d["swing"] != 0.5] == [0.58]
    assert sum(len(d["tempo"]) > 1 for d in data) == 1
    assert sum(d["meter"]["beats"] == 3 for d in data) == 1


@songs
def test_bass_and_chords_do_not_fight(slug):
    found = harmony(SONGS[slug].write(), SONGS[slug].form.beats)
    assert found.bass_clash_share <= 0.03
    assert found.rough_share <= 0.08
    assert found.lead_range >= 12
