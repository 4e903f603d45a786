"""A jar of marbles: how capture and recapture count what nobody can see."""

from __future__ import annotations

from html import escape
from typing import Any

from leopard_range.analysis.recapture import chapman
from leopard_range.content.edition import Edition
from leopard_range.content.games.frame import folded, game, paragraph
from leopard_range.i18n import number

__all__ = ["marbles"]

_EXAMPLE = (30, 30, 9)
_FEWEST, _MOST = 80, 160
"""Marbles a jar may hold; both ends included."""
_HANDFULS = (10, 60, 5, 30)
"""Smallest, largest, step, first."""
_TRIES = 200
_TERM = "spatial-capture-recapture"


def marbles(edition: Edition, seed: int | None = None) -> str:
    """Write the jar of marbles.

    Parameters
    ----------
    edition : Edition
        For whom.
    seed : int, optional
        Makes every jar and handful the same each time; by default the browser draws anew.

    Returns
    -------
    str
        HTML; ``learn.js`` turns it into a game.
    """
    _ = edition.words
    data: dict[str, Any] = {
        "fewest": _FEWEST,
        "most": _MOST,
        "handful": _HANDFULS,
        "tries": _TRIES,
        "seed": seed,
    }
    first, second, marked = _EXAMPLE
    found = chapman(first, second, marked)
    example = _(
        "An example: you take {first} marbles and mark them. Later you take {second}, and {marked} of them bear a "
        "mark. Then there are about {estimate} marbles, probably between {low} and {high}."
    ).format(
        first=first,
        second=second,
        marked=marked,
        estimate=number(round(found.estimate), edition.lang),
        low=number(round(found.low), edition.lang),
        high=number(round(found.high), edition.lang),
    )
    return game("marbles", edition.lang, _words(edition), data, body=paragraph(example), more=_more(edition))


def _words(edition: Edition) -> dict[str, str]:
    _ = edition.words
    return {
        "handful": _("Marbles in a handful"),
        "take": _("Take a handful and mark it"),
        "back": _("Put them back and shake"),
        "retake": _("Take a second handful"),
        "open": _("Open the jar"),
        "new": _("New jar"),
        "ready": _("A jar full of marbles. How many? You cannot see it. The computer has picked a number."),
        "taken": _("You took {count} marbles and marked each with a cross."),
        "mixed": _("All are back and mixed. {count} marbles bear a cross, but you cannot see which."),
        "retaken": _("Your second handful: {count} marbles, and {marked} of them bear a cross."),
        "estimate": _("about {estimate} marbles"),
        "interval": _("probably between {low} and {high} (95% interval)"),
        "sum": _("({first} + 1) × ({second} + 1) ÷ ({marked} + 1) − 1 = {estimate}"),
        "truth": _("The jar holds {count} marbles."),
        "hit": _("The true number lies in your interval."),
        "miss": _("This time the true number lies outside your interval. That happens now and then."),
        "jar": _("The jar"),
        "hand": _("In your hand"),
        "empty": _("nothing yet"),
        "more": _("One try may be lucky. What do {count} tries give? Then change the handful and try again."),
        "repeat": _("Do it {count} times"),
        "dots": _("Each dot is one try. The line is the true number."),
        "beyond": _("{count} tries lie off the right edge"),
        "size": _("Handful"),
        "half": _("Half of the estimates"),
        "held": _("Interval held the true number"),
        "range": _("{low} to {high}"),
        "share": _("{count} of {all}"),
        "lesson": _("The larger the handful, the closer the dots. More captures give a surer number."),
    }


def _more(edition: Edition) -> str:
    _ = edition.words
    why = _(
        "Why it works: if a third of your second handful bears a mark, then about a third of all marbles bear one. "
        "You know how many you marked, so you know about how many there are."
    )
    spots = _(
        "Nobody paints a leopard. Its spots are the mark, and a picture from a camera is the capture. And nobody "
        "shakes a forest: a leopard stays in its own area. So scientists also use the place of each picture."
    )
    term = escape(edition.page("learn", {"part": "glossary"}) + f"#term-{_TERM}")
    link = f'<p><a href="{term}">{escape(_("That method is called spatial capture-recapture."))}</a></p>'
    home = _(
        "At home: fill a jar with beans. Take a handful, mark each bean with a pen, put them back, shake, take "
        "another handful. Multiply the two handfuls and divide by the number of marked beans. Then count them all."
    )
    source = (
        "Chapman D. G. 1951. University of California Publications in Statistics 1: 131-160. "
        "Sadinle M. 2009. Communications in Statistics 38: 1909-1924, doi:10.1080/03610910903168595"
    )
    kept = _("The marbles are simulated. The estimate is Chapman's, the interval Sadinle's.")
    return (
        paragraph(why)
        + paragraph(spots)
        + link
        + folded(_("Try it with beans"), paragraph(home))
        + paragraph(f"{kept} {source}", "source")
    )
