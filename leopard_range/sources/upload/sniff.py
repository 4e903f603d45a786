"""What a file is, told from its bytes, and whether its name says the same.

GDAL chooses a driver by content, so a file called ``.geojson`` may be a description that
makes it open another file or an address.  Here the bytes are compared with signatures and
nothing is opened; only what is named below reaches a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leopard_range.errors import LeopardRangeError, RejectedError

__all__ = ["Found", "is_connection", "recognise", "sniff"]

Group = Literal["data", "indirect", "program", "archive", "part", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class Found:
    """What bytes look like.

    Attributes
    ----------
    shown : str
        Name of the format for a message.
    group : str
        ``data`` has a reader; ``indirect`` points to other files or addresses; ``program``
        runs; ``archive`` is of a kind that is not opened; ``part`` is one file of a Shapefile;
        ``other`` is a format without a reader; ``unknown`` is none that is known.
    """

    shown: str
    group: Group


JSON = Found("JSON", "data")
SQLITE = Found("SQLite", "data")
ZIP = Found("ZIP", "data")
KML = Found("KML", "data")
TEXT = Found("text", "data")
TIFF = Found("TIFF", "data")
UNKNOWN = Found("", "unknown")

_DECLARED: Mapping[str, tuple[str, Found]] = {
    ".geojson": ("GeoJSON", JSON),
    ".json": ("GeoJSON", JSON),
    ".gpkg": ("GeoPackage", SQLITE),
    ".zip": ("ZIP", ZIP),
    ".kml": ("KML", KML),
    ".kmz": ("KMZ", ZIP),
    ".csv": ("CSV", TEXT),
    ".tsv": ("TSV", TEXT),
    ".tab": ("TSV", TEXT),
    ".txt": ("CSV", TEXT),
    ".tif": ("GeoTIFF", TIFF),
    ".tiff": ("GeoTIFF", TIFF),
}
"""Endings that are read: name for messages, and what the bytes must be."""

_ENDINGS: Mapping[str, Found] = {
    **{
        ending: Found("Shapefile", "part")
        for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix")
    },
    **{
        ending: Found(ending[1:].upper(), "archive")
        for ending in (".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst")
    },
    **{
        ending: Found(ending[1:].upper(), "indirect") for ending in (".vrt", ".gml", ".wfs", ".wms", ".gdalg")
    },
    **{
        ending: Found(shown, "other")
        for shown, endings in {
            "Excel": (".xls", ".xlsx", ".xlsm", ".ods"),
            "Word": (".doc", ".docx", ".odt"),
            "PDF": (".pdf",),
            "HTML": (".html", ".htm"),
            "GPX": (".gpx",),
            "MapInfo": (".mif", ".mid"),
            "DXF": (".dxf", ".dwg"),
            "FlatGeobuf": (".fgb",),
            "Parquet": (".parquet", ".geoparquet"),
            "NetCDF": (".nc", ".h5", ".hdf", ".hdf5"),
            "TopoJSON": (".topojson",),
            "ASCII Grid": (".asc",),
            "image": (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".jp2"),
        }.items()
        for ending in endings
    },
    **{
        ending: Found(ending[1:].upper(), "program")
        for ending in (".exe", ".dll", ".bat", ".cmd", ".com", ".msi", ".js", ".vbs", ".ps1", ".sh", ".py")
    },
}
"""Endings that are named but not read."""

_MAGIC: tuple[tuple[bytes, Found], ...] = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"SQLite format 3\x00", SQLITE),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"PK\x07\x08", Found("split ZIP", "archive")),
    (b"7z\xbc\xaf\x27\x1c", Found("7Z", "archive")),
    (b"Rar!\x1a\x07", Found("RAR", "archive")),
    (b"\x1f\x8b", Found("GZ", "archive")),
    (b"BZh", Found("BZ2", "archive")),
    (b"\xfd7zXZ\x00", Found("XZ", "archive")),
    (b"\x28\xb5\x2f\xfd", Found("ZST", "archive")),
    (b"MZ", Found("Windows", "program")),
    (b"\x7fELF", Found("Linux", "program")),
    (b"\xcf\xfa\xed\xfe", Found("macOS", "program")),
    (b"\xce\xfa\xed\xfe", Found("macOS", "program")),
    (b"\xca\xfe\xba\xbe", Found("Java", "program")),
    (b"\x00asm", Found("WebAssembly", "program")),
    (b"#!", Found("script", "program")),
    (b"\x00\x00\x27\x0a", Found("Shapefile", "part")),
    (b"%PDF", Found("PDF", "other")),
    (b"\x89PNG\r\n\x1a\n", Found("PNG", "other")),
    (b"\xff\xd8\xff", Found("JPEG", "other")),
    (b"GIF8", Found("GIF", "other")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Found("Excel", "other")),
    (b"{\\rtf", Found("RTF", "other")),
    (b"\x89HDF\r\n\x1a\n", Found("NetCDF", "other")),
    (b"CDF", Found("NetCDF", "other")),
    (b"fgb\x03", Found("FlatGeobuf", "other")),
    (b"PAR1", Found("Parquet", "other")),
    (b"PMTiles", Found("PMTiles", "other")),
    (b"\x00\x00\x00\x0cjP  ", Found("JPEG 2000", "other")),
)
"""First bytes, the longest of two that begin alike first."""

_ROOTS: Mapping[str, Found] = {
    "kml": KML,
    "gpx": Found("GPX", "other"),
    "html": Found("HTML", "other"),
    "svg": Found("SVG", "other"),
    "osm": Found("OpenStreetMap XML", "other"),
}
"""Root elements of XML that point nowhere; every other XML is taken to do so."""

_SERVICE = re.compile(
    rb"(?i)^[\s\"']*(?:/vsi\w+[/{]|(?:https?|ftp|file|jdbc|gs|s3|az|swift|hdfs)://?|<?"
    rb"(?:CSW|WFS3?|WMS|WMTS|WCS|OAPIF\w*|OGCAPI|PG|PGEO|MySQL|MSSQL|OCI|ODBC|MongoDBv?3?|ES|AmigoCloud|"
    rb"Carto|NGW|EEDAI?|PLSCENES|PLMOSAIC|DAAS|STACIT|STACTA|GPSBabel|ADBC|HANA|VirtualOGR|vrt|derived|"
    rb"GTI|ZARR|TileDB|NETCDF|HDF5|HDF4_SDS|GPKG|SQLITE|RASTERLITE2?|GTIFF_DIR|GTIFF_RAW|MVT|Elasticsearch|"
    rb"GeoRaster|KMLSUPEROVERLAY|PDF|TOPOJSON|ESRIJSON|GeoJSON|GeoJSONSeq|JSONFG|MEM)\s*:)"
)
"""How a connection string begins, in GDAL's and other programs' writing."""

_INDIRECT_JSON = re.compile(
    rb'"(?:type)"\s*:\s*"gdal_streamed_alg"|"stac_version"\s*:|"gdal_version"\s*:|"tilejson"\s*:'
)
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\s+([\w:.-]+)", re.IGNORECASE)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")
_HEAD = 65_536


def sniff(body: bytes) -> Found:
    """Tell what bytes are, by signature only.

    Parameters
    ----------
    body : bytes
        A file's content.

    Returns
    -------
    Found
    """
    head = _plain(body[:_HEAD])
    for magic, found in _MAGIC:
        # A table may begin with the letters of a signature; then all of it is text.
        if body.startswith(magic) and (head is None or not magic.isalnum()):
            return found
    if body[257:262] == b"ustar":
        return Found("TAR", "archive")
    if head is None:
        return UNKNOWN
    start = head.lstrip()
    if start.startswith("<"):
        return _xml(start)
    raw = start.encode("utf-8", "replace")
    if start[:1] in ("{", "["):
        return Found("GDALG/STAC", "indirect") if _INDIRECT_JSON.search(raw) else JSON
    return Found("connection string", "indirect") if _SERVICE.match(raw) else TEXT


def is_connection(text: str) -> bool:
    """Tell whether a text is an address or a connection string rather than a file name.

    Parameters
    ----------
    text : str
        What somebody typed.
    """
    return bool(_SERVICE.match(text.encode("utf-8", "replace")))


def _plain(head: bytes) -> str | None:
    """Decode the beginning of a text far enough to see its marks; None when it is no text."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    # A text has no NUL; bytes of another encoding stay what they are, one letter each.
    if b"\x00" in head[:1024]:
        return None
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b" for byte in head[:1024])
    return None if control > len(head[:1024]) // 50 else head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _xml(text: str) -> Found:
    while prologue := _PROLOGUE.match(text):
        text = text[prologue.end() :]
    doctype = _DOCTYPE.match(text)
    if doctype:
        # A KML keeps its name, so that its own reader can say what a DOCTYPE may do.
        return _ROOTS.get(doctype.group(1).lower(), Found("XML", "indirect"))
    root = _ROOT.match(text)
    name = root.group(1) if root else ""
    return _ROOTS.get(name.lower(), Found(f"XML ({name[:40]})" if name else "XML", "indirect"))


def recognise(name: str, body: bytes) -> str:
    """Check that the name and the content of a file agree.

    Parameters
    ----------
    name : str
        Declared name, safe to show; only its ending counts.
    body : bytes
        Content.

    Returns
    -------
    str
        The ending, lower case, of a format that is read.

    Raises
    ------
    LeopardRangeError
        ``upload_empty``, ``ending_unknown``, ``format_differs``, ``format_not_read``,
        ``archive_kind``, ``shapefile_part``.
    RejectedError
        ``indirect_format``, ``program``.
    """
    stem, dot, suffix = name.rpartition(".")
    ending = f"{dot}{suffix}".lower() if stem or dot else ""
    if not body:
        raise LeopardRangeError("upload_empty", file=name)
    found = sniff(body)
    _refuse(found, name, ("indirect", "program"))
    if ending not in _DECLARED:
        _refuse(_ENDINGS.get(ending, UNKNOWN), name, ("indirect", "program", "archive", "part", "other"))
        _refuse(found, name, ("archive", "part", "other"))
        raise LeopardRangeError("ending_unknown", file=name, choices=", ".join(_DECLARED))
    shown, wanted = _DECLARED[ending]
    if found == wanted:
        return ending
    if found.group == "unknown":
        raise LeopardRangeError("format_damaged", file=name, declared=shown)
    _refuse(found, name, ("archive", "part"))
    raise LeopardRangeError("format_differs", file=name, declared=shown, found=found.shown)


def _refuse(found: Found, name: str, groups: tuple[Group, ...]) -> None:
    if found.group not in groups:
        return
    if found.group == "indirect":
        raise RejectedError("indirect_format", file=name)
    if found.group == "program":
        raise RejectedError("program", file=name)
    if found.group == "archive":
        raise LeopardRangeError("archive_kind", file=name, found=found.shown)
    if found.group == "part":
        raise LeopardRangeError("shapefile_part", file=name)
    raise LeopardRangeError("format_not_read", file=name, found=found.shown)
