import numpy as np
import pytest
import shapely

from leopard_range.analysis.eoo import eoo
from leopard_range.analysis.geodesy import geodesic_area_km2
from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import (
    EOO_GEODESIC_KM2,
    EOO_GEODESIC_LONLAT_HULL_KM2,
    EOO_PLANAR_KM2,
    EOO_WIDE_GEODESIC_KM2,
    EOO_WIDE_PLANAR_KM2,
    METRIC_CRS,
)
from tests.analysis.samples import frame, lonlat_points, metric_points, points


def wide_points() -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.column_stack([rng.uniform(112, 142, 400), rng.uniform(33, 54, 400)])


def test_reference_points() -> None:
    result = eoo(lonlat_points())
    assert result.area_km2 == pytest.approx(EOO_GEODESIC_KM2, rel=1e-12)
    assert result.area_km2 == pytest.approx(EOO_GEODESIC_LONLAT_HULL_KM2, rel=1e-12)
    assert result.hull_km2 == result.area_km2
    assert (result.method, result.crs, result.n, result.n_distinct) == ("geodesic_hull", "EPSG:4326", 63, 63)
    assert (result.degenerate, result.raised_to_aoo, result.notes) == ("", False, ())
    planar = eoo(metric_points(), hull="planar")
    assert planar.area_km2 == pytest.approx(EOO_PLANAR_KM2, rel=1e-12)
    assert (planar.method, planar.crs) == ("planar_hull", METRIC_CRS)


def test_wide_points_where_the_definitions_part() -> None:
    wide = points(wide_points(), 4326)
    assert eoo(wide).area_km2 == pytest.approx(EOO_WIDE_GEODESIC_KM2, rel=1e-12)
    assert eoo(wide.to_crs(METRIC_CRS)).area_km2 == pytest.approx(EOO_WIDE_GEODESIC_KM2, rel=1e-9)
    planar = eoo(wide.to_crs(METRIC_CRS), hull="planar")
    assert planar.area_km2 == pytest.approx(EOO_WIDE_PLANAR_KM2, rel=1e-12)


def test_the_drawn_hull_has_the_measured_area_and_holds_the_points() -> None:
    wide = points(wide_points(), 4326)
    result = eoo(wide)
    assert result.geometry.crs == WGS84
    assert geodesic_area_km2(result.geometry)[0] == pytest.approx(result.area_km2, rel=1e-6)
    assert wide.intersects(result.geometry.iloc[0].buffer(1e-6)).all()
    assert eoo(metric_points(), hull="planar").geometry.area[0] / 1e6 == pytest.approx(EOO_PLANAR_KM2)


@pytest.mark.parametrize(
    ("xy", "kind", "shape"),
    [
        ([(131, 43)], "few_points", "Point"),
        ([(131, 43), (131, 43), (131, 43)], "few_points", "Point"),
        ([(131, 43), (132, 44)], "few_points", "LineString"),
        ([(131, 42), (131, 43), (131, 45)], "collinear", "LineString"),  # one meridian is a geodesic
    ],
)
def test_no_area(xy: list[tuple[float, float]], kind: str, shape: str) -> None:
    result = eoo(points(xy, 4326))
    assert (result.area_km2, result.degenerate) == (0.0, kind)
    assert result.geometry.geom_type[0] == shape
    assert [note.code for note in result.notes] == [f"{kind}_points" if kind == "collinear" else kind]
    raised = eoo(points(xy, 4326), aoo_km2=8.0)
    assert (raised.area_km2, raised.hull_km2, raised.raised_to_aoo) == (8.0, 0.0, True)
    assert raised.notes[-1].code == "eoo_raised_to_aoo"


def test_points_on_a_parallel_are_not_on_one_geodesic() -> None:
    result = eoo(points([(125, 43), (131, 43), (137, 43)], 4326))
    assert result.degenerate == ""
    assert result.area_km2 > 1_000


def test_planar_points_on_a_line() -> None:
    result = eoo(points([(0, 0), (1000, 1000), (5000, 5000), (3000, 3000.0001)]), hull="planar")
    assert (result.area_km2, result.degenerate) == (0.0, "collinear")


def test_the_extent_is_never_below_the_occupied_area() -> None:
    assert eoo(lonlat_points(), aoo_km2=244).area_km2 == pytest.approx(EOO_GEODESIC_KM2)
    assert not eoo(lonlat_points(), aoo_km2=244).raised_to_aoo


def test_across_the_antimeridian_and_round_the_pole() -> None:
    assert eoo(points([(179, -1), (-179, -1), (-179, 1), (179, 1)], 4326)).area_km2 == pytest.approx(
        eoo(points([(-1, -1), (1, -1), (1, 1), (-1, 1)], 4326)).area_km2, rel=1e-12
    )
    polar = eoo(points([(0, 89), (90, 89), (180, 89), (270, 89)], 4326))
    assert polar.area_km2 == pytest.approx(2 * 111.69**2, rel=1e-3)


def test_too_wide_for_a_hull() -> None:
    with pytest.raises(LeopardRangeError, match="too_wide") as caught:
        eoo(points([(0, 0), (90, 0), (180, 0), (270, 0)], 4326), name="world.csv")
    assert caught.value.blanks["file"] == "world.csv"
    # Many points at one end do not drag the centre away from the middle.
    assert (
        eoo(points([(0, 0)] * 500 + [(130, 0), (60, 20)] + [(0, k / 100) for k in range(300)], 4326)).area_km2
        > 0
    )


def test_bad_input() -> None:
    with pytest.raises(LeopardRangeError, match="missing_crs"):
        eoo(points([(0, 0)], None))
    with pytest.raises(LeopardRangeError, match="not_metric"):
        eoo(lonlat_points(), hull="planar")
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        eoo(lonlat_points(), hull="spheroid")  # type: ignore[arg-type]
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        eoo(lonlat_points(), aoo_km2=-1)
    with pytest.raises(LeopardRangeError, match="not_points"):
        eoo(frame(shapely.box(130, 42, 131, 43), crs=4326))
    with pytest.raises(LeopardRangeError, match="nan_coordinate"):
        eoo(points([(131, np.nan)], 4326))
