"""Planners' projects: the list, and one of them opened."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.ui.clearance import require, sealed
from leopard_range.ui.frame import page_title
from leopard_range.ui.items import item_cards
from leopard_range.ui.moments import day_and_clock
from leopard_range.ui.notes import note_editors
from leopard_range.ui.plain import Tone, show_notice, show_text
from leopard_range.ui.seals import LIFE_S
from leopard_range.ui.session import language, words, workspace
from leopard_range.workspace import NoteText, Project
from leopard_range.workspace.codec import tidy_name, tidy_text
from leopard_range.workspace.files import export_project, file_name, import_project
from leopard_range.workspace.model import LONGEST_NAME
from leopard_range.workspace.store import other_name

__all__ = ["project_file", "show_projects"]

_OPEN = "project"
"""Name of the open project in the address."""


def project_file(id_: str) -> tuple[str, bytes]:
    """Return a project as one file, and a name for it.

    Parameters
    ----------
    id_ : str
        The project.

    Raises
    ------
    LeopardRangeError
        ``needs_planner`` in a public process, ``project_unknown``.
    """
    shelf = workspace()
    return file_name(shelf.project(id_)), export_project(shelf, id_)


def show_projects() -> None:
    """Show the list of projects, or the one the address names.

    Raises
    ------
    LeopardRangeError
        ``needs_planner`` and the workspace's own.
    """
    require("planner")
    id_ = st.query_params.get(_OPEN, "")
    if not id_:
        page_title(words()("Projects"))
    with st.container():  # always there, so that nothing below moves and no field loses the cursor
        _say_what_happened()
    if id_:
        with st.container(key="project"):
            _one(id_)
    else:
        _list()


def _say_what_happened() -> None:
    """Show what the last click did, and the way to undo a deletion."""
    _ = words()
    told: tuple[str, Tone] | None = st.session_state.pop("project_told", None)
    if told:
        show_notice(*told)
    gone: tuple[str, str] | None = st.session_state.get("project_undo")
    if gone:
        id_, name = gone
        with st.container(horizontal=True, vertical_alignment="center", key="undo"):
            show_text(_("“{name}” was deleted.").format(name=name))
            if st.button(_("Undo"), icon=":material/undo:", key="undo_button"):
                del st.session_state["project_undo"]
                workspace().put_away(id_, back=True)
                st.rerun()


def _go(id_: str = "") -> None:
    """Open a project, or go back to the list."""
    st.session_state.pop("project_undo", None)
    if id_:
        st.query_params[_OPEN] = id_
    else:
        st.query_params.pop(_OPEN, None)
    st.rerun()


def _tell(problem: LeopardRangeError) -> None:
    show_notice(sentence(problem, language()))


# ---- the list --------------------------------------------------------------------------------


def _list() -> None:
    _, shelf = words(), workspace()
    with st.container(horizontal=True, key="list_bar"):
        _new()
        _bring()
    kept, counts = shelf.projects(), shelf.counts()
    if not kept:
        st.html(
            f'<div class="empty"><b>{escape(_("No projects yet"))}</b>'
            f"{escape(_('A project keeps proposals, questions, answers, files and notes together.'))}</div>"
        )
    for one in kept:
        _card(one, counts.get(one.id, 0))
    _deleted()


def _new() -> None:
    _ = words()
    with (
        st.popover(_("New project"), icon=":material/add:", type="primary", key="new_project"),
        st.form("new_project_form", border=False),
    ):
        name = st.text_input(_("Name"), max_chars=LONGEST_NAME, key="new_name")
        about = st.text_area(_("What is it for? (may stay empty)"), key="new_about", height=90)
        if st.form_submit_button(_("Create"), type="primary"):
            try:
                made = workspace().create(tidy_name(name), tidy_text(about).strip())
            except LeopardRangeError as problem:
                _tell(problem)
            else:
                _go(made.id)


def _bring() -> None:
    """Let the planner open a project's file; it always becomes a project of its own."""
    _ = words()
    with st.popover(_("Open a shared file"), icon=":material/folder_zip:", key="bring_project"):
        show_text(_("A file saved here or sent by a colleague (.leopard.zip). It becomes a new project."))
        count = st.session_state.setdefault("projects_brought", 0)
        # Streamlit's own words in the box are English; the style puts these in their place.
        choose, most = escape(_("Choose a file")), escape(_("or drop it here"))
        st.html(f'<span hidden data-bring="{choose}" data-bring-more="{most}"></span>')
        with st.container(key="bring"):
            file = st.file_uploader(
                _("Project file"), type=["zip"], key=f"project-{count}", label_visibility="collapsed"
            )
        if file is not None:
            try:
                made = import_project(workspace(), file.getvalue())
            except LeopardRangeError as problem:
                _tell(problem)
            else:
                st.session_state["projects_brought"] = count + 1  # an empty field next time
                st.session_state["project_told"] = (
                    _("“{name}” was opened.").format(name=made.name),
                    "success",
                )
                _go(made.id)


def _card(one: Project, count: int) -> None:
    _ = words()
    with st.container(border=True, key=f"card-{one.id}"):
        told, actions = st.columns([3, 2], vertical_alignment="center")
        meta = _("Items: {count} · changed {time}").format(count=count, time=day_and_clock(one.changed))
        with told:
            about = f"<p>{escape(one.description)}</p>" if one.description else ""
            st.html(
                f'<div class="project short"><h2>{escape(one.name)}</h2>{about}'
                f'<p class="meta">{escape(meta)}</p></div>'
            )
        with actions, st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Open"), icon=":material/folder_open:", key=f"open-{one.id}"):
                _go(one.id)
            if st.button(
                _("Duplicate"), icon=":material/content_copy:", type="tertiary", key=f"copy-{one.id}"
            ):
                taken = {other.name for other in workspace().projects()}
                workspace().duplicate(one.id, other_name(one.name, taken))
                st.rerun()
            if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"delete-{one.id}"):
                workspace().put_away(one.id)
                st.session_state["project_undo"] = (one.id, one.name)
                st.rerun()


def _deleted() -> None:
    """Show what was put away: it can come back, or go for good."""
    _, shelf = words(), workspace()
    gone = shelf.projects(deleted=True)
    if not gone:
        return
    with st.expander(_("Deleted projects"), icon=":material/delete:"):
        for one in gone:
            told, actions = st.columns([3, 2], vertical_alignment="center")
            with told:
                st.html(f'<div class="project short"><h3>{escape(one.name)}</h3></div>')
            with actions, st.container(horizontal=True, horizontal_alignment="right"):
                if st.button(_("Restore"), icon=":material/undo:", key=f"back-{one.id}"):
                    shelf.put_away(one.id, back=True)
                    st.session_state.pop("project_undo", None)
                    st.rerun()
                with st.popover(_("Delete for good"), key=f"forget-{one.id}"):
                    show_text(_("This cannot be undone. Backups made before still hold it."))
                    if st.button(_("Delete for good"), type="primary", key=f"forget-now-{one.id}"):
                        shelf.forget(one.id)
                        st.session_state.pop("project_undo", None)
                        st.rerun()


# ---- one project -----------------------------------------------------------------------------


def _one(id_: str) -> None:
    _, shelf = words(), workspace()
    if st.button(_("All projects"), icon=":material/arrow_back:", type="tertiary", key="back"):
        _go()
    project = shelf.project(id_)
    about = f"<p>{escape(project.description)}</p>" if project.description else ""
    st.html(f'<div class="project"><h1>{escape(project.name)}</h1>{about}</div>')
    if project.deleted:
        show_notice(_("This project is deleted. Restore it in the list of projects."), "warning")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="project_bar"):
        if st.button(_("New note"), icon=":material/note_add:", type="primary", key="new_note"):
            taken = {one.name for one in shelf.items(id_)}
            shelf.add(id_, other_name(_("Note"), taken), NoteText())
            st.rerun()
        _details(project)
        _take_along(id_)
    items = shelf.items(id_)
    of = {kind: [one for one in items if one.kind == kind] for kind in ("note", "proposal", "parameters")}
    if not items:
        st.html(
            f'<div class="empty"><b>{escape(_("Nothing in it yet"))}</b>'
            f"{escape(_('Start with a note: what is to be decided, and by when?'))}</div>"
        )
    note_editors(of["note"])
    item_cards(_("Proposals"), of["proposal"])
    item_cards(_("Questions"), of["parameters"])
    item_cards(_("Answers"), (one for one in items if one.kind == "results"))
    item_cards(_("Files"), (one for one in items if one.kind == "upload"))


def _details(project: Project) -> None:
    _ = words()
    with (
        st.popover(_("Name and description"), icon=":material/edit:", key="details"),
        st.form("details_form", border=False),
    ):
        # The revision in the keys: after a change elsewhere the fields start with what stands there now.
        at = f"{project.id}-{project.revision}"
        name = st.text_input(_("Name"), value=project.name, max_chars=LONGEST_NAME, key=f"rename-{at}")
        about = st.text_area(_("Description"), value=project.description, key=f"describe-{at}", height=120)
        if st.form_submit_button(_("Save"), type="primary"):
            wanted = replace(project, name=tidy_name(name), description=tidy_text(about).strip())
            try:
                workspace().change(wanted)
            except LeopardRangeError as problem:
                _tell(problem)
            else:
                st.rerun()


# Drawn again in time, so that the address on the page always holds.
@st.fragment(run_every=LIFE_S * 0.8)
def _take_along(id_: str) -> None:
    _ = words()
    try:
        address = sealed(f"planner/projects/{id_}.leopard.zip", lang=language())
    except LeopardRangeError as problem:
        _tell(problem)
        return
    st.html(f'<a class="file" href="./{escape(address)}" download>{escape(_("Download as one file"))}</a>')
