"""Whatever two ranges look like, nothing may be lost or counted twice between the classes."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.analysis.change import range_change, simplify_partition
from leopard_range.analysis.overlay import overlay_area
from tests.analysis.samples import frame

KM = 1000.0
numbers = st.integers(0, 2**32 - 1)


def wavy(seed: int, corners: int) -> shapely.Polygon:
    """A star-shaped polygon some 100 km across, with bays and capes."""
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = KM * (50 + rng.uniform(-20, 20, corners))
    centre = rng.uniform(-40, 40, 2) * KM
    return shapely.Polygon(centre + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))


@settings(max_examples=20, deadline=None)
@given(numbers, numbers, st.integers(3, 80), st.sampled_from([0.0, 0.5, 5.0, 40.0]))
def test_classes_add_up_to_the_union(one: int, other: int, corners: int, error_km: float) -> None:
    before, after = frame(wavy(one, corners)), frame(wavy(other, corners))
    error_m = error_km * KM
    result = range_change(before, after, historic_error_m=error_m, current_error_m=error_m / 2)
    classes = result.lost_km2 + result.retained_km2 + result.gained_km2 + result.boundary_km2
    assert classes == pytest.approx(result.union_km2, rel=1e-12)
    parts = result.lost_percent + result.retained_percent + result.boundary_percent
    assert parts == pytest.approx(100, rel=1e-12)
    for name in (
        "lost_km2",
        "gained_km2",
        "retained_km2",
        "lost_percent",
        "net_change_percent",
        "jaccard_percent",
    ):
        low, high = (getattr(result.combined, f"{name}_{end}") for end in ("low", "high"))
        assert low <= getattr(result, name) <= high
    # The other way round, lost and gained change places.
    back = range_change(after, before, historic_error_m=error_m / 2, current_error_m=error_m)
    assert back.lost_km2 == pytest.approx(result.gained_km2, rel=1e-9, abs=1e-9)
    assert back.jaccard_percent == pytest.approx(result.jaccard_percent, rel=1e-9, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(numbers, numbers, st.integers(10, 200))
def test_the_map_version_never_overlaps(one: int, other: int, corners: int) -> None:
    before, after = frame(wavy(one, corners)), frame(wavy(other, corners))
    result = range_change(before, after, historic_error_m=2 * KM, current_error_m=KM)
    shapes = simplify_partition(result, 3 * KM).geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(shapely.area(shapes).sum(), rel=1e-12)


@settings(max_examples=25, deadline=None)
@given(numbers, st.integers(1, 4), st.integers(1, 30))
def test_shared_areas_equal_pairwise_intersections(seed: int, ranges: int, features: int) -> None:
    left = [wavy(seed + k, 40) for k in range(ranges)]
    right = [wavy(seed + 100 + k, 7) for k in range(features)]
    result = overlay_area(frame(*left), frame(*right))
    direct = shapely.area(shapely.intersection(np.array(left)[:, None], np.array(right)[None, :])) / 1e6
    assert result.by_range_km2.to_numpy() == pytest.approx(direct.sum(axis=1), rel=1e-12)
    assert result.by_feature_km2.to_numpy() == pytest.approx(direct.sum(axis=0), rel=1e-12)
