"""Finds a position in bytes, however it is written."""

from __future__ import annotations

import base64
import binascii
import bz2
import contextlib
import gzip
import html
import io
import json
import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote_to_bytes

from pyproj import Transformer

_MERCATOR = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
_BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz"
_PLUS = "23456789CFGHJMPQRVWX"
_NEAR_DEG = 0.002
"""About 200 m: closer than any public place may lie by chance in test data."""
_WINDOW = 96
_NUMBER = re.compile(rb"-?\d{1,3}\.\d{2,}")
_COMBINED = ("geohash", "plus code", "MGRS", "WKB hex", "polyline")
_STRONG = (
    "decimal 7",
    "decimal 6",
    "decimal comma 7",
    "decimal comma 6",
    "float64",
    "integer e7",
    "reversed",
)
DEPTH = 4


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


def plus_code(lon: float, lat: float) -> str:
    """Return the ten-digit Open Location Code, about 14 m."""
    x, y = (lon + 180) * 8000, (lat + 90) * 8000
    digits = ""
    for power in range(4, -1, -1):
        digits += _PLUS[int(y // 20**power) % 20] + _PLUS[int(x // 20**power) % 20]
    return f"{digits[:8]}+{digits[8:]}"


def utm(lon: float, lat: float) -> tuple[int, float, float]:
    zone = int((lon + 180) // 6) + 1
    code = (32600 if lat >= 0 else 32700) + zone
    east, north = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True).transform(lon, lat)
    return zone, east, north


def mgrs(lon: float, lat: float, digits: int) -> str:
    """Return the military grid reference, northern bands without the polar ones."""
    zone, east, north = utm(lon, lat)
    band = "CDEFGHJKLMNPQRSTUVWX"[min(int((lat + 80) // 8), 19)]
    column = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")[(zone - 1) % 3][int(east // 100_000) - 1]
    rows = "ABCDEFGHJKLMNPQRSTUV"
    row = rows[(int(north // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    width = 10 ** (5 - digits)
    return (
        f"{zone}{band}{column}{row}{int(east % 1e5 // width):0{digits}}{int(north % 1e5 // width):0{digits}}"
    )


def polyline(lon: float, lat: float) -> str:
    """Return the first point of an encoded polyline of five places."""
    text = ""
    for value in (lat, lon):
        number = round(value * 1e5) << 1
        number = ~number if number < 0 else number
        while number >= 32:
            text += chr((32 | number & 31) + 63)
            number >>= 5
        text += chr(number + 63)
    return text


def _sexagesimal(value: float, sides: str) -> list[str]:
    side = sides[0] if value >= 0 else sides[1]
    minutes = abs(value) * 60
    d, m = int(minutes // 60), int(minutes % 60)
    s = (minutes - 60 * d - m) * 60
    return [
        f"{d}°{m:02d}'{s:04.1f}",
        f"{d}°{m}′{s:.0f}",
        f"{d}°{m:02d}'{s:02.0f}",
        f"{d} {m:02d} {s:04.1f}",
        f"{d}:{m:02d}:{s:04.1f}",
        f"{d}d{m:02d}m{s:02.0f}",
        f"{side}{d:02d}{m:02d}{s:02.0f}",
        f"{d:02d}{m:02d}{s:02.0f}{side}",
        f"{d}°{minutes - 60 * d:06.3f}",
        f"{d} {minutes - 60 * d:.3f}",
        f"{d}-{m:02d}-{s:02.0f}{side}",
        f"{d}度{m}分{s:.0f}秒",
    ]


@cache
def encodings(lon: float, lat: float) -> dict[str, list[bytes]]:
    """Return what betrays a position, by the name of the encoding: longitude and latitude in turn."""
    found: dict[str, list[bytes]] = {}
    both = (lon, lat)
    for places in (7, 6, 5, 4, 3):
        found[f"decimal {places}"] = [f"{value:.{places}f}".encode() for value in both]
        found[f"decimal comma {places}"] = [
            f"{value:.{places}f}".replace(".", ",").encode() for value in both
        ]
    found["reversed"] = [f"{value:.{places}f}"[::-1].encode() for places in (7, 6) for value in both]
    for name, form in (("float64", "d"), ("float32", "f")):
        for end in "<>":
            found[f"{name}{end}"] = [struct.pack(f"{end}{form}", value) for value in both]
            found[f"{name}{end} hex"] = [
                one for value in both for one in [struct.pack(f"{end}{form}", value).hex().encode()]
            ]
    for scale in (7, 6, 5):
        whole = [round(value * 10**scale) for value in both]
        found[f"integer e{scale}"] = [str(value).encode() for value in whole]
        for end in "<>":
            found[f"int32 e{scale}{end}"] = [struct.pack(f"{end}i", value) for value in whole]
    metres = _MERCATOR.transform(lon, lat)
    found["mercator metres"] = [str(round(value)).encode() for value in metres]
    found["mercator float64"] = [struct.pack("<d", value) for value in metres]
    _, east, north = utm(lon, lat)
    found["UTM"] = [str(round(value)).encode() for value in (east, north)]
    found["UTM cut"] = [str(int(value)).encode() for value in (east, north)]
    found["sexagesimal"] = [
        text.encode()
        for pair in zip(_sexagesimal(lon, "EW"), _sexagesimal(lat, "NS"), strict=True)
        for text in pair
    ]
    found["geohash"] = [geohash(lon, lat, 6).encode(), geohash(lon, lat, 6).upper().encode()]
    code = plus_code(lon, lat)
    found["plus code"] = [code.encode(), code[:9].encode() + code[9:].lower().encode(), code[4:].encode()]
    found["MGRS"] = [mgrs(lon, lat, digits).encode() for digits in (5, 4)]
    point = struct.pack("<dd", lon, lat).hex()
    found["WKB hex"] = [point.encode(), point.upper().encode()]
    found["polyline"] = [polyline(lon, lat).encode()]
    return found


def _decoded(content: bytes) -> Iterator[bytes]:
    """Yield what the bytes say in other clothes: percent signs, entities, wide letters, two-byte letters."""
    if re.search(rb"%[0-9A-Fa-f]{2}", content):
        yield unquote_to_bytes(content)
    if b"&#" in content or rb"\u00" in content:
        text = content.decode("utf-8", "replace")
        yield html.unescape(text).encode()
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text).encode("utf-8", "replace")
    if re.search(rb"\xef\xbc[\x90-\x99]", content):
        yield unicodedata.normalize("NFKC", content.decode("utf-8", "replace")).encode()
    if re.search(rb"(?:\d\x00){4}", content):
        yield content.replace(b"\0", b"")


def _unpacked_once(content: bytes) -> Iterator[bytes]:
    packed = (zlib.error, OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, ValueError, RuntimeError)
    with contextlib.suppress(*packed):
        if content[:2] == b"\x1f\x8b":
            yield gzip.decompress(content)
        elif content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield archive.read(name)
        elif content[:3] == b"BZh":
            yield bz2.decompress(content)
        elif content[:6] == b"\xfd7zXZ\x00":
            yield lzma.decompress(content)
        elif content[:1] == b"\x78":  # an "x" begins many a text
            yield zlib.decompress(content)
        elif content[:8] == b"\x89PNG\r\n\x1a\n":
            for kind, body in _png_chunks(content):
                yield zlib.decompress(body.split(b"\0", 2)[-1]) if kind == b"zTXt" else body
    for match in re.finditer(rb"[A-Za-z0-9+/_-]{24,}={0,2}", content):
        text = match.group().rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        with contextlib.suppress(binascii.Error):
            yield base64.b64decode(text[: len(text) // 4 * 4] + _rest(text))
    for match in re.finditer(rb"(?:[0-9a-fA-F]{2}){16,}", content):
        yield bytes.fromhex(match.group().decode())


def _rest(text: bytes) -> bytes:
    over = text[len(text) // 4 * 4 :]
    return over + b"=" * (4 - len(over)) if len(over) >= 2 else b""


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 8 <= len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        at += size + 12


def unpacked(content: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """Yield the bytes themselves and what is packed in them, packed again and again."""
    yield content
    yield from _decoded(content)
    if depth:
        for inner in _unpacked_once(content):
            yield from unpacked(inner, depth - 1)


def _topology_places(content: bytes) -> Iterator[tuple[float, float]]:
    """Yield the positions of a quantised TopoJSON, whose bytes hold only differences."""
    if b'"Topology"' not in content:
        return
    with contextlib.suppress(ValueError, KeyError, TypeError):
        whole: dict[str, Any] = json.loads(content)
        (sx, sy), (dx, dy) = whole["transform"]["scale"], whole["transform"]["translate"]
        for arc in whole["arcs"]:
            x = y = 0
            for step_x, step_y, *_ in arc:
                x, y = x + step_x, y + step_y
                yield x * sx + dx, y * sy + dy


def _numbers_beside(content: bytes) -> Iterator[tuple[float, float]]:
    """Yield neighbouring decimal numbers that might be a position, either way round."""
    found = [(m.start(), m.end(), float(m.group())) for m in _NUMBER.finditer(content)]
    for (_, end, one), (start, _, other) in pairwise(found):
        if start - end <= 24:
            yield one, other
            yield other, one


def _together(layer: bytes, one: bytes, other: bytes) -> bool:
    """Tell whether both halves stand close to each other: one alone may be chance in a large file."""
    at = layer.find(one)
    while at >= 0:
        if other in layer[max(at - _WINDOW, 0) : at + len(one) + _WINDOW]:
            return True
        at = layer.find(one, at + 1)
    return False


def _stands(layer: bytes, name: str, needles: list[bytes], both: bool) -> bool:
    if not both or name in _COMBINED or name.startswith(_STRONG):
        return any(needle in layer for needle in needles)
    return any(_together(layer, *needles[at : at + 2]) for at in range(0, len(needles), 2))


@lru_cache(maxsize=32)
def _layers(content: bytes) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(unpacked(content)))


def betrayed(content: bytes, lon: float, lat: float, *, both: bool = False) -> list[str]:
    """Return the names of the encodings in which the position stands in the bytes.

    With ``both``, short encodings count only when longitude and latitude stand
    beside each other: in megabytes of coastline one of them occurs by chance.
    """
    layers = _layers(content)
    names = [
        name
        for name, needles in encodings(lon, lat).items()
        if any(_stands(layer, name, needles, both) for layer in layers)
    ]
    for name, places in (("TopoJSON", _topology_places), ("numbers", _numbers_beside)):
        if any(
            abs(x - lon) < _NEAR_DEG and abs(y - lat) < _NEAR_DEG
            for layer in layers
            for x, y in places(layer)
        ):
            names.append(name)
    return names
