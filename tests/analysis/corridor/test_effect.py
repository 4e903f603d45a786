"""Without and with a proposal: cases on paper, and the laws that hold on every ground."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import CRS

from leopard_range.analysis.corridor.effect import (
    Network,
    Plan,
    Rules,
    crossing_cells,
    measured,
    network,
    network_gain,
    surfaces,
)
from leopard_range.analysis.corridor.features import Features
from leopard_range.analysis.corridor.network import dispersal_probability
from leopard_range.analysis.corridor.patches import Gain, gain, link_costs, patches
from leopard_range.analysis.corridor.resistance import ClassCost, Costs
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface

METRIC = CRS.from_user_input("+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84 +units=m")
FOREST, FIELD, WATER = 4, 12, 0
CELL_M = 500.0


def cost(key: str, kind: str, value: float, rank: int) -> ClassCost:
    return ClassCost(key=key, kind=kind, name={"en": key}, value=value, low=value, high=value, rank=rank)


COSTS = Costs(
    {
        "4": cost("4", "cover", 1.0, 1),
        "12": cost("12", "cover", 10.0, 2),
        "0": cost("0", "cover", 40.0, 3),
        "road": cost("road", "road", 5.0, 2),
        "railway": cost("railway", "railway", 4.0, 2),
        "river": cost("river", "river", 2.0, 2),
    },
    CELL_M,
)
"""A line as wide as a cell: its cost is added as it stands."""


def features(cover: NDArray[np.integer], **lines: NDArray[np.bool_]) -> Features:
    shape = (cover.shape[0], cover.shape[1])
    flat = np.zeros(shape)
    return Features(
        grid=Grid(shape, Affine(CELL_M, 0, 0, 0, -CELL_M, 0), METRIC),
        land=np.ones(shape, dtype=bool),
        cover=cover.astype(np.uint8),
        height_m=flat,
        slope_deg=flat,
        town_m=np.full(shape, np.inf),
        lines=lines,
    )


def plan(seen: Features, inside: NDArray[np.float64], **more: object) -> Plan:
    kept: dict[str, object] = {"restore": FOREST, "crossings": np.zeros(seen.grid.shape, dtype=bool)}
    return Plan(features=seen, inside=inside, **(kept | more))  # type: ignore[arg-type]


def rules(reach_m: float, **more: object) -> Rules:
    return Rules(habitat=(FOREST,), reach_m=reach_m, **({"least_m2": 1.0} | more))  # type: ignore[arg-type]


def joined(what: Plan, by: Rules) -> tuple[Gain, Network]:
    before, after = surfaces(what, COSTS)
    nodes = network(what.features, COSTS, by, before)
    return network_gain(nodes, what, COSTS, after), nodes


def strip(rows: int = 9, columns: int = 21) -> tuple[Features, NDArray[np.float64]]:
    """Two forests, fields between them, a road down the middle, and a proposal straight across."""
    cover = np.full((rows, columns), FIELD)
    cover[:, :5] = cover[:, -5:] = FOREST
    road = np.zeros((rows, columns), dtype=bool)
    road[:, columns // 2] = True
    inside = np.zeros((rows, columns))
    inside[rows // 2, 4:-4] = 1.0
    return features(cover, road=road), inside


def ends(shape: tuple[int, int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    west, east = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    west[:, 0] = east[:, -1] = True
    return west, east


def test_the_land_inside_becomes_forest_and_the_road_stays() -> None:
    seen, inside = strip()
    before, after = surfaces(plan(seen, inside), COSTS)
    assert before.values[4].tolist() == [1.0] * 5 + [10.0] * 5 + [15.0] + [10.0] * 5 + [1.0] * 5
    assert after.values[4].tolist() == [1.0] * 10 + [6.0] + [1.0] * 10
    others = np.arange(9) != 4
    assert (before.values[others] == after.values[others]).all()


def test_a_removed_road_and_a_crossing_take_the_same_away_on_their_cell() -> None:
    seen, inside = strip()
    step = CELL_M
    bridge = crossing_cells(seen, COSTS, [(10.5 * step, -4.5 * step)])
    assert np.argwhere(bridge).tolist() == [[3, 10], [4, 10], [5, 10]]
    removed = surfaces(plan(seen, inside, removed=("road",)), COSTS)[1]
    built = surfaces(plan(seen, inside, crossings=bridge), COSTS)[1]
    assert removed.values[4].tolist() == built.values[4].tolist() == [1.0] * 21
    assert built.values[3, 10] == 10.0
    assert removed.values[3, 10] == 15.0
    assert not crossing_cells(seen, COSTS, [(2 * step, -2 * step)]).any()


def test_a_river_is_no_road() -> None:
    seen, inside = strip()
    wet = replace(seen, lines={"river": seen.lines["road"]})
    bridge = np.ones(wet.grid.shape, dtype=bool)
    assert surfaces(plan(wet, inside, crossings=bridge), COSTS)[1].values[4, 10] == 3.0
    assert surfaces(plan(wet, inside, removed=("river",)), COSTS)[1].values[4, 10] == 1.0


def test_part_of_a_cell_changes_by_that_part_and_better_land_is_left_alone() -> None:
    seen, inside = strip()
    half = surfaces(plan(seen, inside / 2), COSTS)[1]
    assert half.values[4, 6] == pytest.approx(5.5)
    worse = surfaces(plan(seen, inside, restore=FIELD), COSTS)
    assert (worse[0].values == worse[1].values).all()
    lake = replace(seen, cover=np.where(seen.cover == FIELD, np.uint8(WATER), seen.cover))
    assert surfaces(plan(lake, inside), COSTS)[1].values[4, 6] == 40.0, "water is not restored to forest"


def test_measures_of_a_single_row_on_paper() -> None:
    values = np.array([[1.0, 1.0, 3.0, 1.0, 1.0]])
    surface = Surface(values, Grid((1, 5), Affine(CELL_M, 0, 0, 0, -CELL_M, 0), None))
    inside = np.array([[0.0, 0.0, 1.0, 0.5, 0.0]])
    found = measured(surface, ends((1, 5)))
    assert found.path.cost == pytest.approx((1 + 2 + 2 + 1) * CELL_M)
    assert found.path.length_m == pytest.approx(4 * CELL_M)
    assert found.path_share(inside) == pytest.approx((0.5 + 0.75 + 0.25) / 4)
    assert found.resistance_ohm == pytest.approx(1 + 2 + 2 + 1)
    assert found.current_share(inside) == pytest.approx(1.5 / 3)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31), st.sampled_from(["", "road", "river", "road,railway"]), st.booleans())
def test_nothing_that_is_restored_makes_the_way_dearer_or_the_resistance_higher(
    seed: int, removed: str, bridges: bool
) -> None:
    rng = np.random.default_rng(seed)
    shape = (12, 15)
    lines = {key: rng.random(shape) < 0.15 for key in ("road", "railway", "river")}
    seen = features(rng.choice([FOREST, FIELD, WATER], shape), **lines)
    inside = np.clip(rng.random(shape) * 2 - 1, 0, 1)
    what = plan(
        seen,
        inside,
        removed=tuple(filter(None, removed.split(","))),
        crossings=(rng.random(shape) < 0.1) & bridges & (lines["road"] | lines["railway"]),
    )
    before, after = surfaces(what, COSTS)
    touched = (inside > 0) | what.crossings
    assert (after.values <= before.values).all()
    assert (after.values[~touched] == before.values[~touched]).all()
    assert (after.values >= 1).all()
    without, with_ = (measured(one, ends(shape)) for one in (before, after))
    assert with_.path.cost <= without.path.cost * (1 + 1e-12)
    assert with_.resistance_ohm <= without.resistance_ohm * (1 + 1e-9)
    found, _ = joined(what, rules(3_000))
    assert found.eca_after >= found.eca_before
    assert min(found.intra, found.flux, found.connector) >= 0
    assert found.importance == pytest.approx(found.intra + found.flux + found.connector)
    assert found.importance == pytest.approx(1 - (found.eca_before / found.eca_after) ** 2, abs=1e-9)


def test_patches_reserves_first_then_pieces_from_the_largest() -> None:
    habitat = np.zeros((6, 12), dtype=bool)
    habitat[0:2, 0:2] = habitat[2, 2] = True
    habitat[:, 6:9] = True
    habitat[5, 11] = True
    small, large = np.zeros((2, *habitat.shape), dtype=bool)
    small[0:3, 6:8] = large[0:3, 6:12] = True
    found = patches([small, large], habitat, 2)
    assert found.reserves == 2
    assert found.cells.tolist() == [6, 3, 9, 5], (
        "a piece that meets at a corner is one; one cell is too small"
    )
    assert found.labels[0, 7] == 1
    assert found.labels[0, 11] == 2, "a reserve is a node with all its cells"
    assert found.labels[5, 11] == 0
    cut = patches([], habitat, 1, most=1)
    assert (len(cut), cut.left_out) == (1, 2)


def test_ways_between_edges_on_paper() -> None:
    labels = np.array([[1, 1, 0, 0, 2, 0, 3]], dtype=np.int32)
    values = np.array([[1.0, 1.0, 3.0, 1.0, 1.0, np.nan, 1.0]])
    surface = Surface(values, Grid((1, 7), Affine(CELL_M, 0, 0, 0, -CELL_M, 0), None))
    found = link_costs(surface, labels)
    assert found[0, 1] == found[1, 0] == pytest.approx((2 + 2 + 1) * CELL_M)
    assert np.isinf(found[0, 2])
    assert found.diagonal().tolist() == [0, 0, 0]
    blocked = Surface(np.where(labels == 2, np.nan, values), surface.grid)
    assert np.isinf(link_costs(blocked, labels)[1, 0])


def test_the_gain_of_a_steppingstone_on_paper() -> None:
    before = np.array([[1.0, 0.1], [0.1, 1.0]])
    after = np.array([[1.0, 0.1, 0.5], [0.1, 1.0, 0.5], [0.5, 0.5, 1.0]])
    found = gain(np.array([2.0, 2.0, 1.0]), before, after)
    base, total = 8 + 0.8, 8 + 2 * 4 * 0.25 + 1 + 4 * 1.0
    assert found.eca_before == pytest.approx(math.sqrt(base))
    assert found.eca_after == pytest.approx(math.sqrt(total))
    assert found.intra == pytest.approx(1 / total)
    assert found.flux == pytest.approx(4 / total)
    assert found.connector == pytest.approx((8 * 0.25 - 0.8) / total)
    assert found.importance == pytest.approx((total - base) / total)


def test_the_network_of_the_strip_by_hand() -> None:
    seen, inside = strip()
    what = plan(seen, inside, removed=("road",))
    found, nodes = joined(what, rules(4_000, least_m2=CELL_M**2))
    assert (nodes.nodes.reserves, len(nodes.nodes)) == (0, 2)
    cell = CELL_M**2 / 1e6
    # From forest to forest: nine cells of field at 10, the road's cell at 15, and half-steps at both edges.
    across = (5.5 + 4 * 10 + 12.5 + 12.5 + 4 * 10 + 5.5) * CELL_M
    apart = float(dispersal_probability(across, 4_000, 0.5))
    worth = 45 * cell
    assert found.eca_before == pytest.approx(math.sqrt(2 * worth**2 * (1 + apart)))
    # With it: eleven new cells of forest between them, each one step from either forest.
    step = float(dispersal_probability(CELL_M, 4_000, 0.5))
    new = 11 * cell
    total = 2 * worth**2 * (1 + step**2) + new**2 + 4 * worth * new * step
    assert found.eca_after == pytest.approx(math.sqrt(total))
    assert found.intra == pytest.approx(new**2 / total)
    assert found.flux == pytest.approx(4 * worth * new * step / total)


def test_a_crossing_joins_the_habitat_on_both_sides_of_a_road() -> None:
    seen, inside = strip()
    wood = replace(seen, cover=np.full(seen.grid.shape, np.uint8(FOREST)))
    nothing, nodes = joined(plan(wood, inside), rules(500))
    assert len(nodes.nodes) == 2
    assert nothing.importance == 0
    bridge = wood.lines["road"] & (inside > 0)
    built, _ = joined(plan(wood, inside, crossings=bridge), rules(500))
    assert built.connector > 0
    assert built.importance > 0


def test_one_new_cell_cannot_be_counted_twice() -> None:
    seen, inside = strip()
    reserve = np.zeros(seen.grid.shape, dtype=bool)
    reserve[4] = True
    found, nodes = joined(plan(seen, inside), rules(4_000, reserves=(reserve,)))
    assert nodes.nodes.reserves == 1
    assert found.intra == found.flux == 0, "new forest in a reserve already belongs to a node"
