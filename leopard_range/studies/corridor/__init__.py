"""Questions about a proposed corridor, one a file; together the command ``corridor``."""

from __future__ import annotations

from leopard_range.studies.shape import Study

__all__ = ["CORRIDOR_STUDIES"]

CORRIDOR_STUDIES: tuple[Study, ...] = (
    # audit
    # path
    # current
    # effect
    # ensemble
    # compare
)
"""Every question about a corridor; the last part of the name is the action of the command."""
