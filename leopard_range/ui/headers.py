"""What every answer of the server says to the browser about scripts, frames and origins."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["policy", "secured"]

Headers = list[tuple[bytes, bytes]]

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
_POLICY = b"content-security-policy"
_SHARED = b"cross-origin-resource-policy"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")


def policy(scripts: Iterable[str] = (), host: str = "") -> bytes:
    """Return a content security policy: everything from here, nothing from elsewhere.

    Parameters
    ----------
    scripts : iterable of str
        What may run beside the scripts with an address of ours: hashes of inline scripts,
        or the words for a frame that evaluates.
    host : str
        Name and port the page came from; its websocket may be opened also by browsers
        that do not count it as ``'self'``.
    """
    socket = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    run = " ".join(("'self'", *scripts))
    return (
        f"default-src 'self'; script-src {run}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{socket}; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ).encode()


def secured(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Return the headers with ours in place of what stood under their names.

    Parameters
    ----------
    headers : iterable of (bytes, bytes)
        Names are in lower case.  A policy that stands there already is kept: whoever wrote it
        knows the document.  When it lets everybody frame the document, no other header forbids it.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in _HEADERS]
    written = any(name.lower() == _POLICY for name, _ in kept)
    ours = _HEADERS | ({_SHARED: b"cross-origin"} if _framed(kept) else {})
    if _framed(kept):
        del ours[b"x-frame-options"]  # it knows only "nobody" and "ourselves"
    return [*kept, *ours.items(), *(() if written else ((_POLICY, policy()),))]


def _framed(headers: Headers) -> bool:
    return any(name.lower() == _POLICY and b"frame-ancestors *" in value for name, value in headers)
