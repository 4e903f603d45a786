"""The audit of a proposal: the numbers that decide, each with its meaning, at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from leopard_range.i18n import number
from leopard_range.model import Answer
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import Table, facts, tables
from leopard_range.ui.answers import ask
from leopard_range.ui.corridor.cards import card, fact_card, show_cards
from leopard_range.ui.corridor.ends import end_choices
from leopard_range.ui.corridor.held import Held, corridor_of
from leopard_range.ui.corridor.profile import profile
from leopard_range.ui.frame import guard, show_html
from leopard_range.ui.session import language, words
from leopard_range.ui.shown import cautions, evidence, table_html

__all__ = ["show_audit"]

_STUDY = "corridor audit"
_DECIDE = ("width_min_m", "length_km", "area_km2", "gap_longest_m", "habitat_share", "protected_share")
"""Values that decide, in the order in which they are looked at."""
_PLACES = {"width_min_m": ("width_min_lat", "width_min_lon"), "gap_longest_m": ("gap_lat", "gap_lon")}
_OPEN = ("crossings",)
_CHART = ("profile",)
_HIDDEN = ("name", "width_min_lat", "width_min_lon", "gap_lat", "gap_lon")


def show_audit(one: Held) -> None:
    """Show what an audit finds.

    Parameters
    ----------
    one : Held
        The proposal.
    """
    study = STUDIES.get(_STUDY)
    with guard(), st.container(key="corridor_audit"):
        if study is None:
            cautions((*one.notes, *corridor_of(one).notes))
            return
        answer = ask(study.question(proposal=one.text))
        _decision(answer)
        found = {table.column.key: table for table in tables(answer)}
        _chart(answer, found.get("profile"))
        for key in _OPEN:
            if key in found:
                show_html(table_html(found[key]))
        evidence(answer)
        _rest(answer, [table for key, table in found.items() if key not in (*_OPEN, *_CHART)])


def _decision(answer: Any) -> None:
    """Show the numbers that decide as cards, and what the proposal connects."""
    _ = words()
    known = {fact.column.key: fact for fact in facts(answer)}
    cards = [fact_card(known[key], _place(answer, key)) for key in _DECIDE if key in known]
    count = number(len(answer.crossings), language())
    cards.append(card("crossings", _("Crossings of roads, railways, rivers and borders"), count))
    names = end_choices()
    ends = " – ".join(names.get(end, end) for end in answer.corridor.ends if end)
    if ends:
        cards.append(card("ends", _("It connects"), ends))
    show_cards(cards)


def _place(answer: Any, key: str) -> tuple[float, float] | None:
    lat, lon = (getattr(answer, name) for name in _PLACES[key]) if key in _PLACES else (None, None)
    return None if lat is None or lon is None else (lat, lon)


def _chart(answer: Any, table: Table | None) -> None:
    if table is None:
        return
    thresholds = [row.threshold_m for row in getattr(answer, "thresholds", ())]
    drawn = profile(answer.profile, thresholds, table_html(table, folded=True))
    if drawn:
        show_html(drawn)


def _rest(answer: Answer, kept: Sequence[Table]) -> None:
    _ = words()
    with st.expander(_("All numbers of the audit"), icon=":material/table_rows:"):
        show_cards(fact_card(fact) for fact in facts(answer) if fact.column.key not in (*_DECIDE, *_HIDDEN))
        for table in kept:
            show_html(table_html(table, folded=True))
