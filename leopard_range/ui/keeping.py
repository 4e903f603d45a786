"""Keep a file that was read in one of the planner's projects."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from leopard_range.catalog.uploads import pack_upload, unpack_upload
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.model import Upload
from leopard_range.ui.brought import bring_kept
from leopard_range.ui.plain import show_notice, show_text
from leopard_range.ui.session import language, words, workspace
from leopard_range.workspace import Attachment, Item
from leopard_range.workspace.codec import tidy_name
from leopard_range.workspace.store import other_name

__all__ = ["keep", "keep_with", "look_again"]


def keep(upload: Upload) -> None:
    """Offer to keep a file; nothing is stored before the button is pressed.

    Parameters
    ----------
    upload : Upload
        What was read.
    """
    _ = words()
    with st.popover(_("Keep in a project"), icon=":material/folder_open:", key="keep"):
        keep_with("keep", lambda project: _store(upload, project))


def keep_with(key: str, store: Callable[[str], None]) -> None:
    """Let the planner choose a project and keep something in it.

    Parameters
    ----------
    key : str
        Names the fields in the session.
    store : callable
        Keeps it in the project with this id.
    """
    _ = words()
    kept = workspace().projects()
    if not kept:
        show_text(_("There is no project yet. Make one on the page “Projects”."))
        return
    names: dict[str, str] = {}
    for one in kept:
        names[one.id] = other_name(one.name, names.values())
    chosen = st.selectbox(
        _("Project"), list(names), format_func=lambda id_: names.get(id_, ""), key=f"{key}-where"
    )
    if st.button(_("Keep"), type="primary", key=f"{key}-now"):
        try:
            store(str(chosen))
        except LeopardRangeError as problem:
            show_notice(sentence(problem, language()))
        else:
            show_notice(_("Kept in “{project}”.").format(project=names[str(chosen)]), "success")


def _store(upload: Upload, project: str) -> None:
    shelf = workspace()
    name = other_name(tidy_name(upload.name), [one.name for one in shelf.items(project)])
    content = Attachment(upload.kind, upload.rows, upload.source_crs, upload.repairs, upload.remarks)
    shelf.add(project, name, content, pack_upload(upload))


def look_again(item: Item) -> None:
    """Take a kept file into this tab, where the page of files shows it.

    Parameters
    ----------
    item : Item
        With an attachment.

    Raises
    ------
    LeopardRangeError
        ``upload_failed``, ``sending_quota``.
    """
    one = bring_kept(unpack_upload(item.name, workspace().body(item.id)))
    st.session_state["brought_chosen"] = one.number
