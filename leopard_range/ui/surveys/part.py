"""The part of the page “Cameras” for planners: a survey of theirs, and all that can be asked of it."""

from __future__ import annotations

import streamlit as st

from leopard_range.studies.survey import SURVEY_STUDIES
from leopard_range.ui.clearance import clearance, require
from leopard_range.ui.frame import piece
from leopard_range.ui.session import words
from leopard_range.ui.surveys.bring import bring_survey
from leopard_range.ui.surveys.choose import choose, survey_facts
from leopard_range.ui.surveys.keeping import PART, STUDY
from leopard_range.ui.surveys.panel import study_panel
from leopard_range.ui.surveys.place import show_place
from leopard_range.ui.surveys.surfaces import surfaces_of

__all__ = ["planner_part", "works_with_survey"]


def works_with_survey() -> bool:
    """Let planners choose between the page for everybody and their own work; return whether they work."""
    if clearance() != "planner":
        return False
    _ = words()
    names = {"all": _("How we know"), "work": _("Work with a survey")}
    st.session_state.setdefault(PART, "all")
    with st.container(key="cameras_part_choice"):
        wanted = st.segmented_control(
            _("Part of the page"),
            list(names),
            format_func=lambda key: names[key],
            required=True,
            key=PART,
            label_visibility="collapsed",
        )
    return wanted == "work"


def planner_part() -> None:
    """Show planners where they bring, check and analyse a survey.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``.
    """
    require("planner")
    _work()


@piece
def _work() -> None:
    _ = words()
    with st.container(key="surveys"):
        bring_survey()
        one = choose()
        survey_facts(one)
        titles = {study.name: _(study.title) for study in SURVEY_STUDIES}
        above = st.container()
        if st.session_state.get(STUDY) not in titles:
            st.session_state[STUDY] = next(iter(titles))
        wanted = st.segmented_control(
            _("What to ask"),
            list(titles),
            format_func=lambda name: titles[name],
            required=True,
            key=STUDY,
            label_visibility="collapsed",
        )
        found = one.found.get(str(wanted))
        if found is None or not surfaces_of(found):  # else its map stands with the answer
            place = above.expander(_("Map and files"), icon=":material/map:", expanded=True)
            with place:
                show_place(one)
        study_panel(next(study for study in SURVEY_STUDIES if study.name == wanted), one)
