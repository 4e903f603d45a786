"""Proposals on the map: their ground, what was computed about them, each by an address the page hands out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from leopard_range.maps.encode import geojson_bytes
from leopard_range.maps.files import WebFile, packed_file
from leopard_range.maps.neutral import plain_json
from leopard_range.maps.spec import LegendEntry, MapKind, MapLayer
from leopard_range.maps.state import Box
from leopard_range.maps.surface import surface_legend
from leopard_range.model import Style

__all__ = [
    "AREA",
    "ASIDE",
    "BAND",
    "LINES",
    "OTHERS",
    "SURFACE",
    "area_box",
    "corridor_layers",
    "shapes_file",
]

SURFACE = "corridor_surface"
OTHERS = "corridor_others"
BAND = "corridor_band"
AREA = "corridor_area"
LINES = "corridor_lines"
"""What the map calls the parts of a proposal, first drawn first."""

_MAGENTA = "#D81B77"
ASIDE = Style(
    stroke="#A8336F",
    fill="#A8336F",
    fill_opacity=0.05,
    weight=1.5,
    dash="5 4",
    shape="outline",
    pattern="rings",
)
"""How proposals look that are not the one in question."""

_DECIMALS = 5


def corridor_layers(_: Callable[[str], str]) -> tuple[MapLayer, ...]:
    """Return the layers of a proposal; the page hands out their addresses.

    Parameters
    ----------
    _ : callable
        Translates a message id.
    """
    area = Style(stroke=_MAGENTA, fill=_MAGENTA, fill_opacity=0.16, weight=2.2, pattern="plus")
    band = Style(stroke="#6A3D9A", fill="#6A3D9A", fill_opacity=0.22, weight=1.0, pattern="waves")
    line = Style(stroke="#22302B", weight=2.8, shape="line")
    before = Style(stroke="#22302B", weight=2.2, dash="3 6", shape="line")
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
        _drawn(OTHERS, _("Other proposals"), ASIDE),
        _drawn(BAND, _("Band of cheap ways"), band),
        _drawn(AREA, _("Proposal"), area),
        replace(
            _drawn(LINES, _("Path"), line),
            by="kind",
            legend=(LegendEntry(_("Path without the proposal"), before, "path_before"),),
        ),
    )


def _drawn(id_: str, title: str, style: Style) -> MapLayer:
    kind: MapKind = "line" if style.shape == "line" else "polygon"
    return MapLayer(id=id_, title=title, kind=kind, style=style, visible=True, listed=False, sealed=True)


def shapes_file(
    name: str, shapes: Mapping[str, BaseGeometry], titles: Mapping[str, str], label: str
) -> WebFile:
    """Return shapes as the browser gets them, each with its name.

    Parameters
    ----------
    name : str
        Of the layer.
    shapes : mapping of str to geometry
        By kind, EPSG:4326; ``path_before`` is drawn broken.
    titles : mapping of str to str
        What each kind is called.
    label : str
        What the name stands for when the map tells it.
    """
    frame = gpd.GeoDataFrame(
        {"kind": list(shapes), "c0": [titles[kind] for kind in shapes]},
        geometry=list(shapes.values()),
        crs="EPSG:4326",
    )
    head = b'{"type":"FeatureCollection",'
    facts = plain_json([["c0", label, "", {}]]).encode()
    raw = head + b'"facts":' + facts + b"," + geojson_bytes(frame, ["c0"], _DECIMALS).removeprefix(head)
    return packed_file(f"corridor/{name}.geojson", "application/geo+json", raw)


def area_box(area: BaseGeometry) -> Box:
    """Return west, south, east, north (degrees) of a shape with a margin.

    Parameters
    ----------
    area : geometry
        EPSG:4326, not empty.
    """
    west, south, east, north = area.bounds
    margin = max(0.02, 0.12 * max(east - west, north - south))
    return (west - margin, max(south - margin, -85.0), east + margin, min(north + margin, 85.0))
