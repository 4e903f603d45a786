"""The words the map shows or says, in English: the message ids to be translated."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, str] = {
    # the map as a whole
    "map": "Map",
    "map_help": "Arrow keys move the map, plus and minus zoom, Enter shows the facts at the cross.",
    "map_failed": "The map could not be loaded. Check the connection and reload the page.",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "fullscreen": "Full screen",
    "fullscreen_off": "Leave full screen",
    "close": "Close",
    "unit_m": "m",
    "unit_km": "km",
    "unit_km2": "km²",
    # layers
    "layers": "Layers",
    "legend": "Legend",
    "about_layer": "About this layer",
    "opacity": "Opacity",
    "source": "Source",
    "sources": "Sources and licences",
    "period": "Date",
    "licence": "Licence",
    "accuracy": "Accuracy",
    "layer_failed": "This layer could not be loaded.",
    "retry": "Try again",
    "zoom_to_see": "Zoom in to see this layer.",
    "smooth": "Smooth, like a heat map",
    "not_this_year": "Shown from {from} to {to}.",
    "from_year_on": "Shown from {from} on.",
    "until_year": "Shown until {to}.",
    "go_to_year": "Go to {year}",
    # years
    "year": "Year",
    "play": "Play the years",
    "pause": "Pause",
    # search
    "search": "Search places and layers",
    "search_none": "Nothing found",
    "search_some": "{count} found",
    "layer": "Layer",
    "country": "Country",
    "capital": "Capital",
    "city": "City",
    "town": "Town",
    "region": "Region",
    "mountains": "Mountains",
    "plain": "Plain",
    "plateau": "Plateau",
    "peninsula": "Peninsula",
    "lake": "Lake",
    "sea": "Sea",
    "reserve": "Protected area",
    # then and now
    "swipe": "Divider between the two maps",
    # facts
    "facts": "Facts about this place",
    "facts_none": "Nothing is mapped here.",
    # drawing
    "draw_line": "Draw a line",
    "draw_area": "Draw an area",
    "draw_hint": (
        "Click to add a corner. Double-click or Enter ends, Backspace takes one back, Esc gives up."
    ),
    "draw_hint_touch": "Tap to add a corner.",
    "draw_keys": "Arrow keys move the map, the space bar adds a corner at the cross.",
    "draw_width": "Width, m",
    "draw_end": "Done",
    "draw_back": "Take the last corner back",
    "draw_cancel": "Give up drawing",
    "draw_few_line": "A line needs two corners.",
    "draw_few_area": "An area needs three corners.",
    "draw_many": "A drawing has {count} corners at most.",
    "draw_lost": "The drawing could not be handed over. Reload the page.",
    "draw_corner": "Corner {number}: {count} corners so far.",
    "draw_moved": "The drawing was changed.",
    # sharing
    "share": "Share this view",
    "share_link": "Link to this view",
    "share_text": "Short text to paste",
    "share_says": "{title}, {year}. On the map: {layers}. {link}",
    "share_says_bare": "{title}, {year}. {link}",
    "share_embed": "To show the map in a web page",
    "share_files": "To take away",
    "share_picture": "Picture (PNG)",
    "share_years": "The years, moving (GIF)",
    "share_print": "Print this page",
    "share_disk": "You are reading from your own disk: this link works on this computer only.",
    "copy": "Copy",
    "copied": "Copied",
    "copy_by_hand": "The text is marked: copy it with Ctrl+C.",
    # parts of a link that cannot be used
    "link_view": "The link's map position “{value}” cannot be read; the map starts at its usual place.",
    "link_year": "The link's year “{value}” is outside {first}–{last}; the map shows its usual year.",
    "link_layer": "The link names a layer “{value}” that does not exist; it was left out.",
    "link_opacity": "The link's opacity “{value}” cannot be read; it was left out.",
    # groups of the panel
    "group_range": "Range",
    "group_reserves": "Protected areas",
    "group_survey": "Cameras and sightings",
    "group_land": "Land",
    "group_base": "Background",
}
"""Key -> English.  Words in braces are filled in by the script."""
