"""Spots as fingerprints: which of four photographs shows the same cat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from leopard_range.content.edition import Edition
from leopard_range.content.games.flanks import Shot, flank, shapes
from leopard_range.content.games.frame import game, paragraph

__all__ = ["spots"]

_SHOTS = (
    Shot(4, -6, 1.05),
    Shot(-5, 5, 0.95, 0.12),
    Shot(2, 8, 1.1),
    Shot(-3, -8, 1.0, 0.08),
)
"""How the four photographs to choose from were taken, in their order."""


@dataclass(frozen=True, slots=True)
class _Round:
    """A photograph, four to choose from, and what is to be learnt."""

    cat: int
    side: str
    shot: Shot
    others: tuple[int, ...]
    others_side: str
    because: str

    @property
    def right(self) -> int:
        """Which of the choices is right: the last one says that the pictures cannot tell."""
        return self.others.index(self.cat) if self.side == self.others_side else len(self.others)


def spots(edition: Edition) -> str:
    """Write the game of spots.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML with simulated flanks; ``learn.js`` shows one round at a time.
    """
    _ = edition.words
    rounds = _rounds(_)
    sides = {"left": _("left side"), "right": _("right side")}
    body = "".join(_round(_, one, at, len(rounds), sides) for at, one in enumerate(rounds))
    words = {
        "check": _("Check"),
        "choose": _("Choose an answer first."),
        "right": _("Right!"),
        "wrong": _("Not quite. The right answer: {answer}."),
        "next": _("Next round"),
        "end": _("See your score"),
        "score": _("{right} of {count} right"),
        "best": _("All right! You have the eye for it."),
        "good": _("Well done."),
        "try": _("Spots are hard to compare. Try once more, slowly."),
        "again": _("Once more"),
        "at": _("Round {at} of {count}"),
    }
    both = _(
        "Two cameras stand at each place, one on each side of the trail. So they take both sides of the same cat at "
        "the same moment, and from then on each side alone is enough to know it."
    )
    drawn = _(
        "These cats are simulated: the computer scattered their spots. Real pictures stay with the scientists."
    )
    data = {"right": [one.right for one in rounds]}
    list_ = f'<ol class="questions">{body}</ol>'
    return game(
        "spots",
        edition.lang,
        words,
        data,
        body=list_,
        more=shapes() + paragraph(both) + paragraph(drawn, "source"),
    )


def _rounds(_: Callable[[str], str]) -> tuple[_Round, ...]:
    return (
        _Round(
            11,
            "left",
            Shot(),
            (12, 13, 11, 14),
            "left",
            _(
                "Compare single spots and their neighbours. The pattern stays the same for life, also when the cat "
                "turns or the light changes."
            ),
        ),
        _Round(
            21,
            "right",
            Shot(-2, 4, 1.0, 0.1),
            (21, 22, 23, 24),
            "right",
            _(
                "Every cat has its own pattern, like a fingerprint. Its right side differs from its left side too."
            ),
        ),
        _Round(
            31,
            "left",
            Shot(3, -5, 0.95, 0.4, 12),
            (32, 33, 34, 31),
            "left",
            _("Grass and dusk hide spots. So two people compare each picture, each on their own."),
        ),
        _Round(
            41,
            "left",
            Shot(1, 3, 1.0),
            (42, 41, 43, 44),
            "right",
            _(
                "The first picture shows a left side, the others show right sides. The two sides differ, so there is "
                "nothing to compare, even if one of them is the same cat."
            ),
        ),
    )


def _round(_: Callable[[str], str], one: _Round, at: int, count: int, sides: dict[str, str]) -> str:
    seen = escape(_("Seen today: {side}").format(side=sides[one.side]))
    choices = ""
    for choice, cat in enumerate(one.others):
        label = escape(_("Picture {number}: {side}").format(number=choice + 1, side=sides[one.others_side]))
        picture = flank(cat, one.others_side, _SHOTS[choice], "")
        choices += f'<label><input type="radio" name="spots-{at}" value="{choice}">{picture}<span>{label}</span></label>'
    none = escape(_("These pictures cannot tell"))
    choices += f'<label class="plain"><input type="radio" name="spots-{at}" value="{len(one.others)}"><span>{none}</span></label>'
    answer = (
        none
        if one.right == len(one.others)
        else escape(_("Picture {number}: {side}").format(number=one.right + 1, side=sides[one.others_side]))
    )
    legend = escape(_("Which picture shows the same leopard?"))
    return (
        f"<li><fieldset><legend>{legend}</legend>"
        f'<figure class="seen">{flank(one.cat, one.side, one.shot, seen)}<figcaption>{seen}</figcaption></figure>'
        f'<div class="choices">{choices}</div></fieldset>'
        f"<details><summary>{escape(_('Answer'))}</summary>"
        f'<p class="because"><b>{answer}</b> {escape(one.because)}</p></details></li>'
    )
