"""Columns that strangers filled: each becomes numbers, truth values or safe text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd

from leopard_range.model import Note
from leopard_range.sources.upload.budgets import check_columns
from leopard_range.sources.upload.personal import is_personal
from leopard_range.sources.upload.text import Cleaner, safe_names

__all__ = ["safe_columns"]

_EXACT = 2**53
"""Largest whole number a float holds exactly."""


def safe_columns(table: pd.DataFrame, name: str) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Make the columns of a table safe.

    Parameters
    ----------
    table : DataFrame
        Any columns, named by anything.
    name : str
        File name, for messages.

    Returns
    -------
    table : DataFrame
        Columns of ``float64``, ``int64``, ``bool`` or ``str`` under safe names, none about people.
    notes : tuple of Note
        What was changed.

    Raises
    ------
    RejectedError
        ``too_many_columns``.
    """
    check_columns(table.shape[1], name)
    safe = safe_names([str(column) for column in table.columns])
    cleaner, columns = Cleaner(), {}
    personal, binary, mixed, endless = [], [], [], 0
    for at, new in enumerate(safe.names):
        if new is None:
            continue
        cells = [_plain(cell) for cell in table.iloc[:, at].tolist()]
        if any(isinstance(cell, bytes) for cell in cells):
            binary.append(new)
            continue
        if is_personal(new, cells):
            personal.append(new)
            continue
        endless += sum(1 for cell in cells if isinstance(cell, float) and math.isinf(cell))
        columns[new], was_mixed = _column(cells, cleaner)
        if was_mixed:
            mixed.append(new)
    notes = [*safe.notes]
    for code, names in (("personal_dropped", personal), ("binary_dropped", binary), ("mixed_to_text", mixed)):
        if names:
            notes.append(Note.of(code, columns=", ".join(names[:10])))
    if endless:
        notes.append(Note.of("infinite_dropped", count=endless))
    return pd.DataFrame(columns, index=table.index), (*notes, *cleaner.notes())


def _plain(cell: Any) -> Any:
    """Python's own bool, int, float, str or bytes; None for what is missing."""
    if type(cell) in (str, int, bool):
        return cell
    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, bytearray | memoryview):
        return bytes(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, str | bool | int | float | bytes) else str(cell)


def _column(cells: Sequence[Any], cleaner: Cleaner) -> tuple[pd.Series, bool]:
    """Return the narrowest type that holds every cell, and whether kinds were mixed."""
    kinds = {_kind(cell) for cell in cells if cell is not None}
    whole = not any(cell is None for cell in cells)
    if kinds == {"bool"} and whole:
        return pd.Series(cells, dtype=bool), False
    if kinds == {"whole"} and whole:
        return pd.Series(cells, dtype=np.int64), False
    exact = all(abs(cell) <= _EXACT for cell in cells if type(cell) is int)
    if kinds and kinds <= {"whole", "fraction"} and exact:
        numbers = [math.nan if cell is None or math.isinf(cell) else float(cell) for cell in cells]
        return pd.Series(numbers, dtype=np.float64), False
    texts = [None if cell is None else cleaner(_text(cell)) for cell in cells]
    return pd.Series(texts, dtype="str"), len(kinds) > 1


def _kind(cell: Any) -> str:
    if type(cell) is int:
        return "whole" if -(2**63) <= cell < 2**63 else "text"
    return _KINDS.get(type(cell), "text")


_KINDS = {bool: "bool", float: "fraction"}


def _text(cell: Any) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
