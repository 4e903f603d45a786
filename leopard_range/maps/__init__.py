"""Maps: what is drawn, how it reaches the browser, and the only place that knows folium."""

from leopard_range.maps.assets import ASSETS, asset, scripts_of
from leopard_range.maps.brought import BROUGHT, MOST_DRAWN, brought_box, brought_file
from leopard_range.maps.encode import geojson_bytes, geojson_file, image_file, layer_bounds
from leopard_range.maps.export import export_html
from leopard_range.maps.files import WebFile
from leopard_range.maps.link import parse_state
from leopard_range.maps.ramps import cell_legend
from leopard_range.maps.range_map import LiveState, RangeMap
from leopard_range.maps.sharing import SHARED, shared
from leopard_range.maps.shore import fine_land
from leopard_range.maps.spec import (
    Fact,
    KeyYear,
    LegendEntry,
    MapLayer,
    MapSpec,
    SearchSource,
    Share,
    map_layer,
)
from leopard_range.maps.spec_json import spec_file, spec_json
from leopard_range.maps.state import MapState, state_query
from leopard_range.maps.words import WORDS

__all__ = [
    "ASSETS",
    "BROUGHT",
    "MOST_DRAWN",
    "SHARED",
    "WORDS",
    "Fact",
    "KeyYear",
    "LegendEntry",
    "LiveState",
    "MapLayer",
    "MapSpec",
    "MapState",
    "RangeMap",
    "SearchSource",
    "Share",
    "WebFile",
    "asset",
    "brought_box",
    "brought_file",
    "cell_legend",
    "export_html",
    "fine_land",
    "geojson_bytes",
    "geojson_file",
    "image_file",
    "layer_bounds",
    "map_layer",
    "parse_state",
    "scripts_of",
    "shared",
    "spec_file",
    "spec_json",
    "state_query",
]
