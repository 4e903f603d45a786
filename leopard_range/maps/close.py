"""Sensitive layers as planners see them: points, rounded or exact.

They have no address in a map's description.  The page around the map hands out
addresses that hold for a few minutes in one browser (``explorer.js``: sealed layers).
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from leopard_range.catalog import Catalog
from leopard_range.i18n import pick, translator
from leopard_range.maps.encode import geojson_bytes
from leopard_range.maps.files import WebFile, packed_file
from leopard_range.maps.spec import Fact, MapLayer, map_layer
from leopard_range.maps.words import WORDS
from leopard_range.model import LayerSpec

__all__ = ["close_file", "close_id", "close_layers", "sensitive"]

_DECIMALS = 6
"""A tenth of a metre: nothing is rounded that was not rounded before."""
_MOMENTS = ("deploymentStart", "deploymentEnd", "eventStart")


def sensitive(catalog: Catalog) -> tuple[LayerSpec, ...]:
    """Return the layers of which planners see more than others.

    Parameters
    ----------
    catalog : Catalog
        Which layers there are.
    """
    return tuple(s for s in catalog.specs.values() if s.sensitivity == "exact" and s.on_map)


def close_id(id_: str) -> str:
    """Return what the map calls a layer's points, beside the public cells of the same layer."""
    return f"{id_}_points"


def close_layers(catalog: Catalog, lang: str) -> tuple[MapLayer, ...]:
    """Return the points of sensitive layers for the map of a planner.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners.
    lang : str
        Language of labels and popups.
    """
    _ = translator(lang)
    return tuple(
        replace(
            map_layer(spec, lang, "", badge=_("rounded to 0.01°"), facts=_facts(spec, lang)),
            id=close_id(spec.id),
            title=_("{layer}, as points").format(layer=pick(spec.title, lang)),
            kind="point",
            style=replace(spec.style, shape="dot", weight=max(spec.style.weight, 1.0), stroke="#FFFFFF"),
            sealed=True,
        )
        for spec in sensitive(catalog)
    )


def _facts(spec: LayerSpec, lang: str) -> tuple[Fact, ...]:
    _ = translator(lang)
    labels = {
        "locationID": _("Station"),
        "deploymentStart": _("Set up"),
        "deploymentEnd": _("Taken down"),
        "eventStart": _("Photographed"),
        "individualID": _("Animal"),
        "sex": _("Sex"),
    }
    values = {"sex": {"female": _("female"), "male": _("male")}}
    known = {f.name for f in spec.fields}
    told = (Fact(name, text, "", values.get(name, {})) for name, text in labels.items() if name in known)
    error = Fact("coordinateUncertaintyInMeters", _("Position known to"), _(WORDS["unit_m"]))
    return (*told, error)


def close_file(catalog: Catalog, id_: str, *, exact: bool) -> WebFile:
    """Return the points of a sensitive layer as the browser gets them.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners.
    id_ : str
        A sensitive vector layer.
    exact : bool
        Exact positions instead of those rounded to 0.01 degrees.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``, ``unknown_layer`` and what the catalog raises.
    """
    layer = catalog.exact(id_) if exact else catalog.rounded(id_)
    columns = [fact.column for fact in _facts(catalog.spec(id_), "en")]
    raw = geojson_bytes(_dated(layer.frame), columns, _DECIMALS)
    return packed_file(f"planner/layers/{id_}.geojson", "application/geo+json", raw)


def _dated(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give features the years the map's slider goes by, and moments as people write them."""
    changed: dict[str, pd.Series] = {
        name: frame[name].astype("string").str.slice(0, 16).str.replace("T", " ")
        for name in _MOMENTS
        if name in frame.columns
    }
    if "year" in frame.columns:
        changed |= {"year_from": frame["year"], "year_to": frame["year"]}
    return frame.assign(**changed)
