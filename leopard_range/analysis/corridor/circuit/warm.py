"""Compile the loops of circuits before somebody waits for them."""

from __future__ import annotations

import numpy as np
from affine import Affine

from leopard_range.analysis.corridor.circuit.modes import flow, pair_current
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface

__all__ = ["warm_up"]


def warm_up() -> None:
    """Solve two small networks that use every compiled loop; their machine code stays on disk."""
    side = 24
    ground = Surface(
        np.ones((side, side)), Grid((side, side), Affine(1.0, 0.0, 0.0, 0.0, -1.0, float(side)), None)
    )
    west, east = np.zeros((2, side, side), np.bool_)
    west[:2, :2] = east[-2:, -2:] = True
    pair_current(ground, west, east, solver="multigrid")
    flow(ground, west.astype(np.float64), np.where(east, 0.5, 0.0), solver="multigrid")
