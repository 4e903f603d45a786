"""The exact area of occupancy against trying 1,024 grid positions in numpy.

Two peers: one written the usual way, and the fastest form known to us (columns and
rows worked out once a shift, cells counted in a flag array where the ground is
small).  ``extra_info`` holds the ratio of processor times, peer by ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from leopard_range.analysis.aoo import aoo, warm_up
from tests.analysis.samples import points

CELL_M = 2000.0
SHIFTS = 32
Points = NDArray[np.float64]


def clustered(count: int, ground_m: float) -> Points:
    """Points in clusters of about 20, to the millimetre."""
    rng = np.random.default_rng(count)
    centres = rng.uniform(-ground_m, ground_m, (max(count // 20, 1), 2))
    chosen = centres[rng.integers(0, len(centres), count)]
    return np.round(chosen + rng.normal(0, ground_m / 12, (count, 2)), 3)


def usual(xy: Points) -> int:
    """Fewest cells over the shifts, cells told apart by `numpy.unique`."""
    fewest = len(xy)
    for east in np.arange(SHIFTS) * CELL_M / SHIFTS:
        column = np.floor((xy[:, 0] - east) / CELL_M).astype(np.int64)
        for north in np.arange(SHIFTS) * CELL_M / SHIFTS:
            row = np.floor((xy[:, 1] - north) / CELL_M).astype(np.int64)
            cells = (column - column.min()) * (row.max() - row.min() + 1) + row - row.min()
            fewest = min(fewest, len(np.unique(cells)))
    return fewest


def fastest(xy: Points) -> int:
    """Fewest cells over the shifts, with everything done once that can be."""
    shift = np.arange(SHIFTS)[:, None] * CELL_M / SHIFTS
    column, row = (np.floor((values - shift) / CELL_M).astype(np.int64) for values in xy.T)
    column, row = column - column.min(), row - row.min()
    rows = int(row.max()) + 1
    size = (int(column.max()) + 1) * rows
    found = []
    for start in column * rows:
        for offset in row:
            cells = start + offset
            if size <= 50 * len(xy):
                found.append(int(np.count_nonzero(np.bincount(cells, minlength=size))))
            else:
                found.append(len(np.unique(cells)))
    return min(found)


def cpu_s(work: Callable[[], Any], rounds: int) -> float:
    """Least processor time of several rounds: other people's work does not count."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize("ground_m", [30_000.0, 500_000.0], ids=["dense", "wide"])
@pytest.mark.parametrize("count", [10, 100, 321, 1_000, 3_000, 10_000])
def test_exact_minimum(benchmark: Any, count: int, ground_m: float) -> None:
    if benchmark.disabled and count > 321:
        pytest.skip("measured with “make bench”")
    xy = clustered(count, ground_m)
    sites = points(xy)
    warm_up()
    result = benchmark(aoo, sites)
    assert result.proven
    assert result.cells_min <= fastest(xy)
    if benchmark.enabled:
        ours = cpu_s(lambda: aoo(sites), 7)
        for name, peer, rounds in (("usual", usual, 1), ("fastest", fastest, 3)):
            benchmark.extra_info[f"ratio_{name}"] = round(cpu_s(partial(peer, xy), rounds) / ours, 1)
        benchmark.extra_info["ratio"] = benchmark.extra_info["ratio_fastest"]
        benchmark.extra_info["cells"] = f"{result.cells_min} / {fastest(xy)}"


@pytest.mark.parametrize("count", [100_000, 1_000_000])
def test_many_points(benchmark: Any, count: int) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    xy = np.random.default_rng(0).normal(0, 60_000, (count, 2))
    sites = points(xy)
    warm_up()
    result = benchmark.pedantic(aoo, (sites,), rounds=2)
    assert not result.proven
    started = time.process_time()
    fewest = fastest(xy)
    peer_s = time.process_time() - started
    assert result.cells_min <= fewest
    benchmark.extra_info["ratio"] = round(peer_s / cpu_s(lambda: aoo(sites), 1), 1)
    benchmark.extra_info["cells"] = f"{result.cells_min} / {fewest}"
