"""The form of a study: one field for each option its question declares."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from leopard_range.studies.shape import N_, Option, Study, options
from leopard_range.ui.session import catalog, language, words
from leopard_range.ui.surveys.held import Held, contents, survey_of

__all__ = ["BEFORE", "ask_for", "asked_in_words"]

BEFORE = "survey_before"
"""Where the session remembers what each study was asked last; its fields start with that."""

_SURVEY_WIDE = ("file", "mapping", "crs", "timezone")
_OF_TABLES = ("captures", "traps", "mask", "occasions", "density", "cell_km2")
"""Options of the commands that read plain tables instead of a survey."""
_FROM_SURVEY = ("species", "with_species", "year", "region")
_RARE = ("shift", "seed", "replicates", "profile", "confidence")
_LABELS = {"species": N_("Species"), "with_species": N_("Second species"), "year": N_("Year")}
"""Shorter than the command's, where a list says the rest."""
_MOST_OPEN = 6
"""Fields that stand open; the rest is folded away."""

_FREE_TEXT = ("shift", "bandwidth", "levels", "separate", "area")
"""Options whose value a reader may write; any other text could be the path of a file of this machine."""


def ask_for(study: Study, one: Held) -> Any:
    """Draw the fields of a study, and return the question they make.

    Parameters
    ----------
    study : Study
        Of a survey.
    one : Held
        The survey.

    Raises
    ------
    LeopardRangeError
        The question's own: a value it cannot have.
    """
    last: dict[str, Any] = st.session_state.setdefault(BEFORE, {}).setdefault(study.name, {})
    known = contents(survey_of(one))
    _ = words()
    given: dict[str, Any] = {"file": one.path, "crs": one.choices.crs}
    if one.choices.timezone:
        given["timezone"] = one.choices.timezone
    wanted = [o for o in options(study.question) if _can_ask(o)]
    first = sorted(wanted, key=lambda o: o.key in _RARE)  # keeps the order of the rest

    def draw(some: Sequence[Option]) -> None:
        for at in range(0, len(some), 3):
            row = st.columns(3, vertical_alignment="bottom")
            for place, option in zip(row, some[at : at + 3], strict=False):
                with place:
                    key = f"survey-{one.number}-{study.name}-{option.key}"
                    before = last.get(option.key, option.default)
                    given[option.key] = last[option.key] = _field(option, before, key, known)

    with st.container(key="survey_form"):
        draw(first[:_MOST_OPEN])
        if first[_MOST_OPEN:]:
            with st.expander(_("More choices"), icon=":material/tune:"):
                draw(first[_MOST_OPEN:])
    return study.question(**given)


def _can_ask(option: Option) -> bool:
    if option.key in (*_SURVEY_WIDE, *_OF_TABLES):
        return False
    return option.kind is not str or bool(option.choices) or option.key in (*_FROM_SURVEY, *_FREE_TEXT)


def _field(option: Option, before: Any, key: str, known: Mapping[str, tuple[Any, ...]]) -> Any:
    """Draw one field, starting with what was asked last."""
    _ = words()
    if option.key in _FROM_SURVEY or option.choices:
        values, shown = _choices(option, known)
        at = values.index(before) if before in values else 0
        # Its options are no Markdown.
        return st.selectbox(
            _(_LABELS.get(option.key, option.text)), values, index=at, format_func=shown, key=key
        )
    # A number out of bounds is corrected by the field, before it is asked.
    least, most = (option.kind(end) if math.isfinite(end) else None for end in (option.least, option.most))
    if option.kind is int:
        return int(st.number_input(_(option.text), least, most, int(before), 1, key=key))
    if option.kind is float:
        return float(st.number_input(_(option.text), least, most, float(before), format="%g", key=key))
    return str(st.text_input(_(option.text), value=str(before), max_chars=100, key=key)).strip()


def _choices(option: Option, known: Mapping[str, tuple[Any, ...]]) -> tuple[list[Any], Callable[[Any], str]]:
    """Return what can be chosen, and how it is shown."""
    _ = words()
    if option.choices:
        names = _choice_names()
        return list(option.choices), lambda value: names.get(value, value)
    if option.key == "region":
        areas = _regions()
        return list(areas), lambda value: areas.get(value, value)
    nothings = {"species": ("", _("all animals")), "with_species": ("", "–"), "year": (0, _("all years"))}
    nothing, every = nothings[option.key]
    values = known["year" if option.key == "year" else "species"]
    return [nothing, *values], lambda value: str(value) if value else every


def _regions() -> dict[str, str]:
    """Return the areas a number of animals can be asked for; a path of this machine is none."""
    _, lang, shelf = words(), language(), catalog()
    areas = {"": _("all the land around the cameras")}
    for layer in ("park", "reserves"):
        if layer in shelf.specs:
            frame = shelf.layer(layer).frame
            areas |= dict(zip(frame["id"].astype(str), frame[f"name_{lang}"].astype(str), strict=True))
    return areas


def _choice_names() -> Mapping[str, str]:
    """Return readable names of words that questions use as choices; others are shown as they are."""
    _ = words()
    return {
        "yes": _("yes"),
        "no": _("no"),
        "none": _("none"),
        "all": _("all"),
        "auto": _("automatic"),
        "station": _("station"),
        "month": _("month"),
        "year": _("year"),
        "season": _("season"),
        "reserve": _("reserve"),
        "species": _("species"),
        "united": _("once"),
        "added": _("each"),
        "density": _("density"),
        "rate": _("rate for the effort"),
        "best": _("the side with more"),
        "both": _("both sides"),
        "left": _("left side"),
        "right": _("right side"),
        "possible": _("possible"),
        "probable": _("probable"),
        "certain": _("certain"),
        "last_record": _("the last record"),
        "last_independent_record": _("the last one that counted"),
        "count": _("counts"),
        "proximity": _("seen or not"),
        "multi": _("caught once"),
    }


def asked_in_words(question: Any) -> list[tuple[str, str, bool]]:
    """Return what was asked as label, value and whether it differs from what is usual.

    Parameters
    ----------
    question : dataclass
        Of a survey study; where its file stands is left out.
    """
    _, shown = words(), _choice_names()
    told = []
    for option in options(type(question)):
        found = getattr(question, option.key)
        every = option.key == "year" and not found
        if found == "" or every or option.key in (*_SURVEY_WIDE, *_OF_TABLES):
            continue
        text = f"{found:g}" if option.kind is float else str(found)
        told.append(
            (_(option.text), shown.get(text, text) if option.choices else text, found != option.default)
        )
    return told
