"""Times as readers say them, in their language and their zone."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st
from babel.dates import format_date, format_time

from leopard_range.ui.session import language

__all__ = ["clock", "day_and_clock"]


def clock(moment: datetime) -> str:
    """Return hours, minutes and seconds, for example ``12:03:05``.

    Parameters
    ----------
    moment : datetime
        With a zone.
    """
    return str(format_time(moment.astimezone(_zone()), "HH:mm:ss", locale=language()))


def day_and_clock(moment: datetime) -> str:
    """Return the day and the time, for example ``23 Nov 2026, 12:03``.

    Parameters
    ----------
    moment : datetime
        With a zone.
    """
    here = moment.astimezone(_zone())
    lang = language()
    locale = "en_GB" if lang == "en" else lang
    return f"{format_date(here, 'medium', locale=locale)}, {format_time(here, 'HH:mm', locale=locale)}"


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (OSError, ValueError):  # a browser may say anything, and not every system knows every zone
        return UTC
