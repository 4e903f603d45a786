"""Shapes and surfaces tell their own numbers, checked by hand or by another way of measuring."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import CRS, Geod

from leopard_range.content.told import class_texts, extent_says, shapes_say, surface_says
from leopard_range.i18n import LANGUAGES, number
from leopard_range.model import Grid

BOX = shapely.box(131.0, 43.0, 131.5, 43.25)
LINE = shapely.LineString([(131.0, 43.0), (131.0, 44.0)])
DEGREES, METRES = CRS.from_epsg(4326), CRS.from_epsg(32652)


def series(*shapes: shapely.Geometry | None) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs="EPSG:4326")


def test_each_kind_is_counted_and_measured() -> None:
    fine = shapely.segmentize(BOX, 0.01)
    area = abs(Geod(ellps="WGS84").geometry_area_perimeter(fine)[0]) / 1e6
    says = shapes_say("Your file", series(BOX, LINE, shapely.Point(131, 43), shapely.Point(131, 44)), "en")
    assert says == (
        "Your file. Places: 2. Lines: 1. Length: 111 km. Areas: 1. "
        f"Together {number(area, 'en')} km². From 43.0° to 44.0° north and from 131.0° to 131.5° east."
    )


def test_what_is_small_is_not_told_as_nothing() -> None:
    says = shapes_say("Field", series(shapely.box(131.0, 43.0, 131.005, 43.005)), "en")
    assert "Together 0.23 km²." in says
    assert "From 43.0000° to 43.0050° north and from 131.0000° to 131.0050° east" in says


def test_parts_with_names_are_told_one_by_one() -> None:
    says = shapes_say("Path", series(LINE, None, BOX), "en", names=("Before", "Lost", "Band"))
    assert says.startswith("Path. Before: 111 km. Band: ")
    assert "Lost" not in says


def test_places_not_to_be_told_closely_are_told_to_a_tenth() -> None:
    near = series(shapely.Point(131.1234, 43.5678), shapely.Point(131.1678, 43.5123))
    says = shapes_say("Camera stations", near, "en", facts=[("Detections", 7.0)], rough=True)
    assert "Places: 2. Detections: 7. From 43.5° to 43.6° north and from 131.1° to 131.2° east." in says


def test_nothing_is_told_as_nothing() -> None:
    assert shapes_say("Path", series(None), "en") == "Path. Nothing to draw."
    grid = Grid((2, 2), Affine(1, 0, 0, 0, -1, 2), METRES)
    empty = np.full((2, 2), np.nan)
    assert surface_says("Current", "mA", empty, grid, "en", box=(0, 0, 1, 1)) == "Current. Nothing to draw."


def test_a_surface_tells_its_ends_and_the_parts_of_its_classes() -> None:
    values = np.array([[0.5, 1.5, 1.5, np.nan], [2.5, 2.5, 2.5, 9.0]])
    grid = Grid((2, 4), Affine(1000, 0, 0, 0, -1000, 0), METRES)
    says = surface_says("Current", "mA", values, grid, "en", box=(130, 42, 132, 44), edges=(1, 2, 3, 4))
    # 1 cell below, 2, 3, 0 in the classes, 1 above, of 7 known ones.
    assert says == (
        "Current. mA: from 0.50 to 9. Parts of its area: <1.0: 14%; 1.0–2.0: 29%; 2.0–3.0: 43%; "
        "3.0–4.0: 0%; >4.0: 14%. From 42.0° to 44.0° north and from 130.0° to 132.0° east."
    )


def test_cells_of_degrees_count_by_their_true_size() -> None:
    # Two rows of one degree at 0.5° and 60.5° north: cosines 1.000 and 0.492.
    values = np.concatenate([np.full((1, 2), 2.5), np.full((59, 2), np.nan), np.full((2, 2), np.nan)])
    values[-2] = 1.5
    grid = Grid(values.shape, Affine(1, 0, 130, 0, -1, 61), DEGREES)
    says = surface_says("Heights", "", values, grid, "en", box=(130, -1, 132, 61), edges=(1, 2, 3))
    assert "1.0–2.0: 67%; 2.0–3.0: 33%" in says
    assert "Values from 1.5 to 2.5." in says


def test_classes_are_told_with_two_figures() -> None:
    assert class_texts((0, 0.013, 0.5, 12.0), "en") == ("0.000–0.013", "0.013–0.50", "0.50–12")
    assert class_texts((1, 1, 2), "en") == ("1.0–2.0",)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_tells_all_of_it(lang: str) -> None:
    says = shapes_say("x", series(BOX, LINE, shapely.Point(131, 43)), lang, facts=[("y", 3.0)])
    grid = Grid((1, 2), Affine(1000, 0, 0, 0, -1000, 0), METRES)
    says += surface_says("x", "y", np.array([[1.0, 2.0]]), grid, lang, box=(1, 2, 3, 4), edges=(1, 2, 3))
    says += extent_says((1, 2, 3, 4), lang)
    assert "{" not in says
    if lang != "en":
        assert not {"from", "to", "Together", "Lines", "Parts"} & set(says.replace(":", " ").split())
