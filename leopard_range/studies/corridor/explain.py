"""What every number about a corridor means: what it is, its unit, where it comes from, what to mind."""

from __future__ import annotations

from collections.abc import Mapping

from leopard_range.studies.shape import N_

__all__ = ["EXPLAIN"]

EXPLAIN: Mapping[str, str] = {
    # audit
    "area_km2": N_("Ground inside the outline, km², on the ellipsoid. Holes are taken out."),
    "length_km": N_("Length of the centreline from end to end, km, on the ellipsoid."),
    "straight_km": N_("Shortest distance between the two ends, km, on the ellipsoid."),
    "width_min_m": N_(
        "Twice the distance from the centreline to the nearest side where that is least, m. The ends are "
        "open: "
        "only sides count. Source: the outline itself."
    ),
    "width_min_along_m": N_("How far along the centreline the narrowest place lies, m."),
    "width_inner_min_m": N_(
        "Least width, m, when the first and the last tenth of the centreline are left out: what tapers at "
        "the ends does not count."
    ),
    "width_median_m": N_("Half of the centreline has less width, half has more, m."),
    "width_max_m": N_("Twice the distance to the nearest side where that is most, m."),
    "transect_min_m": N_(
        "The width measured a second time, as cuts at right angles to the centreline: the shortest, m."
    ),
    "transect_difference_m": N_(
        "How far the two measures of width differ, in the middle, m. Much more than the step of the "
        "outline means "
        "that the shape is no simple strip."
    ),
    "cell_m": N_("Side of a cell of the ground, m; of an audit, distance of the points along the outline."),
    "parts": N_("Pieces that do not touch."),
    "holes": N_("Ground left out inside the outline."),
    "break_longest_m": N_(
        "Longest stretch between two parts that an animal has to cross outside the proposal, m."
    ),
    "gap_longest_m": N_(
        "Longest stretch without habitat on the best way over patches from end to end, m. Habitat: land "
        "cover and "
        "height of the species file, in cells of about 5 km."
    ),
    "patches": N_("Pieces of habitat inside that are at least as large as asked."),
    "habitat_km2": N_(
        "Ground inside with suited land cover at a suited height, km². Source: MODIS land cover of 2019, "
        "terrain tiles; what suits is in the species file."
    ),
    "habitat_share": N_("Habitat inside divided by the whole ground inside."),
    "elevation_mean_m": N_("Mean height of the ground inside, m, from cells of about 8 km."),
    "elevation_min_m": N_("Height of the lowest cell inside, m; cells are about 8 km wide."),
    "elevation_max_m": N_("Height of the highest cell inside, m; cells are about 8 km wide."),
    "slope_mean_deg": N_(
        "Mean slope between cells of about 8 km, degrees. True slopes on the ground are much steeper."
    ),
    "slope_max_deg": N_("Steepest slope between cells of about 8 km, degrees; not that of a hillside."),
    "protected_km2": N_(
        "Ground inside that reserves of the year cover, km²; where two overlap it counts once. The "
        "bounds hold the "
        "errors of their outlines."
    ),
    "protected_share": N_("Protected ground inside divided by the whole ground inside."),
    "settlements_inside": N_("Towns of more than 1,000 people, and places on the map, inside the outline."),
    "settlement_nearest_m": N_(
        "Distance from the outline to the nearest town outside, m, within the farthest distance asked."
    ),
    "thresholds": N_(
        "Length of centreline narrower than each width. Ford et al. 2020: 400 to 1,000 m beside trails, "
        "3,000 to "
        "6,000 m beside housing, for bears, wolves and cougars; nothing is published for leopards."
    ),
    "profile": N_("Width at about fifty places along the centreline, and at the narrowest."),
    "cover": N_(
        "Land cover by class, exact at the outline: a cell counts with the share of it that is inside."
    ),
    "crossings": N_(
        "Every stretch of a road, railway, river or border inside the outline: where, and how long. "
        "Roads and "
        "railways are schematic, to 3 km."
    ),
    "near": N_("Settlements within each distance of the outline; those inside are at distance 0."),
    "settlements": N_("Settlements inside or near, the nearest first. Source: GeoNames, 2016."),
    "provinces": N_("How the ground inside is shared among provinces. Source: Natural Earth."),
    "reserves": N_("Reserves of the year inside the outline; overlapping ones are listed each."),
    "ranges": N_(
        "Ground inside that lay in the historical range, in that of the 1970s, and lies in today's."
    ),
    # paths and bands
    "from_name": N_(
        "Where the way or the current starts: what the proposal names, what was asked for, or the "
        "nearest protected area."
    ),
    "to_name": N_("Where it leads to, found in the same way."),
    "path_km": N_(
        "Length of the cheapest way through the middles of cells, km, on the ellipsoid; up to 8 % more "
        "than the same way over the ground."
    ),
    "detour_ratio": N_("Length of the path divided by the straight distance between the ends."),
    "cost_km": N_(
        "Cost of the cheapest way: resistance times length, told as kilometres of the best ground. "
        "Source: the table of resistance."
    ),
    "mean_resistance": N_("Cost divided by length: 1 would be the best ground all the way."),
    "forest_share": N_(
        "Share of the path in cells with forest (IGBP classes 1 to 5, trees over more than 60 % of the "
        "ground), in squares of about 5 km."
    ),
    "path_share": N_("Share of the path's length inside the proposal."),
    "path_crossings": N_(
        "Roads, railways, rivers and borders that the path crosses; each unbroken run through cells of a "
        "line counts once."
    ),
    "slack_share": N_(
        "The band holds every cell through which a way costs at most this much more than the cheapest, %."
    ),
    "band_km2": N_("Ground of the band, km², cells counted whole."),
    "band_inside_share": N_("Share of the band that lies inside the proposal."),
    "proposal_in_band_share": N_("Share of the proposal that lies inside the band."),
    "published": N_("Figures of the source of a named proposal beside ours."),
    "classes": N_("Land cover along the path and what a metre of it costs."),
    "lines": N_(
        "Where the path crosses a line, and how many kilometres of the best ground one crossing costs as "
        "much as."
    ),
    "pairs": N_("Cheapest ways between places."),
    # current
    "mode": N_("Between which places current flows."),
    "resistance_ohm": N_(
        "Resistance of the whole ground between the ends for current that spreads over all ways, where a "
        "square of the best ground has 1. It hardly depends on the size of cells."
    ),
    "current_share": N_(
        "Share of all current between the ends, summed over cells, that passes inside the proposal."
    ),
    "ground_share": N_(
        "Share of the ground between the ends, as far as the margin, that lies inside the proposal."
    ),
    "concentration": N_(
        "Share of the current divided by share of the ground: above 1, the proposal carries more than "
        "its size."
    ),
    "pinch_current_share": N_(
        "Share of the band's current in the cells that count as pinched, which are the fullest ones."
    ),
    "solver": N_("How the currents were solved: directly, or by multigrid."),
    "residual": N_("What is left of Kirchhoff's first law, by the current driven in; 0 is exact."),
    "balance": N_("Current that is lost between the ends, by the current driven in; 0 is exact."),
    "places": N_("Places that current leaves or reaches, with the resistance seen from each."),
    "pinch_points": N_(
        "Places in the band where current crowds: losing them would hurt most. The ends do not count."
    ),
    "barriers": N_(
        "Round windows in which restoring ground would save most, none overlapping (McRae et al. 2012)."
    ),
    # with and without, ensembles
    # comparison
}
"""Field of an answer -> one sentence or two (English message id); a field means the same in every study."""
