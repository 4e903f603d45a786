"""A quality report as a table to work through."""

from __future__ import annotations

from collections.abc import Iterable

from leopard_range.i18n import problem_words
from leopard_range.model.survey import Problem
from leopard_range.reports.formats import sheet

__all__ = ["QUALITY_COLUMNS", "quality_csv"]

QUALITY_COLUMNS = ("severity", "rule", "table", "row", "column", "sentence", "remedy")
"""Columns of the saved report."""


def quality_csv(problems: Iterable[Problem], language: str = "en") -> bytes:
    """Write every finding as one row.

    Parameters
    ----------
    problems : iterable of Problem
        Of a quality report.
    language : str
        Language of sentence and remedy; the other cells are codes.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, CRLF, header row.  ``row`` counts from 1 as in the survey's own
        table, and is empty for a finding about a whole table.
    """
    told = ((one, problem_words(one, language)) for one in problems)
    return sheet(
        QUALITY_COLUMNS,
        (
            (one.severity, one.rule, one.table, one.row or "", one.column, said.message, said.remedy)
            for one, said in told
        ),
    )
