"""Proposals of this session: named, drawn or brought; forgotten with it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from weakref import WeakValueDictionary

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Choices, Note
from leopard_range.model.corridor import Corridor
from leopard_range.ui.corridor.corners import Drawing, from_link, to_link
from leopard_range.ui.session import catalog

__all__ = [
    "MOST_PROPOSALS",
    "Found",
    "Held",
    "add",
    "choose",
    "chosen",
    "corridor_of",
    "duplicate",
    "forget",
    "held",
    "keep_found",
    "known",
    "linked",
    "open_link",
    "redraw",
    "rename",
    "undo",
    "write_link",
]

MOST_PROPOSALS = 20
"""Proposals one session may hold."""

LONGEST_NAME, LONGEST_ABOUT = 80, 2_000
_MOST_UNDO = 30
_KEY, _CHOSEN = "corridor_proposals", "corridor_chosen"
_NAMED, _DRAWN = "proposal", "draw"
"""Parameters of a link: a named proposal, or a drawing."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Found:
    """An answer and what it answers.

    Attributes
    ----------
    study : str
        Name of the study.
    question : dataclass
        What was asked.
    answer : Answer
        What came out.
    number : str
        Names it in addresses; cannot be guessed.
    drawn : dict
        What was made of it for the map.
    """

    study: str
    question: Any
    answer: Answer
    number: str = field(default_factory=lambda: secrets.token_hex(16))
    drawn: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, weakref_slot=True, eq=False)
class Held:
    """A proposal of this session.

    Attributes
    ----------
    name, about : str
        As somebody wrote them; a named proposal has its name from the layer.
    id : str
        Of a named proposal; empty for others.
    drawing : Drawing or None
        What was drawn.
    geometry : mapping or None
        GeoJSON geometry of what was brought in a file.
    width_m : float or None
        Full width of a line that was brought, metres.
    notes : tuple of Note
        What was repaired when it was brought.
    number : str
        Names it in addresses; cannot be guessed.
    before : list of Drawing
        Earlier drawings, to take steps back.
    in_sight : bool
        It was drawn on the map, which need not go there.
    read : (str, Corridor) or None
        What the catalog made of it, with the text it was made from.
    found : dict
        The last answer of each study.
    """

    name: str = ""
    about: str = ""
    id: str = ""
    drawing: Drawing | None = None
    geometry: Mapping[str, Any] | None = None
    width_m: float | None = None
    notes: tuple[Note, ...] = ()
    number: str = field(default_factory=lambda: secrets.token_hex(16))
    before: list[Drawing] = field(default_factory=list)
    in_sight: bool = False
    read: tuple[str, Corridor] | None = None
    found: dict[str, Found] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What a question asks about: the identifier, or GeoJSON of one feature."""
        if self.id:
            return self.id
        geometry = self.drawing.geometry() if self.drawing is not None else dict(self.geometry or {})
        width = self.width_m
        if self.drawing is not None:
            width = self.drawing.width_m if self.drawing.kind == "line" else None
        properties = {"name": self.name} | ({"width_m": width} if width else {})
        return json.dumps(
            {"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False
        )


# For the route that serves the map.  Only the sessions hold what is named here: what they drop is gone.
_known: WeakValueDictionary[str, Held | Found] = WeakValueDictionary()


def known(number: str) -> Held | Found | None:
    """Return what an address names, if a session still holds it.

    Parameters
    ----------
    number : str
        Of a proposal or of an answer.
    """
    return _known.get(number)


def corridor_of(one: Held) -> Corridor:
    """Return a proposal as the catalog checked it, once for each of its shapes.

    Parameters
    ----------
    one : Held
        Which.

    Raises
    ------
    LeopardRangeError
        What `leopard_range.catalog.Catalog.corridor` raises.
    """
    text = one.text
    if one.read is None or one.read[0] != text:
        one.read = text, catalog().corridor(text, None, Choices())
    return one.read[1]


def held() -> dict[str, Held]:
    """Return this session's proposals by number, in the order in which they came."""
    return cast(dict[str, Held], st.session_state.setdefault(_KEY, {}))


def chosen() -> Held | None:
    """Return the proposal that is looked at; None at the beginning."""
    return held().get(st.session_state.get(_CHOSEN, ""))


def choose(number: str) -> None:
    """Look at a proposal.

    Parameters
    ----------
    number : str
        Which; empty for none.
    """
    st.session_state[_CHOSEN] = number


def add(one: Held) -> Held:
    """Take a proposal into the session and look at it; a named one is taken once.

    Parameters
    ----------
    one : Held
        New.

    Raises
    ------
    LeopardRangeError
        ``proposals_many``.
    """
    kept = held()
    same = next((other for other in kept.values() if one.id and other.id == one.id), None)
    if same is None:
        if len(kept) >= MOST_PROPOSALS:
            raise LeopardRangeError("proposals_many", limit=MOST_PROPOSALS)
        kept[one.number] = _known[one.number] = same = one
    choose(same.number)
    return same


def rename(one: Held, name: str, about: str) -> None:
    """Give a proposal a name and a description.

    Parameters
    ----------
    one : Held
        Which.
    name, about : str
        As somebody wrote them.
    """
    name = " ".join(name.split())[:LONGEST_NAME] or one.name
    if name != one.name:
        one.found.clear()
    one.name, one.about = name, about.strip()[:LONGEST_ABOUT]


def redraw(one: Held, drawing: Drawing) -> None:
    """Change a drawing; the earlier one can be brought back, its answers cannot.

    Parameters
    ----------
    one : Held
        One that was drawn.
    drawing : Drawing
        Its new shape.
    """
    if one.drawing is not None and drawing != one.drawing:
        one.before = [*one.before, one.drawing][-_MOST_UNDO:]
        one.drawing = drawing
        one.found.clear()


def undo(one: Held) -> None:
    """Take the last change of a drawing back.

    Parameters
    ----------
    one : Held
        One that was drawn.
    """
    if one.before:
        one.drawing = one.before.pop()
        one.found.clear()


def duplicate(one: Held, name: str) -> None:
    """Take a copy of a proposal and look at it.

    Parameters
    ----------
    one : Held
        One that was drawn or brought.
    name : str
        Of the copy.

    Raises
    ------
    LeopardRangeError
        ``proposals_many``.
    """
    add(Held(name[:LONGEST_NAME], one.about, "", one.drawing, one.geometry, one.width_m, one.notes))


def forget(number: str) -> None:
    """Drop a proposal with all its answers.

    Parameters
    ----------
    number : str
        Which.
    """
    one = held().pop(number, None)
    if one is not None:
        _known.pop(number, None)
        one.found.clear()
        choose(next(reversed(held()), ""))


def keep_found(one: Held, study: str, question: Any, answer: Answer) -> None:
    """Keep an answer until the study is asked again.

    Parameters
    ----------
    one : Held
        About which proposal.
    study : str
        Name of the study.
    question, answer : dataclass
        What was asked and what came out.
    """
    made = Found(study, question, answer)
    one.found[study] = _known[made.number] = made


def linked() -> bool:
    """Return whether the address names a proposal that this session does not look at yet."""
    return not held() and any(name in st.query_params for name in (_NAMED, _DRAWN))


def open_link(names: Mapping[str, str], name: str) -> None:
    """Look at what the address names.

    Parameters
    ----------
    names : mapping
        Identifiers of the named proposals, with their names.
    name : str
        What a drawing of a link is called.

    Raises
    ------
    LeopardRangeError
        ``corridor_unknown``, ``proposals_many`` and those of `from_link`.
    """
    wanted, drawn = st.query_params.get(_NAMED, ""), st.query_params.get(_DRAWN, "")
    if wanted:
        del st.query_params[_NAMED]
        if wanted not in names:
            raise LeopardRangeError("corridor_unknown", value=wanted[:60], choices=", ".join(names))
        add(Held(names[wanted], id=wanted))
    elif drawn:
        del st.query_params[_DRAWN]
        add(Held(name, drawing=from_link(drawn)))


def write_link(one: Held | None) -> None:
    """Make the address a link to a proposal, as far as it is short; names do not go into it.

    Parameters
    ----------
    one : Held or None
        The proposal that is looked at.
    """
    wanted = {
        _NAMED: one.id if one is not None else "",
        _DRAWN: to_link(one.drawing) if one is not None and one.drawing is not None else "",
    }
    for key, value in wanted.items():
        if value:
            if st.query_params.get(key) != value:
                st.query_params[key] = value
        elif key in st.query_params:
            del st.query_params[key]
