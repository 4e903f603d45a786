"""Studies, cached by what they depend on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from leopard_range.config import Role
from leopard_range.model import Answer
from leopard_range.studies import answer
from leopard_range.ui.clearance import clearance
from leopard_range.ui.session import catalog

__all__ = ["ask"]


def ask(question: Any) -> Any:
    """Answer a question, from the cache where it was asked before.

    Parameters
    ----------
    question : dataclass
        A frozen question of `leopard_range.studies`.

    Returns
    -------
    Answer
        Shared with other sessions: never change a frame inside it.

    Raises
    ------
    LeopardRangeError
        ``needs_planner`` and the study's own.
    """
    shelf = catalog()
    return _answers(shelf.version, clearance(), question)


@st.cache_resource(max_entries=256, show_spinner=False)
def _answers(version: str, role: Role, question: Any) -> Answer:
    found: Answer = answer(catalog(), question, role)
    return found
