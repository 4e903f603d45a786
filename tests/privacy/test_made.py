"""What is made from published cells, and what is looked for before anything is copied."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pytest
from pyproj import Geod
from shapely import box

from leopard_range.errors import LeopardRangeError
from leopard_range.privacy import (
    NO_DATA,
    NOT_SHOWN,
    area_counts,
    detection_cells,
    near_places,
    shown_stations,
    smoothed,
    stricter,
    traced,
)
from tests.privacy.private import survey

TODAY = date(2026, 6, 1)
PLAN = {(653, 215): {2010: 4}, (654, 215): {2010: 10}, (655, 215): {2010: 2}}


def areas(*shapes: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"id": [f"a{i}" for i in range(len(shapes))]}, geometry=list(shapes), crs=4326)


def test_animals_are_counted_in_shown_cells_that_lie_mostly_in_an_area() -> None:
    drawn = survey("a", PLAN, 0, young=False)
    most, less = box(130.5, 43, 130.71, 43.2), box(130.5, 43, 130.69, 43.2)
    whole = box(130, 42, 132, 44)
    table = area_counts(drawn.stations, drawn.detections, areas(most, less, whole), TODAY)
    assert table["id"].tolist() == ["a0", "a2"], "less than half of a cell is not the cell"
    assert table["stations_class"].tolist() == ["3-9", "10+"]
    assert set(table["individuals_class"]) <= {"0", "1-2", "3-9"}
    assert not {"individualID", "locationID", "longitude"} & set(table.columns)
    assert area_counts(drawn.stations, drawn.detections, areas(box(0, 0, 1, 1)), TODAY).empty


def test_an_area_is_never_laid_over_stations() -> None:
    one, other = survey("a", PLAN, 0, young=False), survey("a", PLAN, 99, young=False)
    cut = areas(box(130.5, 43.05, 130.78, 43.19))
    tables = [area_counts(s.stations, s.detections, cut, TODAY).to_csv() for s in (one, other)]
    assert tables[0] == tables[1]


def test_the_stations_behind_each_answer_are_three_or_more() -> None:
    sets = shown_stations(survey("a", PLAN, 0).stations, TODAY)
    assert {at: len(names) for at, names in sets.items()} == {(2010, "653_215"): 4, (2010, "654_215"): 10}


def test_the_surface_needs_the_cells_and_nothing_else() -> None:
    one, other = (
        detection_cells(s.stations, s.detections, TODAY) for s in (survey("a", PLAN, 0), survey("a", PLAN, 5))
    )
    first, second = smoothed(one, "detections_class"), smoothed(other, "detections_class")
    assert np.array_equal(first[0], second[0])
    values, transform = first
    assert values.dtype == np.float32
    assert (transform.c, transform.f) == (130.6, 43.2)
    assert transform.a == pytest.approx(0.025)
    assert values.shape == (8, 16)
    assert values.min() >= 0
    assert values[:, 8:].mean() > values[:, :8].mean(), "more was seen in the eastern cell"


def test_the_surface_is_bare_where_nothing_is_shown() -> None:
    cells = gpd.GeoDataFrame(
        {"cell": ["653_215", "655_215", "654_215"], "c": ["3-9", "10+", NOT_SHOWN]},
        geometry=[box(0, 0, 1, 1)] * 3,
        crs=4326,
    )
    values, _ = smoothed(cells, "c")
    assert (values[:, 8:16] == NO_DATA).all()
    assert values[:, :8].min() >= 3
    assert values.max() <= 10
    with pytest.raises(ValueError, match="no cell"):
        smoothed(cells[cells["c"] == NOT_SHOWN], "c")


@pytest.mark.parametrize(("away_m", "near"), [(0, True), (450, True), (550, False), (5_000, False)])
def test_near_is_half_a_kilometre(away_m: float, near: bool) -> None:
    secret = np.array([[130.7, 43.1], [131.4, 43.4]])
    lon, lat, _ = Geod(ellps="WGS84").fwd(130.7, 43.1, 73, away_m)
    assert near_places(np.array([[lon, lat]]), secret).tolist() == [near]


def test_what_is_no_position_is_near_nothing() -> None:
    odd = np.array([[np.nan, 43.1], [np.inf, 0], [1e300, 1e300], [130.7, 95.0]])
    assert not near_places(odd, np.array([[130.7, 43.1]])).any()
    assert not near_places(odd, np.empty((0, 2))).any()


def test_a_road_past_a_station_is_not_drawn_from_it_but_a_hull_is() -> None:
    secret = np.array([[130.7, 43.1], [130.8, 43.2], [130.9, 43.1]])
    road = np.column_stack([np.linspace(130.5, 131, 50), np.full(50, 43.1)])
    road[20] = secret[0]
    assert traced(road, np.zeros(50, dtype=np.int64), secret) is None
    both = np.vstack([road, secret, secret[:1]])
    owner = np.array([0] * 50 + [1] * 4)
    assert traced(both, owner, secret) == 1
    assert traced(np.empty((0, 2)), np.empty(0, dtype=np.int64), secret) is None


def test_rules_that_are_stricter_are_made_exactly() -> None:
    assert stricter().cell_deg == 0.2
    assert stricter(cell_deg=0.6000000000000001).cell_deg == 0.6
    with pytest.raises(LeopardRangeError, match="rule_too_large"):
        stricter(min_stations=10_000)


def test_individuals_of_nobody_are_none() -> None:
    drawn = survey("a", PLAN, 0, young=False)
    bare = drawn.detections.assign(individualID="")
    table = area_counts(drawn.stations, bare, areas(box(130, 42, 132, 44)), TODAY)
    assert table["individuals_class"].tolist() == ["0"]
