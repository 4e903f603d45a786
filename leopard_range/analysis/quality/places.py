"""Rules about where cameras stood, and how fast an animal would have had to be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leopard_range.analysis.quality.subject import Subject, problem, problems
from leopard_range.model.survey import Problem

__all__ = [
    "impossible_positions",
    "impossible_speed",
    "missing_positions",
    "moved_stations",
    "outside_area",
    "shared_positions",
]

_FARTHEST_M = 2.5e7


def missing_positions(subject: Subject) -> list[Problem]:
    """Find deployments without a position, and such at 0, 0.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    put = subject.survey.deployments
    degrees, plane = put[["longitude", "latitude"]], put[["x_m", "y_m"]]
    none = ~(degrees.notna().all(axis=1) | plane.notna().all(axis=1))
    # A plane of its own may begin where somebody put a camera.
    null = (degrees == 0).all(axis=1)
    column = "latitude" if subject.survey.crs else "x_m"
    return [
        one
        for rule, rows in (("missing_position", put[none]), ("null_position", put[null]))
        for one in problems(rule, "deployments", rows, column, deployment=rows["deploymentID"])
    ]


def impossible_positions(subject: Subject) -> list[Problem]:
    """Find coordinates that are nowhere on Earth.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    put = subject.survey.deployments
    found = []
    for column, most in (
        ("longitude", 180.0),
        ("latitude", 90.0),
        ("x_m", _FARTHEST_M),
        ("y_m", _FARTHEST_M),
    ):
        rows = put[put[column].abs() > most]
        # Degrees as they were written: a rounded 90.001 would puzzle.
        shown = rows[column].map("{:.10g}".format)
        found += problems("impossible_position", "deployments", rows, column, value=shown)
    return found


def outside_area(subject: Subject) -> list[Problem]:
    """Find deployments outside the study area; those that are inside once swapped are told apart.

    Parameters
    ----------
    subject : Subject
        The survey; without bounds nothing is judged, and a survey that lies outside as a whole is told once.
    """
    put = subject.survey.deployments
    lon, lat = put["longitude"], put["latitude"]
    known = lon.notna() & lat.notna() & (lon.abs() <= 180) & (lat.abs() <= 90) & ~((lon == 0) & (lat == 0))
    if subject.limits.bounds is None or not known.any():
        return []
    outside = known & ~_inside(subject, lon, lat)
    swapped = outside & _inside(subject, lat, lon)
    if bool((outside & ~swapped)[known].all()):
        return [problem("survey_elsewhere", "deployments", count=int(known.sum()))]
    return problems(
        "swapped_position", "deployments", put[swapped], "latitude",
        deployment=put.loc[swapped, "deploymentID"],
    ) + problems(
        "outside_area", "deployments", put[outside & ~swapped], "latitude",
        deployment=put.loc[outside & ~swapped, "deploymentID"],
    )  # fmt: skip


def _inside(subject: Subject, lon: pd.Series, lat: pd.Series) -> pd.Series:
    west, south, east, north = subject.limits.bounds or (-180.0, -90.0, 180.0, 90.0)
    return lon.between(west, east) & lat.between(south, north)


def moved_stations(subject: Subject) -> list[Problem]:
    """Find deployments that stood elsewhere than the first of their station.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    put = subject.survey.deployments
    place = pd.DataFrame(subject.xy_m, index=put.index, columns=["x", "y"])
    place = place[(put["locationID"] != "") & place.notna().all(axis=1)]
    first = place.groupby(put.loc[place.index, "locationID"]).transform("first")
    away = ((place["x"] - first["x"]) ** 2 + (place["y"] - first["y"]) ** 2) ** 0.5
    away = away[away > subject.limits.same_place_m]
    rows = put.loc[away.index]
    return problems(
        "moved_station",
        "deployments",
        rows,
        "locationID",
        value=rows["locationID"],
        metres=away.round(),
    )


def shared_positions(subject: Subject) -> list[Problem]:
    """Find stations that stand on the very spot of another one; told once a spot.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    put = subject.survey.deployments
    place = pd.DataFrame(subject.xy_m, index=put.index, columns=["x", "y"])
    place["station"] = put["locationID"]
    place = place[(put["locationID"] != "") & place.notna().all(axis=1)]
    # Half a metre is finer than any receiver.
    place[["x", "y"]] = place[["x", "y"]].round()
    place = place.drop_duplicates()
    count = place.groupby(["x", "y"])["station"].transform("size")
    again = place[(count > 1) & ~place.duplicated(["x", "y"])]
    return problems(
        "shared_position",
        "deployments",
        put.loc[again.index],
        "locationID",
        value=again["station"],
        count=count.loc[again.index] - 1,
    )


def impossible_speed(subject: Subject) -> list[Problem]:
    """Find animals that would have had to run from one camera to the next.

    The straight way between two records that follow each other, divided by the time between them and the
    difference two clocks may have; so the speed that is told is the least one.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    survey = subject.survey
    first = pd.Series(np.arange(len(survey.deployments)), index=survey.deployments["deploymentID"])
    first = first[~first.index.duplicated()]
    seen = survey.counted
    seen = seen[(seen["individualID"] != "") & subject.plausible(seen["eventStart"])]
    at = first.reindex(seen["deploymentID"]).to_numpy(dtype=float)
    seen = seen[np.isfinite(at)]
    xy = subject.xy_m[at[np.isfinite(at)].astype(np.int64)]
    order = np.lexsort((seen["eventStart"].astype("int64").to_numpy(), seen["individualID"].to_numpy(str)))
    seen, xy = seen.iloc[order], xy[order]
    if len(seen) < 2:
        return []
    way_km = np.hypot(*np.diff(xy, axis=0).T) / 1000
    apart_h = seen["eventStart"].diff().dt.total_seconds().to_numpy()[1:] / 3600
    same = (seen["individualID"] == seen["individualID"].shift()).to_numpy()[1:]
    speed = way_km / (apart_h + subject.limits.clock_slack_min / 60)
    fast = np.flatnonzero(same & (speed > subject.limits.speed_km_h)) + 1
    rows = seen.iloc[fast].assign(
        other=seen["deploymentID"].to_numpy()[fast - 1],
        way_km=way_km[fast - 1],
        minutes=apart_h[fast - 1] * 60,
        speed_km_h=speed[fast - 1],
    )
    rows = rows.sort_index(kind="stable")
    return problems(
        "impossible_speed",
        "observations",
        rows,
        "individualID",
        value=rows["individualID"],
        deployment=rows["deploymentID"],
        other=rows["other"],
        way_km=rows["way_km"],
        minutes=rows["minutes"].round(),
        speed_km_h=rows["speed_km_h"],
    )
