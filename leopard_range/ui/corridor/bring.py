"""Bring a proposal as a file: for planners, read under guard like everything that comes from outside."""

from __future__ import annotations

from html import escape
from pathlib import PurePath

import pandas as pd
import streamlit as st
from shapely.geometry import mapping

from leopard_range.catalog.uploads import read_upload
from leopard_range.engine import Job
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import progress
from leopard_range.model import Choices, Upload
from leopard_range.ui.brought import let_go
from leopard_range.ui.clearance import clearance
from leopard_range.ui.corridor.corners import WIDTHS_M
from leopard_range.ui.corridor.held import LONGEST_NAME, Held, add, corridor_of, forget
from leopard_range.ui.files import explained
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import engine, language, words

__all__ = ["bring_proposal", "read_sent", "take_upload"]

_TURN, _TROUBLE = "corridor_turn", "corridor_bring_trouble"


def bring_proposal() -> None:
    """Show planners where a proposal is dropped; nobody else can send a file here."""
    if clearance() != "planner":
        return
    _ = words()
    turn = st.session_state.setdefault(_TURN, 0)
    trouble = st.session_state.get(_TROUBLE)
    choose, more = escape(_("Choose files")), escape(_("or drop a file here · up to 20 MB"))
    big = escape(_("Not sent: larger than 20 MB, or this tab holds too many files."))
    with st.expander(_("Bring a file"), icon=":material/upload_file:", expanded=trouble is not None):
        show_text(
            _("One line or area as GeoJSON, GeoPackage, KML or a zipped shapefile. It stays in this tab.")
        )
        st.html(f'<span hidden data-bring="{choose}" data-bring-more="{more}" data-bring-big="{big}"></span>')
        with st.form(key=f"corridor-form-{turn}", border=False):
            with st.container(key="bring"):
                sent = st.file_uploader(_("File of a proposal"), key=f"corridor-file-{turn}")
            width = st.number_input(
                _("Width of a line, m"), *WIDTHS_M, 5_000.0, 100.0, format="%g", key=f"corridor-width-{turn}"
            )
            crs = st.text_input(
                _("Coordinate system of a file that states none: EPSG:32652"),
                max_chars=40,
                key=f"corridor-crs-{turn}",
            )
            pressed = st.form_submit_button(_("Read the file"), icon=":material/play_arrow:")
        if pressed and sent is not None:
            st.session_state[_TROUBLE] = None
            try:
                body, name = sent.getvalue(), sent.name
                let_go([sent])
                take_upload(read_sent(name, body, Choices(crs=crs.strip()), _TROUBLE), float(width))
            except LeopardRangeError as problem:
                problem.__cause__ = problem.__context__ = None
                st.session_state[_TROUBLE] = problem.with_traceback(None)
            else:
                st.session_state[_TURN] += 1  # an empty box next time
            st.rerun()
        elif trouble is not None:
            st.html(explained(trouble))


def take_upload(found: Upload, width_m: float) -> None:
    """Take what a file holds into the session as one proposal.

    Parameters
    ----------
    found : Upload
        What was read, in EPSG:4326.
    width_m : float
        Full width of a line where the file does not say, metres.

    Raises
    ------
    LeopardRangeError
        ``not_polygons``, ``proposals_many`` and what checking a proposal raises.
    """
    frame = found.frame
    if frame is None or frame.empty:
        raise LeopardRangeError("not_polygons", file=found.name, row=1, found=found.kind)
    given = pd.to_numeric(frame["width_m"], errors="coerce").iloc[0] if "width_m" in frame else None
    shape = frame.geometry.union_all()
    line = shape.geom_type == "LineString"
    width = (float(given) if given is not None and pd.notna(given) else width_m) if line else None
    name = PurePath(found.name).stem[:LONGEST_NAME]
    notes = (*found.repairs, *found.remarks)
    one = add(Held(name, geometry=mapping(shape), width_m=width, notes=notes))
    try:
        corridor_of(one)
    except LeopardRangeError:
        forget(one.number)
        raise


def read_sent(name: str, body: bytes, choices: Choices, trouble: str) -> Upload:
    """Read a file as a job, showing how far it is and a way to stop.

    Parameters
    ----------
    name : str
        As declared.
    body : bytes
        The file.
    choices : Choices
        What the person answered.
    trouble : str
        Where the session keeps that it was stopped.

    Raises
    ------
    LeopardRangeError
        What `leopard_range.catalog.uploads.read_upload` raises.
    """
    _, lang = words(), language()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bar = st.progress(0.0, text=_("Reading the file…"))
        st.button(
            _("Cancel"), icon=":material/close:", key=f"{trouble}-stop", on_click=_stopped, args=(trouble,)
        )

    def told(job: Job) -> None:
        now = job.progress
        bar.progress(now.share or 0.0, text=progress(job.position, now.stage, now.share, now.left_s, lang))

    return read_upload(engine(), name, body, choices, told)


def _stopped(trouble: str) -> None:
    st.session_state[trouble] = LeopardRangeError("job_cancelled")
