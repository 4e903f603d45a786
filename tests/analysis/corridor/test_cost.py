"""Cost distance: sums worked on paper, scikit-image and scipy on random rasters, the four-tool case."""

from __future__ import annotations

import heapq
import json
import math
from typing import Any

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from skimage.graph import MCP_Geometric

from leopard_range.analysis.corridor.cost import (
    accumulate,
    allocate,
    band,
    class_shares,
    corridor_cost,
    least_cost_path,
    path_to,
    several_paths,
    straight_m,
    trace,
)
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface
from tests.corridors import case, surface

Floats = NDArray[np.float64]
ROOT = 2**0.5
NAN = float("nan")


def at(*places: tuple[int, int]) -> NDArray[np.int64]:
    """Rows and columns as an array."""
    return np.array(places, dtype=np.int64)


def by_heap(values: Floats, sources: NDArray[np.int64]) -> Floats:
    """Dijkstra's algorithm as it stands in a book: a heap of cells."""
    rows, columns = values.shape
    cost = np.full(values.shape, np.inf)
    heap = [(0.0, int(i), int(j)) for i, j in sources]
    for _zero, i, j in heap:
        cost[i, j] = 0.0
    while heap:
        so_far, i, j = heapq.heappop(heap)
        if so_far > cost[i, j]:
            continue
        for y in range(max(i - 1, 0), min(i + 2, rows)):
            for x in range(max(j - 1, 0), min(j + 2, columns)):
                if (y, x) == (i, j) or math.isnan(values[y, x]):
                    continue
                step = 0.5 * (values[i, j] + values[y, x]) * math.hypot(y - i, x - j)
                if so_far + step < cost[y, x]:
                    cost[y, x] = so_far + step
                    heapq.heappush(heap, (so_far + step, y, x))
    return cost


def by_scipy(values: Floats, sources: NDArray[np.int64]) -> Floats:
    """The same on a graph of cells, solved by scipy."""
    number = np.arange(values.size).reshape(values.shape)
    parts = []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        a = (
            slice(None, -1) if down else slice(None),
            slice(1, None) if right < 0 else slice(None, -right or None),
        )
        b = (slice(1, None) if down else slice(None), slice(None, -1) if right < 0 else slice(right, None))
        step = 0.5 * (values[a] + values[b]) * math.hypot(down, right)
        kept = ~np.isnan(step)
        parts.append((step[kept], number[a][kept], number[b][kept]))
    weight, one, other = (np.concatenate(column) for column in zip(*parts, strict=True))
    graph = coo_array((weight, (one, other)), shape=(values.size, values.size)).tocsr()
    starts = number[sources[:, 0], sources[:, 1]]
    found: Floats = dijkstra(graph, directed=False, indices=starts, min_only=True).reshape(values.shape)
    return found


@st.composite
def rasters(draw: Any) -> tuple[Floats, NDArray[np.int64]]:
    """Values of any contrast with barriers, single rows and odd shapes among them, and some sources."""
    rows, columns = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    contrast = draw(st.sampled_from([0.0, 1.0, 3.0, 8.0]))
    values = 10 ** rng.uniform(0, contrast, (rows, columns))
    if draw(st.booleans()):
        values = np.maximum(np.round(values), 1.0)  # many equal paths
    values[rng.random((rows, columns)) < draw(st.sampled_from([0.0, 0.1, 0.4]))] = np.nan
    count = min(draw(st.integers(1, 5)), rows * columns)
    cells = rng.choice(rows * columns, count, replace=False)
    sources = np.column_stack(np.divmod(cells, columns))
    values[sources[:, 0], sources[:, 1]] = 2.5
    return values, sources


@given(rasters())
@settings(max_examples=60, deadline=None)
def test_random_rasters_against_three_others(raster: tuple[Floats, NDArray[np.int64]]) -> None:
    values, sources = raster
    found = accumulate(surface(values), sources)
    peer, _ = MCP_Geometric(np.where(np.isnan(values), -1, values)).find_costs(
        [tuple(one) for one in sources]
    )
    for other in (peer, by_scipy(values, sources), by_heap(values, sources)):
        np.testing.assert_array_equal(np.isfinite(found), np.isfinite(other))
        np.testing.assert_allclose(found, other, rtol=1e-12)
    mask = np.zeros(values.shape, bool)
    mask[sources[:, 0], sources[:, 1]] = True
    np.testing.assert_array_equal(accumulate(surface(values), mask), found)


@given(rasters(), st.floats(0.0, 1.0))
@settings(max_examples=30, deadline=None)
def test_a_limit_leaves_what_is_nearer_as_it_is(
    raster: tuple[Floats, NDArray[np.int64]], share: float
) -> None:
    values, sources = raster
    whole = accumulate(surface(values), sources)
    limit = float(whole[np.isfinite(whole)].max()) * share
    np.testing.assert_array_equal(
        accumulate(surface(values), sources, limit=limit), np.where(whole <= limit, whole, np.inf)
    )


@given(rasters())
@settings(max_examples=30, deadline=None)
def test_paths_cost_what_was_accumulated(raster: tuple[Floats, NDArray[np.int64]]) -> None:
    values, sources = raster
    ground = surface(values, cell_m=7.0)
    cost = accumulate(ground, sources)
    reached = np.argwhere(np.isfinite(cost))
    for row, column in reached[:: max(1, len(reached) // 5)]:
        cells = trace(cost, ground, (int(row), int(column)))
        steps = np.hypot(*np.diff(cells, axis=0).T)
        along = values[cells[:, 0], cells[:, 1]]
        total = float((steps * (along[1:] + along[:-1]) / 2).sum()) * 7.0
        assert total == pytest.approx(float(cost[row, column]), rel=1e-9)
        assert (np.abs(np.diff(cells, axis=0)).max(axis=1, initial=1) == 1).all()
        assert cells[-1].tolist() in sources.tolist()


@given(rasters())
@settings(max_examples=30, deadline=None)
def test_the_nearest_of_many_is_the_cheapest_of_single_runs(
    raster: tuple[Floats, NDArray[np.int64]],
) -> None:
    values, sources = raster
    labels = np.zeros(values.shape, np.int64)
    labels[sources[:, 0], sources[:, 1]] = np.arange(1, len(sources) + 1)
    cost, nearest = allocate(surface(values), labels)
    single = np.stack([accumulate(surface(values), one[None]) for one in sources])
    np.testing.assert_allclose(cost, single.min(axis=0), rtol=1e-12)
    reached = nearest > 0
    np.testing.assert_array_equal(reached, np.isfinite(cost))
    own = np.take_along_axis(single, np.maximum(nearest - 1, 0)[None], axis=0)[0]
    np.testing.assert_allclose(own[reached], cost[reached], rtol=1e-12)


def test_a_step_costs_the_mean_resistance_times_the_distance() -> None:
    found = accumulate(surface([[1, 3], [5, 7]], cell_m=10.0), at((0, 0)))
    assert found == pytest.approx(np.array([[0, 20], [30, 40 * ROOT]]))


def test_a_path_goes_round_a_barrier_and_between_two() -> None:
    ground = surface([[1.0, NAN, 1.0], [1.0, NAN, 1.0], [1.0, 1.0, 1.0]])
    path = least_cost_path(ground, at((0, 0)), at((0, 2)))
    assert path.cells.tolist() == [[0, 0], [1, 0], [2, 1], [1, 2], [0, 2]]
    assert path.cost == path.length_m == pytest.approx(2 + 2 * ROOT)
    assert path.xy.tolist() == [[0.5, 2.5], [0.5, 1.5], [1.5, 0.5], [2.5, 1.5], [2.5, 2.5]]
    assert accumulate(surface([[1.0, NAN], [NAN, 1.0]]), at((0, 0)))[1, 1] == pytest.approx(ROOT)
    assert np.isinf(accumulate(surface([[1.0, NAN, 1.0]]), at((0, 0)))[0, 2])


def test_a_large_raster_across_many_squares() -> None:
    rng = np.random.default_rng(5)
    values = 10 ** rng.uniform(0, 2, (211, 333))
    values[rng.random(values.shape) < 0.2] = np.nan
    values[100, 100] = 1.0
    found = accumulate(surface(values), at((100, 100)))
    other = by_scipy(values, at((100, 100)))
    np.testing.assert_allclose(found, other, rtol=1e-12)
    read_only = values.copy()
    read_only.flags.writeable = False
    np.testing.assert_array_equal(accumulate(surface(read_only), at((100, 100))), found)
    np.testing.assert_array_equal(accumulate(surface(np.asfortranarray(values)), at((100, 100))), found)


def test_a_band_holds_all_paths_that_cost_little_more() -> None:
    ground = surface(np.ones((5, 9)), cell_m=2.0)
    a, b = accumulate(ground, at((2, 0))), accumulate(ground, at((2, 8)))
    assert corridor_cost(a, b).min() == pytest.approx(16.0)
    assert np.argwhere(band(a, b, 0.0)).tolist() == [[2, column] for column in range(9)]
    # One row aside costs two diagonal steps instead of two straight ones: 4 (√2 - 1) more.
    assert set(np.argwhere(band(a, b, 4 * (ROOT - 1) + 1e-9, absolute=True))[:, 0]) == {1, 2, 3}
    np.testing.assert_array_equal(band(a, b, 0.25), band(a, b, 4.0, absolute=True))
    for slack in (-0.1, math.nan, math.inf):
        with pytest.raises(LeopardRangeError, match="bad_argument"):
            band(a, b, slack)


def test_several_paths_keep_apart() -> None:
    values = np.full((21, 30), 50.0)
    values[[3, 10, 17]] = [[1.0], [2.0], [4.0]]
    values[:, [0, -1]] = 1.0
    ground = surface(values)
    found = several_paths(ground, at((10, 0)), at((10, 29)), 5, 2.0)
    assert [int(np.median(one.cells[:, 0])) for one in found[:3]] == [3, 10, 17]
    costs = [one.cost for one in found]
    assert costs == sorted(costs)
    assert len({one.cells.tobytes() for one in found}) == len(found)
    assert len(several_paths(surface(np.ones((1, 9))), at((0, 0)), at((0, 8)), 3, 1.0)) == 1


def test_shares_of_classes_along_a_path() -> None:
    cells = at((0, 0), (0, 1), (1, 2))
    found = class_shares(cells, np.array([[1, 1, 0], [0, 0, 2]]))
    assert found == pytest.approx({1: (1 + ROOT / 2) / (1 + ROOT), 2: ROOT / 2 / (1 + ROOT)})
    assert class_shares(cells[:1], np.array([[7]])) == {7: 1.0}


def test_lengths_in_a_named_system_are_true() -> None:
    grid = Grid((1, 101), Affine(1000, 0, 0, 0, -1000, 0), CRS.from_epsg(3857))
    ground = Surface(np.ones((1, 101)), grid)
    path = least_cost_path(ground, at((0, 0)), at((0, 100)))
    assert path.plane_m == path.cost == pytest.approx(100_000)
    # Web Mercator is true at the equator, where these cells lie.
    assert path.length_m == pytest.approx(straight_m(path.cells, grid)) == pytest.approx(100_000, rel=1e-6)


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.inf])
def test_values_that_are_no_resistance_are_refused(wrong: float) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        accumulate(surface([[1.0, 2.0], [3.0, wrong]]), at((0, 0)))
    assert problem.value.code == "resistance_not_positive"
    assert (problem.value.blanks["row"], problem.value.blanks["column"]) == (2, 2)


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        (at((5, 0)), "cost_place_outside"),
        (at((0, -1)), "cost_place_outside"),
        (at((0, 1)), "cost_place_barrier"),
        (np.empty((0, 2), np.int64), "cost_no_source"),
        (np.zeros((2, 2), bool), "cost_no_source"),
        (np.array([[False, True], [False, False]]), "cost_place_barrier"),
        (np.ones((3, 3), bool), "raster_shape"),
    ],
)
def test_sources_that_are_no_place_are_refused(sources: Any, code: str) -> None:
    with pytest.raises(LeopardRangeError, match=code):
        accumulate(surface([[1.0, NAN], [1.0, 1.0]]), sources)


def test_ends_that_are_cut_apart_and_grids_that_do_not_fit() -> None:
    ground = surface([[1.0, NAN, 1.0]])
    with pytest.raises(LeopardRangeError, match="cost_not_connected"):
        least_cost_path(ground, at((0, 0)), at((0, 2)))
    a, b = accumulate(ground, at((0, 0))), accumulate(ground, at((0, 2)))
    with pytest.raises(LeopardRangeError, match="cost_not_connected"):
        band(a, b, 0.1)
    for transform, crs, code in (
        (Affine(1, 0, 0, 0, -2, 0), None, "cells_not_square"),
        (Affine(1, 1, 0, 1, -1, 0), None, "rotated_grid"),
        (Affine(1, 0, 0, 0, -1, 0), CRS.from_epsg(4326), "not_metric"),
    ):
        with pytest.raises(LeopardRangeError, match=code):
            accumulate(Surface(np.ones((2, 2)), Grid((2, 2), transform, crs)), at((0, 0)))
    with pytest.raises(LeopardRangeError, match="raster_shape"):
        accumulate(Surface(np.ones((3, 2)), Grid((2, 2), Affine.identity(), None)), at((0, 0)))


def test_steps_that_vanish_in_the_sum_are_told() -> None:
    values = np.full((1, 40), 1e-9)
    values[0, 1] = 1e18
    ground = surface(values)
    with pytest.raises(LeopardRangeError, match="cost_contrast"):
        path_to(accumulate(ground, at((0, 0))), ground, at((0, 39)))


@pytest.mark.data
def test_the_case_that_four_tools_agree_on() -> None:
    folder = case("costdist")
    # These tools read decimals of an ASCII grid in single precision.
    values = np.loadtxt(folder / "resistance_60x80.asc", skiprows=6).astype(np.float32).astype(np.float64)
    values[values < 0] = np.nan
    ground = surface(values, cell_m=30.0)
    found = accumulate(ground, at((5, 5)))
    skimage = np.loadtxt(folder / "expected_skimage_acc_src_r5c5.asc", skiprows=6)
    gdistance = np.loadtxt(folder / "expected_gdistance_acc_src_r5c5.txt").reshape(values.shape)
    reached = np.isfinite(found)
    np.testing.assert_array_equal(reached, skimage >= 0)
    assert found[reached] == pytest.approx(skimage[reached], rel=1e-8, abs=1e-6)
    assert found[reached] == pytest.approx(gdistance[reached], rel=1e-8)
    assert found[55, 75] == pytest.approx(62250.1246, abs=5e-5)
    path = path_to(found, ground, at((55, 75)))
    expected = json.loads((folder / "expected_skimage_path_r5c5_r55c75.json").read_text())
    assert path.cells.tolist() == expected
    assert len(path.cells) == 171
