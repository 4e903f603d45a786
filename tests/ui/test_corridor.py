"""The page “Corridors” without a browser: corners, links, cards, pictures, the secret of an address."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from shapely.geometry import LineString, box, shape

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n.sentences import ERRORS, REMEDIES
from leopard_range.maps.corridor import area_box, corridor_layers, shapes_file
from leopard_range.model import Grid
from leopard_range.studies.corridor import CORRIDOR_STUDIES
from leopard_range.studies.shape import Column, Fact, options
from leopard_range.ui.corridor import choices, digits, pictures
from leopard_range.ui.corridor.corners import (
    MOST_CORNERS,
    Drawing,
    from_link,
    from_text,
    place_from,
    to_link,
    to_text,
)
from leopard_range.ui.corridor.held import Found, Held, known
from leopard_range.ui.corridor.profile import profile

LINE = Drawing("line", ((43.25, 131.5), (43.4, 131.7)), 4_000.0)


@pytest.mark.parametrize(
    "text",
    [
        "43.25, 131.50\n43.40, 131.70",
        "  43.25 131.5 \n\n43.4;131.7\n",
        "line 4000\n43.25,131.5\n43.4,131.7",
        "LINE 4000\n43.25,131.5\n43.25,131.5\n43.4,131.7",
    ],
)
def test_corners_are_read_as_people_write_them(text: str) -> None:
    assert from_text(text, "line", 4_000.0) == LINE


def test_the_first_line_says_what_the_corners_make() -> None:
    text = "area\n43,131\n43,132\n44,132\n43,131"
    found = from_text(text, "line")
    assert found == Drawing("area", ((43.0, 131.0), (43.0, 132.0), (44.0, 132.0)))
    assert found.geometry()["coordinates"][0][0] == found.geometry()["coordinates"][0][-1] == [131.0, 43.0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "corners_few"),
        ("43,131", "corners_few"),
        ("area\n43,131\n44,132", "corners_few"),
        ("43,131\n43,131", "corners_few"),
        ("43,131\nhere", "corners_line"),
        ("43,131,5\n44,132", "corners_line"),
        ("1e3,131\n44,132", "corners_line"),
        ("nan,131\n44,132", "corners_line"),
        ("131.5,43.2\n131.6,43.3", "corners_range"),
        ("43,181\n44,132", "corners_range"),
        ("\n".join(f"43.{at:03d},131" for at in range(MOST_CORNERS + 1)), "corners_many"),
        ("x\n" * 10_000, "corners_many"),
    ],
)
def test_what_is_no_drawing_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(LeopardRangeError) as refused:
        from_text(text, "line")
    assert refused.value.code == code
    assert code in ERRORS
    assert code in REMEDIES


corner = st.tuples(
    st.floats(-85, 85).map(lambda v: round(v, 4)), st.floats(-180, 180).map(lambda v: round(v, 4))
)


@given(
    st.lists(corner, min_size=3, max_size=40, unique=True),
    st.sampled_from(["line", "area"]),
    st.integers(100, 50_000),
)
def test_text_and_link_bring_a_drawing_back(corners: Any, kind: Any, width: int) -> None:
    drawing = Drawing(kind, tuple(corners), float(width) if kind == "line" else 5_000.0)
    assert from_text(to_text(drawing), kind, drawing.width_m) == drawing
    link = to_link(drawing)
    assert from_link(link) == drawing


def test_a_long_drawing_has_no_link() -> None:
    long = Drawing("line", tuple((43 + at / 1000, 131.0) for at in range(150)))
    assert to_link(long) == ""


@given(st.text(max_size=200))
def test_any_link_is_a_drawing_or_refused(text: str) -> None:
    try:
        found = from_link(text)
    except LeopardRangeError:
        return
    assert len(found.corners) >= 2


def test_a_question_gets_text_never_a_path() -> None:
    one = Held('Ä "quoted" <b>', drawing=LINE)
    found = json.loads(one.text)
    assert found["properties"] == {"name": 'Ä "quoted" <b>', "width_m": 4_000.0}
    assert shape(found["geometry"]).geom_type == "LineString"
    assert Held("x", id="razdolnaya").text == "razdolnaya"


def test_no_field_of_a_deeper_study_takes_free_text() -> None:
    for study in CORRIDOR_STUDIES:
        for option in options(study.question):
            if choices._can_ask(option):
                assert option.kind is not str or option.choices or option.key in choices._OWN, option.key


def test_an_address_names_only_what_a_session_holds() -> None:
    made = Found("corridor effect", None, SimpleNamespace())  # type: ignore[arg-type]
    assert known(made.number) is None
    assert len(made.number) == 32


@dataclass(frozen=True)
class Drawn:
    """An answer with a surface, two paths and a value."""

    current: Any
    grid: Any
    path: Any
    path_before: Any
    unknown: Any = None
    shown: float = field(default=1.0, metadata={"text": "Shown"})


def answer() -> Found:
    grid = Grid((20, 30), Affine(500, 0, 400_000, 0, -500, 100_000), CRS.from_epsg(32652))
    values = np.linspace(0, 0.01, 600).reshape(20, 30)
    values[0, :5] = 1.0
    metres = LineString([(400_500, 95_000), (410_000, 96_000)])
    return Found("x", None, Drawn(values, grid, metres, LineString([(131, 43), (132, 44)])))  # type: ignore[arg-type]


def test_pictures_are_found_by_their_types() -> None:
    found = answer()
    [picture] = pictures.pictures_of(found)
    assert picture.name == "Current"
    # Milliamperes; where all of it flows does not stretch the scale.
    assert picture.edges[-1] == pytest.approx(10.0, rel=0.05)
    assert list(picture.edges) == sorted(set(picture.edges))
    file, bounds = pictures.picture_file(found, 0)
    assert file.raw.startswith(b"\x89PNG")
    assert bounds[0] < bounds[2]
    with pytest.raises(LeopardRangeError):
        pictures.picture_file(found, 1)


def test_paths_in_metres_come_to_longitude_and_latitude() -> None:
    shapes = pictures.shapes_of(answer())
    assert set(shapes) == {"path", "path_before"}
    assert all(abs(value) < 180 for one in shapes.values() for value in one.bounds)


def test_shapes_carry_names_as_data_only() -> None:
    name = "</script>{{7*7}}\N{RIGHT-TO-LEFT OVERRIDE}"
    raw = shapes_file("corridor_area", {"area": box(131, 43, 132, 44)}, {"area": name}, "Name").raw
    found = json.loads(raw)
    assert found["features"][0]["properties"]["c0"] == name
    assert found["facts"] == [["c0", "Name", "", {}]]


def test_every_part_of_a_proposal_waits_for_an_address() -> None:
    layers = corridor_layers(lambda text: text)
    assert all(layer.sealed and not layer.url and layer.title for layer in layers)
    west, south, east, north = area_box(box(131, 43, 132, 44))
    assert (west, south) < (131, 43)
    assert (east, north) > (132, 44)


def test_the_chart_marks_the_least_width_and_every_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leopard_range.ui.corridor.profile.language", lambda: "en")
    monkeypatch.setattr("leopard_range.ui.corridor.profile.words", lambda: str)
    rows = [
        SimpleNamespace(along_m=1000.0 * at, width_m=width, lon=131.0 + at / 100, lat=43.0)
        for at, width in enumerate((3000.0, 800.0, 2500.0))
    ]
    html = profile(rows, (400, 1000, 9000), "<table>")
    assert "800 m" in html
    assert "400 m" in html
    assert "1,000 m" in html
    assert "9,000 m" not in html
    assert html.count("stroke-dasharray") == 2
    assert html.index("<svg") < html.index("<table>") < html.index("</figure>")
    assert 'aria-valuemax="2"' in html
    assert profile(rows[:1], (400,), "<table>") == ""


@pytest.mark.parametrize(
    ("value", "unit", "signed", "said"),
    [
        (1594.901, "km²", True, "+1,590 km²"),
        (-31.64, "km", True, "−31.6 km"),
        (0.0, "km", True, "0 km"),
        (5.0, "", False, "5"),
        (1.5034, "", False, "1.50"),
        (-0.000_123_4, "", False, "−0.000123"),
        (0.3412, "%", False, "0.34%"),
        (18.44, "%", False, "18.4%"),
        (100.0, "%", False, "100%"),
    ],
)
def test_numbers_have_three_figures(
    monkeypatch: pytest.MonkeyPatch, value: float, unit: str, signed: bool, said: str
) -> None:
    monkeypatch.setattr("leopard_range.ui.corridor.digits.language", lambda: "en")
    assert digits.figure(value, unit, signed=signed) == said


def test_a_value_and_its_bounds_keep_three_figures() -> None:
    kept = digits.screening(Fact(Column("area_km2", "Area", "km²", 3), 1594.901, 1423.4, 1702.6))
    assert (kept.value, kept.low, kept.high, kept.column.digits) == (1590.0, 1420.0, 1700.0, 0)
    share = digits.screening(Fact(Column("share", "Share", "%", 3), 0.142_17))
    assert (round(share.value, 9), share.column.digits) == (0.142, 1)
    for exact in (7, "forest", None, True):
        fact = Fact(Column("x", "X"), exact)
        assert digits.screening(fact) == fact


def test_a_place_is_two_numbers_and_nothing_else() -> None:
    assert place_from(" 43.25, 131.5 ") == (43.25, 131.5)
    assert choices._told("131.5,43.25") == "43.25, 131.5"
    for text in ("", "razdolnaya", "/etc/passwd", "131.5, 43.25", "43.25, 131.5, 1", "nan, 1"):
        with pytest.raises(LeopardRangeError) as refused:
            place_from(text)
        assert refused.value.code == "place_text"
    for text in ("", "/etc/passwd", "43.25, 131.5"):
        assert choices._told(text) == ""


def test_what_a_deeper_study_takes_is_told_beforehand() -> None:
    known = {study.name: study for study in CORRIDOR_STUDIES}
    for study in CORRIDOR_STUDIES:
        assert study.cost is not None or study.name == "corridor audit"
    for name in ("path", "current", "effect"):
        study = known[f"corridor {name}"]
        assert study.cost is not None
        few, many = (study.cost(None, study.question(proposal="x", cell_m=side)) for side in (1000.0, 250.0))
        assert 2 < few.seconds < many.seconds
        assert few.memory_mb < many.memory_mb
        assert not few.large
