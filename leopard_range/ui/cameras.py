"""What camera traps tell, for every reader."""

from __future__ import annotations

from leopard_range.ui.charts import story_chart
from leopard_range.ui.frame import show_html, show_sources
from leopard_range.ui.session import catalog

__all__ = ["after_map", "before_map"]


def before_map() -> None:
    """Show what a camera trap is and what was counted with them."""
    show_html(story_chart("plots"))


def after_map() -> None:
    """Show the sources of the numbers above."""
    show_sources([catalog().spec("plot_counts").cite])
