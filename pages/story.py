"""Story: eight steps, each of which moves the map."""

import streamlit as st

from leopard_range.ui.frame import guard
from leopard_range.ui.mapping import show_map
from leopard_range.ui.session import go_to_step, step_number, words
from leopard_range.ui.story import step_html, steps


@st.fragment
def show_story() -> None:
    """Draw one step; going on draws only this again, not the menu around it."""
    with guard():  # here, because a fragment keeps its failures to itself
        show_step()


def show_step() -> None:
    """Draw the step the address asks for."""
    _ = words()
    story = steps(_)
    at = step_number(len(story))
    step = story[at]
    text, picture = st.columns([2, 3], gap="large")
    with picture:
        show_map("story", go=step.state)
    with text:
        st.html(step_html(step, at + 1, len(story)))
        with st.container(horizontal=True):
            back, forward = ":material/arrow_back:", ":material/arrow_forward:"
            st.button(_("Back"), icon=back, disabled=at == 0, on_click=go_to_step, args=(at - 1,))
            if at + 1 < len(story):
                st.button(_("Next"), icon=forward, type="primary", on_click=go_to_step, args=(at + 1,))
            else:
                st.page_link("pages/explore.py", label=_("Explore the map"), icon=":material/map:")


show_story()
