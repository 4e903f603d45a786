"""A quality report as text: rule by rule, worst first, a few rows of each, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from leopard_range.i18n import number, problem_words, translator
from leopard_range.model.survey import Problem

__all__ = ["FIRST", "finding_lines"]

FIRST = 5
"""Findings of one rule that are printed; the others are counted."""


def finding_lines(problems: Iterable[Problem], language: str) -> list[str]:
    """Write a quality report.

    Parameters
    ----------
    problems : iterable of Problem
        Worst first.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    rules: dict[str, list[Problem]] = {}
    for one in problems:
        rules.setdefault(one.rule, []).append(one)
    lines: list[str] = []
    for rule, found in rules.items():
        count = number(len(found), language)
        lines += ["", f"{_(found[0].severity)} · {rule} · {count}"]
        told = [problem_words(one, language) for one in found[:FIRST]]
        lines += [f"  {one.where}: {one.message}" for one in told]
        if len(found) > FIRST:
            lines.append("  " + _("and {count} more").format(count=number(len(found) - FIRST, language)))
        lines.append(f"  → {told[0].remedy}")
    return lines
