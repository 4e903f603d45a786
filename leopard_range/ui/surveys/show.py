"""Answers about a survey as HTML: facts, tables, what must stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from leopard_range.model import Answer
from leopard_range.studies.shape import Fact, Table, facts, tables
from leopard_range.studies.words import bounds, shown, unit_of
from leopard_range.ui.frame import cautions, show_html, show_sources
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import language, words

__all__ = ["evidence", "show_answer", "show_facts", "show_tables", "table_html"]

_MOST_ROWS = 60
"""Rows a page shows; the files hold all."""


def show_facts(found: Iterable[Fact]) -> None:
    """Show single values as cards: label, value with unit, interval.

    Parameters
    ----------
    found : iterable of Fact
        Of an answer.
    """
    lang, _ = language(), words()
    cells = ""
    for fact in found:
        value, unit = shown(fact.value, fact.column, lang), unit_of(fact.column, lang)
        inside = bounds(fact, lang)
        cells += (
            f'<div class="fact"><dt>{escape(_(fact.column.text))}</dt><dd>{escape(value)}'
            f"{f' <small>{escape(unit)}</small>' if unit else ''}</dd><dd>{escape(inside)}</dd></div>"
        )
    if cells:
        show_html(f'<dl class="facts survey">{cells}</dl>')


def show_tables(answer: Answer) -> None:
    """Show every table of an answer, folded away when there is more than one screen of them.

    Parameters
    ----------
    answer : Answer
        Of a survey study.
    """
    _ = words()
    for table in tables(answer):
        if not table.rows:
            show_text(_("{title}: nothing to list.").format(title=_(table.column.text)))
            continue
        show_html(table_html(table))


def table_html(table: Table) -> str:
    """Write a table of an answer.

    Parameters
    ----------
    table : Table
        With at least one row.
    """
    _, lang = words(), language()
    title = _(table.column.text)
    heads = []
    for fact in table.rows[0]:
        unit = unit_of(fact.column, lang)
        heads.append(f"{_(fact.column.text)}, {unit}" if unit else _(fact.column.text))
    number = [any(isinstance(row[at].value, int | float) for row in table.rows) for at in range(len(heads))]
    head = "".join(_cell("th", text, n, ' scope="col"') for text, n in zip(heads, number, strict=True))
    body = ""
    for row in table.rows[:_MOST_ROWS]:
        cells = ((shown(f.value, f.column, lang), bounds(f, lang)) for f in row)
        texts = (f"{value} ({inside})" if inside else value for value, inside in cells)
        body += "<tr>" + "".join(_cell("td", t, n) for t, n in zip(texts, number, strict=True)) + "</tr>"
    rest = len(table.rows) - _MOST_ROWS
    left = _("{count} more rows in the file.").format(count=rest) if rest > 0 else ""
    return (
        f'<details class="told survey" open><summary>{escape(title)}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table class="numbers list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p class="quiet">{escape(left)}</p></details>'
    )


def _cell(tag: str, text: str, right: bool, more: str = "") -> str:
    return f"<{tag}{more}{' class=n' if right else ''}>{escape(text)}</{tag}>"


def evidence(answer: Answer) -> None:
    """Show what must stand beside the numbers, and where they come from.

    Parameters
    ----------
    answer : Answer
        Of a survey study.
    """
    cautions(answer.notes)
    show_sources(answer.citations)


def show_answer(answer: Answer) -> None:
    """Show an answer's values.

    Parameters
    ----------
    answer : Answer
        Of a survey study.
    """
    show_facts(facts(answer))
    show_tables(answer)
