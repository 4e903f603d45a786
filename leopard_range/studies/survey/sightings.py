"""The records of identified animals of one species, as the question about individuals lets them count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from leopard_range.analysis.effort import Operation, located, survey_operation
from leopard_range.analysis.events import visits
from leopard_range.analysis.individuals import (
    YOUNG,
    FlankChoice,
    Movement,
    by_flank,
    by_year,
    capture_history,
    movement,
)
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note
from leopard_range.model.survey import Survey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from leopard_range.catalog import Catalog

__all__ = ["Sightings", "codes", "gathered", "histories", "moves", "yearly"]

History = tuple[int, tuple[str, ...], "NDArray[np.bool_]"]

_RANK = {"": 3, "certain": 3, "probable": 2, "possible": 1}
_CLOSED_DAYS = 120
_EARTH_M = 4.1e7


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """Visits of identified animals of one species.

    Attributes
    ----------
    species : str
        Its name.
    visits : DataFrame
        One row a visit, with ``locationID``, local ``day``, ``year`` (0 without dates) and ``listed_flank``.
    flanks : FlankChoice
        What was kept by the rule for flanks.
    unidentified : int
        Records of the species without an individual.
    notes : tuple of Note
        What was left out, and what is doubtful.
    """

    species: str
    visits: DataFrame
    flanks: FlankChoice
    unidentified: int
    notes: tuple[Note, ...]


def gathered(survey: Survey, flank: str, confidence: str, minutes: float) -> Sightings:
    """Gather the visits of identified animals.

    Parameters
    ----------
    survey : Survey
        Its observations are those of the species asked for, or of all.
    flank : str
        A rule of `leopard_range.analysis.individuals.FlankRule`.
    confidence : str
        Least confidence: ``possible``, ``probable`` or ``certain``.
    minutes : float
        Least time between two visits of an individual to a station.

    Raises
    ------
    LeopardRangeError
        ``survey_no_individuals``, ``survey_many_species``.
    """
    counted = survey.counted
    counted = counted[counted["observationType"].isin(["animal", ""])]
    named = counted[counted["individualID"] != ""]
    species = sorted(set(named["scientificName"]))
    if not species:
        raise LeopardRangeError("survey_no_individuals", file=survey.name)
    if len(species) > 1:
        raise LeopardRangeError("survey_many_species", file=survey.name, choices=", ".join(species))
    mine = counted[counted["scientificName"] == species[0]]
    known, listed, notes = _described(named, survey.individuals)
    trusted = known["confidence"].map(_RANK).fillna(1) >= _RANK[confidence]
    rule: Any = flank
    flanks = by_flank(known[trusted], listed, rule)
    kept = located(known[trusted][flanks.kept], survey.deployments)
    met = _dated(visits(kept, minutes, by=("locationID", "individualID")), survey)
    if met.empty:
        raise LeopardRangeError("survey_no_individuals", file=survey.name)
    lost = int((kept["eventStart"].isna() & kept["occasion"].isna()).sum())
    told = (
        *notes,
        *_note("survey_doubtful_left_out", int((~trusted).sum())),
        *_note("survey_records_no_time", lost),
        *_flank_notes(flanks),
    )
    return Sightings(species[0], met, flanks, int((mine["individualID"] == "").sum()), told)


def _described(
    named: DataFrame, individuals: DataFrame
) -> tuple[DataFrame, dict[str, str], tuple[Note, ...]]:
    """Fill what a record does not say from the table of individuals, and note what does not agree."""
    table = individuals[individuals["individualID"] != ""]
    once = table.drop_duplicates("individualID").set_index("individualID")
    animal = named["individualID"]

    def filled(column: str) -> Series:
        own = named[column]
        said = (own != "").groupby(animal).transform("any")
        return own.where((own != "") | said, of_table(column))

    def of_table(column: str) -> Series:
        words = {str(key): str(one) for key, one in once[column].items()}
        return animal.map(lambda name: words.get(name, ""))

    known = named.assign(
        sex=filled("sex"),
        lifeStage=filled("lifeStage"),
        confidence=named["confidence"].where(named["confidence"] != "", of_table("confidence")),
        listed_flank=of_table("flank"),
    )
    sexes = known[known["sex"].isin(["female", "male"])].groupby("individualID")["sex"].nunique()
    notes = (
        *_note("survey_individual_twice", int(table["individualID"].duplicated().sum())),
        *_note("survey_many_under_one_name", int((named["count"].fillna(1) > 1).sum())),
        *_note("survey_two_sexes", int((sexes > 1).sum())),
    )
    return known, {str(key): str(one) for key, one in once["flank"].items()}, notes


def _note(code: str, count: int) -> tuple[Note, ...]:
    return (Note.of(code, count=count),) if count else ()


def _flank_notes(flanks: FlankChoice) -> Iterator[Note]:
    single = {"left": flanks.left, "right": flanks.right}
    dropped = sum(count for side, count in single.items() if side != flanks.side)
    if dropped:
        yield Note.of("survey_flank_left_out", count=dropped)
    if flanks.untold:
        yield Note.of("survey_flank_untold", count=flanks.untold)
    if flanks.conflicts:
        yield Note.of("survey_flank_conflict", count=flanks.conflicts)


def _dated(met: DataFrame, survey: Survey) -> DataFrame:
    """Add the local day and the year of each visit, in the order of time."""
    local = met["eventStart"].dt.tz_convert(survey.timezone).dt.tz_localize(None)
    dated = met.assign(day=local.dt.normalize(), year=local.dt.year.fillna(0).astype("int64"))
    return dated.sort_values(["eventStart", "occasion"], kind="stable")


def codes(met: DataFrame) -> NDArray[np.int64]:
    """Number the animals of visits from 0, in the order of their first.

    Parameters
    ----------
    met : DataFrame
        Visits of `gathered`.
    """
    return np.asarray(pd.factorize(met["individualID"])[0], dtype=np.int64)


def yearly(survey: Survey, met: DataFrame) -> DataFrame:
    """Count individuals in every year with effort or a visit.

    Parameters
    ----------
    survey : Survey
        Tells the years with effort.
    met : DataFrame
        Visits of `gathered`.
    """
    years = set(met["year"])
    if survey.dated:
        operation = survey_operation(survey)
        working = np.nan_to_num(operation.effort).sum(axis=0) > 0
        years |= set(operation.years[working].tolist())
    return by_year(met, sorted(years))


def histories(
    survey: Survey, met: DataFrame, occasion_days: int
) -> tuple[tuple[History, ...], tuple[Note, ...]]:
    """Return the history of captures of the adults of each year.

    Occasions run from the first day of a year on which a camera watched; those without effort are left out.

    Parameters
    ----------
    survey : Survey
        Tells the effort.
    met : DataFrame
        Visits of `gathered`.
    occasion_days : int
        Length of an occasion, days.

    Returns
    -------
    histories : tuple
        Year (0 without dates), names of the animals, and a matrix of bool, animals by occasions.
    notes : tuple of Note
        When a year is too long for a population to stay closed.
    """
    operation = survey_operation(survey)
    grown = met[~met["lifeStage"].isin(YOUNG)]
    found, notes = [], []
    for year in sorted(set(met["year"])):
        mine = grown[grown["year"] == year]
        part = operation.of_year(int(year))
        number, count, days = _occasions(part, occasion_days)
        column = _column(part, mine)
        caught = column >= 0
        caught[caught] = number[column[caught]] >= 0
        code, names = pd.factorize(mine["individualID"][caught], sort=True)
        history = capture_history(code, number[column[caught]], len(names), count)
        found.append((int(year), tuple(map(str, names)), history))
        if days > _CLOSED_DAYS and operation.days is not None:
            notes.append(Note.of("survey_not_closed", year=int(year), days=days))
    return tuple(found), tuple(notes)


def _occasions(operation: Operation, length: int) -> tuple[NDArray[np.int64], int, int]:
    """Number the occasions with effort: of each column, -1 for none; how many; days from first to last."""
    working = np.nan_to_num(operation.effort).sum(axis=0) > 0
    columns = np.arange(len(working))
    if not working.any():
        return np.full(len(working), -1), 0, 0
    at = np.flatnonzero(working)
    if operation.days is None:
        return np.where(working, np.cumsum(working) - 1, -1), len(at), len(at)
    block = (columns - at[0]) // length
    used = np.unique(block[working])
    number = np.searchsorted(used, block)
    fits = (number < len(used)) & np.isin(block, used)
    return np.where(fits, number, -1), len(used), int(at[-1] - at[0]) + 1


def _column(operation: Operation, met: DataFrame) -> NDArray[np.int64]:
    if operation.days is None:
        column = met["occasion"].fillna(0).to_numpy(np.int64) - 1
        return np.where(column < operation.effort.shape[1], column, -1)
    return np.asarray(operation.days.get_indexer(pd.DatetimeIndex(met["day"])), dtype=np.int64)


def moves(catalog: Catalog, survey: Survey, met: DataFrame) -> tuple[Movement, tuple[Note, ...]]:
    """Summarise how far apart the captures of one animal lie.

    Parameters
    ----------
    catalog : Catalog
        Knows the plane in which degrees become metres.
    survey : Survey
        Where the cameras stood.
    met : DataFrame
        Visits of `gathered`.
    """
    import geopandas as gpd

    from leopard_range.crs import to_metric

    table = survey.deployments.drop_duplicates("deploymentID")
    table = table[table["deploymentID"].isin(met["deploymentID"])].set_index("deploymentID")
    x, y = ("longitude", "latitude") if survey.crs == "EPSG:4326" else ("x_m", "y_m")
    places = table[[x, y]].dropna()
    most = np.array([180.0, 90.0]) if survey.crs == "EPSG:4326" else np.full(2, _EARTH_M)
    real = (places.abs() <= most).all(axis=1)
    absurd = _note("survey_places_nowhere", int((~real).sum()))
    places = places[real]
    if len(places.drop_duplicates()) < 2:
        return Movement(0, None, None), (*absurd, Note("survey_no_distance"))
    if survey.crs == "EPSG:4326":
        points = gpd.GeoSeries(gpd.points_from_xy(places[x], places[y]), index=places.index, crs=survey.crs)
        plane = to_metric(points, catalog.species.metric_crs, name=survey.name)
        places = pd.concat([plane.x.rename(x), plane.y.rename(y)], axis=1)
    here = met[met["deploymentID"].isin(places.index)]
    xy = places.loc[here["deploymentID"]].to_numpy(np.float64)
    found = movement(codes(here), xy)
    return found, absurd if found.animals else (*absurd, Note("survey_no_distance"))
