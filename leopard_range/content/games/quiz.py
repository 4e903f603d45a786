"""The quiz as a game: questions one after the other; a list with folded answers without a script."""

from __future__ import annotations

from html import escape

from leopard_range.content.edition import Edition
from leopard_range.content.games.frame import game
from leopard_range.content.quiz import Item, quiz

__all__ = ["quiz_game"]


def quiz_game(edition: Edition) -> str:
    """Write the quiz.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; ``learn.js`` shows one question at a time.

    Raises
    ------
    LeopardRangeError
        What `leopard_range.content.quiz.quiz` raises.
    """
    _ = edition.words
    items = quiz(edition)
    body = "".join(_item(edition, item) for item in items)
    words = {
        "at": _("Question {at} of {count}"),
        "check": _("Check"),
        "choose": _("Choose an answer first."),
        "right": _("Right!"),
        "wrong": _("Not quite. The right answer: {answer}."),
        "next": _("Next question"),
        "end": _("See your score"),
        "score": _("{right} of {count} right"),
        "best": _("All right! You could teach this."),
        "good": _("Well done."),
        "try": _("Read the story, then try once more."),
        "again": _("Once more"),
    }
    data = {"right": [item.right for item in items]}
    return game("quiz", edition.lang, words, data, body=f'<ol class="questions">{body}</ol>')


def _item(edition: Edition, item: Item) -> str:
    _ = edition.words
    name = f"quiz-{escape(item.id)}"
    choices = "".join(
        f'<label><input type="radio" name="{name}" value="{at}"><span>{escape(text)}</span></label>'
        for at, text in enumerate(item.choices)
    )
    return (
        f'<li id="{name}"><fieldset><legend>{escape(item.question)}</legend>{choices}</fieldset>'
        f"<details><summary>{escape(_('Answer'))}</summary>"
        f'<p class="because"><b>{escape(item.choices[item.right])}</b> {escape(item.explanation)}</p>'
        f'<p class="source">{escape(item.source)}</p></details></li>'
    )
