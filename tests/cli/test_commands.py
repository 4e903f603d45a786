"""Every command, for people and for programs."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

import leopard_range
from leopard_range.catalog import Catalog
from leopard_range.studies import STUDIES
from tests.analysis import reference_values as reference
from tests.cli.conftest import Run
from tests.corridors import patches

OWN = ("cost",)
"""Commands whose keys and example are tested in files of their own."""

MAPPED = [name for name, study in STUDIES.items() if " " not in name and not study.folder and name not in OWN]
"""Studies of the range; those of a survey and the projects of other programs have files of their own."""
COMMANDS = ("layers", *(name for name in STUDIES if " " not in name), "survey", "export", "map")


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text("lon,lat\n" + "".join(f"{lon},{lat}\n" for lon, lat in reference.POINTS_LONLAT))
    return path


def keys(value: Any, prefix: str = "") -> set[str]:
    """Return the paths of a JSON value; the items of a list share one."""
    if isinstance(value, dict) and value:
        return {path for key, item in value.items() for path in keys(item, f"{prefix}.{key}")}
    if isinstance(value, list) and value:
        return {path for item in value for path in keys(item, f"{prefix}[]")}
    return {prefix.removeprefix(".")}


COMMON = {"study", "data_version", "sources[].text", "sources[].url", "sources[].licence"}
AREAS = ("historic_km2", "current_km2", "lost_km2", "lost_share", "net_share")
KEYS: dict[str, set[str]] = {
    "range": {
        *(f"{key}{bound}" for key in AREAS for bound in ("", "_low", "_high")),
        *("retained_km2", "gained_km2", "boundary_km2", "union_km2"),
        *("published_historic_km2", "published_current_km2", "published_share", "outlines_share"),
        *("question.historic", "question.by", "cautions[].code", "cautions[].text"),
        *(f"places[].name.{language}" for language in ("en", "ru", "zh", "ko")),
        *(
            f"places[].{key}"
            for key in (
                *("id", "historic_km2", "current_km2", "retained_km2", "gained_km2", "boundary_km2"),
                *("lost_km2", "lost_km2_low", "lost_km2_high", "lost_share"),
            )
        ),
    },
    "protected": {
        *("question.year", "question.range", "year", "range", "range_km2"),
        *(f"protected_{unit}{bound}" for unit in ("km2", "share") for bound in ("", "_low", "_high")),
        *(f"countries[].{key}" for key in ("country", "range_km2", "protected_km2", "protected_share")),
        *(f"countries[].name.{language}" for language in ("en", "ru", "zh", "ko")),
        *(f"categories[].{key}" for key in ("category", "protected_km2", "protected_share")),
        *(f"reserves[].name.{language}" for language in ("en", "ru", "zh", "ko")),
        *(
            f"reserves[].{key}"
            for key in (
                *("id", "country", "category", "year_from", "year_to", "area_km2", "inside_km2", "method"),
            )
        ),
        *("cautions[].code", "cautions[].text"),
    },
    "eoo": {
        *("question.file", "points", "distinct_points", "area_km2", "hull_km2", "aoo_km2"),
        *("raised_to_aoo", "category", "cautions[].code", "cautions[].text"),
    },
    "aoo": {
        *("question.file", "question.cell_m", "points", "distinct_points", "cell_m", "cells"),
        *("area_km2", "area_km2_low", "area_km2_high", "area_km2_median", "proven"),
        *("origin_x_m", "origin_y_m", "category", "cautions[].code", "cautions[].text"),
    },
    "habitat": {
        *("question.historic", "low_m", "high_m", "cautions[].code", "cautions[].text"),
        *(f"land_cover.{language}" for language in ("en", "ru", "zh", "ko")),
        *(f"ranges[].name.{language}" for language in ("en", "ru", "zh", "ko")),
        *(f"ranges[].{key}" for key in ("id", "range_km2", "cover_km2", "height_km2", "area_km2", "share")),
    },
    "describe": {
        *(
            "question.layer",
            "question.year",
            "layer",
            "kind",
            "year",
            "count",
            "area_km2",
            "parts",
            "length_km",
        ),
        *("west", "south", "east", "north", "year_from", "year_to", "pos_error_km", "classes"),
        *(f"name.{language}" for language in ("en", "ru", "zh", "ko")),
        *("cautions[].code", "cautions[].text"),
    },
    "network": {
        *("question.file", "question.distance_m", "question.probability", "question.landscape_ha"),
        *("question.between", "patches", "area_ha", "area_km2", "eca_ha", "eca_km2", "eca_share"),
        *("probability_of_connectivity", "cautions[].code", "cautions[].text"),
        *(f"by_patch[].{key}_share" for key in ("importance", "intra", "flux", "connector")),
        *("by_patch[].id", "by_patch[].area_ha"),
    },
}


def arguments(study: str, points: Path) -> list[str]:
    given = {
        "describe": ["range_current"],
        "protected": ["--year", "2012"],
        "eoo": [str(points)],
        "aoo": [str(points)],
    }
    return {**given, "network": [patches(points.with_name("patches.csv"))]}.get(study, [])


@pytest.mark.parametrize("study", MAPPED)
def test_the_json_keys_are_stable(run: Run, points: Path, study: str) -> None:
    done = run(study, *arguments(study, points), "--json")
    assert (done.code, done.err) == (0, "")
    assert keys(done.json) == COMMON | KEYS[study]
    assert done.json["study"] == study


@pytest.mark.parametrize("study", MAPPED)
def test_every_json_key_is_documented_in_the_help(run: Run, points: Path, study: str) -> None:
    documented = set(run(study, "--help").out.split())
    found = keys(run(study, *arguments(study, points), "--json").json)
    for key in found:
        plain = key.removesuffix(".en").removesuffix(".ru").removesuffix(".zh").removesuffix(".ko")
        top = plain.partition(".")[0]
        assert (
            # A list without items has no keys of its own.
            any(one == plain or one.startswith(f"{plain}[]") for one in documented)
            or top in ("question", "study")
            or plain.startswith(("cautions", "sources"))
        ), key


@pytest.mark.parametrize("study", MAPPED)
def test_people_see_numbers_with_units_then_cautions_then_sources(run: Run, points: Path, study: str) -> None:
    done = run(study, *arguments(study, points))
    assert (done.code, done.err) == (0, "")
    assert STUDIES[study].title in done.out
    assert "km²" in done.out
    assert done.out.index("km²") < done.out.index("Cautions") < done.out.index("Sources")


def test_the_extent_of_the_reference_points(run: Run, points: Path) -> None:
    found = run("eoo", points, "--json").json
    assert found["area_km2"] == pytest.approx(17_004.50383984, rel=1e-9)
    assert "17,004.5" in run("eoo", points).out


def test_the_occupancy_of_the_reference_points(run: Run, points: Path) -> None:
    found = run("aoo", points, "--json").json
    assert (found["cells"], found["area_km2"], found["area_km2_high"], found["proven"]) == (
        61,
        244,
        252,
        True,
    )
    assert run("aoo", points, "--cell-m", "10000", "--json").json["cell_m"] == 10_000


def test_a_vector_file_gives_what_the_table_gives(run: Run, points: Path) -> None:
    lon, lat = zip(*reference.POINTS_LONLAT, strict=True)
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326).to_crs(32652)
    frame.to_file("points.gpkg")
    by_table, by_vector = (run("eoo", path, "--json").json["area_km2"] for path in (points, "points.gpkg"))
    assert by_vector == pytest.approx(by_table, rel=1e-9)


def test_two_points_are_answered_with_a_caution(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("lon,lat\n131,43\n131.5,43.2\n")
    done = run("eoo", path, "--json")
    assert done.json["area_km2"] == done.json["aoo_km2"] == 8
    assert {"few_points", "eoo_raised_to_aoo"} <= {note["code"] for note in done.json["cautions"]}
    assert "2 different positions" in run("eoo", path).out


def test_layers_lists_every_layer(run: Run, squares: Catalog) -> None:
    done = run("layers")
    assert done.code == 0
    for id_ in squares.specs:
        assert f"\n{id_} " in done.out
    assert "CC0-1.0" in done.out
    listed = run("layers", "--json").json["layers"]
    assert [one["id"] for one in listed] == list(squares.specs)
    assert set(listed[0]) == {
        *("id", "title", "about", "group", "kind", "method", "sensitivity", "period", "year_from", "year_to"),
        *("positional_error_m", "published_km2", "source", "citation", "url", "licence", "attribution"),
        *("formats", "fields"),
    }


@pytest.mark.parametrize("form", ["geojson", "gpkg", "csv"])
def test_export_writes_one_whole_file_and_says_what_to_cite(run: Run, form: str) -> None:
    done = run("export", "reserves", "--format", form, "--out", f"mine.{form}")
    assert (done.code, done.err) == (0, "")
    assert f"mine.{form} written" in done.out
    assert "Tester (2026)" in done.out
    assert [path.name for path in Path().iterdir()] == [f"mine.{form}"]
    assert b"Tester (2026)" in Path(f"mine.{form}").read_bytes()


def test_export_chooses_name_and_format(run: Run) -> None:
    assert run("export", "reserves").code == 0
    done = run("export", "land_cover", "--json")
    assert done.json["file"] == "land_cover.zip"
    assert done.json["bytes"] == Path("land_cover.zip").stat().st_size
    assert zipfile.is_zipfile("land_cover.zip")
    assert json.loads(Path("reserves.geojson").read_text("utf-8"))["type"] == "FeatureCollection"


def test_export_to_standard_output_is_the_file_alone(run: Run) -> None:
    done = run("export", "population", "--format", "geojson", "--out", "-")
    assert json.loads(done.out)["metadata"]["licence"] == "CC0-1.0"
    assert list(Path().iterdir()) == []


def test_exact_positions_are_for_planners_who_ask(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.delenv("LEOPARD_DATA")
    log = tmp_path_factory.mktemp("log") / "audit.jsonl"
    monkeypatch.setenv("LEOPARD_AUDIT", str(log))
    words = ("export", "survey_stations", "--format", "csv", "--out", "stations.csv")
    refused = run(*words, "--exact")
    assert refused.code == 2
    assert "LEOPARD_ROLE=planner" in refused.err
    assert list(Path().iterdir()) == []
    monkeypatch.setenv("LEOPARD_ROLE", "planner")
    assert run(*words).code == 0
    assert "locationID" not in Path("stations.csv").read_text("utf-8-sig")
    assert not log.exists()
    asked = run(*words, "--exact")
    assert asked.code == 0
    line = json.loads(log.read_text(encoding="utf-8"))
    assert (line["action"], line["layer"]) == ("export", "survey_stations")
    assert line["who"].startswith("local:")
    assert "locationID" in Path("stations.csv").read_text("utf-8-sig")
    assert "Simulated data" in asked.out


def embedded(page: str, name: str) -> Any:
    """Return a piece of JSON a saved map carries."""
    start = page.index(f'data-file="{name}"')
    packed = page[page.index(">", start) + 1 : page.index("</script>", start)]
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_map_writes_one_page_with_what_was_asked_for(run: Run) -> None:
    done = run(
        *("map", "--out", "map.html", "--year", "2012", "--layers", "range_current, reserves"),
        *("--view", "127,43.5,8"),
    )
    assert (done.code, done.err) == (0, "")
    assert "map.html written" in done.out
    assert "range_current en: schematic outline" in done.out
    assert "The reserves of nowhere" in done.out
    assert [path.name for path in Path().iterdir()] == ["map.html"]
    page = Path("map.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    spec = embedded(page, "spec")
    assert {layer["id"] for layer in spec["layers"]} >= {"range_current", "reserves"}
    loaded = r"""<(script|img|link|iframe|object)[^>]+(src|href|data)=["']?(https?:)?//"""
    assert not re.search(loaded, page), "it asks for nothing"


def test_map_without_wishes_shows_the_usual_layers(run: Run) -> None:
    found = run("map", "--out", "map.html", "--json").json
    assert found["file"] == "map.html"
    assert found["bytes"] == Path("map.html").stat().st_size
    assert [source["text"] for source in found["sources"]] == ["Tester (2026) The range_current of nowhere"]
    assert {note["code"] for note in found["cautions"]} == {"schematic"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert f"Example: leopard-range {command}" in done.out
    if command != "survey":  # its actions have them
        assert "--json" in done.out
        assert "--lang" in done.out


def test_the_examples_in_the_help_work(run: Run, points: Path) -> None:
    Path("points.csv").write_bytes(points.read_bytes())
    patches(Path("patches.csv"))
    for study in map(STUDIES.get, MAPPED):
        assert study is not None
        assert run(study.name, *study.example.split()).code == 0, study.name


def test_the_version_is_the_package_version(run: Run) -> None:
    assert run("--version").out == f"leopard-range {leopard_range.__version__}\n"


def test_help_comes_at_once_and_needs_no_data() -> None:
    env = {**os.environ, "LEOPARD_DATA": "/nowhere"}
    command = [sys.executable, "-X", "importtime", "-m", "leopard_range", "--help"]
    start = time.process_time(), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert time.monotonic() - start[1] < 5
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not {"numpy", "pandas", "geopandas", "pyproj", "rasterio", "folium", "streamlit"} & loaded
    for command_ in COMMANDS:
        assert f"\n    {command_}" in done.stdout


@pytest.mark.parametrize("words", ["range --help", "layers --json"])
def test_a_closed_pipe_is_no_error(words: str) -> None:
    command = f"{sys.executable} -m leopard_range {words} | head -c 1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert (done.stderr, done.returncode) == (b"", 0)
