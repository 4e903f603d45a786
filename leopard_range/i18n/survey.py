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
    # effort, events, abundance
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
    # effort, events, abundance
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
