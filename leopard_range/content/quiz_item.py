"""What the quiz is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from leopard_range.content.edition import Edition

__all__ = ["Item", "item"]


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
        Two to four, no two alike; always in the same order for the same data, in every language.
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


def item(
    edition: Edition,
    id_: str,
    question: str,
    *,
    right: str,
    wrong: Sequence[str],
    explanation: str,
    source: str,
) -> Item:
    """Put a question together; the version of the data decides the order of its choices.

    Parameters
    ----------
    edition : Edition
        Knows the version of the data.
    id_, question, right, explanation, source : str
        As `Item` has them.
    wrong : sequence of str
        The other choices; what reads like the right one, or like another, is left out.
    """
    choices = list(dict.fromkeys((right, *wrong)))[:4]

    def place(at: int) -> str:
        return hashlib.sha256(f"{edition.catalog.version}/{id_}/{at}".encode()).hexdigest()

    order = sorted(range(len(choices)), key=place)
    return Item(id_, question, tuple(choices[at] for at in order), order.index(0), explanation, source)
