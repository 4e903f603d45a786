"""Every layer is described in full, and every file is the one described."""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Callable

import geopandas as gpd
import pytest

from tests.geodata.conftest import GEODATA, Spec

LANGUAGES = ["en", "ko", "ru", "zh"]
SCRIPT = {"ru": r"[а-яё]", "zh": r"[\u4e00-\u9fff]", "ko": r"[\uac00-\ud7a3]"}
FIRST_VIEW = [
    "lakes",
    "rivers",
    "coast",
    "borders",
    "disputed",
    "seas",
    "regions",
    "places",
    "range_historical_envelope",
    "range_historical",
    "range_1970s",
    "range_current",
    "park",
    "reserves",
    "reserves_osm",
]


def test_every_layer_of_the_plan_is_there(specs: dict[str, Spec]) -> None:
    wanted = {
        "land",
        "countries",
        "provinces",
        "disputed",
        "borders",
        "coast",
        "lakes",
        "rivers",
        "places",
        "seas",
        "regions",
        "relief",
        "towns",
        "coast_detail",
        "borders_detail",
        "park",
        "range_current",
        "range_historical_envelope",
        "range_historical",
        "range_1970s",
        "reserves",
        "land_cover",
        "elevation",
        "land_mask",
        "roads",
        "railways",
        "survey_stations",
        "survey_detections",
        "survey_years",
        "survey_hours",
        "survey_truth",
        "population",
        "densities",
        "plot_counts",
        "range_areas",
        "milestones",
        "corridors",
    }
    assert wanted <= set(specs)


def test_hashes_are_those_of_the_files(specs: dict[str, Spec]) -> None:
    for layer, spec in specs.items():
        found = hashlib.sha256((GEODATA / spec["file"]).read_bytes()).hexdigest()
        assert found == spec["sha256"], layer


def test_no_file_is_left_undescribed(specs: dict[str, Spec]) -> None:
    described = {spec["file"] for spec in specs.values()}
    by_hand = {"catalog.toml", "PROVENANCE.md", "species/amur-leopard.toml"}
    there = {path.relative_to(GEODATA).as_posix() for path in GEODATA.rglob("*") if path.is_file()}
    assert there == described | by_hand


def test_texts_stand_in_four_languages(specs: dict[str, Spec]) -> None:
    for layer, spec in specs.items():
        for part in ("title", "about", "source", "period"):
            assert sorted(spec[part]) == LANGUAGES, (layer, part)
            assert all(text.strip() for text in spec[part].values()), (layer, part)
        for part in ("title", "about"):
            for language, script in SCRIPT.items():
                assert re.search(script, spec[part][language], re.IGNORECASE), (layer, part, language)


def test_every_layer_has_a_licence_and_a_citation(specs: dict[str, Spec]) -> None:
    for layer, spec in specs.items():
        for key in ("citation", "licence"):
            assert spec[key].strip(), (layer, key)
        assert spec["method"] in {"surveyed", "derived", "schematic", "simulated"}, layer
        assert spec["pos_error_m"] >= 0, layer
        assert "<" not in spec["attribution"], layer


def test_openstreetmap_stands_in_files_of_its_own(specs: dict[str, Spec]) -> None:
    for layer, spec in specs.items():
        mentions = "openstreetmap" in (spec["source"]["en"] + spec["citation"] + spec["attribution"]).lower()
        inside = spec["file"].startswith("osm/")
        assert inside == (spec["licence"] == "ODbL-1.0") == mentions, layer
        if inside:
            assert "© OpenStreetMap contributors" in spec["attribution"], layer


def test_simulated_layers_say_so_everywhere(specs: dict[str, Spec]) -> None:
    for layer, spec in specs.items():
        simulated = spec["method"] == "simulated"
        assert simulated == layer.startswith("survey_"), layer
        # Places are sensitive even when they are made up; numbers by year or hour hold none.
        assert (simulated and spec["kind"] == "point") == (spec["sensitivity"] == "exact"), layer
        assert simulated == ("(simulated)" in spec["title"]["en"]), layer


def test_fields_are_the_columns(specs: dict[str, Spec], vector: Callable[[str], gpd.GeoDataFrame]) -> None:
    for layer, spec in specs.items():
        if spec["file"].endswith(".geojson"):
            columns = set(vector(layer).columns) - {"geometry"}
        elif spec["file"].endswith(".csv"):
            with (GEODATA / spec["file"]).open(encoding="utf-8", newline="") as stream:
                columns = set(next(csv.reader(stream)))
        else:
            continue
        assert columns == set(spec["fields"]), layer
        for name, field in spec["fields"].items():
            assert sorted(field) == ["text", "type", "unit"], (layer, name)
            assert field["text"], (layer, name)


def test_files_are_plain_utf8_with_unix_line_ends(specs: dict[str, Spec]) -> None:
    for spec in specs.values():
        if spec["file"].endswith((".geojson", ".csv")):
            data = (GEODATA / spec["file"]).read_bytes()
            assert b"\r" not in data
            assert data.endswith(b"\n")
            data.decode("utf-8")


def test_geojson_follows_the_standard(specs: dict[str, Spec]) -> None:
    for layer, spec in specs.items():
        if not spec["file"].endswith(".geojson"):
            continue
        document = json.loads((GEODATA / spec["file"]).read_text(encoding="utf-8"))
        assert set(document) == {"type", "features"}, layer
        ids = [feature["properties"]["id"] for feature in document["features"]]
        assert ids == sorted(ids), layer
        assert len(ids) == len(set(ids)), layer


def test_everything_stays_small(specs: dict[str, Spec]) -> None:
    total = sum(path.stat().st_size for path in GEODATA.rglob("*") if path.is_file())
    assert total < 15e6
    assert (GEODATA / specs["relief"]["file"]).stat().st_size <= 385_000
    packed = sum(len(gzip.compress((GEODATA / specs[layer]["file"]).read_bytes())) for layer in FIRST_VIEW)
    assert packed <= 220_000


@pytest.mark.parametrize(
    "layer", ["places", "seas", "regions", "reserves", "reserves_osm", "park", "provinces"]
)
def test_names_are_in_the_script_of_each_language(
    layer: str, vector: Callable[[str], gpd.GeoDataFrame]
) -> None:
    frame = vector(layer)
    assert frame["name_en"].str.contains("[A-Za-z]").all()
    for language, script in SCRIPT.items():
        assert frame[f"name_{language}"].str.contains(script, case=False).all(), language
