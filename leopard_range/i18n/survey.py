"""What is said about camera surveys: errors, remedies, cautions, and the rules of the quality report.

`leopard_range.i18n.sentences` takes the first three into its own tables.
"""

from __future__ import annotations

__all__ = ["ERRORS", "NOTES", "REMEDIES", "RULES", "RULE_REMEDIES", "STAGES"]

ERRORS: dict[str, str] = {
    # reading a survey
    "survey_none_here": "{folder} holds no camera survey.",
    "survey_no_species": "{file} has no observation of “{species}”. It has: {choices}.",
    "survey_no_year": "{file} has no deployment in {year}.",
    # quality
    "survey_bad_shift": "“{value}” is no shift of a clock.",
    "survey_no_deployment": "{file} has no deployment “{deployment}”.",
    "survey_no_clock": "{file} has occasions and no times: it has no clock to put right.",
    # effort, events, abundance
    "survey_no_effort": "{file} has no deployment with a start and a later end: there is no effort to count.",
    "survey_too_long": "{file} runs from {first} to {last}: too many days to count for so many stations.",
    # individuals
    # capture-recapture: fitting
    # capture-recapture: design and tables
    # heatmaps
    # activity
    # pages
}
"""What is wrong, as in `sentences.ERRORS`."""

REMEDIES: dict[str, str] = {
    # reading a survey
    "survey_none_here": "Name a file with a survey.",
    "survey_no_species": "Choose one of them, or leave the species out.",
    "survey_no_year": "Choose another year, or leave it out.",
    # quality
    "survey_bad_shift": (
        "Write it as DEPLOYMENT=+1h30min, with d, h, min or s; the shift may be up to 100 years."
    ),
    "survey_no_deployment": "Name one of its deployments, as the column deploymentID writes it.",
    "survey_no_clock": "Leave the shift out.",
    # effort, events, abundance
    "survey_no_effort": "Write the start and the end of each deployment, with the time.",
    "survey_too_long": "Look for a clock or a year that is wrong.",
    # individuals
    # capture-recapture: fitting
    # capture-recapture: design and tables
    # heatmaps
    # activity
    # pages
}
"""What to do about it."""

NOTES: dict[str, str] = {
    # reading a survey
    "survey_simulated": "Simulated survey: no camera stood here and no animal was photographed.",
    # quality
    "survey_clock_shifted": (
        "The clock of deployment {deployment} was shifted by {shift}: {observations} observations and "
        "{media} media moved."
    ),
    "survey_dates_shifted": (
        "The clock and the dates of deployment {deployment} were shifted by {shift}: {observations} "
        "observations and {media} media moved."
    ),
    # effort, events, abundance
    # individuals
    # capture-recapture: fitting
    # capture-recapture: design and tables
    # heatmaps
    # activity
    # pages
}
"""Cautions."""

RULES: dict[str, str] = {
    # reading a survey
    # quality
}
"""What a rule of the quality report found, by rule."""

RULE_REMEDIES: dict[str, str] = {
    # reading a survey
    # quality
}
"""What to do about it, by rule."""

STAGES: dict[str, str] = {
    # what a job is doing, as in `sentences.STAGES`
}
