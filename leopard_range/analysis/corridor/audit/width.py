"""How wide an area is along its centreline, and where it is narrowest.

The width at a place of the centreline is what the distance transform gives there: the distance to
the nearest side, twice.  It is taken to the outline itself, not to centres of cells.  Transects at
right angles to the centreline measure it a second time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from leopard_range.analysis.corridor.audit.centreline import Centreline, Outline, centreline, sample

__all__ = ["MOST_POINTS", "Widths", "fine_cell_m", "widths"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

MOST_POINTS = 20_000
"""Points along an outline; more would not be instant."""

_FINEST_M = 5.0
_STEPS = 20
"""Steps of the outline to a width."""

_ROWS = 50
_FLAT = 2e-5
"""Widths that differ from the least by a rounding only are one narrow place; its middle is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Widths:
    """Width along one area.

    Attributes
    ----------
    line : ndarray, shape (k, 2)
        Centreline, metres.
    along_m, width_m : ndarray, shape (m,)
        Distance along it, two to a step of the outline, and the width there.
    xy : ndarray, shape (m, 2)
        Their places.
    told : ndarray of int, shape (r,)
        About fifty of them, in equal steps, and the narrowest.
    transect_m : ndarray, shape (r,)
        Width of those by transect; NaN where there is no cut.
    narrowest : int
        Where the width is least, among all.
    cell_m : float
        Step of the outline.
    arms : int
        Side branches the centreline does not take.
    compact : bool
        The area is about as wide as long: one width, at its widest place.
    """

    line: Floats
    along_m: Floats
    width_m: Floats
    xy: Floats
    told: Ints
    transect_m: Floats
    narrowest: int
    cell_m: float
    arms: int
    compact: bool


def fine_cell_m(area: Any) -> float:
    """Choose the step an area is measured with: a twentieth of its usual width, bounded.

    Parameters
    ----------
    area : Polygon
        Metres.
    """
    usual = 2 * float(area.area) / float(area.length)
    return max(usual / _STEPS, float(area.length) / MOST_POINTS, _FINEST_M / _STEPS)


def widths(area: Any, cell_m: float | None = None, line: Any = None, full_m: float = 0.0) -> Widths:
    """Measure the width along an area.

    Parameters
    ----------
    area : Polygon
        Valid, in a plane in metres.
    cell_m : float, optional
        Step of the outline; `fine_cell_m` of the area when left out.
    line : LineString, optional
        The line the area was drawn as; it is the centreline then.
    full_m : float
        Full width that line was given.

    References
    ----------
    Blum H. (1967), as in `centreline`.
    """
    step = cell_m or fine_cell_m(area)
    if shapely.get_num_coordinates(area) > MOST_POINTS // 2:
        thinner = shapely.simplify(area, step / 10)
        area = thinner if thinner.geom_type == "Polygon" and not thinner.is_empty else area
    if cell_m is None and line is None:
        rough = _measured(area, sample(area, step), None, 0.0, step)
        least = float(rough.width_m[rough.narrowest]) / _STEPS
        finer = max(least, step / 4, float(area.length) / MOST_POINTS, _FINEST_M / _STEPS)
        if finer >= 0.8 * step or rough.compact:
            return rough
        step = finer
    return _measured(area, sample(area, step), line, full_m, step)


def _measured(area: Any, outline: Outline, line: Any, full_m: float, step: float) -> Widths:
    middle = centreline(area, outline, step) if line is None else _drawn(line, full_m, outline)
    run = _run(middle.xy)
    length = float(run[-1])
    if middle.compact:
        return _widest(area, middle, step)
    count = 2 * int(np.clip(math.ceil(length / step), 2, 2 * MOST_POINTS))
    along = np.linspace(0.0, length, count + 1)
    wide = _at(middle, outline, run, along)
    least = _middle_of_least(along, wide)
    told = np.unique(np.append(np.linspace(0, count, min(_ROWS, count) + 1).round().astype(np.int64), least))
    return Widths(
        line=middle.xy,
        along_m=along,
        width_m=wide,
        xy=_on(middle.xy, run, along),
        told=told,
        transect_m=_transects(area, middle, outline, along[told], wide[told]),
        narrowest=least,
        cell_m=step,
        arms=middle.arms,
        compact=False,
    )


def _widest(area: Any, middle: Centreline, step: float) -> Widths:
    place = middle.xy[1]
    wide = 2 * float(shapely.distance(shapely.points(place), shapely.boundary(area)))
    return Widths(
        line=middle.xy,
        along_m=np.array([float(np.hypot(*(place - middle.xy[0])))]),
        width_m=np.array([wide]),
        xy=place[None, :],
        told=np.zeros(1, dtype=np.int64),
        transect_m=np.array([np.nan]),
        narrowest=0,
        cell_m=step,
        arms=0,
        compact=True,
    )


def _middle_of_least(along: Floats, wide: Floats) -> int:
    least = int(wide.argmin())
    level = wide <= wide[least] * (1 + _FLAT)
    first = least - int((~level[: least + 1][::-1]).argmax()) + 1 if not level[: least + 1].all() else 0
    after = ~level[least:]
    last = least + int(after.argmax()) - 1 if after.any() else len(wide) - 1
    return int(np.abs(along - (along[first] + along[last]) / 2).argmin())


def _run(line: Floats) -> Floats:
    return np.append(0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T)))


def _on(line: Floats, run: Floats, along: Floats) -> Floats:
    return np.column_stack([np.interp(along, run, line[:, 0]), np.interp(along, run, line[:, 1])])


def _at(middle: Centreline, outline: Outline, run: Floats, along: Floats) -> Floats:
    """Width at distances along the centreline; ends are open, so only sides count."""
    xy = _on(middle.xy, run, along)
    pieces = np.stack([outline.xy, outline.xy[outline.following]], axis=1)[~middle.capped]
    if not len(pieces):
        return np.zeros(len(along))
    wide = 2 * _nearest(pieces, xy)
    first, last = middle.core
    for outer, at, ahead in (
        (along < run[first], first, middle.xy[0] - middle.xy[first]),
        (along > run[last], last, middle.xy[-1] - middle.xy[last]),
    ):
        if outer.any():
            offset = pieces.mean(axis=1) - middle.xy[at]
            left = ahead[0] * offset[:, 1] - ahead[1] * offset[:, 0] > 0
            if left.any() and not left.all():
                wide[outer] = _nearest(pieces[left], xy[outer]) + _nearest(pieces[~left], xy[outer])
    return wide


def _nearest(pieces: Floats, xy: Floats) -> Floats:
    tree = shapely.STRtree(shapely.linestrings(pieces))
    at, distance = tree.query_nearest(shapely.points(xy), return_distance=True, all_matches=False)
    found = np.empty(len(xy))
    found[at[0]] = distance
    return found


def _caps(middle: Centreline, outline: Outline) -> Any:
    pieces = np.stack([outline.xy, outline.xy[outline.following]], axis=1)[middle.capped]
    return shapely.multilinestrings(shapely.linestrings(pieces)) if len(pieces) else None


def _transects(area: Any, middle: Centreline, outline: Outline, along: Floats, wide: Floats) -> Floats:
    """Length of the cut at right angles to the centreline, from side to side through the place."""
    line, run, caps = middle.xy, _run(middle.xy), _caps(middle, outline)
    length = run[-1]
    reach = np.maximum(wide / 2, length / 1e3)
    # A cut along the very edge of an end is no cut.
    along = along.clip(1e-4 * length, (1 - 1e-4) * length)
    here = _on(line, run, along)
    heading = _on(line, run, along + reach) - _on(line, run, along - reach)
    heading /= np.maximum(np.hypot(*heading.T), 1e-9)[:, None]
    across = np.column_stack([-heading[:, 1], heading[:, 0]]) * (4 * reach)[:, None]
    cuts = shapely.linestrings(np.stack([here - across, here + across], axis=1))
    pieces, owner = shapely.get_parts(shapely.intersection(cuts, area), return_index=True)
    found = np.full(len(along), np.nan)
    if len(pieces):
        off = shapely.distance(pieces, shapely.points(here[owner]))
        touching = (off <= np.maximum(1e-6, 1e-6 * reach[owner])) & (shapely.get_dimensions(pieces) == 1)
        if caps is not None:  # what runs out at an end is no width
            ends = [shapely.get_point(pieces, at) for at in (0, -1)]
            open_ = [shapely.distance(end, caps) <= 1e-6 * length for end in ends]
            touching &= ~(open_[0] | open_[1])
        found[owner[touching]] = shapely.length(pieces[touching])
    return found


def _drawn(line: Any, full_m: float, outline: Outline) -> Centreline:
    """A line as it was drawn is its own centreline; its ends are cut square."""
    xy = shapely.get_coordinates(line)
    capped = np.zeros(len(outline.xy), dtype=bool)
    middle = (outline.xy + outline.xy[outline.following]) / 2
    for end, inner in ((xy[0], xy[1]), (xy[-1], xy[-2])):
        heading = (end - inner) / max(float(np.hypot(*(end - inner))), 1e-9)
        offset = middle - end
        near = np.hypot(*offset.T) <= 0.51 * full_m
        capped |= near & (offset @ heading > -1e-3 * full_m)
    return Centreline(xy=xy, core=(0, len(xy) - 1), capped=capped, arms=0, compact=False)
