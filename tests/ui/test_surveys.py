"""The planners' part of the page “Cameras”, without a browser: forms, pictures, places."""

from __future__ import annotations

import io

import numpy as np
import pytest
import rasterio
from affine import Affine
from PIL import Image
from pyproj import CRS

from leopard_range.analysis.secr.data import Mask
from leopard_range.maps.surface import HEAT, palette_png, surface_file
from leopard_range.model import Grid
from leopard_range.reports.raster import as_cog
from leopard_range.studies.shape import options
from leopard_range.studies.survey import SURVEY_STUDIES
from leopard_range.ui import plot as plot_module
from leopard_range.ui.plot import ticks
from leopard_range.ui.surveys import form
from leopard_range.ui.surveys.placed import placed, rounded_survey
from leopard_range.ui.surveys.surfaces import gridded
from tests.surveys import survey

UTM = CRS.from_epsg(32652)


def test_no_field_takes_the_path_of_a_file() -> None:
    for study in SURVEY_STUDIES:
        asked = [one for one in options(study.question) if form._can_ask(one)]
        free = {one.key for one in asked if one.kind is str and not one.choices}
        assert free <= {*form._FROM_SURVEY, *form._FREE_TEXT}
    assert not {"file", "mapping", "captures", "traps", "mask"} & set(form._FREE_TEXT)


def test_a_palette_picture_holds_its_classes() -> None:
    classes = np.array([[0, 1], [2, 1]], dtype=np.uint8)
    picture = Image.open(io.BytesIO(palette_png(classes, [None, "#ff0000", "#00ff00"])))
    assert (np.asarray(picture) == classes).all()
    inks = np.asarray(picture.convert("RGBA"))
    assert inks[0, 0, 3] == 0
    assert inks[1, 0].tolist() == [0, 255, 0, 255]


def test_a_surface_lies_where_its_cells_are() -> None:
    values = np.full((20, 30), np.nan)
    values[:10, :15] = 5.9
    grid = Grid((20, 30), Affine(1000, 0, 650_000, 0, -1000, 4_800_000), UTM)
    file, (west, south, east, north) = surface_file(values, grid, (0, 1, 2, 3, 4, 5, 6))
    # The corners by PROJ: 650000 E, 4800000 N of zone 52 is 130.8505 E, 43.3391 N.
    assert (west, north) == pytest.approx((130.845, 43.339), abs=0.01)
    assert east - west == pytest.approx(0.372, abs=0.01)
    assert north - south == pytest.approx(0.186, abs=0.01)
    drawn = np.asarray(Image.open(io.BytesIO(file.raw)))
    tall, wide = drawn.shape
    assert drawn[tall // 4, wide // 4] == len(HEAT)
    assert drawn[3 * tall // 4, 3 * wide // 4] == 0


def test_a_raster_keeps_values_place_and_words() -> None:
    values = np.array([[1.5, np.nan], [0.0, 2.5]])
    grid = Grid((2, 2), Affine(1000, 0, 650_000, 0, -1000, 4_800_000), UTM)
    body = as_cog(values, grid, {"title": "Density", "cautions": ["Simulated."]}, "animals/100 km2")
    with rasterio.MemoryFile(body) as memory, memory.open() as source:
        assert np.array_equal(source.read(1), values.astype(np.float32), equal_nan=True)
        assert source.crs == UTM
        assert source.transform == grid.transform
        assert source.tags()["title"] == "Density"
        assert source.units == ("animals/100 km2",)


def test_the_cells_of_a_mask_become_rows_and_columns() -> None:
    xy = np.array([[0.0, 0.0], [2000.0, 0.0], [0.0, 2000.0]])
    found = gridded(Mask(xy, 4.0), np.array([1.0, 2.0, 3.0]), UTM)
    assert found is not None
    values, grid = found
    assert np.array_equal(values, [[3.0, np.nan], [1.0, 2.0]], equal_nan=True)
    assert (grid.transform.c, grid.transform.f) == (-1000.0, 3000.0)
    turned = Mask(np.array([[0.0, 0.0], [1700.0, 1000.0], [-1000.0, 1700.0]]), 4.0)
    assert gridded(turned, np.ones(3), UTM) is None, "no lattice along the axes"


def test_round_numbers_span_an_axis() -> None:
    assert ticks(0, 19) == [0, 5, 10, 15, 20]
    assert ticks(0, 0.17) == pytest.approx([0, 0.05, 0.1, 0.15, 0.2])


def test_a_rounded_survey_holds_no_exact_place() -> None:
    made = survey(
        [
            {"deploymentID": "a", "locationID": "A", "longitude": 131.12345, "latitude": 43.6789},
            {"deploymentID": "b", "locationID": "B"},
        ],
        [{"observationID": "1", "deploymentID": "a", "scientificName": "Panthera pardus"}],
    )
    out = rounded_survey(made).deployments
    assert out["longitude"].iloc[0] == 131.12
    assert out["latitude"].iloc[0] == 43.68
    assert out["coordinateUncertainty"].iloc[0] >= 600
    assert out["longitude"].isna().iloc[1]
    stations = placed(made)
    assert stations["locationID"].tolist() == ["A"]
    assert stations["detections"].tolist() == [1]


def test_a_survey_in_metres_of_a_named_system_has_places() -> None:
    made = survey(
        [{"deploymentID": "a", "locationID": "A", "x_m": 650_000.0, "y_m": 4_800_000.0}], crs="EPSG:32652"
    )
    point = placed(made).geometry.iloc[0]
    assert (point.x, point.y) == pytest.approx((130.85, 43.339), abs=0.01)
    assert rounded_survey(made).deployments["x_m"].isna().all()
    nowhere = survey([{"deploymentID": "a", "locationID": "A", "x_m": 1.0, "y_m": 2.0}], crs="")
    assert placed(nowhere).empty


@pytest.mark.parametrize(
    ("most", "written"),
    [
        (11.0, ["0", "2.5", "5", "7.5", "10", "12.5"]),
        (19.0, ["0", "5", "10", "15", "20"]),
        (0.31, ["0", "0.1"]),
    ],
)
def test_an_axis_writes_its_marks_as_they_are(most: float, written: list[str]) -> None:
    marks = plot_module.ticks(0.0, most)
    digits = plot_module._digits(marks)
    shown = [f"{mark:.{digits}f}" for mark in marks]
    assert [float(one) for one in shown] == pytest.approx(marks)
    assert [float(one) for one in written] == pytest.approx(marks[: len(written)])
