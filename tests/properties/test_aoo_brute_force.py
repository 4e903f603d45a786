"""The sweep against counting cells for every offset that can matter."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.analysis.aoo import aoo, search
from tests.analysis.samples import points

# Whole metres, so that many points share a line, a residue or a place.
lattice = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=25)
loose = st.lists(
    st.tuples(
        st.floats(-5e4, 5e4, allow_nan=False, width=32), st.floats(-5e4, 5e4, allow_nan=False, width=32)
    ),
    min_size=1,
    max_size=25,
)


def brute_force(x: np.ndarray, y: np.ndarray, cell: int) -> tuple[int, int, int]:
    """Fewest, median (by area of offsets) and most cells, from whole coordinates."""
    counts, areas = [], []
    ux, uy = np.unique(x % cell), np.unique(y % cell)
    for i, dx in enumerate(ux):
        for j, dy in enumerate(uy):
            counts.append(len(set(zip((x - dx) // cell, (y - dy) // cell, strict=True))))
            areas.append(int((dx - ux[i - 1] - 1) % cell + 1) * int((dy - uy[j - 1] - 1) % cell + 1))
    order = np.argsort(counts, kind="stable")
    share = np.cumsum(np.array(areas, dtype=object)[order])
    assert share[-1] == cell**2
    middle = next(k for k, total in enumerate(share) if 2 * total >= cell**2)
    ordered = np.array(counts)[order]
    return int(ordered[0]), int(ordered[middle]), int(ordered[-1])


@settings(max_examples=150, deadline=None)
@given(lattice, st.sampled_from([1, 2, 3, 4, 7]))
def test_lattice_points(xy: list[tuple[int, int]], cell: int) -> None:
    x, y = np.array(xy, dtype=np.int64).T
    result = aoo(points(xy), cell_m=float(cell))
    assert (result.cells_min, result.cells_median, result.cells_max) == brute_force(x, y, cell)


@settings(max_examples=60, deadline=None)
@given(loose, st.sampled_from([700.0, 2000.0, 10_000.0]))
def test_loose_points(xy: list[tuple[float, float]], cell_m: float) -> None:
    x, y = np.rint(np.array(xy) * (2_000_000 / cell_m)).astype(np.int64).T
    result = aoo(points(xy), cell_m=cell_m)
    assert (result.cells_min, result.cells_median, result.cells_max) == brute_force(x, y, 2_000_000)


@settings(max_examples=60, deadline=None)
@given(lattice, st.sampled_from([2, 3, 7]), st.integers(1, 60))
def test_the_median_where_only_some_rows_are_looked_at(
    xy: list[tuple[int, int]], cell: int, scanned: int
) -> None:
    x, y = np.array(xy, dtype=np.int64).T
    with patch.object(search, "_SCANNED", scanned):
        result = aoo(points(xy), cell_m=float(cell))
    assert (result.cells_min, result.cells_median, result.cells_max) == brute_force(x, y, cell)


@settings(max_examples=30, deadline=None)
@given(lattice, st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_moving_all_points_changes_nothing(xy: list[tuple[int, int]], east: int, north: int) -> None:
    here = aoo(points(xy), cell_m=3.0)
    there = aoo(points(np.array(xy) + np.array([east, north])), cell_m=3.0)
    assert (here.cells_min, here.cells_median, here.cells_max) == (
        there.cells_min,
        there.cells_median,
        there.cells_max,
    )
