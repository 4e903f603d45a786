"""The audit of a proposal: the numbers that decide, each with its meaning, at once."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from leopard_range.model import Answer
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import Fact, Table, facts, tables
from leopard_range.studies.words import bounds, shown, unit_of
from leopard_range.ui.answers import ask
from leopard_range.ui.corridor.ends import end_choices
from leopard_range.ui.corridor.held import Held, corridor_of
from leopard_range.ui.corridor.profile import profile
from leopard_range.ui.frame import guard, show_html
from leopard_range.ui.session import language, words
from leopard_range.ui.shown import cautions, evidence, show_facts, table_html

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
    cards = [_card(known[key], answer) for key in _DECIDE if key in known]
    crossings = getattr(answer, "crossings", None)
    if crossings is not None:
        cards.append(_plain(_("Crossings of roads, railways, rivers and borders"), str(len(crossings))))
    ends = _connected(answer)
    if ends:
        cards.append(_plain(_("It connects"), ends, small=True))
    show_html(f'<ul class="decision">{"".join(cards)}</ul>')


def _connected(answer: Any) -> str:
    names = end_choices()
    ends = [names.get(end, end) for end in answer.corridor.ends if end]
    return " – ".join(ends)


def _card(fact: Fact, answer: Any) -> str:
    _, lang = words(), language()
    key, unit = fact.column.key, unit_of(fact.column, lang)
    at = [getattr(answer, name, None) for name in _PLACES.get(key, ())]
    place = f' data-place="{at[0]:.5f},{at[1]:.5f}"' if len(at) == 2 and None not in at else ""
    value = escape(shown(fact.value, fact.column, lang)) + (f" <small>{escape(unit)}</small>" if unit else "")
    beside = bounds(fact, lang) or (_("show the place") if place else "")
    why = _why(key)
    about = f' aria-describedby="why-{key}"' if why else ""
    tip = f'<div role="tooltip" id="why-{key}">{why}</div>' if why else ""
    label = escape(_(fact.column.text))
    return (
        f'<li><button type="button"{about}{place}><span class="label">{label}</span>'
        f'<b>{value}</b><span class="beside">{escape(beside)}</span></button>{tip}</li>'
    )


def _plain(label: str, value: str, *, small: bool = False) -> str:
    size = ' style="font-size:1rem"' if small else ""
    return (
        f'<li><button type="button"><span class="label">{escape(label)}</span>'
        f"<b{size}>{escape(value)}</b></button></li>"
    )


def _why(key: str) -> str:
    """Explain a number: what it is, where the threshold or the method comes from, what to be careful of."""
    return ""


def _chart(answer: Any, table: Table | None) -> None:
    if table is None:
        return
    thresholds = [row.threshold_m for row in getattr(answer, "thresholds", ())]
    drawn = profile(answer.profile, thresholds)
    if drawn:
        show_html(drawn)
        show_html(table_html(table, folded=True))


def _rest(answer: Answer, kept: Sequence[Table]) -> None:
    _ = words()
    with st.expander(_("All numbers of the audit"), icon=":material/table_rows:"):
        show_facts(fact for fact in facts(answer) if fact.column.key not in (*_DECIDE, *_HIDDEN))
        for table in kept:
            show_html(table_html(table, folded=True))
