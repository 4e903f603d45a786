"""What one process and one reader's session know: catalog, role, language."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache

import streamlit as st

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.catalog.uploads import PRELOAD
from leopard_range.config import Role, Settings, settings_from
from leopard_range.engine import Engine, engine_from
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, translator
from leopard_range.workspace import SqliteStore, Store, open_workspace

__all__ = [
    "catalog",
    "choose_language",
    "engine",
    "go_to_step",
    "language",
    "resolve_language",
    "role",
    "settings",
    "step_number",
    "step_of",
    "words",
    "workspace",
]

_KEY = "language"
_FIRST = threading.Lock()


@cache
def catalog() -> Catalog:
    """Return the process's catalog; its role never changes.

    Raises
    ------
    LeopardRangeError
        When the settings or the data folder are wrong.
    """
    return open_catalog(settings())


@cache
def settings() -> Settings:
    """Return what the process was started with.

    Raises
    ------
    LeopardRangeError
        When a setting is wrong.
    """
    return settings_from()


def engine() -> Engine:
    """Return the engine all sessions of this process share.

    Raises
    ------
    LeopardRangeError
        When the settings are wrong or no cluster answers.
    """
    with _FIRST:  # two sessions at once must not start two
        return _engine()


_CORRIDORS = "leopard_range.analysis.corridor.warm:warm_up"
"""Compiles the loops of corridors, so that the first click does not wait for them."""


@cache
def _engine() -> Engine:
    return engine_from(settings(), (*PRELOAD, _CORRIDORS))


def workspace() -> Store:
    """Return where planners' projects are kept; all sessions of this process share it.

    Raises
    ------
    LeopardRangeError
        ``needs_planner`` in a public process; and when the workspace cannot be opened.
    """
    with _FIRST:
        return _workspace()


@cache
def _workspace() -> SqliteStore:
    return open_workspace(settings())


def role() -> Role:
    """Return the process's role; ``public`` where the settings are wrong, so that a mistake opens nothing."""
    try:
        return settings().role
    except LeopardRangeError:
        return "public"


def resolve_language(asked: str | None, accepted: str | None) -> str:
    """Choose a language from an address and a browser's preference.

    Parameters
    ----------
    asked : str or None
        The ``lang`` of the address.
    accepted : str or None
        A locale such as ``ko-KR`` or a whole ``Accept-Language`` header.
    """
    if asked in LANGUAGES:
        return str(asked)
    for part in (accepted or "").split(","):
        code = part.split(";")[0].strip().split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def language() -> str:
    """Return the language of this run: address, then session, then browser."""
    asked = st.query_params.get("lang")
    if asked not in LANGUAGES:
        asked = st.session_state.get(_KEY)
    chosen = resolve_language(asked, st.context.locale)
    st.session_state[_KEY] = chosen
    return chosen


def choose_language(code: str) -> None:
    """Remember the reader's language in the session and in the address.

    Parameters
    ----------
    code : str
        One of `LANGUAGES`.
    """
    st.session_state[_KEY] = code
    st.query_params["lang"] = code


def words() -> Callable[[str], str]:
    """Return this run's translation function."""
    return translator(language())


def step_number(count: int) -> int:
    """Return the story's step, counted from 0, that the address asks for.

    Parameters
    ----------
    count : int
        Number of steps.
    """
    return step_of(st.query_params.get("step", "1"), count)


def step_of(asked: str, count: int) -> int:
    """Return a step of the story, counted from 0, as an address names it.

    Parameters
    ----------
    asked : str
        The ``step`` of the address.
    count : int
        Number of steps.
    """
    # Python refuses to read thousands of digits.
    return (
        min(max(int(asked), 1), count) - 1 if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0
    )


def go_to_step(step: int) -> None:
    """Go to a step of the story; the address remembers it.

    Parameters
    ----------
    step : int
        Counted from 0.
    """
    st.query_params["step"] = str(step + 1)
