"""Every rule of the quality report finds what it is about, names the row, and leaves the rest alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.analysis.quality import CHECKS, Limits, quality_report
from leopard_range.analysis.quality.subject import SEVERITIES
from leopard_range.i18n import LANGUAGES, problem_words
from leopard_range.i18n.survey import RULE_REMEDIES, RULES
from leopard_range.model.survey import Problem, Survey
from tests.surveys import survey

LIMITS = Limits(today=pd.Timestamp("2026-01-01", tz="UTC"), bounds=(112.0, 33.0, 142.0, 54.0))
SPECIES = "Panthera pardus"


def put(name: str = "A", **more: Any) -> dict[str, Any]:
    return {
        "deploymentID": name,
        "locationID": f"S{name}",
        "longitude": 131.0 + sum(map(ord, name)) / 1000,
        "latitude": 43.0,
        "deploymentStart": "2020-05-01T00:00:00Z",
        "deploymentEnd": "2020-08-01T00:00:00Z",
        "cameraID": f"C{name}",
        **more,
    }


def seen(number: int, day: str = "2020-06-01", **more: Any) -> dict[str, Any]:
    return {
        "observationID": str(number),
        "deploymentID": "A",
        "eventStart": f"{day}T10:00:00Z",
        "scientificName": SPECIES,
        **more,
    }


def found(
    what: Survey, limits: Limits = LIMITS, metres: np.ndarray[Any, Any] | None = None
) -> dict[str, list[Problem]]:
    """Findings by rule."""
    rules: dict[str, list[Problem]] = {}
    for one in quality_report(what, limits, metres):
        rules.setdefault(one.rule, []).append(one)
    return rules


def places(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(one.table, one.row, one.column) for one in problems]


def test_nothing_is_found_in_a_good_survey() -> None:
    assert found(survey([put()], [seen(1), seen(2, "2020-06-02")])) == {}


@pytest.mark.parametrize(
    ("rule", "deployments", "observations", "tables", "where"),
    [
        ("no_deployments", [], [], {}, ("deployments", 0, "")),
        ("no_observations", [put()], [], {}, ("observations", 0, "")),
        (
            *("unknown_deployment", [put()], [seen(1), seen(2, "2020-06-02", deploymentID="Z")], {}),
            ("observations", 2, "deploymentID"),
        ),
        (
            *("unknown_deployment", [put()], [seen(1)]),
            {"media": [{"mediaID": "m", "deploymentID": "Z", "timestamp": "2020-06-01T10:00:00Z"}]},
            ("media", 1, "deploymentID"),
        ),
        (
            *("missing_deployment", [put()], [seen(1), seen(2, "2020-06-02", deploymentID="")], {}),
            ("observations", 2, "deploymentID"),
        ),
        (
            *("unknown_media", [put()], [seen(1, mediaID="n")]),
            {"media": [{"mediaID": "m", "deploymentID": "A", "timestamp": "2020-06-01T10:00:00Z"}]},
            ("observations", 1, "mediaID"),
        ),
        ("media_left_out", [put()], [seen(1, mediaID="n")], {}, ("observations", 0, "")),
        (
            *("unknown_individual", [put()], [seen(1, individualID="M9")]),
            {"individuals": [{"individualID": "M1"}]},
            ("observations", 1, "individualID"),
        ),
        (
            *("missing_id", [put()], [seen(1), seen(2, "2020-06-02", observationID="")], {}),
            ("observations", 2, "observationID"),
        ),
        ("duplicate_id", [put(), put()], [seen(1)], {}, ("deployments", 2, "deploymentID")),
        (
            *("duplicate_id", [put()], [seen(1), seen(1, "2020-06-02")], {}),
            ("observations", 2, "observationID"),
        ),
        ("duplicate_record", [put()], [seen(1), seen(2)], {}, ("observations", 2, "")),
        (
            *("end_before_start", [put(deploymentEnd="2020-04-01T00:00:00Z")], [seen(1)], {}),
            ("deployments", 1, "deploymentEnd"),
        ),
        (
            *("end_before_start", [put()], [seen(1, eventEnd="2020-06-01T09:00:00Z")], {}),
            ("observations", 1, "eventEnd"),
        ),
        ("clock_1970", [put()], [seen(1), seen(2, "1970-01-01")], {}, ("observations", 2, "eventStart")),
        ("clock_1970", [put()], [seen(1), seen(2, "1969-12-31")], {}, ("observations", 2, "eventStart")),
        ("clock_early", [put()], [seen(1), seen(2, "1980-01-01")], {}, ("observations", 2, "eventStart")),
        ("clock_future", [put()], [seen(1), seen(2, "2026-01-03")], {}, ("observations", 2, "eventStart")),
        ("missing_time", [put()], [seen(1), seen(2, eventStart=None)], {}, ("observations", 2, "eventStart")),
        (
            *("missing_time", [put(deploymentEnd=None)], [seen(1)], {}),
            ("deployments", 1, "deploymentEnd"),
        ),
        ("outside_deployment", [put()], [seen(1, "2020-09-01")], {}, ("observations", 1, "eventStart")),
        (
            *("outside_deployment", [put()], [seen(1)]),
            {"media": [{"mediaID": "m", "deploymentID": "A", "timestamp": "2020-04-01T10:00:00Z"}]},
            ("media", 1, "timestamp"),
        ),
        (
            *("camera_overlap", [put(cameraID="1"), put("B", cameraID="1")], [seen(1)], {}),
            ("deployments", 2, "deploymentStart"),
        ),
        (
            *("station_overlap", [put(), put("B", locationID="SA", cameraID="")], [seen(1)], {}),
            ("deployments", 2, "deploymentStart"),
        ),
        (
            *("paired_cameras", [put(), put("B", locationID="SA")], [seen(1)], {}),
            ("deployments", 2, "deploymentStart"),
        ),
        (
            *("no_effort", [put(), put("B", deploymentEnd="2020-05-01T00:00:00Z")], [seen(1)], {}),
            ("deployments", 2, "deploymentEnd"),
        ),
        (
            *("long_deployment", [put(deploymentEnd="2023-05-01T00:00:00Z")], [seen(1)], {}),
            ("deployments", 1, "deploymentEnd"),
        ),
        (
            *("gap_outside", [put()], [seen(1)]),
            {"gaps": [{"deploymentID": "A", "start": "2020-07-30T00:00:00Z", "end": "2020-08-03T00:00:00Z"}]},
            ("gaps", 1, "start"),
        ),
        ("silent_station", [put(), put("B")], [seen(1)], {}, ("deployments", 2, "")),
        ("no_station_saw", [put()], [seen(1, deploymentID="Z")], {}, ("observations", 0, "")),
        (
            *("missing_position", [put(), put("B", latitude=None)], [seen(1)], {}),
            ("deployments", 2, "latitude"),
        ),
        ("null_position", [put(longitude=0, latitude=0)], [seen(1)], {}, ("deployments", 1, "latitude")),
        ("impossible_position", [put(latitude=951.2)], [seen(1)], {}, ("deployments", 1, "latitude")),
        ("impossible_position", [put(longitude=-180.5)], [seen(1)], {}, ("deployments", 1, "longitude")),
        (
            *("outside_area", [put(), put("B", longitude=4.8)], [seen(1)], {}),
            ("deployments", 2, "latitude"),
        ),
        ("survey_elsewhere", [put(longitude=4.8), put("B", longitude=4.9)], [seen(1)], {}, None),
        ("no_scientific_name", [put()], [seen(1, scientificName="leopard")], {}, None),
        ("missing_species", [put()], [seen(1, scientificName="")], {}, ("observations", 1, "scientificName")),
        ("count_below_one", [put()], [seen(1, count=0)], {}, ("observations", 1, "count")),
        ("count_below_one", [put()], [seen(1, count=-3)], {}, ("observations", 1, "count")),
        ("huge_count", [put()], [seen(1, count=101)], {}, ("observations", 1, "count")),
        (
            *("unknown_level", [put()], [seen(1, observationLevel="burst")], {}),
            ("observations", 1, "observationLevel"),
        ),
        (
            *("only_media", [put(), put("B")]),
            [seen(1), seen(2, deploymentID="B", observationLevel="media")],
            *({}, ("deployments", 2, "")),
        ),
        (
            *("two_sexes", [put()]),
            [
                seen(1, individualID="M1", sex="male"),
                seen(2, "2020-06-02", individualID="M1", sex="unknown"),
                seen(3, "2020-06-03", individualID="M1", sex="female"),
            ],
            *({}, ("observations", 3, "sex")),
        ),
        (
            *("two_species", [put()]),
            [
                seen(1, individualID="M1"),
                seen(2, "2020-06-02", individualID="M1", scientificName="Panthera tigris"),
            ],
            *({}, ("observations", 2, "scientificName")),
        ),
        ("simulated", [put()], [seen(1)], {"simulated": True}, ("deployments", 0, "")),
    ],
)
def test_each_rule_finds_its_fault(
    rule: str,
    deployments: list[Mapping[str, Any]],
    observations: list[Mapping[str, Any]],
    tables: dict[str, Any],
    where: tuple[str, int, str] | None,
) -> None:
    rules = found(survey(deployments, observations, **tables))
    assert rule in rules
    if where is not None:
        assert where in places(rules[rule])
        assert len(rules[rule]) == 1


def test_every_rule_has_words_in_every_language_and_nothing_is_left_open() -> None:
    assert set(SEVERITIES) <= set(RULES)
    assert set(RULES) == set(RULE_REMEDIES)
    for rule in SEVERITIES:
        assert "{" not in RULE_REMEDIES[rule]
    what = broken()
    told = quality_report(what, LIMITS)
    assert len({one.rule for one in told}) > 15
    for one in told:
        for language in LANGUAGES:
            words = problem_words(one, language)
            assert words.message
            assert words.where
            assert words.remedy
            assert "{" not in words.message


def broken() -> Survey:
    """Many faults at once."""
    return survey(
        [
            put(cameraID="1"),
            put("B", cameraID="1", latitude=951.2),
            put("B", locationID="SA", deploymentEnd="2020-05-01T00:00:00Z"),
            put("D", longitude=43.0, latitude=131.0),
            put("E", longitude=43.0, latitude=44.0, deploymentEnd="1970-01-01T00:00:00Z"),
        ],
        [
            seen(1, individualID="M1", sex="male"),
            seen(1, individualID="M1", sex="male"),
            seen(3, "1970-01-01", deploymentID="Z"),
            seen(4, eventStart=None, count=0, scientificName="tiger?"),
            seen(5, "2020-09-09", individualID="M1", sex="female", mediaID="m"),
        ],
        gaps=[{"deploymentID": "A", "start": "2021-01-02T00:00:00Z", "end": "2021-01-01T00:00:00Z"}],
        simulated=True,
    )


def test_swapped_coordinates_are_told_as_such() -> None:
    rules = found(survey([put(), put("B", longitude=43.0, latitude=50.0)], [seen(1)]), LIMITS)
    assert places(rules["outside_area"]) == [("deployments", 2, "latitude")]
    # Bounds in which the swap is possible: both numbers are latitudes.
    narrow = replace(LIMITS, bounds=(43.0, 30.0, 44.0, 43.0))
    rules = found(survey([put(longitude=43.5), put("B", longitude=40.0, latitude=43.2)], [seen(1)]), narrow)
    assert places(rules["swapped_position"]) == [("deployments", 2, "latitude")]


def test_what_was_found_while_reading_comes_first() -> None:
    read = Problem("time_missing", "error", "observations", 7, "eventStart")
    what = survey([put()], [seen(1, count=0)], problems=(read,))
    assert quality_report(what, LIMITS)[0] is read


def test_a_cell_that_could_not_be_read_is_told_once() -> None:
    read = Problem("time_unreadable", "error", "observations", 1, "eventStart")
    rows = [seen(1, eventStart=None), seen(2, eventStart=None)]
    rules = found(survey([put()], rows, problems=(read,)))
    assert [one.row for one in rules["missing_time"]] == [2]


def test_pictures_of_one_burst_are_no_duplicates_but_copied_rows_are() -> None:
    burst = [seen(n, observationLevel="media", mediaID=f"m{n}") for n in range(3)]
    media = [{"mediaID": f"m{n}", "deploymentID": "A", "timestamp": "2020-06-01T10:00:00Z"} for n in range(3)]
    assert "duplicate_record" not in found(survey([put()], burst, media=media))
    again = [*burst, {**burst[1], "observationID": "9"}]
    rules = found(survey([put()], again, media=media))
    assert places(rules["duplicate_record"]) == [("observations", 4, "")]
    assert dict(rules["duplicate_record"][0].blanks)["first"] == 2


def test_two_animals_of_one_event_are_no_duplicates() -> None:
    pair = [seen(1, sex="male"), seen(2, sex="female"), seen(3, sex="male", individualID="M1")]
    assert "duplicate_record" not in found(survey([put()], pair))


def test_deployments_that_follow_each_other_do_not_overlap() -> None:
    second = put("B", locationID="SA", cameraID="CA", deploymentStart="2020-08-01T00:00:00Z",
                 deploymentEnd="2020-09-01T00:00:00Z", longitude=131.065)  # fmt: skip
    assert found(survey([put(), second], [seen(1), seen(2, "2020-08-02", deploymentID="B")])) == {}


def test_a_long_deployment_is_compared_with_all_that_follow() -> None:
    short = [
        put(name, locationID="SA", cameraID="", deploymentStart=f"2020-0{month}-01T00:00:00Z",
            deploymentEnd=f"2020-0{month}-02T00:00:00Z", longitude=131.065)
        for name, month in (("B", 6), ("C", 7))
    ]  # fmt: skip
    rules = found(survey([put(), *short], [seen(1)]))["station_overlap"]
    assert [(one.row, dict(one.blanks)["other"]) for one in rules] == [(2, "A"), (3, "A")]


def silence(gaps: list[dict[str, Any]]) -> list[Problem]:
    rows = [seen(1, "2020-05-10"), seen(2, "2020-07-15", scientificName="Sus scrofa")]
    return found(survey([put()], rows, gaps=gaps)).get("silent_stretch", [])


def test_a_long_silence_is_told_unless_a_gap_is_declared() -> None:
    (one,) = silence([])
    assert places([one]) == [("deployments", 1, "")]
    assert dict(one.blanks)["days"] == 66
    declared = {"deploymentID": "A", "start": "2020-05-12T00:00:00Z", "end": "2020-07-14T00:00:00Z"}
    assert silence([declared]) == []
    (rest,) = silence([{**declared, "end": "2020-06-01T00:00:00Z"}])
    assert dict(rest.blanks)["days"] == 44


def test_a_survey_of_one_species_alone_says_nothing_of_silence() -> None:
    rules = found(survey([put()], [seen(1, "2020-05-10"), seen(2, "2020-07-15")]))
    assert "silent_stretch" not in rules


def test_a_month_without_a_clock_is_told_once_beside_its_rows() -> None:
    rows = [seen(1, "2020-05-05"), *(seen(n, eventStart=None) for n in range(2, 6)), seen(6, "2020-06-20")]
    rules = found(survey([put()], rows))
    assert [one.row for one in rules["missing_time"]] == [2, 3, 4, 5]
    (lost,) = rules["lost_clock"]
    assert dict(lost.blanks) == {"deployment": "A", "count": 4, "total": 6}
    near = [seen(1, "2020-05-05"), seen(2, eventStart=None), seen(3, "2020-05-06")]
    assert "lost_clock" not in found(survey([put()], near))


METRES = np.array([[0.0, 0.0], [10_000.0, 0.0]])


def test_an_animal_cannot_run_from_camera_to_camera() -> None:
    def rows(minute: int) -> list[dict[str, Any]]:
        return [
            seen(1, individualID="M1", eventStart="2020-06-01T10:00:00Z"),
            seen(2, individualID="M2", eventStart="2020-06-01T10:10:00Z", deploymentID="B"),
            seen(3, individualID="M1", eventStart=f"2020-06-01T11:{minute:02}:00Z", deploymentID="B"),
        ]

    # 10 km in 64 minutes and 10 of slack are 8.1 km/h; in 66 and 10 they are 7.9 km/h.
    (fast,) = found(survey([put(), put("B")], rows(4)), metres=METRES)["impossible_speed"]
    assert (fast.row, fast.column) == (3, "individualID")
    told = dict(fast.blanks)
    assert (told["way_km"], told["minutes"], told["other"]) == (10.0, 64.0, "A")
    assert told["speed_km_h"] == pytest.approx(10 / (74 / 60))
    assert "impossible_speed" not in found(survey([put(), put("B")], rows(6)), metres=METRES)


def test_clocks_of_neighbouring_cameras_may_differ() -> None:
    rows = [seen(1, individualID="M1"), seen(2, individualID="M1", deploymentID="B")]
    near = np.array([[0.0, 0.0], [500.0, 0.0]])
    assert "impossible_speed" not in found(survey([put(), put("B")], rows), metres=near)


def test_stations_that_move_and_stations_on_one_spot() -> None:
    deployments = [put(), put("B", locationID="SA", deploymentStart="2020-09-01T00:00:00Z",
                              deploymentEnd="2020-10-01T00:00:00Z"), put("D")]  # fmt: skip
    metres = np.array([[0.0, 0.0], [101.0, 0.0], [0.2, 0.0]])
    rules = found(survey(deployments, [seen(1)]), metres=metres)
    (moved,) = rules["moved_station"]
    assert (moved.row, dict(moved.blanks)["metres"]) == (2, 101.0)
    (shared,) = rules["shared_position"]
    assert dict(shared.blanks)["count"] == 1


def test_names_are_compared_with_the_package_where_it_lists_them() -> None:
    rows = [seen(n, f"2020-06-{n + 1:02}", scientificName=name) for n, name in enumerate(NAMES)]
    listed = {"taxonomic": [{"scientificName": "Panthera pardus"}]}
    rules = found(survey([put()], rows, metadata=listed))
    assert "no_scientific_name" not in rules
    assert [one.row for one in rules["unknown_taxon"]] == [2, 3, 4, 6]
    names = {dict(one.blanks)["value"] for one in found(survey([put()], rows))["no_scientific_name"]}
    assert names == {"leopard", "PANTHERA PARDUS"}


NAMES = (
    *("Panthera pardus", "Panthera pardus orientalis (Schlegel, 1857)", "leopard", "Aves"),
    *("PANTHERA PARDUS", "Bos (Bos) taurus"),
)


def test_surveys_with_occasions_are_judged_by_their_occasions() -> None:
    stations = [
        {"deploymentID": n, "locationID": n, "x_m": 1000.0 * at, "y_m": 0.0} for at, n in enumerate("AB")
    ]
    usage = [{"deploymentID": "A", "occasion": 1, "effort_days": 1.0}]
    rows = [
        {"observationID": str(n), "deploymentID": "A", "occasion": occasion, "individualID": "M1"}
        for n, occasion in enumerate((1, 1, 2))
    ]
    what = survey(stations, rows, usage=usage, crs="", kind="spacecap")
    rules = found(what)
    assert set(rules) == {"no_effort", "outside_usage", "silent_station"}
    assert places(rules["no_effort"]) == [("deployments", 2, "")]
    assert places(rules["outside_usage"]) == [("observations", 3, "occasion")]


def test_rows_are_those_of_the_file_even_when_the_table_was_cut() -> None:
    what = survey([put()], [seen(1), seen(2), seen(3, count=0)])
    cut = replace(what, observations=what.observations.iloc[2:])
    assert places(found(cut)["count_below_one"]) == [("observations", 3, "count")]


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_of_rows_changes_rows_and_nothing_else(order: list[int]) -> None:
    rows = [seen(n, f"2020-06-{n + 1:02}", individualID="M1", count=1 if n % 2 else 0) for n in range(8)]
    rows[3]["deploymentID"] = "Z"
    straight = quality_report(survey([put()], rows), LIMITS)
    shuffled = quality_report(survey([put()], [rows[n] for n in order]), LIMITS)
    assert Counter(one.rule for one in straight) == Counter(one.rule for one in shuffled)
    assert sorted(
        order[one.row - 1] for one in shuffled if one.table == "observations" and one.row
    ) == sorted(one.row - 1 for one in straight if one.table == "observations" and one.row)


def test_a_hundred_thousand_observations_take_a_moment() -> None:
    n = 100_000
    draw = np.random.default_rng(1)
    hours = draw.integers(0, 2_000, n)
    start = pd.Timestamp("2020-05-01", tz="UTC")
    base = survey([put(f"{k:03}", deploymentEnd="2020-07-20T00:00:00Z") for k in range(200)], [seen(1)])
    one = base.observations.iloc[[0] * n].reset_index(drop=True)
    rows = one.assign(
        observationID=pd.Series(np.arange(n)).astype("str"),
        deploymentID=pd.Series(draw.integers(0, 200, n)).map("{:03}".format).astype("str"),
        individualID=pd.Series(draw.integers(0, 60, n)).map("M{}".format).astype("str"),
        eventStart=(start + pd.to_timedelta(hours, unit="h")).astype("datetime64[ms, UTC]"),
    )
    metres = draw.uniform(0, 50_000, (200, 2))
    begin = time.process_time()
    report = quality_report(replace(base, observations=rows), LIMITS, metres)
    assert time.process_time() - begin < 4
    assert Counter(one.rule for one in report)["impossible_speed"] > 1_000


def test_the_table_of_rules_is_whole() -> None:
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)
