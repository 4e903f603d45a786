"""Layers as the browser reads them: compact GeoJSON and pictures, named by content."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from leopard_range.errors import LeopardRangeError
from leopard_range.maps.files import WebFile, digest, packed_file
from leopard_range.model import Layer, LayerSpec

__all__ = ["geojson_bytes", "geojson_file", "image_file", "layer_bounds"]

_NAMES = ("name_en", "name_ru", "name_zh", "name_ko")
_ALWAYS = (*_NAMES, "kind", "min_zoom", "max_zoom", "year_from", "year_to", "method")
_PICTURES = {".webp": "image/webp", ".png": "image/png"}


def _plain(value: Any) -> Any:
    """Turn a cell into a JSON value; missing is None, whole floats are integers."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, str | int):
        return value
    # pandas' own missing values (NA, NaT) and dates: neither is JSON.
    text = str(value)
    return None if text in ("<NA>", "NaT", "nan") else text


def _columns(frame: gpd.GeoDataFrame, columns: Iterable[str]) -> list[str]:
    wanted = dict.fromkeys((*_ALWAYS, *columns))
    return [name for name in wanted if name in frame.columns and name != frame.geometry.name]


def geojson_bytes(frame: gpd.GeoDataFrame, columns: Sequence[str] = (), decimals: int = 4) -> bytes:
    """Write features as compact GeoJSON (RFC 7946).

    Parameters
    ----------
    frame : GeoDataFrame
        Features in EPSG:4326.
    columns : sequence of str
        Columns to keep besides names, ``kind``, ``min_zoom``, ``max_zoom``, ``year_from``,
        ``year_to`` and ``method``; everything else stays on the server.
    decimals : int
        Decimals of a degree: 4 is about 10 m.

    Returns
    -------
    bytes
        UTF-8; features without a geometry are left out.
    """
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    rounded = shapely.transform(frame.geometry.to_numpy(), lambda xy: np.round(xy, decimals))
    shapes = shapely.to_geojson(rounded)
    names = _columns(frame, columns)
    cells = [[_plain(cell) for cell in frame[name]] for name in names]
    features = []
    for row, shape in enumerate(shapes):
        known = {name: column[row] for name, column in zip(names, cells, strict=True)}
        kept = {name: cell for name, cell in known.items() if cell is not None}
        properties = json.dumps(kept, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        features.append(f'{{"type":"Feature","properties":{properties},"geometry":{shape.replace(" ", "")}}}')
    return ('{"type":"FeatureCollection","features":[' + ",\n".join(features) + "]}").encode()


def geojson_file(layer: Layer, columns: Sequence[str] = (), decimals: int = 4) -> WebFile:
    """Return a layer as ``layers/<id>.<hash>.geojson``, gzipped.

    Parameters
    ----------
    layer : Layer
        A layer that passed the catalog (EPSG:4326, generalised where it must be).
    columns, decimals
        See `geojson_bytes`.
    """
    raw = geojson_bytes(layer.frame, columns, decimals)
    return packed_file(f"layers/{layer.spec.id}.{digest(raw)}.geojson", "application/geo+json", raw)


def image_file(layer_id: str, path: Path) -> WebFile:
    """Return a picture as ``layers/<id>.<hash>.<suffix>``.

    Parameters
    ----------
    layer_id : str
        Layer it belongs to.
    path : Path
        WebP or PNG in Web Mercator.

    Raises
    ------
    LeopardRangeError
        ``unknown_format`` for another kind of file.
    """
    if path.suffix not in _PICTURES:
        raise LeopardRangeError("unknown_format", format=path.suffix, choices=", ".join(_PICTURES))
    body = path.read_bytes()
    return WebFile(f"layers/{layer_id}.{digest(body)}{path.suffix}", _PICTURES[path.suffix], body)


def layer_bounds(spec: LayerSpec, frame: gpd.GeoDataFrame | None = None) -> tuple[float, float, float, float]:
    """Return west, south, east, north in degrees: of the features, else of the catalogue's entry.

    Parameters
    ----------
    spec : LayerSpec
        The catalogue's entry; names the layer in the error.
    frame : GeoDataFrame or None
        Its features, EPSG:4326.

    Raises
    ------
    LeopardRangeError
        ``layer_unplaced``: no features and no bounds.
    """
    if frame is not None and len(frame) and not frame.geometry.is_empty.all():
        west, south, east, north = (float(edge) for edge in frame.total_bounds)
        return (west, south, east, north)
    if spec.bounds is None:
        raise LeopardRangeError("layer_unplaced", layer=spec.id)
    return spec.bounds
