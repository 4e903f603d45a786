"""What camera traps tell, for every reader: words, charts and numbers from the published tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from leopard_range.content.pieces import as_table
from leopard_range.i18n import number
from leopard_range.ui import camera_charts as charts
from leopard_range.ui import camera_drawing as drawing
from leopard_range.ui import camera_numbers as numbers
from leopard_range.ui.camera_cards import files, traps
from leopard_range.ui.camera_numbers import mark, told, told_between, told_span
from leopard_range.ui.camera_plot import GREY, PUBLISHED, SIMULATED, TRUE, Key, figure, picture
from leopard_range.ui.frame import show_html, show_sources
from leopard_range.ui.session import catalog, language, words

__all__ = ["after_map", "before_map"]

_FEW_ANIMALS, _FEW_REPEATS = 10, 20
_SURVEY = ("survey_stations", "survey_detections")


def before_map() -> None:
    """Show what a camera trap is, what was counted with them, and what the map below shows."""
    show_html(_banner() + _trap() + _counted() + _discovered() + _where())


def after_map() -> None:
    """Show the hours, the estimate beside the minimum, how numbers mislead, and the sources."""
    show_html(_hours() + _how_many() + traps() + files())
    specs = catalog().specs
    cited = ("plot_counts", "population", "densities", *numbers.TABLES, *_SURVEY)
    show_sources([specs[id_].cite for id_ in cited if id_ in specs])


def _section(title: str, texts: Sequence[str], beside: str = "") -> str:
    said = "".join(f"<p>{escape(text)}</p>" for text in texts)
    kind = "cams" if beside else "cams alone"
    return f'<section class="{kind}"><div><h2>{escape(title)}</h2>{said}</div>{beside}</section>'


def _banner() -> str:
    _ = words()
    if not any(mark(id_) for id_ in (*numbers.TABLES, *_SURVEY)):
        return ""
    title = _("Partly simulated")
    text = _(
        "Real camera places stay secret, to protect the leopards. So a survey was simulated by computer after the "
        "published design. Whatever comes from it says “simulated”; the counts marked “published” are real."
    )
    return (
        '<div class="notice notice-warning"><b aria-hidden="true">!</b>'
        f"<p><strong>{escape(title)}.</strong> {escape(text)}</p></div>"
    )


def _trap() -> str:
    _ = words()
    alt = _("A leopard walks along a trail between two cameras tied to trees, one on each side.")
    same = _("Photos 1 and 3 show the same leopard, by day and by night. Photo 2 shows another one.")
    labels = [escape(_("Photo {number}").format(number=at)) for at in (1, 2, 3)]
    return _section(
        _("What is a camera trap?"),
        (
            _(
                "A camera trap is a camera tied to a tree. It sleeps until something warm moves in front of it; then it "
                "takes a picture by itself, by day and by night. Nobody is there, and the animal walks on."
            ),
            _(
                "Every leopard wears its own spots, as you have your own fingerprints. People compare the spots of two "
                "photographs and say whether they show the same animal."
            ),
            _(
                "The spots of the left side are not those of the right side. That is why cameras stand in pairs, one on "
                "each side of the trail. With one camera only, one leopard could be counted as two."
            ),
        ),
        f'<div class="two drawn"><figure class="series">{picture(drawing.trap(), alt)}</figure>'
        f'<figure class="series">{picture(drawing.flanks(labels), same)}<p class="quiet">{escape(same)}</p></figure></div>',
    )


def _counted() -> str:
    _, lang, sim = words(), language(), mark("survey_years")
    heading, title = _("How many leopards did cameras recognise?"), _("Leopards identified in a year")
    rows = numbers.years()
    if not rows:
        return _section(heading, (_("No counts are published here."),))
    there = any(row.identified is not None for row in rows)
    own = _("simulated survey") if sim else _("this survey")
    heads, rates = [_("Year"), _("Published")], numbers.rates(lang)
    if there:
        heads += [f"{name} ({own})" for name in (_("Identified"), _("Trap-days"))]
        heads.append(f"{_('Detections per 100 trap-days')} ({own})")
    cells = [[str(row.year), told_span(row.low, row.high, lang)] for row in rows]
    if there:
        for cell, row in zip(cells, rows, strict=True):
            cell += [told(row.identified, lang), told(row.trap_days, lang), rates.get(row.year, "–")]
    note = _("Published: WWF and ISUNR, press of July 2011; the years are our reasoning.")
    if there:
        note += " " + _("How long those cameras watched is not known.")
    return _section(
        heading,
        _counted_texts(sim if there else ""),
        figure(
            title,
            charts.yearly(rows, f"{_('Trap-days')} ({own})", _("published"), sim),
            f"{title}: " + "; ".join(", ".join(row) for row in cells),
            keys=(
                Key("■", PUBLISHED, _("published (pale: between low and high)")),
                *((Key("▨", SIMULATED, own),) if there else ()),
            ),
            note=note,
            mark=_("partly simulated") if sim and there else "",
            table=as_table(_, title, heads, cells),
        ),
    )


def _counted_texts(sim: str) -> tuple[str, ...]:
    _ = words()
    published = _(
        "From 2006 to 2010 the cameras of one plot recognised seven to nine leopards a year, and in 2011 twelve. "
        "These counts are published."
    )
    beside = _(
        "Beside them stands our simulated survey. It was made to agree with the published counts, so it does not "
        "prove them; it lets you see what comes behind such a count."
    )
    effort = _(
        "More cameras for more days see more. So whoever counts must say how long they looked. One station that "
        "watches for one day is one trap-day."
    )
    return (published, beside, effort) if sim else (published, effort)


def _discovered() -> str:
    _, lang, sim = words(), language(), mark("survey_years")
    heading, title = _("Do we know them all?"), _("Leopards identified so far")
    rows = [row for row in numbers.years() if row.cumulative is not None]
    if not rows:
        return _section(
            heading, (_("No table of a survey by year is published here, so there is no curve."),)
        )
    cells = [[str(row.year), told(row.new, lang), told(row.cumulative, lang)] for row in rows]
    return _section(
        heading,
        (
            _(
                "Every year some leopards are old friends and some are new. Add up all that were ever recognised and you "
                "get the discovery curve."
            ),
            _(
                "When the curve becomes flat, nearly all animals have been seen. When it goes on climbing, some have not "
                "been found yet, or young ones are moving in. Over many years it always climbs a little, because "
                "leopards die and others take their place."
            ),
        ),
        figure(
            title,
            charts.discovery(rows, sim),
            f"{title}: " + "; ".join(", ".join(row) for row in cells),
            keys=(
                Key("●", SIMULATED, _("all so far")),
                Key("▨", SIMULATED, _("new in this year; in the first year all are new")),
            ),
            note=_made_up(sim),
            mark=sim,
            table=as_table(_, title, [_("Year"), _("New"), _("All so far")], cells),
        ),
    )


def _made_up(sim: str) -> str:
    _ = words()
    return _("Simulated: no real leopard stands behind these numbers.") if sim else ""


def _where() -> str:
    _, rules = words(), catalog().rules
    heading = _("Where were they photographed?")
    if not any(spec.rule == "detections" for spec in catalog().specs.values()):
        return _section(heading, (_("No survey is published here, so the map shows no squares."),))
    return _section(
        heading,
        (
            _(
                "The map is made of squares {side}° wide, about 16 by 22 km, that never move; in “Layers” you can see "
                "them without the blur. The colour says how many photographs were taken in a square in the year of the "
                "slider, and it means the same in every year."
            ).format(side=number(rules.cell_deg, language(), 1)),
            _(
                "There are no points, because a point would lead a poacher to the camera and to the leopard. A square "
                "with fewer than {count} camera stations stays empty, and every year is shown at least two years late."
            ).format(count=rules.min_stations),
        ),
    )


def _hours() -> str:
    _, lang, sim = words(), language(), mark("survey_hours")
    heading, title = _("When are they about?"), _("Photographs by hour of the day")
    table = numbers.frame("survey_hours")
    if table is None:
        return _section(heading, (_("No table of a survey by hour is published here."),))
    table = table.sort_values("hour")
    hours, counts = table["hour"].astype(int).tolist(), table["detections"].astype(int).tolist()
    shares = table["share_per_hour"].astype(float).tolist() if "share_per_hour" in table else []
    busy = ", ".join(f"{hour}:00" for hour in sorted(table.nlargest(3, "detections")["hour"].astype(int)))
    cells = [
        [f"{hour}:00–{hour + 1}:00", number(count, lang)] for hour, count in zip(hours, counts, strict=True)
    ]
    heads = [_("Hour"), _("Photographs")]
    if shares:
        heads.append(_("Smoothed share, %"))
        for cell, share in zip(cells, shares, strict=True):
            cell.append(number(100 * share, lang, 1))
    texts = [
        _(
            "Every photograph carries its time. Put them all on the face of one clock of 24 hours and you see when "
            "leopards walk. Most photographs here were taken in the hours from {hours}."
        ).format(hours=busy),
        _(
            "Cameras show when animals walk past them, not what they do all day. And a wrong clock in one camera "
            "spoils the picture, so clocks are checked first."
        ),
    ]
    if sim:
        texts.append(
            _("The rhythm here is made up: most photographs at dawn and at dusk, the rest at any hour.")
        )
    bars = _("photographs in an hour; the longest bar is {count}").format(count=number(max(counts), lang))
    return _section(
        heading,
        texts,
        figure(
            title,
            charts.clock(counts, shares, sim),
            f"{title}: " + "; ".join(": ".join(row[:2]) for row in cells),
            keys=(
                Key("▨", SIMULATED, bars),
                *((Key("━", PUBLISHED, _("smoothed curve")),) if shares else ()),
            ),
            note=" ".join(
                (_("Local time of the cameras; the shaded half is 18:00 to 6:00."), _made_up(sim))
            ).strip(),
            mark=sim,
            table=as_table(_, title, heads, cells),
        ),
    )


def _how_many() -> str:
    _, lang, sim = words(), language(), mark("survey_years")
    heading, title = _("How many are there?"), _("Leopards living in the survey’s region")
    rows = numbers.estimates()
    pale = any(row.value is not None and not row.reliable for row in rows)
    truth = any(row.truth is not None for row in rows)
    texts = _how_many_texts(pale=pale, truth=truth)
    if not rows:
        none = _("No table of a survey by year is published here, so there is no chart.")
        return _section(heading, (*texts, none))
    heads = [
        _("Year"),
        _("Known alive"),
        _("Estimate"),
        _("Reliable?"),
        *([_("True number")] if truth else ()),
    ]
    cells = [
        [
            str(row.year),
            told(row.minimum, lang),
            told_between(row.value, row.low, row.high, lang, 0),
            "–" if row.value is None else _("yes") if row.reliable else _("no"),
            *((told(row.truth, lang),) if truth else ()),
        ]
        for row in rows
    ]
    keys = [Key("▨", SIMULATED, _("known alive (minimum)"))]
    if any(row.value is not None and row.reliable for row in rows):
        keys.append(Key("◆", SIMULATED, _("estimate with its 95% interval")))
    if pale:
        keys.append(Key("◇", GREY, _("estimate from too few photographs")))
    if truth:
        keys.append(Key("━", TRUE, _("true number in the simulation")))
    area, notes = numbers.region_km2(), []
    if area is not None:
        region = _("Region: {area} km² of land around the camera stations.")
        notes.append(region.format(area=number(area, lang)))
    return _section(
        heading,
        texts,
        figure(
            title,
            charts.estimates(rows, sim),
            f"{title}: " + "; ".join(", ".join(row) for row in cells),
            keys=keys,
            note=" ".join((*notes, _made_up(sim))).strip(),
            mark=sim,
            table=as_table(_, title, heads, cells),
        ),
    )


def _how_many_texts(*, pale: bool, truth: bool) -> list[str]:
    _ = words()
    texts = [
        _(
            "The leopards that were recognised are a minimum: each of them exists. The true number is larger, because "
            "some leopards never meet a camera."
        ),
        _(
            "Spatial capture-recapture works out how many were missed. It looks at where the same animals were "
            "photographed again and asks: how likely was it to miss a leopard that lived here? The line through the "
            "mark shows how unsure the answer is."
        ),
    ]
    if pale:
        texts.append(
            _(
                "Grey means: do not rely on it. With fewer than {animals} leopards, or fewer than {repeats} times that "
                "one was seen again at another camera, the method has too little to go on. Then the minimum and the "
                "discovery curve say more."
            ).format(animals=_FEW_ANIMALS, repeats=_FEW_REPEATS)
        )
    if truth:
        texts.append(_("In a simulation the true number is known, so you can see how well the method does."))
    return texts
