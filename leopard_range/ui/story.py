"""The story beside its map: one step at a time, each of which moves the map."""

from __future__ import annotations

import streamlit as st

from leopard_range.content.story import step_html, steps
from leopard_range.maps import MapState
from leopard_range.ui.answers import edition, with_terms
from leopard_range.ui.frame import page_script, piece
from leopard_range.ui.session import go_to_step, step_number, words

__all__ = ["show_step", "step_state"]


def step_state() -> MapState:
    """Return where the step that the address asks for takes the map."""
    story = steps(words())
    return story[step_number(len(story))].state


@piece
def show_step() -> None:
    """Draw the step the address asks for."""
    _ = words()
    story = steps(_)
    at = step_number(len(story))
    st.html(with_terms(step_html(edition(), story[at], at + 1, len(story))))
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
