"""Circuit current: a resistance surface as a grid of resistors, and projects of Circuitscape."""

from leopard_range.analysis.corridor.circuit.barriers import Barrier, Barriers, barriers
from leopard_range.analysis.corridor.circuit.flow import Flow
from leopard_range.analysis.corridor.circuit.many import (
    Pairs,
    all_to_one,
    many_pairs,
    one_to_all,
    pair_flows,
)
from leopard_range.analysis.corridor.circuit.modes import flow, pair_current
from leopard_range.analysis.corridor.circuit.pinch import Pinch, PinchPoints, pinch_points

__all__ = [
    "Barrier",
    "Barriers",
    "Flow",
    "Pairs",
    "Pinch",
    "PinchPoints",
    "all_to_one",
    "barriers",
    "flow",
    "many_pairs",
    "one_to_all",
    "pair_current",
    "pair_flows",
    "pinch_points",
]
