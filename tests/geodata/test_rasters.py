"""Rasters: cloud-optimised, described, in the right place."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from tests.geodata.conftest import GEODATA, Spec
from tools.geodata.rasters import altitude_window, study_window, write_cog

LAYERS = ["land_cover", "elevation", "land_mask"]


@pytest.mark.parametrize("layer", LAYERS)
def test_files_are_cloud_optimised_and_described(layer: str, specs: dict[str, Spec]) -> None:
    with rasterio.open(GEODATA / specs[layer]["file"]) as raster:
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert raster.compression.name == "deflate"
        assert raster.overviews(1)
        assert raster.crs.to_epsg() == 4326
        assert raster.nodata is not None
        assert raster.descriptions[0]
        assert {"title", "units", "source", "licence"} <= set(raster.tags())
        west, south, east, north = raster.bounds
    assert west <= 112.001
    assert south <= 33.001
    assert east >= 141.999
    assert north >= 53.999


def _at(layer: str, specs: dict[str, Spec], lon: float, lat: float) -> float:
    with rasterio.open(GEODATA / specs[layer]["file"]) as raster:
        return float(next(raster.sample([(lon, lat)]))[0])


@pytest.mark.parametrize(
    ("lon", "lat", "land"),
    [(131.5124, 43.1049, 1), (134.6, 40.4, 0), (126.65, 45.75, 1), (131.0, 42.2, 0), (127.0, 37.6, 1)],
)
def test_the_mask_knows_land_from_sea(lon: float, lat: float, land: int, specs: dict[str, Spec]) -> None:
    assert _at("land_mask", specs, lon, lat) == land


def test_the_mask_agrees_with_the_outline(specs: dict[str, Spec]) -> None:
    with rasterio.open(GEODATA / specs["land_mask"]["file"]) as raster:
        values, grid = raster.read(1), raster.transform
    lat = grid.f + (np.arange(values.shape[0]) + 0.5) * grid.e
    cell_km2 = 111.32**2 * grid.a * -grid.e * np.cos(np.radians(lat))
    # Land of the study box by Natural Earth; one cell along the coasts is the difference.
    assert (values == 1).sum(axis=1) @ cell_km2 == pytest.approx(3_957_000, rel=0.01)


@pytest.mark.parametrize(
    ("lon", "lat", "low", "high"),
    [
        (128.08, 42.0, 1800, 2800),  # Changbai / Baekdu
        (124.2, 44.9, 100, 250),  # Northeast China Plain
        (132.4, 45.0, 0, 120),  # Lake Khanka, 69 m
        (131.2, 43.35, 250, 900),  # Black Mountains
    ],
)
def test_heights_stand_where_they_belong(
    lon: float, lat: float, low: int, high: int, specs: dict[str, Spec]
) -> None:
    assert low <= _at("elevation", specs, lon, lat) <= high


def test_the_sea_has_no_height(specs: dict[str, Spec]) -> None:
    assert _at("elevation", specs, 134.6, 40.4) == -32768
    with rasterio.open(GEODATA / specs["elevation"]["file"]) as raster:
        heights = raster.read(1, masked=True)
    assert heights.min() == 0
    assert 2_000 < heights.max() < 3_500


@pytest.mark.parametrize(
    ("lon", "lat", "classes"),
    [
        (134.6, 40.4, {0}),
        (131.3, 43.3, {4, 5}),
        (124.8, 45.0, {12, 14}),
        (132.4, 45.0, {0}),
        (126.65, 45.75, {12, 13}),
    ],
)
def test_land_cover_shows_forest_field_and_water(
    lon: float, lat: float, classes: set[int], specs: dict[str, Spec]
) -> None:
    assert _at("land_cover", specs, lon, lat) in classes


def test_windows_of_global_grids() -> None:
    rows, columns = study_window(20)
    assert (rows.start, rows.stop, columns.start, columns.stop) == (720, 1140, 5840, 6440)
    rows, columns, place = altitude_window()
    assert place @ (0, 0) == pytest.approx((columns.start * 360 / 4319 - 180, 90 - rows.start * 180 / 2159))
    east, south = place @ (columns.stop - columns.start, rows.stop - rows.start)
    assert 142 <= east < 142.1
    assert 32.9 < south <= 33


def test_rasters_are_written_alike_twice(tmp_path: Path) -> None:
    values = np.arange(600 * 400, dtype=np.uint8).reshape(400, 600)
    place = Affine(0.05, 0, 112, 0, -0.05, 54)
    tags = {"title": "sample", "units": "1"}
    for name in ("a.tif", "b.tif"):
        write_cog(tmp_path / name, values, place, 255, tags=tags, resampling="MODE")
    assert (tmp_path / "a.tif").read_bytes() == (tmp_path / "b.tif").read_bytes()
    with rasterio.open(tmp_path / "a.tif") as raster:
        np.testing.assert_array_equal(raster.read(1), values)
        assert raster.transform == place
        assert raster.overviews(1)
