"""Proposals as they come in: every format, what is repaired and said, what is refused and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry import mapping

from leopard_range.analysis.geodesy import geodesic_area_km2
from leopard_range.catalog import Catalog, open_catalog
from leopard_range.catalog.corridors import MAX_PARTS, MAX_TEXT
from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, sentence
from leopard_range.model import Choices
from leopard_range.model.corridor import Corridor
from tests.goodfiles import zipped

AREA = box(131.0, 43.5, 131.5, 43.6)
LINE = LineString([(131.0, 43.5), (131.5, 43.7)])


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return open_catalog(Settings(role="public", data=Path(__file__).parents[2] / "geodata"))


def text(*shapes: Any, **about: Any) -> str:
    features = [{"type": "Feature", "properties": about, "geometry": mapping(one)} for one in shapes]
    return json.dumps(
        features[0] if len(features) == 1 else {"type": "FeatureCollection", "features": features}
    )


def codes(found: Corridor) -> list[str]:
    for note in found.notes:
        assert note_sentence(note)
    return [note.code for note in found.notes]


def km2(found: Corridor) -> float:
    return float(geodesic_area_km2(gpd.GeoSeries([found.area], crs="EPSG:4326")).iloc[0])


def test_a_line_gets_its_true_width(catalog: Catalog) -> None:
    found = catalog.corridor(text(LINE, name="Strip", width_m=4_000))
    assert (found.width_m, found.name["ko"]) == (4_000, "Strip")
    long_km = Geod(ellps="WGS84").line_length(*np.array(LINE.coords).T) / 1e3
    assert km2(found) == pytest.approx(4 * long_km, rel=2e-3)
    assert catalog.corridor(text(LINE, width_m=4_000), 9_000).width_m == 9_000


@pytest.mark.parametrize("ending", ["geojson", "json", "gpkg", "kml", "zip", "csv"])
def test_every_vector_format_brings_the_same_ground(catalog: Catalog, tmp_path: Path, ending: str) -> None:
    frame = gpd.GeoDataFrame({"name": ["Strip"]}, geometry=[AREA], crs="EPSG:4326")
    path = tmp_path / f"strip.{ending}"
    if ending == "kml":
        ring = " ".join(f"{x},{y},0" for x, y in AREA.exterior.coords)
        path.write_text(
            '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
            "<Placemark><name>Strip</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
            f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
        )
    elif ending == "zip":
        frame.to_file(tmp_path / "strip.shp")
        path.write_bytes(zipped({one.name: one.read_bytes() for one in tmp_path.glob("strip.*")}))
    elif ending == "csv":
        path.write_text(f'name,wkt\nStrip,"{AREA.wkt}"\n')
    else:
        frame.to_file(path, driver="GPKG" if ending == "gpkg" else "GeoJSON")
    found = catalog.corridor(str(path), None, Choices(crs="EPSG:4326"))
    assert found.name["en"] == "Strip"
    assert found.area.symmetric_difference(AREA).area < 1e-9


def test_a_metric_file_is_brought_to_degrees(catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "utm.gpkg"
    dense = gpd.GeoSeries([AREA], crs="EPSG:4326").segmentize(0.01)
    dense.to_crs("EPSG:32652").to_file(path, driver="GPKG")
    found = catalog.corridor(str(path))
    assert shapely.hausdorff_distance(found.area, AREA) < 1e-5
    assert "reprojected" in codes(found)
    assert found.name["en"] == "utm"


@pytest.mark.parametrize(
    ("shape", "note"),
    [
        (Polygon([(131, 43.5), (131.5, 43.7), (131.5, 43.5), (131, 43.7)]), "polygon_repaired"),
        (AREA.difference(Point(131.25, 43.55).buffer(0.02)), "corridor_holes"),
        (box(131.75, 43.0, 132.1, 43.4), "corridor_some_sea"),
    ],
    ids=["crosses itself", "hole", "some sea"],
)
def test_what_is_odd_is_kept_or_mended_and_said(catalog: Catalog, shape: Any, note: str) -> None:
    found = catalog.corridor(text(shape))
    assert note in codes(found)
    assert found.area.is_valid
    assert km2(found) > 0


def test_a_line_that_crosses_itself_counts_its_ground_once(catalog: Catalog) -> None:
    line = LineString([(131, 43.5), (131.8, 43.9), (131.8, 43.5), (131.2, 43.9)])
    found = catalog.corridor(text(line, width_m=4_000))
    assert {"corridor_line_crosses", "corridor_holes"} <= set(codes(found))
    long_km = Geod(ellps="WGS84").line_length(*np.array(line.coords).T) / 1e3
    assert km2(found) < 0.99 * 4 * long_km


def test_several_areas_become_one_and_lines_that_meet_one(catalog: Catalog) -> None:
    found = catalog.corridor(text(AREA, box(131.4, 43.5, 131.9, 43.6), box(132, 43.5, 132.1, 43.6)))
    assert codes(found).count("corridor_merged") == 1
    assert len(found.area.geoms) == 2
    first, second = LineString([(131, 43.5), (131.5, 43.6)]), LineString([(131.5, 43.6), (132, 43.6)])
    joined = catalog.corridor(text(first, second, width_m=3_000))
    assert "corridor_lines_joined" in codes(joined)
    assert joined.line is not None
    assert joined.line.geom_type == "LineString"


def many(count: int) -> MultiPolygon:
    place = [(131 + 0.01 * (at % 60), 43.5 + 0.01 * (at // 60)) for at in range(count)]
    return MultiPolygon([box(x, y, x + 0.005, y + 0.005) for x, y in place])


REFUSED = {
    "swapped": (text(LineString([(43.5, 131), (43.9, 131.8)]), width_m=4_000), "swapped"),
    "metres": (text(LineString([(5e5, 4.8e6), (5.5e5, 4.85e6)]), width_m=4_000), "metres_not_degrees_guess"),
    "elsewhere": (text(box(5, 43, 6, 44)), "outside_area"),
    "outside the study area": (text(box(111.0, 43, 112.5, 43.4)), "corridor_outside"),
    "in the sea": (text(box(134, 40.5, 134.5, 41)), "corridor_sea"),
    "mostly sea": (text(box(131.6, 42.9, 132.0, 43.2)), "corridor_sea"),
    "no width": (text(LINE), "corridor_width"),
    "negative width": (text(LINE, width_m=-5), "corridor_width_wrong"),
    "endless width": (text(LINE, width_m=1e9), "corridor_width_wrong"),
    "width in words": (text(LINE, width_m="wide"), "corridor_width_wrong"),
    "a point": (text(Point(131, 43.5)), "corridor_not_ground"),
    "tiny": (text(box(131, 43.5, 131.0001, 43.5001)), "corridor_tiny"),
    "thousands of parts": (text(many(MAX_PARTS + 1)), "corridor_too_many_parts"),
    "two lines": (
        text(LINE, LineString([(132, 44), (132.3, 44)]), width_m=3_000), "corridor_lines"
    ),
    "mixed": (text(LINE, AREA, width_m=3_000), "mixed_geometry"),
    "not a number": ('{"type":"LineString","coordinates":[[131,NaN],[132,44]]}', "coordinate_not_finite"),
    "no coordinates": ('{"type":"Polygon","coordinates":[]}', "no_geometry"),
    "no geometry": ('{"type":"Feature","properties":{},"geometry":null}', "no_geometry"),
    "other JSON": ('{"a": 1}', "corridor_text"),
    "a list": ("[1, 2]", "corridor_text"),
    "broken JSON": ('{"type": "Poly', "corridor_text"),
    "deep": ('{"type":"Feature","properties":{"a":' + "[" * 99 + "]" * 99 + "}}", "json_deep"),
    "long": ('{"a": "' + "x" * MAX_TEXT + '"}', "corridor_text_long"),
    "unknown name": ("nowhere", "corridor_unknown"),
    "a zero byte": ("no\x00where", "corridor_unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_proposal_is_refused_by_name(catalog: Catalog, name: str) -> None:
    words, code = REFUSED[name]
    with pytest.raises(LeopardRangeError) as problem:
        catalog.corridor(words)
    assert problem.value.code == code
    for language in ("en", "ru", "zh", "ko"):
        assert len(sentence(problem.value, language)) < 700


def test_a_raster_and_a_folder_are_no_proposals(catalog: Catalog, tmp_path: Path) -> None:
    for path, code in ((catalog.file("land_cover"), "corridor_not_ground"), (tmp_path, "not_a_file")):
        with pytest.raises(LeopardRangeError) as problem:
            catalog.corridor(str(path))
        assert problem.value.code == code


def test_as_many_parts_as_allowed_are_read(catalog: Catalog) -> None:
    assert len(catalog.corridor(text(many(MAX_PARTS))).area.geoms) == MAX_PARTS


def test_a_hostile_name_stays_a_short_text_on_one_line(catalog: Catalog) -> None:
    name = "<script>alert(1)</script>{{ 7*7 }}\u202e\r\n\x00" * 20
    found = catalog.corridor(text(AREA, name=name))
    assert len(found.name["en"]) <= 80
    assert not {"\n", "\r", "\x00", "\u202e"} & set(found.name["en"])


def test_a_mark_of_byte_order_and_blanks_are_no_trouble(catalog: Catalog) -> None:
    assert catalog.corridor("\ufeff  \n" + text(AREA)).area.equals(AREA)


def test_the_named_proposals_pass_the_same_checks(catalog: Catalog) -> None:
    for id_ in catalog.layer("proposals").frame["id"]:
        found = catalog.corridor(str(id_))
        assert found.id == id_
        assert found.area.is_valid
        assert found.citations
