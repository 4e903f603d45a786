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
    "cell_m": N_("Distance of the points along the outline from which the centreline is found, m."),
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
    # current
    # with and without, ensembles
    # comparison
}
"""Field of an answer -> one sentence or two (English message id); a field means the same in every study."""
