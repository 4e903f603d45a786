"""A planner's survey on the map: stations, outlines and a surface, each by a sealed address."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leopard_range.maps.encode import geojson_bytes
from leopard_range.maps.files import WebFile, packed_file
from leopard_range.maps.neutral import Json, plain_json
from leopard_range.maps.spec import MapLayer
from leopard_range.maps.state import Box
from leopard_range.maps.surface import surface_legend
from leopard_range.model import Style

__all__ = [
    "OUTLINES",
    "STATIONS",
    "SURFACE",
    "features_file",
    "station_box",
    "survey_layers",
]

STATIONS = "survey_stations"
OUTLINES = "survey_outlines"
SURFACE = "survey_surface"
"""What the map calls the parts of a survey."""

_DECIMALS = 6


def survey_layers(_: Callable[[str], str]) -> tuple[MapLayer, ...]:
    """Return the layers of a survey, the surface under the rest; the page hands out their addresses.

    Parameters
    ----------
    _ : callable
        Translates a message id.
    """
    dot = Style(stroke="#FFFFFF", fill="#22302B", fill_opacity=1.0, weight=1.2, shape="dot")
    line = Style(stroke="#7A1F0E", weight=2.0, shape="line")
    return (
        MapLayer(
            id=SURFACE,
            title=_("Surface"),
            kind="image",
            legend=surface_legend(),
            visible=True,
            opacity=0.8,
            listed=False,
            sealed=True,
        ),
        MapLayer(
            id=OUTLINES, title=_("Outlines"), kind="line", style=line, visible=True, listed=False, sealed=True
        ),
        MapLayer(id=STATIONS, title=_("Camera stations"), kind="point", style=dot, visible=True, sealed=True),
    )


def features_file(name: str, frame: gpd.GeoDataFrame, labels: dict[str, str]) -> WebFile:
    """Return features as the browser gets them, with the labels of what a click tells.

    Parameters
    ----------
    name : str
        One of `STATIONS` and `OUTLINES`.
    frame : GeoDataFrame
        EPSG:4326; with the columns of `labels`.
    labels : dict of str to str
        Column -> translated label.
    """
    renamed = {column: f"c{at}" for at, column in enumerate(labels)}
    drawn = gpd.GeoDataFrame(
        pd.DataFrame(frame[list(labels)]).rename(columns=renamed), geometry=frame.geometry, crs=frame.crs
    )
    facts: Json = [[renamed[column], label, "", {}] for column, label in labels.items()]
    body = geojson_bytes(drawn, list(renamed.values()), _DECIMALS)
    head = b'{"type":"FeatureCollection",'
    raw = head + b'"facts":' + plain_json(facts).encode() + b"," + body.removeprefix(head)
    return packed_file(f"planner/surveys/{name}.geojson", "application/geo+json", raw)


def station_box(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Box | None:
    """Return west, south, east, north (degrees) of stations with a margin; None without any.

    Parameters
    ----------
    longitude, latitude : ndarray of shape (n,)
        Degrees.
    """
    if not len(longitude):
        return None
    west, east = float(np.min(longitude)), float(np.max(longitude))
    south, north = float(np.min(latitude)), float(np.max(latitude))
    margin = max(0.05, 0.08 * max(east - west, north - south))
    return (west - margin, max(south - margin, -85.0), east + margin, min(north + margin, 85.0))
