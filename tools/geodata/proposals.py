"""Proposed corridors: lines typed by eye with a width of ours, and one computed by our own analysis."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely
from geopandas import GeoSeries
from rasterio.features import shapes
from shapely.geometry.base import BaseGeometry

from leopard_range.analysis.corridor.cost import accumulate, band
from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from leopard_range.crs import to_wgs84
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.ground import GroundQuestion, ground
from tools.geodata import facts
from tools.geodata.geometry import to_degrees, to_metres
from tools.geodata.writer import Feature, Value, geojson_text, refresh_hashes, write_text

__all__ = ["build_proposals", "computed", "proposal_features"]

FILE = "corridor/proposals.geojson"
_ROOT = Path(__file__).parents[2] / "geodata"


def proposal_features(band: BaseGeometry | None) -> list[Feature]:
    """Draw the typed proposals, and add the computed one.

    Parameters
    ----------
    band : BaseGeometry or None
        From `computed`, degrees; None to leave it out.

    Returns
    -------
    list of Feature
        Bands as wide as was typed; ``axis`` holds the typed line as text (WKT).
    """
    typed = facts.toml("proposals")
    about = {row["id"]: row for row in facts.rows("corridors")}
    sources = {row["key"]: row for row in facts.rows("sources")}
    features = []
    for row in typed["proposal"]:
        told = about[row["id"]]
        line = shapely.LineString(row["points"])
        source = sources[told["source"]]
        columns = {
            **{f"name_{language}": told[f"name_{language}"] for language in facts.LANGUAGES},
            "width_m": float(typed["width_m"]),
            "axis": line.wkt,
            "pos_error_m": typed["pos_error_km"] * 1000.0,
            "source": source["citation"],
            "url": source["url"],
        }
        features.append(Feature(_columns(row, columns), _widened(line, typed["width_m"])))
    if band is not None:
        row = typed["computed"]
        columns = {
            **{f"name_{language}": row["name"][language] for language in facts.LANGUAGES},
            "width_m": None,
            "axis": None,
            "pos_error_m": row["pos_error_km"] * 1000.0,
            "source": row["source"],
            "url": "",
        }
        ends = next(one["ends"] for one in typed["proposal"] if one["id"] == row["of"])
        features.append(Feature(_columns({"id": row["id"], "ends": ends}, columns), band))
    return features


def _columns(row: dict[str, Any], columns: dict[str, Value]) -> dict[str, Value]:
    return {
        "id": row["id"],
        **columns,
        "end_a": row["ends"][0],
        "end_b": row["ends"][1],
        "least_cost_path_km": row.get("least_cost_path_km"),
        "forest_share": row.get("forest_share"),
    }


def _widened(line: BaseGeometry, width_m: float) -> BaseGeometry:
    metres = to_metres(shapely.segmentize(line, 0.01))
    return to_degrees(metres.buffer(width_m / 2, cap_style="flat", join_style="round"))


def computed(data: Path) -> BaseGeometry:
    """Find the band of least cost between the ends of the computed proposal.

    Parameters
    ----------
    data : Path
        A data folder with everything else in it.

    Returns
    -------
    BaseGeometry
        The outline of the cells through which a way costs at most a share more than the cheapest, degrees.
    """
    typed = facts.toml("proposals")
    row = typed["computed"]
    of = next(one for one in typed["proposal"] if one["id"] == row["of"])
    drawing = {"type": "LineString", "coordinates": of["points"]}
    question = GroundQuestion(
        json.dumps(drawing),
        width_m=float(typed["width_m"]),
        from_=of["ends"][0],
        to_=of["ends"][1],
        year=row["year"],
        cell_m=float(row["cell_m"]),
    )
    catalog = open_catalog(Settings(data=data))
    found = ground(catalog, question, read(catalog, question))
    one, other = (accumulate(found.surface, end.cells) for end in found.ends)
    cells = band(one, other, row["slack"])
    traced = shapes(cells.astype(np.uint8), mask=cells, connectivity=4, transform=found.grid.transform)
    rings = [shapely.geometry.shape(outline) for outline, _ in traced]
    largest = max(rings, key=lambda ring: float(ring.area))
    return to_wgs84(GeoSeries([largest], crs=found.grid.crs), name=row["id"]).iloc[0]


def build_proposals(target: Path) -> None:
    """Write ``corridor/proposals.geojson``; everything else must have been built.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    """
    file = target / FILE
    write_text(file, geojson_text(proposal_features(None), 4))
    with TemporaryDirectory() as folder:
        data = Path(folder) / "geodata"
        shutil.copytree(target, data)
        shutil.copytree(_ROOT / "species", data / "species", dirs_exist_ok=True)
        shutil.copy(_ROOT / "catalog.toml", data / "catalog.toml")
        refresh_hashes(data / "catalog.toml")
        outline = computed(data)
    write_text(file, geojson_text(proposal_features(outline), 4))
