"""Without and with the proposal, side by side: each change with its sign and in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from leopard_range.i18n import number, percent
from leopard_range.studies.corridor.explain import EXPLAIN
from leopard_range.studies.shape import Column
from leopard_range.studies.words import unit_of
from leopard_range.ui.frame import show_html
from leopard_range.ui.session import language, words

if TYPE_CHECKING:
    from leopard_range.studies.corridor.effect import EffectRow

__all__ = ["show_effect"]

_TONES = {"better": "▲", "worse": "▼"}
"""Signs beside a verdict, so that its colour is not needed."""


def show_effect(rows: Sequence[EffectRow]) -> None:
    """Show what a proposal changes.

    Parameters
    ----------
    rows : sequence of EffectRow
        One measure each.
    """
    _, lang = words(), language()
    title = escape(_("Without and with the proposal"))
    heads = (_("Measure"), _("Without the proposal"), _("With the proposal"), _("Change"), _("That is"))
    head = "".join(
        f"<th scope=col{' class=n' if 0 < at < 4 else ''}>{escape(text)}</th>"
        for at, text in enumerate(heads)
    )
    body = ""
    for row in rows:
        digits = 1 if abs(row.before) >= 10 else 3
        name = unit_of(Column("value", "", row.unit), lang) or row.unit
        unit = f" {name}" if name else ""
        cells = "".join(
            f"<td class=n>{escape(number(value, lang, digits))}{escape(unit)}</td>"
            for value in (row.before, row.after)
        )
        sign = "+" if row.change > 0 else ""
        change = sign + number(row.change, lang, digits)
        if row.change_share is not None:
            share = ("+" if row.change_share > 0 else "") + percent(row.change_share, lang, 0)
            change = f"{change} ({share})"
        tone = row.verdict if row.verdict in _TONES else "same"
        why = f' title="{escape(_(EXPLAIN[row.id]), quote=True)}"' if row.id in EXPLAIN else ""
        verdict = _(row.verdict) if row.verdict else "–"
        body += (
            f"<tr{why}><th scope=row>{escape(_(row.measure))}</th>{cells}<td class=n>{escape(change)}</td>"
            f'<td class="verdict-{tone}">{_TONES.get(tone, "")} {escape(verdict)}</td></tr>'
        )
    show_html(
        f'<details class="told survey" open><summary>{title}</summary><div class="scroll" tabindex="0" '
        f'role="region" aria-label="{title}"><table class="numbers list"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )
