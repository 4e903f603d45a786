"""Browser libraries and fonts, read from installed packages; nothing of others is committed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from leopard_range.errors import LeopardRangeError
from leopard_range.maps.files import WebFile, digest, packed_file
from leopard_range.maps.integrity import intact, package_folder

__all__ = [
    "ASSETS",
    "FONTS",
    "asset",
    "font_bytes",
    "font_faces",
    "foreign_files",
    "lone_asset",
    "scripts_of",
]

_STATIC = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

ASSETS: tuple[str, ...] = (
    "leaflet.js",
    "leaflet.css",
    "explorer.js",
    "drawing.js",
    "share.js",
    "link.js",
    "explorer.css",
)
"""Names a route may serve."""

FONTS: dict[str, str] = {
    "Source Sans": "SourceSansVF-Upright.*.woff2",
    "Source Serif": "SourceSerifVariable-Roman.*.woff2",
}
"""Family -> its file in Streamlit's own static folder (Latin, Greek and Cyrillic; weights 200-900)."""


def _font_path(family: str) -> Path:
    """Find a font; its name carries a hash that changes with Streamlit's version."""
    folder = package_folder("streamlit", "streamlit") / "static" / "static" / "media"
    found = sorted(folder.glob(FONTS[family]))
    if not found:
        raise LeopardRangeError("asset_missing", package="streamlit", file=FONTS[family])
    return found[0]


def font_bytes(family: str) -> bytes:
    """Return a font as WOFF2.

    Parameters
    ----------
    family : str
        A key of `FONTS`.

    Raises
    ------
    LeopardRangeError
        ``asset_missing``, ``asset_changed``.
    """
    return intact("streamlit", family, _font_path(family).read_bytes())


def font_faces(urls: dict[str, str]) -> str:
    """Write the ``@font-face`` rules for families at the given addresses (family -> URL)."""
    return "".join(
        f'@font-face{{font-family:"{family}";src:url({url}) format("woff2");'
        "font-weight:200 900;font-style:normal;font-display:swap}\n"
        for family, url in urls.items()
    )


def foreign_files() -> Iterator[tuple[str, str, bytes]]:
    """Yield package, name and bytes of every file that we serve and others made.

    Raises
    ------
    LeopardRangeError
        ``asset_missing``.
    """
    for name in ASSETS:
        if name.startswith("leaflet"):
            yield "XStatic-Leaflet", name, _leaflet(name)
    for family in FONTS:
        yield "streamlit", family, _font_path(family).read_bytes()


def _leaflet(name: str) -> bytes:
    path = package_folder("xstatic.pkg.leaflet", "XStatic-Leaflet") / "data" / name
    if not path.is_file():
        raise LeopardRangeError("asset_missing", package="XStatic-Leaflet", file=name)
    return path.read_bytes()


def _read(name: str) -> bytes:
    if name.startswith("leaflet"):
        return intact("XStatic-Leaflet", name, _leaflet(name))
    return (_STATIC / name).read_bytes()


def scripts_of(flags: Collection[str]) -> tuple[str, ...]:
    """Return the scripts of a map, in the order they are loaded in.

    Parameters
    ----------
    flags : collection of str
        Of its `MapSpec`.
    """
    # The tools for drawing stand under the column of buttons, so sharing comes first.
    parts = {"share": "share.js", "draw": "drawing.js"}
    return ("leaflet.js", "explorer.js", *(name for flag, name in parts.items() if flag in flags))


def lone_asset(name: str, fonts: Mapping[str, str]) -> str:
    """Return one of our browser files as it can leave the server: it asks for nothing beside it.

    Parameters
    ----------
    name : str
        One of `ASSETS`.
    fonts : Mapping
        Family -> address, for the style sheet that declares them.

    Returns
    -------
    str
        Without the map of a script's source and without pictures of controls we do not use.
        Browsers turn CRLF into LF before they compare a hash, and so does this.

    Raises
    ------
    LeopardRangeError
        What `asset` raises.
    """
    if name not in ASSETS:
        raise LeopardRangeError("asset_unknown", name=name, choices=", ".join(ASSETS))
    text = _read(name).decode().replace("\r\n", "\n")
    if name == "leaflet.css":
        return re.sub(r"background-image:\s*url\([^)]*\);?", "", text)
    if name == "explorer.css":
        return font_faces(dict(fonts)) + text
    return re.sub(r"//# sourceMappingURL=.*", "", text)


@cache
def asset(name: str) -> WebFile:
    """Return one of our browser files.

    Parameters
    ----------
    name : str
        One of `ASSETS`.

    Returns
    -------
    WebFile
        ``assets/<name>?v=<hash>``, gzipped.  The style sheet points its fonts at Streamlit's
        own addresses: the page has loaded them already, so they cost nothing twice.

    Raises
    ------
    LeopardRangeError
        ``asset_unknown`` for another name, ``asset_missing`` when a package lacks its file,
        ``asset_changed`` when the file is not the one this version was tested with.
    """
    if name not in ASSETS:
        raise LeopardRangeError("asset_unknown", name=name, choices=", ".join(ASSETS))
    raw = _read(name)
    if name == "explorer.css":
        faces = font_faces({family: f"../static/media/{_font_path(family).name}" for family in FONTS})
        raw = faces.encode() + raw
    return packed_file(f"assets/{name}?v={digest(raw)}", _TYPES[Path(name).suffix], raw)
