"""The proposals of this session side by side, under the same assumptions; best and worst are marked."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import Fact, facts
from leopard_range.studies.words import shown, unit_of
from leopard_range.ui.answers import ask
from leopard_range.ui.corridor.digits import screening
from leopard_range.ui.corridor.held import held
from leopard_range.ui.frame import show_html
from leopard_range.ui.session import language, words

__all__ = ["show_rivals"]

_BETTER = {"width_min_m": 1, "gap_longest_m": -1, "habitat_share": 1, "protected_share": 1, "length_km": 0}
"""Value of an audit -> 1 where more is better, -1 where less is, 0 where neither."""


def show_rivals() -> None:
    """Show the audits of all proposals of this session as one table, in the order the reader chooses."""
    kept, study = held(), STUDIES.get("corridor audit")
    if len(kept) < 2 or study is None:
        return
    _ = words()
    rows: list[tuple[str, dict[str, Fact]]] = []
    for one in kept.values():
        try:
            answer: Any = ask(study.question(proposal=one.text))
        except LeopardRangeError:  # it says so itself, when it is looked at
            continue
        rows.append((one.name, {fact.column.key: fact for fact in facts(answer)}))
    if len(rows) < 2:
        return
    columns = [rows[0][1][key].column for key in _BETTER]
    names = {column.key: _(column.text) for column in columns}
    with st.expander(_("Proposals side by side"), icon=":material/compare_arrows:"):
        by = st.selectbox(
            _("Order by"), list(names), format_func=lambda key: names.get(key, ""), key="corridor_order"
        )
        rows.sort(key=lambda row: row[1][str(by)].value, reverse=_BETTER[str(by)] > 0)
        show_html(_table(rows))


def _table(rows: list[tuple[str, dict[str, Fact]]]) -> str:
    _, lang, columns = words(), language(), [rows[0][1][key].column for key in _BETTER]
    title, best, worst = escape(_("Proposals side by side")), escape(_("best")), escape(_("worst"))
    head = f"<th scope=col>{escape(_('Proposal'))}</th>"
    for column in columns:
        unit = unit_of(column, lang)
        head += f"<th scope=col class=n>{escape(_(column.text))}{f', {escape(unit)}' if unit else ''}</th>"
    body = ""
    for name, known in rows:
        cells = ""
        for key, better in _BETTER.items():
            values = [other[key].value for _name, other in rows]
            ends = (max(values), min(values)) if better > 0 else (min(values), max(values))
            at = known[key].value
            kind, said = "", ""
            # Those that read alike are alike.
            alike = {_told(other[key]) for _name, other in rows if other[key].value in ends}
            if better and len(alike) > 1 and at in ends:
                kind, said = (" best", best) if at == ends[0] else (" worst", worst)
            small = f" <small>{said}</small>" if said else ""
            cells += f'<td class="n{kind}">{escape(_told(known[key]))}{small}</td>'
        body += f"<tr><th scope=row>{escape(name)}</th>{cells}</tr>"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table class="numbers list">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _told(fact: Fact) -> str:
    kept = screening(fact)
    return shown(kept.value, kept.column, language())
