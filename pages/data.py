"""Data & methods: a card for every layer, and how the numbers are made."""

import streamlit as st

from leopard_range.ui.data import layer_cards, methods
from leopard_range.ui.frame import page_title
from leopard_range.ui.session import words

_ = words()

page_title(_("Data & methods"))
layers, how = st.tabs([_("Layers"), _("Methods")])
with layers:
    layer_cards()
with how:
    methods()
