"""Camtrap DP out: the same bytes for the same survey, and read back it is the same survey."""

from __future__ import annotations

from pathlib import Path

from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from tools.docs import survey as tutorial

ROOT = Path(__file__).parents[3]


def test_the_survey_of_the_tutorial_is_the_data_folders_own() -> None:
    made = tutorial.files(open_catalog(Settings(role="planner", data=ROOT / "geodata")))
    kept = {path.name: path.read_bytes() for path in tutorial.FOLDER.iterdir() if path.suffix != ".md"}
    assert made == kept, "run: python -m tools.docs.survey"
