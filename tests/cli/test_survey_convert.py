"""The command that saves a survey in another format."""

from __future__ import annotations

from pathlib import Path

import pytest

from leopard_range.catalog.surveys import read_survey
from tests.cli.conftest import Run

SURVEY = Path(__file__).parents[2] / "docs" / "learn" / "survey"


@pytest.mark.parametrize(
    ("to", "kind"), [("camtrap-dp", "camtrap-dp"), ("spacecap", "spacecap"), ("secr", "secr")]
)
def test_a_survey_is_saved_and_can_be_read_again(run: Run, to: str, kind: str, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    done = run("survey", "convert", SURVEY, "--to", to, "--year", "2011", "--out", out, "--json")
    assert done.code == 0, done.err
    said = done.json
    assert (said["deployments"], said["observations"], said["simulated"]) == (92, 52, True)
    assert said["bytes"] == out.stat().st_size
    assert [one["code"] for one in said["cautions"]] == ["survey_simulated"]
    found = read_survey(out)
    assert (found.kind, found.simulated, len(found.observations)) == (kind, True, 52)
    assert found.observations["individualID"].nunique() == 12
    assert run("survey", "convert", SURVEY, "--to", to, "--year", "2011", "--out", out).out.startswith(
        "Saved"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "xlsx"), "--to"),
        (("--to", "spacecap", "--occasion-days", "0"), "occasion_days"),
        (("--to", "spacecap", "--year", "1999"), "1999"),
        (("--to", "secr", "--species", "Lynx"), "Lynx"),
    ],
)
def test_what_cannot_be_saved_is_told(run: Run, words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    done = run("survey", "convert", SURVEY, *words, "--out", out)
    assert done.code == 2
    assert said in done.err
    assert not out.exists()


def test_the_data_folders_own_survey_is_for_planners(run: Run) -> None:
    done = run("survey", "convert", "--to", "camtrap-dp", "--out", "x.zip")
    assert done.code == 2
    assert not Path("x.zip").exists()
