"""The tests are skipped only on the very tree on which all of them have passed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.checks.run_tests import main, tree_key

pytestmark = pytest.mark.repository
PASSES = "def test_it():\n    assert True\n"
FAILS = "def test_it():\n    assert False\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The little project needs no plugin, and loading them takes a second each time.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(".cache/\n__pycache__/\n.pytest_cache/\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n")
    (tmp_path / "test_it.py").write_text(PASSES)
    return tmp_path


def test_the_key_follows_content_and_names_but_not_ignored_files(tree: Path) -> None:
    first = tree_key(tree)
    (tree / ".cache").mkdir()
    (tree / ".cache" / "x").write_text("x")
    assert tree_key(tree) == first
    (tree / "new.py").write_text("")
    second = tree_key(tree)
    (tree / "new.py").rename(tree / "newer.py")
    assert len({first, second, tree_key(tree)}) == 3


def test_a_deleted_file_changes_the_key(tree: Path) -> None:
    subprocess.run(["git", "add", "."], cwd=tree, check=True)
    first = tree_key(tree)
    (tree / "test_it.py").unlink()
    assert tree_key(tree) != first


def test_outside_a_work_tree_nothing_is_remembered(tmp_path: Path) -> None:
    assert tree_key(tmp_path) is None


def test_a_passed_tree_is_not_run_again_and_says_how_it_ended(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], tree) == 0
    assert "1 passed" in capsys.readouterr().out
    assert main(["--unless-passed"], tree) == 0
    said = capsys.readouterr().out
    assert "passed on this very tree" in said
    assert "1 passed" in said
    assert "session starts" not in said


def test_a_changed_tree_is_run_again(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], tree) == 0
    (tree / "test_it.py").write_text(FAILS)
    assert main(["--unless-passed"], tree) == 1
    assert "1 failed" in capsys.readouterr().out


def test_a_failure_is_not_remembered(tree: Path) -> None:
    (tree / "test_it.py").write_text(FAILS)
    assert main([], tree) == 1
    assert main(["--unless-passed"], tree) == 1


def test_a_part_of_the_tests_does_not_count(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test_it.py"], tree) == 0
    capsys.readouterr()
    assert main(["--unless-passed"], tree) == 0
    assert "session starts" in capsys.readouterr().out


def test_tests_that_change_the_tree_do_not_count(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "test_it.py").write_text("def test_it():\n    open('made.txt', 'w').close()\n")
    assert main([], tree) == 0
    capsys.readouterr()
    assert main(["--unless-passed"], tree) == 0
    assert "session starts" in capsys.readouterr().out
