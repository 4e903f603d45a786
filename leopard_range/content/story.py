"""The story's steps: words, and where each one takes the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from leopard_range.content.charts import story_chart
from leopard_range.content.edition import Edition
from leopard_range.maps import LiveState, MapState

__all__ = ["Step", "step_html", "steps"]

_RANGE = ("range_historical_envelope", "range_historical")
_WIDE = (121.5, 33.5, 140.0, 47.5)
_NEAR = (130.2, 42.3, 132.2, 43.9)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story.

    Attributes
    ----------
    title, text, source : str
        Translated words; the source stands under the text.
    state : MapState
        View, layers and year of the map.
    chart : str
        Which chart stands under the text; empty for none.
    page : str
        Page that tells more; empty for none.
    """

    title: str
    text: str
    source: str
    state: MapState
    chart: str = ""
    page: str = ""


def steps(_: Callable[[str], str]) -> tuple[Step, ...]:
    """Return the story in the reader's language.

    Parameters
    ----------
    _ : callable
        Translation function.
    """
    return (
        Step(
            _("A cat without borders"),
            _(
                "About 1850 the Amur leopard lived in the forests of northern China and in all of Korea. It also lived "
                "in the far south-east of what is now Russia. Nobody drew its limits then. The two outlines on the map "
                "show how unsure they are: between 362,000 and about 581,000 km²."
            ),
            _(
                "Jiang et al. 2015 give 361,756 km² for the smaller outline. Both outlines are schematic, ±60 km."
            ),
            MapState(box=_WIDE, year=1850, on=_RANGE),
            "areas",
        ),
        Step(
            _("The forest falls silent"),
            _(
                "People cut the forest, hunted deer and hunted the leopard itself. By the 1970s about 72,000 km² "
                "were left. The last leopards of South Korea were recorded about 1970."
            ),
            _("Jiang et al. 2015: 71,971 km². The record from 1970 comes from newspapers, a weak source."),
            MapState(box=(126.0, 40.2, 136.5, 46.2), year=1975, on=(*_RANGE, "range_1970s")),
            "areas",
        ),
        Step(
            _("A first safe place: Kedrovaya Pad"),
            _(
                "In 1916 a forest near the coast became a nature reserve: Kedrovaya Pad, 180 km². It is small: on the "
                "map of the lost range it is hardly a dot. But it was a beginning, and leopards still live there."
            ),
            _("Area: reserve administration. The outline is schematic, ±2 km."),
            MapState(box=(131.2, 42.9, 131.8, 43.3), year=1916, on=("reserves", "reserves_osm")),
        ),
        Step(
            _("How do you count a cat nobody sees?"),
            _(
                "With cameras that take a picture when something warm walks by. They stand in pairs, one on each side "
                "of a trail, because every leopard wears its own spots on each side. The squares show a simulated "
                "survey: real camera places stay secret, to protect the animals from poachers."
            ),
            _(
                "Simulated survey after the published design: two areas of 700 km² each (Vitkalova & Shevtsova 2016)."
            ),
            MapState(box=_NEAR, year=2010, on=("reserves", "reserves_osm", "survey_stations")),
            page="cameras",
        ),
        Step(
            _("Seven to nine, then twelve"),
            _(
                "For five years cameras in Kedrovaya Pad and in what became the Leopardovy refuge identified seven to "
                "nine leopards a year; then they identified twelve. The first report names no year. We say 2011, and "
                "2006 to 2010 before it, because the news is of July 2011 and the national park was still to come. It "
                "was also the first year with video cameras, so part of the rise may be better cameras."
            ),
            _("WWF and ISUNR, press of July 2011. Individuals on one camera plot, not all leopards."),
            MapState(box=_NEAR, year=2011, on=("reserves", "reserves_osm", "survey_detections")),
            "plots",
        ),
        Step(
            _("About fifty left"),
            _(
                "The reports of 2011 say that about fifty Amur leopards were left in the wild. Most counts of that time "
                "were made from tracks in snow. Cameras count in another way, so their numbers are drawn apart: a jump "
                "between two methods is not a jump in leopards."
            ),
            _("Each series has its own method; see “Data & methods” for every source."),
            MapState(box=_NEAR, year=2011, on=("range_current", "reserves", "reserves_osm")),
            "population",
        ),
        Step(
            _("2012: a park for the leopard"),
            _(
                "On 5 April 2012 the Leopardovy refuge became part of a national park, Land of the Leopard, 2,619 km². Since 2016 "
                "the road crosses the pass between the park and Kedrovaya Pad in a tunnel, and animals can walk above it."
            ),
            _("Outline of the park: OpenStreetMap contributors. Official area: 2,618.69 km²."),
            MapState(box=_NEAR, year=2016, on=("range_current", "park", "reserves", "reserves_osm")),
        ),
        Step(
            _("Today"),
            _(
                "In 2023 cameras identified at least 125 adult leopards in Russia. Some walk across the border. Since "
                "2021 China has a national park of its own beside the Russian one. The range is still only about 3% of what it was. Where could "
                "the leopard go next? Open the map and look."
            ),
            _(
                "Russian Geographical Society, April 2023: protected areas of the Far East. Russian and Chinese counts overlap: never add them."
            ),
            MapState(
                box=(121.5, 36.0, 140.0, 47.5),
                year=2026,
                on=(*_RANGE, "range_current", "park", "reserves", "reserves_osm"),
            ),
            "areas",
        ),
    )


def step_html(edition: Edition, step: Step, at: int, count: int, *, heading: str = "h1") -> str:
    """Write a step as one piece of HTML: fewer messages than a widget for each line.

    The page's script hands ``data-leopard-go`` to the mounted map.

    Parameters
    ----------
    edition : Edition
        For whom.
    step : Step
        What is told.
    at, count : int
        Number of the step, counted from 1, and how many there are.
    heading : str
        ``h1``, or ``h2`` where all steps stand in one document.
    """
    go = LiveState(step.state, go=True).state
    return (
        f'<div class="step" data-leopard-go="{go}">{at} / {count}<progress value="{at}" max="{count}" aria-label="{at} / {count}"></progress>'
        f"<{heading}>{escape(step.title)}</{heading}><p>{escape(step.text)}</p>{story_chart(edition, step.chart)}"
        f'<p class="source">{escape(step.source)}</p></div>'
    )
