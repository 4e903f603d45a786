"""Audit of a proposed corridor: centreline, width, gaps between habitat, what it crosses."""

from leopard_range.analysis.corridor.audit.centreline import Centreline, Outline, centreline, sample
from leopard_range.analysis.corridor.audit.crossings import crossings, near, shared_edges
from leopard_range.analysis.corridor.audit.gaps import MOST_PATCHES, Gap, longest_gap, patches
from leopard_range.analysis.corridor.audit.width import MOST_POINTS, Widths, fine_cell_m, widths

__all__ = [
    "MOST_PATCHES",
    "MOST_POINTS",
    "Centreline",
    "Gap",
    "Outline",
    "Widths",
    "centreline",
    "crossings",
    "fine_cell_m",
    "longest_gap",
    "near",
    "patches",
    "sample",
    "shared_edges",
    "widths",
]
