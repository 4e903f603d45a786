"""The form of a study: one field for each option its question declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from leopard_range.studies.shape import N_, Option, Study, options
from leopard_range.ui.fields import Choice, choice_names, field
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
                    given[option.key] = last[option.key] = field(
                        option, before, key, _choices(option, known), _LABELS.get(option.key, "")
                    )

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


def _choices(option: Option, known: Mapping[str, tuple[Any, ...]]) -> Choice | None:
    """Return what can be chosen from the survey, and how it is shown."""
    _ = words()
    if option.key == "region":
        areas = _regions()
        return list(areas), lambda value: str(areas.get(value, value))
    if option.choices or option.key not in _FROM_SURVEY:
        return None
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


def asked_in_words(question: Any) -> list[tuple[str, str, bool]]:
    """Return what was asked as label, value and whether it differs from what is usual.

    Parameters
    ----------
    question : dataclass
        Of a survey study; where its file stands is left out.
    """
    _, shown = words(), choice_names()
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
