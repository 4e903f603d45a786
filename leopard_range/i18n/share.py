"""What is said about lessons, printed pages, shared maps and the site: errors, remedies, cautions, stages.

`leopard_range.i18n.sentences` takes them into its own tables.
"""

from __future__ import annotations

__all__ = ["ERRORS", "NOTES", "REMEDIES", "STAGES"]

ERRORS: dict[str, str] = {
    # lessons, glossary, quiz
    "unknown_lesson": "There is no lesson “{lesson}”. Choose one of: {choices}.",
    "unknown_part": "There is no part “{part}”. Choose one of: {choices}.",
    # games
    # printed pages
    "unknown_paper": "There is no paper size {size}.",
    "unknown_step": "The story has no step {value}.",
    "bad_opacity": "The opacity “{value}” cannot be read.",
    "bad_link": "The link “{value}” leads to no map that can be printed.",
    "bad_dpi": "A picture cannot have {value} pixels an inch.",
    "print_busy": "Two pages are being printed already.",
    # pictures and animations
    "unknown_sheet": "There is no sheet “{sheet}”.",
    # shared and embedded maps, kiosk
    "light_planner": (
        "A planners' server has no maps for other pages or for halls. Use the address of the public map."
    ),
    "bad_address": (
        "“{address}” is not an address for readers. Write where they open the map, such as "
        "https://map.example.org/leopards, without a query (?), a fragment (#), a name or a password."
    ),
    # the static site
    "site_foreign": "{folder} holds {file}, which is not part of an earlier site.",
    "site_too_large": "The site takes {size} MB; it shall take less than {most} MB.",
    # what a map shows, in words
}
"""Code -> what is wrong; the place (file, row, column) is added in front."""

REMEDIES: dict[str, str] = {
    # lessons, glossary, quiz
    # games
    # printed pages
    "unknown_paper": "Choose {choices}.",
    "unknown_step": "Choose a step from 1 to {most}.",
    "bad_opacity": "Write layer and percent, for example range_current:60.",
    "bad_link": "Copy the whole address of one of these pages: {choices}.",
    "bad_dpi": "Choose a number from {least} to {most}.",
    "print_busy": "Try again in half a minute.",
    # pictures and animations
    "unknown_sheet": "Choose {choices}.",
    # shared and embedded maps, kiosk
    # the static site
    "site_foreign": "Choose a new or an empty folder.",
    "site_too_large": "Leave the largest layers out of the data folder or simplify them.",
    # what a map shows, in words
}
"""Code -> what to do."""

NOTES: dict[str, str] = {
    # lessons, glossary, quiz
    # games
    # printed pages
    # pictures and animations
    # shared and embedded maps, kiosk
    # the static site
    # what a map shows, in words
}
"""Code -> caution."""

STAGES: dict[str, str] = {
    # printed pages
    "print_page": "Drawing the page",
    "print_pixels": "Making a picture of the page",
    # pictures and animations
    # the static site
}
"""Code -> what is being done."""
