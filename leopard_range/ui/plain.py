"""Sentences with strangers' words in them, shown letter by letter.

Streamlit reads its alerts, captions and labels as Markdown: `![x](address)` fetches a picture,
`:red[x]` and `:material/home:` change what stands there.  Escaping does not help, because some of
these marks are looked for after the backslashes are gone.  So such text never goes there; it is
shown as HTML of our own, in which nothing but entities has a meaning.
"""

from __future__ import annotations

from html import escape
from typing import Literal

import streamlit as st

from leopard_range.ui.answers import with_terms

__all__ = ["Tone", "notice", "show_notice", "show_text"]

Tone = Literal["error", "warning", "info", "success"]
"""What a notice is about; it decides the colour and how a screen reader announces it."""

_MARKS = {"error": "!", "warning": "!", "info": "i", "success": "✓"}


def notice(text: str, tone: Tone = "error") -> str:
    """Write a notice as HTML.

    Parameters
    ----------
    text : str
        Any text; line breaks stay.
    tone : str
        ``error``, ``warning``, ``info`` or ``success``.
    """
    role = "alert" if tone in ("error", "warning") else "status"
    return (
        f'<div class="notice notice-{tone}" role="{role}"><b aria-hidden="true">{_MARKS[tone]}</b>'
        f"<p>{escape(text)}</p></div>"
    )


def show_notice(text: str, tone: Tone = "error") -> None:
    """Show a notice in which every letter of the text stands as it is.

    Parameters
    ----------
    text : str
        A sentence, with whatever a link, a file or a person filled its blanks.
    tone : str
        ``error``, ``warning``, ``info`` or ``success``.
    """
    st.html(notice(text, tone))


def show_text(text: str) -> None:
    """Show a quiet paragraph in which every letter of the text stands as it is.

    Parameters
    ----------
    text : str
        Any text.
    """
    st.html(with_terms(f'<p class="quiet">{escape(text)}</p>'))
