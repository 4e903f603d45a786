"""Rules about clocks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from leopard_range.analysis.quality.subject import TIMES, Subject, problems
from leopard_range.model.survey import Problem

__all__ = [
    "end_before_start",
    "implausible_clock",
    "missing_clock",
    "outside_deployment",
    "outside_usage",
]

_DAY_S = 86_400.0
_MONTH = pd.Timedelta(days=28)


def end_before_start(subject: Subject) -> list[Problem]:
    """Find deployments, events and gaps that end before they start.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    found = []
    for name in ("deployments", "observations", "gaps"):
        start, end = TIMES[name]
        table = subject.table(name)
        wrong = table[table[end] < table[start]]
        found += problems(
            "end_before_start",
            name,
            wrong,
            end,
            start=subject.local(wrong[start]),
            end=subject.local(wrong[end]),
        )
    return found


def implausible_clock(subject: Subject) -> list[Problem]:
    """Find times of 1970, times before the first plausible year, and times in the future.

    Parameters
    ----------
    subject : Subject
        The survey.  Of one row only the first such time is told.
    """
    zone, limits = subject.survey.timezone, subject.limits
    # 1970 starts while it is still 1969 in the west.
    epoch = pd.Timestamp("1969-12-31", tz=zone), pd.Timestamp("1971-01-01", tz=zone)
    first = pd.Timestamp(year=limits.first_year, month=1, day=1, tz=zone)
    found = []
    for name, columns in TIMES.items():
        table = subject.table(name)
        told = pd.Series(data=False, index=table.index)
        for column in columns:
            time = table[column]
            reset = (time >= epoch[0]) & (time < epoch[1])
            for rule, wrong, blanks in (
                ("clock_1970", reset, {}),
                ("clock_early", (time < first) & ~reset, {"year": limits.first_year}),
                ("clock_future", time > limits.today + pd.Timedelta(days=1), {}),
            ):
                rows = table[wrong & ~told]
                found += problems(rule, name, rows, column, value=subject.local(rows[column]), **blanks)
                told |= wrong
    return found


def missing_clock(subject: Subject) -> list[Problem]:
    """Find rows without a time, and deployments whose clock failed for a month or altogether.

    Parameters
    ----------
    subject : Subject
        The survey; nothing where it has occasions instead.
    """
    if not subject.survey.dated:
        return []
    found = []
    for name, column in (
        ("deployments", "deploymentStart"),
        ("deployments", "deploymentEnd"),
        ("observations", "eventStart"),
        ("media", "timestamp"),
    ):
        table = subject.table(name)
        found += problems("missing_time", name, table[table[column].isna()], column)
    return found + _lost_clocks(subject)


def _lost_clocks(subject: Subject) -> list[Problem]:
    """Tell of every deployment whose rows without a time leave a month open, by the order of the file."""
    seen = subject.survey.observations
    own = seen["deploymentID"]
    lost = seen["eventStart"].isna()
    affected = seen[own.isin(own[lost]) & (own != "")]
    if affected.empty:
        return []
    group = affected["deploymentID"]
    before = affected["eventStart"].groupby(group).ffill()
    after = affected["eventStart"].groupby(group).bfill()
    before = before.fillna(subject.of_deployment(affected, "deploymentStart"))
    after = after.fillna(subject.of_deployment(affected, "deploymentEnd"))
    gone = affected["eventStart"].isna()
    table = pd.DataFrame({"deployment": group, "gone": gone, "open": ((after - before) >= _MONTH) & gone})
    by = table.groupby("deployment", sort=False)
    counts = by["gone"].agg(["size", "sum"])
    counts = counts[by["open"].any() | ((counts["sum"] == counts["size"]) & (counts["size"] > 1))]
    put = subject.survey.deployments.drop_duplicates("deploymentID")
    rows = put[put["deploymentID"].isin(counts.index)]
    return problems(
        "lost_clock",
        "deployments",
        rows,
        deployment=rows["deploymentID"],
        count=rows["deploymentID"].map(counts["sum"]),
        total=rows["deploymentID"].map(counts["size"]),
    )


def outside_deployment(subject: Subject) -> list[Problem]:
    """Find observations and media before the start or after the end of their deployment.

    Parameters
    ----------
    subject : Subject
        The survey; times that no clock should show have their own rule.
    """
    found = []
    for name, column in (("observations", "eventStart"), ("media", "timestamp")):
        table = subject.table(name)
        time = table[column]
        early = (subject.of_deployment(table, "deploymentStart") - time).dt.total_seconds()
        late = (time - subject.of_deployment(table, "deploymentEnd")).dt.total_seconds()
        beyond = np.fmax(early, late)
        outside = (beyond > 0) & subject.plausible(time)
        rows = table[outside]
        found += problems(
            "outside_deployment",
            name,
            rows,
            column,
            value=subject.local(rows[column]),
            deployment=rows["deploymentID"],
            days=beyond[outside] / _DAY_S,
        )
    return found


def outside_usage(subject: Subject) -> list[Problem]:
    """Find observations on an occasion on which their camera did not work.

    Parameters
    ----------
    subject : Subject
        The survey; nothing where it has times instead.
    """
    usage, seen = subject.survey.usage, subject.survey.observations
    if usage is None:
        return []
    worked = pd.MultiIndex.from_frame(usage.loc[usage["effort_days"] > 0, ["deploymentID", "occasion"]])
    dated = seen[seen["occasion"].notna()].astype({"occasion": "int64"})
    there = pd.MultiIndex.from_frame(dated[["deploymentID", "occasion"]]).isin(worked)
    rows = dated[~there]
    return problems(
        "outside_usage",
        "observations",
        rows,
        "occasion",
        deployment=rows["deploymentID"],
        occasion=rows["occasion"],
    ) + problems("missing_occasion", "observations", seen[seen["occasion"].isna()], "occasion")
