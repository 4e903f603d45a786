"""Answers as text: an aligned table with units, then cautions, then sources."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from leopard_range.i18n import note_sentence, translator
from leopard_range.model import Citation, Note
from leopard_range.studies.shape import Fact, Table
from leopard_range.studies.words import bounds as bounds_of
from leopard_range.studies.words import shown, unit_of

__all__ = ["evidence_lines", "fact_lines", "shown", "study_table_lines", "table_lines"]


def fact_lines(facts: Iterable[Fact], language: str) -> list[str]:
    """Write single values, one a line: label, value, unit, bounds.

    Parameters
    ----------
    facts : iterable of Fact
        Of an answer.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    cells = []
    for fact in facts:
        bounds = bounds_of(fact, language)
        row = [_(fact.column.text), shown(fact.value, fact.column, language), unit_of(fact.column, language)]
        cells.append([*row, f"({bounds})" if bounds else ""])
    return table_lines([], cells, right=(1,))


def study_table_lines(table: Table, language: str) -> list[str]:
    """Write the rows of an answer as a table; units stand in the head.

    Parameters
    ----------
    table : Table
        Of an answer.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    columns = [fact.column for fact in table.rows[0]]
    units = [unit_of(column, language) for column in columns]
    head = [_(c.text) + (f", {unit}" if unit else "") for c, unit in zip(columns, units, strict=True)]
    body = []
    for row in table.rows:
        cells = [(shown(fact.value, fact.column, language), bounds_of(fact, language)) for fact in row]
        body.append([f"{value} ({bounds})" if bounds else value for value, bounds in cells])
    right = [
        at
        for at in range(len(columns))
        if any(
            isinstance(row[at].value, int | float) and not isinstance(row[at].value, bool)
            for row in table.rows
        )
    ]
    return [_(table.column.text), "", *table_lines(head, body, right)]


def table_lines(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Align cells in columns.

    Parameters
    ----------
    head : sequence of str
        Column titles; empty for none.
    rows : sequence of sequence of str
        Cells.
    right : sequence of int
        Columns flush right.
    """
    every = [head, *rows] if head else list(rows)
    if not every:
        return []
    widths = [max(_width(row[at]) for row in every) for at in range(len(every[0]))]
    lines = [
        "  ".join(_padded(cell, widths[at], at in right) for at, cell in enumerate(row)).rstrip()
        for row in every
    ]
    if head:
        lines.insert(1, "  ".join("-" * width for width in widths))
    return lines


def _width(text: str) -> int:
    """Return the columns a text takes on a terminal: Chinese and Korean letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def evidence_lines(notes: Iterable[Note], citations: Iterable[Citation], language: str) -> list[str]:
    """Write cautions and sources as two lists.

    Parameters
    ----------
    notes : iterable of Note
        Cautions.
    citations : iterable of Citation
        Sources.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    lines: list[str] = []
    cautions = [f"- {note_sentence(note, language)}" for note in notes]
    if cautions:
        lines += ["", _("Cautions"), *cautions]
    sources = [_source(one) for one in citations]
    if sources:
        lines += ["", _("Sources"), *sources]
    return lines


def _source(citation: Citation) -> str:
    return f"- {' · '.join(part for part in (citation.text, citation.url, citation.licence) if part)}"
