"""How sure an effect is, on the command line."""

from __future__ import annotations

from typing import Any

import pytest

from leopard_range.catalog import Catalog
from leopard_range.engine.job import reporting
from leopard_range.studies.corridor.ensemble import EnsembleQuestion, ensemble
from leopard_range.studies.shape import as_json, in_turn
from tests.cli.conftest import Run
from tests.cli.test_corridor_effect import STRIP

ASKED = ("--members", "4", "--cells-m", "1000,800", "--cell-m", "1000", "--remove", "road,railway")


def test_medians_lie_in_their_intervals_and_a_seed_repeats(run: Run) -> None:
    done = run("corridor", "ensemble", STRIP, *ASKED, "--json")
    assert done.code == 0, done.err
    found = done.json
    assert found["members"] == len(found["by_member"]) == 4
    assert [row["cell_m"] for row in found["by_member"]] == [1000, 800, 1000, 800]
    for row in found["measures"]:
        for key in ("before", "after", "change"):
            assert row[f"{key}_low"] <= row[key] <= row[f"{key}_high"]
    change = {row["id"]: row for row in found["measures"]}
    assert change["cost_km"]["change_high"] <= 0
    assert change["resistance"]["change_high"] <= 0
    assert change["eca_km2"]["change_low"] >= 0
    assert found["agreed_km2"] <= found["any_km2"]
    assert run("corridor", "ensemble", STRIP, *ASKED, "--json").json == found
    other = run("corridor", "ensemble", STRIP, *ASKED, "--seed", "2", "--json").json
    assert other["by_member"] != found["by_member"]


@pytest.mark.parametrize("cells", ["", "100", "500;1000", "five"])
def test_sides_of_cells_are_checked(run: Run, cells: str) -> None:
    done = run("corridor", "ensemble", STRIP, "--cells-m", cells)
    assert (done.code, done.out) == (2, "")
    assert "250" in done.err


def test_progress_is_told_and_every_engine_gives_the_same(squares: Catalog) -> None:
    asked = EnsembleQuestion(STRIP, members=3, cells_m="1000", cell_m=1000)
    told: list[tuple[str, float | None]] = []

    def tell(stage: str, share: float | None) -> None:
        told.append((stage, share))

    with reporting(tell):
        here = ensemble(squares, asked, in_turn)

    def other(kernel: Any, items: Any) -> list[Any]:
        return [kernel(one) for one in reversed(list(items))][::-1]

    assert as_json(ensemble(squares, asked, other)) == as_json(here)
    assert [share for stage, share in told if stage == "corridor_members"] == [1 / 3, 2 / 3, 1]
    assert here.agreement.shape == here.grid.shape
    assert 0 <= here.agreement.min() <= here.agreement.max() <= 1
