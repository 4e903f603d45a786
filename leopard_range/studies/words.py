"""Values of answers as text, the same on every front end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leopard_range.i18n import number, percent, pick, translator
from leopard_range.studies.shape import Column, Fact, Said

__all__ = ["bounds", "shown", "unit_of"]

_NONE = "–"


def shown(value: Any, column: Column, language: str) -> str:
    """Write one value the way the language does, without its unit.

    Parameters
    ----------
    value : object
        Number, word, sentence, name in every language or None.
    column : Column
        Knows unit and digits.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    if value is None or value == "":
        return _NONE
    if isinstance(value, Said | Mapping):
        return (value.in_(language) if isinstance(value, Said) else pick(value, language)) or _NONE
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return _(value) if value in column.words else value
    if column.unit == "year":
        return str(value)
    return (
        percent(value, language, column.digits)
        if column.unit == "%"
        else number(value, language, column.digits)
    )


def bounds(fact: Fact, language: str) -> str:
    """Write the interval of a value; empty where the answer states none.

    Parameters
    ----------
    fact : Fact
        Of an answer.
    language : str
        Language of the reader.
    """
    if fact.low is None or fact.high is None:
        return ""
    low, high = (shown(bound, fact.column, language) for bound in (fact.low, fact.high))
    return f"{low} – {high}"


def unit_of(column: Column, language: str) -> str:
    """Return the unit that stands behind a value or in a heading; empty where the value shows it itself.

    Parameters
    ----------
    column : Column
        Of an answer.
    language : str
        Language of the reader.
    """
    return "" if column.unit in ("", "%", "year") else translator(language)(column.unit)
