"""Lessons on paper: the pupil's sheet and the teacher's, the glossary, the quiz."""

from __future__ import annotations

from collections.abc import Callable

from leopard_range.content import Edition
from leopard_range.content.glossary import terms
from leopard_range.content.lessons import Exercise, Lesson, LessonStep, lessons
from leopard_range.content.quiz import quiz
from leopard_range.errors import LeopardRangeError
from leopard_range.prints.stepmap import StepMap
from leopard_range.prints.worksheet import Worksheet

__all__ = ["HANDOUTS", "SHEETS", "glossary_sheet", "handout", "lesson_sheet", "quiz_sheet"]

HANDOUTS = ("glossary", "quiz")
"""What is printed for a class besides lessons."""

SHEETS = ("pupil", "teacher")
"""Who a sheet is for."""

_LETTERS_A_LINE = 60
_MOST_LINES = 5
_SNUG = (1.0, 0.97, 0.94)
"""Sizes that are tried, the usual first, before a page is started for a line or two."""


def handout(
    edition: Edition, name: str, sheet: str = "pupil", *, size: str = "A4", address: str = ""
) -> bytes:
    """Print what a class is given, by its name.

    Parameters
    ----------
    edition : Edition
        For whom.
    name : str
        Ages of a lesson (``10-12``), ``glossary`` or ``quiz``.
    sheet : str
        ``pupil`` or ``teacher``; says nothing for glossary and quiz.
    size, address : str
        As for a lesson.

    Returns
    -------
    bytes
        PDF; the same for the same question, data and day.

    Raises
    ------
    LeopardRangeError
        ``unknown_lesson``, ``unknown_sheet``, ``unknown_paper``, ``font_missing`` and the catalog's own.
    """
    if sheet not in SHEETS:
        raise LeopardRangeError("unknown_sheet", sheet=sheet, choices=", ".join(SHEETS))
    if name == "glossary":
        return glossary_sheet(edition, size=size, address=address)
    if name == "quiz":
        return quiz_sheet(edition, size=size, address=address)
    known = {lesson.id: lesson for lesson in lessons(edition)}
    if name not in known:
        raise LeopardRangeError("unknown_lesson", lesson=name, choices=", ".join((*known, *HANDOUTS)))
    return lesson_sheet(edition, known[name], sheet, size=size, address=address)


def lesson_sheet(
    edition: Edition,
    lesson: Lesson,
    sheet: str = "pupil",
    *,
    size: str = "A4",
    address: str = "",
) -> bytes:
    """Print a lesson.

    Parameters
    ----------
    edition : Edition
        For whom.
    lesson : Lesson
        What is taught.
    sheet : str
        ``pupil``: steps with maps, questions with lines to write on; ``teacher``: hints and answers.
    size : str
        ``A4`` or ``A3``, upright.
    address : str
        Where the app or the site can be reached (``https://...``); without it no QR code is printed and
        the sheet says where to look.

    Returns
    -------
    bytes
        PDF; the same for the same question and day.

    Raises
    ------
    LeopardRangeError
        ``unknown_sheet``, ``unknown_paper``, ``font_missing`` and the catalog's own.
    """
    if sheet not in SHEETS:
        raise LeopardRangeError("unknown_sheet", sheet=sheet, choices=", ".join(SHEETS))
    _ = edition.words
    teacher = sheet == "teacher"
    kind = _("Teacher’s sheet") if teacher else _("Worksheet")

    def fill(paper: Worksheet) -> None:
        if teacher:
            _teachers(paper, lesson)
        else:
            _pupils(paper, lesson)
        paper.evidence(lesson.sources, tuple(_map_of(step) for step in lesson.steps if step.page))

    return _laid(edition, f"{lesson.title} – {kind}", fill, size, address)


def _laid(edition: Edition, title: str, fill: Callable[[Worksheet], None], size: str, address: str) -> bytes:
    """Fill a sheet, a little smaller where its last page would hold hardly anything."""
    for snug in _SNUG:
        paper = Worksheet(edition, title, size=size, address=address, snug=snug)
        fill(paper)
        if not paper.stranded:
            break
    return paper.finish()


def _opening(paper: Worksheet, lesson: Lesson, kind: str) -> None:
    _ = paper.edition.words
    ages = _("Ages {ages}").format(ages=lesson.id.replace("-", "–"))
    minutes = _("{count} minutes").format(count=lesson.minutes)
    paper.head(lesson.title, (kind, ages, minutes), lesson=lesson.id)
    paper.lead(lesson.aim)


def _needs(paper: Worksheet, lesson: Lesson) -> None:
    _ = paper.edition.words
    if lesson.needs:
        paper.section(_("You need"))
        paper.bullets(lesson.needs)


def _teachers(paper: Worksheet, lesson: Lesson) -> None:
    _ = paper.edition.words
    _opening(paper, lesson, _("Teacher’s sheet"))
    _needs(paper, lesson)
    if lesson.hints:
        paper.section(_("Hints for the teacher"))
        paper.bullets(lesson.hints)
    paper.section(_("Steps"))
    for number, step in enumerate(lesson.steps, 1):
        paper.step(number, step.title, step.text)
    paper.section(_("Questions and answers"))
    for number, one in enumerate(lesson.exercises, 1):
        paper.answered(number, one.question, one.answer, one.source)


def _pupils(paper: Worksheet, lesson: Lesson) -> None:
    _ = paper.edition.words
    _opening(paper, lesson, _("Worksheet"))
    paper.blanks((_("Your name"), _("Your class"), _("Today’s date")))
    _needs(paper, lesson)
    paper.section(_("Steps"))
    paper.where_to_look()
    for number, step in enumerate(lesson.steps, 1):
        paper.step(number, step.title, step.text, _map_of(step) if step.page else None)
    paper.section(_("Questions"))
    for number, one in enumerate(lesson.exercises, 1):
        paper.asked(number, one.question, _lines(one))


def _map_of(step: LessonStep) -> StepMap:
    return StepMap(step.page, step.state)


def _lines(one: Exercise) -> int:
    """Return how many lines an answer needs when a pupil writes it by hand."""
    return min(max(2, -(-len(one.answer) // _LETTERS_A_LINE) + 1), _MOST_LINES)


def glossary_sheet(edition: Edition, *, size: str = "A4", address: str = "") -> bytes:
    """Print the glossary.

    Parameters
    ----------
    edition : Edition
        For whom.
    size, address : str
        As for a lesson.

    Returns
    -------
    bytes
        PDF; the same for the same question and day.

    Raises
    ------
    LeopardRangeError
        ``unknown_paper``, ``font_missing``.
    """
    _ = edition.words

    def fill(paper: Worksheet) -> None:
        paper.head(_("Glossary"), (_("Words of the maps in plain language"),), part="glossary")
        for term in terms(_):
            paper.entry(term.title, term.text, term.source)
        paper.licence()

    return _laid(edition, _("Glossary"), fill, size, address)


def quiz_sheet(edition: Edition, *, size: str = "A4", address: str = "") -> bytes:
    """Print the quiz; the answers stand on pages of their own at the end.

    Parameters
    ----------
    edition : Edition
        For whom.
    size, address : str
        As for a lesson.

    Returns
    -------
    bytes
        PDF; the same for the same question, data and day.

    Raises
    ------
    LeopardRangeError
        ``unknown_paper``, ``font_missing`` and the catalog's own.
    """
    _ = edition.words
    items = quiz(edition)

    def fill(paper: Worksheet) -> None:
        paper.head(_("Quiz"), (_("Tick one answer for each question"),), part="quiz")
        paper.blanks((_("Your name"), _("Your class"), _("Today’s date")))
        paper.gap()
        for number, item in enumerate(items, 1):
            paper.choices(number, item.question, item.choices)
        paper.fresh_page()
        paper.section(_("Answers"))
        for number, item in enumerate(items, 1):
            answer = f"{item.choices[item.right]}. {item.explanation}"
            paper.answered(number, item.question, answer, item.source)
        paper.licence()

    return _laid(edition, _("Quiz"), fill, size, address)
