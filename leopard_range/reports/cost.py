"""Accumulated cost as a Cloud-Optimised GeoTIFF."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid
from leopard_range.reports.formats import About
from leopard_range.reports.raster import as_cog

__all__ = ["Costs", "cost_tif"]

_UNIT = "resistance x metres"


class Costs(Protocol):
    """What is written of an answer about cost distance."""

    @property
    def accumulated(self) -> NDArray[np.float64] | None:
        """Cost of reaching every cell."""

    @property
    def stored(self) -> str:
        """File with the same."""

    @property
    def grid(self) -> Grid:
        """Where the cells lie."""


def cost_tif(costs: Costs, about: About, day: date) -> bytes:
    """Write the accumulated cost with all its digits, NaN where no path leads.

    Parameters
    ----------
    costs : Costs
        An answer.
    about : mapping
        What is said about it.
    day : date
        Day of the export.

    Returns
    -------
    bytes
        See `leopard_range.reports.raster.as_cog`.

    Raises
    ------
    LeopardRangeError
        ``cost_needs_work``.
    """
    values = costs.accumulated
    if values is None:
        if not Path(costs.stored).is_file():
            raise LeopardRangeError("cost_needs_work")
        values = np.fromfile(costs.stored).reshape(costs.grid.shape)
        values[np.isinf(values)] = np.nan
    return as_cog(values, costs.grid, about, _UNIT, double=True)
