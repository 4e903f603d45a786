"""Networks of patches: cases on paper, removal one by one with SciPy, and the reference patches."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from leopard_range.analysis.corridor.network import (
    best_chains,
    connectivity,
    dispersal_probability,
    distances_m,
    equivalent_area,
)
from leopard_range.errors import LeopardRangeError
from tests.corridors import case

CHAIN = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]])
"""Three patches in a row: the middle one is the only way."""


def test_two_patches_on_paper() -> None:
    found = connectivity([3.0, 1.0], [[1, 0.5], [0.5, 1]], landscape=10)
    total = 9 + 1 + 2 * 3 * 0.5
    assert found.eca == pytest.approx(math.sqrt(total))
    assert found.pc == pytest.approx(total / 100)
    assert found.intra.tolist() == pytest.approx([9 / 13, 1 / 13])
    assert found.flux.tolist() == pytest.approx([3 / 13, 3 / 13])
    assert found.connector.tolist() == [0, 0]
    assert found.dpc.tolist() == pytest.approx([(13 - 1) / 13, (13 - 9) / 13])


def test_a_steppingstone_on_paper() -> None:
    found = connectivity([2.0, 1.0, 2.0], CHAIN)
    # pairs: 4 + 1 + 4, twice 2·1·0.5 on each side, and twice 2·2·0.25 through the middle
    total = 9 + 2 + 2 + 2
    assert found.eca == pytest.approx(math.sqrt(total))
    assert found.chains[0, 2] == 0.25
    assert found.connector.tolist() == pytest.approx([0, 2 / total, 0])
    assert found.flux.tolist() == pytest.approx([4 / total, 4 / total, 4 / total])
    assert found.dpc[1] == pytest.approx((total - 8) / total)
    assert found.pc is None


def test_a_steppingstone_without_area_connects_all_the_same() -> None:
    found = connectivity([2.0, 0.0, 2.0], CHAIN)
    assert found.eca == pytest.approx(math.sqrt(8 + 2))
    assert found.connector[1] == pytest.approx(0.2)
    assert found.dpc[1] == found.connector[1]


def test_patches_out_of_reach_and_patches_that_touch() -> None:
    area = np.array([3.0, 4.0])
    apart, one = (connectivity(area, np.full((2, 2), p)) for p in (0.0, 1.0))
    assert apart.eca == pytest.approx(5)
    assert one.eca == pytest.approx(7)
    assert apart.flux.tolist() == [0, 0]


def test_nothing_is_no_network() -> None:
    found = connectivity([0.0, 0.0], np.ones((2, 2)))
    assert (found.eca, found.dpc.tolist()) == (0, [0, 0])
    assert connectivity([], np.empty((0, 0))).eca == 0


def by_removal(area: NDArray[np.float64], direct: NDArray[np.float64]) -> NDArray[np.float64]:
    """Importance of each patch, by building every network anew with Dijkstra's paths."""

    def worth(kept: NDArray[np.int64]) -> float:
        with np.errstate(divide="ignore"):
            cost = np.clip(-np.log(direct[np.ix_(kept, kept)]), 1e-300, None)
        best = np.exp(-dijkstra(np.where(np.isfinite(cost), cost, 0)))
        np.fill_diagonal(best, 1.0)
        return float(area[kept] @ best @ area[kept])

    every = np.arange(len(area))
    whole = worth(every)
    return np.array([(whole - worth(np.delete(every, at))) / whole for at in every])


@pytest.mark.parametrize(("size", "links"), [(1, 1.0), (2, 1.0), (7, 0.4), (31, 0.15), (64, 0.05)])
@pytest.mark.parametrize("both_ways", [True, False])
def test_importance_equals_removal_one_by_one(size: int, links: float, both_ways: bool) -> None:
    rng = np.random.default_rng(size)
    area = rng.lognormal(1, 2, size)
    direct = np.where(rng.random((size, size)) < links, rng.random((size, size)), 0.0)
    if both_ways:
        direct = np.maximum(direct, direct.T)
    found = connectivity(area, direct)
    assert found.dpc == pytest.approx(by_removal(area, direct), abs=1e-12)
    assert (found.connector >= 0).all()
    assert found.dpc == pytest.approx(found.intra + found.flux + found.connector)
    assert found.eca == pytest.approx(equivalent_area(area, best_chains(direct)))


def test_straight_distances_need_no_steppingstone() -> None:
    rng = np.random.default_rng(1)
    shapes = shapely.points(rng.random((40, 2)) * 50_000)
    direct = dispersal_probability(distances_m(shapes), 10_000)
    found = connectivity(rng.random(40), direct)
    assert found.chains == pytest.approx(direct, rel=1e-12)
    assert not found.connector.any()


def test_more_land_or_more_reach_never_takes_away() -> None:
    rng = np.random.default_rng(2)
    far = distances_m(shapely.points(rng.random((30, 2)) * 1e5))
    area = rng.random(30)
    sizes = [
        equivalent_area(area, best_chains(dispersal_probability(far, reach))) for reach in (1e3, 1e4, 1e5)
    ]
    assert sizes == sorted(sizes)
    assert sizes[0] >= math.sqrt(float(area @ area))
    assert sizes[-1] <= area.sum()


def test_the_rule_of_dispersal() -> None:
    found = dispersal_probability([0, 10_000, 20_000, np.inf], 10_000, 0.05)
    assert found.tolist() == pytest.approx([1, 0.05, 0.0025, 0])


def test_edges_of_polygons_are_what_is_measured() -> None:
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(4, 0, 5, 1), shapely.box(1, 0, 2, 1)])
    assert distances_m(shapes).tolist() == [[0, 3, 0], [3, 0, 2], [0, 2, 0]]


@pytest.mark.parametrize(
    ("area", "direct", "landscape", "code"),
    [
        ([1.0, -1.0], np.eye(2), None, "bad_argument"),
        ([1.0, np.nan], np.eye(2), None, "bad_argument"),
        ([1.0, 1.0], np.full((2, 2), 1.5), None, "bad_argument"),
        ([1.0, 1.0], np.full((2, 2), np.nan), None, "bad_argument"),
        ([1.0, 1.0], np.eye(3), None, "raster_shape"),
        ([1.0, 1.0], np.ones((2, 3)), None, "raster_shape"),
        ([1.0, 1.0], np.eye(2), 1.5, "bad_argument"),
    ],
)
def test_bad_networks_are_refused(
    area: list[float], direct: NDArray[np.float64], landscape: float | None, code: str
) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        connectivity(area, direct, landscape)
    assert problem.value.code == code


@pytest.mark.parametrize(
    ("distance", "reach", "share", "code"),
    [
        (-1.0, 10.0, 0.05, "corridor_distance"),
        (np.nan, 10.0, 0.05, "corridor_distance"),
        (1.0, 0.0, 0.05, "bad_argument"),
        (1.0, 10.0, 1.0, "bad_argument"),
        (1.0, 10.0, 0.0, "bad_argument"),
    ],
)
def test_bad_reaches_are_refused(distance: float, reach: float, share: float, code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        dispersal_probability(distance, reach, share)
    assert problem.value.code == code


@pytest.mark.data
def test_the_reference_patches() -> None:
    path = case("eca/patches_2007.csv")
    x, y, area_ha = np.loadtxt(path, delimiter=",", skiprows=1, usecols=(1, 2, 3), unpack=True)
    direct = dispersal_probability(distances_m(shapely.points(x, y)), 10_000, 0.05)
    found = connectivity(area_ha, direct, 279_164.3)
    assert found.eca == pytest.approx(39_049.32, rel=1e-5)
    assert found.pc == pytest.approx((39_049.32 / 279_164.3) ** 2, rel=2e-5)
