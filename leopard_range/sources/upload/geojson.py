"""GeoJSON, read by our own code: bounded before it is parsed, every position checked.

GDAL is not asked: its reader follows addresses inside a file (the ``crs`` link) and takes
files of other kinds for GeoJSON.

References
----------
Butler H. et al. (2016) The GeoJSON format, RFC 7946, doi:10.17487/RFC7946.
Gillies S. (2017) GeoJSON text sequences, RFC 8142, doi:10.17487/RFC8142.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from pyproj import CRS

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.budgets import check_columns, check_rows
from leopard_range.sources.upload.json_text import load
from leopard_range.sources.upload.positions import GEOMETRY_TYPES, Drawing
from leopard_range.sources.upload.raw import Raw, named_table
from leopard_range.sources.upload.raw import features as features_of
from leopard_range.sources.upload.sanity import crs_of_code

__all__ = ["parse"]

_PLAIN_ID = re.compile(r"[\w.:/-]{1,60}")


def parse(name: str, body: bytes, choices: Choices) -> Raw:
    """Read GeoJSON.

    Parameters
    ----------
    name : str
        File name, for messages.
    body : bytes
        The file.
    choices : Choices
        ``encoding`` counts when the file is not UTF-8.

    Returns
    -------
    Raw
        Features with two-dimensional geometry; system of the pre-2016 ``crs`` member or WGS 84.

    Raises
    ------
    LeopardRangeError, RejectedError
        A code of the section "uploads: text, tables and shapes", naming feature and vertex.
    """
    root, notes = load(name, body, choices)
    if not isinstance(root, dict):
        raise LeopardRangeError("geojson_root", file=name)
    _recognise(root, name)
    crs = _system(root, name)
    features = _features(root, name)
    check_rows(len(features), name)
    drawing = Drawing(name)
    table, geometry = _read(features, drawing, name)
    ids, id_notes = _ids(features)
    repairs = (*notes, *ids, *drawing.notes(), *_nested(table))
    return Raw(name, "geojson", features_of(table, geometry), crs, repairs=repairs, remarks=id_notes)


def _recognise(root: Mapping[str, Any], name: str) -> None:
    """Name the other formats that are written in JSON too."""
    kind = root.get("type")
    if kind == "gdal_streamed_alg" or "command_line" in root:
        raise RejectedError("file_is_instruction", file=name)
    if "stac_version" in root or any(isinstance(f, dict) and "stac_version" in f for f in _list(root)[:1]):
        raise RejectedError("file_is_instruction", file=name)
    esri = str(root.get("geometryType", "")).startswith("esri") or (
        "spatialReference" in root and kind is None
    )
    known = (
        (kind == "Topology", "TopoJSON"),
        (esri, "Esri JSON"),
        (kind in ("Coverage", "CoverageCollection", "Domain"), "CoverageJSON"),
        (root.get("class") in ("dataset", "collection", "dimension") and "type" not in root, "JSON-stat"),
        (kind in ("CityJSON", "CityJSONFeature"), "CityJSON"),
        (kind == "Tileset" or "tilejson" in root, "TileJSON"),
        ("asset" in root and "geometricError" in root, "3D Tiles"),
        ("resources" in root and kind is None, "Data Package"),
    )
    for found, format_name in known:
        if found:
            raise LeopardRangeError("other_json", file=name, format=format_name)
    if kind not in ("FeatureCollection", "Feature", *GEOMETRY_TYPES):
        raise LeopardRangeError("geojson_root", file=name)


def _list(root: Mapping[str, Any]) -> list[Any]:
    features = root.get("features")
    return features if isinstance(features, list) else []


def _system(root: Mapping[str, Any], name: str) -> CRS:
    """Read the ``crs`` member of GeoJSON 2008, by name only: a link is never followed."""
    crs = root.get("crs")
    if crs is None:
        return WGS84
    kind = crs.get("type") if isinstance(crs, dict) else None
    if isinstance(kind, str) and kind.lower() in ("link", "url"):
        raise RejectedError("crs_link", file=name)
    properties = crs.get("properties") if isinstance(crs, dict) else None
    stated = properties.get("name", properties.get("code")) if isinstance(properties, dict) else None
    found = crs_of_code(str(stated)) if isinstance(stated, str | int) else None
    if found is None:
        raise LeopardRangeError("crs_unknown", file=name)
    return found


def _features(root: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    kind = root["type"]
    if kind not in ("Feature", "FeatureCollection"):
        return [{"type": "Feature", "properties": {}, "geometry": dict(root)}]
    features = [root] if kind == "Feature" else root.get("features")
    if not isinstance(features, list):
        raise LeopardRangeError("features_missing", file=name)
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise LeopardRangeError("not_a_feature", file=name, feature=number)
        if not isinstance(feature.get("properties"), dict | None):
            raise LeopardRangeError("bad_properties", file=name, feature=number)
    return features


def _read(features: list[dict[str, Any]], drawing: Drawing, name: str) -> tuple[pd.DataFrame, Any]:
    columns: dict[str, list[Any]] = {}
    geometry = np.empty(len(features), dtype=object)
    for at, feature in enumerate(features):
        for key, value in (feature.get("properties") or {}).items():
            if key not in columns:
                check_columns(len(columns) + 1, name)
                columns[key] = [None] * len(features)
            columns[key][at] = _flat(value)
        geometry[at] = drawing.shape(feature.get("geometry"), at + 1)
    return named_table(list(columns), list(columns.values()), len(features)), geometry


class _Nested(str):
    """A list or an object of a property, written as JSON."""

    __slots__ = ()


def _flat(value: Any) -> Any:
    if isinstance(value, dict | list):
        return _Nested(json.dumps(value, ensure_ascii=False))
    # JSON has no NaN, so it is told of with the infinities instead of passing for an empty cell.
    return math.inf if value != value else value  # noqa: PLR0124


def _nested(table: pd.DataFrame) -> tuple[Note, ...]:
    count = sum(any(isinstance(cell, _Nested) for cell in table.iloc[:, at]) for at in range(table.shape[1]))
    return (Note.of("nested_values", count=count),) if count else ()


def _ids(features: list[dict[str, Any]]) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """Features are numbered by us; an id that is no plain number or word was worth a repair."""
    ids = [feature["id"] for feature in features if feature.get("id") is not None]
    if not ids:
        return (), ()
    texts = [str(value) for value in ids if isinstance(value, str | int) and not isinstance(value, bool)]
    plain = len(texts) == len(ids) == len(set(texts)) and all(map(_PLAIN_ID.fullmatch, texts))
    note = (Note.of("ids_renumbered", count=len(ids)),)
    return ((), note) if plain else (note, ())
