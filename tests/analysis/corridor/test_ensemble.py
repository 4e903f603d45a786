"""Ensembles: draws that keep ranks and bounds, agreement, parts of the variance, ranks of alternatives."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from affine import Affine

from leopard_range.analysis.corridor.effect import compared, measured, network, network_gain, surfaces
from leopard_range.analysis.corridor.ensemble import (
    Draw,
    Setting,
    correlation,
    draws,
    first_ranks,
    interval,
    member,
    parts,
    ranked_costs,
)
from leopard_range.analysis.corridor.resistance import ClassCost, Costs
from leopard_range.model import Grid
from tests.analysis.corridor.test_effect import COSTS, METRIC, ends, plan, rules, strip


def table(*rows: tuple[str, float, float, float, int]) -> Costs:
    return Costs(
        {
            key: ClassCost(key=key, kind="cover", name={}, value=value, low=low, high=high, rank=rank)
            for key, value, low, high, rank in rows
        },
        250.0,
    )


WIDE = table(("1", 1, 1, 3, 1), ("2", 2, 1, 6, 2), ("3", 4, 2, 10, 3), ("4", 4, 1, 6, 3), ("5", 30, 5, 90, 4))


@pytest.mark.parametrize("seed", range(40))
def test_drawn_costs_keep_their_rank_and_their_bounds(seed: int) -> None:
    found = ranked_costs(WIDE, np.random.default_rng(seed))
    for one in WIDE.classes.values():
        assert found[one.key] <= one.high
        for other in WIDE.classes.values():
            assert one.rank >= other.rank or found[one.key] <= found[other.key]
    assert all(found[key] >= one.low for key, one in WIDE.classes.items())


def test_classes_of_one_rank_take_turns() -> None:
    found = [ranked_costs(WIDE, np.random.default_rng(seed)) for seed in range(200)]
    assert 0.2 < np.mean([one["3"] > one["4"] for one in found]) < 0.9


def test_a_cost_somebody_set_lies_inside_its_bounds() -> None:
    high = WIDE.with_values({"1": 50.0})
    found = [ranked_costs(high, np.random.default_rng(seed))["1"] for seed in range(50)]
    assert max(found) > 3


def test_a_seed_gives_the_same_draws_and_a_longer_ensemble_begins_alike() -> None:
    short, long = draws(WIDE, 4, 1, (500, 1000), 1.5), draws(WIDE, 9, 1, (500, 1000), 1.5)
    assert long[:4] == short
    assert draws(WIDE, 4, 2, (500, 1000), 1.5) != short
    assert [one.cell_m for one in short] == [500, 1000, 500, 1000]
    assert all(1 / 1.5 <= one.contrast <= 1.5 for one in long)
    assert {one.contrast for one in draws(WIDE, 4, 1, (500,), 1.0)} == {1.0}


def test_contrast_is_an_exponent_that_leaves_the_order_alone() -> None:
    for one in draws(WIDE, 10, 3, (500,), 2.0):
        found = ranked_costs(WIDE, _again(3, one.number - 1))
        assert one.values["5"] == pytest.approx(found["5"] ** one.contrast)
        assert one.values["1"] <= one.values["2"] <= one.values["3"] <= one.values["5"]


def _again(seed: int, at: int) -> np.random.Generator:
    rng = np.random.default_rng([seed, at])
    rng.uniform()
    return rng


def test_a_member_is_the_comparison_under_its_costs() -> None:
    seen, inside = strip()
    one, other = plan(seen, inside, removed=("road",)), plan(seen, inside, restore=None)
    draw = Draw(1, 500.0, 1.0, {**COSTS.values, "12": 7.0})
    sides = ends(seen.grid.shape)
    setting = Setting(
        draw=draw,
        costs=COSTS,
        plans=(one, other),
        rules=rules(4_000),
        ends=sides,
        land_km2=50.0,
        slack=0.1,
        target=seen.grid,
    )
    found = member(pickle.loads(pickle.dumps(setting)))
    costs = COSTS.with_values({"12": 7.0})
    before, after = surfaces(one, costs)
    nodes = network(seen, costs, rules(4_000), before)
    expected = compared(
        measured(before, sides),
        measured(after, sides),
        inside,
        network_gain(nodes, one, costs, after),
        50.0,
    )
    assert found.pairs[0] == expected
    assert all(a == b for a, b in found.pairs[1].values())
    assert found.bands.shape == (2, *seen.grid.shape)
    assert found.bands[0][4].all()
    assert not found.bands[0][0].all()


def test_maps_of_another_grain_are_laid_on_the_common_grid() -> None:
    seen, inside = strip(4, 12)
    target = Grid((2, 6), Affine(1000, 0, 0, 0, -1000, 0), METRIC)
    setting = Setting(
        draw=Draw(1, 500.0, 1.0, COSTS.values),
        costs=COSTS,
        plans=(plan(seen, inside),),
        rules=rules(4_000),
        ends=ends(seen.grid.shape),
        land_km2=12.0,
        slack=0.1,
        target=target,
    )
    found = member(setting)
    assert found.currents.shape == (1, 2, 6)
    assert found.currents[0][:, 1:5].sum(axis=0) == pytest.approx([0.001] * 4, rel=0.6)


def test_the_inner_ninety_per_cent() -> None:
    low, middle, high = interval(list(range(101)))
    assert (low, middle, high) == (5, 50, 95)


def test_parts_find_what_makes_the_difference() -> None:
    drawn = [
        Draw(at, (500.0, 1000.0)[at % 2], float(power), {})
        for at, power in enumerate(np.exp(np.random.default_rng(1).uniform(-0.4, 0.4, 60)))
    ]
    rng = np.random.default_rng(2)
    grain = np.array([one.cell_m / 500 for one in drawn])
    power = np.log([one.contrast for one in drawn])
    noise = rng.normal(size=60)
    for values, name in ((grain, "grain"), (power, "contrast"), (noise, "costs")):
        found = parts((10 * values + noise * 0.01).tolist(), drawn)
        assert found is not None
        assert getattr(found, name) > 0.9
        assert found.grain + found.contrast + found.costs == pytest.approx(1)
    assert parts([3.0] * 60, drawn) is None
    assert parts([1.0, 2.0, 4.0], drawn[:3]) is None


def test_how_alike_maps_are() -> None:
    rng = np.random.default_rng(1)
    first = rng.random((5, 6)).astype(np.float32)
    maps = np.array([first, 2 * first, -first])
    maps[0, 0, 0] = np.nan
    found = correlation(maps, np.ones((5, 6), dtype=bool))
    assert found == pytest.approx((-1 / 3, -1.0))
    assert correlation(maps[:1], np.ones((5, 6), dtype=bool)) is None


def test_first_ranks_are_shared() -> None:
    values = np.array([[1.0, 2.0, 2.0], [5.0, 4.0, 3.0]])
    assert first_ranks(values, 1).tolist() == [0.5, 0.25, 0.25]
    assert first_ranks(values, -1).tolist() == [0.5, 0.0, 0.5]
