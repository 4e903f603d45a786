"""How much a file may hold as a container or raster; `budgets` limits the tables inside.

Each limit keeps a file that fits it inside 5 s of CPU and 512 MB in the worker process.
"""

from __future__ import annotations

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_EXPANSION",
    "MAX_MEMBERS",
    "MAX_NAME",
    "MAX_PIXELS",
    "MAX_PRJ_BYTES",
    "MAX_RASTER_BYTES",
    "MAX_UNPACKED_BYTES",
    "MAX_WARPED_BYTES",
    "SMALL_BYTES",
]

MAX_BYTES = 20_000_000
"""Bytes of one file."""

MAX_MEMBERS = 64
"""Entries of an archive, folders included."""

MAX_UNPACKED_BYTES = 100_000_000
"""Bytes of an archive after unpacking, counted while it is unpacked."""

MAX_EXPANSION = 100
"""How many times its own size an archive may grow, once it is more than `SMALL_BYTES`."""

SMALL_BYTES = 5_000_000
"""Unpacked bytes below which growth does no harm: a table of blanks shrinks 300 times."""

MAX_PIXELS = 25_000_000
"""Cells of a raster, as its header states them."""

MAX_DEPTH = 64
"""Brackets, elements or collections inside each other."""

MAX_NAME = 120
"""Letters of a file name that are shown."""

MAX_PRJ_BYTES = 8_192
"""Bytes that describe a coordinate system; the longest in use are about 3,000."""

MAX_RASTER_BYTES = 100_000_000
"""Bytes of a raster's first band: 25 million cells of four bytes."""

MAX_WARPED_BYTES = 50_000_000
"""Bytes of a raster in another system: warping holds it four times (measured: 25 million cells of
four bytes need more than 512 MB, 12 million do not)."""
