"""One study of a survey: its form, its job, its answer."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from leopard_range.model import Answer
from leopard_range.reports.answers import ANSWER_FILES
from leopard_range.studies.jobs import expected, submit
from leopard_range.studies.shape import Study, facts, tables
from leopard_range.ui.clearance import clearance, sealed
from leopard_range.ui.frame import guard
from leopard_range.ui.jobs import expectation, show_job, start_job
from leopard_range.ui.plain import show_text
from leopard_range.ui.seals import LIFE_S
from leopard_range.ui.session import catalog, engine, language, settings, words
from leopard_range.ui.shown import evidence, file_row, show_answer
from leopard_range.ui.surveys.files import FACTS, WHOLE
from leopard_range.ui.surveys.form import ask_for, asked_in_words
from leopard_range.ui.surveys.held import Found, Held, keep_found
from leopard_range.ui.surveys.keeping import keep_answer
from leopard_range.ui.surveys.pictures import pictures
from leopard_range.ui.surveys.place import show_place
from leopard_range.ui.surveys.surfaces import name_of, surfaces_of

__all__ = ["study_panel"]

_ASKED = "surveys_asked"


def study_panel(study: Study, one: Held) -> None:
    """Show a study: ask, watch it work, look at what came out.

    Parameters
    ----------
    study : Study
        Of a survey.
    one : Held
        The survey.

    Raises
    ------
    LeopardRangeError
        What the question or the survey is wrong with.
    """
    _ = words()
    show_text(_(study.about))
    question = ask_for(study, one)
    key = f"survey-{one.number}-{study.name}"
    with st.container(horizontal=True, vertical_alignment="center", key="survey_start"):
        pressed = st.button(_("Calculate"), type="primary", icon=":material/play_arrow:", key=f"{key}-start")
        cost = expected(catalog(), question)
        if cost is not None:
            show_text(expectation(cost))
    if pressed:
        _start(key, question)
    with st.container(key="survey_answer"):

        def keep(answer: Answer) -> None:
            keep_found(one, study.name, st.session_state[_ASKED].pop(key), answer)

        running = show_job(key, keep)
        found = one.found.get(study.name)
        if found is not None:
            _show(found, changed=not running and found.question != question)
        elif not running:
            show_text(_("Nothing calculated yet."))


def _start(key: str, question: Any) -> None:
    may = clearance()
    st.session_state.setdefault(_ASKED, {})[key] = question
    start_job(key, lambda: submit(engine(), settings(), question, may))


def _show(found: Found, *, changed: bool) -> None:
    _ = words()
    told = asked_in_words(found.question)
    asked = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value, _other in told
    )
    other = " · ".join(value for _name, value, other in told if other)
    title = _("What was asked") + (f": {other}" if other else "")
    earlier = f"<p>{escape(_('The choices above have changed since.'))}</p>" if changed else ""
    st.html(
        f'<div class="asked{" earlier" * changed}">{earlier}'
        f"<details><summary>{escape(title)}</summary><dl>{asked}</dl></details></div>"
    )
    with st.container(horizontal=True, vertical_alignment="center", key="survey_take"):
        keep_answer(found)
        _take_along(found)
    charts = pictures(found)
    if charts:
        st.html(charts)
    if surfaces_of(found):
        show_place(found.survey, found)
    show_answer(found.answer)
    evidence(found.answer)


# Drawn again in time, so that the addresses on the page always hold.
@st.fragment(run_every=LIFE_S * 0.8)
def _take_along(found: Found) -> None:
    """Offer the files of an answer."""
    _, lang = words(), language()
    told = [*((table.column.key, _(table.column.text)) for table in tables(found.answer) if table.rows)]
    if facts(found.answer):
        told.insert(0, (FACTS, _("Values")))
    with guard(), st.popover(_("Download"), icon=":material/download:", key="survey_files"):
        show_text(_("Each file carries its sources, its cautions and what was asked."))
        files = [(title, key, "csv", "CSV") for key, title in told]
        whole = {"csv": _("All findings"), "tif": _("Surface"), "gpkg": _("Outlines")}
        forms = {"csv": "CSV", "tif": "GeoTIFF (COG)", "gpkg": "GeoPackage"}
        own = ANSWER_FILES.get(found.study, {})
        files += [(whole[form], WHOLE, form, forms[form]) for form in own if form in whole]
        for at, surface in enumerate(() if "tif" in own else surfaces_of(found)):
            title = " · ".join(filter(None, (_("Surface"), name_of(surface))))
            files.append((title, f"surface-{at}", "tif", forms["tif"]))
        rows = "".join(
            file_row(title, sealed(f"planner/surveys/{found.number}.{what}.{form}", lang=lang), name)
            for title, what, form, name in files
        )
        st.html(f'<ul class="downloads">{rows}</ul>')
