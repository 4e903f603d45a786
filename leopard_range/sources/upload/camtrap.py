"""Camtrap DP packages: camera deployments with their media and observations.

Here a package is read safely: its tables are there, their rows belong together, positions and
dates can be meant, nothing outside the package is asked for.  Addresses of schemas and pictures
are text; none is opened.  Whether the survey makes sense is for the analyses.

References
----------
Bubnicki J. W. et al. (2023) Camtrap DP: an open standard for the FAIR exchange and archiving of
camera trap data, Remote Sensing in Ecology and Conservation, doi:10.1002/rse2.374.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Choices, Note, Upload
from leopard_range.sources.upload.angles import plain
from leopard_range.sources.upload.cells import Cells, read_cells
from leopard_range.sources.upload.encoding import decode_text
from leopard_range.sources.upload.json_text import load
from leopard_range.sources.upload.moments import read_moments
from leopard_range.sources.upload.raw import named_table
from leopard_range.sources.upload.sanity import in_area
from leopard_range.sources.upload.table import safe_columns
from leopard_range.sources.upload.text import clean, label
from leopard_range.sources.upload.values import counts, typed

__all__ = ["DESCRIPTOR", "check_path", "parse", "root_of"]

DESCRIPTOR = "datapackage.json"
"""Name of the file that describes a package."""

_REQUIRED = {
    "deployments": ("deploymentID", "latitude", "longitude", "deploymentStart", "deploymentEnd"),
    "media": ("mediaID", "deploymentID", "timestamp", "filePath", "filePublic", "fileMediatype"),
    "observations": (
        *("observationID", "deploymentID", "eventStart", "eventEnd", "observationLevel", "observationType"),
    ),
}
_KEYS = {"deployments": "deploymentID", "media": "mediaID", "observations": "observationID"}
_LINKS = (
    ("media", "deploymentID", "deployments"),
    ("observations", "deploymentID", "deployments"),
    ("observations", "mediaID", "media"),
)
_DATES = {
    "deployments": ("deploymentStart", "deploymentEnd"),
    "media": ("timestamp",),
    "observations": ("eventStart", "eventEnd", "classificationTimestamp"),
}
_SPANS = (("deploymentStart", "deploymentEnd"), ("eventStart", "eventEnd"))


@dataclass(slots=True)
class _Table:
    """One table of the package on its way through the checks."""

    name: str
    member: str
    cells: Cells
    columns: dict[str, Any] = field(default_factory=dict)

    def error(self, code: str, at: int, column: str, **blanks: str | int) -> LeopardRangeError:
        return LeopardRangeError(code, row=self.cells.numbers[at], column=column, **blanks)

    def text(self, column: str) -> list[str]:
        """Cells of a column as written; empty ones where there is no such column."""
        if column not in self.cells.header:
            return [""] * len(self.cells.rows)
        return self.cells.column(self.cells.header.index(column))


def parse(name: str, members: Mapping[str, bytes], choices: Choices, today: date | None = None) -> Upload:
    """Read a Camtrap DP package.

    Parameters
    ----------
    name : str
        File name, for messages.
    members : mapping of str to bytes
        Content of the package by path inside it, ``datapackage.json`` among them.
    choices : Choices
        ``encoding``, ``date_order`` and ``timezone`` answer what the tables leave open.
    today : date, optional
        Later dates are in the future; by default the day it is.

    Returns
    -------
    Upload
        Deployments as points in EPSG:4326, ``media`` and ``observations`` in ``tables``; columns
        about people left out.

    Raises
    ------
    LeopardRangeError
        ``camtrap_*`` and the codes of tables, naming the file inside the package, row and column.
    RejectedError
        ``camtrap_outside`` for a table that is not inside the package.
    """
    root = root_of(members)
    with _inside(name, root + DESCRIPTOR):
        paths = _paths(members, root, name, choices)
    tables: dict[str, _Table] = {}
    repairs: list[Note] = []
    for resource, (member, encoding) in paths.items():
        with _inside(name, member):
            tables[resource] = _table(resource, member, members[member], name, _answers(choices, encoding))
            repairs += tables[resource].cells.repairs
            repairs += _check(tables[resource], name, choices, today or date.today())
    for resource, column, target in _LINKS:
        with _inside(name, tables[resource].member):
            _check_link(tables[resource], column, tables[target])
    deployments = tables["deployments"]
    with _inside(name, deployments.member):
        points = _points(deployments)
    safe: dict[str, pd.DataFrame] = {}
    for resource, table in tables.items():
        columns = named_table(list(table.columns), list(table.columns.values()), len(table.cells.rows))
        safe[resource], notes = safe_columns(columns, name)
        repairs += notes
    frame = gpd.GeoDataFrame(safe.pop("deployments"), geometry=points, crs=WGS84)
    ignored = len(members) - len({root + DESCRIPTOR, *(member for member, _ in paths.values())})
    return Upload(
        name=clean(name),
        kind="camtrap-dp",
        rows=len(frame),
        source_crs="EPSG:4326",
        repairs=tuple(dict.fromkeys(repairs)),
        remarks=(*_area_note(points), *((Note.of("camtrap_ignored", count=ignored),) if ignored else ())),
        frame=frame,
        tables=safe,
    )


def root_of(members: Mapping[str, bytes]) -> str:
    """Return the folder of the description nearest to the top, with its slash.

    Parameters
    ----------
    members : mapping of str to bytes
        Content of a package by path inside it.
    """
    found = sorted(
        (path for path in members if posixpath.basename(path) == DESCRIPTOR), key=lambda p: p.count("/")
    )
    return found[0].removesuffix(DESCRIPTOR) if found else ""


@contextmanager
def _inside(name: str, member: str) -> Iterator[None]:
    """Let an error name the file inside the package as well."""
    try:
        yield
    except LeopardRangeError as problem:
        blanks = {**problem.blanks, "file": name, "member": label(posixpath.basename(member))}
        raise type(problem)(problem.code, **blanks) from None


def _answers(choices: Choices, encoding: str) -> Choices:
    return choices if choices.encoding or not encoding else replace(choices, encoding=encoding)


def _paths(
    members: Mapping[str, bytes], root: str, name: str, choices: Choices
) -> dict[str, tuple[str, str]]:
    """Member and stated encoding of each table of the standard."""
    if root + DESCRIPTOR not in members:
        raise LeopardRangeError("camtrap_descriptor")
    descriptor, _ = load(name, members[root + DESCRIPTOR], choices)
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list):
        raise LeopardRangeError("camtrap_descriptor")
    found: dict[str, tuple[str, str]] = {}
    for resource in resources:
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
            raise LeopardRangeError("camtrap_descriptor")
        path = resource.get("path")
        listed = path if isinstance(path, list) else [path] if path is not None else []
        for one in listed:
            check_path(one)
        if resource["name"] not in _REQUIRED:
            continue
        if resource["name"] in found:
            raise LeopardRangeError("camtrap_descriptor")
        if len(listed) != 1 or root + listed[0] not in members:
            raise LeopardRangeError("camtrap_resource", table=resource["name"])
        encoding = resource.get("encoding")
        stated = encoding if isinstance(encoding, str) and encoding.lower() not in ("utf-8", "utf8") else ""
        found[resource["name"]] = (root + listed[0], stated)
    for needed in _REQUIRED:
        if needed not in found:
            raise LeopardRangeError("camtrap_resource", table=needed)
    return {needed: found[needed] for needed in _REQUIRED}


def check_path(path: object) -> None:
    """Refuse a path that leads out of the package: an address, an absolute one, one that climbs.

    Parameters
    ----------
    path : object
        As the description states it.

    Raises
    ------
    LeopardRangeError
        ``camtrap_descriptor`` for what is no text.
    RejectedError
        ``camtrap_outside``.
    """
    if not isinstance(path, str) or not path:
        raise LeopardRangeError("camtrap_descriptor")
    climbs = ".." in path.replace("\\", "/").split("/")
    if climbs or path[0] in "/\\~" or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path) or "\\" in path:
        raise RejectedError("camtrap_outside")


def _table(resource: str, member: str, body: bytes, name: str, choices: Choices) -> _Table:
    text, notes = decode_text(body, name, choices)
    cells = read_cells(text, name)
    cells.repairs[:0] = notes
    table = _Table(resource, member, cells)
    for column in _REQUIRED[resource]:
        if cells.header.count(column) != 1:
            raise LeopardRangeError("camtrap_column", column=column)
        for at, cell in enumerate(table.text(column)):
            if not cell:
                raise table.error("camtrap_empty_cell", at, column)
    if resource == "deployments" and not cells.rows:
        raise LeopardRangeError("no_rows")
    return table


def _check(table: _Table, name: str, choices: Choices, today: date) -> list[Note]:
    """Check keys, dates and counts, and turn every column into values."""
    _check_unique(table)
    notes: list[Note] = []
    for at, title in enumerate(table.cells.header):
        cells = table.cells.column(at)
        if title in _DATES[table.name]:
            table.columns[title], said = read_moments(
                cells, table.cells.numbers, column=title, name=name, choices=choices, today=today
            )
            notes += said
        elif title == "count":
            table.columns[title] = counts(cells, table.cells.numbers, title, name)
        elif title.endswith("ID"):
            table.columns[title] = [cell or None for cell in cells]
        elif title not in table.columns:
            table.columns[title] = typed(cells, table.cells.delimiter)[0]
    for start, end in _SPANS:
        if start in table.columns and end in table.columns:
            _check_span(table, start, end)
    return notes


def _check_unique(table: _Table) -> None:
    key, seen = _KEYS[table.name], set()
    for at, cell in enumerate(table.text(key)):
        if cell in seen:
            raise table.error("camtrap_key_twice", at, key)
        seen.add(cell)


def _check_link(table: _Table, column: str, target: _Table) -> None:
    known = {"", *target.text(_KEYS[target.name])}
    for at, cell in enumerate(table.text(column)):
        if cell not in known:
            raise table.error("camtrap_key_unknown", at, column, table=target.name)


def _check_span(table: _Table, start: str, end: str) -> None:
    for at, (first, last) in enumerate(zip(table.columns[start], table.columns[end], strict=True)):
        if first is None or last is None or len(first) < 20 or len(last) < 20:
            # Whole days and years carry no zone; as text they compare as they should.
            wrong = first is not None and last is not None and last < first[: len(last)]
        else:
            wrong = datetime.fromisoformat(last) < datetime.fromisoformat(first)
        if wrong:
            raise table.error("camtrap_dates", at, end)


def _points(table: _Table) -> NDArray[Any]:
    """Positions of the deployments, checked one by one and as a whole."""
    columns = ("longitude", "latitude")
    lonlat = np.empty((len(table.cells.rows), 2))
    for axis, column in enumerate(columns):
        for at, cell in enumerate(table.text(column)):
            value = plain(cell)
            if value is None:
                raise table.error("coordinate_unreadable", at, column)
            lonlat[at, axis] = value
    if in_area(lonlat[:, ::-1]).all():
        raise LeopardRangeError("swapped")
    for axis, (column, limit) in enumerate(zip(columns, (180.0, 90.0), strict=True)):
        wrong = ~(np.abs(lonlat[:, axis]) <= limit)
        if wrong.any():
            raise table.error(f"{column}_out_of_range", int(wrong.argmax()), column)
    nowhere = (np.abs(lonlat) < 0.01).all(axis=1)
    if nowhere.any():
        raise table.error("null_island", int(nowhere.argmax()), "latitude")
    points: NDArray[Any] = shapely.points(lonlat)
    return points


def _area_note(points: NDArray[Any]) -> tuple[Note, ...]:
    """Packages state their system, so positions elsewhere are no mistake of reading."""
    outside = int((~in_area(shapely.get_coordinates(points))).sum())
    return (Note.of("outside_area_noted", count=outside, total=len(points)),) if outside else ()
