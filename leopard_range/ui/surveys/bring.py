"""Bring a survey: a ZIP or several tables in one go, read under guard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from leopard_range.catalog.surveys import read_survey_upload
from leopard_range.engine import Job
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import progress
from leopard_range.model import Choices
from leopard_range.ui.brought import Sent, let_go
from leopard_range.ui.files import explained
from leopard_range.ui.plain import show_text
from leopard_range.ui.reread import SYSTEMS, ZONES, system_names
from leopard_range.ui.session import engine, language, words
from leopard_range.ui.surveys.held import hold
from leopard_range.ui.surveys.keeping import CHOSEN

__all__ = ["bring_survey"]

_TURN, _TROUBLE = "survey_turn", "survey_trouble"
_TABLES = (".csv", ".tsv", ".txt")


def bring_survey() -> None:
    """Show where a survey is dropped; read what was dropped, with progress and a way to stop."""
    _ = words()
    turn = st.session_state.setdefault(_TURN, 0)
    choose, more = escape(_("Choose files")), escape(_("or drop a survey here · up to 20 MB each"))
    big = escape(_("Not sent: larger than 20 MB, or this tab holds too many files."))
    trouble = st.session_state.get(_TROUBLE)
    label = _("Bring a survey of your own")
    with st.expander(label, icon=":material/upload_file:", expanded=trouble is not None):
        show_text(
            _(
                "Camtrap DP or Wildlife Insights as one ZIP or as its tables, SPACECAP or secr texts, or CSV "
                "with a JSON file that says which column is which. It stays in this tab "
                "and is forgotten with it."
            )
        )
        st.html(f'<span hidden data-bring="{choose}" data-bring-more="{more}" data-bring-big="{big}"></span>')
        with st.form(key=f"survey-form-{turn}", border=False):
            with st.container(key="bring"):
                sent = st.file_uploader(
                    _("Files of a survey"), accept_multiple_files=True, key=f"survey-files-{turn}"
                )
            choices = _choices(turn)
            pressed = st.form_submit_button(_("Read the survey"), icon=":material/play_arrow:")
        place = st.empty()
        if pressed:
            st.session_state[_TROUBLE] = None
            with place.container():
                _receive(sent or [], choices)
        elif trouble is not None:
            place.html(explained(trouble))


def _choices(turn: int) -> Choices:
    """Ask what tables may leave open: zone of their times, system of their positions."""
    _, names = words(), system_names()
    zone, system = st.columns(2)
    with zone:
        clocks = st.selectbox(
            _("Time zone of times that say none"),
            list(ZONES),
            accept_new_options=True,
            key=f"survey-zone-{turn}",
        )
    with system:
        crs = st.selectbox(
            _("Coordinate system (choose, or write a code such as EPSG:32652)"),
            list(SYSTEMS),
            format_func=lambda key: names.get(key, key),
            accept_new_options=True,
            key=f"survey-crs-{turn}",
        )
    return Choices(crs=str(crs or "").strip(), timezone=str(clocks or "").strip())


def _receive(sent: Sequence[Sent], choices: Choices) -> None:
    """Read what was sent; what goes wrong stays on the page until the next try."""
    try:
        files = {one.name: one.getvalue() for one in sent}
        if not files:
            raise LeopardRangeError("survey_no_file")
        mapping = _mapping(files)
        packed = _read(files, choices, mapping)
        name = next(iter(files)) if len(files) == 1 else _common(files)
        one = hold(name, packed, choices)
    except LeopardRangeError as problem:
        # Its traceback would hold on to the files after the session has forgotten them.
        problem.__cause__ = problem.__context__ = None
        st.session_state[_TROUBLE] = problem.with_traceback(None)
    else:
        let_go(sent)
        st.session_state[_TURN] += 1  # an empty box next time
        st.session_state[CHOSEN] = one.number
    st.rerun()


def _mapping(files: dict[str, bytes]) -> bytes | None:
    """Take the JSON file beside tables out of the files: it says which column is which."""
    beside = [name for name in files if name.lower().endswith(".json") and name.lower() != "datapackage.json"]
    tables = [name for name in files if name.lower().endswith(_TABLES)]
    return files.pop(beside[0]) if len(beside) == 1 and tables else None


def _common(files: Mapping[str, bytes]) -> str:
    """Name several tables after the first of them."""
    return f"{min(files)} + {len(files) - 1}"


def _read(files: Mapping[str, bytes], choices: Choices, mapping: bytes | None) -> bytes:
    _, lang = words(), language()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bar = st.progress(0.0, text=_("Reading the survey…"))
        st.button(_("Cancel"), icon=":material/close:", key="survey-stop", on_click=_stopped)

    def told(job: Job) -> None:
        now = job.progress
        text = progress(job.position, now.stage, now.share, now.left_s, lang)
        bar.progress(now.share or 0.0, text=text)

    return read_survey_upload(engine(), files, choices, mapping, told)


def _stopped() -> None:
    st.session_state[_TROUBLE] = LeopardRangeError("job_cancelled")
