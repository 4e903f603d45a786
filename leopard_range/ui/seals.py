"""Addresses that only one browser can use, and only for a few minutes.

A route cannot see who has signed in, so the run of a page that may show
something writes an address for it: until when it holds, and a seal over path,
parameters and the browser's own cookie.  The address holds nothing secret: it
is useless without the cookie, which no script can read.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

__all__ = ["LIFE_S", "Seals", "binding"]

LIFE_S = 300
"""How long an address holds, seconds."""


def binding(cookie: str) -> str:
    """Return what stands for a browser's cookie in seals and logs: its SHA-256."""
    return hashlib.sha256(cookie.encode()).hexdigest()


class Seals:
    """Makes and checks sealed addresses with a key that dies with the process.

    Parameters
    ----------
    key : bytes, optional
        32 random bytes when left out.
    """

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)

    def address(self, path: str, cookie: str, now_s: float, **query: str) -> str:
        """Return an address that the browser with this cookie can use for `LIFE_S`.

        Parameters
        ----------
        path : str
            Below the root, without the leading slash; letters that need no escape.
        cookie : str
            The browser's cookie.
        now_s : float
            Seconds since 1970.
        **query : str
            Further parameters; sealed too.
        """
        pairs = [*query.items(), ("until", str(int(now_s) + LIFE_S))]
        return f"{path}?{urlencode([*pairs, ('seal', self._seal(path, pairs, cookie))])}"

    def holds(self, path: str, query: str, cookie: str, now_s: float) -> bool:
        """Return whether an address was made here, for this cookie, and is still good.

        Parameters
        ----------
        path : str
            Below the root, without the leading slash.
        query : str
            Everything behind the question mark, as it came.
        cookie : str
            The cookie that came with it; empty for none.
        now_s : float
            Seconds since 1970.
        """
        pairs = parse_qsl(query, keep_blank_values=True)
        given = [value for name, value in pairs if name == "seal"]
        until = [value for name, value in pairs if name == "until"]
        if not cookie or len(given) != 1 or len(until) != 1:
            return False
        rest = [pair for pair in pairs if pair[0] != "seal"]
        # The seal first: nothing is told of an address that was not made here.
        if not hmac.compare_digest(given[0].encode(), self._seal(path, rest, cookie).encode()):
            return False
        return now_s <= int(until[0])

    def _seal(self, path: str, pairs: Iterable[tuple[str, str]], cookie: str) -> str:
        # JSON would do as well; what matters is that no two messages are written alike.
        message = "\n".join((path, urlencode(sorted(pairs)), binding(cookie)))
        return hmac.new(self._key, message.encode(), hashlib.sha256).hexdigest()
