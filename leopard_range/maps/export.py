"""The current map as one HTML file that needs nothing else: no server, no network."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from dataclasses import replace

from leopard_range.errors import LeopardRangeError
from leopard_range.maps.assets import FONTS, font_bytes, lone_asset
from leopard_range.maps.files import WebFile
from leopard_range.maps.neutral import Json, packed
from leopard_range.maps.spec import MapLayer, MapSpec
from leopard_range.maps.spec_json import spec_file
from leopard_range.maps.state import MapState, state_json

__all__ = ["export_html"]

# A link to the page makes no sense in a file; everything else works as on the page.
_LEFT_OUT = frozenset({"link", "share"})

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="generator" content="Leopard Range Explorer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div id="map"></div>
<p id="lr-sorry" hidden>{sorry}</p>
<footer>
<p><strong>{title}</strong> · {made}</p>
<details><summary>{sources}</summary>
<ul>
{notes}
{lines}
</ul>
</details>
</footer>
{data}
{scripts}
</body>
</html>
"""

_FRAME = """
html,body{height:100%}
body{display:flex;flex-direction:column;background:#FBF9F3;color:#22302B;
font:14px/1.4 "Source Sans",system-ui,sans-serif}
body>main{flex:1;min-height:420px;border-radius:0}
footer{padding:6px 16px 8px;max-height:40vh;overflow:auto}
summary{cursor:pointer;color:#1F5B54;font-weight:600}
footer p{margin:4px 0}
footer ul{margin:4px 0;padding-left:18px;font-size:13px;color:#5B6259}
"""


def _base64(body: bytes) -> str:
    return base64.b64encode(body).decode()


def _data_uri(content_type: str, body: bytes) -> str:
    return f"data:{content_type};base64,{_base64(body)}"


def _held(file: WebFile, name: str) -> str:
    """Put a file into the page: text as gzip, pictures as they are; base64 cannot end the element."""
    packed_text = file.encoding == "gzip"
    content = _base64(file.body) if packed_text else _data_uri(file.content_type, file.body)
    return f'<script type="text/plain" data-file="{html.escape(name)}">{content}</script>'


def _hash_source(text: str) -> str:
    """Return the policy's word for one inline script or style."""
    return f"'sha256-{_base64(hashlib.sha256(text.encode()).digest())}'"


def _policy(scripts: list[str], style: str) -> str:
    allowed = " ".join(_hash_source(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash_source(style)}; "
        "img-src data:; font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _style() -> str:
    """Join the style sheets: fonts inside, none of Leaflet's pictures (nothing here shows them)."""
    fonts = {family: _data_uri("font/woff2", font_bytes(family)) for family in FONTS}
    return lone_asset("leaflet.css", fonts) + lone_asset("explorer.css", fonts) + _FRAME


def _scripts(spec: MapSpec, state: MapState) -> list[str]:
    start: Json = {"spec": "spec", "root": "", "view": list(spec.view), "state": state_json(state)}
    return [
        lone_asset("leaflet.js", {}),
        lone_asset("explorer.js", {}),
        f'LeopardMap.mount("map", "{packed(start)}");',
    ]


def _source_line(layer: MapLayer) -> str:
    """Write title, caution, source, date and licence of a layer as one list item."""
    told = dict.fromkeys((layer.badge, layer.source, layer.period, layer.licence))
    parts = [html.escape(text.rstrip(".")) for text in told if text]
    if layer.attribution not in ("", *told):
        # It stands as it is to be cited.
        parts.append(f'<span class="source" lang="en">{html.escape(layer.attribution.rstrip("."))}</span>')
    rest = ". ".join(parts)
    return f"<li><b>{html.escape(layer.title)}</b>: {rest}.</li>" if rest else ""


def _content(layer: MapLayer, files: Mapping[str, WebFile]) -> str:
    if layer.id not in files:
        raise LeopardRangeError("export_layer_missing", layer=layer.id)
    return _held(files[layer.id], layer.url)


def export_html(
    spec: MapSpec,
    state: MapState,
    files: Mapping[str, WebFile],
    made: str,
    notes: tuple[str, ...] = (),
) -> bytes:
    """Write the map as one self-contained HTML page.

    The search box finds what is in the page: layers, and places of label layers.

    Parameters
    ----------
    spec : MapSpec
        The map; only its layers go into the file.
    state : MapState
        What the reader has set: layers, year, view.
    files : Mapping
        Layer id -> its file, for every layer of `spec` and of its basemap.
    made : str
        Date of the export, as the reader's language writes it.
    notes : tuple of str
        Cautions, translated; they stand above the sources in the unfolding foot of the page.

    Returns
    -------
    bytes
        UTF-8 HTML.  Scripts, styles, fonts, pictures and layers are inside; a content security
        policy with their hashes forbids everything else, so that it makes no request.

    Raises
    ------
    LeopardRangeError
        ``export_layer_missing`` when a layer's file is not given, ``asset_missing``.
    """
    urls = {layer.url for layer in (*spec.basemap, *spec.layers)}
    search = tuple(source for source in spec.search if source.url in urls)
    spec = replace(spec, flags=frozenset(spec.flags - _LEFT_OUT), search=search, share=None)
    scripts = _scripts(spec, state)
    style = _style()
    layers = [*spec.basemap, *spec.layers]
    lines = filter(None, (_source_line(layer) for layer in [*spec.layers, *spec.basemap]))
    data = [_held(spec_file(spec), "spec"), *(_content(layer, files) for layer in layers)]
    page = _PAGE.format(
        lang=html.escape(spec.lang),
        title=html.escape(spec.title),
        policy=_policy(scripts, style),
        style=style,
        made=html.escape(made),
        sorry=html.escape(spec.words["map_failed"]),
        notes="\n".join(f"<li>{html.escape(note)}</li>" for note in notes),
        sources=html.escape(spec.words["sources"]),
        lines="\n".join(lines),
        data="\n".join(data),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )
    return page.encode()
