"""The ground of corridor studies on the made-up country and on the embedded data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
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
