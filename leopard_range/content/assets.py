"""Styles and scripts of what pages say, play and explain: the same files for the app and the static site."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from leopard_range.errors import LeopardRangeError
from leopard_range.maps.files import WebFile, digest, packed_file

__all__ = ["LEARN_ASSETS", "content_style", "learn_asset"]

LEARN_ASSETS: dict[str, str] = {
    "learn.js": "text/javascript; charset=utf-8",
    "learn.css": "text/css; charset=utf-8",
    "terms.js": "text/javascript; charset=utf-8",
    "terms.css": "text/css; charset=utf-8",
}
"""Names a route may serve, and their types.

A document that holds ``data-learn`` needs the first two, one with links to the glossary
(`leopard_range.content.linked`) or the glossary itself the other two.
"""


@cache
def learn_asset(name: str) -> WebFile:
    """Return a script or a style of the pages.

    Parameters
    ----------
    name : str
        One of `LEARN_ASSETS`.

    Returns
    -------
    WebFile
        ``assets/<name>?v=<hash>``, gzipped.

    Raises
    ------
    LeopardRangeError
        ``asset_unknown`` for another name.
    """
    if name not in LEARN_ASSETS:
        raise LeopardRangeError("asset_unknown", name=name, choices=", ".join(LEARN_ASSETS))
    body = files(__package__).joinpath("static", name).read_bytes()
    return packed_file(f"assets/{name}?v={digest(body)}", LEARN_ASSETS[name], body)


def content_style() -> bytes:
    """Return the style of what pages say; whoever writes a page's own style sheet puts it in front."""
    return files(__package__).joinpath("static", "content.css").read_bytes()
