"""What holds of every heatmap: nothing is lost, parts add up, and the place of the origin does not matter."""

from __future__ import annotations

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from leopard_range.analysis import heatmap
from leopard_range.model import Grid

Floats = NDArray[np.float64]

PLACES = arrays(np.float64, st.tuples(st.integers(1, 40), st.just(2)), elements=st.floats(-5_000, 5_000))
METHODS = st.sampled_from(["exact", "binned"])
BANDWIDTHS = st.floats(1_000, 4_000)
CELL_M = 400.0


def grid(west: float = -30_000.0, north: float = 30_000.0) -> Grid:
    """Cells far wider than every kernel here reaches."""
    return Grid((150, 150), Affine(CELL_M, 0, west, 0, -CELL_M, north), None)


@settings(deadline=None, max_examples=40)
@given(PLACES, BANDWIDTHS, METHODS)
def test_all_mass_lies_on_the_grid(xy: Floats, h: float, method: str) -> None:
    found = heatmap.density_per_km2(xy, grid(), h, method=method)
    assert found.min() >= 0
    assert found.sum() * CELL_M**2 / 1e6 == pytest.approx(len(xy), rel=1e-4)


@settings(deadline=None, max_examples=40)
@given(PLACES, PLACES, BANDWIDTHS, METHODS)
def test_parts_add_up(one: Floats, other: Floats, h: float, method: str) -> None:
    parts = [heatmap.density_per_km2(xy, grid(), h, method=method) for xy in (one, other)]
    whole = heatmap.density_per_km2(np.concatenate([one, other]), grid(), h, method=method)
    assert np.abs(parts[0] + parts[1] - whole).max() <= 1e-5 * whole.max()


@settings(deadline=None, max_examples=40)
@given(PLACES, BANDWIDTHS, METHODS)
def test_a_weight_counts_as_many_points(xy: Floats, h: float, method: str) -> None:
    weight = np.arange(len(xy)) % 3
    weight[0] = 1
    weighted = heatmap.density_per_km2(xy, grid(), h, weight, method=method)
    repeated = heatmap.density_per_km2(np.repeat(xy, weight, axis=0), grid(), h, method=method)
    assert np.abs(weighted - repeated).max() <= 1e-5 * repeated.max()


@settings(deadline=None, max_examples=40)
@given(PLACES, BANDWIDTHS, METHODS, st.integers(-2_000, 2_000), st.integers(-2_000, 2_000))
def test_the_origin_does_not_matter(xy: Floats, h: float, method: str, east: int, north: int) -> None:
    here = heatmap.density_per_km2(xy, grid(), h, method=method)
    shift = np.array([east, north]) * CELL_M
    moved = grid(-30_000.0 + shift[0], 30_000.0 + shift[1])
    there = heatmap.density_per_km2(xy + shift, moved, h, method=method)
    assert np.abs(here - there).max() <= 1e-5 * here.max()


@settings(deadline=None, max_examples=60)
@given(PLACES, st.floats(2.0, 20.0))
def test_binning_is_near_the_exact_sum(xy: Floats, width: float) -> None:
    h = width * CELL_M
    exact, binned = (heatmap.density_per_km2(xy, grid(), h, method=method) for method in ("exact", "binned"))
    tolerance = 1e-4 if width >= 10 else 5e-3
    assert np.abs(exact - binned).max() <= tolerance * exact.max()


@settings(deadline=None, max_examples=40)
@given(PLACES, BANDWIDTHS, st.data())
def test_a_rate_lies_between_those_of_the_stations(xy: Floats, h: float, data: st.DataObject) -> None:
    count = data.draw(arrays(np.float64, len(xy), elements=st.integers(0, 9)))
    days = data.draw(arrays(np.float64, len(xy), elements=st.floats(0.5, 300)))
    own = 100 * count / days
    rate, effort = heatmap.detection_rate(xy, count, days, grid(), h, least_days=0.1)
    known = np.isfinite(rate)
    assert np.array_equal(known, effort >= 0.1)
    assert rate[known].min(initial=own.max()) >= own.min() * (1 - 1e-9)
    assert rate[known].max(initial=0) <= own.max() * (1 + 1e-9)
    away = heatmap.rate_at(xy, count, days, xy + 1e7, h)
    assert (away >= own.min() * (1 - 1e-9)).all()
    assert (away <= own.max() * (1 + 1e-9)).all()


@settings(deadline=None, max_examples=40)
@given(PLACES, BANDWIDTHS)
def test_outlines_lie_inside_each_other(xy: Floats, h: float) -> None:
    surface = heatmap.density_per_km2(xy, grid(), h)
    found = heatmap.isopleths(surface, grid(), (0.5, 0.75, 0.95))
    assert found.is_valid.all()
    assert found.area.is_monotonic_increasing
    assert found[0.95].buffer(1e-3).contains(found[0.75])
    assert found[0.75].buffer(1e-3).contains(found[0.5])
