"""Exports: what goes in comes out, with its sources, and no spreadsheet computes a name."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, box
from shapely.geometry import shape

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.reports import MEDIA_TYPES, export, formats_of
from leopard_range.reports.formats import safe_cell
from leopard_range.whole import write_whole
from tests.datafolder import DataFolder, named

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://x")']


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_geojson_holds_the_features_and_the_words_about_them(squares: Catalog) -> None:
    made = export(squares, "reserves", "geojson")
    found = json.loads(made.content)
    frame = squares.layer("reserves").frame
    assert (made.file_name, made.media_type) == ("reserves.geojson", "application/geo+json")
    assert found["type"] == "FeatureCollection"
    assert [f["properties"]["year_to"] for f in found["features"]] == [2011, None, None]
    for feature, geometry in zip(found["features"], frame.geometry, strict=True):
        back = shape(feature["geometry"])
        assert back.is_valid
        assert back.exterior.is_ccw, "RFC 7946 winds outer rings counterclockwise"
        assert back.symmetric_difference(geometry).area < 1e-9 * geometry.area + 1e-6
    about = found["metadata"]
    assert about["citation"] == "Tester (2026) The reserves of nowhere"
    assert about["licence"] == "CC0-1.0"
    assert about["fields"]["area_km2"] == {"type": "number", "unit": "km²", "text": "area"}
    assert "crs" not in found, "RFC 7946 knows WGS 84 only"


def test_cautions_travel_with_the_file_in_the_language_asked_for(folder: DataFolder) -> None:
    folder.entries["range_current"]["pos_error_m"] = 10_000
    catalog = folder.catalog()
    caution = "range_current en: schematic outline, accurate to about 10 km."
    assert json.loads(export(catalog, "range_current", "geojson").content)["metadata"]["cautions"] == [
        caution
    ]
    assert caution in rows_of(export(catalog, "range_current", "csv").content)[0]["dataset_cautions"]
    assert caution.encode() in export(catalog, "range_current", "gpkg").content
    assert export(catalog, "range_current", "csv").notes[0].code == "schematic"


def test_geopackage_reads_back_with_its_citation(squares: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "reserves.gpkg"
    path.write_bytes(export(squares, "reserves", "gpkg").content)
    back, frame = gpd.read_file(path), squares.layer("reserves").frame
    assert back.crs.to_epsg() == 4326
    assert back.geometry.geom_equals_exact(frame.geometry, 1e-12).all() or back.geometry.area.tolist() == (
        pytest.approx(frame.geometry.area.tolist(), rel=1e-12)
    )
    assert back["name_ko"].tolist() == frame["name_ko"].tolist()
    about = pyogrio.read_info(path)["layer_metadata"]
    assert about["citation"] == "Tester (2026) The reserves of nowhere"
    assert about["licence"] == "CC0-1.0"
    with sqlite3.connect(path) as base:
        description = base.execute("select identifier, description from gpkg_contents").fetchone()
        assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    assert description[0] == "reserves en"
    assert "Tester (2026)" in description[1]


@pytest.mark.parametrize(("parts", "kind"), [(1, "Polygon"), (2, "MultiPolygon")])
def test_a_geopackage_holds_one_type_of_shape(
    folder: DataFolder, tmp_path: Path, parts: int, kind: str
) -> None:
    shapes = [box(i, 0, i + 0.5, 1) for i in range(parts)]
    frame = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[MultiPolygon(shapes), box(9, 9, 10, 10)], crs=4326)
    if parts == 1:
        frame = frame.explode(ignore_index=True)
    path = tmp_path / "shapes.gpkg"
    path.write_bytes(export(folder.layer("shapes", frame).catalog(), "shapes", "gpkg").content)
    assert pyogrio.read_info(path)["geometry_type"] == kind
    assert set(gpd.read_file(path).geom_type) == {kind}


def test_a_table_becomes_a_geopackage_table(squares: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "population.gpkg"
    path.write_bytes(export(squares, "population", "gpkg").content)
    back = pyogrio.read_dataframe(path)
    assert back["year"].tolist() == [2011, 2012]
    assert pyogrio.read_info(path)["layer_metadata"]["citation"]


def test_csv_holds_a_point_inside_each_feature_and_sources_in_every_row(squares: Catalog) -> None:
    content = export(squares, "reserves", "csv").content
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark to read names in every script"
    rows = rows_of(content)
    assert [row["id"] for row in rows] == ["old", "park", "far"]
    for row, shape_ in zip(rows, squares.layer("reserves").frame.geometry, strict=True):
        assert shape_.contains(Point(float(row["decimalLongitude"]), float(row["decimalLatitude"])))
        assert row["dataset_citation"] == "Tester (2026) The reserves of nowhere"
        assert row["dataset_licence"] == "CC0-1.0"
        assert "a point inside each feature" in row["dataset_cautions"]
    assert pd.read_csv(io.BytesIO(content)).columns[0] == "id"


def test_points_become_darwin_core_columns(folder: DataFolder) -> None:
    frame = gpd.GeoDataFrame([named("A") | {"geometry": Point(131.5, 43.1)}], crs=4326)
    row = rows_of(export(folder.layer("places", frame, kind="point").catalog(), "places", "csv").content)[0]
    assert (row["decimalLongitude"], row["decimalLatitude"]) == ("131.5", "43.1")


def test_a_raster_is_packed_with_a_readme(squares: Catalog) -> None:
    made = export(squares, "land_cover", "zip")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert archive.namelist() == ["land_cover.tif", "README.txt"]
        assert archive.read("land_cover.tif") == squares.file("land_cover").read_bytes()
        readme = archive.read("README.txt").decode()
    assert "citation: Tester (2026) The land_cover of nowhere" in readme
    assert "licence: CC0-1.0" in readme


def test_the_same_question_gives_the_same_bytes(squares: Catalog) -> None:
    for spec in squares.specs.values():
        for form in formats_of(spec):
            first, second = (export(squares, spec.id, form) for _ in range(2))
            assert first == second, f"{spec.id} {form}"
            assert first.media_type == MEDIA_TYPES[form]


@pytest.mark.parametrize(
    ("layer", "form"), [("land", "shp"), ("land", "zip"), ("land_cover", "csv"), ("land", "")]
)
def test_an_unknown_format_names_the_formats_there_are(squares: Catalog, layer: str, form: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        export(squares, layer, form)
    assert problem.value.code == "unknown_format"
    assert formats_of(squares.spec(layer))[0] in sentence(problem.value)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(folder: DataFolder, text: str) -> None:
    facts = pd.DataFrame({"year": [2011], "note": [text.strip("\r\n") or text], "change": [-5.5]})
    folder.table("facts", facts, {"year": "year", "note": "string", "change": "number"}, citation=text)
    row = rows_of(export(folder.catalog(), "facts", "csv").content)[0]
    assert row["note"].startswith("'")
    assert row["dataset_citation"].startswith("'")
    assert row["change"] == "-5.5", "a number stays a number"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=8), st.sampled_from(FORMULAS), st.floats(), st.integers(), st.none()))
def test_a_safe_cell_starts_with_no_formula_sign_and_keeps_its_text(cell: Any) -> None:
    safe = safe_cell(cell)
    if isinstance(cell, str):
        assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert safe.removeprefix("'") == cell or safe == cell
    else:
        assert safe is cell


def test_a_file_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.csv"
    write_whole(path, b"first")
    assert path.read_bytes() == b"first"

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("leopard_range.whole.os.fsync", fail)
    with pytest.raises(LeopardRangeError) as problem:
        write_whole(path, b"second")
    assert problem.value.code == "cannot_write"
    assert "No space left on device" in sentence(problem.value)
    assert path.read_bytes() == b"first", "the older file survives"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"], "nothing is left behind"


@pytest.mark.parametrize("where", ["missing/out.csv", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, where: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(LeopardRangeError) as problem:
        write_whole(tmp_path / where, b"content")
    assert problem.value.code == "cannot_write"
    assert str(tmp_path / where) in sentence(problem.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_written_file_follows_the_usual_rules_for_new_files(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_every_embedded_layer_exports_with_its_citation(catalog: Catalog) -> None:
    for spec in catalog.specs.values():
        for form in formats_of(spec):
            content = export(catalog, spec.id, form).content
            if form == "geojson":
                assert json.loads(content)["metadata"]["citation"] == spec.citation
            elif form == "csv":
                rows = rows_of(content)
                assert rows[0]["dataset_licence"] == spec.licence
                assert max(len(cell) for row in rows for cell in row.values()) < 32_767
            elif form == "gpkg":
                assert spec.citation[:20].encode() in content
