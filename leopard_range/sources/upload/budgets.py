"""How much one uploaded table may hold; checked before anything expensive is computed."""

from __future__ import annotations

from leopard_range.errors import LeopardRangeError, RejectedError

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_CROSSINGS",
    "MAX_PAIRS",
    "MAX_ROWS",
    "MAX_TEXT",
    "MAX_VERTICES",
    "check_cells",
    "check_columns",
    "check_rows",
    "check_vertices",
]

MAX_COLUMNS = 200
"""Columns of a table."""

MAX_ROWS = 100_000
"""Rows or features of a table."""

MAX_CELLS = 1_500_000
"""Rows times columns; each cell costs some two microseconds to read and check."""

MAX_VERTICES = 200_000
"""Vertices of all shapes of a table together."""

MAX_TEXT = 1_000
"""Characters of one text cell."""

MAX_CROSSINGS = 20_000
"""Places where the edges of invalid polygons meet; repairing one costs about 20 microseconds
(measured with GEOS 3.13 on stars of 101 to 1,501 vertices), so this many cost about half a second."""

MAX_PAIRS = 5_000_000
"""Pairs of edges whose boxes overlap that are looked at before the count is given up as too high."""


def check_columns(count: int, name: str) -> None:
    """Refuse a table with too many columns.

    Parameters
    ----------
    count : int
        Columns.
    name : str
        File name.

    Raises
    ------
    RejectedError
        ``too_many_columns``.
    """
    if count > MAX_COLUMNS:
        raise RejectedError("too_many_columns", file=name, limit=MAX_COLUMNS)


def check_rows(count: int, name: str) -> None:
    """Refuse a table with too many rows.

    Parameters
    ----------
    count : int
        Rows.
    name : str
        File name.

    Raises
    ------
    LeopardRangeError
        ``too_many_rows``.
    """
    if count > MAX_ROWS:
        raise LeopardRangeError("too_many_rows", file=name, limit=MAX_ROWS)


def check_vertices(count: int, name: str) -> None:
    """Refuse a table with too many vertices.

    Parameters
    ----------
    count : int
        Vertices of all shapes together.
    name : str
        File name.

    Raises
    ------
    LeopardRangeError
        ``too_many_vertices``.
    """
    if count > MAX_VERTICES:
        raise LeopardRangeError("too_many_vertices", file=name, limit=MAX_VERTICES)


def check_cells(count: int, name: str) -> None:
    """Refuse a table with too many cells.

    Parameters
    ----------
    count : int
        Rows times columns.
    name : str
        File name.

    Raises
    ------
    LeopardRangeError
        ``too_many_cells``.
    """
    if count > MAX_CELLS:
        raise LeopardRangeError("too_many_cells", file=name, limit=MAX_CELLS)
