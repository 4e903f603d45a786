"""Current in moving windows: a case worked on paper, a plain second implementation, tiles, comparisons."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from leopard_range.analysis.corridor.omniscape import (
    Comparison,
    Part,
    Targets,
    Windows,
    block_targets,
    correction,
    plan_tiles,
    tile_current,
)
from leopard_range.analysis.corridor.omniscape.circuits import Circuit

Floats = NDArray[np.float64]


def whole(conductance: Floats, source: Floats, **more: object) -> Part:
    return Part(conductance, source, (0, 0), source.shape, **more)  # type: ignore[arg-type]


def framed(values: Floats, width: int) -> Part:
    """Even sources where there are values, in a frame without data wide enough that no window is cut."""
    inner = np.pad(values, width, constant_values=np.nan)
    return whole(inner, np.where(np.isfinite(inner), 1.0, 0.0))


def cumulative(part: Part, windows: Windows, side: int = 1000) -> tuple[Floats, Floats | None]:
    """Solve a raster tile by tile and add up."""
    shape = part.shape
    current, potential = np.zeros(shape), np.zeros(shape) if windows.potential else None
    factor = correction(windows, part)
    for tile in plan_tiles(shape, windows, side):
        rows, columns = slice(*tile.rows), slice(*tile.columns)
        found = block_targets(part.source[rows, columns], windows)
        targets = Targets(found.row + tile.rows[0], found.column + tile.columns[0], found.strength)
        view = tile.view
        piece = Part(
            part.conductance[view],
            part.source[view],
            (tile.reach_rows[0], tile.reach_columns[0]),
            shape,
            part.comparisons,
            tuple(one[view] for one in part.present),
            tuple(one[view] for one in part.future),
        )
        some, even = tile_current(piece, targets, windows, factor)
        current[view] += some
        if potential is not None and even is not None:
            potential[view] += even
    return current, potential


def dense(conductance: Floats, injected: Floats, ground: tuple[int, int], four: bool) -> Floats:
    """Node currents by a dense matrix and a loop over pairs of cells."""
    cells = [(int(i), int(j)) for i, j in zip(*np.nonzero(conductance > 0), strict=True)]
    out = np.zeros(conductance.shape)
    if ground not in cells:
        return out
    weight = np.zeros((len(cells), len(cells)))
    for a, (i, j) in enumerate(cells):
        for b, (k, m) in enumerate(cells):
            away = (abs(i - k), abs(j - m))
            if max(away) == 1 and (min(away) == 0 or not four):
                mean = (conductance[i, j] + conductance[k, m]) / 2
                weight[a, b] = mean / math.sqrt(away[0] + away[1])
    joined = {cells.index(ground)}
    while more := {b for a in joined for b in np.flatnonzero(weight[a]).tolist()} - joined:
        joined |= more
    free = sorted(joined - {cells.index(ground)})
    laplacian = np.diag(weight.sum(axis=1)) - weight
    voltage = np.zeros(len(cells))
    rhs = np.array([injected[cells[a]] for a in free])
    if free:
        voltage[free] = np.linalg.solve(laplacian[np.ix_(free, free)], rhs)
    flow = weight * (voltage[:, None] - voltage[None, :])
    for a, cell in enumerate(cells):
        if a in joined:
            out[cell] = max(flow[a][flow[a] > 0].sum(), -flow[a][flow[a] < 0].sum())
    return out


def test_three_cells_in_a_row() -> None:
    """Worked on paper: the middle takes half an ampere from each end, each end one from the middle."""
    even = np.ones((1, 3))
    current, potential = cumulative(framed(even, 1), Windows(radius=1, potential=True))
    np.testing.assert_allclose(current, np.pad([[1.5, 3.0, 1.5]], 1), rtol=1e-12)
    assert potential is not None
    assert potential.sum() > current.sum()  # on even ground the frame conducts as well


def test_the_first_rows_and_columns_follow_omniscape() -> None:
    """Worked on paper: cut on top and on the left, windows keep the sources of their own block.

    The middle injects a third of its ampere from each cell, what is its own vanishing in the ground; the
    ends, whose windows hold two cells, half an ampere from the middle.
    """
    even = np.ones((1, 3))
    current, _ = cumulative(whole(even, even), Windows(radius=1))
    np.testing.assert_allclose(current, [[1 / 3 + 1 / 2, 2 / 3 + 1 / 2 + 1 / 2, 1 / 3 + 1 / 2]], rtol=1e-12)


@pytest.mark.parametrize("four", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_a_circuit_equals_a_dense_one(seed: int, four: bool) -> None:
    rng = np.random.default_rng(seed)
    conductance = np.where(rng.random((6, 7)) < 0.25, np.nan, rng.uniform(0.01, 10, (6, 7)))
    injected = np.where(rng.random((6, 7)) < 0.5, rng.random((6, 7)), 0.0)
    ground = (2, 3)
    injected[ground] = 0.0
    found = Circuit(conductance, ground, four).current(injected)
    np.testing.assert_allclose(found, dense(np.nan_to_num(conductance), injected, ground, four), atol=1e-10)


@pytest.mark.parametrize(("block", "buffer"), [(1, 0), (1, 2), (3, 0), (3, 1)])
def test_tiles_of_any_size_give_the_same(block: int, buffer: int) -> None:
    rng = np.random.default_rng(block + buffer)
    conductance = np.where(rng.random((17, 23)) < 0.1, np.nan, rng.uniform(0.1, 10, (17, 23)))
    part = whole(conductance, rng.random((17, 23)))
    windows = Windows(radius=4, buffer=buffer, block=block, potential=True)
    current, potential = cumulative(part, windows)
    assert potential is not None
    for side in (1, 5, 9):
        again, even = cumulative(part, windows, side)
        assert even is not None
        np.testing.assert_allclose(again, current, rtol=1e-11)
        np.testing.assert_allclose(even, potential, rtol=1e-11)


def test_what_is_injected_arrives() -> None:
    """Every target takes in exactly its own strength, so on its own cell flows at least that much."""
    rng = np.random.default_rng(3)
    source = rng.random((15, 15))
    current, _ = cumulative(whole(rng.uniform(0.1, 1, (15, 15)), source), Windows(radius=3))
    assert (current >= source - 1e-12).all()


def test_the_correction_makes_blocks_like_single_cells() -> None:
    """On even ground with even sources, far from the edge, corrected blocks give what single cells give."""
    ground, middle = framed(np.ones((45, 45)), 6), slice(21, 36)
    single = cumulative(ground, Windows(radius=5))[0][middle, middle]

    def off(windows: Windows) -> float:
        return float(np.abs(cumulative(ground, windows)[0][middle, middle] / single - 1).mean())

    assert off(Windows(radius=5, block=3)) < 0.05
    assert off(Windows(radius=5, block=3, correct=False)) > 0.2


@pytest.mark.parametrize("comparison", [Comparison("equal"), Comparison("within", -0.5, 0.5)])
def test_comparisons_leave_only_like_sources(comparison: Comparison) -> None:
    """Two halves of unlike ground: what one half gives the other is missing, alike on both sides."""
    part = framed(np.ones((8, 12)), 3)
    kind = np.where(np.arange(18) < 9, 1.0, 2.0) * np.ones((14, 1))
    alike = replace(part, comparisons=(comparison,), present=(kind,), future=(kind,))
    free, windows = cumulative(part, Windows(radius=3))[0], Windows(radius=3)
    joined = cumulative(alike, windows)[0]
    np.testing.assert_allclose(joined, joined[:, ::-1], atol=1e-9)
    assert (joined <= free + 1e-12).all()
    assert joined[:, 8].sum() < 0.8 * free[:, 8].sum()
    # what lies half a unit to one and a half above the target is there for targets of the first kind only
    above = replace(alike, comparisons=(Comparison("within", 0.5, 1.5),))
    assert cumulative(above, windows)[0][:, 12:].sum() == pytest.approx(0, abs=1e-12)


def test_a_raster_smaller_than_a_window() -> None:
    even = np.ones((3, 4))
    kind = np.ones((3, 4))
    part = whole(even, even, comparisons=(Comparison("equal"),), present=(kind,), future=(kind,))
    current, _ = cumulative(part, Windows(radius=9, block=3))
    assert np.isfinite(current).all()
    assert current.max() > 0


def test_a_target_without_data_gives_nothing() -> None:
    conductance = np.ones((5, 5))
    conductance[2, 2] = np.nan
    source = np.zeros((5, 5))
    source[2, 2] = 1.0
    assert cumulative(whole(conductance, source), Windows(radius=2))[0].sum() == 0
