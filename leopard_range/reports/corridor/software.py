"""Versions of what a report was computed with."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from leopard_range import __version__

__all__ = ["versions"]

_PACKAGES = ("numpy", "scipy", "numba", "shapely", "geopandas", "pyproj", "rasterio", "fpdf2")


@cache
def versions() -> dict[str, str]:
    """Return name and version of the program, of Python, and of the packages that compute."""
    found = {"Leopard Range Explorer": __version__, "Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
