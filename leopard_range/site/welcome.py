"""The first page, which leads to a language, the page for addresses that do not exist, and the README."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from html import escape

from leopard_range.i18n import LANGUAGES, translator
from leopard_range.site.document import policy

__all__ = ["index_page", "lost_page", "readme"]


def index_page(asset: Callable[[str], str]) -> bytes:
    """Write the first page: its script goes on in the browser's language, without it there is a list.

    Parameters
    ----------
    asset : callable
        Name of a browser file -> its address from the root.

    Returns
    -------
    bytes
        UTF-8 HTML.
    """
    rows = "".join(
        f'<li><a href="{code}/story.html" lang="{code}" hreflang="{code}" data-tongue="{code}">{escape(name)}'
        f"<small>{escape(translator(code)('Leopard Range Explorer'))}</small></a></li>"
        for code, name in LANGUAGES.items()
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{asset(name)}">\n' for name in ("explorer.css", "site.css")
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(files=True)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>Leopard Range Explorer</title>\n"
        '<meta name="description" '
        'content="Where the Amur leopard lived, where it lives now, and how we know.">\n'
        f'<link rel="icon" href="{asset("paw.svg")}">\n{styles}'
        f'<script defer src="{asset("site.js")}"></script>\n</head>\n'
        '<body data-leopard-kind="index">\n<main class="welcome"><i class="paw" aria-hidden="true"></i>'
        f"<h1>Leopard Range Explorer</h1><ul>{rows}</ul></main>\n</body>\n</html>\n"
    ).encode()


_LOST_STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-content:center;gap:1.2rem;padding:1.5rem;"
    "box-sizing:border-box;background:#FBF9F3;color:#22302B;font:1.05rem/1.5 system-ui,sans-serif}"
    "h1{font:600 1.6rem/1.3 serif;margin:0}p{margin:0}a{color:#1F5B54}"
)


def lost_page(address: str) -> bytes:
    """Write what a host shows for an address that does not exist, in every language.

    Parameters
    ----------
    address : str
        Where the site is found; without it the links start where the reader is.

    Returns
    -------
    bytes
        UTF-8 HTML that needs no other file: a host shows it in any folder.
    """
    root = f"{address}/" if address else ""
    rows = "".join(_lost(code, root) for code in LANGUAGES)
    style = base64.b64encode(hashlib.sha256(_LOST_STYLE.encode()).digest()).decode()
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>404 · Leopard Range Explorer</title>\n<style>{_LOST_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>404</h1>\n{rows}\n</main>\n</body>\n</html>\n"
    ).encode()


def _lost(lang: str, root: str) -> str:
    _ = translator(lang)
    told, way = escape(_("This page does not exist.")), escape(_("Go to the story"))
    return f'<p lang="{lang}">{told} <a href="{escape(root)}{lang}/story.html">{way}</a></p>'


def readme() -> str:
    """Return the text that lies beside the pages, in every language."""
    return "\n\n".join(f"{LANGUAGES[code]}\n{'-' * 20}\n{_told(code)}" for code in LANGUAGES) + "\n"


def _told(lang: str) -> str:
    _ = translator(lang)
    return "\n".join(
        (
            _("Open index.html in a browser. No network and no server is needed."),
            _("To publish, copy this folder to any web host as it is."),
            _("The folder “files” holds the data; each file carries its source, licence and cautions."),
            _("manifest.json lists every file with its SHA-256."),
            _("Map data © OpenStreetMap contributors, under the Open Database License (ODbL)."),
        )
    )
