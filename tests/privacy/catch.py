"""Catches every byte that leaves a server: frames, bodies, addresses, pages, console, files, log."""

from __future__ import annotations

import hashlib
from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Error, Page, Response, WebSocket

from tests.privacy.canaries import betrayed
from tests.privacy.secret_country import CANARIES, WORDS

__all__ = ["Catch"]

# Files of installed packages: the same for everybody, and too large to be free of chance matches.
_PACKAGES = ("/static/", "/assets/leaflet", "/component/")


class Catch:
    """Everything a browser context received or showed, by its kind.

    Parameters
    ----------
    context : BrowserContext
        Watched from its first page on.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.pieces: dict[str, dict[str, bytes]] = {}
        self.bytes: Counter[str] = Counter()
        self.count: Counter[str] = Counter()
        context.on("page", self._page)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("request", lambda request: self.add("address", request.url.encode()))
        context.on("weberror", lambda error: self.add("console", str(error.error).encode()))

    def add(self, kind: str, content: bytes) -> None:
        """Keep one piece; the same bytes are searched once."""
        self.count[kind] += 1
        self.bytes[kind] += len(content)
        self.pieces.setdefault(kind, {})[hashlib.sha256(content).hexdigest()] = content

    def _page(self, page: Page) -> None:
        page.on("websocket", self._socket)
        page.on("download", self._download)

    def _socket(self, socket: WebSocket) -> None:
        def keep(payload: str | bytes) -> None:
            self.add("websocket frame", payload.encode() if isinstance(payload, str) else payload)

        socket.on("framereceived", keep)
        socket.on("framesent", keep)

    def _response(self, response: Response) -> None:
        self.add("header", repr(sorted(response.headers.items())).encode())
        if urlsplit(response.url).path.startswith(_PACKAGES):
            return
        try:
            self.add("response", response.body())
        except Error:  # a redirect, or a download: that one is kept as a file
            self.count["no body"] += 1

    def _console(self, said: ConsoleMessage) -> None:
        self.add("console", said.text.encode())

    def _download(self, download: Download) -> None:
        self.add("file name", download.suggested_filename.encode())
        self.add("download", download.path().read_bytes())

    def look(self, page: Page) -> None:
        """Keep what every frame of a page holds now."""
        self.add("address", page.url.encode())
        for frame in page.frames:
            self.add("document", frame.content().encode())
            self.add(
                "document", frame.evaluate("() => document.body ? document.body.innerText : ''").encode()
            )

    def hits(self) -> list[str]:
        """Search every piece for every canary; return where which of them was found."""
        found = []
        for kind, pieces in self.pieces.items():
            for content in pieces.values():
                for lon, lat in CANARIES:
                    # A drawn page is full of pixels with three decimals: one of them is no place.
                    both = kind == "document"
                    found += [f"{kind}: {name}" for name in betrayed(content, lon, lat, both=both)]
                found += [f"{kind}: {word.decode()}" for word in WORDS if word in content]
        return found

    def table(self) -> str:
        """Return the figures: what was searched, and how much of it."""
        return "\n".join(
            f"  {kind:<18}{self.count[kind]:>7} pieces {self.bytes[kind] / 1000:>12,.0f} kB"
            for kind in sorted(self.pieces)
        )
