import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame

from leopard_range.analysis.overlay import overlay_area, protected_share
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import METRIC_CRS
from tests.analysis.samples import frame

KM = 1000.0
RANGE = frame(shapely.box(0, 0, 100 * KM, 100 * KM))


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(west * KM, south * KM, east * KM, north * KM)


def blobs(count: int, corners: int, radius: float, seed: int) -> GeoDataFrame:
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    centre = rng.uniform(-60 * KM, 60 * KM, (count, 2))
    reach = radius * (1 + 0.3 * rng.uniform(-1, 1, (count, corners)))
    rings = centre[:, None, :] + reach[:, :, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return GeoDataFrame({"k": range(count)}, geometry=shapely.polygons(rings), crs=METRIC_CRS)


@pytest.mark.parametrize("threads", [1, 3])
def test_equal_to_a_full_overlay(threads: int) -> None:
    ranges, patches = blobs(6, 300, 30 * KM, 1), blobs(800, 9, 1.5 * KM, 2)
    ranges.index, patches.index = list("abcdef"), np.arange(800) + 10_000
    result = overlay_area(ranges, patches, threads=threads)
    full = gpd.overlay(ranges, patches, how="intersection", keep_geom_type=True)
    pieces = full.set_index(["k_1", "k_2"]).area / 1e6
    assert len(result.pairs) == len(pieces)
    ours = {(ord(r) - ord("a"), f - 10_000): km2 for r, f, km2 in result.pairs.itertuples(index=False)}
    for key, km2 in pieces.items():
        assert ours[key] == pytest.approx(km2, rel=1e-12, abs=1e-15)
    assert result.by_range_km2.sum() == pytest.approx(pieces.sum(), rel=1e-12)
    assert result.by_feature_km2.sum() == pytest.approx(pieces.sum(), rel=1e-12)
    assert list(result.by_range_km2.index) == list("abcdef")
    assert result.method == "contained_shortcut"


def test_the_sides_can_be_swapped() -> None:
    ranges, patches = blobs(5, 300, 30 * KM, 3), blobs(100, 9, 3 * KM, 4)
    one, other = overlay_area(ranges, patches), overlay_area(patches, ranges)
    assert other.by_feature_km2.to_numpy() == pytest.approx(one.by_range_km2.to_numpy(), rel=1e-12)
    assert len(one.pairs) == len(other.pairs)


def test_a_feature_larger_than_the_range_and_one_that_only_touches() -> None:
    features = frame(box(-10, -10, 200, 200), box(100, 0, 150, 100), box(300, 0, 400, 1))
    result = overlay_area(RANGE, features)
    assert result.by_feature_km2.tolist() == pytest.approx([10_000, 0, 0])
    assert len(result.pairs) == 1
    assert overlay_area(RANGE, features.iloc[:0]).by_range_km2.tolist() == [0.0]


def test_overlay_refuses() -> None:
    with pytest.raises(LeopardRangeError, match="crs_differs"):
        overlay_area(RANGE, frame(box(0, 0, 1, 1), crs="EPSG:32652"))
    with pytest.raises(LeopardRangeError, match="not_metric"):
        overlay_area(frame(shapely.box(130, 42, 131, 43), crs=4326), RANGE)
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        overlay_area(RANGE, RANGE, threads=0)


def reserves(**changes: list[object]) -> GeoDataFrame:
    """A refuge (A) that became a larger park (B), an older one abroad (C), and one far away (D)."""
    table = {
        "id": ["A", "B", "C", "D"],
        "country": ["RU", "RU", "CN", "RU"],
        "category": ["IV", "II", "", "Ia"],
        "year_from": [1979, 2012, 2001, 1916],
        "year_to": [2012, None, None, None],
        "merged_into": ["B", None, None, None],
    } | changes
    return frame(box(0, 0, 50, 20), box(0, 0, 60, 20), box(55, 0, 100, 20), box(500, 0, 600, 100), **table)


@pytest.mark.parametrize(
    ("year", "km2"),
    [(1915, 0), (1978, 0), (1979, 1000), (2001, 1900), (2011, 1900), (2012, 2000), (2026, 2000)],
)
def test_reserves_of_a_year(year: int, km2: float) -> None:
    result = protected_share(RANGE, reserves(), year)
    assert result.protected_km2 == pytest.approx(km2, rel=1e-12, abs=1e-12)
    assert result.protected_percent == pytest.approx(km2 / 100, rel=1e-12, abs=1e-12)
    assert result.range_km2 == pytest.approx(10_000)
    assert result.geometry.area.sum() / 1e6 == pytest.approx(km2, rel=1e-12, abs=1e-12)
    assert result.by_country["protected_km2"].sum() == pytest.approx(km2, rel=1e-12, abs=1e-12)
    assert result.by_category["percent"].sum() == pytest.approx(km2 / 100, rel=1e-12, abs=1e-12)
    assert (result.protected_km2_low, result.protected_km2_high) == (result.protected_km2,) * 2


def test_a_merger_hands_over_in_its_year() -> None:
    result = protected_share(RANGE, reserves(), 2012)
    assert result.reserves["id"].tolist() == ["B", "C"]
    # A successor that begins later leaves the old reserve its last year.
    later = protected_share(RANGE, reserves(year_from=[1979, 2013, 2001, 1916]), 2012)
    assert later.reserves["id"].tolist() == ["A", "C"]


def test_overlapping_reserves_count_once_for_the_strictest() -> None:
    result = protected_share(RANGE, reserves(), 2020)
    assert result.by_category.set_index("category")["protected_km2"].to_dict() == pytest.approx(
        {"": 800, "II": 1200}
    )
    assert result.by_country.set_index("country")["protected_km2"].to_dict() == pytest.approx(
        {"CN": 800, "RU": 1200}
    )
    listed = result.reserves.set_index("id")
    assert listed.loc["C", "in_range_km2"] == pytest.approx(900)
    assert listed.loc["C", "counted_km2"] == pytest.approx(800)
    assert result.n == 2


def test_positional_errors_give_an_interval() -> None:
    table = reserves(
        pos_error_m=[0.0, 2 * KM, None, 5 * KM], method=["surveyed", "schematic", "surveyed", "surveyed"]
    )
    result = protected_share(RANGE, table, 2020)
    # B shrinks to 56 by 16 and C keeps its ground; grown B reaches 2 km further north and east.
    assert result.protected_km2_low == pytest.approx(56 * 16 - 3 * 16 + 900, rel=1e-9)
    assert result.protected_km2 == pytest.approx(2000)
    assert result.protected_km2_low < result.protected_km2 < result.protected_km2_high
    assert result.protected_percent_high == pytest.approx(result.protected_km2_high / 100)
    assert [note.code for note in result.notes] == ["reserves_approximate"]
    assert dict(result.notes[0].blanks) == {"count": 1}


def test_a_reserve_that_may_lie_in_the_range_counts_in_the_upper_bound() -> None:
    beside = reserves(pos_error_m=[0.0, 0.0, 0.0, 450 * KM])
    assert protected_share(RANGE, beside, 1950).protected_km2 == 0.0
    assert protected_share(RANGE, beside, 1950).protected_km2_high > 1_000


def test_countries_hold_grown_reserves_and_give_the_ground() -> None:
    countries = frame(
        box(-50, -50, 70, 200), box(70, -50, 90, 200), box(90, -50, 200, 200), id=["RU", "CN", "KP"]
    )
    table = reserves(pos_error_m=[0.0, 0.0, 30 * KM, 0.0])
    free = protected_share(RANGE, table, 2020)
    held = protected_share(RANGE, table, 2020, countries=countries)
    assert held.protected_km2_high < free.protected_km2_high
    by = held.by_country.set_index("country")
    assert by["range_km2"].to_dict() == pytest.approx({"CN": 2000, "KP": 1000, "RU": 7000})
    assert by.loc["KP", "protected_km2"] == 0.0
    assert by.loc["RU", "range_percent"] == pytest.approx(100 * 1200 / 7000)


def test_several_rows_of_a_range_and_untouched_arguments() -> None:
    halves = frame(box(0, 0, 60, 100), box(40, 0, 100, 100))
    table = reserves()
    before = table.copy()
    assert protected_share(halves, table, 2020).protected_percent == pytest.approx(20)
    pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(before))


def test_protected_share_refuses() -> None:
    with pytest.raises(LeopardRangeError, match="column_missing") as caught:
        protected_share(RANGE, reserves().drop(columns="merged_into"), 2020)
    assert caught.value.blanks["column"] == "merged_into"
    with pytest.raises(LeopardRangeError, match="bad_number") as caught:
        protected_share(RANGE, reserves(year_from=[1979, None, 2001, 1916]), 2020)
    assert caught.value.blanks["row"] == 2
    for year in (2011.5, "2011", None):
        with pytest.raises(LeopardRangeError, match="bad_argument"):
            protected_share(RANGE, reserves(), year)  # type: ignore[arg-type]
    with pytest.raises(LeopardRangeError, match="crs_differs"):
        protected_share(RANGE, reserves().set_crs("EPSG:32652", allow_override=True), 2020)
    with pytest.raises(LeopardRangeError, match="column_missing"):
        protected_share(RANGE, reserves(), 2020, countries=RANGE)
