"""A GeoTIFF of costs: header judged first, one band read, brought to longitude and latitude.

The file is opened in memory, alone, by one driver: no file beside it, no other format.

References
----------
OGC 19-008r4 (2019) GeoTIFF Standard 1.1.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader, MemoryFile
from rasterio.warp import reproject

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Grid, Note, Upload
from leopard_range.sources.upload.finish import chosen_crs
from leopard_range.sources.upload.limits import MAX_PIXELS, MAX_RASTER_BYTES, MAX_WARPED_BYTES
from leopard_range.sources.upload.sanity import AREA, crs_label, crs_of_code, transformer
from leopard_range.sources.upload.systems import described_crs

__all__ = ["parse"]

_ENVIRONMENT = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_GEOREF_SOURCES": "INTERNAL",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_NUM_THREADS": "1",
    "GDAL_CACHEMAX": 32,
}
_SLANT = 1e-9
_BAND = 256
_EDGE = 41
"""Points on each edge of a raster that are projected to find where it will lie."""


def parse(name: str, body: bytes, choices: Choices) -> Upload:
    """Read the first band of a GeoTIFF.

    Parameters
    ----------
    name : str
        File name, for messages.
    body : bytes
        The file.
    choices : Choices
        ``crs`` names the coordinate system of a file without one.

    Returns
    -------
    Upload
        ``values`` and ``grid`` in EPSG:4326, north up; cells without data are masked, no other is
        endless or negative.

    Raises
    ------
    LeopardRangeError
        ``raster_damaged``, ``raster_pixels``, ``raster_type``, ``raster_unplaced``,
        ``raster_points``, ``raster_no_data``, ``raster_value``, ``crs_needed``,
        ``crs_unreadable``, ``metres_not_degrees``, ``outside_area``.
    """
    repairs: list[Note] = []
    with _opened(name, body) as source:
        _check_header(name, source)
        crs = _crs(name, source, choices, repairs)
        remarks = [Note.of("raster_band", count=source.count)] if source.count > 1 else []
        values, transform = source.read(1, masked=True), source.transform
        scale, offset = source.scales[0], source.offsets[0]
    if (scale, offset) != (1.0, 0.0):
        values = (values * np.float32(scale) + np.float32(offset)).astype("float32")
        remarks.append(Note.of("raster_scaled", scale=scale, offset=offset))
    _check_values(name, values)
    values, transform = _north_up(values, transform, repairs)
    slanted = max(abs(transform.b), abs(transform.d)) > _SLANT * abs(transform.a)
    if slanted or not crs.equals(WGS84, ignore_axis_order=True):
        values, transform = _warped(name, values, transform, crs)
        repairs.append(Note.of("raster_warped", crs=crs_label(crs)))
    _check_place(name, values.shape, transform)
    rows = int(values.count())
    if not rows:
        raise LeopardRangeError("raster_no_data", file=name)
    return Upload(
        name=name,
        kind="raster",
        rows=rows,
        source_crs=crs_label(crs),
        repairs=tuple(repairs),
        remarks=tuple(remarks),
        values=values,
        grid=Grid(values.shape, transform, WGS84),
    )


@contextmanager
def _opened(name: str, body: bytes) -> Iterator[DatasetReader]:
    """Open the bytes as GeoTIFF and as nothing else."""
    try:
        with rasterio.Env(**_ENVIRONMENT), warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with MemoryFile(body) as memory, memory.open(driver="GTiff") as source:
                yield source
    except RasterioError:
        raise LeopardRangeError("raster_damaged", file=name) from None


def _check_header(name: str, source: DatasetReader) -> None:
    """Refuse what would cost too much, before a cell is read."""
    kind = np.dtype(source.dtypes[0]) if source.count else np.dtype("complex64")
    if kind.kind not in "iuf":
        raise LeopardRangeError("raster_type", file=name, found=source.dtypes[0] if source.count else "–")
    limit = min(MAX_PIXELS, MAX_RASTER_BYTES // kind.itemsize)
    rows, columns = source.block_shapes[0]
    # Bands woven together are unpacked together; a block is unpacked whole, however large.
    cells = max(source.width * source.height, rows * columns)
    if cells > limit or cells * source.count > 4 * MAX_PIXELS:
        raise LeopardRangeError("raster_pixels", file=name, limit=limit, count=source.width * source.height)
    determinant = source.transform.determinant
    if source.transform == Affine.identity() or not (math.isfinite(determinant) and determinant):
        raise LeopardRangeError("raster_points" if source.gcps[0] else "raster_unplaced", file=name)


def _crs(name: str, source: DatasetReader, choices: Choices, repairs: list[Note]) -> CRS:
    chosen = chosen_crs(choices, name)
    found = None
    if source.crs is not None:
        code = source.crs.to_epsg()
        found = (crs_of_code(f"EPSG:{code}") if code else None) or described_crs(source.crs.to_wkt(), name)
    if chosen is not None and chosen != found:
        repairs.append(Note.of("crs_chosen", crs=crs_label(chosen)))
    crs = chosen or found
    if crs is None:
        raise LeopardRangeError("crs_needed", file=name)
    return crs


def _check_values(name: str, values: np.ma.MaskedArray) -> None:
    """Refuse endless and negative costs; cells that are not a number hold no data."""
    data, mask = np.ma.getdata(values), np.ma.getmaskarray(values)
    count, first = 0, (0, 0)
    # In bands of rows, so that the answers to "is it finite?" do not fill the memory.
    for top in range(0, len(data), _BAND):
        part, gaps = data[top : top + _BAND], mask[top : top + _BAND]
        if part.dtype.kind == "f":
            gaps |= np.isnan(part)
        bad = ~gaps & ~((part >= 0) & (part < np.inf))
        found = int(np.count_nonzero(bad))
        if found and not count:
            row, column = np.unravel_index(int(bad.argmax()), bad.shape)
            first = (top + int(row), int(column))
        count += found
    if count:
        value = f"{float(data[first]):g}"
        cell = f"{first[0] + 1}, {first[1] + 1}"
        raise LeopardRangeError("raster_value", file=name, value=value, count=count, cell=cell)
    values.mask = mask
    if mask.all():
        raise LeopardRangeError("raster_no_data", file=name)


def _north_up(
    values: np.ma.MaskedArray, transform: Affine, repairs: list[Note]
) -> tuple[np.ma.MaskedArray, Affine]:
    """Turn a raster that stands on its head, or is drawn from the east."""
    rows, columns = values.shape
    if max(abs(transform.b), abs(transform.d)) > _SLANT * abs(transform.a):
        return values, transform
    if transform.e > 0:
        values, transform = values[::-1], transform @ Affine(1, 0, 0, 0, -1, rows)
    if transform.a < 0:
        values, transform = values[:, ::-1], transform @ Affine(-1, 0, columns, 0, 1, 0)
    if values.base is not None and (values.strides[0] < 0 or values.strides[1] < 0):
        repairs.append(Note("raster_flipped"))
        values = np.ma.MaskedArray(np.ascontiguousarray(values.data), np.ascontiguousarray(values.mask))
    return values, transform


def _warped(
    name: str, values: np.ma.MaskedArray, transform: Affine, crs: CRS
) -> tuple[np.ma.MaskedArray, Affine]:
    """Bring a raster to longitude and latitude; each new cell takes the nearest old one."""
    onto, height, width = _frame(values.shape, transform, crs, name)
    limit = min(MAX_PIXELS, MAX_WARPED_BYTES // values.dtype.itemsize)
    if max(width * height, values.size) > limit:
        count = max(width * height, values.size)
        raise LeopardRangeError("raster_pixels", file=name, limit=limit, count=count)
    values, empty = _with_gap(values)
    out = np.full((height, width), empty, values.dtype)
    source = np.ma.getdata(values)
    source[np.ma.getmaskarray(values)] = empty
    try:
        with rasterio.Env(**_ENVIRONMENT):
            reproject(
                source,
                out,
                src_transform=transform,
                src_crs=rasterio.CRS.from_wkt(crs.to_wkt()),
                src_nodata=empty,
                dst_transform=onto,
                dst_crs=rasterio.CRS.from_epsg(4326),
                dst_nodata=empty,
                resampling=Resampling.nearest,
                warp_mem_limit=32,
            )
    except RasterioError as problem:
        # The place was checked before; what is left that can fail is room to work in.
        raise MemoryError from problem
    return np.ma.MaskedArray(out, np.isnan(out) if out.dtype.kind == "f" else out == empty), onto


def _frame(shape: tuple[int, ...], transform: Affine, crs: CRS, name: str) -> tuple[Affine, int, int]:
    """Return transform, rows and columns of square cells in degrees, as many along the diagonal."""
    rows, columns = shape
    along = np.linspace(0.0, 1.0, _EDGE)
    zero, one = np.zeros(_EDGE), np.ones(_EDGE)
    x = np.concatenate([along, one, along, zero]) * columns
    y = np.concatenate([zero, along, one, along]) * rows
    east = transform.a * x + transform.b * y + transform.c
    north = transform.d * x + transform.e * y + transform.f
    lon, lat = transformer(crs, name).transform(east, north)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all() and np.ptp(lon) and np.ptp(lat)):
        raise LeopardRangeError("outside_area", file=name, **_area())
    side = math.hypot(np.ptp(lon), np.ptp(lat)) / math.hypot(columns, rows)
    onto = Affine(side, 0, lon.min(), 0, -side, lat.max())
    return onto, math.ceil(np.ptp(lat) / side), math.ceil(np.ptp(lon) / side)


def _with_gap(values: np.ma.MaskedArray) -> tuple[np.ma.MaskedArray, float]:
    """Return the values in a type with room for "no data", and the value that says so."""
    kind = values.dtype
    if kind.kind == "f":
        return values, np.nan
    if kind.kind == "i":
        return values, -1
    most = int(np.iinfo(kind).max)
    if int(values.max()) < most:
        return values, most
    return np.ma.MaskedArray(np.ma.getdata(values).astype("float32"), np.ma.getmaskarray(values)), np.nan


def _check_place(name: str, shape: tuple[int, ...], transform: Affine) -> None:
    """Refuse a raster that is not where the product looks."""
    west, north = transform @ (0, 0)
    east, south = transform @ (shape[1], shape[0])
    if not all(np.isfinite((west, north, east, south))) or max(abs(west), abs(east)) > 540:
        raise LeopardRangeError("metres_not_degrees", file=name)
    if east <= AREA[0] or west >= AREA[2] or north <= AREA[1] or south >= AREA[3]:
        raise LeopardRangeError("outside_area", file=name, **_area())


def _area() -> dict[str, int]:
    return dict(zip(("west", "south", "east", "north"), map(int, AREA), strict=True))
