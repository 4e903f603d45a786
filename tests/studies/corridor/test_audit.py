"""The audit of a proposal on the made-up country, worked on paper, and on the embedded data."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import mapping

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, translator
from leopard_range.studies import STUDIES, answer
from leopard_range.studies.corridor.audit import AuditQuestion
from leopard_range.studies.corridor.audit_answer import AuditAnswer
from leopard_range.studies.corridor.explain import EXPLAIN
from leopard_range.studies.shape import as_json, columns
from tests.datafolder import METRIC, DataFolder, square_km

DATA = Path(__file__).parents[3] / "geodata"


def feature(shape: Any, **about: Any) -> str:
    """Return a metric shape as GeoJSON text, its edges cut so that they keep their place."""
    lonlat = gpd.GeoSeries([shape], crs=METRIC).segmentize(2_000).to_crs("EPSG:4326").iloc[0]
    return json.dumps({"type": "Feature", "properties": about, "geometry": mapping(lonlat)})


ALONG_THE_ROAD = feature(square_km(10, 35, 80, 10), name="Along the road")
OVER_THE_BORDER = feature(square_km(-20, -3, 40, 6))


def asked(catalog: Catalog, proposal: str, **more: Any) -> AuditAnswer:
    found: AuditAnswer = answer(catalog, AuditQuestion(proposal, **more))
    return found


@pytest.fixture(scope="module")
def embedded() -> Catalog:
    return open_catalog(Settings(role="public", data=DATA))


def test_a_rectangle_is_measured(squares: Catalog) -> None:
    found = asked(squares, ALONG_THE_ROAD)
    assert found.name == dict.fromkeys(LANGUAGES, "Along the road")
    assert found.area_km2 == pytest.approx(800, rel=1e-4)
    assert found.length_km == pytest.approx(80, rel=1e-3)
    assert found.straight_km == pytest.approx(80, rel=1e-3)
    assert found.width_min_m == pytest.approx(10_000, rel=2e-3)
    assert found.width_inner_min_m == pytest.approx(10_000, rel=2e-3)
    assert found.width_max_m == pytest.approx(10_000, rel=2e-3)
    assert found.transect_difference_m is not None
    assert found.transect_difference_m < found.cell_m
    assert (found.parts, found.holes, found.break_longest_m) == (1, 0, None)


def test_thresholds_tell_the_length_below_them(squares: Catalog) -> None:
    wedge = gpd.GeoSeries.from_wkt(
        ["POLYGON((20000 0, 80000 -0, 80000 1000, 20000 7000, 20000 0))"], crs=METRIC
    )
    found = asked(squares, feature(wedge.iloc[0]), thresholds_m="500,4000,9000")
    below = {row.threshold_m: row for row in found.thresholds}
    assert below[500].below_km == 0
    assert below[4000].below_share == pytest.approx(0.5, abs=0.01)
    assert (below[4000].stretches, below[9000].stretches) == (1, 1)
    assert below[9000].below_share == pytest.approx(1)
    assert [row.source for row in asked(squares, ALONG_THE_ROAD).thresholds] == ["Ford et al. 2020"] * 4
    assert below[4000].source == ""


def test_what_crosses_it_is_listed_with_place_and_length(squares: Catalog) -> None:
    found = {row.kind: row for row in asked(squares, ALONG_THE_ROAD).crossings}
    assert set(found) == {"road", "river"}
    assert found["road"].road_class == "trunk"
    assert found["road"].inside_m == pytest.approx(80_000, rel=2e-3)
    assert found["road"].pos_error_m == 3_000
    assert found["river"].inside_m == pytest.approx(10_000, rel=2e-3)
    assert found["river"].along_m == pytest.approx(60_250, abs=300) or found[
        "river"
    ].along_m == pytest.approx(19_750, abs=300)
    assert found["river"].on_way
    border = [row for row in asked(squares, OVER_THE_BORDER).crossings if row.kind == "country border"]
    assert [row.name["en"] for row in border] == ["China en – Russia en"]
    assert border[0].inside_m == pytest.approx(6_000, rel=2e-3)


def test_protection_habitat_and_ranges_are_those_of_paper(squares: Catalog) -> None:
    found = asked(squares, OVER_THE_BORDER, year=2020)
    assert found.protected_km2 == pytest.approx(60, rel=1e-3)
    assert found.protected_share == pytest.approx(0.25, rel=1e-3)
    assert asked(squares, OVER_THE_BORDER, year=2000).protected_km2 == pytest.approx(30, rel=1e-3)
    assert [row.id for row in found.reserves] == ["park"]
    overlap = {row.id: row.overlap_km2 for row in found.ranges}
    assert overlap["range_historical"] == pytest.approx(240, rel=1e-3)
    assert overlap["range_current"] == pytest.approx(120, rel=1e-3)
    assert found.habitat_km2 == pytest.approx(120, rel=1e-3)
    assert found.habitat_share == pytest.approx(0.5, rel=1e-3)
    assert [row.area_share for row in found.cover] == pytest.approx([0.5, 0.5], rel=2e-2)
    assert found.gap_longest_m == pytest.approx(20_000, rel=5e-3)
    assert (found.patches, found.elevation_mean_m, found.slope_mean_deg) == (1, 500, 0)
    assert {row.name["en"] for row in found.provinces} == {"China en", "Russia en"}
    none = asked(squares, OVER_THE_BORDER, habitat_min_km2=500.0)
    assert none.patches == 0
    assert none.gap_longest_m == pytest.approx(40_000, rel=5e-3)


def test_settlements_count_by_distance(squares: Catalog) -> None:
    beside = feature(square_km(50, 70, 40, 8))  # the town lies 2 km north of it
    found = asked(squares, beside, near_m="1000,3000")
    assert [(row.within_m, row.settlements) for row in found.near] == [(0, 0), (1000, 0), (3000, 1)]
    assert found.settlement_nearest_m == pytest.approx(2_000, rel=5e-3)
    inside = asked(squares, feature(square_km(50, 70, 40, 12)))
    assert (inside.settlements_inside, inside.settlement_nearest_m) == (1, None)


def test_parts_holes_and_shapes_that_are_no_strip_are_said(squares: Catalog) -> None:
    two = square_km(10, 10, 30, 4).union(square_km(45, 10, 30, 4))
    found = asked(squares, feature(two))
    assert (found.parts, found.holes) == (2, 0)
    assert found.break_longest_m == pytest.approx(5_000, rel=5e-3)
    assert found.length_km == pytest.approx(60, rel=2e-3)
    assert sorted({row.piece for row in found.profile}) == [1, 2]
    assert [row.along_m for row in found.profile] == sorted(row.along_m for row in found.profile)
    codes = {note.code for note in found.notes}
    assert "corridor_parts" in codes
    holed = asked(squares, feature(square_km(10, 10, 40, 8).difference(square_km(20, 12, 2, 2))))
    assert holed.holes == 1
    assert "corridor_holes" in {note.code for note in holed.notes}
    square = asked(squares, feature(square_km(10, 10, 20, 20)))
    assert "corridor_compact" in {note.code for note in square.notes}
    assert square.transect_min_m is None


def test_a_folder_without_roads_says_what_it_leaves_out(folder: DataFolder) -> None:
    del folder.entries["roads"]
    found = asked(folder.catalog(), ALONG_THE_ROAD)
    assert "road" not in {row.kind for row in found.crossings}
    left = {dict(note.blanks).get("layer") for note in found.notes if note.code == "corridor_no_layer"}
    assert "roads" in left


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"thresholds_m": "wide"}, "bad_argument"),
        ({"thresholds_m": "0"}, "bad_argument"),
        ({"thresholds_m": ",".join(map(str, range(1, 30)))}, "bad_argument"),
        ({"near_m": "nan"}, "bad_argument"),
        ({"year": 1600}, "unknown_year"),
        ({"habitat_min_km2": -1.0}, "bad_argument"),
        ({"width_m": -3.0}, "bad_argument"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(squares: Catalog, more: dict[str, Any], code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        asked(squares, ALONG_THE_ROAD, **more)
    assert problem.value.code == code


def test_every_number_explains_itself_in_every_language() -> None:
    told = {column.key for column in columns(AuditAnswer)}
    own = {"name", "kind", "year", "width_min_lon", "width_min_lat", "gap_lon", "gap_lat"}
    bounds = {key for key in told if key.endswith(("_low", "_high"))}
    assert told - own - bounds <= set(EXPLAIN)
    for language in ("ru", "zh", "ko"):
        assert all(translator(language)(text) != text for text in EXPLAIN.values())


def test_the_named_corridors_are_audited_at_once(embedded: Catalog) -> None:
    asked(embedded, "razdolnaya")
    begun = time.process_time()
    found = asked(embedded, "razdolnaya")
    assert time.process_time() - begun < 3
    assert 40 < found.length_km < 90
    assert {"A-370" in row.name["en"] for row in found.crossings if row.kind == "road"} == {True}
    assert {row.kind for row in found.crossings} >= {"road", "railway", "river"}
    codes = {note.code for note in found.notes}
    assert {"screening_level", "schematic", "corridor_no_threshold"} <= codes
    json.dumps(as_json(found), allow_nan=False)


def test_the_public_asks_and_no_animal_is_told_of(embedded: Catalog) -> None:
    assert STUDIES["corridor audit"].clearance == "public"
    found = asked(embedded, "razdolnaya-computed")
    cited = " ".join(one.text for one in found.citations).lower()
    assert "simulated" not in cited
    assert "station" not in cited


def test_roads_carry_their_class(embedded: Catalog) -> None:
    roads = embedded.layer("roads").frame.set_index("id")["class"]
    assert roads[["a370", "g12"]].tolist() == ["trunk", "motorway"]
