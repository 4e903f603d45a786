"""The command ``read``: one file, one report, one exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from leopard_range.i18n import LANGUAGES
from tests.cli.conftest import Run
from tests.sources.upload.hostile import dbf, geopackage, shapefile, zipped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")

KEYS = {
    *(
        "outcome",
        "name",
        "kind",
        "rows",
        "crs",
        "source_crs",
        "geometry",
        "columns",
        "repairs",
        "remarks",
        "error",
    ),
}


def write(name: str, body: bytes) -> str:
    Path(name).write_bytes(body)
    return name


def test_a_good_file(run: Run) -> None:
    done = run("read", write("a.gpkg", geopackage()), "--json")
    found = done.json
    assert (done.code, set(found), found["outcome"]) == (0, KEYS, "accepted")
    assert (found["kind"], found["rows"], found["crs"], found["source_crs"]) == (
        "gpkg",
        1,
        "EPSG:4326",
        "EPSG:4326",
    )
    assert (found["geometry"], found["columns"], found["error"]) == ("polygon", ["name", "n"], None)


def test_a_repaired_file(run: Run) -> None:
    name = write("a.zip", zipped(shapefile(shx=None)))
    found = run("read", name, "--json", "--lang", "ru").json
    assert found["outcome"] == "accepted-and-repaired"
    assert [one["code"] for one in found["repairs"]] == ["index_rebuilt"]
    assert "восстановлен" in found["repairs"][0]["message"]
    for language in LANGUAGES:
        told = run("read", name, "--lang", language).out
        assert "131" in told
        assert "zip-shapefile" in told


@pytest.mark.parametrize(
    ("name", "body", "outcome", "code"),
    [
        ("a.zip", b"PK\x05\x06" + bytes(18), "clear-error", "zip_empty"),
        ("a.zip", b"MZ\x90\x00" + bytes(99), "rejected", "program"),
        ("a.geojson", b"", "clear-error", "upload_empty"),
        ("a.geojson", b"<OGRVRTDataSource/>", "rejected", "indirect_format"),
        ("a.xlsx", b"PK\x03\x04" + bytes(99), "clear-error", "format_not_read"),
        ("a.exe", b"hello", "rejected", "program"),
        ("a", b"hello", "clear-error", "ending_unknown"),
    ],
)
def test_a_refused_file(run: Run, name: str, body: bytes, outcome: str, code: str) -> None:
    done = run("read", write(name, body), "--json")
    found = done.json
    assert (done.code, set(found), found["outcome"], found["crs"]) == (2, KEYS, outcome, None)
    assert found["error"]["code"] == code
    assert all(found["error"][key] for key in ("message", "where", "remedy"))
    plain = run("read", name)
    assert (plain.code, plain.out) == (2, "")
    assert found["error"]["message"] in plain.err


def test_an_answer_is_used(run: Run) -> None:
    name = write("a.zip", zipped(shapefile(cpg=None, dbf=dbf(["Кедровая".encode("cp1251")]))))
    asked = run("read", name, "--json").json
    assert asked["error"]["code"] == "encoding_needed"
    assert "Кедровая" in asked["error"]["message"]
    assert run("read", name, "--encoding", "cp1251", "--json").json["rows"] == 1


@pytest.mark.parametrize(
    ("words", "part"), [(("--date-order", "dym"), "dmy"), (("--geometry", "circle"), "polygon")]
)
def test_a_wrong_answer_is_named(run: Run, words: tuple[str, str], part: str) -> None:
    done = run("read", write("a.gpkg", geopackage()), *words)
    assert (done.code, part in done.err) == (2, True)


def test_what_is_no_file_is_refused_at_once(run: Run, tmp_path: Path) -> None:
    os.mkfifo("pipe.geojson")
    for name, code in (
        ("pipe.geojson", "not_a_file"),
        (".", "not_a_file"),
        ("/dev/zero", "not_a_file"),
        ("nothing.geojson", "file_missing"),
        ("a\0b.geojson", "file_missing"),
        ("CSW:http://127.0.0.1:1/csw", "connection_string"),
        ("/vsicurl/http://127.0.0.1:1/a.tif", "connection_string"),
        ("https://127.0.0.1:1/a.geojson", "connection_string"),
        ("PG:dbname=a", "connection_string"),
        ("GTIFF_RAW:a.tif", "connection_string"),
    ):
        done = run("read", name, "--json")
        assert (done.code, done.json["error"]["code"]) == (2, code), name
    secret = Path(write("secret.geojson", b"{}"))
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        return
    assert run("read", secret, "--json").json["error"]["code"] == "cannot_read"


def test_a_name_is_shown_and_never_used(run: Run) -> None:
    name = '"><img src=x onerror=alert(1)>{{7*7}}..%2f.gpkg'
    found = run("read", write(name, geopackage()), "--json").json
    assert (found["outcome"], found["name"]) == ("accepted", name)
    assert [path.name for path in Path().iterdir()] == [name]
