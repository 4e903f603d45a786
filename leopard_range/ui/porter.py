"""What stands before every request: the browser's own cookie, and no stranger at a planner's door."""

from __future__ import annotations

import re
import secrets
import time
from urllib.parse import urlsplit

from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.ui.browsers import Browsers
from leopard_range.ui.login import Login, is_loopback

__all__ = ["Porter", "cookie_name", "own_cookie"]

_FORM = re.compile(r"[A-Za-z0-9_-]{43}\Z")
_SIGN_IN = ("/auth/", "/oauth2callback")
_UPLOADS = "/_stcore/upload_file/"
_FORWARDED = (b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"forwarded", b"via")


def cookie_name(*, secure: bool) -> str:
    """Return the name of our cookie; the prefix forbids any other host to set it (RFC 6265bis).

    Parameters
    ----------
    secure : bool
        Readers come over TLS.
    """
    return "__Host-leopard" if secure else "leopard"


def own_cookie(text: str | None) -> str:
    """Return a cookie of ours, or an empty text for anything else.

    Parameters
    ----------
    text : str or None
        What the browser sent.
    """
    return text if text and _FORM.match(text) else ""


class Porter:
    """Refuse strangers, give every browser its cookie, and forget it when somebody signs out.

    Parameters
    ----------
    app : ASGI application
        What is wrapped.
    planner : bool
        The process's role.
    login : Login or None
        How planners sign in; None where they do not.
    browsers : Browsers
        Who uses which browser; told when somebody signs out.
    """

    def __init__(self, app: ASGIApp, *, planner: bool, login: Login | None, browsers: Browsers) -> None:
        self.app, self.planner, self.login, self.browsers = app, planner, login, browsers
        self.secure = login is not None and login.secure
        self.name = cookie_name(secure=self.secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if self.planner and self.login is None and not _is_this_machine(scope):
            await _refuse(scope, receive, send)
            return
        path = scope["path"]
        if scope["type"] == "http" and self.login is None and path.startswith(_SIGN_IN):
            await Response(status_code=404)(scope, receive, send)
            return
        if (
            self.login is not None
            and path.startswith(_UPLOADS)
            and not self.browsers.who(self._cookie(scope))
        ):
            await Response(status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, self._marking(scope, send) if self.planner else send)

    def _marking(self, scope: Scope, send: Send) -> Send:
        """Return a `send` that sets our cookie where a browser needs one.

        Streamlit's page asks for its health before it opens the socket, always from the
        page itself: a strict cookie comes along, whoever led the reader to the page.
        """
        path, old = scope["path"], self._cookie(scope)
        leaves, enters = path == "/auth/logout", path == "/oauth2callback"
        if leaves and old:
            self.browsers.leave(old, time.time())
        stale = not old or self.browsers.has_left(old)
        fresh = leaves or enters or (path == "/_stcore/health" and stale)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(k, self._kept(v) if k == b"set-cookie" else v) for k, v in message["headers"]]
                if fresh:
                    headers.append((b"set-cookie", self._new()))
                message = {**message, "headers": headers}
            await send(message)

        return marked

    def _cookie(self, scope: Scope) -> str:
        text = "; ".join(v.decode("latin-1") for k, v in scope["headers"] if k == b"cookie")
        return own_cookie(cookie_parser(text).get(self.name))

    def _new(self) -> bytes:
        value = f"{self.name}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Strict"
        return (value + "; Secure" * self.secure).encode()

    def _kept(self, cookie: bytes) -> bytes:
        """Forbid plain HTTP for Streamlit's cookies too, where readers come over TLS."""
        return cookie + b"; Secure" if self.secure and b"; secure" not in cookie.lower() else cookie


def _is_this_machine(scope: Scope) -> bool:
    """Return whether a request comes from here, to here, and through nobody."""
    headers = dict(scope["headers"])
    client = (scope.get("client") or ("",))[0]
    host = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname or ""
    return is_loopback(client) and is_loopback(host) and not any(name in headers for name in _FORWARDED)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocketClose(code=1008)(scope, receive, send)
        return
    text = sentence(LeopardRangeError("only_this_machine"))
    await PlainTextResponse(text, status_code=403)(scope, receive, send)
