"""What the public sees of cameras depends on nothing finer than the cell and the year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.privacy import (
    NOT_SHOWN,
    PUBLIC_RULES,
    Rules,
    cell_ids,
    detection_cells,
    station_cells,
)

TODAY = date(2026, 6, 1)
CELL = PUBLIC_RULES.cell_deg

inside = st.floats(0.001, 0.999)
place = st.tuples(st.integers(651, 656), st.integers(213, 217), st.integers(2009, 2012))


def survey(places: list[tuple[int, int, int]], where: Any, when: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build a survey: a station a place with two detections, at offsets drawn by `where` and `when`."""
    stations, detections = [], []
    for i, (column, row, year) in enumerate(places):
        x, y = where(i)
        start, end = sorted(when(i, year, k) for k in (0, 1))
        stations.append(
            {
                "deploymentID": f"d{i}",
                "locationID": f"s{i}",
                "longitude": round((column + x) * CELL, 6),
                "latitude": round((row + y) * CELL, 6),
                "deploymentStart": start,
                "deploymentEnd": end,
            }
        )
        detections += [
            {"deploymentID": f"d{i}", "eventStart": when(i, year, k), "individualID": f"L{k}"} for k in (2, 3)
        ]
    return pd.DataFrame(stations), pd.DataFrame(detections)


def offsets(seed: int) -> tuple[Any, Any]:
    """Return functions that put stations anywhere in their cell and moments anywhere in their year."""

    def where(i: int) -> tuple[float, float]:
        x, y = np.random.default_rng((seed, i)).uniform(0.001, 0.999, 2)
        return float(x), float(y)

    def when(i: int, year: int, k: int) -> str:
        days = int(np.random.default_rng((seed, i, k)).integers(0, 365))
        return (datetime(year, 1, 1, 12) + timedelta(days=days)).isoformat() + "+10:00"

    return where, when


def published(stations: pd.DataFrame, detections: pd.DataFrame) -> bytes:
    frames = (station_cells(stations, TODAY), detection_cells(stations, detections, TODAY))
    return "".join(str(frame.to_json()) for frame in frames).encode()


@settings(max_examples=25, deadline=None)
@given(st.lists(place, min_size=1, max_size=15), st.integers(0, 2**32), st.integers(0, 2**32))
def test_moving_stations_inside_their_cell_and_dates_inside_their_year_changes_no_byte(
    places: list[tuple[int, int, int]], one: int, other: int
) -> None:
    assert published(*survey(places, *offsets(one))) == published(*survey(places, *offsets(other)))


def test_moving_a_station_to_the_next_cell_does_change_it() -> None:
    where, when = offsets(1)
    near, far = [(653, 215, 2011)] * 6, [(653, 215, 2011)] * 3 + [(654, 215, 2011)] * 3
    assert published(*survey(near, where, when)) != published(*survey(far, where, when))


def shown(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Leave the neighbours out, of which nothing is told."""
    return frame[~frame.filter(like="_class").eq(NOT_SHOWN).any(axis=1)]


@settings(max_examples=25, deadline=None)
@given(st.lists(place, min_size=1, max_size=15))
def test_fewer_than_three_stations_are_never_shown(places: list[tuple[int, int, int]]) -> None:
    stations, detections = survey(places, *offsets(7))
    counts = pd.Series(places).value_counts()
    full = {f"{col}_{row}_{year}" for col, row, year in counts[counts >= 3].index}
    for frame in (station_cells(stations, TODAY), detection_cells(stations, detections, TODAY)):
        assert set(shown(frame)["cell"] + "_" + shown(frame)["year_from"].astype(str)) == full


@settings(max_examples=25, deadline=None)
@given(st.lists(place, min_size=1, max_size=15))
def test_cells_with_too_few_stations_leave_no_trace(places: list[tuple[int, int, int]]) -> None:
    counts = pd.Series(places).value_counts()
    full = [one for one in places if counts[one] >= 3]
    if not full:
        assert station_cells(survey(places, *offsets(7))[0], TODAY).empty
        return
    assert published(*survey(places, *offsets(7))) == published(*survey(full, *offsets(8)))


def test_neighbours_of_shown_cells_are_not_shown_whatever_stands_in_them() -> None:
    one, _ = survey([(653, 215, 2011)] * 3, *offsets(3))
    frame = station_cells(one, TODAY)
    assert len(frame) == 9
    assert frame["stations_class"].value_counts().to_dict() == {NOT_SHOWN: 8, "3-9": 1}
    with_two, _ = survey([(653, 215, 2011)] * 3 + [(654, 216, 2011)] * 2, *offsets(3))
    assert station_cells(with_two, TODAY).to_json() == frame.to_json()


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2013, 12, 31), []),
        (date(2014, 1, 1), [2011]),
        (date(2014, 12, 31), [2011]),
        (date(2015, 1, 1), [2011, 2012]),
    ],
)
def test_a_year_is_released_24_months_after_its_last_day(today: date, years: list[int]) -> None:
    stations, detections = survey([(653, 215, 2011)] * 3 + [(653, 215, 2012)] * 3, *offsets(3))
    assert shown(station_cells(stations, today))["year_from"].tolist() == years
    assert shown(detection_cells(stations, detections, today))["year_from"].tolist() == years


def test_a_delay_that_is_no_whole_year_is_rounded_up_never_down() -> None:
    stations, _ = survey([(653, 215, 2011)] * 3, *offsets(3))
    rules = Rules(delay_months=30)
    assert station_cells(stations, date(2014, 12, 31), rules).empty
    assert len(shown(station_cells(stations, date(2015, 1, 1), rules))) == 1


@pytest.mark.parametrize(
    ("seen", "label"), [(0, "0"), (1, "1-2"), (2, "1-2"), (3, "3-9"), (9, "3-9"), (10, "10+")]
)
def test_detections_are_classed(seen: int, label: str) -> None:
    stations, _ = survey([(653, 215, 2011)] * 3, *offsets(3))
    detections = pd.DataFrame(
        {"deploymentID": ["d0"] * seen, "eventStart": ["2011-05-01T05:00:00+10:00"] * seen}
    )
    assert shown(detection_cells(stations, detections, TODAY))["detections_class"].tolist() == [label]


def test_a_station_counts_once_however_often_it_is_set_up() -> None:
    stations, _ = survey([(653, 215, 2011)] * 3, *offsets(3))
    stations["locationID"] = "the same"
    assert station_cells(stations, TODAY).empty


def test_a_camera_over_new_year_stood_in_both_years() -> None:
    stations, detections = survey([(653, 215, 2011)] * 3, *offsets(3))
    stations["deploymentStart"], stations["deploymentEnd"] = (
        "2010-11-01T00:00:00+10:00",
        "2011-03-01T00:00:00+10:00",
    )
    detections["eventStart"] = "2011-02-01T00:00:00+10:00"
    frame = shown(detection_cells(stations, detections, TODAY))
    assert frame[["year_from", "detections_class"]].to_numpy().tolist() == [[2010, "0"], [2011, "3-9"]]


@settings(max_examples=200, deadline=None)
@given(st.integers(-900, 899), st.integers(-450, 449), inside, inside)
def test_every_position_falls_in_its_cell(column: int, row: int, x: float, y: float) -> None:
    found = cell_ids(np.array([(column + x) * CELL]), np.array([(row + y) * CELL]), CELL)
    assert found.tolist() == [[column, row]]


@settings(max_examples=200, deadline=None)
@given(st.integers(-900, 899), st.integers(-450, 449))
def test_a_position_on_the_edge_belongs_to_the_cell_it_begins(column: int, row: int) -> None:
    found = cell_ids(np.array([round(column * CELL, 6)]), np.array([round(row * CELL, 6)]), CELL)
    assert found.tolist() == [[column, row]]


def test_cells_are_whole_and_say_how_they_were_made() -> None:
    stations, _ = survey([(653, 215, 2011)] * 3, *offsets(3))
    frame = shown(station_cells(stations, TODAY))
    assert frame.geometry.iloc[0].bounds == pytest.approx((130.6, 43.0, 130.8, 43.2), abs=1e-12)
    row = frame.iloc[0]
    assert row["coordinatePrecision"] == 0.2
    # Half the diagonal of 16.3 by 22.2 km.
    assert row["coordinateUncertaintyInMeters"] == pytest.approx(13_800, abs=100)
    assert "0.2 degree grid" in row["dataGeneralizations"]
    assert "exact positions" in row["informationWithheld"]
    assert row["sensitivityReviewDate"] == "2031-01-01"
    assert not {"deploymentID", "locationID", "individualID", "longitude", "latitude", "eventStart"} & set(
        frame.columns
    )
