"""What the public may see of sensitive records, and how they are made less exact.

The scheme follows Chapman (2020, doi:10.15468/doc-5jp4-5g10): positions are
generalised to a fixed grid, never jittered, because the mean of many random
displacements gives the true place away.
"""

from leopard_range.privacy.cells import (
    NOT_SHOWN,
    area_counts,
    cell_ids,
    classed,
    detection_cells,
    shown_stations,
    station_cells,
)
from leopard_range.privacy.near import near_places, traced
from leopard_range.privacy.rounding import rounded
from leopard_range.privacy.rules import PUBLIC_RULES, Rules, released, review_date, stricter
from leopard_range.privacy.surface import NO_DATA, smoothed
from leopard_range.privacy.survey import check_detections, check_stations
from leopard_range.privacy.texts import NEVER_PUBLIC, PUBLIC_TEXT, telling

__all__ = [
    "NEVER_PUBLIC",
    "NOT_SHOWN",
    "NO_DATA",
    "PUBLIC_RULES",
    "PUBLIC_TEXT",
    "Rules",
    "area_counts",
    "cell_ids",
    "check_detections",
    "check_stations",
    "classed",
    "detection_cells",
    "near_places",
    "released",
    "review_date",
    "rounded",
    "shown_stations",
    "smoothed",
    "station_cells",
    "stricter",
    "telling",
    "traced",
]
