"""The editor of a note: every pause is saved, and no other tab is overwritten.

What the text was made from (item and revision) stands in a hidden field of the
page.  When the server comes back after it was killed, the browser hands it the
text and this field, so that what was typed meanwhile is saved as well, and kept
beside the other when another tab was faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from leopard_range.i18n import sentence
from leopard_range.ui.frame import piece
from leopard_range.ui.moments import clock
from leopard_range.ui.session import language, words, workspace
from leopard_range.workspace import ConflictError, Item, NoteText
from leopard_range.workspace.codec import tidy_name, tidy_text
from leopard_range.workspace.model import LONGEST_NAME, LONGEST_TEXT

__all__ = ["note_editors"]

_PLACES = "note_places"
"""Which field of the page shows which note, where it is not the one of its own name."""


def note_editors(notes: Sequence[Item]) -> None:
    """Show an editor for each note.

    Parameters
    ----------
    notes : sequence of Item
        Notes of the open project.
    """
    places: dict[str, str] = st.session_state.get(_PLACES, {})
    rank = {one.id: number for number, one in enumerate(notes)}
    by_id = {one.id: one for one in notes}
    # A copy made by a conflict stands where the reader is typing; the other one follows it.
    fields = [(places.get(id_, id_), id_) for id_ in by_id]
    for field, id_ in sorted(fields, key=lambda one: (rank.get(one[0].rstrip("'"), len(rank)), one[0])):
        _one(field, id_)


def _one(field: str, id_: str) -> None:
    @piece
    def editor() -> None:
        _editor(field, id_)

    editor()


@dataclass(frozen=True, slots=True)
class _Base:
    """What the text in a field was made from."""

    item: str
    revision: int

    def __str__(self) -> str:
        return f"{self.item}:{self.revision}"

    @classmethod
    def of(cls, text: str, item: Item) -> _Base:
        id_, _, revision = text.partition(":")
        return cls(id_, int(revision)) if id_ and revision.isdecimal() else cls(item.id, item.revision)


def _editor(field: str, id_: str) -> None:
    item = workspace().item(id_)
    if item.deleted or not isinstance(item.content, NoteText):
        return
    base_key, name_key, text_key, seen_key = (f"{word}-{field}" for word in ("at", "title", "text", "seen"))
    # Streamlit forgets a field that was not shown for a while; what we know of it is then stale as well.
    seen: tuple[_Base, str | None, str | None] | None = (
        st.session_state.get(seen_key) if text_key in st.session_state else None
    )
    if f"named-{field}" in st.session_state:
        st.session_state[name_key] = st.session_state.pop(f"named-{field}")
    typed = (st.session_state.get(name_key), st.session_state.get(text_key))
    if seen and seen[0].revision != item.revision and typed == seen[1:]:
        # Another tab saved and nothing was typed here.  Not at every run: a value given from here
        # would replace the letters that the browser has not sent yet.
        st.session_state[name_key], st.session_state[text_key] = item.name, item.content.text
        seen = (_Base(id_, item.revision), item.name, item.content.text)
    with st.container(border=True, key=f"notebox-{field}"):
        hidden = st.container(key=f"notebase-{field}")
        name, text = _fields(field, item, fresh=seen is None)
        if seen is None:
            # The page was opened, or the server came back and the browser says what it had.
            with hidden:
                told = st.text_input(
                    "base", value=f"{id_}:{item.revision}", key=base_key, label_visibility="collapsed"
                )
            base = _Base.of(str(told), item)
        else:
            base = seen[0]
        saved = _save(field, item, base, name, text)
        now = _Base(saved.id, saved.revision)
        if seen is not None:
            st.session_state[base_key] = str(now)
            with hidden:
                st.text_input("base", key=base_key, label_visibility="collapsed")
        st.session_state[seen_key] = (now, name, text)
        _foot(field, saved)
        if seen is None and now != base:
            st.rerun()  # so that the hidden field says it too


def _fields(field: str, item: Item, *, fresh: bool) -> tuple[str, str]:
    """Show name and text of a note, and return what stands there."""
    _ = words()
    with st.container(key=f"notename-{field}"):
        name = st.text_input(
            _("Name of the note"),
            value=item.name if fresh else "",
            key=f"title-{field}",
            max_chars=LONGEST_NAME,
            label_visibility="collapsed",
        )
    kept = item.content.text if isinstance(item.content, NoteText) else ""
    text = st.text_area(
        _("Text of the note"),
        value=kept if fresh else "",
        key=f"text-{field}",
        max_chars=LONGEST_TEXT,
        height="content",
        placeholder=_("Write here. Every pause is saved."),
        label_visibility="collapsed",
    )
    return name, text


def _save(field: str, item: Item, base: _Base, name: str, text: str) -> Item:
    """Save what stands in the field, and keep it beside another tab's."""
    content = NoteText(tidy_text(text))
    wanted = replace(
        item, id=base.item, revision=base.revision, name=tidy_name(name) or item.name, content=content
    )
    try:
        saved = workspace().save(wanted)
    except ConflictError as conflict:
        kept = conflict.kept
        if kept is None:
            raise
        _say(sentence(conflict, language()))
        _move(field, item.id, kept)
        st.rerun()
    if base.item != item.id:
        # The server came back: this field goes on with the copy it had before.
        _move(field, item.id, saved)
        st.rerun()
    return saved


def _move(field: str, old: str, new: Item) -> None:
    """Let a field show another note from now on, and give the note it showed a field of its own."""
    places: dict[str, str] = st.session_state.setdefault(_PLACES, {})
    places[old], places[new.id] = f"{field}'", field
    st.session_state[f"seen-{field}"] = (_Base(new.id, new.revision), None, None)
    st.session_state[f"named-{field}"] = new.name


def _say(text: str) -> None:
    st.session_state["project_told"] = (text, "warning")


def _foot(field: str, item: Item) -> None:
    """Show when the note was saved, and the way to put it away."""
    _ = words()
    run = st.session_state["note_runs"] = st.session_state.get("note_runs", 0) + 1
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        # Numbered, so that the browser draws it anew after every save, and with it what page.js changed.
        st.html(
            f'<p class="saved" data-run="{run}" data-saving="{escape(_("Saving…"))}" '
            f'data-late="{escape(_("Not saved yet: waiting for the server"))}">'
            f"<span>{escape(_('Saved {time}').format(time=clock(item.changed)))}</span></p>"
        )
        if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"delete-{field}"):
            workspace().put_away(item.id)
            st.session_state["project_undo"] = (item.id, item.name)
            st.rerun()
