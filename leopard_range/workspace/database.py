"""The database file: how it is opened, which shape it has, how an older one is brought up to date."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from leopard_range.errors import LeopardRangeError
from leopard_range.workspace.problems import told

__all__ = [
    "APPLICATION",
    "MIGRATIONS",
    "beside",
    "check_whole",
    "connect",
    "copy_to",
    "fingerprint",
    "open_database",
    "transaction",
    "version_of",
]

APPLICATION = 0x4C657057
"""Marks the file as ours among all SQLite files."""
_WAIT_S = 10.0
"""How long a writer waits for another one."""
_SMALLEST = 512

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """create table project (
            id text primary key, name text not null, description text not null,
            revision integer not null, created text not null, changed text not null, deleted text
        ) strict""",
        """create table item (
            id text primary key, project text not null references project (id) on delete cascade,
            kind text not null, name text not null, content text not null, body blob,
            revision integer not null, created text not null, changed text not null, deleted text
        ) strict""",
        "create index item_of_project on item (project, created)",
    ),
    (
        # SQLite's own check knows the pages, not what stands in a cell.
        "alter table item add column fingerprint text not null default ''",
        "update item set fingerprint = fingerprint_of(kind, name, content, body)",
    ),
)
"""From an empty file to the newest shape, one step a version; never changed once released."""


def fingerprint(kind: str, name: str, content: str, body: bytes | None) -> str:
    """Return the SHA-256 of an item's row, by which a flipped bit is found.

    Parameters
    ----------
    kind, name, content : str
        As kept.
    body : bytes or None
        Packed upload.
    """
    found = hashlib.sha256()
    for part in (kind.encode(), name.encode(), content.encode(), body or b""):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def connect(path: Path) -> sqlite3.Connection:
    """Open a database file as every part of the workspace must.

    Parameters
    ----------
    path : Path
        The file; made by SQLite when it is not there.
    """
    # Statements are not wrapped in transactions of Python's own: ours are written out.
    db = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    db.create_function("fingerprint_of", 4, fingerprint, deterministic=True)
    db.execute("pragma foreign_keys = on")
    # A save is acknowledged only after it is on the disk, not in its cache.
    db.execute("pragma synchronous = full")
    db.execute("pragma secure_delete = on")
    # A file of somebody else may hold functions in its schema.
    db.execute("pragma trusted_schema = off")
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Do everything inside or nothing, with the right to write from the start.

    Parameters
    ----------
    db : Connection
        Of `connect`.
    """
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    finally:
        # Not only when something failed: the commit itself may have been refused.
        if db.in_transaction:
            db.execute("rollback")


def version_of(db: sqlite3.Connection, path: Path) -> int:
    """Return the version of a file's shape; 0 for an empty one.

    Parameters
    ----------
    db : Connection
        The open file.
    path : Path
        Its name, for the error.

    Raises
    ------
    LeopardRangeError
        ``workspace_foreign``, ``workspace_newer``.
    """
    version = int(db.execute("pragma user_version").fetchone()[0])
    application = int(db.execute("pragma application_id").fetchone()[0])
    tables = int(db.execute("select count(*) from sqlite_schema").fetchone()[0])
    if tables and application != APPLICATION:
        raise LeopardRangeError("workspace_foreign", file=str(path))
    if version > len(MIGRATIONS):
        raise LeopardRangeError("workspace_newer", file=str(path), version=version, newest=len(MIGRATIONS))
    return version if tables else 0


def open_database(path: Path, *, upto: int = len(MIGRATIONS)) -> sqlite3.Connection:
    """Open a workspace: make it, check it, bring it up to date.

    Parameters
    ----------
    path : Path
        The database; its folder is made, readable for its owner alone.
    upto : int
        Version to stop at; the newest but for tests.

    Raises
    ------
    LeopardRangeError
        ``workspace_foreign``, ``workspace_newer``, ``workspace_damaged``,
        ``workspace_disk_full``, ``workspace_read_only``, ``workspace_busy``,
        ``cannot_write``; the file is then as it was.
    """
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if 0 < path.stat().st_size < _SMALLEST:
            # SQLite would take it for an empty database and write over it.
            raise LeopardRangeError("workspace_foreign", file=str(path))
        with ExitStack() as unless_done:
            db = connect(path)
            unless_done.callback(db.close)
            version = version_of(db, path)
            if version:
                check_whole(db, path, full=False)
            # A file that stays readable while it is written, and survives a killed writer.
            db.execute("pragma journal_mode = wal")
            if 0 < version < upto:
                copy_to(db, beside(path, f"version-{version}"))
            if version < upto:
                _migrate(db, path, upto)
            unless_done.pop_all()
    return db


def _migrate(db: sqlite3.Connection, path: Path, upto: int) -> None:
    with transaction(db):
        # Another process may have been faster.
        version = version_of(db, path)
        for number in range(version, upto):
            for statement in MIGRATIONS[number]:
                db.execute(statement)
        if version < upto:
            db.execute(f"pragma application_id = {APPLICATION}")
            db.execute(f"pragma user_version = {upto}")


def check_whole(db: sqlite3.Connection, path: Path, *, full: bool) -> None:
    """Check that a database is not damaged.

    Parameters
    ----------
    db : Connection
        The open file.
    path : Path
        Its name, for the error.
    full : bool
        Compare also every index, every reference and every item with its
        fingerprint; takes about a second per 100 MB.

    Raises
    ------
    LeopardRangeError
        ``workspace_damaged``.
    """
    check = "integrity_check" if full else "quick_check"
    with told(path):
        good = [row[0] for row in db.execute(f"pragma {check}(1)")] == ["ok"]
        if good and full:
            good = not db.execute("pragma foreign_key_check").fetchall()
        if good and full and version_of(db, path) >= 2:
            other = (
                "select 1 from item where fingerprint != fingerprint_of(kind, name, content, body) limit 1"
            )
            try:
                good = db.execute(other).fetchone() is None
            except sqlite3.OperationalError as problem:
                # Bytes that are no text any more: the function could not be given them.
                if problem.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                    raise
                good = False
    if not good:
        raise LeopardRangeError("workspace_damaged", file=str(path))


def beside(path: Path, word: str) -> Path:
    """Return a free name beside a file: ``workspace.<word>.<time>.db``.

    Parameters
    ----------
    path : Path
        A database.
    word : str
        What the copy is.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return path.with_name(f"{path.stem}.{word}.{stamp}{path.suffix}")


def copy_to(db: sqlite3.Connection, target: Path) -> None:
    """Write a whole, compact copy of an open database to a file, and check it.

    Parameters
    ----------
    db : Connection
        The open file; others may go on writing.
    target : Path
        Must not exist yet.

    Raises
    ------
    LeopardRangeError
        ``copy_exists`` and what the disk refuses; no half copy is left.
    """
    if target.exists():
        raise LeopardRangeError("copy_exists", file=str(target))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with told(target):
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            db.execute("vacuum into ?", (str(part),))
            with closing(connect(part)) as made:
                check_whole(made, target, full=True)
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            # Unlike a rename, a link refuses to replace what has come in between.
            os.link(part, target)
        except FileExistsError:
            raise LeopardRangeError("copy_exists", file=str(target)) from None
        finally:
            part.unlink(missing_ok=True)
