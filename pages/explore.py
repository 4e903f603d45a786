"""Explore: the map, the facts row, the same features as a list, and downloads."""

import streamlit as st

from leopard_range.ui.explore import download_links, facts_row, feature_list
from leopard_range.ui.frame import page_title
from leopard_range.ui.mapping import show_map
from leopard_range.ui.planners import closer_look
from leopard_range.ui.session import words

_ = words()

heading, actions = st.columns([3, 2], vertical_alignment="bottom")
with heading:
    page_title(_("Where the leopards are"))
with actions:
    download_links()

closer_look()
show_map("explore", height=640)
facts_row()
feature_list()
