import numpy as np
import pytest

from leopard_range.analysis.alpha_hull import alpha_hull
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import (
    ALPHA_HULL_EDGES,
    ALPHA_HULL_KM2,
    ALPHA_HULL_MEAN_EDGE_M,
    ALPHA_HULL_TRIANGLES,
    EOO_PLANAR_KM2,
)
from tests.analysis.samples import lonlat_points, metric_points, points


@pytest.mark.parametrize("alpha", ALPHA_HULL_KM2)
def test_reference_points(alpha: int) -> None:
    result = alpha_hull(metric_points(), alpha=alpha)
    assert result.area_km2 == pytest.approx(ALPHA_HULL_KM2[alpha], rel=1e-10)
    assert result.mean_edge_m == pytest.approx(ALPHA_HULL_MEAN_EDGE_M, rel=1e-10)
    assert result.discontinuity_m == alpha * result.mean_edge_m
    assert (result.n_edges, result.n_triangles) == (ALPHA_HULL_EDGES, ALPHA_HULL_TRIANGLES)
    assert result.geometry.area[0] / 1e6 == pytest.approx(result.area_km2, rel=1e-12)
    assert result.geometry.is_valid.all()


def test_an_endless_alpha_is_the_convex_hull() -> None:
    result = alpha_hull(metric_points(), alpha=np.inf)
    assert result.area_km2 == pytest.approx(EOO_PLANAR_KM2, rel=1e-12)
    assert result.n_kept == ALPHA_HULL_TRIANGLES


def test_the_distance_of_the_first_date_serves_the_second() -> None:
    first = alpha_hull(metric_points(), alpha=2)
    fewer = metric_points().iloc[:50]
    second = alpha_hull(fewer, discontinuity_m=first.discontinuity_m)
    assert second.method == "alpha_hull_fixed_distance"
    assert second.discontinuity_m == first.discontinuity_m
    assert second.area_km2 != alpha_hull(fewer, alpha=2).area_km2


def test_two_clusters_are_two_parts() -> None:
    rng = np.random.default_rng(0)
    xy = rng.normal(0, 1_000, (40, 2))
    xy[20:, 0] += 500_000
    result = alpha_hull(points(xy), discontinuity_m=20_000)
    assert result.n_parts == 2
    assert result.area_km2 < 100


def test_a_lattice_of_ties_has_its_true_area() -> None:
    xy = np.stack(np.meshgrid(np.arange(5) * 1000.0, np.arange(5) * 1000.0), axis=-1)
    assert alpha_hull(points(xy), alpha=2).area_km2 == pytest.approx(16.0, rel=1e-12)


@pytest.mark.parametrize(
    ("xy", "kind"),
    [
        ([(0, 0)], "few_points"),
        ([(0, 0), (9, 9), (9, 9)], "few_points"),
        ([(0, 0), (0, 5e3), (0, 9e3)], "collinear"),
    ],
)
def test_no_area(xy: list[tuple[float, float]], kind: str) -> None:
    result = alpha_hull(points(xy))
    assert (result.area_km2, result.degenerate, result.n_parts, result.n_triangles) == (0.0, kind, 0, 0)
    assert result.geometry.is_empty.all()
    assert len(result.notes) == 1


def test_edges_of_a_line_run_from_neighbour_to_neighbour() -> None:
    assert alpha_hull(points([(0, 9e3), (0, 0), (0, 5e3)])).mean_edge_m == pytest.approx(4500)


def test_bad_input() -> None:
    with pytest.raises(LeopardRangeError, match="not_metric"):
        alpha_hull(lonlat_points())
    for alpha in (0, -1, np.nan):
        with pytest.raises(LeopardRangeError, match="bad_argument"):
            alpha_hull(metric_points(), alpha=alpha)
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        alpha_hull(metric_points(), discontinuity_m=0)
