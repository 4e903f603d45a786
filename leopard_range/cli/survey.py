"""The command ``survey convert``: a survey in another format."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, translator
from leopard_range.studies.shape import N_, options
from leopard_range.studies.survey.common import SurveyQuestion, cautions, chosen, read

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.model.survey import Survey

__all__ = ["FORMATS", "WORDS", "convert"]

FORMATS = ("camtrap-dp", "spacecap", "secr")
"""What a survey can be saved as."""

WORDS = (
    N_("Save a survey as Camtrap DP, SPACECAP or secr text."),
    "survey convert survey --to spacecap --year 2011 --occasion-days 5 --out survey.zip",
)
"""What the command does, and an example."""


def convert(wishes: argparse.Namespace, language: str) -> None:
    """Save a survey in another format.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments: those of every question about a survey, ``to``, ``out``, ``occasion_days``.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        ``bad_choice``; ``needs_planner`` for the data folder's own survey; those of readers and writers.
    """
    from leopard_range.catalog import open_catalog
    from leopard_range.config import settings_from
    from leopard_range.reports import account, record
    from leopard_range.whole import write_whole

    if wishes.to not in FORMATS:
        raise LeopardRangeError("bad_choice", name="--to", value=wishes.to, choices=", ".join(FORMATS))
    question = SurveyQuestion(**{one.key: getattr(wishes, one.key) for one in options(SurveyQuestion)})
    catalog = open_catalog(settings_from())
    survey = chosen(read(catalog, question), question, judge=False)
    content = _written(catalog, survey, wishes.to, wishes.occasion_days, question.year)
    if not question.file:
        record(catalog.settings.audit, who=f"local:{account()}", action="export", layer=survey.name)
    if wishes.out == "-":
        sys.stdout.buffer.write(content)
        return
    write_whole(Path(wishes.out), content)
    notes = cautions(survey)
    if wishes.json:
        found = {
            "file": wishes.out,
            "format": wishes.to,
            "bytes": len(content),
            "deployments": len(survey.deployments),
            "observations": len(survey.observations),
            "simulated": survey.simulated,
            "cautions": [{"code": one.code, "text": note_sentence(one, language)} for one in notes],
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    saved = translator(language)(N_("Saved: {file}")).format(file=wishes.out)
    print("\n".join([saved, *(note_sentence(one, language) for one in notes)]))


def _written(catalog: Catalog, survey: Survey, to: str, days: int, year: int) -> bytes:
    from leopard_range.analysis.effort import survey_operation
    from leopard_range.reports.survey.camtrap_dp import camtrap_dp
    from leopard_range.reports.survey.capture_texts import secr_text, spacecap
    from leopard_range.reports.survey.occasions import by_occasion

    if to == "camtrap-dp":
        kept = survey.deployments["deploymentID"]
        media, gaps = (one[one["deploymentID"].isin(kept)] for one in (survey.media, survey.gaps))
        return camtrap_dp(replace(survey, media=media, gaps=gaps))
    operation = survey_operation(survey).of_year(year)
    found = by_occasion(survey, operation, catalog.species.metric_crs, days)
    return spacecap(found) if to == "spacecap" else secr_text(found)
