"""``survey effort``: trap-days by everything they are asked by, and surveys that have none."""

from __future__ import annotations

from typing import Any

import pytest

from leopard_range.catalog import Catalog
from leopard_range.model.survey import Survey
from tests.cli.conftest import Run
from tests.surveys import survey

OLD = {"longitude": 127.06, "latitude": 43.482}
"""In the reserve ``old`` until 2011, in ``park`` from 2012."""

ELSEWHERE = {"longitude": 127.5, "latitude": 43.482}


def give(monkeypatch: pytest.MonkeyPatch, one: Survey) -> None:
    """Let every reader of a survey get this one."""
    monkeypatch.setattr(Catalog, "survey", lambda *_: one)


def put(name: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    # The clocks of Vladivostok were eleven hours ahead from 2011 to 2014.
    whole = {"deploymentID": name, "locationID": more.pop("station", name), **OLD, **more}
    return whole | {"deploymentStart": f"{start}+11:00", "deploymentEnd": f"{end}+11:00"}


TWO_YEARS = survey(
    [
        put("a", "2011-12-30T12:00", "2012-01-03T00:00"),
        put("b", "2012-06-01T00:00", "2012-06-05T00:00", **ELSEWHERE),
    ],
    gaps=[{"deploymentID": "b", "start": "2012-06-02T00:00+11:00", "end": "2012-06-03T00:00+11:00"}],
)


def rows_by(run: Run, by: str, *more: str) -> dict[Any, float]:
    found = run("survey", "effort", "s.zip", "--by", by, *more, "--json")
    assert found.code == 0, found.err
    rows = found.json["effort"]
    return {(one["name"], one["year"]): one["trap_days"] for one in rows if isinstance(one["name"], str)} or {
        one["name"]["en"]: one["trap_days"] for one in rows
    }


def test_by_station(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, TWO_YEARS)
    done = run("survey", "effort", "s.zip", "--json")
    assert done.code == 0
    found = done.json
    assert found["trap_days"] == pytest.approx(6.5)
    assert found["lost_share"] == pytest.approx(1 / 7.5)
    assert (found["stations"], found["stations_working"], found["working_days"]) == (2, 2, 7)
    assert (found["first_day"], found["last_day"]) == ("2011-12-30", "2012-06-04")
    assert [one["name"] for one in found["effort"]] == ["a", "b"]


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("year", {("2011", 2011): 1.5, ("2012", 2012): 5.0}),
        ("month", {("2011-12", 2011): 1.5, ("2012-01", 2012): 2.0, ("2012-06", 2012): 3.0}),
        ("season", {("winter", 2012): 3.5, ("summer", 2012): 3.0}),
        ("reserve", {"old en": 1.5, "park en": 2.0, "Outside the reserves": 3.0}),
    ],
)
def test_by(run: Run, monkeypatch: pytest.MonkeyPatch, by: str, rows: dict[Any, float]) -> None:
    give(monkeypatch, TWO_YEARS)
    assert rows_by(run, by) == pytest.approx(rows)


def test_one_year_and_print(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, TWO_YEARS)
    done = run("survey", "effort", "s.zip", "--by", "season", "--year", "2012", "--lang", "ru")
    assert done.code == 0
    assert "лето" in done.out
    assert "2011" not in done.out


def test_two_cameras_at_one_station(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = [put(name, "2012-06-01T00:00", "2012-06-05T00:00", station="s") for name in ("left", "right")]
    give(monkeypatch, survey(pair))
    done = run("survey", "effort", "s.zip")
    assert "4 trap-days are counted once" in " ".join(done.out.split()).replace("4.0", "4")
    assert run("survey", "effort", "s.zip", "--json").json["trap_days"] == 4
    assert run("survey", "effort", "s.zip", "--overlap", "added", "--json").json["trap_days"] == 8


def test_a_deployment_without_times_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"deploymentID": "c", "locationID": "c"}
    give(monkeypatch, survey([put("a", "2012-06-01T00:00", "2012-06-05T00:00"), broken]))
    done = run("survey", "effort", "s.zip")
    assert done.code == 0
    assert "1 deployments have no usable start and end" in " ".join(done.out.split())


BACKWARDS = put("a", "2012-06-05T00:00", "2012-06-01T00:00")
BY_OCCASION: dict[str, Any] = {
    "usage": [{"deploymentID": "1", "occasion": 2, "effort_days": 1.0}],
    "crs": "",
    "kind": "spacecap",
}


@pytest.mark.parametrize(
    ("one", "words", "said"),
    [
        (survey([]), (), "no deployment with a start and a later end"),
        (survey([BACKWARDS]), (), "no deployment with a start and a later end"),
        # A clock that lost its time starts again in 1970.
        (survey([put("a", "1970-01-01T00:00", "2012-06-01T00:00")]), (), "no deployment with a start"),
        (
            survey(
                [put("a", "2012-06-01T00:00", "2012-06-05T00:00")],
                gaps=[{"deploymentID": "a", "start": "2012-05-01T00:00Z", "end": "2012-07-01T00:00Z"}],
            ),
            (),
            "No camera watched",
        ),
        (survey([{"deploymentID": "1"}], **BY_OCCASION), ("--by", "year"), "by occasion and has no dates"),
        (survey([{"deploymentID": "1"}], **BY_OCCASION), ("--by", "reserve"), "is not named"),
        (survey([{"deploymentID": "1"}], **{**BY_OCCASION, "usage": []}), (), "No camera watched"),
        (TWO_YEARS, ("--year", "1990"), "no deployment in 1990"),
        (TWO_YEARS, ("--by", "village"), "village"),
    ],
)
def test_what_has_no_effort_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, one: Survey, words: tuple[str, ...], said: str
) -> None:
    give(monkeypatch, one)
    done = run("survey", "effort", "s.zip", *words)
    assert done.code != 0
    assert said in " ".join(done.err.split())
    assert done.out == ""


def test_years_of_one_deployment_are_doubted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, survey([put("a", "2011-01-01T00:00", "2014-01-01T00:00")]))
    assert "1 deployments last longer than a year" in " ".join(run("survey", "effort", "s.zip").out.split())


def test_huge_coordinates_are_outside_every_reserve(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    far = put("a", "2012-06-01T00:00", "2012-06-05T00:00", longitude=1e9, latitude=1e9)
    nowhere = put("b", "2012-06-01T00:00", "2012-06-05T00:00", longitude=None, latitude=None)
    give(monkeypatch, survey([far, nowhere]))
    assert rows_by(run, "reserve") == {"Outside the reserves": 8}


def test_occasions_have_stations(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, survey([{"deploymentID": "1"}, {"deploymentID": "2"}], **BY_OCCASION))
    found = run("survey", "effort", "s", "--json").json
    assert found["trap_days"] == 1
    assert found["first_day"] == ""
    assert (found["stations"], found["working_days"]) == (1, 1)
