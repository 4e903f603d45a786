"""Questions about counting leopards."""

from __future__ import annotations

from typing import Any

from leopard_range.content.edition import Edition
from leopard_range.content.figures import figures
from leopard_range.content.keyed import keyed
from leopard_range.content.quiz_item import Item, item
from leopard_range.i18n import number

__all__ = ["count_questions"]

_COUNTS = (
    *("snow-1972", "snow-2013", "cameras-2011-12", "secr-russia-2014-15", "secr-joint-2015"),
    *("park-2017", "russia-2023", "russia-2023-adults"),
)
"""Rows of the table of counts that are asked about."""


def count_questions(edition: Edition) -> tuple[Item, ...]:
    """Return them in the reader's language.

    Parameters
    ----------
    edition : Edition
        For whom.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    counts = keyed(edition.catalog, "population", *_COUNTS)
    return (
        _plot(edition),
        _before(edition),
        _left(edition, counts),
        _tracks(edition, counts),
        _interval(edition, counts),
        _adults(edition, counts),
        _density(edition),
    )


def _span(low: float, high: float, lang: str) -> str:
    return number(low, lang) if low == high else f"{number(low, lang)}–{number(high, lang)}"


def _plot(edition: Edition) -> Item:
    _, lang, found = edition.words, edition.lang, figures(edition.catalog)
    (*before, last) = found.plot
    low, high = min(row[1] for row in before), max(row[2] for row in before)
    return item(
        edition,
        "plot-last",
        _("How many leopards did cameras identify on the plot in the last of the six years?"),
        right=_span(last[1], last[2], lang),
        wrong=(_span(low, high, lang), number(found.left_2011, lang)),
        explanation=_(
            "Before, it was {before} a year. {all} was said of all wild leopards, not of the plot."
        ).format(before=_span(low, high, lang), all=number(found.left_2011, lang)),
        source=found.plot_source,
    )


def _before(edition: Edition) -> Item:
    _ = edition.words
    plots: Any = edition.catalog.table("plot_counts").sort_values("year").iloc[:-1]
    ours = plots["note"].fillna("").str.contains("our reasoning").all()
    we = _("We worked it out ourselves")
    report = _("The first report names the years")
    right, other = (we, report) if ours else (report, we)
    return item(
        edition,
        "plot-years",
        _("Who says that the years before the rise were {first} to {last}?").format(
            first=int(plots["year"].iloc[0]), last=int(plots["year"].iloc[-1])
        ),
        right=right,
        wrong=(other, _("A computer made them up")),
        explanation=_("The first report names no year. Always ask where a number comes from, a year too."),
        source=str(plots["source"].iloc[0]),
    )


def _left(edition: Edition, counts: Any) -> Item:
    _, lang, found = edition.words, edition.lang, figures(edition.catalog)
    others = [
        counts.loc["russia-2023-adults", "low"],
        counts.loc["secr-joint-2015", "estimate"],
        found.plot[-1][2],
    ]
    return item(
        edition,
        "left-2011",
        _("How many Amur leopards were left in the wild, as the reports of 2011 say?"),
        right=_("about {count}").format(count=number(found.left_2011, lang)),
        wrong=[_("about {count}").format(count=number(float(value), lang)) for value in others],
        explanation=_(
            "The reports do not say how they were counted. So later numbers must not be compared with it as if nothing but the leopards had changed."
        ),
        source=found.left_2011_source,
    )


def _tracks(edition: Edition, counts: Any) -> Item:
    _, lang, row = edition.words, edition.lang, counts.loc["snow-2013"]
    methods = {
        "snow_tracks": _("By tracks in snow"),
        "camera_count": _("By camera traps"),
        "air": _("From an aeroplane"),
        "calls": _("By their voices"),
    }
    right = methods[str(row["method"])]
    return item(
        edition,
        "method-2013",
        _("How were the {count} leopards of {year} counted in Russia?").format(
            count=_span(float(row["low"]), float(row["high"]), lang), year=int(row["year"])
        ),
        right=right,
        wrong=[text for text in methods.values() if text != right],
        explanation=_(
            "A number belongs to its method. A jump between two methods is not a jump in leopards."
        ),
        source=str(row["source"]),
    )


def _interval(edition: Edition, counts: Any) -> Item:
    _, lang, row = edition.words, edition.lang, counts.loc["secr-joint-2015"]
    others = [counts.loc[id_] for id_ in ("snow-2013", "snow-1972", "russia-2023")]
    return item(
        edition,
        "joint-interval",
        _(
            "The first joint count of Russia and China gave {best} leopards. Between which numbers may the true one lie?"
        ).format(best=number(float(row["estimate"]), lang)),
        right=_span(float(row["low"]), float(row["high"]), lang),
        wrong=[_span(float(other["low"]), float(other["high"]), lang) for other in others],
        explanation=_(
            "The interval must hold {best}. It says: about 19 times out of 20 an interval made in this way holds the true number."
        ).format(best=number(float(row["estimate"]), lang)),
        source=str(row["source"]),
    )


def _adults(edition: Edition, counts: Any) -> Item:
    _, lang, row = edition.words, edition.lang, counts.loc["russia-2023-adults"]
    others = (
        counts.loc["park-2017", "low"],
        counts.loc["secr-russia-2014-15", "estimate"],
        counts.loc["cameras-2011-12", "low"],
    )
    return item(
        edition,
        "adults",
        _("How many adult leopards did cameras identify in Russia by {year}?").format(year=int(row["year"])),
        right=number(float(row["low"]), lang),
        wrong=[number(float(value), lang) for value in others],
        explanation=_(
            "That is the least there were: each one of them was seen. There may be more that no camera met."
        ),
        source=str(row["source"]),
    )


def _density(edition: Edition) -> Item:
    _, lang = edition.words, edition.lang
    row = keyed(edition.catalog, "densities", "russia-2014-15").loc["russia-2014-15"]
    density = float(row["density_per_100km2"])
    about = _("about {count}")
    return item(
        edition,
        "density",
        _("How many adult leopards lived on 100 km² around Land of the Leopard in {first}–{last}?").format(
            first=int(row["year"]), last=int(row["year_to"])
        ),
        right=about.format(count=number(density, lang)),
        wrong=[about.format(count=number(density * more, lang)) for more in (10, 50, 100)],
        explanation=_("The estimate is {density} per 100 km². A leopard needs much room.").format(
            density=number(density, lang, 2)
        ),
        source=str(row["source"]),
    )
