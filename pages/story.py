"""Story: eight steps, each of which moves the map."""

import streamlit as st

from leopard_range.ui.mapping import show_map
from leopard_range.ui.story import show_step, step_state

text, picture = st.columns([2, 3], gap="large")
with text:
    show_step()
with picture:
    show_map("story", go=step_state())
