"""The address of a map as a square code that a telephone reads."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np
import segno

from leopard_range.maps import MapState, state_query
from leopard_range.reports.drawing import Drawing, Shape

__all__ = ["permalink", "square_code"]

_QUIET = 4
"""Light modules around the code: ISO/IEC 18004 asks for four."""
_MODULE = 1.02
"""Points of a module at least: 0.36 mm, which a telephone still reads from a copy."""


def permalink(address: str, page: str, lang: str, state: MapState, step: int | None = None) -> str:
    """Return the address of a view of a page.

    Parameters
    ----------
    address : str
        Where the application or the site stands: ``https://leopard.example``.
    page : str
        Page with the map.
    lang : str
        Language of the reader.
    state : MapState
        How the map stands.
    step : int, optional
        Step of the story, from 1.
    """
    query = {"lang": lang} | ({"step": str(step)} if step else state_query(state))
    # Commas and colons are legal in a query; leaving them readable keeps the address short.
    words = "&".join(f"{key}={quote(value, safe=',:')}" for key, value in query.items())
    # The story is what an address without a page opens.
    return f"{address.rstrip('/')}/{'' if page == 'story' else page}?{words}"


def square_code(text: str, least: float) -> Drawing:
    """Draw a QR code (ISO/IEC 18004), error correction M, with its light rim.

    Parameters
    ----------
    text : str
        What it says.
    least : float
        Points, with the rim; a long text makes it larger.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False)
    rows = np.array([list(row) for row in code.matrix], dtype=bool)
    count = len(rows) + 2 * _QUIET
    size = max(least, count * _MODULE)
    side = size / count
    runs = []
    for at, row in enumerate(rows):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(int)))
        for start, end in edges.reshape(-1, 2).tolist():
            left, right = (_QUIET + start) * side, (_QUIET + end) * side
            top, bottom = (_QUIET + at) * side, (_QUIET + at + 1) * side
            runs.append(np.array([[left, top], [right, top], [right, bottom], [left, bottom]]))
    back = np.array([[0.0, 0.0], [size, 0.0], [size, size], [0.0, size]])
    return Drawing(
        size,
        size,
        (Shape((back,), fill="#ffffff", closed=True), Shape(tuple(runs), fill="#000000", closed=True)),
    )
