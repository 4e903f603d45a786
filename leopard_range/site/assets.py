"""Script, style and icon of the light documents: the same files for the app and the static site."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files

from leopard_range.content.assets import content_style
from leopard_range.errors import LeopardRangeError
from leopard_range.maps.files import WebFile, digest, packed_file

__all__ = ["SITE_ASSETS", "site_asset"]

SITE_ASSETS: dict[str, str] = {
    "site.js": "text/javascript; charset=utf-8",
    "site.css": "text/css; charset=utf-8",
    "kiosk.js": "text/javascript; charset=utf-8",
    "light.css": "text/css; charset=utf-8",
    "paw.svg": "image/svg+xml",
}
"""Names a route may serve, and their types."""


@cache
def site_asset(name: str) -> WebFile:
    """Return a file that every light document needs.

    Parameters
    ----------
    name : str
        One of `SITE_ASSETS`.

    Returns
    -------
    WebFile
        ``assets/<name>?v=<hash>``, gzipped.  The style sheet begins with the content's own.

    Raises
    ------
    LeopardRangeError
        ``asset_unknown`` for another name.
    """
    if name not in SITE_ASSETS:
        raise LeopardRangeError("asset_unknown", name=name, choices=", ".join(SITE_ASSETS))
    body = files(__package__).joinpath("static", name).read_bytes()
    if name == "site.css":
        paw = b64encode(files(__package__).joinpath("static", "paw.svg").read_bytes())
        body = content_style() + body.replace(b"PAW", b"data:image/svg+xml;base64," + paw)
    return packed_file(f"assets/{name}?v={digest(body)}", SITE_ASSETS[name], body)
