"""Vector files: formats people bring, what is wrong with them, and drivers that stay shut."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import LineString, Point

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.sources.vectors import read_vector

POINTS = gpd.GeoDataFrame({"name": ["а", "б"]}, geometry=[Point(131.5, 43.1), Point(131.6, 43.2)], crs=4326)


def geojson(*geometries: Any) -> str:
    rows = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return json.dumps({"type": "FeatureCollection", "features": rows})


def refused(path: Path) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as problem:
        read_vector(path)
    assert path.name in sentence(problem.value)
    return problem.value


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
def test_common_formats_are_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"points.{suffix}"
    pyogrio.write_dataframe(POINTS, path)
    frame = read_vector(path)
    assert frame.geometry.x.tolist() == pytest.approx([131.5, 131.6])
    assert frame.crs.to_epsg() == 4326


def test_another_system_is_brought_to_wgs84(tmp_path: Path) -> None:
    path = tmp_path / "utm.gpkg"
    pyogrio.write_dataframe(POINTS.to_crs(32652), path)
    assert read_vector(path).geometry.y.tolist() == pytest.approx([43.1, 43.2], abs=1e-9)


def test_the_first_of_several_layers_is_read_without_a_warning(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    path = tmp_path / "two.gpkg"
    pyogrio.write_dataframe(POINTS, path, layer="first")
    pyogrio.write_dataframe(POINTS[:1], path, layer="second", append=True)
    assert len(read_vector(path)) == 2
    assert not [w for w in recwarn if "layer" in str(w.message)]


def test_no_coordinate_system_is_refused_never_guessed(tmp_path: Path) -> None:
    path = tmp_path / "bare.shp"
    pyogrio.write_dataframe(POINTS.set_crs(None, allow_override=True), path)
    assert refused(path).code == "missing_crs"


@pytest.mark.parametrize("code", [0, -1])
def test_an_undefined_coordinate_system_is_none(tmp_path: Path, code: int) -> None:
    path = tmp_path / "undefined.gpkg"
    pyogrio.write_dataframe(POINTS, path)
    with sqlite3.connect(path) as base:
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            base.execute(f"update {table} set srs_id = {code}")
    assert refused(path).code == "missing_crs"


def test_no_features(tmp_path: Path) -> None:
    path = tmp_path / "none.geojson"
    path.write_text(geojson())
    assert refused(path).code == "file_empty"


def test_a_table_without_geometry_holds_no_features(tmp_path: Path) -> None:
    path = tmp_path / "table.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"a": [1]}), path)
    assert refused(path).code == "file_empty"


@pytest.mark.parametrize("geometry", [None, {"type": "Point", "coordinates": []}])
def test_an_empty_geometry_is_named_with_its_row(tmp_path: Path, geometry: Any) -> None:
    path = tmp_path / "holes.geojson"
    path.write_text(geojson({"type": "Point", "coordinates": [1, 2]}, geometry))
    error = refused(path)
    assert (error.code, error.blanks["row"]) == ("empty_geometry", 2)


@pytest.mark.parametrize("place", ["[NaN, 43.1]", "[43.1, 131.5]", "[500000, 4700000]"])
def test_a_coordinate_that_is_none_is_named_with_its_row(tmp_path: Path, place: str) -> None:
    path = tmp_path / "far.geojson"
    text = geojson({"type": "Point", "coordinates": [1, 2]}, {"type": "Point", "coordinates": "here"})
    path.write_text(text.replace('"here"', place))
    error = refused(path)
    assert (error.code, error.blanks["row"]) == ("bad_coordinate", 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("text.geojson", b"hello"),
        ("huge.geojson", geojson({"type": "Point", "coordinates": [1, 2]}).replace("1,", "1e400,").encode()),
        ("empty.gpkg", b""),
        ("rubbish.gpkg", bytes(range(256)) * 8),
        ("rubbish.shp", b"\x00" * 200),
        ("archive.zip", b"PK\x05\x06" + b"\x00" * 18),
    ],
)
def test_what_is_no_vector_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).code == "file_unreadable"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.gpkg").code == "file_missing"


def test_a_file_that_points_at_another_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.geojson"
    secret.write_text(geojson({"type": "Point", "coordinates": [1, 2]}))
    assert len(read_vector(secret)) == 1, "the bait itself must be readable"
    link = tmp_path / "link.geojson"
    link.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="OGRGeoJSON"><SrcDataSource>{secret}</SrcDataSource>'
        "<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
    )
    assert refused(link).code == "file_unreadable"


def test_loading_the_readers_says_nothing_and_shuts_the_indirect_drivers() -> None:
    code = (
        "import leopard_range.sources.vectors, leopard_range.sources.rasters, pyogrio, rasterio\n"
        "with rasterio.Env() as env: raster = set(env.drivers())\n"
        "open_ = (raster | set(pyogrio.list_drivers()))\n"
        "print(sorted(open_ & {'VRT', 'OGR_VRT', 'GDALG', 'WFS', 'WMS', 'HTTP', 'OAPIF', 'GTI', 'CSW'}))"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GDAL", "OGR", "CPL"))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_lines_are_read_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "road.geojson"
    gpd.GeoDataFrame(geometry=[LineString([(131, 43), (132, 44)])], crs=4326).to_file(path)
    assert read_vector(path).geom_type.tolist() == ["LineString"]
