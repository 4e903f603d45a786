"""Light documents of the app: a map for other pages (``?embed=true``) and a hall's pages (``?kiosk=true``).

No Streamlit and no websocket; always the public view, and only from a public process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from leopard_range.content.story import steps
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, sentence, translator
from leopard_range.maps import SHARED, MapLayer, MapState, parse_state
from leopard_range.site.document import Around, Link, MapPart, Page, document, policy
from leopard_range.ui.kiosk import kiosk_page
from leopard_range.ui.lightly import browser_file, held_spec
from leopard_range.ui.mapping import map_spec
from leopard_range.ui.previews import base_of, page_preview
from leopard_range.ui.session import catalog, resolve_language, role, step_of

__all__ = ["asked_for", "light"]

_KEPT = ("v", "year", "on", "op", "step")
_EMBEDDED = frozenset({"panel", "legend", "years", "swipe", "scale", "facts", "fullscreen"})
_OPEN = "frame-ancestors *"
"""Strangers may frame an embedded map, and nothing else of ours."""


def asked_for(scope: Scope) -> bool:
    """Return whether a request asks for a light document: a map for another page, or a hall's page.

    Parameters
    ----------
    scope : ASGI scope
        Of an HTTP request.
    """
    query, path = _query(scope), scope["path"].strip("/")
    return "true" in (query.get("embed"), query.get("kiosk")) and "/" not in path and "." not in path


def light(scope: Scope) -> Response:
    """Answer with a light document, or with one that says why there is none.

    Parameters
    ----------
    scope : ASGI scope
        Of a request that `asked_for` lets pass.
    """
    query = _query(scope)
    lang = resolve_language(query.get("lang"), Headers(scope=scope).get("accept-language"))
    name = scope["path"].strip("/") or SHARED[0]
    embed = query.get("embed") == "true"
    keep = "public, max-age=600" if embed else "no-cache"
    try:
        if role() == "planner":
            raise LeopardRangeError("light_planner")
        made, status = (
            (_embedded(name, lang, query, base_of(scope)) if embed else kiosk_page(name, lang)),
            200,
        )
    except LeopardRangeError as problem:
        status, keep = 403 if problem.code == "light_planner" else 404, "no-store"
        made = _sorry(sentence(problem, lang), lang)
    framed = _OPEN if embed and role() == "public" else "frame-ancestors 'self'"
    headers = {
        "Content-Security-Policy": f"{policy()}; {framed}",
        "Cache-Control": keep,
        "Vary": "Accept-Language, Accept-Encoding",
    }
    return Response(made, status, headers, "text/html")


def _query(scope: Scope) -> dict[str, str]:
    text = scope.get("query_string", b"").decode("latin-1")
    return dict(parse_qsl(text, keep_blank_values=True, errors="replace"))


def _sorry(text: str, lang: str) -> bytes:
    _ = translator(lang)
    told = f'<p class="sorry-embed" role="alert">{escape(text)}</p>'
    page = Page("sorry", lang, _("Leopard Range Explorer"), after=told)
    return document(page, browser_file, kind="embed")


def _embedded(name: str, lang: str, query: Mapping[str, str], base: str) -> bytes:
    if name not in SHARED:
        raise LeopardRangeError("unknown_page", page=name[:60], choices=", ".join(SHARED))
    _ = translator(lang)
    spec = map_spec(name, lang)
    layers = tuple(layer for layer in spec.layers if not layer.sealed)
    spec = replace(spec, layers=layers, flags=spec.flags & _EMBEDDED, search=(), share=None)
    start, (title, told) = MapState(), (spec.title, "")
    if name == "story":
        story = steps(_)
        step = story[step_of(query.get("step", "1"), len(story))]
        start, title, told = step.state, step.title, step.source
    asked, _dropped = parse_state(query, spec)  # the script says what is dropped
    year = asked.year or start.year or spec.year
    shown = _shown(spec.layers, asked.on if asked.on is not None else start.on, year)
    when = " – ".join(spec.swipe) if "swipe" in spec.flags else str(year)
    kept = {"lang": lang, **{key: query[key] for key in _KEPT if key in query}}
    whole = f"./{'' if name == 'story' else name}?{urlencode(kept, safe=',:')}"
    page = Page(
        name,
        lang,
        title,
        about=title,
        caption=f"{_('Leopard Range Explorer')}: {title}, {when}.",
        after=_told(shown, told, lang) + held_spec(spec),
        map=MapPart(spec, "spec", state=start),
        source=Link(name, _("Open the whole page"), whole),
    )
    return document(page, browser_file, kind="embed", around=Around(head=page_preview(name, lang, base)))


def _shown(layers: tuple[MapLayer, ...], on: tuple[str, ...] | None, year: int) -> list[MapLayer]:
    """Return the layers of a map that are drawn at its start."""
    return [
        layer
        for layer in layers
        if (layer.visible if on is None else layer.id in on)
        and (layer.year_from is None or layer.year_from <= year)
        and (layer.year_to is None or year <= layer.year_to)
    ]


def _told(shown: list[MapLayer], source: str, lang: str) -> str:
    """Write cautions and sources of what is drawn."""
    _ = translator(lang)
    notes = [note for layer in shown for note in catalog().layer(layer.id, public=True).notes]
    cautions = dict.fromkeys(note_sentence(note, lang) for note in notes)
    sources = dict.fromkeys(text for layer in shown if (text := layer.source.rstrip(".")))
    lines = "".join(f"<li>{escape(line)}</li>" for line in cautions)
    whose = (
        f"{escape(source)} {escape(_('Source'))}: {escape('; '.join(sources))}."
        if sources
        else escape(source)
    )
    return (f"<ul>{lines}</ul>" if lines else "") + f'<p class="source">{whose.strip()}</p>'
