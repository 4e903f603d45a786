"""One shore from two scales: the detailed coast where there is one, the coarse land elsewhere."""

from __future__ import annotations

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["fine_land"]

# The detailed coast ends at the edge of its box; a hair further in, every line surely crosses the edge.
_INSET_DEG = 0.002


def fine_land(land: gpd.GeoDataFrame, coast: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Replace the shore of a coarse land polygon by a detailed coast line within its extent.

    For drawing only: without it the painted sea and the detailed coast line part by up to the
    coarse layer's error, a kilometre or more.

    Parameters
    ----------
    land : GeoDataFrame
        Coarse land polygons, EPSG:4326.
    coast : GeoDataFrame
        Detailed coast lines, EPSG:4326, complete within their bounding box.

    Returns
    -------
    GeoDataFrame
        One row with the land, EPSG:4326.  Closed coast lines that touch no other are islands.
    """
    coarse = land.union_all()
    west, south, east, north = coast.total_bounds
    frame = shapely.box(west, south, east, north).buffer(-_INSET_DEG, join_style="mitre")
    lines = shapely.union_all([coast.union_all().intersection(frame), frame.boundary])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(lines))))
    fine = [face for face in faces if _is_land(face, frame, coarse)]
    joined = shapely.union_all([coarse.difference(frame), *fine])
    return gpd.GeoDataFrame({"id": ["land"]}, geometry=[joined], crs=4326)


def _is_land(face: BaseGeometry, frame: BaseGeometry, coarse: BaseGeometry) -> bool:
    """Tell land from sea: an inner face is an island, a face at the frame follows the coarse land."""
    if not face.intersects(frame.boundary):
        return True
    return bool(face.intersection(coarse).area > face.area / 2)
