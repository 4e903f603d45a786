"""What other programs show of a shared page: title, sentence and picture."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.types import Scope

from leopard_range.content.preview import preview_tags
from leopard_range.i18n import translator
from leopard_range.maps import SHARED
from leopard_range.prints.pictures import PREVIEW_PX
from leopard_range.ui.session import settings

__all__ = ["base_of", "page_preview"]

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")


def base_of(scope: Scope) -> str:
    """Return where readers find the app, without a slash at its end: as its keeper said, or as they asked.

    Parameters
    ----------
    scope : ASGI scope
        Of an HTTP request.

    Returns
    -------
    str
        Empty when the request names no proper host.

    Raises
    ------
    LeopardRangeError
        When a setting is wrong.
    """
    host = Headers(scope=scope).get("host", "")
    asked = f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}"
    return settings().address or (asked.rstrip("/") if _HOST.fullmatch(host) else "")


def page_preview(name: str, lang: str, base: str) -> str:
    """Write the tags of a page's preview.

    Parameters
    ----------
    name : str
        Name of the page; one without a map shows the story's picture.
    lang : str
        Language of the reader.
    base : str
        Where the app is found; without it nothing that needs an address is said.
    """
    _ = translator(lang)
    told = {
        "story": (_("Story"), _("Where the Amur leopard lived, where it lives now, and how we know.")),
        "explore": (
            _("Explore"),
            _("Layers of the leopard's range, of reserves and cameras, on a map with years to look through."),
        ),
        "then-now": (
            _("Then & now"),
            _("The range of about 1850 beside the range of today, and what was lost in every country."),
        ),
        "cameras": (_("Cameras"), _("How cameras find leopards and how many they found, on a coarse grid.")),
        "corridor": (_("Corridors"), _("Draw a corridor for the leopard and see what it crosses and joins.")),
        "learn": (
            _("Learn"),
            _("Lessons for three ages, a glossary, a quiz, and games that show how leopards are counted."),
        ),
        "data": (
            _("Data & methods"),
            _("Every layer with its source, date, licence and file, and how every number is made."),
        ),
    }
    title, about = told.get(name, (_("Leopard Range Explorer"), told["story"][1]))
    said = f'<meta name="description" content="{escape(about)}">'
    if not base:
        return said + preview_tags(title, about, lang)
    asked = urlencode({"lang": lang})
    picture = name if name in SHARED else SHARED[0]
    return said + preview_tags(
        title,
        about,
        lang,
        url=f"{base}/{'' if name == SHARED[0] else name}?{asked}",
        picture=f"{base}/picture/preview-{picture}.png?{asked}",
        size=PREVIEW_PX,
    )
