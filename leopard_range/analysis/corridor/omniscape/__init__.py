"""Current everywhere: a circuit solved in a window that moves over the whole surface (Omniscape).

Every target block is the ground of one circuit; the cells within `Windows.radius` are its sources, in
proportion to their strength, and inject as much current as the block's own strength.  The currents of all
windows add up to the cumulative map.  Windows do not know each other, so any set of them can be solved
anywhere (`tile_current`) and added afterwards, with the memory of a window and of the part they reach.

References
----------
McRae B. H., Popper K., Jones A., Schindel M., Buttrick S., Hall K., Unnasch R. S., Platt J. (2016)
Conserving nature's stage: mapping omnidirectional connectivity for resilient terrestrial landscapes in the
Pacific Northwest. The Nature Conservancy.
Landau V. A., Shah V. B., Anantharaman R., Hall K. R. (2021) Omniscape.jl: software to compute
omnidirectional landscape connectivity. Journal of Open Source Software 6(57): 2829,
https://doi.org/10.21105/joss.02829.
"""

from leopard_range.analysis.corridor.omniscape.part import Part
from leopard_range.analysis.corridor.omniscape.sources import correction
from leopard_range.analysis.corridor.omniscape.tiles import Tile, plan_tiles, tile_current
from leopard_range.analysis.corridor.omniscape.windows import Comparison, Targets, Windows, block_targets

__all__ = [
    "Comparison",
    "Part",
    "Targets",
    "Tile",
    "Windows",
    "block_targets",
    "correction",
    "plan_tiles",
    "tile_current",
]
