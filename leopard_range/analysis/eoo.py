"""Extent of occurrence: the area of the smallest convex shape around all points.

References
----------
IUCN Standards and Petitions Committee (2024) Guidelines for using the IUCN Red
List categories and criteria, version 16, section 4.9.
Karney C. F. F. (2013) Algorithms for geodesics, Journal of Geodesy 87:43-55,
doi:10.1007/s00190-012-0578-z (section 8: the ellipsoidal gnomonic projection).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from pyproj import Proj

from leopard_range.analysis.checks import Vector, area_note, crs_text, metric, number, points_xy
from leopard_range.analysis.geodesy import WGS84_GEOD
from leopard_range.analysis.result import Result
from leopard_range.analysis.triangulate import Degenerate, degenerate
from leopard_range.analysis.triangulate import hull as convex_hull
from leopard_range.crs import WGS84, to_wgs84
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = ["Eoo", "eoo"]

Floats: TypeAlias = NDArray[np.float64]

_MAX_RADIUS_DEG = 80.0
"""Half-width of the widest set of points: at 90 degrees a hull no longer exists."""

_DRAWN_STEP_M = 10_000.0
"""Step at which a geodesic edge is drawn in longitude and latitude."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Eoo(Result):
    """Extent of occurrence.

    Attributes
    ----------
    area_km2 : float
        The extent, km2, never below the area of occupancy where that was given.
    hull_km2 : float
        Area of the hull itself, km2; 0 where the points enclose none.
    raised_to_aoo : bool
        The hull was smaller than the area of occupancy, which is used instead.
    degenerate : str
        ``few_points``, ``collinear`` or empty.
    n_distinct : int
        Different positions.
    geometry : GeoSeries, one row
        The hull: in EPSG:4326 with its geodesic edges drawn in steps of 10 km at most, or in the
        points' own system for the planar one.  A point or line where there is no area.
    """

    area_km2: float
    hull_km2: float
    raised_to_aoo: bool
    degenerate: Degenerate
    n_distinct: int
    geometry: GeoSeries


def eoo(
    points: Vector,
    *,
    hull: Literal["geodesic", "planar"] = "geodesic",
    aoo_km2: float | None = None,
    name: str = "points",
) -> Eoo:
    """Measure the extent of occurrence.

    Parameters
    ----------
    points : GeoDataFrame or GeoSeries
        Points or multipoints in any system; in metres for the planar hull.
    hull : {"geodesic", "planar"}
        Join the outermost points by shortest paths on the ellipsoid and measure there, which
        depends on no projection, or by straight lines in the points' own system.
    aoo_km2 : float, optional
        Area of occupancy of the same points, km2: the extent cannot be smaller
        (guidelines, section 4.9).
    name : str
        How an error names the points, usually their file.

    Returns
    -------
    Eoo
        With ``method`` ``geodesic_hull`` or ``planar_hull``.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``file_empty``, ``empty_geometry``, ``not_points``, ``nan_coordinate``,
        ``bad_argument``; ``not_metric`` for a planar hull of degrees; ``too_wide`` when the
        points do not fit into a cap of 80 degrees radius.

    Notes
    -----
    In the ellipsoidal gnomonic projection geodesics are straight but for a term of third order,
    so a planar hull there has the vertices of the geodesic one.
    """
    if hull not in ("geodesic", "planar"):
        raise LeopardRangeError("bad_argument", name="hull", value=str(hull), rule="geodesic | planar")
    crs = metric(points, name) if hull == "planar" else WGS84
    xy, _ = points_xy(points if hull == "planar" else to_wgs84(points, name=name), name)
    distinct = np.unique(xy, axis=0)
    notes: tuple[Note, ...] = ()
    if hull == "planar":
        geometry, hull_km2, lack = _planar(distinct)
        notes = area_note(points, crs)
    else:
        geometry, hull_km2, lack = _geodesic(distinct, name)
    if lack:
        notes += (
            Note.of("few_points", n=len(distinct)) if lack == "few_points" else Note.of("collinear_points"),
        )
    floor = 0.0 if aoo_km2 is None else number("aoo_km2", aoo_km2, at_least=0)
    if hull_km2 < floor:
        notes += (Note.of("eoo_raised_to_aoo"),)
    return Eoo(
        method=f"{hull}_hull",
        crs=crs_text(crs),
        n=len(xy),
        notes=notes,
        area_km2=max(hull_km2, floor),
        hull_km2=hull_km2,
        raised_to_aoo=hull_km2 < floor,
        degenerate=lack,
        n_distinct=len(distinct),
        geometry=GeoSeries([geometry], crs=crs),
    )


def _planar(xy: Floats) -> tuple[shapely.Geometry, float, Degenerate]:
    lack = degenerate(xy)
    centre = xy.mean(axis=0)  # keeps the digits of the area
    local = convex_hull(xy - centre)
    area = 0.0 if lack else float(shapely.area(local)) / 1e6
    return shapely.transform(local, lambda corners: corners + centre), area, lack


def _geodesic(lonlat: Floats, name: str) -> tuple[shapely.Geometry, float, Degenerate]:
    lon0, lat0 = _centre(lonlat, name)
    gnomonic = Proj(proj="gnom", lon_0=lon0, lat_0=lat0, ellps="WGS84")
    x, y = gnomonic(lonlat[:, 0], lonlat[:, 1])
    plane = np.column_stack([x, y])
    lack = degenerate(plane)
    corners = shapely.get_coordinates(convex_hull(plane))
    # The input's own digits, not those of the way there and back.
    near = np.flatnonzero(np.isin(plane[:, 0], corners[:, 0]))
    place = {(px, py): int(i) for i, (px, py) in zip(near, plane[near].tolist(), strict=True)}
    ring = lonlat[[place[tuple(corner)] for corner in corners.tolist()]]
    if lack:
        return _drawn(ring, areal=False), 0.0, lack
    area = abs(WGS84_GEOD.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0]) / 1e6
    return _drawn(ring, areal=True), area, lack


def _centre(lonlat: Floats, name: str) -> tuple[float, float]:
    """Centre of the smallest cap that holds all points: longitude and latitude, degrees."""
    lon, lat = np.radians(lonlat).T
    unit = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    centre = unit.mean(axis=0)
    radius_deg = _radius_deg(unit, centre)
    if radius_deg > _MAX_RADIUS_DEG:
        # The mean leans towards where most points are.  Stepping towards the farthest one, ever less,
        # leads to the centre of the smallest ball around them, and so of the smallest cap
        # (M. Badoiu and K. L. Clarkson 2003, Smaller core-sets for balls).
        for step in range(2, 400):
            farthest = unit[np.argmax(((unit - centre) ** 2).sum(axis=1))]
            centre = centre + (farthest - centre) / step
        radius_deg = _radius_deg(unit, centre)
    if radius_deg > _MAX_RADIUS_DEG:
        raise LeopardRangeError(
            "too_wide", file=name, width_deg=round(2 * radius_deg), limit_deg=round(2 * _MAX_RADIUS_DEG)
        )
    x, y, z = (centre / np.linalg.norm(centre)).tolist()
    return math.degrees(math.atan2(y, x)), math.degrees(math.asin(z))


def _radius_deg(unit: Floats, centre: Floats) -> float:
    """Angle from the direction of `centre` to the farthest of the unit vectors; 180 without one."""
    length = float(np.linalg.norm(centre))
    if length < 1e-9:
        return 180.0
    return math.degrees(math.acos(float(np.clip((unit @ centre).min() / length, -1.0, 1.0))))


def _drawn(ring: Floats, *, areal: bool) -> shapely.Geometry:
    """Lon/lat shape whose edges follow the geodesics between the corners."""
    if len(ring) == 1:
        return shapely.Point(ring[0])
    path = [ring[:1]]
    for (lon1, lat1), (lon2, lat2) in pairwise(ring.tolist()):
        count = math.ceil(WGS84_GEOD.inv(lon1, lat1, lon2, lat2)[2] / _DRAWN_STEP_M) - 1
        if count > 0:
            path.append(np.array(WGS84_GEOD.npts(lon1, lat1, lon2, lat2, count)))
        path.append(np.array([[lon2, lat2]]))
    line = np.concatenate(path)
    return shapely.Polygon(line) if areal else shapely.LineString(line)
