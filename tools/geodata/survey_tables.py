"""Public tables of the simulated survey: by year and by hour, without a place.

They are made by the package's own analyses, as those of a real survey would be.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from leopard_range.analysis.abundance import abundance_index
from leopard_range.analysis.activity import bandwidth, density, times
from leopard_range.analysis.effort import Operation, located, survey_operation
from leopard_range.analysis.individuals import by_year
from leopard_range.analysis.secr import Detections, Mask, Session, fit_secr
from leopard_range.model.survey import DEPLOYMENTS, GAPS, INDIVIDUALS, MEDIA, OBSERVATIONS, Survey
from leopard_range.schema import conform
from tools.geodata.geometry import to_metres
from tools.geodata.writer import csv_text, write_text

__all__ = ["HOUR_COLUMNS", "YEAR_COLUMNS", "as_survey", "build_survey_tables", "hour_rows", "year_rows"]

Rows = list[dict[str, Any]]

ZONE = "Asia/Vladivostok"
LABEL = "simulated"
INDIVIDUALS_BY_YEAR = ("identified", "new", "cumulative", "known_alive")
SPACING_M = 1000.0
"""Side of the squares of the habitat mask: a third of the movement scale."""
FEWEST_ANIMALS = 10
FEWEST_SPATIAL_RECAPTURES = 20

YEAR_COLUMNS = [
    "year",
    "stations",
    "trap_days",
    "detections",
    "rai_per_100_trap_days",
    "rai_per_100_trap_days_low",
    "rai_per_100_trap_days_high",
    "identified",
    "new",
    "cumulative",
    "known_alive",
    "spatial_recaptures",
    "density_per_100km2",
    "density_per_100km2_low",
    "density_per_100km2_high",
    "animals",
    "animals_low",
    "animals_high",
    "region_km2",
    "reliable",
    "dataKind",
]
HOUR_COLUMNS = ["hour", "detections", "share_per_hour", "dataKind"]


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


def year_rows(survey: Survey, home: BaseGeometry) -> Rows:
    """Work out what was watched, who was identified and how many there may be, year by year.

    Parameters
    ----------
    survey : Survey
        Whole.
    home : BaseGeometry
        Land on which the animals may live, metres of the metric CRS.

    Returns
    -------
    list of dict
        Keys `YEAR_COLUMNS`, in order of years.
    """
    operation = survey_operation(survey)
    seen = _dated(survey)
    years = sorted(set(operation.years.tolist()))
    animals = by_year(seen, years).set_index("year")
    rows = []
    for year in years:
        part, events = operation.of_year(year), seen[seen["year"] == year]
        at = pd.Series(0.0, index=part.stations).add(events["locationID"].value_counts(), fill_value=0.0)
        rate = abundance_index(at[list(part.stations)].to_numpy(), part.trap_days)
        rows.append(
            {
                "year": year,
                "stations": rate.stations,
                "trap_days": round(part.total, 1),
                "detections": len(events),
                "rai_per_100_trap_days": _rounded(rate.rai_per_100_trap_days),
                "rai_per_100_trap_days_low": _rounded(rate.rai_per_100_trap_days_low),
                "rai_per_100_trap_days_high": _rounded(rate.rai_per_100_trap_days_high),
                **{name: int(animals.loc[year, name]) for name in INDIVIDUALS_BY_YEAR},
                **_density(_session(year, survey, part, events), _mask(home)),
                "dataKind": LABEL,
            }
        )
    return rows


def _dated(survey: Survey) -> pd.DataFrame:
    """Return the counted observations with their station, local year and local day."""
    seen = located(survey.counted, survey.deployments)
    local = seen["eventStart"].dt.tz_convert(survey.timezone).dt.tz_localize(None)
    return seen.assign(year=local.dt.year, day=local.dt.normalize())


def _session(year: int, survey: Survey, part: Operation, events: pd.DataFrame) -> Session:
    """Return one year as a closed session: occasions are days, detectors are the stations that watched."""
    if part.days is None:
        raise ValueError("the simulated survey has dates")
    watched = part.trap_days > 0
    stations = tuple(np.array(part.stations)[watched].tolist())
    places = survey.deployments.drop_duplicates("locationID").set_index("locationID").loc[list(stations)]
    points = to_metres(shapely.multipoints(places[["longitude", "latitude"]].to_numpy()))
    animals = tuple(sorted(events["individualID"].unique()))
    return Session(
        name=str(year),
        detectors=shapely.get_coordinates(points),
        usage=np.nan_to_num(part.effort[watched]),
        detections=Detections(
            animal=pd.Index(animals).get_indexer(events["individualID"]),
            occasion=part.days.get_indexer(pd.DatetimeIndex(events["day"])),
            detector=pd.Index(stations).get_indexer(events["locationID"]),
            names=animals,
        ),
        detector_names=stations,
    )


def _mask(home: BaseGeometry) -> Mask:
    """Return the squares of a fixed lattice whose middle lies on the land."""
    west, south, east, north = home.bounds
    x, y = (
        (np.arange(np.floor(low / SPACING_M), np.ceil(high / SPACING_M)) + 0.5) * SPACING_M
        for low, high in ((west, east), (south, north))
    )
    middle = np.column_stack([axis.ravel() for axis in np.meshgrid(x, y)])
    inside = shapely.contains_xy(home, middle[:, 0], middle[:, 1])
    return Mask(middle[inside], SPACING_M**2 / 1e6)


def _density(session: Session, mask: Mask) -> dict[str, Any]:
    """Estimate the density of one year; too few animals or repeats leave it unreliable."""
    fit = fit_secr(session, mask, detector="count", detectfn="HHN")
    found, area = fit.estimate("density_per_km2"), mask.area_km2
    bounds = {"": found.value, "_low": found.low, "_high": found.high}
    return {
        "spatial_recaptures": fit.spatial_recaptures,
        **{f"density_per_100km2{end}": round(100 * value, 3) for end, value in bounds.items()},
        **{f"animals{end}": round(area * value, 1) for end, value in bounds.items()},
        "region_km2": round(area),
        "reliable": fit.n >= FEWEST_ANIMALS and fit.spatial_recaptures >= FEWEST_SPATIAL_RECAPTURES,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def hour_rows(survey: Survey) -> Rows:
    """Count detections in each hour of the cameras' clock, all years together, and smooth them.

    Parameters
    ----------
    survey : Survey
        Whole.

    Returns
    -------
    list of dict
        Keys `HOUR_COLUMNS`, hours 0 to 23.
    """
    local = survey.counted["eventStart"].dt.tz_convert(survey.timezone)
    counts = local.dt.hour.value_counts().reindex(range(24), fill_value=0)
    angles = times((local.dt.hour + local.dt.minute / 60 + local.dt.second / 3600).to_numpy(dtype=float))
    middle = (np.arange(24) + 0.5) * np.pi / 12
    shares = density(angles, middle, bandwidth(angles)) * np.pi / 12
    return [
        {
            "hour": hour,
            "detections": int(counts[hour]),
            "share_per_hour": round(float(shares[hour]), 4),
            "dataKind": LABEL,
        }
        for hour in range(24)
    ]


def build_survey_tables(target: Path, deployments: Rows, observations: Rows, home: BaseGeometry) -> None:
    """Write ``survey_years`` and ``survey_hours``.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    deployments, observations : list of dict
        Rows of the two simulated tables.
    home : BaseGeometry
        Land on which the simulated animals live, metres of the metric CRS.
    """
    survey = as_survey(deployments, observations)
    write_text(target / "survey/survey_years.csv", csv_text(year_rows(survey, home), YEAR_COLUMNS))
    write_text(target / "survey/survey_hours.csv", csv_text(hour_rows(survey), HOUR_COLUMNS))
