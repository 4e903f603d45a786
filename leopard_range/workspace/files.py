"""One file that holds a project, to share it or to keep it elsewhere.

The file is a zip without compression, so any zip program shows what is inside:

- ``project.json``: ``format`` and ``version`` of the file, ``program`` that
  wrote it, ``project`` (name, description, created, changed) and ``items``
  (kind, name, created, changed, content; ``body`` names a packed upload).
- ``proposals.geojson``: the shapes of the proposals as a FeatureCollection
  (RFC 7946) that any GIS opens; an item's ``content.feature`` counts from 0.
- ``bodies/<n>.bin``: packed uploads.
- ``SHA256SUMS.txt``: hash and name of every member before it, as
  ``sha256sum --check`` reads it.

The same project gives the same bytes.  A file that comes back is treated as a
stranger's: nothing is decompressed, unpickled or followed, every value is
checked, and it always becomes a new project.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from leopard_range import __version__
from leopard_range.errors import LeopardRangeError
from leopard_range.workspace import archive
from leopard_range.workspace.codec import check_name, check_text, content_from, encode
from leopard_range.workspace.model import MOST_BODY_BYTES, MOST_ITEMS, Attachment, NewItem, Project, kind_of
from leopard_range.workspace.store import Store

__all__ = ["VERSION", "export_project", "file_name", "import_project", "load", "save"]

VERSION = 1
"""Of the file's layout; a program reads its own and older ones."""
_FORMAT = "leopard-range project"
_PROJECT, _SHAPES, _SUMS = "project.json", "proposals.geojson", "SHA256SUMS.txt"
_MOST_JSON = 16_000_000
"""Bytes; a list of nothing but empty lists takes twenty times its size in memory."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00")


def export_project(store: Store, id_: str) -> bytes:
    """Write a kept project as one file.

    Parameters
    ----------
    store : Store
        Where it is kept.
    id_ : str
        The project.

    Raises
    ------
    LeopardRangeError
        ``project_unknown``, ``project_file_large``.
    """
    project = store.project(id_)
    items = [
        NewItem(
            one.name, one.content, one.created, one.changed, store.body(one.id) if one.body_bytes else b""
        )
        for one in store.items(id_)
    ]
    return save(project, items)


def import_project(store: Store, body: bytes) -> Project:
    """Keep a project from a file as a new one, under a name that is free.

    Parameters
    ----------
    store : Store
        Where it shall be kept.
    body : bytes
        The file.

    Raises
    ------
    LeopardRangeError
        As `load`; then nothing was kept.
    """
    project, items = load(body)
    return store.bring(project, items)


def file_name(project: Project) -> str:
    """Return a name for the file that every system accepts.

    Parameters
    ----------
    project : Project
        What is in it.
    """
    plain = re.sub(r"[^\w]+", "-", project.name).strip("-_")[:60].rstrip("-_")
    return f"{plain or 'project'}.leopard.zip"


def save(project: Project, items: list[NewItem]) -> bytes:
    """Write a project as one file.

    Parameters
    ----------
    project : Project
        Its name, description and times; ids and revisions are not written.
    items : list of NewItem
        In order.

    Returns
    -------
    bytes
        The same for the same project and program.

    Raises
    ------
    LeopardRangeError
        ``project_file_large``.
    """
    features: list[dict[str, Any]] = []
    bodies: dict[str, bytes] = {}
    listed = []
    for one in items:
        content = encode(one.content)
        row: dict[str, Any] = {"kind": kind_of(one.content), "name": one.name, "created": _text(one.created)}
        row |= {"changed": _text(one.changed), "content": content}
        if row["kind"] == "proposal":
            feature = len(features)
            features.append(_feature(one.name, content))
            row["content"] = {"feature": feature}
        if one.body:
            row["body"] = f"bodies/{len(bodies) + 1}.bin"
            bodies[row["body"]] = one.body
        listed.append(row)
    head = {"name": project.name, "description": project.description}
    head |= {"created": _text(project.created), "changed": _text(project.changed)}
    whole = {"format": _FORMAT, "version": VERSION, "program": __version__, "project": head, "items": listed}
    members = {_PROJECT: _json(whole)}
    if features:
        members[_SHAPES] = _json({"type": "FeatureCollection", "features": features})
    members |= bodies
    return archive.pack({**members, _SUMS: _sums(members)})


def load(body: bytes) -> tuple[Project, list[NewItem]]:
    """Read a project's file as if a stranger had written it.

    Parameters
    ----------
    body : bytes
        The whole file.

    Returns
    -------
    tuple of (Project, list of NewItem)
        The project without an id.

    Raises
    ------
    LeopardRangeError
        ``project_file_foreign``: not such a file; ``project_file_changed``: its
        hashes do not match; ``project_file_newer``; ``project_file_large``;
        ``project_file_invalid``: a value in it is not what it should be.
    """
    members = archive.unpack(body)
    sums = members.pop(_SUMS, None)
    if sums is None or _PROJECT not in members:
        raise LeopardRangeError("project_file_foreign")
    if sums != _sums(members):
        raise LeopardRangeError("project_file_changed")
    whole = _parsed(members.pop(_PROJECT))
    if not isinstance(whole, dict) or whole.get("format") != _FORMAT:
        raise LeopardRangeError("project_file_foreign")
    version = whole.get("version")
    if type(version) is not int or version != VERSION:
        _newer(version, whole.get("program"))
    shapes = _parsed(members.pop(_SHAPES)) if _SHAPES in members else {"features": []}
    try:
        found = _project(whole, shapes.get("features"), members)
    except LeopardRangeError as problem:
        raise LeopardRangeError(
            "project_file_invalid", part=str(problem.blanks.get("field", problem.code))
        ) from None
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        # A value of another kind than the format's: which one does not matter to the reader.
        raise LeopardRangeError("project_file_invalid", part=_PROJECT) from None
    return found


def _project(whole: dict[str, Any], shapes: Any, bodies: dict[str, bytes]) -> tuple[Project, list[NewItem]]:
    head = _exactly(whole["project"], "name", "description", "created", "changed")
    _exactly(whole, "format", "version", "program", "project", "items")
    created, changed = _moment(head["created"]), _moment(head["changed"])
    name, description = check_name(head["name"]), check_text(head["description"], "description")
    project = Project("", name, description, 1, created, changed)
    rows = whole["items"]
    if not isinstance(rows, list) or len(rows) > MOST_ITEMS or not isinstance(shapes, list):
        raise LeopardRangeError("content_invalid", field="items")
    left = dict(bodies)
    used: set[int] = set()
    items = [_item(row, shapes, used, left) for row in rows]
    if left or len(used) != len(shapes):
        # Something would be dropped silently.
        raise LeopardRangeError("content_invalid", field="bodies")
    return project, items


def _item(row: Any, shapes: list[Any], used: set[int], left: dict[str, bytes]) -> NewItem:
    names = ("kind", "name", "created", "changed", "content")
    _exactly(row, *names, *(("body",) if "body" in row else ()))
    content = row["content"]
    if row["kind"] == "proposal":
        at = _exactly(content, "feature")["feature"]
        if type(at) is not int or not 0 <= at < len(shapes) or at in used:
            raise LeopardRangeError("content_invalid", field="feature")
        used.add(at)
        content = _content(shapes[at], row["name"])
    body = left.pop(row["body"]) if "body" in row else b""
    kept = content_from(row["kind"], content)
    if len(body) > MOST_BODY_BYTES or (body and not isinstance(kept, Attachment)):
        raise LeopardRangeError("content_invalid", field="body")
    return NewItem(check_name(row["name"]), kept, _moment(row["created"]), _moment(row["changed"]), body)


def _feature(name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    told = {"name": name, "description": content["description"], "width_m": content["width_m"]}
    return {"type": "Feature", "geometry": content["geometry"], "properties": told}


def _content(feature: Any, name: str) -> dict[str, Any]:
    parts = _exactly(feature, "type", "geometry", "properties")
    told = _exactly(parts["properties"], "name", "description", "width_m")
    if parts["type"] != "Feature" or told["name"] != name:
        raise LeopardRangeError("content_invalid", field="feature")
    return {"geometry": parts["geometry"], "description": told["description"], "width_m": told["width_m"]}


def _exactly(value: Any, *names: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise LeopardRangeError("content_invalid", field=", ".join(names))
    return value


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise LeopardRangeError("content_invalid", field="created, changed")
    return datetime.fromisoformat(value).astimezone(UTC)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    body = text.encode() + b"\n"
    if len(body) > _MOST_JSON:
        raise LeopardRangeError("project_file_large", megabytes=_MOST_JSON // 1_000_000)
    return body


def _parsed(body: bytes) -> Any:
    """Parse JSON: not too long, not too deep, nothing twice, nothing that is no JSON."""
    if len(body) > _MOST_JSON:
        raise LeopardRangeError("project_file_large", megabytes=_MOST_JSON // 1_000_000)
    try:
        return json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):  # the parser counts its own depth and gives up in time
        raise LeopardRangeError("project_file_invalid", part="JSON") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _newer(version: Any, program: Any) -> NoReturn:
    if type(version) is int and version > VERSION:
        told = program if isinstance(program, str) and re.fullmatch(r"[0-9.a-z+]{1,20}", program) else "?"
        raise LeopardRangeError("project_file_newer", program=told)
    raise LeopardRangeError("project_file_foreign")


def _sums(members: Mapping[str, bytes]) -> bytes:
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in members.items()]
    return "".join(lines).encode()
