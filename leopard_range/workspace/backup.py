"""A copy of the whole workspace, and the way back."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from leopard_range.errors import LeopardRangeError
from leopard_range.workspace.database import (
    beside,
    check_whole,
    connect,
    copy_to,
    open_database,
    transaction,
    version_of,
)
from leopard_range.workspace.problems import told

__all__ = ["back_up", "restore"]

_TABLES = ("project", "item")
"""In the order in which their rows can be written: an item belongs to a project."""


def back_up(path: Path, target: Path) -> None:
    """Write a whole, checked copy of the workspace to a file.

    Parameters
    ----------
    path : Path
        The workspace's database; the program may be running.
    target : Path
        Must not exist yet.

    Raises
    ------
    LeopardRangeError
        ``copy_exists``, ``workspace_damaged`` and what the disk refuses.
    """
    with closing(open_database(path)) as db:
        copy_to(db, target)


def restore(path: Path, source: Path) -> Path | None:
    """Put everything that is kept back to what a backup holds.

    Parameters
    ----------
    path : Path
        The workspace's database.  The program may be running: it then goes on
        with what came back, and a page opened before cannot overwrite it.
    source : Path
        What `back_up` wrote; it is only read.

    Returns
    -------
    Path or None
        Where the replaced workspace stands, whole; None when there was none.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``workspace_foreign``, ``workspace_newer``,
        ``workspace_damaged`` (of the backup) and what the disk refuses; the
        workspace is then as it was.
    """
    if not source.is_file():
        raise LeopardRangeError("file_missing", file=str(source))
    with tempfile.TemporaryDirectory() as folder, told(path):
        # A copy: opening a database may change it, and an older one is brought up to date.
        copy = Path(folder) / "copy.db"
        shutil.copyfile(source, copy)
        with closing(connect(copy)) as db:
            if version_of(db, source) == 0:
                raise LeopardRangeError("workspace_foreign", file=str(source))
            check_whole(db, source, full=True)
        # Made by the same steps, every workspace has the same tables; another's file may only say it is one.
        if _schema(copy) != _schema(Path(folder) / "fresh.db"):
            raise LeopardRangeError("workspace_foreign", file=str(source))
        aside = _set_aside(path) if path.exists() else None
        replaced = _replace(path, copy, keep=path.exists())
    return aside or replaced


def _schema(path: Path) -> list[tuple[str, ...]]:
    """Return the statements that made a database, brought up to date."""
    with closing(open_database(path)) as db:
        found = db.execute("select type, name, sql from sqlite_schema where sql is not null order by 1, 2")
        return [tuple(row) for row in found]


def _set_aside(path: Path) -> Path | None:
    """Move a workspace that cannot be opened out of the way, as it is; None when it can be."""
    try:
        open_database(path).close()
    except LeopardRangeError as problem:
        if problem.code not in ("workspace_damaged", "workspace_foreign", "workspace_newer"):
            raise
    else:
        return None
    kept = beside(path, "replaced")
    # The log holds what was saved last, so it goes along.
    for tail in ("-wal", "-shm", ""):
        part = path.with_name(path.name + tail)
        if part.exists():
            part.rename(kept.with_name(kept.name + tail))
    return kept


def _replace(path: Path, copy: Path, *, keep: bool) -> Path | None:
    """Put the rows of a copy in the place of all rows, in one transaction."""
    kept = beside(path, "replaced") if keep else None
    with closing(open_database(path)) as db, closing(connect(path)) as reader:
        db.execute("attach ? as copy", (str(copy),))
        with transaction(db):
            # Nobody else can save from here on, so what is set aside is the last that was there.
            if kept is not None:
                copy_to(reader, kept)
            # A page that was opened before must not hold a revision that fits.
            newest = (
                "select max(revision) from (select revision from project union select revision from item)"
            )
            step = int(db.execute(newest).fetchone()[0] or 0)
            for table in reversed(_TABLES):
                db.execute(f"delete from main.{table}")
            for table in _TABLES:
                columns = ", ".join(row[1] for row in db.execute(f"pragma main.table_info({table})"))
                rows = f"select {columns} from copy.{table} order by rowid"
                db.execute(f"insert into main.{table} ({columns}) {rows}")
                db.execute(f"update main.{table} set revision = revision + ?", (step,))
        db.execute("detach copy")
        check_whole(db, path, full=True)
    return kept
