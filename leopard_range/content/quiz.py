"""The quiz: every right answer is read from the data, so that it cannot go out of date."""

from __future__ import annotations

from dataclasses import dataclass

from leopard_range.content.edition import Edition
from leopard_range.content.figures import Figures, figures
from leopard_range.i18n import quantity

__all__ = ["Item", "quiz"]


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its choices.

    Attributes
    ----------
    id : str
        Its anchor on the page Learn: ``quiz-<id>``.
    question : str
        In the reader's language.
    choices : tuple of str
        Two to four; always in the same order for the same data.
    right : int
        Which choice is right, counted from 0.
    explanation : str
        Why; also for those who chose right.
    source : str
        Where it can be looked up.
    """

    id: str
    question: str
    choices: tuple[str, ...]
    right: int
    explanation: str
    source: str


def quiz(edition: Edition) -> tuple[Item, ...]:
    """Return the quiz in the reader's language.

    Parameters
    ----------
    edition : Edition
        For whom.

    Raises
    ------
    LeopardRangeError
        What the catalog and the studies raise.
    """
    found = figures(edition.catalog)
    return (_range_today(edition, found), _range_then(edition, found), _seventies(edition, found))


def _areas(edition: Edition, found: Figures) -> tuple[str, ...]:
    areas = sorted((found.current_km2, found.seventies_km2, found.historic_km2))
    return tuple(quantity(area, "km²", edition.lang) for area in areas)


def _range_today(edition: Edition, found: Figures) -> Item:
    _ = edition.words
    return Item(
        "range-today",
        _("How large is the leopard's range today, as published?"),
        _areas(edition, found),
        0,
        _("The two larger numbers are the range in the 1970s and about 1850."),
        found.range_source,
    )


def _range_then(edition: Edition, found: Figures) -> Item:
    _ = edition.words
    return Item(
        "range-then",
        _("How large was the range about 1850, as published?"),
        _areas(edition, found),
        2,
        _("Nobody measured it then: it was worked out later from old reports."),
        found.range_source,
    )


def _seventies(edition: Edition, found: Figures) -> Item:
    _ = edition.words
    return Item(
        "range-1970s",
        _("How large was the range in the 1970s, as published?"),
        _areas(edition, found),
        1,
        _("Most of the loss had already happened by then."),
        found.range_source,
    )
