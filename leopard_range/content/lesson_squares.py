"""Ages 10 to 12: reading the map of then and now, and counting squares."""

from __future__ import annotations

from leopard_range.content.edition import Edition
from leopard_range.content.figures import figures
from leopard_range.content.lesson import Exercise, Lesson, LessonStep
from leopard_range.i18n import number
from leopard_range.maps import MapState

__all__ = ["squares_lesson"]


def squares_lesson(edition: Edition) -> Lesson:
    """Write the lesson for ages 10 to 12.

    Parameters
    ----------
    edition : Edition
        For whom.
    """
    _, lang = edition.words, edition.lang
    found = figures(edition.catalog)
    historic, current = number(found.historic_km2, lang), number(found.current_km2, lang)
    return Lesson(
        id="10-12",
        title=_("Where did the leopard live, and where is it now?"),
        aim=_("You read a map of then and now, and you find out how much is left by counting squares."),
        minutes=45,
        needs=(_("A screen for two"), _("Squared paper and a pencil")),
        steps=(
            LessonStep(
                _("Look at the whole map"),
                _("The yellow area is where leopards lived about 1850. Find its northern and southern end."),
                "explore",
                MapState(view=(130.0, 40.5, 5), year=1850, on=("range_historical",)),
            ),
            LessonStep(
                _("Slide from then to now"),
                _("Pull the line across the map. What is green is left today."),
                "then-now",
                MapState(view=(130.0, 40.5, 5)),
            ),
        ),
        exercises=(
            Exercise(
                _("How big was the range about 1850, and how big is it today?"),
                _("About 1850: {historic} km². Today: {current} km².").format(
                    historic=historic, current=current
                ),
                found.range_source,
            ),
        ),
        hints=(_("The outlines are schematic: nobody drew the limits in 1850."),),
        sources=(found.range_source,),
        keywords=(_("map reading"), _("area"), _("scale")),
    )
