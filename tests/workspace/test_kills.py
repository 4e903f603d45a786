"""Killed while saving: a short form of ``python -m tests.workspace.kills --kills 500``."""

from __future__ import annotations

from pathlib import Path

from tests.workspace.kills import run


def test_no_acknowledged_save_is_lost(tmp_path: Path) -> None:
    found = run("workspace", 25, tmp_path)
    assert (found.lost, found.corrupt) == (0, 0)
    assert found.acknowledged > 50
    assert found.conflicts > 0, "the two writers met"


def test_the_control_loses_some(tmp_path: Path) -> None:
    found = run("json", 15, tmp_path)
    assert found.lost > 0
