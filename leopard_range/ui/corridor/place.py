"""Proposals on the map: the page hands out addresses that only this session knows."""

from __future__ import annotations

import json
from hashlib import sha256
from html import escape
from typing import Any

import streamlit as st

from leopard_range.maps import MapState
from leopard_range.maps.corridor import AREA, BAND, LINES, OTHERS, SURFACE, area_box
from leopard_range.ui.clearance import sealed
from leopard_range.ui.corridor.held import Found, Held, corridor_of
from leopard_range.ui.corridor.others import others
from leopard_range.ui.corridor.pictures import picture_file
from leopard_range.ui.corridor.results import chosen_picture
from leopard_range.ui.corridor.saying import area_says, others_say, parts_say, picture_says
from leopard_range.ui.mapping import show_map
from leopard_range.ui.seals import LIFE_S
from leopard_range.ui.session import language, role

__all__ = ["address", "show_place"]

_LOOKED = "corridor_looked"
"""Which proposal the map was taken to last, and where."""

_HEIGHT = 640


def show_place(one: Held | None, found: Found | None = None) -> None:
    """Show the map with a proposal on it; it goes there once, and stays where the reader moves it.

    Parameters
    ----------
    one : Held or None
        The proposal that is looked at.
    found : Found, optional
        An answer about it, whose pictures are drawn.
    """
    handed: list[tuple[str, str, str, dict[str, Any]]] = []
    go = None
    if one is not None:
        corridor = corridor_of(one)
        version = sha256(one.text.encode()).hexdigest()[:12]
        says = area_says(one.name, corridor.area)
        handed.append((AREA, one.number, f"area-{version}.geojson", {"says": says}))
        looked = st.session_state.get(_LOOKED)
        if looked is None or looked[0] != one.number:
            st.session_state[_LOOKED] = looked = one.number, area_box(corridor.area)
        go = None if one.in_sight else MapState(box=looked[1])
        beside = others(one)
        if beside is not None:
            says = others_say(beside)
            handed.append((OTHERS, beside.number, "others.geojson", {"says": says}))
        handed += _answered(found)
    _drawing(one)
    # Addresses of planners end after minutes: they are drawn again in time.
    (_renewed if role() == "planner" else _hand_out)(handed)
    show_map("corridor", go=go, height=_HEIGHT)


def _answered(found: Found | None) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return what an answer draws: its lines, its areas and the surface the reader chose."""
    if found is None:
        return []
    drawn: list[tuple[str, str, str, dict[str, Any]]] = []
    for layer, kind, name in ((LINES, "LineString", "lines.geojson"), (BAND, "Polygon", "areas.geojson")):
        says = parts_say(found, kind)
        if says:
            drawn.append((layer, found.number, name, {"says": says}))
    at = chosen_picture(found)
    if at >= 0:
        more = {"bounds": picture_file(found, at)[1], "says": picture_says(found, at)}
        drawn.append((SURFACE, found.number, f"surface-{at}.png", more))
    return drawn


def _drawing(one: Held | None) -> None:
    """Hand the corners of a drawing to the map, which gives them handles."""
    told = ""
    if one is not None and one.drawing is not None:
        told = json.dumps({"kind": one.drawing.kind, "corners": one.drawing.corners}, separators=(",", ":"))
    st.html(f'<span hidden data-lr-drawing="{escape(told)}"></span>')


def _hand_out(layers: list[tuple[str, str, str, dict[str, Any]]]) -> None:
    handed = {
        layer: {"url": address(number, what), "badge": "", "version": f"{number}.{what}", **more}
        for layer, number, what, more in layers
    }
    told = json.dumps(handed).replace("<", "\\u003c").replace(">", "\\u003e")
    st.html(f'<span hidden data-lr-sealed="{escape(told)}"></span>')


_renewed = st.fragment(_hand_out, run_every=LIFE_S * 0.8)


def address(number: str, what: str) -> str:
    """Return where this session's browser finds something of a proposal or an answer.

    Parameters
    ----------
    number : str
        Of the proposal or the answer.
    what : str
        Part and form.
    """
    if role() == "planner":
        return sealed(f"planner/drawn/{number}.{what}", lang=language())
    return f"drawn/{number}.{what}?lang={language()}"
