"""Centreline of an area: the longest way through its medial axis, brought out to its two ends.

The medial axis holds the centres of all circles that touch the outline on two sides.  Between
sampled points of an outline it is a part of their Voronoi diagram.

References
----------
Blum H. (1967) A transformation for extracting new descriptors of shape. Models for the Perception
of Speech and Visual Form: 362-380.
Ogniewicz R. L. & Kübler O. (1995) Hierarchic Voronoi skeletons. Pattern Recognition 28(3): 343-359,
doi:10.1016/0031-3203(94)00105-U (branches are kept by the length of outline they part).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import QhullError, Voronoi

__all__ = ["Centreline", "Outline", "centreline", "sample"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_RESIDUE = 5
"""Sampled steps of outline that a branch has to part; fewer come from the sampling."""

_CORNER = 3.0
"""A branch of at most so many radii is the corner of an end; a longer one tapers."""

_BENT = 0.25
"""An end's outline that leaves its chord by less than this share of it is round: it has no corner."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Points along the rings of an area, in order.

    Attributes
    ----------
    xy : ndarray, shape (n, 2)
        Points, metres; every vertex is one of them.
    ring : ndarray of int, shape (n,)
        Ring of each.
    along : ndarray, shape (n,)
        Distance from the beginning of the ring, metres.
    ring_m : ndarray, shape (rings,)
        Length of each ring.
    following : ndarray of int, shape (n,)
        The next point of the same ring.
    """

    xy: Floats
    ring: Ints
    along: Floats
    ring_m: Floats
    following: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Centreline:
    """The way along the middle of an area.

    Attributes
    ----------
    xy : ndarray, shape (k, 2)
        From one end of the area to the other, metres.
    core : tuple of int
        First and last point that the medial axis gave; what is before and after leads out to the ends.
    capped : ndarray of bool, shape (n,)
        Whether the piece of outline after each point closes an end, so that it is no side.
    arms : int
        Side branches that the way does not take.
    compact : bool
        The area has no two ends: about as wide as long.
    """

    xy: Floats
    core: tuple[int, int]
    capped: NDArray[np.bool_]
    arms: int
    compact: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Axis:
    """The medial axis as a graph."""

    xy: Floats
    radius: Floats
    edges: Ints
    sites: Ints
    lengths: csr_array


def sample(area: Any, spacing_m: float) -> Outline:
    """Put points along an outline.

    Parameters
    ----------
    area : Polygon
        Valid, metres.
    spacing_m : float
        Most distance between two points.
    """
    rings = shapely.segmentize(shapely.get_rings(area), spacing_m)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    last = np.append(ring[1:] != ring[:-1], True)  # closes the ring: the first point again
    step = np.append(np.hypot(*np.diff(xy, axis=0).T), 0.0)
    step[last] = 0.0
    first = np.flatnonzero(np.append(True, last[:-1]))
    run = np.cumsum(step) - step
    along = run - run[first][ring]
    ring_m = along[last]
    kept = ~last
    following = np.arange(kept.sum()) + 1
    counts = np.bincount(ring[kept])
    ends = np.cumsum(counts)
    following[ends - 1] = ends - counts
    return Outline(xy[kept], ring[kept], along[kept], ring_m, following)


def centreline(area: Any, outline: Outline, spacing_m: float) -> Centreline:
    """Find the way along the middle of an area.

    Parameters
    ----------
    area : Polygon
        Valid, metres; may have holes.
    outline : Outline
        From `sample`.
    spacing_m : float
        Distance of its points.
    """
    axis = _medial_axis(area, outline, spacing_m)
    free = np.zeros(len(outline.xy), dtype=bool)
    if axis is None:
        return _across(area, free)
    way = _longest(axis)
    run = np.append(0.0, np.cumsum(np.hypot(*np.diff(axis.xy[way], axis=0).T)))
    first, last = _trimmed(axis, way, run)
    if last <= first or run[last] - run[first] <= 0.2 * float(axis.radius[way].max()):
        return _across(area, free)
    core = way[first : last + 1]
    inner = axis.xy[core]
    start, start_cap = _end(area, outline, axis, core[::-1], spacing_m)
    stop, stop_cap = _end(area, outline, axis, core, spacing_m)
    xy = np.vstack([start, inner, stop])
    return Centreline(
        xy=xy,
        core=(len(start), len(start) + len(inner) - 1),
        capped=start_cap | stop_cap,
        arms=_arms(axis, core),
        compact=False,
    )


def _medial_axis(area: Any, outline: Outline, spacing_m: float) -> _Axis | None:
    try:
        cells = Voronoi(outline.xy - outline.xy.mean(axis=0))
    except QhullError:
        return None
    xy = cells.vertices + outline.xy.mean(axis=0)
    shapely.prepare(area)
    inside = np.asarray(shapely.contains_xy(area, xy[:, 0], xy[:, 1]))
    edges, sites = np.asarray(cells.ridge_vertices), np.asarray(cells.ridge_points)
    kept = (edges >= 0).all(axis=1) & inside[edges].all(axis=1)
    edges, sites = edges[kept], sites[kept]
    one, other = sites.T
    same = outline.ring[one] == outline.ring[other]
    apart = np.abs(outline.along[one] - outline.along[other])
    apart = np.minimum(apart, outline.ring_m[outline.ring[one]] - apart)
    kept = ~same | (apart >= _RESIDUE * spacing_m)
    edges, sites = edges[kept], sites[kept]
    if not len(edges):
        return None
    lengths = np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T)
    radius = np.zeros(len(xy))
    radius[edges] = np.hypot(*(xy[edges] - outline.xy[sites[:, :1]]).transpose(2, 0, 1))
    graph = _graph(edges, np.maximum(lengths, 1e-9), len(xy))
    _, part = connected_components(graph, directed=False)
    weight = np.bincount(part[edges[:, 0]], weights=lengths, minlength=part.max() + 1)
    kept = part[edges[:, 0]] == int(weight.argmax())
    graph = _graph(edges[kept], np.maximum(lengths[kept], 1e-9), len(xy))
    return _Axis(xy, radius, edges[kept], sites[kept], graph)


def _graph(edges: Ints, weights: Floats, size: int) -> csr_array:
    row, column = np.concatenate([edges, edges[:, ::-1]]).T
    return csr_array((np.tile(weights, 2), (row, column)), shape=(size, size))


def _farthest(graph: csr_array, node: int) -> int:
    distance = dijkstra(graph, indices=node)
    return int(np.where(np.isfinite(distance), distance, -1.0).argmax())


def _longest(axis: _Axis) -> Ints:
    """Nodes of the way between the two ends of the axis; round a hole by its wider side."""
    one = _farthest(axis.lengths, int(axis.edges[0, 0]))
    other = _farthest(axis.lengths, one)
    lengths = np.hypot(*(axis.xy[axis.edges[:, 0]] - axis.xy[axis.edges[:, 1]]).T)
    room = np.maximum(axis.radius[axis.edges].min(axis=1), 1e-6)
    easy = _graph(axis.edges, np.maximum(lengths, 1e-9) / room, len(axis.xy))
    _, before = dijkstra(easy, indices=one, return_predecessors=True)
    way = [other]
    while way[-1] != one:
        way.append(int(before[way[-1]]))
    return np.array(way[::-1], dtype=np.int64)


def _trimmed(axis: _Axis, way: Ints, run: Floats) -> tuple[int, int]:
    """Take the corners of the two ends off: what is shorter than three radii of the fork it leaves."""
    fork = np.diff(axis.lengths.indptr)[way] >= 3
    half = run[-1] / 2 + 1e-6 * run[-1]
    starts = np.flatnonzero(fork & (run <= np.minimum(_CORNER * axis.radius[way], half)))
    back = run[-1] - run
    stops = np.flatnonzero(fork & (back <= np.minimum(_CORNER * axis.radius[way], half)))
    return int(starts[-1]) if len(starts) else 0, int(stops[0]) if len(stops) else len(way) - 1


def _end(
    area: Any, outline: Outline, axis: _Axis, way: Ints, spacing_m: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Lead the way's last node out to the outline, and find the piece of outline that closes the end."""
    last, radius = axis.xy[way[-1]], float(axis.radius[way[-1]])
    capped = np.zeros(len(outline.xy), dtype=bool)
    back = np.hypot(*(axis.xy[way] - last).T)
    behind = axis.xy[way[int(np.flatnonzero(back >= min(radius / 3, back.max()))[-1])]]
    heading = (last - behind) / max(float(np.hypot(*(last - behind))), 1e-9)
    before = np.isin(axis.edges, way[-2:]).all(axis=1)
    one, other = axis.sites[int(before.argmax())]
    if outline.ring[one] != outline.ring[other]:
        return np.empty((0, 2)), capped
    out = _ray(area, last, heading)
    if out is None:
        return np.empty((0, 2)), capped
    near = int(np.hypot(*(outline.xy - out).T).argmin())
    # A tip that ends in nothing has sides alone.
    if outline.ring[near] == outline.ring[one] and radius > spacing_m:
        for site in (one, other):
            capped |= _cap(outline, site, near)
    return out[None, :], capped


def _ray(area: Any, start: Floats, heading: Floats) -> Floats | None:
    """Where a ray leaves the area."""
    west, south, east, north = area.bounds
    far = start + heading * (east - west + north - south)
    pieces = shapely.get_parts(shapely.intersection(shapely.linestrings([start, far]), area))
    pieces = pieces[shapely.get_dimensions(pieces) == 1]
    if not len(pieces):
        return None
    here = pieces[int(shapely.distance(pieces, shapely.points(start)).argmin())]
    ends = shapely.get_coordinates(here)
    found: Floats = ends[int(np.hypot(*(ends - start).T).argmax())]
    return found


def _cap(outline: Outline, site: int, near: int) -> NDArray[np.bool_]:
    """Pieces of outline between where an end is met and its corner towards one side."""
    whole = float(outline.ring_m[outline.ring[site]])
    ahead = (outline.along - outline.along[near]) % whole
    if ahead[site] > whole / 2:  # the side is reached the other way round
        ahead = -(outline.along - outline.along[near]) % whole
    on_ring = outline.ring == outline.ring[site]
    arc = np.flatnonzero(on_ring & (ahead <= ahead[site]))
    chord = outline.xy[site] - outline.xy[near]
    long = max(float(np.hypot(*chord)), 1e-9)
    offset = outline.xy[arc] - outline.xy[near]
    bent = np.abs(chord[0] * offset[:, 1] - chord[1] * offset[:, 0]) / long
    corner = int(arc[bent.argmax()]) if bent.max() > _BENT * long else site
    closing = on_ring & (ahead <= ahead[corner])
    found: NDArray[np.bool_] = closing & closing[outline.following]
    return found


def _arms(axis: _Axis, core: Ints) -> int:
    """Count branches that reach more than three radii beyond where they leave the way."""
    distance, _, root = dijkstra(axis.lengths, indices=core, min_only=True, return_predecessors=True)
    tip = (np.diff(axis.lengths.indptr) == 1) & np.isfinite(distance)
    tip[core] = False
    far = np.flatnonzero(tip & (distance > _CORNER * axis.radius[np.maximum(root, 0)]))
    inner = ~np.isin(root[far], core[[0, -1]])
    return len(np.unique(root[far[inner]]))


def _across(area: Any, free: NDArray[np.bool_]) -> Centreline:
    """The longer middle line of the smallest rectangle round a compact area, through its widest place."""
    widest = shapely.get_coordinates(shapely.maximum_inscribed_circle(area))[0]
    box = shapely.get_coordinates(shapely.oriented_envelope(area))
    sides = np.diff(box[:3], axis=0) if len(box) > 3 else np.array([[1.0, 0.0], [0.0, 1.0]])
    longest = sides[int(np.hypot(*sides.T).argmax())]
    heading = longest / max(float(np.hypot(*longest)), 1e-9)
    ends = [_ray(area, widest, sign * heading) for sign in (-1.0, 1.0)]
    xy = np.vstack([widest if ends[0] is None else ends[0], widest, widest if ends[1] is None else ends[1]])
    return Centreline(xy=xy, core=(1, 1), capped=free, arms=0, compact=True)
