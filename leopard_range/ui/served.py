"""What the routes serve: public bytes with a content hash in their address.

Bytes, not objects, are kept: the collector has nothing to walk, and a rerun
costs the same at any layer size.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from importlib.resources import files
from threading import Lock

from leopard_range.content.assets import LEARN_ASSETS, content_style, learn_asset
from leopard_range.errors import LeopardRangeError
from leopard_range.maps import ASSETS, WebFile, asset, atlas, close
from leopard_range.maps.files import digest, packed_file
from leopard_range.site.assets import SITE_ASSETS, site_asset
from leopard_range.ui.clearance import reader
from leopard_range.ui.session import catalog

__all__ = ["close_file", "find", "layer_file", "page_file", "publish", "warm"]

_KEPT = 1024
_OWN = {"page.js": "text/javascript", "page.css": "text/css", "paw.svg": "image/svg+xml"}
_published: OrderedDict[tuple[str, str], WebFile] = OrderedDict()
_lock = Lock()


@cache
def layer_file(id_: str) -> WebFile:
    """Return the bytes of a layer as the browser gets them: always the public view.

    Parameters
    ----------
    id_ : str
        A vector layer or an image.

    Raises
    ------
    LeopardRangeError
        ``unknown_layer``, ``data_file_missing``, ``data_file_corrupt``.
    """
    return atlas.layer_file(catalog(), id_)


@cache
def close_file(id_: str, *, exact: bool) -> WebFile:
    """Return the bytes of a sensitive layer as planners get them; only a sealed address leads here.

    Parameters
    ----------
    id_ : str
        A sensitive vector layer.
    exact : bool
        Exact positions instead of rounded ones.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``, ``unknown_layer``, ``data_file_missing``, ``data_file_corrupt``.
    """
    return close.close_file(catalog(), id_, exact=exact)


@cache
def page_file(name: str) -> WebFile:
    """Return the page's own script or style.

    Parameters
    ----------
    name : str
        ``page.js``, ``page.css`` or ``paw.svg``.
    """
    if name == "paw.svg":
        return site_asset(name)
    body = files(__package__).joinpath("static", name).read_bytes()
    if name == "page.css":
        body = content_style() + body
    return packed_file(f"assets/{name}?v={digest(body)}", _OWN[name], body)


def publish(file: WebFile) -> WebFile:
    """Make a part of a page available under its address; a planner's, in their browser alone.

    Parameters
    ----------
    file : WebFile
        Named by its content, so publishing it again changes nothing.
    """
    key = (reader(), file.name)
    with _lock:
        _published[key] = file
        _published.move_to_end(key)
        while len(_published) > _KEPT:
            _published.popitem(last=False)
    return file


def find(path: str, who: str = "") -> WebFile:
    """Find what an address below our routes stands for.

    Parameters
    ----------
    path : str
        Address without the leading slash and without its query.
    who : str
        Who asks (`clearance.reader`).

    Raises
    ------
    LeopardRangeError
        ``address_unknown`` and the catalog's own.
    """
    folder, _, name = path.partition("/")
    if folder == "assets":
        if name in LEARN_ASSETS:
            return learn_asset(name)
        if name in SITE_ASSETS:
            return site_asset(name)
        return page_file(name) if name in _OWN else asset(name)
    if folder == "layers":
        id_ = name.partition(".")[0]
        if id_ in catalog().specs:
            found = layer_file(id_)
            if found.name == path:
                return found
    elif (who, path) in _published:
        return _published[who, path]
    raise LeopardRangeError("address_unknown", address=path)


def warm() -> None:
    """Read, check and encode everything the first reader will ask for.

    Raises
    ------
    LeopardRangeError
        When a data file is missing or damaged, or a browser file is not the expected one.
    """
    for name in ASSETS:
        asset(name)
    shelf = catalog()
    for spec in shelf.specs.values():
        if (
            (spec.on_map or spec.on)
            and spec.has_public_view
            and spec.kind in ("polygon", "line", "point", "image")
        ):
            layer_file(spec.id)
