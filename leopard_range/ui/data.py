"""Cards of the layers and the methods with their references."""

from __future__ import annotations

import streamlit as st

from leopard_range.content import methods as told
from leopard_range.ui.answers import edition
from leopard_range.ui.frame import piece, show_html
from leopard_range.ui.session import words

__all__ = ["layer_cards", "methods"]


@piece
def layer_cards() -> None:
    """Show a card for every layer of one group."""
    _, this = words(), edition()
    names = told.groups(this)
    group = st.segmented_control(
        _("Group"), list(names), format_func=lambda key: names[key], default="range", required=True
    )
    show_html(told.layer_cards(this, group))


def methods() -> None:
    """Show how every number is made, and after whom."""
    show_html(told.methods(edition()))
