"""Deeper analyses of a proposal: asked on a click, with the time they take, progress and a way to stop."""

from __future__ import annotations

from typing import Any

import streamlit as st

from leopard_range.i18n import duration
from leopard_range.model import Answer
from leopard_range.studies.corridor import CORRIDOR_STUDIES
from leopard_range.studies.jobs import submit
from leopard_range.studies.shape import Option, Study, options
from leopard_range.ui.clearance import clearance
from leopard_range.ui.corridor.costs import costs_text
from leopard_range.ui.corridor.ends import end_choices
from leopard_range.ui.corridor.held import Found, Held, held, keep_found
from leopard_range.ui.corridor.results import show_result
from leopard_range.ui.fields import Choice, field
from leopard_range.ui.jobs import show_job, start_job
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import catalog, engine, language, settings, words

__all__ = ["chosen_result", "show_deeper"]

_STUDY, _ASKED, _BEFORE = "corridor_study", "corridor_asked", "corridor_before"
_APART = ("corridor audit", "corridor report")
"""Studies with a place of their own on the page."""
_ENDS = ("from_", "to_")


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
    question = _ask_for(study, one)
    key = f"corridor-{one.number}-{study.name.replace(' ', '-')}"
    with st.container(horizontal=True, vertical_alignment="center", key="corridor_start"):
        pressed = st.button(_("Calculate"), type="primary", icon=":material/play_arrow:", key=f"{key}-start")
        cost = study.cost(catalog(), question) if study.cost else None
        if cost is not None:
            show_text(_("Takes about {time}.").format(time=duration(cost.seconds, language())))
    if pressed:
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


def _ask_for(study: Study, one: Held) -> Any:
    """Draw the choices of a study, and return the question they make.

    No field takes free text: a text could be the path of a file of this machine.
    """
    _ = words()
    last: dict[str, Any] = st.session_state.setdefault(_BEFORE, {}).setdefault(study.name, {})
    known = {option.key: option for option in options(study.question)}
    given: dict[str, Any] = {"proposal": one.text}
    if "costs" in known:
        given["costs"] = costs_text()
    if "with_" in known:
        given["with_"] = "; ".join(other.text for other in held().values() if other is not one)
    wanted = [option for option in known.values() if _can_ask(option)]
    if wanted:
        with st.expander(_("Choices"), icon=":material/tune:"):
            for at in range(0, len(wanted), 2):
                row = st.columns(2, vertical_alignment="bottom")
                for place, option in zip(row, wanted[at : at + 2], strict=False):
                    with place:
                        before = last.get(option.key, option.default)
                        key = f"corridor-{study.name}-{option.key}"
                        given[option.key] = last[option.key] = field(option, before, key, _choice(option))
    return study.question(**{name: value for name, value in given.items() if name in known})


def _can_ask(option: Option) -> bool:
    if option.key in ("proposal", "width_m", "crs", "costs", "with_"):
        return False
    return option.kind is not str or bool(option.choices) or option.key in _ENDS


def _choice(option: Option) -> Choice | None:
    if option.key not in _ENDS:
        return None
    ends = end_choices()
    return list(ends), lambda value: ends.get(value, "")
