"""What became of a range between two periods.

Two outlines of different times never agree to the metre even where nothing
changed.  So the difference is divided into what is lost, what is gained, and what
is too narrow for the outlines to tell; and every number carries the interval that
the errors of the outlines and the two definitions of the former range allow.
"""

from leopard_range.analysis.change.interval import ChangeInterval
from leopard_range.analysis.change.partition import RangeChange, range_change, simplify_partition
from leopard_range.analysis.change.published import PublishedShare, published_share

__all__ = [
    "ChangeInterval",
    "PublishedShare",
    "RangeChange",
    "published_share",
    "range_change",
    "simplify_partition",
]
