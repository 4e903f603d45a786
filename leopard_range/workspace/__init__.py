"""Work that is kept: named projects with proposals, parameters, results, notes and files.

One SQLite file holds them (`SqliteStore`), one file shares a project
(`leopard_range.workspace.files`), and a copy of the whole can be kept and
brought back (`leopard_range.workspace.backup`).  A database server is left
out: one file on the planners' machine needs no administration and is safe
against a killed program.
"""

from pathlib import Path

from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.workspace.model import (
    KINDS,
    Attachment,
    Content,
    Item,
    NoteText,
    Parameters,
    Project,
    Proposal,
    Results,
)
from leopard_range.workspace.sqlite import SqliteStore
from leopard_range.workspace.store import ConflictError, Store

__all__ = [
    "KINDS",
    "Attachment",
    "ConflictError",
    "Content",
    "Item",
    "NoteText",
    "Parameters",
    "Project",
    "Proposal",
    "Results",
    "SqliteStore",
    "Store",
    "open_workspace",
    "workspace_file",
]


def open_workspace(settings: Settings) -> SqliteStore:
    """Open the workspace a process was started with.

    Parameters
    ----------
    settings : Settings
        Role and workspace folder.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``: a public process has no workspace at all; and what
        `leopard_range.workspace.database.open_database` raises.
    """
    if settings.role != "planner":
        raise LeopardRangeError("needs_planner")
    return SqliteStore(workspace_file(settings))


def workspace_file(settings: Settings) -> Path:
    """Return where the database of a workspace stands.

    Parameters
    ----------
    settings : Settings
        Workspace folder.
    """
    return settings.workspace / "workspace.db"
