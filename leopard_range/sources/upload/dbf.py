"""The table of a Shapefile (dBASE), read from its bytes.

References
----------
dBASE Table File Format, versions III to 7.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.sources.upload.budgets import check_cells, check_columns, check_rows

__all__ = ["Cell", "Field", "Table", "read_table"]

Cell = str | float | int | bool | None

_HEAD = struct.Struct("<B3xIHH17xBxx")
_FIELD = struct.Struct("<11scxxxxBB14x")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_READ = b"CNFLD"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name and kind as bytes, and its cells as they stand."""

    name: bytes
    kind: bytes
    decimals: int
    cells: NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class Table:
    """A table before its text is decoded.

    Attributes
    ----------
    fields : tuple of Field
        Columns that are read.
    left_out : tuple of bytes
        Names of columns of other kinds (memos, pictures).
    deleted : ndarray of bool
        Rows marked as deleted.
    driver : int
        Language driver: how dBASE states the encoding; 0 says nothing.
    """

    fields: tuple[Field, ...]
    left_out: tuple[bytes, ...]
    deleted: NDArray[np.bool_]
    driver: int

    def text(self) -> bytes:
        """Return all text of the table, names and cells, one a line."""
        names = [field.name for field in self.fields]
        cells = [cell for f in self.fields if f.kind == b"C" for cell in set(f.cells[~self.deleted].tolist())]
        return b"\n".join([*names, *cells])

    def columns(self, encoding: str, name: str) -> list[tuple[str, list[Cell]]]:
        """Return the columns with their text decoded.

        Parameters
        ----------
        encoding : str
            Python's name of an encoding that decodes `text`.
        name : str
            File name, for messages.

        Returns
        -------
        list of (str, list)
            Deleted rows are left out; a blank cell is None.

        Raises
        ------
        LeopardRangeError
            ``cell_not_number``.
        """
        rows = np.flatnonzero(~self.deleted)
        out = []
        for field in self.fields:
            title = field.name.decode(encoding)
            convert = _converter(field, encoding)
            try:
                values: list[Cell] = [convert(cell) for cell in field.cells[rows].tolist()]
            except ValueError:
                raise _bad_cell(name, title, field, rows, convert) from None
            out.append((title, values))
        return out


def read_table(name: str, member: str, body: bytes) -> Table:
    """Read the head and the cells of a .dbf file.

    Parameters
    ----------
    name, member : str
        Archive and member, for messages.
    body : bytes
        The .dbf file.

    Returns
    -------
    Table

    Raises
    ------
    LeopardRangeError
        ``part_damaged``, ``too_many_rows``, ``too_many_cells``.
    RejectedError
        ``too_many_columns``.
    """
    damaged = LeopardRangeError("part_damaged", file=name, member=member)
    if len(body) < _HEAD.size + 1:
        raise damaged
    _version, rows, start, width, driver = _HEAD.unpack_from(body)
    end = body.find(b"\r", _HEAD.size)
    count, rest = divmod(min(end, start) - _HEAD.size, _FIELD.size)
    # Visual FoxPro keeps 263 bytes of its own between the last field and the first row.
    if end < 0 or rest or start not in (end + 1, end + 2, end + 264) or len(body) < start + rows * width:
        raise damaged
    check_columns(count, name)
    check_rows(rows, name)
    check_cells(rows * count, name)
    heads = [_FIELD.unpack_from(body, _HEAD.size + at * _FIELD.size) for at in range(count)]
    if width != 1 + sum(size for _n, _k, size, _d in heads) or any(size == 0 for _n, _k, size, _d in heads):
        raise damaged
    table = np.frombuffer(body, np.uint8, rows * width, start).reshape(rows, width)
    fields, left_out, at = [], [], 1
    for raw, kind, size, decimals in heads:
        title = raw.split(b"\0")[0].strip()
        if kind in _READ:
            cells = np.ascontiguousarray(table[:, at : at + size]).view(f"S{size}").reshape(rows)
            fields.append(Field(title, kind, decimals, cells))
        else:
            left_out.append(title)
        at += size
    return Table(tuple(fields), tuple(left_out), table[:, 0] == ord("*"), driver)


def _converter(field: Field, encoding: str) -> Callable[[bytes], Cell]:
    if field.kind == b"L":
        return _boolean
    if field.kind == b"D":
        return _date
    if field.kind == b"C":
        return lambda cell: cell.rstrip(b" ").decode(encoding) or None
    whole = field.decimals == 0 and field.kind == b"N" and field.cells.dtype.itemsize <= 18
    return _whole if whole else _number


def _number(cell: bytes) -> float | None:
    bare = cell.strip(b" \0")
    # Stars are how dBASE writes a number too wide for its column.
    if not bare or bare.strip(b"*") == b"":
        return None
    if not _NUMBER.fullmatch(bare):
        raise ValueError
    value = float(bare)
    if not math.isfinite(value):
        raise ValueError
    # ESRI writes "no value" as the most negative number a column holds.
    return None if value < -1e38 else value


def _whole(cell: bytes) -> int | float | None:
    bare = cell.strip(b" \0")
    return int(bare) if bare.lstrip(b"+-").isdigit() and bare.count(b"-") < 2 else _number(cell)


def _boolean(cell: bytes) -> bool | None:
    return {b"T": True, b"Y": True, b"F": False, b"N": False}.get(cell.upper())


def _date(cell: bytes) -> str | None:
    bare = cell.strip(b" \0")
    if not bare.isdigit() or len(bare) != 8 or bare == b"0" * 8:
        return bare.decode("ascii", "replace").strip("0") or None
    text = bare.decode()
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _bad_cell(
    name: str,
    title: str,
    field: Field,
    rows: NDArray[np.intp],
    convert: Callable[[bytes], object],
) -> LeopardRangeError:
    """Find the cell that is no number, for the message."""
    for row, cell in enumerate(field.cells[rows].tolist(), 1):
        try:
            convert(cell)
        except ValueError:
            return LeopardRangeError("cell_not_number", file=name, row=row, column=title)
    raise AssertionError("a cell failed before")
