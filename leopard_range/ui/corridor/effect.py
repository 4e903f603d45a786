"""Without and with the proposal, side by side: each change with its sign, its interval and in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from leopard_range.i18n import percent
from leopard_range.studies.corridor.explain import EXPLAIN
from leopard_range.ui.corridor.digits import figure
from leopard_range.ui.frame import show_html
from leopard_range.ui.session import language, words

if TYPE_CHECKING:
    from leopard_range.studies.corridor.effect import EffectRow
    from leopard_range.studies.corridor.ensemble import EnsembleRow

__all__ = ["show_effect", "show_sure", "wide_table"]

_TONES = {"better": "▲", "worse": "▼"}
"""Signs beside a verdict, so that its colour is not needed."""


def wide_table(title: str, heads: Sequence[str], rows: Iterable[str]) -> None:
    """Show a table whose rows are written already; the first column stands at the left, numbers right.

    Parameters
    ----------
    title : str
        In the reader's language.
    heads : sequence of str
        Headings, in the reader's language.
    rows : iterable of str
        HTML of each row.
    """
    head = "".join(
        f"<th scope=col{' class=n' if at else ''}>{escape(text)}</th>" for at, text in enumerate(heads)
    )
    show_html(
        f'<details class="told survey" open><summary>{escape(title)}</summary><div class="scroll" '
        f'tabindex="0" role="region" aria-label="{escape(title)}"><table class="numbers list fit"><thead>'
        f"<tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></details>"
    )


def show_effect(rows: Sequence[EffectRow]) -> None:
    """Show what a proposal changes.

    Parameters
    ----------
    rows : sequence of EffectRow
        One measure each.
    """
    _ = words()
    heads = (_("Measure"), _("Without the proposal"), _("With the proposal"), _("Change"))
    wide_table(_("Without and with the proposal"), heads, map(_effect_row, rows))


def _effect_row(row: EffectRow) -> str:
    _, lang = words(), language()
    beside = []
    if row.change_share is not None and row.unit != "%":
        beside.append(("+" if row.change_share > 0 else "") + percent(row.change_share, lang, 0))
    small = escape(" ".join(beside))
    if row.verdict in _TONES:
        told = f"{_TONES[row.verdict]} {_(row.verdict)}"
        small += f' <span class="verdict-{row.verdict}">{escape(told)}</span>'
    cells = (figure(row.before, row.unit), figure(row.after, row.unit))
    return _row(row.id, row.measure, cells, _change(row.change, row.unit), small)


def show_sure(rows: Sequence[EnsembleRow]) -> None:
    """Show what a proposal changes under many assumptions: medians, and the inner 90 % of the members.

    Parameters
    ----------
    rows : sequence of EnsembleRow
        One measure each.
    """
    _ = words()
    heads = (_("Measure"), _("Without the proposal"), _("With the proposal"), _("Change"))
    wide_table(_("Median and inner 90 %"), heads, map(_sure_row, rows))


def _sure_row(row: EnsembleRow) -> str:
    _, lang = words(), language()
    between = f"{figure(row.change_low, signed=True)} … {figure(row.change_high, signed=True)}"
    better = ""
    if row.better_share is not None:
        told = _("better in {share} of the members").format(share=percent(row.better_share, lang, 0))
        tone = "better" if row.better_share > 0.5 else "worse"
        better = f'<br><span class="verdict-{tone}">{escape(told)}</span>'
    cells = (figure(row.before, row.unit), figure(row.after, row.unit))
    return _row(row.id, row.measure, cells, _change(row.change, row.unit), escape(between) + better)


def _change(value: float, unit: str) -> str:
    """Write a difference; between two shares it is told in points."""
    _ = words()
    if unit == "%":
        return _("{change} points").format(change=figure(value, signed=True))
    return figure(value, unit, signed=True)


def _row(id_: str, measure: str, cells: Iterable[str], change: str, small: str) -> str:
    """Write a row; what stands small beside the change is HTML already."""
    _ = words()
    why = f' title="{escape(_(EXPLAIN[id_]), quote=True)}"' if id_ in EXPLAIN else ""
    told = "".join(f"<td class=n>{escape(cell)}</td>" for cell in cells)
    more = f"<br><small>{small}</small>" if small.strip() else ""
    return (
        f"<tr{why}><th scope=row>{escape(_(measure))}</th>{told}<td class=n>{escape(change)}{more}</td></tr>"
    )
