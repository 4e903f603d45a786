"""Public tables of the simulated survey: by year and by hour, without a place.

They are made by the package's own analyses, as those of a real survey would be.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from leopard_range.analysis.effort import survey_operation
from leopard_range.model.survey import DEPLOYMENTS, GAPS, INDIVIDUALS, MEDIA, OBSERVATIONS, Survey
from leopard_range.schema import conform
from tools.geodata.writer import csv_text, write_text

__all__ = ["HOUR_COLUMNS", "YEAR_COLUMNS", "as_survey", "build_survey_tables", "hour_rows", "year_rows"]

Rows = list[dict[str, Any]]

ZONE = "Asia/Vladivostok"
LABEL = "simulated"

YEAR_COLUMNS = [
    "year",
    "stations",
    "trap_days",
    "detections",
    "identified",
    "new",
    "cumulative",
    "known_alive",
    "dataKind",
]
HOUR_COLUMNS = ["hour", "detections", "dataKind"]


def as_survey(deployments: Rows, observations: Rows) -> Survey:
    """Give the rows of the two simulated tables the shape of a survey.

    Parameters
    ----------
    deployments, observations : list of dict
        Rows of ``survey_stations`` and ``survey_detections``.

    Returns
    -------
    Survey
        Positions in EPSG:4326, times in UTC.
    """
    stations, seen = pd.DataFrame(deployments), pd.DataFrame(observations)
    for name in ("deploymentStart", "deploymentEnd"):
        stations[name] = pd.to_datetime(stations[name], utc=True, format="ISO8601")
    for name in ("eventStart", "eventEnd"):
        seen[name] = pd.to_datetime(seen[name], utc=True, format="ISO8601")
    seen = seen.drop(columns=["longitude", "latitude"]).assign(
        observationLevel="event", eventID=seen["observationID"]
    )
    animals = seen.drop_duplicates("individualID")[["individualID", "sex", "lifeStage"]]
    return Survey(
        name="survey_detections",
        kind="layers",
        crs="EPSG:4326",
        timezone=ZONE,
        deployments=conform(stations, DEPLOYMENTS),
        observations=conform(seen, OBSERVATIONS),
        media=conform(pd.DataFrame(), MEDIA),
        individuals=conform(animals, INDIVIDUALS),
        gaps=conform(pd.DataFrame(), GAPS),
        simulated=True,
    )


def year_rows(survey: Survey) -> Rows:
    """Count what was watched and who was identified in each year.

    Parameters
    ----------
    survey : Survey
        Whole.

    Returns
    -------
    list of dict
        Keys `YEAR_COLUMNS`, in order of years.
    """
    operation = survey_operation(survey)
    local = survey.counted["eventStart"].dt.tz_convert(survey.timezone)
    seen = survey.counted.assign(year=local.dt.year)
    first = seen.groupby("individualID")["year"].min()
    last = seen.groupby("individualID")["year"].max()
    rows = []
    for year in sorted(set(operation.years.tolist())):
        part, events = operation.of_year(year), seen[seen["year"] == year]
        rows.append(
            {
                "year": year,
                "stations": int((part.trap_days > 0).sum()),
                "trap_days": round(part.total, 1),
                "detections": len(events),
                "identified": events["individualID"].nunique(),
                "new": int((first == year).sum()),
                "cumulative": int((first <= year).sum()),
                "known_alive": int(((first <= year) & (last >= year)).sum()),
                "dataKind": LABEL,
            }
        )
    return rows


def hour_rows(survey: Survey) -> Rows:
    """Count detections in each hour of the cameras' clock, all years together.

    Parameters
    ----------
    survey : Survey
        Whole.

    Returns
    -------
    list of dict
        Keys `HOUR_COLUMNS`, hours 0 to 23.
    """
    hour = survey.counted["eventStart"].dt.tz_convert(survey.timezone).dt.hour
    counts = hour.value_counts().reindex(range(24), fill_value=0)
    return [{"hour": int(at), "detections": int(count), "dataKind": LABEL} for at, count in counts.items()]


def build_survey_tables(target: Path, deployments: Rows, observations: Rows) -> None:
    """Write ``survey_years`` and ``survey_hours``.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    deployments, observations : list of dict
        Rows of the two simulated tables.
    """
    survey = as_survey(deployments, observations)
    write_text(target / "survey/survey_years.csv", csv_text(year_rows(survey), YEAR_COLUMNS))
    write_text(target / "survey/survey_hours.csv", csv_text(hour_rows(survey), HOUR_COLUMNS))
