"""What judgements are worth."""

from math import sqrt

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.fight import ActionKind
from rhythm_fu.judge import Button, Grade, Judgement, Move
from rhythm_fu.style import RULES, Grace, Precision, Tier, Variety, letter, link_name, style_points
from rhythm_fu.style.grace import heading, spread, tier_of
from rhythm_fu.units import ms
from tests.unit.fights import FAR, LEFT, NEAR, SHOOT, STRIKE, Player, is_action, sweep, takedown

STYLE, GRACE = RULES.style, RULES.grace
PERFECT_ERRORS = (0,) * 16


def points(move: Move, value: float = 1, grade: Grade = Grade.PERFECT, **more: float) -> int:
    terms = {"variety": 0.0, "multiplier": 1.0, "weight": 100} | more
    return style_points(move, value, grade, rules=STYLE, **terms)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("move", "price"),
    [
        (Move.STRIKE, 100), (Move.SHOT, 110), (Move.PLATE, 140), (Move.WHEEL_KICK, 160), (Move.HEADSHOT, 180),
        (Move.RICOCHET, 200), (Move.ARENA_PROP, 400), (Move.DROP_FINISHER, 1000), (Move.EVADE, 0),
    ],
)  # fmt: skip
def test_prices(move: Move, price: int):
    assert points(move) == price


def test_style_is_price_value_flawless_variety_multiplier_and_bass_weight():
    assert points(Move.STRIKE, 0.5, Grade.FLAWLESS, variety=0.25, multiplier=4, weight=120) == 375


@pytest.mark.parametrize(
    ("moves", "bonus"),
    [((), 0.0), ((Move.STRIKE,), -0.1), ((Move.STRIKE, Move.SHOT, Move.STRIKE), -0.2), ((Move.STRIKE,) * 4, -0.3)],
)
def test_repeats_in_the_last_four_cost_down_to_a_floor(moves: tuple[Move, ...], bonus: float):
    assert Variety(moves).bonus(Move.STRIKE, "", STYLE) == pytest.approx(bonus)


def test_a_fifth_move_ago_is_forgotten():
    variety = Variety()
    for move in (Move.STRIKE, Move.SHOT, Move.SHOT, Move.SHOT, Move.SHOT):
        variety = variety.after(move, "", STYLE)
    assert variety.bonus(Move.STRIKE, "", STYLE) == 0


def test_an_evasion_forgets_no_move():
    variety = Variety((Move.STRIKE,)).after(Move.EVADE, "strike → pirouette", STYLE)
    assert (variety.moves, variety.links) == ((Move.STRIKE,), ("strike → pirouette",))


def test_a_link_pays_again_after_eight_others():
    variety, fresh = Variety(), []
    for n in (0, 1, 2, 3, 4, 5, 6, 7, 0, 8, 0):
        fresh.append(variety.bonus(Move.STRIKE, f"link {n}", STYLE) > 0)
        variety = variety.after(Move.EVADE, f"link {n}", STYLE)
    assert fresh == [True] * 8 + [False, True, False]
    assert Variety(links=tuple(f"link {n}" for n in range(8))).bonus(Move.STRIKE, "link 8", STYLE) == 0.25


def test_links_are_named_for_the_screen():
    assert link_name(Move.EVADE, Move.HEADSHOT) == "pirouette → headshot"
    assert link_name(Move.WHEEL_KICK, Move.DROP_FINISHER) == "wheel kick → drop finisher"
    assert link_name(Move.NONE, Move.STRIKE) == ""


def test_an_unbroken_fresh_link_pays_a_quarter_more():
    player = Player.on(takedown(4), takedown(5, LEFT, FAR))
    first, second = player.tap(STRIKE[LEFT], 4, ms(22)), player.tap(SHOOT[LEFT], 5, ms(-22))
    assert isinstance(first, Judgement)
    assert isinstance(second, Judgement)
    assert (first.link, second.link) == ("", "strike → shot")
    value, multiplier = second.value, 1.5
    assert second.points == int(110 * value * multiplier * 1.25 + 0.5)


@pytest.mark.parametrize(
    ("level", "before", "tier"),
    [
        (20, Tier.BARRE, Tier.PLIE), (19.999, Tier.BARRE, Tier.BARRE), (17, Tier.PLIE, Tier.PLIE),
        (16.999, Tier.PLIE, Tier.BARRE), (93, Tier.PRIMA, Tier.PRIMA), (92.999, Tier.PRIMA, Tier.GRAND_JETE),
        (70, Tier.PRIMA, Tier.ARABESQUE), (73, Tier.PRIMA, Tier.FOUETTE), (100, Tier.BARRE, Tier.PRIMA),
        (0, Tier.PRIMA, Tier.BARRE),
    ],
)  # fmt: skip
def test_tiers_have_three_points_of_hysteresis_downward(level: float, before: Tier, tier: Tier):
    assert tier_of(level, before, GRACE) is tier


def test_every_tier_has_its_multiplier_and_title():
    assert [GRACE.multiplier(tier) for tier in Tier] == [1, 1.5, 2, 3, 4, 6, 8]
    assert [tier.title for tier in Tier][-2:] == ["Grand Jeté", "Prima"]


def test_grace_heads_where_the_formula_says():
    moves = (Move.STRIKE, Move.SHOT, Move.STRIKE, Move.SHOT, Move.HEADSHOT, Move.NONE, Move.EVADE, Move.SHOT)
    links = (True, True, True, True, True, False, False, True)
    errors = (-30_000, 30_000) * 8
    expected = 100 * (0.35 * (55 - 30) / 41 + 0.25 * 2 / 3 + 0.25 * 6 / 8 + 0.15 * (1 - 1 / 4))
    assert heading(errors, moves, links, lost=1, percent=100, rules=GRACE) == pytest.approx(expected)


def test_spread_not_mean_costs_grace():
    assert spread((50_000,) * 16) == 0
    assert spread((-30_000, 30_000)) == 30_000
    assert spread((5,)) == spread(()) == 0


def test_wider_windows_forgive_more_spread():
    moves, links = (Move.STRIKE,), (True,)
    spread_out = (-38_000, 38_000) * 8
    story, master = (heading(spread_out, moves, links, lost=0, percent=p, rules=GRACE) for p in (150, 70))
    assert story > master


def test_grace_rises_slowly_and_falls_fast():
    low, high = Grace(0, Tier.BARRE), Grace(100, Tier.PRIMA)
    step = {"is_linked": True, "is_flawless": False, "since": 0, "percent": 100, "rules": GRACE}
    target = heading((0,), (Move.STRIKE,), (True,), lost=0, percent=100, rules=GRACE)
    assert low.after_hit(0, Move.STRIKE, **step).level == pytest.approx(0.12 * target)
    assert high.after_hit(0, Move.STRIKE, **step).level == pytest.approx(100 + 0.25 * (target - 100))


def test_flawless_adds_one_grace():
    step = {"is_linked": True, "since": 0, "percent": 100, "rules": GRACE}
    plain = Grace(50, Tier.RELEVE).after_hit(0, Move.STRIKE, is_flawless=False, **step)
    flawless = Grace(50, Tier.RELEVE).after_hit(0, Move.STRIKE, is_flawless=True, **step)
    assert flawless.level == pytest.approx(plain.level + 1)


def test_stumbles_count_for_eight_beats():
    grace = Grace(50, Tier.RELEVE).after_stumble(1_000_000, GRACE)
    step = {"is_linked": True, "is_flawless": False, "percent": 100, "rules": GRACE}
    remembered = grace.after_hit(0, Move.STRIKE, since=1_000_000, **step)
    forgotten = grace.after_hit(0, Move.STRIKE, since=1_000_001, **step)
    assert forgotten.level > remembered.level


def test_perfect_timing_with_two_moves_tops_out_at_fouette():
    steps = [takedown(4 + n / 2, LEFT, FAR if n % 3 else NEAR) for n in range(100)]
    player = Player.on(*steps)
    for n in range(100):
        player.tap((SHOOT if n % 3 else STRIKE)[LEFT], 4 + n / 2)
    assert player.fight.finish().best_tier is Tier.FOUETTE


def test_a_turn_that_a_sweep_asked_for_is_no_move_of_its_own_for_grace():
    asked, chosen = Player.on(takedown(4), sweep(5), takedown(6)), Player.on(takedown(4), takedown(6), takedown(20))
    for player in (asked, chosen):
        player.tap(STRIKE[LEFT], 4)
        player.tap(Button.PIROUETTE, 5)
        kick = player.tap(STRIKE[LEFT], 6)
        assert isinstance(kick, Judgement)
        assert kick.move is Move.WHEEL_KICK
    assert [move for move in asked.fight.grace.moves if move is not Move.EVADE] == [Move.STRIKE] * 2
    assert chosen.fight.grace.moves == (Move.STRIKE, Move.WHEEL_KICK)


def full_precision(values: list[float], drops: int) -> Precision:
    precision = Precision(len(values), drops, RULES.precision)
    for n, value in enumerate(values):
        precision.count(value, value > 0, n < drops)
    return precision


def test_precision_is_at_most_a_million():
    for count, drops in ((1, 0), (1, 1), (7, 2), (300, 0), (300, 5)):
        assert full_precision([1.0] * count, drops).points == 1_000_000
    assert full_precision([], 0).points == 0


def test_precision_is_closeness_combo_and_drops():
    values = [0.5, 1.0, 0.0, 1.0]
    most = 1 + sqrt(2) + sqrt(3) + 2
    expected = 600_000 * 2.5 / 4 + 200_000 * (1 + sqrt(2) + 0 + 1) / most + 200_000 * 0.75
    assert full_precision(values, 2).points == round(expected)


def test_a_combo_counts_up_to_a_hundred_at_a_time():
    broken = full_precision([1.0] * 150 + [0.0] + [1.0] * 150, 0)
    assert (broken.combo, broken.best_combo) == (150, 150)


@pytest.mark.parametrize(
    ("share", "grade"),
    [(1.0, "X"), (0.9999, "SS"), (0.99, "SS"), (0.95, "S"), (0.9, "A"), (0.8, "B"), (0.7, "C"), (0.69, "D"), (0, "D")],
)
def test_grades_by_mean_value(share: float, grade: str):
    assert letter(share, RULES.precision.grades) == grade


def test_par_earns_an_s():
    assert letter(1.0, STYLE.grades) == "S"


def test_results_add_up():
    player = Player.on(*(takedown(4 + n) for n in range(6)), level=Level.NORMAL)
    for n, off in enumerate((-10, 10, 30, -50)):
        player.tap(STRIKE[LEFT], 4 + n, ms(off))
    assert is_action(player.tap(STRIKE[LEFT], 12), ActionKind.STUMBLE)
    result = player.fight.finish()
    assert result.counts == {Grade.MISS: 2, Grade.OK: 0, Grade.GREAT: 1, Grade.PERFECT: 1, Grade.FLAWLESS: 2}
    assert result.errors == (-10_000, 10_000, 30_000, -50_000)
    assert (result.early, result.late, result.stumbles, result.best_combo) == (2, 2, 1, 4)
    assert (result.mean_error, result.unstable_rate) == (-5000, pytest.approx(sqrt(875) * 10))
    assert result.sd_error == pytest.approx(sqrt(875) * 1000)
