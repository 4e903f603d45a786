"""A file somebody brought, on the map.

Its words never meet a template or a script: columns are called ``c0`` to ``cn``, and what they are
called in the file travels as a label beside the features, which the script only ever shows as text.
"""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import shapely

from leopard_range.maps.encode import geojson_bytes
from leopard_range.maps.files import WebFile, digest, packed_file
from leopard_range.maps.neutral import Json, plain_json
from leopard_range.maps.spec import MapLayer
from leopard_range.maps.state import Box
from leopard_range.model import Style, Upload

__all__ = ["BROUGHT", "MOST_DRAWN", "brought_box", "brought_file", "brought_layer"]

BROUGHT = "brought"
"""What the map calls the layer of a file somebody brought."""

MOST_DRAWN = 5_000
"""Features that are drawn; more would make the map slow and say less."""

_MOST_FACTS = 40
_HEAVY = 60_000
"""Vertices above which outlines are drawn simplified."""
_COARSE_DEG = 0.0005
"""About 50 m: less than a pixel at the zoom at which so much fits into a window."""
_DECIMALS = 6


def brought_layer(_: Callable[[str], str]) -> MapLayer:
    """Return the layer that shows one file at a time; the page hands out its address.

    Parameters
    ----------
    _ : callable
        Translates a message id.
    """
    style = Style(stroke="#6A3D9A", fill="#6A3D9A", fill_opacity=0.25, weight=2.0, pattern="rings")
    return MapLayer(id=BROUGHT, title=_("Your file"), style=style, visible=True, sealed=True)


def _shapes(upload: Upload) -> gpd.GeoDataFrame | None:
    """Return what can be drawn: features, or the outline of a raster."""
    if upload.frame is not None:
        frame = upload.frame[~(upload.frame.geometry.isna() | upload.frame.geometry.is_empty)]
        return frame if len(frame) else None
    if upload.grid is None:
        return None
    rows, columns = upload.grid.shape
    west, north = upload.grid.transform * (0, 0)
    east, south = upload.grid.transform * (columns, rows)
    return gpd.GeoDataFrame(geometry=[shapely.box(west, south, east, north)], crs="EPSG:4326")


def brought_box(upload: Upload) -> Box | None:
    """Return west, south, east, north in degrees of what is drawn; None when there is nothing.

    Parameters
    ----------
    upload : Upload
        A file that has been read.
    """
    frame = _shapes(upload)
    if frame is None:
        return None
    west, south, east, north = (float(edge) for edge in frame.total_bounds)
    # A single point has no extent a window could be fitted to.
    margin = max(0.05, 0.05 * max(east - west, north - south))
    return (west - margin, south - margin, east + margin, north + margin)


def brought_file(upload: Upload) -> WebFile | None:
    """Return the features as the browser gets them; None when there is nothing to draw.

    Parameters
    ----------
    upload : Upload
        A file that has been read; it is not changed.

    Returns
    -------
    WebFile or None
        GeoJSON (EPSG:4326) with the member ``facts``: column and label of every row of a popup.
        At most `MOST_DRAWN` features.
    """
    frame = _shapes(upload)
    if frame is None:
        return None
    frame = frame.head(MOST_DRAWN)
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    drawn = gpd.GeoDataFrame(geometry=_light(frame.geometry), crs=frame.crs)
    for at, name in enumerate(names[:_MOST_FACTS]):
        drawn[f"c{at}"] = frame[name].to_numpy()
    columns = [f"c{at}" for at in range(len(names[:_MOST_FACTS]))]
    facts: Json = [[column, label, "", {}] for column, label in zip(columns, names, strict=False)]
    body = geojson_bytes(drawn, columns, _DECIMALS)
    head = b'{"type":"FeatureCollection",'
    raw = head + b'"facts":' + plain_json(facts).encode() + b"," + body.removeprefix(head)
    return packed_file(f"planner/files/{digest(raw)}.geojson", "application/geo+json", raw)


def _light(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Simplify what has more vertices than a screen can show; the data themselves stay as they are."""
    if int(shapely.get_num_coordinates(shapes.to_numpy()).sum()) <= _HEAVY:
        return shapes.reset_index(drop=True)
    return shapes.simplify(_COARSE_DEG).reset_index(drop=True)
