"""Least-cost paths of proposals from the command line."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from skimage.graph import MCP_Geometric

from leopard_range.catalog import Catalog
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.ground import ground
from leopard_range.studies.corridor.path import PathQuestion, path
from tests.cli.conftest import Run
from tests.studies.test_registry import PROPOSAL


def test_the_way_across_the_country_of_squares_is_known_on_paper(run: Run) -> None:
    done = run("corridor", "path", PROPOSAL, "--json")
    assert done.code == 0, done.err
    found = done.json
    # From (9.75, 4.75) to (100.25, 100.25) km: 181 steps of 0.5 km across, 191 up.
    across, up = 90.5, 95.5
    least = across * 2**0.5 + (up - across)
    # A trunk road, a railway, and a river, each for 250 m; the river lies across the slanting way.
    crossings = (40 + 25 + 8) * 0.25
    assert least + crossings < found["cost_km"] < least + crossings + 0.6
    assert least <= found["path_km"] * 1.001 + 0.6
    assert found["straight_km"] == pytest.approx(np.hypot(90, 95), rel=0.005)
    assert [(row["kind"], row["name"]["en"]) for row in found["lines"]] == [
        ("road", "trunk en"),
        ("railway", "railway en"),
        ("river", "river en"),
    ]
    assert found["path_crossings"] == 3
    assert [(row["id"], row["share"]) for row in found["classes"]] == [("1", pytest.approx(1.0))]
    assert found["forest_share"] == pytest.approx(1.0)
    assert found["published"] == []
    assert 0 < found["path_share"] < 1


def test_another_implementation_finds_the_same_cost(squares: Catalog) -> None:
    question = PathQuestion(PROPOSAL, cell_m=1000.0)
    laid = ground(squares, question, read(squares, question))
    values = np.where(np.isnan(laid.surface.values), -1.0, laid.surface.values)
    costs, _ = MCP_Geometric(values).find_costs(np.argwhere(laid.ends[0].cells))
    found = path(squares, question)
    assert found.cost_km == pytest.approx(float(costs[laid.ends[1].cells].min()), rel=1e-9)  # cells of 1 km
    assert np.nanmin(found.cost_above) == pytest.approx(0.0, abs=1e-9)
    assert found.path.length > 0
    assert found.band.buffer(1e-6).contains(found.path)


def test_every_pair_of_protected_areas_can_be_asked_for(squares: Catalog) -> None:
    question = PathQuestion(PROPOSAL, year=2012, among="reserves", cell_m=1000.0)
    found = path(squares, question)
    assert [(row.from_id, row.to_id) for row in found.pairs] == [("park", "far")]


def test_dearer_crossings_make_the_way_dearer_and_a_wider_slack_the_band_larger(run: Run) -> None:
    plain = run("corridor", "path", PROPOSAL, "--json", "--cell-m", "1000").json
    dear = run("corridor", "path", PROPOSAL, "--json", "--cell-m", "1000", "--costs", "road=80").json
    wide = run("corridor", "path", PROPOSAL, "--json", "--cell-m", "1000", "--slack-percent", "20").json
    assert dear["cost_km"] == pytest.approx(plain["cost_km"] + 40 * 0.25)
    assert wide["band_km2"] > plain["band_km2"]


def test_surfaces_and_shapes_are_saved(run: Run, tmp_path: Path) -> None:
    for name in ("way.tif", "way.gpkg"):
        done = run("corridor", "path", PROPOSAL, "--cell-m", "1000", "--out", tmp_path / name)
        assert done.code == 0, done.err
    with rasterio.open(BytesIO((tmp_path / "way.tif").read_bytes())) as found:
        assert found.descriptions == ("resistance", "cost_from_km", "cost_above_km")
        assert np.nanmin(found.read(1)) == 1.0
        assert np.nanmin(found.read(3)) == pytest.approx(0.0, abs=1e-4)
    shapes = gpd.read_file(tmp_path / "way.gpkg").set_index("part")
    assert list(shapes.index) == ["path", "band", "proposal", "end_a", "end_b"]
    assert shapes.geometry["path"].geom_type.endswith("LineString")


def test_ends_that_no_way_joins_are_told(run: Run, tmp_path: Path) -> None:
    grid = tmp_path / "own.asc"
    rows = ["1 " * 40 if row not in (18, 19) else "-9 " * 40 for row in range(40)]
    head = "ncols 40\nnrows 40\nxllcorner 126\nyllcorner 43\ncellsize 0.07\nNODATA_value -9\n"
    grid.write_text(head + "\n".join(rows).replace("-9", "-9") + "\n")
    square = json.loads(PROPOSAL)
    done = run(
        *("corridor", "path", json.dumps(square), "--resistance", grid, "--crs", "EPSG:4326"),
        *("--from", "127.5,43.6", "--to", "127.5,45.2"),
    )
    assert done.code == 2
    assert "No path leads from one end to the other" in done.err
