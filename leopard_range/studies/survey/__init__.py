"""Questions about a camera survey, one a file; together the command ``survey``."""

from __future__ import annotations

from leopard_range.studies.shape import Study

__all__ = ["SURVEY_STUDIES"]

SURVEY_STUDIES: tuple[Study, ...] = (
    # check
    # effort
    # rai
    # individuals
    # secr
    # heatmap
    # activity
)
"""Each is one action of the command; modules load no data package before they are asked."""
