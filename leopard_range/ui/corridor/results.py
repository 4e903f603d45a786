"""The answer to a deeper analysis: its pictures are on the map, its numbers stand here."""

from __future__ import annotations

from html import escape

import streamlit as st

from leopard_range.studies.shape import facts, tables
from leopard_range.studies.words import shown
from leopard_range.ui.corridor.cards import fact_card, show_cards
from leopard_range.ui.corridor.effect import show_effect
from leopard_range.ui.corridor.held import Found, Held
from leopard_range.ui.corridor.keeping import keep_found_in
from leopard_range.ui.corridor.pictures import pictures_of
from leopard_range.ui.frame import show_html
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import language, words
from leopard_range.ui.shown import evidence, ramp, table_html

__all__ = ["chosen_picture", "show_result"]

_PICTURE = "corridor_picture"
_ENDS = ("from_name", "to_name")


def chosen_picture(found: Found) -> int:
    """Return which surface of an answer is on the map; -1 for none.

    Parameters
    ----------
    found : Found
        An answer.
    """
    at = st.session_state.get(f"{_PICTURE}-{found.study}", 0)
    return at if isinstance(at, int) and at < len(pictures_of(found)) else -1


def show_result(one: Held, found: Found, *, changed: bool) -> None:
    """Show an answer.

    Parameters
    ----------
    one : Held
        The proposal.
    found : Found
        Which.
    changed : bool
        The choices are no longer those it was asked with.
    """
    _ = words()
    if changed:
        earlier = _("The choices above have changed since.")
        st.html(f'<div class="asked earlier"><p>{escape(earlier)}</p></div>')
    pictures = pictures_of(found)
    if pictures:
        names = {-1: _("no surface"), **{at: _(one.name) for at, one in enumerate(pictures)}}
        st.session_state.setdefault(f"{_PICTURE}-{found.study}", 0)
        at = st.selectbox(
            _("On the map"),
            list(names),
            format_func=lambda at: names.get(at, ""),
            key=f"{_PICTURE}-{found.study}",
        )
        if at is not None and at >= 0:
            st.html(ramp(pictures[at].edges, _(pictures[at].unit or pictures[at].name)))
    keep_found_in(one, found)
    told = {fact.column.key: fact for fact in facts(found.answer)}
    ends = [shown(told[key].value, told[key].column, language()) for key in _ENDS if key in told]
    if all(ends):
        show_text(" – ".join(ends))
    measures = getattr(found.answer, "measures", ())
    if measures:
        show_effect(measures)
    show_cards(fact_card(fact) for key, fact in told.items() if key not in (*_ENDS, "name"))
    for table in tables(found.answer):
        if table.rows and table.column.key != "measures":
            show_html(table_html(table))
    evidence(found.answer)
