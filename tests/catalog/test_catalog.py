"""The one door: what it finds, what it refuses, and what it tells the reader to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.config import Settings, settings_from
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, sentence
from leopard_range.model import Note
from tests.datafolder import DataFolder, features, square_km


def refused(problem: pytest.ExceptionInfo[LeopardRangeError], code: str, *parts: str) -> None:
    """Check the code, and that the sentence names the thing and a remedy."""
    assert problem.value.code == code
    said = sentence(problem.value)
    for part in parts:
        assert part in said
    assert said.count(".") >= 2 or "Choose" in said, "a sentence on what to do is missing"


def test_layers_come_typed_in_wgs84(squares: Catalog) -> None:
    layer = squares.layer("reserves")
    assert layer.frame.crs.to_epsg() == 4326
    assert layer.frame["year_from"].tolist() == [1916, 2012, 1935]
    assert layer.frame["year_to"].isna().tolist() == [False, True, True]
    assert str(layer.frame["year_to"].dtype) == "Int64"


def test_a_layer_is_read_once(squares: Catalog) -> None:
    assert squares.layer("land") is squares.layer("land")


def test_a_schematic_layer_says_so_with_its_error_in_every_language(folder: DataFolder) -> None:
    folder.entries["range_current"]["pos_error_m"] = 10_000
    note = folder.catalog().layer("range_current").notes[0]
    assert note.code == "schematic"
    assert note_sentence(note, "en") == "range_current en: schematic outline, accurate to about 10 km."


def test_tables_are_copies(squares: Catalog) -> None:
    taken = squares.table("population")
    taken["year"] = 0
    assert taken["year"].tolist() == [0, 0]
    assert squares.table("population")["year"].tolist() == [2011, 2012]


def test_a_raster_window_holds_the_whole_cells_it_touches(squares: Catalog) -> None:
    values, grid = squares.raster("land_cover", (126.99, 43.01, 127.01, 43.04))
    assert values.shape == grid.shape == (1, 2)
    assert values.tolist() == [[2, 1]]
    assert (grid.transform.c, grid.transform.f) == pytest.approx((126.95, 43.05))


def test_a_raster_window_stops_at_the_edge(squares: Catalog) -> None:
    values, grid = squares.raster("land_cover", (110.0, 47.9, 120.06, 60.0))
    assert values.shape == (2, 2)
    assert (grid.transform.c, grid.transform.f) == pytest.approx((120.0, 48.0))


def test_a_window_beside_the_raster_is_refused(squares: Catalog) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        squares.raster("land_cover", (0, 0, 1, 1))
    refused(problem, "no_overlap", "land_cover.tif", "0, 0, 1, 1")


def test_an_unknown_layer_names_the_layers_there_are(squares: Catalog) -> None:
    for look_up in (squares.spec, squares.layer, squares.table, squares.file, squares.raster):
        with pytest.raises(LeopardRangeError) as problem:
            look_up("nothing")
        refused(problem, "unknown_layer", "“nothing”", "range_current")


@pytest.mark.parametrize(
    ("look_up", "id_"),
    [
        ("layer", "population"),
        ("layer", "land_cover"),
        ("table", "land"),
        ("file", "land"),
        ("raster", "land"),
        ("raster", "population"),
    ],
)
def test_the_wrong_kind_is_named(squares: Catalog, look_up: str, id_: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        getattr(squares, look_up)(id_)
    refused(problem, "wrong_kind", id_)


def test_one_changed_byte_is_found(folder: DataFolder) -> None:
    path = folder.path / "range_current.geojson"
    path.write_bytes(path.read_bytes().replace(b"0", b"1", 1))
    with pytest.raises(LeopardRangeError) as problem:
        open_catalog(Settings(data=folder.path)).layer("range_current")
    refused(problem, "data_file_corrupt", "range_current.geojson", "make geodata")


@pytest.mark.parametrize(
    ("look_up", "id_"),
    [("layer", "land"), ("table", "population"), ("file", "elevation"), ("raster", "elevation")],
)
def test_a_missing_file_is_named(folder: DataFolder, look_up: str, id_: str) -> None:
    catalog = folder.catalog()
    (folder.path / catalog.spec(id_).file).unlink()
    with pytest.raises(LeopardRangeError) as problem:
        getattr(catalog, look_up)(id_)
    refused(problem, "data_file_missing", catalog.spec(id_).file, id_)


def test_a_missing_column_is_named(folder: DataFolder) -> None:
    folder.entries["population"]["fields"]["area"] = {"type": "number", "text": "area"}
    with pytest.raises(LeopardRangeError) as problem:
        folder.catalog().table("population")
    refused(problem, "column_missing", "population.csv", "“area”")


def test_a_word_in_a_number_column_is_named_with_its_row(folder: DataFolder) -> None:
    folder.entries["population"]["fields"]["note"] = {"type": "number", "text": "note"}
    with pytest.raises(LeopardRangeError) as problem:
        folder.catalog().table("population")
    refused(problem, "bad_number", "population.csv", "row 1", "“note”", "=1+1")


def test_an_empty_geometry_is_named_with_its_row(folder: DataFolder) -> None:
    frame = features([{"id": "a", "geometry": square_km(0, 0, 1, 1)}])
    frame = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[frame.geometry.iloc[0], None], crs="EPSG:4326")
    with pytest.raises(LeopardRangeError) as problem:
        folder.layer("holes", frame).catalog().layer("holes")
    refused(problem, "empty_geometry", "holes.geojson", "row 2")


def test_the_version_follows_every_file(folder: DataFolder) -> None:
    before = folder.catalog().version
    assert folder.catalog().version == before
    folder.entries["land"]["sha256"] = "0" * 64
    assert folder.catalog().version != before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "circle"}, ("“kind”", "polygon")),
        ({"method": "guessed"}, ("“method”", "simulated")),
        ({"sensitivity": "secret"}, ("“sensitivity”", "exact")),
        ({"group": "misc"}, ("“group”", "range")),
        ({"title": {"en": "only English"}}, ("“title”", "ko")),
        ({"fields": {"a": {"type": "colour", "text": "a"}}}, ("fields.a.type", "number")),
        ({"surprise": 1}, ("surprise",)),
        ({"style": {"colour": "red"}}, ("colour",)),
        ({"style": {"pattern": "tartan"}}, ("style.pattern", "waves")),
    ],
)
def test_a_wrong_entry_is_named(folder: DataFolder, change: dict[str, Any], said: tuple[str, ...]) -> None:
    folder.entries["land"] |= change
    with pytest.raises(LeopardRangeError) as problem:
        folder.catalog()
    refused(problem, "catalog_invalid", "“land”", *said)


@pytest.mark.parametrize("key", ["citation", "licence", "period", "sha256", "pos_error_m", "attribution"])
def test_no_layer_without_provenance(folder: DataFolder, key: str) -> None:
    del folder.entries["land"][key]
    with pytest.raises(LeopardRangeError) as problem:
        folder.catalog()
    refused(problem, "catalog_invalid", "“land”", f"“{key}”", "missing")


def test_a_broken_catalogue_is_named(folder: DataFolder) -> None:
    (folder.path / "catalog.toml").write_text("[land\n")
    with pytest.raises(LeopardRangeError) as problem:
        open_catalog(Settings(data=folder.path))
    refused(problem, "toml_invalid", "catalog.toml")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    for start in (
        lambda: open_catalog(Settings(data=tmp_path / "nowhere")),
        lambda: settings_from({"LEOPARD_DATA": str(tmp_path / "nowhere")}),
    ):
        with pytest.raises(LeopardRangeError) as problem:
            start()
        refused(problem, "data_folder_missing", "nowhere", "LEOPARD_DATA")


def test_an_unknown_species_names_the_species_there_are(folder: DataFolder) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        _ = open_catalog(Settings(data=folder.path, species="snow-leopard")).species
    refused(problem, "unknown_species", "snow-leopard", "amur-leopard")


def test_the_species_carries_its_metric_system(squares: Catalog) -> None:
    assert "+proj=laea" in squares.species.metric_crs
    assert squares.species.parameters["habitat"]["land_cover"] == {"1": 1, "2": 0}


@pytest.mark.parametrize("role", ["admin", "PUBLIC", "planner,public"])
def test_the_role_is_one_of_two(role: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        settings_from({"LEOPARD_ROLE": role})
    refused(problem, "unknown_role", role, "planner")


def test_exact_records_without_a_rule_stay_with_planners(folder: DataFolder) -> None:
    den = features([{"id": "den", "geometry": square_km(0, 0, 1, 1).centroid}])
    secret = {"sensitivity": "exact", "method": "simulated"}
    folder.layer("dens", den, kind="point", **secret)
    folder.entries["population"] |= secret
    folder.entries["elevation"] |= secret
    public, planner = folder.catalog(), folder.catalog("planner")
    questions: tuple[Callable[[Catalog], object], ...] = (
        lambda c: c.layer("dens"),
        lambda c: c.table("population"),
        lambda c: c.file("elevation"),
        lambda c: c.raster("elevation"),
    )
    for ask in questions:
        with pytest.raises(LeopardRangeError) as problem:
            ask(public)
        refused(problem, "needs_planner", "LEOPARD_ROLE=planner")
        assert ask(planner) is not None
    for ask_public in (
        lambda: planner.layer("dens", public=True),
        lambda: planner.table("population", public=True),
    ):
        with pytest.raises(LeopardRangeError) as problem:
            ask_public()
        assert problem.value.code == "needs_planner"


def test_the_embedded_catalogue_reads_every_layer(catalog: Catalog) -> None:
    for spec in catalog.specs.values():
        if spec.kind == "table":
            assert len(catalog.table(spec.id))
        elif spec.kind in ("raster", "image"):
            assert catalog.file(spec.id).stat().st_size
        else:
            assert len(catalog.layer(spec.id).frame)


def test_the_embedded_rasters_hold_numbers(catalog: Catalog) -> None:
    for spec in catalog.specs.values():
        if spec.kind == "raster":
            values, grid = catalog.raster(spec.id, (130.5, 42.5, 132.0, 43.5))
            assert values.shape == grid.shape
            assert np.isfinite(values.compressed().astype(float)).all()
            assert values.count() > 0


def test_the_public_process_opens_no_folder_with_exact_records_of_the_field(folder: DataFolder) -> None:
    folder.entries["population"]["sensitivity"] = "exact"
    with pytest.raises(LeopardRangeError) as problem:
        folder.catalog()
    refused(problem, "publish_first", "leopard-range publish")
    assert len(folder.catalog("planner").table("population"))
    assert folder.catalog("planner").cleared("public").specs


def test_no_layer_lies_outside_the_data_folder(folder: DataFolder, tmp_path: Path) -> None:
    outside = tmp_path / "secret.geojson"
    outside.write_bytes((folder.path / "land.geojson").read_bytes())
    (folder.path / "link.geojson").symlink_to(outside)
    for file in ("../secret.geojson", "link.geojson", str(outside)):
        folder.entries["land"]["file"] = file
        with pytest.raises(LeopardRangeError) as problem:
            folder.catalog().layer("land")
        refused(problem, "data_file_outside", "lies outside")


def test_the_public_sees_the_survey_as_cells_only(catalog: Catalog, planner_catalog: Catalog) -> None:
    for id_ in ("survey_stations", "survey_detections"):
        public, exact = catalog.layer(id_), planner_catalog.layer(id_)
        assert set(public.frame.geom_type) == {"Polygon"}
        assert set(exact.frame.geom_type) == {"Point"}
        assert {note.code for note in public.notes} >= {"simulated", "generalised"}
        assert Note("generalised") not in exact.notes
        assert public.spec.sensitivity == "public"
        assert planner_catalog.layer(id_, public=True).frame.equals(public.frame)


def test_a_young_survey_is_withheld(catalog: Catalog) -> None:
    years = set(catalog.layer("survey_stations").frame["year_from"])
    assert max(years) == 2011
    early = open_catalog(Settings(role="public", today=date(2012, 6, 1)))
    for id_ in ("survey_stations", "survey_detections"):
        assert set(early.layer(id_).frame["year_from"]) == {year for year in years if year <= 2009}
