"""The command ``corridor report`` writes every kind of file, whole or not at all."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from leopard_range.cli.parser import build_parser
from tests.cli.conftest import Run
from tests.pdfwords import words
from tests.studies.test_registry import PROPOSAL

KINDS = ("html", "pdf", "gpkg", "zip", "json")


@pytest.mark.parametrize("kind", KINDS)
def test_two_runs_write_the_same_file(run: Run, tmp_path: Path, kind: str) -> None:
    files = [tmp_path / f"{at}.{kind}" for at in range(2)]
    for file in files:
        done = run("corridor", "report", PROPOSAL, "--with", "none", "--out", file)
        assert done.code == 0, done.err
        assert str(file) in done.out
    first, second = (file.read_bytes() for file in files)
    assert first == second
    assert len(first) > 2000


def test_the_page_stands_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    run("corridor", "report", PROPOSAL, "--with", "none", "--out", file, "--lang", "ru")
    page = file.read_text()
    assert '<html lang="ru">' in page
    assert "Решение на одной странице" in page
    assert "A strip" in page
    assert "<script" not in page
    assert "src=" not in page
    assert "@import" not in page


def test_the_print_is_in_the_readers_language(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    for language, said in (("zh", "目标与边界"), ("ko", "목표와 경계")):
        assert (
            run("corridor", "report", PROPOSAL, "--with", "none", "--out", file, "--lang", language).code == 0
        )
        assert said in words(file.read_bytes())


def test_the_json_says_what_was_asked_and_from_what(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    done = run("corridor", "report", PROPOSAL, "--with", "none", "--out", file, "--json")
    found = json.loads(file.read_text())
    assert done.json["outline_sha256"] == found["proposal"]["outline_sha256"]
    assert len(found["proposal"]["outline_sha256"]) == 64
    assert found["questions"]["corridor audit"]["proposal"] == PROPOSAL
    assert found["answers"]["corridor audit"]["name"]["en"] == "A strip"
    assert all(len(one["sha256"]) == 64 for one in found["inputs"])
    assert {"land", "reserves"} <= {one["layer"] for one in found["inputs"]}
    assert found["data_version"] == done.json["data_version"]
    assert found["software"]["Leopard Range Explorer"]


def test_the_geopackage_holds_the_outline_and_its_words(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.gpkg"
    run("corridor", "report", PROPOSAL, "--with", "none", "--out", file)
    with sqlite3.connect(file) as found:
        tables = {name for (name,) in found.execute("select table_name from gpkg_contents")}
        ((metadata,),) = found.execute("select metadata from gpkg_metadata limit 1").fetchall()
    found.close()
    assert "proposal" in tables
    assert "outline_sha256" in metadata


def test_the_zip_holds_page_numbers_and_geometry(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    run("corridor", "report", PROPOSAL, "--with", "none", "--out", file)
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as packed:
        assert {"report.html", "report.json", "report.gpkg", "values.csv", "inputs.csv"} <= set(
            packed.namelist()
        )
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "corridor audit,area_km2," in packed.read("values.csv").decode("utf-8-sig")


def test_an_unknown_analysis_or_ending_is_refused_before_anything_is_computed(
    run: Run, tmp_path: Path
) -> None:
    done = run("corridor", "report", PROPOSAL, "--with", "magic")
    assert done.code == 2
    assert "magic" in done.err
    done = run("corridor", "report", PROPOSAL, "--out", tmp_path / "report.docx")
    assert done.code == 2
    assert "html, pdf, gpkg, zip, json" in done.err
    assert not list(tmp_path.glob("report*"))


def test_a_folder_that_is_not_there_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    done = run("corridor", "report", PROPOSAL, "--with", "none", "--out", tmp_path / "no" / "report.json")
    assert done.code == 2
    assert "report.json" in done.err


def test_help_names_the_kinds_of_files() -> None:
    found = build_parser("en").format_help()
    assert "corridor" in found
