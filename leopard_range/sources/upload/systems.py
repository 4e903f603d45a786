"""Coordinate systems that strangers describe: read without opening what the description names.

PROJ reads grid and init files by the name a description gives.  So a text is parsed only when
it names no file.
"""

from __future__ import annotations

import re

from pyproj import CRS
from pyproj.exceptions import CRSError

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.sources.upload.limits import MAX_PRJ_BYTES

__all__ = ["described_crs"]

_STRING = re.compile(r'"((?:[^"]|"")*)"')
# What makes PROJ look for a file; "@null" is how Web Mercator says that it needs none.
_FILES = re.compile(
    r"grids\s*=\s*(?!@null)|\binit\s*=|catalog\s*=|\bfile\s*=|PARAMETERFILE|\.(?:gsb|gtx|json)\b"
)
_ROOTS = re.compile(
    r"\s*(?:COMPD_CS|COMPOUNDCRS|PROJCS|PROJCRS|PROJECTEDCRS|GEOGCS|GEOGCRS|GEOGRAPHICCRS|GEODCRS|GEODETICCRS"
    r"|BOUNDCRS)\s*[\[(]",
    re.IGNORECASE,
)


def described_crs(text: str, name: str) -> CRS:
    """Read a coordinate system from its description (WKT, as a .prj file holds it).

    Parameters
    ----------
    text : str
        Well-known text of any version.
    name : str
        File name, for messages.

    Returns
    -------
    CRS
        Geographic or projected, without heights.

    Raises
    ------
    LeopardRangeError
        ``crs_unreadable``.
    RejectedError
        ``crs_file``: the description names a file.
    """
    if len(text) > MAX_PRJ_BYTES or not _ROOTS.match(text):
        raise LeopardRangeError("crs_unreadable", file=name)
    if _FILES.search(text) or any("/" in part and "+" in part for part in _STRING.findall(text)):
        raise RejectedError("crs_file", file=name)
    try:
        return _flat(CRS.from_wkt(text), name)
    except CRSError:
        raise LeopardRangeError("crs_unreadable", file=name) from None


def _flat(crs: CRS, name: str) -> CRS:
    """Drop heights; refuse what has no place on the earth (a building site's own grid)."""
    flat = crs.to_2d() if len(crs.axis_info) != 2 or crs.is_compound else crs
    if not (flat.is_geographic or flat.is_projected) or len(flat.axis_info) != 2:
        raise LeopardRangeError("crs_unreadable", file=name)
    return flat
