"""What a study of a proposal can be asked with: known words and checked numbers, never a free text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import number, pick, sentence
from leopard_range.studies import STUDIES
from leopard_range.studies.corridor.ground import costs_asked
from leopard_range.studies.shape import N_, Option, Study, options
from leopard_range.ui.answers import ask
from leopard_range.ui.corridor.corners import place_from
from leopard_range.ui.corridor.costs import costs_text
from leopard_range.ui.corridor.ends import end_choices
from leopard_range.ui.corridor.held import Held, held
from leopard_range.ui.corridor.own import own_raster
from leopard_range.ui.fields import field
from leopard_range.ui.plain import show_notice
from leopard_range.ui.session import catalog, language, words

__all__ = ["BEFORE", "ask_for"]

BEFORE = "corridor_before"
"""Where the session keeps what each study was asked with last."""

_NOT_HERE = ("proposal", "width_m", "crs", "costs", "with_", "resistance", "repair")
"""Options that other parts of the page answer."""

_POINT = "point"
_LONGEST = 200
_REMOVED = {"road": N_("roads"), "railway": N_("railways"), "river": N_("rivers"), "border": N_("border")}
_BUILT = ("road", "railway")
"""Lines over which a crossing can be built."""

_Field = Callable[[Held, str, str], str]
"""Draws one field: of which proposal, what it holds at first, its key; gives what a question takes."""


def ask_for(study: Study, one: Held) -> Any:
    """Draw the choices of a study, and return the question they make; None when one of them is wrong.

    Parameters
    ----------
    study : Study
        Which.
    one : Held
        The proposal.
    """
    _ = words()
    last: dict[str, Any] = st.session_state.setdefault(BEFORE, {}).setdefault(study.name, {})
    known = {option.key: option for option in options(study.question)}
    given: dict[str, Any] = {"proposal": one.text, "costs": costs_text()}
    given["with_"] = "; ".join(other.text for other in held().values() if other is not one)
    given |= own_raster()
    wanted = [option for option in known.values() if _can_ask(option)]
    with st.expander(_("Choices"), icon=":material/tune:"):
        try:
            for at in range(0, len(wanted), 2):
                row = st.columns(2, vertical_alignment="top")
                for place, option in zip(row, wanted[at : at + 2], strict=False):
                    with place:
                        given[option.key] = last[option.key] = _asked(study, option, one, last)
        except LeopardRangeError as problem:
            show_notice(sentence(problem, language()))
            return None
    return study.question(**{name: value for name, value in given.items() if name in known})


def _asked(study: Study, option: Option, one: Held, last: dict[str, Any]) -> Any:
    before = last.get(option.key, option.default)
    key = f"corridor-{study.name}-{option.key}"
    if option.key in _OWN:
        return _OWN[option.key](one, str(before), key)
    return field(option, before, key)


def _can_ask(option: Option) -> bool:
    """Return whether the page has a field for an option: a text could be the path of a file here."""
    if option.key in _NOT_HERE:
        return False
    return option.kind is not str or bool(option.choices) or option.key in _OWN


def _end(one: Held, before: str, key: str) -> str:
    """Ask for a place to connect: a protected area, or a point by its numbers."""
    _ = words()
    label = _("One end") if key.endswith("from_") else _("Other end")
    ends = end_choices() | {_POINT: _("a point")}
    point = _told(before)
    first = _POINT if point else before
    at = list(ends).index(first) if first in ends else 0
    chosen = st.selectbox(label, list(ends), index=at, format_func=lambda id_: ends.get(id_, ""), key=key)
    if chosen != _POINT:
        return str(chosen) if chosen in ends else ""
    typed = st.text_input(
        _("Latitude, longitude"), point, max_chars=40, key=f"{key}-point", placeholder="43.25, 131.50"
    )
    return _asked_place(typed) if typed.strip() else ""


def _restored(one: Held, before: str, key: str) -> str:
    _, lang = words(), language()
    names = {"best": _("the best habitat"), "none": _("what it is now")}
    if "resistance" in catalog().species.parameters:
        classes = costs_asked(catalog(), "")[0].classes
        names |= {code: pick(land.name, lang) for code, land in classes.items() if land.kind == "cover"}
    at = list(names).index(before) if before in names else 0
    return str(
        st.selectbox(
            _("The land inside becomes"),
            list(names),
            index=at,
            format_func=lambda code: names.get(code, ""),
            key=key,
        )
    )


def _removed(one: Held, before: str, key: str) -> str:
    _ = words()
    first = [kind for kind in _REMOVED if kind in before.split(",")]
    kept = st.multiselect(
        _("Taken away inside it"),
        list(_REMOVED),
        first,
        format_func=lambda kind: _(_REMOVED.get(kind, "")),
        key=key,
        placeholder=_("nothing"),
    )
    return ",".join(kind for kind in _REMOVED if kind in kept)


def _built(one: Held, before: str, key: str) -> str:
    """Ask where crossings are built: where the audit found a road or railway, or at typed places."""
    _, found = words(), _found(one)
    asked = [place for place in before.split(";") if place]
    typed = "; ".join(filter(None, (_told(place) for place in asked if place not in found)))
    kept = st.multiselect(
        _("Build crossings over"),
        list(found),
        [place for place in asked if place in found],
        format_func=lambda place: found.get(place, ""),
        key=f"{key}-{one.number}",
        placeholder=_("none"),
    )
    text = st.text_input(
        _("More crossings: latitude, longitude; …"), typed, max_chars=_LONGEST, key=f"{key}-more"
    )
    more = [_asked_place(part) for part in text.split(";") if part.strip()]
    return ";".join([*(place for place in found if place in kept), *more])


def _found(one: Held) -> dict[str, str]:
    """Return the places where roads and railways cross a proposal, with what they are called."""
    lang, study = language(), STUDIES["corridor audit"]
    answer: Any = ask(study.question(proposal=one.text))
    named: dict[str, tuple[float, list[str]]] = {}
    for row in answer.crossings:
        if row.kind in _BUILT:
            # A road and a railway side by side are crossed at one place.
            _km, told = named.setdefault(f"{row.lon:.5f},{row.lat:.5f}", (row.along_m / 1000, []))
            told.append(pick(row.name, lang))
    return {place: f"{number(km, lang, 1)} km · {', '.join(told)}" for place, (km, told) in named.items()}


def _asked_place(text: str) -> str:
    lat, lon = place_from(text)
    return f"{lon:.5f},{lat:.5f}"


def _told(place: str) -> str:
    """Write a place of a question as people type it; empty where it is none."""
    lon, _comma, lat = place.partition(",")
    try:
        kept = place_from(f"{lat}, {lon}")
    except LeopardRangeError:
        return ""
    return f"{kept[0]:g}, {kept[1]:g}"


_OWN: dict[str, _Field] = {
    "from_": _end,
    "to_": _end,
    "restore": _restored,
    "remove": _removed,
    "crossing": _built,
}
"""Options with a field of their own."""
