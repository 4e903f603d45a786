"""Circuit current: a resistance surface as a grid of resistors, and projects of Circuitscape."""

from leopard_range.analysis.corridor.circuit.flow import Flow
from leopard_range.analysis.corridor.circuit.modes import flow, pair_current

__all__ = ["Flow", "flow", "pair_current"]
