"""Where animals may live: the grid of cells a density is estimated on, and what a poor grid does to it.

Measured on one survey of 37 cameras, sigma 6.3 km: a buffer of 5 km more than doubles the density and
30 km (4.8 sigma) changes nothing more; a spacing up to 0.33 sigma is exact, 0.95 sigma is out by 4 %, 1.9
sigma by 23 %.  Rules: Efford, *SECR book*, chapter 12 (https://murrayefford.github.io/SECRbook/).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from leopard_range.analysis.secr.data import Mask, Session
from leopard_range.errors import LeopardRangeError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "BUFFER_SIGMAS",
    "COARSEST_SIGMAS",
    "COARSE_SIGMAS",
    "MOST_CELLS",
    "NARROW_SIGMAS",
    "SPACING_SIGMAS",
    "beyond",
    "first_sigma",
    "make_mask",
    "read_spacing",
    "split",
]

BUFFER_SIGMAS = 5.0
"""Buffer that is made, in sigmas of a half-normal; an exponential needs twice."""

NARROW_SIGMAS = 4.0
"""Least buffer that will do."""

SPACING_SIGMAS = 0.4
"""Side of the cells that are made, in sigmas."""

COARSE_SIGMAS = 0.6
"""Above it the size of the cells is said, and what it does."""

COARSEST_SIGMAS = 1.0
"""Above it no number is given."""

MOST_CELLS = 100_000
"""Cells of one mask at most."""

_ENOUGH = 1.25
_LEAST = 4


def make_mask(
    detectors: NDArray[np.float64], buffer_m: float, spacing_m: float, land: BaseGeometry | None = None
) -> Mask:
    """Lay a square grid around detectors and keep the cells whose centre is near one and on land.

    Parameters
    ----------
    detectors : float array, shape (K, 2)
        Metres in a plane.
    buffer_m : float
        Farthest a cell's centre may lie from the nearest detector.
    spacing_m : float
        Side of a cell.
    land : shapely geometry, optional
        Where animals may live, same plane; everywhere when left out.

    Returns
    -------
    Mask
        Cells in rows from south to north, perhaps none; ``cell_km2`` is the square of the spacing.

    Raises
    ------
    LeopardRangeError
        ``mask_size`` when buffer or spacing is not above 0; ``mask_too_many``.
    """
    if not (0 < spacing_m < math.inf and 0 < buffer_m < math.inf):
        raise LeopardRangeError("mask_size", buffer_m=float(buffer_m), spacing_m=float(spacing_m))
    low = np.floor((detectors.min(axis=0) - buffer_m) / spacing_m)
    high = np.ceil((detectors.max(axis=0) + buffer_m) / spacing_m)
    count = float(np.prod(high - low))
    # Detectors far apart leave most of the grid empty: it may be larger than the mask, but not endless.
    if count > 50 * MOST_CELLS:
        raise LeopardRangeError("mask_too_many", count=count, most=MOST_CELLS)
    columns, rows = ((np.arange(a, b) + 0.5) * spacing_m for a, b in zip(low, high, strict=True))
    xy = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    away, _ = cKDTree(detectors).query(xy, distance_upper_bound=buffer_m)
    xy = xy[np.isfinite(away)]
    if land is not None:
        shapely.prepare(land)
        xy = xy[shapely.contains_xy(land, xy[:, 0], xy[:, 1])]
    if len(xy) > MOST_CELLS:
        raise LeopardRangeError("mask_too_many", count=len(xy), most=MOST_CELLS)
    return Mask(xy, (spacing_m / 1000) ** 2, {})


def read_spacing(xy: NDArray[np.float64], name: str = "mask") -> float:
    """Read the area of a cell from the centres of a lattice, also a rotated or slightly bent one.

    Neighbours nearer than 1.25 times the median spacing are steps along the two axes; the area is that of
    the parallelogram of the two mean steps.

    Parameters
    ----------
    xy : float array, shape (M, 2)
        Metres in a plane, any order, holes allowed.
    name : str
        File that an error names.

    Returns
    -------
    float
        Square kilometres.

    Raises
    ------
    LeopardRangeError
        ``mask_no_lattice`` when there are fewer than four cells or no two directions.
    """
    if len(xy) < _LEAST:
        raise LeopardRangeError("mask_no_lattice", file=name, count=len(xy))
    away, index = cKDTree(xy).query(xy, k=min(9, len(xy)))
    spacing = float(np.median(away[:, 1]))
    near = away[:, 1:] < _ENOUGH * spacing
    steps = (xy[index[:, 1:]] - xy[:, None, :])[near]
    angle = np.arctan2(steps[:, 1], steps[:, 0])
    # Four directions a quarter turn apart fall onto one when angles are taken four times.
    turn = float(np.angle(np.exp(4j * angle).mean())) / 4
    along = np.round((angle - turn) / (np.pi / 2)).astype(int) % 4
    steps = np.where((along >= 2)[:, None], -steps, steps)
    first, second = steps[along % 2 == 0], steps[along % 2 == 1]
    if not len(first) or not len(second):
        raise LeopardRangeError("mask_no_lattice", file=name, count=len(xy))
    a, b = first.mean(axis=0), second.mean(axis=0)
    return abs(float(a[0] * b[1] - a[1] * b[0])) / 1e6


def first_sigma(sessions: Sequence[Session]) -> float:
    """Guess sigma from how far an animal's detections lie from their mean (RPSV), metres.

    Root pooled spatial variance (Calhoun and Casby 1958, Public Health Monograph 55), all sessions pooled.

    Parameters
    ----------
    sessions : sequence of Session
        Detections of identified animals.

    Returns
    -------
    float
        0 when no animal was detected in two places.
    """
    squares, freedom = 0.0, 0
    for session in sessions:
        found = session.detections
        at = session.detectors[found.detector]
        times = np.bincount(found.animal, minlength=len(found.names))
        seen = np.maximum(times, 1)
        mean = np.column_stack([np.bincount(found.animal, w, len(found.names)) / seen for w in at.T])
        squares += float(((at - mean[found.animal]) ** 2).sum())
        freedom += int((times[times > 0] - 1).sum())
    return math.sqrt(squares / (2 * freedom)) if squares > 0 else 0.0


def split(mask: Mask) -> Mask:
    """Cut every cell into four, to see what a finer grid would find.

    Parameters
    ----------
    mask : Mask
        Any; covariates are those of the whole cell.
    """
    quarter = math.sqrt(mask.cell_km2) * 1000 / 4
    corners = quarter * np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)])
    xy = (mask.xy[:, None, :] + corners).reshape(-1, 2)
    more = {name: np.repeat(values, 4) for name, values in mask.covariates.items()}
    return replace(mask, xy=xy, cell_km2=mask.cell_km2 / 4, covariates=more)


def beyond(mask: Mask, detectors: NDArray[np.float64], reach_m: float) -> tuple[Mask | None, float]:
    """Lay cells around a given mask where animals within reach of a detector might live as well.

    Parameters
    ----------
    mask : Mask
        As it was given; holes in it are no habitat.
    detectors : float array, shape (K, 2)
        Metres.
    reach_m : float
        How far from a detector animals are still seen.

    Returns
    -------
    Mask or None
        Cells outside the convex hull of the mask; None when it reaches far enough.
    float
        Share of the hull that is habitat: so much of what lies outside may be, too.
    """
    side_m = math.sqrt(mask.cell_km2) * 1000
    hull = shapely.convex_hull(shapely.multipoints(mask.xy)).buffer(side_m / 2)
    share = min(1.0, len(mask.xy) * mask.cell_km2 / (hull.area / 1e6))
    around = shapely.multipoints(detectors).buffer(reach_m).difference(hull)
    if around.is_empty or around.area < side_m**2:
        return None, share
    return make_mask(detectors, reach_m, side_m, around), share
