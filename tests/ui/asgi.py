"""Asks an ASGI application directly, without a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.aside import run_aside


def ask(
    app: ASGIApp,
    address: str,
    headers: Mapping[str, str] | None = None,
    *,
    kind: str = "http",
    client: str = "127.0.0.1",
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status (a socket's close code), headers and body."""
    path, _, query = address.partition("?")
    given = {"host": "127.0.0.1:8502", **(headers or {})}
    scope: Scope = {
        "type": kind,
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in given.items()],
        "client": (client, 1234),
        "server": ("127.0.0.1", 8502),
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    run_aside(_run(app, scope, receive, send))
    first = sent[0]
    found = [(k.decode().lower(), v.decode("latin-1")) for k, v in first.get("headers", [])]
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return int(first.get("status", first.get("code", 0))), found, body


async def _run(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)


def header(headers: list[tuple[str, str]], name: str) -> Any:
    return next((value for key, value in headers if key == name), None)
