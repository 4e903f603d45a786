"""The security model names tests and commands that exist, and the code keeps to what no other test sees."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "why" / "security.md").read_text(encoding="utf-8")
PACKAGE = sorted((ROOT / "leopard_range").rglob("*.py")) + sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))))
def test_each_test_the_page_names_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`python -m ([\w.]+)", PAGE))))
def test_each_command_the_page_names_is_there(name: str) -> None:
    assert importlib.util.find_spec(name) is not None


def test_each_promise_has_a_test() -> None:
    promised = set(re.findall(r"^\*\*(P\d)\.", PAGE, re.MULTILINE))
    assert len(promised) >= 7
    assert set(re.findall(r"^\| (P\d) \|", PAGE, re.MULTILINE)) == promised


def test_reports_name_nobody() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "advisory" in text
    assert "@" not in text


def calls(name: str) -> list[str]:
    """Return where something of this name is called."""
    return [
        f"{path.relative_to(ROOT).as_posix()}"
        for path in PACKAGE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name
    ]


def test_tables_for_spreadsheets_are_written_in_one_place() -> None:
    # The tables of a survey package are exchanged between programs and must come back as they are.
    assert calls("writer") == ["leopard_range/reports/formats.py", "leopard_range/reports/survey/archive.py"]
    # The bundle's own tables hold classes and identifiers of layers, and are read by the program again.
    assert set(calls("to_csv")) <= {"leopard_range/catalog/derived.py"}


def test_files_are_made_when_somebody_clicks() -> None:
    assert calls("download_button") == []
