"""The page Learn: which part of it, and which lesson, stands in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from leopard_range.content.learn import (
    PARTS,
    age_titles,
    glossary_html,
    know_html,
    lesson_html,
    part_titles,
    quiz_html,
)
from leopard_range.content.lessons import lesson
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.ui.answers import edition
from leopard_range.ui.frame import show_html
from leopard_range.ui.plain import show_notice
from leopard_range.ui.session import language, words

__all__ = ["show_learn"]


def show_learn() -> None:
    """Draw the part of the page that the address asks for; a lesson alone is enough."""
    _ = words()
    names = part_titles(edition())
    part = _asked("part", PARTS, "lessons")
    st.segmented_control(
        _("Part of the page"),
        list(PARTS),
        format_func=lambda name: names[name],
        key="learn-part",
        required=True,
        label_visibility="collapsed",
        on_change=_follow,
        args=("part",),
    )
    if part == "lessons":
        _lessons()
    elif part == "glossary":
        show_html(glossary_html(edition()))
    elif part == "quiz":
        show_html(quiz_html(edition()))
    else:
        show_html(know_html(edition()))


def _lessons() -> None:
    _ = words()
    ages = age_titles(edition())
    chosen = _asked("lesson", list(ages), next(iter(ages)))
    st.segmented_control(
        _("Lesson"),
        list(ages),
        format_func=lambda name: ages[name],
        key="learn-lesson",
        required=True,
        label_visibility="collapsed",
        on_change=_follow,
        args=("lesson",),
    )
    teacher = st.query_params.get("sheet") == "teacher"
    show_html(lesson_html(edition(), lesson(edition(), chosen), teacher=teacher))


def _asked(name: str, known: Sequence[str], fallback: str) -> str:
    """Return what the address asks for, and set the switch to it; say so when there is no such thing."""
    asked = st.query_params.get(name, fallback)
    if asked not in known:
        blanks = {name: asked[:60], "choices": ", ".join(known)}
        show_notice(sentence(LeopardRangeError(f"unknown_{name}", **blanks), language()), "warning")
        asked = fallback
    if st.session_state.get(f"learn-{name}") != asked:
        st.session_state[f"learn-{name}"] = asked
    return asked


def _follow(name: str) -> None:
    """Write into the address what the switch says."""
    st.query_params[name] = st.session_state[f"learn-{name}"]
