"""An upload as bytes and back, without pickle: what read a hostile file is not trusted.

The bytes are a JSON head, whose length stands in front, and the blocks it lists: shapes as
well-known binary, cells of a raster as they lie in memory.  Whoever
unpacks them runs no code from them, and checks every count before it is used.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from affine import Affine
from pyproj import CRS

from leopard_range.crs import WGS84
from leopard_range.model import Grid, Note, Upload
from leopard_range.sources.upload.wkb import check_wkb

__all__ = ["pack", "unpack"]

_MAGIC = b"LRU1"


def pack(upload: Upload) -> bytes:
    """Write an upload as bytes.

    Parameters
    ----------
    upload : Upload
        Checked features, raster or tables.

    Returns
    -------
    bytes
        For `unpack`.
    """
    blocks: list[bytes | memoryview] = []
    head: dict[str, Any] = {
        "name": upload.name,
        "kind": upload.kind,
        "rows": upload.rows,
        "source_crs": upload.source_crs,
        "repairs": [[note.code, dict(note.blanks)] for note in upload.repairs],
        "remarks": [[note.code, dict(note.blanks)] for note in upload.remarks],
        "tables": {name: _columns(table) for name, table in upload.tables.items()},
    }
    if upload.frame is not None:
        wkb = shapely.to_wkb(upload.frame.geometry.to_numpy())
        head["sizes"] = [len(one) for one in wkb]
        head["columns"] = _columns(pd.DataFrame(upload.frame.drop(columns=upload.frame.geometry.name)))
        blocks.append(b"".join(wkb))
    values, grid = upload.values, upload.grid
    if values is not None and grid is not None:
        head |= {"transform": list(grid.transform)[:6], "shape": values.shape, "dtype": values.dtype.str}
        # A view, not a copy: a raster may be a fifth of the memory a worker has.
        blocks += [np.ascontiguousarray(np.ma.getdata(values)).data.cast("B")]
        blocks += [np.packbits(np.ma.getmaskarray(values)).tobytes()]
    head["blocks"] = [len(block) for block in blocks]
    text = json.dumps(head, ensure_ascii=True, allow_nan=False).encode()
    return b"".join([_MAGIC, struct.pack("<I", len(text)), text, *blocks])


def unpack(data: bytes) -> Upload:
    """Read back what `pack` wrote.

    Parameters
    ----------
    data : bytes
        From a worker that is not trusted.

    Returns
    -------
    Upload

    Raises
    ------
    ValueError
        When the bytes are not what `pack` writes.
    """
    head, blocks = _split(data)
    frame = values = grid = None
    if "sizes" in head:
        frame = _frame(head, blocks[0])
    if "transform" in head:
        values = _raster(head, blocks[0], blocks[1])
        grid = Grid(
            values.shape, Affine(*(float(one) for one in head["transform"])), CRS.from_user_input(WGS84)
        )
    return Upload(
        name=str(head["name"]),
        kind=str(head["kind"]),
        rows=int(head["rows"]),
        source_crs=str(head["source_crs"]),
        repairs=_notes(head["repairs"]),
        remarks=_notes(head["remarks"]),
        frame=frame,
        values=values,
        grid=grid,
        tables={str(name): _table(columns) for name, columns in head["tables"].items()},
    )


def _split(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    start = len(_MAGIC) + 4
    if data[: len(_MAGIC)] != _MAGIC or len(data) < start:
        raise ValueError("not an upload")
    end = start + struct.unpack_from("<I", data, len(_MAGIC))[0]
    head = json.loads(data[start:end])
    blocks = []
    for size in head["blocks"]:
        blocks.append(data[end : end + size])
        end += size
    if end != len(data):
        raise ValueError("an upload of another length")
    return cast(dict[str, Any], head), blocks


def _columns(table: pd.DataFrame) -> list[list[Any]]:
    """Return [name, type, cells] of each column; a missing cell is None."""
    out = []
    for at, name in enumerate(table.columns):
        column = table.iloc[:, at]
        kind = _kind(column)
        cells = [None if pd.isna(cell) else cell for cell in column.tolist()]
        out.append([str(name), kind, cells])
    return out


def _kind(column: pd.Series) -> str:
    kind = pd.api.types
    if kind.is_bool_dtype(column.dtype):
        return "boolean"
    if kind.is_integer_dtype(column.dtype):
        return "integer"
    return "number" if kind.is_float_dtype(column.dtype) else "text"


_DTYPES: Mapping[str, str] = {"boolean": "boolean", "integer": "Int64", "number": "float64", "text": "str"}


def _table(columns: list[list[Any]]) -> pd.DataFrame:
    """Build a table; whole columns without gaps get the plain types of numpy."""
    series = []
    for _name, kind, cells in columns:
        one = pd.Series(cells, dtype=_DTYPES[kind])
        if kind in ("boolean", "integer") and not one.isna().any():
            one = one.astype("bool" if kind == "boolean" else "int64")
        series.append(one)
    table = pd.concat(series, axis=1) if series else pd.DataFrame()
    table.columns = pd.Index([str(column[0]) for column in columns], dtype="str")
    return table


def _frame(head: dict[str, Any], block: bytes) -> gpd.GeoDataFrame:
    sizes = [int(size) for size in head["sizes"]]
    if sum(sizes) != len(block) or min(sizes, default=1) < 1:
        raise ValueError("geometry of another length")
    ends = np.cumsum(sizes).tolist()
    shapes = [block[end - size : end] for end, size in zip(ends, sizes, strict=True)]
    for shape in shapes:
        check_wkb(shape)
    geometry = shapely.from_wkb(shapes)
    table = _table(head["columns"])
    if not head["columns"]:
        table = pd.DataFrame(index=range(len(sizes)))
    if len(table) != len(sizes):
        raise ValueError("columns of another length")
    return gpd.GeoDataFrame(table, geometry=np.asarray(geometry, dtype=object), crs=WGS84)


def _raster(head: dict[str, Any], cells: bytes, mask: bytes) -> np.ma.MaskedArray:
    kind, shape = np.dtype(str(head["dtype"])), tuple(int(side) for side in head["shape"])
    if kind.kind not in "iuf" or len(shape) != 2 or min(shape) < 1:
        raise ValueError("not a raster")
    data = np.frombuffer(cells, kind).reshape(shape)
    bits = np.unpackbits(np.frombuffer(mask, np.uint8), count=data.size)
    return np.ma.MaskedArray(data, bits.view(bool).reshape(shape))


def _notes(pairs: list[Any]) -> tuple[Note, ...]:
    return tuple(Note.of(str(code), **blanks) for code, blanks in pairs)
