"""Layers as the browser reads them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon

from leopard_range.errors import LeopardRangeError
from leopard_range.maps import geojson_bytes, geojson_file, image_file, layer_bounds
from leopard_range.model import Layer
from tests.maps.sample import png
from tests.maps.test_spec import catalogue_entry


def frame(**columns: object) -> gpd.GeoDataFrame:
    geometry = [
        Polygon([(131, 43), (131.123456789, 43), (131.12345, 43.98765432), (131, 43)]),
        Point(130.00001, 42),
    ]
    return gpd.GeoDataFrame({"geometry": geometry} | columns, crs=4326)


def read(body: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(body)["features"]
    return found


def test_only_named_columns_leave_the_server() -> None:
    data = frame(name_en=["a", "b"], secret=["x", "y"], area_km2=[1.5, 2.0], other=[1, 2])
    body = geojson_bytes(data, ["area_km2"])
    assert [row["properties"] for row in read(body)] == [
        {"name_en": "a", "area_km2": 1.5},
        {"name_en": "b", "area_km2": 2},
    ]
    assert b"secret" not in body


def test_missing_values_are_left_out_and_years_are_whole() -> None:
    data = frame(
        year_from=[1916.0, np.nan],
        year_to=pd.array([pd.NA, 2012], dtype="Int64"),
        checked=[True, None],
        seen=[pd.Timestamp(2011, 1, 1), pd.NaT],
        share=[np.inf, 0.25],
    )
    first, second = (row["properties"] for row in read(geojson_bytes(data, ["checked", "seen", "share"])))
    assert first == {"year_from": 1916, "checked": True, "seen": "2011-01-01 00:00:00"}
    assert second == {"year_to": 2012, "share": 0.25}


def test_coordinates_are_rounded_even_of_what_is_smaller_than_the_rounding() -> None:
    ring = [(131, 43), (131.49999, 43), (131.5, 43.5), (131, 43)]
    speck = [(130, 42), (130.00001, 42), (130.00001, 42.00001), (130, 42)]
    data = gpd.GeoDataFrame({"geometry": [MultiPolygon([Polygon(ring), Polygon(speck)])]}, crs=4326)
    shape = json.loads(geojson_bytes(data, decimals=3))["features"][0]["geometry"]
    assert shape["coordinates"][0] == [[[131, 43], [131.5, 43], [131.5, 43.5], [131, 43]]]
    assert shape["coordinates"][1] == [[[130, 42]] * 4]


def test_features_without_a_place_are_left_out() -> None:
    data = gpd.GeoDataFrame({"name_en": ["a", "b", "c"], "geometry": [Point(), None, Point(1, 2)]}, crs=4326)
    assert [row["properties"] for row in read(geojson_bytes(data))] == [{"name_en": "c"}]
    assert read(geojson_bytes(data.iloc[:2])) == []


def test_file_is_named_by_its_content() -> None:
    layer = Layer(catalogue_entry(id="reserves"), frame(name_en=["Кедровая Падь", "豹"]))
    file = geojson_file(layer)
    assert file == geojson_file(layer)
    assert file.path.startswith("layers/reserves.")
    assert file.encoding == "gzip"
    assert "Кедровая Падь" in file.raw.decode()
    moved = Layer(layer.spec, layer.frame.assign(name_en=["x", "y"]))
    assert geojson_file(moved).path != file.path


def test_hundred_thousand_vertices_are_fast_and_true() -> None:
    angles = np.linspace(0, 2 * np.pi, 100, endpoint=False)
    unit = np.column_stack([np.cos(angles), np.sin(angles)])
    rings = [Polygon(unit * 0.05 + (120 + i % 40 / 4, 40 + i // 40 / 4)) for i in range(1000)]
    data = gpd.GeoDataFrame({"name_en": [f"cell {i}" for i in range(1000)]}, geometry=rings, crs=4326)
    start = time.perf_counter()
    body = geojson_bytes(data)
    assert time.perf_counter() - start < 2.0
    back = gpd.GeoDataFrame.from_features(json.loads(body)["features"])
    assert len(back) == 1000
    assert shapely.hausdorff_distance(back.geometry.to_numpy(), data.geometry.to_numpy()).max() < 1e-4


def test_picture_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "relief.png"
    path.write_bytes(png())
    file = image_file("relief", path)
    assert (file.raw, file.encoding, file.content_type) == (png(), "", "image/png")
    with pytest.raises(LeopardRangeError) as wrong:
        image_file("relief", tmp_path / "relief.tif")
    assert wrong.value.code == "unknown_format"


def test_bounds_come_from_the_features_else_the_catalogue() -> None:
    spec = catalogue_entry(bounds=(1.0, 2.0, 3.0, 4.0))
    data = gpd.GeoDataFrame({"geometry": [MultiPolygon(), Point(130, 42), Point(131, 43)]}, crs=4326)
    assert layer_bounds(spec, data) == (130, 42, 131, 43)
    assert layer_bounds(spec, data.iloc[:1]) == (1, 2, 3, 4)
    assert layer_bounds(spec) == (1, 2, 3, 4)
    with pytest.raises(LeopardRangeError) as lost:
        layer_bounds(catalogue_entry())
    assert lost.value.code == "layer_unplaced"
