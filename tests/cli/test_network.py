"""The network of patches somebody brings, on the command line."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from leopard_range.sources.patches import read_patches_csv
from tests.cli.conftest import Run
from tests.corridors import case, patches


def test_two_patches_on_paper(run: Run) -> None:
    patches(Path("patches.csv"))
    found = run("network", "patches.csv", "--landscape-ha", "1000", "--json").json
    total = 300**2 + 100**2 + 2 * 300 * 100 * 0.05
    assert found["eca_ha"] == pytest.approx(math.sqrt(total))
    assert found["probability_of_connectivity"] == pytest.approx(total / 1e6)
    assert [row["importance_share"] for row in found["by_patch"]] == pytest.approx(
        [(total - 1e4) / total, (total - 9e4) / total]
    )
    assert run("network", "patches.csv", "--json").json["probability_of_connectivity"] is None


@pytest.mark.data
def test_the_reference_patches(run: Run) -> None:
    done = run("network", case("eca/patches_2007.csv"), "--landscape-ha", "279164.3", "--json")
    assert done.json["eca_ha"] == pytest.approx(39_049.32, rel=1e-5)
    assert done.json["area_ha"] == pytest.approx(83_517.49, rel=1e-6)


def test_units_of_the_area(tmp_path: Path) -> None:
    for name, cell in (("area_ha", 250), ("area", 250), ("area_km2", 2.5), ("AREA_M2", 2_500_000)):
        path = tmp_path / "p.csv"
        path.write_text(f"X,Y,{name}\n1,2,{cell}\n")
        assert read_patches_csv(path)["area_ha"].tolist() == pytest.approx([250])


def test_polygons_by_centroids_and_by_edges(run: Run) -> None:
    squares = [[[x, 43.0], [x + 0.1, 43.0], [x + 0.1, 43.1], [x, 43.1], [x, 43.0]] for x in (131.0, 131.2)]
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for ring in squares
    ]
    Path("p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    middle, edge = (
        run("network", "p.geojson", "--between", between, "--json").json for between in ("centroids", "edges")
    )
    assert middle["area_km2"] == pytest.approx(2 * 90.3, rel=0.01)
    assert middle["area_km2"] / math.sqrt(2) < middle["eca_km2"] < edge["eca_km2"] < edge["area_km2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x,y,area_ha\n0,0,1\n0,0,-1\n", "row 2"),
        ("x,y,area_ha\n0,0,1\nzero,0,1\n", "row 2"),
        ("x,y\n0,0\n", "area_ha"),
        ("id,x,y,area_ha\na,0,0,1\na,1,1,1\n", "second time"),
        ("x,y,area_ha\n" + "0,0,1\n" * 1_501, "1501"),
    ],
)
def test_bad_tables_are_refused_with_their_place(run: Run, text: str, said: str) -> None:
    Path("p.csv").write_text(text)
    done = run("network", "p.csv")
    assert done.code == 2
    assert "p.csv" in done.err
    assert said in done.err


def test_a_landscape_is_no_smaller_than_its_patches(run: Run) -> None:
    patches(Path("patches.csv"))
    assert run("network", "patches.csv", "--landscape-ha", "100").code == 2


def test_a_negative_area_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "patches.csv"
    path.write_text("x,y,area_ha\n0,0,3\n1,1,-5\n")
    done = run("network", str(path))
    assert done.code == 2
    assert "row 2" in done.err
    assert "-5 is below 0" in done.err
