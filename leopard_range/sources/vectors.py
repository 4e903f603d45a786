"""Vector files, read with GDAL through pyogrio."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from leopard_range.errors import LeopardRangeError

__all__ = ["check_geometry", "read_vector"]

_UNREADABLE = (
    *(CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError),
    *(shapely.errors.GEOSException, UnicodeDecodeError),
)


def read_vector(path: Path) -> gpd.GeoDataFrame:
    """Read the first layer of a vector file and bring it to WGS 84.

    Parameters
    ----------
    path : Path
        GeoJSON, GeoPackage, Shapefile, KML or another format GDAL reads.

    Returns
    -------
    GeoDataFrame
        Features, EPSG:4326; geometry neither empty nor out of range.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``file_unreadable``, ``file_empty``, ``missing_crs``
        and those of `check_geometry`.
    """
    if not path.is_file():
        raise LeopardRangeError("file_missing", file=str(path))
    try:
        frame = pyogrio.read_dataframe(path, layer=0)
    except _UNREADABLE as problem:
        suffix = path.suffix.lstrip(".").upper() or "vector data"
        raise LeopardRangeError("file_unreadable", file=path.name, format=suffix) from problem
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise LeopardRangeError("file_empty", file=path.name)
    # GeoPackage has codes for "undefined", which is no better than none.
    if frame.crs is None or frame.crs.name.lower().startswith("undefined"):
        raise LeopardRangeError("missing_crs", file=path.name)
    frame = frame.to_crs("EPSG:4326")
    check_geometry(frame, path.name)
    return frame


def check_geometry(frame: gpd.GeoDataFrame, file: str) -> None:
    """Refuse empty geometry and coordinates that are no longitude and latitude.

    Parameters
    ----------
    frame : GeoDataFrame
        Features, EPSG:4326.
    file : str
        Name to show in a message.

    Raises
    ------
    LeopardRangeError
        ``empty_geometry``, ``bad_coordinate``.
    """
    geometry = frame.geometry.to_numpy()
    empty = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    if empty.any():
        raise LeopardRangeError("empty_geometry", file=file, row=int(empty.argmax()) + 1)
    points, index = shapely.get_coordinates(geometry, return_index=True)
    for axis, (column, limit) in enumerate((("longitude", 180), ("latitude", 90))):
        values = points[:, axis]
        wrong = ~(np.abs(values) <= limit)
        if wrong.any():
            at = int(wrong.argmax())
            raise LeopardRangeError(
                "bad_coordinate",
                file=file,
                row=int(index[at]) + 1,
                column=column,
                value=float(values[at]),
                low=-limit,
                high=limit,
            )
