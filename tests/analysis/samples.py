"""Small tables the analysis tests share."""

from __future__ import annotations

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import ArrayLike

from tests.analysis.reference_values import METRIC_CRS, POINTS_LONLAT, POINTS_METRIC


def points(xy: ArrayLike, crs: object = METRIC_CRS) -> GeoSeries:
    array = np.asarray(xy, dtype=float).reshape(-1, 2)
    return GeoSeries(shapely.points(array), crs=crs)


def frame(*polygons: shapely.Geometry, crs: object = METRIC_CRS, **columns: object) -> GeoDataFrame:
    return GeoDataFrame(columns, geometry=list(polygons), crs=crs)


def lonlat_points() -> GeoSeries:
    return points(POINTS_LONLAT, 4326)


def metric_points() -> GeoSeries:
    return points(POINTS_METRIC)
