"""One English sentence per error and note code; the msgids of the catalogues."""

from __future__ import annotations

from leopard_range.i18n import corridor, share, survey

__all__ = ["ERRORS", "NOTES", "PLACES", "REMEDIES", "STAGES", "TERMS"]

ERRORS: dict[str, str] = {
    # catalog and configuration
    "unknown_layer": "There is no layer “{layer}”. Choose one of: {choices}.",
    "unknown_year": "The year {year} is outside {first}–{last}. Choose a year in between.",
    "unknown_language": "There is no language “{language}”. Choose one of: {choices}.",
    "unknown_role": "LEOPARD_ROLE is “{role}”. Set it to “public” or “planner”.",
    "unknown_species": "There is no species “{species}”. Choose one of: {choices}.",
    "data_folder_missing": "The data folder {folder} is missing. Run “make geodata” or set LEOPARD_DATA.",
    "data_file_missing": "The file {file} of layer “{layer}” is missing. Restore it with “make geodata”.",
    "data_file_corrupt": (
        "The file {file} of layer “{layer}” is damaged: its checksum differs from the catalogue. "
        "Restore it with “make geodata”."
    ),
    "catalog_invalid": "catalog.toml, table “{layer}”, key “{key}”: {problem}. Correct the entry.",
    "wrong_kind": "Layer “{layer}” is a {kind}; this needs a {needed}. Choose another layer.",
    "toml_invalid": "{file} cannot be read: {problem}. Correct the file.",
    # pages and addresses
    "unknown_page": "There is no page “{page}”. Choose one of: {choices}.",
    "address_unknown": "There is nothing at {address}. Go back to the map and try again.",
    "unexpected": "Something went wrong. Reload the page; if it happens again, report reference {reference}.",
    # tables and geometry
    "bad_row": "{file}, row {row}: {found} cells instead of {needed}. Correct the row.",
    "missing_crs": "{file} has no coordinate system. Add one (for example a .prj file) and try again.",
    "file_missing": "There is no file {file}. Check the path.",
    "file_unreadable": "{file} cannot be read as {format}. Save it as GeoJSON, GeoPackage or CSV.",
    "file_empty": "{file} holds no features. Add at least one.",
    "column_missing": "{file} has no column “{column}”. Add it or rename the one you have.",
    "bad_number": "{file}, row {row}, column “{column}”: “{value}” is not a number. Correct the cell.",
    "bad_coordinate": (
        "{file}, row {row}, column “{column}”: {value} is outside {low} to {high}. "
        "Use longitude and latitude in degrees."
    ),
    "empty_geometry": "{file}, row {row}: the geometry is empty. Remove the row or draw it again.",
    "invalid_geometry": "{file}, row {row}: the geometry is invalid ({reason}). Repair it and try again.",
    "not_points": "{file}, row {row}: expected a point, found a {found}. Use point data.",
    "not_polygons": "{file}, row {row}: expected a polygon, found a {found}. Use polygon data.",
    "bad_argument": "{name} is {value}; it must be {rule}.",
    # output
    "unknown_format": "There is no format “{format}”. Choose one of: {choices}.",
    "cannot_write": "{file} cannot be written: {reason}. Choose another folder or free some space.",
    # map
    "asset_unknown": "There is no browser file “{name}”. Choose one of: {choices}.",
    "asset_missing": "The installed package {package} lacks {file}. Install it again: pip install {package}.",
    "asset_changed": (
        "{file} of the installed package {package} is not the one this version was tested with. "
        "Install the pinned packages: pip install -r requirements.txt."
    ),
    "layer_unplaced": "Layer “{layer}” has no bounds. Add them to its entry in catalog.toml.",
    "export_layer_missing": "The page cannot be written: the data of layer “{layer}” are missing.",
    "needs_planner": "This needs the planner role. Start the program with LEOPARD_ROLE=planner.",
    # analysis
    "not_metric": "{file} is in “{crs}”, which is not in metres. Project it to a metric system first.",
    "crs_differs": "{file} and {other} are in different coordinate systems. Project them to the same one.",
    "outside_projection": (
        "{file}, row {row}: the position cannot be shown in “{crs}”. Check the coordinates."
    ),
    "nan_coordinate": "{file}, row {row}: a coordinate is not a number. Correct or remove the row.",
    "too_wide": "{file} spans {width_deg} degrees of the globe; {limit_deg} is the most. Use fewer.",
    "raster_shape": "The raster “{name}” has {found} cells, its grid {expected}. Use its own grid.",
    "rotated_grid": "The grid of “{name}” is rotated. Warp it to rows and columns along its axes first.",
    "no_overlap": "{file} and the raster “{name}” do not overlap. Check their positions.",
    # questions and command line
    "cannot_read": "{file} cannot be opened: {reason}. Check that you may read it.",
    "column_twice": "{file} has the column “{column}” twice. Rename one of them.",
    "bad_command": "{problem}. See “{help}”.",
    "bad_choice": "{name} is “{value}”. Choose one of: {choices}.",
    "not_number": "{name} is “{value}”; write a number.",
    "not_whole": "{name} is “{value}”; write a whole number.",
    "bad_view": "The view is “{value}”. Write longitude, latitude and zoom, for example 131.2,43.1,8.",
    # uploads: containers, formats and limits (each has a row in REMEDIES)
    "connection_string": "What you named is an address or a database command, not a file.",
    "not_a_file": "This is a folder, a pipe or a device, not a file.",
    "zip_damaged": "The archive is damaged or incomplete.",
    "zip_empty": "The archive holds no files.",
    "zip_encrypted": "The archive is protected with a password.",
    "zip_method": "The archive is packed in an unusual way (method {method}).",
    "zip_members": "The archive holds more than {limit} entries.",
    "zip_expands": "Unpacked, the archive is far larger than a layer needs to be.",
    "zip_sizes": "The sizes the archive states are not those of its contents.",
    "zip_names": "A name inside the archive leads out of it or holds forbidden signs.",
    "zip_link": "The archive holds a link to another file.",
    "zip_twice": "Two files in the archive have the same name.",
    "zip_nested": "The archive holds another archive.",
    "zip_kind": "The archive holds a file of a kind that does not belong to a map layer.",
    "zip_structure": "The parts of the archive overlap or contradict each other.",
    "zip_no_layer": "The archive holds neither a Shapefile nor a Camtrap DP package.",
    "kmz_no_document": "The KMZ archive holds no .kml document.",
    "several_layers": "The file holds several layers: {choices}.",
    "layer_missing": "There is no such layer; there are: {choices}.",
    "part_missing": "The {part} file of the Shapefile is missing.",
    "part_damaged": "This part of the Shapefile is damaged or incomplete.",
    "counts_differ": "The .shp file holds {shapes} shapes, the .dbf file {rows} rows.",
    "shape_type": "Shapes of the type {found} are not read.",
    "shape_unreadable": "The shape cannot be read.",
    "cell_not_number": "The cell should hold a number and does not.",
    "encoding_differs": "The text is not in the encoding the file states ({encoding}). Samples: {samples}.",
    "crs_unreadable": "The description of the coordinate system cannot be read.",
    "crs_file": "The description of the coordinate system names another file to open.",
    "gpkg_damaged": "The GeoPackage is damaged or is none.",
    "gpkg_no_layer": "The database holds no layer of shapes.",
    "gpkg_computed": (
        "The database holds a view or virtual table, which computes its content or fetches it from elsewhere."
    ),
    "gpkg_text": "The text of the cell is not UTF-8, as a GeoPackage’s must be.",
    "xml_damaged": "The document is damaged: it is no valid XML.",
    "xml_entities": "The document defines its own entities, which can open files or fill the memory.",
    "xml_include": "The document asks to include another one.",
    "xml_deep": "The document’s elements lie more than {limit} deep in each other.",
    "kml_position": "The position is not longitude and latitude.",
    "raster_damaged": "The GeoTIFF is damaged or incomplete.",
    "raster_pixels": "The raster has {count} cells; at most {limit} are read.",
    "raster_type": "Cells of the type {found} are not read.",
    "raster_unplaced": "The raster does not say where it lies.",
    "raster_points": "The raster is placed only by single points.",
    "raster_no_data": "No cell of the raster holds data.",
    "raster_value": (
        "{count} cells hold a value that is endless or below 0, the first {value} (row, column {cell})."
    ),
    "upload_empty": "The file is empty (0 bytes).",
    "upload_too_big": "The file is larger than {limit_mb} MB.",
    "ending_unknown": "The ending of the file’s name is not one that is read.",
    "format_differs": "The name says {declared}, but the content is {found}.",
    "format_damaged": "The content is not {declared}.",
    "format_not_read": "Files of the format {found} are not read.",
    "archive_kind": "Archives of the kind {found} are not opened.",
    "shapefile_part": "This is one part of a Shapefile; the other parts are missing.",
    "indirect_format": (
        "The file tells where data are instead of holding them; it could make a program open other files or "
        "addresses."
    ),
    "program": "The file is a program, not data.",
    # uploads: text, tables and shapes (each has a row in REMEDIES)
    "too_many_columns": "There are more than {limit} columns.",
    "too_many_rows": "There are more than {limit} rows or features.",
    "too_many_cells": "The table has more than {limit} cells.",
    "too_many_vertices": "The shapes have more than {limit} vertices.",
    "too_many_crossings": "The outline crosses itself more than {limit} times.",
    "no_features": "There are no features.",
    "no_geometry": "No feature has a geometry.",
    "coordinate_not_finite": "A coordinate is not a finite number (NaN or infinity).",
    "mixed_geometry": "Points ({points}), lines ({lines}) and polygons ({polygons}) are mixed.",
    "geometry_absent": "There is no {geometry} in the file.",
    "geometry_unknown": "The geometry has curves or surfaces that cannot be read.",
    "zero_length": "The line has no length: all its vertices are one place.",
    "zero_area": "The polygon’s area is zero: its vertices lie on one line.",
    "tiny_area": "The polygon is smaller than 1 m².",
    "unmendable": "The outline crosses itself in a way that cannot be repaired.",
    "crs_needed": "The file does not say its coordinate system.",
    "crs_unknown": "The coordinate system is not one that can be recognised.",
    "crs_unusable": (
        "The coordinate system {crs} is not one of longitude and latitude or of a map of the Earth."
    ),
    "crs_link": "The file asks to fetch its coordinate system from another place.",
    "swapped": "Latitude and longitude look swapped: turned round, all positions lie in the study area.",
    "not_swapped": "Swapping latitude and longitude takes the positions out of the study area.",
    "swapped_some": "Latitude and longitude look swapped here, but not everywhere in the file.",
    "metres_not_degrees": "The coordinates are not degrees: they are far too large.",
    "metres_not_degrees_guess": "The coordinates are not degrees; they look like metres of {crs}.",
    "degrees_not_metres": "The file says {crs}, in metres, but the coordinates are degrees.",
    "crs_lies": "The file says {crs}, but the coordinates fit {guess}.",
    "latitude_out_of_range": "A latitude is beyond 90 degrees.",
    "longitude_out_of_range": "A longitude is beyond 180 degrees.",
    "null_island": "The position is 0, 0: it looks like missing coordinates, outside the study area.",
    "antimeridian": "The shape crosses the 180th meridian and lies outside the study area.",
    "outside_area": "The position is outside the study area ({west}–{east}° E, {south}–{north}° N).",
    "camera_moves": "Camera “{camera}” stands in two places {km} km apart.",
    "empty_json": "The file is empty.",
    "nul_byte": "There is a zero byte, which text never has.",
    "not_utf8": "The text is not valid UTF-8.",
    "encoding_needed": "The text is not UTF-8, and the file does not say its encoding. Samples: {samples}.",
    "encoding_wrong": "The text is not valid in the encoding {encoding}.",
    "json_truncated": "The file is incomplete: it ends at character {character} in the middle of its data.",
    "json_syntax": "This is not valid JSON at character {character}.",
    "json_comma": "There is a comma too many before character {character}.",
    "json_key_twice": "The key “{key}” stands twice in one object, so programs may read different data.",
    "json_large": "The file holds too many lists and objects.",
    "json_deep": "The file is nested more than {limit} levels deep.",
    "json_digits": "A number has more than {limit} digits.",
    "sequence_broken": "This line is not a GeoJSON feature (character {character}).",
    "geojson_root": "This is JSON, but not GeoJSON: it is neither features nor a geometry.",
    "other_json": "This is {format}, not GeoJSON.",
    "file_is_instruction": "The file holds no shapes: it tells a program to fetch them from another place.",
    "features_missing": "The collection has no list of features.",
    "not_a_feature": "This entry of the list is not a feature.",
    "bad_properties": "The properties are not an object of names and values.",
    "geometry_object": "The geometry is not an object with a type and coordinates.",
    "geometry_type": "The geometry type is unknown.",
    "coordinates_shape": "The coordinates are not lists of the depth this geometry needs.",
    "coordinate_text": "A coordinate is not a number.",
    "position_short": "A position has fewer than two numbers.",
    "ring_short": "The outline has fewer than three different vertices.",
    "line_short": "The line has only one vertex.",
    "no_rows": "The table has a header but no rows.",
    "no_header": "The first row looks like data: there are no column names.",
    "coordinates_missing": "No columns of coordinates were found.",
    "column_ambiguous": "Two columns could be meant: {columns}.",
    "ragged_row": "The row has {found} cells, the header {needed}.",
    "quote_open": "A quotation mark opened here is never closed.",
    "quote_bad": "A quotation mark stands in the middle of a cell.",
    "coordinate_unreadable": "The coordinate cannot be read.",
    "coordinate_half": "Only one of the two coordinates is given.",
    "coordinate_minutes": "Minutes or seconds are 60 or more.",
    "wkt_bad": "The WKT geometry cannot be read.",
    "date_bad": "The date or time cannot be read or does not exist.",
    "date_order_needed": "It is not clear whether the day or the month comes first.",
    "date_order_mixed": "In some dates the day comes first, in others the month.",
    "date_excel": "The date is a number: it looks like an Excel serial date ({date}?).",
    "date_future": "The date is in the future.",
    "date_old": "The date is before {year}.",
    "count_bad": "The count is not a whole number from 0 to {limit}.",
    "timezone_unknown": "The time zone is unknown.",
    "datum_unknown": "The geodetic datum of the coordinates cannot be recognised.",
    "camtrap_descriptor": "The description datapackage.json is not one of a camera-trap package.",
    "camtrap_resource": "The table “{table}” is missing from the package.",
    "camtrap_outside": "The package refers to files outside itself.",
    "camtrap_column": "The table lacks a column that is required.",
    "camtrap_empty_cell": "The cell is empty but required.",
    "camtrap_key_twice": "The identifier stands twice in its table.",
    "camtrap_key_unknown": "The identifier is not in the table “{table}”.",
    "camtrap_dates": "The end is before the start.",
    # engine
    "unknown_engine": (
        "LEOPARD_ENGINE is “{engine}”. Set it to one of {choices}, or to a scheduler’s address such as "
        "tcp://127.0.0.1:8786."
    ),
    "engine_busy": "{count} jobs are waiting already. Try again in a few minutes.",
    "engine_closed": "The program was closing, so the work was ended. Start it again.",
    "engine_broken": "No process could be started for the work. Free some memory and try again.",
    "engine_not_isolated": (
        "Files are read only in a process of their own. Set LEOPARD_ENGINE to “processes” and start again."
    ),
    "cluster_missing": "Dask is not installed. Install it: pip install “leopard-range[cluster]”.",
    "cluster_unreachable": "No Dask scheduler answers at {address}. Check the address in LEOPARD_ENGINE.",
    "cluster_lost": "The Dask cluster lost the work {times} times. Check its workers and try again.",
    "job_cancelled": "The work was cancelled. Nothing was changed; start it again when you want.",
    "job_killed": (
        "The work was ended from outside, perhaps because the computer ran out of memory. Start it again."
    ),
    "job_crashed": (
        "The work crashed ({signal}); nothing else was harmed. Try other data, and report it if it happens "
        "again."
    ),
    "job_cpu": (
        "The work used {limit_s} s of processor time, which is the limit, so it was ended. "
        "Use fewer or simpler shapes."
    ),
    "job_memory": (
        "The work needed more than {limit_mb} MB of memory, which is the limit, so it was ended. "
        "Use a smaller area or fewer features."
    ),
    "job_time": (
        "The work was not ready after {limit_s} s, which is the limit, so it was ended. "
        "Use fewer or simpler shapes."
    ),
    "job_too_big": (
        "The work produced more than {limit_mb} MB, which is the limit, so it was ended. "
        "Use a smaller area or fewer features."
    ),
    "job_no_answer": (
        "The work ended without a readable answer. Start it again, and report it if it happens again."
    ),
    "job_bug": "The work failed because of an error in the program. Report reference {reference}.",
    "upload_slow": "Reading the file took longer than {limit_s} s, so it was ended.",
    "upload_memory": "Reading the file needed more than {limit_mb} MB, so it was ended.",
    "upload_failed": "Reading the file failed in a way that its format does not explain.",
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
    # roles and sign-in
    "bad_session_hours": "LEOPARD_SESSION_HOURS is “{value}”. Set it to a number of hours up to {most}.",
    "planner_exposed": (
        "A planner’s process without sign-in may listen on this machine only; {address} is open to others. "
        "Use --server.address 127.0.0.1, or set up sign-in (docs/how-to/planners.md)."
    ),
    "only_this_machine": (
        "This process is for one person on its own machine. Open it there, at 127.0.0.1, without a proxy; "
        "for others, set up sign-in (docs/how-to/planners.md)."
    ),
    "login_unreadable": "The file of secrets {file} cannot be read. Check its path, rights and quotes.",
    "login_incomplete": "The sign-in lacks “{key}” in the table “auth” of the file of secrets. Add it.",
    "login_insecure": "“{key}” of the sign-in begins with http. Use https; http is for 127.0.0.1 only.",
    "login_secret_short": "“cookie_secret” of the sign-in is too short. Use {least} random characters.",
    "login_without_claim": (
        "Sign-in is set up, but not who is a planner. Set LEOPARD_PLANNER_CLAIM and LEOPARD_PLANNER_VALUES."
    ),
    "claim_without_login": (
        "LEOPARD_PLANNER_CLAIM or LEOPARD_PLANNER_VALUES is set, but there is no sign-in. "
        "Name the file of secrets in LEOPARD_SECRETS."
    ),
    "sign_in": "Planners work here with the places of a hunted animal. Sign in with your account.",
    "session_over": "Your session has ended. Sign in again.",
    "not_a_planner": (
        "You are signed in as {name}, but this account is not a planner’s. "
        "Ask whoever runs this service to add you, or sign out and use another account."
    ),
    "cookies_needed": "Your browser sent no cookie. Allow cookies for this address and reload the page.",
    "address_not_yours": "This address is not for this browser, or has run out. Go back and reload the page.",
    "audit_failed": (
        "The log of exact views cannot be written ({reason}), so nothing exact is shown. "
        "Set LEOPARD_AUDIT to a file that can be written."
    ),
    # workspace
    "workspace_foreign": (
        "{file} is not a workspace of this program, or its beginning is damaged. Nothing was changed. "
        "Choose another folder, or bring back a backup with “leopard-range workspace restore FILE”."
    ),
    "workspace_newer": (
        "The workspace {file} was written by a newer program (version {version}; this one knows {newest}). "
        "Nothing was changed. Update the program."
    ),
    "workspace_damaged": (
        "The workspace {file} is damaged. Nothing was changed. Bring back a backup with "
        "“leopard-range workspace restore FILE”."
    ),
    "workspace_disk_full": (
        "The workspace {file} could not be written: the disk is full or failing. What was saved before is "
        "kept; this change is not. Free some space and save again."
    ),
    "workspace_read_only": (
        "The workspace {file} may not be written. What was saved before is kept. Give yourself the right to "
        "write there, or set LEOPARD_WORKSPACE to another folder."
    ),
    "workspace_busy": (
        "Another program holds the workspace {file}. This change is not saved. "
        "Close that program and try again."
    ),
    "copy_exists": "{file} is already there and was left as it is. Choose another name.",
    "project_unknown": "There is no project “{project}”. Go back to the list of projects.",
    "item_unknown": "There is no item “{item}” in the workspace any more. Go back to the project.",
    "name_taken": "There is already a project “{name}”. Choose another name.",
    "name_invalid": "A name is one line of 1 to {most} characters. Write another one.",
    "text_too_long": ("The text has {characters} characters; {most} is the most. Split it into two notes."),
    "content_invalid": (
        "The value “{field}” of this item is missing or not what it should be. Nothing was kept."
    ),
    "content_too_large": (
        "This item is larger than {megabytes} MB. Nothing was kept. Make it smaller or split it."
    ),
    "geometry_invalid": (
        "The shape is not valid GeoJSON in degrees, or has more than {most} points. Nothing was kept. "
        "Draw or export it again."
    ),
    "project_full": "A project holds at most {most} items. Start another project.",
    "project_conflict": (
        "“{name}” was changed elsewhere while you were editing. Nothing was overwritten. "
        "Look at it and save again."
    ),
    "item_conflict": (
        "“{name}” was saved elsewhere while you were editing. Both versions are kept: yours is now “{kept}”."
    ),
    "project_file_foreign": (
        "The file is not a project saved by this program. Nothing was kept. Ask for the file as it was saved."
    ),
    "project_file_changed": (
        "The project's file was changed or damaged after it was saved. Nothing was kept. Ask for it again."
    ),
    "project_file_newer": (
        "The project was saved by a newer program ({program}). Nothing was kept. Update the program."
    ),
    "project_file_large": (
        "The project is larger than {megabytes} MB in one file. Nothing was kept. "
        "Split it into two projects, or remove files from it."
    ),
    "project_file_invalid": (
        "The project's file holds a value that is not what it should be ({part}). Nothing was kept. "
        "Ask for the file as it was saved."
    ),
    # server
    "bad_host_name": (
        "LEOPARD_HOSTS holds “{name}”. Write names such as map.example.org, separated by commas, "
        "without ports."
    ),
    "unknown_host": (
        "The server does not know this name for itself. Use the address you were given, or ask whoever "
        "keeps the server to add the name to LEOPARD_HOSTS."
    ),
    "address_too_long": "The address is too long. Open the page again from its start.",
    "sending_no_page": "The page this file belongs to is not open any more. Reload the page and try again.",
    "sending_too_large": "The file is larger than {limit} MB. Make it smaller or split it.",
    "sending_quota": (
        "One tab holds at most {files} files and {limit} MB. Remove a file from the list and try again."
    ),
    "sending_slow": "The file stopped arriving. Check the connection and try again.",
}

REMEDIES: dict[str, str] = {
    # uploads: containers, formats and limits
    "connection_string": "Save the data as a file and name that.",
    "not_a_file": "Name one file.",
    "zip_damaged": "Download or pack it again.",
    "zip_empty": "Pack only the files of one layer again, as a plain ZIP.",
    "zip_encrypted": "Unpack it and pack it again without a password.",
    "zip_method": "Pack only the files of one layer again, as a plain ZIP.",
    "zip_members": "Pack only the files of one layer again, as a plain ZIP.",
    "zip_expands": "Pack only the files of one layer, at most {limit_mb} MB unpacked.",
    "zip_sizes": "Pack only the files of one layer again, as a plain ZIP.",
    "zip_names": "Pack the files again under plain names.",
    "zip_link": "Pack the files themselves.",
    "zip_twice": "Pack only the files of one layer again, as a plain ZIP.",
    "zip_nested": "Unpack the inner archive and pack only the files of one layer.",
    "zip_kind": "Pack only the files of one layer again, as a plain ZIP.",
    "zip_structure": "Pack only the files of one layer again, as a plain ZIP.",
    "zip_no_layer": "Put .shp, .shx, .dbf and .prj into it; bring files of other formats without a ZIP.",
    "kmz_no_document": "Export the layer again.",
    "several_layers": "Choose the one to read.",
    "layer_missing": "Choose one of them.",
    "part_missing": "Add it to the ZIP and bring it again.",
    "part_damaged": "Export the layer again.",
    "counts_differ": "Export the layer again.",
    "shape_type": "Save them as points, lines or polygons.",
    "shape_unreadable": "Draw it again or export the layer again.",
    "cell_not_number": "Correct the cell and save the layer again.",
    "encoding_differs": "Choose the encoding in which the sample reads well.",
    "crs_unreadable": "Choose the coordinate system, for example EPSG:32652, or export the layer again.",
    "crs_file": "Export the layer again in a system with an EPSG code.",
    "gpkg_damaged": "Export the layer again.",
    "gpkg_no_layer": "Export the layer as GeoPackage again.",
    "gpkg_computed": "Export only the layer into a new GeoPackage.",
    "gpkg_text": "Correct the cell and export the layer again.",
    "xml_damaged": "Export it again as KML in UTF-8.",
    "xml_entities": "Export it again as plain KML.",
    "xml_include": "Export it again as plain KML.",
    "xml_deep": "Export it again with fewer folders.",
    "kml_position": "Write it as 131.2,43.1 or export the document again.",
    "raster_damaged": "Download or export it again.",
    "raster_pixels": "Cut it to the area you need or use larger cells.",
    "raster_type": "Save whole or decimal numbers.",
    "raster_unplaced": "Export it as GeoTIFF with its position inside, not as an image with a separate file.",
    "raster_points": "Warp it by its points in a map program and save it as GeoTIFF.",
    "raster_no_data": "Export it again and check its “no data” value.",
    "raster_value": "Declare it as “no data”, or give every cell a finite value of 0 or more.",
    "upload_empty": "Save it or download it again.",
    "upload_too_big": "Keep only the area and the columns you need, or split the file.",
    "ending_unknown": "Bring a file with one of these endings: {choices}.",
    "format_differs": "Give the name the right ending, or export the data again.",
    "format_damaged": "Download the file or export it again.",
    "format_not_read": "Save the data as GeoJSON, GeoPackage, CSV or GeoTIFF.",
    "archive_kind": "Pack the files as a plain ZIP.",
    "shapefile_part": "Put the .shp, .shx, .dbf, .prj and .cpg files together into one ZIP and bring that.",
    "indirect_format": "Export the data themselves as GeoJSON, GeoPackage, CSV or GeoTIFF.",
    "program": "Bring the data file, and check where this one came from.",
    # uploads: text, tables and shapes
    "too_many_columns": "Keep the columns you need.",
    "too_many_rows": "Split the file into smaller ones.",
    "too_many_cells": "Keep the columns you need, or split the file.",
    "too_many_vertices": "Simplify the shapes or split the file.",
    "too_many_crossings": "Draw the shape again without crossings.",
    "no_features": "Add at least one feature and save the file again.",
    "no_geometry": "Draw the shapes, or export them together with the table.",
    "coordinate_not_finite": "Correct the position or remove the feature.",
    "mixed_geometry": "Choose which of them to read, or save each kind in its own file.",
    "geometry_absent": "Choose another kind of geometry.",
    "geometry_unknown": "Export it as points, lines or polygons.",
    "zero_length": "Draw the line again or remove it.",
    "zero_area": "Draw the polygon again or remove it.",
    "tiny_area": "Draw it at its true size or remove it.",
    "unmendable": "Draw the shape again without crossings.",
    "crs_needed": (
        "Choose the coordinate system, for example EPSG:32652, or export the file as longitude and latitude."
    ),
    "crs_unknown": "Give the code of a system, for example EPSG:32652.",
    "crs_unusable": "Export the file as longitude and latitude (EPSG:4326).",
    "crs_link": "Export it again as GeoJSON in longitude and latitude.",
    "swapped": "Choose “swap”, or export the file with longitude first.",
    "not_swapped": "Read the file without swapping.",
    "swapped_some": "Put these coordinates in the same order as the others.",
    "metres_not_degrees": (
        "Choose the coordinate system they are in, or export the file as longitude and latitude."
    ),
    "metres_not_degrees_guess": (
        "Choose {crs} if that is right, or export the file as longitude and latitude."
    ),
    "degrees_not_metres": "Choose EPSG:4326 if that is right, or export the file again.",
    "crs_lies": "Choose {guess} if that is right, or export the file again.",
    "latitude_out_of_range": "Correct the position; longitude comes first.",
    "longitude_out_of_range": "Correct the position.",
    "null_island": "Enter the true position or remove it.",
    "antimeridian": "Cut it at the meridian and keep the part inside the study area.",
    "outside_area": "Check the coordinates and the coordinate system.",
    "camera_moves": "Correct the coordinates, or give each place its own camera name.",
    "empty_json": "Export it again.",
    "nul_byte": "Save the file again as UTF-8 text.",
    "not_utf8": "Save the file again as UTF-8, or choose its encoding.",
    "encoding_needed": "Choose the encoding in which the sample reads well, or save the file as UTF-8.",
    "encoding_wrong": "Choose another encoding, or save the file as UTF-8.",
    "json_truncated": "Export or copy the file again.",
    "json_syntax": "Correct the file or export it again.",
    "json_comma": "Remove the comma or export the file again.",
    "json_key_twice": "Keep one of them.",
    "json_large": "Simplify the shapes or split the file.",
    "json_deep": "Export it again as plain GeoJSON.",
    "json_digits": "Export the file again with ordinary numbers.",
    "sequence_broken": "Write one feature a line, or export the file as one collection.",
    "geojson_root": "Export it as GeoJSON, a FeatureCollection.",
    "other_json": "Please export it as GeoJSON.",
    "file_is_instruction": "Export the shapes themselves as GeoJSON.",
    "features_missing": "Export it again as GeoJSON.",
    "not_a_feature": "Correct or remove it.",
    "bad_properties": "Correct the properties or export the file again.",
    "geometry_object": "Correct the geometry or export the file again.",
    "geometry_type": "Use Point, LineString, Polygon or their Multi forms.",
    "coordinates_shape": "Correct the coordinates or export the file again.",
    "coordinate_text": "Write coordinates as numbers without quotes.",
    "position_short": "Write longitude and latitude.",
    "ring_short": "Draw the polygon again or remove it.",
    "line_short": "Draw the line again or remove it.",
    "no_rows": "Add at least one row.",
    "no_header": "Add a first row of column names, for example camera, lat, lon, date.",
    "coordinates_missing": "Name two columns lat and lon, or x and y, or one WKT.",
    "column_ambiguous": "Rename or remove one of them.",
    "ragged_row": "Add or remove cells so that the row fits the header.",
    "quote_open": "Close the quotation mark or remove it.",
    "quote_bad": "Double the quotation mark or remove it.",
    "coordinate_unreadable": "Write decimal degrees, for example 43.1, or degrees, minutes and seconds.",
    "coordinate_half": "Fill in both coordinates, or leave both empty.",
    "coordinate_minutes": "Correct the minutes and seconds.",
    "wkt_bad": "Correct it, for example POINT (131.3 43.1).",
    "date_bad": "Write the date as year-month-day, for example 2013-04-02.",
    "date_order_needed": "Choose the order of dates, or write them as year-month-day.",
    "date_order_mixed": "Write all dates as year-month-day.",
    "date_excel": "Format the column as a date in Excel and save the file again.",
    "date_future": "Correct the date.",
    "date_old": "Correct the date, or leave the cell empty when it is unknown.",
    "count_bad": "Correct the count.",
    "timezone_unknown": "Choose a zone by its name, for example Asia/Vladivostok.",
    "datum_unknown": "Choose the coordinate system, for example EPSG:4326.",
    "camtrap_descriptor": "Export the package again as Camtrap DP 1.0.",
    "camtrap_resource": "Export the package again with its deployments, media and observations.",
    "camtrap_outside": "Export the package with all its tables inside.",
    "camtrap_column": "Export the package again as Camtrap DP 1.0.",
    "camtrap_empty_cell": "Fill in the cell.",
    "camtrap_key_twice": "Give each row its own identifier.",
    "camtrap_key_unknown": "Add the missing row there, or correct the identifier.",
    "camtrap_dates": "Correct the two dates.",
    # engine
    "upload_slow": "Simplify the shapes, or split the file.",
    "upload_memory": "Simplify the shapes, or split the file.",
    "upload_failed": "Open it in the program it came from and save it as GeoPackage or GeoJSON.",
}
"""What to do about a problem of a file somebody brought; the place is told by `PLACES`."""

PLACES: dict[str, str] = {
    "file": "file {value}",
    "member": "inside it {value}",
    "layer": "layer {value}",
    "row": "row {value}",
    "feature": "feature {value}",
    "vertex": "vertex {value}",
    "column": "column “{value}”",
    "line": "line {value}",
    "byte": "byte {value}",
}
"""Where a problem lies, from the widest to the narrowest; filled from the error's blanks of the same name."""

NOTES: dict[str, str] = {
    "schematic": "{layer}: schematic outline, accurate to about {error_km} km.",
    "approximate": "Approximate position: a circle of the published area, not a boundary.",
    "simulated": "Simulated data: made by a documented program, not recorded in the field.",
    "link_view": "The link's map position “{value}” cannot be read; the map starts at its usual place.",
    "link_year": "The link's year “{value}” is outside {first}–{last}; the map shows its usual year.",
    "link_layer": "The link names a layer “{value}” that does not exist; it was left out.",
    "link_opacity": "The link's opacity “{value}” cannot be read; it was left out.",
    "generalised": "Positions are shown on a coarse grid to protect the animals.",
    # analysis
    "few_points": "Only {n} different positions: they enclose no area.",
    "collinear_points": "The points lie on one line: they enclose no area.",
    "eoo_raised_to_aoo": "The extent was below the occupied area, so the occupied area is used (IUCN rule).",
    "aoo_not_proven": "The smallest of {tried} grid positions; with so many points it is not proven minimal.",
    "aoo_grid_matters": "Moving the grid changes the threat category: {low} to {high}.",
    "not_equal_area": "The coordinate system distorts areas here by up to {percent} %.",
    "boundary_uncertain": "{km2} km² of the difference is narrower than the outlines’ error ({width_km} km).",
    "reserves_approximate": "{count} of the reserves are circles or sketches, not true boundaries.",
    "range_below_cell": "The range is smaller than one cell of the map it was compared with.",
    "raster_nodata": "{percent} % of the range has no data in the land cover or elevation.",
    "criterion_b_incomplete": "Area alone decides no category: say also locations and decline.",
    "area_gone": "Nothing is left in the second year, so the yearly rates have no finite value.",
    # uploads: containers and formats
    "index_rebuilt": "The index of the Shapefile (.shx) was missing or wrong; it was rebuilt.",
    "rows_deleted": "Rows marked as deleted, left out: {count}.",
    "columns_unread": "Columns of a kind that is not read, left out: {columns}.",
    "encoding_proved": (
        "The file does not state its encoding; all its text is valid {encoding} and was read so."
    ),
    "encoding_corrected": "The file states {stated}, but its text is {encoding}; it was read so.",
    "layer_chosen": "Of {count} layers and tables, “{layer}” was read.",
    "layer_renamed": "The layer’s name held signs that programs act on; it is called “{layer}” here.",
    "gpkg_journal": "The GeoPackage was copied while a program used it; its latest changes may be missing.",
    "links_dropped": "Links to other documents, not followed and left out: {count}.",
    "pictures_dropped": "Pictures, models and tours, left out: {count}.",
    "raster_band": "The raster has {count} bands; the first was read.",
    "raster_scaled": "The file says how to scale its cells (× {scale} + {offset}); this was done.",
    "raster_flipped": "The raster stood on its head or was mirrored; it was turned north up.",
    "raster_warped": "Warped from {crs} to longitude and latitude; each cell took the nearest value.",
    # uploads: text, tables and shapes
    "geometry_missing": "Features without geometry, left out: {count} of {total}.",
    "heights_dropped": "Heights were left out: areas and lengths are computed on the ground.",
    "positions_cut": "Positions of more than three numbers, of which the first two were kept: {count}.",
    "rings_closed": "Outlines that were not closed and have been closed: {count}.",
    "collections_split": "Geometry collections taken apart: {count}.",
    "others_left_out": "Shapes of another kind than {geometry}, left out: {count}.",
    "short_parts_dropped": "Lines with parts without length, which were left out: {count}.",
    "polygon_repaired": (
        "Shape {number} crossed itself, had a spike or overlapping parts and was repaired: "
        "{before_km2} km² before, {after_km2} km² after."
    ),
    "polygons_repaired": "Polygons repaired in all: {count}.",
    "swapped_back": "Latitude and longitude were swapped, as you chose.",
    "crs_chosen": "Read in the coordinate system you chose: {crs}.",
    "reprojected": "Brought from {crs} to longitude and latitude.",
    "decoded": "The text was read as {encoding}.",
    "sequence_joined": "The features stood one after another; they were joined into one collection.",
    "ids_renumbered": "Features with identifiers of their own, numbered instead: {count}.",
    "nested_values": "Columns of lists or objects, kept as text: {count}.",
    "columns_renamed": "Columns were renamed: {columns}.",
    "columns_dropped": "Columns left out, because their names mean something to programs: {columns}.",
    "personal_dropped": "Columns about people were left out: {columns}.",
    "binary_dropped": "Columns of binary data were left out: {columns}.",
    "mixed_to_text": "Columns of mixed kinds were read as text: {columns}.",
    "infinite_dropped": "Cells that held NaN or infinity and are now empty: {count}.",
    "text_cut": "Texts longer than {limit} characters, which were cut: {count}.",
    "text_surrogates": "Texts with broken characters, shown as �: {count}.",
    "text_normalised": "Texts brought to the usual form of their letters (NFC): {count}.",
    "text_hidden": "Texts freed of invisible or direction-changing characters: {count}.",
    "decimal_comma": "Decimal commas were read as decimal points.",
    "dms_read": "Coordinates turned from degrees, minutes and seconds into decimal degrees: {count}.",
    "dates_read": "Dates in column “{column}” were read in the order {order} and written as year-month-day.",
    "timezone_assumed": "Times in column “{column}” say no zone; {zone} was assumed.",
    "time_gap": (
        "Row {row}: this time was skipped when clocks changed in {zone}; the earlier offset was used."
    ),
    "time_twice": "Row {row}: this time came twice when clocks changed in {zone}; the first was used.",
    "rows_twice": "Rows that repeated another row and were counted once: {count}.",
    "comments_skipped": "Comment lines skipped at the top: {count}.",
    "blank_columns": "Columns without name and content, left out: {count}.",
    "positions_from": "Positions were read from: {columns}.",
    "outside_area_noted": "{count} of {total} positions are outside the study area.",
    "camtrap_ignored": "Further files of the package that were not read: {count}.",
    # engine
    "cost_points": "The file holds about {count} points.",
    # release of the public bundle
    "private_readable": (
        "Others on this computer may read the private folder {folder}. "
        "Take their rights away: chmod -R go= {folder}"
    ),
    # roles and sign-in
    "rounded": "Positions are rounded to 0.01° (about 1 km).",
    "exact": "Exact positions of a hunted animal. Do not pass them on.",
    # workspace
    # files
    "csv_holds_points": (
        "This table has a point inside each feature; the shapes are in the GeoJSON and GeoPackage files."
    ),
    # studies
    "published_share": (
        "The published areas ({current_km2} of {historic_km2} km²) leave {published_percent} %; the outlines "
        "drawn here leave {ours_percent} %. Difference in percentage points: {from_current_percent} because "
        "the outline of today has another area, {from_historic_percent} because the historical one has, "
        "{from_outside_percent} because some of today’s range lies outside the historical one."
    ),
    "historic_matched": (
        "The historical outline was drawn to match the published area; other outlines are possible."
    ),
    "historic_envelope": "The widest historical outline: it holds more land than the published area.",
    "habitat_is_a_reading": (
        "Which land cover and height suit the species is our reading of the literature; prey and people "
        "are left out."
    ),
    "range_of_another_time": "{layer}: this range is of {period}, the protected areas of the year asked for.",
}

TERMS: dict[str, str] = {
    "kinds": "polygon, line or point",
    "polygon": "polygon",
    "line": "line",
    "point": "point",
    "raster": "raster",
    "image": "image",
    "pixels": "raster or image",
    "table": "table",
    "whole": "a whole number",
    "missing": "it is missing",
}
"""Words of ours that fill blanks; what readers brought themselves stays as it is."""

STAGES: dict[str, str] = {
    "": "Starting",
    "reading": "Reading the file",
    "computing": "Computing",
    "sending": "Handing over the result",
}
"""What a job is doing, by the code it reports (`leopard_range.engine.report`)."""

for _part in (survey, corridor, share):
    ERRORS.update(_part.ERRORS)
    REMEDIES.update(_part.REMEDIES)
    NOTES.update(_part.NOTES)
    STAGES.update(_part.STAGES)
