"""Alpha hull in the form the Red List uses: triangles without long edges.

Where the extent of occurrence bridges wide unsuited ground, dropping every
Delaunay triangle with an edge longer than alpha times the mean edge leaves the
parts in which points are neighbours.

References
----------
Burgman M. A., Fox J. C. (2003) Bias in species range estimates from minimum
convex polygons, Animal Conservation 6:19-28, doi:10.1017/S1367943003003044.
IUCN Standards and Petitions Committee (2024) Guidelines for using the IUCN Red
List categories and criteria, version 16, section 4.9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoSeries

from leopard_range.analysis.checks import Vector, area_note, crs_text, metric, number, points_xy
from leopard_range.analysis.result import Result
from leopard_range.analysis.triangulate import Degenerate, degenerate, triangulate
from leopard_range.model import Note

__all__ = ["AlphaHull", "alpha_hull"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlphaHull(Result):
    """Alpha hull of points.

    Attributes
    ----------
    area_km2 : float
        Sum of the kept triangles, km2.
    discontinuity_m : float
        Longest edge that is kept, metres.  Use the same for a second date of the same animals,
        or the change is one of rules.
    mean_edge_m : float
        Mean length of all edges, metres; NaN for a single position.
    n_edges, n_triangles, n_kept, n_parts, n_distinct : int
        Edges, triangles, kept triangles, separate pieces, different positions.
    degenerate : str
        ``few_points``, ``collinear`` or empty.
    geometry : GeoSeries, one row
        The hull in the points' system; empty where nothing is kept.
    """

    area_km2: float
    discontinuity_m: float
    mean_edge_m: float
    n_edges: int
    n_triangles: int
    n_kept: int
    n_parts: int
    n_distinct: int
    degenerate: Degenerate
    geometry: GeoSeries


def alpha_hull(
    points: Vector, *, alpha: float = 2.0, discontinuity_m: float | None = None, name: str = "points"
) -> AlphaHull:
    """Drop the long triangles of a Delaunay triangulation and measure the rest.

    Parameters
    ----------
    points : GeoDataFrame or GeoSeries
        Points or multipoints in a metric equal-area system.
    alpha : float
        Longest kept edge in mean edge lengths; IUCN starts from 2.
    discontinuity_m : float, optional
        Longest kept edge, metres, instead of `alpha`; take that of the first date for the second.
    name : str
        How an error names the points, usually their file.

    Returns
    -------
    AlphaHull
        With ``method`` ``alpha_hull`` or ``alpha_hull_fixed_distance``.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``not_metric``, ``file_empty``, ``empty_geometry``, ``not_points``,
        ``nan_coordinate``; ``bad_argument`` for an alpha or distance that is not positive.
    """
    if alpha != np.inf:
        number("alpha", alpha, above=0)
    crs = metric(points, name)
    xy, _ = points_xy(points, name)
    distinct = np.unique(xy, axis=0)
    lack = degenerate(distinct)
    mesh = triangulate(distinct)
    edge_m = np.linalg.norm(distinct[mesh.edges[:, 0]] - distinct[mesh.edges[:, 1]], axis=1)
    mean_edge_m = float(edge_m.mean()) if len(edge_m) else float("nan")
    if discontinuity_m is None:
        method, limit_m = "alpha_hull", alpha * mean_edge_m
    else:
        method, limit_m = "alpha_hull_fixed_distance", number("discontinuity_m", discontinuity_m, above=0)
    corners = distinct[mesh.triangles]
    sides_m = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)
    kept = corners[(sides_m <= limit_m).all(axis=1)]
    a, b = kept[:, 1] - kept[:, 0], kept[:, 2] - kept[:, 0]
    area_m2 = np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum() / 2
    shape = shapely.coverage_union_all(shapely.polygons(kept)) if len(kept) else shapely.Polygon()
    notes = area_note(points, crs)
    if lack:
        notes += (
            Note.of("few_points", n=len(distinct)) if lack == "few_points" else Note.of("collinear_points"),
        )
    return AlphaHull(
        method=method,
        crs=crs_text(crs),
        n=len(xy),
        notes=notes,
        area_km2=float(area_m2) / 1e6,
        discontinuity_m=limit_m,
        mean_edge_m=mean_edge_m,
        n_edges=len(mesh.edges),
        n_triangles=len(mesh.triangles),
        n_kept=len(kept),
        n_parts=int(shapely.get_num_geometries(shape)) if len(kept) else 0,
        n_distinct=len(distinct),
        degenerate=lack,
        geometry=GeoSeries([shape], crs=crs),
    )
