"""Who may ask what, and how much: names of the server, methods, bodies, sockets and uploads."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.ui.clearance import login
from leopard_range.ui.login import judge
from leopard_range.ui.session import resolve_language, role, settings

__all__ = ["SESSION_FILES", "SESSION_MB", "Gate"]

SESSION_MB = 60
"""Megabytes one tab may hold in uploaded files."""
SESSION_FILES = 20
"""Files one tab may hold."""

_MB = 1024 * 1024
_PATIENCE_S = 30
"""Seconds the next piece of an upload may take."""
_SOCKETS = 400
"""Pages that may be open at once; more would only make every one of them slow."""
_LONGEST_ADDRESS = 8_000
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_WILDCARDS = ("", "0.0.0.0", "::")
_UPLOADS = "/_stcore/upload_file/"
_CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
_READING = ("GET", "HEAD", "OPTIONS")
_WRITING = ("PUT", "DELETE", "OPTIONS")


@cache
def _names() -> frozenset[str]:
    """Return the names under which this server answers: its own, where it listens, and the given ones."""
    bound = str(st.get_option("server.address") or "").lower()
    try:
        given = settings().hosts
    except LeopardRangeError:  # the pages say it
        given = ()
    return frozenset((*_LOOPBACK, *given, *(() if bound in _WILDCARDS else (bound,))))


def _name_of(host: str) -> str:
    """Return the name in a Host header, without its port; empty when it is not one."""
    try:
        parts = urlsplit(f"//{host}")
        name, _port = parts.hostname, parts.port
    except ValueError:
        return ""
    whole = parts.netloc == host and "@" not in host
    return (name or "").rstrip(".") if whole else ""


@dataclass(slots=True)
class _Uploads:
    """What each tab is sending at the moment, beside what it holds already."""

    bytes: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)

    def held(self, session: str, but: str = "") -> tuple[int, int]:
        """Return bytes and files of a tab, those on their way included; `but` will be replaced."""
        manager = Runtime.instance().uploaded_file_mgr
        kept = dict(getattr(manager, "file_storage", {}).get(session, {}))
        kept.pop(but, None)
        return sum(len(one.data) for one in kept.values()) + self.bytes[session], len(kept) + self.files[
            session
        ]

    def end(self, session: str, received: int) -> None:
        """Forget an upload that has ended, well or not."""
        self.bytes[session] -= received
        self.files[session] -= 1
        if not self.files[session]:
            del self.bytes[session], self.files[session]


class Gate:
    """Let in only what this server is there for.

    Parameters
    ----------
    app : ASGI application
        What is wrapped.

    Notes
    -----
    A request must name the server by a name it knows (no page elsewhere can point a name of its
    own at this machine), reads carry no body, and files may be uploaded in a planner's process
    only, by a tab that is open.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.uploads = _Uploads()
        self.sockets = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or refuse it."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            try:
                _check(scope)
                if scope["path"].startswith(_UPLOADS) and scope["method"] == "PUT":
                    await self._upload(scope, receive, send)
                else:
                    await self.app(scope, receive, send)
            except HTTPException as refused:
                answer = PlainTextResponse(refused.detail, refused.status_code, refused.headers)
                await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope)
        if not _is_known(asked) or not _is_own(asked):
            await send({"type": "websocket.close", "code": 1008})
        elif self.sockets >= _SOCKETS:
            await send({"type": "websocket.close", "code": 1013})
        else:
            self.sockets += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.sockets -= 1

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        session, _, file = scope["path"].removeprefix(_UPLOADS).partition("/")
        tab = Runtime.instance().get_app_session(session)
        if tab is None:
            raise HTTPException(404, _words(scope, "sending_no_page"))
        if login() is not None:
            try:
                judge(tab._user_info, settings(), time.time())
            except LeopardRangeError as stranger:
                raise HTTPException(403, sentence(stranger, _language(scope))) from stranger
        limit = int(st.get_option("server.maxUploadSize")) * _MB
        declared = Headers(scope=scope).get("content-length", "0")
        received = 0

        def check(size: int, more: int) -> None:
            held, files = self.uploads.held(session, but=file)
            if size > limit:
                raise HTTPException(413, _words(scope, "sending_too_large", limit=limit // _MB))
            if files > SESSION_FILES or held + more > SESSION_MB * _MB:
                full = _words(scope, "sending_quota", limit=SESSION_MB, files=SESSION_FILES)
                raise HTTPException(413, full)

        async def counted() -> Message:
            nonlocal received
            try:
                message = await asyncio.wait_for(receive(), _PATIENCE_S)
            except TimeoutError:
                raise HTTPException(408, _words(scope, "sending_slow")) from None
            size = len(message.get("body", b""))
            received += size
            self.uploads.bytes[session] += size
            check(received, 0)
            return message

        self.uploads.files[session] += 1
        try:
            expected = int(declared) if declared.isdecimal() else limit
            check(expected, expected)
            await self.app(scope, counted, send)
        finally:
            self.uploads.end(session, received)


def _is_known(asked: Headers) -> bool:
    return _name_of(asked.get("host", "")) in _names()


def _is_own(asked: Headers) -> bool:
    """Return whether a websocket is opened by our own page; programs without an origin are no browsers.

    Streamlit would let in every page of this machine, and for any other origin ask the internet
    for its own address.
    """
    origin = asked.get("origin")
    return origin is None or urlsplit(origin).netloc == asked.get("host", "")


def _check(scope: Scope) -> None:
    """Refuse what no page of ours asks for."""
    asked, path, method = Headers(scope=scope), scope["path"], scope["method"]
    if not _is_known(asked):
        raise HTTPException(400, _words(scope, "unknown_host"))
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST_ADDRESS:
        raise HTTPException(414, _words(scope, "address_too_long"))
    if path.startswith(_CLOSED) or (path.startswith(_UPLOADS) and role() != "planner"):
        raise HTTPException(404, "Not Found")
    allowed = _WRITING if path.startswith(_UPLOADS) else _READING
    if method not in allowed:
        raise HTTPException(405, "Method Not Allowed", {"Allow": ", ".join(allowed)})
    if method != "PUT" and (asked.get("content-length", "0") != "0" or "transfer-encoding" in asked):
        raise HTTPException(413, "Content Too Large")


def _words(scope: Scope, code: str, **blanks: int) -> str:
    return sentence(LeopardRangeError(code, **blanks), _language(scope))


def _language(scope: Scope) -> str:
    return resolve_language(None, Headers(scope=scope).get("accept-language"))
