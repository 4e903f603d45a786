"""One small sound file of every format that is read, made in code."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from rasterio.io import MemoryFile
from rasterio.transform import from_bounds

__all__ = ["camtrap_members", "good_files", "zipped"]

TABLE = (
    "camera,lat,lon,date,individual,count\n"
    "K-01,43.1,131.3,2013-04-02,Leo 12,1\nK-02,43.2,131.4,2013-04-03,,0\n"
)
WKT = 'name;wkt;height\nПадь;"POLYGON ((131.2 43, 131.4 43, 131.4 43.2, 131.2 43))";12,5\n'
KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    "<Placemark><name>Падь</name><description>a &lt;b&gt;</description><Point><coordinates>131.3,43.1,0"
    "</coordinates></Point></Placemark></Document></kml>"
)
DEPLOYMENTS = (
    "deploymentID,latitude,longitude,deploymentStart,deploymentEnd,setupBy\n"
    "d1,43.1,131.3,2013-04-02T10:00:00+11:00,2013-06-02T10:00:00+11:00,A B\n"
)
MEDIA = (
    "mediaID,deploymentID,timestamp,filePath,filePublic,fileMediatype\n"
    "m1,d1,2013-05-01T04:00:00+11:00,1.jpg,false,image/jpeg\n"
)
OBSERVATIONS = (
    "observationID,deploymentID,mediaID,eventStart,eventEnd,observationLevel,observationType,count\n"
    "o1,d1,m1,2013-05-01T04:00:00+11:00,2013-05-01T04:00:05+11:00,media,animal,1\n"
)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return an archive of some files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), body)
    return buffer.getvalue()


def camtrap_members() -> dict[str, bytes]:
    """Return the files of a small Camtrap DP package."""
    tables = {"deployments": DEPLOYMENTS, "media": MEDIA, "observations": OBSERVATIONS}
    descriptor = {
        "profile": "camtrap-dp-profile.json",
        "resources": [{"name": name, "path": f"{name}.csv"} for name in tables],
    }
    return {
        "datapackage.json": json.dumps(descriptor).encode(),
        **{f"{name}.csv": text.encode() for name, text in tables.items()},
    }


def _frame() -> gpd.GeoDataFrame:
    shapes = [shapely.box(131.2, 43.0, 131.4, 43.2), shapely.box(131.5, 43.0, 131.6, 43.1)]
    return gpd.GeoDataFrame({"name": ["Падь", "b"], "n": [1, 2], "x": [0.5, 1.5]}, geometry=shapes, crs=4326)


def _shapefile(folder: Path, crs: str) -> dict[str, bytes]:
    _frame().to_crs(crs).to_file(folder / "layer.shp", encoding="utf-8")
    return {path.name: path.read_bytes() for path in sorted(folder.glob("layer.*"))}


def _geotiff() -> bytes:
    values = np.arange(48, dtype=np.float32).reshape(6, 8)
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", height=6, width=8, count=1, dtype="float32", crs=rasterio.CRS.from_epsg(4326),
            transform=from_bounds(131.0, 43.0, 131.8, 43.6, 8, 6), nodata=-1.0,
        ) as target:  # fmt: skip
            target.write(values, 1)
        return bytes(memory.read())


@cache
def good_files() -> dict[str, bytes]:
    """Return a sound file of every format by a name it might have."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shp = _shapefile(folder, "EPSG:4326")
        utm = _shapefile(folder, "EPSG:32652")
        _frame().to_file(folder / "layer.gpkg", layer="layer")
        gpkg = (folder / "layer.gpkg").read_bytes()
    return {
        "a.geojson": _frame().to_json().encode(),
        "a.csv": TABLE.encode(),
        "b.csv": WKT.encode("utf-8-sig"),
        "a.tsv": TABLE.replace(",", "\t").encode(),
        "a.zip": zipped(shp),
        "b.zip": zipped(utm),
        "a.gpkg": gpkg,
        "a.kml": KML.encode(),
        "a.kmz": zipped({"doc.kml": KML.encode()}),
        "a.tif": _geotiff(),
        "c.zip": zipped(camtrap_members()),
    }
