"""Ages 10 to 12: reading the map of then and now, and counting squares."""

from __future__ import annotations

from leopard_range.content.edition import Edition
from leopard_range.content.figures import Figures, figures
from leopard_range.content.lesson import Exercise, Lesson, LessonStep, series
from leopard_range.i18n import number, pick, quantity
from leopard_range.maps import MapState
from leopard_range.studies.protected import ProtectedAnswer, ProtectedQuestion
from leopard_range.studies.range import RangeAnswer, RangeQuestion

__all__ = ["squares_lesson"]

_WIDE = (129.5, 41.5, 5.0)
_NEAR = (131.2, 43.0, 8.0)
_SQUARES = 100


def squares_lesson(edition: Edition) -> Lesson:
    """Write the lesson for ages 10 to 12.

    Parameters
    ----------
    edition : Edition
        For whom.

    Raises
    ------
    LeopardRangeError
        What the catalog and the studies raise.
    """
    _ = edition.words
    found = figures(edition.catalog)
    change: RangeAnswer = edition.ask(RangeQuestion())
    today: ProtectedAnswer = edition.ask(ProtectedQuestion(year=edition.catalog.settings.today.year))
    return Lesson(
        id="10-12",
        title=_("Where did the leopard live, and where is it now?"),
        aim=_(
            "You read two maps, one of long ago and one of today. Then you count squares and find out how much is left."
        ),
        minutes=45,
        needs=(
            _("A screen for every two pupils, or the printed map"),
            _("Thin squared paper, a pencil, two colours"),
        ),
        steps=_steps(edition),
        exercises=_exercises(edition, found, change, today),
        hints=(
            _("Counting squares gives every pair another number. That is part of the lesson: ask why."),
            _(
                "The screen map makes northern land look larger than it is. On so small a part of the Earth you may leave that aside."
            ),
            _("All outlines are schematic. Nobody drew a limit about 1850."),
        ),
        sources=(found.range_source, edition.catalog.spec("reserves").citation),
        keywords=(_("reading maps"), _("measuring areas"), _("fractions"), _("protecting nature")),
    )


def _steps(edition: Edition) -> tuple[LessonStep, ...]:
    _ = edition.words
    both = ("range_historical_envelope", "range_historical")
    return (
        LessonStep(
            _("Look at the year 1850"),
            _(
                "The yellow land is where leopards lived about 1850. Find the sea, a river and the city nearest to you. Why are there two yellow outlines?"
            ),
            "explore",
            MapState(view=_WIDE, year=1850, on=both),
        ),
        LessonStep(
            _("Go on to the 1970s"),
            _(
                "Orange shows what was left. The range has broken into two parts. What may have happened to the forest between them?"
            ),
            "explore",
            MapState(view=_WIDE, year=1975, on=("range_historical", "range_1970s")),
        ),
        LessonStep(
            _("Slide from then to now"),
            _(
                "Pull the line across the map, from one side to the other. Green is where leopards live today."
            ),
            "then-now",
            MapState(view=_WIDE),
        ),
        LessonStep(
            _("Count the squares"),
            _(
                "Lay the squared paper on the map and trace both outlines. A square counts if at least half of it lies inside. Write down two numbers: then and now."
            ),
            "explore",
            MapState(view=_WIDE, year=edition.catalog.years[1], on=("range_historical", "range_current")),
        ),
        LessonStep(
            _("Watch the safe places appear"),
            _(
                "Begin in 1916 and move the year step by step. Each blue outline is a protected area. Note the year in which each one appears."
            ),
            "explore",
            MapState(view=_NEAR, year=1916, on=("range_current", "park", "reserves", "reserves_osm")),
        ),
        LessonStep(
            _("Tell it on"),
            _(
                "Draw three small maps: then, the 1970s, today. Write one sentence under each, and one about what should happen next."
            ),
        ),
    )


def _exercises(
    edition: Edition, found: Figures, change: RangeAnswer, today: ProtectedAnswer
) -> tuple[Exercise, ...]:
    _, lang, catalog = edition.words, edition.lang, edition.catalog
    times = found.historic_km2 / found.current_km2
    lived = series([pick(row.name, lang) for row in change.places if row.historic_km2 >= 1], lang)
    lives = series([pick(row.name, lang) for row in change.places if row.current_km2 >= 1], lang)
    first = min(today.reserves, key=lambda row: row.year_from)
    error = catalog.spec("range_historical").pos_error_m / 1000
    outlines = catalog.spec("range_historical").cite.text
    return (
        Exercise(
            _("How large was the range about 1850, and how large is it today?"),
            _("As published: {then} then, {now} today.").format(
                then=quantity(found.historic_km2, "km²", lang), now=quantity(found.current_km2, "km²", lang)
            ),
            found.range_source,
        ),
        Exercise(
            _("How many times does today's range fit into the old one?"),
            _(
                "About {times} times. If you counted {squares} squares for 1850, about {left} of them are left. Any answer near it is good."
            ).format(times=number(times, lang), squares=_SQUARES, left=number(_SQUARES / times, lang)),
            found.range_source,
        ),
        Exercise(
            _("In which countries did leopards live about 1850, and in which do they live today?"),
            _("By the outlines drawn here. Then: {then}. Today: {now}.").format(then=lived, now=lives),
            outlines,
        ),
        Exercise(
            _("Why are there two outlines for 1850?"),
            _(
                "Nobody drew a limit then. One outline is the widest reading of old reports, the other has the published area. Each may be {km} km off."
            ).format(km=number(error, lang)),
            outlines,
        ),
        Exercise(
            _("Which protected area came first, in which year, and how large is it?"),
            _("{name}, {year}: {area}.").format(
                name=pick(first.name, lang),
                year=first.year_from,
                area=quantity(first.area_km2 or 0.0, "km²", lang),
            ),
            catalog.spec("reserves").cite.text,
        ),
    )
