"""Subpopulations by circular buffers: points whose circles touch belong together.

References
----------
Rivers M. C. et al. (2010) Subpopulations, locations and fragmentation: applying
IUCN red list criteria to herbarium specimen data, Biodiversity and Conservation
19:2071-2085, doi:10.1007/s10531-010-9826-9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leopard_range.analysis.checks import Vector, crs_text, metric, number, points_xy
from leopard_range.analysis.result import Result
from leopard_range.analysis.triangulate import triangulate
from leopard_range.errors import LeopardRangeError

__all__ = ["Subpopulations", "subpopulation_outlines", "subpopulations"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subpopulations(Result):
    """Groups of points that are within reach of each other.

    Attributes
    ----------
    count : int
        Number of groups.
    radius_m : float
        Radius of the circles, metres: points join at twice that distance.
    labels : pandas.Series of int
        Group of every input row, 0 for the largest; the input's index.
    sizes : pandas.Series of int
        Rows in each group, by label.
    """

    count: int
    radius_m: float
    labels: pd.Series
    sizes: pd.Series


def subpopulations(points: Vector, *, radius_m: float, name: str = "points") -> Subpopulations:
    """Group points whose circular buffers touch, directly or through others.

    Parameters
    ----------
    points : GeoDataFrame or GeoSeries
        Single points in a metric system.
    radius_m : float
        Radius of the buffer, metres; often a tenth of the greatest distance between points, or
        how far the animal disperses.
    name : str
        How an error names the points, usually their file.

    Returns
    -------
    Subpopulations
        With ``method`` ``circular_buffer``; groups ordered by size, then by first row.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``not_metric``, ``file_empty``, ``empty_geometry``, ``not_points`` (also
        for multipoints), ``nan_coordinate``; ``bad_argument`` for a radius that is not positive.

    Notes
    -----
    The Delaunay triangulation holds the minimum spanning tree of the points, so its edges up to
    a length connect exactly what all pairs up to that length connect.
    """
    radius_m = number("radius_m", radius_m, above=0)
    crs = metric(points, name)
    xy, row = points_xy(points, name)
    if len(row) != len(points):
        at = int(np.flatnonzero(np.bincount(row) > 1)[0])
        raise LeopardRangeError("not_points", file=name, row=at + 1, found="multipoint")
    distinct, same = np.unique(xy, axis=0, return_inverse=True)
    edges = triangulate(distinct).edges
    near = edges[np.linalg.norm(distinct[edges[:, 0]] - distinct[edges[:, 1]], axis=1) <= 2 * radius_m]
    graph = coo_array((np.ones(len(near)), (near[:, 0], near[:, 1])), shape=(len(distinct), len(distinct)))
    count, group = connected_components(graph, directed=False)
    raw = group[same.ravel()]
    size = np.bincount(raw, minlength=count)
    first = np.full(count, len(raw))
    np.minimum.at(first, raw, np.arange(len(raw)))
    order = np.lexsort((first, -size))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    return Subpopulations(
        method="circular_buffer",
        crs=crs_text(crs),
        n=len(xy),
        count=int(count),
        radius_m=radius_m,
        labels=pd.Series(rank[raw], index=points.index, name="subpopulation"),
        sizes=pd.Series(size[order], name="n"),
    )


def subpopulation_outlines(points: Vector, found: Subpopulations) -> GeoDataFrame:
    """Draw the merged circles of every group.

    Parameters
    ----------
    points : GeoDataFrame or GeoSeries
        The points `found` was made from.
    found : Subpopulations
        Their groups.

    Returns
    -------
    GeoDataFrame
        Columns ``subpopulation``, ``n``, ``area_km2`` (of the drawn circles, 32-sided) and the
        geometry in the points' system, one row a group.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` when the points are not those of `found`.
    """
    if len(points) != len(found.labels):
        rule = f"of {len(found.labels)} rows"
        raise LeopardRangeError("bad_argument", name="points", value=f"of {len(points)} rows", rule=rule)
    circles = shapely.buffer(points.geometry.to_numpy(), found.radius_m, quad_segs=8)
    labels = found.labels.to_numpy()
    shapes = [shapely.union_all(circles[labels == group]) for group in range(found.count)]
    table = {
        "subpopulation": np.arange(found.count),
        "n": found.sizes.to_numpy(),
        "area_km2": shapely.area(shapes) / 1e6,
    }
    return GeoDataFrame(table, geometry=shapes, crs=points.crs)
