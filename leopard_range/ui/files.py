"""The page “Your files”: what was read, what was repaired, what is wrong, and what the file leaves open.

Nothing of a file is shown as Markdown, and nothing of it goes where an address without a seal leads.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from leopard_range.content.told import shapes_say, surface_says
from leopard_range.engine import Job
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import explain, note_sentence, number, progress, sentence
from leopard_range.maps import BROUGHT, MOST_DRAWN, MapState, brought_box
from leopard_range.model import Note, Upload
from leopard_range.reports import export
from leopard_range.ui.brought import Brought, bring, brought, forget, read, take
from leopard_range.ui.clearance import sealed
from leopard_range.ui.frame import card_row
from leopard_range.ui.keeping import keep
from leopard_range.ui.mapping import show_map
from leopard_range.ui.plain import show_notice, show_text
from leopard_range.ui.reread import questions
from leopard_range.ui.session import catalog, language, words

__all__ = ["choose_file", "explained", "receive", "show_file"]

_ROWS, _COLUMNS = 20, 12
_SAMPLE = "reserves"
_TURN, _CHOSEN, _TROUBLE = "bring_turn", "brought_chosen", "bring_trouble"


def receive() -> None:
    """Show where files are dropped, take over what was dropped, and read it."""
    _ = words()
    turn = st.session_state.setdefault(_TURN, 0)
    choose = escape(_("Choose files"))
    most = escape(_("or drop them here · up to 20 MB each"))
    # Streamlit's own words in this box are English; the style sheet puts these in their place.
    big = escape(
        _(
            "Not sent: larger than 20 MB, or this tab holds too many files. "
            "Forget some, or bring a smaller one."
        )
    )
    st.html(f'<span hidden data-bring="{choose}" data-bring-more="{most}" data-bring-big="{big}"></span>')
    with st.container(key="bring"):
        sent = st.file_uploader(_("Files to look at"), accept_multiple_files=True, key=f"bring-{turn}")
    if sent:
        # Another key empties Streamlit's box: the list below is the only one.
        st.session_state[_TURN] = turn + 1
        try:
            st.session_state[_CHOSEN] = take(sent)[-1].number
        except LeopardRangeError as problem:
            st.session_state[_TROUBLE] = problem
        st.rerun()
    trouble = st.session_state.pop(_TROUBLE, None)
    if trouble is not None:
        show_notice(sentence(trouble, language()))
    if not brought():
        _nothing_yet()
    for at, one in enumerate(list(brought().values()), 1):
        if one.waiting:
            _read(one, at)


def _nothing_yet() -> None:
    """Say what can be brought, and offer something to try."""
    _ = words()
    kinds = (
        (_("Areas and lines"), "GeoJSON · GeoPackage · Shapefile (ZIP) · KML · KMZ"),
        (_("Points, for example camera stations"), "CSV · TSV · GeoJSON · KML"),
        (_("Camera surveys"), "Camtrap DP (ZIP)"),
        (_("Rasters"), "GeoTIFF"),
    )
    cards = "".join(
        f"<article><h3>{escape(title)}</h3><p>{escape(text)}</p></article>" for title, text in kinds
    )
    st.html(f'<div class="cards kinds">{cards}</div>')
    if _SAMPLE in catalog().specs and st.button(
        _("Try it with the protected areas"), icon=":material/science:"
    ):
        made = export(catalog().cleared("public"), _SAMPLE, "geojson", language=language())
        st.session_state[_CHOSEN] = bring(made.file_name, made.content).number
        st.rerun()


def _read(one: Brought, at: int) -> None:
    """Read one file, with its progress and a way to stop."""
    _, lang = words(), language()

    def stop() -> None:
        one.problem = LeopardRangeError("job_cancelled")

    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="bottom"):
        with st.container():
            show_text(one.name)
            bar = st.progress(
                0.0,
                text=_("Reading file {at} of {count}…").format(
                    at=number(at, lang), count=number(len(brought()), lang)
                ),
            )
        st.button(_("Cancel"), icon=":material/close:", on_click=stop, key=f"stop-{one.number}")

    def told(job: Job) -> None:
        now = job.progress
        text = progress(job.position, now.stage, now.share, now.left_s, lang)
        bar.progress(now.share or 0.0, text=text)

    read(one, told)
    place.empty()


def choose_file() -> Brought | None:
    """Show the files with their outcomes, and return the one to look at."""
    _ = words()
    held = brought()
    if not held:
        return None
    if st.session_state.get(_CHOSEN) not in held:
        st.session_state[_CHOSEN] = next(iter(held))
    if len(held) > 1:
        rows = "".join(f"<li>{_badge(one)} <span>{escape(one.name)}</span></li>" for one in held.values())
        st.html(f'<ul class="brought" aria-label="{escape(_("Your files"))}">{rows}</ul>')
        # Its options are shown as they are, unlike those of other choices; alike ones could not be chosen.
        names = [one.name for one in held.values()]
        told = {
            key: f"{one.name} ({at})" if names.count(one.name) > 1 else one.name
            for at, (key, one) in enumerate(held.items(), 1)
        }
        st.selectbox(_("Show"), list(held), format_func=lambda key: told.get(key, ""), key=_CHOSEN)
    return held[st.session_state[_CHOSEN]]


def _badge(one: Brought) -> str:
    _ = words()
    texts = {
        "waiting": _("waiting"),
        "accepted": _("read as it is"),
        "accepted-and-repaired": _("read, with repairs"),
        "clear-error": _("not read"),
        "rejected": _("refused"),
    }
    return f'<em class="outcome outcome-{one.outcome}">{escape(texts[one.outcome])}</em>'


def show_file(one: Brought) -> None:
    """Show what became of a file.

    Parameters
    ----------
    one : Brought
        Which.
    """
    _ = words()
    with st.container(horizontal=True, vertical_alignment="center", key="brought-head"):
        st.html(f'<h2 class="brought-name">{escape(one.name)}</h2>{_badge(one)}')
        if one.upload is not None:
            keep(one.upload)
        st.button(
            _("Forget this file"), icon=":material/delete:", on_click=forget, args=(one.number,), key="forget"
        )
    if one.problem is not None:
        st.html(explained(one.problem))
    if one.outcome == "clear-error":
        questions(one)
    if one.upload is not None:
        _facts(one.upload)
        _told(_("What was repaired"), one.upload.repairs, "repairs")
        _told(_("Good to know"), one.upload.remarks, "remarks")
        _drawn(one, one.upload)
        _rows(one.upload)
        if one.body:  # what comes out of a project cannot be read again
            questions(one)


def explained(problem: LeopardRangeError) -> str:
    """Write what is wrong, where, and what to do, as HTML.

    Parameters
    ----------
    problem : LeopardRangeError
        Of a file.
    """
    _, told = words(), explain(problem, language())
    rows = [(_("Where"), told.where), (_("What to do"), told.remedy)]
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    return (
        '<div class="notice notice-error" role="alert"><b aria-hidden="true">!</b>'
        f"<div><p><strong>{escape(told.message)}</strong></p><dl>{body}</dl></div></div>"
    )


def _facts(upload: Upload) -> None:
    _, lang = words(), language()
    kinds = {
        "geojson": "GeoJSON",
        "gpkg": "GeoPackage",
        "zip-shapefile": "Shapefile",
        "kml": "KML",
        "kmz": "KMZ",
        "csv": _("Table"),
        "raster": "GeoTIFF",
        "camtrap-dp": "Camtrap DP",
    }
    rows = (_("Cells with data") if upload.values is not None else _("Features"), number(upload.rows, lang))
    card_row(
        (
            (_("Kind"), kinds.get(upload.kind, upload.kind), _shapes(upload)),
            (*rows, _columns_told(upload)),
            (_("Coordinates in the file"), upload.source_crs or "–", _("shown as longitude and latitude")),
        )
    )


def _shapes(upload: Upload) -> str:
    _, lang = words(), language()
    if upload.grid is not None:
        rows, columns = upload.grid.shape
        return _("{columns} × {rows} cells").format(columns=number(columns, lang), rows=number(rows, lang))
    if upload.frame is None:
        return ""
    names = {
        "Point": _("points: {count}"),
        "LineString": _("lines: {count}"),
        "Polygon": _("polygons: {count}"),
    }
    counts = upload.frame.geom_type.str.removeprefix("Multi").value_counts()
    return " · ".join(
        names.get(str(kind), "{count}").format(count=number(int(count), lang))
        for kind, count in counts.items()
    )


def _columns_told(upload: Upload) -> str:
    _, lang = words(), language()
    if upload.frame is None:
        return ""
    return _("columns: {count}").format(count=number(len(upload.frame.columns) - 1, lang))


def _told(title: str, notes: tuple[Note, ...], style: str) -> None:
    if notes:
        lang = language()
        items = "".join(f"<li>{escape(note_sentence(note, lang))}</li>" for note in notes)
        st.html(f'<section class="told {style}"><h3>{escape(title)}</h3><ul>{items}</ul></section>')


def _drawn(one: Brought, upload: Upload) -> None:
    """Show the file on the map, by an address that only this browser can use."""
    _, lang = words(), language()
    box = brought_box(upload)
    if one.shapes is None or box is None:
        show_text(_("There is nothing to draw on a map."))
        return
    address = sealed(f"planner/files/{one.number}.geojson")
    version = f"{one.number}.{one.version}"
    says = _says(one, upload)
    handed = {BROUGHT: {"url": address, "badge": one.name, "version": version, "says": says}}
    # Streamlit's washing drops an attribute that holds, say, "]>" or "</title": they go as JSON escapes.
    told = json.dumps(handed).replace("<", "\\u003c").replace(">", "\\u003e")
    st.html(f'<span hidden data-lr-sealed="{escape(told)}"></span>')
    show_map("files", go=MapState(box=box), height=440)
    if upload.frame is not None and len(upload.frame) > MOST_DRAWN:
        told = _("The map shows the first {count} features.")
        show_text(told.format(count=number(MOST_DRAWN, lang)))


def _says(one: Brought, upload: Upload) -> str:
    """Tell what the map shows of a file, measured once."""
    _, lang = words(), language()
    if (lang, one.version) not in one.says:
        title = _("Your file")
        if upload.frame is not None:
            told = shapes_say(title, upload.frame.geometry.head(MOST_DRAWN), lang)
        elif upload.grid is not None and upload.values is not None:
            values = np.ma.filled(upload.values.astype(float), np.nan)
            west, north = upload.grid.transform * (0, 0)
            east, south = upload.grid.transform * upload.grid.shape[::-1]
            box = west, south, east, north
            told = surface_says(title, _shapes(upload), values, upload.grid, lang, box=box)
        else:
            told = ""
        one.says[lang, one.version] = told
    return one.says[lang, one.version]


def _rows(upload: Upload) -> None:
    """Show the first rows as they were read."""
    _, lang = words(), language()
    frames: dict[str, pd.DataFrame] = {}
    if upload.frame is not None:
        frames[_("First rows")] = pd.DataFrame(upload.frame.drop(columns=upload.frame.geometry.name))
    frames |= {name: frame for name, frame in upload.tables.items() if len(frame)}
    for title, frame in frames.items():
        if not len(frame.columns):
            continue
        shown = frame.iloc[:_ROWS, :_COLUMNS]
        head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in shown.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(cell, lang))}</td>" for cell in row) + "</tr>"
            for row in shown.itertuples(index=False, name=None)
        )
        left = _rest(frame, shown, _, lang)
        st.html(
            f'<section class="told"><h3>{escape(title)}</h3>'
            f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
            f'<table class="numbers list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
            f'<p class="quiet">{escape(left)}</p></section>'
        )


def _rest(frame: pd.DataFrame, shown: pd.DataFrame, _: Callable[[str], str], lang: str) -> str:
    if frame.shape == shown.shape:
        return ""
    told = _("{rows} of {all_rows} rows, {columns} of {all_columns} columns")
    return told.format(
        rows=number(len(shown), lang),
        all_rows=number(len(frame), lang),
        columns=number(len(shown.columns), lang),
        all_columns=number(len(frame.columns), lang),
    )


def _cell(cell: object, lang: str) -> str:
    if pd.api.types.is_scalar(cell) and pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, float):
        return number(cell, lang, 0 if cell == int(cell) else 4) if abs(cell) < 1e15 else str(cell)
    return str(cell)
