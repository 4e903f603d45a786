"""Rules about what the cameras watched."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leopard_range.analysis.quality.subject import Subject, problem, problems
from leopard_range.model.survey import Problem

__all__ = [
    "gaps_outside",
    "overlapping_deployments",
    "silent_stations",
    "silent_stretches",
    "strange_lengths",
]

_DAY_S = 86_400.0


def overlapping_deployments(subject: Subject) -> list[Problem]:
    """Find deployments that run at the same time with one camera, or at one station.

    Two cameras at one station are usual where both flanks are wanted: that is told, not blamed.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    camera = _overlaps(subject.survey.deployments, "cameraID")
    station = _overlaps(subject.survey.deployments, "locationID")
    station = station[~station.index.isin(camera.index)]
    pair = (station["cameraID"] != "") & (station["other_camera"] != "")
    found = []
    for rule, rows in (
        ("camera_overlap", camera),
        ("station_overlap", station[~pair]),
        ("paired_cameras", station[pair]),
    ):
        name = "cameraID" if rule == "camera_overlap" else "locationID"
        found += problems(
            rule,
            "deployments",
            rows,
            "deploymentStart",
            deployment=rows["deploymentID"],
            other=rows["other"],
            value=rows[name],
        )
    return found


def _overlaps(deployments: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the deployments that start before an earlier one of the same key has ended."""
    both = deployments["deploymentStart"].notna() & deployments["deploymentEnd"].notna()
    known = deployments[both & (deployments[key] != "")]
    known = known.sort_values([key, "deploymentStart", "deploymentEnd"], kind="stable")
    start, end = (known[name].astype("int64") for name in ("deploymentStart", "deploymentEnd"))
    latest = end.groupby(known[key]).cummax()
    carried = {}
    for name, column in (("other", "deploymentID"), ("other_camera", "cameraID")):
        holder = known[column].where(end == latest)
        carried[name] = holder.groupby(known[key]).ffill().groupby(known[key]).shift()
    before = latest.groupby(known[key]).shift()
    hit = (start < before) & (end > start)
    return known.assign(**carried)[hit].sort_index()


def strange_lengths(subject: Subject) -> list[Problem]:
    """Find deployments of no length, and such that lasted longer than is believed.

    Parameters
    ----------
    subject : Subject
        The survey; where it has occasions, stations without any effort.
    """
    deployments = subject.survey.deployments
    usage = subject.survey.usage
    if usage is not None:
        worked = usage.loc[usage["effort_days"] > 0, "deploymentID"]
        idle = deployments[~deployments["deploymentID"].isin(worked)]
        return problems("no_effort", "deployments", idle, deployment=idle["deploymentID"])
    start, end = deployments["deploymentStart"], deployments["deploymentEnd"]
    days = (end - start).dt.total_seconds() / _DAY_S
    none = deployments[days == 0]
    long = (days > subject.limits.longest_days) & subject.plausible(start) & subject.plausible(end)
    return problems(
        "no_effort", "deployments", none, "deploymentEnd", deployment=none["deploymentID"]
    ) + problems(
        "long_deployment",
        "deployments",
        deployments[long],
        "deploymentEnd",
        deployment=deployments.loc[long, "deploymentID"],
        days=days[long].round(),
    )


def gaps_outside(subject: Subject) -> list[Problem]:
    """Find declared gaps that lie outside their deployment, in part or whole.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    gaps = subject.survey.gaps
    early = gaps["start"] < subject.of_deployment(gaps, "deploymentStart")
    late = gaps["end"] > subject.of_deployment(gaps, "deploymentEnd")
    rows = gaps[early | late]
    return problems(
        "gap_outside",
        "gaps",
        rows,
        "start",
        deployment=rows["deploymentID"],
        start=subject.local(rows["start"]),
        end=subject.local(rows["end"]),
    )


def silent_stretches(subject: Subject) -> list[Problem]:
    """Find long stretches of a deployment in which nothing at all was recorded and no gap is declared.

    Parameters
    ----------
    subject : Subject
        The survey.  One that holds a single species and no media says nothing about silence, and
        neither does a deployment without a record: it has its own rule.
    """
    survey = subject.survey
    if not survey.dated or not _tells_silence(subject):
        return []
    seen = pd.concat(
        [
            survey.observations[["deploymentID", "eventStart"]].set_axis(["deploymentID", "time"], axis=1),
            survey.media[["deploymentID", "timestamp"]].set_axis(["deploymentID", "time"], axis=1),
        ]
    ).dropna()
    start, end = subject.of_deployment(seen, "deploymentStart"), subject.of_deployment(seen, "deploymentEnd")
    seen = seen[(seen["time"] >= start) & (seen["time"] <= end)]
    put = survey.deployments.drop_duplicates("deploymentID").dropna(
        subset=["deploymentStart", "deploymentEnd"]
    )
    put = put[put["deploymentID"].isin(seen["deploymentID"])]
    ends = [put[["deploymentID", name]].set_axis(["deploymentID", "time"], axis=1) for name in _ENDS]
    gaps = survey.gaps[survey.gaps["deploymentID"].isin(put["deploymentID"])]
    off = gaps[["deploymentID", "start"]].set_axis(["deploymentID", "time"], axis=1).assign(off=True)
    on = gaps[["deploymentID", "end"]].set_axis(["deploymentID", "time"], axis=1)
    marks = pd.concat([one.assign(off=False) for one in (seen, *ends, on)] + [off], ignore_index=True)
    # At the same moment a gap begins last, so that the silence after it is its own.
    marks = marks.sort_values(["deploymentID", "time", "off"], kind="stable")
    following = marks.groupby("deploymentID")["time"].shift(-1)
    days = (following - marks["time"]).dt.total_seconds() / _DAY_S
    still = (days >= subject.limits.silence_days) & ~marks["off"].astype(bool)
    quiet = marks[still].assign(until=following[still], days=days[still].round())
    row_of = put.reset_index().set_index("deploymentID")["index"]
    rows = quiet.set_index(quiet["deploymentID"].map(row_of)).sort_index(kind="stable")
    return problems(
        "silent_stretch",
        "deployments",
        rows,
        deployment=rows["deploymentID"],
        start=subject.local(rows["time"]),
        end=subject.local(rows["until"]),
        days=rows["days"],
    )


_ENDS = ("deploymentStart", "deploymentEnd")


def _tells_silence(subject: Subject) -> bool:
    """Whether so much was recorded that a silence means something: pictures, or more than one animal."""
    seen = subject.survey.observations
    kinds = len(seen.drop_duplicates(["observationType", "scientificName"]))
    return kinds > 1 or not subject.survey.media.empty


def silent_stations(subject: Subject) -> list[Problem]:
    """Find stations without any record.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    survey = subject.survey
    if survey.observations.empty and survey.media.empty:
        return []
    put = survey.deployments
    station = put["locationID"].where(put["locationID"] != "", put["deploymentID"])
    seen = put["deploymentID"].isin(survey.observations["deploymentID"])
    seen |= put["deploymentID"].isin(survey.media["deploymentID"])
    silent = ~seen.groupby(station).transform("any").astype(bool)
    rows = put[silent & ~station.duplicated()]
    found = problems("silent_station", "deployments", rows, value=station.loc[rows.index])
    if len(put) and bool(np.all(silent)):
        found.append(problem("no_station_saw", "observations"))
    return found
