"""A survey on the map: rounded places until exact ones are asked for, all by sealed addresses."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import streamlit as st

from leopard_range import privacy
from leopard_range.content.told import shapes_say, surface_says
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import percent, sentence, translator
from leopard_range.maps import MapState, WebFile
from leopard_range.maps.state import Box
from leopard_range.maps.surface import surface_file
from leopard_range.maps.survey import OUTLINES, STATIONS, SURFACE, features_file, station_box
from leopard_range.reports import record
from leopard_range.ui.clearance import person, sealed
from leopard_range.ui.mapping import show_map
from leopard_range.ui.plain import show_text
from leopard_range.ui.seals import LIFE_S
from leopard_range.ui.session import language, settings, words
from leopard_range.ui.shown import file_row, ramp
from leopard_range.ui.surveys.held import Found, Held, survey_of
from leopard_range.ui.surveys.marks import mark, word
from leopard_range.ui.surveys.placed import placed
from leopard_range.ui.surveys.surfaces import Surface, name_of, outlines_of, surfaces_of

__all__ = ["LOGGED_AS", "exact_wanted", "show_place", "stations_file", "surface_picture"]

LOGGED_AS = "survey"
"""How the log calls every survey: it never says whose or which."""

_EXACT = "exact_positions"


def exact_wanted() -> bool:
    """Return whether the planner has asked for exact positions in this session."""
    return bool(st.session_state.get(_EXACT))


def stations_file(one: Held, *, exact: bool, lang: str) -> WebFile:
    """Return a survey's stations as the browser gets them; only a sealed address leads here.

    Parameters
    ----------
    one : Held
        Which survey.
    exact : bool
        Exact places instead of those rounded to 0.01 degrees.
    lang : str
        Language of the labels.

    Raises
    ------
    LeopardRangeError
        The reader's own.
    """
    _ = translator(lang)
    frame = placed(survey_of(one))
    labels = {"locationID": _("Station"), "deployments": _("Deployments"), "detections": _("Detections")}
    if not exact:
        frame = privacy.rounded(frame)
        labels["coordinateUncertaintyInMeters"] = _("Position known to, m")
    return features_file(STATIONS, frame, labels)


def show_place(one: Held, found: Found | None = None) -> None:
    """Show the survey's map, with the surface and the outlines of an answer where it has any.

    Parameters
    ----------
    one : Held
        Which survey.
    found : Found, optional
        An answer about it.
    """
    _, survey = words(), survey_of(one)
    points = placed(survey)
    box = station_box(points.geometry.x.to_numpy(), points.geometry.y.to_numpy())
    if box is None:
        show_text(
            _("Its positions are in a plane without a name, so there is no map. Name the coordinate system.")
        )
        return
    layers = [] if found is None else _drawn(found)
    _hand_out(one, layers)
    show_map("survey", go=MapState(box=box), height=440)


def _drawn(found: Found) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Let the reader choose a surface; return layer, address, version of what is drawn, and what it says."""
    _ = words()
    layers: list[tuple[str, str, str, dict[str, Any]]] = []
    surfaces = surfaces_of(found)
    if surfaces:
        at = 0
        if len(surfaces) > 1:
            names = [name_of(one) for one in surfaces]
            at = st.selectbox(
                _("Surface"), list(range(len(names))), format_func=lambda at: names[at], key="survey_surface"
            )
        chosen = surfaces[at]
        st.html(_legend(chosen, mark(found.survey)))
        more = {"bounds": surface_picture(found, at)[1], "says": _surface_says(found, at)}
        layers.append((SURFACE, f"{found.number}.surface-{at}.png", f"{found.number}.{at}", more))
    outlines = outlines_of(found)
    if outlines is not None:
        names = [percent(share, language(), 0) for share in outlines["level_share"]]
        says = shapes_say(_("Outlines"), outlines.geometry, language(), names=names, rough=True)
        layers.append((OUTLINES, f"{found.number}.outlines.geojson", found.number, {"says": says}))
    return layers


def _surface_says(found: Found, at: int) -> str:
    _, lang, key = words(), language(), f"says-{at}-{language()}"
    if key not in found.drawn:
        one, box = surfaces_of(found)[at], surface_picture(found, at)[1]
        found.drawn[key] = surface_says(
            _("Surface"), _unit(one), one.values, one.grid, lang, box=box, edges=one.edges, rough=True
        )
    return str(found.drawn[key])


def surface_picture(found: Found, at: int) -> tuple[WebFile, Box]:
    """Return one surface of an answer as a picture with its extent, drawn once.

    Parameters
    ----------
    found : Found
        An answer.
    at : int
        Which of its surfaces.

    Raises
    ------
    LeopardRangeError
        ``address_unknown``: there is no such surface.
    """
    surfaces = surfaces_of(found)
    if not 0 <= at < len(surfaces):
        raise LeopardRangeError("address_unknown", address="planner/surveys")
    key = f"picture-{at}"
    if key not in found.drawn:
        one = surfaces[at]
        found.drawn[key] = surface_file(one.values, one.grid, one.edges, fade=one.fades)
    picture: tuple[WebFile, Box] = found.drawn[key]
    return picture


def _legend(one: Surface, said: str) -> str:
    """Write the classes of a surface with their colours and unit."""
    return ramp(one.edges, _unit(one), said)


def _unit(one: Surface) -> str:
    _ = words()
    units = {
        "detections/km2": _("Detections per km²"),
        "detections/100 trap-days": _("Detections per 100 trap-days"),
        "animals/100 km2": _("Animals per 100 km²"),
    }
    return units.get(one.unit, one.unit)


# Drawn again in time, so that the addresses on the page always hold; who may see is asked each time.
@st.fragment(run_every=LIFE_S * 0.8)
def _hand_out(one: Held, layers: list[tuple[str, str, str, dict[str, Any]]]) -> None:
    try:
        if _bar(one):
            st.rerun()
        exact = exact_wanted()
        handed = {STATIONS: _stations(one, exact=exact)}
        for layer, name, version, more in layers:
            address = sealed(f"planner/surveys/{name}", lang=language())
            handed[layer] = {"url": address, "badge": word(one), "version": version, **more}
        told = json.dumps(handed).replace("<", "\\u003c").replace(">", "\\u003e")
        st.html(f'<span hidden data-lr-sealed="{escape(told)}"></span>')
    except LeopardRangeError as problem:
        st.session_state[_EXACT] = False
        show_text(sentence(problem, language()))


def _stations(one: Held, *, exact: bool) -> dict[str, Any]:
    _ = words()
    how, about = ("exact", _("exact positions")) if exact else ("rounded", _("rounded to 0.01°"))
    badge = " · ".join(filter(None, (word(one), about)))
    address = sealed(f"planner/surveys/{one.number}.stations-{how}.geojson", lang=language())
    # Whatever is shown: of rounded places only, and roughly.
    points = privacy.rounded(placed(survey_of(one)))
    totals = {_("Deployments"): "deployments", _("Detections"): "detections"}
    facts = [(name, float(points[column].sum())) for name, column in totals.items()]
    says = shapes_say(_("Camera stations"), points.geometry, language(), facts=facts, rough=True)
    return {"url": address, "badge": badge, "version": f"{one.number}.{how}", "says": says}


def _bar(one: Held) -> bool:
    """Say how exact the places are; return whether the planner has just asked for others."""
    _, exact, who = words(), exact_wanted(), person()
    key = "closer_exact" if exact else "closer"
    with st.container(key=key, horizontal=True, vertical_alignment="center"):
        if exact:
            show_text(_("Camera stations are shown where they are. Do not pass them on."))
            label, icon = _("Show rounded positions"), ":material/blur_on:"
        else:
            show_text(
                _("Camera stations are rounded to 0.01° (about 1 km). Exact views are logged with your name.")
            )
            label, icon = _("Show exact positions"), ":material/my_location:"
        pressed = st.button(label, icon=icon, key="survey_exact")
        _files(one, exact=exact)
    if pressed:
        if not exact:
            record(settings().audit, who=who.id, action="unlock", layer=LOGGED_AS)
        st.session_state[_EXACT] = not exact
    return pressed


def _files(one: Held, *, exact: bool) -> None:
    """Offer the survey itself as files."""
    _, lang = words(), language()
    how = "exact" if exact else "rounded"
    files = [(_("Camera stations"), "stations", "gpkg", "GeoPackage")]
    if survey_of(one).dated:
        files.append((_("The whole survey"), "survey", "zip", "Camtrap DP"))
    with st.popover(_("Download the survey"), icon=":material/download:", key="survey_download"):
        show_text(_("exact positions") if exact else _("rounded to 0.01°"))
        rows = ""
        for title, what, form, name in files:
            rows += file_row(
                title, sealed(f"planner/surveys/{one.number}.{what}-{how}.{form}", lang=lang), name
            )
        st.html(f'<ul class="downloads">{rows}</ul>')
