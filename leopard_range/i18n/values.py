"""Values of answers as text, the same on every front end and in every report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from leopard_range.i18n import number, percent, pick, translator

__all__ = ["Measured", "Spoken", "bounds", "shown", "unit_of"]

_NONE = "–"


class _Labelled(Protocol):
    """What is known of a field of an answer."""

    @property
    def unit(self) -> str:
        """Unit; ``%`` for a share."""

    @property
    def digits(self) -> int:
        """Digits in print."""

    @property
    def words(self) -> tuple[str, ...]:
        """Words it can be."""


class Measured(Protocol):
    """One number or word of an answer with its bounds."""

    @property
    def column(self) -> _Labelled:
        """Its unit, digits and words."""

    @property
    def value(self) -> Any:
        """What was found; None when there is no value."""

    @property
    def low(self) -> float | None:
        """Lower bound."""

    @property
    def high(self) -> float | None:
        """Upper bound."""


@runtime_checkable
class Spoken(Protocol):
    """A value that is a sentence."""

    def in_(self, language: str) -> str:
        """Say it in a language."""


def shown(value: Any, column: _Labelled, language: str) -> str:
    """Write one value the way the language does, without its unit.

    Parameters
    ----------
    value : object
        Number, word, sentence, name in every language or None.
    column : Column
        Knows unit, digits and words.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    if value is None or value == "":
        return _NONE
    if isinstance(value, Spoken | Mapping):
        return (pick(value, language) if isinstance(value, Mapping) else value.in_(language)) or _NONE
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


def bounds(fact: Measured, language: str) -> str:
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


def unit_of(column: _Labelled, language: str) -> str:
    """Return the unit that stands behind a value or in a heading; empty where the value shows it itself.

    Parameters
    ----------
    column : Column
        Of an answer.
    language : str
        Language of the reader.
    """
    return "" if column.unit in ("", "%", "year") else translator(language)(column.unit)
