"""Keep a proposal, or what was found about it, in a project, and open it here again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

from leopard_range.errors import LeopardRangeError
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import as_json, options
from leopard_range.ui.clearance import clearance
from leopard_range.ui.corridor.choices import BEFORE
from leopard_range.ui.corridor.corners import MOST_CORNERS, WIDTHS_M, Drawing, Kind
from leopard_range.ui.corridor.held import Found, Held, add, corridor_of, forget
from leopard_range.ui.corridor.named import names
from leopard_range.ui.keeping import keep_with
from leopard_range.ui.session import catalog, words, workspace
from leopard_range.workspace import Content, Item, Parameters, Proposal, Results
from leopard_range.workspace.codec import tidy_name
from leopard_range.workspace.store import other_name

__all__ = ["keep_found_in", "keep_proposal", "open_again", "opens_here"]

_STUDY = "corridor_study"


def _add(project: str, name: str, content: Content) -> None:
    shelf = workspace()
    taken = [one.name for one in shelf.items(project)]
    shelf.add(project, other_name(tidy_name(name), taken), content)


def keep_proposal(one: Held) -> None:
    """Offer planners to keep a proposal.

    Parameters
    ----------
    one : Held
        Which.
    """
    if clearance() != "planner":
        return
    _ = words()

    def store(project: str) -> None:
        width = one.width_m if one.drawing is None else one.drawing.width_m
        geometry = one.drawing.geometry() if one.drawing is not None else one.geometry
        if geometry is None:
            corridor = corridor_of(one)
            geometry, width = mapping(corridor.line or corridor.area), corridor.width_m
        line = geometry["type"] == "LineString"
        _add(project, one.name, Proposal(geometry, one.about, width if line else None))

    with st.popover(_("Keep in a project"), icon=":material/folder_open:", key="keep-proposal"):
        keep_with(f"keep-{one.number}", store)


def keep_found_in(one: Held, found: Found) -> None:
    """Offer planners to keep an answer, or the question alone so that it can be asked again.

    Parameters
    ----------
    one : Held
        The proposal.
    found : Found
        What was found about it.
    """
    if clearance() != "planner":
        return
    _ = words()
    asked = {key: getattr(found.question, key) for key in _keys(found.study)}
    with st.popover(_("Keep in a project"), icon=":material/folder_open:", key="keep-corridor-answer"):
        only = st.checkbox(_("The question only"), key="keep-corridor-only")

        def store(project: str) -> None:
            answer = found.answer
            content = (
                Parameters(found.study, asked)
                if only
                else Results(
                    found.study, asked, as_json(answer), catalog().version, answer.citations, answer.notes
                )
            )
            _add(project, f"{one.name}: {_(STUDIES[found.study].title)}", content)

        keep_with(f"keep-{found.number}", store)


def _keys(study: str) -> list[str]:
    return [one.key for one in options(STUDIES[study].question)]


def opens_here(item: Item) -> bool:
    """Return whether an item of a project can be opened on the page of corridors.

    Parameters
    ----------
    item : Item
        Of a project.
    """
    content = item.content
    return isinstance(content, Proposal) or (
        isinstance(content, Parameters | Results)
        and content.study.startswith("corridor ")
        and content.study in STUDIES
    )


def open_again(item: Item) -> None:
    """Take a kept proposal into this session, or ask a kept question again.

    Parameters
    ----------
    item : Item
        For which `opens_here`.

    Raises
    ------
    LeopardRangeError
        ``proposals_many``, ``corridor_text`` and what checking a proposal raises.
    """
    content = item.content
    if isinstance(content, Proposal):
        _checked(Held(item.name, content.description, **_drawn(content.geometry, content.width_m)))
    elif isinstance(content, Parameters | Results):
        asked = dict(content.question)
        text = str(asked.get("proposal", ""))
        if text in names():
            add(Held(names()[text], id=text))
        kinds = {int: int, float: (int, float), str: str}
        known = {one.key: one for one in options(STUDIES[content.study].question)}
        st.session_state.setdefault(BEFORE, {})[content.study] = {
            key: value
            for key, value in asked.items()
            if key in known
            and isinstance(value, kinds[known[key].kind])  # type: ignore[arg-type]
            and not isinstance(value, bool)
        }
        st.session_state[_STUDY] = content.study


def _checked(one: Held) -> None:
    add(one)
    try:
        corridor_of(one)
    except LeopardRangeError:
        forget(one.number)
        raise


def _drawn(geometry: Mapping[str, Any], width_m: float | None) -> dict[str, Any]:
    """Return a geometry as a drawing that can be changed, where it is a simple one."""
    try:
        found = shape(geometry)
    except (ValueError, TypeError, KeyError, LookupError, ShapelyError):
        raise LeopardRangeError("corridor_text") from None
    kind: Kind = "line" if found.geom_type == "LineString" else "area"
    simple = kind == "line" or (found.geom_type == "Polygon" and not found.interiors)
    points = list((found if kind == "line" else found.exterior).coords) if simple else []
    if kind == "area" and points:
        points = points[:-1]
    if points and len(points) <= MOST_CORNERS:
        width = min(max(width_m or 5_000.0, WIDTHS_M[0]), WIDTHS_M[1])
        corners = tuple((round(p[1], 5), round(p[0], 5)) for p in points)
        return {"drawing": Drawing(kind, corners, width)}
    return {"geometry": geometry, "width_m": width_m if kind == "line" else None}
