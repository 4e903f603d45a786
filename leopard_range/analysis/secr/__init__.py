"""Spatial capture-recapture: how many animals live in an area, from who was detected where."""

from __future__ import annotations

from leopard_range.analysis.secr.data import Detections, Mask, Session
from leopard_range.analysis.secr.fit import fit_secr, fit_sessions
from leopard_range.analysis.secr.results import Estimate, Fit, RegionN, Summary

__all__ = [
    "Detections",
    "Estimate",
    "Fit",
    "Mask",
    "RegionN",
    "Session",
    "Summary",
    "fit_secr",
    "fit_sessions",
]
