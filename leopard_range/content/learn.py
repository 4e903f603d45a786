"""The page Learn by parts, as HTML: lessons, glossary, quiz, “How do we know?”.

Without a script every part can still be read; the games inside are brought to life by ``learn.js``.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from leopard_range.content.edition import Edition
from leopard_range.content.games import quiz_game
from leopard_range.content.glossary import Term, terms
from leopard_range.content.know import know_html
from leopard_range.content.lesson import Exercise, Lesson, LessonStep
from leopard_range.i18n import number
from leopard_range.maps import state_query

__all__ = [
    "PARTS",
    "SHEETS",
    "age_titles",
    "glossary_html",
    "know_html",
    "lesson_html",
    "part_titles",
    "print_links",
    "quiz_html",
]

PARTS = ("lessons", "quiz", "know", "glossary")
"""The parts of the page: values of ``part`` in the address, and anchors."""

SHEETS = ("pupil", "teacher")
"""The two printed sheets of a lesson."""


def age_titles(edition: Edition) -> dict[str, str]:
    """Return for whom each lesson is, by the lesson.

    Parameters
    ----------
    edition : Edition
        For whom.
    """
    _ = edition.words
    return {
        "10-12": _("Ages {ages}").format(ages="10–12"),
        "13-15": _("Ages {ages}").format(ages="13–15"),
        "16-18": _("Ages {ages}").format(ages="16–18"),
    }


def part_titles(edition: Edition) -> dict[str, str]:
    """Return what the parts are called.

    Parameters
    ----------
    edition : Edition
        For whom.
    """
    _ = edition.words
    return {
        "lessons": _("Lessons"),
        "quiz": _("Quiz"),
        "know": _("How do we know?"),
        "glossary": _("Glossary"),
    }


def glossary_html(edition: Edition) -> str:
    """Write the glossary with its search box.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    _ = edition.words
    found = terms(_)
    label = escape(_("Find a word"))
    none = escape(_("No word fits. Try a shorter one."))
    count = escape(_("{count} words").format(count=number(len(found), edition.lang)))
    own = escape(_("Where no source is named, the words are ours."))
    body = "".join(_term(term) for term in found)
    paper = _sheets(edition, "glossary", {"pupil": _("The glossary on paper (PDF)")})
    return (
        f'<section class="glossary" id="glossary">{paper}'
        f'<p class="find" hidden data-term-find><label>{label} <input type="search" autocomplete="off"></label> <span>{count}</span></p>'
        f'<p data-term-none hidden role="status">{none}</p><dl data-plain>{body}</dl><p class="quiet">{own}</p></section>'
    )


def _term(term: Term) -> str:
    finds = escape(" ".join((term.title, *term.forms)).casefold())
    source = f'<dd class="source">{escape(term.source)}</dd>' if term.source else ""
    return (
        f'<div id="term-{escape(term.id)}" data-finds="{finds}"><dt>{escape(term.title)}</dt>'
        f"<dd>{escape(term.text)}</dd>{source}</div>"
    )


def quiz_html(edition: Edition) -> str:
    """Write the quiz with what stands above it.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    _ = edition.words
    lead = escape(
        _(
            "Every right answer is looked up in the data of this page while you read. When the data change, the quiz changes too."
        )
    )
    paper = _sheets(edition, "quiz", {"pupil": _("The quiz on paper, with answers (PDF)")})
    return f'<section class="quiz-part" id="quiz"><p class="lead">{lead}</p>{paper}{quiz_game(edition)}</section>'


def lesson_html(edition: Edition, lesson: Lesson, *, teacher: bool = False) -> str:
    """Write one lesson.

    Parameters
    ----------
    edition : Edition
        For whom.
    lesson : Lesson
        Of `lessons`.
    teacher : bool
        Whether the teacher's sheet stands open.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    _ = edition.words
    steps = "".join(_step(edition, at, step) for at, step in enumerate(lesson.steps, 1))
    asked = "".join(f"<li>{escape(one.question)}</li>" for one in lesson.exercises)
    return (
        f'<article class="lesson" id="lesson-{escape(lesson.id)}">{_head(edition, lesson)}'
        f"<h3>{escape(_('Step by step'))}</h3>"
        f'<ol class="steps">{steps}</ol><h3>{escape(_("Questions"))}</h3><ol class="questions">{asked}</ol>'
        f"{_teacher(edition, lesson, is_open=teacher)}{_sources(edition, lesson)}</article>"
    )


def _head(edition: Edition, lesson: Lesson) -> str:
    _ = edition.words
    ages = _("Ages {ages}").format(ages=lesson.id.replace("-", "–"))
    time = _("{count} minutes").format(count=number(lesson.minutes, edition.lang))
    needs = "".join(f"<li>{escape(text)}</li>" for text in lesson.needs)
    marks = " · ".join(escape(text) for text in (ages, time, *lesson.keywords))
    return (
        f'<p class="marks" data-plain>{marks}</p><h2>{escape(lesson.title)}</h2><p class="lead">{escape(lesson.aim)}</p>'
        f'<div class="needs"><b>{escape(_("You need"))}</b><ul>{needs}</ul>{print_links(edition, lesson.id)}</div>'
    )


def print_links(edition: Edition, id_: str) -> str:
    """Write links to a lesson's printed sheets; nothing where this edition has none.

    Parameters
    ----------
    edition : Edition
        Knows where the sheets are: pages named ``print/lesson-<id>.<sheet>.pdf``.
    id_ : str
        The lesson.
    """
    _ = edition.words
    names = {"pupil": _("Sheet for pupils (PDF)"), "teacher": _("Sheet for teachers (PDF)")}
    return _sheets(edition, id_, {sheet: names[sheet] for sheet in SHEETS})


def _sheets(edition: Edition, name: str, names: Mapping[str, str]) -> str:
    links = [(edition.page(f"print/lesson-{name}.{sheet}.pdf", {}), text) for sheet, text in names.items()]
    body = "".join(
        f'<a href="{escape(address)}" target="_blank">{escape(name)}</a>'
        for address, name in links
        if address
    )
    return f'<p class="print">{body}</p>' if body else ""


def _step(edition: Edition, at: int, step: LessonStep) -> str:
    _ = edition.words
    address = edition.page(step.page, {**state_query(step.state), **dict(step.query)}) if step.page else ""
    link = ""
    if address:
        text = escape(_("Open the map"))
        told = escape(_("{action}: {title} (new tab)").format(action=_("Open the map"), title=step.title))
        link = f'<a class="open" href="{escape(address)}" target="_blank" aria-label="{told}">{text} ↗</a>'
    return f'<li><h4><i aria-hidden="true">{at}</i>{escape(step.title)}</h4><p>{escape(step.text)}</p>{link}</li>'


def _teacher(edition: Edition, lesson: Lesson, *, is_open: bool) -> str:
    _ = edition.words
    answers = "".join(_answer(one) for one in lesson.exercises)
    hints = "".join(f"<li>{escape(text)}</li>" for text in lesson.hints)
    return (
        f'<details class="teacher"{" open" if is_open else ""}><summary>{escape(_("Teacher’s sheet: answers and hints"))}</summary>'
        f'<ol class="answers">{answers}</ol><h4>{escape(_("Hints"))}</h4><ul>{hints}</ul></details>'
    )


def _answer(exercise: Exercise) -> str:
    source = f'<p class="source" data-plain>{escape(exercise.source)}</p>' if exercise.source else ""
    return f'<li><p class="q">{escape(exercise.question)}</p><p>{escape(exercise.answer)}</p>{source}</li>'


def _sources(edition: Edition, lesson: Lesson) -> str:
    _ = edition.words
    items = "".join(f"<li>{escape(text)}</li>" for text in dict.fromkeys(lesson.sources))
    return f'<details class="sources"><summary>{escape(_("Sources"))}</summary><ul>{items}</ul></details>'
