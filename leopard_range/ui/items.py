"""What a project holds besides notes, told in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import streamlit as st

from leopard_range.i18n import note_sentence, number
from leopard_range.i18n.sentences import NOTES
from leopard_range.model import Citation, Note
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import N_
from leopard_range.ui.corridor import keeping as corridors
from leopard_range.ui.frame import page_script
from leopard_range.ui.keeping import look_again
from leopard_range.ui.moments import day_and_clock
from leopard_range.ui.session import language, words, workspace
from leopard_range.ui.surveys.keeping import open_again, opens_here
from leopard_range.workspace import Attachment, Item, Parameters, Proposal, Results

__all__ = ["item_cards"]

_MOST = 40
"""Values of an answer that are shown; the file of the project holds them all."""


_SHAPES = {"Point": N_("point"), "LineString": N_("line"), "Polygon": N_("polygon")}


def item_cards(title: str, items: Iterable[Item]) -> None:
    """Show items of one kind as cards, each with the way to put it away.

    Parameters
    ----------
    title : str
        Translated heading.
    items : iterable of Item
        Proposals, parameters, results or attached files.
    """
    _, found = words(), tuple(items)
    if not found:
        return
    st.html(f'<div class="project"><h2>{escape(title)}</h2></div>')
    for item in found:
        with st.container(border=True, key=f"item-{item.id}"):
            st.html(f'<div class="project"><h3>{escape(item.name)}</h3>{_about(item)}</div>')
            when = escape(_("Saved {time}").format(time=day_and_clock(item.changed)))
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
            ):
                st.html(f'<p class="saved">{when}</p>')
                shown = item.kind == "upload" or opens_here(item) or corridors.opens_here(item)
                if shown and st.button(_("Look at it"), icon=":material/visibility:", key=f"look-{item.id}"):
                    _open(item)
                if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"delete-{item.id}"):
                    workspace().put_away(item.id)
                    st.session_state["project_undo"] = (item.id, item.name)
                    st.rerun()


def _open(item: Item) -> None:
    """Go to the page that shows a kept file, survey, proposal, question or answer."""
    if corridors.opens_here(item):
        corridors.open_again(item)
        st.switch_page(page_script("corridor"))
    if opens_here(item):
        open_again(item)
        st.switch_page(page_script("cameras"))
    look_again(item)
    st.switch_page(page_script("files"))


def _about(item: Item) -> str:
    _, lang, content = words(), language(), item.content
    rows: list[tuple[str, str]] = []
    notes: tuple[Note, ...] = ()
    sources: tuple[Citation, ...] = ()
    text = ""
    match content:
        case Proposal():
            text = content.description
            shape = str(content.geometry["type"])
            rows = [(_("Shape"), _(_SHAPES[shape.removeprefix("Multi")]))]
            if content.width_m is not None:
                rows.append((_("Width, m"), number(content.width_m, lang)))
        case Parameters():
            rows = [(_("Study"), _study(content.study)), *_values(content.question)]
        case Results():
            rows = [(_("Study"), _study(content.study)), *_values(content.answer)]
            rows.append((_("Version of the data"), content.data_version))
            notes, sources = content.cautions, content.sources
        case Attachment():
            rows = [(_("Kind"), content.kind), (_("Rows"), number(content.rows, lang))]
            rows += [(_("Coordinate system"), content.source_crs)] if content.source_crs else []
            notes = (*content.repairs, *content.remarks)
    facts = "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in rows)
    cautions = "".join(f"<li>{escape(_caution(note))}</li>" for note in notes)
    cited = "".join(
        f"<li>{escape(' · '.join(filter(None, (c.text, c.url, c.licence))))}</li>" for c in sources
    )
    return (
        (f"<p>{escape(text)}</p>" if text else "")
        + f'<dl class="about">{facts}</dl>'
        + (f'<ul class="cautions">{cautions}</ul>' if cautions else "")
        + (
            f'<details class="sources"><summary>{escape(_("Sources"))}</summary><ul>{cited}</ul></details>'
            if cited
            else ""
        )
    )


def _study(name: str) -> str:
    return words()(STUDIES[name].title) if name in STUDIES else name


def _values(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write single values; tables in an answer are counted."""
    rows = []
    for key, value in list(found.items())[:_MOST]:
        if isinstance(value, list):
            rows.append((key, words()("{count} rows").format(count=len(value))))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            rows.append((key, "–" if value is None else str(value)[:200]))
        else:
            rows.append((key, f"{value:.6g}"))
    return rows


def _caution(note: Note) -> str:
    """Return a caution's sentence, or its code where another program's words are not ours."""
    try:
        return note_sentence(note, language()) if note.code in NOTES else note.code
    except (KeyError, IndexError, ValueError):
        return note.code
