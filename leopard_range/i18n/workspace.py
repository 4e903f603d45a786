"""What is said about roles, signing in and what a planner keeps: errors and cautions.

`leopard_range.i18n.sentences` takes them into its own tables.
"""

from __future__ import annotations

__all__ = ["ERRORS", "NOTES"]

ERRORS: dict[str, str] = {
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
}

NOTES: dict[str, str] = {
    # roles and sign-in
    "rounded": "Positions are rounded to 0.01° (about 1 km).",
    "exact": "Exact positions of a hunted animal. Do not pass them on.",
}
