"""Drawing without a mouse: the corners as text, which is also what the map writes into."""

from __future__ import annotations

import streamlit as st

from leopard_range.i18n import number
from leopard_range.ui.corridor.corners import MOST_CORNERS, WIDTHS_M, Drawing, from_text, to_text
from leopard_range.ui.corridor.held import (
    LONGEST_ABOUT,
    LONGEST_NAME,
    Held,
    add,
    duplicate,
    forget,
    held,
    redraw,
    rename,
    undo,
)
from leopard_range.ui.corridor.trouble import tried
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import language, words

__all__ = ["edit", "new_name", "start_drawing"]

_NEW = "corridor_new"
"""The field the map writes a new drawing into; its script knows this name."""

_KIND, _WIDTH = "corridor_new_kind", "corridor_new_width"
_EXAMPLE = "43.250, 131.500"


def new_name() -> str:
    """Return a name for the next drawing that no proposal of this session has."""
    _, taken = words(), {one.name for one in held().values()}
    return next(
        name
        for name in (_("Drawing {number}").format(number=at) for at in range(1, len(taken) + 2))
        if name not in taken
    )


@tried
def _drawn() -> None:
    text = str(st.session_state[_NEW])
    if text.strip():
        drawing = from_text(text, st.session_state.get(_KIND, "line"), st.session_state.get(_WIDTH, 5_000.0))
        by_map = text.lstrip()[:4] in ("line", "area")
        add(Held(new_name(), drawing=drawing, in_sight=by_map))
        st.session_state[_NEW] = ""


def start_drawing(*, open_: bool) -> None:
    """Show how to draw, and the field that does it without the map.

    Parameters
    ----------
    open_ : bool
        Whether the field stands open.
    """
    _ = words()
    kinds = {"line": _("Line with a width"), "area": _("Area")}
    with st.expander(_("Draw by typing corners"), icon=":material/keyboard:", expanded=open_):
        st.segmented_control(
            _("Shape"),
            list(kinds),
            format_func=lambda key: kinds[key],
            default="line",
            required=True,
            key=_KIND,
        )
        st.number_input(_("Width of a line, m"), *WIDTHS_M, 5_000.0, 100.0, format="%g", key=_WIDTH)
        label = _("Corners: latitude, longitude; one a line, at most {count}").format(
            count=number(MOST_CORNERS, language())
        )
        # Leaving the field draws; the button is what a reader looks for, and leaves it.
        st.text_area(label, key=_NEW, on_change=_drawn, placeholder=_EXAMPLE, max_chars=8_000, height=120)
        st.button(_("Draw it"), icon=":material/draw:", key="corridor_new_draw")


def edit(one: Held) -> None:
    """Show the fields of a drawing: name, description, shape, corners; and what can be done with it.

    Parameters
    ----------
    one : Held
        One that was drawn or brought.
    """
    _ = words()
    with st.expander(_("Change this proposal"), icon=":material/edit:"):
        key = one.number
        st.text_input(_("Name"), one.name, LONGEST_NAME, key=f"name-{key}", on_change=_named, args=(one,))
        st.text_area(
            _("What it is for"),
            one.about,
            70,
            LONGEST_ABOUT,
            key=f"about-{key}",
            on_change=_named,
            args=(one,),
        )
        if one.drawing is not None:
            _shape(one, one.drawing)
        with st.container(horizontal=True):
            st.button(
                _("Undo"),
                icon=":material/undo:",
                disabled=not one.before,
                key=f"undo-{key}",
                on_click=undo,
                args=(one,),
            )
            copy = _("{name}, copy").format(name=one.name)
            st.button(
                _("Duplicate"),
                icon=":material/content_copy:",
                key=f"copy-{key}",
                on_click=tried(duplicate),
                args=(one, copy),
            )
            st.button(
                _("Delete"), icon=":material/delete:", key=f"delete-{key}", on_click=forget, args=(key,)
            )


@tried
def _named(one: Held) -> None:
    state = st.session_state
    rename(one, str(state[f"name-{one.number}"]), str(state[f"about-{one.number}"]))


@tried
def _reshaped(one: Held) -> None:
    state, key = st.session_state, one.number
    width = float(state.get(f"width-{key}") or 0) or (one.drawing.width_m if one.drawing else 5_000.0)
    redraw(one, from_text(str(state[f"corners-{key}"]), state[f"kind-{key}"], width))


def _shape(one: Held, drawing: Drawing) -> None:
    _, key, state = words(), one.number, st.session_state
    kinds = {"line": _("Line with a width"), "area": _("Area")}
    if state.get(f"shown-{key}") != drawing:
        # The map, a step back or the first look: the fields follow the drawing.
        state[f"shown-{key}"] = drawing
        state[f"kind-{key}"], state[f"corners-{key}"] = drawing.kind, to_text(drawing)
        state[f"width-{key}"] = drawing.width_m
    st.segmented_control(
        _("Shape"),
        list(kinds),
        format_func=lambda name: kinds[name],
        required=True,
        key=f"kind-{key}",
        on_change=_reshaped,
        args=(one,),
    )
    if drawing.kind == "line":
        st.number_input(
            _("Width, m"),
            *WIDTHS_M,
            step=100.0,
            format="%g",
            key=f"width-{key}",
            on_change=_reshaped,
            args=(one,),
        )
    with st.container(key="corridor_corners"):
        st.text_area(
            _("Corners: latitude, longitude; one a line, at most {count}").format(
                count=number(MOST_CORNERS, language())
            ),
            key=f"corners-{key}",
            height=150,
            max_chars=8_000,
            on_change=_reshaped,
            args=(one,),
        )
    show_text(
        _("On the map: drag a corner to move it, drag a small dot to add one, double-click to remove one.")
    )
