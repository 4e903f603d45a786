"""What corridor studies ask and answer can be kept in a workspace and asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import mapping

from leopard_range.catalog import Catalog
from leopard_range.cli import main
from leopard_range.config import settings_from
from leopard_range.model import Note
from leopard_range.studies import STUDIES, answer
from leopard_range.studies.shape import as_json
from leopard_range.workspace import Parameters, Proposal, Results, SqliteStore, open_workspace
from leopard_range.workspace.codec import content_from, encode
from leopard_range.workspace.files import export_project, import_project
from tests.studies.test_registry import PROPOSAL

QUICK: dict[str, dict[str, Any]] = {"corridor report": {"with_": "none"}, "corridor ensemble": {"members": 2}}
CORRIDOR = [name for name in STUDIES if name.startswith("corridor ")]


@pytest.fixture
def shelf(tmp_path: Path, squares: Catalog, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteStore]:
    monkeypatch.setenv("LEOPARD_DATA", str(squares.settings.data))
    monkeypatch.setenv("LEOPARD_ROLE", "planner")
    monkeypatch.setenv("LEOPARD_WORKSPACE", str(tmp_path / "workspace"))
    store = open_workspace(settings_from())
    yield store
    store.close()


def in_order(content: Any) -> Results:
    """Return an answer with the blanks of its cautions in one order: a file keeps none."""
    cautions = tuple(Note(one.code, tuple(sorted(one.blanks))) for one in content.cautions)
    found: Results = replace(content, cautions=cautions)
    return found


def question(name: str) -> Any:
    return STUDIES[name].question(proposal=PROPOSAL, **QUICK.get(name, {}))


@pytest.mark.parametrize("name", CORRIDOR)
def test_questions_and_answers_come_back_as_they_were(
    name: str, squares: Catalog, shelf: SqliteStore, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = question(name)
    found = answer(squares, asked)
    kept = Results(name, asdict(asked), as_json(found), squares.version, found.citations, found.notes)
    again = content_from("results", json.loads(json.dumps(encode(kept), allow_nan=False)))
    assert again == kept
    project = shelf.create("Ridge")
    shelf.add(project.id, "answer", kept)
    shelf.add(project.id, "question", Parameters(name, asdict(asked)))
    other = import_project(shelf, export_project(shelf, project.id))
    held = {item.name: item.content for item in shelf.items(other.id)}
    assert in_order(held["answer"]) == in_order(kept)
    once_more = held["question"]
    assert isinstance(once_more, Parameters)
    assert STUDIES[name].question(**once_more.question) == asked
    capfd.readouterr()
    assert main(["workspace", "show", other.id, "--json"]) == 0
    shown = {item["name"]: item for item in json.loads(capfd.readouterr().out)["items"]}
    assert shown["answer"]["content"]["answer"] == json.loads(json.dumps(as_json(found)))
    assert [one["code"] for one in shown["answer"]["content"]["cautions"]] == [n.code for n in found.notes]


def test_a_kept_proposal_is_the_same_proposal(squares: Catalog, shelf: SqliteStore) -> None:
    corridor = squares.corridor(PROPOSAL)
    project = shelf.create("Ridge")
    shelf.add(project.id, "strip", Proposal(mapping(corridor.line), "why", corridor.width_m))
    (item,) = shelf.items(project.id)
    assert isinstance(item.content, Proposal)
    text = json.dumps(
        {"type": "Feature", "properties": {"name": "A strip"}, "geometry": item.content.geometry}
    )
    again = squares.corridor(text, item.content.width_m)
    assert again.area.equals(corridor.area)
    assert again.width_m == corridor.width_m
