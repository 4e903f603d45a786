"""Layers of a release that stand in no private file: cells, surfaces and counts made from records."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from leopard_range import privacy
from leopard_range.catalog.bundle import CLASSES
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Field, Layer, LayerSpec
from leopard_range.sources import rasters

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["Made", "cells", "counts", "stations_withheld", "surface"]

_KEPT = ("title", "about", "group", "source", "citation", "url", "licence", "attribution", "method", "style")
_MAP_KEYS = ("on_map", "on", "min_zoom")
_SURFACE = {
    "en": "{title}: surface smoothed from the published cells",
    "ru": "{title}: поверхность, сглаженная по опубликованным клеткам",
    "zh": "{title}：由已公布的方格平滑而成的面",
    "ko": "{title}: 공개된 칸을 부드럽게 이은 면",
}
_SURFACE_ABOUT = {
    "en": "Made from the published cells alone; it shows nothing finer than they do.",
    "ru": "Построена только по опубликованным клеткам; точнее их она ничего не показывает.",
    "zh": "仅由已公布的方格生成，不显示比方格更精细的内容。",
    "ko": "공개된 칸만으로 만들었으며, 칸보다 자세한 것은 보여 주지 않습니다.",
}
_COUNTS = {
    "en": "{title}: animals per protected area and year",
    "ru": "{title}: звери по охраняемым территориям и годам",
    "zh": "{title}：各保护区每年的个体数",
    "ko": "{title}: 보호구역과 해마다 확인된 개체",
}
_COUNTS_ABOUT = {
    "en": "Classed counts in the published cells that lie more than half inside an area.",
    "ru": "Классы чисел в опубликованных клетках, больше половины которых лежит внутри территории.",
    "zh": "在超过一半位于保护区内的已公布方格中，按等级计数。",
    "ko": "절반 넘게 구역 안에 있는 공개된 칸에서 등급으로 센 수입니다.",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished layer of a bundle.

    Attributes
    ----------
    id, rule : str
        Identifier, and the rule that made it.
    entry : dict
        Its table in the bundle's ``catalog.toml``.
    body : bytes
        Its file, at ``entry["file"]``.
    """

    id: str
    rule: str
    entry: dict[str, Any]
    body: bytes


def _entry(raw: dict[str, Any], body: bytes, years: pd.Series, **changes: Any) -> dict[str, Any]:
    """Write an entry from the private one: words are kept, every number is made anew."""
    first, last = int(years.min()), int(years.max())
    span = f"{first}" if first == last else f"{first}–{last}"
    entry = {key: raw[key] for key in (*_KEPT, *_MAP_KEYS) if key in raw}
    entry |= {
        "sha256": hashlib.sha256(body).hexdigest(),
        "period": dict.fromkeys(("en", "ru", "zh", "ko"), span),
        "year_from": first,
        "year_to": last,
        "sensitivity": "public",
    }
    return entry | changes


def _fields(fields: tuple[Field, ...]) -> dict[str, dict[str, str]]:
    return {f.name: {"type": f.type, "unit": f.unit, "text": f.text} for f in fields}


def _half_diagonal_m(layer: Layer) -> int:
    return int(layer.frame["coordinateUncertaintyInMeters"].max())


def _geojson(id_: str, frame: gpd.GeoDataFrame) -> bytes:
    """Write cells as GeoJSON (RFC 7946), one a line; equal frames give equal bytes."""
    names = [name for name in frame.columns if name != "geometry"]
    lines = []
    for row in frame.itertuples(index=False):
        west, south, east, north = (round(float(edge), 6) for edge in row.geometry.bounds)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        known = {name: _plain(getattr(row, name)) for name in names}
        shape = {"type": "Polygon", "coordinates": [ring]}
        lines.append(json.dumps({"type": "Feature", "properties": known, "geometry": shape}))
    head = json.dumps({"type": "FeatureCollection", "name": id_})[:-1]
    return (head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def cells(catalog: Catalog, spec: LayerSpec, raw: dict[str, Any]) -> tuple[Made, Layer]:
    """Make a layer of cells from a layer of records.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners with the rules of the release.
    spec : LayerSpec
        Exact, with the rule ``stations`` or ``detections``.
    raw : dict
        Its table in the private ``catalog.toml``.

    Raises
    ------
    LeopardRangeError
        ``release_too_young``, ``release_too_few`` and those of the checks.
    """
    layer = catalog.layer(spec.id, public=True)
    if layer.frame.empty:
        cameras = catalog.records(spec.id if spec.rule == "stations" else spec.stations)
        last = min(int(text[:4]) for text in cameras["deploymentStart"].astype(str))
        old = privacy.released(last, catalog.settings.today, catalog.rules)
        code = "release_too_few" if old else "release_too_young"
        rules = catalog.rules
        raise LeopardRangeError(code, layer=spec.id, stations=rules.min_stations, months=rules.delay_months)
    body = _geojson(spec.id, layer.frame)
    entry = _entry(
        raw,
        body,
        layer.frame["year_from"],
        kind="polygon",
        file=f"survey/{spec.id}.geojson",
        pos_error_m=_half_diagonal_m(layer),
        rule=spec.rule,
        fields=_fields(layer.spec.fields),
    )
    return Made(spec.id, spec.rule, entry, body), layer


def surface(layer: Layer, raw: dict[str, Any], rules: privacy.Rules) -> Made:
    """Make a raster from published cells.

    Parameters
    ----------
    layer : Layer
        Cells, as `cells` made them.
    raw : dict
        The private table of the same layer, for its words.
    rules : Rules
        Of the release.
    """
    values, transform = privacy.smoothed(layer.frame, CLASSES[layer.spec.rule], rules)
    body = rasters.raster_bytes(values, transform, privacy.NO_DATA)
    id_ = f"{layer.spec.id}_surface"
    entry = _entry(
        raw,
        body,
        layer.frame["year_from"],
        title={lang: text.format(title=raw["title"][lang]) for lang, text in _SURFACE.items()},
        about=_SURFACE_ABOUT,
        kind="raster",
        file=f"survey/{id_}.tif",
        pos_error_m=_half_diagonal_m(layer),
        rule="surface",
        on_map=False,
        on=False,
        fields={},
    )
    return Made(id_, "surface", entry, body)


def counts(catalog: Catalog, spec: LayerSpec, raw: dict[str, Any]) -> Made | None:
    """Count individuals per area and year, in classes; None when no cell lies inside an area.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners with the rules of the release.
    spec : LayerSpec
        Exact detections with ``areas``, a public layer of polygons.
    raw : dict
        Its table in the private ``catalog.toml``.

    Raises
    ------
    LeopardRangeError
        ``release_areas_exact``, ``column_missing``.
    """
    if catalog.spec(spec.areas).sensitivity != "public":
        raise LeopardRangeError("release_areas_exact", layer=spec.id, areas=spec.areas)
    detections, areas = catalog.records(spec.id), catalog.layer(spec.areas).frame
    for frame, file, column in (
        (detections, spec.file, "individualID"),
        (areas, catalog.spec(spec.areas).file, "id"),
    ):
        if column not in frame.columns:
            raise LeopardRangeError("column_missing", file=file, column=column)
    stations = catalog.records(spec.stations)
    table = privacy.area_counts(stations, detections, areas, catalog.settings.today, catalog.rules)
    if table.empty:
        return None
    body = table.to_csv(index=False, lineterminator="\n").encode()
    id_ = f"{spec.id}_counts"
    fields = (
        Field("id", "string", "", f"Area, as in layer {spec.areas}"),
        Field("year", "year", "", "Year of the survey"),
        Field("stations_class", "string", "stations", "Camera stations, classed"),
        Field("individuals_class", "string", "animals", "Individuals identified, classed"),
        Field("dataGeneralizations", "string", "", "How the record was made less exact"),
        Field("informationWithheld", "string", "", "What is not given"),
        Field("sensitivityReviewDate", "date", "", "Day by which to ask again whether it is sensitive"),
    )
    entry = _entry(
        raw,
        body,
        table["year"],
        title={lang: text.format(title=raw["title"][lang]) for lang, text in _COUNTS.items()},
        about=_COUNTS_ABOUT,
        group="tables",
        kind="table",
        file=f"survey/{id_}.csv",
        pos_error_m=0,
        rule="counts",
        on_map=False,
        on=False,
        fields=_fields(fields),
    )
    return Made(id_, "counts", entry, body)


def stations_withheld(catalog: Catalog, spec: LayerSpec, layer: Layer) -> str:
    """Return the class of the number of stations that stand in no shown cell.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners with the rules of the release.
    spec : LayerSpec
        Exact stations.
    layer : Layer
        The cells made from them.
    """
    records, rules = catalog.records(spec.id), catalog.rules
    where = privacy.cell_ids(
        records["longitude"].to_numpy(float), records["latitude"].to_numpy(float), rules.cell_deg
    )
    shown = layer.frame.loc[layer.frame[CLASSES["stations"]] != privacy.NOT_SHOWN, "cell"]
    inside = pd.Series([f"{col}_{row}" for col, row in where]).isin(set(shown)).to_numpy()
    count = records["locationID"].nunique() - records.loc[inside, "locationID"].nunique()
    if count < rules.min_stations:
        return f"fewer than {rules.min_stations}"
    return privacy.classed(np.array([count]), rules)[0]
