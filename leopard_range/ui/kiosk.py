"""The pages of a hall (``?kiosk=true``): the story and what it leads to, by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.site.document import Around, Link, MapPart, document
from leopard_range.site.pages import MAPS, page, titles
from leopard_range.ui.answers import public_edition
from leopard_range.ui.lightly import browser_file, held_spec
from leopard_range.ui.mapping import map_spec

__all__ = ["KIOSK", "kiosk_page"]

KIOSK = ("story", "explore", "then-now", "learn")
"""Pages a hall has; the first is its start."""

_WAYS_OUT = frozenset({"draw", "share", "link", "fullscreen"})


def kiosk_page(name: str, lang: str) -> bytes:
    """Write a page of a hall.

    Parameters
    ----------
    name : str
        One of `KIOSK`.
    lang : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and what the studies and the catalog raise.
    """
    if name not in KIOSK:
        raise LeopardRangeError("unknown_page", page=name[:60], choices=", ".join(KIOSK))

    def address(other: str, query: Mapping[str, str] | None = None) -> str:
        return _address(other if other in KIOSK else "learn", lang, query or {})

    edition = replace(public_edition(lang), page=address)
    drawn, held = None, ""
    if name in MAPS:
        spec = map_spec(name, lang)
        layers = tuple(layer for layer in spec.layers if not layer.sealed)
        spec = replace(spec, layers=layers, flags=spec.flags - _WAYS_OUT, share=None)
        drawn, held = MapPart(spec, "spec"), held_spec(spec)
    made = page(edition, name, drawn)
    made = replace(made, after=made.after + held)
    named = titles(lang)
    menu = tuple(Link(other, named[other], address(other)) for other in KIOSK)
    tongues = tuple(Link(code, title, _address(name, code, {})) for code, title in LANGUAGES.items())
    return document(made, browser_file, kind="kiosk", around=Around(menu, tongues))


def _address(name: str, lang: str, query: Mapping[str, str]) -> str:
    asked = urlencode({"lang": lang, **query, "kiosk": "true"}, safe=",:")
    return f"./{'' if name == KIOSK[0] else name}?{asked}"
