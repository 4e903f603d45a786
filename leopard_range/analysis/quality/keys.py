"""Rules about identifiers: what points to nothing, what is missing, what is there twice."""

from __future__ import annotations

import pandas as pd

from leopard_range.analysis.quality.subject import Subject, problem, problems
from leopard_range.model.survey import Problem

__all__ = [
    "duplicate_ids",
    "duplicate_records",
    "missing_ids",
    "unknown_deployments",
    "unknown_individuals",
    "unknown_media",
]

_IDS = {
    "deployments": "deploymentID",
    "observations": "observationID",
    "media": "mediaID",
    "individuals": "individualID",
}
_SAME_EVENT = [
    *("deploymentID", "eventStart", "observationType", "scientificName"),
    *("individualID", "lifeStage", "sex"),
]


def unknown_deployments(subject: Subject) -> list[Problem]:
    """Find rows whose deployment is in no row of deployments.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    known = subject.survey.deployments["deploymentID"]
    found = []
    for name in ("observations", "media", "gaps"):
        table = subject.table(name)
        lost = table[(table["deploymentID"] != "") & ~table["deploymentID"].isin(known)]
        found += problems("unknown_deployment", name, lost, "deploymentID", value=lost["deploymentID"])
        unnamed = table[table["deploymentID"] == ""]
        found += problems("missing_deployment", name, unnamed, "deploymentID")
    usage = subject.survey.usage
    if usage is not None:
        lost = usage[~usage["deploymentID"].isin(known)].drop_duplicates("deploymentID")
        found += problems("unknown_deployment", "usage", lost, "deploymentID", value=lost["deploymentID"])
    return found


def unknown_media(subject: Subject) -> list[Problem]:
    """Find observations of a picture that is in no row of media.

    Parameters
    ----------
    subject : Subject
        The survey; one without a table of media gets one line.
    """
    seen, known = subject.survey.observations, subject.survey.media["mediaID"]
    named = seen[seen["mediaID"] != ""]
    if known.empty:
        count = len(named)
        return [problem("media_left_out", "observations", count=count)] if count else []
    lost = named[~named["mediaID"].isin(known)]
    return problems("unknown_media", "observations", lost, "mediaID", value=lost["mediaID"])


def unknown_individuals(subject: Subject) -> list[Problem]:
    """Find observations of an animal that is in no row of individuals.

    Parameters
    ----------
    subject : Subject
        The survey; one without a table of individuals is not judged.
    """
    seen, known = subject.survey.observations, subject.survey.individuals["individualID"]
    lost = seen[(seen["individualID"] != "") & ~seen["individualID"].isin(known)]
    if known.empty:
        return []
    return problems("unknown_individual", "observations", lost, "individualID", value=lost["individualID"])


def missing_ids(subject: Subject) -> list[Problem]:
    """Find rows without an identifier in a table whose other rows have one; deployments need one.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    found = []
    for name, column in _IDS.items():
        table = subject.table(name)
        empty = table[column] == ""
        if name == "deployments" or not empty.all():
            found += problems("missing_id", name, table[empty], column)
    return found


def duplicate_ids(subject: Subject) -> list[Problem]:
    """Find identifiers that stand in an earlier row too.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    found = []
    for name, column in _IDS.items():
        table = subject.table(name)
        again = table[table[column].duplicated() & (table[column] != "")]
        found += problems(
            "duplicate_id",
            name,
            again,
            column,
            value=again[column],
            first=_first_row(table, again, [column]),
        )
    return found


def duplicate_records(subject: Subject) -> list[Problem]:
    """Find observations that tell the same as an earlier row.

    Of events: deployment, time, kind, species, individual, age and sex are the same.  Pictures of one burst
    share all that; of media a row counts only when every cell but its identifier is the same.

    Parameters
    ----------
    subject : Subject
        The survey; without times nothing is compared, for there a row is a visit.
    """
    seen = subject.survey.observations
    seen = seen[seen["eventStart"].notna() & (seen["deploymentID"] != "")]
    media = seen["observationLevel"] == "media"
    whole = [str(name) for name in seen.columns if name != "observationID"]
    found = []
    for rows, same in ((seen[~media], _SAME_EVENT), (seen[media], whole)):
        again = rows[rows.duplicated(same)]
        found += problems(
            "duplicate_record",
            "observations",
            again,
            first=_first_row(rows, again, same),
        )
    return found


def _first_row(table: pd.DataFrame, again: pd.DataFrame, same: list[str]) -> pd.Series:
    """Return the row, counted from 1, in which the same stood first."""
    if again.empty:
        return pd.Series([], dtype="int64")
    # Only rows that are there twice: the grouping costs more than finding them.
    twice = table[table.duplicated(same, keep=False)]
    group = twice.groupby(same, sort=False, dropna=False).ngroup()
    rows = pd.Series(twice.index.to_numpy() + 1, index=twice.index)
    return rows.groupby(group).transform("min").loc[again.index]
