"""A quality report as a table to work through."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from leopard_range.i18n import problem_words
from leopard_range.model.survey import Problem
from leopard_range.reports.formats import safe_cell

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
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(QUALITY_COLUMNS)
    for one in problems:
        told = problem_words(one, language)
        cells = (one.severity, one.rule, one.table, one.row or "", one.column, told.message, told.remedy)
        writer.writerow([safe_cell(cell) for cell in cells])
    return target.getvalue().encode("utf-8-sig")
