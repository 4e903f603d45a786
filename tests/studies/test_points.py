"""Extent and occupancy of a reader's points, against reference values."""

from __future__ import annotations

from pathlib import Path

import pytest

from leopard_range.catalog import Catalog
from leopard_range.crs import to_metric
from leopard_range.errors import LeopardRangeError
from leopard_range.studies.aoo import AooQuestion, area_of_occupancy
from leopard_range.studies.eoo import EooQuestion, extent_of_occurrence
from tests.analysis import reference_values as reference


def write(path: Path, points: tuple[tuple[float, float], ...]) -> str:
    path.write_text("lon,lat\n" + "".join(f"{lon},{lat}\n" for lon, lat in points))
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return write(tmp_path / "points.csv", reference.POINTS_LONLAT)


def test_extent_equals_the_reference(squares: Catalog, file: str) -> None:
    found = extent_of_occurrence(squares, EooQuestion(file))
    assert found.area_km2 == found.hull_km2 == pytest.approx(17_004.50383984, rel=1e-9)
    assert (found.points, found.distinct_points, found.raised_to_aoo, found.category) == (63, 63, False, "VU")
    assert found.aoo_km2 == 244
    assert found.hull.crs.to_epsg() == 4326
    assert any("Red List" in citation.text for citation in found.citations)


def test_occupancy_is_the_least_with_median_and_most(squares: Catalog, file: str) -> None:
    found = area_of_occupancy(squares, AooQuestion(file))
    assert (found.cells, found.area_km2, found.area_km2_low, found.area_km2_high) == (61, 244, 244, 252)
    assert 244 <= found.area_km2_median <= 252
    assert (found.proven, found.category) == (True, "EN")
    squares_m = to_metric(found.squares, squares.species.metric_crs)
    assert (len(squares_m), squares_m["n"].sum()) == (61, 63)
    assert (squares_m.area / 1e6).tolist() == pytest.approx([4.0] * 61, rel=1e-6)


def test_other_cells_have_no_threshold(squares: Catalog, file: str) -> None:
    found = area_of_occupancy(squares, AooQuestion(file, 10_000))
    assert found.category is None
    assert found.cell_m == 10_000
    assert found.area_km2 % 100 == 0


def test_repeated_points_count_once(squares: Catalog, tmp_path: Path) -> None:
    found = area_of_occupancy(squares, AooQuestion(write(tmp_path / "p.csv", ((131, 43),) * 5)))
    assert (found.points, found.distinct_points, found.cells) == (5, 1, 1)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (((131, 43),), "few_points"),
        (((131, 43), (131.5, 43)), "few_points"),
        (((131, 42), (131, 43), (131, 44)), "collinear_points"),
    ],
)
def test_points_that_span_nothing_get_their_occupancy_and_a_note(
    squares: Catalog, tmp_path: Path, points: tuple[tuple[float, float], ...], code: str
) -> None:
    found = extent_of_occurrence(squares, EooQuestion(write(tmp_path / "p.csv", points)))
    assert found.hull_km2 == 0
    assert found.raised_to_aoo
    assert found.area_km2 == found.aoo_km2 == 4 * len(points)
    assert {code, "eoo_raised_to_aoo"} <= {note.code for note in found.notes}


@pytest.mark.parametrize("cell_m", [0, -1, 0.0])
def test_a_cell_without_size_is_refused(squares: Catalog, file: str, cell_m: float) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        area_of_occupancy(squares, AooQuestion(file, cell_m))
    assert problem.value.code == "bad_argument"


def test_area_alone_decides_no_category(squares: Catalog, file: str) -> None:
    for found in (
        extent_of_occurrence(squares, EooQuestion(file)),
        area_of_occupancy(squares, AooQuestion(file)),
    ):
        assert "criterion_b_incomplete" in {note.code for note in found.notes}
