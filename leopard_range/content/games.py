"""What can be played with: the quiz, a jar of marbles, a leopard's way, spots; readable without a script."""

from __future__ import annotations

from html import escape

from leopard_range.content.edition import Edition

__all__ = ["marbles", "path_game", "quiz_game", "spots"]


def quiz_game(edition: Edition) -> str:
    """Write the quiz: every question with its answers, the right one folded away.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; ``learn.js`` turns it into a game.
    """
    _ = edition.words
    return _game("quiz", _("Quiz"))


def marbles(edition: Edition) -> str:
    """Write the jar of marbles: how capture and recapture count what nobody can see.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; ``learn.js`` turns it into a game.
    """
    _ = edition.words
    return _game("marbles", _("Count the marbles in a jar"))


def path_game(edition: Edition) -> str:
    """Write the leopard's way: a board of real land to cross.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; ``learn.js`` turns it into a game.
    """
    _ = edition.words
    return _game("path", _("Draw a way for a leopard"))


def spots(edition: Edition) -> str:
    """Write the game of spots: which picture shows the same cat.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; ``learn.js`` turns it into a game.
    """
    _ = edition.words
    return _game("spots", _("Which cat is it?"))


def _game(name: str, title: str) -> str:
    return f'<section class="game" data-learn="{name}"><h3>{escape(title)}</h3></section>'
