"""The answer to a deeper analysis: its pictures are on the map, its numbers stand here."""

from __future__ import annotations

from html import escape

import streamlit as st

from leopard_range.model import Answer
from leopard_range.studies.corridor.compare import CompareAnswer
from leopard_range.studies.corridor.effect import EffectAnswer
from leopard_range.studies.corridor.ensemble import EnsembleAnswer
from leopard_range.studies.shape import facts, tables
from leopard_range.studies.words import shown
from leopard_range.ui.corridor.alternatives import show_alternatives
from leopard_range.ui.corridor.cards import fact_card, show_cards
from leopard_range.ui.corridor.digits import screening_table
from leopard_range.ui.corridor.effect import show_effect, show_sure
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
_CODES = ("id", "from_id", "to_id", "code", "alternative")
_FOLDED = ("classes", "by_member")
_LEAD = {
    "corridor path": ("path_km", "cost_km", "forest_share", "path_share", "path_crossings", "band_km2"),
    "corridor current": ("current_share", "ground_share", "concentration", "pinch_current_share"),
    "corridor effect": ("importance_share", "restored_km2", "eased_km2"),
    "corridor ensemble": ("agreed_km2", "any_km2", "agreed_share"),
}
"""Values that decide, in the order in which they are looked at."""


def chosen_picture(found: Found) -> int:
    """Return which surface of an answer is on the map; -1 for none.

    Parameters
    ----------
    found : Found
        An answer.
    """
    kept = len(pictures_of(found))
    at = st.session_state.get(f"{_PICTURE}-{found.study}", _usual(found.study, kept))
    return at if isinstance(at, int) and at < kept else -1


def _usual(study: str, count: int) -> int:
    """Return which surface is seen first: of an effect, what comes after."""
    return count - 1 if study == "corridor effect" else 0


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
        st.session_state.setdefault(f"{_PICTURE}-{found.study}", _usual(found.study, len(pictures)))
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
    _first(found.answer)
    lead = _LEAD.get(found.study, ())
    show_cards(fact_card(told[key]) for key in lead if key in told and told[key].value is not None)
    for table in tables(found.answer):
        key = table.column.key
        if table.rows and key not in ("measures", "alternatives") and not _said(key, len(table.rows)):
            show_html(table_html(screening_table(table, _CODES), folded=key in _FOLDED))
    evidence(found.answer)
    rest = [fact for key, fact in told.items() if key not in (*_ENDS, *lead, "name")]
    if rest:
        with st.expander(_("More values"), icon=":material/table_rows:"):
            show_cards(fact_card(fact) for fact in rest)


def _first(answer: Answer) -> None:
    """Show the table an answer is asked for, the way that reads best."""
    if isinstance(answer, EffectAnswer):
        show_effect(answer.measures)
    elif isinstance(answer, EnsembleAnswer):
        show_sure(answer.measures)
    elif isinstance(answer, CompareAnswer):
        show_alternatives(answer)


def _said(key: str, count: int) -> bool:
    """Return whether a table says only what the cards say."""
    return key in ("pairs", "places") and count == 1
