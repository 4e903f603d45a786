"""Proposals compared: a column for each, in the order the reader chooses; best and worst are marked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from leopard_range.i18n import percent, pick
from leopard_range.studies.corridor.compare import MEASURES
from leopard_range.ui.corridor.digits import figure
from leopard_range.ui.corridor.effect import wide_table
from leopard_range.ui.session import language, words

if TYPE_CHECKING:
    from leopard_range.studies.corridor.compare import CompareAnswer, CompareRow

__all__ = ["show_alternatives"]

_FIRST = "eca_change_km2"
_TONES = {"best": "▲", "worst": "▼"}
"""Signs beside a mark, so that its colour is not needed."""


def show_alternatives(answer: CompareAnswer) -> None:
    """Show every measure of every proposal.

    Parameters
    ----------
    answer : CompareAnswer
        Its bounds hold the inner 90 % of the members.
    """
    _, lang = words(), language()
    names = {key: _(text) for key, (text, _unit, _better) in MEASURES.items()}
    by = st.selectbox(
        _("Order by"),
        list(names),
        index=list(names).index(_FIRST),
        format_func=lambda key: names.get(key, ""),
        key="corridor_order_of_all",
    )
    told = {(row.id, row.alternative): row for row in answer.measures}
    better = MEASURES[str(by)][2]
    order = sorted(
        (one.alternative for one in answer.alternatives),
        key=lambda at: _rank(told[str(by), at], better),
    )
    named = {one.alternative: pick(one.name, lang) for one in answer.alternatives}
    rows = []
    for key, name in names.items():
        cells = "".join(_cell(told[key, at]) for at in order)
        rows.append(f"<tr><th scope=row>{escape(name)}</th>{cells}</tr>")
    first = "".join(
        f"<td class=n>{escape(percent(one, lang, 0))}</td>"
        for one in (told[_FIRST, at].first_share or 0.0 for at in order)
    )
    rows.append(f"<tr><th scope=row>{escape(_('Ranks first by change of ECA'))}</th>{first}</tr>")
    wide_table(_("Proposals side by side"), [_("Measure"), *(named[at] for at in order)], rows)


def _rank(row: CompareRow, better: int) -> tuple[bool, float]:
    """Where nothing is known, that comes last."""
    return row.figure is None, 0.0 if row.figure is None else -(better or 1) * row.figure


def _cell(row: CompareRow) -> str:
    if row.figure is None:
        return "<td class=n>–</td>"
    _, small = words(), ""
    if row.figure_low is not None and row.figure_high is not None:
        unit = row.unit if row.unit == "%" else ""
        small = f"{escape(figure(row.figure_low, unit))} … {escape(figure(row.figure_high, unit))}"
    if row.mark in _TONES:
        small += f"{'<br>' if small else ''}{_TONES[row.mark]} {escape(_(row.mark))}"
    more = f"<br><small>{small}</small>" if small else ""
    kind = f" {row.mark}" if row.mark in _TONES else ""
    return f'<td class="n{kind}">{escape(figure(row.figure, row.unit))}{more}</td>'
