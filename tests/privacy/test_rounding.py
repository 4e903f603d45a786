"""A planner's files hold rounded positions unless exact ones are asked for."""

from __future__ import annotations

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, Point

from leopard_range.privacy import rounded

GEOD = Geod(ellps="WGS84")
lon, lat = st.floats(-179, 179), st.floats(-84, 84)


def frame(*places: tuple[float, float], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[Point(*place) for place in places], crs="EPSG:4326")


@settings(max_examples=200, deadline=None)
@given(lon, lat, st.sampled_from([0.01, 0.1, 0.001]))
def test_the_true_place_lies_within_the_stated_uncertainty(x: float, y: float, deg: float) -> None:
    out = rounded(frame((x, y)), deg).iloc[0]
    _, _, away_m = GEOD.inv(x, y, out.geometry.x, out.geometry.y)
    assert away_m <= out["coordinateUncertaintyInMeters"]
    assert out.geometry.x / deg == pytest.approx(round(out.geometry.x / deg), abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(lon, lat)
def test_rounding_again_changes_nothing(x: float, y: float) -> None:
    once = rounded(frame((x, y)))
    again = rounded(once)
    assert again.geometry.iloc[0].equals(once.geometry.iloc[0])


def test_columns_that_repeat_the_place_are_rounded_or_left_out() -> None:
    exact = frame(
        (131.14746, 42.97593),
        longitude=[131.14746],
        latitude=[42.97593],
        coordinateUncertainty=[10],
        footprintWKT=["POINT (131.14746 42.97593)"],
        individualID=["L7"],
    )
    out = rounded(exact)
    assert "131.14746" not in out.to_json()
    assert "42.97593" not in out.to_json()
    row = out.iloc[0]
    assert (row["longitude"], row["latitude"]) == (131.15, 42.98)
    assert row["coordinatePrecision"] == 0.01
    # Half the diagonal of 0.81 by 1.11 km, and the 10 m the record had.
    assert row["coordinateUncertaintyInMeters"] == pytest.approx(698, abs=3)
    assert "0.01 degrees" in row["dataGeneralizations"]
    assert row["individualID"] == "L7"
    assert exact["longitude"].iloc[0] == 131.14746, "the argument is not changed"


def test_lines_keep_their_vertices_on_the_grid() -> None:
    track = gpd.GeoDataFrame(geometry=[LineString([(131.123456, 43.0), (131.2, 43.055)])], crs="EPSG:4326")
    assert next(iter(rounded(track).geometry.iloc[0].coords)) == (131.12, 43.0)


@pytest.mark.parametrize("deg", [0.0, -1.0, float("nan")])
def test_a_step_must_be_positive(deg: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        rounded(frame((1.0, 2.0)), deg)
