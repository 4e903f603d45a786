"""Finds a position in bytes, however it is written."""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from pyproj import Transformer

_MERCATOR = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
_BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz"


def geohash(lon: float, lat: float, length: int) -> str:
    ranges = {"lon": [-180.0, 180.0], "lat": [-90.0, 90.0]}
    bits = ""
    while len(bits) < 5 * length:
        axis, value = ("lon", lon) if len(bits) % 2 == 0 else ("lat", lat)
        low, high = ranges[axis]
        middle = (low + high) / 2
        bits += "1" if value >= middle else "0"
        ranges[axis] = [middle, high] if value >= middle else [low, middle]
    return "".join(_BASE32[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5))


def _sexagesimal(value: float) -> list[str]:
    degrees = int(abs(value))
    minutes = int((abs(value) - degrees) * 60)
    seconds = (abs(value) - degrees - minutes / 60) * 3600
    return [f"{degrees}°{minutes:02d}'{seconds:04.1f}", f"{degrees}°{minutes}′{seconds:.0f}"]


def encodings(lon: float, lat: float) -> dict[str, list[bytes]]:
    """Return what betrays a position, by the name of the encoding."""
    found: dict[str, list[bytes]] = {}
    for places in (7, 6, 5, 4, 3):
        found[f"decimal {places}"] = [f"{value:.{places}f}".encode() for value in (lon, lat)]
    for name, form in (("float64", "d"), ("float32", "f")):
        for end in "<>":
            found[f"{name}{end}"] = [struct.pack(f"{end}{form}", value) for value in (lon, lat)]
    for scale in (7, 6):
        whole = [round(value * 10**scale) for value in (lon, lat)]
        found[f"integer e{scale}"] = [str(value).encode() for value in whole]
        for end in "<>":
            found[f"int32 e{scale}{end}"] = [struct.pack(f"{end}i", value) for value in whole]
    metres = _MERCATOR.transform(lon, lat)
    found["mercator metres"] = [str(round(value)).encode() for value in metres]
    found["mercator float64"] = [struct.pack("<d", value) for value in metres]
    found["sexagesimal"] = [text.encode() for value in (lon, lat) for text in _sexagesimal(value)]
    found["geohash"] = [geohash(lon, lat, 6).encode()]
    return found


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield the bytes themselves and what is packed in them."""
    yield content
    if content[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(content))
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(archive.read(name))
    if content[:1] == b"\x78":
        # An "x" begins many a text.
        with contextlib.suppress(zlib.error):
            yield from unpacked(zlib.decompress(content))
    for match in re.finditer(rb"[A-Za-z0-9+/]{40,}={0,2}", content):
        text = match.group()
        yield base64.b64decode(text[: len(text) // 4 * 4])


def betrayed(content: bytes, lon: float, lat: float) -> list[str]:
    """Return the names of the encodings in which the position stands in the bytes."""
    layers = list(unpacked(content))
    return [
        name
        for name, needles in encodings(lon, lat).items()
        if any(needle in layer for needle in needles for layer in layers)
    ]
