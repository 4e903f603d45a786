"""Builds small data folders: a made-up country of squares whose areas are known without measuring."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
from affine import Affine
from shapely import LineString, Point, box

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.config import Role, Settings

METRIC = "+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84 +units=m +no_defs"
TODAY = date(2026, 6, 1)
SPECIES = f"""
scientific = "Panthera pardus orientalis"
metric_crs = "{METRIC}"
name = {{ en = "Amur leopard", ru = "Дальневосточный леопард", zh = "东北豹", ko = "아무르표범" }}

[habitat]
land_cover_layer = "land_cover"
elevation_layer = "elevation"
reference = "Invented for tests"
land_cover = {{ 1 = 1, 2 = 0 }}
elevation = {{ min_m = 0.0, max_m = 1000.0, reference = "Invented for tests" }}

[movement.home_range_female_km2]
value = 45.0
checked = false
reference = "Invented for tests"

[resistance]
land_cover_layer = "land_cover"
elevation_layer = "elevation"
line_width_m = 250.0
reference = "Invented for tests"
"""
COSTS = (
    ("1", "cover", 1, ""),
    ("2", "cover", 20, ""),
    ("high", "elevation", 3, "from_m = 1000.0"),
    ("steep", "slope", 3, "from_deg = 25.0"),
    ("town_near", "settlement", 10, "within_m = 3000.0"),
    ("town", "settlement", 50, "within_m = 1000.0"),
    ("border", "border", 4, ""),
    ("river", "river", 8, ""),
    ("minor_road", "road", 10, ""),
    ("railway", "railway", 25, ""),
    ("trunk", "road", 40, ""),
)
"""Made-up costs: key, kind, value and limit; ranks follow the values."""


def resistance() -> str:
    """Write the made-up table of costs the way a species file has it."""
    ranks = {value: at + 1 for at, value in enumerate(sorted({row[2] for row in COSTS}))}
    return "".join(
        f"""
[resistance.classes.{key}]
kind = "{kind}"
name = {toml(words(key))}
value = {value}
low = {value / 2}
high = {value * 2}
rank = {ranks[value]}
checked = false
reference = "Invented for tests"
{limit}
"""
        for key, kind, value, limit in COSTS
    )


def words(text: str) -> dict[str, str]:
    return {language: f"{text} {language}" for language in ("en", "ru", "zh", "ko")}


def named(text: str) -> dict[str, str]:
    return {f"name_{language}": name for language, name in words(text).items()}


def square_km(west_km: float, south_km: float, width_km: float, height_km: float) -> Any:
    """Return a rectangle in the metric system, whose area is width times height."""
    west, south = west_km * 1000, south_km * 1000
    return box(west, south, west + width_km * 1000, south + height_km * 1000)


def line_km(*points: tuple[float, float]) -> Any:
    """Return a line through places given in kilometres of the metric system."""
    return LineString([(x * 1000, y * 1000) for x, y in points])


def features(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Turn rows with a metric ``geometry`` into degrees; edges are cut so that areas keep."""
    frame = gpd.GeoDataFrame(rows, crs=METRIC)
    frame.geometry = frame.geometry.segmentize(2000)
    return frame.to_crs("EPSG:4326")


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


class DataFolder:
    """A data folder under construction; every method adds a layer and its entry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, dict[str, Any]] = {}
        (path / "species").mkdir(parents=True)
        (path / "species" / "amur-leopard.toml").write_text(SPECIES + resistance(), encoding="utf-8")

    def entry(self, id_: str, file: str, **changes: Any) -> DataFolder:
        self.entries[id_] = {
            "title": words(id_),
            "about": words(f"About {id_}"),
            "group": "base",
            "kind": "polygon",
            "file": file,
            "sha256": hashlib.sha256((self.path / file).read_bytes()).hexdigest(),
            "source": words("Invented for tests"),
            "citation": f"Tester (2026) The {id_} of nowhere",
            "url": "https://example.org",
            "licence": "CC0-1.0",
            "attribution": "Nobody",
            "period": words("2026"),
            "pos_error_m": 0,
            "method": "derived",
            "sensitivity": "public",
            "fields": {},
        } | changes
        return self

    def layer(self, id_: str, frame: gpd.GeoDataFrame, **changes: Any) -> DataFolder:
        (self.path / f"{id_}.geojson").write_text(frame.to_json(drop_id=True), encoding="utf-8")
        return self.entry(id_, f"{id_}.geojson", **changes)

    def table(self, id_: str, frame: pd.DataFrame, fields: dict[str, str], **changes: Any) -> DataFolder:
        frame.to_csv(self.path / f"{id_}.csv", index=False)
        about = {name: {"type": kind, "text": name} for name, kind in fields.items()}
        changes = {"kind": "table", "group": "tables", "fields": about} | changes
        return self.entry(id_, f"{id_}.csv", **changes)

    def raster(
        self, id_: str, values: np.ndarray, transform: Affine, crs: str | None = "EPSG:4326"
    ) -> DataFolder:
        with rasterio.open(
            *(self.path / f"{id_}.tif", "w"),
            driver="GTiff",
            height=values.shape[0],
            width=values.shape[1],
            count=1,
            dtype=values.dtype,
            crs=crs,
            transform=transform,
        ) as target:
            target.write(values, 1)
        return self.entry(id_, f"{id_}.tif", kind="raster", group="land")

    def write(self) -> Path:
        lines = []
        for id_, entry in self.entries.items():
            lines += [f"[{id_}]", *(f"{key} = {toml(value)}" for key, value in entry.items()), ""]
        (self.path / "catalog.toml").write_text("\n".join(lines), encoding="utf-8")
        return self.path

    def catalog(self, role: Role = "public", today: date = TODAY) -> Catalog:
        self.write()
        return open_catalog(Settings(role=role, data=self.path, today=today))


RESERVE_FIELDS = {
    "id": {"type": "string", "text": "id"},
    "category": {"type": "string", "text": "category"},
    "country": {"type": "string", "text": "country"},
    "year_from": {"type": "year", "text": "from"},
    "year_to": {"type": "year", "text": "to"},
    "area_km2": {"type": "number", "unit": "km²", "text": "area"},
    "pos_error_m": {"type": "number", "unit": "m", "text": "error"},
    "method": {"type": "string", "text": "method"},
}


def reserve(id_: str, geometry: Any, **changes: Any) -> dict[str, Any]:
    row = {
        "id": id_,
        **named(id_),
        "category": "II",
        "country": "RU",
        "year_from": 1916,
        "year_to": None,
        "merged_into": "",
        "area_km2": geometry.area / 1e6,
        "pos_error_m": 0.0,
        "method": "schematic",
        "checked": True,
        "source": "Invented for tests",
        "geometry": geometry,
    }
    return row | changes


def square_country(path: Path) -> DataFolder:
    """Build a country of squares.

    Historic range 100 x 100 km (the envelope 200 x 100), today 20 x 10 km
    inside it; land is 400 x 300 km, Russia its eastern and China its western
    half, with the border through the middle of today's range.  Reserves: ``old`` 10 x 5 km
    from 1916, taken over in 2012 by ``park``, 10 x 10 km, all inside today's range; ``far`` lies about
    140 km north-east of it.  Between them a trunk road and a railway run east at 40 and 50 km north, a
    river north at 70 km east, and a town lies at 60 km east and 80 km north.
    """
    whole = [{"id": "land", "geometry": square_km(-200, -150, 400, 300)}]
    halves = [
        {"id": "CN", **named("China"), "geometry": square_km(-200, -150, 200, 300)},
        {"id": "RU", **named("Russia"), "geometry": square_km(0, -150, 200, 300)},
    ]
    historic = [{"id": "h", "geometry": square_km(-50, -50, 100, 100)}]
    envelope = [{"id": "e", "geometry": square_km(-100, -50, 200, 100)}]
    today = [{"id": "c", "geometry": square_km(-10, -5, 20, 10)}]
    reserves = [
        reserve("old", square_km(0, -5, 10, 5), category="Ia", year_to=2011, merged_into="park"),
        reserve("park", square_km(0, -5, 10, 10), year_from=2012),
        reserve("far", square_km(100, 100, 10, 10), country="RU", year_from=1935, method="approximate"),
    ]
    drawn = {"on_map": True, "style": {"stroke": "#17594F", "fill": "#17594F", "fill_opacity": 0.5}}
    outline = {"group": "range", "method": "schematic", **drawn}
    folder = DataFolder(path)
    folder.layer("land", features(whole), on=True, **drawn)
    folder.layer("countries", features(halves))
    folder.layer("provinces", features(halves))
    folder.layer("range_historical", features(historic), published_km2=10_000, **outline)
    folder.layer("range_historical_envelope", features(envelope), **outline)
    folder.layer("range_current", features(today), published_km2=200, year_from=2007, on=True, **outline)
    folder.layer("reserves", features(reserves), group="reserves", fields=RESERVE_FIELDS, **drawn)
    roads = [{"id": "m1", **named("M1"), "class": "trunk", "geometry": line_km((0, 40.25), (190, 40.25))}]
    railways = [{"id": "r1", **named("R1"), "geometry": line_km((0, 50.25), (190, 50.25))}]
    rivers = [{"id": "long", **named("Long river"), "geometry": line_km((70.25, -139.4), (70.25, 139.4))}]
    borders = [{"id": "CN-RU", "geometry": line_km((0, -150), (0, 150))}]
    towns = [{"id": "t1", **named("Town"), "country": "RU", "geometry": Point(60_000, 80_000)}]
    folder.layer("roads", features(roads), kind="line", group="land", method="schematic", pos_error_m=3000)
    folder.layer("railways", features(railways), kind="line", group="land")
    folder.layer("rivers_detail", features(rivers), kind="line")
    folder.layer("borders", features(borders), kind="line")
    folder.layer("towns", features(towns), kind="point")
    west, north, step = 120.0, 48.0, 0.05
    shape = (200, 300)
    transform = Affine(step, 0, west, 0, -step, north)
    forest = np.ones(shape, "uint8")
    forest[:, : round((127 - west) / step)] = 2
    folder.raster("land_cover", forest, transform)
    folder.raster("elevation", np.full(shape, 500, "int16"), transform)
    facts = pd.DataFrame({"year": [2011, 2012], "count": [12, 13], "note": ["=1+1", "plain"]})
    folder.table("population", facts, {"year": "year", "count": "number", "note": "string"})
    return folder
