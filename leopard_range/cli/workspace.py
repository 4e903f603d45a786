"""The command ``workspace``: what planners keep, its backups, and projects as files."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leopard_range.cli import show
from leopard_range.config import Settings, settings_from
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import number, translator
from leopard_range.studies.shape import N_

if TYPE_CHECKING:
    from leopard_range.workspace import Item, Project, SqliteStore

__all__ = ["ACTIONS", "run"]

ACTIONS: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "list": (N_("List the projects."), "list", ()),
    "show": (
        N_("Show what a project holds."),
        "show Ridge",
        (("project", N_("name or identifier of a project")),),
    ),
    "check": (N_("Check everything that is kept, byte by byte."), "check", ()),
    "backup": (
        N_("Write a checked copy of the whole workspace to a file; the program may be running."),
        "backup copy.db",
        (("file", N_("where to write; nothing is overwritten")),),
    ),
    "restore": (
        N_("Put the workspace back to a backup; the replaced one is kept beside it."),
        "restore copy.db",
        (("file", N_("what the command backup wrote")),),
    ),
    "export": (
        N_("Save a project as one file to share."),
        "export Ridge ridge.leopard.zip",
        (("project", N_("name or identifier of a project")), ("file", N_("where to write"))),
    ),
    "import": (
        N_("Open a shared file as a new project; no other project is touched."),
        "import ridge.leopard.zip",
        (("file", N_("what the command export or the app wrote")),),
    ),
}
"""Every action: sentence, example, and its words with their meaning."""


def run(wishes: argparse.Namespace, language: str) -> None:
    """Do one action.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments; ``action`` is one of `ACTIONS`.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``, ``project_unknown`` and the workspace's own.
    """
    settings = settings_from()
    if settings.role != "planner":
        raise LeopardRangeError("needs_planner")
    act = {"backup": _backup, "restore": _restore}.get(wishes.action)
    if act is not None:
        found, lines = act(settings, Path(wishes.file), language)
    else:
        from leopard_range.workspace import open_workspace

        store = open_workspace(settings)
        try:
            found, lines = _act(store, wishes, language)
        finally:
            store.close()
    print(
        json.dumps(found, ensure_ascii=False, allow_nan=False, indent=2) if wishes.json else "\n".join(lines)
    )


def _act(store: SqliteStore, wishes: argparse.Namespace, language: str) -> tuple[dict[str, Any], list[str]]:
    match wishes.action:
        case "list":
            return _list(store, language)
        case "show":
            return _show(store, _project(store, wishes.project), language)
        case "check":
            return _check(store, language)
        case "export":
            return _export(store, _project(store, wishes.project), Path(wishes.file), language)
        case _:
            return _import(store, Path(wishes.file), language)


def _project(store: SqliteStore, wanted: str) -> Project:
    for one in store.projects():
        if wanted in (one.name, one.id):
            return one
    raise LeopardRangeError("project_unknown", project=wanted)


def _list(store: SqliteStore, language: str) -> tuple[dict[str, Any], list[str]]:
    _ = translator(language)
    counts, kept = store.counts(), store.projects()
    rows = [(one.name, str(counts.get(one.id, 0)), _day(one.changed), one.id) for one in kept]
    head = (_("Project"), _("Items"), _("Changed (UTC)"), _("Identifier"))
    lines = show.table_lines(head, rows, right=(1,)) if rows else [_("No projects yet")]
    listed = [_project_json(one) | {"items": counts.get(one.id, 0)} for one in kept]
    return {"workspace": str(store.path), "projects": listed}, lines


def _show(store: SqliteStore, project: Project, language: str) -> tuple[dict[str, Any], list[str]]:
    _ = translator(language)
    items = store.items(project.id)
    rows = [(one.name, _(_KINDS[one.kind]), _day(one.changed), one.id) for one in items]
    head = (_("Name"), _("Kind"), _("Changed (UTC)"), _("Identifier"))
    lines = [project.name, *([project.description] if project.description else []), ""]
    lines += show.table_lines(head, rows) if rows else [_("Nothing in it yet")]
    return {"project": _project_json(project), "items": [_item_json(one) for one in items]}, lines


def _check(store: SqliteStore, language: str) -> tuple[dict[str, Any], list[str]]:
    _ = translator(language)
    store.check()
    projects, items = len(store.projects()), sum(store.counts().values())
    line = _("{file} is whole: {projects} projects, {items} items.").format(
        file=store.path, projects=number(projects, language), items=number(items, language)
    )
    return {"workspace": str(store.path), "whole": True, "projects": projects, "items": items}, [line]


def _export(
    store: SqliteStore, project: Project, file: Path, language: str
) -> tuple[dict[str, Any], list[str]]:
    from leopard_range.whole import write_whole
    from leopard_range.workspace.files import export_project

    content = export_project(store, project.id)
    write_whole(file, content)
    return _written(file, len(content), language)


def _import(store: SqliteStore, file: Path, language: str) -> tuple[dict[str, Any], list[str]]:
    from leopard_range.workspace.archive import MOST_BYTES
    from leopard_range.workspace.files import import_project

    if not file.is_file():
        raise LeopardRangeError("file_missing", file=str(file))
    if file.stat().st_size > MOST_BYTES:
        raise LeopardRangeError("project_file_large", megabytes=MOST_BYTES // 1_000_000)
    try:
        body = file.read_bytes()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_read", file=str(file), reason=reason) from problem
    made = import_project(store, body)
    line = translator(language)("“{name}” was opened.").format(name=made.name)
    return {"project": _project_json(made)}, [line]


def _backup(settings: Settings, file: Path, language: str) -> tuple[dict[str, Any], list[str]]:
    from leopard_range.workspace import workspace_file
    from leopard_range.workspace.backup import back_up

    back_up(workspace_file(settings), file)
    return _written(file, file.stat().st_size, language)


def _restore(settings: Settings, file: Path, language: str) -> tuple[dict[str, Any], list[str]]:
    from leopard_range.workspace import workspace_file
    from leopard_range.workspace.backup import restore

    _ = translator(language)
    path = workspace_file(settings)
    aside = restore(path, file)
    lines = [_("{file} is what the backup holds again.").format(file=path)]
    if aside is not None:
        lines.append(_("What was replaced is kept in {file}.").format(file=aside))
    return {"workspace": str(path), "replaced": None if aside is None else str(aside)}, lines


def _written(file: Path, size: int, language: str) -> tuple[dict[str, Any], list[str]]:
    _ = translator(language)
    line = _("{file} written, {size} kB").format(file=file, size=number(size / 1000, language, 1))
    return {"file": str(file), "bytes": size}, [line]


_KINDS = {
    "proposal": N_("Proposal"),
    "parameters": N_("Question"),
    "results": N_("Answer"),
    "note": N_("Note"),
    "upload": N_("File"),
}


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _project_json(one: Project) -> dict[str, Any]:
    times = {"created": one.created.isoformat(), "changed": one.changed.isoformat()}
    return {"id": one.id, "name": one.name, "description": one.description, **times}


def _item_json(one: Item) -> dict[str, Any]:
    from leopard_range.workspace.codec import encode

    times = {"created": one.created.isoformat(), "changed": one.changed.isoformat()}
    found = {"id": one.id, "kind": one.kind, "name": one.name, "revision": one.revision, **times}
    return found | {"content": encode(one.content), "body_bytes": one.body_bytes}
