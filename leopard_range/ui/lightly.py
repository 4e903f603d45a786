"""What a light document of the app needs from its server: browser files, and the map's description inside."""

from __future__ import annotations

import base64

from leopard_range.content.assets import LEARN_ASSETS, learn_asset
from leopard_range.maps import MapSpec, asset, spec_file
from leopard_range.site.assets import SITE_ASSETS, site_asset

__all__ = ["browser_file", "held_spec"]


def browser_file(name: str) -> str:
    """Return where a browser file of ours lies, seen from a page.

    Parameters
    ----------
    name : str
        ``leaflet.js``, ``site.css``, ``learn.js``, ...

    Raises
    ------
    LeopardRangeError
        ``asset_unknown``, ``asset_missing``, ``asset_changed``.
    """
    found = site_asset if name in SITE_ASSETS else learn_asset if name in LEARN_ASSETS else asset
    return f"./{found(name).path}"


def held_spec(spec: MapSpec) -> str:
    """Write a map's description into the document: that may lie in a cache longer than this process lives.

    Parameters
    ----------
    spec : MapSpec
        The map.
    """
    content = base64.b64encode(spec_file(spec).body).decode()
    return f'<script type="text/plain" data-file="spec">{content}</script>'
