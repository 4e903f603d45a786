"""The frame every page stands in: menu, language, errors, sources, cautions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from html import escape
from pathlib import Path
from typing import cast

import streamlit as st

from leopard_range.config import Role, default_data_folder
from leopard_range.content import pieces
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, sentence
from leopard_range.maps.files import digest, packed_file
from leopard_range.model import Citation, Note
from leopard_range.ui.answers import edition, with_terms
from leopard_range.ui.clearance import require
from leopard_range.ui.plain import show_notice
from leopard_range.ui.planners import door, standing
from leopard_range.ui.served import page_file, publish
from leopard_range.ui.session import choose_language, language, role, words
from leopard_range.ui.streamlit_words import said_in

__all__ = [
    "PAGES",
    "card_row",
    "cautions",
    "guard",
    "page_script",
    "page_title",
    "piece",
    "run",
    "show_html",
    "show_reference",
    "show_sources",
]

_SHORT = 700
"""Characters up to which HTML travels with the run; an address costs about 250."""
_PUBLIC_PAGES = ("story", "explore", "then-now", "cameras", "corridor", "learn", "data")
_PLANNER_PAGES = ("projects", "files")


def page_script(name: str) -> Path:
    """Return a page's script: inside an installed package, or beside it in a checkout.

    Parameters
    ----------
    name : str
        One of `PAGES`.
    """
    folder = default_data_folder().parent / "pages"
    return folder / f"{name.replace('-', '_')}.py"


def _pages(role: Role) -> tuple[str, ...]:
    planned = _PLANNER_PAGES if role == "planner" else ()
    return (*_PUBLIC_PAGES, *(name for name in planned if page_script(name).is_file()))


PAGES = _pages(role())
"""Names of this process's pages in the address; the first is also the address without a name."""


def run() -> None:
    """Draw the frame and run the page the address asks for."""
    _ = words()
    lang = language()
    # An address, not a file: a file would travel with every run.
    icon = f"./{page_file('paw.svg').path}"
    st.set_page_config(page_title=_("Leopard Range Explorer"), page_icon=icon, layout="wide")
    titles = {
        "story": (_("Story"), ":material/auto_stories:"),
        "explore": (_("Explore"), ":material/map:"),
        "then-now": (_("Then & now"), ":material/compare:"),
        "cameras": (_("Cameras"), ":material/photo_camera:"),
        "corridor": (_("Corridors"), ":material/conversion_path:"),
        "learn": (_("Learn"), ":material/school:"),
        "data": (_("Data & methods"), ":material/menu_book:"),
        "projects": (_("Projects"), ":material/folder_open:"),
        "files": (_("Your files"), ":material/upload_file:"),
    }
    problem = standing()
    pages = [
        st.Page(page_script(name), title=title, icon=icon, url_path=name, default=name == PAGES[0])
        for name, (title, icon) in titles.items()
        if name in PAGES
    ]
    page = st.navigation(pages, position="hidden" if problem else "top")
    if "lang" not in st.query_params:
        # The menu drops the address's parameters; a link without a language would not bring it back.
        choose_language(lang)
    st.logo(":material/pets:", size="large")
    st.html(f'<span data-leopard-lang="{lang}" data-leopard-said="{said_in(lang)}" hidden></span>')
    _language_switch(lang)
    door(problem)
    if problem is None:
        _unknown_address()
        with guard():
            page.run()


def _language_switch(lang: str) -> None:
    _ = words()
    st.session_state.setdefault("language_choice", lang)
    if st.session_state["language_choice"] != lang:
        st.session_state["language_choice"] = lang
    with st.container(key="language"):
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            format_func=lambda code: LANGUAGES[code],
            key="language_choice",
            required=True,
            label_visibility="collapsed",
            on_change=lambda: choose_language(st.session_state["language_choice"]),
        )


def _unknown_address() -> None:
    """Say so when the address named a page or a language that does not exist."""
    lang = language()
    lost = st.query_params.get("lost", "")
    if lost:
        error = LeopardRangeError("unknown_page", page=lost, choices=", ".join(PAGES))
        show_notice(sentence(error, lang), "warning")
    asked = st.query_params.get("lang", lang)
    if asked not in LANGUAGES:
        error = LeopardRangeError("unknown_language", language=asked, choices=", ".join(LANGUAGES))
        show_notice(sentence(error, lang), "warning")


@contextmanager
def guard() -> Iterator[None]:
    """Turn an expected failure into a sentence; the frame and the menu stay."""
    try:
        yield
    except LeopardRangeError as problem:
        show_notice(sentence(problem, language()))


def piece(draw: Callable[[], None]) -> Callable[[], None]:
    """Make a part of a page that is drawn again alone, without menu and map, when its widgets change.

    Parameters
    ----------
    draw : callable
        Draws the part; its failures become sentences inside it.
    """

    @st.fragment
    @wraps(draw)
    def drawn() -> None:
        with guard():  # here, because a fragment keeps its failures to itself
            require(role())  # and is drawn without the frame that asked before
            draw()

    return cast(Callable[[], None], drawn)


def show_reference(reference: str) -> None:
    """Say that something failed that should not, with the log's reference.

    Parameters
    ----------
    reference : str
        Written in the log beside the traceback.
    """
    error = LeopardRangeError("unexpected", reference=reference)
    show_notice(sentence(error, language()))


def show_html(html: str) -> None:
    """Show HTML of our own with links to the glossary, by address when it is long.

    Parameters
    ----------
    html : str
        Every text in it is escaped.
    """
    html = with_terms(html)
    if len(html) < _SHORT:
        st.html(html)
        return
    body = html.encode()
    # Plain text: nobody can open it as a page, only our script puts it into one.
    file = publish(packed_file(f"parts/{digest(body, 16)}.txt", "text/plain; charset=utf-8", body))
    _ = words()
    sorry = escape(_("This part could not be loaded. Reload the page."))
    st.html(f'<div data-part="{file.path}" data-sorry="{sorry}"></div>')


def page_title(text: str) -> None:
    """Show the page's heading.

    Parameters
    ----------
    text : str
        Translated heading.
    """
    st.title(text, anchor=False)


def card_row(cards: Iterable[tuple[str, str, str]]) -> None:
    """Show a row of facts: label, value, and the caution or source under it.

    Parameters
    ----------
    cards : iterable of (label, value, note)
        Translated texts.
    """
    st.html(with_terms(pieces.card_row(cards)))


def cautions(notes: Iterable[Note]) -> None:
    """Show each caution once, as a short list.

    Parameters
    ----------
    notes : iterable of Note
        Cautions of one or several answers.
    """
    _show(pieces.cautions(edition(), notes))


def show_sources(citations: Iterable[Citation]) -> None:
    """Show the sources of the numbers above, folded away.

    Parameters
    ----------
    citations : iterable of Citation
        Sources; repeated ones are shown once.
    """
    _show(pieces.sources(edition(), citations))


def _show(html: str) -> None:
    if html:
        show_html(html)
