"""What is said about the bundle for the public: errors and cautions.

`leopard_range.i18n.sentences` takes them into its own tables.
"""

from __future__ import annotations

__all__ = ["ERRORS", "NOTES"]

ERRORS: dict[str, str] = {
    # release of the public bundle
    "publish_first": (
        "The folder {folder} holds exact records (layer “{layer}”), which the public process does not open. "
        "Make a bundle with “leopard-range publish” and set LEOPARD_DATA to it."
    ),
    "data_file_outside": (
        "The file {file} of layer “{layer}” lies outside the data folder. Move it in and correct the entry."
    ),
    "rule_too_weak": "{name} is {value}; the scheme asks for {least} or more. Leave it out or set it higher.",
    "rule_too_large": "{name} is {value}; the most is {most}. Choose a smaller number.",
    "rule_not_multiple": (
        "--cell-deg is {value}; two grids that do not nest show finer places together. "
        "Choose a whole multiple of {step}."
    ),
    "bad_day": "The day is “{value}”. Write it as year-month-day, for example 2026-06-01.",
    "day_to_come": "The day {value} is yet to come; it would release younger years. Choose today or earlier.",
    "release_nested": ("{bundle} lies in a data folder, or holds one ({private}). Choose another place."),
    "release_empty_cell": "{file}, row {row}, column “{column}”: the cell is empty. Fill it in.",
    "release_bad_position": (
        "{file}, row {row}: longitude and latitude are no place on Earth. Correct the row."
    ),
    "release_bad_date": (
        "{file}, row {row}, column “{column}”: the date is not certain. Write a full date (ISO 8601) that is "
        "not in the future, not before 1990, and not before its own start."
    ),
    "release_id_twice": "{file}, row {row}: the same {column} stands twice. Give each its own.",
    "release_same_place": (
        "{file}, row {row}: two stations stand in exactly the same place, which would count one twice. "
        "Give both rows one locationID."
    ),
    "release_unknown_deployment": (
        "{file}, row {row}: its deploymentID is not in the layer of stations. Correct one of the two."
    ),
    "release_other_year": (
        "{file}, row {row}: the event is of a year in which its station did not stand. Correct the date."
    ),
    "release_too_few": (
        "Layer “{layer}”: no cell holds {stations} stations in one year. "
        "Set rule to withhold in its entry to publish without it."
    ),
    "release_too_young": (
        "Layer “{layer}”: every year is younger than {months} months. "
        "Set rule to withhold in its entry to publish without it."
    ),
    "release_file_kind": (
        "{file} may hold more than it shows. Save the public layer as GeoJSON, or the table as CSV."
    ),
    "release_hidden_part": (
        "{file} holds more than features with plain columns and two coordinates a point. "
        "Save it again without the rest."
    ),
    "release_column": (
        "{file}: the column “{column}” is not among those that may be public. Remove it, or, "
        "if it gives no place and no person away, name it in public_text of the layer’s entry."
    ),
    "release_near": ("{file}, row {row}: a public place lies within 500 m of an exact one. Remove the row."),
    "release_traced": (
        "{file}, row {row}: the shape is drawn through or around exact places. Make it from the published "
        "cells instead."
    ),
    "release_picture_place": ("{file} holds a position among its metadata. Save it again without metadata."),
    "release_text_position": (
        "{file}, row {row}, column “{column}”: the text looks like a position. Remove it."
    ),
    "release_text_email": "{file}, row {row}, column “{column}”: there is an e-mail address. Remove it.",
    "release_text_phone": "{file}, row {row}, column “{column}”: there is a phone number. Remove it.",
    "release_words": (
        "catalog.toml, table “{layer}”, key “{key}”: the words give away a position, an e-mail address or a "
        "phone number. Write them otherwise."
    ),
    "release_areas_exact": (
        "Layer “{layer}”: its areas “{areas}” are exact records. Name a public layer of polygons."
    ),
    "release_overlap": (
        "Layers “{layer}” and “{other}” share stations, but in {year} they differ by fewer than "
        "{stations} in one cell: together they would tell of those. Join the two surveys into one layer."
    ),
    "release_name_taken": (
        "The bundle would hold “{layer}” ({file}) twice. Rename the public layer of that name."
    ),
    "release_other_rules": (
        "The bundle that is there has cells of {cell_deg} degrees with at least {min_stations} stations. "
        "Keep those rules: two grids over each other show finer places."
    ),
    "release_past_changed": (
        "Layer “{layer}”: cells of {year} that are public already would change, and the difference would "
        "tell of single stations. Keep the records of released years as they were."
    ),
    "bundle_exists": "{folder} holds a bundle of another release. Add --replace to take its place.",
    "bundle_foreign": "{folder} is no bundle, and nothing in it is touched. Choose an empty or new folder.",
    "bundle_none": "{folder} is no bundle: it has no manifest.json. Make one with “leopard-range publish”.",
    "bundle_invalid": "{file} of the bundle cannot be read as it was written. Publish again.",
    "bundle_link": "{file} in the bundle is a link, which may lead out of it. Publish again.",
    "bundle_file_missing": "{file} is missing from the bundle. Publish again.",
    "bundle_file_changed": "{file} of the bundle is not the file that was released. Publish again.",
    "bundle_file_extra": "{file} was put into the bundle after its release. Remove it, or publish again.",
    "bundle_rules_weak": "The rules in {file} are weaker than the scheme’s. Publish again.",
    "bundle_rule_broken": "Layer “{layer}” of the bundle breaks its rule ({rule}). Publish again.",
}

NOTES: dict[str, str] = {
    # release of the public bundle
    "private_readable": (
        "Others on this computer may read the private folder {folder}. "
        "Take their rights away: chmod -R go= {folder}"
    ),
}
