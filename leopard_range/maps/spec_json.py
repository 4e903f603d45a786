"""A map's description as the JSON the browser script starts from."""

from __future__ import annotations

from leopard_range.maps.files import WebFile, digest, packed_file
from leopard_range.maps.marks import MARKS, ink, marks_path
from leopard_range.maps.neutral import Json, plain_json
from leopard_range.maps.spec import MapLayer, MapSpec, Share
from leopard_range.model import Style

__all__ = ["spec_file", "spec_json"]


def _style(style: Style) -> Json:
    return {
        "stroke": style.stroke,
        "fill": style.fill,
        "alpha": style.fill_opacity,
        "weight": style.weight,
        "dash": style.dash,
        "shape": style.shape,
        "pattern": style.pattern,
        "ink": ink(style) if style.pattern else "",
    }


def _layer(layer: MapLayer) -> Json:
    return {
        "id": layer.id,
        "title": layer.title,
        "about": layer.about,
        "group": layer.group,
        "kind": layer.kind,
        "url": layer.url,
        "style": _style(layer.style),
        "on": layer.visible,
        "opacity": layer.opacity,
        "zooms": [layer.min_zoom, layer.max_zoom],
        "bounds": layer.bounds,
        "years": [layer.year_from, layer.year_to],
        "facts": [[fact.column, fact.label, fact.unit, dict(fact.values)] for fact in layer.facts],
        "by": layer.by,
        "legend": [[entry.label, _style(entry.style), entry.value] for entry in layer.legend],
        "unit": layer.unit,
        "source": layer.source,
        "period": layer.period,
        "licence": layer.licence,
        "attribution": layer.attribution,
        "badge": layer.badge,
        "side": layer.side,
        "names": layer.names,
        "letters": layer.letters,
        "smooth": layer.smooth,
        "says": layer.says,
        "listed": layer.listed,
        "sealed": layer.sealed,
    }


def _share(share: Share) -> Json:
    return {
        "title": share.title,
        "page": share.page,
        "preview": share.preview,
        "years": share.years,
        "prints": share.prints,
        "view": share.view,
        "frames": share.frames,
    }


def _marks(spec: MapSpec) -> Json:
    """Return the tiles of the patterns this map draws: side, strokes, dots."""
    styles = [style for layer in spec.layers for style in (layer.style, *(e.style for e in layer.legend))]
    used = sorted({style.pattern for style in styles if style.pattern})
    return {name: [MARKS[name].side, *marks_path(MARKS[name])] for name in used}


def spec_json(spec: MapSpec) -> str:
    """Write the JSON the browser script starts from.

    Parameters
    ----------
    spec : MapSpec
        The map.

    Returns
    -------
    str
        Compact JSON, a few kilobytes; the same spec gives the same text.

    Raises
    ------
    ValueError
        A number is NaN or infinite.
    """
    return plain_json(
        {
            "id": spec.id,
            "lang": spec.lang,
            "title": spec.title,
            "layers": [_layer(layer) for layer in spec.layers],
            "basemap": [_layer(layer) for layer in spec.basemap],
            "words": dict(sorted(spec.words.items())),
            "view": list(spec.view),
            "box": list(spec.box) if spec.box else None,
            "zooms": list(spec.zooms),
            "bounds": list(spec.bounds),
            "groups": [list(group) for group in spec.groups],
            "years": list(spec.years),
            "year": spec.year,
            "keys": [[key.year, key.text] for key in spec.key_years],
            "flags": sorted(spec.flags),
            "search": [[source.url, source.kind, source.zoom] for source in spec.search],
            "swipe": list(spec.swipe),
            "swipeAt": spec.swipe_at,
            "share": _share(spec.share) if spec.share else None,
            "marks": _marks(spec),
        }
    )


def spec_file(spec: MapSpec) -> WebFile:
    """Return the spec as a file the browser fetches: ``spec/<hash>.json``, gzipped.

    It goes by URL, not through folium: the websocket carries an address instead of every
    layer's texts at every rerun, and no text a person wrote meets a template engine.
    """
    body = spec_json(spec).encode()
    return packed_file(f"spec/{digest(body, 16)}.json", "application/json", body)
