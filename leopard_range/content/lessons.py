"""The lessons, in the order of the ages."""

from __future__ import annotations

from leopard_range.content.edition import Edition
from leopard_range.content.lesson import Exercise, Lesson, LessonStep
from leopard_range.content.lesson_squares import squares_lesson
from leopard_range.errors import LeopardRangeError

__all__ = ["Exercise", "Lesson", "LessonStep", "lesson", "lessons"]


def lessons(edition: Edition) -> tuple[Lesson, ...]:
    """Return every lesson in the reader's language, its numbers asked of the data.

    Parameters
    ----------
    edition : Edition
        For whom.

    Raises
    ------
    LeopardRangeError
        What the catalog and the studies raise.
    """
    return (squares_lesson(edition),)


def lesson(edition: Edition, id_: str) -> Lesson:
    """Return one lesson.

    Parameters
    ----------
    edition : Edition
        For whom.
    id_ : str
        ``10-12``, ``13-15``, ``16-18``.

    Raises
    ------
    LeopardRangeError
        ``unknown_lesson``.
    """
    known = {found.id: found for found in lessons(edition)}
    if id_ not in known:
        raise LeopardRangeError("unknown_lesson", lesson=id_, choices=", ".join(known))
    return known[id_]
