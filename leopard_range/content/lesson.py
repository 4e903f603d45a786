"""What a lesson is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from leopard_range.maps import MapState

__all__ = ["Exercise", "Lesson", "LessonStep", "series"]


@dataclass(frozen=True, slots=True)
class LessonStep:
    """One step of a lesson.

    Attributes
    ----------
    title, text : str
        What to do and what to look at, in the reader's language.
    page : str
        Page whose map the step opens: ``explore``, ``then-now``, ``cameras``, ``corridor``; empty for none.
    state : MapState
        How that map stands; with a `view`, because a link has no box.
    query : tuple of (str, str)
        What else stands in the address.
    """

    title: str
    text: str
    page: str = ""
    state: MapState = field(default_factory=MapState)
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question of a lesson with the answer on the teacher's sheet.

    Attributes
    ----------
    question, answer : str
        In the reader's language; numbers are taken from the data.
    source : str
        Where the answer can be looked up.
    """

    question: str
    answer: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson for a class.

    Attributes
    ----------
    id : str
        ``10-12``, ``13-15``, ``16-18``: the ages, and its anchor on the page Learn.
    title, aim : str
        In the reader's language.
    minutes : int
        Time needed.
    needs : tuple of str
        What to have at hand.
    steps : tuple of LessonStep
        In order.
    exercises : tuple of Exercise
        Questions for the class.
    hints : tuple of str
        For the teacher only.
    sources : tuple of str
        Of the facts in it.
    keywords : tuple of str
        What a teacher would look it up by.
    """

    id: str
    title: str
    aim: str
    minutes: int
    needs: tuple[str, ...]
    steps: tuple[LessonStep, ...]
    exercises: tuple[Exercise, ...]
    hints: tuple[str, ...]
    sources: tuple[str, ...]
    keywords: tuple[str, ...] = ()


def series(names: Iterable[str], lang: str) -> str:
    """Write names one after the other, with the mark that the language puts between them.

    Parameters
    ----------
    names : iterable of str
        In the reader's language.
    lang : str
        That language.
    """
    return ("、" if lang == "zh" else ", ").join(names)
