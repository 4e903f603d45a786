"""What a stranger gives the commands about corridors by mistake or on purpose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely import Polygon

from leopard_range.studies.common import Evidence
from leopard_range.studies.corridor.ends import reserves_of
from tests.cli.conftest import Run
from tests.datafolder import METRIC, RESERVE_FIELDS, features, reserve, square_country, square_km
from tests.studies.corridor.test_audit import ALONG_THE_ROAD, feature

ENDS = ("--from", "127.4,43.6", "--to", "128.1,43.8")


def raster(path: Path, value: float, bands: int = 1, west: float = 0.0) -> Path:
    """Write a surface of one value over the country of squares."""
    place = from_origin(west, 150_000, 1000, 1000)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=300,
        width=300,
        count=bands,
        dtype="float64",
        crs=METRIC,
        transform=place,
    ) as file:
        for band in range(bands):
            file.write(np.full((300, 300), value), band + 1)
    return path


@pytest.mark.parametrize("action", ["audit", "path", "current", "effect"])
@pytest.mark.parametrize("name", ["\udcff.gpkg", "x" * 5_000, "a\x00b", "*", " "])
def test_a_name_that_is_none_is_told(run: Run, action: str, name: str) -> None:
    done = run("corridor", action, name)
    assert (done.code, done.out) == (2, "")
    assert "no named proposal" in done.err


@pytest.mark.parametrize("place", ["999,999", "43.5,131.5", "nan,nan", "x" * 5_000, "\udcff"])
def test_an_end_that_is_no_place_is_told(run: Run, place: str) -> None:
    done = run("corridor", "path", ALONG_THE_ROAD, f"--from={place}", "--to", "park")
    assert (done.code, done.out) == (2, "")
    assert "lon,lat" in done.err


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ((1e300, 1, 0.0), "1e+300"),
        ((1e-300, 1, 0.0), "1e-300"),
        ((3.0, 3, 0.0), "3 bands"),
        ((3.0, 1, 9e6), "no cell with a value"),
        ((-9.0, 1, 0.0), "--repair"),
    ],
)
def test_a_surface_that_cannot_be_one_is_refused(
    run: Run, tmp_path: Path, made: tuple[float, int, float], words: str
) -> None:
    own = raster(tmp_path / "own.tif", *made)
    done = run("corridor", "effect", ALONG_THE_ROAD, *ENDS, "--resistance", own)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


@pytest.mark.parametrize("restore", ["²", "-1", "999", "x"])
def test_a_class_that_is_none_is_told(run: Run, restore: str) -> None:
    done = run("corridor", "effect", ALONG_THE_ROAD, *ENDS, f"--restore={restore}")
    assert (done.code, done.out) == (2, "")
    assert f"“{restore}”" in done.err


def test_a_class_named_twice_is_told(run: Run) -> None:
    done = run("corridor", "path", ALONG_THE_ROAD, *ENDS, "--costs", "12=40; 12=50")
    assert (done.code, done.out) == (2, "")
    assert "“12” twice" in done.err


def test_ends_that_nobody_named_are_told(run: Run) -> None:
    slanting = Polygon([(12e3, 5e3), (14e3, 3e3), (99e3, 96e3), (97e3, 98e3)])
    done = run("corridor", "path", feature(slanting), "--json")
    assert (done.code, done.err) == (0, "")
    told = done.json["cautions"]
    said = [one["text"] for one in told if one["text"].startswith("An end was not named")]
    assert [next(name for name in ("park", "far") if name in text) for text in said] == ["park", "far"]
    named = run("corridor", "path", ALONG_THE_ROAD, *ENDS, "--json")
    assert "not named" not in named.out


@pytest.mark.parametrize("year", [2011, 2012])
def test_in_its_last_year_a_reserve_counts_until_its_successor_begins(tmp_path: Path, year: int) -> None:
    folder = square_country(tmp_path / "data")
    ended = [
        reserve("old", square_km(0, -5, 10, 5), year_to=2012, merged_into="park"),
        reserve("park", square_km(0, -5, 10, 10), year_from=2012),
    ]
    folder.layer("reserves", features(ended), fields=RESERVE_FIELDS, group="reserves")
    catalog = folder.catalog()
    found = reserves_of(catalog, Evidence(catalog), year)
    assert found["id"].tolist() == ["old" if year == 2011 else "park"]
