"""Grids of connectivity projects: ESRI ASCII, plain or gzipped, and GeoTIFF, with any or no system."""

from __future__ import annotations

import gzip
import io
import zlib
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.errors import RasterioError

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

__all__ = ["MAX_CELLS", "Values", "bands_of", "grid_of", "is_grid", "is_tiff", "read_grid", "read_text"]

Values: TypeAlias = np.ma.MaskedArray[Any, np.dtype[np.float64]]

MAX_CELLS = 150_000_000
"""Cells of one grid: 1.2 GB of values."""

_BYTES_A_CELL = 40
_HEAD_BYTES = 100_000
_NUMBERS = frozenset({"ncols", "nrows", "xllcorner", "xllcenter", "yllcorner", "yllcenter"})
_HEAD = _NUMBERS | {"cellsize", "dx", "dy", "nodata_value", "nodata"}
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_GZIP = b"\x1f\x8b"


def read_grid(path: Path) -> tuple[Values, Grid]:
    """Read the first band of a grid, whatever its name ends in.

    Parameters
    ----------
    path : Path
        ESRI ASCII grid (``.asc``, ``.txt``), the same gzipped, or GeoTIFF.

    Returns
    -------
    values : masked array of float64, shape (rows, columns)
        Rows from the north; cells without data (the file's own mark, or NaN) are masked.
    grid : Grid
        Where they lie; no system unless the file states one.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``grid_head``, ``grid_count``, ``grid_number``, ``grid_size``,
        ``raster_damaged``, ``rotated_grid``, ``zip_damaged``.
    """
    values, grid = _tiff(path) if is_tiff(path) else _ascii(path)
    return np.ma.masked_invalid(values, copy=False), grid


def grid_of(path: Path) -> Grid:
    """Read where the cells of a grid lie, without its values.

    Parameters
    ----------
    path : Path
        As for `read_grid`.

    Raises
    ------
    LeopardRangeError
        Those of `read_grid` that the head of a file can give.
    """
    if not is_tiff(path):
        return _placed(_header(path)[0])
    try:
        with _opened(path) as file, rasterio.open(file, driver="GTiff") as source:
            return Grid((source.height, source.width), source.transform, source.crs)
    except (RasterioError, ValueError, TypeError):
        raise LeopardRangeError("raster_damaged", file=path.name) from None


def bands_of(path: Path) -> int:
    """Count the bands of a grid.

    Parameters
    ----------
    path : Path
        As for `read_grid`.

    Raises
    ------
    LeopardRangeError
        Those of `read_grid` that the head of a file can give.
    """
    if not is_tiff(path):
        return 1
    try:
        with _opened(path) as file, rasterio.open(file, driver="GTiff") as source:
            return int(source.count)
    except (RasterioError, ValueError, TypeError):
        raise LeopardRangeError("raster_damaged", file=path.name) from None


def is_tiff(path: Path) -> bool:
    """Tell a GeoTIFF, plain or gzipped, from a text by its first bytes.

    Parameters
    ----------
    path : Path
        A file.

    Raises
    ------
    LeopardRangeError
        ``file_missing``.
    """
    return _unpacked(path, 4) in _TIFF


def is_grid(path: Path) -> bool:
    """Tell a grid from a list of rows by its first bytes.

    Parameters
    ----------
    path : Path
        An existing file.
    """
    if is_tiff(path):
        return True
    first = read_text(path, _HEAD_BYTES, whole=False).split(None, 1)
    return bool(first) and first[0].lower() in _HEAD


def read_text(path: Path, limit: int, *, whole: bool = True) -> str:
    """Read a plain or gzipped text of numbers.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        Bytes it may have, unpacked.
    whole : bool
        A longer one is refused; else its start is returned.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``grid_size``, ``zip_damaged``.
    """
    data = _unpacked(path, limit + 1)
    if whole and len(data) > limit:
        raise LeopardRangeError("grid_size", file=path.name, limit=f"{limit:,} B")
    # numbers and header words are ASCII; any other sign is found where a number should stand
    return data.decode("latin-1").removeprefix("ï»¿")


def _unpacked(path: Path, limit: int) -> bytes:
    if not path.is_file():
        raise LeopardRangeError("file_missing", file=str(path))
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    try:
        with gzip.open(path, "rb") if packed else path.open("rb") as source:
            return source.read(limit)
    except (OSError, EOFError, zlib.error):
        raise LeopardRangeError("zip_damaged", file=path.name) from None


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return io.BytesIO(_unpacked(path, MAX_CELLS * 8)) if packed else path.open("rb")


def _ascii(path: Path) -> tuple[Values, Grid]:
    head, skipped = _header(path)
    rows, columns = int(head["nrows"]), int(head["ncols"])
    _check_size(path, rows, columns)
    text = read_text(path, rows * columns * _BYTES_A_CELL + _HEAD_BYTES)
    at = 0
    for _ in range(skipped):
        at = text.find("\n", at) + 1
    values = _numbers(text[at:], path, skipped, rows, columns)
    nodata = head.get("nodata_value", head.get("nodata", -9999.0))
    return np.ma.masked_equal(values, nodata, copy=False), _placed(head)


def _placed(head: dict[str, float]) -> Grid:
    rows, columns = int(head["nrows"]), int(head["ncols"])
    dx, dy = (head.get(name, head.get("cellsize", 0.0)) for name in ("dx", "dy"))
    west = head["xllcorner"] if "xllcorner" in head else head.get("xllcenter", 0.0) - dx / 2
    south = head["yllcorner"] if "yllcorner" in head else head.get("yllcenter", 0.0) - dy / 2
    transform = Affine(dx, 0.0, west, 0.0, -dy, south + rows * dy)
    return Grid((rows, columns), transform, None)


def _header(path: Path) -> tuple[dict[str, float], int]:
    """Return the words of the header and the lines it takes."""
    head: dict[str, float] = {}
    skipped = 0
    for row, line in enumerate(islice(read_text(path, _HEAD_BYTES, whole=False).splitlines(), 30), start=1):
        words = line.split()
        if words and not words[0][0].isalpha():
            break
        skipped = row
        if not words:
            continue
        name = words[0].lower()
        try:
            head[name] = float(words[1])
        except (IndexError, ValueError):
            raise LeopardRangeError("grid_head", file=path.name, row=row, value=line[:60].strip()) from None
        if name not in _HEAD:
            raise LeopardRangeError("grid_head", file=path.name, row=row, value=line[:60].strip())
        if name in ("ncols", "nrows", "cellsize", "dx", "dy") and not _counts(name, head[name]):
            raise LeopardRangeError("grid_head", file=path.name, row=row, value=line[:60].strip())
    missing = {"ncols", "nrows"} - set(head) | ({"cellsize"} - set(head) if "dx" not in head else set())
    if missing:
        raise LeopardRangeError("grid_head_missing", file=path.name, names=", ".join(sorted(missing)))
    return head, skipped


def _counts(name: str, number: float) -> bool:
    return 0 < number < np.inf and (name not in ("ncols", "nrows") or number == int(number))


def _check_size(path: Path, rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise LeopardRangeError("grid_size", file=path.name, limit=f"{MAX_CELLS:,}")


def _numbers(text: str, path: Path, skipped: int, rows: int, columns: int) -> NDArray[np.float64]:
    try:
        values: NDArray[np.float64] = np.fromstring(text, dtype=np.float64, sep=" ")
    except (ValueError, DeprecationWarning):
        values = np.empty(0)
    if values.size == rows * columns:
        return values.reshape(rows, columns)
    for row, line in enumerate(text.splitlines(), start=skipped + 1):
        for column, word in enumerate(line.split(), start=1):
            if not _is_number(word):
                raise LeopardRangeError(
                    "grid_number", file=path.name, row=row, column=column, value=word[:40]
                )
    found = len(text.split())
    raise LeopardRangeError("grid_count", file=path.name, found=found, rows=rows, columns=columns)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return "_" not in word


def _tiff(path: Path) -> tuple[Values, Grid]:
    try:
        # an open file, not a path: nothing in its name is an address, and no file beside it is opened
        with _opened(path) as file, rasterio.open(file, driver="GTiff") as source:
            _check_size(path, source.height, source.width)
            transform = source.transform
            if transform.b or transform.d or transform.e > 0:
                raise LeopardRangeError("rotated_grid", name=path.name)
            if np.dtype(source.dtypes[0]).kind not in "iuf":
                raise LeopardRangeError("raster_type", file=path.name, found=source.dtypes[0])
            values = source.read(1, masked=True).astype(np.float64)
            return values, Grid(values.shape, transform, source.crs)
    except (RasterioError, ValueError, TypeError):
        raise LeopardRangeError("raster_damaged", file=path.name) from None
