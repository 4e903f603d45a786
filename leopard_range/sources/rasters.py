"""Raster files, read with GDAL through rasterio."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from rasterio.errors import RasterioIOError
from rasterio.io import MemoryFile
from rasterio.windows import Window, from_bounds

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

__all__ = ["raster_bytes", "read_raster"]


def read_raster(
    path: Path, bounds: tuple[float, float, float, float] | None = None
) -> tuple[np.ma.MaskedArray, Grid]:
    """Read the first band of a raster, or a window of it.

    Parameters
    ----------
    path : Path
        GeoTIFF, north up.
    bounds : tuple of float, optional
        West, south, east, north in the raster's own coordinates: only the
        cells they touch are read.

    Returns
    -------
    values : masked array, shape (rows, columns)
        Cells without data are masked.
    grid : Grid
        Where they lie.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``file_unreadable``, ``missing_crs``, ``no_overlap``.
    """
    if not path.is_file():
        raise LeopardRangeError("file_missing", file=str(path))
    try:
        with rasterio.open(path) as source:
            if source.crs is None:
                raise LeopardRangeError("missing_crs", file=path.name)
            window = _window(source, bounds) if bounds else Window(0, 0, source.width, source.height)
            if window is None:
                area = ", ".join(f"{value:g}" for value in bounds or ())
                raise LeopardRangeError("no_overlap", file=area, name=path.name)
            values = source.read(1, window=window, masked=True)
            return values, Grid(values.shape, source.window_transform(window), source.crs)
    except RasterioIOError as problem:
        raise LeopardRangeError("file_unreadable", file=path.name, format="GeoTIFF") from problem


def _window(source: rasterio.DatasetReader, bounds: tuple[float, float, float, float]) -> Window | None:
    """Return the whole cells the bounds touch, or None when they lie beside the raster."""
    wanted = from_bounds(*bounds, transform=source.transform)
    first = np.floor([wanted.row_off, wanted.col_off])
    last = np.ceil([wanted.row_off + wanted.height, wanted.col_off + wanted.width])
    (top, left), (bottom, right) = np.maximum(first, 0), np.minimum(last, source.shape)
    if top >= bottom or left >= right:
        return None
    return Window(left, top, right - left, bottom - top)


def raster_bytes(values: np.ndarray, transform: Affine, no_data: float) -> bytes:
    """Write one band as a GeoTIFF in EPSG:4326.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        North up.
    transform : Affine
        Pixel to longitude and latitude.
    no_data : float
        Value of cells without data.

    Returns
    -------
    bytes
        The same for the same values.
    """
    rows, columns = values.shape
    shape = {"height": rows, "width": columns, "count": 1, "dtype": values.dtype, "nodata": no_data}
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", crs="EPSG:4326", transform=transform, compress="deflate", **shape
        ) as t:
            t.write(values, 1)
        return bytes(memory.read())
