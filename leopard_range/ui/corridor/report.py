"""The report on a proposal: made as a job, then taken along in the form the reader needs."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from leopard_range.i18n import duration
from leopard_range.model import Answer
from leopard_range.studies import STUDIES
from leopard_range.studies.jobs import submit
from leopard_range.ui.clearance import clearance
from leopard_range.ui.corridor.costs import costs_text
from leopard_range.ui.corridor.held import Found, Held, keep_found
from leopard_range.ui.corridor.own import own_raster
from leopard_range.ui.corridor.place import address
from leopard_range.ui.jobs import show_job, start_job
from leopard_range.ui.plain import show_text
from leopard_range.ui.seals import LIFE_S
from leopard_range.ui.session import catalog, engine, language, role, settings, words
from leopard_range.ui.shown import file_row

__all__ = ["STUDY", "show_report"]

STUDY = "corridor report"
_ASKED, _WHOLE = "corridor_report_asked", "corridor_report_whole"


def show_report(one: Held) -> None:
    """Offer the report on a proposal: with the audit alone, or with every deeper analysis.

    Parameters
    ----------
    one : Held
        The proposal.
    """
    _, study = words(), STUDIES.get(STUDY)
    if study is None:
        return
    with st.expander(_("Report to take along"), icon=":material/description:"):
        show_text(
            _("Map, widths, tables, sources and cautions in one document, in the language of this page.")
        )
        whole = st.checkbox(_("With every deeper analysis"), key=_WHOLE)
        asked = {"costs": costs_text()} | own_raster()
        question = study.question(proposal=one.text, with_="all" if whole else "none", **asked)
        key = f"corridor-{one.number}-report"
        with st.container(horizontal=True, vertical_alignment="center"):
            pressed = st.button(_("Make the report"), icon=":material/play_arrow:", key=f"{key}-start")
            cost = study.cost(catalog(), question) if study.cost else None
            if cost is not None:
                show_text(_("Takes about {time}.").format(time=duration(cost.seconds, language())))
        if pressed:
            _start(key, question)

        def keep(answer: Answer) -> None:
            keep_found(one, STUDY, st.session_state[_ASKED].pop(key), answer)

        running = show_job(key, keep)
        found = one.found.get(STUDY)
        if found is not None and not running:
            (_renewed if role() == "planner" else _files)(found)


def _start(key: str, question: Any) -> None:
    may = clearance()
    st.session_state.setdefault(_ASKED, {})[key] = question
    start_job(key, lambda: submit(engine(), settings(), question, may))


def _files(found: Found) -> None:
    _ = words()
    named = {
        "html": _("To read: one file for the browser"),
        "pdf": _("To print"),
        "gpkg": _("Shapes for a map program"),
        "zip": _("Tables and shapes"),
        "json": _("For programs"),
    }
    forms = {"html": "HTML", "pdf": "PDF", "gpkg": "GeoPackage", "zip": "CSV · GeoTIFF · ZIP", "json": "JSON"}
    rows = "".join(
        file_row(named[form], address(found.number, f"report.{form}"), forms[form])
        for form in STUDIES[STUDY].saves
        if form in named
    )
    title = escape(_("The report is ready."))
    st.html(f'<p role="status">{title}</p><ul class="downloads">{rows}</ul>')


# Addresses of planners end after minutes: they are drawn again in time.
_renewed = st.fragment(_files, run_every=LIFE_S * 0.8)
