"""Positions rounded to a fixed step: what a planner's files hold unless exact ones are asked for."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

__all__ = ["rounded"]

_GEOD = Geod(ellps="WGS84")
_PLACES = 7
_POSITION_COLUMNS = (
    *("longitude", "latitude", "decimallongitude", "decimallatitude"),
    *("lon", "lat", "long", "x", "y"),
)
_UNCERTAINTY = ("coordinateUncertaintyInMeters", "coordinateUncertainty")
_EXACT_TEXT = ("footprintwkt", "verbatimcoordinates", "verbatimlatitude", "verbatimlongitude", "wkt")


def rounded(frame: gpd.GeoDataFrame, deg: float = 0.01) -> gpd.GeoDataFrame:
    """Round every coordinate to a fixed step and say so in Darwin Core terms.

    The step is the same for everybody and for ever, so asking again tells
    nothing new (Chapman 2020, doi:10.15468/doc-5jp4-5g10).

    Parameters
    ----------
    frame : GeoDataFrame
        Features, EPSG:4326.
    deg : float
        Step, degrees; positive.

    Returns
    -------
    GeoDataFrame
        A copy with rounded geometry, rounded longitude and latitude columns,
        without columns that repeat the exact place as text, and with
        ``dataGeneralizations``, ``coordinatePrecision`` (degrees),
        ``coordinateUncertaintyInMeters`` (metres; what the record had, plus
        half the diagonal of a step) and ``informationWithheld``.  Rounded
        lines and polygons may touch themselves; they are for looking at.

    Raises
    ------
    ValueError
        A step that is not positive.
    """
    if not deg > 0:
        raise ValueError(f"deg is {deg}; it must be positive")
    repeats = [name for name in frame.columns if str(name).lower() in _EXACT_TEXT]
    out = frame.drop(columns=repeats).copy()
    shapes = shapely.transform(out.geometry.to_numpy(), lambda xy: _to_step(xy, deg))
    out = out.set_geometry(gpd.GeoSeries(shapes, index=out.index, crs=frame.crs))
    for name in out.columns:
        if str(name).lower() in _POSITION_COLUMNS:
            values = pd.to_numeric(out[name], errors="coerce").to_numpy(float)
            out[name] = _to_step(values, deg)
    before = next((name for name in _UNCERTAINTY if name in out.columns), None)
    known = 0.0 if before is None else pd.to_numeric(out[before], errors="coerce").fillna(0).to_numpy(float)
    out["dataGeneralizations"] = f"coordinates rounded to {deg:g} degrees"
    out["coordinatePrecision"] = deg
    out["coordinateUncertaintyInMeters"] = np.ceil(known + _half_diagonal_m(shapes, deg)).astype(int)
    out["informationWithheld"] = "exact positions"
    return out.drop(columns=[name for name in ("coordinateUncertainty",) if name in out.columns])


def _to_step(values: NDArray[np.float64], deg: float) -> NDArray[np.float64]:
    # Adding zero turns -0.0 into 0.0: one place is one text.
    stepped: NDArray[np.float64] = np.round(np.round(values / deg) * deg, _PLACES) + 0.0
    return stepped


def _half_diagonal_m(shapes: NDArray[np.object_], deg: float) -> NDArray[np.float64]:
    """Return the farthest a rounded point can lie from the true one: the corner nearer the equator."""
    middle = shapely.centroid(shapes)
    lon, lat = shapely.get_x(middle), np.nan_to_num(shapely.get_y(middle))
    lon = np.nan_to_num(lon)
    _, _, metres = _GEOD.inv(lon, lat, lon + deg / 2, lat - np.copysign(deg / 2, lat))
    return np.asarray(metres, dtype=float)
