"""The loss of range, place by place, with its interval."""

from __future__ import annotations

from html import escape
from typing import Literal

import streamlit as st

from leopard_range.content.charts import Bar, bars
from leopard_range.i18n import number, percent, pick, quantity
from leopard_range.studies.range import RangeAnswer, RangeQuestion
from leopard_range.ui.answers import ask
from leopard_range.ui.frame import card_row, cautions, piece, show_html, show_sources
from leopard_range.ui.session import language, words

__all__ = ["loss"]


@piece
def loss() -> None:
    """Show the loss for the whole range, then by country or province."""
    _, lang = words(), language()
    left, right = st.columns(2)
    historic: Literal["matched", "envelope"] = left.segmented_control(
        _("Historic range"),
        ["matched", "envelope"],
        format_func=lambda key: {"matched": _("matched to 361,756 km²"), "envelope": _("widest outline")}[
            key
        ],
        default="matched",
        required=True,
    )
    by: Literal["country", "province"] = right.segmented_control(
        _("Places"),
        ["country", "province"],
        format_func=lambda key: {"country": _("Countries"), "province": _("Provinces")}[key],
        default="country",
        required=True,
    )
    with st.spinner(_("Working out the areas…")):
        found: RangeAnswer = ask(RangeQuestion(historic=historic, by=by))
    card_row(
        (
            (
                _("Share of the historic range lost"),
                percent(found.lost_share, lang),
                _interval(found.lost_share_low, found.lost_share_high, lang),
            ),
            (
                _("Net change of area"),
                percent(found.net_share, lang),
                _interval(found.net_share_low, found.net_share_high, lang),
            ),
            (
                _("Left, from the published areas"),
                percent(found.published_share, lang, 2),
                _("10,709 of 361,756 km² (Jiang et al. 2015)"),
            ),
            (
                _("Boundary uncertainty"),
                quantity(found.boundary_km2, "km²", lang),
                _("slivers thinner than the outlines' error; neither lost nor gained"),
            ),
        )
    )
    rows = [row for row in found.places if row.historic_km2 >= 0.5]
    show_html(
        bars(
            [
                Bar(
                    pick(row.name, lang),
                    row.lost_km2,
                    row.lost_km2_low,
                    row.lost_km2_high,
                    "#E3B23C",
                    quantity(row.lost_km2, "km²", lang),
                )
                for row in rows
            ],
            _("Historic range lost, km², with its interval"),
        )
    )
    heads = (
        _("Place"),
        _("Historic, km²"),
        _("Today, km²"),
        _("Lost, km²"),
        _("Interval, km²"),
        _("Share lost"),
    )
    body = "".join(
        "<tr>"
        f'<th scope="row">{escape(pick(row.name, lang))}</th>'
        f"<td>{number(row.historic_km2, lang)}</td><td>{number(row.current_km2, lang)}</td>"
        f"<td>{number(row.lost_km2, lang)}</td>"
        f"<td>{number(row.lost_km2_low, lang)} – {number(row.lost_km2_high, lang)}</td>"
        f"<td>{'' if row.lost_share is None else percent(row.lost_share, lang)}</td></tr>"
        for row in rows
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    show_html(
        f'<div class="scroll"><table class="numbers"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
    cautions(found.notes)
    show_sources(found.citations)


def _interval(low: float, high: float, lang: str) -> str:
    return f"{percent(low, lang)} – {percent(high, lang)}"
