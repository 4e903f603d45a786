"""Rasters: windows, missing cells, and files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.sources.rasters import read_raster

VALUES = np.arange(12, dtype="int16").reshape(3, 4)
PLACE = Affine(0.5, 0, 130, 0, -0.5, 44)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "height.tif", crs="EPSG:4326")


def write(path: Path, crs: str | None) -> Path:
    options = {"driver": "GTiff", "height": 3, "width": 4, "count": 1, "dtype": "int16", "nodata": 5}
    with rasterio.open(path, "w", crs=crs, transform=PLACE, **options) as target:
        target.write(VALUES, 1)
    return path


def test_the_whole_raster(path: Path) -> None:
    values, grid = read_raster(path)
    assert np.array_equal(values.data, VALUES)
    assert values.mask.sum() == 1
    assert np.ma.getmaskarray(values)[1, 1]
    assert (grid.shape, grid.transform) == ((3, 4), PLACE)
    assert grid.crs == rasterio.CRS.from_epsg(4326)


@pytest.mark.parametrize(
    ("bounds", "rows", "columns"),
    [
        ((130.6, 43.1, 130.7, 43.2), (1, 2), (1, 2)),
        ((130.4, 43.1, 130.6, 43.6), (0, 2), (0, 2)),
        ((100.0, 0.0, 160.0, 60.0), (0, 3), (0, 4)),
        ((131.9, 42.0, 140.0, 42.6), (2, 3), (3, 4)),
    ],
)
def test_a_window_is_the_cells_it_touches(
    path: Path, bounds: tuple[float, float, float, float], rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    values, grid = read_raster(path, bounds)
    assert np.array_equal(values.data, VALUES[slice(*rows), slice(*columns)])
    assert (grid.transform.c, grid.transform.f) == pytest.approx((130 + columns[0] / 2, 44 - rows[0] / 2))


@pytest.mark.parametrize("bounds", [(120.0, 43, 129, 44), (130, 50, 131, 51), (133, 43, 134, 44)])
def test_a_window_beside_it(path: Path, bounds: tuple[float, float, float, float]) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        read_raster(path, bounds)
    assert problem.value.code == "no_overlap"
    assert "height.tif" in sentence(problem.value)


def test_no_coordinate_system_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        read_raster(write(tmp_path / "bare.tif", crs=None))
    assert problem.value.code == "missing_crs"


def test_what_is_no_raster_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.tif"
    path.write_text("hello")
    with pytest.raises(LeopardRangeError) as problem:
        read_raster(path)
    assert problem.value.code == "file_unreadable"
    with pytest.raises(LeopardRangeError) as problem:
        read_raster(tmp_path / "nothing.tif")
    assert problem.value.code == "file_missing"
