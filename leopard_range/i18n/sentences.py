"""One English sentence per error and note code; the msgids of the catalogues."""

from __future__ import annotations

from leopard_range.i18n import corridor, release, share, survey, uploads, workspace

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
    "fact_missing": "{file} has no row with “{key}” in the column “id”. Add it, or take the file anew.",
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
    # engine
    "cost_points": "The file holds about {count} points.",
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
    # Reasons of the operating system for a file it does not open, as Python hands them on.
    "ENOENT": "No such file or directory",
    "EACCES": "Permission denied",
    "EPERM": "Operation not permitted",
    "ENOSPC": "No space left on device",
    "EDQUOT": "Disk quota exceeded",
    "EROFS": "Read-only file system",
    "EISDIR": "Is a directory",
    "ENOTDIR": "Not a directory",
    "EEXIST": "File exists",
    "ENOTEMPTY": "Directory not empty",
    "ENAMETOOLONG": "File name too long",
    "EIO": "Input/output error",
}
"""Words of ours that fill blanks; what readers brought themselves stays as it is."""

STAGES: dict[str, str] = {
    "": "Starting",
    "reading": "Reading the file",
    "computing": "Computing",
    "sending": "Handing over the result",
}
"""What a job is doing, by the code it reports (`leopard_range.engine.report`)."""

for _part in (uploads, release, workspace, survey, corridor, share):
    ERRORS.update(_part.ERRORS)
    NOTES.update(_part.NOTES)
for _remedied in (uploads, survey, corridor, share):
    REMEDIES.update(_remedied.REMEDIES)
for _staged in (survey, corridor, share):
    STAGES.update(_staged.STAGES)
