"""What keeps projects: one interface, so that pages and commands know no database.

A change names the revision it was made from.  When somebody else was faster,
nothing is overwritten: the later text is kept as an item of its own beside the
other, and the caller is told (`ConflictError`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from leopard_range.errors import LeopardRangeError
from leopard_range.workspace.model import LONGEST_NAME, Content, Item, NewItem, Project

__all__ = ["ConflictError", "Store", "other_name"]


class ConflictError(LeopardRangeError):
    """Somebody else saved first; both versions are kept.

    Parameters
    ----------
    saved : Project or Item
        What stands now.
    kept : Item or None
        The later version, as an item of its own; None for a project, whose
        name and description the caller still has.
    """

    def __init__(self, saved: Project | Item, kept: Item | None) -> None:
        if kept is None:
            super().__init__("project_conflict", name=saved.name)
        else:
            super().__init__("item_conflict", name=saved.name, kept=kept.name)
        self.saved = saved
        self.kept = kept


class Store(Protocol):
    """What keeps projects.  Every method raises `LeopardRangeError` with a remedy, or has been done."""

    def projects(self, *, deleted: bool = False) -> tuple[Project, ...]:
        """Return the projects in use, or the ones put away, the last changed first."""

    def project(self, id_: str) -> Project:
        """Return a project, also one put away; ``project_unknown``."""

    def create(self, name: str, description: str = "") -> Project:
        """Make an empty project; ``name_taken``, ``name_invalid``."""

    def change(self, project: Project) -> Project:
        """Save name and description of a project read before; ``name_taken``, `ConflictError`."""

    def duplicate(self, id_: str, name: str) -> Project:
        """Copy a project with all its items under another name."""

    def bring(self, project: Project, items: Iterable[NewItem]) -> Project:
        """Keep a project from a file, under a name that is still free."""

    def put_away(self, id_: str, *, back: bool = False) -> None:
        """Put a project or an item away, or take it back; nothing in it changes."""

    def forget(self, id_: str) -> None:
        """Remove a project or an item that was put away, for good."""

    def items(self, project: str, *, deleted: bool = False) -> tuple[Item, ...]:
        """Return a project's items in the order they were made."""

    def counts(self) -> dict[str, int]:
        """Return how many items each project holds, by its id; projects without any are left out."""

    def item(self, id_: str) -> Item:
        """Return an item, also one put away; ``item_unknown``."""

    def body(self, id_: str) -> bytes:
        """Return the packed upload of an item; empty for the other kinds."""

    def add(self, project: str, name: str, content: Content, body: bytes = b"") -> Item:
        """Keep a new item."""

    def save(self, item: Item) -> Item:
        """Save name and content of an item read before; `ConflictError`."""

    def check(self) -> None:
        """Check everything that is kept; ``workspace_damaged``."""

    def close(self) -> None:
        """Let go of the file."""


def other_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: the same one, or with a number behind it.

    Parameters
    ----------
    name : str
        Wanted.
    taken : iterable of str
        Names in use.
    """
    used, number, found = set(taken), 1, name
    while found in used:
        number += 1
        tail = f" ({number})"
        found = name[: LONGEST_NAME - len(tail)].rstrip() + tail
    return found
