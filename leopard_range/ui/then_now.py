"""The loss of range, place by place, with its interval."""

from __future__ import annotations

import streamlit as st

from leopard_range.content import numbers
from leopard_range.ui.answers import edition, with_terms
from leopard_range.ui.frame import piece, show_html
from leopard_range.ui.session import words

__all__ = ["loss"]


@piece
def loss() -> None:
    """Show the loss for the whole range, then by country or province."""
    _, this = words(), edition()
    left, right = st.columns(2)
    outlines = numbers.historics(this)
    kinds = numbers.places(this)
    historic: numbers.Historic = left.segmented_control(
        _("Historic range"),
        list(outlines),
        format_func=lambda key: outlines[key],
        default="matched",
        required=True,
    )
    by: numbers.Places = right.segmented_control(
        _("Places"), list(kinds), format_func=lambda key: kinds[key], default="country", required=True
    )
    with st.spinner(_("Working out the areas…")):
        cards, *rest = numbers.loss(this, historic, by)
    st.html(with_terms(cards))
    for part in filter(None, rest):
        show_html(part)
