"""Whole evenings: the real scenes, driven by keys."""

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.fight import Setup
from rhythm_fu.fight.bot import bot_presses
from rhythm_fu.game.scene import FightPlan, Goto, Signal, SignalKind
from rhythm_fu.game.scenes.fight import FightScene, State
from rhythm_fu.game.scenes.pause import COLUMN, LINES, Interval, Wish
from rhythm_fu.game.scenes.settings import AT_ONCE, VOLUMES
from rhythm_fu.game.view.menu_view import VALUE_PX
from rhythm_fu.judge.model import Grade
from rhythm_fu.library import Records, Song, load_replay, replays
from rhythm_fu.replay import loads
from rhythm_fu.units import ms, seconds
from tests.scenes.house import House, keys_at, once, player, song_is_at
from tests.scenes.stage_set import a_chart

LEAVE = keys_at("results", "escape")
GO_HOME = once(lambda house: house.goings[-2:] == ["results", "songs"], lambda h: h.key("escape"))
QUIT = once(lambda house: house.goings.count("title") > 1, lambda h: h.key("escape"))


def bot(level: Level = Level.NORMAL):
    return player(bot_presses(a_chart(), level))


def fight(song: Song, level: Level = Level.NORMAL) -> Goto:
    return Goto("fight", FightPlan(song, level, Setup()))


def fight_of(house: House) -> FightScene:
    assert isinstance(house.scene, FightScene)
    return house.scene


def last_result(house: House):
    with Records(house.back.folders.records) as records:
        return records.latest(1)[0]


def closed(house: House) -> Signal:
    return Signal(house.host(), SignalKind.CLOSE)


def test_from_the_title_through_a_fight_to_the_results_and_home(house: House):
    house.run(
        Goto("title"), keys_at("title", "return"), keys_at("songs", "right", "return"), bot(), LEAVE, GO_HOME, QUIT
    )
    assert house.goings == ["title", "songs", "fight", "results", "songs", "title"]
    assert last_result(house).grade in ("X", "SS")
    assert house.back.notes == []


def test_presses_made_on_the_beat_are_judged_on_the_beat(house: House, song: Song):
    seen = []
    ended = once(lambda h: h.goings[-1] == "results", closed)
    watch = once(song_is_at(seconds(19)), lambda h: seen.append(fight_of(h).fight.finish()) or h.key("f1"))
    house.run(fight(song), bot(), watch, ended)
    result = seen[0]
    assert result.counts[Grade.MISS] == 0
    assert abs(result.mean_error) < ms(2)
    assert result.sd_error < ms(1)


def test_the_replay_of_an_evening_fights_itself_again_to_the_same_score(house: House, song: Song):
    from rhythm_fu.fight.resimulate import resimulate
    from rhythm_fu.library import load_chart

    house.run(fight(song), bot(), once(lambda h: h.goings[-1] == "results", closed))
    replay = loads(load_replay(replays(house.back.folders.replays)[0]).decode())
    assert resimulate(replay, load_chart(song.chart)).difference is None


@pytest.mark.parametrize("interruption", [SignalKind.FOCUS_LOST, SignalKind.PAD_LOST])
def test_the_song_waits_for_a_player_who_looks_away(house: House, song: Song, interruption: SignalKind):
    stood: list[int] = []

    def look(h: House) -> Signal:
        stood.append(fight_of(h).clock.song_at(h.host()))
        return h.key("f1")

    house.run(
        fight(song),
        once(song_is_at(seconds(4)), lambda h: Signal(h.host(), interruption)),
        once(lambda h: fight_of(h).state is State.PAUSED, look, *[lambda h: h.key("f1")] * 500, look, closed),
    )
    assert stood[1] == stood[0]


def test_after_a_pause_the_song_goes_on_where_it_stood_and_hits_still_count(house: House, song: Song):
    results = []
    house.run(
        fight(song),
        bot(),
        once(song_is_at(seconds(6.4)), lambda h: h.key("escape")),
        once(lambda h: fight_of(h).state is State.PAUSED, *[lambda h: h.key("f1")] * 300, lambda h: h.key("escape")),
        once(song_is_at(seconds(19)), lambda h: results.append(fight_of(h).fight.finish()) or closed(h)),
    )
    assert results[0].counts[Grade.MISS] == 0
    assert results[0].sd_error < ms(1)


def test_r_starts_the_same_fight_anew_at_once(house: House, song: Song):
    house.run(
        fight(song),
        once(song_is_at(seconds(5)), lambda h: h.key("r")),
        once(lambda h: len(h.goings) == 2 and fight_of(h).state is State.RUNNING, closed),
    )
    assert house.goings == ["fight", "fight"]
    assert fight_of(house).fight.presses == ()


def test_leaving_from_the_pause_goes_back_to_the_list(house: House, song: Song):
    house.run(
        fight(song),
        once(song_is_at(seconds(3)), lambda h: h.key("escape")),
        once(lambda h: fight_of(h).state is State.PAUSED, lambda h: h.key("up"), lambda h: h.key("return")),
        keys_at("songs", "escape"),
        once(lambda h: h.goings[-1] == "title", closed),
    )
    assert house.goings == ["fight", "songs", "title"]


def test_volumes_can_be_turned_in_the_pause_and_the_fight_goes_on(house: House, song: Song):
    results = []
    house.run(
        fight(song),
        bot(),
        once(song_is_at(seconds(6.4)), lambda h: h.key("escape")),
        once(
            lambda h: fight_of(h).state is State.PAUSED,
            *[lambda h, name=name: h.key(name) for name in ("down", "down", "left", "left", "down", "right", "escape")],
        ),
        once(song_is_at(seconds(19)), lambda h: results.append(fight_of(h).fight.finish()) or closed(h)),
    )
    assert (house.back.settings.music_volume, house.back.settings.foley_volume) == (70, 85)
    assert house.back.foley.volume == 0.85
    assert house.goings == ["fight"]
    assert results[0].counts[Grade.MISS] == 0


def test_settings_can_be_changed_in_the_pause_and_the_same_fight_goes_on_with_them(house: House, song: Song):
    results, stood, fights = [], [], []

    def turn(label: str, way: str) -> list:
        """From the top of the list of settings down to a line, turn it, and up again."""
        place = [line.label for _, lines in AT_ONCE for line in lines].index(label)
        return [lambda h, name=name: h.key(name) for name in (*["down"] * place, way, *["up"] * place)]

    def remember(h: House):
        fights.append(fight_of(h).fight)
        stood.append(fight_of(h).clock.song_at(h.host()))
        return h.key("escape")

    house.run(
        fight(song),
        bot(),
        once(song_is_at(seconds(6.4)), remember),
        once(
            lambda h: fight_of(h).state is State.PAUSED,
            lambda h: h.key("up"), lambda h: h.key("up"), lambda h: h.key("return"),
            *turn("Sound offset", "right"), *turn("Blows are heard", "right"), *turn("Flash safety", "right"),
            *turn("Light line", "left"), *turn("Text size", "right"),
            lambda h: h.key("r"), lambda h: h.key("escape"),
            lambda h: stood.append(fight_of(h).clock.song_at(h.host())) or h.key("escape"),
        ),
        once(song_is_at(seconds(19)), lambda h: results.append(fight_of(h).fight.finish()) or closed(h)),
    )  # fmt: skip
    scene, settings = fight_of(house), house.back.settings
    assert (house.goings, stood[0], scene.fight) == (["fight"], stood[1], fights[0])
    assert (settings.audio_offset_ms, settings.flash_safe, settings.light_line) == (1, False, False)
    assert scene.clock.offsets.player == ms(1)
    assert scene.show.hud.options.text_scale == settings.text_scale > 1
    assert not scene.show.hud.options.light_line
    assert scene.show.stage.is_flash_safe is False
    assert results[0].counts[Grade.MISS] == 0


def test_nothing_by_which_a_fight_is_fought_can_be_changed_in_its_pause(house: House):
    fields = {line.field for _, lines in AT_ONCE for line in lines}
    assert fields.isdisjoint({"scheme", "no_fail", "lead_percent", "speed_percent"})
    interval = Interval(house.back)
    interval.begin()
    for name in ("up", "up", "return"):
        assert interval.handle(house.key(name)) is None
    for _ in fields:
        assert interval.handle(house.key("down")) is None
        assert interval.handle(house.key("return")) is None
    assert interval.handle(house.key("escape")) is None
    assert interval.handle(house.key("escape")) is Wish.GO_ON


def test_a_volume_can_be_turned_in_the_pause_by_mouse(house: House):
    interval = Interval(house.back)
    interval.draw(house.canvas.canvas, (("F", "strike"),))
    row = COLUMN.row(LINES.index(VOLUMES[0]))
    assert interval.handle(house.mouse(SignalKind.CLICK, (row.right - 40, row.centery))) is None
    assert house.back.settings.music_volume == 85
    left_arrow = COLUMN.x + COLUMN.width // 2 - VALUE_PX
    assert interval.handle(house.mouse(SignalKind.CLICK, (left_arrow, row.centery))) is None
    assert house.back.settings.music_volume == 80


def test_a_drop_held_through_a_pause_is_still_held(house: House, song: Song):
    results = []
    house.run(
        fight(song),
        bot(),
        once(song_is_at(seconds(11.5)), lambda h: h.key("escape")),
        once(lambda h: fight_of(h).state is State.PAUSED, lambda h: h.key("escape")),
        once(song_is_at(seconds(19)), lambda h: results.append(fight_of(h).fight) or closed(h)),
    )
    drops = [j for j in results[0].judgements if j.event.prop]
    assert [j.grade for j in drops] == [Grade.FLAWLESS]


def test_a_song_that_cannot_be_decoded_is_named_on_the_list(house: House, song: Song):
    (house.back.folders.songs / "beat.wav").write_bytes(b"RIFF not really")
    listed = house.back.songs()[0]
    house.run(fight(listed), once(lambda h: h.goings[-1] == "songs", closed))
    assert house.goings == ["fight", "songs"]
    assert "beat.wav" in house.back.notes[0]


def test_an_empty_library_says_how_to_fill_it(tmp_path):
    house = House(tmp_path / "empty")
    house.run(
        Goto("songs"), keys_at("songs", "return", "down", "escape"), once(lambda h: h.goings[-1] == "title", closed)
    )
    assert house.goings == ["songs", "title"]
