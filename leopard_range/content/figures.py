"""The numbers that lessons and quiz name, read from the tables each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leopard_range.catalog import Catalog
from leopard_range.content.keyed import keyed

__all__ = ["Figures", "Simulated", "figures"]


@dataclass(frozen=True, slots=True)
class Simulated:
    """The last year of the simulated survey.

    Attributes
    ----------
    year, identified, truth : int
        Year, individuals identified, animals the simulation put there.
    estimate, low, high : float
        Animals by spatial capture-recapture, with their interval.
    source : str
        Citation.
    """

    year: int
    identified: int
    truth: int
    estimate: float
    low: float
    high: float
    source: str


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
    left_2011 : float
        Leopards said to remain in the wild in 2011.
    left_2011_source : str
        Who said so.
    simulated : Simulated
        Of the simulated survey.
    """

    historic_km2: float
    seventies_km2: float
    current_km2: float
    range_source: str
    plot: tuple[tuple[int, int, int], ...]
    plot_source: str
    left_2011: float
    left_2011_source: str
    simulated: Simulated


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
    ranges = keyed(catalog, "range_areas", "historical", "1970s", "current")
    areas = ranges["area_km2"].astype(float)
    plots: Any = catalog.table("plot_counts").sort_values("year")
    counts = keyed(catalog, "population", "about-50")
    return Figures(
        historic_km2=float(areas["historical"]),
        seventies_km2=float(areas["1970s"]),
        current_km2=float(areas["current"]),
        range_source=str(ranges["source"]["historical"]),
        plot=tuple((int(row.year), int(row.low), int(row.high)) for row in plots.itertuples()),
        plot_source=str(plots["source"].iloc[-1]),
        left_2011=float(counts["estimate"].astype(float)["about-50"]),
        left_2011_source=str(counts["source"]["about-50"]),
        simulated=_simulated(catalog),
    )


def _simulated(catalog: Catalog) -> Simulated:
    truth = catalog.table("survey_truth").set_index("year")["animals"].astype(int)
    rows: Any = catalog.table("survey_years").sort_values("year").itertuples()
    *_, last = rows
    return Simulated(
        year=int(last.year),
        identified=int(last.identified),
        truth=int(truth[int(last.year)]),
        estimate=float(last.animals),
        low=float(last.animals_low),
        high=float(last.animals_high),
        source=catalog.spec("survey_years").cite.text,
    )
