"""Surveys a planner works with: held by the session alone, forgotten with it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from weakref import WeakValueDictionary

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Choices
from leopard_range.model.survey import Survey
from leopard_range.ui.guards import SESSION_FILES, SESSION_MB
from leopard_range.ui.session import catalog

__all__ = [
    "Found",
    "Held",
    "contents",
    "forget",
    "held",
    "hold",
    "keep_found",
    "known",
    "survey_of",
]

_KEY = "surveys_held"
_MB = 1024 * 1024


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
    survey : Held
        Which survey was asked about.
    number : str
        Names it in addresses; cannot be guessed.
    drawn : dict
        What was made of it for maps and files.
    """

    study: str
    question: Any
    answer: Answer
    survey: Held
    number: str = field(default_factory=lambda: secrets.token_hex(16))
    drawn: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, weakref_slot=True, eq=False)
class Held:
    """A survey of this session.

    Attributes
    ----------
    name : str
        As declared; empty for the data folder's own.
    path : str
        Where it stands, packed; empty for the data folder's own.
    size : int
        Bytes of it.
    choices : Choices
        Zone and coordinate system, as they were chosen.
    number : str
        Names it in addresses; cannot be guessed.
    found : dict
        The last answer of each study.
    read : Survey or None
        The survey, once it was looked at.
    """

    name: str = ""
    path: str = ""
    size: int = 0
    choices: Choices = field(default_factory=Choices)
    number: str = field(default_factory=lambda: secrets.token_hex(16))
    found: dict[str, Found] = field(default_factory=dict)
    read: Survey | None = None


# For the route that serves files.  Only the sessions hold what is named here: what they drop is gone.
_known: WeakValueDictionary[str, Held | Found] = WeakValueDictionary()


def known(number: str) -> Held | Found | None:
    """Return what a sealed address names, if a session still holds it.

    Parameters
    ----------
    number : str
        Of a survey or of an answer.
    """
    return _known.get(number)


def _remove(folder: TemporaryDirectory[str]) -> None:
    folder.cleanup()


# Streamlit lets go of what a session has cached when the session ends; a folder of `tempfile` is the
# account's own (0700), and what is left of it goes when the process ends.
@st.cache_resource(scope="session", on_release=_remove, show_spinner=False)
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="leopard-survey-", ignore_cleanup_errors=True)


def held() -> dict[str, Held]:
    """Return this session's surveys by number, the data folder's own first."""
    if _KEY not in st.session_state:
        own = Held()
        st.session_state[_KEY] = {own.number: own}
        _known[own.number] = own
    return cast(dict[str, Held], st.session_state[_KEY])


def hold(name: str, packed: bytes, choices: Choices | None = None) -> Held:
    """Take a survey that was read and packed into the session.

    Parameters
    ----------
    name : str
        As declared, safe to show.
    packed : bytes
        From `leopard_range.catalog.surveys`.
    choices : Choices, optional
        With which it was read.

    Raises
    ------
    LeopardRangeError
        ``sending_quota``: the session holds too much; ``cannot_write``.
    """
    kept = held()
    if len(kept) > SESSION_FILES or sum(one.size for one in kept.values()) + len(packed) > SESSION_MB * _MB:
        raise LeopardRangeError("sending_quota", limit=SESSION_MB, files=SESSION_FILES)
    one = Held(name, size=len(packed), choices=choices or Choices())
    path = Path(_folder().name) / one.number
    try:
        path.write_bytes(packed)
    except OSError as problem:
        raise LeopardRangeError(
            "cannot_write", file=name, reason=problem.strerror or type(problem).__name__
        ) from problem
    one.path = str(path)
    kept[one.number] = _known[one.number] = one
    return one


def forget(number: str) -> None:
    """Drop a survey with all its answers.

    Parameters
    ----------
    number : str
        Which; the data folder's own stays.
    """
    if held()[number].path:
        one = held().pop(number)
        _known.pop(number, None)
        Path(one.path).unlink(missing_ok=True)
        one.found.clear()
        one.read = None


def survey_of(one: Held) -> Survey:
    """Return a survey's tables, read once.

    Parameters
    ----------
    one : Held
        Which.

    Raises
    ------
    LeopardRangeError
        The reader's own.
    """
    if one.read is None:
        one.read = catalog().survey(Path(one.path) if one.path else None, one.choices)
    return one.read


def keep_found(one: Held, study: str, question: Any, answer: Answer) -> None:
    """Keep an answer until the study is asked again.

    Parameters
    ----------
    one : Held
        About which survey.
    study : str
        Name of the study.
    question, answer : dataclass
        What was asked and what came out.
    """
    made = Found(study, question, answer, one)
    one.found[study] = _known[made.number] = made


def contents(survey: Survey) -> Mapping[str, tuple[Any, ...]]:
    """Return what can be chosen from a survey: its species and its years, in order.

    Parameters
    ----------
    survey : Survey
        Any.
    """
    names = survey.observations["scientificName"]
    species = tuple(sorted(set(names[names != ""])))
    years: set[int] = set()
    if survey.dated:
        for column in ("deploymentStart", "deploymentEnd"):
            local = survey.deployments[column].dropna().dt.tz_convert(survey.timezone)
            years |= {int(year) for year in local.dt.year.unique()}
        years = set(range(min(years), max(years) + 1)) if years else years
    return {"species": species, "year": tuple(sorted(years))}
