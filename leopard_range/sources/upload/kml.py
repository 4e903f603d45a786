"""KML read by our own handlers on a plain XML parser: places and their words, nothing fetched.

A document that defines entities is refused before the first one is used; links, images,
models and styles are passed over.  Text is kept as text, markup and all.

References
----------
OGC 12-007r2 (2015) OGC KML 2.3.
Morgan, T. D. and Al Ibrahim, O. (2014) XML Schema, DTD, and Entity Attacks. VSR.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

import numpy as np
import shapely
from numpy.typing import NDArray

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.budgets import check_cells, check_columns, check_rows, check_vertices
from leopard_range.sources.upload.container import ending_of
from leopard_range.sources.upload.layers import choose_layer, frame_of, layer_name
from leopard_range.sources.upload.limits import MAX_DEPTH
from leopard_range.sources.upload.raw import Raw

__all__ = ["KMZ_ENDINGS", "document", "parse"]

KMZ_ENDINGS = frozenset(
    {".kml", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg", ".dae", ".txt", ".xsl", ".css", ".xml"}
)
"""Endings of what may lie in a KMZ; only its .kml is read."""

_SIMPLE = {"Point", "LineString", "LinearRing", "Track"}
_SHAPES = _SIMPLE | {"Polygon", "MultiGeometry", "MultiTrack"}
_LINKS = {"NetworkLink"}
_PICTURES = {"GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Model", "Tour"}
_KEPT_WORDS = ("name", "description", "when", "begin", "end")
_COMMA = re.compile(r"\s*,\s*")


def document(name: str, members: Mapping[str, bytes], choices: Choices) -> bytes:
    """Find the document of a KMZ archive.

    Parameters
    ----------
    name : str
        Name of the archive, for messages.
    members : mapping of str to bytes
        Its files by name.
    choices : Choices
        ``layer`` picks one of several documents.

    Returns
    -------
    bytes

    Raises
    ------
    LeopardRangeError
        ``kmz_no_document``, ``several_layers``, ``layer_missing``.
    """
    found = {member: body for member, body in members.items() if ending_of(member) == ".kml"}
    if not found:
        raise LeopardRangeError("kmz_no_document", file=name)
    top = [member for member in found if "/" not in member]
    main = [member for member in top if member.lower() == "doc.kml"] or top
    if len(main) == 1 and not choices.layer:
        return found[main[0]]
    shown = {layer_name(member): member for member in found}
    return found[shown[choose_layer(name, list(shown), choices)]]


def parse(name: str, body: bytes, choices: Choices, kind: str = "kml") -> Raw:
    """Read the placemarks of a KML document.

    Parameters
    ----------
    name : str
        File name, for messages.
    body : bytes
        The document.
    choices : Choices
        Not needed: KML says everything itself.
    kind : str
        ``kml`` or ``kmz``.

    Returns
    -------
    Raw
        One row a placemark; WGS 84.

    Raises
    ------
    LeopardRangeError
        ``xml_damaged`` with the line, ``kml_position`` with the feature, ``too_many_rows``,
        ``too_many_vertices``, ``too_many_cells``.
    RejectedError
        ``xml_entities``, ``xml_include``, ``xml_deep``, ``too_many_columns``.
    """
    reader = _Reader(name)
    reader.read(body)
    repairs = []
    if reader.links:
        repairs.append(Note.of("links_dropped", count=reader.links))
    if reader.pictures:
        repairs.append(Note.of("pictures_dropped", count=reader.pictures))
    if reader.heights:
        repairs.append(Note("heights_dropped"))
    shapes = np.full(len(reader.shapes), None, dtype=object)
    shapes[:] = reader.shapes
    frame = frame_of(_columns(name, reader.rows), shapes)
    return Raw(name=name, kind=kind, frame=frame, crs=WGS84, repairs=tuple(repairs))


def _columns(name: str, rows: list[dict[str, str]]) -> list[tuple[str, list[str | None]]]:
    """Return every word any placemark has, in order of appearance."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    check_columns(len(titles), name)
    check_cells(len(titles) * len(rows), name)
    return [(title, [row.get(title) for row in rows]) for title in titles]


@dataclass(slots=True)
class _Shape:
    """A geometry being read: its kind, its own positions, its parts."""

    kind: str
    positions: list[NDArray[np.float64]] = field(default_factory=list)
    holes: list[NDArray[np.float64]] = field(default_factory=list)
    parts: list[shapely.Geometry] = field(default_factory=list)


class _Reader:
    """What the parser calls; collects placemarks, remembers where it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[dict[str, str]] = []
        self.shapes: list[shapely.Geometry | None] = []
        self.links = self.pictures = self.vertices = 0
        self.heights = False
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._open: list[_Shape] = []
        self._inner = False
        self._in_placemark = 0
        self._skip = 0
        self._data = ""

    def read(self, body: bytes) -> None:
        """Parse a document, or say at which line it cannot be."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._refuse_entities
        parser.EntityDeclHandler = self._refuse_entities
        parser.ExternalEntityRefHandler = self._refuse_entities
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        try:
            parser.Parse(body, True)
        except (expat.ExpatError, LookupError, UnicodeError):
            line = max(parser.ErrorLineNumber, 1)
            raise LeopardRangeError("xml_damaged", file=self.name, line=line) from None

    def _refuse_entities(self, *_about: object) -> NoReturn:
        raise RejectedError("xml_entities", file=self.name)

    def _start(self, tag: str, about: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if len(self._path) >= MAX_DEPTH:
            raise RejectedError("xml_deep", file=self.name, limit=MAX_DEPTH)
        if local == "include" and "href" in about:
            raise RejectedError("xml_include", file=self.name)
        self._path.append(local)
        if self._skip:
            return
        if local in _LINKS or local in _PICTURES:
            self.links += local in _LINKS
            self.pictures += local in _PICTURES
            self._skip = len(self._path)
        elif local == "Placemark":
            check_rows(len(self.rows) + 1, self.name)
            self.rows.append({})
            self.shapes.append(None)
            self._in_placemark = len(self._path)
            self._open = []
        elif self._in_placemark:
            self._start_inside(local, about)

    def _start_inside(self, local: str, about: dict[str, str]) -> None:
        if local in _SHAPES:
            self._open.append(_Shape(local))
        elif local in ("innerBoundaryIs", "outerBoundaryIs"):
            self._inner = local == "innerBoundaryIs"
        elif local in ("Data", "SimpleData"):
            self._data = about.get("name", "")
            self._text = [] if local == "SimpleData" else None
        elif local in ("coordinates", "coord", "value") or local in _KEPT_WORDS:
            self._text = []

    def _words(self, text: str) -> None:
        if self._text is not None and not self._skip:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        depth = len(self._path)
        self._path.pop()
        if self._skip:
            self._skip = 0 if depth == self._skip else self._skip
            return
        if not self._in_placemark:
            return
        if depth == self._in_placemark:
            self._in_placemark = 0
            return
        text, self._text = "".join(self._text or ()), None
        if local in _SHAPES:
            self._close(self._open.pop())
        elif local == "coordinates" and self._open:
            self._open[-1].positions.append(self._positions(_COMMA.sub(",", text).split(), ","))
        elif local == "coord" and self._open:
            self._open[-1].positions.append(self._positions([" ".join(text.split())], " "))
        elif local in ("SimpleData", "value") and self._data:
            self._say(self._data, text)
            self._data = ""
        elif local in _KEPT_WORDS and not self._open:
            self._say(local, text)

    def _say(self, title: str, text: str) -> None:
        """Keep a word; a track has many times, of which the placemark's own is the first."""
        if text.strip():
            self.rows[-1].setdefault(title, text.strip())

    def _positions(self, words: list[str], sign: str) -> NDArray[np.float64]:
        self.vertices += len(words)
        check_vertices(self.vertices, self.name)
        out = np.empty((len(words), 2))
        for at, word in enumerate(words):
            numbers = word.split(sign)
            try:
                if not 2 <= len(numbers) <= 3:
                    raise ValueError
                out[at] = float(numbers[0]), float(numbers[1])
                self.heights |= len(numbers) == 3 and float(numbers[2] or 0) != 0
            except ValueError:
                feature = len(self.rows)
                raise LeopardRangeError(
                    "kml_position", file=self.name, feature=feature, vertex=at + 1
                ) from None
        return out

    def _close(self, shape: _Shape) -> None:
        """Build a geometry and give it to what it lies in."""
        outer = self._open[-1] if self._open else None
        points = np.vstack(shape.positions) if shape.positions else np.empty((0, 2))
        if shape.kind == "LinearRing" and outer is not None and outer.kind == "Polygon":
            (outer.holes if self._inner else outer.positions).append(points)
            return
        made = self._built(shape, points)
        if made is None:
            return
        if outer is not None:
            outer.parts.append(made)
        elif self.shapes[-1] is None:
            self.shapes[-1] = made

    def _built(self, shape: _Shape, points: NDArray[np.float64]) -> shapely.Geometry | None:
        if shape.kind in ("MultiGeometry", "MultiTrack"):
            return _gathered(shape.parts)
        if not len(points):
            return None
        if shape.kind == "Point":
            return shapely.Point(points[0])
        if shape.kind == "Polygon":
            return shapely.Polygon(_ring(points), [_ring(hole) for hole in shape.holes if len(hole)])
        return shapely.LineString(points if len(points) > 1 else np.repeat(points, 2, axis=0))


def _ring(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Close a ring; one of too few points becomes one of no area, which is told later."""
    closed = (
        points if len(points) > 1 and (points[0] == points[-1]).all() else np.vstack([points, points[:1]])
    )
    return closed if len(closed) > 3 else np.vstack([closed, np.repeat(closed[-1:], 4 - len(closed), axis=0)])


def _gathered(parts: list[shapely.Geometry]) -> shapely.Geometry | None:
    """Join parts of one kind; others stay a collection, which is told later."""
    if not parts:
        return None
    kinds = {part.geom_type for part in parts}
    multi = {
        "Point": shapely.MultiPoint,
        "LineString": shapely.MultiLineString,
        "Polygon": shapely.MultiPolygon,
    }
    if len(kinds) == 1 and (kind := kinds.pop()) in multi:
        return multi[kind](parts)
    return shapely.GeometryCollection(parts)
