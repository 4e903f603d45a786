"""The numbers that lessons, quiz and glossary name, read from the data each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leopard_range.catalog import Catalog

__all__ = ["Figures", "figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the tables of the data set say; areas in km².

    Attributes
    ----------
    historic_km2, seventies_km2, current_km2 : float
        Published range about 1850, in the 1970s and about 2014.
    range_source : str
        Who published them.
    plot : tuple of (int, int, int)
        Year, lowest and highest number of individuals identified on the camera plot.
    plot_source : str
        Who reported them.
    """

    historic_km2: float
    seventies_km2: float
    current_km2: float
    range_source: str
    plot: tuple[tuple[int, int, int], ...]
    plot_source: str


def figures(catalog: Catalog) -> Figures:
    """Read the numbers.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    ranges = catalog.table("range_areas").set_index("id")
    areas = ranges["area_km2"].astype(float)
    plots: Any = catalog.table("plot_counts").sort_values("year")
    return Figures(
        historic_km2=float(areas["historical"]),
        seventies_km2=float(areas["1970s"]),
        current_km2=float(areas["current"]),
        range_source=str(ranges["source"]["historical"]),
        plot=tuple((int(row.year), int(row.low), int(row.high)) for row in plots.itertuples()),
        plot_source=str(plots["source"].iloc[-1]),
    )
