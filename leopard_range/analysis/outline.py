"""Outlines with an error: one shape of many, its parts, and how far they may lie off (shared ground).

The band around an outline within which the true one lies is Perkal's epsilon band:
Perkal J. (1956) On epsilon length, Bulletin de l'Académie Polonaise des Sciences 4:399-403;
Blakemore M. (1984) Generalisation and error in spatial data bases, Cartographica
21(2-3):131-139.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["Band", "areal", "band", "mean_width_m", "polygon_parts", "subtract", "union"]

Geometries = NDArray[Any]

_SIMPLER = 50.0
"""A band is drawn from an outline simplified to this fraction of its error."""

_COAST = 10.0
"""Land beside the outline, narrower than twice this fraction of the error, is a coast drawn twice."""


class Band(NamedTuple):
    """The smallest and the largest shape an outline with an error allows.

    Attributes
    ----------
    inner, outer : shapely geometry
        Without everything within the error of the edge; with everything within it.
    """

    inner: shapely.Geometry
    outer: shapely.Geometry


def areal(geometry: shapely.Geometry) -> shapely.Geometry:
    """Keep the polygons of a geometry; touching shapes also leave lines and points behind.

    Parameters
    ----------
    geometry : shapely geometry
        Result of an overlay.

    Returns
    -------
    shapely geometry
        Polygon or multipolygon, possibly empty.
    """
    return (
        geometry
        if shapely.get_type_id(geometry) in (3, 6)
        else shapely.multipolygons(polygon_parts(geometry))
    )


def polygon_parts(geometry: shapely.Geometry) -> Geometries:
    """Single polygons of a geometry.

    Parameters
    ----------
    geometry : shapely geometry
        Anything.

    Returns
    -------
    numpy.ndarray of shapely polygon, shape (k,)
    """
    parts = shapely.get_parts(shapely.get_parts(geometry))  # collections hold multipolygons
    polygons: Geometries = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    return polygons


def union(geometries: Geometries) -> shapely.Geometry:
    """Merge polygons into one shape.

    Parameters
    ----------
    geometries : numpy.ndarray of shapely geometry, shape (n,)
        Valid polygons.

    Returns
    -------
    shapely geometry
        Empty for no polygons.
    """
    if len(geometries) == 1:
        return areal(geometries[0])
    return areal(shapely.union_all(geometries))


def subtract(shape: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Take one shape away from another.

    Parameters
    ----------
    shape, other : shapely geometry
        Valid polygons.

    Returns
    -------
    shapely geometry
        Polygon or multipolygon, possibly empty.
    """
    return areal(shapely.difference(shape, other))


def mean_width_m(polygons: Geometries) -> NDArray[np.float64]:
    """Mean width, twice the area by the perimeter: that of a long strip is its width.

    Parameters
    ----------
    polygons : numpy.ndarray of shapely polygon, shape (n,)
        In metres.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Metres.
    """
    width: NDArray[np.float64] = 2.0 * shapely.area(polygons) / shapely.length(polygons)
    return width


def band(shape: shapely.Geometry, error_m: float, land: shapely.Geometry | None = None) -> Band:
    """Shrink and grow a shape by its error.

    Parameters
    ----------
    shape : shapely geometry
        Valid polygons, metres.
    error_m : float
        How far the drawn edge may lie from the true one, metres.
    land : shapely geometry, optional
        Where the animal can live at all.  The edge along its shore is known much better than the
        rest and does not move; strips of land outside the shape that are narrower than a fifth of
        the error count as the same shore, drawn twice.

    Returns
    -------
    Band
        Edges simplified by a fiftieth of the error.
    """
    if error_m == 0:
        return Band(shape, shape)
    simple = areal(shapely.simplify(shape, error_m / _SIMPLER))
    grown = shapely.buffer(simple, error_m)
    if land is None:
        return Band(areal(shapely.buffer(simple, -error_m)), areal(grown))
    near = shapely.box(*shapely.bounds(grown))
    ground = areal(shapely.intersection(shapely.make_valid(shapely.clip_by_rect(land, *near.bounds)), near))
    beyond = shapely.simplify(subtract(ground, shape), error_m / _SIMPLER)
    opened = shapely.buffer(shapely.buffer(beyond, -error_m / _COAST), error_m / _COAST)
    inner = subtract(simple, shapely.buffer(opened, error_m))
    outer = union(np.array([shape, areal(shapely.intersection(grown, ground))], dtype=object))
    return Band(inner, outer)
