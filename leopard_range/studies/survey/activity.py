"""The hours of the day at which a species passes the cameras, and how far two species share them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, Spread, option, part, rows, value
from leopard_range.studies.survey.common import (
    CAMTRAP_DP,
    SurveyQuestion,
    cautions,
    chosen,
    read,
    zones_unsure,
)
from leopard_range.studies.survey.effort import watched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame

    from leopard_range.analysis.activity import Replicates
    from leopard_range.catalog import Catalog
    from leopard_range.model.survey import Survey

__all__ = [
    "RIDOUT_LINKIE",
    "ROWCLIFFE",
    "VEECH",
    "ActivityAnswer",
    "ActivityQuestion",
    "Curve",
    "HourRow",
    "survey_activity",
]

RIDOUT_LINKIE = Citation(
    "Ridout M. S. & Linkie M. (2009) Estimating overlap of daily activity patterns from camera trap data. "
    "Journal of Agricultural, Biological and Environmental Statistics 14: 322-337.",
    "https://doi.org/10.1198/jabes.2009.08038",
)
"""Density of times and overlap of two."""

ROWCLIFFE = Citation(
    "Rowcliffe J. M. et al. (2014) Quantifying levels of animal activity using camera trap data. Methods in "
    "Ecology and Evolution 5: 1170-1179.",
    "https://doi.org/10.1111/2041-210X.12278",
)
"""Activity level."""

VEECH = Citation(
    "Veech J. A. (2013) A probabilistic model for analysing species co-occurrence. Global Ecology and "
    "Biogeography 22: 252-260.",
    "https://doi.org/10.1111/j.1466-8238.2012.00789.x",
)
"""Chance of meeting two species at the same stations."""

_FEW, _SMALL = 10, 50
_POINTS = 97


@dataclass(frozen=True, slots=True)
class ActivityQuestion(SurveyQuestion):
    """At which hours a species passes.

    Attributes
    ----------
    with_species : str
        A second species to compare with; empty for none.
    minutes : float
        Least time between two visits of a species to a station.
    replicates, seed : int
        Of the bootstrap.
    """

    with_species: str = option(N_("second species to compare with"), str, default="")
    minutes: float = option(
        N_("least minutes between two visits"), float, least=0, most=525_600, default=30.0
    )
    replicates: int = option(N_("replicates of the bootstrap"), int, least=100, most=100_000, default=999)
    seed: int = option(N_("seed of the bootstrap"), int, least=0, most=2**31, default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourRow:
    """One hour of the day by the cameras' clock; None where no second species was named."""

    hour: int = value(N_("Hour"))
    events: int = value(N_("Visits"))
    density_share: float = value(N_("Share of the day's visits"), "%", 1)
    density_share_low: float = value(N_("Share of the day's visits"), "%", 1)
    density_share_high: float = value(N_("Share of the day's visits"), "%", 1)
    with_events: int | None = value(N_("Visits of the second species"), optional=True)
    with_density_share: float | None = value(N_("Share of its visits"), "%", 1, optional=True)
    with_density_share_low: float | None = value(N_("Share of its visits"), "%", 1)
    with_density_share_high: float | None = value(N_("Share of its visits"), "%", 1)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """An activity curve with its band, for drawing.

    Attributes
    ----------
    hours : numpy.ndarray of float, shape (points,)
        Hours of the day, 0 to 24, both included.
    density, low, high : numpy.ndarray of float, shape (points,)
        Share of the visits per hour; the band holds 95 % of the replicates at each hour.
    """

    hours: NDArray[np.float64]
    density: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityAnswer(Answer):
    """Hours by the cameras' clock; what concerns a second species is None where none was named.

    Attributes
    ----------
    curves : tuple of Curve
        Of the species, and of the second one.
    """

    species: str = value(N_("Species"))
    events: int = value(N_("Visits"))
    peak_hour: float = value(N_("Hour of the peak"), "", 1)
    activity_level: float = value(N_("Activity level, share of the day"), "%", 1)
    activity_level_low: float = value(N_("Activity level, share of the day"), "%", 1)
    activity_level_high: float = value(N_("Activity level, share of the day"), "%", 1)
    bandwidth: float = value(N_("Concentration of the kernel"), "", 2)
    with_species: str | None = value(N_("Second species"), optional=True)
    with_events: int | None = value(N_("Visits of the second species"), optional=True)
    with_peak_hour: float | None = value(N_("Hour of its peak"), "", 1, optional=True)
    with_activity_level: float | None = value(N_("Its activity level"), "%", 1, optional=True)
    with_activity_level_low: float | None = value(N_("Its activity level"), "%", 1)
    with_activity_level_high: float | None = value(N_("Its activity level"), "%", 1)
    with_bandwidth: float | None = value(N_("Concentration of its kernel"), "", 2, optional=True)
    overlap: float | None = value(N_("Overlap of the two curves, 0-1"), "", 3, optional=True)
    overlap_low: float | None = value(N_("Overlap of the two curves, 0-1"), "", 3)
    overlap_high: float | None = value(N_("Overlap of the two curves, 0-1"), "", 3)
    dhat1: float | None = value(N_("Overlap, estimator Dhat1"), "", 3, optional=True)
    dhat1_low: float | None = value(N_("Overlap, estimator Dhat1"), "", 3)
    dhat1_high: float | None = value(N_("Overlap, estimator Dhat1"), "", 3)
    dhat4: float | None = value(N_("Overlap, estimator Dhat4"), "", 3, optional=True)
    dhat4_low: float | None = value(N_("Overlap, estimator Dhat4"), "", 3)
    dhat4_high: float | None = value(N_("Overlap, estimator Dhat4"), "", 3)
    stations: int | None = value(N_("Stations that watched"), optional=True)
    stations_both: int | None = value(N_("Stations that met both"), optional=True)
    stations_first_only: int | None = value(N_("Stations that met the first only"), optional=True)
    stations_second_only: int | None = value(N_("Stations that met the second only"), optional=True)
    stations_neither: int | None = value(N_("Stations that met neither"), optional=True)
    stations_both_expected: float | None = value(N_("Stations with both, by chance"), "", 1, optional=True)
    p_fewer: float | None = value(N_("Probability of so few stations with both"), "", 4, optional=True)
    p_more: float | None = value(N_("Probability of so many stations with both"), "", 4, optional=True)
    odds_ratio: float | None = value(N_("Odds ratio"), "", 2, optional=True)
    hours: tuple[HourRow, ...] = rows(N_("Visits by hour"), HourRow)
    curves: tuple[Curve, ...] = part()


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """Separate visits of one species."""

    name: str
    visits: DataFrame
    hours: NDArray[np.float64]
    notes: tuple[Note, ...] = field(default=())


def survey_activity(catalog: Catalog, question: ActivityQuestion, spread: Spread) -> ActivityAnswer:
    """Draw the activity curve of a species, and compare it with another one's.

    Parameters
    ----------
    catalog : Catalog
        Reads the survey.
    question : ActivityQuestion
        Which survey and species.
    spread : callable
        An engine's ``map``; the replicates of the bootstrap are spread over it.

    Returns
    -------
    ActivityAnswer
        With fewer than 10 visits the curve is drawn with a caution.

    Raises
    ------
    LeopardRangeError
        ``survey_zones_mixed``; ``survey_no_hours``: occasions, or days without a time;
        ``survey_name_species`` when several are there and none was named; ``survey_no_species``;
        ``survey_few_visits`` below two; ``survey_same_species``; with a second species what `watched` raises.
    """
    from leopard_range.analysis.activity import bootstrap, times

    whole = read(catalog, question)
    if not whole.dated:
        raise LeopardRangeError("survey_no_hours", file=whole.name)
    if zones_unsure(whole):
        raise LeopardRangeError("survey_zones_mixed", file=whole.name, column="eventStart")
    met = [_met(whole, question, question.species)]
    if question.with_species:
        met.append(_met(whole, question, question.with_species))
        if met[0].visits.index.isin(met[1].visits.index).any():
            raise LeopardRangeError("survey_same_species", first=met[0].name, second=met[1].name)
    import numpy as np

    at = np.linspace(0, 2 * np.pi, _POINTS)
    samples = tuple(times(one.hours) for one in met)
    again = bootstrap(samples, at, replicates=question.replicates, seed=question.seed, spread=spread)
    return ActivityAnswer(
        **_levels(met, samples, again),
        **_shared(samples, again),
        **_stations(whole, question, met),
        **_curves(met, samples, again, at),
        citations=(CAMTRAP_DP, RIDOUT_LINKIE, ROWCLIFFE, *((VEECH,) if len(met) > 1 else ())),
        notes=(*cautions(whole), *_notes(whole, met)),
    )


def _met(whole: Survey, question: ActivityQuestion, species: str) -> _Met:
    """Return the separate visits of a species with their hours."""
    from leopard_range.analysis.effort import located
    from leopard_range.analysis.events import visits

    survey = chosen(whole, replace(question, species=species))
    seen = survey.observations
    seen = seen[seen["observationType"].isin(["animal", ""]) & (seen["scientificName"] != "")]
    names = sorted(set(seen["scientificName"]))
    if not names:
        raise LeopardRangeError("survey_nothing_seen", file=whole.name)
    if len(names) > 1 and not species:
        raise LeopardRangeError("survey_name_species", file=whole.name, choices=", ".join(names))
    timed = seen[seen["eventStart"].notna()]
    if timed.empty:
        raise LeopardRangeError("survey_no_hours", file=whole.name)
    met = visits(located(timed, survey.deployments), question.minutes, by=("locationID",))
    if len(met) < 2:
        raise LeopardRangeError("survey_few_visits", species=species or ", ".join(names), count=len(met))
    local = met["eventStart"].dt.tz_convert(whole.timezone)
    hours = ((local - local.dt.normalize()).dt.total_seconds() / 3600).clip(upper=24).to_numpy(dtype=float)
    if not hours.any():
        raise LeopardRangeError("survey_no_hours", file=whole.name)
    name = ", ".join(names)
    lost = len(seen) - len(timed)
    notes = [Note.of("survey_hours_lost", species=name, count=lost)] if lost else []
    if len(met) < _FEW:
        notes.append(Note.of("survey_hours_few", species=name, count=len(met)))
    midnight = int((hours == 0).sum())
    if midnight > 0.2 * len(met):
        notes.append(Note.of("survey_hours_midnight", species=name, count=midnight))
    return _Met(name, met, hours, tuple(notes))


def _levels(met: list[_Met], samples: tuple[NDArray[np.float64], ...], again: Replicates) -> dict[str, Any]:
    from leopard_range.analysis.activity import activity_level, bandwidth, basic0

    found: dict[str, Any] = dict.fromkeys(
        f"with_{key}" for key in ("species", "events", "activity_level", "bandwidth")
    ) | {"with_activity_level_low": None, "with_activity_level_high": None}
    for at, (prefix, one) in enumerate(zip(("", "with_"), met, strict=False)):
        level = activity_level(samples[at])
        low, high = basic0(level, again.levels[:, at])
        found |= {
            f"{prefix}species": one.name,
            f"{prefix}events": len(one.visits),
            f"{prefix}activity_level": level,
            f"{prefix}activity_level_low": low,
            f"{prefix}activity_level_high": high,
            f"{prefix}bandwidth": bandwidth(samples[at]),
        }
    return found


def _shared(samples: tuple[NDArray[np.float64], ...], again: Replicates) -> dict[str, Any]:
    """Estimate the overlap; Dhat1 for small samples, else Dhat4."""
    from leopard_range.analysis.activity import basic0, overlap

    keys = [f"{name}{end}" for name in ("overlap", "dhat1", "dhat4") for end in ("", "_low", "_high")]
    if len(samples) < 2:
        return dict.fromkeys(keys)
    both = overlap(*samples)
    one = (both.dhat1, *basic0(both.dhat1, again.overlaps[:, 0]))
    four = (both.dhat4, *basic0(both.dhat4, again.overlaps[:, 1]))
    small = min(map(len, samples)) <= _SMALL
    return dict(zip(keys, (*(one if small else four), *one, *four), strict=True))


def _stations(whole: Survey, question: ActivityQuestion, met: list[_Met]) -> dict[str, Any]:
    """Compare the stations that met the two species."""
    import numpy as np

    from leopard_range.analysis.cooccurrence import cooccurrence

    keys = ("stations", "stations_both", "stations_first_only", "stations_second_only", "stations_neither")
    more = ("stations_both_expected", "p_fewer", "p_more", "odds_ratio")
    if len(met) < 2:
        return dict.fromkeys((*keys, *more))
    operation = watched(chosen(whole, replace(question, species="")), question.year)
    names = np.array(operation.stations)[operation.trap_days > 0]
    found = cooccurrence(*(np.isin(names, one.visits["locationID"].to_numpy(dtype=str)) for one in met))
    return dict(
        zip(
            (*keys, *more),
            (
                *(len(names), found.both, found.first_only, found.second_only, found.neither),
                *(found.expected_both, found.p_fewer, found.p_more, found.odds_ratio),
            ),
            strict=True,
        )
    )


def _curves(
    met: list[_Met],
    samples: tuple[NDArray[np.float64], ...],
    again: Replicates,
    at: NDArray[np.float64],
) -> dict[str, Any]:
    """Return the curves, their peaks, and the table of hours."""
    import numpy as np

    from leopard_range.analysis.activity import Sample

    per_hour = 2 * np.pi / 24
    curves, peaks = [], []
    for k, angles in enumerate(samples):
        sample = Sample.of(angles)
        band = np.quantile(again.curves[:, k], (0.025, 0.975), axis=0) * per_hour
        curves.append(Curve(at / per_hour, sample.density(at) * per_hour, band[0], band[1]))
        fine = np.linspace(0, 2 * np.pi, 24 * 60, endpoint=False)
        peaks.append(float(fine[sample.density(fine).argmax()] / per_hour))
    table = tuple(
        HourRow(**{"hour": hour} | _hour(hour, met[0], curves[0], "") | _with(hour, met, curves))
        for hour in range(24)
    )
    second = peaks[1] if len(peaks) > 1 else None
    return {"peak_hour": peaks[0], "with_peak_hour": second, "hours": table, "curves": tuple(curves)}


def _with(hour: int, met: list[_Met], curves: list[Curve]) -> dict[str, Any]:
    if len(met) > 1:
        return _hour(hour, met[1], curves[1], "with_")
    share = "with_density_share"
    return dict.fromkeys(("with_events", share, f"{share}_low", f"{share}_high"))


def _hour(hour: int, one: _Met, curve: Curve, prefix: str) -> dict[str, Any]:
    """Return one hour's visits, and the mean of the curve over it."""
    share = f"{prefix}density_share"
    mean, low, high = (_mean(one_, hour) for one_ in (curve.density, curve.low, curve.high))
    return {
        f"{prefix}events": int(((one.hours >= hour) & (one.hours < hour + 1)).sum()),
        share: mean,
        f"{share}_low": min(low, mean),
        f"{share}_high": max(high, mean),
    }


def _mean(curve: NDArray[np.float64], hour: int) -> float:
    """Mean over one hour by the trapezoid rule, which is exact for a whole day of a smooth curve."""
    steps = (_POINTS - 1) // 24
    here = curve[hour * steps : (hour + 1) * steps + 1]
    return float((here.sum() - (here[0] + here[-1]) / 2) / steps)


def _notes(whole: Survey, met: list[_Met]) -> tuple[Note, ...]:
    notes = [note for one in met for note in one.notes]
    if len(met) > 1 and min(len(one.visits) for one in met) <= _SMALL:
        notes.append(Note.of("survey_overlap_small", least=_SMALL))
    notes.append(Note.of("survey_hours_clock", zone=whole.timezone))
    return tuple(notes)
