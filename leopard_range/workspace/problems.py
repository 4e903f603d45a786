"""What SQLite and the disk can refuse, as sentences with a remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leopard_range.errors import LeopardRangeError

__all__ = ["told"]

# Primary result codes of SQLite; the extended ones carry them in their lowest byte.
_CODES = {
    sqlite3.SQLITE_NOTADB: "workspace_foreign",
    sqlite3.SQLITE_CORRUPT: "workspace_damaged",
    sqlite3.SQLITE_FULL: "workspace_disk_full",
    sqlite3.SQLITE_IOERR: "workspace_disk_full",
    sqlite3.SQLITE_READONLY: "workspace_read_only",
    sqlite3.SQLITE_PERM: "workspace_read_only",
    sqlite3.SQLITE_CANTOPEN: "workspace_read_only",
    sqlite3.SQLITE_BUSY: "workspace_busy",
    sqlite3.SQLITE_LOCKED: "workspace_busy",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database or the disk refuses into an expected failure.

    Parameters
    ----------
    path : Path
        The file that was used.

    Raises
    ------
    LeopardRangeError
        ``workspace_foreign``, ``workspace_damaged``, ``workspace_disk_full``,
        ``workspace_read_only``, ``workspace_busy``, ``cannot_write``.
    """
    try:
        yield
    except sqlite3.Error as problem:
        code = _CODES.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)
        if code is None and str(problem).startswith("Could not decode"):
            code = "workspace_damaged"
        if code is None:
            raise  # a mistake in our own SQL is a bug
        raise LeopardRangeError(code, file=str(path)) from problem
    except UnicodeDecodeError as problem:
        # SQLite quotes a damaged schema in its message, and the message is no text any more.
        raise LeopardRangeError("workspace_damaged", file=str(path)) from problem
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(path), reason=reason) from problem
