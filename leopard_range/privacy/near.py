"""Public positions that stand where a secret one stands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["near_places", "traced"]

_EARTH_M = 6_371_009.0
_OUTLINE_M = 50.0
_LEAST_VERTICES = 3
_SHARE = 1 / 3


def _on_sphere(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = np.radians(lonlat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]) * _EARTH_M


def near_places(
    public: NDArray[np.float64], secret: NDArray[np.float64], within_m: float = 500.0
) -> NDArray[np.bool_]:
    """Return which public positions lie close to a secret one.

    Parameters
    ----------
    public, secret : ndarray, shape (n, 2) and (m, 2)
        Longitude and latitude, WGS 84 degrees; public ones that are no
        position (not finite, outside the globe) are near nothing.
    within_m : float
        Metres, on a sphere (0.3 % off the ellipsoid).

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    from scipy.spatial import KDTree  # costs every start most of a second, and only a release needs it

    near = np.zeros(len(public), dtype=bool)
    real = np.isfinite(public).all(axis=1) & (np.abs(np.nan_to_num(public)) <= (180, 90)).all(axis=1)
    if len(secret) and real.any():
        away, _ = KDTree(_on_sphere(secret)).query(_on_sphere(public[real]), distance_upper_bound=within_m)
        near[real] = np.isfinite(away)
    return near


def traced(
    vertices: NDArray[np.float64],
    feature: NDArray[np.int64],
    secret: NDArray[np.float64],
    within_m: float = _OUTLINE_M,
) -> int | None:
    """Return the first line or outline that is drawn through secret places, such as a hull.

    A road passes one station or another; an outline of which a third of the
    vertices, three at least, are secret places was made from them.

    Parameters
    ----------
    vertices : ndarray, shape (n, 2)
        Longitude and latitude of all vertices, WGS 84 degrees.
    feature : ndarray of int, shape (n,)
        Which feature each belongs to.
    secret : ndarray, shape (m, 2)
        Longitude and latitude, WGS 84 degrees.
    within_m : float
        Metres.

    Returns
    -------
    int or None
        Number of the feature, counted as in `feature`.
    """
    if not len(vertices):
        return None
    hits = np.bincount(feature, weights=near_places(vertices, secret, within_m))
    sizes = np.bincount(feature)
    made = (hits >= _LEAST_VERTICES) & (hits >= _SHARE * sizes)
    return int(made.argmax()) if made.any() else None
