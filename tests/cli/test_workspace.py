"""``leopard-range workspace``: what planners keep, from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from leopard_range.i18n import LANGUAGES
from leopard_range.workspace import NoteText, SqliteStore
from tests.cli.conftest import Run
from tests.workspace.conftest import EVERY_KIND, filled


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one project, for a planner."""
    path = tmp_path / "kept" / "workspace.db"
    store = SqliteStore(path)
    filled(store)
    store.close()
    monkeypatch.setenv("LEOPARD_WORKSPACE", str(path.parent))
    return path


@pytest.fixture
def plan(run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LEOPARD_ROLE", "planner")
    return run


def test_the_public_has_no_workspace(run: Run, kept: Path) -> None:
    for words in (("list",), ("check",), ("backup", "x.db"), ("restore", "x.db"), ("import", "x.zip")):
        done = run("workspace", *words)
        assert done.code == 2
        assert "LEOPARD_ROLE=planner" in done.err
    assert not (Path.cwd() / "x.db").exists()


def test_list_and_show(plan: Run, kept: Path) -> None:
    (project,) = plan("workspace", "list", "--json").json["projects"]
    assert (project["name"], project["items"]) == ("Ridge", len(EVERY_KIND))
    assert "Ridge" in plan("workspace", "list").out
    for wanted in ("Ridge", project["id"]):
        shown = plan("workspace", "show", wanted, "--json").json
        assert [(one["name"], one["kind"]) for one in shown["items"]] == [
            ("Northern corridor", "proposal"),
            ("Question", "parameters"),
            ("Answer", "results"),
            ("Field note", "note"),
            ("stations.csv", "upload"),
        ]
    assert "Field note" in plan("workspace", "show", "Ridge").out
    done = plan("workspace", "show", "Valley")
    assert (done.code, done.out) == (2, "")
    assert "Valley" in done.err


def test_check_backup_and_restore(plan: Run, kept: Path) -> None:
    assert plan("workspace", "check", "--json").json["whole"] is True
    assert plan("workspace", "backup", "copy.db", "--json").json["bytes"] == Path("copy.db").stat().st_size
    assert plan("workspace", "backup", "copy.db").code == 2, "nothing is overwritten"
    store = SqliteStore(kept)
    store.create("After the backup")
    store.close()
    told = plan("workspace", "restore", "copy.db", "--json").json
    assert Path(told["replaced"]).is_file()
    assert [one["name"] for one in plan("workspace", "list", "--json").json["projects"]] == ["Ridge"]
    kept.write_bytes(kept.read_bytes()[:8192])
    broken = plan("workspace", "check")
    assert broken.code == 2
    assert "restore" in broken.err
    assert plan("workspace", "restore", "copy.db").code == 0
    assert plan("workspace", "check").code == 0
    assert plan("workspace", "restore", "nowhere.db").code == 2


def test_export_and_import(plan: Run, kept: Path) -> None:
    made = plan("workspace", "export", "Ridge", "ridge.leopard.zip", "--json").json
    assert made["bytes"] == Path("ridge.leopard.zip").stat().st_size
    came = plan("workspace", "import", "ridge.leopard.zip", "--json").json
    assert came["project"]["name"] == "Ridge (2)"
    plan("workspace", "export", "Ridge (2)", "again.leopard.zip")
    store = SqliteStore(kept)
    found = [[(i.name, i.content) for i in store.items(one.id)] for one in store.projects()]
    store.close()
    assert found[0] == found[1]
    Path("bad.zip").write_bytes(b"PK\x05\x06")
    done = plan("workspace", "import", "bad.zip")
    assert (done.code, done.out) == (2, "")
    assert plan("workspace", "import", "nowhere.zip").code == 2
    assert plan("workspace", "import", ".").code == 2


def test_every_language(plan: Run) -> None:
    said = {plan("workspace", "check", "--lang", language).out for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert {plan("workspace", "--help").code, plan("workspace", "list", "--help").code} == {0}
    assert plan("workspace").code == 2
    assert plan("workspace", "burn").code == 2


def test_an_empty_workspace_is_made_and_says_so(
    plan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEOPARD_WORKSPACE", str(tmp_path / "new"))
    assert plan("workspace", "list", "--json").json["projects"] == []
    assert "No projects yet" in plan("workspace", "list").out
    store = SqliteStore(tmp_path / "new" / "workspace.db")
    store.add(store.create("Ridge").id, "Note", NoteText("x"))
    store.close()
    assert "Ridge" in plan("workspace", "list").out
