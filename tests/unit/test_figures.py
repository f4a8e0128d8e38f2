import os
import time
from dataclasses import replace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from rhythm_fu.errors import LibraryError
from rhythm_fu.game.art.atlas import DECODED_BYTES, Atlas
from rhythm_fu.game.art.figure_at import FigureAt, LeftBehind, Light
from rhythm_fu.game.art.figures import FOLDER, Figures, tint

KINDS = ("dancer", "brawler", "runner", "marksman", "shield", "slider")
FIGURES = Figures()
LIGHT = Light((10, 10, 20), (255, 0, 0), (0, 0, 255))
STANDING = FigureAt("dancer", "guard-breath", 0.0, 200, 350)


def drawn(figure: FigureAt, ground=(90, 90, 90)) -> np.ndarray:
    canvas = pygame.Surface((400, 400))
    canvas.fill(ground)
    FIGURES.draw(canvas, figure, LIGHT)
    return pygame.surfarray.array3d(canvas).astype(int)


@pytest.fixture(scope="module")
def dancer():
    return FIGURES.moves("dancer")


def stance_frames(moves, which):
    found = {}
    for move in moves.values():
        stance, frame = (move.entry, move.frames[0]) if which == "entry" else (move.exit, move.frames[-1])
        found.setdefault(stance, set()).add(frame)
    return found


def test_every_move_starts_and_ends_in_its_stance_to_the_pixel(dancer):
    starts, ends = stance_frames(dancer, "entry"), stance_frames(dancer, "exit")
    for stance, frames in starts.items():
        assert len(frames | ends.get(stance, set())) == 1, stance


def test_a_turn_ends_in_the_mirror_image_of_its_stance_to_the_pixel(dancer):
    atlas = FIGURES.atlas("dancer")
    ahead, behind = (tint(atlas.codes, replace(STANDING, facing=f), LIGHT) for f in (1, -1))
    for stance in atlas.stances:
        turn = dancer[f"turn-{stance}"]
        first, last = turn.frames[0], turn.frames[-1]
        left, top, width, height = atlas.box(first)
        assert atlas.box(last) == (-left - width, top, width, height)
        assert (behind.take(atlas.frame(first)[:, ::-1]) == ahead.take(atlas.frame(last))).all(), stance


def test_every_stance_leads_to_every_other_and_to_its_other_side(dancer):
    stances = FIGURES.atlas("dancer").stances
    assert len(stances) == 5
    for a in stances:
        assert dancer[f"turn-{a}"].exit == f"~{a}"
        for b in stances:
            assert a == b or (dancer[f"link-{a}-{b}"].entry, dancer[f"link-{a}-{b}"].exit) == (a, b)


def test_the_dancer_has_a_repertoire(dancer):
    danced = [m for m in dancer.values() if m.verb not in {"link", "turn", "idle", "down"}]
    assert len(danced) >= 24
    for verb in ("strike", "shot", "headshot", "wheel-kick", "plate", "ricochet", "evade", "double", "drop", "hurt"):
        assert any(m.verb == verb for m in danced), verb


@pytest.mark.parametrize("verb", ["strike", "shot"])
def test_what_the_music_asks_most_can_be_done_to_either_side(dancer, verb):
    assert {m.side for m in dancer.values() if m.verb == verb} == {1, -1}


@pytest.mark.parametrize("kind", KINDS[1:])
def test_each_kind_of_attacker_enters_waits_winds_up_strikes_and_dies_in_three_ways(kind):
    moves = FIGURES.moves(kind)
    assert {"enter", "arrive", "wait", "windup", "blow"} <= set(moves)
    assert sum(m.verb == "death" for m in moves.values()) >= 3


def test_a_move_is_anticipation_then_impact_then_follow_through(dancer):
    for move in dancer.values():
        if move.verb in {"strike", "shot", "headshot", "wheel-kick", "plate", "ricochet", "evade", "double", "drop"}:
            assert 0 < move.prepared < move.impact < 1, move.name
            assert move.tail_s > 0.15, move.name


def test_all_figures_stay_small():
    assert sum((FOLDER / f"{kind}.npz").stat().st_size for kind in KINDS) < 9_000_000
    assert DECODED_BYTES * len(KINDS) > sum(FIGURES.atlas(k).unpacked for k in KINDS)
    assert sum(FIGURES.atlas(k).unpacked for k in KINDS) < 120_000_000


def test_all_files_are_read_in_half_a_second():
    began = time.process_time()
    for kind in KINDS:
        Atlas(FOLDER / f"{kind}.npz")
    assert time.process_time() - began < 0.5


def test_the_body_is_dark_on_every_ground():
    for ground in ((250, 250, 250), (4, 4, 8), (200, 40, 120)):
        picture = drawn(STANDING, ground)
        x, y = FIGURES.point(STANDING, "chest")
        assert np.abs(picture[int(x) - 2 : int(x) + 3, int(y) + 20 : int(y) + 30] - LIGHT.ink).max(axis=2).min() < 20, (
            ground
        )


@pytest.mark.parametrize("facing", [1, -1])
def test_the_lamps_stay_where_they_are_when_she_turns(facing):
    picture = drawn(replace(STANDING, facing=facing), (0, 0, 0))
    red, blue = picture[:, :, 0] > picture[:, :, 2] + 90, picture[:, :, 2] > picture[:, :, 0] + 90
    middle = np.arange(400)[:, None]
    assert (red * middle).sum() / red.sum() < (blue * middle).sum() / blue.sum()


def test_named_points_are_mirrored_with_her():
    ahead, behind = (FIGURES.point(replace(STANDING, facing=f), "muzzle") for f in (1, -1))
    assert ahead[0] - 200 == 200 - behind[0] > 30
    assert ahead[1] == behind[1] < 350 - 100


@pytest.mark.parametrize("facing", [1, -1])
def test_the_light_behind_a_figure_is_soft_and_lies_about_her(facing):
    halo, x, y = FIGURES.halo(replace(STANDING, facing=facing), LIGHT)
    light = pygame.surfarray.array_alpha(halo).astype(int)
    assert light.max() > 100
    for edge in (light[0], light[-1], light[:, 0], light[:, -1]):
        assert edge.max() < 25  # it ends before its picture does
    assert np.abs(np.diff(light, axis=0)).max() < 90
    chest = FIGURES.point(replace(STANDING, facing=facing), "chest")
    assert abs(x - chest[0]) < 60
    assert chest[1] < y < 350


def test_an_armed_one_holds_his_gun_where_his_hands_are_free_and_wears_it_where_not():
    for kind, place in (("brawler", "handL"), ("runner", "root")):
        for phase in (0.0, 0.5, 1.0):
            bare = replace(STANDING, kind=kind, move="windup", phase=phase)
            changed = np.argwhere((drawn(bare) != drawn(replace(bare, holds="pistol"))).any(axis=2))
            away = np.hypot(*(changed - FIGURES.point(bare, place)).T)
            assert away.min() < 8, kind
            assert away.max() < 34, kind


def test_a_faded_figure_leaves_the_ground_alone():
    assert (drawn(replace(STANDING, alpha=0.0)) == 90).all()
    faint = np.abs(drawn(replace(STANDING, alpha=0.25)) - 90).max()
    full = np.abs(drawn(STANDING) - 90).max()
    assert 0 < faint < full


def test_an_outline_lets_the_ground_through():
    x, y = (int(n) for n in FIGURES.point(STANDING, "chest"))
    full, outline = (drawn(replace(STANDING, is_outline=o))[x, y + 6] for o in (False, True))
    assert np.abs(outline - 90).max() < np.abs(full - 90).max()


def test_scaling_keeps_the_feet_on_the_floor():
    canvas = pygame.Surface((400, 400))
    FIGURES.draw(canvas, STANDING, LIGHT, 0.5)
    ys = np.flatnonzero(pygame.surfarray.array3d(canvas).max(axis=(0, 2)) > 60)
    assert 345 <= ys.max() <= 356
    assert 350 - 140 <= ys.min() <= 350 - 100


def test_a_broken_file_says_what_to_do(tmp_path):
    (tmp_path / "dancer.npz").write_bytes(b"not a figure")
    with pytest.raises(LibraryError, match="bake"):
        Figures(tmp_path).moves("dancer")


def test_once_prepared_nothing_is_left_to_unpack():
    figures = Figures()
    figures.prepare(["runner", "dancer"])
    assert figures.atlas("runner").is_unpacked
    assert figures.atlas("dancer").is_unpacked


def test_who_is_dimmer_is_thinner_and_darker():
    pictures = [drawn(replace(STANDING, kind="runner", move="wait", lit=lit), (0, 0, 0)) for lit in (1.0, 0.5, 0.2)]
    assert pictures[0].sum() > pictures[1].sum() > pictures[2].sum() > 0


def test_out_of_the_picture_nothing_is_drawn_and_half_in_it_half():
    canvas = pygame.Surface((400, 400))
    for facing in (1, -1):
        canvas.fill((0, 0, 0))
        FIGURES.draw(canvas, replace(STANDING, x_px=-260, facing=facing, kind="runner", move="wait"), LIGHT)
        assert pygame.surfarray.array3d(canvas).max() == 0
        FIGURES.draw(canvas, replace(STANDING, x_px=-30, facing=facing, kind="runner", move="wait"), LIGHT)
        assert pygame.surfarray.array3d(canvas).max() > 0


def test_the_faintest_image_she_leaves_is_fainter_than_any_other():
    """Strengths are rounded to steps, and no strength at all once meant a whole second body."""
    shown = []
    for strength in (0.6, 0.3, 0.02):
        was = LeftBehind("guard-breath", 0.0, 1, 90.0, strength)
        left = drawn(replace(STANDING, left_behind=was)) - drawn(STANDING)
        shown.append(np.abs(left).sum())
    assert shown[0] > shown[1] > shown[2] == 0
