"""Cost distance in tiles on disk: to the last bit that of a single run, whoever works and however it ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from leopard_range.analysis.corridor.cost import Store, accumulate, accumulate_tiled
from leopard_range.engine import Engine, Here, Processes
from leopard_range.engine.cluster import Cluster
from leopard_range.studies.shape import in_turn
from tests.corridors import surface

SOURCES = np.array([[5, 7], [300, 20]])
MODULES = ("leopard_range.analysis.corridor.cost",)


def landscape(rows: int, columns: int) -> NDArray[np.float64]:
    """Rough ground with walls that have few gaps, so that costs come back into tiles many times."""
    rng = np.random.default_rng(rows)
    values: NDArray[np.float64] = 10 ** rng.uniform(0, 2, (rows, columns))
    values[40::70] = np.nan
    values[40::70, rng.integers(0, columns, 5)] = 1.0
    values[:, 60::90][rng.random((rows, len(range(60, columns, 90)))) < 0.97] = np.nan
    values[SOURCES[:, 0], SOURCES[:, 1]] = 1.0
    return values


def store(folder: Path, values: NDArray[np.float64], tile: int, stamp: str = "") -> Store:
    """Bring values to disk."""
    return Store.open(
        folder,
        lambda path: np.save(path, values),
        values.shape,
        30.0,
        tile=tile,
        stamp=stamp,
    )


@pytest.fixture(params=["here", "processes", "cluster"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    makers: dict[str, Callable[[], Engine]] = {
        "here": Here,
        "processes": partial(Processes, MODULES),
        "cluster": partial(Cluster, preload=MODULES),
    }
    found = makers[request.param]()
    yield found
    found.close()


@pytest.mark.parametrize(("shape", "tile"), [((411, 333), 64), ((411, 333), 100), ((330, 40), 1000)])
def test_tiles_give_the_single_run_to_the_last_bit(shape: tuple[int, int], tile: int, tmp_path: Path) -> None:
    values = landscape(*shape)
    tiles = store(tmp_path, values, tile)
    parts = accumulate_tiled(tiles, SOURCES, in_turn)
    np.testing.assert_array_equal(tiles.map("cost"), accumulate(surface(values, 30.0), SOURCES))
    assert parts[0].tasks >= np.prod(tiles.tiles)
    assert parts[1].tasks == 0


def test_every_engine_gives_the_same(engine: Engine, tmp_path: Path) -> None:
    values = landscape(411, 333)
    tiles = store(tmp_path, values, 64)
    parts = accumulate_tiled(tiles, SOURCES, engine.map, takers=3)
    np.testing.assert_array_equal(tiles.map("cost"), accumulate(surface(values, 30.0), SOURCES))
    assert sum(part.tasks for part in parts) >= np.prod(tiles.tiles)


class EndedError(Exception):
    """Somebody pressed Ctrl-C."""


def test_work_that_was_ended_goes_on(tmp_path: Path) -> None:
    values = landscape(411, 333)
    told: list[float] = []

    def stop(share: float) -> None:
        told.append(share)
        if len(told) == 20:
            raise EndedError

    with pytest.raises(EndedError):
        accumulate_tiled(store(tmp_path, values, 64), SOURCES, in_turn, tell=stop)
    half = np.isfinite(store(tmp_path, values, 64).map("cost")).mean()
    assert 0 < half < 0.9
    again = store(tmp_path, values, 64)
    parts = accumulate_tiled(again, SOURCES, in_turn)
    whole = accumulate(surface(values, 30.0), SOURCES)
    np.testing.assert_array_equal(again.map("cost"), whole)
    assert accumulate_tiled(again, SOURCES, in_turn)[0].tasks == 0
    assert told == sorted(told)
    assert parts[0].tasks > 0
    # Other sources, and another raster, start anew.
    accumulate_tiled(again, SOURCES[:1], in_turn)
    np.testing.assert_array_equal(again.map("cost"), accumulate(surface(values, 30.0), SOURCES[:1]))
    other = store(tmp_path, values * 2, 64, stamp="another")
    accumulate_tiled(other, SOURCES, in_turn)
    np.testing.assert_allclose(other.map("cost"), whole * 2, rtol=1e-12)


def _killed(share: float) -> None:
    if share > 0.3:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_leaves_nothing_wrong(processes_of_cost: Processes, tmp_path: Path) -> None:
    values = landscape(411, 333)
    tiles = store(tmp_path, values, 64)
    tiles.begin(SOURCES)
    with pytest.raises(Exception, match="job_"):
        accumulate_tiled(tiles, SOURCES, processes_of_cost.map, takers=1, tell=_killed)
    accumulate_tiled(tiles, SOURCES, in_turn)
    np.testing.assert_array_equal(tiles.map("cost"), accumulate(surface(values, 30.0), SOURCES))


@pytest.fixture
def processes_of_cost() -> Iterator[Processes]:
    found = Processes(MODULES)
    yield found
    found.close()
