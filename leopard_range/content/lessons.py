"""The lessons, in the order of the ages."""

from __future__ import annotations

from collections.abc import Callable

from leopard_range.content.edition import Edition
from leopard_range.content.lesson import Exercise, Lesson, LessonStep
from leopard_range.content.lesson_counting import counting_lesson
from leopard_range.content.lesson_deciding import deciding_lesson
from leopard_range.content.lesson_squares import squares_lesson
from leopard_range.errors import LeopardRangeError

__all__ = ["LESSONS", "Exercise", "Lesson", "LessonStep", "lesson", "lessons"]

LESSONS: dict[str, Callable[[Edition], Lesson]] = {
    "10-12": squares_lesson,
    "13-15": counting_lesson,
    "16-18": deciding_lesson,
}
"""The ages, and who writes the lesson for them."""


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
    return tuple(write(edition) for write in LESSONS.values())


def lesson(edition: Edition, id_: str) -> Lesson:
    """Return one lesson.

    Parameters
    ----------
    edition : Edition
        For whom.
    id_ : str
        One of `LESSONS`.

    Raises
    ------
    LeopardRangeError
        ``unknown_lesson`` and what the catalog and the studies raise.
    """
    if id_ not in LESSONS:
        raise LeopardRangeError("unknown_lesson", lesson=id_[:60], choices=", ".join(LESSONS))
    return LESSONS[id_](edition)
