"""Effort: partial days, gaps, stations with two cameras, clocks that change, and camtrapR's own matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from leopard_range.analysis.effort import located, operation, operation_from_usage, survey_operation
from leopard_range.errors import LeopardRangeError
from leopard_range.model.survey import Survey
from tests.surveys import records, reference, survey, table


def put(name: str, start: str, end: str, station: str = "") -> dict[str, Any]:
    return {"deploymentID": name, "locationID": station, "deploymentStart": start, "deploymentEnd": end}


def test_first_and_last_day_count_as_the_part_watched() -> None:
    one = survey([put("d1", "2020-05-01T12:00+10:00", "2020-05-04T06:00+10:00", "A")])
    found = survey_operation(one)
    assert found.stations == ("A",)
    assert found.days is not None
    assert [str(day.date()) for day in found.days] == ["2020-05-01", "2020-05-02", "2020-05-03", "2020-05-04"]
    np.testing.assert_allclose(found.effort, [[0.5, 1, 1, 0.25]])
    assert found.total == pytest.approx(2.75)


def test_days_are_the_cameras_days_not_utc_ones() -> None:
    # 00:00 to 24:00 in Vladivostok is 14:00 to 14:00 UTC.
    found = survey_operation(survey([put("d1", "2020-04-30T14:00Z", "2020-05-01T14:00Z")]))
    np.testing.assert_array_equal(found.effort, [[1.0]])


def test_a_gap_is_zero_and_beyond_the_deployment_is_nothing() -> None:
    rows = [
        put("d1", "2020-05-01T00:00+10:00", "2020-05-05T00:00+10:00", "A"),
        put("d2", "2020-05-03T00:00+10:00", "2020-05-06T00:00+10:00", "B"),
    ]
    gaps = [{"deploymentID": "d1", "start": "2020-05-02T00:00+10:00", "end": "2020-05-03T18:00+10:00"}]
    gaps += [{"deploymentID": "d1", "start": "2020-05-02T12:00+10:00", "end": "2020-05-02T13:00+10:00"}]
    gaps += [{"deploymentID": "d2", "start": "2020-04-01T00:00+10:00", "end": "2020-05-03T12:00+10:00"}]
    found = survey_operation(survey(rows, gaps=gaps))
    nothing = np.nan
    np.testing.assert_allclose(
        found.effort, [[1, 0, 0.25, 1, nothing], [nothing, nothing, 0.5, 1, 1]], equal_nan=True
    )
    np.testing.assert_allclose(found.stood, [[1, 1, 1, 1, 0], [0, 0, 1, 1, 1]])
    np.testing.assert_allclose(found.trap_days, [2.25, 2.5])


def test_two_cameras_at_one_station_are_united_unless_asked() -> None:
    rows = [
        put("left", "2020-05-01T00:00+10:00", "2020-05-03T00:00+10:00", "A"),
        put("right", "2020-05-02T00:00+10:00", "2020-05-04T00:00+10:00", "A"),
        put("again", "2020-05-02T00:00+10:00", "2020-05-02T12:00+10:00", "A"),
    ]
    gaps = [{"deploymentID": "left", "start": "2020-05-02T12:00+10:00", "end": "2020-05-03T00:00+10:00"}]
    both = survey(rows, gaps=gaps)
    np.testing.assert_allclose(survey_operation(both).effort, [[1, 1, 1]])
    np.testing.assert_allclose(survey_operation(both, "added").effort, [[1, 2, 1]])


def test_a_day_of_25_hours_has_25_hours() -> None:
    rows = [put("d1", "2021-10-30T12:00+02:00", "2021-11-01T00:00+01:00")]
    found = operation(table("deployments", rows), table("gaps", ()), "Europe/Brussels")
    np.testing.assert_allclose(found.effort, [[0.5, 25 / 24]])
    rows = [put("d1", "2021-03-27T00:00+01:00", "2021-03-29T00:00+02:00")]
    found = operation(table("deployments", rows), table("gaps", ()), "Europe/Brussels")
    np.testing.assert_allclose(found.effort, [[1, 23 / 24]])


def test_a_midnight_that_does_not_exist_starts_the_day_at_one() -> None:
    # In Beirut the clock went from 00:00 to 01:00 on 28 March 2021.
    rows = [put("d1", "2021-03-27T22:00Z", "2021-03-28T21:00Z")]
    found = operation(table("deployments", rows), table("gaps", ()), "Asia/Beirut")
    np.testing.assert_allclose(found.effort, [[23 / 24]])


def test_rows_that_cannot_be_counted_watch_nothing() -> None:
    rows = [
        put("d1", "2020-05-01T00:00+10:00", "2020-05-03T00:00+10:00", "A"),
        put("d2", "2020-05-03T00:00+10:00", "2020-05-01T00:00+10:00", "B"),
        {"deploymentID": "d3", "locationID": "C"},
    ]
    found = survey_operation(survey(rows))
    np.testing.assert_allclose(found.trap_days, [2, 0, 0])
    assert np.isnan(found.effort[1:]).all()
    with pytest.raises(LeopardRangeError) as no:
        survey_operation(survey(rows[1:]))
    assert no.value.code == "survey_no_effort"


def test_centuries_of_stations_are_refused() -> None:
    rows = [put(f"d{n}", "1971-06-01T00:00Z", "2250-01-01T00:00Z", f"s{n}") for n in range(500)]
    with pytest.raises(LeopardRangeError) as no:
        survey_operation(survey(rows))
    assert no.value.code == "survey_too_long"


def test_effort_by_occasion() -> None:
    deployments = table("deployments", [{"deploymentID": "1"}, {"deploymentID": "2"}])
    usage = [
        {"deploymentID": "1", "occasion": 1, "effort_days": 1.0},
        {"deploymentID": "2", "occasion": 3, "effort_days": 0.5},
        {"deploymentID": "9", "occasion": 4, "effort_days": 1.0},
    ]
    found = operation_from_usage(deployments, table("usage", usage))
    assert found.days is None
    np.testing.assert_allclose(found.effort, [[1, np.nan, np.nan], [np.nan, np.nan, 0.5]], equal_nan=True)
    assert found.total == 1.5


def test_one_year_of_effort() -> None:
    found = survey_operation(survey([put("d1", "2020-12-31T00:00+10:00", "2021-01-03T00:00+10:00")]))
    assert found.of_year(2021).total == pytest.approx(2)
    assert found.of_year(0).total == pytest.approx(3)


def test_observations_learn_their_station() -> None:
    one = survey(
        [put("d1", "2020-05-01T00:00Z", "2020-05-03T00:00Z", "A"), put("d2", "", "")],
        [{"deploymentID": name} for name in ("d2", "d1", "lost")],
    )
    assert located(one.counted, one.deployments)["locationID"].tolist() == ["d2", "A", ""]


def camtrapr() -> Survey:
    """The sample of camtrapR 3.0.3 in its convention for dates without times.

    A camera put up or taken down on a date stood from noon or until noon; a problem lasts from the beginning
    of its first date to the end of its last.
    """
    frame = pd.read_csv(reference("camtrapR_sample") / "camtraps.csv")

    def moment(dates: pd.Series, hour: int) -> pd.Series:
        local = pd.to_datetime(dates, format="%d/%m/%Y") + pd.Timedelta(hours=hour)
        return local.dt.tz_localize("Asia/Kuala_Lumpur").map(lambda one: one.isoformat())

    rows = pd.DataFrame(
        {
            "deploymentID": frame["Station"],
            "locationID": frame["Station"],
            "deploymentStart": moment(frame["Setup_date"], 12),
            "deploymentEnd": moment(frame["Retrieval_date"], 12),
        }
    )
    broken = frame[frame["Problem1_from"].notna()]
    gaps = pd.DataFrame(
        {
            "deploymentID": broken["Station"],
            "start": moment(broken["Problem1_from"], 0),
            "end": moment(broken["Problem1_to"], 24),
        }
    )
    return survey(records(rows), gaps=records(gaps), timezone="Asia/Kuala_Lumpur")


@pytest.mark.data
def test_the_matrix_of_camtrapr() -> None:
    expected = pd.read_csv(reference("camtrapR_sample") / "expected_camera_operation.csv", index_col=0)
    found = survey_operation(camtrapr())
    assert found.days is not None
    assert [str(day.date()) for day in found.days] == list(expected.columns)
    np.testing.assert_allclose(found.effort, expected.to_numpy(), atol=1e-12, equal_nan=True)
    np.testing.assert_allclose(found.trap_days, [42, 43, 37.5])


@pytest.mark.data
def test_the_effort_of_the_camtrap_dp_example() -> None:
    frame = pd.read_csv(reference("camtrapdp_examples") / "v1.0.2" / "example" / "deployments.csv")
    columns = ["deploymentID", "locationID", "deploymentStart", "deploymentEnd"]
    found = survey_operation(survey(records(frame[columns]), timezone="Europe/Brussels"))
    np.testing.assert_allclose(found.trap_days, [32.2806, 9.9521, 9.1065, 22.0324], atol=5e-5)
