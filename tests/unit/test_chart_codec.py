"""Chart files: what goes in comes out, and what is wrong is refused with its place."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhythm_fu.chart import DropKind, Event, Kind, Level, Mark, MarkKind, SongInfo
from rhythm_fu.chart.codec import chart_sha256, dumps, loads
from rhythm_fu.chart.file_model import MOST_WORDS, json_schema
from rhythm_fu.chart.strict_json import LONGEST_TEXT
from rhythm_fu.errors import ChartError
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime, Tick, beats
from tests.unit.chart_samples import TEMPO, a_song, level_of, takedown, with_events

ROOT = Path(__file__).parents[2]


def changed(change: Callable[[dict], object]) -> str:
    raw = json.loads(dumps(a_song()))
    change(raw)
    return json.dumps(raw)


def refusal(text: str) -> ChartError | None:
    try:
        loads(text)
    except ChartError as fault:
        return fault
    return None


def test_a_chart_comes_back_the_same():
    assert loads(dumps(a_song())) == a_song()


def test_the_same_chart_gives_the_same_bytes():
    assert dumps(loads(dumps(a_song()))) == dumps(a_song())


def test_files_follow_the_published_schema():
    jsonschema.validate(json.loads(dumps(a_song())), json_schema())


def test_the_published_schema_is_current():
    published = json.loads((ROOT / "docs" / "chart.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema()


REFUSED = {
    "unordered anchors": (
        lambda raw: raw["tempo"].append(raw["tempo"][0] | {"tick": 0}),
        "tempo[1]: anchors out of order",
    ),
    "no anchors": (lambda raw: raw.update(tempo=[]), "tempo: no tempo anchors"),
    "tempo anchor off its tempo": (
        lambda raw: raw["tempo"].append(raw["tempo"][0] | {"tick": 40320, "t_us": 2_200_000}),
        "tempo[1]: +63.0 ms",
    ),
    "absurd tempo within the copy's tolerance": (
        lambda raw: raw["tempo"].append(raw["tempo"][0] | {"tick": 2, "t_us": raw["tempo"][0]["t_us"] + 900}),
        "tempo[1]: 13.2 BPM up to here",
    ),
    "too fast": (lambda raw: raw["tempo"][0].update(beat_ns=60_060_059), "tempo[0].beat_ns"),
    "too slow": (lambda raw: raw["tempo"][0].update(beat_ns=3_000_000_001), "tempo[0].beat_ns"),
    "tick and copy differ": (
        lambda raw: raw["levels"][0]["events"][1].update(t_us=1),
        "levels[0].events[1]: tick",
    ),
    "after the end": (lambda raw: raw["audio"].update(frames=44_100 * 10), "after the audio ends (0:10.000)"),
    "takedown without a side": (lambda raw: raw["levels"][0]["events"][0].pop("side"), "needs a side"),
    "takedown without a reach": (lambda raw: raw["levels"][0]["events"][0].pop("reach"), "needs a reach"),
    "unknown kind": (lambda raw: raw["levels"][0]["events"][0].update(kind="poke"), "levels[0].events[0].kind"),
    "unknown field inside": (lambda raw: raw["levels"][0]["events"][0].update(sid="left"), "levels[0].events[0]"),
    "twice the same event": (
        lambda raw: raw["levels"][0]["events"].append(raw["levels"][0]["events"][0]),
        "stands there twice",
    ),
    "a level twice": (lambda raw: raw["levels"].append(raw["levels"][0]), "a level stands there twice"),
    "a hold on a takedown": (lambda raw: raw["levels"][0]["events"][0].update(hold_from=0), "belongs to a drop"),
    "strength above one": (lambda raw: raw["drops"][0].update(strength=1.5), "drops[0].strength"),
    "a newer major": (lambda raw: raw.update(version=[3, 0]), "newer game (3.0)"),
    "no version": (lambda raw: raw.pop("version"), "two whole numbers"),
    "another format": (lambda raw: raw.update(format="osu"), "not a Rhythm Fu chart"),
    "a bad hash": (lambda raw: raw["audio"].update(pcm_sha256="xyz"), "audio.pcm_sha256"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_promise_is_refused_with_its_place(case: str):
    change, message = REFUSED[case]
    with pytest.raises(ChartError) as fault:
        loads(changed(change), "neon.rfu.json")
    assert message in str(fault.value)
    assert str(fault.value).startswith("neon.rfu.json")
    assert "; " in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "nested too deeply"),
        ("{", "not valid JSON"),
        ("", "not valid JSON"),
        ("[]", "not a Rhythm Fu chart"),
        ('{"format": "rhythm-fu.chart", "format": "x"}', "`format` stands there twice"),
        ('{"format": NaN}', "NaN is not a number"),
        ('{"format": -Infinity}', "-Infinity is not a number"),
        ('{"format": 1e999}', "too large"),
    ],
)
def test_json_that_python_would_let_pass_is_refused(text: str, message: str):
    with pytest.raises(ChartError, match=message):
        loads(text)


def test_a_file_longer_than_any_song_is_refused():
    with pytest.raises(ChartError, match="characters; at most"):
        loads(" " * (LONGEST_TEXT + 1))


@pytest.mark.parametrize(
    ("part", "name"),
    [("song", "title"), ("song", "artist"), ("song", "licence"), ("song", "key"), ("audio", "file"),
     ("audio", "decoder"), ("generator", "name"), ("generator", "version")],
)  # fmt: skip
def test_words_longer_than_the_format_says_are_refused(part: str, name: str):
    text = (ROOT / "docs" / "chart-format.md").read_text(encoding="utf-8")
    assert f"longer than {MOST_WORDS} characters" in " ".join(text.partition("## Refused")[2].split())
    loads(changed(lambda raw: raw[part].update({name: "x" * MOST_WORDS})))
    with pytest.raises(ChartError, match=f"{part}.{name}"):
        loads(changed(lambda raw: raw[part].update({name: "x" * (MOST_WORDS + 1)})))


def test_a_hold_that_begins_before_the_audio_is_refused():
    tempo = TempoMap.constant(120, SongTime(-1_000_000))
    tick, hold = Tick(beats(8)), Tick(beats(1))
    drop = Event(tick, tempo.at(tick), Kind.DROP, hold_from=hold, hold_at=tempo.at(hold))
    chart = replace(a_song(), tempo=tempo, levels=(level_of(Level.NORMAL, drop),), drops=(), marks=(), pulses=())
    with pytest.raises(ChartError, match=r"levels\[0\].events\[0\]: its hold begins before the audio starts"):
        loads(dumps(chart))


def test_titles_from_tags_become_one_line_of_bearable_length():
    song = replace(a_song(), song=SongInfo("Ne\ud800on\n\x1b[31m", "夜" * 600))
    there = loads(dumps(song)).song
    assert there.title == "Ne on  [31m"
    assert there.artist == "夜" * 500
    assert loads(changed(lambda raw: raw["song"].update(title="Ne\0on"))).song.title == "Ne on"


def test_a_newer_minor_keeps_its_unknown_fields():
    text = changed(lambda raw: raw.update(version=[2, 7], mood="cold"))
    assert json.loads(dumps(loads(text)))["mood"] == "cold"


def test_a_version_0_chart_is_migrated():
    old = (ROOT / "tests" / "golden" / "chart-v0.json").read_text(encoding="utf-8")
    new = loads(old)
    assert new.tempo.anchors[0].bpm == pytest.approx(120)
    assert new.levels[0].events == (takedown(4),)


def test_a_version_1_chart_called_a_drops_strength_its_confidence():
    new = loads((ROOT / "tests" / "golden" / "chart-v1.json").read_text(encoding="utf-8"))
    assert [(drop.kind, drop.strength) for drop in new.drops] == [(DropKind.DROP, 0.91)]
    assert loads(dumps(new)) == new


def test_what_a_version_1_chart_did_not_play_is_no_drop():
    old = json.loads((ROOT / "tests" / "golden" / "chart-v1.json").read_text(encoding="utf-8"))
    faint = [drop | {"confidence": 0.59} for drop in old["drops"]]
    assert [(d.kind, d.strength) for d in loads(json.dumps(old | {"drops": faint})).drops] == [(DropKind.RETURN, 0.59)]


@pytest.mark.parametrize("drops", [None, 5, [5], [{}], [{"confidence": 0.5, "strength": 0.5}]])
def test_a_version_1_chart_with_absurd_drops_is_refused(drops: object):
    old = json.loads((ROOT / "tests" / "golden" / "chart-v1.json").read_text(encoding="utf-8"))
    assert refusal(json.dumps(old | {"drops": drops})) is not None


@pytest.mark.parametrize("bpm", [0, -1, 1e-320, 1e308, "fast", None])
def test_a_version_0_chart_with_an_absurd_tempo_is_refused(bpm: object):
    old = json.loads((ROOT / "tests" / "golden" / "chart-v0.json").read_text(encoding="utf-8"))
    assert refusal(json.dumps(old | {"bpm": bpm})) is not None


def test_events_are_put_in_canonical_order():
    shuffled = changed(lambda raw: raw["levels"][1]["events"].reverse())
    assert loads(shuffled) == a_song()


def test_the_hash_covers_what_is_played_and_nothing_else():
    retitled = loads(changed(lambda raw: raw["song"].update(title="Another")))
    assert chart_sha256(retitled) == chart_sha256(a_song())
    assert chart_sha256(with_events(a_song(), takedown(4))) != chart_sha256(a_song())


def test_the_hash_covers_the_phrases_for_they_say_where_tables_stand():
    start, end = Tick(0), Tick(beats(16))
    phrase, section = (
        Mark(kind, start, TEMPO.at(start), end, TEMPO.at(end)) for kind in (MarkKind.PHRASE, MarkKind.SECTION)
    )
    bare = replace(a_song(), marks=())
    assert chart_sha256(replace(bare, marks=(phrase,))) != chart_sha256(bare)
    assert chart_sha256(replace(bare, marks=(section,))) == chart_sha256(bare)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_but_never_crashes(data: st.DataObject):
    text = dumps(a_song())
    at = data.draw(st.integers(0, len(text) - 1))
    damaged = text[:at] + data.draw(st.sampled_from(["", "0", "-", '"', "[", "}", "9e9", "null"])) + text[at + 1 :]
    fault = refusal(damaged)
    assert fault is None or "\n" not in str(fault)
