"""What is said about corridors: errors, remedies, cautions, stages of the work.

`leopard_range.i18n.sentences` takes them into its own tables.
"""

from __future__ import annotations

__all__ = ["ERRORS", "NOTES", "REMEDIES", "STAGES"]

ERRORS: dict[str, str] = {
    # proposals and their audit
    "corridor_unknown": "There is no named proposal “{value}” and no such file.",
    "corridor_text": "The text of the proposal is no GeoJSON of one line or area.",
    "corridor_width": "The proposal is a line without a width.",
    "corridor_width_wrong": "“{value}” is no width between 0 and {most_km} km.",
    "corridor_text_long": "The text of the proposal is longer than {limit_mb} MB.",
    "corridor_lines": "The proposal is {count} lines that do not join.",
    "corridor_not_ground": "A proposal is a line or an area; this holds {found}.",
    "corridor_too_many_parts": "The proposal has {count} parts; the limit is {limit}.",
    "corridor_tiny": "The proposal covers less than {least_m2} m².",
    "corridor_sea": "{percent} % of the proposal lies in the sea.",
    # cost distance, paths, bands
    "place_no_numbers": "“{value}” is no place.",
    "place_outside_raster": "The place {value} lies outside the raster.",
    "place_without_value": "The place {value} lies where the raster has no value: nothing passes there.",
    "same_place": "The path ends in the cell it starts from: {value}.",
    "cost_needs_work": "The surface of costs is too large to be handed over.",
    "cells_not_square": "The cells of “{name}” are {width} by {height}; they must be square.",
    "resistance_not_positive": (
        "“{name}” has {count} cells that are 0, negative or infinite; the first is {value}."
    ),
    "cost_place_outside": "The place lies outside the grid.",
    "cost_place_barrier": "The place lies where nothing passes (no data).",
    "cost_no_source": "There is no place to start from.",
    "cost_not_connected": "No path leads from one end to the other.",
    "cost_contrast": (
        "The resistances differ so much that the smallest steps vanish beside the sum; no path can be traced."
    ),
    # resistance surfaces
    "own_not_positive": "{file}: {count} cells are 0 or negative; the first is {value}.",
    "own_infinite": "{file}: a cell is infinite.",
    "own_extreme": "{file}: a resistance is {value}.",
    "own_nothing": "{file} has no cell with a value on the ground around the proposal.",
    "own_bands": "{file} has {count} bands; a surface of resistance has one.",
    "costs_twice": "The costs name “{name}” twice.",
    "costs_and_own": "Costs of classes do not change your own raster.",
    "corridor_outside": "The proposal lies outside the study area.",
    "corridor_at_sea": (
        "No cell of the proposal can be walked: it lies in the sea or where land cover is not known."
    ),
    "end_unknown": (
        "The end “{value}” is no protected area of that year, no lon,lat and no file with an area."
    ),
    "ends_missing": "No two protected areas lie within {distance_km} km of the two ends of the proposal.",
    "ends_same": "Both ends are {name}.",
    "ends_overlap": "The ends {name} and {other} share cells, so there is no way between them.",
    "end_at_sea": (
        "No cell of the end {name} can be walked: it lies in the sea or where land cover is not known."
    ),
    "ground_too_large": "The ground would have {rows} × {columns} cells, more than {most}.",
    "costs_none": "The file of the species {name} has no table of resistance.",
    "costs_text": "“{value}” is no cost of a class.",
    "cost_unknown": "There is no class “{name}” in the table of resistance.",
    "cost_value": "The cost of “{name}” is {value}, but it must be a number above 0.",
    # circuit: solver
    "circuit_empty": "Nothing passes anywhere on the resistance surface.",
    "circuit_shape": "“{name}” does not have the shape of the resistance surface.",
    "circuit_end_blocked": "No cell of “{name}” can be passed.",
    "circuit_no_band": "No current flows inside the corridor.",
    "circuit_few_places": "There are {count} places; current needs two at least.",
    "circuit_ends_touch": "Two of the places share a cell.",
    "circuit_no_source": "No current is driven into a cell that can be passed.",
    "circuit_not_connected": "No current can flow: nothing that can be passed joins the ends.",
    "circuit_no_convergence": (
        "The currents could not be solved: the residual stays at {residual}, above {tolerance}."
    ),
    # circuit: Circuitscape projects
    "project_option": "The option {name} is “{value}”.",
    "project_file_unsaid": "The project does not say which file “{name}” is.",
    "project_file_missing": "There is no file “{value}”, which the option {name} names.",
    "project_list_row": "The row has {found} numbers; {needed} are needed.",
    "project_node_number": "“{value}” cannot be the number of a node.",
    "project_grid_shape": (
        "The grid has {rows} rows of {columns} cells, but {other} has {other_rows} of {other_columns}."
    ),
    "project_zero": "A resistance is 0.",
    "project_negative": "The value {value} is below 0.",
    "project_all_closed": "There is nothing that current could flow through.",
    "project_mask_all": "The mask closes every cell.",
    "project_focal_none": "The number of focal nodes is {found}; two at least are needed.",
    "project_focal_closed": "All focal nodes lie on closed cells.",
    "project_focal_outside": "The place {place} lies outside the grid.",
    "project_node_unknown": "There is no node {value} in the network.",
    "project_pairs": "The file of pairs has neither of the two known forms.",
    "project_no_source": "There is no source of current.",
    "project_no_ground": "There is no ground that current could flow to.",
    "project_ground_negative": "A ground has the value {value}, which is below 0.",
    "project_unsolved": "The equations could not be solved exactly enough (residual {residual}).",
    "project_line": "“{value}” is neither a section nor an option.",
    "project_options_size": "A file of options has at most {limit_mb} MB.",
    "grid_head": "The line “{value}” of the grid’s header cannot be used.",
    "grid_head_missing": "The grid’s header lacks: {names}.",
    "grid_number": "“{value}” is not a number.",
    "grid_count": "The grid holds {found} numbers; its header promises {rows} rows of {columns}.",
    "grid_size": "The file is larger than what is read ({limit}).",
    # circuit: Omniscape projects
    "omniscape_reclass": "“{value}” is not a value and what it becomes.",
    "omniscape_values": "{count} cells are zero or negative.",
    "omniscape_sources": "{count} cells have a negative source strength.",
    "omniscape_no_target": "There is no cell with a source strength: nothing flows.",
    # with and without, ensembles, comparison
    "ensemble_cells": "“{value}” are no sides of cells.",
    "compare_too_many": "{count} proposals are too many to compare; {limit} at most.",
    "restore_unknown": "There is no land-cover class “{value}”.",
    "remove_unknown": "There is no kind of line “{value}”.",
    "crossing_text": "“{value}” is no place.",
    "crossing_outside": "The crossing at {value} does not lie in the proposal.",
    "crossing_no_road": "There is no road or railway within a cell ({cell_m} m) of {value}.",
    "patch_twice": "The patch {value} stands there a second time.",
    "patch_negative": "The number {value} is below 0.",
    "too_many_patches": "There are {count} patches; at most {limit} can be measured together.",
    "corridor_distance": "A distance between patches is negative or missing.",
    # report
    "font_missing": "The font of printed reports is missing: the package {package} is not installed.",
    # page
    "not_a_surface": "{file} is no raster ({found}).",
    "place_text": "This is no latitude and longitude: “{value}”.",
    "corners_line": "Line {at} of the corners is no latitude and longitude: “{value}”.",
    "corners_range": "Line {at} of the corners is not on the map: “{value}”.",
    "corners_few": "The drawing has too few corners: {found}.",
    "corners_many": "The drawing has too many corners: {found}.",
    "corners_link": "The link holds no drawing that can be read.",
    "proposals_many": "This tab holds {limit} proposals, and no more fit.",
}

REMEDIES: dict[str, str] = {
    # proposals and their audit
    "corridor_unknown": "Choose one of: {choices}. Or name a file with the line or area.",
    "corridor_text": "Write one GeoJSON geometry with longitude and latitude.",
    "corridor_width": "Say its full width in metres (--width-m).",
    "corridor_width_wrong": "Write the full width in metres in the column width_m.",
    "corridor_text_long": "Simplify the outline, or bring it as a file.",
    "corridor_lines": "Keep one line, or draw the area.",
    "corridor_not_ground": "Bring one line, or one area.",
    "corridor_too_many_parts": "Keep the parts that make up the corridor, or merge them.",
    "corridor_tiny": "Check the width and the coordinates.",
    "corridor_sea": "Check the coordinates: they are longitude, then latitude.",
    # cost distance, paths, bands
    "place_no_numbers": "Write two numbers with a comma: X,Y.",
    "place_outside_raster": "X reaches from {west} to {east}, Y from {south} to {north}.",
    "place_without_value": "Choose a place on ground with a value.",
    "same_place": "Choose two places in different cells.",
    "cost_needs_work": "Name a folder for the tiles (--work).",
    "cells_not_square": "Warp the raster to square cells.",
    "resistance_not_positive": (
        "Resistance must be above 0. Look at row {row}, column {column}; correct the raster, or say that "
        "such cells are barriers."
    ),
    "cost_place_outside": "Choose a place inside. Row {row}, column {column} is not in the grid.",
    "cost_place_barrier": "Choose a place on ground with a value. Row {row}, column {column} has none.",
    "cost_no_source": "Mark at least one cell.",
    "cost_not_connected": "Look for barriers (no data) that cut the ground apart, or choose other ends.",
    "cost_contrast": "Limit the largest resistance to 1,000,000,000 times the smallest.",
    # resistance surfaces
    "own_not_positive": (
        "Resistance must be above 0. Correct row {row}, column {column}, or say what becomes of such cells "
        "(--repair closed, --repair least)."
    ),
    "own_extreme": (
        "Correct row {row}, column {column}: no resistance is above {most} or below one over that."
    ),
    "own_nothing": "Check its coordinate system, its extent and its mark of no data.",
    "own_bands": "Save the band of resistance as a file of its own.",
    "costs_twice": "Name each class once.",
    "own_infinite": "Correct row {row}, column {column}: mark closed ground as no data.",
    "costs_and_own": "Give either your own raster (--resistance) or costs (--costs).",
    "corridor_outside": (
        "The study area reaches from {west}° to {east}° east and from {south}° to {north}° north: check "
        "longitude and latitude."
    ),
    "corridor_at_sea": "Check its place; on land, choose smaller cells (--cell-m 250).",
    "end_unknown": "Give lon,lat, a file with an area, or one of: {choices}.",
    "ends_missing": (
        "Say what it shall connect (--from, --to): a protected area, lon,lat or a file with an area."
    ),
    "ends_same": "Give two different places (--from, --to).",
    "ends_overlap": "Choose smaller cells (--cell-m) or places that lie apart.",
    "end_at_sea": "Give a place on land inside the study area.",
    "ground_too_large": "Choose larger cells (--cell-m), a smaller margin (--margin-km) or nearer ends.",
    "costs_none": "Add the table resistance to its file in geodata/species.",
    "costs_text": "Write for example 12=40, road=50, or the path of a TOML file with such lines.",
    "cost_unknown": "Choose one of: {choices}.",
    "cost_value": "Write a number above 0 and at most {most}.",
    # circuit: solver
    "circuit_empty": "Bring a surface with resistances above 0.",
    "circuit_shape": "Lay both on the same grid.",
    "circuit_end_blocked": "Move it to ground that can be passed, or give its cells a resistance.",
    "circuit_no_band": "Choose a corridor that joins the ends, or widen it.",
    "circuit_few_places": "Add places.",
    "circuit_ends_touch": "Choose places apart from each other.",
    "circuit_no_source": "Put sources on cells with a resistance.",
    "circuit_not_connected": (
        "Give the cells between them a high resistance instead of none, or choose other ends."
    ),
    "circuit_no_convergence": (
        "Reduce the contrast between the least and the greatest resistance, or use larger cells."
    ),
    # circuit: Circuitscape projects
    "project_option": "It can be: {choices}.",
    "project_file_unsaid": "Name the file behind the option {name}.",
    "project_file_missing": "Put it beside the project, or say where its paths start from (--root).",
    "project_list_row": "Complete the row.",
    "project_node_number": "Use whole numbers above 0; in a network from 0.",
    "project_grid_shape": "Save both grids with the same extent and cell size.",
    "project_zero": "Make it a small number, or lay a short-circuit region there.",
    "project_negative": "Write a number above 0, or NODATA where nothing passes.",
    "project_all_closed": "Check its values and what stands for NODATA.",
    "project_mask_all": "Give the cells that shall stay a value above 0.",
    "project_focal_none": "Name two different numbers above 0 at least.",
    "project_focal_closed": "Move them to cells that current can pass.",
    "project_focal_outside": "Write value, x and y, in the coordinates of the habitat’s grid.",
    "project_node_unknown": "Use a number that stands in the list of resistors.",
    "project_pairs": (
        "Begin it with “mode include” or “mode exclude”, or with “min” and “max” before a square matrix."
    ),
    "project_no_source": "Give one node at least a current other than 0.",
    "project_no_ground": "Give one node at least a ground.",
    "project_ground_negative": "Write 0 or more.",
    "project_unsolved": "Use a smaller range of resistances, a smaller grid, or fewer focal nodes.",
    "project_line": "Write one option a line: name = value.",
    "project_options_size": "Check that it is the .ini file you name.",
    "grid_head": "Write a name and a number, for example: ncols 250.",
    "grid_head_missing": "Add the lines: a name and a number each, for example: ncols 250.",
    "grid_number": "Write numbers with a decimal point, separated by spaces.",
    "grid_count": "Correct the header or save the grid again.",
    "grid_size": "Cut the grid or choose larger cells.",
    # circuit: Omniscape projects
    "omniscape_reclass": "Write two numbers a line, or “missing” for the second.",
    "omniscape_values": "Give them a resistance above 0, or mark them as no data.",
    "omniscape_sources": "Give them 0 or more, or mark them as no data.",
    "omniscape_no_target": "Check source_file, source_threshold and r_cutoff.",
    # with and without, ensembles, comparison
    "ensemble_cells": "Write metres from 250 to 1000 with commas between: 500,1000.",
    "compare_too_many": "Leave out the weakest after a first round.",
    "restore_unknown": "Write best, none, or one of: {choices}.",
    "remove_unknown": "Choose from: {choices}.",
    "crossing_text": "Write longitude and latitude: 131.95,43.55; semicolons between two crossings.",
    "crossing_outside": "Put it where the proposal crosses the road.",
    "crossing_no_road": "Put the crossing on the road; the roads here are schematic.",
    "patch_negative": "Write 0 or more.",
    "patch_twice": "Give every patch an id of its own, or leave the column out.",
    "too_many_patches": "Leave out the smallest, or join patches that touch.",
    "corridor_distance": "Give distances of 0 or more; infinity where there is no way.",
    # report
    "font_missing": "Install it (pip install {package}), or save the report as HTML.",
    # page
    "not_a_surface": "Bring a GeoTIFF with one number a cell.",
    "place_text": "Write latitude first, between -85 and 85, then longitude: 43.25, 131.50",
    "corners_line": "Write one corner a line, latitude first: 43.25, 131.50",
    "corners_range": "Latitude comes first, between -85 and 85; longitude between -180 and 180.",
    "corners_few": "Give at least {limit} different corners.",
    "corners_many": "Keep to {limit} corners, or bring the shape as a file.",
    "corners_link": "Ask for the link again, or draw the proposal anew.",
    "proposals_many": "Delete one first.",
}

NOTES: dict[str, str] = {
    # proposals and their audit
    "corridor_repaired": (
        "The outline was repaired ({reason}): {before_km2} km² before, {after_km2} km² after."
    ),
    "corridor_merged": "{count} areas were merged into one proposal of {parts} parts.",
    "corridor_lines_joined": "{count} lines were joined into one.",
    "corridor_line_crosses": "The line crosses itself; ground it passes twice is counted once.",
    "corridor_some_sea": "{percent} % of the proposal lies in the sea; its area counts it, habitat does not.",
    "corridor_holes": (
        "The proposal has holes: {count}. They are kept; beside one, the width is that of the way round it."
    ),
    "corridor_parts": (
        "The proposal has {count} parts with nothing of it between them. Length and width are of the largest "
        "{measured}, one after the other."
    ),
    "corridor_compact": (
        "A part is about as wide as it is long. It is no strip: one width is given, that of the largest "
        "circle inside."
    ),
    "corridor_arms": (
        "Side arms the centreline does not follow: {count}. They count in the area, not in the width."
    ),
    "corridor_thin": (
        "Narrowest, the proposal is {width_m} m wide, less than a cell of land cover (about {cell_km} km): "
        "what is said of habitat there is that of its surroundings."
    ),
    "corridor_no_threshold": (
        "No least width for leopards has been published. The usual thresholds were found for bears, wolves "
        "and cougars: 400 to 1,000 m beside trails, 3,000 to 6,000 m beside housing."
    ),
    "corridor_step": (
        "The proposal is very long for its width: points along its outline are {cell_m} m apart, so widths "
        "may be wrong by as much."
    ),
    "corridor_tip": (
        "The narrowest place is at an end, where the outline tapers off. The least width between the ends is "
        "given too."
    ),
    "corridor_no_layer": "The data folder has no layer “{layer}”; what it would show is left out.",
    "corridor_rows_cut": (
        "{count} stretches of lines were found; the first {kept} along the centreline are listed."
    ),
    # cost distance, paths, bands
    "cost_cells": "The raster has {cells} cells.",
    # resistance surfaces
    "current_window": (
        "Current may flow only through the ground around the proposal (the margin), so a wider margin "
        "takes some current away from it."
    ),
    "barriers_model": (
        "Restored windows are counted as the best ground with nothing to cross. Such a score ranks places "
        "for a visit; it is no forecast."
    ),
    "path_grid": (
        "A path over square cells is up to 8 % longer than the same way over the ground, for it can turn "
        "in eight directions only."
    ),
    "path_published": (
        "The published figures rest on finer maps of forest, other costs and other starting points, so "
        "agreement with ours is partly chance: look at smaller and larger cells and at other costs."
    ),
    "own_resistance": (
        "Resistance comes from your raster {file}, put on cells of {cell_m} m; {closed_percent} % of them "
        "are closed (no data). The costs of the table do not count."
    ),
    "end_chosen": (
        "An end was not named: {place} was taken, the protected area nearest to that end of the proposal, "
        "{distance_km} km from it. Name another with --from and --to."
    ),
    "own_closed": "{file}: {count} cells of 0 or less were closed.",
    "own_least": "{file}: {count} cells of 0 or less were given the least value above 0, {value}.",
    "costs_out_of_rank": (
        "The costs contradict the order of the table: {classes}. Order matters more than size."
    ),
    "resistance_without": (
        "The surface of resistance knows nothing of: {layers}. The data folder has no such layers."
    ),
    "screening_level": (
        "Screening level: land cover is known in squares of about {cell_km} km and roads are schematic. "
        "Check on the ground before deciding."
    ),
    # circuit: solver
    # circuit: Circuitscape projects
    "project_file_moved": "{name}: “{value}” is not there; {found} beside the project was taken.",
    "project_precision": "Single precision was asked for; everything is computed in double precision.",
    "project_option_idle": "The option {name} = {value} says how a program works and has no effect here.",
    "project_option_unknown": "The option {name} = {value} is not known and has no effect.",
    "project_grid_place": (
        "{name} and {other} do not lie at the same place; they were laid over each other cell by cell."
    ),
    "project_focal_negative": "{name}: focal nodes with a number below 0 were left out.",
    "project_focal_shut": "{name}: these focal nodes lie on closed cells and are connected to none: {ids}.",
    "project_nothing_flows": "No current flows: nothing that it could flow between is connected.",
    "project_excluded_drive": (
        "In all-to-one, a node that is excluded from a pair still drives 1 ampere, as in Circuitscape."
    ),
    "project_cost": "The project has {cells} cells or resistors.",
    # circuit: Omniscape projects
    "omniscape_block": "The block size {block} is even; {used} was used, as Omniscape does.",
    "omniscape_apart": "The cells of {file} do not lie where those of the resistance do.",
    "omniscape_cost": "{targets} windows of {side} × {side} cells are to be solved.",
    # with and without, ensembles, comparison
    "ensemble_costs": (
        "Class costs are drawn between the bounds of the species file with their rank kept. The "
        "interval says nothing of what all members share: coarse land cover, schematic roads, the "
        "choice of ends."
    ),
    "compare_first": (
        "All proposals are compared between the same two places, on one map section and with the "
        "same members. Equal ones share a first rank."
    ),
    "cost_ground": "About {cells} cells of {cell_m} m.",
    "cost_members": "{members} sets of assumptions; cells of 250 m take most of the time.",
    "effect_window": (
        "The network holds the protected areas and habitat patches of the map section around the "
        "proposal: what lies beyond does not count."
    ),
    "effect_reach": (
        "Dispersal: half of the animals reach {reach_km} km over the best ground, 7 times the "
        "square root of a female's home range of {home_km2} km². It was measured for mammals in "
        "general."
    ),
    "effect_signs": (
        "Better means: a lower least-cost distance and effective resistance, more current through "
        "the proposal, a larger connected area. Least-cost distance is told as kilometres of the "
        "best ground."
    ),
    "effect_nothing": (
        "The proposal changes nothing here: its land already resists as little as it could. Its "
        "worth is then what would be lost with it."
    ),
    "effect_longer": (
        "The least-cost path becomes longer: a longer way that costs less is now the cheapest."
    ),
    "effect_less_current": (
        "Less current passes through the proposal than before: easier ground needs less of its "
        "width, and other ways carry more."
    ),
    "network_straight": (
        "Distances are straight lines: roads, rivers and land cover between the patches do not count."
    ),
    # report
    "cost_report": "{count} analyses, one after the other.",
    "report_left_out": "The analysis “{study}” has no answer for this proposal; the report says why.",
    # page
}

STAGES: dict[str, str] = {
    # proposals and their audit
    # cost distance, paths, bands
    "cost_reading": "Reading the raster",
    "cost_sweeping": "Counting the cost",
    # resistance surfaces
    "corridor_current": "Sending current between the ends",
    "corridor_barriers": "Looking for pinch points and barriers",
    "corridor_cost": "Counting the cost from both ends",
    "corridor_pairs": "Measuring between places",
    # circuit: solver
    # circuit: Circuitscape projects
    "circuit_project_read": "Reading the project",
    "circuit_project_solve": "Solving for currents",
    # circuit: Omniscape projects
    "omniscape_windows": "Solving windows",
    "omniscape_adding": "Adding up",
    # with and without, ensembles, comparison
    "corridor_members": "Trying the assumptions",
    "corridor_audits": "Auditing the proposals",
    "corridor_ground": "Laying out the ground",
    "corridor_effect": "Comparing without and with",
    "corridor_network": "Measuring the network",
    # report
    "report_audit": "auditing the proposal",
    "report_path": "looking for paths",
    "report_current": "computing currents",
    "report_effect": "comparing with and without",
    "report_ensemble": "trying other assumptions",
    "report_map": "drawing the map",
    # page
}
