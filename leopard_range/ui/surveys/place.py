"""A survey on the map: rounded places until exact ones are asked for, all by sealed addresses."""

from __future__ import annotations

import json
from html import escape

import geopandas as gpd
import pandas as pd
import streamlit as st

from leopard_range import privacy
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence, translator
from leopard_range.maps import MapState, WebFile
from leopard_range.maps.survey import STATIONS, features_file, station_box
from leopard_range.model.survey import Survey
from leopard_range.reports import record
from leopard_range.ui.clearance import person, sealed
from leopard_range.ui.mapping import show_map
from leopard_range.ui.plain import show_text
from leopard_range.ui.seals import LIFE_S
from leopard_range.ui.session import language, settings, words
from leopard_range.ui.surveys.held import Held, survey_of

__all__ = ["LOGGED_AS", "exact_wanted", "placed", "show_place", "stations_file"]

LOGGED_AS = "survey"
"""How the log calls every survey: it never says whose or which."""

_EXACT = "exact_positions"


def exact_wanted() -> bool:
    """Return whether the planner has asked for exact positions in this session."""
    return bool(st.session_state.get(_EXACT))


def placed(survey: Survey) -> gpd.GeoDataFrame:
    """Return one point a station, with what its cameras did.

    Parameters
    ----------
    survey : Survey
        Any; stations without longitude and latitude are left out.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; ``locationID``, ``deployments``, ``detections``, exact places.
    """
    put = survey.deployments
    stands = put.drop_duplicates("deploymentID").set_index("deploymentID")["locationID"]
    seen = survey.counted[survey.counted["scientificName"] != ""]
    found = seen["deploymentID"].map(stands).value_counts()
    stations = (
        put.dropna(subset=["longitude", "latitude"])
        .groupby("locationID")
        .agg(
            longitude=("longitude", "first"),
            latitude=("latitude", "first"),
            deployments=("deploymentID", "size"),
        )
        .reset_index()
    )
    counted = pd.Series(stations["locationID"]).map(found).fillna(0).astype(int)
    points = gpd.points_from_xy(stations["longitude"], stations["latitude"])
    plain = stations[["locationID", "deployments"]].assign(detections=counted)
    return gpd.GeoDataFrame(plain, geometry=points, crs="EPSG:4326")


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


def show_place(one: Held) -> None:
    """Show the survey's map.

    Parameters
    ----------
    one : Held
        Which survey.
    """
    _, survey = words(), survey_of(one)
    points = placed(survey)
    box = station_box(points.geometry.x.to_numpy(), points.geometry.y.to_numpy())
    if box is None:
        show_text(
            _("Its positions are in a plane without a name, so there is no map. Name the coordinate system.")
        )
        return
    _hand_out(one)
    show_map("survey", go=MapState(box=box), height=440)


# Drawn again in time, so that the addresses on the page always hold; who may see is asked each time.
@st.fragment(run_every=LIFE_S * 0.8)
def _hand_out(one: Held) -> None:
    _, exact = words(), exact_wanted()
    try:
        who = person()
        with st.container(
            key="closer_exact" if exact else "closer", horizontal=True, vertical_alignment="center"
        ):
            if exact:
                show_text(_("Camera stations are shown where they are. Do not pass them on."))
                pressed = st.button(
                    _("Show rounded positions"), icon=":material/blur_on:", key="survey_exact"
                )
            else:
                show_text(
                    _(
                        "Camera stations are rounded to 0.01° (about 1 km). "
                        "Exact views are logged with your name."
                    )
                )
                pressed = st.button(
                    _("Show exact positions"), icon=":material/my_location:", key="survey_exact"
                )
        if pressed:
            if not exact:
                record(settings().audit, who=who.id, action="unlock", layer=LOGGED_AS)
            st.session_state[_EXACT] = not exact
            st.rerun()
        how, badge = ("exact", _("exact positions")) if exact else ("rounded", _("rounded to 0.01°"))
        address = sealed(f"planner/surveys/{one.number}.stations-{how}.geojson", lang=language())
        handed = {STATIONS: {"url": address, "badge": badge, "version": f"{one.number}.{how}"}}
        told = json.dumps(handed).replace("<", "\\u003c").replace(">", "\\u003e")
        st.html(f'<span hidden data-lr-sealed="{escape(told)}"></span>')
    except LeopardRangeError as problem:
        st.session_state[_EXACT] = False
        show_text(sentence(problem, language()))
