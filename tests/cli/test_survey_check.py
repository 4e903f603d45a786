"""``leopard-range survey check``: what is wrong, where, and what to do."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from leopard_range.cli.findings import FIRST
from leopard_range.i18n import LANGUAGES
from tests.cli.conftest import Run
from tests.surveys import reference

TUTORIAL = Path(__file__).parents[2] / "docs" / "learn" / "survey"
Row = dict[str, str]


def change(folder: Path, name: str, edit: Callable[[list[Row]], list[Row] | None]) -> None:
    """Edit the rows of a table."""
    path = folder / f"{name}.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    titles = list(rows[0])
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, titles)
    writer.writeheader()
    writer.writerows(edit(rows) or rows)
    path.write_text(target.getvalue(), "utf-8")


def spoil(folder: Path) -> None:
    """Put the four faults into a package that a strict validator finds."""

    def deployments(rows: list[Row]) -> None:
        rows[0]["latitude"] = "951.2"
        rows[1]["deploymentStart"] = "2020-13-45T00:00:00+10:00"

    def observations(rows: list[Row]) -> None:
        rows[1]["observationID"] = rows[0]["observationID"]
        rows[2]["deploymentID"] = "nowhere"

    change(folder, "deployments", deployments)
    change(folder, "observations", observations)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TUTORIAL, tmp_path / "package"))


def places(found: dict[str, Any]) -> Iterator[tuple[str, str, int, str]]:
    for one in found["findings"]:
        yield one["rule"], one["table"], one["row"], one["column"]


def faults(found: dict[str, Any]) -> None:
    told = set(places(found))
    assert {("deployments", 1, "latitude"), ("deployments", 2, "deploymentStart")} <= {
        one[1:] for one in told
    }
    assert ("duplicate_id", "observations", 2, "observationID") in told
    assert ("unknown_deployment", "observations", 3, "deploymentID") in told
    assert found["errors"] >= 4


def test_the_four_faults_are_found_in_our_own_package(run: Run, package: Path) -> None:
    before = run("survey", "check", package, "--json")
    assert (before.code, before.err, before.json["errors"]) == (0, "", 0)
    spoil(package)
    done = run("survey", "check", package, "--json")
    assert (done.code, done.err) == (0, "")
    faults(done.json)


def test_the_four_faults_are_found_in_the_reference_example(run: Run, tmp_path: Path) -> None:
    example = reference("camtrapdp_examples") / "v1.0.2" / "example"
    folder = Path(shutil.copytree(example, tmp_path / "example"))
    assert run("survey", "check", folder, "--json").json["errors"] == 0
    spoil(folder)
    faults(run("survey", "check", folder, "--json").json)


def test_every_finding_has_rule_severity_place_sentence_and_remedy(run: Run, package: Path) -> None:
    spoil(package)
    found = run("survey", "check", package, "--json").json
    keys = ["severity", "rule", "table", "row", "column", "sentence", "remedy"]
    assert all(list(one) == keys for one in found["findings"])
    assert all(one["sentence"] and one["remedy"] for one in found["findings"])
    severities = [one["severity"] for one in found["findings"]]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    counts = {key: found[f"{key}s"] for key in ("error", "warning", "info")}
    assert counts == {key: severities.count(key) for key in counts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_speaks_the_readers_language(run: Run, package: Path, language: str) -> None:
    spoil(package)
    text = run("survey", "check", package, "--lang", language)
    found = run("survey", "check", package, "--lang", language, "--json").json
    one = next(one for one in found["findings"] if one["rule"] == "duplicate_id")
    assert text.code == 0
    assert one["sentence"] in text.out
    assert one["remedy"] in text.out
    assert ("stands in row 1 already" in one["sentence"]) == (language == "en")


def test_many_alike_are_counted_in_print_and_listed_in_json(run: Run, package: Path) -> None:
    change(package, "observations", lambda rows: [{**row, "deploymentID": "nowhere"} for row in rows])
    found = run("survey", "check", package, "--json").json
    alike = [one for one in found["findings"] if one["rule"] == "unknown_deployment"]
    assert len(alike) == found["observations"]
    out = run("survey", "check", package).out
    assert out.count("The deployment “nowhere”") == FIRST
    assert f"and {len(alike) - FIRST} more" in out


def test_the_whole_report_is_saved_as_a_table(run: Run, package: Path) -> None:
    spoil(package)
    done = run("survey", "check", package, "--out", "report.csv")
    assert "report.csv written" in done.out
    rows = list(csv.DictReader(io.StringIO(Path("report.csv").read_text("utf-8-sig"))))
    found = run("survey", "check", package, "--out", "again.csv", "--json").json
    assert found["file"] == "again.csv"
    assert [row["sentence"].lstrip("'") for row in rows] == [one["sentence"] for one in found["findings"]]
    assert Path("report.csv").read_bytes() == Path("again.csv").read_bytes()


def test_a_clock_is_shifted_and_the_shift_is_told(run: Run, package: Path) -> None:
    with (package / "observations.csv").open(encoding="utf-8") as source:
        first = next(iter(csv.DictReader(source)))["deploymentID"]
    done = run("survey", "check", package, "--shift", f"{first}=-1000d", "--json")
    told = {place[0] for place in places(done.json)}
    assert "outside_deployment" in told
    assert "survey_clock_shifted" in {one["code"] for one in done.json["cautions"]}
    assert "was shifted by -1000d" in run("survey", "check", package, "--shift", f"{first}=-1000d").out
    unknown = run("survey", "check", package, "--shift", "nobody=+1h")
    assert unknown.code == 2
    assert "no deployment “nobody”" in unknown.err
    assert run("survey", "check", package, "--shift", "nobody").code == 2


def test_a_part_is_told_of_the_whole(run: Run, package: Path) -> None:
    spoil(package)
    whole = run("survey", "check", package, "--json").json
    year = run("survey", "check", package, "--year", "2006", "--json").json
    assert 0 < year["observations"] < whole["observations"]
    assert "silent_station" in {place[0] for place in places(whole)}
    shown = {(place[1], place[2]) for place in places(year) if place[2]}
    assert shown < {(place[1], place[2]) for place in places(whole) if place[2]}


def test_the_study_area_can_be_given(run: Run, package: Path) -> None:
    told = run("survey", "check", package, "--bounds", "0,0,10,10", "--json").json
    assert "survey_elsewhere" in {place[0] for place in places(told)}
    for wrong in ("1,2,3", "10,0,0,10", "a,b,c,d", "nan,0,1,1"):
        done = run("survey", "check", package, "--bounds", wrong)
        assert done.code == 2
        assert "west,south,east,north" in done.err
    assert run("survey", "check", package, "--speed-km-h", "0").code == 2
