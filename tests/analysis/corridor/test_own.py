"""A raster of resistance that somebody brings, put on the grid."""

from __future__ import annotations

import numpy as np
import pytest
from affine import Affine
from pyproj import CRS

from leopard_range.analysis.corridor.own import own_surface
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

METRIC = CRS.from_user_input("+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84 +units=m")
HERE = Grid((4, 4), Affine(500.0, 0.0, 0.0, 0.0, -500.0, 2000.0), METRIC)
COARSE = Grid((2, 2), Affine(1000.0, 0.0, 0.0, 0.0, -1000.0, 2000.0), METRIC)
FINE = Grid((8, 8), Affine(250.0, 0.0, 0.0, 0.0, -250.0, 2000.0), METRIC)


def test_a_coarser_raster_keeps_its_values() -> None:
    found, notes = own_surface(np.ma.array([[1.0, 2.0], [3.0, 4.0]]), COARSE, HERE, name="own.tif")
    assert found.values.tolist() == np.kron([[1.0, 2.0], [3.0, 4.0]], np.ones((2, 2))).tolist()
    assert dict(notes[0].blanks)["closed_percent"] == 0.0


def test_a_finer_raster_gives_means_and_leaves_out_what_is_not_known() -> None:
    values = np.ma.masked_equal(np.arange(64.0).reshape(8, 8) + 1, 1.0)
    found, _ = own_surface(values, FINE, HERE, name="own.tif")
    assert found.values[0, 0] == pytest.approx(np.mean([2.0, 9.0, 10.0]))
    assert found.values[3, 3] == pytest.approx(np.mean([55.0, 56.0, 63.0, 64.0]))


def test_a_raster_in_degrees_lands_where_it_belongs() -> None:
    degrees = Grid((40, 40), Affine(0.01, 0.0, 126.9, 0.0, -0.01, 43.7), CRS.from_epsg(4326))
    longitude = 126.905 + 0.01 * np.arange(40)
    found, _ = own_surface(np.ma.array(np.tile(longitude, (40, 1))), degrees, HERE, name="own.tif")
    x = np.arange(4) * 500 + 250
    # 80,920 m a degree of longitude at 43.5 degrees north
    assert found.values[0] == pytest.approx(127 + x / 80_920, abs=0.006)


@pytest.mark.parametrize(
    ("repair", "value", "code"), [("closed", np.nan, "own_closed"), ("least", 2.0, "own_least")]
)
def test_zeros_and_negatives_are_refused_or_repaired(repair: str, value: float, code: str) -> None:
    values = np.ma.array([[5.0, 0.0], [-1.0, 2.0]])
    with pytest.raises(LeopardRangeError) as problem:
        own_surface(values, COARSE, HERE, name="own.tif")
    assert problem.value.code == "own_not_positive"
    assert problem.value.blanks == {"file": "own.tif", "row": 1, "column": 2, "value": 0.0, "count": 2}
    found, notes = own_surface(values, COARSE, HERE, name="own.tif", repair=repair)
    assert found.values[0, 3] == pytest.approx(value, nan_ok=True)
    assert [note.code for note in notes] == ["own_resistance", code]
    assert dict(notes[1].blanks)["count"] == 2


@pytest.mark.parametrize(
    ("values", "grid", "code"),
    [
        ([[1.0, np.inf], [1.0, 1.0]], COARSE, "own_infinite"),
        ([[1.0, 1.0], [1.0, 1.0]], Grid((2, 2), COARSE.transform, None), "missing_crs"),
        (
            [[1.0, 1.0], [1.0, 1.0]],
            Grid((2, 2), Affine(1.0, 0, 10, 0, -1, 50), CRS.from_epsg(4326)),
            "own_nothing",
        ),
    ],
)
def test_what_cannot_be_used_is_named(values: list[list[float]], grid: Grid, code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        own_surface(np.ma.array(values), grid, HERE, name="own.tif")
    assert problem.value.code == code
