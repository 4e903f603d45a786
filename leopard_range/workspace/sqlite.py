"""The store in one SQLite file."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from leopard_range.errors import LeopardRangeError
from leopard_range.workspace.codec import check_name, check_text, content_from, encode
from leopard_range.workspace.database import check_whole, fingerprint, open_database, transaction
from leopard_range.workspace.model import (
    MOST_BODY_BYTES,
    MOST_CONTENT_BYTES,
    MOST_ITEMS,
    Attachment,
    Content,
    Item,
    NewItem,
    Project,
    kind_of,
)
from leopard_range.workspace.problems import told
from leopard_range.workspace.store import ConflictError, other_name

__all__ = ["SqliteStore"]

_COLUMNS = "id, project, kind, name, content, revision, created, changed, deleted, length(body) as size"
_NEW_PROJECT = """insert into project (id, name, description, revision, created, changed)
    values (?, ?, ?, 1, ?, ?)"""
_NEW_ITEM = """insert into item
    (id, project, kind, name, content, body, revision, created, changed, fingerprint)
    values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)"""
_COPY_ITEMS = """insert into item
    (id, project, kind, name, content, body, revision, created, changed, fingerprint)
    select lower(hex(randomblob(8))), ?, kind, name, content, body, 1, created, changed, fingerprint
    from item where project = ? and deleted is null order by created, rowid"""
_CHANGE_PROJECT = """update project
    set name = ?, description = ?, revision = revision + 1, changed = ? where id = ?"""
_CHANGE_ITEM = """update item
    set kind = ?, name = ?, content = ?, revision = revision + 1, changed = ?,
    fingerprint = fingerprint_of(?, ?, ?, body) where id = ?"""


class SqliteStore:
    """The store in one SQLite file (WAL, synchronous=FULL).

    May be shared by threads; other processes may use the same file.

    Parameters
    ----------
    path : Path
        The database; made when it is not there.

    Raises
    ------
    LeopardRangeError
        As `leopard_range.workspace.database.open_database`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        self._db = open_database(path)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def check(self) -> None:
        """Check pages, indexes, references and every item's fingerprint."""
        with self._lock:
            check_whole(self._db, self.path, full=True)

    # ---- projects ----------------------------------------------------------------------------

    def projects(self, *, deleted: bool = False) -> tuple[Project, ...]:
        """Return the projects in use, or the ones put away."""
        rows = self._rows(
            f"select * from project where deleted is {'not ' * deleted}null order by changed desc, rowid desc"
        )
        return tuple(_project(row) for row in rows)

    def project(self, id_: str) -> Project:
        """Return a project, also one put away."""
        rows = self._rows("select * from project where id = ?", id_)
        if not rows:
            raise LeopardRangeError("project_unknown", project=id_)
        return _project(rows[0])

    def create(self, name: str, description: str = "") -> Project:
        """Make an empty project."""
        now = _now()
        made = Project(_new_id(), name, description, 1, now, now)
        with self._change():
            self._insert_project(made)
        return made

    def change(self, project: Project) -> Project:
        """Save name and description."""
        check_name(project.name)
        check_text(project.description, "description")
        with self._change():
            now = self.project(project.id)
            if (now.name, now.description) == (project.name, project.description):
                return now
            if now.revision != project.revision:
                raise ConflictError(now, None)
            self._check_free(project.name, project.id)
            self._db.execute(_CHANGE_PROJECT, (project.name, project.description, _text(_now()), project.id))
            return self.project(project.id)

    def duplicate(self, id_: str, name: str) -> Project:
        """Copy a project with all its items."""
        now = _now()
        with self._change():
            made = Project(_new_id(), name, self.project(id_).description, 1, now, now)
            self._insert_project(made)
            self._db.execute(_COPY_ITEMS, (made.id, id_))
        return made

    def bring(self, project: Project, items: Iterable[NewItem]) -> Project:
        """Keep a project from a file."""
        with self._change():
            taken = {one.name for one in self.projects()}
            made = replace(project, id=_new_id(), name=other_name(project.name, taken), revision=1)
            self._insert_project(made)
            for one in items:
                self._insert_item(made.id, one)
        return made

    def put_away(self, id_: str, *, back: bool = False) -> None:
        """Put a project or an item away, or take it back."""
        with self._change():
            table = self._table_of(id_)
            if back and table == "project":
                found = self.project(id_)
                taken = {one.name for one in self.projects() if one.id != id_}
                name = other_name(found.name, taken)
                self._db.execute("update project set name = ? where id = ?", (name, id_))
            when = None if back else _text(_now())
            self._db.execute(f"update {table} set deleted = ? where id = ?", (when, id_))

    def forget(self, id_: str) -> None:
        """Remove what was put away, for good; its place in the file is overwritten."""
        with self._change():
            table = self._table_of(id_)
            self._db.execute(f"delete from {table} where id = ? and deleted is not null", (id_,))
        self._rows("pragma wal_checkpoint(truncate)")

    # ---- items -------------------------------------------------------------------------------

    def items(self, project: str, *, deleted: bool = False) -> tuple[Item, ...]:
        """Return a project's items in the order they were made."""
        rows = self._rows(
            f"select {_COLUMNS} from item where project = ? and deleted is {'not ' * deleted}null"
            " order by created, rowid",
            project,
        )
        return tuple(self._item(row) for row in rows)

    def counts(self) -> dict[str, int]:
        """Return how many items each project holds."""
        rows = self._rows("select project, count(*) as n from item where deleted is null group by project")
        return {row["project"]: row["n"] for row in rows}

    def item(self, id_: str) -> Item:
        """Return an item, also one put away."""
        rows = self._rows(f"select {_COLUMNS} from item where id = ?", id_)
        if not rows:
            raise LeopardRangeError("item_unknown", item=id_)
        return self._item(rows[0])

    def body(self, id_: str) -> bytes:
        """Return the packed upload of an item."""
        rows = self._rows("select body from item where id = ?", id_)
        return bytes(rows[0]["body"] or b"") if rows else b""

    def add(self, project: str, name: str, content: Content, body: bytes = b"") -> Item:
        """Keep a new item."""
        now = _now()
        with self._change():
            made = self._insert_item(self.project(project).id, NewItem(name, content, now, now, body))
            self._touch(project, now)
            return self.item(made)

    def save(self, item: Item) -> Item:
        """Save name and content, or keep them beside what somebody else saved."""
        kept: Item | None = None
        text, now = _encoded(item.content), _now()
        check_name(item.name)
        with self._change():
            found = self.item(item.id)
            if (found.name, _encoded(found.content)) == (item.name, text):
                return found
            self._touch(found.project, now)
            if found.revision == item.revision and found.deleted is None:
                row = (item.kind, item.name, text)
                self._db.execute(_CHANGE_ITEM, (*row, _text(now), *row, item.id))
                return self.item(item.id)
            taken = {one.name for one in self.items(found.project)} | {found.name}
            mine = NewItem(other_name(item.name, taken), item.content, now, now, self.body(item.id))
            # Also into a full project: what somebody wrote comes first.
            kept = self.item(self._insert_item(found.project, mine, counted=False))
        raise ConflictError(found, kept)

    # ---- inside ------------------------------------------------------------------------------

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Write: alone in this process, in one transaction, with sentences for what is refused."""
        with self._lock, told(self.path), transaction(self._db):
            yield

    def _rows(self, statement: str, *values: str) -> list[sqlite3.Row]:
        with self._lock, told(self.path):
            return self._db.execute(statement, values).fetchall()

    def _insert_project(self, project: Project) -> None:
        check_name(project.name)
        check_text(project.description, "description")
        self._check_free(project.name, project.id)
        times = (_text(project.created), _text(project.changed))
        self._db.execute(_NEW_PROJECT, (project.id, project.name, project.description, *times))

    def _insert_item(self, project: str, new: NewItem, *, counted: bool = True) -> str:
        kind, text, id_ = kind_of(new.content), _encoded(new.content), _new_id()
        check_name(new.name)
        if (new.body and not isinstance(new.content, Attachment)) or len(new.body) > MOST_BODY_BYTES:
            raise LeopardRangeError("content_too_large", megabytes=MOST_BODY_BYTES // 1_000_000)
        count = "select count(*) from item where project = ? and deleted is null"
        if counted and self._db.execute(count, (project,)).fetchone()[0] >= MOST_ITEMS:
            raise LeopardRangeError("project_full", most=MOST_ITEMS)
        print_ = fingerprint(kind, new.name, text, new.body)
        times = (_text(new.created), _text(new.changed))
        self._db.execute(_NEW_ITEM, (id_, project, kind, new.name, text, new.body or None, *times, print_))
        return id_

    def _touch(self, project: str, now: datetime) -> None:
        self._db.execute("update project set changed = ? where id = ?", (_text(now), project))

    def _check_free(self, name: str, id_: str) -> None:
        if self._rows("select 1 from project where name = ? and id != ? and deleted is null", name, id_):
            raise LeopardRangeError("name_taken", name=name)

    def _table_of(self, id_: str) -> str:
        """Return where an id stands; the ids of projects and items never meet."""
        for table in ("project", "item"):
            if self._db.execute(f"select 1 from {table} where id = ?", (id_,)).fetchone():
                return table
        raise LeopardRangeError("item_unknown", item=id_)

    def _item(self, row: sqlite3.Row) -> Item:
        try:
            content = content_from(row["kind"], json.loads(row["content"]))
        except (ValueError, LeopardRangeError):
            raise LeopardRangeError("workspace_damaged", file=str(self.path)) from None
        return Item(
            *(row["id"], row["project"], row["name"], content, row["revision"]),
            *(datetime.fromisoformat(row["created"]), datetime.fromisoformat(row["changed"])),
            deleted=datetime.fromisoformat(row["deleted"]) if row["deleted"] else None,
            body_bytes=row["size"] or 0,
        )


def _project(row: sqlite3.Row) -> Project:
    return Project(
        *(row["id"], row["name"], row["description"], row["revision"]),
        *(datetime.fromisoformat(row["created"]), datetime.fromisoformat(row["changed"])),
        deleted=datetime.fromisoformat(row["deleted"]) if row["deleted"] else None,
    )


def _encoded(content: Content) -> str:
    text = json.dumps(encode(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(text.encode()) > MOST_CONTENT_BYTES:
        raise LeopardRangeError("content_too_large", megabytes=MOST_CONTENT_BYTES // 1_000_000)
    return text


def _new_id() -> str:
    return secrets.token_hex(8)


def _now() -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
