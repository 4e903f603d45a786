"""What questions about corridors take: figures measured on the Razdolnaya proposal, one core of 2.5 GHz.

CPU seconds and peak memory of a process of its own, medians of three, on 383 by 452 cells of 500 m, and
the same ground in cells of 250 m and 1000 m.  Loading of libraries takes 2.5 s of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leopard_range.model import Note
from leopard_range.studies.corridor.common import several
from leopard_range.studies.corridor.members import cells_asked
from leopard_range.studies.shape import Cost

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.studies.corridor.compare import CompareQuestion
    from leopard_range.studies.corridor.current import CurrentQuestion
    from leopard_range.studies.corridor.effect import EffectQuestion
    from leopard_range.studies.corridor.ensemble import EnsembleQuestion
    from leopard_range.studies.corridor.ground import GroundQuestion
    from leopard_range.studies.corridor.members import EnsembleOptions
    from leopard_range.studies.corridor.path import PathQuestion

__all__ = ["compare_cost", "current_cost", "effect_cost", "ensemble_cost", "path_cost"]

_LOADING_S = 2.5
_CELLS = 383 * 452
_SIDES_KM = (151.0, 186.0)
"""Sides of the map section that was measured, its margins left out."""


def _cells(question: GroundQuestion, cell_m: float) -> float:
    """Cells of a question's map section, in millions, if its proposal is as long as the one measured."""
    sides = (side + 2 * question.margin_km for side in _SIDES_KM)
    rows, columns = (1000 * side / cell_m for side in sides)
    return rows * columns / 1e6


def _cost(question: GroundQuestion, seconds: tuple[float, float, float], memory: tuple[float, float]) -> Cost:
    """Estimate from the cells of a question: seconds by powers 0, 1, 2 of a million cells, memory by 0, 1."""
    cells = _cells(question, question.cell_m)
    told = _LOADING_S + seconds[0] + seconds[1] * cells + seconds[2] * cells**2
    why = Note.of("cost_ground", cell_m=round(question.cell_m), cells=int(round(1e6 * cells, -3)))
    return Cost(told, memory[0] + memory[1] * cells, why)


def path_cost(catalog: Catalog, question: PathQuestion) -> Cost:
    """Estimate a least-cost path; measured 0.14, 0.20 and 0.51 s for cells of 1000, 500 and 250 m.

    Parameters
    ----------
    catalog : Catalog
        Not looked at.
    question : PathQuestion
        What is asked.
    """
    return _cost(question, (0.1, 0.6, 0.0), (355.0, 105.0))


def current_cost(catalog: Catalog, question: CurrentQuestion) -> Cost:
    """Estimate current between two ends, or among places; measured 0.23, 0.44 and 1.49 s.

    Parameters
    ----------
    catalog : Catalog
        Not looked at.
    question : CurrentQuestion
        Each place more is a solution more: a map section holds about eight.
    """
    times = {"pair": 1, "all-pairs": 28}.get(question.mode, 8)
    return _cost(question, (0.15, 1.9 * times, 0.0), (365.0, 210.0))


def effect_cost(catalog: Catalog, question: EffectQuestion) -> Cost:
    """Estimate the landscape without and with a proposal; measured 0.25, 0.66 and 2.71 s.

    Parameters
    ----------
    catalog : Catalog
        Not looked at.
    question : EffectQuestion
        What is asked.
    """
    return _cost(question, (0.1, 3.8, 0.0), (365.0, 240.0))


def ensemble_cost(catalog: Catalog, question: EnsembleQuestion) -> Cost:
    """Estimate time and memory from the number of members.

    Parameters
    ----------
    catalog : Catalog
        Not looked at.
    question : EnsembleQuestion
        What is asked.
    """
    return _members(question, 1)


def compare_cost(catalog: Catalog, question: CompareQuestion) -> Cost:
    """Estimate time and memory from the numbers of members and proposals.

    Parameters
    ----------
    catalog : Catalog
        Not looked at.
    question : CompareQuestion
        What is asked.
    """
    return _members(question, 1 + len(several(question.with_)))


def _members(question: EnsembleOptions, proposals: int) -> Cost:
    """A member takes 0.25 s, and 0.3 s for each proposal, on cells of 500 m."""
    cells = cells_asked(question.cells_m)
    each = [1e6 * _cells(question, cell) / _CELLS for cell in cells]
    seconds = 4 + (0.25 + 0.3 * proposals) * question.members * sum(each) / len(each)
    return Cost(seconds, 600 + 250 * max(each), Note.of("cost_members", members=question.members))
