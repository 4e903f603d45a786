"""Camera surveys for planners: choose one, ask about it, look at the answer, keep it, take it along."""

from __future__ import annotations

from leopard_range.ui.surveys.part import planner_part, works_with_survey

__all__ = ["planner_part", "works_with_survey"]
