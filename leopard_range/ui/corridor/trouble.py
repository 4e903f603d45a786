"""What went wrong when a field or a button was used; it stays on the page until the next try."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.ui.plain import show_notice
from leopard_range.ui.session import language

__all__ = ["show_trouble", "tried"]

_KEY = "corridor_trouble"
_P = ParamSpec("_P")


def tried(act: Callable[_P, None]) -> Callable[_P, None]:
    """Make a callback whose expected failure becomes a sentence on the page.

    Parameters
    ----------
    act : callable
        What a field or a button does.
    """

    @wraps(act)
    def safely(*args: _P.args, **kwargs: _P.kwargs) -> None:
        st.session_state[_KEY] = None
        try:
            act(*args, **kwargs)
        except LeopardRangeError as problem:
            # Its traceback would hold on to what this run still knows.
            problem.__cause__ = problem.__context__ = None
            st.session_state[_KEY] = problem.with_traceback(None)

    return safely


def show_trouble() -> None:
    """Say what went wrong at the last try, if anything did."""
    problem = st.session_state.get(_KEY)
    if problem is not None:
        show_notice(sentence(problem, language()))
