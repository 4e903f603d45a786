"""How long the cameras of a survey watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Note, Text
from leopard_range.studies.shape import N_, option, part, rows, value
from leopard_range.studies.survey.common import CAMTRAP_DP, SurveyQuestion, cautions, chosen, read

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame, GeoSeries
    from numpy.typing import NDArray

    from leopard_range.analysis.effort import Operation
    from leopard_range.analysis.trap_days import Effort
    from leopard_range.catalog import Catalog
    from leopard_range.model.survey import Survey

__all__ = ["TRAP_DAYS", "EffortAnswer", "EffortQuestion", "EffortRow", "survey_effort", "watched", "working"]

TRAP_DAYS = N_("trap-days")
"""Unit of effort: 24 hours of one station watching."""

_OUTSIDE: Text = {
    "en": "Outside the reserves",
    "ru": "Вне охраняемых территорий",
    "zh": "保护区以外",
    "ko": "보호구역 밖",
}
_LONG_DAYS = 366
_SEASONS = (N_("winter"), N_("spring"), N_("summer"), N_("autumn"))


@dataclass(frozen=True, slots=True)
class EffortQuestion(SurveyQuestion):
    """How long cameras watched.

    Attributes
    ----------
    by : str
        ``station``, ``reserve``, ``season``, ``year`` or ``month``.
    overlap : str
        Deployments of one station at one time: ``united``, or ``added`` when every camera counts.
    """

    by: str = option(
        N_("rows by"), str, choices=("station", "reserve", "season", "year", "month"), default="station"
    )
    overlap: str = option(
        N_("cameras of one station at one time count once (united) or each (added)"),
        str,
        choices=("united", "added"),
        default="united",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortRow:
    """Effort of one station, reserve, season, year or month."""

    name: Text | str = value(N_("Name"), words=_SEASONS)
    year: int | None = value(N_("Year"), "year", optional=True)
    trap_days: float = value(N_("Effort"), TRAP_DAYS, 1)
    lost_share: float | None = value(N_("Share of days lost"), "%", 1, optional=True)
    stations: int = value(N_("Stations"))
    stations_working: int = value(N_("Stations that watched"))
    working_days: int = value(N_("Days with a camera at work"))
    first_day: str = value(N_("First day"), optional=True)
    last_day: str = value(N_("Last day"), optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortAnswer(Answer):
    """Effort of a survey.

    Attributes
    ----------
    operation : Operation
        Station by local day, or by occasion.
    """

    trap_days: float = value(N_("Effort"), TRAP_DAYS, 1)
    lost_share: float | None = value(N_("Share of days lost"), "%", 1, optional=True)
    stations: int = value(N_("Stations"))
    stations_working: int = value(N_("Stations that watched"))
    working_days: int = value(N_("Days with a camera at work"))
    first_day: str = value(N_("First day"), optional=True)
    last_day: str = value(N_("Last day"), optional=True)
    effort: tuple[EffortRow, ...] = rows(N_("Effort"), EffortRow)
    operation: Operation = part()


def survey_effort(catalog: Catalog, question: EffortQuestion) -> EffortAnswer:
    """Sum the trap-days of a survey.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : EffortQuestion
        Which survey, and rows by what.

    Returns
    -------
    EffortAnswer

    Raises
    ------
    LeopardRangeError
        ``survey_no_effort``, ``survey_zero_effort``, ``survey_occasions_only``, ``survey_no_plane`` and what
        reading raises.
    """
    from leopard_range.analysis.effort import survey_operation
    from leopard_range.analysis.trap_days import effort_by

    survey = chosen(read(catalog, question), question, timed=False)
    operation = watched(survey, question.year, question.overlap)
    keys, group = _groups(catalog, survey, operation, question.by)
    total = effort_by(operation, group * 0, 1)[0]
    notes = [*cautions(survey), *working(survey)]
    if question.overlap == "united" and survey.deployments["locationID"].duplicated().any():
        each = survey_operation(survey, "added").of_year(question.year).total
        if each > operation.total + 1e-9:
            notes.append(Note.of("survey_united", trap_days=round(each - operation.total, 1)))
    return EffortAnswer(
        **_told(operation, total),
        effort=tuple(
            EffortRow(name=name, year=year, **_told(operation, one))
            for (name, year), one in zip(keys, effort_by(operation, group, len(keys)), strict=True)
            if one.stations
        ),
        operation=operation,
        citations=(CAMTRAP_DP,),
        notes=tuple(notes),
    )


def watched(survey: Survey, year: int, overlap: Any = "united") -> Operation:
    """Return the operation of a survey in one year, or in all, refusing one in which nothing watched.

    Parameters
    ----------
    survey : Survey
        Any.
    year : int
        Local calendar year; 0 for all.
    overlap : str
        ``united`` or ``added``.

    Raises
    ------
    LeopardRangeError
        ``survey_no_effort``, ``survey_too_long``, ``survey_zero_effort``.
    """
    from leopard_range.analysis.effort import survey_operation

    operation = survey_operation(survey, overlap).of_year(year)
    if operation.total <= 0:
        raise LeopardRangeError("survey_zero_effort", file=survey.name)
    return operation


def working(survey: Survey) -> tuple[Note, ...]:
    """Say how many deployments tell no effort, and how many last too long to be believed.

    Parameters
    ----------
    survey : Survey
        Any.
    """
    from leopard_range.analysis.effort import usable

    if not survey.dated:
        return ()
    table, fit = survey.deployments, usable(survey.deployments)
    days = (table["deploymentEnd"] - table["deploymentStart"])[fit].dt.days
    counts = {
        "survey_deployments_skipped": len(table) - int(fit.sum()),
        "survey_deployments_long": int((days > _LONG_DAYS).sum()),
    }
    return tuple(Note.of(code, count=count) for code, count in counts.items() if count)


def _told(operation: Operation, effort: Effort) -> dict[str, Any]:
    days = operation.days
    ends = ("", "") if days is None else (str(days[at].date()) for at in (effort.first, effort.last))
    first, last = ends if effort.first >= 0 else ("", "")
    plain = ("trap_days", "lost_share", "stations", "stations_working", "working_days")
    return {name: getattr(effort, name) for name in plain} | {"first_day": first, "last_day": last}


Key = tuple[Text | str, int | None]


def _groups(
    catalog: Catalog, survey: Survey, operation: Operation, by: str
) -> tuple[list[Key], NDArray[np.int64]]:
    """Return what each row is called, and the row of each station-day."""
    import numpy as np

    from leopard_range.analysis.trap_days import season_of

    days = operation.days
    if by == "station":
        return [(one, None) for one in operation.stations], np.arange(len(operation.stations))[:, None]
    if by == "reserve":
        return _reserves(catalog, survey, operation)
    if days is None:
        raise LeopardRangeError("survey_occasions_only", file=survey.name)
    if by == "year":
        return _coded([(str(one), int(one)) for one in days.year])
    if by == "month":
        return _coded([(f"{one:%Y-%m}", one.year) for one in days])
    return _coded([(season, year) for year, season in season_of(days)])


def _coded(keys: Sequence[Any]) -> tuple[list[Key], NDArray[np.int64]]:
    """Number the keys of the days in the order they come."""
    import numpy as np

    order: dict[Any, int] = {}
    codes = [order.setdefault(key, len(order)) for key in keys]
    return list(order), np.asarray(codes, dtype=np.int64)


def _reserves(catalog: Catalog, survey: Survey, operation: Operation) -> tuple[list[Key], NDArray[np.int64]]:
    """Lay each station into the smallest reserve of each year that holds it; the last row is outside."""
    import numpy as np

    from leopard_range.studies.common import names

    places = _places(survey, operation)
    frame = _reserve_frame(catalog)
    keys: list[Key] = [*((name, None) for name in names(frame)), (_OUTSIDE, None)]
    years = operation.years if operation.days is not None else np.full(1, catalog.years[1])
    group = np.full((len(operation.stations), len(years)), len(keys) - 1, dtype=np.int64)
    station, reserve = frame.sindex.query(places.to_numpy(), predicate="intersects", output_format="indices")
    began = frame["year_from"].astype("float64").fillna(-np.inf).to_numpy()
    ended = frame["year_to"].astype("float64").fillna(np.inf).to_numpy()
    # The frame runs from the largest to the smallest, so that the smallest is written last.
    for place, one in sorted(zip(station.tolist(), reserve.tolist(), strict=True), key=lambda pair: pair[1]):
        group[place, (began[one] <= years) & (years <= ended[one])] = one
    return keys, group


def _reserve_frame(catalog: Catalog) -> GeoDataFrame:
    """Gather the polygons of every reserve layer, the largest first."""
    import pandas as pd

    layers = [one for one in catalog.specs.values() if one.group == "reserves" and one.kind == "polygon"]
    if not layers:
        raise LeopardRangeError("survey_no_reserves")
    both = pd.concat([catalog.layer(one.id).frame for one in layers], ignore_index=True)
    area = both.geometry.to_crs(catalog.species.metric_crs).area
    return both.loc[area.sort_values(ascending=False).index].reset_index(drop=True)


def _places(survey: Survey, operation: Operation) -> GeoSeries:
    """Return where each station stands, EPSG:4326: its first deployment."""
    import geopandas as gpd

    from leopard_range.analysis.effort import station_names

    if not survey.crs:
        raise LeopardRangeError("survey_crs_unknown", file=survey.name)
    table = survey.deployments
    first = table[~station_names(table).duplicated()]
    x, y = ("longitude", "latitude") if survey.crs == "EPSG:4326" else ("x_m", "y_m")
    return gpd.GeoSeries(gpd.points_from_xy(first[x], first[y]), crs=survey.crs).to_crs("EPSG:4326")
