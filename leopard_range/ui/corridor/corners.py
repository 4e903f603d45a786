"""The corners of a drawing as text: what is drawn by hand, and what a link carries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from leopard_range.errors import LeopardRangeError

__all__ = [
    "MOST_CORNERS",
    "WIDTHS_M",
    "Drawing",
    "Kind",
    "from_link",
    "from_text",
    "place_from",
    "to_link",
    "to_text",
]

Kind = Literal["line", "area"]

MOST_CORNERS = 200
"""Corners a drawing may have."""

WIDTHS_M = (100.0, 50_000.0)
"""Least and greatest full width of a line, metres."""

_LONGEST_LINK = 1_500
_LEAST: dict[Kind, int] = {"line": 2, "area": 3}
_HEAD = re.compile(r"(line|area)(?:\s+(\d{1,6}))?")
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:\.\d{1,12})?")
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line with a width, or an area.

    Attributes
    ----------
    kind : str
        ``line`` or ``area``.
    corners : tuple of (float, float)
        Latitude and longitude, degrees, EPSG:4326; the first is not repeated at the end.
    width_m : float
        Full width of a line, metres.
    """

    kind: Kind
    corners: tuple[tuple[float, float], ...]
    width_m: float = 5_000.0

    def geometry(self) -> dict[str, Any]:
        """Return the drawing as a GeoJSON geometry (RFC 7946)."""
        points = [[lon, lat] for lat, lon in self.corners]
        if self.kind == "line":
            return {"type": "LineString", "coordinates": points}
        return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def from_text(text: str, kind: Kind, width_m: float = 5_000.0) -> Drawing:
    """Read corners, one a line, latitude first.

    Parameters
    ----------
    text : str
        ``43.25, 131.50`` and so on; a first line ``line 5000`` or ``area`` says what they make.
    kind : str
        What they make when the text does not say.
    width_m : float
        Full width of a line when the text does not say, metres.

    Returns
    -------
    Drawing
        Rounded to 0.00001 degrees, about a metre.

    Raises
    ------
    LeopardRangeError
        ``corners_line``, ``corners_range``, ``corners_few``, ``corners_many``.
    """
    rows = [(at, row.strip()) for at, row in enumerate(text.splitlines(), 1) if row.strip()]
    head = _HEAD.fullmatch(rows[0][1].lower()) if rows else None
    if head is not None:
        kind = "line" if head[1] == "line" else "area"
        width_m = min(max(float(head[2] or width_m), WIDTHS_M[0]), WIDTHS_M[1])
        rows = rows[1:]
    if len(rows) > MOST_CORNERS + 1:
        raise LeopardRangeError("corners_many", found=len(rows), limit=MOST_CORNERS)
    corners = [_corner(at, row) for at, row in rows]
    if kind == "area" and len(corners) > 1 and corners[0] == corners[-1]:
        del corners[-1]
    return _bounded(Drawing(kind, tuple(corners), width_m))


def place_from(text: str) -> tuple[float, float]:
    """Read one place, latitude first.

    Parameters
    ----------
    text : str
        ``43.25, 131.50``.

    Returns
    -------
    tuple of float
        Latitude and longitude, degrees.

    Raises
    ------
    LeopardRangeError
        ``place_text``.
    """
    try:
        return _corner(1, text)
    except LeopardRangeError:
        raise LeopardRangeError("place_text", value=text.strip()[:60]) from None


def _corner(at: int, row: str) -> tuple[float, float]:
    parts = [part for part in re.split(r"[\s,;]+", row) if part]
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise LeopardRangeError("corners_line", at=at, value=row[:60])
    lat, lon = float(parts[0]), float(parts[1])
    if not (abs(lat) <= 85 and abs(lon) <= 180):
        raise LeopardRangeError("corners_range", at=at, value=row[:60])
    return round(lat, _DIGITS), round(lon, _DIGITS)


def _bounded(drawing: Drawing) -> Drawing:
    corners = drawing.corners
    kept = tuple(one for at, one in enumerate(corners) if at == 0 or one != corners[at - 1])
    if len(set(kept)) < _LEAST[drawing.kind]:
        raise LeopardRangeError("corners_few", found=len(set(kept)), limit=_LEAST[drawing.kind])
    if len(kept) > MOST_CORNERS:
        raise LeopardRangeError("corners_many", found=len(kept), limit=MOST_CORNERS)
    return replace(drawing, corners=kept)


def to_text(drawing: Drawing) -> str:
    """Write corners as `from_text` reads them, without the first line that says what they make.

    Parameters
    ----------
    drawing : Drawing
        Any.
    """
    return "\n".join(f"{lat:.{_DIGITS}f}, {lon:.{_DIGITS}f}" for lat, lon in drawing.corners)


def to_link(drawing: Drawing) -> str:
    """Write a drawing as the parameter of a link; empty when that would be too long.

    Parameters
    ----------
    drawing : Drawing
        Any; neither name nor description goes into a link.
    """
    head = f"line,{drawing.width_m:.0f}" if drawing.kind == "line" else "area"
    text = ",".join((head, *(f"{lat:.4f},{lon:.4f}" for lat, lon in drawing.corners)))
    return text if len(text) <= _LONGEST_LINK else ""


def from_link(text: str) -> Drawing:
    """Read what `to_link` wrote.

    Parameters
    ----------
    text : str
        From an address, so anything.

    Raises
    ------
    LeopardRangeError
        ``corners_link`` and those of `from_text`.
    """
    head, *rest = text[: _LONGEST_LINK + 1].split(",")
    width = rest.pop(0) if head == "line" and rest else ""
    if head not in _LEAST or len(rest) % 2 or (width and not width.isdecimal()) or len(text) > _LONGEST_LINK:
        raise LeopardRangeError("corners_link")
    first = " ".join(filter(None, (head, width[:6])))
    lines = (f"{lat}, {lon}" for lat, lon in zip(rest[::2], rest[1::2], strict=True))
    return from_text("\n".join((first, *lines)), "line")
