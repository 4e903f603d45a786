"""Every exact view leaves one line: who, when, which layer, and nothing else."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.reports import account, record


def test_lines_are_whole_and_for_their_owner_alone(tmp_path: Path) -> None:
    log = tmp_path / "new" / "audit.jsonl"
    with ThreadPoolExecutor(8) as pool:
        for i in range(100):
            pool.submit(record, log, who=f"iss|{i}\n", action="show", layer="survey_stations")
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {line["who"] for line in lines} == {f"iss|{i}\n" for i in range(100)}
    assert all(set(line) == {"when", "who", "action", "layer"} for line in lines)
    assert abs((datetime.now(UTC) - datetime.fromisoformat(lines[-1]["when"])).total_seconds()) < 60
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_what_cannot_be_logged_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LeopardRangeError) as problem:
        record(tmp_path / "file" / "audit.jsonl", who="x", action="show", layer="y")
    assert problem.value.code == "audit_failed"


def test_the_account_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert account()

    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", nobody)
    assert account() == "?"
