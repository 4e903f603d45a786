"""What a planner keeps: projects, and the five kinds of items in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leopard_range.model import Citation, Note

__all__ = [
    "KINDS",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "MOST_BODY_BYTES",
    "MOST_CONTENT_BYTES",
    "MOST_ITEMS",
    "Attachment",
    "Content",
    "Item",
    "NewItem",
    "NoteText",
    "Parameters",
    "Project",
    "Proposal",
    "Results",
    "kind_of",
]

LONGEST_NAME = 120
LONGEST_TEXT = 200_000
"""Characters of a note or a description: about eighty printed pages."""
MOST_CONTENT_BYTES = 10_000_000
MOST_BODY_BYTES = 64_000_000
"""A packed upload is at most as large as the worker that reads it may write."""
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place somebody proposes, for example a corridor.

    Attributes
    ----------
    geometry : mapping
        GeoJSON geometry (RFC 7946), longitude and latitude in degrees, EPSG:4326.
    description : str
        Why it is proposed.
    width_m : float or None
        Full width of a corridor drawn as a line, metres; None where the outline says it.
    """

    geometry: Mapping[str, Any]
    description: str = ""
    width_m: float | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """A study's frozen question, so that it can be asked again.

    Attributes
    ----------
    study : str
        Name of the study.
    question : mapping
        Its question as JSON.
    """

    study: str
    question: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Results:
    """A study's answer, with everything needed to judge it.

    Attributes
    ----------
    study : str
        Name of the study.
    question, answer : mapping
        What was asked and what came out, as JSON.
    data_version : str
        Version of the catalogue the answer was made from.
    sources : tuple of Citation
        Where the numbers come from.
    cautions : tuple of Note
        What must stand beside them.
    """

    study: str
    question: Mapping[str, Any]
    answer: Mapping[str, Any]
    data_version: str
    sources: tuple[Citation, ...] = ()
    cautions: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteText:
    """Plain text a planner wrote.

    Attributes
    ----------
    text : str
        Lines end with a line feed.
    """

    text: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody brought, checked and packed; its bytes are the item's body.

    Attributes
    ----------
    kind : str
        Kind of upload, as in `leopard_range.model.Upload`.
    rows : int
        Features, table rows or cells with data.
    source_crs : str
        Coordinate system the file was in.
    repairs, remarks : tuple of Note
        The report of the reading.
    """

    kind: str
    rows: int
    source_crs: str
    repairs: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()


Content = Proposal | Parameters | Results | NoteText | Attachment

KINDS: dict[str, type[Content]] = {
    "proposal": Proposal,
    "parameters": Parameters,
    "results": Results,
    "note": NoteText,
    "upload": Attachment,
}
"""Every kind of item and what it holds."""


@dataclass(frozen=True, slots=True)
class Project:
    """A named piece of work.

    Attributes
    ----------
    id : str
        Of this workspace; a copy elsewhere has another.
    name, description : str
        As the planner wrote them.
    revision : int
        Grows with every change; a change made from an older one is not applied.
    created, changed : datetime
        UTC, to the millisecond.
    deleted : datetime or None
        When it was put away; None while it is in use.
    """

    id: str
    name: str
    description: str
    revision: int
    created: datetime
    changed: datetime
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a project.

    Attributes
    ----------
    id, project : str
        Of this workspace.
    name : str
        Name of the proposal, question, answer, note or file.
    content : Content
        What it is.
    revision : int
        Grows with every change.
    created, changed : datetime
        UTC, to the millisecond.
    deleted : datetime or None
        When it was put away.
    body_bytes : int
        Size of the packed upload; 0 for the other kinds.
    """

    id: str
    project: str
    name: str
    content: Content
    revision: int
    created: datetime
    changed: datetime
    deleted: datetime | None = None
    body_bytes: int = 0

    @property
    def kind(self) -> str:
        """Return the word for what it holds, one of `KINDS`."""
        return kind_of(self.content)


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item that is not kept yet.

    Attributes
    ----------
    name : str
        Its name.
    content : Content
        What it is.
    created, changed : datetime
        UTC, to the millisecond.
    body : bytes
        Packed upload; empty for the other kinds.
    """

    name: str
    content: Content
    created: datetime
    changed: datetime
    body: bytes = b""


def kind_of(content: Content) -> str:
    """Return the word for a content.

    Parameters
    ----------
    content : Content
        Of an item.
    """
    return next(kind for kind, type_ in KINDS.items() if type_ is type(content))
