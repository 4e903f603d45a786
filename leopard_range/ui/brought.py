"""Files that a planner brings: held by the session alone, read under guard, forgotten on request."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, cast
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from leopard_range.catalog.uploads import read_upload
from leopard_range.engine import Job
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.maps import WebFile, brought_file
from leopard_range.model import Choices, Upload
from leopard_range.ui.guards import SESSION_FILES, SESSION_MB
from leopard_range.ui.session import engine

__all__ = [
    "Brought",
    "Sent",
    "bring",
    "bring_kept",
    "brought",
    "brought_shapes",
    "forget",
    "let_go",
    "read",
    "take",
]

_KEY = "brought_files"
_MB = 1024 * 1024


@dataclass(slots=True, weakref_slot=True, eq=False)
class Brought:
    """A file somebody brought, and what became of it.

    Attributes
    ----------
    name : str
        As declared.
    body : bytes
        The file; kept so that it can be read again with other answers.
    choices : Choices
        What the person answered.
    upload : Upload or None
        What was read.
    problem : LeopardRangeError or None
        Why it was not.
    shapes : WebFile or None
        What the map fetches by a sealed address.
    number : str
        Names it in addresses; cannot be guessed.
    version : int
        Counts the readings.
    says : dict of (str, int) to str
        What the map shows of it in words, by language and reading.
    """

    name: str
    body: bytes
    choices: Choices = field(default_factory=Choices)
    upload: Upload | None = None
    problem: LeopardRangeError | None = None
    shapes: WebFile | None = None
    number: str = field(default_factory=lambda: secrets.token_hex(16))
    version: int = 0
    says: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def waiting(self) -> bool:
        """Whether it has still to be read."""
        return self.upload is None and self.problem is None

    @property
    def outcome(self) -> str:
        """``waiting``, ``accepted``, ``accepted-and-repaired``, ``clear-error`` or ``rejected``."""
        if self.problem is not None:
            return "rejected" if isinstance(self.problem, RejectedError) else "clear-error"
        if self.upload is None:
            return "waiting"
        return "accepted-and-repaired" if self.upload.repairs else "accepted"


# For the route that serves shapes.  Only the sessions hold the files: what they drop is gone here too.
_known: WeakValueDictionary[str, Brought] = WeakValueDictionary()


class Sent(Protocol):
    """What Streamlit hands over.

    Attributes
    ----------
    name, file_id : str
        Declared name, and what Streamlit calls it.
    """

    name: str
    file_id: str

    def getvalue(self) -> bytes:
        """Return the bytes."""
        ...


def brought() -> dict[str, Brought]:
    """Return this session's files by number, in the order in which they came."""
    return cast(dict[str, Brought], st.session_state.setdefault(_KEY, {}))


def bring(name: str, body: bytes) -> Brought:
    """Take a file into the session.

    Parameters
    ----------
    name : str
        As declared.
    body : bytes
        The file.

    Raises
    ------
    LeopardRangeError
        ``sending_quota``: the session holds too much.
    """
    held = brought()
    if (
        len(held) >= SESSION_FILES
        or sum(len(one.body) for one in held.values()) + len(body) > SESSION_MB * _MB
    ):
        raise LeopardRangeError("sending_quota", limit=SESSION_MB, files=SESSION_FILES)
    one = Brought(name, body)
    held[one.number] = one
    _known[one.number] = one
    return one


def bring_kept(read: Upload) -> Brought:
    """Take a file out of a project into the session, as it was read then.

    Parameters
    ----------
    read : Upload
        What was kept; the file itself was not, so it cannot be read again with other answers.

    Raises
    ------
    LeopardRangeError
        ``sending_quota`` and those of drawing.
    """
    one = bring(read.name, b"")
    one.upload, one.shapes = read, brought_file(read)
    return one


def take(sent: Iterable[Sent]) -> list[Brought]:
    """Take over what was sent, so that it is held once: by us, not by Streamlit as well.

    Parameters
    ----------
    sent : iterable
        Streamlit's uploaded files.

    Raises
    ------
    LeopardRangeError
        ``sending_quota``.
    """
    files = list(sent)
    try:
        return [bring(file.name, file.getvalue()) for file in files]
    finally:
        let_go(files)


def let_go(sent: Iterable[Sent]) -> None:
    """Make Streamlit forget files that were sent.

    Parameters
    ----------
    sent : iterable
        Streamlit's uploaded files.
    """
    context = get_script_run_ctx()
    drop = getattr(Runtime.instance().uploaded_file_mgr, "remove_file", None)
    if context is not None and drop is not None:
        for file in sent:
            drop(context.session_id, file.file_id)


def read(one: Brought, on_progress: Callable[[Job], None] | None = None) -> None:
    """Read a file with the answers given so far; the outcome is kept with it.

    Parameters
    ----------
    one : Brought
        Which.
    on_progress : callable, optional
        Called with the job now and then.
    """
    one.upload = one.problem = one.shapes = None
    one.version += 1
    try:
        one.upload = read_upload(engine(), one.name, one.body, one.choices, on_progress)
        one.shapes = brought_file(one.upload)
    except LeopardRangeError as problem:
        # Tracebacks would hold on to the frames of this run, and so to the file after it is forgotten.
        problem.__cause__ = problem.__context__ = None
        one.problem = problem.with_traceback(None)


def forget(number: str) -> None:
    """Drop a file and all that was read from it.

    Parameters
    ----------
    number : str
        Which; unknown ones are gone already.
    """
    one = brought().pop(number, None)
    if one is not None:
        # At once: what this run still holds of it would go only with the next one.
        _known.pop(number, None)
        one.body, one.upload, one.shapes = b"", None, None
        one.says.clear()


def brought_shapes(number: str) -> WebFile:
    """Return the shapes of a file; only a sealed address leads here.

    Parameters
    ----------
    number : str
        Which.

    Raises
    ------
    LeopardRangeError
        ``address_unknown``: it has been forgotten.
    """
    one = _known.get(number)
    if one is None or one.shapes is None:
        raise LeopardRangeError("address_unknown", address=f"planner/files/{number}")
    return one.shapes
