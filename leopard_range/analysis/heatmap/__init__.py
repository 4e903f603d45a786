"""Heatmaps: densities and rates on a plane grid, how wide to smooth them, and their outlines."""

from leopard_range.analysis.heatmap.bandwidth import (
    MOST_PLACES,
    Box,
    cvl_m,
    diggle_m,
    href_m,
    likelihood_m,
    scott_axes_m,
    scott_m,
)
from leopard_range.analysis.heatmap.frames import Frames, class_edges, stacked
from leopard_range.analysis.heatmap.isopleths import (
    contour,
    isopleths,
    minimum_convex_polygon,
    volume_threshold,
)
from leopard_range.analysis.heatmap.kde import (
    LEAST_CELLS,
    MOST_CELLS,
    density_at,
    density_per_km2,
    grid_around,
    places,
)
from leopard_range.analysis.heatmap.rate import detection_rate, rate_at

__all__ = [
    "LEAST_CELLS",
    "MOST_CELLS",
    "MOST_PLACES",
    "Box",
    "Frames",
    "class_edges",
    "contour",
    "cvl_m",
    "density_at",
    "density_per_km2",
    "detection_rate",
    "diggle_m",
    "grid_around",
    "href_m",
    "isopleths",
    "likelihood_m",
    "minimum_convex_polygon",
    "places",
    "rate_at",
    "scott_axes_m",
    "scott_m",
    "stacked",
    "volume_threshold",
]
