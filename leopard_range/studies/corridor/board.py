"""A small board of real ground between two protected areas, and the cheapest way across it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Citation, Text
from leopard_range.studies.common import Evidence, names
from leopard_range.studies.corridor.ends import reserves_of
from leopard_range.studies.corridor.ground import costs_asked, features_on, lines_by_class

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leopard_range.analysis.corridor.features import Features
    from leopard_range.analysis.corridor.resistance import Costs
    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid

__all__ = ["Board", "board"]

Line = tuple[tuple[float, float], ...]

_FROM, _TO = "land-of-the-leopard", "ussuriysky"
_SOUTH_WEST = (369_000.0, 6_000.0)
"""Lower left corner in the species' metric system, metres."""
_CELL_M = 3_000.0
_ROWS, _COLUMNS = 16, 24


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Cells a leopard can walk over; arrays have shape (rows, columns), rows from the north.

    Attributes
    ----------
    grid : Grid
        Where the cells lie, species' metric system.
    costs : Costs
        Table of class costs the cells were made with.
    ground : numpy.ndarray of object
        Key of the class that says what the ground of a cell costs; empty where nothing passes.
    crossed : Mapping of str to numpy.ndarray of bool
        Lines by class that run through a cell.
    resistance : numpy.ndarray of float
        Cost of one metre, relative to the best ground; NaN where nothing passes.
    start, goal : numpy.ndarray of bool
        Cells of the two protected areas.
    start_name, goal_name : Text
        Their names.
    lines : Mapping of str to tuple of Line
        The lines themselves by class: column and row from the upper left corner, cells.
    way : tuple of (int, int)
        Rows and columns of the cheapest way.
    way_cost_km : float
        What it costs, kilometres of the best ground.
    free_cost_km : float
        What the cheapest way would cost if no line ran through the ground.
    citations : tuple of Citation
        Sources.
    """

    grid: Grid
    costs: Costs
    ground: NDArray[np.object_]
    crossed: Mapping[str, NDArray[np.bool_]]
    resistance: NDArray[np.float64]
    start: NDArray[np.bool_]
    goal: NDArray[np.bool_]
    start_name: Text
    goal_name: Text
    lines: Mapping[str, tuple[Line, ...]]
    way: tuple[tuple[int, int], ...]
    way_cost_km: float
    free_cost_km: float
    citations: tuple[Citation, ...]

    @property
    def cell_km(self) -> float:
        """Side of a cell, km."""
        return abs(float(self.grid.transform.a)) / 1000


@lru_cache(maxsize=4)
def board(catalog: Catalog) -> Board:
    """Lay out the ground between Land of the Leopard and the Ussuri reserve.

    Parameters
    ----------
    catalog : Catalog
        Land cover, elevation, roads, railways, rivers, settlements, protected areas: public layers.

    Returns
    -------
    Board
        16 by 24 cells of 3 km; a cell of the land-cover data is larger, about 4 by 5.5 km.

    Raises
    ------
    LeopardRangeError
        ``end_unknown`` when one of the two protected areas is missing, and those of
        `leopard_range.studies.corridor.ground.costs_asked` and the catalog.
    """
    import numpy as np
    from pyproj import CRS

    from leopard_range.analysis.corridor.cost import least_cost_path
    from leopard_range.analysis.corridor.features import grid_over
    from leopard_range.analysis.corridor.resistance import resistance_surface

    evidence = Evidence(catalog)
    costs, _ = costs_asked(catalog, "")
    west, south = _SOUTH_WEST
    box = (west, south, west + _COLUMNS * _CELL_M, south + _ROWS * _CELL_M)
    grid = grid_over(box, _CELL_M, CRS.from_user_input(catalog.species.metric_crs))
    features = features_on(catalog, evidence, grid)
    surface = resistance_surface(features, costs)
    free = resistance_surface(replace(features, lines={}), costs)
    ends = _ends(catalog, evidence, grid)
    start, goal = (end[1] & np.isfinite(surface.values) for end in ends)
    way = least_cost_path(surface, start, goal)
    evidence.cite(Citation(catalog.species.parameters["resistance"]["reference"]))
    return Board(
        grid=grid,
        costs=costs,
        ground=_ground(features, costs, surface.values),
        crossed={key: cells for key, cells in features.lines.items() if cells.any() and key in costs.classes},
        resistance=surface.values,
        start=start,
        goal=goal,
        start_name=ends[0][0],
        goal_name=ends[1][0],
        lines=_drawn(catalog, grid, costs),
        way=tuple((int(row), int(column)) for row, column in way.cells),
        way_cost_km=way.cost / 1000,
        free_cost_km=least_cost_path(free, start, goal).cost / 1000,
        citations=evidence.citations,
    )


def _ends(catalog: Catalog, evidence: Evidence, grid: Grid) -> list[tuple[Text, NDArray[np.bool_]]]:
    from leopard_range.analysis.corridor.features import burn_area

    reserves = reserves_of(catalog, evidence, catalog.settings.today.year)
    found: list[tuple[Text, NDArray[np.bool_]]] = []
    for id_ in (_FROM, _TO):
        row = reserves[reserves["id"] == id_]
        if row.empty:
            raise LeopardRangeError("end_unknown", value=id_, choices=", ".join(reserves["id"]) or "–")
        found.append((names(row)[0], burn_area(row.geometry.to_numpy(), grid)))
    return found


def _ground(features: Features, costs: Costs, values: NDArray[np.float64]) -> NDArray[np.object_]:
    """Name the class that makes the ground of each cell cost what it costs: the largest counts."""
    import numpy as np

    key = np.full(values.shape, "", dtype=object)
    most = np.zeros(values.shape)
    for one in costs.classes.values():
        if one.kind == "cover":
            cells = features.cover == int(one.key)
        elif one.limit is not None:
            cells = features.within(one.kind, one.limit)
        else:
            continue
        cells = cells & (one.value > most)
        key[cells], most[cells] = one.key, one.value
    key[~np.isfinite(values)] = ""
    return key


def _drawn(catalog: Catalog, grid: Grid, costs: Costs) -> dict[str, tuple[Line, ...]]:
    """Cut the lines to the board, in cells from its upper left corner."""
    import numpy as np
    import shapely

    from leopard_range.analysis.grid import extent

    def shapes(id_: str) -> Any:
        return (
            catalog.projected(id_).geometry.to_numpy() if id_ in catalog.specs else np.empty(0, dtype=object)
        )

    back = ~grid.transform
    found: dict[str, tuple[Line, ...]] = {}
    for key, lines in lines_by_class(catalog, shapes).items():
        near = shapely.simplify(shapely.clip_by_rect(lines, *extent(grid)), 150.0)
        parts = [part for part in shapely.get_parts(near) if not part.is_empty]
        if parts and key in costs.classes:
            found[key] = tuple(
                tuple((round(x, 2), round(y, 2)) for x, y in (back * at for at in part.coords))
                for part in parts
            )
    return found
