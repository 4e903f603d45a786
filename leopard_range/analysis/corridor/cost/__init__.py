"""Cost distance: what it costs to get somewhere, the cheapest path, and the band around it."""

from __future__ import annotations

from leopard_range.analysis.corridor.cost.accumulate import (
    Sources,
    accumulate,
    allocate,
    check_grid,
    check_surface,
    places,
)
from leopard_range.analysis.corridor.cost.paths import (
    Path,
    band,
    class_shares,
    corridor_cost,
    least_cost_path,
    path_length_m,
    path_to,
    several_paths,
    straight_m,
    trace,
)
from leopard_range.analysis.corridor.cost.store import Store
from leopard_range.analysis.corridor.cost.tiled import Part, accumulate_tiled

__all__ = [
    "Part",
    "Path",
    "Sources",
    "Store",
    "accumulate",
    "accumulate_tiled",
    "allocate",
    "band",
    "check_grid",
    "check_surface",
    "class_shares",
    "corridor_cost",
    "least_cost_path",
    "path_length_m",
    "path_to",
    "places",
    "several_paths",
    "straight_m",
    "trace",
]
