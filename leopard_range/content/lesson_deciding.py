"""Ages 16 to 18: how sure numbers are, and weighing land against a corridor."""

from __future__ import annotations

from leopard_range.analysis.redlist import EOO_KM2, area_category
from leopard_range.content.edition import Edition
from leopard_range.content.figures import Figures, figures
from leopard_range.content.lesson import Exercise, Lesson, LessonStep, series
from leopard_range.i18n import number, percent, pick, quantity
from leopard_range.maps import MapState
from leopard_range.studies.corridor.audit import AuditQuestion
from leopard_range.studies.corridor.audit_answer import AuditAnswer
from leopard_range.studies.range import RangeAnswer, RangeQuestion

__all__ = ["deciding_lesson"]

PROPOSAL = "razdolnaya"
_REDLIST = "IUCN 2012. Red List categories and criteria, version 3.1, second edition"


def deciding_lesson(edition: Edition) -> Lesson:
    """Write the lesson for ages 16 to 18.

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
    audit: AuditAnswer = edition.ask(AuditQuestion(proposal=PROPOSAL))
    return Lesson(
        id="16-18",
        title=_("How sure are we, and what do we decide?"),
        aim=_(
            "You read numbers together with their intervals. You test one of them against the Red List. Then you decide about a corridor, with reasons."
        ),
        minutes=90,
        needs=(
            _("A screen for every two or three pupils"),
            _("A calculator or a spreadsheet"),
        ),
        steps=_steps(edition),
        exercises=(*_ranges(edition, found, change), *_corridor(edition, audit)),
        hints=(
            _(
                "There is no single right decision. Mark the reasons: numbers with their intervals, what is unknown, who bears the cost."
            ),
            _(
                "The corridor is a line typed by eye, 6 km wide, accurate to about 10 km. Land cover is known in squares of about 5 km."
            ),
            _(
                "The range stands in here for the extent of occurrence. The real test draws a line around the places where animals were found."
            ),
        ),
        sources=(found.range_source, _REDLIST, *(cite.text for cite in audit.citations[:4])),
        keywords=(_("uncertainty"), _("land use"), _("reasoned decisions"), _("Red List")),
    )


def _steps(edition: Edition) -> tuple[LessonStep, ...]:
    _ = edition.words
    return (
        LessonStep(
            _("Two outlines, one question"),
            _(
                "Both outlines claim to show 1850. Read in the legend how far each may be off. What does that do to every number made from them?"
            ),
            "explore",
            MapState(
                view=(129.5, 41.5, 5.0), year=1850, on=("range_historical_envelope", "range_historical")
            ),
        ),
        LessonStep(
            _("Numbers with their intervals"),
            _(
                "Under this map stands how much was lost, country by country. Which country has the widest interval, and why?"
            ),
            "then-now",
            MapState(view=(129.5, 41.5, 5.0)),
        ),
        LessonStep(
            _("A corridor on the map"),
            _(
                "The pink bands are proposed corridors. Razdolnaya joins the national park to the Ussuriysky reserve. What lies in its way?"
            ),
            "explore",
            MapState(
                view=(131.95, 43.6, 9.0), year=edition.catalog.years[1], on=("park", "reserves", "proposals")
            ),
        ),
        LessonStep(
            _("Measure it yourself"),
            _(
                "The page Corridors measures any proposal: width, gaps, crossings. Draw a rival to Razdolnaya and compare. Without that page, use the numbers on the teacher's sheet."
            ),
            "corridor",
            query=(("proposal", PROPOSAL),),
        ),
        LessonStep(
            _("Hold a hearing"),
            _(
                "Share the parts: a farmer, the railway, a forester, the national park, a family from the village. Each names one number, its interval and one thing nobody knows. Then vote."
            ),
        ),
    )


def _ranges(edition: Edition, found: Figures, change: RangeAnswer) -> tuple[Exercise, ...]:
    _, lang = edition.words, edition.lang
    outlines = change.citations[0].text
    reached = area_category(found.current_km2, EOO_KM2)
    return (
        Exercise(
            _("What share of the historical range is lost? Give the interval and say where it comes from."),
            _(
                "{share}, between {low} and {high}. The interval holds the errors of both outlines and both readings of 1850. It is narrow because almost all is lost whichever outline you take."
            ).format(
                share=percent(change.lost_share, lang),
                low=percent(change.lost_share_low, lang),
                high=percent(change.lost_share_high, lang),
            ),
            outlines,
        ),
        Exercise(
            _("Today's outline may be {km} km off. How much can the area of {area} change?").format(
                km=number(edition.catalog.spec("range_current").pos_error_m / 1000, lang),
                area=quantity(change.current_km2, "km²", lang),
            ),
            _(
                "From {low} to {high}. A small, narrow area has much edge, so an error of the edge weighs heavily."
            ).format(
                low=quantity(change.current_km2_low, "km²", lang),
                high=quantity(change.current_km2_high, "km²", lang),
            ),
            change.citations[1].text,
        ),
        Exercise(
            _(
                "Criterion B asks for an extent below {vu} for VU (vulnerable), {en} for EN (endangered), {cr} for CR (critically endangered). Which threshold does {area} reach? Is that enough for a category?"
            ).format(
                vu=quantity(EOO_KM2["VU"], "km²", lang),
                en=quantity(EOO_KM2["EN"], "km²", lang),
                cr=quantity(EOO_KM2["CR"], "km²", lang),
                area=quantity(found.current_km2, "km²", lang),
            ),
            _(
                "{reached} by area alone. It is not enough: two more conditions must hold, such as few places and going down. And other criteria count animals, not land: a small population can weigh more."
            ).format(reached=reached),
            _REDLIST,
        ),
    )


def _corridor(edition: Edition, audit: AuditAnswer) -> tuple[Exercise, ...]:
    _, lang = edition.words, edition.lang
    lines = dict.fromkeys(pick(row.name, lang) for row in audit.crossings if row.on_way)
    source = _("Measured here on: {source}").format(source=audit.citations[1].text)
    return (
        Exercise(
            _("How much land would the Razdolnaya corridor take, and what share of it is habitat?"),
            _("{area}, of which {share} is habitat. It is {length} long and {width} wide.").format(
                area=quantity(audit.area_km2, "km²", lang),
                share=percent(audit.habitat_share, lang),
                length=quantity(audit.length_km, "km", lang, 1),
                width=quantity(audit.width_median_m / 1000, "km", lang),
            ),
            source,
        ),
        Exercise(
            _("What does a leopard have to cross, and how long is the longest stretch without habitat?"),
            _("{lines}. The longest gap is {gap}.").format(
                lines=series(lines, lang), gap=quantity(audit.gap_longest_m / 1000, "km", lang, 1)
            ),
            source,
        ),
        Exercise(
            _("Would you set this land aside? Answer in five sentences."),
            _(
                "A good answer names the land it costs and the gap it cannot close by itself: road and railway need a crossing. It says what is not known, for example whether leopards walk there, and what would change its mind."
            ),
            _("No single right answer"),
        ),
    )
