"""Files somebody brought: read without trust, checked, and brought to WGS 84.

Size, then signature against name, then a reader of our own; GDAL sees GeoTIFF only.  The
whole runs in a process that may be killed (`leopard_range.catalog.uploads`).
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import container, kml, shapefile
from leopard_range.sources.upload.carry import pack, unpack
from leopard_range.sources.upload.finish import finish
from leopard_range.sources.upload.limits import MAX_BYTES, MAX_NAME
from leopard_range.sources.upload.raw import Raw
from leopard_range.sources.upload.sniff import is_connection, recognise
from leopard_range.sources.upload.text import clean

__all__ = ["FORMATS", "is_connection", "pack", "read", "shown_name", "unpack"]

FORMATS = ("camtrap", "delimited", "geojson", "geopackage", "geotiff", "kml", "shapefile")
"""Modules that read one format each."""

_READERS = {
    ".geojson": "geojson",
    ".json": "geojson",
    ".gpkg": "geopackage",
    ".kml": "kml",
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), "delimited"),
}


def read(name: str, body: bytes, choices: Choices, work: Path) -> Upload:
    """Read a file somebody brought.

    Parameters
    ----------
    name : str
        Its declared name: shown, and its ending compared with the content; never a path.
    body : bytes
        Its content.
    choices : Choices
        What the person answered.
    work : Path
        An empty folder that is thrown away afterwards; today every reader works in memory.

    Returns
    -------
    Upload
        Checked, in EPSG:4326, with a report of all that was repaired.

    Raises
    ------
    LeopardRangeError
        Names the place, what is wrong and the remedy.
    RejectedError
        The file breaks a safety rule.
    """
    shown = shown_name(name)
    if len(body) > MAX_BYTES:
        raise LeopardRangeError("upload_too_big", file=shown, limit_mb=MAX_BYTES // 10**6)
    ending = recognise(shown, body)
    if ending in (".tif", ".tiff"):
        raster: Upload = _module("geotiff").parse(shown, body, choices)
        return raster
    if ending == ".zip":
        members = container.members(shown, body, container.SHAPEFILE_ENDINGS)
        if any(member.rpartition("/")[2] == "datapackage.json" for member in members):
            package: Upload = _module("camtrap").parse(shown, members, choices)
            return package
        return finish(shapefile.parse(shown, members, choices), choices)
    if ending == ".kmz":
        members = container.members(shown, body, kml.KMZ_ENDINGS)
        return finish(kml.parse(shown, kml.document(shown, members, choices), choices, "kmz"), choices)
    raw: Raw = _module(_READERS[ending]).parse(shown, body, choices)
    return finish(raw, choices)


def shown_name(name: str) -> str:
    """Return a file name that is safe to show: the last part, on one line, not too long.

    Parameters
    ----------
    name : str
        As it was declared.

    Returns
    -------
    str
        Never empty; markup stays what it is, text.
    """
    last = clean(re.split(r"[/\\]", name)[-1])
    if len(last) > MAX_NAME:
        stem, dot, ending = last.rpartition(".")
        last = f"{stem[: MAX_NAME - len(ending) - 2]}…{dot}{ending}" if len(ending) < 10 else last[:MAX_NAME]
    return last or "file"


def _module(name: str) -> Any:
    """Load a format's reader when a file of the format comes."""
    return importlib.import_module(f"leopard_range.sources.upload.{name}")
