"""Questions about the range, its outlines and its reserves."""

from __future__ import annotations

from leopard_range.content.edition import Edition
from leopard_range.content.figures import figures
from leopard_range.content.keyed import keyed
from leopard_range.content.quiz_item import Item, item
from leopard_range.i18n import number, percent, pick, quantity
from leopard_range.studies.protected import ProtectedAnswer, ProtectedQuestion, ReserveRow
from leopard_range.studies.range import RangeAnswer, RangeQuestion

__all__ = ["map_questions"]

_PARK = "land-of-the-leopard"


def map_questions(edition: Edition) -> tuple[Item, ...]:
    """Return them in the reader's language.

    Parameters
    ----------
    edition : Edition
        For whom.

    Raises
    ------
    LeopardRangeError
        What the catalog and the studies raise.
    """
    today: ProtectedAnswer = edition.ask(ProtectedQuestion(year=edition.catalog.settings.today.year))
    return (
        _area(edition),
        _left(edition),
        _nowhere(edition),
        _outline(edition),
        _first(edition, today),
        _park_year(edition, today),
        _park_area(edition, today),
        _tunnel(edition),
    )


def _area(edition: Edition) -> Item:
    _, lang, found = edition.words, edition.lang, figures(edition.catalog)
    now, seventies, then = (
        quantity(area, "km²", lang) for area in (found.current_km2, found.seventies_km2, found.historic_km2)
    )
    return item(
        edition,
        "range-today",
        _("How large is the leopard's range today, as published?"),
        right=now,
        wrong=(seventies, then),
        explanation=_(
            "The other two are the range in the 1970s ({seventies}) and about 1850 ({then})."
        ).format(seventies=seventies, then=then),
        source=found.range_source,
    )


def _left(edition: Edition) -> Item:
    _, lang, found = edition.words, edition.lang, figures(edition.catalog)
    share, seventies = found.current_km2 / found.historic_km2, found.seventies_km2 / found.historic_km2
    return item(
        edition,
        "range-left",
        _("How much of the range of 1850 is left today?"),
        right=percent(share, lang, 0),
        wrong=(percent(seventies, lang, 0), percent(1 - seventies, lang, 0), percent(1 - share, lang, 0)),
        explanation=_("{share} is left. In the 1970s it was still {seventies}.").format(
            share=percent(share, lang, 0), seventies=percent(seventies, lang, 0)
        ),
        source=found.range_source,
    )


def _nowhere(edition: Edition) -> Item:
    _, lang = edition.words, edition.lang
    change: RangeAnswer = edition.ask(RangeQuestion())
    gone = [row for row in change.places if row.historic_km2 >= 1 and row.current_km2 < 1]
    there = [row for row in change.places if row.current_km2 >= 1]
    right = pick(gone[0].name, lang)
    return item(
        edition,
        "none-today",
        _("In which of these countries does today's range have no part?"),
        right=right,
        wrong=[pick(row.name, lang) for row in there],
        explanation=_("About 1850 leopards lived there too: {area} of the old range lay in it.").format(
            area=quantity(gone[0].historic_km2, "km²", lang)
        ),
        source=change.citations[0].text,
    )


def _outline(edition: Edition) -> Item:
    _, lang, catalog = edition.words, edition.lang, edition.catalog
    off = _("up to {km} km")
    spec = catalog.spec("range_historical")
    others = ("range_current", "range_1970s", "park")
    return item(
        edition,
        "outline-error",
        _("How far may the outline of 1850 lie from the truth?"),
        right=off.format(km=_km(spec.pos_error_m, lang)),
        wrong=[off.format(km=_km(catalog.spec(id_).pos_error_m, lang)) for id_ in others],
        explanation=_(
            "It is schematic: nobody drew a limit then. The outline of the park, which was surveyed, is good to {km} km."
        ).format(km=_km(catalog.spec("park").pos_error_m, lang)),
        source=spec.cite.text,
    )


def _km(metres: float, lang: str) -> str:
    return number(metres / 1000, lang, 0 if metres >= 1000 else 1)


def _first(edition: Edition, today: ProtectedAnswer) -> Item:
    _, lang = edition.words, edition.lang
    first, *later = sorted(today.reserves, key=lambda row: row.year_from)
    return item(
        edition,
        "first-reserve",
        _("Which of these protected areas is the oldest?"),
        right=pick(first.name, lang),
        wrong=[pick(row.name, lang) for row in later if row.year_from > first.year_from][:3],
        explanation=_("It dates from {year}. It is small: {area}.").format(
            year=first.year_from, area=quantity(first.area_km2 or 0.0, "km²", lang)
        ),
        source=edition.catalog.spec("reserves").cite.text,
    )


def _park(today: ProtectedAnswer) -> ReserveRow:
    return next(row for row in today.reserves if row.id == _PARK)


def _park_year(edition: Edition, today: ProtectedAnswer) -> Item:
    _, park = edition.words, _park(today)
    years = sorted({row.year_from for row in today.reserves} - {park.year_from})
    name = pick(park.name, edition.lang)
    return item(
        edition,
        "park-year",
        _("When was this park created: {name}?").format(name=name),
        right=str(park.year_from),
        wrong=[str(year) for year in (years[0], years[-1], years[len(years) // 2])],
        explanation=_("It was made in {year}, around land that had been a refuge before.").format(
            year=park.year_from
        ),
        source=edition.catalog.spec("park").cite.text,
    )


def _park_area(edition: Edition, today: ProtectedAnswer) -> Item:
    _, lang, park = edition.words, edition.lang, _park(today)
    areas = sorted({row.area_km2 for row in today.reserves if row.area_km2} - {park.area_km2})
    largest = max((row for row in today.reserves if row.area_km2), key=lambda row: row.area_km2 or 0.0)
    return item(
        edition,
        "park-area",
        _("How large is this park: {name}?").format(name=pick(park.name, lang)),
        right=quantity(park.area_km2 or 0.0, "km²", lang),
        wrong=[quantity(area, "km²", lang) for area in (areas[0], areas[len(areas) // 2], areas[-1])],
        explanation=_("The largest one that touches the range is {name}: {area}.").format(
            name=pick(largest.name, lang), area=quantity(largest.area_km2 or 0.0, "km²", lang)
        ),
        source=edition.catalog.spec("park").cite.text,
    )


def _tunnel(edition: Edition) -> Item:
    _ = edition.words
    others = ("park", "leopardovy", "nctlnp")
    events = keyed(edition.catalog, "milestones", "tunnel", *others)
    years = events["year"].astype(int)
    row = events.loc["tunnel"]
    return item(
        edition,
        "tunnel",
        _("Since which year can animals walk over a road tunnel between the park and Kedrovaya Pad?"),
        right=str(years["tunnel"]),
        wrong=[str(years[id_]) for id_ in others],
        explanation=str(row[f"text_{edition.lang}"]),
        source=str(row["source"]),
    )
