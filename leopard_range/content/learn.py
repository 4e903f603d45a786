"""The page Learn by parts, as HTML: glossary, lessons, quiz, “How do we know?”.

What moves or is drawn on the screen is made by the page's script: it looks for ``data-learn``.
Without the script every part can still be read.
"""

from __future__ import annotations

from html import escape

from leopard_range.content.edition import Edition
from leopard_range.content.games import marbles, path_game, quiz_game, spots
from leopard_range.content.glossary import Term, terms
from leopard_range.content.lesson import Exercise, Lesson, LessonStep
from leopard_range.i18n import number
from leopard_range.maps import state_query

__all__ = ["PARTS", "glossary_html", "know_html", "lesson_html", "quiz_html"]

PARTS = ("lessons", "glossary", "quiz", "know")
"""The parts of the page: values of ``part`` in the address, and anchors."""


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
    label = escape(_("Search the glossary"))
    body = "".join(_term(term) for term in terms(_))
    return (
        f'<section class="glossary" id="glossary" data-learn="glossary" data-plain>'
        f'<label class="find">{label} <input type="search" data-learn-find></label>'
        f'<p data-learn-none hidden role="status">{escape(_("No word fits."))}</p><dl>{body}</dl></section>'
    )


def _term(term: Term) -> str:
    source = f'<dd class="source">{escape(term.source)}</dd>' if term.source else ""
    return (
        f'<div id="term-{escape(term.id)}" data-learn-term><dt>{escape(term.title)}</dt>'
        f"<dd>{escape(term.text)}</dd>{source}</div>"
    )


def quiz_html(edition: Edition) -> str:
    """Write the quiz: each question with its choices, its answer folded below.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    return f'<section class="quiz" id="quiz">{quiz_game(edition)}</section>'


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
    minutes = _("{count} minutes").format(count=number(lesson.minutes, edition.lang))
    steps = "".join(_step(edition, step) for step in lesson.steps)
    asked = "".join(f"<li>{escape(one.question)}</li>" for one in lesson.exercises)
    answers = "".join(_answer(one) for one in lesson.exercises)
    return (
        f'<article class="lesson" id="lesson-{escape(lesson.id)}"><h2>{escape(lesson.title)}</h2>'
        f"<p>{escape(lesson.aim)}</p><p>{escape(minutes)}</p>{_list(lesson.needs)}"
        f'<ol class="steps">{steps}</ol><h3>{escape(_("Questions"))}</h3><ol>{asked}</ol>'
        f"<details{' open' if teacher else ''}><summary>{escape(_('Teacher’s sheet'))}</summary>"
        f"<ol>{answers}</ol>{_list(lesson.hints)}</details>"
        f'<ul class="source">{"".join(f"<li>{escape(text)}</li>" for text in lesson.sources)}</ul></article>'
    )


def _list(texts: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _answer(exercise: Exercise) -> str:
    return f'<li>{escape(exercise.answer)}<p class="source">{escape(exercise.source)}</p></li>'


def _step(edition: Edition, step: LessonStep) -> str:
    _ = edition.words
    link = ""
    if step.page:
        address = escape(edition.page(step.page, {**state_query(step.state), **dict(step.query)}))
        link = f' <a href="{address}" target="_blank">{escape(_("Open the map"))}</a>'
    return f"<li><h3>{escape(step.title)}</h3><p>{escape(step.text)}{link}</p></li>"


def know_html(edition: Edition) -> str:
    """Write “How do we know?”: what the page's script makes playable, and what can be read without it.

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
    parts = (
        ("spots", _("Spots as fingerprints"), spots(edition)),
        ("marbles", _("Count marbles you cannot see"), marbles(edition)),
        ("path", _("Find the leopard’s way"), path_game(edition)),
    )
    body = "".join(
        f'<section id="know-{id_}"><h2>{escape(title)}</h2>{html}</section>' for id_, title, html in parts
    )
    return f'<section class="know" id="know">{body}</section>'
