"""The page: map left, decision right; on a phone one column."""

from __future__ import annotations

from html import escape

import streamlit as st

from leopard_range.ui.corridor.audit import show_audit
from leopard_range.ui.corridor.draw import edit, new_name, start_drawing
from leopard_range.ui.corridor.held import Held, choose, chosen, held, open_link, write_link
from leopard_range.ui.corridor.named import names, take_named
from leopard_range.ui.corridor.place import show_place
from leopard_range.ui.corridor.trouble import show_trouble, tried
from leopard_range.ui.frame import guard, piece
from leopard_range.ui.session import words

__all__ = ["corridor_page"]

_CHOICE = "corridor_choice"


@piece
def corridor_page() -> None:
    """Show the map and, beside it, the beginning or the proposal that is looked at."""
    tried(open_link)(names(), new_name())
    one = chosen()
    write_link(one)
    with st.container(key="corridor"):
        left, right = st.columns([7, 6], gap="medium")
        with right, st.container(key="corridor_panel"):
            show_trouble()
            if one is None:
                _beginning()
            else:
                _looked_at(one)
        with left, guard():
            show_place(one)


def _beginning() -> None:
    _ = words()
    what = _("A corridor is a strip of land that lets animals walk from one safe place to another.")
    ask = _(
        "Is a proposal wide enough, what does it cross, is it worth its land? Choose one, or draw your own."
    )
    st.html(f'<p class="lead">{escape(what)} {escape(ask)}</p>')
    _named(names())
    how = _("On the map, press the line or the area button and click the corners.")
    title = _("Draw your own")
    st.html(f'<div class="start"><h3>{escape(title)}</h3><p>{escape(how)}</p></div>')
    start_drawing(open_=False)


def _named(known: dict[str, str]) -> None:
    _ = words()
    if known:
        st.html(f'<div class="start"><h3>{escape(_("Look at a proposal"))}</h3></div>')
        with st.container(key="corridor_named"):
            for id_, name in known.items():
                st.button(
                    name,
                    key=f"named-{id_}",
                    icon=":material/conversion_path:",
                    on_click=tried(take_named),
                    args=(id_,),
                    width="stretch",
                )


def _looked_at(one: Held) -> None:
    _, kept = words(), held()
    told = {key: other.name for key, other in kept.items()}
    told |= {id_: name for id_, name in names().items() if not any(o.id == id_ for o in kept.values())}
    st.session_state[_CHOICE] = one.number
    with st.container(horizontal=True, vertical_alignment="bottom", key="corridor_choose"):
        st.selectbox(
            _("Proposal"),
            list(told),
            format_func=lambda key: told.get(key, ""),
            key=_CHOICE,
            on_change=_chosen,
        )
        st.button(_("New"), icon=":material/add:", on_click=choose, args=("",), key="corridor_fresh")
    if not one.id:
        edit(one)
    show_audit(one)
    start_drawing(open_=False)


@tried
def _chosen() -> None:
    wanted = str(st.session_state[_CHOICE])
    if wanted in held():
        choose(wanted)
    else:
        take_named(wanted)
