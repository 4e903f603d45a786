"""Hostile files, baits and ears: what the tests of the readers put in the way and listen with."""

from __future__ import annotations

import csv
import os
import sqlite3
import struct
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

CORPUS = Path(__file__).parents[4] / "shared" / "testdata" / "hostile"
"""Files kept beside the project; tests that need them say so when they are not there."""

TOKEN = "canary 4f1c9e"
_PORT = b"127.0.0.1:8998"


@dataclass(frozen=True)
class Row:
    """One line of the corpus' index."""

    file: str
    kind: str
    expected: str
    shipped: bool


def rows() -> list[Row]:
    """The index of the corpus; empty when it is not there."""
    index = CORPUS / "index.csv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8", newline="") as source:
        return [
            Row(row["file"], row["kind"], row["expected"], row["shipped"] == "yes")
            for row in csv.DictReader(source)
        ]


@dataclass(frozen=True)
class Baits:
    """Local files that a reader must never open, in every format a driver could want."""

    folder: Path

    @classmethod
    def lay(cls, folder: Path) -> Baits:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "canary.txt").write_text(TOKEN, encoding="utf-8")
        (folder / "canary.csv").write_text(f"lon,lat,name\n131.3,43.1,{TOKEN}\n", encoding="utf-8")
        (folder / "canary.geojson").write_text(
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"'
            + TOKEN
            + '"},"geometry":{"type":"Point","coordinates":[131.3,43.1]}}]}',
            encoding="utf-8",
        )
        baits = cls(folder)
        baits.freshen()
        return baits

    def path(self, ending: str = ".geojson") -> str:
        return str(self.folder / f"canary{ending}")

    def freshen(self) -> None:
        """Put the time of last reading back, so that any reading moves it."""
        for path in self.folder.iterdir():
            os.utime(path, (1, 2))

    def read(self) -> list[str]:
        """Names of the baits that somebody has read since."""
        return [path.name for path in self.folder.iterdir() if path.stat().st_atime != 1]


class Ear(ThreadingHTTPServer):
    """A server on this machine that remembers who called."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        super().__init__(("127.0.0.1", 0), _Listener)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Listener(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        assert isinstance(self.server, Ear)
        self.server.heard.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815 - the names the standard library calls

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[Ear]:
    """Listen on a free port of this machine."""
    with Ear() as ear:
        threading.Thread(target=ear.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield ear
        ear.shutdown()


def aimed(body: bytes, ear: Ear) -> bytes:
    """Let a corpus file call our ear instead of the port it was made with."""
    return body.replace(_PORT, f"127.0.0.1:{ear.port}".encode())


def missing_row(name: str, baits: Baits) -> bytes:
    """Make one of the six corpus files that hold a path of the machine they are used on."""
    place = baits.path()
    vrt = (
        f'<OGRVRTDataSource><OGRVRTLayer name="canary"><SrcDataSource>{place}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    if name == "gpkg_virtualogr.gpkg":
        return geopackage(extra=(f"CREATE VIRTUAL TABLE evil USING VirtualOGR('{place}', 0, 'canary')",))
    text = {
        "gml_xxe.gml": (
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{baits.path(".txt")}">]>'
            '<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml">'
            "<gml:featureMember><ogr:a><ogr:n>&e;</ogr:n></ogr:a></gml:featureMember></ogr:FeatureCollection>"
        ),
        "vrt_lfi.vrt": vrt,
        "vrt_lfi_as_geojson.geojson": vrt,
        "gdalg_lfi_as_geojson.geojson": (
            '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read '
            f'{place} ! reproject --dst-crs=EPSG:4326"}}'
        ),
        "tif_vrt_raw_lfi.tif": raw_vrt(baits.path(".txt")),
    }
    return text[name].encode()


def raw_vrt(place: str) -> str:
    """A raster whose cells are the bytes of any file."""
    return (
        '<VRTDataset rasterXSize="4" rasterYSize="3"><SRS>EPSG:4326</SRS>'
        "<GeoTransform>131,0.1,0,43,0,-0.1</GeoTransform>"
        '<VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand">'
        f'<SourceFilename relativeToVRT="0">{place}</SourceFilename>'
        "<ImageOffset>0</ImageOffset><PixelOffset>1</PixelOffset><LineOffset>4</LineOffset>"
        "</VRTRasterBand></VRTDataset>"
    )


@dataclass(frozen=True)
class Member:
    """An entry of an archive, every field of which may lie."""

    name: bytes | str
    content: bytes = b""
    method: int = 8
    flags: int = 0
    mode: int = 0
    size: int | None = None
    crc: int | None = None
    local_name: bytes | str | None = None
    local_size: int | None = None
    local_extra: bytes = b""
    packed: bytes | None = None
    at: int | None = None


def archive(*members: Member, before: bytes = b"", after: bytes = b"", comment: bytes = b"") -> bytes:
    """Write a ZIP archive byte by byte, so that it can be wrong in any way."""
    body, directory = bytearray(before), bytearray()
    for one in members:
        name = one.name.encode() if isinstance(one.name, str) else one.name
        local = one.local_name if one.local_name is not None else name
        local = local.encode() if isinstance(local, str) else local
        packed = one.packed
        if packed is None:
            machine = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = one.content if one.method == 0 else machine.compress(one.content) + machine.flush()
        size = len(one.content) if one.size is None else one.size
        crc = zlib.crc32(one.content) if one.crc is None else one.crc
        at = len(body) if one.at is None else one.at
        local_size = size if one.local_size is None else one.local_size
        body += struct.pack(
            "<4s5H3L2H",
            *(b"PK\x03\x04", 20, one.flags, one.method, 0, 33, crc, len(packed), local_size),
            *(len(local), len(one.local_extra)),
        )
        body += local + one.local_extra + packed
        directory += struct.pack(
            "<4s6H3L5H2L",
            *(b"PK\x01\x02", 20 | 3 << 8, 20, one.flags, one.method, 0, 33, crc, len(packed), size),
            *(len(name), 0, 0, 0, 0, one.mode << 16, at),
        )
        directory += name
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), len(comment)
    )
    return bytes(body + directory) + end + comment + after


SQUARE = shapely.box(131.2, 43.0, 131.4, 43.2)
WGS84_PRJ = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


def shapefile(frame: gpd.GeoDataFrame | None = None, **changed: bytes | None) -> dict[str, bytes]:
    """The parts of a Shapefile that GDAL wrote, by ending; parts can be replaced or left out."""
    if frame is None:
        frame = gpd.GeoDataFrame({"name": ["Kedrovaya"], "n": [1]}, geometry=[SQUARE], crs=4326)
    with tempfile.TemporaryDirectory() as folder:
        pyogrio.write_dataframe(frame, Path(folder) / "layer.shp", encoding="utf-8")
        parts: dict[str, bytes | None] = {
            path.suffix[1:]: path.read_bytes() for path in Path(folder).iterdir()
        }
    parts |= changed
    return {ending: body for ending, body in parts.items() if body is not None}


def zipped(parts: dict[str, bytes], stem: str = "layer") -> bytes:
    """Pack the parts of a Shapefile."""
    return archive(*(Member(f"{stem}.{ending}", body) for ending, body in parts.items()))


def dbf(cells: list[bytes], *, width: int = 40, driver: int = 0, name: bytes = b"name") -> bytes:
    """A table of one column of text, in whatever encoding the bytes are."""
    head = struct.pack("<B3BIHH17xBxx", 3, 124, 1, 1, len(cells), 65, 1 + width, driver)
    field = struct.pack("<11scxxxxBB14x", name, b"C", width, 0)
    return head + field + b"\r" + b"".join(b" " + cell.ljust(width) for cell in cells) + b"\x1a"


def geopackage(
    frame: gpd.GeoDataFrame | None = None, layer: str = "a", extra: tuple[str, ...] = (), **options: Any
) -> bytes:
    """A GeoPackage that GDAL wrote, with the schema changed afterwards."""
    if frame is None:
        frame = gpd.GeoDataFrame({"name": ["Kedrovaya"], "n": [1]}, geometry=[SQUARE], crs=4326)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        pyogrio.write_dataframe(frame, path, layer=layer, **options)
        changed(path, *extra)
        return path.read_bytes()


def changed(path: Path, *commands: str) -> None:
    """Change a database, also in ways SQLite would not allow by itself."""
    base = sqlite3.connect(path, isolation_level=None)
    # The index of shapes calls these whenever a row changes.
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        base.create_function(name, 1, lambda _shape: 0)
    for command in commands:
        if command.split()[1].upper() in ("VIRTUAL", "VIEW"):
            # A module or function that is not here: written into the schema as it stands.
            base.execute("PRAGMA writable_schema=ON")
            words = command.split()
            kind, table = ("table", words[3]) if words[1].upper() == "VIRTUAL" else ("view", words[2])
            base.execute(
                "INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, 0, ?)",
                [kind, table, table, command],
            )
            base.execute("PRAGMA writable_schema=OFF")
        else:
            base.execute(command)
    base.close()
