import numpy as np
import pytest
import shapely
from geopandas import GeoSeries

from leopard_range.analysis.change import (
    ChangeInterval,
    RangeChange,
    published_share,
    range_change,
    simplify_partition,
)
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import (
    METRIC_CRS,
    PUBLISHED_SHARE,
    SQUARE_CURRENT,
    SQUARE_HISTORIC,
    SQUARE_KM2,
    SQUARE_PERCENT,
)
from tests.analysis.samples import frame

KM = 1000.0
HISTORIC = frame(shapely.from_wkt(SQUARE_HISTORIC))
CURRENT = frame(shapely.from_wkt(SQUARE_CURRENT))
MEASURES = ("lost_km2", "retained_km2", "gained_km2", "lost_percent", "net_change_percent", "jaccard_percent")


def change(historic_error_m: float = 0.0, current_error_m: float = 0.0, **options: object) -> RangeChange:
    return range_change(
        HISTORIC,
        CURRENT,
        historic_error_m=historic_error_m,
        current_error_m=current_error_m,
        **options,  # type: ignore[arg-type]
    )


def assert_brackets(interval: ChangeInterval | None, result: RangeChange) -> None:
    assert interval is not None
    for name in MEASURES:
        low, high = getattr(interval, f"{name}_low"), getattr(interval, f"{name}_high")
        assert low <= getattr(result, name) <= high, name


def test_two_squares() -> None:
    result = change()
    for name, km2 in SQUARE_KM2.items():
        assert getattr(result, f"{name}_km2") == pytest.approx(km2, rel=1e-12), name
    for name, percent in SQUARE_PERCENT.items():
        assert getattr(result, f"{name}_percent") == pytest.approx(percent, rel=1e-12), name
    assert result.boundary_km2 == result.boundary_percent == 0.0
    assert (result.n, result.crs, result.method) == (2, METRIC_CRS, "overlay_epsilon_band")
    assert result.notes == ()
    assert result.by_zone is None
    assert result.definition is None
    # Without errors there is no interval.
    for name in MEASURES:
        assert getattr(result.position, f"{name}_low") == getattr(result.position, f"{name}_high")


def test_two_drawings_of_one_outline_are_no_change() -> None:
    angle = np.linspace(0, 2 * np.pi, 3000, endpoint=False)
    rng = np.random.default_rng(0)

    def drawn() -> shapely.Polygon:
        radius = 100 * KM + rng.uniform(-40, 40, len(angle))
        return shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))

    result = range_change(frame(drawn()), frame(drawn()), historic_error_m=100, current_error_m=100)
    assert result.lost_km2 == result.gained_km2 == 0.0
    assert 5 < result.boundary_km2 < 25
    assert result.boundary_km2 == pytest.approx(result.boundary_lost_km2 + result.boundary_gained_km2)
    assert [note.code for note in result.notes] == ["boundary_uncertain"]
    total = result.lost_percent + result.retained_percent + result.boundary_percent
    assert total == pytest.approx(100, rel=1e-12)
    whole = range_change(
        frame(drawn()), frame(drawn()), historic_error_m=100, current_error_m=100, sliver_width_m=0
    )
    assert whole.boundary_km2 == 0.0
    assert whole.lost_km2 > 1


def test_a_sliver_is_told_by_its_mean_width() -> None:
    # 100 km by 3 km: 2 A / P = 2.9 km.
    grown = frame(shapely.box(0, 0, 100 * KM, 103 * KM))
    for error_m, kind in ((2_800, "gained"), (3_000, "boundary")):
        result = range_change(HISTORIC, grown, historic_error_m=error_m, current_error_m=0)
        part = result.parts[result.parts["side"] == "current"].iloc[0]
        assert part["change"] == kind
        assert part["width_m"] == pytest.approx(2 * 300 / 206 * KM)
    assert result.boundary_gained_km2 == pytest.approx(300)
    assert result.net_change_percent == pytest.approx(3)


def test_what_is_retained_is_never_boundary() -> None:
    result = change(60 * KM, 60 * KM)
    assert result.retained_km2 == pytest.approx(400)


def test_the_interval_from_the_positional_error() -> None:
    result = change(historic_error_m=5 * KM)
    assert_brackets(result.position, result)
    assert result.combined == result.position
    # Shrunk by 5 km: 90 by 90, of which 15 by 15 is shared.
    assert result.position.historic_km2_low == pytest.approx(8_100, rel=1e-9)
    assert result.position.lost_km2_low == pytest.approx(8_100 - 225, rel=1e-9)
    # Grown: 110 by 110 with round corners.
    corner = (4 - np.pi) * 25
    assert result.position.historic_km2_high == pytest.approx(110**2 - corner, rel=1e-3)
    assert result.position.current_km2_low == result.position.current_km2_high == pytest.approx(1_600)


def test_errors_of_both_outlines_widen_the_interval() -> None:
    one, both = change(historic_error_m=5 * KM).position, change(5 * KM, 5 * KM).position
    assert both.lost_km2_low < one.lost_km2_low
    assert both.lost_km2_high > one.lost_km2_high
    assert both.current_km2_low == pytest.approx(900, rel=1e-9)


def test_an_error_larger_than_the_range() -> None:
    result = change(historic_error_m=80 * KM, current_error_m=80 * KM)
    assert_brackets(result.combined, result)
    assert result.position.current_km2_low == 0.0
    assert result.position.lost_percent_high == pytest.approx(100)


def test_two_definitions_of_the_former_range() -> None:
    wide = frame(shapely.box(-100 * KM, 0, 100 * KM, 100 * KM))
    result = change(5 * KM, 1 * KM, other_historic=wide, other_historic_error_m=20 * KM)
    assert result.definition is not None
    assert result.definition.lost_km2_high == pytest.approx(19_600)
    assert result.definition.lost_percent_high == pytest.approx(98)
    assert result.definition.current_km2_low == result.definition.current_km2_high
    for interval in (result.position, result.definition, result.combined):
        assert_brackets(interval, result)
    assert result.combined.lost_km2_high > result.definition.lost_km2_high
    assert result.combined.lost_km2_low <= min(result.position.lost_km2_low, result.definition.lost_km2_low)


def test_shores_do_not_move() -> None:
    # Land ends where the former range does, on three sides, but is drawn with a shifted shore.
    land = frame(shapely.box(-300 * KM, -0.2 * KM, 100.2 * KM, 100.2 * KM))
    free, ashore = change(10 * KM), change(10 * KM, land=land)
    assert free.position.historic_km2_low == pytest.approx(6_400)
    # Only the western edge moves.
    assert ashore.position.historic_km2_low == pytest.approx(9_000, rel=1e-2)
    assert ashore.position.historic_km2_high == pytest.approx(11_000, rel=1e-2)
    assert ashore.lost_km2 == free.lost_km2
    assert_brackets(ashore.combined, ashore)


def test_zones_add_up() -> None:
    zones = frame(
        shapely.box(0, 0, 50 * KM, 100 * KM),
        shapely.box(50 * KM, 0, 100 * KM, 200 * KM),
        shapely.box(900 * KM, 0, 950 * KM, 1),
        name=["west", "east", "far"],
    )
    result = change(5 * KM, 1 * KM, zones=zones, zone_column="name")
    table = result.by_zone
    assert table is not None
    assert table["zone"].tolist() == ["west", "east", ""]
    for name in ("historic", "current", "lost", "retained", "gained", "boundary"):
        assert table[f"{name}_km2"].sum() == pytest.approx(getattr(result, f"{name}_km2"), rel=1e-12)
    west, east, outside = (row for _, row in table.iterrows())
    assert (west["lost_km2"], west["lost_percent"]) == (pytest.approx(5_000), pytest.approx(100))
    assert east["lost_percent"] == pytest.approx(92)
    assert outside["gained_km2"] == pytest.approx(800)
    assert np.isnan(outside["lost_percent"])
    assert (table["lost_km2_low"] <= table["lost_km2"]).all()
    assert (table["lost_km2"] <= table["lost_km2_high"]).all()
    assert west["lost_km2_low"] == pytest.approx(45 * 90)
    # Zones that hold everything leave no row for the outside.
    everywhere = frame(shapely.box(-900 * KM, -900 * KM, 900 * KM, 900 * KM), id=["all"])
    table = change(zones=everywhere).by_zone
    assert table is not None
    assert table["zone"].tolist() == ["all"]


def test_the_map_version_has_no_overlap_and_no_gap() -> None:
    angle = np.linspace(0, 2 * np.pi, 2000, endpoint=False)

    def wavy(x: float, phase: float) -> shapely.Polygon:
        radius = KM * (50 + 5 * np.sin(23 * angle + phase) + np.sin(171 * angle))
        return shapely.Polygon(np.column_stack([x + radius * np.cos(angle), radius * np.sin(angle)]))

    result = range_change(
        frame(wavy(0, 0)), frame(wavy(30 * KM, 1)), historic_error_m=400, current_error_m=400
    )
    thin = simplify_partition(result, 1_000)
    assert thin["change"].tolist() == [
        k for k in ("lost", "retained", "gained", "boundary") if k in set(thin["change"])
    ]
    assert thin.crs == METRIC_CRS
    shapes = thin.geometry.to_numpy()
    assert (
        shapely.get_num_coordinates(shapes).sum()
        < shapely.get_num_coordinates(result.parts.geometry).sum() / 3
    )
    assert shapely.coverage_is_valid(shapes)
    for i in range(len(shapes)):
        for j in range(i):
            assert shapely.area(shapely.intersection(shapes[i], shapes[j])) == 0.0
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(shapely.area(shapes).sum(), rel=1e-12)
    assert thin["area_km2"].sum() == pytest.approx(result.union_km2, rel=1e-12)


def test_published_share() -> None:
    current, historic, percent = PUBLISHED_SHARE
    alone = published_share(current, historic)
    assert round(alone.current_percent, 2) == percent
    assert alone.lost_percent == 100 - alone.current_percent
    assert alone.ours_percent is None
    result = change()
    ours = published_share(1_500, 9_000, result)
    assert ours.ours_percent == pytest.approx(4)
    assert ours.difference_points == pytest.approx(4 - 100 / 6)
    reasons = (ours.from_current_area_points, ours.from_historic_area_points, ours.from_outside_points)
    assert reasons == pytest.approx((100 * 100 / 9_000, 16 - 1600 / 90, -12))
    assert sum(reasons) == pytest.approx(ours.difference_points)  # type: ignore[arg-type]
    for bad in ((-1, 1), (1, 0), (np.nan, 1)):
        with pytest.raises(LeopardRangeError, match="bad_argument"):
            published_share(*bad)


def test_several_rows_and_overlaps_count_once() -> None:
    rows = frame(shapely.box(0, 0, 60 * KM, 100 * KM), shapely.box(40 * KM, 0, 100 * KM, 100 * KM))
    result = range_change(rows, CURRENT, historic_error_m=0, current_error_m=0)
    assert result.historic_km2 == pytest.approx(10_000)
    assert len(rows) == 2
    assert list(rows.columns) == ["geometry"]


def test_ranges_that_only_touch() -> None:
    result = range_change(
        HISTORIC, frame(shapely.box(100 * KM, 0, 150 * KM, 100 * KM)), historic_error_m=0, current_error_m=0
    )
    assert (result.retained_km2, result.lost_percent) == (0.0, 100.0)
    assert result.gained_km2 == pytest.approx(5_000)


def test_bad_input() -> None:
    def refuse(code: str, historic: object = HISTORIC, current: object = CURRENT, **options: object) -> None:
        settings = {"historic_error_m": 0, "current_error_m": 0} | options
        with pytest.raises(LeopardRangeError, match=code):
            range_change(historic, current, **settings)  # type: ignore[arg-type]

    refuse("missing_crs", frame(shapely.box(0, 0, 1, 1), crs=None))
    refuse("not_metric", frame(shapely.box(0, 0, 1, 1), crs=4326))
    refuse("crs_differs", current=frame(shapely.box(0, 0, 1, 1), crs="EPSG:32652"))
    refuse("file_empty", GeoSeries([], crs=METRIC_CRS))
    refuse("not_polygons", current=frame(shapely.Point(0, 0)))
    refuse("invalid_geometry", current=frame(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])))
    refuse("bad_argument", historic_error_m=-1)
    refuse("bad_argument", current_error_m=np.nan)
    refuse("bad_argument", sliver_width_m=-1)
    refuse("column_missing", zones=frame(shapely.box(0, 0, 1, 1)))
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        simplify_partition(change(), -1)
