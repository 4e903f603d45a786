"""The audit of the packages: an answer is an answer, silence is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.checks import audit

CLEAN = {"name": "numpy", "version": "2.4.0", "vulns": []}
WEAK = {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "CVE-2014-1402"}]}
UNKNOWN = {"name": "shapely", "skip_reason": "Dependency not found"}


def said(*rows: object) -> str:
    return json.dumps({"dependencies": rows, "fixes": []})


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the service answers: to the control, and about our packages."""
    answers = {"control.txt": said(WEAK), "requirements.txt": said(CLEAN)}
    monkeypatch.setattr(audit, "_asked", lambda _service, path: audit.read_report(answers[path.name]))
    return answers


def test_an_answer_is_reported(service: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main() == 0
    assert "run with pypi; 1 packages asked, 0 weaknesses" in capsys.readouterr().out


def test_a_weakness_stops_the_check(service: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    service["requirements.txt"] = said(CLEAN, WEAK, UNKNOWN)
    assert audit.main() == 1
    out = capsys.readouterr().out
    assert "jinja2 2.4.1: CVE-2014-1402" in out
    assert "shapely" in out


@pytest.mark.parametrize(
    ("control", "ours"),
    [
        ("", ""),
        ("no json", ""),
        (said(UNKNOWN), said(UNKNOWN)),
        (said({**WEAK, "vulns": []}), said(CLEAN)),  # a mirror: knows the package, knows no weakness
        (said(WEAK), said(UNKNOWN)),
        (said(WEAK), "{}"),
    ],
)
def test_silence_is_called_not_run(
    service: dict[str, str], control: str, ours: str, capsys: pytest.CaptureFixture[str]
) -> None:
    service.update({"control.txt": control, "requirements.txt": ours})
    assert audit.main() == 0
    assert "not run" in capsys.readouterr().out


def test_every_package_is_pinned_by_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (audit.ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert len(lines) > 40
        for line in lines:
            words = line.split()
            assert "==" in words[0], line[:80]
            hashes = [word for word in words if word.startswith("--hash=")]
            assert hashes, words[0]
            assert all(len(one) == len("--hash=sha256:") + 64 for one in hashes), words[0]
            assert all(one.startswith("--hash=sha256:") for one in hashes), words[0]


def test_make_installs_only_what_the_hashes_allow() -> None:
    text = (Path(audit.ROOT) / "Makefile").read_text(encoding="utf-8")
    assert "--require-hashes --only-binary :all:" in text
