"""A planner's own raster of resistance instead of the table of costs: read under guard, kept in this tab."""

from __future__ import annotations

import re
import secrets
from html import escape
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence
from leopard_range.model import Choices, Upload
from leopard_range.reports.raster import as_cog
from leopard_range.ui.brought import let_go
from leopard_range.ui.clearance import clearance
from leopard_range.ui.corridor.bring import read_sent
from leopard_range.ui.files import explained
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import language, words

__all__ = ["own_raster", "show_own"]

_KEY, _TURN, _TROUBLE = "corridor_own", "corridor_own_turn", "corridor_own_trouble"
_REPAIRS = ("none", "closed", "least")


def _remove(folder: TemporaryDirectory[str]) -> None:
    folder.cleanup()


# As for surveys: the folder is the account's own (0700) and goes with the session.
@st.cache_resource(scope="session", on_release=_remove, show_spinner=False)
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="leopard-corridor-", ignore_cleanup_errors=True)


def own_raster() -> dict[str, str]:
    """Return what a question takes of a planner's raster; nothing where none was brought."""
    kept = st.session_state.get(_KEY)
    if clearance() != "planner" or kept is None:
        return {}
    repair = str(st.session_state.get(f"{_KEY}_repair", _REPAIRS[0]))
    return {"resistance": kept["path"], "repair": repair if repair in _REPAIRS else _REPAIRS[0], "costs": ""}


def show_own() -> None:
    """Show planners where a raster is dropped, and what becomes of its zeros; nobody else can send one."""
    if clearance() != "planner":
        return
    _, kept = words(), st.session_state.get(_KEY)
    trouble = st.session_state.get(_TROUBLE)
    open_ = trouble is not None or kept is not None
    with st.expander(_("Your own raster of resistance"), icon=":material/grid_on:", expanded=open_):
        if kept is not None:
            _kept(kept)
            return
        show_text(
            _("A GeoTIFF of the cost of a metre, above 0, in place of the table. It stays in this tab.")
        )
        choose, more = escape(_("Choose files")), escape(_("or drop a file here · up to 20 MB"))
        big = escape(_("Not sent: larger than 20 MB, or this tab holds too many files."))
        st.html(f'<span hidden data-bring="{choose}" data-bring-more="{more}" data-bring-big="{big}"></span>')
        turn = st.session_state.setdefault(_TURN, 0)
        with st.form(key=f"corridor-own-form-{turn}", border=False):
            with st.container(key="bring"):
                sent = st.file_uploader(_("File of resistance"), key=f"corridor-own-file-{turn}")
            crs = st.text_input(
                _("Coordinate system of a file that states none: EPSG:32652"),
                max_chars=40,
                key=f"corridor-own-crs-{turn}",
            )
            pressed = st.form_submit_button(_("Read the file"), icon=":material/play_arrow:")
        if pressed and sent is not None:
            _take(sent, crs.strip())
            st.rerun()
        elif trouble is not None:
            st.html(explained(trouble))


def _take(sent: Any, crs: str) -> None:
    st.session_state[_TROUBLE] = None
    try:
        body, name = sent.getvalue(), sent.name
        let_go([sent])
        st.session_state[_KEY] = _written(read_sent(name, body, Choices(crs=crs), _TROUBLE))
    except LeopardRangeError as problem:
        problem.__cause__ = problem.__context__ = None
        st.session_state[_TROUBLE] = problem.with_traceback(None)
    else:
        st.session_state[_TURN] += 1  # an empty box next time


def _written(found: Upload) -> dict[str, Any]:
    """Write what was read as a file of our own, for jobs; its name is no more than letters and digits."""
    if found.values is None or found.grid is None:
        raise LeopardRangeError("not_a_surface", file=found.name, found=found.kind)
    values = np.ma.filled(found.values.astype(np.float64), np.nan)
    folder = Path(_folder().name) / secrets.token_hex(8)
    folder.mkdir(mode=0o700)
    stem = re.sub(r"\W+", "-", PurePath(found.name).stem, flags=re.ASCII).strip("-")[:40] or "raster"
    path = folder / f"{stem}.tif"
    path.write_bytes(as_cog(values, found.grid, {}, "", double=True))
    return {"path": str(path), "name": found.name, "notes": (*found.repairs, *found.remarks)}


def _kept(kept: dict[str, Any]) -> None:
    _, lang = words(), language()
    show_text(_("{file} counts in place of the table.").format(file=kept["name"]))
    for note in kept["notes"]:
        show_text(note_sentence(note, lang))
    names = {
        "none": _("an error"),
        "closed": _("ground that nothing crosses"),
        "least": _("the least value above 0"),
    }
    st.selectbox(
        _("Zeros and negative values are"),
        _REPAIRS,
        format_func=lambda one: names.get(one, ""),
        key=f"{_KEY}_repair",
    )
    st.button(_("Back to the table"), icon=":material/undo:", key=f"{_KEY}_back", on_click=_forget)


def _forget() -> None:
    kept = st.session_state.pop(_KEY, None)
    if kept is not None:
        Path(kept["path"]).unlink(missing_ok=True)
