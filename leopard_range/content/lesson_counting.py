"""Ages 13 to 15: how cameras count, with marbles; why twelve is not fifty."""

from __future__ import annotations

from leopard_range.content.edition import Edition
from leopard_range.content.figures import Figures, Simulated, figures
from leopard_range.content.lesson import Exercise, Lesson, LessonStep
from leopard_range.i18n import number
from leopard_range.maps import MapState

__all__ = ["chapman", "counting_lesson", "lincoln_petersen"]

_NEAR = (131.2, 43.0, 8.0)
_SEBER = "Seber, G. A. F. 1982. The estimation of animal abundance and related parameters"
_MARKED, _CAUGHT, _BOTH = 20, 15, 5
"""A made-up handful for the exercise."""


def lincoln_petersen(marked: int, caught: int, both: int) -> float:
    """Estimate how many there are from two catches.

    Parameters
    ----------
    marked, caught, both : int
        Marked in the first catch, taken in the second, and marked ones among these (at least 1).
    """
    return marked * caught / both


def chapman(marked: int, caught: int, both: int) -> float:
    """Estimate how many there are from two catches, also where none was caught twice.

    Parameters
    ----------
    marked, caught, both : int
        As for `lincoln_petersen`; `both` may be 0.
    """
    return (marked + 1) * (caught + 1) / (both + 1) - 1


def counting_lesson(edition: Edition) -> Lesson:
    """Write the lesson for ages 13 to 15.

    Parameters
    ----------
    edition : Edition
        For whom.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    _ = edition.words
    found = figures(edition.catalog)
    return Lesson(
        id="13-15",
        title=_("How do you count a cat nobody sees?"),
        aim=_(
            "You count marbles in a bag without counting them all. Then you see why twelve leopards and fifty leopards can both be right."
        ),
        minutes=60,
        needs=(
            _("For each group: a bag with 50 to 80 marbles, beans or buttons; a pen that marks them"),
            _("A calculator, and a screen for the maps"),
        ),
        steps=_steps(edition),
        exercises=(*_by_hand(edition), *_plot(edition, found), *_interval(edition, found.simulated)),
        hints=(
            _("No marbles? The part “{part}” draws a jar of them on the screen.").format(
                part=_("How do we know?")
            ),
            _(
                "Collect the groups' answers on the board. They scatter: that scatter is what an interval tells."
            ),
            _(
                "The squares on the camera map are simulated. Real camera places stay secret because of poaching."
            ),
        ),
        sources=(found.plot_source, _SEBER, edition.catalog.spec("survey_years").cite.text),
        keywords=(_("proportion"), _("sampling"), _("estimates"), _("field methods")),
    )


def _steps(edition: Edition) -> tuple[LessonStep, ...]:
    _ = edition.words
    reserves = ("park", "reserves", "reserves_osm")
    return (
        LessonStep(
            _("Where cameras would stand"),
            _(
                "Each square tells how many camera stations it holds. The survey is simulated. Why does the map show squares and no points?"
            ),
            "explore",
            MapState(view=_NEAR, year=2010, on=(*reserves, "survey_stations")),
        ),
        LessonStep(
            _("Mark: the first handful"),
            _(
                "Take a handful out of the bag without looking. Mark each marble, count them, put them back and shake. For a leopard, its spots are the mark."
            ),
        ),
        LessonStep(
            _("Look again: the second handful"),
            _(
                "Take another handful. Count all, and count the marked ones. The share of marked ones here is about their share in the bag."
            ),
        ),
        LessonStep(
            _("Work it out"),
            _(
                "Marked in the first handful, times all in the second, divided by the marked ones in the second. Now count the bag. How far off were you?"
            ),
        ),
        LessonStep(
            _("Twelve is not fifty"),
            _(
                "Find Kedrovaya Pad and the Leopardovy refuge. The cameras that found twelve stood there. Compare that land with the whole range. Who was not counted?"
            ),
            "explore",
            MapState(view=(131.0, 43.2, 8.0), year=2011, on=("range_current", "reserves", "reserves_osm")),
        ),
    )


def _by_hand(edition: Edition) -> tuple[Exercise, ...]:
    _, lang = edition.words, edition.lang
    simple = number(lincoln_petersen(_MARKED, _CAUGHT, _BOTH), lang)
    careful = number(chapman(_MARKED, _CAUGHT, _BOTH), lang)
    return (
        Exercise(
            _(
                "A group marks {marked} marbles. In the second handful of {caught} there are {both} marked ones. How many are in the bag?"
            ).format(marked=_MARKED, caught=_CAUGHT, both=_BOTH),
            _(
                "{marked} × {caught} ÷ {both} = {simple}. Chapman's formula, which is safer for small numbers, gives ({marked} + 1) × ({caught} + 1) ÷ ({both} + 1) − 1 = {careful}."
            ).format(marked=_MARKED, caught=_CAUGHT, both=_BOTH, simple=simple, careful=careful),
            _SEBER,
        ),
        Exercise(
            _("What must be true so that the sum works? Name three things."),
            _(
                "Nobody comes or goes between the two handfuls. No mark is lost or misread. Each one is as easy to catch as any other."
            ),
            _SEBER,
        ),
    )


def _plot(edition: Edition, found: Figures) -> tuple[Exercise, ...]:
    _, lang = edition.words, edition.lang
    (*before, last) = found.plot
    return (
        Exercise(
            _(
                "Cameras identified {low} to {high} leopards a year, and then {last}. Does this prove that there were more leopards?"
            ).format(low=min(row[1] for row in before), high=max(row[2] for row in before), last=last[2]),
            _(
                "No. It was the first year with video cameras, so part of the rise may be better cameras. The first report names no year either: {year} is our reasoning."
            ).format(year=last[0]),
            found.plot_source,
        ),
        Exercise(
            _("At that time about {all} leopards were said to be left. Why is {last} not wrong?").format(
                all=number(found.left_2011, lang), last=last[2]
            ),
            _(
                "{last} is what cameras identified on one plot. {all} was said of all wild leopards, and nobody wrote down how they were counted. The two numbers answer different questions."
            ).format(last=last[2], all=number(found.left_2011, lang)),
            found.left_2011_source,
        ),
    )


def _interval(edition: Edition, made: Simulated) -> tuple[Exercise, ...]:
    _, lang = edition.words, edition.lang
    inside = (
        _("Yes, it lies inside.")
        if made.low <= made.truth <= made.high
        else _("No, it lies outside: that happens too.")
    )
    return (
        Exercise(
            _(
                "In the simulated survey of {year} the cameras identify {seen} animals. The estimate is {best}, between {low} and {high}. The computer put {truth} there. Does the interval hold the truth?"
            ).format(
                year=made.year,
                seen=made.identified,
                best=number(made.estimate, lang),
                low=number(made.low, lang),
                high=number(made.high, lang),
                truth=made.truth,
            ),
            inside
            + " "
            + _(
                "Only a simulation can be checked in this way: of real animals nobody knows the true number."
            ),
            made.source,
        ),
    )
