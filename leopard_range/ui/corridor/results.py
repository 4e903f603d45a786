"""The answer to a deeper analysis: its pictures are on the map, its numbers stand here."""

from __future__ import annotations

from html import escape

import streamlit as st

from leopard_range.studies.shape import facts
from leopard_range.ui.corridor.held import Found, Held
from leopard_range.ui.corridor.keeping import keep_found_in
from leopard_range.ui.corridor.pictures import pictures_of
from leopard_range.ui.session import words
from leopard_range.ui.shown import evidence, ramp, show_facts, show_tables

__all__ = ["chosen_picture", "show_result"]

_PICTURE = "corridor_picture"


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
    show_facts(facts(found.answer))
    show_tables(found.answer)
    evidence(found.answer)
