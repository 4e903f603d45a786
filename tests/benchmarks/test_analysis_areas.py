"""Other analyses side by side with the usual way; ``extra_info`` holds the ratio, peer by ours."""

from __future__ import annotations

import time
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geopandas import GeoSeries

from leopard_range.analysis.change import range_change, simplify_partition
from leopard_range.analysis.geodesy import WGS84_GEOD, geodesic_area_km2
from tests.analysis.samples import frame

KM = 1000.0


def test_geodesic_area_of_many_small_polygons(benchmark: Any) -> None:
    """Line integrals of whole arrays against one call of GeographicLib a polygon."""
    count = 20_000 if benchmark.enabled else 200
    rng = np.random.default_rng(0)
    centres = shapely.points(rng.uniform(125, 135, count), rng.uniform(40, 45, count))
    polygons = GeoSeries(shapely.buffer(centres, 0.02), crs=4326)
    result = benchmark(geodesic_area_km2, polygons)
    started = time.perf_counter()
    peer = np.array([abs(WGS84_GEOD.geometry_area_perimeter(polygon)[0]) for polygon in polygons]) / 1e6
    peer_s = time.perf_counter() - started
    # The peer's edges are geodesics; on edges this short that is a matter of the tenth digit.
    assert result.to_numpy() == pytest.approx(peer, rel=2e-9)
    if benchmark.enabled:
        benchmark.extra_info["ratio"] = round(peer_s / benchmark.stats.stats.median, 1)


def coastline(seed: int, corners: int) -> shapely.Polygon:
    """An outline of 483,000 km2 drawn with up to 42 m of noise."""
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    shape = 1 + 0.2 * np.sin(3 * angle) + 0.02 * np.sin(97 * angle)
    radius = 387 * KM * shape + np.random.default_rng(seed).uniform(-42, 42, corners)
    return shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))


@pytest.mark.parametrize("corners", [2_000, 20_000])
def test_change_between_two_drawings_of_one_outline(benchmark: Any, corners: int) -> None:
    """Partition, slivers and nine pairs for the interval; the peer is one overlay, without any of these."""
    if benchmark.disabled and corners > 2_000:
        pytest.skip("measured with “make bench”")
    before, after = frame(coastline(0, corners)), frame(coastline(1, corners))
    result = benchmark.pedantic(
        range_change, (before, after), {"historic_error_m": 100, "current_error_m": 100}, rounds=3
    )
    assert result.lost_km2 == result.gained_km2 == 0
    classes = result.lost_km2 + result.retained_km2 + result.gained_km2 + result.boundary_km2
    assert classes == pytest.approx(result.union_km2, rel=1e-12)
    started = time.perf_counter()
    gpd.overlay(before, after, how="union")
    peer_s = time.perf_counter() - started
    benchmark.extra_info["slivers"] = len(result.parts) - 1
    benchmark.extra_info["boundary_km2"] = round(result.boundary_km2, 1)
    if benchmark.enabled:
        benchmark.extra_info["ratio"] = round(peer_s / benchmark.stats.stats.median, 2)


def test_map_version_of_a_partition(benchmark: Any) -> None:
    """Thinning the classes as a coverage; the peer, thinning each alone, leaves gaps and overlaps."""
    corners = 20_000 if benchmark.enabled else 1_000
    before = frame(coastline(0, corners))
    after = frame(shapely.affinity.translate(coastline(1, corners), 200 * KM))
    change = range_change(before, after, historic_error_m=100, current_error_m=100)
    thin = benchmark.pedantic(simplify_partition, (change, 2 * KM), rounds=3)
    shapes = thin.geometry.to_numpy()
    overlap = (shapely.area(shapes).sum() - shapely.area(shapely.union_all(shapes))) / 1e6
    assert overlap == pytest.approx(0, abs=1e-6)
    whole = [shapely.union_all(group.geometry.to_numpy()) for _, group in change.parts.groupby("change")]
    started = time.perf_counter()
    alone = shapely.make_valid(shapely.simplify(np.array(whole), 2 * KM))
    peer_s = time.perf_counter() - started
    benchmark.extra_info["peer_overlap_km2"] = round(
        float(shapely.area(alone).sum() - shapely.area(shapely.union_all(alone))) / 1e6, 1
    )
    if benchmark.enabled:
        benchmark.extra_info["ratio"] = round(peer_s / benchmark.stats.stats.median, 2)
