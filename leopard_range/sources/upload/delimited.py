"""Tables of positions: coordinates in columns or WKT, dates, counts, and whatever else.

What the bytes or the columns do not say is asked for, never guessed: the encoding, the order
of day and month, the coordinate system.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.angles import plain
from leopard_range.sources.upload.cells import Cells, read_cells
from leopard_range.sources.upload.encoding import decode_text
from leopard_range.sources.upload.moments import read_moments
from leopard_range.sources.upload.places import Places, read_places
from leopard_range.sources.upload.raw import Raw, features, named_table
from leopard_range.sources.upload.roles import is_date_column, roles
from leopard_range.sources.upload.text import label
from leopard_range.sources.upload.values import counts, typed

__all__ = ["parse"]


def parse(name: str, body: bytes, choices: Choices, today: date | None = None) -> Raw:
    """Read a table of positions.

    Parameters
    ----------
    name : str
        File name, for messages.
    body : bytes
        The file.
    choices : Choices
        ``encoding``, ``crs``, ``date_order`` and ``timezone`` answer what the table leaves open.
    today : date, optional
        Later dates are in the future; by default the day it is.

    Returns
    -------
    Raw
        One row for each different row of the table; positions in its geometry, dates in ISO 8601.

    Raises
    ------
    LeopardRangeError, RejectedError
        A code of the section "uploads: text, tables and shapes", naming row and column.
    """
    text, notes = decode_text(body, name, choices)
    cells = read_cells(text, name)
    parts = roles(cells.header, name)
    if not parts and any(plain(cell) is not None for cell in cells.header):
        raise LeopardRangeError("no_header", file=name)
    places = read_places(cells, parts, name, choices)
    if not cells.rows:
        raise LeopardRangeError("no_rows", file=name)
    table, repairs = _columns(cells, parts, places, name=name, choices=choices, today=today or date.today())
    camera = cells.header[parts["camera"]] if "camera" in parts else ""
    return Raw(
        name,
        "csv",
        features(table, places.geometry),
        places.crs,
        repairs=(*notes, *cells.repairs, *places.repairs, *repairs),
        remarks=(*cells.remarks, *places.remarks),
        numbers=np.array(cells.numbers, dtype=np.int64),
        camera=camera,
    )


def _columns(
    cells: Cells, parts: dict[str, int], places: Places, *, name: str, choices: Choices, today: date
) -> tuple[pd.DataFrame, list[Note]]:
    """Every column but the positions, read as dates, counts, numbers or text."""
    columns: list[Sequence[Any]] = []
    titles: list[str] = []
    repairs: list[Note] = []
    commas = False
    for at, title in enumerate(cells.header):
        if at in places.used:
            continue
        column: Sequence[Any] = cells.column(at)
        if is_date_column(title):
            column = _with_times(column, cells, parts)
            column, notes = read_moments(
                column, cells.numbers, column=label(title), name=name, choices=choices, today=today
            )
            repairs.extend(notes)
        elif at == parts.get("count"):
            column = counts(column, cells.numbers, label(title), name)
        elif at == parts.get("camera"):
            column = [cell or None for cell in column]
        else:
            column, had_commas = typed(column, cells.delimiter)
            commas = commas or had_commas
        columns.append(column)
        titles.append(title)
    table = named_table(titles, columns, len(cells.rows))
    if commas and not any(note.code == "decimal_comma" for note in places.repairs):
        repairs.append(Note.of("decimal_comma"))
    return table, repairs


def _with_times(dates: Sequence[str], cells: Cells, parts: dict[str, int]) -> Sequence[str]:
    """Dates with the times that stand in a column of their own."""
    if "time" not in parts:
        return dates
    times = cells.column(parts["time"])
    return [
        f"{day} {hour}" if day and ":" not in day and re.match(r"[0-9]{1,2}:", hour) else day
        for day, hour in zip(dates, times, strict=True)
    ]
