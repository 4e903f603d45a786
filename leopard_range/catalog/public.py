"""Checks on what goes into a public bundle as it is: nothing secret under another name."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from leopard_range.catalog.entries import VECTORS
from leopard_range.errors import LeopardRangeError
from leopard_range.model import LayerSpec
from leopard_range.privacy import NEVER_PUBLIC, PUBLIC_TEXT, near_places, telling, traced

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["check_public", "check_words", "secret_places"]

_COLLECTION = {"type", "name", "crs", "bbox", "metadata", "features"}
_FEATURE = {"type", "id", "bbox", "properties", "geometry"}
_GEOMETRY = {"type", "coordinates", "bbox"}
_PRINTED = re.compile(rb"[\x20-\x7e]{16,}")
_PICTURE_PLACES = (b"Exif\x00\x00", b"eXIf", b"GPSLatitude", b"exif:GPS")
_NEVER = {name.lower() for name in NEVER_PUBLIC}
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")
_SHAPES = frozenset({"axis", "end_a", "end_b"})
"""Columns of proposals that hold geometry as text: searched as the shapes they are."""
_WORDY = ("title", "about", "source", "citation", "url", "licence", "attribution", "period", "fields")


def secret_places(catalog: Catalog) -> NDArray[np.float64]:
    """Return every exact position of a private folder: points, and corners of lines and areas.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners.

    Returns
    -------
    ndarray, shape (n, 2)
        Longitude and latitude, WGS 84 degrees.

    Raises
    ------
    LeopardRangeError
        What the readers raise.
    """
    found = [np.empty((0, 2))]
    for spec in catalog.specs.values():
        if spec.sensitivity != "exact":
            continue
        if spec.kind in VECTORS and not spec.file.endswith(".csv"):
            found.append(shapely.get_coordinates(catalog.layer(spec.id).frame.geometry.to_numpy()))
        elif spec.file.endswith(".csv"):
            table = catalog.table(spec.id) if spec.kind == "table" else catalog.records(spec.id)
            if {"longitude", "latitude"} <= set(table.columns):
                pair = [pd.to_numeric(table[name], errors="coerce") for name in ("longitude", "latitude")]
                found.append(np.column_stack(pair).astype(float))
    places = np.concatenate(found)
    inside = np.isfinite(places).all(axis=1) & (np.abs(np.nan_to_num(places)) <= (180, 90)).all(axis=1)
    return np.unique(places[inside], axis=0)


def check_words(entry: dict[str, Any], id_: str) -> None:
    """Refuse an entry of the catalogue whose words give a place or a person away.

    Parameters
    ----------
    entry : dict
        Table of the layer in ``catalog.toml``.
    id_ : str
        Its identifier.

    Raises
    ------
    LeopardRangeError
        ``release_words``.
    """
    for key in _WORDY:
        if any(telling(text) for text in (id_, *_texts(entry.get(key, "")))):
            raise LeopardRangeError("release_words", layer=id_, key=key)


def check_public(catalog: Catalog, spec: LayerSpec, body: bytes, secret: NDArray[np.float64]) -> None:
    """Refuse a public layer that repeats exact places, or holds text that nobody allowed.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners on the private folder.
    spec : LayerSpec
        A layer marked public.
    body : bytes
        Its file.
    secret : ndarray, shape (n, 2)
        Exact positions that must not be repeated.

    Raises
    ------
    LeopardRangeError
        ``release_file_kind``, ``release_hidden_part``, ``release_column``,
        ``release_near``, ``release_traced``, ``release_picture_place``,
        ``release_text_position``, ``release_text_email``, ``release_text_phone``.
    """
    if spec.kind in ("raster", "image"):
        _check_picture(spec, body)
        return
    if spec.kind in VECTORS:
        if not spec.file.endswith((".geojson", ".csv")):
            raise LeopardRangeError("release_file_kind", file=spec.file)
        if spec.file.endswith(".geojson"):
            _check_members(spec, body)
        frame = catalog.layer(spec.id).frame
        _check_shapes(spec, frame, secret)
        _check_columns(spec, pd.DataFrame(frame.drop(columns=frame.geometry.name)), secret)
    else:
        if not spec.file.endswith(".csv"):
            raise LeopardRangeError("release_file_kind", file=spec.file)
        _check_columns(spec, catalog.table(spec.id), secret)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in plain values, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _refuse_telling(text: str, file: str, row: int, column: str) -> None:
    found = telling(text)
    if found:
        raise LeopardRangeError(f"release_text_{found}", file=file, row=row, column=column)


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; a key that stands twice would hide its first value from every reader but one."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _check_members(spec: LayerSpec, body: bytes) -> None:
    """Refuse GeoJSON that carries more than features with plain properties: it is copied byte for byte."""
    hidden = LeopardRangeError("release_hidden_part", file=spec.file)
    try:
        whole = json.loads(body, object_pairs_hook=_no_twice)
    except ValueError as problem:
        raise hidden from problem
    if not isinstance(whole, dict) or not set(whole) <= _COLLECTION:
        raise hidden
    if any(telling(text) for key, value in whole.items() if key != "features" for text in _texts(value)):
        raise hidden
    for at, feature in enumerate(whole.get("features", []), start=1):
        shape = feature.get("geometry") or {}
        values = (feature.get("properties") or {}).values()
        plain = all(value is None or isinstance(value, str | int | float | bool) for value in values)
        if not (set(feature) <= _FEATURE and set(shape) <= _GEOMETRY and plain):
            raise hidden
        if not _flat(shape.get("coordinates", [])):
            raise hidden
        _refuse_telling(str(feature.get("id", "")), spec.file, at, "id")


def _flat(coordinates: Any) -> bool:
    """Return whether every position is a pair: a third number may hold anything."""
    if not isinstance(coordinates, list):
        return False
    if coordinates and not isinstance(coordinates[0], list):
        return len(coordinates) == 2 and all(isinstance(value, int | float) for value in coordinates)
    return all(_flat(inner) for inner in coordinates)


def _check_shapes(spec: LayerSpec, frame: gpd.GeoDataFrame, secret: NDArray[np.float64]) -> None:
    shapes = frame.geometry.to_numpy()
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    dots = np.isin(shapely.get_type_id(shapes), (0, 4))
    near = near_places(points, secret) & dots[owner]
    if near.any():
        raise LeopardRangeError("release_near", file=spec.file, row=int(owner[near.argmax()]) + 1)
    lines = ~dots[owner]
    drawn = traced(points[lines], owner[lines], secret)
    if drawn is None and (~dots).any():
        middle = shapely.get_coordinates(shapely.centroid(shapes[~dots]))
        around = near_places(middle, secret, 50.0)
        # A circle about a station hides nothing; a lake may have one in its middle by chance.
        drawn = (
            int(np.flatnonzero(~dots)[around.argmax()]) if around.sum() >= max(1, len(around) / 3) else None
        )
    if drawn is not None:
        raise LeopardRangeError("release_traced", file=spec.file, row=drawn + 1)


def _numbers(column: pd.Series) -> NDArray[np.float64] | None:
    """Return a column as numbers, or None when it holds anything else."""
    filled = column.dropna()
    filled = filled[filled.astype(str).str.strip() != ""]
    if pd.to_numeric(filled, errors="coerce").isna().any():
        return None
    return pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def _check_columns(spec: LayerSpec, frame: pd.DataFrame, secret: NDArray[np.float64]) -> None:
    allowed = PUBLIC_TEXT | set(spec.public_text)
    numbers = {}
    for name in map(str, frame.columns):
        if name.lower() in _NEVER:
            raise LeopardRangeError("release_column", file=spec.file, column=name)
        values = _numbers(frame[name])
        if values is not None:
            numbers[name] = values
            continue
        if _is_flag(frame[name].dropna().astype(str)):
            continue
        if name not in allowed:
            raise LeopardRangeError("release_column", file=spec.file, column=name)
        texts = ["" if pd.isna(text) else str(text) for text in frame[name]]
        if name in _SHAPES:
            shapes = [_shape_of(text) for text in texts]
            drawn = gpd.GeoDataFrame(geometry=[one for one in shapes if one is not None], crs=4326)
            _check_shapes(spec, drawn, secret)
            texts = [text if one is None else "" for text, one in zip(texts, shapes, strict=True)]
        for at, text in enumerate(texts, start=1):
            _refuse_telling(text, spec.file, at, name)
    # Longitude and latitude need not be called so.
    for one, other in itertools.permutations(numbers.values(), 2):
        near = near_places(np.column_stack([one, other]), secret)
        if near.any():
            raise LeopardRangeError("release_near", file=spec.file, row=int(near.argmax()) + 1)


def _shape_of(text: str) -> shapely.Geometry | None:
    """Return what a text draws: WKT, or a pair of longitude and latitude; None where it draws nothing."""
    pair = _PAIR.fullmatch(text)
    return (
        shapely.Point(float(pair[1]), float(pair[2])) if pair else shapely.from_wkt(text, on_invalid="ignore")
    )


def _is_flag(texts: Iterable[str]) -> bool:
    return {text.lower() for text in texts} <= {"true", "false", "yes", "no"}


def _check_picture(spec: LayerSpec, body: bytes) -> None:
    if any(mark in body for mark in _PICTURE_PLACES):
        raise LeopardRangeError("release_picture_place", file=spec.file)
    for printed in _PRINTED.findall(body):
        if telling(printed.decode("ascii")) == "position":
            raise LeopardRangeError("release_picture_place", file=spec.file)
