"""The web server: Streamlit as an ASGI app, our own routes, headers and warm-up."""

from __future__ import annotations

import gc
import logging
import re
import secrets
from base64 import b64encode
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.reports import export
from leopard_range.ui import served
from leopard_range.ui.frame import PAGES, show_reference
from leopard_range.ui.mapping import saved_map
from leopard_range.ui.session import catalog, resolve_language

__all__ = ["SCRIPT", "SETUP", "SecurePages"]

_LOG = logging.getLogger("leopard_range")
_IMMUTABLE = "public, max-age=31536000, immutable"
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_OWN_FRAMES = "/component/"

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cross-origin-opener-policy": b"same-origin",
}


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncGenerator[dict[str, Any], None]:
    """Warm the byte caches, then take them out of the garbage collector's walk.

    Streamlit collects garbage after every run; frozen objects are not visited.
    """
    try:
        served.warm()
    except LeopardRangeError as problem:
        _LOG.error("%s", sentence(problem))  # the pages say it too
    gc.collect()
    gc.freeze()
    yield {}


def _on_script_error(problem: Exception) -> bool:
    """Log a bug with a reference and show only that reference."""
    reference = secrets.token_hex(4)
    _LOG.error("reference %s", reference, exc_info=problem)
    show_reference(reference)
    return True


def _routes() -> Sequence[BaseRoute]:
    return [
        Route("/assets/{name}", _file),
        Route("/layers/{name}", _file),
        Route("/spec/{name}", _file),
        Route("/charts/{name}", _file),
        Route("/parts/{name}", _file),
        Route("/download/{name}", _download),
        Route("/save/{page}", _save),
    ]


def _file(request: Request) -> Response:
    """Serve a script, a style, a layer or a map's specification; none of them ever changes."""
    try:
        found = served.find(request.url.path.lstrip("/"))
    except LeopardRangeError as problem:
        return _refused(request, problem, 404)
    headers = {"Cache-Control": _IMMUTABLE, "Vary": "Accept-Encoding"}
    if found.encoding and found.encoding in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = found.encoding
        return Response(found.body, headers=headers, media_type=found.content_type)
    return Response(found.raw, headers=headers, media_type=found.content_type)


def _download(request: Request) -> Response:
    """Serve a layer as a file with its sources inside: ``/download/<layer>.<format>``."""
    id_, _, form = request.path_params["name"].partition(".")
    try:
        made = export(catalog(), id_, form, language=_language(request))
    except LeopardRangeError as problem:
        return _refused(request, problem, 404)
    return _attachment(made.content, made.media_type, made.file_name)


def _save(request: Request) -> Response:
    """Serve the current map as one HTML file: ``/save/<page>?v=...&on=...&year=...``."""
    try:
        name, body = saved_map(request.path_params["page"], _language(request), dict(request.query_params))
    except LeopardRangeError as problem:
        return _refused(request, problem, 404)
    return _attachment(body, "text/html", name)


def _attachment(body: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, headers=headers, media_type=media_type)


def _refused(request: Request, problem: LeopardRangeError, status: int) -> Response:
    text = sentence(problem, _language(request))
    return Response(text, status_code=status, media_type="text/plain")


def _language(request: Request) -> str:
    return resolve_language(request.query_params.get("lang"), request.headers.get("accept-language"))


class SecurePages:
    """Add security headers, and language and our script to Streamlit's own page.

    Parameters
    ----------
    app : ASGI application
        What is wrapped.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith("/_stcore/metrics"):
            await Response(status_code=404)(scope, receive, send)
            return
        elsewhere = _elsewhere(path, scope.get("query_string", b"").decode("latin-1"))
        if elsewhere:
            await RedirectResponse(elsewhere)(scope, receive, send)
            return
        if _is_page(path):
            # The page is rewritten below, so it must arrive uncompressed.
            headers = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
            scope = {**scope, "headers": headers}
        await self.app(scope, receive, _Rewriter(scope, send))


def _is_page(path: str) -> bool:
    """Return whether Streamlit's own document lives here; files made for readers are left as they are."""
    return path.strip("/") in ("", *PAGES[1:])


def _elsewhere(path: str, query: str) -> str:
    """Return where a page lives that is not under this name, or an empty text.

    Streamlit serves its first page at the root only, and greets a name it does
    not know in English; the root then says in the reader's language what was asked.
    """
    name = path.strip("/")
    if not name or "/" in name or "." in name or name in PAGES[1:]:
        return ""
    known = {} if name == PAGES[0] else {"lost": name[:60]}
    return "./?" + urlencode({**dict(parse_qsl(query)), **known})


class _Rewriter:
    """One response on its way out: headers for all, a new body for the page."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self.send = scope, send
        self.page, self.frame = _is_page(scope["path"]), _OWN_FRAMES in scope["path"]
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            html = headers.get(b"content-type", b"").startswith(b"text/html")
            if html and self.page and message["status"] == 200 and self.scope["method"] == "GET":
                self.start = message  # sent once the body, and so its length, is known
                return
            await self.send({**message, "headers": _secured(message["headers"], self._policy(()))})
            return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            await self._send_page(self.start)

    async def _send_page(self, start: Message) -> None:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        accepted = dict(self.scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        lang = resolve_language(query.get("lang", [None])[0], accepted)
        body = self.body.replace(b"./favicon.png", f"./{served.page_file('paw.svg').path}".encode(), 1)
        body = body.replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
        script, style = served.page_file("page.js").path, served.page_file("page.css").path
        head = f'<link rel="stylesheet" href="./{style}"><script defer src="./{script}"></script></head>'
        body = body.replace(b"</head>", head.encode(), 1)
        inline = [b64encode(sha256(s).digest()).decode() for s in _SCRIPT.findall(body)]
        headers = [(k, v) for k, v in start["headers"] if k not in (b"content-length", b"etag")]
        headers.append((b"content-length", str(len(body)).encode()))
        await self.send({**start, "headers": _secured(headers, self._policy(inline))})
        await self.send({"type": "http.response.body", "body": body})

    def _policy(self, inline: Sequence[str]) -> bytes:
        # st_folium evaluates the map's script inside its own frame; only there.
        extra = "'unsafe-inline' 'unsafe-eval'" if self.frame else " ".join(f"'sha256-{s}'" for s in inline)
        return (
            f"default-src 'self'; script-src 'self' {extra}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; "
            "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
        ).encode()


def _secured(headers: list[tuple[bytes, bytes]], policy: bytes) -> list[tuple[bytes, bytes]]:
    ours = {**_HEADERS, b"content-security-policy": policy}
    return [(k, v) for k, v in headers if k.lower() not in ours] + list(ours.items())


SCRIPT = Path(__file__).with_name("main.py")
"""The script Streamlit runs for every reader."""

SETUP: dict[str, Any] = {
    "lifespan": _lifespan,
    "routes": _routes(),
    "middleware": [Middleware(SecurePages)],
    "on_script_error": _on_script_error,
}
"""What `st.App` is started with: our routes and headers beside Streamlit's own."""
