"""Streamlit's own document on its way out: our language, icon, script, style and policy."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leopard_range.content.assets import LEARN_ASSETS, learn_asset
from leopard_range.ui import served
from leopard_range.ui.frame import PAGES
from leopard_range.ui.headers import policy
from leopard_range.ui.light import asked_for, light
from leopard_range.ui.previews import base_of, page_preview
from leopard_range.ui.session import resolve_language, role

__all__ = ["OwnDocument"]

_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_FRAMES = "/component/"
_SIGNED_IN = "oauth2callback"
"""Where a provider sends those who have signed in; Streamlit answers."""
# The page is rewritten, so it must arrive whole, uncompressed and never as "not modified":
# a browser would keep the old body and take the new headers.
_UNWANTED = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


class OwnDocument:
    """Dress Streamlit's document as ours, and answer names it does not know.

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
        if asked_for(scope) and scope["method"] in ("GET", "HEAD"):
            made = await run_in_threadpool(light, scope)
            await made(scope, receive, send)
            return
        elsewhere = _elsewhere(path, scope.get("query_string", b"").decode("latin-1"))
        if elsewhere:
            await RedirectResponse(elsewhere)(scope, receive, send)
            return
        rewritten = _Rewriter(scope, receive, send)
        if _is_page(path):
            headers = [(k, v) for k, v in scope["headers"] if k not in _UNWANTED]
            await self.app({**scope, "headers": headers, "method": "GET"}, receive, rewritten)
        else:
            await self.app(scope, receive, rewritten)


def _is_page(path: str) -> bool:
    """Return whether Streamlit's own document lives here; files made for readers are left as they are."""
    return path.strip("/") in ("", *PAGES[1:])


def _elsewhere(path: str, query: str) -> str:
    """Return where a page lives that is not under this name, or an empty text.

    Streamlit serves its first page at the root only, and greets a name it does
    not know in English; the root then says in the reader's language what was asked.
    """
    name = path.strip("/")
    if not name or "/" in name or "." in name or name in (*PAGES[1:], _SIGNED_IN):
        return ""
    known = {} if name == PAGES[0] else {"lost": name[:60]}
    return "./?" + urlencode({**dict(parse_qsl(query)), **known})


class _Rewriter:
    """One response on its way out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.asked = Headers(scope=scope)
        self.start: Message | None = None
        self.body = b""
        self.answered = False

    async def __call__(self, message: Message) -> None:
        if self.answered:
            return
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self.start)

    async def _begin(self, message: Message) -> None:
        path, found = self.scope["path"], Headers(raw=message["headers"])
        if message["status"] != 200 or not found.get("content-type", "").startswith("text/html"):
            await self.send(message)
        elif _is_page(path):
            self.start = message  # sent once the body, and so its length, is known
        elif path.startswith(_FRAMES):
            # st_folium evaluates the map's script inside its own frame; only there.
            own = (b"content-security-policy", policy(("'unsafe-inline'", "'unsafe-eval'")))
            await self.send({**message, "headers": [*message["headers"], own]})
        elif "content-disposition" in found:
            await self.send(message)  # a file for the reader
        else:
            # Streamlit answers any name with its document; what is no page is not there.
            self.answered = True
            await PlainTextResponse("Not Found", 404)(self.scope, self.receive, self.send)

    async def _send_page(self, start: Message) -> None:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        lang = resolve_language(query.get("lang", [None])[0], self.asked.get("accept-language"))
        body = self.body.replace(b"./favicon.png", f"./{served.page_file('paw.svg').path}".encode(), 1)
        body = body.replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
        script, style = served.page_file("page.js").path, served.page_file("page.css").path
        learn = " ".join(
            f'data-{name.replace(".", "-")}="./{learn_asset(name).path}"' for name in LEARN_ASSETS
        )
        head = (
            f'<link rel="stylesheet" href="./{style}"><script defer src="./{script}" {learn}></script></head>'
        )
        if role() == "public":
            name = self.scope["path"].strip("/") or PAGES[0]
            head = page_preview(name, lang, base_of(self.scope)) + head
        body = body.replace(b"</head>", head.encode(), 1)
        # Streamlit's document has one short inline script; it is named by its hash.
        inline = [f"'sha256-{b64encode(sha256(text).digest()).decode()}'" for text in _SCRIPT.findall(body)]
        headers = [
            (k, v) for k, v in start["headers"] if k not in (b"content-length", b"etag", b"last-modified")
        ]
        headers.append((b"content-length", str(len(body)).encode()))
        headers.append((b"content-security-policy", policy(inline, self.asked.get("host", ""))))
        await self.send({**start, "headers": headers})
        sent = b"" if self.scope["method"] == "HEAD" else body
        await self.send({"type": "http.response.body", "body": sent})
