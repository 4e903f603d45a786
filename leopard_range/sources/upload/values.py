"""Cells of text turned into counts and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from leopard_range.errors import LeopardRangeError
from leopard_range.sources.upload.angles import MISSING, plain

__all__ = ["MAX_COUNT", "counts", "typed"]

MAX_COUNT = 10_000
"""Animals of one record; more is a slip."""


def counts(column: Sequence[str], numbers: Sequence[int], title: str, name: str) -> list[int | None]:
    """Read a column of counts.

    Parameters
    ----------
    column : sequence of str
        Cells.
    numbers : sequence of int
        Row of the file each stands in.
    title, name : str
        Column and file, for messages.

    Returns
    -------
    list of int or None
        None where there is none.

    Raises
    ------
    LeopardRangeError
        ``count_bad`` for anything but a whole number from 0 to `MAX_COUNT`.
    """
    out: list[int | None] = []
    for cell, row in zip(column, numbers, strict=True):
        if cell.casefold() in MISSING:
            out.append(None)
            continue
        value = plain(cell)
        if value is None or not 0 <= value <= MAX_COUNT or value != int(value):
            raise LeopardRangeError("count_bad", file=name, row=row, column=title, limit=MAX_COUNT)
        out.append(int(value))
    return out


def typed(column: Sequence[str], delimiter: str) -> tuple[Sequence[Any], bool]:
    """Turn a column into numbers when every cell is one.

    Identifiers such as 007 stay text, and so do formulas.

    Parameters
    ----------
    column : sequence of str
        Cells.
    delimiter : str
        What stands between cells: with a comma there, a comma inside one is no decimal comma.

    Returns
    -------
    cells : sequence of int, float, str or None
        None where there is nothing.
    commas : bool
        Decimal commas were read.
    """
    filled = [cell for cell in column if cell.casefold() not in MISSING]
    comma = delimiter != "," and any("," in cell for cell in filled)
    dotted = {
        cell: cell.replace(",", ".") if comma and cell.count(",") == 1 else cell for cell in set(filled)
    }
    if filled and all(_is_number(text) for text in dotted.values()):
        return [_number(dotted[cell]) if cell in dotted else None for cell in column], comma
    return [cell or None for cell in column], False


def _is_number(text: str) -> bool:
    value = plain(text)
    return value is not None and abs(value) < 1e300 and not re.match(r"[+]|-?0[0-9]", text)


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else float(text)
