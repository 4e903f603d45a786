"""Answers as HTML: facts, tables, what must stand beside them.

Nothing of it goes where an address without a seal leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from leopard_range.content.told import class_texts
from leopard_range.i18n import note_sentence
from leopard_range.maps.marks import marked
from leopard_range.maps.surface import STEPS
from leopard_range.model import Answer, Note
from leopard_range.studies.shape import Fact, Table, facts, tables
from leopard_range.studies.words import bounds, shown, unit_of
from leopard_range.ui.answers import with_terms
from leopard_range.ui.plain import show_notice, show_text
from leopard_range.ui.session import language, words

__all__ = [
    "cautions",
    "evidence",
    "file_row",
    "ramp",
    "show_answer",
    "show_facts",
    "show_tables",
    "table_html",
]

_MOST_ROWS = 200
"""Rows a page shows; the files hold all."""
_MOST_CARDS = 8
_PLACE = {"lon", "lat"}
"""Columns that say where on the Earth a row is."""
_UNRELIABLE = ("density", "region_n", "profile", "bootstrap")


def show_facts(found: Iterable[Fact], *, grey: tuple[str, ...] = ()) -> None:
    """Show single values as cards: label, value with unit, interval or standard error.

    Parameters
    ----------
    found : iterable of Fact
        Of an answer; those without a value are left out.
    grey : tuple of str
        Beginnings of the keys of values that are not to be relied on.
    """
    _ = words()
    known = [fact for fact in found if _says(fact)]
    errors = {fact.column.key: fact for fact in known if fact.column.key.endswith("_se")}
    cells = [
        _card(fact, errors.get(f"{fact.column.key}_se"), grey=bool(grey) and fact.column.key.startswith(grey))
        for fact in known
        if fact.column.key not in errors
    ]
    first, rest = "".join(cells[:_MOST_CARDS]), "".join(cells[_MOST_CARDS:])
    if first:
        st.html(with_terms(f'<dl class="facts survey">{first}</dl>'))
    if rest:
        title = escape(_("More values"))
        st.html(
            f'<details class="told survey"><summary>{title}</summary>'
            f'<dl class="facts survey">{rest}</dl></details>'
        )


def _card(fact: Fact, error: Fact | None, *, grey: bool) -> str:
    _, lang = words(), language()
    unit, inside = unit_of(fact.column, lang), bounds(fact, lang)
    beside = [inside] if inside else []
    if error is not None:
        beside.append(_("standard error {value}").format(value=shown(error.value, error.column, lang)))
    return (
        f'<div class="fact{" greyed" * grey}"><dt>{escape(_(fact.column.text))}</dt>'
        f"<dd>{escape(shown(fact.value, fact.column, lang))}"
        f"{f' <small>{escape(unit)}</small>' if unit else ''}</dd><dd>{escape(' · '.join(beside))}</dd></div>"
    )


def show_tables(answer: Answer) -> None:
    """Show every table of an answer that has rows; say so where none has.

    Parameters
    ----------
    answer : Answer
        Any study's answer.
    """
    _, all_ = words(), tables(answer)
    kept = [table for table in all_ if table.rows]
    for table in kept:
        st.html(table_html(_worst(table) if table.column.key == "findings" else table))
    if all_ and not kept:
        show_text(_("{title}: nothing to list.").format(title=_(all_[0].column.text)))


def _worst(table: Table) -> Table:
    """Let the reader look at findings of one severity."""
    _ = words()
    names = {"": _("All"), "error": _("Errors"), "warning": _("Warnings"), "info": _("Remarks")}
    wanted = st.segmented_control(
        _("Severity"),
        list(names),
        format_func=lambda key: names[key],
        default="",
        required=True,
        key="survey_severity",
    )
    at = [fact.column.key for fact in table.rows[0]].index("severity")
    return Table(table.column, tuple(row for row in table.rows if wanted in ("", row[at].value)))


def table_html(table: Table, *, folded: bool = False) -> str:
    """Write a table of an answer; rows with a place on the Earth point it out on the map.

    Parameters
    ----------
    table : Table
        Columns in which nothing stands are left out.
    folded : bool
        Only its heading is seen at first.
    """
    _, lang = words(), language()
    title = _(table.column.text)
    if not table.rows:
        nothing = _("{title}: nothing to list.").format(title=title)
        return f'<p class="quiet">{escape(nothing)}</p>'
    placed = {fact.column.key for fact in table.rows[0]} >= _PLACE
    kept = [
        at
        for at, fact in enumerate(table.rows[0])
        if any(_says(row[at]) for row in table.rows) and not (placed and fact.column.key in _PLACE)
    ]
    right = {at for at in kept if any(_counts(row[at].value) for row in table.rows)}
    head = ""
    for at in kept:
        column = table.rows[0][at].column
        unit = unit_of(column, lang)
        text = f"{_(column.text)}, {unit}" if unit else _(column.text)
        head += _cell("th", text, at in right, ' scope="col"')
    body = ""
    for row in table.rows[:_MOST_ROWS]:
        cells = [(at, shown(row[at].value, row[at].column, lang), bounds(row[at], lang)) for at in kept]
        told = [
            _cell("td", f"{text} ({inside})" if inside else text, at in right, _same(row[at]))
            for at, text, inside in cells
        ]
        if placed:
            told[0] = _pointing(row, cells[0][1])
        body += f"<tr>{''.join(told)}</tr>"
    rest = len(table.rows) - _MOST_ROWS
    left = _("{count} more rows in the file.").format(count=rest) if rest > 0 else ""
    return (
        f'<details class="told survey"{"" if folded else " open"}><summary>{escape(title)}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table class="numbers list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p class="quiet">{escape(left)}</p></details>'
    )


def _same(fact: Fact) -> str:
    """Mark an identifier, which is the same in every language."""
    return ' translate="no"' if fact.column.key == "id" else ""


def _counts(found: object) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)


def _pointing(row: Sequence[Fact], text: str) -> str:
    """Write the first cell of a row as a button that shows its place on the map."""
    at = {fact.column.key: fact.value for fact in row if fact.column.key in _PLACE}
    if not all(_counts(value) for value in at.values()):
        return _cell("td", text, right=False)
    place = f"{at['lat']:.5f},{at['lon']:.5f}"
    return f'<td><button type="button" class="place" data-place="{place}">{escape(text)}</button></td>'


def _says(fact: Fact) -> bool:
    """Return whether a cell holds anything; a column in which none does is left out."""
    return fact.value is not None and fact.value != ""


def _cell(tag: str, text: str, right: bool, more: str = "") -> str:
    return f"<{tag}{more}{' class=n' if right else ''}>{escape(text)}</{tag}>"


def cautions(notes: Iterable[Note]) -> None:
    """Show each caution once; unlike those of other pages they never go by an address.

    Parameters
    ----------
    notes : iterable of Note
        With words of whoever wrote the survey in their blanks.
    """
    lang = language()
    lines = dict.fromkeys(note_sentence(note, lang) for note in notes)
    if lines:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        st.html(with_terms(f'<ul class="cautions">{items}</ul>'))


def evidence(answer: Answer) -> None:
    """Show what must stand beside the numbers, and where they come from.

    Parameters
    ----------
    answer : Answer
        Any study's answer.
    """
    cautions(answer.notes)
    _, unique = words(), dict.fromkeys(answer.citations)
    items = "".join(
        f'<li lang="en">{escape(" · ".join(filter(None, (c.text, c.url, c.licence))))}</li>' for c in unique
    )
    if items:
        title = escape(_("Sources"))
        st.html(f'<details class="sources"><summary>{title}</summary><ul>{items}</ul></details>')


def show_answer(answer: Answer) -> None:
    """Show an answer's values; those it does not rely on itself are grey.

    Parameters
    ----------
    answer : Answer
        Any study's answer.
    """
    _ = words()
    reliable = getattr(answer, "reliable", True)
    if not reliable:
        count = getattr(answer, "minimum_number", 0)
        show_notice(
            _(
                "Too few animals, or too few of them seen at two places: the density is shown in grey "
                "and may not be used. What holds: at least {count} different animals."
            ).format(count=count),
            "warning",
        )
    show_facts(facts(answer), grey=() if reliable else _UNRELIABLE)
    show_tables(answer)


def file_row(title: str, address: str, name: str) -> str:
    """Write one entry of a list of files.

    Parameters
    ----------
    title : str
        What is in it.
    address : str
        Sealed.
    name : str
        Of the format.
    """
    link = f'<a href="./{escape(address)}" download>{escape(name)}</a>'
    return f"<li><b>{escape(title)}</b><br>{link}</li>"


def ramp(edges: Sequence[float], unit: str, said: str = "") -> str:
    """Write the classes of a surface with their colours, marks and unit.

    Parameters
    ----------
    edges : sequence of float
        Borders of the classes, ascending.
    unit : str
        What a cell counts, in the reader's language.
    said : str
        HTML that stands beside it.
    """
    items = "".join(
        f'<li><i style="background:{marked(style)}"></i>{told}</li>'
        for told, style in zip(class_texts(edges, language()), STEPS, strict=False)
    )
    return f'<ul class="ramp"><li><b>{escape(unit)}</b>{said}</li>{items}</ul>'
