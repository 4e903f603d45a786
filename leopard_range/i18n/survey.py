"""What is said about camera surveys: errors, remedies, cautions, and the rules of the quality report.

`leopard_range.i18n.sentences` takes the first three into its own tables.
"""

from __future__ import annotations

__all__ = ["ERRORS", "NOTES", "REMEDIES", "RULES", "RULE_REMEDIES", "STAGES"]

ERRORS: dict[str, str] = {
    # reading a survey
    "survey_id_twice": "“{value}” names two rows.",
    "survey_times_lost": "{count} of {total} records have no time: what is left is no fair sample.",
    "survey_zones_mixed": "Times of observations are in several zones, or some of them in none.",
    "survey_none_here": "{folder} holds no camera survey.",
    "survey_no_species": "There is no observation of “{species}”. There are: {choices}.",
    "survey_no_year": "There is no deployment in {year}.",
    "survey_unknown": "This is no camera survey in a format that is known. Found: {found}.",
    "survey_too_big": "The survey is too large, or the folder holds too many files.",
    "survey_column": "The table lacks a column that is required. Found: {found}.",
    "survey_columns_twice": "Two columns have the same name.",
    "survey_table_broken": "A row has more cells than the first, or a quote is open.",
    "survey_date_form": "The form of dates that was stated does not exist.",
    "survey_mapping_needed": "Which table is which cannot be told. Found: {found}.",
    "survey_mapping_bad": "The mapping cannot be used: {key} is missing or is no column's name.",
    "survey_mapping_file": "The mapping names a table that is not there: {part}. Found: {found}.",
    "survey_no_captures": "No animal was told apart in the part of the survey that was asked for.",
    "survey_many_occasions": "There are more than {limit} occasions.",
    "survey_no_place": "The station “{station}” has no position.",
    "survey_sessions": "The sessions of the survey differ in the use of their traps.",
    "survey_part_missing": "A table of the survey is missing: {part}.",
    "survey_part_twice": "Two tables could be the same part of the survey: {part}.",
    "survey_no_dates": "The survey has occasions but no dates.",
    "survey_no_positions": "The survey has plane coordinates of an unnamed system.",
    # quality
    "survey_bad_bounds": "“{value}” is no area.",
    "survey_bad_shift": "“{value}” is no shift of a clock.",
    "survey_no_deployment": "There is no deployment “{deployment}”.",
    "survey_no_clock": "The survey has occasions and no times: it has no clock to put right.",
    # effort, events, abundance
    "survey_no_effort": "There is no deployment with a start and a later end: there is no effort to count.",
    "survey_too_long": "The survey runs from {first} to {last}: too many days to count for so many stations.",
    "survey_zero_effort": "No camera watched in the time chosen. Without effort there is no rate.",
    "survey_occasions_only": "The survey tells its effort by occasion and has no dates.",
    "survey_crs_unknown": "The positions are in a plane whose coordinate system is not named.",
    "survey_no_reserves": "The data folder has no layer of reserves.",
    "survey_nothing_seen": "There is no observation of an animal.",
    "survey_nothing_placed": "No record lies on a day, or in an occasion, in which its station watched.",
    "survey_one_station": "Only one station watched: nothing tells how much stations differ.",
    # individuals
    "survey_no_individuals": "There is no identified animal that counts: no record with an individualID.",
    "survey_many_species": "The individuals are of several species: {choices}.",
    "survey_closed_no_animal": "No adult was identified: a closed model has nothing to estimate from.",
    "survey_closed_one_animal": "Only one adult was identified: a closed model has no answer.",
    "survey_closed_one_occasion": "There is one occasion only: a closed model has no answer.",
    "survey_closed_no_recapture": "No adult was caught in two occasions: a closed model has no answer.",
    "survey_closed_no_depletion": "First captures do not become fewer with time: model Mb has no answer.",
    "survey_closed_below_minimum": "The jackknife gives fewer animals than were caught: it has no answer.",
    # capture-recapture: fitting
    "secr_no_animal": "Session “{session}”: no animal known by its coat was detected.",
    "secr_one_animal": (
        "Session “{session}”: only one animal was detected, and density cannot be told from one."
    ),
    "secr_no_recapture": (
        "Session “{session}”: each of {count} animals was detected once, so how far animals move cannot "
        "be told."
    ),
    "secr_one_place_each": (
        "Session “{session}”: no animal was detected at two places, so how far animals move cannot be told."
    ),
    "secr_one_spot": "Session “{session}”: all detectors that worked stand on one spot.",
    "secr_no_effort": "Session “{session}”: no detector worked on any occasion.",
    "secr_usage": (
        "Session “{session}”, detector {detector}, occasion {occasion}: the effort is missing or negative."
    ),
    "secr_detector_coordinate": (
        "Session “{session}”, detector {detector}: the coordinate is missing or does not exist on Earth."
    ),
    "secr_mask_coordinate": (
        "Session “{session}”, cell {row} of the habitat mask: the coordinate is missing or does not "
        "exist on Earth."
    ),
    "secr_mask_empty": "Session “{session}”: the habitat mask has no cell.",
    "secr_mask_cell": "Session “{session}”: {value} km² is no area of a mask cell.",
    "secr_mask_far": (
        "Session “{session}”: detector {detector} met an animal, and the nearest cell of the habitat "
        "mask is {away_m} m away."
    ),
    "secr_detection_row": (
        "Session “{session}”, detection {row}: the animal, occasion or detector is in no table."
    ),
    "secr_detector_off": (
        "Session “{session}”: {animal} was detected at {detector} on occasion {occasion}, when that "
        "detector did not work."
    ),
    "secr_two_traps": (
        "Session “{session}”: {animal} was held at {first} and at {second} on occasion {occasion}."
    ),
    "secr_after_removal": (
        "Session “{session}”: {animal} was detected on occasion {occasion}, after it had died or been taken "
        "away on occasion {removed}."
    ),
    "secr_covariate_missing": "The habitat mask has no column “{covariate}”. It has: {choices}.",
    "secr_covariate_gap": "Column “{covariate}” of the habitat mask has no number in cell {row}.",
    "secr_covariate_flat": "Column “{covariate}” of the habitat mask has the same value everywhere.",
    "secr_covariate_same": "The columns of the habitat mask follow from each other: {covariates}.",
    "secr_sigma_mask": (
        "The best sigma, {sigma_m} m, is more than half the width of the habitat mask, {extent_m} m: "
        "the data do not say how far animals move."
    ),
    "secr_sigma_ground": (
        "The best sigma, {sigma_m} m, is wider than the ground covered by the detectors, {extent_m} m: "
        "the data do not say how far animals move."
    ),
    "secr_certain": "Session “{session}”: the best g0 is 1, so the model does not fit the data.",
    "secr_all_met": (
        "Session “{session}”: the best number of animals in the mask is the number detected, so the "
        "mask does not reach beyond them."
    ),
    "secr_no_convergence": (
        "The estimates did not settle, from {starts} starts: the data do not tell the parameters apart."
    ),
    "secr_region_empty": "Session “{session}”: the region holds no cell of the habitat mask.",
    # capture-recapture: design and tables
    "captures_no_traps": "There is no trap of session “{session}”.",
    "captures_empty_cell": "The cell is empty.",
    "captures_yes_no": "“{value}” is neither yes nor no.",
    "captures_occasions": "“{value}” is no number of occasions.",
    "captures_sessions": "“{value}” does not fit {found} sessions.",
    "captures_far": "{value} lies farther away than any place on earth.",
    "captures_trap_twice": "Trap “{trap}” stands in the table twice.",
    "captures_degrees": "The positions look like degrees; metres are needed.",
    "captures_no_occasions": "Nothing says how many occasions there were.",
    "captures_usage_columns": "The columns of effort are not numbered from 1 to {found}.",
    "captures_occasions_differ": "The traps have effort for {found} occasions, and {needed} were named.",
    "captures_usage_negative": "Effort is {value}.",
    "captures_no_effort": "No trap was set on any occasion.",
    "captures_unknown_trap": "{traps} has no trap “{trap}”.",
    "captures_occasion_outside": "Occasion {value} is not between 1 and {last}.",
    "captures_idle_trap": "Trap “{trap}” was not set on occasion {value}.",
    "mask_no_cell": "The habitat mask has no cell.",
    "mask_cell_twice": "The cell at {x}, {y} stands in the mask twice.",
    "mask_size": "A buffer of {buffer_m} m with cells of {spacing_m} m makes no mask.",
    "mask_too_many": "The habitat mask would have {count} cells; {most} are allowed.",
    "mask_no_lattice": "{count} cells form no lattice, so the area of a cell cannot be read.",
    "mask_too_coarse": (
        "Cells of {spacing_m} m are larger than sigma, {sigma_m} m: the density would be wrong."
    ),
    "design_detection": "{level} and {sigma_m} m cannot describe detection.",
    "design_replicates": "{value} surveys cannot be simulated.",
    "secr_files": (
        "Either a survey or tables are needed: captures and traps together, or traps with a design's density."
    ),
    "secr_crs": "There is no coordinate system “{crs}”.",
    "secr_several_species": "The identified animals are of several species: {choices}.",
    "secr_no_position": "Station “{station}” has no position on Earth.",
    "secr_region_no_crs": "The positions are in a plane without a name, so no region can be laid over them.",
    "secr_region_unknown": "There is no file and no reserve “{region}”. Reserves: {choices}.",
    "secr_region_no_area": "The region “{region}” has no area.",
    "secr_confidence": "{value} percent is no confidence for an interval.",
    # heatmaps
    "heat_bandwidth": "“{value}” is no bandwidth.",
    "heat_level": "“{value}” is no share to outline.",
    "heat_no_years": "The survey has no dates, so there is no surface for each year.",
    "heat_no_points": "There is no point to smooth.",
    "heat_one_spot": "All points stand on one spot or one line, so no bandwidth can be found.",
    "heat_flat": "The cameras stand on one line, so the ground they watched has no area.",
    "heat_many_places": "{count} places are too many for this bandwidth rule, which compares every pair; "
    "{most} are allowed.",
    "heat_far": "The coordinate lies farther away than any place on earth.",
    "heat_weights": "Counts and trap-days must be numbers of 0 or more, one for each place.",
    "heat_square_cells": "The cells of a heatmap must be squares.",
    "heat_coarse_cells": "Cells of {cell_m} m are too coarse for a bandwidth of {bandwidth_m} m: "
    "it must span at least 2 cells, {most_m} m each.",
    "heat_large_grid": "The heatmap would have {columns} × {rows} cells; {most} are allowed.",
    "heat_many_frames": "{count} frames make {cells} cells together; {most} are allowed.",
    "heat_nothing": "The heatmap is empty: nothing was counted on it.",
    "heat_no_effort": "No camera has trap-days, so there is no rate.",
    "heat_effort_missing": "Station {row} has detections but no trap-days.",
    # activity
    "survey_no_hours": "The survey tells no hour of the day.",
    "survey_name_species": "The survey holds several species: {choices}.",
    "survey_few_visits": "{species}: visits with a time: {count}. A curve needs two at least.",
    "survey_few_hours": "{count} visits with a time are too few: a curve needs {least} at least.",
    "survey_same_species": "“{first}” and “{second}” share visits: they are not two species.",
    # pages
    "survey_no_file": "No file was chosen.",
}
"""What is wrong, as in `sentences.ERRORS`."""

REMEDIES: dict[str, str] = {
    # reading a survey
    "survey_id_twice": "Give each row a name of its own; survey check lists them all.",
    "survey_times_lost": "Add the times, put the clock right, or leave those cameras out with their records.",
    "survey_zones_mixed": "State the zone of every time, and use that of the cameras.",
    "survey_none_here": "Name a file with a survey.",
    "survey_no_species": "Choose one of them, or leave the species out.",
    "survey_no_year": "Choose another year, or leave it out.",
    "survey_unknown": (
        "Bring Camtrap DP, Wildlife Insights, SPACECAP or secr files, "
        "or CSV with a mapping of its columns: {example}"
    ),
    "survey_too_big": "Bring a folder or ZIP with the tables alone, without pictures.",
    "survey_column": "Add the column, or say in a mapping which one it is.",
    "survey_columns_twice": "Rename or remove one of them.",
    "survey_table_broken": "Correct the row, or export the table again.",
    "survey_date_form": "Write it like %d/%m/%Y %H:%M.",
    "survey_mapping_needed": "Write a mapping and name it with --mapping: {example}",
    "survey_mapping_bad": "Write it like this: {example}",
    "survey_mapping_file": "Correct the name, or name the folder that holds all tables.",
    "survey_no_captures": "Choose another year or species, or fill in individualID.",
    "survey_many_occasions": "Choose one year, or longer occasions: --occasion-days 5.",
    "survey_no_place": "Fill in longitude and latitude of its deployments.",
    "survey_sessions": "Save each session by itself.",
    "survey_part_missing": "Name the folder or ZIP that holds both captures and traps.",
    "survey_part_twice": "Leave only one of them in the folder or ZIP.",
    "survey_no_dates": "Save it as SPACECAP or secr text.",
    "survey_no_positions": "Say which it is: --crs EPSG:32652.",
    # quality
    "survey_bad_bounds": "Write west,south,east,north in degrees: 130,42,134,45.",
    "survey_bad_shift": (
        "Write it as DEPLOYMENT=+1h30min, with d, h, min or s; the shift may be up to 100 years."
    ),
    "survey_no_deployment": "Name one of its deployments, as the column deploymentID writes it.",
    "survey_no_clock": "Leave the shift out.",
    # effort, events, abundance
    "survey_no_effort": "Write the start and the end of each deployment, with the time.",
    "survey_too_long": "Look for a clock or a year that is wrong.",
    "survey_zero_effort": "Choose another year, or look at the starts, ends and gaps of the deployments.",
    "survey_occasions_only": "Ask by station, or give a survey with dates.",
    "survey_crs_unknown": "Name it with --crs, for example EPSG:32652.",
    "survey_no_reserves": "Ask by station, season, year or month.",
    "survey_nothing_seen": "Look at the table of observations and at its column observationType.",
    "survey_nothing_placed": "Look at the times of the records and of the deployments.",
    "survey_one_station": "Choose --interval poisson, which supposes that stations do not differ.",
    # individuals
    "survey_no_individuals": "Check individualID, or ask for less confidence, other flanks or another year.",
    "survey_many_species": "Choose one with --species.",
    "survey_closed_no_animal": "Look at the minimum number known alive.",
    "survey_closed_one_animal": "Look at the minimum number known alive.",
    "survey_closed_one_occasion": "Choose shorter occasions with --occasion-days.",
    "survey_closed_no_recapture": "Choose shorter occasions, or look at the minimum number known alive.",
    "survey_closed_no_depletion": "Look at the other models.",
    "survey_closed_below_minimum": "Look at the other models.",
    # capture-recapture: fitting
    "secr_no_animal": "Add detections with an animal's name, or leave the session out.",
    "secr_one_animal": "Use a survey with more animals, or give the minimum number.",
    "secr_no_recapture": "Use a longer survey, or give the minimum number.",
    "secr_one_place_each": "Use a survey with cameras closer to each other, or give the minimum number.",
    "secr_one_spot": "Check the coordinates of the detectors.",
    "secr_no_effort": "Check the table of effort: one row a detector, one column an occasion.",
    "secr_usage": "Write 0 where the detector did not work.",
    "secr_detector_coordinate": "Give coordinates in metres of a projected system.",
    "secr_mask_coordinate": "Give coordinates in metres of a projected system.",
    "secr_mask_empty": "Widen the buffer, or check that mask and detectors are in one system.",
    "secr_mask_cell": "Give an area above 0.",
    "secr_mask_far": "Check that mask and detectors are in one system, or widen the mask.",
    "secr_detection_row": "Check the numbers of occasions and the names of detectors.",
    "secr_detector_off": "Correct the effort of the detector or the detection.",
    "secr_two_traps": "For cameras choose count or proximity detectors.",
    "secr_after_removal": "Correct the occasion or the animal's name, or say that it came back.",
    "secr_covariate_missing": "Choose one of them, or leave it out.",
    "secr_covariate_gap": "Fill it, or leave the cell out of the mask.",
    "secr_covariate_flat": "Leave it out.",
    "secr_covariate_same": "Leave one of them out.",
    "secr_sigma_mask": "Widen the mask; when sigma grows with it, give the minimum number.",
    "secr_sigma_ground": "Use a survey that covers more ground, or give the minimum number.",
    "secr_certain": "Choose count detectors or another detection function.",
    "secr_all_met": "Widen the mask, or choose the Poisson distribution.",
    "secr_no_convergence": "Use a simpler model or more data, or give the minimum number.",
    "secr_region_empty": "Choose a region that overlaps the mask, or widen the mask.",
    # capture-recapture: design and tables
    "captures_no_traps": "Add its traps, or leave out the column session.",
    "captures_empty_cell": "Fill it in, or remove the row.",
    "captures_yes_no": "Write yes or no, or 1 or 0; an empty cell says nothing.",
    "captures_occasions": "Write a whole number from 1, or one for each session with commas.",
    "captures_sessions": "Write one number for all sessions, or one for each.",
    "captures_far": "Write metres of a projected system.",
    "captures_trap_twice": "Give every trap a name of its own.",
    "captures_degrees": "Project them to a metric system such as UTM.",
    "captures_no_occasions": "Give the number of occasions, or a column of effort for each.",
    "captures_usage_columns": "Name them 1, 2, 3 and so on, without a gap.",
    "captures_occasions_differ": "Correct the number of occasions, or leave it out.",
    "captures_usage_negative": "Write 0 or more.",
    "captures_no_effort": "Write the effort: 1 where the trap was set.",
    "captures_unknown_trap": "Correct the name, or add the trap.",
    "captures_occasion_outside": "Correct it, or the number of occasions.",
    "captures_idle_trap": "Correct the capture, or the effort of the trap.",
    "mask_no_cell": "Add cells, or write HABITAT 1 where animals may live.",
    "mask_cell_twice": "Remove one of them.",
    "mask_size": "Give both as numbers above 0.",
    "mask_too_many": "Use larger cells or a narrower buffer, and check the coordinates.",
    "mask_no_lattice": "State the area of a cell.",
    "mask_too_coarse": "Use cells of at most 0.6 sigma.",
    "design_detection": "Give g0 between 0 and 1, or lambda0 above 0, and sigma above 0.",
    "design_replicates": "Give at least 1.",
    "secr_files": "Name --captures and --traps and leave the survey out, or name the survey alone.",
    "secr_crs": "Write a code such as EPSG:32652.",
    "secr_several_species": "Choose one of them.",
    "secr_no_position": "Correct its coordinates.",
    "secr_region_no_crs": "Name their coordinate system, for example --crs EPSG:32643.",
    "secr_region_unknown": "Name one of them, or a file with polygons.",
    "secr_region_no_area": "Use a file with polygons.",
    "secr_confidence": "Choose 50 to 99.9.",
    # heatmaps
    "heat_bandwidth": "Use one of {choices}, or 1 to 1000000 metres.",
    "heat_level": "Use numbers above 0 and at most 100, with commas between: 50,75,95.",
    "heat_no_years": "Leave out --by year.",
    "heat_no_points": "Choose another species or year.",
    "heat_one_spot": "Give the bandwidth in metres.",
    "heat_flat": "Give the bandwidth in metres, or use href.",
    "heat_many_places": "Use href or scott, or give the bandwidth in metres.",
    "heat_far": "Correct the coordinate, or say which coordinate system it is in.",
    "heat_weights": "Correct the counts or the trap-days.",
    "heat_square_cells": "Use cells of the same width and height.",
    "heat_coarse_cells": "Use smaller cells, best a fifth of the bandwidth, or a wider bandwidth.",
    "heat_large_grid": "Use larger cells and a wider bandwidth, or fewer places.",
    "heat_many_frames": "Use larger cells, or all years together.",
    "heat_nothing": "Choose another species or year.",
    "heat_no_effort": "Correct the dates of the deployments, or ask for the density.",
    "heat_effort_missing": "Correct the deployments of this station.",
    # activity
    "survey_no_hours": "Give a survey whose observations have a time of day.",
    "survey_name_species": "Name one with --species: hours of several together mean nothing.",
    "survey_few_visits": "Choose another species or year, or fewer minutes between visits.",
    "survey_few_hours": "Choose another species or year, or fewer minutes between visits.",
    "survey_same_species": "Name two different ones.",
    # pages
    "survey_no_file": "Choose a ZIP or the tables of a survey, then read it.",
}
"""What to do about it."""

NOTES: dict[str, str] = {
    # reading a survey
    "survey_zones": (
        "Times of observations are in several zones, or some of them in none: days and hours may be wrong."
    ),
    "survey_simulated": "Simulated survey: no camera stood here and no animal was photographed.",
    "survey_up_converted": "Camtrap DP {version} was read as {to}.",
    # quality
    "survey_findings_cut": "The first {shown} of {count} findings are listed; the saved table holds all.",
    "survey_clock_shifted": (
        "The clock of deployment {deployment} was shifted by {shift}: {observations} observations and "
        "{media} media moved."
    ),
    "survey_dates_shifted": (
        "The clock and the dates of deployment {deployment} were shifted by {shift}: {observations} "
        "observations and {media} media moved."
    ),
    # effort, events, abundance
    "survey_deployments_skipped": (
        "{count} deployments have no usable start and end: they add no effort and no records."
    ),
    "survey_deployments_long": "{count} deployments last longer than a year: look at their clocks.",
    "survey_species_no_effort": "No record of these lies on a day with effort; they have no rate: {species}.",
    "survey_places_nowhere": "{count} cameras stand nowhere on Earth: they add no distance.",
    "survey_united": (
        "Several cameras of one station watched at the same time: {trap_days} trap-days are counted once."
    ),
    "survey_records_no_effort": "{count} records on days without effort at their station are left out.",
    "survey_rai_by_station": (
        "Intervals of single stations are exact Poisson ones: they tell chance only, not how stations differ."
    ),
    "survey_rai_dispersed": (
        "Stations differ {dispersion} times as much as chance allows: the Poisson interval is too narrow."
    ),
    "survey_rai_no_effort": "A row without effort has no rate; it is not 0.",
    "survey_rai_no_interval": (
        "A row without a visit, with one station, or with stations that do not differ, has no such interval."
    ),
    "survey_rai_is_no_density": (
        "A rate of visits depends on where cameras stand and how animals move; it is not a number of animals."
    ),
    # individuals
    "survey_minimum": "Identified animals are a minimum: others were not photographed or not recognised.",
    "survey_closed_no_animal": "No adult was identified: closed models have no answer.",
    "survey_closed_one_animal": "One adult was identified in a year: closed models have no answer there.",
    "survey_closed_one_occasion": "A year has one occasion only: closed models have no answer there.",
    "survey_closed_no_recapture": (
        "No adult was caught in two occasions of a year: closed models have no answer there."
    ),
    "survey_closed_no_depletion": (
        "First captures do not become fewer with time in a year: model Mb has no answer there."
    ),
    "survey_closed_below_minimum": (
        "The jackknife gives fewer animals than were caught in a year: it has no answer there."
    ),
    "survey_not_closed": (
        "Cameras watched over {days} days in {year}: animals are born, die and move; closed models run high."
    ),
    "survey_no_distance": "No animal was seen again at known places apart: there are no distances moved.",
    "survey_doubtful_left_out": "{count} records are left out: their identification is not certain enough.",
    "survey_records_no_time": "{count} records of individuals have no time and are left out.",
    "survey_individual_twice": "{count} rows repeat an animal of the table of individuals; the first counts.",
    "survey_many_under_one_name": "{count} records name one individual and count more than one animal.",
    "survey_two_sexes": "{count} individuals are called male and female: look at their identification.",
    "survey_flank_left_out": (
        "{count} animals known by one flank only are left out: they may be the same as others that count."
    ),
    "survey_flank_untold": "{count} individuals have no flank told: they count as if known by both.",
    "survey_flank_conflict": "{count} individuals are listed with one flank, and a picture shows the other.",
    # capture-recapture: fitting
    "secr_repeats": (
        "Session “{session}”: {count} repeated detections of an animal at one detector on one occasion "
        "were counted once."
    ),
    "secr_multi": (
        "This model is for traps that hold an animal; a camera does not, so for cameras choose count or "
        "proximity."
    ),
    "secr_sigma_wide": (
        "Sigma, {sigma_m} m, is more than half the width of the ground covered by the detectors, "
        "{extent_m} m: the estimates are uncertain in ways the interval does not show."
    ),
    # capture-recapture: design and tables
    "cost_fits": "{count} models will be fitted.",
    "secr_cell_read": (
        "The area of a cell, {cell_km2} km², was read from the points of the mask. If the survey "
        "states another, give it: density changes by the same factor."
    ),
    "secr_removed": (
        "{count} animals died or were taken away when caught: the model does not expect them afterwards, and "
        "counts them among those that were there at the beginning."
    ),
    "secr_long_session": (
        "Session “{session}” watched on {days} days. Over more than 120 days animals come and go, and "
        "the estimate is too high."
    ),
    "secr_outside_effort": (
        "{count} sightings lie on days on which their station did not watch; they were left out."
    ),
    "secr_young": "{count} dependent young were left out: density is of grown animals.",
    "secr_doubtful": "{count} sightings with a doubtful identification were left out.",
    "secr_flank_left": (
        "{count} animals known from the right side alone were left out, so that no animal counts twice."
    ),
    "secr_flank_right": (
        "{count} animals known from the left side alone were left out, so that no animal counts twice."
    ),
    "secr_buffer_narrow": (
        "The habitat mask ends {buffer_m} m from the cameras, {sigmas} sigmas: density is up to "
        "{percent} % too high. Widen it to 4 sigmas or more."
    ),
    "secr_spacing_coarse": (
        "Cells of {spacing_m} m are {sigmas} sigmas wide. With cells of half that side density is "
        "{percent} % different (this one against that one)."
    ),
    "secr_sparse": (
        "Too few data for a density: {individuals} animals and {spatial} spatial recaptures, where "
        "{fewest} and {fewest_spatial} are needed. Give the minimum number instead."
    ),
    "secr_n_mask": (
        "The number of animals is that of the habitat mask, {area_km2} km². A reserve of another size "
        "holds another number."
    ),
    "secr_n_region": (
        "The number of animals is that of {area_km2} km² of the region that lie in the habitat mask, "
        "{percent} % of its {whole_km2} km²; the rest was not looked at."
    ),
    "secr_methods_differ": (
        "Compare only with densities estimated in the same way; numbers of neighbouring countries "
        "overlap and must not be added up."
    ),
    "secr_design": (
        "A design, not a survey: no animal was seen, and density, movement and detection are assumed."
    ),
    # heatmaps
    "heat_camera_based": "The outlines hold a share of what cameras saw: camera-based, not a home range.",
    "heat_follows_cameras": "Where more cameras watched for longer, more was photographed: the density "
    "follows the cameras. The rate is made for the effort.",
    "heat_blank": "Cells with fewer than {days} trap-days within reach are left blank.",
    "heat_bare": "Cells with fewer than a quarter of the trap-days that the median station has within reach "
    "are left blank.",
    "heat_places": "The rule {rule} compared the {count} places with detections, each once.",
    "heat_left_out": "Records without a time or a known station, left out: {count}.",
    "heat_no_map": "The survey does not name its coordinate system: the heatmap lies in its own plane and "
    "on no map.",
    "heat_shows_cameras": "Do not publish: with a bandwidth of {bandwidth_m} m the peaks show where cameras "
    "stand. At 500 m, 95 % of the cameras that saw an animal stand within 500 m of a peak, at 4 km none. "
    "From {least_m} m on it is safer.",
    # activity
    "survey_hours_lost": "{count} observations of {species} have no time and are left out.",
    "survey_hours_few": "{species}: a curve of {count} visits tells little.",
    "survey_hours_midnight": (
        "{species}: {count} visits stand at midnight exactly; perhaps only their day is known."
    ),
    "survey_overlap_small": (
        "With {least} visits or fewer of one species the overlap is Dhat1; otherwise it would be Dhat4."
    ),
    "survey_hours_clock": (
        "Hours are those of the clock in {zone}, summer time included; sunrise moves through the year."
    ),
    # pages
}
"""Cautions."""

RULES: dict[str, str] = {
    # reading a survey
    "cell_empty": "A required cell is empty.",
    "number_unreadable": "“{value}” is not a number; left out.",
    "count_unreadable": "“{value}” is no whole number from 1; left out.",
    "time_unreadable": "“{value}” is not a date and time; left out.",
    "value_unknown": "“{value}” is no word the standard has; left out.",
    "occasion_unreadable": "“{value}” is no occasion, a whole number from 1; left out.",
    "usage_unread": (
        "What stands behind the traps' places could not be read as usage; all traps were taken as set."
    ),
    "animals_removed": "Captures after which the animal had died or was taken away: {count}.",
    "more_alike": "Further cells of this column with the same problem: {count}.",
    "people_left_out": "Columns about people were left out: {columns}.",
    "time_zone_partly": "Times without a zone: {count}; {zone} was assumed. Others in the column state one.",
    "time_zones_mixed": "The times of one column are in different zones: {offsets}.",
    "time_zone_other": "The times state {offsets}; days and hours are told in another zone, {zone}.",
    "station_by_place": "Deployments without a station's name: {count}; the place names the station.",
    "table_missing": "The package has no such table; it was taken as empty.",
    "version_unknown": "Version {version} of Camtrap DP is not known; it was read as 1.0.2.",
    # quality
    "no_deployments": "There is no deployment.",
    "no_observations": "There is no observation.",
    "unknown_deployment": "The deployment “{value}” is in no row of deployments.",
    "missing_deployment": "The row names no deployment.",
    "unknown_media": "The picture “{value}” is in no row of media.",
    "media_left_out": "{count} observations name a picture, and the survey has no table of media.",
    "unknown_individual": "The animal “{value}” is in no row of individuals.",
    "missing_id": "The identifier is missing.",
    "duplicate_id": "The identifier “{value}” stands in row {first} already.",
    "duplicate_record": "The same observation stands in row {first} already.",
    "end_before_start": "It ends at {end}, before it starts at {start}.",
    "clock_1970": "The time {value} is where a clock without a setting begins.",
    "clock_early": "The time {value} is before {year}: no camera trap had a clock then.",
    "clock_future": "The time {value} lies in the future.",
    "missing_time": "The time is missing.",
    "lost_clock": (
        "In deployment {deployment} {count} of {total} observations have no time: the clock failed."
    ),
    "outside_deployment": "The time {value} lies {days} days outside the dates of deployment {deployment}.",
    "outside_usage": "On occasion {occasion} the camera {deployment} did not work.",
    "missing_occasion": "The occasion is missing.",
    "camera_overlap": "Camera {value} stood in deployments {deployment} and {other} at the same time.",
    "station_overlap": "Deployments {deployment} and {other} overlap at station {value}.",
    "paired_cameras": (
        "Two cameras watched station {value} at the same time: deployments {deployment} and {other}."
    ),
    "no_effort": "Deployment {deployment} did not watch at all.",
    "long_deployment": "Deployment {deployment} lasted {days} days.",
    "gap_outside": "The gap from {start} to {end} lies outside deployment {deployment}, in part or whole.",
    "silent_stretch": "Deployment {deployment} recorded nothing for {days} days, from {start} to {end}.",
    "silent_station": "Station {value} recorded nothing.",
    "no_station_saw": "No observation belongs to any deployment.",
    "missing_position": "Deployment {deployment} has no position.",
    "null_position": "Deployment {deployment} stands at 0, 0.",
    "impossible_position": "{value} is nowhere on Earth.",
    "swapped_position": (
        "Deployment {deployment} lies in the study area when latitude and longitude are swapped."
    ),
    "outside_area": "Deployment {deployment} stands outside the study area.",
    "survey_elsewhere": (
        "All {count} deployments stand outside the study area: this survey is of another region."
    ),
    "moved_station": "Station {value} stands {metres} m away from where it stood before.",
    "shared_position": "Station {value} stands on the very spot of {count} other stations.",
    "impossible_speed": (
        "Animal {value} would have gone {way_km} km from {other} to {deployment} in {minutes} minutes: "
        "{speed_km_h} km/h at least."
    ),
    "unknown_taxon": "“{value}” is not among the taxa of the package ({count} observations).",
    "no_scientific_name": "“{value}” is not written as a scientific name ({count} observations).",
    "missing_species": "An animal without a name.",
    "count_below_one": "The count is {value}.",
    "huge_count": "The count is {value} in one observation.",
    "unknown_level": "The level “{value}” is neither event nor media: the row is not counted.",
    "two_levels": (
        "{events} observations are of events and {media} of media: only those of events are counted."
    ),
    "only_media": (
        "Deployment {deployment} has {count} observations of media and none of an event: it counts as if "
        "it saw nothing."
    ),
    "two_sexes": "Animal {value} is {one} in one row and {other} in this one.",
    "two_species": "Animal {value} is “{one}” in one row and “{other}” in this one.",
    "simulated": "The survey “{value}” is simulated.",
}
"""What a rule of the quality report found, by rule."""

RULE_REMEDIES: dict[str, str] = {
    # reading a survey
    "cell_empty": "Fill in the cell.",
    "number_unreadable": "Write the number with digits and a point.",
    "count_unreadable": "Write how many animals were seen.",
    "time_unreadable": "Write it like 2011-03-27T14:05:00+10:00.",
    "value_unknown": "Use a word of the standard, or leave the cell empty.",
    "occasion_unreadable": "Number the occasions from 1.",
    "usage_unread": "Write 1 or 0 for each occasion, and remarks after a slash.",
    "animals_removed": (
        "Nothing to do for a density: these animals are not expected on later occasions. Other numbers take "
        "such a capture as any other."
    ),
    "more_alike": "Mend the column as a whole.",
    "people_left_out": "Nothing is to be done: names are not needed.",
    "time_zone_partly": "State the zone of every time.",
    "time_zones_mixed": "Set all cameras of the survey to one zone and export it again.",
    "time_zone_other": "Choose the zone of the cameras, for example --timezone Europe/Brussels.",
    "station_by_place": "Give every camera place a name.",
    "table_missing": "Export the package with all its tables.",
    "version_unknown": "Export the package as Camtrap DP 1.0.2.",
    # quality
    "no_deployments": "Check that the right file was chosen.",
    "no_observations": "Check that the right file was chosen.",
    "unknown_deployment": "Correct the name, or add the row it points to.",
    "missing_deployment": "Fill the cell.",
    "unknown_media": "Correct the name, or add the row it points to.",
    "media_left_out": "Bring the table of media as well if its dates are to be checked.",
    "unknown_individual": "Correct the name, or add the row it points to.",
    "missing_id": "Fill the cell.",
    "duplicate_id": "Give each row an identifier of its own, or remove the copy.",
    "duplicate_record": "Remove the copy, or give the observation its own time.",
    "end_before_start": "Correct the two times; perhaps they were swapped.",
    "clock_1970": "Find out how far the clock was off and shift it: --shift DEPLOYMENT=+1h.",
    "clock_early": "Find out how far the clock was off and shift it: --shift DEPLOYMENT=+1h.",
    "clock_future": "Find out how far the clock was off and shift it: --shift DEPLOYMENT=+1h.",
    "missing_time": (
        "Take the time from the picture or the field book; a row without one is in no result that needs time."
    ),
    "lost_clock": (
        "Take the time from the picture or the field book; a row without one is in no result that needs time."
    ),
    "outside_deployment": "Find out how far the clock was off and shift it: --shift DEPLOYMENT=+1h.",
    "outside_usage": "Correct the occasion, or the effort of the camera.",
    "missing_occasion": "Fill the cell.",
    "camera_overlap": "Correct the dates or the camera; the same hours count twice.",
    "station_overlap": "Correct the dates or the camera; the same hours count twice.",
    "paired_cameras": "Nothing to do: a pair photographs both flanks.",
    "no_effort": "Correct the dates, or remove the deployment.",
    "long_deployment": "Correct the dates, or remove the deployment.",
    "gap_outside": "Correct the dates of the gap or of the deployment.",
    "silent_stretch": "Look whether the camera worked; if it did not, record a gap.",
    "silent_station": "Look whether the camera worked; if it did not, record a gap.",
    "no_station_saw": "Check that the tables are of one survey and use the same names.",
    "missing_position": "Give the position from the field book or the receiver.",
    "null_position": "Give the position from the field book or the receiver.",
    "impossible_position": "Give the position from the field book or the receiver.",
    "swapped_position": "Swap them.",
    "outside_area": "Correct the position, or set the study area with --bounds.",
    "survey_elsewhere": "Check that the right file was chosen.",
    "moved_station": "Correct the position, or give the other place a name of its own.",
    "shared_position": "Correct the position, or give the other place a name of its own.",
    "impossible_speed": "Find out how far the clock was off and shift it: --shift DEPLOYMENT=+1h.",
    "unknown_taxon": "Correct the name, or add it to the taxa of the package.",
    "no_scientific_name": "Write genus and species in Latin: Panthera pardus.",
    "missing_species": "Fill the cell.",
    "count_below_one": "Correct the count.",
    "huge_count": "Correct the count.",
    "unknown_level": "Write event or media.",
    "two_levels": "Nothing to do: rows of the two levels tell of the same animals.",
    "only_media": "Add observations of its events.",
    "two_sexes": "Look at the pictures: one of the two identifications is wrong.",
    "two_species": "Look at the pictures: one of the two identifications is wrong.",
    "simulated": "Use it to learn and to test; its numbers say nothing of animals.",
}
"""What to do about it, by rule."""

STAGES: dict[str, str] = {
    # what a job is doing, as in `sentences.STAGES`
    "simulating": "Simulating surveys",
}
