"""One light HTML document: a page of the site, or a map to put into another page.

Plain HTML with the map component: no Streamlit, no websocket, nothing inline that runs.  The static
site is made of these documents, and the app answers ``?embed=true`` and ``?kiosk=true`` with them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from leopard_range.i18n import translator
from leopard_range.maps.assets import scripts_of
from leopard_range.maps.neutral import packed
from leopard_range.maps.spec import MapSpec
from leopard_range.maps.state import MapState, state_json

__all__ = ["Around", "Kind", "Link", "MapPart", "Page", "document", "policy"]

Kind = Literal["site", "embed", "kiosk"]
"""A page among others; a map with its caption inside another page; a page without a way out."""

_STYLES = ("leaflet.css", "explorer.css")
_TERMS = ('class="term"', 'id="term-')
"""What a link to the glossary and an entry of it look like."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another document.

    Attributes
    ----------
    name : str
        Of the page, or code of the language.
    title, address : str
        What is written, and where it leads, relative to this document.
    """

    name: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class MapPart:
    """The map of a document.

    Attributes
    ----------
    spec : MapSpec
        What it shows.
    address : str
        Its file, relative to the root.
    root : str
        Way from the document to the root, under which the layers lie: ``./`` or ``../``.
    held : bool
        Files come by script elements (`held_file`): a browser refuses to fetch them from a disk.
    state : MapState or None
        How it starts where the link says nothing.
    """

    spec: MapSpec
    address: str
    root: str = "./"
    held: bool = False
    state: MapState | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What stands in a document, as HTML in which every text is escaped.

    Attributes
    ----------
    name, lang : str
        Name of the page (``story``, ``explore``, ``then-now``, ``learn``, ``data``), its language.
    title, about : str
        Heading of the page and one sentence about it: plain text.
    before, after : str
        HTML above (in the story: beside) and below the map.
    map : MapPart or None
        The map.
    caption : str
        One line under an embedded map: plain text.
    source : Link or None
        Where an embedded map leads.
    scripts, styles : tuple of str
        Names of more files the page needs: ``learn.js``.
    """

    name: str
    lang: str
    title: str
    about: str = ""
    before: str = ""
    after: str = ""
    map: MapPart | None = None
    caption: str = ""
    source: Link | None = None
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the content of every page of a site.

    Attributes
    ----------
    menu : tuple of Link
        Its pages; the one with the page's name is marked.
    languages : tuple of Link
        The same page in other languages.
    foot : str
        HTML at the foot: version, sources, licences.
    head : str
        HTML for the head: tags for previews.
    """

    menu: tuple[Link, ...] = ()
    languages: tuple[Link, ...] = ()
    foot: str = ""
    head: str = ""


def policy(*, files: bool = False) -> str:
    """Return the content security policy of a light document.

    Parameters
    ----------
    files : bool
        The document may be opened from a disk, where some browsers do not count a neighbour as ``'self'``.
    """
    own = "'self' file:" if files else "'self'"
    return (
        f"default-src 'none'; script-src {own}; style-src {own}; style-src-attr 'unsafe-inline'; "
        f"img-src {own} data:; font-src {own}; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def document(
    page: Page, address: Callable[[str], str], *, kind: Kind = "site", around: Around | None = None
) -> bytes:
    """Write a document.

    Parameters
    ----------
    page : Page
        What stands in it.
    address : callable
        Name of one of our browser files (``leaflet.js``, ``explorer.css``, ``site.js``) -> its address.
    kind : str
        ``site``; ``embed``: map and caption only; ``kiosk``: without links that lead out.
    around : Around, optional
        Menu, languages and foot; an embedded map has none.

    Returns
    -------
    bytes
        UTF-8 HTML.
    """
    around = around or Around()
    body = {"site": _site, "kiosk": _kiosk, "embed": _embed}[kind](page, around)
    head = "".join(_head(page, address, kind, around.head))
    return (
        f'<!doctype html>\n<html lang="{escape(page.lang)}">\n<head>\n{head}</head>\n'
        f'<body data-leopard-kind="{kind}" data-leopard-page="{escape(page.name)}"{_told(page.lang)}>\n'
        f"{body}</body>\n</html>\n"
    ).encode()


def _told(lang: str) -> str:
    """Write the words of the button that holds the story of a kiosk, and lets it go on."""
    _ = translator(lang)
    return f' data-leopard-pause="{escape(_("Pause"))}" data-leopard-play="{escape(_("Go on"))}"'


def _head(page: Page, address: Callable[[str], str], kind: Kind, more: str) -> list[str]:
    _ = translator(page.lang)
    title = f"{page.title} · {_('Leopard Range Explorer')}"
    has_map = page.map is not None
    held = page.map is not None and page.map.held
    styles = (_STYLES if has_map else ("explorer.css",)) + ("site.css", "light.css", *page.styles)
    own = ("kiosk.js",) if kind != "embed" else ()
    drawing = (*scripts_of(page.map.spec.flags), "link.js") if page.map is not None else ()
    scripts = (*drawing, "site.js", *own, *page.scripts)
    if any(mark in page.before + page.after for mark in _TERMS):
        styles, scripts = (*styles, "terms.css"), (*scripts, "terms.js")
    lines = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(files=held)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(page.about)}">',
        f'<link rel="icon" href="{escape(address("paw.svg"))}">',
        *(f'<link rel="stylesheet" href="{escape(address(name))}">' for name in styles),
    ]
    lines += [f'<script defer src="{escape(address(name))}"></script>' for name in scripts]
    return [*(line + "\n" for line in lines), more]


def _map(part: MapPart | None) -> str:
    """Write the place of the map; the script of the document mounts it."""
    if part is None:
        return ""
    start = packed(
        {
            "spec": part.address,
            "root": part.root,
            "view": list(part.spec.view),
            "held": part.held,
            "inside": True,
            **({"state": state_json(part.state)} if part.state else {}),
        }
    )
    words = part.spec.words
    _ = translator(part.spec.lang)
    needs = _("The map needs JavaScript. Everything else can be read without it.")
    return (
        '<div class="picture"><div data-lr-notices></div>'
        f'<noscript><p class="needs">{escape(needs)}</p></noscript>\n'
        f'<div class="map"><div id="map" data-leopard-map="{start}"></div>'
        f'<p id="lr-sorry" hidden>{escape(words["map_failed"])}</p></div></div>\n'
    )


def _content(page: Page) -> str:
    drawn = _map(page.map)
    if page.name == "story":
        title = f'<h1 class="lr-hidden">{escape(page.title)}</h1>'
        inside = f'<div class="told">{title}{page.before}</div>{drawn}{page.after}'
    else:
        inside = f"<h1>{escape(page.title)}</h1>{page.before}{drawn}{page.after}"
    caption = f'<p class="caption">{_caption(page)}</p>' if page.map is not None else ""
    return f'<main id="main" class="page page-{escape(page.name)}" tabindex="-1">{inside}{caption}</main>\n'


def _caption(page: Page) -> str:
    """Write the line under a map inside another page."""
    way = ""
    if page.source is not None:
        to, text = escape(page.source.address), escape(page.source.title)
        way = f' <a href="{to}" target="_blank" rel="noopener">{text}</a>'
    return f"{escape(page.caption)}{way}"


def _site(page: Page, around: Around) -> str:
    _ = translator(page.lang)
    menu = "".join(_item(link, link.name == page.name) for link in around.menu)
    tongues = "".join(_tongue(link, page.lang) for link in around.languages)
    home = around.menu[0].address if around.menu else ""
    return (
        f'<a class="skip" href="#main">{escape(_("Skip to the content"))}</a>\n'
        f'<header><a class="brand" href="{escape(home)}"><i class="paw" aria-hidden="true"></i>'
        f"<span>{escape(_('Leopard Range Explorer'))}</span></a>"
        f'<nav class="menu" aria-label="{escape(_("Pages"))}"><ul>{menu}</ul></nav>'
        f'<nav class="tongues" aria-label="{escape(_("Language"))}"><ul>{tongues}</ul></nav></header>\n'
        f"{_content(page)}<footer>{around.foot}</footer>\n"
    )


def _item(link: Link, here: bool) -> str:
    mark = ' aria-current="page"' if here else ""
    return f'<li><a href="{escape(link.address)}"{mark}>{escape(link.title)}</a></li>'


def _tongue(link: Link, lang: str) -> str:
    mark = ' aria-current="true"' if link.name == lang else ""
    code, title = escape(link.name), escape(link.title)
    more = f'lang="{code}" hreflang="{code}" data-tongue="{code}"{mark}'
    return f'<li><a href="{escape(link.address)}" {more}>{title}</a></li>'


def _kiosk(page: Page, around: Around) -> str:
    """Write pages and languages that stay inside; `kiosk.js` takes away every other way."""
    _ = translator(page.lang)
    menu = "".join(_item(link, link.name == page.name) for link in around.menu)
    tongues = "".join(_tongue(link, page.lang) for link in around.languages)
    return (
        f'<header><nav class="menu" aria-label="{escape(_("Pages"))}"><ul>{menu}</ul></nav>'
        f'<nav class="tongues" aria-label="{escape(_("Language"))}"><ul>{tongues}</ul></nav></header>\n'
        f"{_content(replace(page, source=None))}"
    )


def _embed(page: Page, around: Around) -> str:
    title = f'<h1 class="lr-hidden">{escape(page.title)}</h1>'
    said = f'<div class="caption"><p>{_caption(page)}</p>{page.after}</div>'
    return f'<main id="main" class="page page-embed">{title}{_map(page.map)}{said}</main>\n'
