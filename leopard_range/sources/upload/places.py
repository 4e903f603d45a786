"""Positions of a table: two columns of coordinates, or one of WKT."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.angles import MISSING, angle
from leopard_range.sources.upload.budgets import MAX_VERTICES
from leopard_range.sources.upload.cells import Cells
from leopard_range.sources.upload.sanity import crs_of_code
from leopard_range.sources.upload.text import label

__all__ = ["Places", "read_places"]

_DATUMS = {
    **dict.fromkeys(("wgs84", "wgs1984", "gps", "epsg4326", "unknown", "notrecorded", "未知"), "EPSG:4326"),
    **dict.fromkeys(("cgcs2000", "2000国家大地坐标系", "国家2000"), "EPSG:4490"),
    **dict.fromkeys(("pulkovo1942", "пулково1942", "ск42", "sk42", "s42"), "EPSG:4284"),
    **dict.fromkeys(("гск2011", "gsk2011"), "EPSG:7683"),
    **dict.fromkeys(("korea2000", "kgd2002", "grs80"), "EPSG:4737"),
    **dict.fromkeys(("xian1980", "xian80", "西安80", "西安1980"), "EPSG:4610"),
    **dict.fromkeys(("beijing1954", "北京54", "北京1954"), "EPSG:4214"),
}  # fmt: skip
"""Geodetic datums people of the area write, and the codes of their longitude and latitude."""

_MAX_NESTING = 16
_SRID = re.compile(r"\s*SRID\s*=\s*([0-9]{1,6})\s*;", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the rows of a table are.

    Attributes
    ----------
    geometry : ndarray of shapely geometry or None, shape (rows,)
        In `crs`.
    crs : CRS or None
        None when the table does not say.
    used : frozenset of int
        Columns the positions were read from.
    repairs, remarks : tuple of Note
        What was changed and what was chosen.
    """

    geometry: NDArray[Any]
    crs: CRS | None
    used: frozenset[int]
    repairs: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()


def read_places(cells: Cells, parts: dict[str, int], name: str, choices: Choices) -> Places:
    """Find and read the positions of a table.

    Parameters
    ----------
    cells : Cells
        The table.
    parts : dict of str to int
        From `leopard_range.sources.upload.roles.roles`.
    name : str
        File name, for messages.
    choices : Choices
        ``crs`` makes a stated datum needless.

    Returns
    -------
    Places

    Raises
    ------
    LeopardRangeError
        ``coordinates_missing``, ``coordinate_unreadable``, ``coordinate_minutes``,
        ``coordinate_half``, ``swapped``, ``wkt_bad``, ``datum_unknown``.
    """
    for east, north in (("lon", "lat"), ("x", "y")):
        if east in parts and north in parts:
            return _from_columns(cells, parts, (east, north), name, choices)
    if "wkt" in parts:
        return _from_wkt(cells, parts, name, choices)
    raise LeopardRangeError("coordinates_missing", file=name)


def _from_columns(
    cells: Cells, parts: dict[str, int], axes: tuple[str, str], name: str, choices: Choices
) -> Places:
    used = tuple(parts[axis] for axis in axes)
    values = np.full((len(cells.rows), 2), np.nan)
    styles = []
    for at, (row, number) in enumerate(zip(cells.rows, cells.numbers, strict=True)):
        both = [angle(row[column], axis) for column, axis in zip(used, axes, strict=True)]
        for found, column in zip(both, used, strict=True):
            if found.error:
                title = label(cells.header[column])
                raise LeopardRangeError(found.error, file=name, row=number, column=title)
            styles.append(found.style)
        if (both[0].value is None) != (both[1].value is None):
            raise LeopardRangeError("coordinate_half", file=name, row=number)
        if both[0].value is not None:
            values[at] = both[0].value, both[1].value
    geometry = np.full(len(values), None, dtype=object)
    there = ~np.isnan(values).any(axis=1)
    geometry[there] = shapely.points(values[there])
    repairs = []
    if "comma" in styles:
        repairs.append(Note.of("decimal_comma"))
    if "degrees" in styles:
        repairs.append(Note.of("dms_read", count=styles.count("degrees")))
    columns = ", ".join(label(cells.header[column]) for column in used)
    crs = _system(cells, parts, values[there], name, choices, degrees=axes[0] == "lon" or "degrees" in styles)
    remarks = (Note.of("positions_from", columns=columns),)
    return Places(geometry, crs, frozenset(used), tuple(repairs), remarks)


def _system(
    cells: Cells,
    parts: dict[str, int],
    values: NDArray[np.float64],
    name: str,
    choices: Choices,
    *,
    degrees: bool,
) -> CRS | None:
    """System of two columns: what the datum column says, else degrees when they can be degrees."""
    if choices.crs:
        return WGS84 if degrees else None
    looks = bool(len(values)) and bool((np.abs(values) <= (180.0, 90.0)).all())
    stated = _stated(cells, parts, name)
    if stated is not None and (degrees or looks or stated.is_projected):
        return stated
    return WGS84 if degrees or looks else None


def _stated(cells: Cells, parts: dict[str, int], name: str) -> CRS | None:
    if "datum" not in parts:
        return None
    stated = {cell for cell in cells.column(parts["datum"]) if cell.casefold() not in MISSING}
    found = {_datum(text) for text in stated}
    if len(found) > 1 or None in found:
        column = label(cells.header[parts["datum"]])
        raise LeopardRangeError("datum_unknown", file=name, column=column)
    return found.pop() if found else None


def _datum(text: str) -> CRS | None:
    code = _DATUMS.get(re.sub(r"[\W_]+", "", text.casefold()))
    return crs_of_code(code or text[:100])


def _from_wkt(cells: Cells, parts: dict[str, int], name: str, choices: Choices) -> Places:
    used = parts["wkt"]
    geometry = np.full(len(cells.rows), None, dtype=object)
    codes: set[str] = set()
    for at, (row, number) in enumerate(zip(cells.rows, cells.numbers, strict=True)):
        text = row[used]
        if text.casefold() in MISSING:
            continue
        srid = _SRID.match(text)
        codes.add(srid.group(1) if srid else "")
        shape = _shape(text[srid.end() :] if srid else text)
        if shape is None:
            raise LeopardRangeError("wkt_bad", file=name, row=number, column=label(cells.header[used]))
        geometry[at] = shape
    remarks = (Note.of("positions_from", columns=label(cells.header[used])),)
    return Places(geometry, _wkt_system(codes, cells, parts, name, choices), frozenset((used,)), (), remarks)


def _shape(text: str) -> Any:
    """Read WKT that is not nested: GEOS reads nested collections by calling itself."""
    if text.count("(") > MAX_VERTICES:
        return None
    depth = deepest = 0
    for char in re.findall(r"[()]", text):
        depth += 1 if char == "(" else -1
        deepest = max(deepest, depth)
    if deepest > _MAX_NESTING:
        return None
    try:
        return shapely.from_wkt(text)
    except shapely.errors.GEOSException:
        return None


def _wkt_system(
    codes: set[str], cells: Cells, parts: dict[str, int], name: str, choices: Choices
) -> CRS | None:
    if choices.crs:
        return WGS84
    if codes - {""}:
        found = crs_of_code(next(iter(codes))) if len(codes) == 1 else None
        if found is None:
            raise LeopardRangeError("crs_unknown", file=name)
        return found
    return _stated(cells, parts, name) or WGS84
