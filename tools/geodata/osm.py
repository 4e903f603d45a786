"""Detailed coast and borders of south-west Primorye and Hunchun from OpenStreetMap (ODbL).

Everything derived from them is written below ``osm/``.
"""

from __future__ import annotations

import json
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from tools.geodata.geometry import to_degrees, to_metres
from tools.geodata.sources import BuildError, Store
from tools.geodata.writer import Feature, geojson_text, write_text

__all__ = ["DETAIL_BOX", "build_detail", "detail_countries", "shared_border", "without_ponds"]

DETAIL_BOX = (129.0, 41.8, 135.0, 46.0)
TOLERANCE_M = 60.0
SMALLEST_ISLAND_M2 = 50_000.0

_CODES = {"CHN": "CN", "PRK": "KP", "RUS": "RU"}


def detail_countries(store: Store) -> dict[str, BaseGeometry]:
    """Read the countries inside the detail box, thinned together to 60 m.

    Parameters
    ----------
    store : Store
        Packages.

    Returns
    -------
    dict of str to BaseGeometry
        Polygons by ISO 3166-1 code, degrees; they share their borders.
    """
    text = (store.unpacked("osm_land") / "package/map.geo.json").read_text(encoding="utf-8")
    found = {
        _CODES[feature["properties"]["A3"]]: _clip(shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in json.loads(text)["features"]
        if feature["properties"]["A3"] in _CODES
    }
    codes = sorted(found)
    fitted = [found[code] for code in codes]
    if not shapely.coverage_is_valid(fitted):
        raise BuildError("the countries of the OpenStreetMap package do not share their borders")
    thin = shapely.coverage_simplify(fitted, TOLERANCE_M)
    return {code: to_degrees(geometry) for code, geometry in zip(codes, thin, strict=True)}


def _clip(country: BaseGeometry) -> BaseGeometry:
    """Cut a country to the detail box, in metres, without its smallest islands."""
    frame = shapely.box(*DETAIL_BOX)
    # Part by part, and only those near the box: the whole of Russia is far too long to clip at once.
    near = [part for part in shapely.get_parts(country) if frame.intersects(shapely.box(*part.bounds))]
    inside = shapely.union_all([shapely.clip_by_rect(part, *DETAIL_BOX) for part in near])
    parts = [part for part in shapely.get_parts(to_metres(inside)) if part.area > SMALLEST_ISLAND_M2]
    return shapely.multipolygons(parts)


def without_ponds(land: BaseGeometry) -> BaseGeometry:
    """Fill lakes and river reaches, which OpenStreetMap cuts out of the land."""
    return shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(land)])


def shared_border(first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Line along which two polygons of a coverage touch."""
    shared = shapely.intersection(first.boundary, second.boundary)
    lines = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
    return shapely.line_merge(shapely.union_all(lines))


def build_detail(store: Store, target: Path) -> dict[str, BaseGeometry]:
    """Write ``coast_detail`` and ``borders_detail``.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.

    Returns
    -------
    dict of str to BaseGeometry
        The countries, for the steps that clip to them.
    """
    countries = detail_countries(store)
    pairs = [("CN", "KP"), ("CN", "RU"), ("KP", "RU")]
    borders = {
        f"{first}-{second}": shared_border(countries[first], countries[second]) for first, second in pairs
    }
    land = without_ponds(shapely.coverage_union_all(list(countries.values())))
    # The edge of the box is no coast.
    inside = shapely.box(*DETAIL_BOX).buffer(-1e-4)
    coast = shapely.line_merge(land.boundary.intersection(inside))
    lines = [part for part in shapely.get_parts(coast) if part.geom_type == "LineString"]
    write_text(
        target / "osm/coast_detail.geojson",
        geojson_text([Feature({"id": "coast"}, shapely.multilinestrings(lines))], 4),
    )
    rows = [Feature({"id": key}, line) for key, line in borders.items() if not line.is_empty]
    write_text(target / "osm/borders_detail.geojson", geojson_text(rows, 4))
    return countries
