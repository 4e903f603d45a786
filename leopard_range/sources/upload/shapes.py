"""Shapes that strangers drew: one family a file, finite, closed, of some size, valid.

Costs are bounded before they arise: vertices are counted before anything, crossings before a
repair, and only invalid polygons are repaired.

References
----------
OGC 06-103r4 (2011) Simple feature access, section 6.1.11.1 (validity).
GEOS ``MakeValid``, structure method, through `shapely.make_valid`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.budgets import MAX_CROSSINGS, check_vertices
from leopard_range.sources.upload.crossings import crossings

__all__ = ["Shapes", "check_sizes", "lengthened", "one_family", "present", "repaired"]

MIN_AREA_M2 = 1.0
"""Below a square metre a polygon is a slip of the hand, not a place."""

_SLIVER = 1e-9
"""Area over squared perimeter below which a polygon is a line: a metre of width over 30 km of length."""

_M_PER_DEGREE = 111_195.0
"""Metres in a degree of latitude on a sphere of 6,371 km; enough to tell a square metre from none."""

_TRIES = 4
"""Repairs of one polygon: rounding the places where edges cross may make them cross anew (GEOS 3.13)."""

_TOLD = 3
"""Repaired polygons that are told one by one."""

_EQUAL_AREA = Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True)
_FAMILY = np.array(["point", "line", "line", "polygon", "point", "line", "polygon", "mixed", "none"])
"""In the order of `shapely.GeometryType`; curves and surfaces, which follow, are of none."""
_MULTI = {"point": shapely.multipoints, "line": shapely.multilinestrings, "polygon": shapely.multipolygons}

Values = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Shapes on their way through the checks.

    Attributes
    ----------
    values : ndarray of shapely geometry, shape (n,)
        The shapes that are kept.
    kept : ndarray of int, shape (n,)
        Which row of the file each belongs to, counted from 0.
    numbers : ndarray of int, shape (n,)
        Number a message calls each by.
    name, place : str
        File name; ``feature`` or ``row``.
    notes : tuple of Note
        What was changed.
    """

    values: Values
    kept: NDArray[np.int64]
    numbers: NDArray[np.int64]
    name: str
    place: str
    notes: tuple[Note, ...] = ()

    def error(self, code: str, at: int, **blanks: str | int | float) -> LeopardRangeError:
        """Return an error that names the file and one of the shapes."""
        return LeopardRangeError(code, file=self.name, **{self.place: int(self.numbers[at])}, **blanks)

    def only(self, keep: NDArray[np.bool_], *notes: Note) -> Shapes:
        """Return these shapes without some of them."""
        return self.with_values(self.values[keep], keep, *notes)

    def with_values(self, values: Values, keep: NDArray[np.bool_] | slice, *notes: Note) -> Shapes:
        """Return these shapes changed."""
        return Shapes(
            values, self.kept[keep], self.numbers[keep], self.name, self.place, (*self.notes, *notes)
        )


def present(values: Values, numbers: NDArray[np.int64], name: str, place: str) -> Shapes:
    """Keep the shapes that are there and have finite coordinates; heights are taken off.

    Parameters
    ----------
    values : ndarray of shapely geometry or None, shape (n,)
        As read.
    numbers : ndarray of int, shape (n,)
        Number a message calls each by.
    name, place : str
        File name; ``feature`` or ``row``.

    Returns
    -------
    Shapes
        With notes ``geometry_missing`` and ``heights_dropped``.

    Raises
    ------
    LeopardRangeError
        ``no_geometry``, ``too_many_vertices``, ``coordinate_not_finite``.
    """
    check_vertices(int(shapely.get_num_coordinates(values).sum()), name)
    there = ~(shapely.is_missing(values) | shapely.is_empty(values))
    shapes = Shapes(values, np.arange(len(values)), numbers, name, place)
    if not there.any():
        raise LeopardRangeError("no_geometry", file=name)
    if not there.all():
        gone = Note.of("geometry_missing", count=int((~there).sum()), total=len(values))
        shapes = shapes.only(there, gone)
    xy, owner = shapely.get_coordinates(shapes.values, return_index=True)
    bad = ~np.isfinite(xy).all(axis=1)
    if bad.any():
        at = int(bad.argmax())
        vertex = at - int((owner == owner[at]).argmax()) + 1
        raise shapes.error("coordinate_not_finite", int(owner[at]), vertex=vertex)
    heights = shapely.get_coordinates(shapes.values, include_z=True)[:, 2]
    flat = shapely.force_2d(shapes.values)
    # Many programs write a height of 0 for "none".
    said = (Note.of("heights_dropped"),) if np.any(np.isfinite(heights) & (heights != 0)) else ()
    return shapes.with_values(flat, slice(None), *said)


def one_family(shapes: Shapes, choices: Choices) -> Shapes:
    """Bring shapes to one family: points, lines or polygons.

    Parameters
    ----------
    shapes : Shapes
        From `present`.
    choices : Choices
        ``geometry`` says which family to keep of a mixed file.

    Returns
    -------
    Shapes
        Without collections; with notes ``collections_split`` and ``others_left_out``.

    Raises
    ------
    LeopardRangeError
        ``mixed_geometry`` when there are several and none was chosen, ``geometry_absent`` when the
        chosen one is not there, ``geometry_unknown`` for curves and surfaces.
    """
    families = _FAMILY[np.minimum(shapely.get_type_id(shapes.values), 8)]
    boxed = np.flatnonzero(families == "mixed")
    parts, owner = _leaves(shapes.values[boxed])
    kinds = _FAMILY[np.minimum(shapely.get_type_id(parts), 8)]
    strange = np.union1d(np.flatnonzero(families == "none"), boxed[owner[kinds == "none"]])
    if len(strange):
        raise shapes.error("geometry_unknown", int(strange[0]))
    # Which families each collection holds; one of a single family counts as that family.
    holds = np.column_stack([np.bincount(owner[kinds == one], minlength=len(boxed)) > 0 for one in _MULTI])
    alone = holds.sum(axis=1) == 1
    families[boxed[alone]] = np.array(list(_MULTI))[holds[alone].argmax(axis=1)]
    mixed = holds[~alone].sum(axis=0)
    counts = {one: int((families == one).sum()) + int(mixed[at]) for at, one in enumerate(_MULTI)}
    here = [one for one in _MULTI if counts[one]]
    wanted = choices.geometry if choices.geometry in _MULTI else ""
    if not wanted and len(here) > 1:
        named = {f"{one}s": count for one, count in counts.items()}
        raise LeopardRangeError("mixed_geometry", file=shapes.name, **named)
    family = wanted or here[0]
    if not counts[family]:
        raise LeopardRangeError("geometry_absent", file=shapes.name, geometry=family)
    values = shapes.values.copy()
    values[boxed] = None
    with_it, places = np.unique(owner[kinds == family], return_inverse=True)
    if len(with_it):
        values[boxed[with_it]] = _MULTI[family](parts[kinds == family], indices=places)
    keep = (families == family) | ((families == "mixed") & ~shapely.is_missing(values))
    notes = [Note.of("collections_split", count=len(boxed))] if len(boxed) else []
    left = int((~keep).sum()) + int((families[keep] == "mixed").sum())
    if left:
        notes.append(Note.of("others_left_out", count=left, geometry=family))
    return shapes.with_values(values[keep], keep, *notes)


def _leaves(values: Values) -> tuple[Values, NDArray[np.int64]]:
    """Simple members of shapes, however deep, and which shape each is of; empty ones left out."""
    parts, owner = values, np.arange(len(values))
    while np.isin(shapely.get_type_id(parts), (4, 5, 6, 7)).any():
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]
    filled = ~shapely.is_empty(parts)
    return parts[filled], owner[filled]


def lengthened(shapes: Shapes) -> Shapes:
    """Take parts without length out of lines.

    Parameters
    ----------
    shapes : Shapes
        Of one family; points and polygons pass.

    Returns
    -------
    Shapes
        With a note ``short_parts_dropped``.

    Raises
    ------
    LeopardRangeError
        ``zero_length`` for a line that has nothing else.
    """
    if _FAMILY[shapely.get_type_id(shapes.values[0])] != "line":
        return shapes
    still = shapely.length(shapes.values) == 0
    if still.any():
        raise shapes.error("zero_length", int(still.argmax()))
    broken = np.flatnonzero(~shapely.is_valid(shapes.values))
    values = shapes.values.copy()
    for at in broken:
        parts = _leaves(values[at : at + 1])[0]
        values[at] = shapely.multilinestrings(parts[shapely.length(parts) > 0])
    notes = (Note.of("short_parts_dropped", count=len(broken)),) if len(broken) else ()
    return shapes.with_values(values, slice(None), *notes)


def repaired(shapes: Shapes) -> Shapes:
    """Make invalid polygons valid and say what it did to their areas.

    Parameters
    ----------
    shapes : Shapes
        In longitude and latitude, of one family; points and lines pass.

    Returns
    -------
    Shapes
        With a note ``polygon_repaired`` for each of the first few, ``polygons_repaired`` for the rest.

    Raises
    ------
    LeopardRangeError
        ``too_many_crossings`` before a repair that would take too long; ``zero_area``;
        ``unmendable``.
    """
    areal = shapely.get_dimensions(shapes.values) == 2
    broken = np.flatnonzero(areal & ~shapely.is_valid(shapes.values))
    values = shapes.values.copy()
    notes: list[Note] = []
    left = MAX_CROSSINGS
    for at in broken:
        found = crossings(values[at], limit=left)
        if found > left:
            raise shapes.error("too_many_crossings", int(at), limit=MAX_CROSSINGS)
        # A repair costs as much as a few crossings even where there is one.
        left -= found + 2
        valid = _valid(values[at])
        if valid is None:
            raise shapes.error("zero_area", int(at))
        if not shapely.is_valid(valid):
            raise shapes.error("unmendable", int(at))
        if len(notes) < _TOLD:
            areas = {"before_km2": _area_km2(values[at]), "after_km2": _area_km2(valid)}
            notes.append(Note.of("polygon_repaired", number=int(shapes.numbers[at]), **areas))
        values[at] = valid
    if len(broken) > _TOLD:
        notes.append(Note.of("polygons_repaired", count=len(broken)))
    return shapes.with_values(values, slice(None), *notes)


def _valid(shape: Any) -> Any:
    """What the rings of a polygon enclose; None when that is nothing."""
    shapes = np.array([shape], dtype=object)
    for _ in range(_TRIES):
        shapes, _ = _leaves(shapely.make_valid(shapes, method="structure", keep_collapsed=False))
        shapes = shapes[shapely.get_type_id(shapes) == 3]
        if not len(shapes):
            return None
        whole = shapes[0] if len(shapes) == 1 else shapely.multipolygons(shapes)
        if shapely.is_valid(whole):
            break
        shapes = np.array([whole], dtype=object)
    return whole


def _area_km2(shape: Any) -> float:
    """Area as other programs report it: loops that run against each other cancel."""
    return float(shapely.area(shapely.transform(shape, _equal_area))) / 1e6


def _equal_area(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(_EQUAL_AREA.transform(xy[:, 0], xy[:, 1]))


def check_sizes(shapes: Shapes) -> Shapes:
    """Refuse polygons that are no larger than a slip of the hand.

    Parameters
    ----------
    shapes : Shapes
        In longitude and latitude, of one family, valid; points and lines pass.

    Returns
    -------
    Shapes
        The same.

    Raises
    ------
    LeopardRangeError
        ``zero_area`` for a line drawn as a polygon, ``tiny_area`` below `MIN_AREA_M2`.
    """
    areal = shapely.get_dimensions(shapes.values) == 2
    area, around = shapely.area(shapes.values), shapely.length(shapes.values)
    latitude = np.radians(shapely.bounds(shapes.values)[:, 1])
    small = areal & (area * _M_PER_DEGREE**2 * np.cos(latitude) < MIN_AREA_M2)
    flat = areal & (area < _SLIVER * around**2)
    for code, wrong in (("zero_area", flat), ("tiny_area", small)):
        if wrong.any():
            raise shapes.error(code, int(wrong.argmax()))
    return shapes
