"""Maps on paper, by their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import translator
from leopard_range.maps import SHARED, WebFile, atlas
from leopard_range.prints.asked import MEDIA_TYPES, MapPrint, address_of, print_map
from leopard_range.prints.pixels import numbered, one_file
from leopard_range.ui.doors import attachment, language_of, refused
from leopard_range.ui.frame import show_html
from leopard_range.ui.press import once
from leopard_range.ui.previews import base_of
from leopard_range.ui.session import catalog, language, words

__all__ = ["handed_out", "map_print", "print_address", "print_links", "print_menu"]

_PAPERS = (("A4", ""), ("A4", "1"), ("A3", ""), ("A3", "1"))


def map_print(request: Request) -> Response:
    """Serve a map as a page of paper: ``/print/<page>.<pdf|png>?v=...&on=...&size=A3&landscape=1``.

    Several pages of PNG come as a zip archive with one file a page.

    Parameters
    ----------
    request : Request
        Its parameters are those of the page, and ``size``, ``landscape``.
    """
    page, _dot, form = request.path_params["name"].partition(".")
    lang = language_of(request)
    try:
        body = _printed(page, form, lang, dict(request.query_params), base_of(request.scope))
    except LeopardRangeError as problem:
        status = {"print_busy": 503, "unknown_page": 404, "unknown_format": 404}.get(problem.code, 400)
        return refused(request, problem, status)
    return handed_out(body, _stem(page, lang))


def handed_out(body: bytes, stem: str) -> Response:
    """Hand out a document, a picture or an archive of pictures; its first bytes say which.

    Parameters
    ----------
    body : bytes
        PDF, PNG or zip.
    stem : str
        Name of the file without an ending.
    """
    form = {b"%P": "pdf", b"PK": "zip"}.get(body[:2], "png")
    return attachment(body, MEDIA_TYPES[form], f"{stem}.{form}")


def _stem(page: str, lang: str) -> str:
    return f"amur-leopard-{page}-{lang}"


def _printed(page: str, form: str, lang: str, asked: Mapping[str, str], address: str) -> bytes:
    """Return a page from those kept, or draw it: always the public view."""
    shelf = catalog().cleared("public")
    wish = MapPrint(
        query=tuple(
            sorted((key, value) for key, value in asked.items() if key in ("v", "year", "on", "op", "step"))
        ),
        size=asked.get("size", "A4"),
        landscape=asked.get("landscape", "") in ("1", "true"),
        form=form,
        address=address,
    )
    key = ("map", shelf.version, page, lang, wish)

    def draw() -> bytes:
        files = print_map(shelf, atlas.map_spec(shelf, page, lang, lambda id_: WebFile(id_, "", b"")), wish)
        return files[0] if form == "pdf" else one_file(numbered(files, _stem(page, lang)))

    return once(key, draw)


def print_address(page: str) -> str:
    """Return where a map is printed, relative to the root of the application and without its ending.

    Parameters
    ----------
    page : str
        Page with the map.

    Returns
    -------
    str
        Empty for a page whose map is not for paper.
    """
    return f"print/{page}" if page in SHARED else ""


def print_links(page: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Return what a map can be printed as: name and address, relative to the root of the application.

    Parameters
    ----------
    page : str
        Page with the map.
    lang : str
        Language of the names.

    Returns
    -------
    tuple of (str, str)
        Empty for a page whose map is not for paper.
    """
    if page not in SHARED:
        return ()
    _ = translator(lang)
    shapes = {"": _("{size} upright, {form}"), "1": _("{size} wide, {form}")}
    return tuple(
        (
            shapes[wide].format(size=size, form=form.upper()),
            address_of({"size": size} | ({"landscape": wide} if wide else {}), page, form, "print/"),
        )
        for form in ("pdf", "png")
        for size, wide in (_PAPERS if form == "pdf" else _PAPERS[:2])
    )


def print_menu(page: str) -> None:
    """Show the menu with the map on paper, in every size.

    Parameters
    ----------
    page : str
        Page with the map.
    """
    _, lang = words(), language()
    with st.popover(_("Print"), icon=":material/print:"):
        st.markdown(
            _("The map as you see it, with legend, scale and sources. Black-and-white copies stay readable.")
        )
        # The page's script writes what the reader has set since into the address.
        view = urlencode({**st.query_params.to_dict(), "lang": lang})
        items = "".join(
            f'<li><a href="./{escape(f"{address}&{view}")}" data-view download>{escape(title)}</a></li>'
            for title, address in print_links(page, lang)
        )
        show_html(f'<ul class="downloads">{items}</ul>')
