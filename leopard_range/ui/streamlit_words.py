"""What Streamlit says by itself, always in English; the page's script says it in the reader's language."""

from __future__ import annotations

import json
from functools import cache

from leopard_range.i18n import translator
from leopard_range.maps.files import WebFile, digest, packed_file
from leopard_range.studies.shape import N_
from leopard_range.ui.served import publish

__all__ = ["SAID", "said_in"]

SAID = (
    # the frame
    N_("Skip to main content"),
    N_("Navigate to home page"),
    N_("App Logo"),
    N_("App pages"),
    N_("Main menu"),
    N_("Sidebar"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Close"),
    N_("Help"),
    N_("more"),
    N_("Map"),
    # while it works, and when it cannot
    N_("Running..."),
    N_("Stopping..."),
    N_("Loading..."),
    N_("Please wait..."),
    N_("Connecting"),
    N_("Stop"),
    N_("Rerun"),
    N_("Print"),
    N_("Settings"),
    N_("Record a screencast"),
    N_("About"),
    N_("Clear cache"),
    N_("Connection error"),
    N_("Connection timed out."),
    N_("Connection lost. Please wait for the app to reconnect, then try again."),
    N_("Your app is having trouble loading the component."),
    N_("Page not found"),
    N_("An error has occurred, please try again."),
    # fields
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Press Ctrl+Enter to apply"),
    N_("Press Ctrl+Enter to submit form"),
    N_("Press ⌘+Enter to apply"),
    N_("Press ⌘+Enter to submit form"),
    N_("Increment"),
    N_("Decrement"),
    N_("Number is above the allowed range."),
    N_("Number is below the allowed range."),
    N_("Number is outside the allowed range. Please enter a value between {low} and {high}."),
    N_("Clear value"),
    N_("Clear all"),
    N_("Clear entry"),
    N_("Show password"),
    N_("Hide password"),
    N_("Invalid input."),
    # lists
    N_("Choose an option"),
    N_("Choose options"),
    N_("Open"),
    N_("No results"),
    N_("No options"),
    N_("Select all"),
    N_("Select {count} matches"),
    N_("Selectbox"),
    N_("Selectbox options"),
    N_("Multiselect"),
    N_("Multiselect options"),
    N_("Remove {name}"),
    N_("You can only select up to {count} options. Remove an option first."),
    N_("Show suggestions"),
    N_("{count} option available."),
    N_("{count} options available."),
    N_("{name}, selected"),
    N_("Dismiss"),
    # files
    N_("File Uploader"),
    N_("file upload"),
    N_("Upload"),
    N_("Upload failed"),
    N_("Uploading..."),
    N_("Add files"),
    N_("Drag and drop a file here"),
    N_("Drag and drop files here"),
    N_("Only one file is allowed."),
    N_("{type} files are not allowed."),
    N_("{size} per file"),
    # pictures and code
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Copy to clipboard"),
    N_("Copied"),
)
"""Texts of Streamlit 1.67 on the widgets our pages use; what stands in braces is any text."""


@cache
def _file(language: str) -> WebFile:
    _ = translator(language)
    body = json.dumps({text: _(text) for text in SAID}, ensure_ascii=False).encode()
    return packed_file(f"parts/{digest(body, 16)}.txt", "text/plain; charset=utf-8", body)


def said_in(language: str) -> str:
    """Make the words available to the page's script and return their address.

    Parameters
    ----------
    language : str
        Language of the reader; English needs none.

    Returns
    -------
    str
        Address of a JSON object: what Streamlit says -> what the reader reads; empty for English.

    Raises
    ------
    LeopardRangeError
        ``unknown_language``.
    """
    return "" if language == "en" else publish(_file(language)).path
