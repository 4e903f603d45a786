"""Numbers as cards: each explains itself on hover, on focus and on a tap."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from leopard_range.studies.corridor.explain import EXPLAIN
from leopard_range.studies.shape import Fact
from leopard_range.studies.words import bounds, shown, unit_of
from leopard_range.ui.corridor.digits import screening
from leopard_range.ui.frame import show_html
from leopard_range.ui.session import language, words

__all__ = ["card", "fact_card", "show_cards"]

Place = tuple[float, float]
"""Latitude and longitude, degrees."""


def card(
    key: str, label: str, value: str, *, unit: str = "", beside: str = "", at: Place | None = None
) -> str:
    """Write a number, or a few words, with what it means.

    Parameters
    ----------
    key : str
        Field of the answer; its meaning stands in `EXPLAIN`.
    label, value, unit, beside : str
        Texts in the reader's language.
    at : tuple of float, optional
        Where it was found: the card shows the place on the map.

    Returns
    -------
    str
        HTML, every text in it escaped.
    """
    _ = words()
    place = "" if at is None else f' data-place="{at[0]:.5f},{at[1]:.5f}"'
    beside = beside or ("" if at is None else _("show the place"))
    why = _(EXPLAIN[key]) if key in EXPLAIN else ""
    about = f' aria-describedby="why-{key}"' if why else ""
    tip = f'<div role="tooltip" id="why-{key}">{escape(why)}</div>' if why else ""
    small = f" <small>{escape(unit)}</small>" if unit else ""
    kind = "" if len(value) < 14 else ' class="words"'
    return (
        f'<li><button type="button"{about}{place}><span class="label">{escape(label)}</span>'
        f'<b{kind}>{escape(value)}{small}</b><span class="beside">{escape(beside)}</span></button>{tip}</li>'
    )


def fact_card(fact: Fact, at: Place | None = None) -> str:
    """Write one value of an answer as a card.

    Parameters
    ----------
    fact : Fact
        With its label, unit and bounds.
    at : tuple of float, optional
        Where it was found.
    """
    fact = screening(fact)
    _, lang, column = words(), language(), fact.column
    value, unit = shown(fact.value, column, lang), unit_of(column, lang)
    return card(column.key, _(column.text), value, unit=unit, beside=bounds(fact, lang), at=at)


def show_cards(cards: Iterable[str]) -> None:
    """Show cards as a list.

    Parameters
    ----------
    cards : iterable of str
        From `card` and `fact_card`.
    """
    made = "".join(cards)
    if made:
        show_html(f'<ul class="decision">{made}</ul>')
