"""Story: eight steps, each of which moves the map."""

import streamlit as st

from leopard_range.ui.frame import page_script, piece
from leopard_range.ui.mapping import show_map
from leopard_range.ui.session import go_to_step, step_number, words
from leopard_range.ui.story import step_html, steps

_ = words()
story = steps(_)


@piece
def show_step() -> None:
    """Draw the step the address asks for."""
    at = step_number(len(story))
    st.html(step_html(story[at], at + 1, len(story)))
    if story[at].page:
        st.page_link(
            page_script(story[at].page), label=_("Cameras: how we know"), icon=":material/photo_camera:"
        )
    with st.container(horizontal=True):
        back, forward = ":material/arrow_back:", ":material/arrow_forward:"
        st.button(_("Back"), icon=back, disabled=at == 0, on_click=go_to_step, args=(at - 1,))
        if at + 1 < len(story):
            st.button(_("Next"), icon=forward, type="primary", on_click=go_to_step, args=(at + 1,))
        else:
            st.page_link(page_script("explore"), label=_("Explore the map"), icon=":material/map:")


text, picture = st.columns([2, 3], gap="large")
with text:
    show_step()
with picture:
    show_map("story", go=story[step_number(len(story))].state)
