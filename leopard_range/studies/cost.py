"""Cost distance over a raster somebody brings: what it costs to get from place to place, and the path."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from leopard_range.engine import report
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, Cost, Spread, check_question, option, part, rows, value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid
    from leopard_range.model.corridor import Surface

__all__ = ["CostAnswer", "CostQuestion", "PathRow", "cost_distance", "cost_of_cost"]

_CITATIONS = (
    Citation(
        "Adriaensen F. et al. (2003) The application of “least-cost” modelling as a functional landscape "
        "model. Landscape and Urban Planning 64: 233-247.",
        "https://doi.org/10.1016/S0169-2046(02)00242-6",
    ),
    Citation(
        "Dijkstra E. W. (1959) A note on two problems in connexion with graphs. Numerische Mathematik 1: "
        "269-271.",
        "https://doi.org/10.1007/BF01386390",
    ),
)
_TILE = 2048
_MOST_IN_MEMORY = 50_000_000
"""Cells; a larger raster is worked on in tiles without being asked."""
_MOST_HANDED_OVER = 40_000_000
"""Cells of a surface that an answer can carry; a larger one stays in the folder of the tiles."""


@dataclass(frozen=True, slots=True)
class CostQuestion:
    """From where to where, over which raster.

    Attributes
    ----------
    raster : str
        Path of a raster of resistance: GeoTIFF, or ASCII grid, gzipped or not.
    from_, to_ : str
        ``X,Y`` in the raster's own coordinates.
    repair : str
        What becomes of zeros and negative values.
    tile : int
        Side of the tiles a raster beyond memory is cut into, cells; 0: in memory while it is small enough.
    work : str
        Folder for the tiles; work that was interrupted there goes on.  Empty: one that is gone afterwards.
    """

    raster: str = option(
        N_("raster of resistance: GeoTIFF or ASCII grid, metres, square cells"),
        str,
        names="file",
        positional=True,
    )
    from_: str = option(N_("where to start: X,Y in the raster's own coordinates"), str)
    to_: str = option(N_("where to go: X,Y in the raster's own coordinates"), str)
    repair: Literal["none", "closed", "least"] = option(
        N_("zeros and negative values of your own raster: an error, closed ground, or its least value"),
        str,
        choices=("none", "closed", "least"),
        default="none",
    )
    tile: int = option(
        N_("side of the tiles that a raster beyond memory is cut into, cells; 0: as needed"),
        int,
        default=0,
        least=0,
        most=8192,
    )
    work: str = option(
        N_("folder for the tiles; work that was interrupted there goes on"), str, names="file", default=""
    )

    def __post_init__(self) -> None:
        check_question(self)
        for text in (self.from_, self.to_):
            _xy(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow:
    """One cell of the path."""

    row: int = value(N_("Row, from 0"))
    column: int = value(N_("Column, from 0"))
    x: float = value(N_("X"), "", 1)
    y: float = value(N_("Y"), "", 1)
    cost: float = value(N_("Cost so far"), "", 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAnswer(Answer):
    """What it costs, and the cheapest path.

    Attributes
    ----------
    accumulated : numpy.ndarray of float, shape (rows, columns), or None
        Least cost of reaching every cell, NaN where no path leads; None when it is too large to carry.
    stored : str
        File with the accumulated cost, where it was counted in a folder that was named; else empty.
    grid : Grid
        Where the cells lie.
    """

    cost: float = value(N_("Accumulated cost (resistance × distance)"), "", 4)
    length_m: float = value(N_("Length of the path"), "m", 1)
    straight_m: float = value(N_("Distance as the crow flies"), "m", 1)
    cells: int = value(N_("Cells of the path"))
    mean_resistance: float = value(N_("Mean resistance along the path"), "", 3)
    reachable_share: float = value(N_("Ground that can be reached"), "%", 1)
    cell_m: float = value(N_("Side of a cell"), "m", 1)
    raster_rows: int = value(N_("Rows"))
    raster_columns: int = value(N_("Columns"))
    path: tuple[PathRow, ...] = rows(N_("Path"), PathRow)
    accumulated: NDArray[np.float64] | None = part()
    stored: str = part()
    grid: Grid = part()


def cost_of_cost(catalog: Catalog, question: CostQuestion) -> Cost:
    """Estimate what an answer takes, from the header of the raster alone.

    Measured: 0.1 microseconds a cell for the cost, 0.3 for reading text; 26 bytes a cell in memory.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : CostQuestion
        Which raster.
    """
    cells = math.prod(catalog.grid_of(Path(question.raster)).shape)
    tile = _tile(question, cells)
    memory = 300 + 32e-6 * min(tile**2, cells) if tile else 230 + 26e-6 * cells
    return Cost(2 + 4e-7 * cells, memory, Note.of("cost_cells", cells=cells))


def cost_distance(catalog: Catalog, question: CostQuestion, spread: Spread) -> CostAnswer:
    """Count what it costs to get from one place to another, and trace the cheapest path.

    Parameters
    ----------
    catalog : Catalog
        Reads the raster.
    question : CostQuestion
        From where to where.
    spread : callable
        An engine's ``map``; several processes share the tiles of a raster beyond memory.

    Returns
    -------
    CostAnswer
        The same from memory and from tiles.

    Raises
    ------
    LeopardRangeError
        ``place_outside_raster``, ``place_without_value``, ``same_place``, ``cost_not_connected``,
        ``own_not_positive``, ``not_metric``, ``cells_not_square`` and those of the reader.
    """
    from leopard_range.analysis.corridor.cost import check_grid

    path = Path(question.raster)
    grid = catalog.grid_of(path)
    check_grid(grid, path.name)
    start, goal = _cell(question.from_, grid), _cell(question.to_, grid)
    if start == goal:
        raise LeopardRangeError("same_place", value=question.to_)
    trip = _Trip(path, question, grid, start, goal)
    if not _tile(question, math.prod(grid.shape)):
        return _in_memory(catalog, trip)
    if question.work:
        return _in_tiles(catalog, trip, Path(question.work), spread)
    with TemporaryDirectory(prefix="leopard-cost-") as work:
        return _in_tiles(catalog, trip, Path(work), spread)


@dataclass(frozen=True, slots=True)
class _Trip:
    """From cell to cell of a raster."""

    path: Path
    question: CostQuestion
    grid: Grid
    start: tuple[int, int]
    goal: tuple[int, int]

    def check(self, values: NDArray[np.float64]) -> None:
        """Refuse an end where nothing passes."""
        ends = ((self.question.from_, self.start), (self.question.to_, self.goal))
        for text, (row, column) in ends:
            if math.isnan(values[row, column]):
                raise LeopardRangeError("place_without_value", value=text, row=row + 1, column=column + 1)


def _tile(question: CostQuestion, cells: int) -> int:
    return question.tile or (_TILE if cells > _MOST_IN_MEMORY else 0)


def _xy(text: str) -> tuple[float, float]:
    try:
        x, y = (float(word) for word in text.split(","))
    except ValueError:
        raise LeopardRangeError("place_no_numbers", value=text) from None
    if not (math.isfinite(x) and math.isfinite(y)):
        raise LeopardRangeError("place_no_numbers", value=text)
    return x, y


def _cell(text: str, grid: Grid) -> tuple[int, int]:
    """Return the row and column of the cell a place lies in."""
    (x, y), step, (high, wide) = _xy(text), grid.transform, grid.shape
    column, row = math.floor((x - step.c) / step.a), math.floor((y - step.f) / step.e)
    if not (0 <= row < high and 0 <= column < wide):
        east, south = step.c + wide * step.a, step.f + high * step.e
        raise LeopardRangeError(
            "place_outside_raster", value=text, west=step.c, east=east, south=south, north=step.f
        )
    return row, column


def _in_memory(catalog: Catalog, trip: _Trip) -> CostAnswer:
    import numpy as np

    from leopard_range.analysis.corridor.cost import accumulate
    from leopard_range.analysis.corridor.own import repaired
    from leopard_range.model.corridor import Surface

    report("cost_reading")
    values, notes = repaired(catalog.resistance(trip.path)[0], trip.path.name, trip.question.repair)
    trip.check(values)
    surface = Surface(values, trip.grid)
    report("cost_sweeping")
    cost = accumulate(surface, np.array([trip.start]))
    passable = values.size - int(np.isnan(values).sum())
    found = _found(cost, surface, trip.goal, int(np.isfinite(cost).sum()) / passable)
    cost[np.isinf(cost)] = np.nan
    return CostAnswer(**found, accumulated=cost, stored="", notes=notes, citations=_CITATIONS)


def _in_tiles(catalog: Catalog, trip: _Trip, work: Path, spread: Spread) -> CostAnswer:
    import numpy as np

    from leopard_range.analysis.corridor.cost import accumulate_tiled
    from leopard_range.model.corridor import Surface
    from leopard_range.studies.cost_tiles import open_store, reachable

    cells = math.prod(trip.grid.shape)
    tile, repair = _tile(trip.question, cells), trip.question.repair
    store, notes = open_store(catalog, trip.path, work, tile=tile, repair=repair)
    values = store.map("values", mode="c")
    trip.check(values)
    accumulate_tiled(store, np.array([trip.start]), spread, tell=partial(report, "cost_sweeping"))
    cost = store.map("cost", mode="c")
    found = _found(cost, Surface(values, trip.grid), trip.goal, reachable(store))
    kept = str(work / "cost.f64") if trip.question.work else ""
    carried = None
    if not kept and cells <= _MOST_HANDED_OVER:
        carried = np.where(np.isinf(cost), np.nan, cost)
    return CostAnswer(**found, accumulated=carried, stored=kept, notes=notes, citations=_CITATIONS)


def _found(
    cost: NDArray[np.float64], surface: Surface, target: tuple[int, int], reachable: float
) -> dict[str, Any]:
    """Return the figures of an answer."""
    import numpy as np

    from leopard_range.analysis.corridor.cost import path_to, straight_m

    way = path_to(cost, surface, np.array([target]))
    so_far = cost[way.cells[:, 0], way.cells[:, 1]]
    found = zip(way.cells.tolist(), way.xy.tolist(), so_far.tolist(), strict=True)
    return {
        "cost": way.cost,
        "length_m": way.length_m,
        "straight_m": straight_m(way.cells, surface.grid),
        "cells": len(way.cells),
        "mean_resistance": way.cost / way.plane_m,
        "reachable_share": reachable,
        "cell_m": surface.cell_m,
        "raster_rows": surface.grid.shape[0],
        "raster_columns": surface.grid.shape[1],
        "path": tuple(
            PathRow(row=row, column=column, x=x, y=y, cost=so) for (row, column), (x, y), so in found
        ),
        "grid": surface.grid,
    }
