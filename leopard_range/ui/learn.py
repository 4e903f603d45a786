"""The page Learn: which part of it, and which lesson, stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from leopard_range.content.learn import (
    PARTS,
    glossary_html,
    know_html,
    lesson_html,
    part_titles,
    quiz_html,
)
from leopard_range.content.lessons import LESSONS, lesson
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.ui.answers import edition
from leopard_range.ui.frame import show_html
from leopard_range.ui.plain import show_notice
from leopard_range.ui.session import language, words

__all__ = ["show_learn"]


def show_learn() -> None:
    """Draw the part of the page that the address asks for; a lesson alone is enough."""
    names = part_titles(edition())
    fallback = "lessons"
    part = _choose("part", PARTS, fallback, lambda name: names[name])
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
    ages = list(LESSONS)
    chosen = _choose(
        "lesson", ages, ages[0], lambda name: _("Ages {ages}").format(ages=name.replace("-", "–"))
    )
    teacher = st.query_params.get("sheet") == "teacher"
    show_html(lesson_html(edition(), lesson(edition(), chosen), teacher=teacher))


def _choose(name: str, known: Sequence[str], fallback: str, label: Callable[[str], str]) -> str:
    """Return what the address asks for, with a switch to change it; say so when there is no such thing."""
    _ = words()
    asked = st.query_params.get(name, fallback)
    if asked not in known:
        blanks = {name: asked[:60], "choices": ", ".join(known)}
        show_notice(sentence(LeopardRangeError(f"unknown_{name}", **blanks), language()), "warning")
        asked = fallback
    key = f"learn-{name}"
    if st.session_state.get(key) != asked:
        st.session_state[key] = asked

    def chosen() -> None:
        st.query_params[name] = st.session_state[key]

    st.segmented_control(
        {"part": _("Part of the page"), "lesson": _("Lesson")}[name],
        list(known),
        format_func=label,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=chosen,
    )
    return asked
