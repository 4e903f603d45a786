"""The numbers everybody asks for, and the loss of range place by place."""

from __future__ import annotations

from html import escape
from typing import Literal

from leopard_range.content.charts import Bar, bars, range_ink
from leopard_range.content.edition import Edition
from leopard_range.content.pieces import card_row, cautions, sources
from leopard_range.i18n import number, percent, pick, quantity
from leopard_range.studies.protected import ProtectedQuestion
from leopard_range.studies.range import RangeAnswer, RangeQuestion, RangeRow

__all__ = ["Historic", "Places", "facts", "historics", "loss", "places"]

Historic = Literal["matched", "envelope"]
Places = Literal["country", "province"]


def facts(edition: Edition) -> tuple[str, str, str]:
    """Write the four numbers everybody asks for.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    tuple of str
        HTML of the row, of its cautions and of its sources.

    Raises
    ------
    LeopardRangeError
        What the studies raise.
    """
    _, lang, catalog = edition.words, edition.lang, edition.catalog
    change = edition.ask(RangeQuestion())
    today = edition.ask(ProtectedQuestion(year=catalog.settings.today.year))
    plots = catalog.table("plot_counts")
    counted = plots[plots["year"] == 2011].iloc[0]
    interval = f"{percent(change.lost_share_low, lang)}–{percent(change.lost_share_high, lang)}"
    row = card_row(
        (
            (
                _("Share of the historic range lost"),
                percent(change.lost_share, lang),
                _("{interval}, depending on the outlines and their errors").format(interval=interval),
            ),
            (
                _("Range today"),
                quantity(change.current_km2, "km²", lang),
                _("schematic; published: {area} km²").format(area=number(change.published_current_km2, lang)),
            ),
            (
                _("Protected share of today's range, {year}").format(year=today.year),
                percent(today.protected_share, lang, 0),
                _("{area} km² in reserves; some outlines are approximate").format(
                    area=number(today.protected_km2, lang)
                ),
            ),
            (
                _("Individuals identified, 2011"),
                number(float(counted["high"]), lang),
                _("on one camera plot; before that, seven to nine a year"),
            ),
        )
    )
    cited = (*change.citations, *today.citations, catalog.spec("plot_counts").cite)
    return row, cautions(edition, (*change.notes, *today.notes)), sources(edition, cited)


def historics(edition: Edition) -> dict[Historic, str]:
    """Return the historic outlines the loss can be counted from, with their names."""
    _ = edition.words
    return {"matched": _("matched to 361,756 km²"), "envelope": _("widest outline")}


def places(edition: Edition) -> dict[Places, str]:
    """Return by what kind of places the loss can be told, with their names."""
    _ = edition.words
    return {"country": _("Countries"), "province": _("Provinces")}


def loss(edition: Edition, historic: Historic = "matched", by: Places = "country") -> tuple[str, ...]:
    """Write the loss for the whole range, then by country or province.

    Parameters
    ----------
    edition : Edition
        For whom.
    historic : str
        Counted from which historic outline.
    by : str
        By countries or by provinces.

    Returns
    -------
    tuple of str
        HTML of the row of facts, the bars, the table, the cautions and the sources.

    Raises
    ------
    LeopardRangeError
        What the study raises.
    """
    found: RangeAnswer = edition.ask(RangeQuestion(historic=historic, by=by))
    rows = [row for row in found.places if row.historic_km2 >= 0.5]
    return (
        _loss_cards(edition, found),
        _loss_bars(edition, rows),
        _loss_table(edition, rows),
        cautions(edition, found.notes),
        sources(edition, found.citations),
    )


def _loss_cards(edition: Edition, found: RangeAnswer) -> str:
    _, lang = edition.words, edition.lang

    def interval(low: float, high: float) -> str:
        return f"{percent(low, lang)} – {percent(high, lang)}"

    return card_row(
        (
            (
                _("Share of the historic range lost"),
                percent(found.lost_share, lang),
                interval(found.lost_share_low, found.lost_share_high),
            ),
            (
                _("Net change of area"),
                percent(found.net_share, lang),
                interval(found.net_share_low, found.net_share_high),
            ),
            (
                _("Left, from the published areas"),
                percent(found.published_share, lang, 2),
                _("10,709 of 361,756 km² (Jiang et al. 2015)"),
            ),
            (
                _("Boundary uncertainty"),
                quantity(found.boundary_km2, "km²", lang),
                _("slivers thinner than the outlines' error; neither lost nor gained"),
            ),
        )
    )


def _loss_bars(edition: Edition, rows: list[RangeRow]) -> str:
    _, lang = edition.words, edition.lang
    ink = range_ink(edition.catalog, "range_historical")
    drawn = [
        Bar(
            pick(row.name, lang),
            row.lost_km2,
            row.lost_km2_low,
            row.lost_km2_high,
            ink,
            quantity(row.lost_km2, "km²", lang),
        )
        for row in rows
    ]
    return bars(drawn, _("Historic range lost, km², with its interval"))


def _loss_table(edition: Edition, rows: list[RangeRow]) -> str:
    _, lang = edition.words, edition.lang
    heads = (
        _("Place"),
        _("Historic, km²"),
        _("Today, km²"),
        _("Lost, km²"),
        _("Interval, km²"),
        _("Share lost"),
    )
    body = "".join(
        "<tr>"
        f'<th scope="row">{escape(pick(row.name, lang))}</th>'
        f"<td>{number(row.historic_km2, lang)}</td><td>{number(row.current_km2, lang)}</td>"
        f"<td>{number(row.lost_km2, lang)}</td>"
        f"<td>{number(row.lost_km2_low, lang)} – {number(row.lost_km2_high, lang)}</td>"
        f"<td>{'' if row.lost_share is None else percent(row.lost_share, lang)}</td></tr>"
        for row in rows
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    label = escape(_("Historic range lost, km², with its interval"))
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="numbers"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
