"""CSV tables: our own, and points a reader brings."""

from __future__ import annotations

import csv
from collections import Counter
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from leopard_range.errors import LeopardRangeError

__all__ = ["TEXT", "points_about", "read_csv", "read_points_csv"]

TEXT = (".csv", ".tsv", ".txt")
"""Endings of tables."""

_POINT_BYTES = 110
"""Of a point in GeoJSON or GeoPackage, about."""

_LON = ("lon", "longitude", "decimallongitude", "long", "x")
_LAT = ("lat", "latitude", "decimallatitude", "y")


def read_csv(path: Path) -> pd.DataFrame:
    """Read a UTF-8 CSV table; every cell stays text until a check types it.

    Parameters
    ----------
    path : Path
        File with a header row; commas, semicolons or tabs between the cells.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``cannot_read``, ``file_unreadable``, ``file_empty``,
        ``bad_row``, ``column_twice``.
    """
    if not path.is_file():
        raise LeopardRangeError("file_missing", file=str(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            head = source.readline()
            source.seek(0)
            rows = list(csv.reader(source, delimiter=max(",;\t", key=head.count), strict=True))
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_read", file=str(path), reason=reason) from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise LeopardRangeError("file_unreadable", file=path.name, format="CSV (UTF-8)") from problem
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise LeopardRangeError("file_empty", file=path.name)
    header = [name.strip() for name in rows[0]]
    name, times = Counter(header).most_common(1)[0]
    if times > 1:
        raise LeopardRangeError("column_twice", file=path.name, column=name)
    for at, row in enumerate(rows[1:], start=1):
        if len(row) != len(header):
            raise LeopardRangeError("bad_row", file=path.name, row=at, found=len(row), needed=len(header))
    cells = [[cell or None for cell in row] for row in rows[1:]]
    return pd.DataFrame(cells, columns=header, dtype="str")


def points_about(path: Path) -> int:
    """Estimate from outside how many points a file holds.

    Parameters
    ----------
    path : Path
        A table of text, whose lines are counted, or any vector file, whose size tells.

    Returns
    -------
    int
        0 when there is no such file.
    """
    if not path.is_file():
        return 0
    if path.suffix.lower() not in TEXT:
        return path.stat().st_size // _POINT_BYTES
    with path.open("rb") as source:
        return sum(part.count(b"\n") for part in iter(partial(source.read, 1 << 20), b""))


def read_points_csv(path: Path) -> gpd.GeoDataFrame:
    """Read points from a CSV with a longitude and a latitude column.

    Parameters
    ----------
    path : Path
        File with columns such as ``lon, lat`` or ``longitude, latitude``, degrees.

    Returns
    -------
    GeoDataFrame
        Points, EPSG:4326, in file order, other columns kept.

    Raises
    ------
    LeopardRangeError
        ``column_missing``, ``bad_number``, ``bad_coordinate`` and those of `read_csv`.
    """
    table = read_csv(path)
    lon = _coordinate(table, _LON, 180, path.name)
    lat = _coordinate(table, _LAT, 90, path.name)
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")


def _coordinate(table: pd.DataFrame, names: tuple[str, ...], limit: int, file: str) -> np.ndarray:
    lower = {str(column).lower(): str(column) for column in table.columns}
    column = next((lower[name] for name in names if name in lower), None)
    if column is None:
        raise LeopardRangeError("column_missing", file=file, column=names[0])
    values = pd.to_numeric(table[column], errors="coerce").to_numpy(float)
    wrong = ~np.isfinite(values)
    if wrong.any():
        at = int(wrong.argmax())
        cell = table[column].iloc[at]
        raise LeopardRangeError(
            "bad_number", file=file, row=at + 1, column=column, value="" if pd.isna(cell) else str(cell)
        )
    outside = np.abs(values) > limit
    if outside.any():
        at = int(outside.argmax())
        raise LeopardRangeError(
            "bad_coordinate",
            file=file,
            row=at + 1,
            column=column,
            value=float(values[at]),
            low=-limit,
            high=limit,
        )
    return values
