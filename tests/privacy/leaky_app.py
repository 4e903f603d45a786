"""Pages that leak, for tests only: each shows exact positions in a way that looks harmless."""

import json

import folium
import pandas as pd
import streamlit as st
from streamlit.components import v1

from tests.privacy.secret_country import CANARIES

frame = pd.DataFrame(CANARIES, columns=["lon", "lat"])
frame["seen"] = 1


def hidden_columns() -> None:
    """Hide the columns of a table in the browser."""
    st.dataframe(frame, column_order=["seen"])


def styled() -> None:
    """Round what is displayed, not what is sent."""
    st.dataframe(frame.style.format(precision=0))


def dots() -> None:
    """Draw a map of dots."""
    st.map(frame, latitude="lat", longitude="lon")


def chart() -> None:
    """Draw a chart of counts."""
    st.scatter_chart(frame, x="lon", y="lat")


def markers() -> None:
    """Draw folium's markers."""
    drawn = folium.Map(tiles=None)
    for lon, lat in CANARIES:
        folium.CircleMarker([lat, lon]).add_to(drawn)
    v1.html(drawn.get_root().render(), height=100)


def fitted() -> None:
    """Fit a map to what it does not show."""
    drawn = folium.Map(tiles=None)
    drawn.fit_bounds([[lat, lon] for lon, lat in CANARIES[:2]])
    v1.html(drawn.get_root().render(), height=100)


def key() -> None:
    """Name a widget after its place."""
    st.button("Look", key=json.dumps(CANARIES[0]))


def words() -> None:
    """Say it in words."""
    st.caption(f"The camera stands at {CANARIES[1][1]:.5f} N, {CANARIES[1][0]:.5f} E.")


def file() -> None:
    """Offer a file that holds more than its name says."""
    st.download_button("Totals", frame.to_csv(), "totals.csv")


def log() -> None:
    """Write it into the log."""
    print(CANARIES)


LEAKS = (hidden_columns, styled, dots, chart, markers, fitted, key, words, file, log)

asked = st.query_params.get("leak", "")
for leak in LEAKS:
    if leak.__name__ == asked:
        leak()
st.html("<p id=done>done</p>")
