"""What a corridor study is about: a place somebody proposes, and a surface of resistance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leopard_range.model import Citation, Grid, Note, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["Corridor", "Surface"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """A corridor somebody proposes, checked and repaired, in EPSG:4326.

    Attributes
    ----------
    id : str
        Row key of a named proposal; empty for one that was brought or drawn.
    name : Text
        Name in every language; what somebody brought has the same in all.
    area : Polygon or MultiPolygon
        Its ground, valid, longitude and latitude.
    line : LineString or None
        The line it was drawn as.
    width_m : float or None
        Full width the line was given, metres.
    ends : tuple of str
        What it shall connect: identifiers of reserves or ``lon,lat``; empty words when nobody said.
    pos_error_m : float
        How far its outline may be from the true one; 0 when it is what was drawn.
    published : Mapping
        Published figures by name, with units in the names (``least_cost_path_km``, ``forest_share``).
    citations : tuple of Citation
        Where it was published.
    notes : tuple of Note
        Every repair, and cautions such as ``schematic``.
    """

    id: str = ""
    name: Text
    area: BaseGeometry
    line: BaseGeometry | None = None
    width_m: float | None = None
    ends: tuple[str, str] = ("", "")
    pos_error_m: float = 0.0
    published: Mapping[str, float] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A surface of resistance to movement.

    Attributes
    ----------
    values : numpy.ndarray of float64, shape (rows, columns)
        Cost of crossing one metre of a cell, relative to the best ground; above 0, NaN where
        nothing passes or nothing is known.
    grid : Grid
        Square cells, rows from the north; metric CRS (None for a plane that was not named).
    """

    values: NDArray[np.float64]
    grid: Grid

    @property
    def cell_m(self) -> float:
        """Side of a cell in units of its system, metres for a named one."""
        return abs(float(self.grid.transform.a))
