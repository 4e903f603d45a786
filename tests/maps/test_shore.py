"""The painted sea and the detailed coast must be one line."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, Point, box

from leopard_range.maps.shore import fine_land


@pytest.fixture
def joined() -> shapely.Geometry:
    # Coarse land reaches 5 E; the detailed coast, known between 0 and 10 E and N, says 4 E, and knows
    # an island at 8 E that the coarse land lacks.
    land = gpd.GeoDataFrame(geometry=[box(-20, -20, 5, 30)], crs=4326)
    island = Point(8, 5).buffer(0.5).boundary
    corner = LineString([(0, 0), (0.0001, 0)])
    coast = MultiLineString(
        [LineString([(4, 0), (4, 10)]), *shapely.get_parts(island), LineString([(9.9, 0), (10, 0)]), corner]
    )
    return fine_land(land, gpd.GeoDataFrame(geometry=[coast], crs=4326)).geometry.iloc[0]


def test_detailed_coast_wins_within_its_extent(joined: shapely.Geometry) -> None:
    assert joined.contains(Point(3.9, 5))
    assert not joined.contains(Point(4.1, 5))
    assert joined.contains(Point(8, 5))
    assert not joined.contains(Point(9, 5))


def test_coarse_land_stays_outside_it(joined: shapely.Geometry) -> None:
    assert joined.contains(Point(4.9, -5))
    assert joined.contains(Point(-10, 5))
    assert not joined.contains(Point(5.1, 15))
    assert joined.is_valid
