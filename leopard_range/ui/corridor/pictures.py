"""What an answer about a corridor draws on the map: lines, areas and surfaces, found by their types."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from leopard_range.crs import to_wgs84
from leopard_range.errors import LeopardRangeError
from leopard_range.maps import WebFile
from leopard_range.maps.state import Box
from leopard_range.maps.surface import surface_file
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface
from leopard_range.studies.shape import N_
from leopard_range.ui.corridor.held import Found

__all__ = ["PARTS", "Picture", "picture_file", "pictures_of", "shapes_of"]

PARTS: dict[str, tuple[str, str]] = {
    "path": (N_("Least-cost path"), ""),
    "path_before": (N_("Path without the proposal"), ""),
    "path_after": (N_("Path with the proposal"), ""),
    "band": (N_("Band of cheap ways"), ""),
    "surface": (N_("Resistance"), N_("Cost of a metre, good forest = 1")),
    "resistance": (N_("Resistance"), N_("Cost of a metre, good forest = 1")),
    "cost": (N_("Cost distance"), N_("Metres of good forest")),
    "cost_from": (N_("Cost distance"), N_("Metres of good forest")),
    "cost_above": (N_("Cost above that of the best way"), N_("Metres of good forest")),
    "current": (N_("Current"), N_("mA, of 1 A sent")),
    "current_before": (N_("Current without the proposal"), N_("mA, of 1 A sent")),
    "current_after": (N_("Current with the proposal"), N_("mA, of 1 A sent")),
    "current_median": (N_("Median current of the runs"), N_("A across a kilometre, of 1 A sent")),
    "pinch": (N_("Pinch points"), N_("mA, of 1 A sent")),
    "pinched": (N_("Pinch points"), ""),
    "restoration": (N_("Where restoring helps"), N_("Cost saved by each metre restored")),
    "barriers": (N_("Barriers"), N_("Cost saved by each metre restored")),
    "agreement": (N_("Agreement of the runs"), N_("Share of the runs")),
}
"""Field of an answer -> what it is called, and what a cell of it counts (message ids)."""


_FLOWS = ("current", "pinch")
_ALL_OF_IT = 0.98
_SHARES = (0.0, 0.3, 0.55, 0.75, 0.9, 0.97, 1.0)
_FLOW_SHARES = (0.65, 0.8, 0.9, 0.96, 0.985, 0.995, 1.0)
"""Shares of the land below each border of the classes."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A surface of an answer.

    Attributes
    ----------
    name, unit : str
        Message ids.
    values : ndarray of shape (rows, columns)
        NaN where nothing is known.
    grid : Grid
        Where its cells lie.
    edges : tuple of float
        Borders of its classes, ascending.
    fades : bool
        It reaches everywhere, and its lowest values are left clear.
    """

    name: str
    unit: str
    values: NDArray[np.float64]
    grid: Grid
    edges: tuple[float, ...]
    fades: bool = False


def _fields(answer: Any) -> Iterator[tuple[str, Any]]:
    for one in dataclasses.fields(answer):
        if "text" not in one.metadata:
            yield one.name, getattr(answer, one.name)


def pictures_of(found: Found) -> tuple[Picture, ...]:
    """Return the surfaces of an answer that have a place on the Earth, made once.

    Parameters
    ----------
    found : Found
        An answer.
    """
    if "pictures" not in found.drawn:
        own = getattr(found.answer, "grid", None)
        # The current of many runs is a density, ampere a metre across, for their cells differ.
        named = {"current": "current_median"} if found.study == "corridor ensemble" else {}
        made = (_picture(named.get(key, key), value, own) for key, value in _fields(found.answer))
        found.drawn["pictures"] = tuple(one for one in made if one is not None)
    pictures: tuple[Picture, ...] = found.drawn["pictures"]
    return pictures


def _picture(key: str, value: Any, grid: Grid | None) -> Picture | None:
    if isinstance(value, Surface):
        value, grid = value.values, value.grid
    if not isinstance(value, np.ndarray) or value.ndim != 2 or grid is None or grid.crs is None:
        return None
    if value.shape != grid.shape:
        return None
    name, unit = PARTS.get(key, (N_("Surface"), ""))
    values = np.where(value > 0, value, np.nan) if value.dtype == bool else value.astype(float)
    flows = key.startswith(_FLOWS)
    edges = _edges(1_000 * values if flows else values, flows=flows)
    return Picture(name, unit, 1_000 * values if flows else values, grid, edges, flows) if edges else None


def _edges(values: NDArray[np.float64], *, flows: bool) -> tuple[float, ...]:
    """Return borders, of two figures each, that give every class a part of the land.

    Equal steps would not do: flows are uneven.  Of them only the upper third is told apart, the rest
    is left clear, and the places between which they run, where all of it flows, do not count.
    """
    known = values[np.isfinite(values) & (values > 0)]
    if flows:
        known = known[known < _ALL_OF_IT * known.max(initial=0.0)]
    if not known.size:
        return ()
    found = np.quantile(known, _FLOW_SHARES if flows else _SHARES)
    edges = np.unique([float(f"{edge:.2g}") for edge in found])
    if len(edges) == 1:
        return (float(edges[0]), float(edges[0]) + 1.0)
    edges[-1] = max(edges[-1], float(f"{found[-1]:.2g}"))
    return tuple(float(edge) for edge in edges)


def picture_file(found: Found, at: int) -> tuple[WebFile, Box]:
    """Return one surface of an answer as a picture with its extent, drawn once.

    Parameters
    ----------
    found : Found
        An answer.
    at : int
        Which of its surfaces.

    Raises
    ------
    LeopardRangeError
        ``address_unknown``: there is no such surface.
    """
    pictures = pictures_of(found)
    if not 0 <= at < len(pictures):
        raise LeopardRangeError("address_unknown", address="drawn")
    key = f"picture-{at}"
    if key not in found.drawn:
        one = pictures[at]
        found.drawn[key] = surface_file(one.values, one.grid, one.edges, fade=one.fades)
    made: tuple[WebFile, Box] = found.drawn[key]
    return made


def shapes_of(found: Found) -> dict[str, BaseGeometry]:
    """Return the lines and areas of an answer by the field they stand in, EPSG:4326.

    Parameters
    ----------
    found : Found
        An answer.
    """
    if "shapes" not in found.drawn:
        crs = getattr(getattr(found.answer, "grid", None), "crs", None)
        made = {
            key: _placed(value, crs)
            for key, value in _fields(found.answer)
            if isinstance(value, BaseGeometry) and not value.is_empty and key in PARTS
        }
        found.drawn["shapes"] = made
    shapes: dict[str, BaseGeometry] = found.drawn["shapes"]
    return shapes


def _placed(shape: BaseGeometry, crs: Any) -> BaseGeometry:
    """Bring a shape to longitude and latitude where an answer keeps it in metres."""
    if crs is None or max(map(abs, shape.bounds)) <= 360:
        return shape
    return to_wgs84(gpd.GeoSeries([shape], crs=crs), name="path").iloc[0]
