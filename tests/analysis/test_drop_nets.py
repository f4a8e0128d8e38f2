"""The networks that tell how alike a place is to marked climaxes."""

import numpy as np
import pytest

from rhythm_fu.analysis.drop_cues import curves_of, terms_of
from rhythm_fu.analysis.drop_inputs import inputs_of
from rhythm_fu.analysis.drop_nets import DILATIONS, Layer, Net, nets, summed, unpacked
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.sections import bar_table
from tests.analysis.made_songs import BEAT, BREAK, CALM, DNB, HALF, HOUSE, ROLL, TOPS, Part, made
from tools.train_drop_nets import Lesson, TrainingRules, begun, packed, slopes

WIDTH, INPUTS, BARS = 5, 7, 40


def net_of(weights: dict[str, np.ndarray]) -> Net:
    layers = zip(weights["around"], weights["whole"], weights["biases"], strict=True)
    ends = (weights[name] for name in ("out", "past", "rest"))
    return Net(weights["into"], weights["bias"], tuple(Layer(*parts) for parts in layers), *ends)


def drawn(seed: int) -> tuple[dict[str, np.ndarray], np.random.Generator]:
    dice = np.random.default_rng(seed)
    weights = {
        name: value.astype(np.float64) for name, value in begun(INPUTS, dice, TrainingRules(width=WIDTH)).items()
    }
    return {name: value + 0.2 * dice.standard_normal(value.shape) for name, value in weights.items()}, dice


@pytest.mark.parametrize("dropped", [0.0, 0.3])
def test_the_slopes_are_those_of_the_loss(dropped: float):
    weights, dice = drawn(3)
    inputs, share = dice.standard_normal((BARS, INPUTS)), (dice.random(BARS) < 0.2).astype(np.float64)
    counts, kept = dice.random(BARS), (dice.random((len(DILATIONS) + 1, WIDTH)) > dropped) / (1.0 - dropped)

    def loss() -> float:
        net = net_of(weights)
        hidden = np.maximum(inputs @ net.into + net.bias, 0.0)
        for layer, far, left in zip(net.layers, DILATIONS, kept[:-1], strict=True):
            hidden = hidden + np.maximum(summed(layer, hidden, far), 0.0) * left
        odds = (hidden * kept[-1]) @ net.out + inputs @ net.past + net.rest
        if not dropped:
            assert odds == pytest.approx(net.odds(inputs))
        return float((counts * (np.logaddexp(0, odds) - share * odds)).sum())

    found = slopes(weights, inputs, share, counts, kept)
    for name, value in weights.items():
        for _ in range(4):
            place, step = tuple(dice.integers(0, size) for size in value.shape), 1e-6
            value[place] += step
            above = loss()
            value[place] -= 2 * step
            below = loss()
            value[place] += step
            assert found[name][place] == pytest.approx((above - below) / (2 * step), abs=1e-4), name


def test_a_bar_is_judged_by_those_around_it_and_by_the_whole_song():
    weights, dice = drawn(4)
    weights["whole"][:] = 0.0
    inputs = dice.standard_normal((200, INPUTS))
    other = inputs.copy()
    other[100] += 1.0
    changed = np.flatnonzero(net_of(weights).odds(inputs) != net_of(weights).odds(other))
    assert changed.min() >= 100 - sum(DILATIONS)
    assert changed.max() <= 100 + sum(DILATIONS)
    assert len(changed) > len(DILATIONS)
    weights["whole"][:] = 0.1
    assert (net_of(weights).odds(inputs) != net_of(weights).odds(other)).all()


def lessons(seed: int, count: int) -> list[Lesson]:
    """Songs of which a bar counts where the first input is up eight bars after the second: neither tells alone."""
    dice = np.random.default_rng(seed)
    songs = []
    for _ in range(count):
        first, second = (dice.random(64) < 0.3 for _ in range(2))
        share = first & np.roll(second, 8)
        share[:8] = False
        inputs = {"first": first.astype(np.float64), "second": second.astype(np.float64), "chance": dice.random(64)}
        songs.append(Lesson(inputs, share.astype(np.float64), np.ones(64)))
    return songs


def test_networks_learn_what_lies_bars_apart():
    rules = TrainingRules(members=1, width=8, rounds=20, batch=8, rate=2e-2, dropped=0.0)
    made = unpacked(packed(lessons(1, 48), rules))
    fresh = lessons(2, 16)
    told = np.concatenate([made.odds(song.inputs) > 0 for song in fresh])
    assert np.mean(told == (np.concatenate([song.share for song in fresh]) > 0)) > 0.97


def test_the_same_songs_make_the_same_networks():
    quick = TrainingRules(members=2, width=4, rounds=1, batch=4, longest=32)
    one, other = (packed(lessons(1, 8), quick) for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert not np.array_equal(one["into"][0], one["into"][1]), "members differ"


def test_fewer_songs_than_one_step_sees_teach_nothing_and_are_refused():
    with pytest.raises(ValueError, match="7 songs are no batch of 8"):
        packed(lessons(1, 7), TrainingRules(batch=8))


def test_inputs_are_read_by_name_in_any_order():
    made = unpacked(packed(lessons(1, 8), TrainingRules(members=2, width=4, rounds=1, batch=4)))
    inputs = lessons(2, 1)[0].inputs
    turned = dict(reversed(inputs.items())) | {"another": np.zeros(64)}
    assert np.array_equal(made.odds(turned), made.odds(inputs))
    with pytest.raises(KeyError):
        made.odds({"first": inputs["first"]})


SONGS = {
    "a drop": [Part(CALM, 8), Part(BEAT, 8), Part(HOUSE, 16), Part(CALM, 8), Part(HOUSE, 16)],
    "builds and drops": [*[Part(ROLL, 8, rise_db=18, gap=1), Part(DNB, 16), Part(CALM, 8, gain_db=-6)] * 3],
    "one loop": [Part(HOUSE, 64)],
    "fills": [*[Part(BREAK, 7), Part(ROLL, 1)] * 8],
    "layer by layer": [Part(CALM, 8), Part(TOPS, 8), Part(BEAT, 16), Part(HALF, 32)],
    "no drums": [Part(CALM, 40)],
    "silence, then all at once": [Part({}, 4), Part(HOUSE, 4), Part({}, 12), Part(DNB, 4)],
    "two bars": [Part(HOUSE, 2)],
}


@pytest.mark.parametrize("song", SONGS)
def test_what_ships_reads_every_song(song: str):
    heard = made(SONGS[song])
    folded = fold(heard.features, heard.grid)
    bars, curves = bar_table(folded, heard.features), curves_of(folded)
    inputs = inputs_of(folded, curves, bars, terms_of(folded, curves, bars))
    assert {values.shape for values in inputs.values()} == {(len(folded.bars),)}
    assert np.isfinite(list(inputs.values())).all()
    assert len(nets().members) > 1
    assert nets().names == tuple(inputs)
    assert np.isfinite(nets().odds(inputs)).all()
