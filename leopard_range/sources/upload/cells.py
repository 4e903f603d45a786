"""A table of text taken apart into cells: comma, semicolon, tab or bar between them.

Python's ``csv`` splits the cells; what it is silent about is checked here: rows of the wrong
length, open quotes, more columns than any table has.

References
----------
Shafranovich Y. (2005) Common format and MIME type for CSV files, RFC 4180, doi:10.17487/RFC4180.
"""

from __future__ import annotations

import csv
import io
import re

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Note
from leopard_range.sources.upload.budgets import MAX_COLUMNS, check_cells, check_columns, check_rows

__all__ = ["Cells", "read_cells"]

_DELIMITERS = "\t;|,"
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SPREADSHEET_COLUMNS = 16_384
"""Columns of a spreadsheet: a header with more was not written by one."""


class Cells:
    """The cells of a table as text.

    Attributes
    ----------
    header : list of str
        Column names as written.
    rows : list of list of str
        Cells without the white space around them, as many in each row as the header has.
    numbers : list of int
        Row of the file, counted as spreadsheets do: the first is 1.
    delimiter : str
        What stands between cells.
    repairs, remarks : list of Note
        What was changed and what was chosen.
    """

    def __init__(self, header: list[str], delimiter: str) -> None:
        self.header, self.delimiter = header, delimiter
        self.rows: list[list[str]] = []
        self.numbers: list[int] = []
        self.repairs: list[Note] = []
        self.remarks: list[Note] = []

    def column(self, at: int) -> list[str]:
        """Return the cells of one column."""
        return [row[at] for row in self.rows]


def read_cells(text: str, name: str) -> Cells:
    """Split a table into its cells.

    Parameters
    ----------
    text : str
        The file.
    name : str
        File name, for messages.

    Returns
    -------
    Cells
        Without comment lines, empty rows, repeated rows, and columns that hold nothing at all.

    Raises
    ------
    LeopardRangeError
        ``no_rows``, ``ragged_row``, ``quote_open``, ``quote_bad``, ``too_many_rows``,
        ``too_many_cells``.
    RejectedError
        ``too_many_columns``.
    """
    start, delimiter, skipped = _head(text)
    line = text[start : _line_end(text, start)]
    if line.count(delimiter) >= _SPREADSHEET_COLUMNS:
        raise RejectedError("too_many_columns", file=name, limit=MAX_COLUMNS)
    old_limit = csv.field_size_limit(len(text) + 1)
    try:
        cells = _split(text[start:], delimiter, skipped, name)
    finally:
        csv.field_size_limit(old_limit)
    if skipped:
        cells.remarks.append(Note.of("comments_skipped", count=skipped))
    _drop_blank_columns(cells)
    check_columns(len(cells.header), name)
    check_cells(len(cells.rows) * len(cells.header), name)
    _drop_repeats(cells)
    return cells


def _line_end(text: str, start: int) -> int:
    match = re.compile(r"[\r\n]").search(text, start)
    return match.start() if match else len(text)


def _head(text: str) -> tuple[int, str, int]:
    """Where the header starts, what stands between its cells, and how many comment lines precede it."""
    start, delimiter, skipped = 0, "", 0
    if (match := _SEP_LINE.match(text)) is not None:
        start, delimiter = match.end(), match.group(1)
    while start < len(text):
        end = _line_end(text, start)
        line = text[start:end].strip()
        if line and not line.startswith("#"):
            break
        skipped += bool(line)
        start = end + (2 if text.startswith("\r\n", end) else 1)
    line = re.sub(r'"[^"]*"', "", text[start : _line_end(text, start)])
    return start, delimiter or max(_DELIMITERS, key=line.count), skipped


def _split(text: str, delimiter: str, skipped: int, name: str) -> Cells:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    cells: Cells | None = None
    while True:
        number += 1
        try:
            row = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error as problem:
            code = "quote_open" if "end of data" in str(problem) else "quote_bad"
            raise LeopardRangeError(code, file=name, row=number) from None
        if not any(row):
            continue
        if cells is None:
            while not row[-1]:
                row.pop()
            check_columns(len(row), name)
            cells = Cells(row, delimiter)
            continue
        while len(row) > len(cells.header) and not row[-1]:
            row.pop()
        if len(row) != len(cells.header):
            raise LeopardRangeError(
                "ragged_row", file=name, row=number, found=len(row), needed=len(cells.header)
            )
        check_rows(len(cells.rows) + 1, name)
        cells.rows.append(row)
        cells.numbers.append(number)
    if cells is None:
        raise LeopardRangeError("no_rows", file=name)
    return cells


def _drop_blank_columns(cells: Cells) -> None:
    blank = [
        at for at, title in enumerate(cells.header) if not title and not any(row[at] for row in cells.rows)
    ]
    if blank:
        keep = [at for at in range(len(cells.header)) if at not in set(blank)]
        cells.header = [cells.header[at] for at in keep]
        cells.rows = [[row[at] for at in keep] for row in cells.rows]
        cells.remarks.append(Note.of("blank_columns", count=len(blank)))


def _drop_repeats(cells: Cells) -> None:
    first: dict[tuple[str, ...], int] = {}
    for row, number in zip(cells.rows, cells.numbers, strict=True):
        first.setdefault(tuple(row), number)
    if len(first) < len(cells.rows):
        cells.repairs.append(Note.of("rows_twice", count=len(cells.rows) - len(first)))
        cells.rows, cells.numbers = [list(row) for row in first], list(first.values())
