"""The ground of corridor studies on the made-up country and on the embedded data."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.ground import Ground, GroundQuestion, ground
from tests.studies.test_registry import PROPOSAL


def laid(catalog: Catalog, proposal: str = PROPOSAL, **asked: Any) -> Ground:
    question = GroundQuestion(proposal, **asked)
    return ground(catalog, question, read(catalog, question))


def test_the_ends_are_the_nearest_protected_areas(squares: Catalog) -> None:
    found = laid(squares)
    assert [end.id for end in found.ends] == ["park", "far"]
    assert all(end.cells.sum() == 400 for end in found.ends)  # 10 x 10 km in cells of 500 m
    assert [note.code for note in found.notes].count("screening_level") == 1


def test_every_cell_costs_what_the_table_says(squares: Catalog) -> None:
    found = laid(squares)
    values, grid = found.surface.values, found.grid

    def at(x_km: float, y_km: float) -> float:
        column, row = ~grid.transform * (x_km * 1000, y_km * 1000)
        return float(values[int(row), int(column)])

    assert at(20.1, 20.1) == 1.0
    assert at(-10.1, 20.1) == 20.0
    assert at(20.1, 50.2) == pytest.approx(1 + 25 / 2)  # railway: 25 x 250 m spread over 500 m
    assert at(60.1, 80.1) == 50.0
    assert at(60.1, 82.1) == 10.0


def test_a_proposal_in_the_sea_or_outside_is_refused(squares: Catalog) -> None:
    sea = PROPOSAL.replace("127.1", "131.1").replace("128.2", "131.4")
    with pytest.raises(LeopardRangeError) as problem:
        laid(squares, sea, from_="park", to_="far")
    assert problem.value.code == "corridor_at_sea"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"from_": "nowhere"}, "end_unknown"),
        ({"from_": "park", "to_": "park"}, "ends_same"),
        ({"from_": "127.05,43.5"}, "ends_overlap"),
        ({"to_": "131.5,43.5"}, "end_at_sea"),
        ({"to_": "160.0,43.5", "cell_m": 250.0}, "ground_too_large"),
        ({"year": 1920}, "ends_missing"),
        ({"year": 3000}, "unknown_year"),
        ({"costs": "99=3"}, "cost_unknown"),
        ({"costs": "road=-1"}, "cost_value"),
        ({"costs": "road=nan"}, "cost_value"),
        ({"costs": "road"}, "costs_text"),
        ({"costs": "missing.toml"}, "file_missing"),
    ],
)
def test_what_cannot_be_laid_out_is_named(squares: Catalog, asked: dict[str, Any], code: str) -> None:
    if "from_" in asked and "to_" not in asked:
        asked |= {"to_": "park"}
    with pytest.raises(LeopardRangeError) as problem:
        laid(squares, **asked)
    assert problem.value.code == code


def test_costs_can_be_changed_and_a_broken_order_is_told(squares: Catalog) -> None:
    found = laid(squares, costs="trunk=40, road=200, 2=30")
    assert {key: found.costs.values[key] for key in ("minor_road", "trunk", "2", "1")} == {
        "minor_road": 200.0,
        "trunk": 40.0,
        "2": 30.0,
        "1": 1.0,
    }
    assert "costs_out_of_rank" in [note.code for note in found.notes]
    assert "costs_out_of_rank" not in [note.code for note in laid(squares).notes]


def test_the_share_inside_adds_up_to_the_area(squares: Catalog) -> None:
    found = laid(squares)
    cells_km2 = found.inside.sum() * 0.25
    assert cells_km2 == pytest.approx(6.0 * 128.4, rel=0.02)
    assert np.isnan(found.surface.values[~found.features.land]).all()


def test_an_own_raster_takes_the_place_of_the_table(squares: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "own.asc"
    head = "ncols 50\nnrows 40\nxllcorner 126\nyllcorner 42.5\ncellsize 0.07\nNODATA_value -9\n"
    path.write_text(head + ("7 " * 50 + "\n") * 40)
    with pytest.raises(LeopardRangeError) as problem:
        laid(squares, resistance=str(path))
    assert problem.value.code == "missing_crs"
    found = laid(squares, resistance=str(path), crs="EPSG:4326")
    assert np.unique(found.surface.values[np.isfinite(found.surface.values)]).tolist() == [7.0]
    codes = [note.code for note in found.notes]
    assert "own_resistance" in codes
    assert "screening_level" in codes
    with pytest.raises(LeopardRangeError) as problem:
        laid(squares, resistance=str(path), costs="road=3")
    assert problem.value.code == "costs_and_own"


def test_costs_come_from_a_toml_file(squares: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "costs.toml"
    path.write_text("12 = 1\n")
    with pytest.raises(LeopardRangeError) as problem:
        laid(squares, costs=str(path))
    assert problem.value.code == "cost_unknown"
    path.write_text("trunk = 45.0\n2 = 22\n")
    assert laid(squares, costs=str(path)).costs.values["trunk"] == 45.0


def test_ends_can_be_points_drawings_and_files(squares: Catalog, tmp_path: Path) -> None:
    square = {
        "type": "Polygon",
        "coordinates": [[[128, 44], [128.1, 44], [128.1, 44.1], [128, 44.1], [128, 44]]],
    }
    path = tmp_path / "end.geojson"
    path.write_text(json.dumps(square))
    drawn = laid(squares, from_="127.3,43.6", to_=json.dumps(square))
    assert drawn.ends[0].cells.sum() == 1
    assert 350 < drawn.ends[1].cells.sum() < 360 * 1.03  # 8.0 x 11.1 km
    assert (laid(squares, to_=str(path)).ends[1].cells.sum()) == drawn.ends[1].cells.sum()


def test_the_embedded_data_give_every_named_proposal_a_ground() -> None:
    catalog = open_catalog(Settings(data=Path(__file__).parents[3] / "geodata"))
    found = laid(catalog, "razdolnaya")
    assert [end.id for end in found.ends] == ["land-of-the-leopard", "ussuriysky"]
    assert np.nanmin(found.surface.values) == 1.0
    assert set(found.features.lines) == {"motorway", "trunk", "primary", "railway", "river", "border"}
    values = found.surface.values[found.inside > 0.5]
    assert np.isfinite(values).mean() > 0.99
    started = time.process_time()
    laid(catalog, "razdolnaya")
    assert time.process_time() - started < 1.0


def test_a_proposal_outside_the_study_area_is_refused() -> None:
    catalog = open_catalog(Settings(data=Path(__file__).parents[3] / "geodata"))
    far = PROPOSAL.replace("127.1", "37.1").replace("128.2", "38.2")
    with pytest.raises(LeopardRangeError) as problem:
        laid(catalog, far, from_="land-of-the-leopard", to_="ussuriysky")
    assert problem.value.code in {"outside_area", "corridor_outside"}
    assert sentence(problem.value)
