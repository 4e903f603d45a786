"""Circuit current: a resistance surface as a grid of resistors, and projects of Circuitscape."""

from leopard_range.analysis.corridor.circuit.flow import Flow
from leopard_range.analysis.corridor.circuit.many import (
    Pairs,
    all_to_one,
    many_pairs,
    one_to_all,
    pair_flows,
)
from leopard_range.analysis.corridor.circuit.modes import flow, pair_current

__all__ = ["Flow", "Pairs", "all_to_one", "flow", "many_pairs", "one_to_all", "pair_current", "pair_flows"]
