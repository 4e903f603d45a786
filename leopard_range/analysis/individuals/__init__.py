"""Individuals told apart: how many are known, how many there may be, how far they move."""

from leopard_range.analysis.individuals.closed import MODELS, Closed, ClosedModel, closed_population
from leopard_range.analysis.individuals.flanks import FlankChoice, FlankRule, by_flank
from leopard_range.analysis.individuals.histories import (
    YOUNG,
    Discovery,
    Movement,
    by_year,
    capture_history,
    discovery,
    known_alive,
    movement,
)
from leopard_range.analysis.individuals.jackknife import jackknife

__all__ = [
    "MODELS",
    "YOUNG",
    "Closed",
    "ClosedModel",
    "Discovery",
    "FlankChoice",
    "FlankRule",
    "Movement",
    "by_flank",
    "by_year",
    "capture_history",
    "closed_population",
    "discovery",
    "jackknife",
    "known_alive",
    "movement",
]
