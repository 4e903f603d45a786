"""How often the cameras of a survey met a species."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, option, rows, value
from leopard_range.studies.survey.common import CAMTRAP_DP, SurveyQuestion, cautions, chosen, read
from leopard_range.studies.survey.effort import TRAP_DAYS, watched, working

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame

    from leopard_range.analysis.effort import Operation
    from leopard_range.catalog import Catalog
    from leopard_range.model.survey import Survey

__all__ = ["FEWSTER", "GARWOOD", "RaiAnswer", "RaiQuestion", "RaiRow", "survey_rai"]

FEWSTER = Citation(
    "Fewster R. M. et al. (2009) Estimating the encounter rate variance in distance sampling. Biometrics 65: "
    "225-236.",
    "https://doi.org/10.1111/j.1541-0420.2008.01157.x",
)
"""Variance of a rate of encounters over stations."""

GARWOOD = Citation(
    "Garwood F. (1936) Fiducial limits for the Poisson distribution. Biometrika 28: 437-442.",
    "https://doi.org/10.1093/biomet/28.3-4.437",
)
"""Exact interval of a count."""

_WORDS = (N_("bootstrap"), N_("fewster"), N_("poisson"))
_RAI = N_("Visits per 100 trap-days")


@dataclass(frozen=True, slots=True)
class RaiQuestion(SurveyQuestion):
    """How often cameras met a species.

    Attributes
    ----------
    minutes : float
        Least time between two visits of a species to a station.
    rule : str
        The time since the ``last_record``, or the ``last_independent_record``.
    by : str
        ``species``, ``station`` or ``year``.
    interval : str
        ``bootstrap`` over stations, ``fewster`` or ``poisson``.
    replicates, seed : int
        Of the bootstrap.
    """

    minutes: float = option(
        N_("least minutes between two visits"), float, least=0, most=525_600, default=30.0
    )
    rule: str = option(
        N_("minutes since the last record, or the last that counted"),
        str,
        choices=("last_record", "last_independent_record"),
        default="last_record",
    )
    by: str = option(N_("rows by"), str, choices=("species", "station", "year"), default="species")
    interval: str = option(
        N_("how the interval is made"), str, choices=("bootstrap", "fewster", "poisson"), default="bootstrap"
    )
    replicates: int = option(N_("replicates of the bootstrap"), int, least=100, most=1_000_000, default=9_999)
    seed: int = option(N_("seed of the bootstrap"), int, least=0, most=2**31, default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiRow:
    """Visits of one species, at one station or in one year; None where nothing watched."""

    species: str = value(N_("Species"), optional=True)
    station: str | None = value(N_("Station"), optional=True)
    year: int | None = value(N_("Year"), "year", optional=True)
    events: int = value(N_("Visits"))
    animals: int = value(N_("Animals in them"))
    stations_met: int = value(N_("Stations visited"))
    trap_days: float = value(N_("Effort"), TRAP_DAYS, 1)
    rai_per_100_trap_days: float | None = value(_RAI, "", 2)
    rai_per_100_trap_days_low: float | None = value(_RAI, "", 2)
    rai_per_100_trap_days_high: float | None = value(_RAI, "", 2)
    animals_per_100_trap_days: float | None = value(N_("Animals per 100 trap-days"), "", 2)
    dispersion: float | None = value(N_("Dispersion"), "", 1, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiAnswer(Answer):
    """Visits per 100 trap-days."""

    trap_days: float = value(N_("Effort"), TRAP_DAYS, 1)
    stations: int = value(N_("Stations that watched"))
    events: int = value(N_("Visits"))
    interval: str = value(N_("Interval"), words=_WORDS)
    rates: tuple[RaiRow, ...] = rows(N_("Index of relative abundance"), RaiRow)


def survey_rai(catalog: Catalog, question: RaiQuestion) -> RaiAnswer:
    """Count separate visits and divide them by the effort.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : RaiQuestion
        Which survey, what makes two visits, and rows by what.

    Returns
    -------
    RaiAnswer

    Raises
    ------
    LeopardRangeError
        ``survey_nothing_seen``, ``survey_one_station``, ``survey_occasions_only``, and what `watched` and
        reading raise.
    """
    from leopard_range.analysis.events import visits

    whole = chosen(read(catalog, question), replace(question, year=0))
    species = sorted(set(_animals(whole)["scientificName"]))
    if not species:
        raise LeopardRangeError("survey_nothing_seen", file=whole.name)
    survey = chosen(whole, question)
    operation = watched(survey, question.year)
    _refuse(survey, operation, question)
    seen, unplaced, notes = _counted(survey, operation)
    species = [one for one in species if one not in unplaced]
    if not species:
        raise LeopardRangeError("survey_nothing_placed", file=survey.name)
    rule: Any = question.rule
    met = visits(seen, question.minutes, rule)
    found = tuple(_rows(met, operation, survey, question, species))
    return RaiAnswer(
        trap_days=operation.total,
        stations=int((operation.trap_days > 0).sum()),
        events=len(met),
        interval="poisson" if question.by == "station" else question.interval,
        rates=found,
        citations=(CAMTRAP_DP, FEWSTER, GARWOOD),
        notes=(*cautions(survey), *working(survey), *notes, *_warnings(found, question)),
    )


def _refuse(survey: Survey, operation: Operation, question: RaiQuestion) -> None:
    if question.by == "year" and operation.days is None:
        raise LeopardRangeError("survey_occasions_only", file=survey.name)
    alone = int((operation.trap_days > 0).sum()) < 2
    if alone and question.by != "station" and question.interval != "poisson":
        raise LeopardRangeError("survey_one_station", file=survey.name)


def _animals(survey: Survey) -> DataFrame:
    """Return the counted records of animals: people, vehicles and empty pictures are none."""
    counted = survey.counted
    return counted[counted["observationType"].isin(["animal", ""])]


def _counted(survey: Survey, operation: Operation) -> tuple[DataFrame, set[str], tuple[Note, ...]]:
    """Keep the records on days with effort; name the species with none of them, and say how many are not."""
    from leopard_range.analysis.effort import located
    from leopard_range.analysis.events import with_effort

    seen = located(_animals(survey), survey.deployments)
    kept = with_effort(seen, operation, survey.timezone)
    lost = int((~kept).sum())
    unplaced = set(seen.loc[~kept, "scientificName"]) - set(seen.loc[kept, "scientificName"])
    notes = [Note.of("survey_records_no_effort", count=lost)] if lost else []
    if unplaced:
        notes.append(Note.of("survey_species_no_effort", species=", ".join(sorted(unplaced))))
    return seen[kept], unplaced, tuple(notes)


def _rows(
    met: DataFrame, operation: Operation, survey: Survey, question: RaiQuestion, species: list[str]
) -> Iterator[RaiRow]:
    """Yield the rows of every species: one, or one for each station or year."""
    import numpy as np

    effort = operation.trap_days
    number = {one: at for at, one in enumerate(operation.stations)}
    station = np.asarray([number[one] for one in met["locationID"]], dtype=np.int64)
    animals = met["count"].to_numpy(np.int64)
    year = met["eventStart"].dt.tz_convert(survey.timezone).dt.year.to_numpy()
    days = {one: operation.of_year(one).trap_days for one in sorted(set(operation.years.tolist()))}

    def counted(which: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        at, heads = station[which], animals[which]
        return np.bincount(at, minlength=len(effort)), np.bincount(at, heads, len(effort)).astype(np.int64)

    for name in species:
        mine = (met["scientificName"] == name).to_numpy()
        if question.by == "year":
            for one, watched_days in days.items():
                yield _row(*counted(mine & (year == one)), watched_days, question, species=name, year=one)
            continue
        events, heads = counted(mine)
        if question.by == "species":
            yield _row(events, heads, effort, question, species=name)
            continue
        for at, one in enumerate(operation.stations):
            here = slice(at, at + 1)
            yield _row(events[here], heads[here], effort[here], question, species=name, station=one)


def _row(
    events: NDArray[np.int64],
    animals: NDArray[np.int64],
    trap_days: NDArray[np.float64],
    question: RaiQuestion,
    *,
    species: str,
    station: str | None = None,
    year: int | None = None,
) -> RaiRow:
    from leopard_range.analysis.abundance import abundance_index

    kind: Any = "poisson" if station is not None else question.interval
    found = abundance_index(
        events, trap_days, interval=kind, replicates=question.replicates, seed=question.seed
    )
    rate, heads = found.rai_per_100_trap_days, int(animals.sum())
    return RaiRow(
        species=species,
        station=station,
        year=year,
        events=found.events,
        animals=heads,
        stations_met=int((events > 0).sum()),
        trap_days=found.trap_days,
        rai_per_100_trap_days=rate,
        rai_per_100_trap_days_low=found.rai_per_100_trap_days_low,
        rai_per_100_trap_days_high=found.rai_per_100_trap_days_high,
        animals_per_100_trap_days=None if rate is None else 100 * heads / found.trap_days,
        dispersion=found.dispersion,
    )


def _warnings(found: tuple[RaiRow, ...], question: RaiQuestion) -> Iterator[Note]:
    """Yield what the rows call for: an interval that is too narrow, or none at all."""
    worst = max((row.dispersion for row in found if row.dispersion is not None), default=0.0)
    if question.by == "station":
        yield Note("survey_rai_by_station")
    elif question.interval == "poisson" and worst > 1.5:
        yield Note.of("survey_rai_dispersed", dispersion=round(worst, 1))
    if any(row.rai_per_100_trap_days is None for row in found):
        yield Note("survey_rai_no_effort")
    if any(row.rai_per_100_trap_days is not None and row.rai_per_100_trap_days_low is None for row in found):
        yield Note("survey_rai_no_interval")
    yield Note("survey_rai_is_no_density")
