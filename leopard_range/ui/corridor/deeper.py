"""Deeper analyses of a proposal: asked on a click, with the time they take, progress and a way to stop."""

from __future__ import annotations

from typing import Any

import streamlit as st

from leopard_range.i18n import duration
from leopard_range.model import Answer
from leopard_range.studies.corridor import CORRIDOR_STUDIES
from leopard_range.studies.jobs import submit
from leopard_range.studies.shape import Study
from leopard_range.ui.clearance import clearance
from leopard_range.ui.corridor.choices import ask_for
from leopard_range.ui.corridor.held import Found, Held, keep_found
from leopard_range.ui.corridor.results import show_result
from leopard_range.ui.jobs import show_job, start_job
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import catalog, engine, language, settings, words

__all__ = ["chosen_result", "show_deeper"]

_STUDY, _ASKED = "corridor_study", "corridor_asked"
_APART = ("corridor audit", "corridor report")
"""Studies with a place of their own on the page."""


def _studies() -> dict[str, Study]:
    return {study.name: study for study in CORRIDOR_STUDIES if study.name not in _APART}


def chosen_result(one: Held) -> Found | None:
    """Return the answer that is looked at, if there is one.

    Parameters
    ----------
    one : Held
        The proposal.
    """
    return one.found.get(str(st.session_state.get(_STUDY, "")))


def show_deeper(one: Held) -> None:
    """Show what else can be asked about a proposal, and the last answer.

    Parameters
    ----------
    one : Held
        The proposal.
    """
    _, studies = words(), _studies()
    if not studies:
        return
    titles = {name: _(study.title) for name, study in studies.items()}
    if st.session_state.get(_STUDY) not in titles:
        st.session_state[_STUDY] = next(iter(titles))
    wanted = st.segmented_control(
        _("What to ask"),
        list(titles),
        format_func=lambda name: titles[name],
        required=True,
        key=_STUDY,
        label_visibility="collapsed",
    )
    study = studies[str(wanted)]
    show_text(_(study.about))
    question = ask_for(study, one)
    key = f"corridor-{one.number}-{study.name.replace(' ', '-')}"
    with st.container(horizontal=True, vertical_alignment="center", key="corridor_start"):
        pressed = st.button(
            _("Calculate"),
            type="primary",
            icon=":material/play_arrow:",
            key=f"{key}-start",
            disabled=question is None,
        )
        cost = study.cost(catalog(), question) if study.cost and question is not None else None
        if cost is not None:
            show_text(_("Takes about {time}.").format(time=duration(cost.seconds, language())))
    if pressed and question is not None:
        _start(key, question)
    with st.container(key="corridor_answer"):

        def keep(answer: Answer) -> None:
            keep_found(one, study.name, st.session_state[_ASKED].pop(key), answer)

        running = show_job(key, keep)
        found = one.found.get(study.name)
        if found is not None:
            show_result(one, found, changed=not running and found.question != question)


def _start(key: str, question: Any) -> None:
    may = clearance()
    st.session_state.setdefault(_ASKED, {})[key] = question
    start_job(key, lambda: submit(engine(), settings(), question, may))
