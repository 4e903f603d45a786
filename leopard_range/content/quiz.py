"""The quiz: every right answer is read from the data, so that it cannot go out of date."""

from __future__ import annotations

from leopard_range.content.edition import Edition
from leopard_range.content.quiz_counts import count_questions
from leopard_range.content.quiz_item import Item
from leopard_range.content.quiz_map import map_questions

__all__ = ["Item", "quiz"]


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
    return (*map_questions(edition), *count_questions(edition))
