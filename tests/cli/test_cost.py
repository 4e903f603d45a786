"""The command ``cost`` on rasters worked on paper, and on the case that four tools agree on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from tests.cli.conftest import Run
from tests.corridors import case, resistances

WAY = ("--from", "5,15", "--to", "25,5")
STEPS = 10 * ((1 + 5) / 2 * 2**0.5 + (5 + 6) / 2), 10 * ((1 + 2) / 2 + (2 + 6) / 2 * 2**0.5)


def refused(run: Run, *words: str) -> str:
    """Return what a command that must fail says."""
    done = run(*words)
    assert done.code == 2
    return done.err


def test_two_rows_on_paper(run: Run) -> None:
    raster = resistances(Path("r.asc"))
    found = run("cost", raster, *WAY, "--out", "cost.tif", "--json").json
    assert found["cost"] == pytest.approx(min(STEPS))
    assert found["cells"] == 3
    assert found["length_m"] == pytest.approx(10 + 10 * 2**0.5)
    assert found["straight_m"] == pytest.approx(500**0.5)
    assert found["mean_resistance"] == pytest.approx(found["cost"] / found["length_m"])
    assert found["reachable_share"] == 1.0
    assert [(one["row"], one["column"]) for one in found["path"]] == [(0, 0), (0, 1), (1, 2)]
    assert found["path"][0] == {"row": 0, "column": 0, "x": 5.0, "y": 15.0, "cost": 0.0}
    assert found["path"][-1]["cost"] == found["cost"]
    with rasterio.open("cost.tif") as source:
        assert source.dtypes == ("float64",)
        assert source.read(1)[1, 2] == found["cost"]
        assert source.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    text = run("cost", raster, *WAY).out
    assert "Accumulated cost" in text
    assert run("cost", raster, "--from=25,5", "--to=5,15", "--json").json["cost"] == pytest.approx(min(STEPS))


def test_tiles_give_the_same_and_go_on(run: Run) -> None:
    raster = resistances(Path("r.asc"))
    one = run("cost", raster, *WAY, "--json", "--out", "a.tif").json
    for more in ((), ("--work", "tiles"), ("--work", "tiles")):
        other = run("cost", raster, *WAY, "--tile", "16", *more, "--json", "--out", "b.tif").json
        assert {key: other[key] for key in other if key not in ("question", "file")} == {
            key: one[key] for key in one if key not in ("question", "file")
        }
        with rasterio.open("a.tif") as a, rasterio.open("b.tif") as b:
            np.testing.assert_array_equal(a.read(1), b.read(1))
    assert Path("tiles", "cost.f64").is_file()


@pytest.mark.parametrize("tile", ["0", "16"])
def test_zeros_are_refused_or_mended_as_asked(run: Run, tile: str) -> None:
    raster = resistances(Path("r.asc"), "1 0 2\n4 -5 6\n")
    way = (*WAY, "--tile", tile)
    said = refused(run, "cost", raster, *way)
    assert "row 1, column 2" in said
    assert "2 cells" in said
    closed = refused(run, "cost", raster, *way, "--repair", "closed")
    assert "No path" in closed
    least = run("cost", raster, *way, "--repair", "least", "--json").json
    assert least["cost"] == pytest.approx(10 * min(1 + 3.5 * 2**0.5, 2**0.5 + 3.5))
    assert [one["code"] for one in least["cautions"]] == ["own_least"]


@pytest.mark.parametrize(
    ("places", "values", "said"),
    [
        (("5,15", "5,15"), "1 2 3", "different cells"),
        (("5,15", "6,14"), "1 2 3", "different cells"),
        (("5,15", "35,5"), "1 2 3", "outside the raster"),
        (("-5,15", "25,5"), "1 2 3", "outside the raster"),
        (("here", "25,5"), "1 2 3", "no place"),
        (("5,15", "25,5,1"), "1 2 3", "no place"),
        (("5,15", "nan,5"), "1 2 3", "no place"),
        (("15,15", "25,15"), "1 -9999 3", "no value"),
        (("5,15", "15,15"), "1 -9999 3", "no value"),
        (("5,15", "25,15"), "1 -9999 3", "No path"),
    ],
)
@pytest.mark.parametrize("tile", ["0", "16"])
def test_places_that_do_not_do(run: Run, places: tuple[str, str], values: str, said: str, tile: str) -> None:
    raster = resistances(Path("r.asc"), f"{values}\n{values}\n")
    assert said in refused(run, "cost", raster, f"--from={places[0]}", f"--to={places[1]}", "--tile", tile)


@pytest.mark.parametrize(
    ("crs", "transform", "said"),
    [
        ("EPSG:4326", Affine(10, 0, 0, 0, -10, 20), "not in metres"),
        (None, Affine(10, 0, 0, 0, -5, 20), "must be square"),
        (None, Affine(10, 1, 0, 1, -10, 20), "rotated"),
    ],
)
def test_grids_that_do_not_do(run: Run, crs: Any, transform: Affine, said: str) -> None:
    write(Path("r.tif"), crs, transform)
    assert said in refused(run, "cost", "r.tif", *WAY)


def test_a_geotiff_with_a_system(run: Run) -> None:
    write(Path("r.tif"), "EPSG:32652", Affine(10, 0, 500_000, 0, -10, 4_800_020))
    found = run(
        "cost", "r.tif", "--from", "500005,4800015", "--to", "500025,4800005", "--json", "--out", "o.tif"
    )
    assert found.json["cost"] == pytest.approx(min(STEPS))
    # At the middle of a zone a metre of the map is 1 / 0.9996 of a metre on the ground.
    assert found.json["length_m"] == pytest.approx((10 + 10 * 2**0.5) / 0.9996, rel=1e-5)
    with rasterio.open("o.tif") as source:
        assert source.crs.to_epsg() == 32652


def write(path: Path, crs: Any, transform: Affine) -> None:
    """Write the six cells as a GeoTIFF."""
    values = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.float32)
    about: dict[str, Any] = {"driver": "GTiff", "height": 2, "width": 3, "count": 1, "dtype": "float32"}
    with rasterio.open(path, "w", crs=crs, transform=transform, nodata=-9999, **about) as target:
        target.write(values, 1)


@pytest.mark.data
def test_the_case_that_four_tools_agree_on(run: Run) -> None:
    raster = case("costdist") / "resistance_60x80.asc"
    way = ("--from", "165,1635", "--to", "2265,135")
    for more in ((), ("--tile", "32")):
        found = run("cost", raster, *way, *more, "--json", "--out", "o.tif").json
        assert found["cost"] == pytest.approx(62250.1246, abs=5e-5)
        assert found["cells"] == 171
        with rasterio.open("o.tif") as source:
            surface = source.read(1).ravel()
        expected = np.loadtxt(case("costdist") / "expected_gdistance_acc_src_r5c5.txt").ravel()
        reached = np.isfinite(surface)
        np.testing.assert_allclose(surface[reached], expected[reached], rtol=1e-8)
