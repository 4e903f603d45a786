"""The report on a corridor: its order, its numbers, its files, and words that mean harm."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from rasterio.io import MemoryFile

from leopard_range.i18n import LANGUAGES
from leopard_range.reports.answers import ANSWER_FILES, answer_file
from leopard_range.reports.corridor.charts import Mile, profile_drawing
from leopard_range.reports.corridor.map import map_drawing
from leopard_range.reports.corridor.parts import layers_of, surfaces_of
from leopard_range.reports.corridor.report import document_of
from leopard_range.reports.document import Line, Listing, Numbers, Picture, Words
from leopard_range.reports.drawing import Label, Shape, as_svg
from leopard_range.studies.corridor.report import ReportAnswer
from tests.payloads import PAYLOADS
from tests.pdfwords import pages, words
from tests.reports.corridor.samples import DOI, Sample, report
from tests.reports.test_pdf import Tags

DAY = date(2026, 6, 1)
KINDS = tuple(ANSWER_FILES["corridor report"])


def written(answer: ReportAnswer, kind: str, language: str = "en") -> bytes:
    return answer_file("corridor report", "Report on a corridor", answer, kind, day=DAY, language=language)


@pytest.mark.parametrize("kind", KINDS)
def test_two_runs_give_the_same_bytes(kind: str) -> None:
    first = written(report(), kind)
    time.sleep(1.1)  # a clock inside would have moved on
    assert written(report(), kind) == first
    assert len(first) > 1000


def test_the_sections_follow_the_guidelines() -> None:
    titles = [section.title for section in document_of(report(), "en", DAY).sections]
    assert titles == [
        "The decision on one page",
        "Objective and boundary",
        "What it connects",
        "Obstacles and threats",
        "Evidence",
        "Governance and monitoring: what remains to be answered",
        "Cautions",
        "Sources",
        "Parameters, data and software",
    ]


def test_the_first_page_has_numbers_with_interval_caution_and_map() -> None:
    first = document_of(report(), "en", DAY).sections[0]
    (numbers,) = (block.numbers for block in first.blocks if isinstance(block, Numbers))
    by = {one.label: one for one in numbers}
    assert (by["Least width"].value, by["Least width"].unit) == ("1,500", "m")
    assert (by["Share protected"].value, by["Share protected"].bounds) == ("25.0%", "20.0% – 31.0%")
    change = by["Change: Effective resistance"]
    assert (change.value, change.bounds) == ("−0.500", "−0.700 – −0.200")
    assert change.about == "2.000 without, 1.500 with"
    assert any(isinstance(block, Words) and block.tone == "caution" for block in first.blocks)
    assert any(isinstance(block, Picture) for block in first.blocks)
    body = written(report(), "pdf")
    assert "Change: Effective resistance" in " ".join(pages(body)[0])
    assert "Proposal" in pages(body)[0]  # the legend of the map stands on the same page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_sentence_is_left_in_another_language(language: str) -> None:
    """Every word of the frame is translated: what the sample says itself has one name everywhere."""
    document = document_of(report(), language, DAY)
    titles = [section.title for section in document.sections]
    english = [section.title for section in document_of(report(), "en", DAY).sections]
    assert (titles == english) == (language == "en")
    assert words(written(report(), "pdf", language)).count(titles[0]) == 1


def test_an_analysis_without_an_answer_says_why() -> None:
    found = words(written(report(), "pdf"))
    assert "there is no answer for this proposal" in found
    assert "No path leads from one end to the other." in found
    said = json.loads(written(report(), "json"))
    assert said["without_answer"] == {"corridor path": {"code": "cost_not_connected"}}


def test_a_place_is_one_column_and_files_hold_both_numbers() -> None:
    document = document_of(report(), "en", DAY)
    (table,) = (
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Listing) and block.title == "What crosses it"
    )
    assert table.head == ("What", "Name", "Along the centreline, m", "Place: longitude, latitude")
    assert table.rows == (("road", "Highway", "5,000", "131.2600, 43.1000"),)
    with zipfile.ZipFile(io.BytesIO(written(report(), "zip"))) as packed:
        (row,) = csv.DictReader(io.StringIO(packed.read("audit_crossings.csv").decode("utf-8-sig")))
    assert (row["lon"], row["lat"], row["name_ru"]) == ("131.26", "43.1", "Highway")


def test_the_json_can_be_computed_again() -> None:
    found = json.loads(written(report(), "json"))
    assert found["proposal"]["outline_sha256"] == report().outline_sha256
    assert found["proposal"]["geometry"]["type"] == "Polygon"
    assert found["questions"]["corridor ensemble"] == {"members": 6}
    assert found["answers"]["corridor audit"]["width_min_m"] == 1500.0
    assert found["inputs"] == [{"layer": "land", "title": "Land", "period": "2020", "sha256": "a" * 64}]
    assert [one["code"] for one in found["cautions"]] == ["screening_level", "corridor_no_threshold"]


def test_the_geopackage_holds_every_shape_and_every_row_with_a_place(tmp_path: Path) -> None:
    file = tmp_path / "report.gpkg"
    file.write_bytes(written(report(), "gpkg"))
    layers = set(gpd.list_layers(file)["name"])
    assert layers == {"proposal", "audit_centreline", "audit_crossings", "ensemble_path"}
    proposal = gpd.read_file(file, layer="proposal")
    assert proposal.geometry.iloc[0].equals(report().corridor.area)
    assert proposal["sha256"].iloc[0] == report().outline_sha256
    crossings = gpd.read_file(file, layer="audit_crossings")
    assert (crossings.geometry.x.iloc[0], crossings.geometry.y.iloc[0]) == (131.26, 43.1)
    with sqlite3.connect(file) as found:
        changed = {row[0] for row in found.execute("select last_change from gpkg_contents")}
    found.close()
    assert changed == {"2026-06-01T00:00:00.000Z"}


def test_surfaces_are_cogs_on_their_grid() -> None:
    answer = report()
    with zipfile.ZipFile(io.BytesIO(written(answer, "zip"))) as packed:
        body = packed.read("ensemble_agreement.tif")
    with MemoryFile(body) as memory, memory.open() as found:
        assert found.shape == (40, 60)
        np.testing.assert_allclose(found.read(1), np.tile(np.linspace(0, 1, 60), (40, 1)), atol=1e-6)
        assert found.tags()["outline_sha256"] == answer.outline_sha256
    assert surfaces_of(answer.chapters[1]) == (None, {})


def test_the_map_keeps_distances() -> None:
    """The scale bar is as long as the same distance between two places of the map."""
    answer = report()
    drawn = map_drawing(answer, "en", "a map")
    bar = next(mark for mark in drawn.marks if isinstance(mark, Label) and mark.text.endswith("km"))
    boxes = [mark for mark in drawn.marks if isinstance(mark, Shape) and mark.fill in ("#1c2321", "#ffffff")]
    halves = [one.lines[0] for one in boxes if len(one.lines[0]) == 4 and np.ptp(one.lines[0][:, 1]) == 4]
    long_points = sum(float(np.ptp(one[:, 0])) for one in halves)
    km = float(bar.text.split("\u00a0")[0].split(" ")[0])
    proposal = next(mark for mark in drawn.marks if isinstance(mark, Shape) and mark.fill == "#efb95f")
    wide_points = float(np.ptp(proposal.lines[0][:, 0]))
    # 0.25 degrees of longitude at 43.1 N are 20.36 km on the ellipsoid.
    assert wide_points / long_points * km == pytest.approx(20.36, rel=0.01)


def test_marks_stay_inside_the_drawing() -> None:
    drawn = map_drawing(report(), "ko", "a map")
    for mark in drawn.marks:
        if isinstance(mark, Shape):
            for line in mark.lines:
                assert line[:, 0].min() > -1
                assert line[:, 0].max() < drawn.width + 1
                assert line[:, 1].min() > -1
                assert line[:, 1].max() < drawn.height + 1


def test_the_profile_marks_the_narrowest_place_and_keeps_its_scale() -> None:
    curve = np.array([[0.0, 2000.0], [5000.0, 1000.0], [10_000.0, 4000.0]])
    drawn = profile_drawing(
        curve, (3000.0,), (Mile(5000.0, "road"),), language="en", said="x", narrowest=(5000.0, 1000.0)
    )
    labels = {mark.text.replace("\u00a0", " ") for mark in drawn.marks if isinstance(mark, Label)}
    assert {"1,000 m", "3,000 m", "road"} <= labels
    line = next(m.lines[0] for m in drawn.marks if isinstance(m, Shape) and m.stroke == "#17594f")
    assert line[1, 0] == pytest.approx((line[0, 0] + line[2, 0]) / 2)
    rise = (line[1, 1] - line[2, 1]) / (line[1, 1] - line[0, 1])
    assert rise == pytest.approx(3.0)


def test_a_report_without_a_curve_or_surfaces_is_a_report() -> None:
    answer = report()
    bare = replace(
        answer, chapters=(replace(answer.chapters[0], answer=None, facts=(), tables=()),), around={}
    )
    for kind in KINDS:
        assert written(bare, kind)
    assert list(layers_of(bare)) == ["proposal"]


HOSTILE = list(PAYLOADS)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_never_run_on_the_page(name: str) -> None:
    text = PAYLOADS[name]
    sample = Sample(text, text, source=text, url=text)
    page = written(report(sample), "html").decode()
    seen = Tags()
    seen.feed(page)
    assert not [one for one in seen.attributes if one.startswith("on") or one in ("src", "srcdoc")]
    inside = page.split("</style>", 1)[1]
    for sign in ("<script", "<img", "<iframe", "<style", "<meta", "<base", "<math", "\u202e"):
        assert sign not in inside
    links = set(re.findall('href="([^"]*)"', inside))
    assert all(link.startswith(("https://", "http://")) for link in links)


@pytest.mark.parametrize("name", ["spreadsheet", "image", "bidi", "jinja mkdir", "very long", "prototype"])
def test_hostile_words_are_plain_in_every_file(name: str, tmp_path: Path) -> None:
    text = PAYLOADS[name]
    sample = Sample(text, text, source=text, url=text)
    answer: Any = report(sample)
    assert json.loads(written(answer, "json"))["proposal"]["name"]["en"] == text
    file = tmp_path / "report.gpkg"
    file.write_bytes(written(answer, "gpkg"))
    assert gpd.read_file(file, layer="proposal")["name_en"].iloc[0] == text
    with zipfile.ZipFile(io.BytesIO(written(answer, "zip"))) as packed:
        for member in packed.namelist():
            assert re.fullmatch(r"[a-z_0-9]+\.[a-z]+", member)
            if member.endswith(".csv"):
                for row in csv.reader(io.StringIO(packed.read(member).decode("utf-8-sig"))):
                    assert not any(cell.startswith(("=", "+", "@")) for cell in row)
    body = written(answer, "pdf")
    for sign in (b"/JavaScript", b"/JS", b"/Launch"):
        assert sign not in body


def test_svg_has_no_reference_and_no_id() -> None:
    drawn = as_svg(map_drawing(report(), "en", "x"))
    assert "href" not in drawn
    assert " id=" not in drawn
    assert "url(" not in drawn


def test_sources_are_links() -> None:
    document = document_of(report(), "en", DAY)
    lines = [
        one
        for section in document.sections
        for block in section.blocks
        if isinstance(block, tuple)
        for one in block
    ]
    assert Line("Ford et al. 2020", DOI) in lines
    assert f'<a href="{DOI}"' in written(report(), "html").decode()
