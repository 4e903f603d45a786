"""Corridors: a proposal on the map, and beside it the numbers that decide."""

from __future__ import annotations

from leopard_range.ui.corridor.page import corridor_page

__all__ = ["corridor_page"]
