"""Numbers as exact as screening is: three figures, no more."""

from __future__ import annotations

import math
from dataclasses import replace

from leopard_range.i18n import number, percent
from leopard_range.studies.shape import Column, Fact, Table
from leopard_range.studies.words import unit_of
from leopard_range.ui.session import language

__all__ = ["figure", "screening", "screening_table"]

_FIGURES = 3
_APART = ("year", "°")
"""Units of numbers that are not measured."""


def _kept(value: float, size: float) -> tuple[float, int]:
    """Return a number of as many figures as another would have, and its digits after the mark."""
    digits = _FIGURES - 1 - math.floor(math.log10(abs(size))) if size else 0
    return round(value, digits), max(0, digits)


def figure(value: float, unit: str = "", *, signed: bool = False) -> str:
    """Write a number of three figures with its unit.

    Parameters
    ----------
    value : float
        In `unit`; per cent is per cent, not a share.
    unit : str
        As an answer writes it.
    signed : bool
        With a plus where it is above 0.
    """
    lang = language()
    kept, digits = _kept(value, value)
    sign = "+" if signed and kept > 0 else ""
    if not unit and kept.is_integer():
        digits = 0
    if unit == "%":
        return sign + percent(kept / 100, lang, min(digits, 1 if abs(kept) >= 1 else 2))
    name = unit_of(Column("value", "", unit), lang)
    return sign + number(kept, lang, min(digits, 6)) + (f" {name}" if name else "")


def screening(fact: Fact) -> Fact:
    """Return a value of three figures, its bounds with it; whole numbers and words stay.

    Parameters
    ----------
    fact : Fact
        Of an answer.
    """
    column, ends = fact.column, (fact.low, fact.high)
    if not isinstance(fact.value, float) or column.unit in _APART or not math.isfinite(fact.value):
        return fact
    times = 100 if column.unit == "%" else 1
    size = max(abs(fact.value), *(abs(end) for end in ends if end is not None), 0.0)
    value, digits = _kept(fact.value * times, (abs(fact.value) or size) * times)
    low, high = (None if end is None else _kept(end * times, size * times)[0] / times for end in ends)
    return replace(
        fact,
        column=replace(column, digits=min(digits, column.digits)),
        value=value / times,
        low=low,
        high=high,
    )


def screening_table(table: Table, hidden: tuple[str, ...] = ()) -> Table:
    """Return a table whose numbers have three figures.

    Parameters
    ----------
    table : Table
        Of an answer.
    hidden : tuple of str
        Columns that are left out.
    """
    rows = (tuple(screening(fact) for fact in row if fact.column.key not in hidden) for row in table.rows)
    return replace(table, rows=tuple(rows))
