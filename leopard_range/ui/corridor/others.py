"""The other proposals of a session, together under one address, so that the map shows all of them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import streamlit as st
from shapely.geometry.base import BaseGeometry

from leopard_range.errors import LeopardRangeError
from leopard_range.ui.corridor.held import Held, corridor_of, held

__all__ = ["Others", "known_others", "others"]

_KEY = "corridor_others"


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Others:
    """Proposals beside the one that is looked at.

    Attributes
    ----------
    asked : tuple of (str, str, str)
        Number, name and text of each, which say whether anything changed.
    shapes : dict of str to geometry
        Area by number, EPSG:4326.
    names : dict of str to str
        Name by number.
    number : str
        Names them in addresses; cannot be guessed.
    """

    asked: tuple[tuple[str, str, str], ...]
    shapes: dict[str, BaseGeometry]
    names: dict[str, str]
    number: str = field(default_factory=lambda: secrets.token_hex(16))


# For the route that serves the map.  Only the sessions hold what is named here: what they drop is gone.
_known: WeakValueDictionary[str, Others] = WeakValueDictionary()


def known_others(number: str) -> Others | None:
    """Return what an address names, if a session still holds it.

    Parameters
    ----------
    number : str
        Of `others`.
    """
    return _known.get(number)


def others(one: Held) -> Others | None:
    """Return the proposals of this session beside one; None where there are none.

    Parameters
    ----------
    one : Held
        The proposal that is looked at.
    """
    beside = [other for other in held().values() if other is not one]
    asked = tuple((other.number, other.name, other.text) for other in beside)
    kept = st.session_state.get(_KEY)
    if not isinstance(kept, Others) or kept.asked != asked:
        shapes = {}
        for other in beside:
            try:
                shapes[other.number] = corridor_of(other).area
            except LeopardRangeError:  # it says so itself, when it is looked at
                continue
        kept = Others(asked, shapes, {other.number: other.name for other in beside})
        st.session_state[_KEY] = _known[kept.number] = kept
    return kept if kept.shapes else None
