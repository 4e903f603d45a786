"""The word beside everything made from a simulated survey."""

from __future__ import annotations

from html import escape

from leopard_range.ui.session import words
from leopard_range.ui.surveys.held import Held, survey_of

__all__ = ["mark", "word"]


def word(one: Held) -> str:
    """Return the word for a simulated survey; empty for a real one.

    Parameters
    ----------
    one : Held
        Which survey.
    """
    _ = words()
    return _("simulated") if survey_of(one).simulated else ""


def mark(one: Held) -> str:
    """Return the word as HTML.

    Parameters
    ----------
    one : Held
        Which survey.
    """
    said = word(one)
    return f'<em class="mark">{escape(said)}</em>' if said else ""
