"""Bad input: exit code 2, one sentence that names the thing and the remedy, and nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import Point, Polygon

from leopard_range.catalog import Catalog
from leopard_range.cli import commands
from tests.cli.conftest import Done, Run
from tests.datafolder import DataFolder
from tests.sources.upload.hostile import shapefile, zipped

GOOD = "lon,lat\n131.0,43.0\n131.5,43.2\n131.2,42.8\n"


def one_sentence(done: Done) -> str:
    """Check the manners of a refusal and return what was said."""
    assert done.code == 2, done
    assert done.out == ""
    assert done.err.endswith("\n")
    assert done.err.count("\n") == 1, done.err
    assert "Traceback" not in done.err
    return done.err


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ([], ("COMMAND", "--help")),
        (["rnage"], ("rnage", "range", "--help")),
        (["range", "--by", "village"], ("village", "country, province, none")),
        (["range", "--historic", "guess"], ("guess", "matched, envelope")),
        (["range", "--bye", "country"], ("--bye", "range --help")),
        (["protected"], ("--year", "protected --help")),
        (["protected", "--year"], ("--year", "protected --help")),
        (["protected", "--year", "soon"], ("--year", "soon", "whole number")),
        (["protected", "--year", "1999.5"], ("--year", "1999.5", "whole number")),
        (["protected", "--year", "1849"], ("1849", "1850")),
        (["protected", "--year", "3000"], ("3000", "1850")),
        (["protected", "--year", "2012", "--range", "reserves"], ("“reserves”", "range_current")),
        (["protected", "--year", "2012", "--range", "nothing"], ("“nothing”", "range_current")),
        (["range", "--lang", "xx"], ("“xx”", "en, ru, zh, ko")),
        (["--lang", "klingon"], ("“klingon”", "en, ru, zh, ko")),
        (["export"], ("LAYER", "export --help")),
        (["export", "nothing"], ("“nothing”", "range_current")),
        (["export", "land", "--format", "shp"], ("“shp”", "geojson, gpkg, csv")),
        (["export", "land_cover", "--format", "csv"], ("“csv”", "zip")),
        (
            ["export", "land", "--out", "missing/land.geojson"],
            ("missing/land.geojson", "Choose another folder"),
        ),
        (["export", "land", "--out", "."], ("cannot be written", "Choose another folder")),
        (["map"], ("--out", "map --help")),
        (["map", "--out", "m.html", "--layers", "range_current,nothing"], ("“nothing”", "range_current")),
        (["map", "--out", "m.html", "--layers", "land_cover"], ("“land_cover”", "range_current")),
        (["map", "--out", "m.html", "--year", "1849"], ("1849", "1850")),
        (["map", "--out", "m.html", "--year", "2999"], ("2999", "1850")),
        (["map", "--out", "m.html", "--year", "now"], ("--year", "now", "whole number")),
        (["map", "--out", "m.html", "--view", "131,43"], ("131,43", "for example 131.2,43.1,8")),
        (["map", "--out", "m.html", "--view", "nan,43,8"], ("nan,43,8", "for example")),
        (["map", "--out", "m.html", "--view", "43,131,8"], ("43,131,8", "for example")),
        (["map", "--out", "m.html", "--view", "a,b,c"], ("a,b,c", "for example")),
        (["map", "--out", "m.html", "--lang", "fr"], ("“fr”", "en, ru, zh, ko")),
        (["map", "--out", "missing/m.html"], ("missing/m.html", "Choose another folder")),
        (["eoo"], ("FILE", "eoo --help")),
        (["eoo", "nothing.csv"], ("nothing.csv", "Check the path")),
        (["eoo", "nothing.gpkg"], ("nothing.gpkg", "Check the path")),
        (["eoo", "."], ("not a file", "Name one file")),
        (["aoo", "good.csv", "--cell-m", "0"], ("cell_m", "0")),
        (["aoo", "good.csv", "--cell-m", "-5"], ("cell_m", "-5")),
        (["aoo", "good.csv", "--cell-m", "nan"], ("cell_m", "nan")),
        (["aoo", "good.csv", "--cell-m", "two"], ("--cell-m", "two", "write a number")),
    ],
)
def test_wrong_words(run: Run, words: list[str], parts: tuple[str, ...]) -> None:
    Path("good.csv").write_text(GOOD)
    said = one_sentence(run(*words))
    for part in parts:
        assert part in said
    assert [path.name for path in Path().iterdir()] == ["good.csv"], "nothing is half-written"


def polygon() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[Polygon([(131, 43), (132, 43), (132, 44)])], crs=4326)


def bow_tie() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[Polygon([(131, 43), (132, 44), (132, 43), (131, 44)])], crs=4326)


def collection(*places: str) -> str:
    rows = ",".join(f'{{"type":"Feature","properties":{{}},"geometry":{place}}}' for place in places)
    return f'{{"type":"FeatureCollection","features":[{rows}]}}'


def point(place: str) -> str:
    return f'{{"type":"Point","coordinates":{place}}}'


@pytest.mark.parametrize(
    ("name", "content", "parts"),
    [
        ("empty.csv", "", ("holds no features",)),
        ("head.csv", "lon,lat\n", ("holds no features",)),
        ("names.csv", "a,b\n1,2\n", ("no column “lon”",)),
        ("word.csv", "lon,lat\n131,43\n131,north\n", ("row 2", "“lat”", "“north”")),
        ("nan.csv", "lon,lat\nnan,43\n", ("row 1", "“lon”", "not a number")),
        ("gap.csv", "lon,lat\n131,\n", ("row 1", "“lat”", "not a number")),
        ("swapped.csv", "lon,lat\n43,131\n", ("row 1", "“lat”", "131.0", "longitude and latitude")),
        ("ragged.csv", "lon,lat\n131,43,1\n", ("row 1", "3 cells instead of 2")),
        ("bytes.csv", b"\xff\xfe\x00", ("cannot be read as CSV",)),
        ("text.geojson", "hello", ("The name says GeoJSON", "the content is text")),
        ("cut.geojson", collection(point("[131,43]"))[:-9], ("line 1", "incomplete")),
        ("none.geojson", collection(), ("There are no features",)),
        ("null.geojson", collection("null"), ("No feature has a geometry",)),
        ("nan.geojson", collection(point("[NaN,43]")), ("feature 1", "vertex 1", "finite")),
        ("far.geojson", collection(point("[43,131]")), ("look swapped", "longitude first")),
        ("polygon.geojson", polygon().to_json(), ("row 1", "expected a point", "Polygon")),
        ("bowtie.geojson", bow_tie().to_json(), ("row 1", "expected a point")),
        ("rubbish.gpkg", b"SQLite format 3\x00" + b"\x00" * 100, ("GeoPackage is damaged",)),
    ],
)
@pytest.mark.parametrize("study", ["eoo", "aoo"])
def test_wrong_files(run: Run, study: str, name: str, content: str | bytes, parts: tuple[str, ...]) -> None:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    said = one_sentence(run(study, name))
    for part in (name, *parts):
        assert part in said


def test_a_file_without_a_coordinate_system(run: Run) -> None:
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(131, 43)], crs=4326)
    Path("bare.zip").write_bytes(zipped(shapefile(frame, prj=None)))
    said = one_sentence(run("eoo", "bare.zip"))
    assert "does not say its coordinate system" in said
    assert "EPSG:" in said


def test_one_part_of_a_shapefile_alone(run: Run) -> None:
    gpd.GeoDataFrame(geometry=[Point(131, 43)], crs=4326).to_file("bare.shp")
    assert "into one ZIP" in one_sentence(run("eoo", "bare.shp"))


def test_what_was_repaired_in_points_is_said(run: Run) -> None:
    Path("gap.geojson").write_text(collection(point("[131,43]"), "null"))
    assert "Features without geometry, left out: 1 of 2." in run("aoo", "gap.geojson").out


Damage = Callable[[DataFolder], Any]


def cut_file(folder: DataFolder) -> None:
    path = folder.path / "range_current.geojson"
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize(
    ("damage", "parts"),
    [
        (cut_file, ("range_current.geojson", "damaged", "make geodata")),
        (
            lambda f: (f.path / "range_current.geojson").unlink(),
            ("range_current.geojson", "missing", "make geodata"),
        ),
        (lambda f: (f.path / "catalog.toml").unlink(), ("data folder", "LEOPARD_DATA")),
        (lambda f: (f.path / "catalog.toml").write_text("[x"), ("catalog.toml", "Correct the file")),
        (lambda f: (f.path / "catalog.toml").write_text("[x]\n"), ("“x”", "“citation”", "Correct the entry")),
        (lambda f: (f.path / "species" / "amur-leopard.toml").unlink(), ("amur-leopard",)),
    ],
)
def test_damaged_data(
    run: Run, folder: DataFolder, monkeypatch: pytest.MonkeyPatch, damage: Damage, parts: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LEOPARD_DATA", str(folder.path))
    damage(folder)
    said = one_sentence(run("protected", "--year", "2012"))
    for part in parts:
        assert part in said
    if "range_current.geojson" in parts:
        one_sentence(run("export", "range_current", "--out", "range.gpkg", "--format", "gpkg"))
        assert list(Path().iterdir()) == [], "nothing is half-written"


def test_a_wrong_role(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEOPARD_ROLE", "root")
    assert "“root”" in one_sentence(run("layers"))


def test_a_bug_gives_a_reference_and_no_traceback(
    run: Run, squares: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> Catalog:
        raise RuntimeError("the secret reason at POINT (131.76543 43.12345)")

    monkeypatch.setattr(commands, "_catalog", break_down)
    done = run("layers")
    assert (done.code, done.out) == (1, "")
    assert "secret" not in done.err
    reference = done.err.partition("Reference ")[2].partition(";")[0]
    assert len(reference) == 8
    log = (tmp_path / "state" / "leopard-range" / "errors.log").read_text()
    assert reference in log
    assert "the secret reason" in log
    assert "131.76" not in log, "no place enters a log, not even with a bug"


def test_a_bug_is_logged_to_stderr_when_no_file_can_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    monkeypatch.setattr(commands, "_catalog", lambda: json.loads("{"))
    done = run("layers")
    assert done.code == 1
    assert "Reference" in done.err
    assert "JSONDecodeError" in done.err
