"""What the public may see of sensitive records, and how they are made less exact.

The scheme follows Chapman (2020, doi:10.15468/doc-5jp4-5g10): positions are
generalised to a fixed grid, never jittered, because the mean of many random
displacements gives the true place away.
"""

from leopard_range.privacy.cells import PUBLIC_RULES, Rules, cell_ids, detection_cells, station_cells
from leopard_range.privacy.rounding import rounded

__all__ = ["PUBLIC_RULES", "Rules", "cell_ids", "detection_cells", "rounded", "station_cells"]
