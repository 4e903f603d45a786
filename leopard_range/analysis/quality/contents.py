"""Rules about what was seen, and about the survey as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from leopard_range.analysis.quality.subject import LONGEST_TEXT, Subject, problem, problems
from leopard_range.model.survey import Problem

__all__ = [
    "changing_individuals",
    "empty_tables",
    "missing_species",
    "mixed_levels",
    "simulated",
    "strange_counts",
    "unknown_taxa",
]

_NAME = r"[A-Z][a-z-]+( ([a-z×][a-z.-]*|\([A-Z][a-z]+\)))*( \(?[A-Z].*\d{4}\)?)?"
"""A scientific name: genus or higher taxon, perhaps species and subspecies, perhaps author and year."""


def empty_tables(subject: Subject) -> list[Problem]:
    """Say that there is no deployment, or no observation.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    return [
        problem(f"no_{name}", name) for name in ("deployments", "observations") if subject.table(name).empty
    ]


def unknown_taxa(subject: Subject) -> list[Problem]:
    """Find names the package does not list, or, where it lists none, that are no scientific names.

    Parameters
    ----------
    subject : Subject
        The survey.  A name is told once, at its first row, with the number of its observations.
    """
    seen = subject.survey.observations
    names = seen.loc[seen["scientificName"] != "", "scientificName"]
    counts = names.value_counts()
    first = names.drop_duplicates()
    listed = _listed(subject)
    if listed:
        rule, wrong = "unknown_taxon", first[~first.str.casefold().isin(listed)]
    else:
        rule, wrong = "no_scientific_name", first[~first.str.fullmatch(_NAME)]
    return problems(
        rule,
        "observations",
        wrong.to_frame(),
        "scientificName",
        value=wrong,
        count=wrong.map(counts),
    )


def _listed(subject: Subject) -> set[str]:
    """Return the scientific names of the package's own list, in one case."""
    taxa = subject.survey.metadata.get("taxonomic", ())
    rows = taxa if isinstance(taxa, list | tuple) else ()
    names = (row.get("scientificName", "") for row in rows if isinstance(row, Mapping))
    return {str(name).casefold() for name in names if name}


def missing_species(subject: Subject) -> list[Problem]:
    """Find animals without a name.

    Parameters
    ----------
    subject : Subject
        The survey; formats with occasions have no names at all.
    """
    seen = subject.survey.observations
    if subject.survey.usage is not None and (seen["scientificName"] == "").all():
        return []
    rows = seen[(seen["observationType"] == "animal") & (seen["scientificName"] == "")]
    return problems("missing_species", "observations", rows, "scientificName")


def strange_counts(subject: Subject) -> list[Problem]:
    """Find counts of animals below 1 and such that nobody counted.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    seen = subject.survey.observations
    count = seen["count"].astype("float64")
    animals = seen["observationType"].isin(("animal", "human", "vehicle"))
    below = (count < 0) | ((count == 0) & animals)
    above = count > subject.limits.largest_count
    return [
        one
        for rule, wrong in (("count_below_one", below), ("huge_count", above))
        for one in problems(rule, "observations", seen[wrong], "count", value=seen.loc[wrong, "count"])
    ]


def mixed_levels(subject: Subject) -> list[Problem]:
    """Find what is not counted because observations of events and of media stand side by side.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    seen = subject.survey.observations
    level = seen["observationLevel"]
    found = problems(
        "unknown_level",
        "observations",
        seen[~level.isin(("event", "media", ""))],
        "observationLevel",
        value=level[~level.isin(("event", "media", ""))],
    )
    event, media = level == "event", level == "media"
    if not (event.any() and media.any()):
        return found
    found.append(problem("two_levels", "observations", events=int(event.sum()), media=int(media.sum())))
    put = subject.survey.deployments
    only = put["deploymentID"].isin(seen.loc[media, "deploymentID"])
    only &= ~put["deploymentID"].isin(seen.loc[~media, "deploymentID"])
    rows = put[only]
    counts = seen.loc[media, "deploymentID"].value_counts()
    return found + problems(
        "only_media",
        "deployments",
        rows,
        deployment=rows["deploymentID"],
        count=rows["deploymentID"].map(counts).astype("int64"),
    )


def changing_individuals(subject: Subject) -> list[Problem]:
    """Find animals that changed their sex or their species.

    Parameters
    ----------
    subject : Subject
        The survey.  The first row that differs from the animal's first is told.
    """
    seen = subject.survey.observations
    found = []
    for column, rule, unset in (
        ("sex", "two_sexes", ("", "unknown")),
        ("scientificName", "two_species", ("",)),
    ):
        told = seen[(seen["individualID"] != "") & ~seen[column].isin(unset)]
        first = told.groupby("individualID")[column].transform("first")
        rows = told[told[column] != first].drop_duplicates("individualID")
        found += problems(
            rule,
            "observations",
            rows,
            column,
            value=rows["individualID"],
            one=first.loc[rows.index],
            other=rows[column],
        )
    return found


def simulated(subject: Subject) -> list[Problem]:
    """Say that the survey was made by a program.

    Parameters
    ----------
    subject : Subject
        The survey.
    """
    name = subject.survey.name[:LONGEST_TEXT]
    return [problem("simulated", "deployments", value=name)] if subject.survey.simulated else []
