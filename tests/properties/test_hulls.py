"""What a hull must not depend on, and what it must never do."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leopard_range.analysis.alpha_hull import alpha_hull
from leopard_range.analysis.eoo import eoo
from tests.analysis.samples import points

lonlat = st.lists(st.tuples(st.floats(112, 142), st.floats(33, 54)), min_size=3, max_size=20)
metric = st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=3, max_size=20)


@settings(max_examples=25, deadline=None)
@given(lonlat, st.randoms(use_true_random=False), st.floats(-170, 170))
def test_order_repeats_and_longitude_do_not_matter(
    xy: list[tuple[float, float]], random: Random, east: float
) -> None:
    shuffled = [*xy, xy[0]]
    random.shuffle(shuffled)
    area = eoo(points(xy, 4326)).area_km2
    assert eoo(points(shuffled, 4326)).area_km2 == pytest.approx(area, rel=1e-9, abs=1e-6)
    turned = [((lon + east + 180) % 360 - 180, lat) for lon, lat in xy]
    assert eoo(points(turned, 4326)).area_km2 == pytest.approx(area, rel=1e-6, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(lonlat, st.tuples(st.floats(112, 142), st.floats(33, 54)))
def test_a_further_point_never_shrinks_the_extent(
    xy: list[tuple[float, float]], one: tuple[float, float]
) -> None:
    assert eoo(points([*xy, one], 4326)).area_km2 >= eoo(points(xy, 4326)).area_km2 - 1e-3


@settings(max_examples=25, deadline=None)
@given(metric, st.floats(0.2, 4.0), st.integers(-10_000, 10_000), st.integers(0, 3))
def test_alpha_hulls_are_nested_and_move_with_the_points(
    xy: list[tuple[int, int]], alpha: float, shift: int, quarter: int
) -> None:
    array = np.array(xy, dtype=float) * 100
    small, large = alpha_hull(points(array), alpha=alpha), alpha_hull(points(array), alpha=alpha + 1)
    whole = eoo(points(array), hull="planar")
    assert small.area_km2 <= large.area_km2 * (1 + 1e-12) <= whole.area_km2 * (1 + 1e-9) + 1e-9
    turn = np.array([[[1, 0], [0, 1]], [[0, -1], [1, 0]], [[-1, 0], [0, -1]], [[0, 1], [-1, 0]]][quarter])
    moved = alpha_hull(points(array @ turn + shift), alpha=np.inf)
    assert moved.area_km2 == pytest.approx(whole.hull_km2, rel=1e-9, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(metric)
def test_planar_and_geodesic_hulls_agree_on_small_ground(xy: list[tuple[int, int]]) -> None:
    sites = points(np.array(xy, dtype=float) * 100)
    planar, geodesic = eoo(sites, hull="planar"), eoo(sites)
    assume(planar.degenerate == geodesic.degenerate == "")
    assert geodesic.area_km2 == pytest.approx(planar.area_km2, rel=2e-4, abs=0.05)
