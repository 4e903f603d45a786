"""The page: map left, decision right; on a phone one column."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from leopard_range.ui.answers import with_terms
from leopard_range.ui.corridor.audit import show_audit
from leopard_range.ui.corridor.bring import bring_proposal
from leopard_range.ui.corridor.costs import show_costs
from leopard_range.ui.corridor.deeper import chosen_result, show_deeper
from leopard_range.ui.corridor.draw import edit, new_name, start_drawing
from leopard_range.ui.corridor.held import Held, choose, chosen, held, linked, open_link, write_link
from leopard_range.ui.corridor.keeping import keep_proposal
from leopard_range.ui.corridor.named import names, take_named, told
from leopard_range.ui.corridor.own import show_own
from leopard_range.ui.corridor.place import show_place
from leopard_range.ui.corridor.report import show_report
from leopard_range.ui.corridor.rivals import show_rivals
from leopard_range.ui.corridor.trouble import show_trouble, tried
from leopard_range.ui.frame import guard, piece
from leopard_range.ui.session import words

__all__ = ["corridor_page"]

_CHOICE = "corridor_choice"


@piece
def corridor_page() -> None:
    """Show the map and, beside it, the beginning or the proposal that is looked at."""
    if linked():
        tried(open_link)(names(), new_name())
    one = chosen()
    write_link(one)
    with st.container(key="corridor"):
        left, right = st.columns([7, 6], gap="medium")
        with right, st.container(key="corridor_panel"):
            with st.container():  # a place of its own: what follows stays open when a sentence comes
                show_trouble()
            if one is None:
                _beginning()
            else:
                _looked_at(one)
        with left, guard():
            show_place(one, chosen_result(one) if one is not None else None)


def _beginning() -> None:
    _ = words()
    what = _("A corridor is a strip of land that lets animals walk from one safe place to another.")
    ask = _(
        "Is a proposal wide enough, what does it cross, is it worth its land? Choose one, or draw your own."
    )
    st.html(with_terms(f'<p class="lead">{escape(what)} {escape(ask)}</p>'))
    _named(names())
    how = _("On the map, press the line or the area button and click the corners.")
    title = _("Draw your own")
    st.html(f'<div class="start"><h2>{escape(title)}</h2><p>{escape(how)}</p></div>')
    start_drawing(open_=False)
    bring_proposal()


def _named(known: Mapping[str, str]) -> None:
    """Offer the named proposals as cards; their names are a layer's, so they go into no label."""
    _, about = words(), told()
    if known:
        title = _("Look at a proposal")
        st.html(f'<div class="start"><h2>{escape(title)}</h2></div>')
    with st.container(key="corridor_named"):
        for at, (id_, name) in enumerate(known.items()):
            if at % 2 == 0:
                row = st.columns(2, gap="small")
            with row[at % 2], st.container(border=True, key=f"named-{id_}"):
                st.html(with_terms(f"<div><b>{escape(name)}</b><p>{escape(about[id_])}</p></div>"))
                look, icon = _("Look at it"), ":material/visibility:"
                st.button(look, key=f"take-{id_}", icon=icon, on_click=tried(take_named), args=(id_,))


def _looked_at(one: Held) -> None:
    _, kept = words(), held()
    listed = {key: other.name for key, other in kept.items()}
    listed |= {id_: name for id_, name in names().items() if not any(o.id == id_ for o in kept.values())}
    st.session_state[_CHOICE] = one.number
    with st.container(horizontal=True, vertical_alignment="bottom", key="corridor_choose"):
        st.selectbox(
            _("Proposal"),
            list(listed),
            format_func=lambda key: listed.get(key, ""),
            key=_CHOICE,
            on_change=_chosen,
        )
        st.button(_("New proposal"), icon=":material/add:", on_click=choose, args=("",), key="corridor_fresh")
    keep_proposal(one)
    if not one.id:
        edit(one)
    show_audit(one)
    with guard():
        show_rivals()
    with guard():
        title = _("Look deeper")
        st.html(f'<div class="start"><h2>{escape(title)}</h2></div>')
        show_deeper(one)
        show_costs()
        show_own()
        show_report(one)
    start_drawing(open_=False)


@tried
def _chosen() -> None:
    wanted = str(st.session_state[_CHOICE])
    if wanted in held():
        choose(wanted)
    else:
        take_named(wanted)
