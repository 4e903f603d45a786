"""Density by spatial capture-recapture: of a survey, of plain tables, or of a design to be carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leopard_range.model import Note
from leopard_range.studies.shape import Cost, Spread
from leopard_range.studies.survey.secr_shape import SecrAnswer, SecrQuestion

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["SecrAnswer", "SecrQuestion", "density_cost", "density_of"]


def density_of(catalog: Catalog, question: SecrQuestion, spread: Spread) -> SecrAnswer:
    """Estimate density, or try out a design.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : SecrQuestion
        Which files, which model.
    spread : callable
        An engine's ``map``, for simulated surveys.

    Raises
    ------
    LeopardRangeError
        What the data lack; there is then no number at all.
    """
    from leopard_range.studies.survey import secr_answer
    from leopard_range.studies.survey.secr_data import gather

    gathered = gather(catalog, question)
    if not question.captures and question.traps:
        return secr_answer.of_design(question, gathered, spread)
    return secr_answer.of_survey(catalog, question, gathered, spread)


def density_cost(catalog: Catalog, question: SecrQuestion) -> Cost:
    """Estimate time and memory.

    Loading takes 4 s of one core; a fit of 100 to 400 cameras on 1,000 to 5,000 cells 0.1 to 1.7 s, and so
    does each simulated survey (``python -m tests.analysis.secr.figures``).

    Parameters
    ----------
    catalog : Catalog
        Not asked.
    question : SecrQuestion
        How many surveys to simulate.
    """
    fits = question.replicates + (10 if question.profile == "yes" else 1)
    return Cost(4 + 0.5 * fits, 450, Note.of("cost_fits", count=fits))
