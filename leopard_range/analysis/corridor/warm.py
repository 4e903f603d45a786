"""Compile the loops of corridors, or load them from the disk, ahead of the first question."""

from __future__ import annotations

import numpy as np
from affine import Affine

from leopard_range.analysis.corridor.circuit.warm import warm_up as warm_up_circuits
from leopard_range.analysis.corridor.cost import allocate, least_cost_path
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface

__all__ = ["warm_up"]


def warm_up() -> None:
    """Ask for a small path, a small division of ground and two small circuits.

    The first time on a machine this compiles for some 20 seconds of processor time; afterwards it takes one.
    """
    side = 24
    ground = Surface(
        np.ones((side, side)), Grid((side, side), Affine(1.0, 0.0, 0.0, 0.0, -1.0, float(side)), None)
    )
    least_cost_path(ground, np.array([[0, 0]]), np.array([[side - 1, side - 1]]))
    allocate(ground, np.eye(side, dtype=np.int64))
    warm_up_circuits()
