"""Print: alignment in every script, units, bounds, and the reader's own way to write numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leopard_range.cli.show import evidence_lines, fact_lines, shown, study_table_lines, table_lines
from leopard_range.i18n import LANGUAGES, translator
from leopard_range.model import Citation, Note
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import Column, Fact, Table
from tests.cli.conftest import Run
from tests.corridors import patches

AREA = Column("area_km2", "Area", "km²")
SHARE = Column("share", "Share", "%", 1)
NAME = Column("name", "Name")
YEAR = Column("year", "Year", "year")
MADE = Column("made", "Made", words=("simulated",))


@pytest.mark.parametrize(
    ("value", "column", "language", "text"),
    [
        (1234567.8, AREA, "en", "1,234,568"),
        (1234567.8, AREA, "ru", "1\xa0234\xa0568"),
        (0.0296, SHARE, "en", "3.0%"),
        (-0.97, SHARE, "en", "−97.0%"),
        (0.5, SHARE, "ru", "50,0 %"),
        (2012, YEAR, "en", "2012"),
        (12345, Column("n", "Points"), "en", "12,345"),
        (None, YEAR, "en", "–"),
        ("", NAME, "en", "–"),
        (True, NAME, "en", "yes"),
        (False, NAME, "en", "no"),
        ({"en": "Russia", "ko": "러시아"}, NAME, "ko", "러시아"),
        ("simulated", MADE, "en", "simulated"),
        ("simulated", MADE, "ru", translator("ru")("simulated")),
        ("simulated", NAME, "ru", "simulated"),
    ],
)
def test_values_are_written_the_way_the_language_does(
    value: Any, column: Column, language: str, text: str
) -> None:
    assert shown(value, column, language) == text


def test_columns_align_where_letters_are_two_columns_wide() -> None:
    lines = table_lines(("이름", "km²"), [("러시아", "1"), ("China", "1,000")], right=(1,))
    assert lines == [
        "이름      km²",
        "------  -----",
        "러시아      1",
        "China   1,000",
    ]


def test_an_empty_table_is_no_line() -> None:
    assert table_lines((), []) == []


def test_a_fact_has_its_unit_and_bounds() -> None:
    lines = fact_lines([Fact(AREA, 10.0, 9.0, 11.5), Fact(YEAR, 2012), Fact(SHARE, 0.25, 0.2, 0.3)], "en")
    assert [" ".join(line.split()) for line in lines] == [
        "Area 10 km² (9 – 12)",
        "Year 2012",
        "Share 25.0% (20.0% – 30.0%)",
    ]


def test_a_table_has_units_in_its_head_and_bounds_in_its_cells() -> None:
    rows = ((Fact(NAME, "A"), Fact(AREA, 10.0, 9.0, 11.0)), (Fact(NAME, "B"), Fact(AREA, 1000.0)))
    assert study_table_lines(Table(Column("places", "Places", row=object), rows), "en") == [
        "Places",
        "",
        "Name    Area, km²",
        "----  -----------",
        "A     10 (9 – 11)",
        "B           1,000",
    ]


def test_cautions_come_before_sources() -> None:
    lines = evidence_lines(
        [Note("simulated")], [Citation("Book", "https://x", "CC0"), Citation("Paper")], "en"
    )
    assert lines[0:2] == ["", "Cautions"]
    assert lines[2].startswith("- Simulated data")
    assert lines[3:] == ["", "Sources", "- Book · https://x · CC0", "- Paper"]
    assert evidence_lines([], [], "en") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_speaks_every_language(run: Run, tmp_path: Path, language: str) -> None:
    path = tmp_path / "points.csv"
    path.write_text("lon,lat\n131.0,43.0\n131.5,43.2\n131.2,42.8\n")
    given = {"protected": ["--year", "2012"], "eoo": [str(path)], "aoo": [str(path)]}
    given["describe"] = ["range_current"]
    given["network"] = [patches(tmp_path / "patches.csv")]
    _ = translator(language)
    for name, study in STUDIES.items():
        if " " in name or study.folder or name == "cost":
            continue  # in files of their own
        done = run(name, *given.get(name, []), "--lang", language)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"{_(study.title)}\n")
        assert _("Sources") in done.out
    assert run("layers", "--lang", language).code == 0
    assert _("List every layer with its date, accuracy and licence.") in run("--help", "--lang", language).out
    assert run("map", "--out", "map.html", "--lang", language).code == 0
    assert f'<html lang="{language}">' in Path("map.html").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_speak_the_language_too(run: Run, language: str) -> None:
    done = run("export", "nothing", "--lang", language)
    said = translator(language)("There is no layer “{layer}”. Choose one of: {choices}.")
    assert done.err.startswith(said.partition("{choices}")[0].format(layer="nothing"))
