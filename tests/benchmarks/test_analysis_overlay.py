"""Shared areas by the contained shortcut against `geopandas.overlay`: 50 ranges of 5,000 corners.

``extra_info`` holds the ratio of wall times, peer by ours, in one run.
"""

from __future__ import annotations

import time
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame

from leopard_range.analysis.overlay import overlay_area
from tests.analysis.reference_values import METRIC_CRS

RANGES, CORNERS = 50, 5_000


def ranges() -> GeoDataFrame:
    """Outlines 200-600 km across with bays of every size; they overlap as ranges of eras do."""
    rng = np.random.default_rng(0)
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    wave = np.arange(1, 40)[:, None]
    shapes = []
    for _ in range(RANGES):
        size = rng.normal(0, 1, wave.shape) / wave**1.3
        ripple = (size * np.cos(wave * angle + rng.uniform(0, 2 * np.pi, wave.shape))).sum(axis=0)
        radius = rng.uniform(1e5, 3e5) * np.clip(1 + 0.25 * ripple, 0.2, None)
        centre = rng.uniform(-6e5, 6e5, 2)
        shapes.append(
            shapely.Polygon(centre + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
        )
    return GeoDataFrame({"range": np.arange(RANGES)}, geometry=shapes, crs=METRIC_CRS)


def patches(count: int) -> GeoDataFrame:
    """Habitat patches 1-5 km across with 16 corners."""
    rng = np.random.default_rng(1)
    angle = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    centre = rng.uniform(-8e5, 8e5, (count, 1, 2))
    radius = rng.uniform(500, 2_500, (count, 1, 1)) * (1 + 0.3 * rng.uniform(-1, 1, (count, 16, 1)))
    rings = centre + radius * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return GeoDataFrame({"patch": np.arange(count)}, geometry=shapely.polygons(rings), crs=METRIC_CRS)


@pytest.mark.parametrize("count", [500, 10_000, 100_000])
def test_overlay(benchmark: Any, count: int) -> None:
    if benchmark.disabled and count > 500:
        pytest.skip("measured with “make bench”")
    left, right = ranges(), patches(count)
    result = benchmark.pedantic(overlay_area, (left, right), rounds=3 if count > 10_000 else 5)
    started = time.perf_counter()
    full = gpd.overlay(left, right, how="intersection", keep_geom_type=True)
    peer_s = time.perf_counter() - started
    whole = full.area.groupby(full["range"]).sum().reindex(range(RANGES), fill_value=0.0) / 1e6
    assert result.by_range_km2.to_numpy() == pytest.approx(whole.to_numpy(), rel=1e-12)
    benchmark.extra_info["difference"] = float(np.abs(result.by_range_km2 / whole - 1).max())
    if benchmark.enabled:
        benchmark.extra_info["ratio"] = round(peer_s / benchmark.stats.stats.median, 1)
        started = time.perf_counter()
        overlay_area(left, right, threads=2)
        benchmark.extra_info["two_threads"] = round(peer_s / (time.perf_counter() - started), 1)
