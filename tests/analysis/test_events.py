"""Independent records by both rules, and histories of detections, as camtrapR counts them."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from leopard_range.analysis.effort import located, survey_operation
from leopard_range.analysis.events import Rule, detection_history, independent
from tests.analysis.test_effort import camtrapr, put
from tests.surveys import records, reference, survey, table


def times(*minutes: int, animal: str = "a", place: str = "A") -> pd.DataFrame:
    start = pd.Timestamp("2020-05-01T00:00Z")
    rows = [
        {
            "eventStart": (start + pd.Timedelta(minutes=one)).isoformat(),
            "scientificName": "Panthera pardus",
            "individualID": animal,
        }
        for one in minutes
    ]
    return table("observations", rows).assign(locationID=place)


@pytest.mark.parametrize(
    ("rule", "counts"),
    [
        # The third is 20 minutes after the record before it, and 40 after the last one that counted.
        ("last_record", [True, False, False, True]),
        ("last_independent_record", [True, False, True, True]),
    ],
)
def test_the_two_rules(rule: Rule, counts: list[bool]) -> None:
    assert independent(times(0, 20, 40, 70), 30, rule).tolist() == counts


def test_order_and_index_of_the_table_are_kept() -> None:
    shuffled = times(70, 0, 40, 20).set_index(pd.Index([7, 3, 9, 1]))
    found = independent(shuffled, 30)
    assert found.index.tolist() == [7, 3, 9, 1]
    assert found.tolist() == [True, True, False, False]


def test_exactly_the_time_is_enough_and_zero_keeps_all() -> None:
    assert independent(times(0, 30), 30).tolist() == [True, True]
    assert independent(times(0, 0, 0), 0).tolist() == [True, True, True]


def test_groups_do_not_touch_each_other() -> None:
    both = pd.concat([times(0, 10), times(5, animal="b"), times(6, place="B")], ignore_index=True)
    assert independent(both, 30).tolist() == [True, False, False, True]
    by = ("locationID", "scientificName", "individualID")
    assert independent(both, 30, by=by).tolist() == [True, False, True, True]


def test_a_record_without_a_time_counts_only_by_its_occasion() -> None:
    rows = table("observations", [{"occasion": 3}, {"deploymentID": "d"}]).assign(locationID="A")
    assert independent(rows, 30).tolist() == [True, False]
    assert independent(rows.iloc[:0], 30).tolist() == []


def test_a_history_has_no_value_where_nothing_watched() -> None:
    one = survey(
        [put("d1", "2020-05-01T12:00+10:00", "2020-05-08T00:00+10:00", "A")],
        [
            {"deploymentID": "d1", "eventStart": "2020-05-03T01:00+10:00"},
            {"deploymentID": "d1", "eventStart": "2020-06-03T01:00+10:00"},
        ],
        gaps=[{"deploymentID": "d1", "start": "2020-05-05T00:00+10:00", "end": "2020-05-07T00:00+10:00"}],
    )
    seen = located(one.counted, one.deployments)
    found = detection_history(seen, survey_operation(one), 2, one.timezone)
    np.testing.assert_allclose(found.seen, [[0, 1, np.nan, 0]], equal_nan=True)
    np.testing.assert_allclose(found.effort, [[1.5, 2, np.nan, 1]], equal_nan=True)


def photographed() -> pd.DataFrame:
    frame = pd.read_csv(reference("camtrapR_sample") / "recordTableSample.csv")
    local = pd.to_datetime(frame["DateTimeOriginal"]).dt.tz_localize("Asia/Kuala_Lumpur")
    rows = pd.DataFrame(
        {
            "deploymentID": frame["Station"],
            "scientificName": frame["Species"],
            "eventStart": local.map(lambda one: one.isoformat()),
        }
    )
    return located(table("observations", records(rows)), camtrapr().deployments)


@pytest.mark.data
@pytest.mark.parametrize(
    ("minutes", "rule", "count"),
    [
        (30, "last_record", 39),
        (60, "last_record", 39),
        (1440, "last_record", 34),
        (10080, "last_record", 20),
        (10080, "last_independent_record", 24),
    ],
)
def test_as_many_as_camtrapr(minutes: int, rule: Rule, count: int) -> None:
    seen = photographed()
    kept = seen[independent(seen, minutes, rule)]
    assert len(kept) == count
    short = "lastRecord" if rule == "last_record" else "lastIndependentRecord"
    told = json.loads((reference("camtrapR_sample") / "expected_independence.json").read_text())
    for row in told[f"{short}_{minutes}min"]["by"]:
        here = (kept["scientificName"] == row["Var1"]) & (kept["locationID"] == row["Var2"])
        assert here.sum() == row["Freq"]


@pytest.mark.data
@pytest.mark.parametrize("days", [7, 10])
def test_the_history_of_camtrapr(days: int) -> None:
    seen = photographed()
    civets = seen[seen["scientificName"] == "VTA"]
    found = detection_history(civets, survey_operation(camtrapr()), days, "Asia/Kuala_Lumpur")
    folder = reference("camtrapR_sample")
    for name, got in (("dethist", found.seen), ("effort", found.effort)):
        expected = pd.read_csv(folder / f"expected_{name}_VTA_occ{days}.csv", index_col=0)
        np.testing.assert_allclose(got, expected.to_numpy(np.float64), equal_nan=True)
    assert np.nansum(found.seen) == 5
    assert np.nansum(found.effort) == pytest.approx(122.5)
