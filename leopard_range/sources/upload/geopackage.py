"""A GeoPackage read as the SQLite database it is: plain tables only, nothing computed.

A database can hold views, virtual tables and triggers, which run when they are asked for or
written to, and read other files.  Here nothing but plain tables that the register of contents
names is asked for, through a connection that refuses everything else.

References
----------
OGC 12-128r19 (2023) GeoPackage Encoding Standard 1.4.
SQLite, "Defense Against The Dark Arts" (https://www.sqlite.org/security.html).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.budgets import check_cells, check_columns, check_rows, check_vertices
from leopard_range.sources.upload.layers import choose_layer, frame_of, layer_name
from leopard_range.sources.upload.limits import MAX_BYTES
from leopard_range.sources.upload.raw import Raw
from leopard_range.sources.upload.sanity import crs_of_code
from leopard_range.sources.upload.systems import described_crs
from leopard_range.sources.upload.text import clean
from leopard_range.sources.upload.wkb import check_wkb

__all__ = ["parse"]

_STEPS = 20_000_000
"""Steps of SQLite's machine for one question; a full table of 20 MB takes fewer than a million."""
_CHECK_EVERY = 10_000
_MOST_TABLES = 1_000

_READ_ONLY = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_STANDARD_VIEWS = {"spatial_ref_sys", "st_spatial_ref_sys", "st_geometry_columns", "geometry_columns"}
_ENVELOPES = (0, 32, 48, 48, 64)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Layer:
    """A table of features, as the register describes it."""

    table: str
    column: str
    srs: int


def parse(name: str, body: bytes, choices: Choices) -> Raw:
    """Read one layer of a GeoPackage.

    Parameters
    ----------
    name : str
        File name, for messages.
    body : bytes
        The database.
    choices : Choices
        ``layer`` picks one of several.

    Returns
    -------
    Raw

    Raises
    ------
    LeopardRangeError
        ``gpkg_damaged``, ``gpkg_no_layer``, ``gpkg_text``, ``several_layers``, ``layer_missing``,
        ``shape_unreadable``, ``too_many_rows``, ``too_many_cells``, ``too_many_vertices``.
    RejectedError
        ``gpkg_computed`` for views and virtual tables; ``too_many_columns``.
    """
    with _database(name, body) as base:
        layers, count = _layers(name, base)
        shown = choose_layer(name, list(layers), choices)
        layer = layers[shown]
        columns, cells, left_out = _rows(name, base, layer)
        crs = _crs(name, base, layer.srs)
    shapes = _shapes(name, shown, cells.pop(columns.index(layer.column)))
    columns.remove(layer.column)
    repairs = [Note.of("layer_renamed", layer=shown)] if shown != clean(layer.table) else []
    if left_out:
        repairs.append(Note.of("columns_unread", columns=", ".join(map(layer_name, left_out))))
    remarks = [Note.of("layer_chosen", layer=shown, count=count)] if count > 1 else []
    if body[18:20] != b"\x01\x01":
        remarks.append(Note("gpkg_journal"))
    return Raw(
        name=name,
        kind="gpkg",
        frame=frame_of(list(zip(columns, cells, strict=True)), shapes),
        crs=crs,
        layer=shown,
        repairs=tuple(repairs),
        remarks=tuple(remarks),
    )


@contextmanager
def _database(name: str, body: bytes) -> Iterator[sqlite3.Connection]:
    """Open the database in memory, for reading plain tables and for nothing else."""
    base = sqlite3.connect(":memory:", isolation_level=None)
    steps = 0

    def tired() -> int:
        nonlocal steps
        steps += _CHECK_EVERY
        return int(steps > _STEPS)

    try:
        # A copy of a database in use says so in two bytes; only what was written out is here.
        base.deserialize(body[:18] + b"\x01\x01" + body[20:])
        for command in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "temp_store=MEMORY"):
            base.execute(f"PRAGMA {command}")
        base.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
        base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        base.set_progress_handler(tired, _CHECK_EVERY)
        base.set_authorizer(_authorised)
        yield base
    except (sqlite3.Error, UnicodeError):
        raise LeopardRangeError("gpkg_damaged", file=name) from None
    finally:
        base.close()


def _authorised(
    action: int, first: str | None, _second: str | None, _base: str | None, inner: str | None
) -> int:
    """Allow reading columns of tables asked for directly, and describing a table."""
    if inner is not None:
        return sqlite3.SQLITE_DENY
    about = action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo"
    return sqlite3.SQLITE_OK if action in _READ_ONLY or about else sqlite3.SQLITE_DENY


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _layers(name: str, base: sqlite3.Connection) -> tuple[dict[str, _Layer], int]:
    """Return the tables of features by safe name, and how many tables are registered."""
    plain = _plain_tables(name, base)
    if not {"gpkg_contents", "gpkg_geometry_columns"} <= plain:
        raise LeopardRangeError("gpkg_no_layer", file=name)
    count = len(base.execute("SELECT table_name FROM gpkg_contents").fetchmany(_MOST_TABLES))
    register = base.execute(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c, gpkg_geometry_columns g "
        "WHERE c.table_name = g.table_name"
    ).fetchmany(_MOST_TABLES)
    layers: dict[str, _Layer] = {}
    for table, column, srs in register:
        if not (isinstance(table, str) and isinstance(column, str) and isinstance(srs, int)):
            raise LeopardRangeError("gpkg_damaged", file=name)
        if table.lower() in plain and not table.lower().startswith(("gpkg_", "sqlite_", "rtree_")):
            safe, again = layer_name(table), 1
            while safe in layers:
                again += 1
                safe = f"{layer_name(table)} ({again})"
            layers[safe] = _Layer(table, column, srs)
    if not layers:
        raise LeopardRangeError("gpkg_no_layer", file=name)
    return layers, count


def _plain_tables(name: str, base: sqlite3.Connection) -> set[str]:
    """Return the tables that hold their content; refuse a database with others."""
    plain: set[str] = set()
    for kind, table, sql in base.execute("SELECT type, name, sql FROM sqlite_master"):
        virtual = re.match(r"\s*CREATE\s+VIRTUAL\s+TABLE", sql or "", re.IGNORECASE)
        # The register's own index of shapes is virtual too; it is never asked for.
        index = (
            virtual
            and re.match(r"rtree_", table, re.IGNORECASE)
            and re.search(r"\bUSING\s+rtree\b", sql, re.I)
        )
        if (kind == "view" and table.lower() not in _STANDARD_VIEWS) or (virtual and not index):
            raise RejectedError("gpkg_computed", file=name)
        if kind == "table" and not virtual:
            plain.add(table.lower())
    return plain


def _rows(name: str, base: sqlite3.Connection, layer: _Layer) -> tuple[list[str], list[list[Any]], list[str]]:
    """Read a table by columns; return names, cells, and names of what is computed or binary."""
    described = base.execute(f"PRAGMA table_xinfo({_quoted(layer.table)})").fetchall()
    names = [(str(row[1]), str(row[2]).upper()) for row in described if row[6] == 0 and not _is_key(row)]
    left_out = [str(row[1]) for row in described if row[6] != 0]
    kept = [one for one, kind in names if one == layer.column or not kind.startswith("BLOB")]
    left_out += [one for one, _kind in names if one not in kept]
    check_columns(len(kept), name)
    if layer.column not in kept:
        raise LeopardRangeError("gpkg_damaged", file=name, layer=layer_name(layer.table))
    question = f"SELECT {', '.join(map(_quoted, kept))} FROM {_quoted(layer.table)}"
    rows = []
    for row in base.execute(question):
        rows.append(row)
        check_rows(len(rows), name)
        check_cells(len(rows) * len(kept), name)
    cells = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in kept]
    booleans = {one for one, kind in names if kind.startswith("BOOL")}
    for at, title in enumerate(kept):
        if title != layer.column:
            cells[at] = _checked(name, layer, title, cells[at], boolean=title in booleans)
    return kept, cells, left_out


def _is_key(row: Sequence[Any]) -> bool:
    """Tell whether a column only numbers the rows."""
    return bool(row[5]) and str(row[2]).upper().startswith("INTEGER")


def _checked(name: str, layer: _Layer, column: str, cells: list[Any], *, boolean: bool) -> list[Any]:
    """Refuse text that is not UTF-8; give truth values their kind."""
    for row, cell in enumerate(cells, 1):
        if isinstance(cell, str) and _SURROGATE.search(cell):
            shown = layer_name(layer.table)
            raise LeopardRangeError("gpkg_text", file=name, layer=shown, row=row, column=layer_name(column))
    if boolean and all(cell in (0, 1, None) for cell in cells):
        return [None if cell is None else bool(cell) for cell in cells]
    # A table may hold anything anywhere: bytes in a column of text are no text.
    return [None if isinstance(cell, bytes) else cell for cell in cells]


def _crs(name: str, base: sqlite3.Connection, srs: int) -> CRS | None:
    if srs in (0, -1):
        return None
    row = base.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
        "WHERE srs_id = ?",
        [srs],
    ).fetchone()
    if row is None:
        return None
    organization, code, definition = row
    found = crs_of_code(f"{organization}:{code}")
    return found or described_crs(str(definition), name)


def _shapes(name: str, layer: str, cells: Sequence[Any]) -> NDArray[np.object_]:
    """Decode the geometry of every row, after walking through it."""
    out = np.full(len(cells), None, dtype=object)
    vertices = 0
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        try:
            start = _start(cell)
            if start is None:
                continue
            count = check_wkb(cell, start)
            vertices += count
            check_vertices(vertices, name)
            out[at] = shapely.from_wkb(cell[start:])
        except (ValueError, shapely.errors.ShapelyError):
            raise LeopardRangeError("shape_unreadable", file=name, layer=layer, feature=at + 1) from None
    return out


def _start(cell: Any) -> int | None:
    """Return where the well-known binary begins in a geometry of a GeoPackage; None when it is empty."""
    if not isinstance(cell, bytes) or len(cell) < 8 or cell[:2] != b"GP":
        raise ValueError("head")
    flags = cell[3]
    envelope = flags >> 1 & 7
    if flags & 0x20 or envelope >= len(_ENVELOPES):
        raise ValueError("kind")
    return None if flags & 0x10 else 8 + _ENVELOPES[envelope]
