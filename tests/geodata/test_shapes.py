"""Outlines: valid, fitting together, of the published size, on the right land."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image

from tests.geodata.conftest import GEODATA, Spec
from tools.geodata.geometry import area_km2, to_metres

Reader = Callable[[str], gpd.GeoDataFrame]
RANGES = ["range_historical_envelope", "range_historical", "range_1970s", "range_current"]


def test_every_geometry_is_valid_and_of_its_kind(specs: dict[str, Spec], vector: Reader) -> None:
    kinds = {"polygon": "Polygon", "line": "LineString", "point": "Point"}
    for layer, spec in specs.items():
        if not spec["file"].endswith(".geojson"):
            continue
        frame = vector(layer)
        assert frame.geometry.is_valid.all(), layer
        assert not frame.geometry.is_empty.any(), layer
        assert frame.geom_type.str.removeprefix("Multi").eq(kinds[spec["kind"]]).all(), layer
        assert frame.crs == 4326, layer
        west, south, east, north = frame.total_bounds
        assert west >= 98, layer
        assert south >= 28, layer
        assert east <= 154, layer
        assert north <= 60, layer


def test_provinces_neither_overlap_nor_leave_slivers(vector: Reader) -> None:
    provinces, land = vector("provinces"), vector("land").geometry.iloc[0]
    cells = provinces.geometry.to_numpy()
    assert shapely.coverage_is_valid(cells)
    union = shapely.union_all(cells)
    assert union.symmetric_difference(land).area == 0
    assert sum(area_km2(cell) for cell in cells) == pytest.approx(area_km2(land), rel=1e-12)
    # A gap between provinces would be a thin hole in their union; a true hole is wide.
    for part in shapely.get_parts(union):
        for ring in part.interiors:
            hole = to_metres(shapely.Polygon(ring))
            assert 2 * hole.area / hole.length > 300


def test_countries_are_made_of_their_provinces(vector: Reader) -> None:
    provinces, countries = vector("provinces"), vector("countries").set_index("id").geometry
    assert shapely.coverage_is_valid(countries.to_numpy())
    for code, group in provinces.groupby("country"):
        union = shapely.union_all(group.geometry.to_numpy())
        assert union.symmetric_difference(countries[code]).area == 0, code


@pytest.mark.parametrize(("country", "published_km2"), [("KP", 120_540), ("KR", 100_210)])
def test_whole_countries_have_their_known_size(country: str, published_km2: float, vector: Reader) -> None:
    shape = vector("countries").set_index("id").geometry[country]
    assert area_km2(shape) == pytest.approx(published_km2, rel=0.03)


@pytest.mark.parametrize(
    ("province", "published_km2"),
    [("RU-PRI", 164_673), ("CN-HL", 452_645), ("CN-JL", 187_400), ("CN-LN", 148_000), ("RU-YEV", 36_271)],
)
def test_whole_provinces_have_their_known_size(province: str, published_km2: float, vector: Reader) -> None:
    shape = vector("provinces").set_index("id").geometry[province]
    assert area_km2(shape) == pytest.approx(published_km2, rel=0.03)


def test_matched_areas_are_the_published_ones(specs: dict[str, Spec], vector: Reader) -> None:
    matched = [layer for layer in specs if "published_km2" in specs[layer]]
    assert set(matched) == {"range_historical", "range_1970s", "range_current", "park"}
    for layer in matched:
        drawn = area_km2(vector(layer).geometry.iloc[0])
        assert drawn == pytest.approx(specs[layer]["published_km2"], rel=0.005), layer


def test_area_columns_hold_the_drawn_areas(vector: Reader) -> None:
    for layer in RANGES:
        row = vector(layer).iloc[0]
        assert row["area_km2"] == pytest.approx(area_km2(row.geometry), abs=1.0), layer


def test_the_envelope_holds_the_other_ranges(vector: Reader) -> None:
    envelope = vector("range_historical_envelope").geometry.iloc[0]
    assert area_km2(envelope) == pytest.approx(581_000, rel=0.01)
    for layer in RANGES[1:]:
        shape = vector(layer).geometry.iloc[0]
        assert area_km2(shape.difference(envelope)) < 0.01 * area_km2(shape), layer


def test_ranges_lie_on_land(vector: Reader) -> None:
    land = vector("land").geometry.iloc[0]
    for layer in RANGES:
        shape = vector(layer).geometry.iloc[0]
        assert area_km2(shape.difference(land)) < 1e-4 * area_km2(shape), layer


def test_todays_range_touches_no_north_korea(vector: Reader) -> None:
    today = vector("range_current").geometry.iloc[0]
    country = vector("countries").set_index("id").geometry["KP"]
    assert today.intersection(country).is_empty
    assert to_metres(today).distance(to_metres(country)) > 200
    for line in vector("borders_detail").set_index("id").geometry[["CN-KP", "KP-RU"]]:
        assert not today.intersects(line)


def test_todays_range_is_split_as_published(vector: Reader) -> None:
    row = vector("range_current").iloc[0]
    russia = vector("countries").set_index("id").geometry["RU"]
    by_coarse_border = area_km2(row.geometry.intersection(russia))
    assert row["russia_km2"] == pytest.approx(6_350, rel=0.02)
    assert row["russia_km2"] < 6_500 < by_coarse_border


def test_todays_range_holds_the_park(vector: Reader) -> None:
    today = vector("range_current").geometry.iloc[0]
    park = vector("park").geometry.iloc[0]
    assert area_km2(park.difference(today)) < 0.02 * area_km2(park)


def test_outlines_look_drawn_not_jagged(vector: Reader) -> None:
    # Inland corners of a smooth outline turn gently; a spike turns back on itself.
    for layer in ("range_1970s", "range_current"):
        for part in shapely.get_parts(to_metres(vector(layer).geometry.iloc[0])):
            ring = shapely.get_coordinates(part.exterior)[:-1]
            step = np.diff(np.vstack([ring, ring[:1]]), axis=0)
            heading = np.unwrap(np.arctan2(step[:, 1], step[:, 0]))
            turn = np.abs((np.diff(heading) + np.pi) % (2 * np.pi) - np.pi)
            assert np.degrees(turn).max() < 150, layer


def test_fine_borders_lie_near_the_coarse_ones(vector: Reader) -> None:
    fine = vector("borders_detail").set_index("id").geometry["CN-RU"]
    coarse = to_metres(vector("borders").set_index("id").geometry["CN-RU-near"])
    points = to_metres(shapely.multipoints(shapely.get_coordinates(fine)))
    away = shapely.distance(shapely.get_parts(points), coarse)
    assert 500 < np.median(away) < 3_000
    assert np.quantile(away, 0.95) < 8_000
    # Worst where the three countries meet: Natural Earth puts that point 15 km too far north.
    assert away.max() < 16_000


def test_coarse_lines_hand_over_to_fine_ones(vector: Reader) -> None:
    box = shapely.box(129, 41.8, 135, 46)
    for layer in ("coast", "borders", "rivers"):
        frame = vector(layer)
        near = frame["max_zoom"].eq(7)
        assert near.any(), layer
        assert frame.loc[near].geometry.within(box.buffer(1e-3)).all(), layer
        assert not frame.loc[~near].geometry.intersects(box.buffer(-1e-2)).any(), layer


def test_fine_borders_are_unbroken_and_meet(vector: Reader) -> None:
    lines = vector("borders_detail").set_index("id").geometry
    assert lines.geom_type.eq("LineString").all()
    assert lines.is_simple.all()
    ends = {tuple(line.coords[side]) for line in lines for side in (0, -1)}
    assert len(ends) == 4, "three outer ends and the point where all meet"


def test_disputed_lines_are_apart_from_the_others(vector: Reader) -> None:
    disputed, borders = vector("disputed"), vector("borders")
    assert set(disputed["id"]) == {"demarcation-1953", "southern-kurils"}
    assert not disputed.geometry.intersects(borders.geometry.union_all()).any()


def test_the_razdolnaya_is_drawn(vector: Reader) -> None:
    rivers = vector("rivers_detail")
    named = rivers[rivers["name_en"].str.startswith("Razdolnaya", na=False)]
    assert to_metres(named.geometry.union_all()).distance(to_metres(shapely.Point(131.897, 43.539))) < 5_000


def test_the_relief_is_as_wide_and_high_as_its_bounds(specs: dict[str, Spec]) -> None:
    west, south, east, north = specs["relief"]["bounds"]
    with Image.open(GEODATA / specs["relief"]["file"]) as picture:
        assert picture.format == "WEBP"
        width, height = picture.size
        pixels = np.asarray(picture.convert("RGB"))
    mercator = [np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) for lat in (south, north)]
    assert height / width == pytest.approx((mercator[1] - mercator[0]) / np.radians(east - west), rel=1e-3)

    def colour(lon: float, lat: float) -> list[float]:
        y = (mercator[1] - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))) / (mercator[1] - mercator[0])
        row, column = int(y * height), int((lon - west) / (east - west) * width)
        return [float(band) for band in pixels[row - 3 : row + 4, column - 3 : column + 4].mean(axis=(0, 1))]

    for lon, lat in [(134.6, 40.0), (122.9, 36.4), (148.0, 52.0)]:
        assert colour(lon, lat)[2] > colour(lon, lat)[0], "sea is blue"
    for lon, lat in [(124.2, 44.9), (128.0, 42.5), (135.0, 46.5), (127.5, 37.0)]:
        assert colour(lon, lat)[0] > colour(lon, lat)[2], "land is warm"
