"""Camtrap DP packages: the standard's own examples, the tutorial's survey, older versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from leopard_range.catalog.surveys import read_survey
from tests.surveys import reference

LEARN = Path(__file__).parents[3] / "docs" / "learn" / "survey"


@pytest.mark.parametrize("version", ["v1.0-rc.1", "v1.0", "v1.0.1", "v1.0.2"])
@pytest.mark.parametrize("ending", ["", "datapackage.json"])
def test_the_examples_of_the_standard_read_in_full(version: str, ending: str) -> None:
    folder = reference("camtrapdp_examples") / version / "example"
    if not folder.is_dir():
        pytest.skip(f"the reference data beside the project are missing: {version}")
    found = read_survey(folder / ending)
    levels = found.observations["observationLevel"].value_counts().to_dict()
    assert (len(found.deployments), levels) == (4, {"media": 513, "event": 36})
    lengths = found.deployments["deploymentEnd"] - found.deployments["deploymentStart"]
    days = sorted((lengths.dt.total_seconds() / 86_400).round(4))
    assert days == [9.1065, 9.9521, 22.0324, 32.2806]
    assert len(found.counted) == 36
    assert {problem.severity for problem in found.problems} == {"info"}
    assert not found.simulated


def test_the_survey_of_the_tutorial_says_that_it_is_simulated() -> None:
    found = read_survey(LEARN)
    assert found.simulated
    assert found.problems == ()
    assert (len(found.deployments), len(found.observations)) == (558, 220)
    assert found.deployments["locationID"].nunique() > 90
    assert (found.observations["observationLevel"] == "event").all()
    assert found.individuals["individualID"].is_unique
    assert "simulated" in str(found.metadata["title"]).lower()
