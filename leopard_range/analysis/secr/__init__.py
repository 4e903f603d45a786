"""Spatial capture-recapture: how many animals live in an area, from who was detected where."""

from __future__ import annotations

from leopard_range.analysis.secr.data import Detections, Mask, Session
from leopard_range.analysis.secr.fit import fit_secr, fit_sessions
from leopard_range.analysis.secr.interval import profile_interval
from leopard_range.analysis.secr.region import derived_density, region_n
from leopard_range.analysis.secr.results import Estimate, Fit, RegionN, Summary
from leopard_range.analysis.secr.surface import density_surface

__all__ = [
    "Detections",
    "Estimate",
    "Fit",
    "Mask",
    "RegionN",
    "Session",
    "Summary",
    "density_surface",
    "derived_density",
    "fit_secr",
    "fit_sessions",
    "profile_interval",
    "region_n",
]
