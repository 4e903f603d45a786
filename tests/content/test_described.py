"""Every map has a text equivalent, and its numbers are those of the data."""

import json
from functools import cache
from typing import Any

import pytest
import shapely
from pyproj import Geod

from leopard_range.catalog import Catalog
from leopard_range.content.described import described
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, number
from leopard_range.maps import MapSpec, atlas
from leopard_range.model import Answer
from leopard_range.studies import answer
from leopard_range.studies.describe import DescribeAnswer, DescribeQuestion

PAGES = ("story", "explore", "then-now", "cameras", "corridor")
WGS84 = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def ask(catalog: Catalog) -> Any:
    @cache
    def asked(question: DescribeQuestion) -> Answer:
        found: Answer = answer(catalog, question, "public")
        return found

    return asked


def made(catalog: Catalog, page: str, lang: str, ask: Any) -> MapSpec:
    return described(
        atlas.map_spec(catalog, page, lang, cache(lambda id_: atlas.layer_file(catalog, id_))), catalog, ask
    )


def test_pictures_of_the_background_are_told(catalog: Catalog, ask: Any) -> None:
    relief = next(layer for layer in made(catalog, "explore", "en", ask).basemap if layer.kind == "image")
    assert relief.says == (
        "Relief. Shaded hills and plains under the map. "
        "From 28.0° to 60.0° north and from 98.0° to 154.0° east."
    )


def test_points_of_planners_tell_no_more_than_the_public_cells(catalog: Catalog, ask: Any) -> None:
    spec = described(
        atlas.map_spec(
            catalog, "explore", "en", cache(lambda id_: atlas.layer_file(catalog, id_)), close=True
        ),
        catalog,
        ask,
    )
    says = {layer.id: layer.says for layer in spec.layers}
    for id_ in ("survey_stations", "survey_detections"):
        place = says[id_][says[id_].index("From ") :]
        assert says[f"{id_}_points"].endswith(place)
        assert "Squares" not in says[f"{id_}_points"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_layer_of_every_map_is_told_in_every_language(
    catalog: Catalog, ask: Any, page: str, lang: str
) -> None:
    spec = made(catalog, page, lang, ask)
    for layer in spec.layers:
        if layer.sealed:  # nothing is known of it before the page hands it out
            continue
        assert layer.title in layer.says
        assert "{" not in layer.says
        assert layer.badge.casefold() in layer.says.casefold()
        assert any(sign.isdigit() for sign in layer.says)


def told(catalog: Catalog, id_: str, year: int = 0) -> DescribeAnswer:
    found: DescribeAnswer = answer(catalog, DescribeQuestion(layer=id_, year=year))
    return found


@pytest.mark.parametrize(
    "id_",
    ["range_historical", "range_historical_envelope", "range_1970s", "range_current", "park", "reserves"],
)
def test_areas_and_edges_are_those_of_the_file(catalog: Catalog, ask: Any, id_: str) -> None:
    raw = json.loads(atlas.layer_file(catalog, id_).raw)
    shapes = [shapely.geometry.shape(one["geometry"]) for one in raw["features"]]
    # Straight in degrees, as the map draws them: geodesics between near points, another way than ours.
    whole = shapely.segmentize(shapely.union_all(shapes), 0.02)
    area = (
        abs(
            WGS84.geometry_area_perimeter(
                shapely.geometry.polygon.orient(whole) if whole.geom_type == "Polygon" else whole
            )[0]
        )
        / 1e6
    )
    if whole.geom_type == "MultiPolygon":
        area = (
            sum(
                abs(WGS84.geometry_area_perimeter(shapely.geometry.polygon.orient(part))[0])
                for part in whole.geoms
            )
            / 1e6
        )
    found = told(catalog, id_)
    assert found.area_km2 == pytest.approx(area, rel=2e-3)
    assert (found.west, found.south, found.east, found.north) == pytest.approx(whole.bounds, abs=2e-3)
    assert found.count == len(shapes)
    says = next(layer.says for layer in made(catalog, "explore", "en", ask).layers if layer.id == id_)
    assert f"Area: {number(found.area_km2 or 0, 'en')} km²." in says


def test_lengths_are_those_of_the_file(catalog: Catalog) -> None:
    raw = json.loads(atlas.layer_file(catalog, "railways").raw)
    metres = sum(WGS84.geometry_length(shapely.geometry.shape(one["geometry"])) for one in raw["features"])
    assert told(catalog, "railways").length_km == pytest.approx(metres / 1000, rel=2e-3)


def test_cells_are_counted_by_class_and_year(catalog: Catalog) -> None:
    whole = told(catalog, "survey_detections")
    assert sum(row.count for row in whole.classes) == whole.count
    frame = catalog.layer("survey_detections", public=True).frame
    assert told(catalog, "survey_detections", 2011).count == int((frame["year_from"] == 2011).sum())


def test_what_did_not_exist_yet_is_not_counted(catalog: Catalog) -> None:
    assert told(catalog, "park", 2000).count == 0
    assert told(catalog, "park", 2000).area_km2 is None
    assert told(catalog, "park", 2026).count == 1


@pytest.mark.parametrize("id_", ["atlantis", "relief", "population", "land_cover"])
def test_what_has_no_shapes_is_refused_with_what_there_is(catalog: Catalog, id_: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        told(catalog, id_)
    assert problem.value.code == "unknown_layer"
    assert "range_current" in str(problem.value.blanks["choices"])
