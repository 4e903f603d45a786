"""Reserves: what existed in which year, what merged into what, how surely each is drawn."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tools.geodata.geometry import area_km2, to_metres

Reader = Callable[[str], gpd.GeoDataFrame]


@pytest.fixture(scope="module")
def reserves(vector: Reader) -> gpd.GeoDataFrame:
    frame = pd.concat([vector(layer) for layer in ("reserves", "reserves_osm", "park")])
    assert frame["id"].is_unique
    return gpd.GeoDataFrame(frame).set_index("id")


def _existing(reserves: gpd.GeoDataFrame, year: int) -> set[str]:
    alive = reserves[reserves["year_from"].le(year) & ~reserves["year_to"].lt(year)]
    begun = set(alive.index[alive["year_from"].eq(year)])
    return {key for key in alive.index if alive["merged_into"].get(key) not in begun}


@pytest.mark.parametrize(
    ("year", "there", "not_there"),
    [
        (1915, set(), {"kedrovaya-pad"}),
        (1916, {"kedrovaya-pad"}, {"ussuriysky"}),
        (1931, {"kedrovaya-pad"}, {"ussuriysky"}),
        (1935, {"kedrovaya-pad", "ussuriysky", "lazovsky", "sikhote-alin"}, {"poltavsky"}),
        (1980, {"poltavsky", "barsovy"}, {"borisovskoe-plateau", "leopardovy"}),
        (2007, {"barsovy", "borisovskoe-plateau", "hunchun"}, {"leopardovy", "land-of-the-leopard"}),
        (2009, {"leopardovy"}, {"barsovy", "borisovskoe-plateau", "land-of-the-leopard"}),
        (2013, {"land-of-the-leopard", "kedrovaya-pad", "wangqing"}, {"leopardovy", "barsovy", "nctlnp"}),
        (2018, {"nctlnp", "laoyeling", "tianqiaoling"}, {"leopardovy"}),
    ],
)
def test_years(reserves: gpd.GeoDataFrame, year: int, there: set[str], not_there: set[str]) -> None:
    existing = _existing(reserves, year)
    assert there <= existing
    assert not existing & not_there


def test_1915_and_1916_hold_nothing_else(reserves: gpd.GeoDataFrame) -> None:
    assert _existing(reserves, 1915) == set()
    assert _existing(reserves, 1916) == {"kedrovaya-pad"}


def test_mergers_point_to_what_existed_next(reserves: gpd.GeoDataFrame) -> None:
    merged = reserves[reserves["merged_into"].notna()]
    assert set(merged.index) == {"barsovy", "borisovskoe-plateau", "leopardovy"}
    for row in merged.itertuples():
        successor = reserves.loc[row.merged_into]
        assert successor["year_from"] == row.year_to
        assert area_km2(row.geometry.difference(successor.geometry)) < 0.5, row.Index


def test_the_two_refuges_add_up_to_leopardovy(reserves: gpd.GeoDataFrame) -> None:
    parts = reserves.loc[["barsovy", "borisovskoe-plateau"]]
    assert parts["area_km2"].sum() == pytest.approx(reserves.loc["leopardovy", "area_km2"])
    assert area_km2(parts.geometry.iloc[0].intersection(parts.geometry.iloc[1])) == 0


def test_drawn_areas_are_the_published_ones(reserves: gpd.GeoDataFrame) -> None:
    for row in reserves.itertuples():
        assert area_km2(row.geometry) == pytest.approx(row.area_km2, rel=0.001), row.Index


def test_only_the_park_is_surveyed_and_circles_are_called_approximate(reserves: gpd.GeoDataFrame) -> None:
    assert set(reserves.index[reserves["method"].eq("surveyed")]) == {"land-of-the-leopard"}
    for row in reserves.itertuples():
        shape = to_metres(row.geometry)
        # Share of the smallest circle round it that a shape fills: 1 for a circle.
        roundness = shape.area / shapely.minimum_bounding_circle(shape).area
        assert (row.method == "approximate") == (roundness > 0.97), row.Index
        assert row.pos_error_m >= 2_000 or row.method == "surveyed", row.Index


def test_every_reserve_names_its_source(reserves: gpd.GeoDataFrame) -> None:
    assert reserves["source"].str.len().gt(5).all()
    unverified = reserves.index[~reserves["checked"].astype(bool)]
    assert {"lazovsky", "zov-tigra", "wangqing", "nctlnp"} <= set(unverified)


def test_chinese_reserves_keep_to_their_side_of_the_border(
    reserves: gpd.GeoDataFrame, vector: Reader
) -> None:
    border = vector("borders_detail").set_index("id").geometry["CN-RU"]
    park = reserves.geometry["land-of-the-leopard"]
    for key in ("hunchun", "nctlnp"):
        shape = reserves.geometry[key]
        assert area_km2(shape.intersection(park)) < 12, key
        assert to_metres(shape).distance(to_metres(border)) < 200, key


def test_kedrovaya_pad_lies_beside_the_park(reserves: gpd.GeoDataFrame) -> None:
    pad, park = reserves.geometry["kedrovaya-pad"], reserves.geometry["land-of-the-leopard"]
    assert pad.contains(shapely.Point(131.5124, 43.1049))
    assert area_km2(pad.intersection(park)) < 0.2 * area_km2(pad)
    assert pad.intersects(park)


def test_the_hunchun_strip_spans_its_latitudes(reserves: gpd.GeoDataFrame) -> None:
    _, south, _, north = reserves.geometry["hunchun"].bounds
    assert south == pytest.approx(42.42, abs=0.15)
    assert north == pytest.approx(43.25, abs=0.15)
