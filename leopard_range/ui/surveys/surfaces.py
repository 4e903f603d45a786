"""Surfaces and outlines that an answer about a survey holds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from leopard_range.model import Answer, Grid
from leopard_range.ui.session import words
from leopard_range.ui.surveys.held import Found

if TYPE_CHECKING:
    from leopard_range.analysis.secr.data import Mask

__all__ = ["Surface", "gridded", "name_of", "outlines_of", "surfaces_of"]

_CLASSES = 6


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """One surface of an answer.

    Attributes
    ----------
    name : str
        What tells it from the others: a year, a session, a kind.
    values : ndarray of shape (rows, columns)
        NaN where nothing is known.
    grid : Grid
        Where its cells lie.
    edges : tuple of float
        Borders of the classes of its scale.
    unit : str
        What a cell counts.
    fades : bool
        It reaches everywhere, and its lowest values are left clear.
    """

    name: str
    values: NDArray[np.floating]
    grid: Grid
    edges: tuple[float, ...]
    unit: str
    fades: bool = True


def name_of(surface: Surface) -> str:
    """Return what a surface is called in the reader's language.

    Parameters
    ----------
    surface : Surface
        Of an answer.
    """
    _ = words()
    kinds = {"realised": _("with the animals seen (realised)"), "modelled": _("of the model alone")}
    return " · ".join(kinds.get(part, part) for part in surface.name.split(" · "))


def surfaces_of(found: Found) -> tuple[Surface, ...]:
    """Return the surfaces of an answer that have a place on the Earth, made once.

    Parameters
    ----------
    found : Found
        An answer.
    """
    if "surfaces" not in found.drawn:
        made = _MAKERS.get(found.study, _none)(found.answer)
        found.drawn["surfaces"] = tuple(one for one in made if one.grid.crs is not None)
    surfaces: tuple[Surface, ...] = found.drawn["surfaces"]
    return surfaces


def outlines_of(found: Found) -> gpd.GeoDataFrame | None:
    """Return the outlines of an answer, EPSG:4326; None where it has none or no place.

    Parameters
    ----------
    found : Found
        An answer.
    """
    shapes = getattr(found.answer, "isopleths", None)
    if not isinstance(shapes, gpd.GeoSeries) or shapes.crs is None or shapes.empty:
        return None
    levels = [float(level) for level in shapes.index]
    frame = gpd.GeoDataFrame({"level_share": levels}, geometry=list(shapes), crs=shapes.crs)
    return frame[~frame.geometry.is_empty].reset_index(drop=True)


def _none(answer: Answer) -> tuple[Surface, ...]:
    return ()


def _heat(answer: Any) -> tuple[Surface, ...]:
    frames = answer.frames
    return tuple(
        Surface(name, frames.values[at], frames.grid, frames.edges, answer.unit)
        for at, name in enumerate(frames.names)
    )


def _density(answer: Any) -> tuple[Surface, ...]:
    """Return realised and modelled density of each session, animals per 100 km²."""
    from leopard_range.analysis.secr.surface import density_surface

    if answer.fit is None or not answer.crs:
        return ()
    crs, made = CRS.from_user_input(answer.crs), []
    for session, mask in zip(answer.fit.sessions, answer.fit.masks, strict=True):
        for kind in ("realised", "modelled"):
            found = gridded(mask, 100.0 * density_surface(answer.fit, kind, session.name), crs)
            if found is not None:
                values, grid = found
                top = float(np.nanmax(values))
                edges = tuple(float(e) for e in np.linspace(0, top or 1.0, _CLASSES + 1))
                name = " · ".join(filter(None, (session.name, kind)))
                made.append(Surface(name, values, grid, edges, "animals/100 km2", fades=False))
    return tuple(made)


def gridded(mask: Mask, values: NDArray[np.float64], crs: CRS) -> tuple[NDArray[np.float64], Grid] | None:
    """Put the values of a mask's cells into rows and columns; None when its points are no lattice.

    Parameters
    ----------
    mask : Mask
        Centres of cells in metres.
    values : ndarray of shape (M,)
        One for each cell.
    crs : CRS
        System of the mask.
    """
    side = 1000.0 * math.sqrt(mask.cell_km2)
    west, south = mask.xy.min(axis=0)
    east, north = mask.xy.max(axis=0)
    column, row = (mask.xy[:, 0] - west) / side, (north - mask.xy[:, 1]) / side
    whole = np.round(column).astype(int), np.round(row).astype(int)
    if max(np.abs(column - whole[0]).max(), np.abs(row - whole[1]).max()) > 0.25:
        return None
    shape = (round((north - south) / side) + 1, round((east - west) / side) + 1)
    laid = np.full(shape, np.nan)
    laid[whole[1], whole[0]] = values
    transform = Affine(side, 0, west - side / 2, 0, -side, north + side / 2)
    return laid, Grid(shape, transform, crs)


_MAKERS: dict[str, Callable[[Any], tuple[Surface, ...]]] = {
    "survey heatmap": _heat,
    "survey secr": _density,
}
