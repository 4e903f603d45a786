"""Gaps between patches, crossings, settlements and shared edges, on paper and by another way."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiPolygon, Point, box

from leopard_range.analysis.corridor.audit import crossings, longest_gap, near, patches, shared_edges


def squares(*lefts: float) -> np.ndarray:
    return np.array([box(left, 0, left + 1_000, 1_000) for left in lefts], dtype=object)


def test_the_longest_step_of_the_best_way_counts() -> None:
    found = longest_gap(squares(500, 4_000, 6_000), Point(0, 500), Point(9_000, 500))
    # 500 to the first patch, then 2,500, 1,000 and 2,000 to the other end.
    assert found.length_m == pytest.approx(2_500)
    assert found.line.bounds[0] == pytest.approx(1_500)
    assert found.line.bounds[2] == pytest.approx(4_000)


def test_habitat_from_end_to_end_leaves_no_gap() -> None:
    found = longest_gap(squares(0, 1_000, 2_000), Point(0, 500), Point(3_000, 500))
    assert (found.length_m, found.line) == (0.0, None)
    assert longest_gap(squares(), Point(0, 0), Point(3_000, 4_000)).length_m == pytest.approx(5_000)


@pytest.mark.parametrize("seed", range(8))
def test_the_gap_is_the_least_step_that_joins_the_two_ends(seed: int) -> None:
    draw = np.random.default_rng(seed)
    corners = draw.uniform(0, 50_000, (25, 2))
    parts = shapely.box(*corners.T, *(corners + draw.uniform(500, 4_000, (25, 2))).T)
    start, stop = Point(-1_000, 0), Point(52_000, 50_000)
    places = np.array([start, stop, *parts], dtype=object)
    apart = shapely.distance(places[:, None], places[None, :])
    steps = np.unique(apart)
    low, high = 0, len(steps) - 1
    while low < high:  # the other way: widen the step until the ends are in one component
        middle = (low + high) // 2
        _, label = connected_components(apart <= steps[middle], directed=False)
        low, high = (low, middle) if label[0] == label[1] else (middle + 1, high)
    assert longest_gap(parts, start, stop).length_m == pytest.approx(steps[low], abs=1e-3)


def test_patches_are_the_cells_of_habitat_cut_to_the_area() -> None:
    suited = np.zeros((4, 6), dtype=bool)
    suited[1:3, 1:3] = suited[0, 5] = True
    found = patches(box(150, 0, 600, 400), suited, Affine(100, 0, 0, 0, -100, 400))
    assert [one.bounds for one in found] == [(150, 100, 300, 300), (500, 300, 600, 400)]
    assert [one.area for one in found] == [150 * 200, 100 * 100]
    assert len(patches(box(0, 0, 50, 50), suited, Affine(100, 0, 0, 0, -100, 400))) == 0


def test_each_stretch_of_a_line_is_a_crossing() -> None:
    area = box(0, 0, 10_000, 2_000)
    middle = LineString([(0, 1_000), (10_000, 1_000)])
    road = LineString([(3_000, -500), (3_000, 2_500), (7_000, 2_500), (7_000, 1_500)])
    beside = LineString([(0, 3_000), (10_000, 3_000)])
    touching = LineString([(5_000, 2_000), (5_000, 3_000)])
    found = crossings(np.array([beside, road, touching], dtype=object), area, middle)
    assert found["line"].tolist() == [1, 1]
    assert found["length_m"].tolist() == [2_000, 500]
    assert found[["x", "y"]].to_numpy().tolist() == [[3_000, 1_000], [7_000, 1_750]]
    assert found["along_m"].tolist() == [3_000, 7_000]
    assert found["on_way"].tolist() == [True, False]
    assert crossings(np.array([beside], dtype=object), area, middle).empty


def test_points_near_an_area_come_nearest_first() -> None:
    points = np.array([Point(0, 900), Point(5, 5), Point(0, 150), Point(0, 101)], dtype=object)
    at, distance = near(points, box(-100, -100, 100, 100), 500)
    assert at.tolist() == [1, 3, 2]
    assert distance.tolist() == [0, 1, 50]


def test_neighbours_share_an_edge_and_corners_do_not() -> None:
    three = np.array([box(0, 0, 1, 1), MultiPolygon([box(1, 0, 2, 1)]), box(2, 1, 3, 2)], dtype=object)
    found = shared_edges(three)
    assert [(one, other, line.length) for one, other, line in found] == [(0, 1, 1.0)]
