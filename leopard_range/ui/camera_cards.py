"""Three ways to misread a count of leopards, and the tables as files."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from leopard_range.content.pieces import file_links
from leopard_range.i18n import number, pick
from leopard_range.ui.answers import edition
from leopard_range.ui.camera_numbers import TABLES, frame
from leopard_range.ui.session import catalog, language, words

__all__ = ["files", "traps"]


def traps() -> str:
    """Return cards that say how counts of leopards mislead, from published numbers with their sources.

    Returns
    -------
    str
        HTML; empty where the data folder has no published numbers.
    """
    rows = {**_rows("population"), **{f"density {id_}": row for id_, row in _rows("densities").items()}}
    cards = []
    if {"secr-russia-2014-15", "density russia-2014-15"} <= rows.keys():
        cards.append(_area(rows["secr-russia-2014-15"], rows["density russia-2014-15"]))
    if "secr-joint-2014" in rows:
        cards.append(_border(rows["secr-joint-2014"]))
    if "about-50" in rows:
        cards.append(_methods(rows["about-50"]))
    blocks = "".join(
        f'<article><h3>{escape(title)}</h3><p>{escape(text)}</p><p class="ref" lang="en">{escape(source)}</p></article>'
        for title, text, source in cards
    )
    _ = words()
    title = escape(_("Three traps for readers of numbers"))
    return (
        f'<section class="cams alone"><h2>{title}</h2><div class="cards">{blocks}</div></section>'
        if cards
        else ""
    )


def _rows(id_: str) -> dict[str, Mapping[str, Any]]:
    table = frame(id_)
    return (
        {}
        if table is None
        else {
            str(row["id"]): {str(key): cell for key, cell in row.items()} for row in table.to_dict("records")
        }
    )


def _area(count: Mapping[str, Any], density: Mapping[str, Any]) -> tuple[str, str, str]:
    _, lang = words(), language()
    area, animals, per = (
        float(count["area_km2"]),
        float(count["estimate"]),
        float(density["density_per_100km2"]),
    )
    text = _(
        "In 2014 and 2015 cameras stood on {area} km². The answer was {animals} adults and {density} leopards per "
        "100 km². But {density} for every 100 of those {area} km² makes only {product}. The {animals} live on about "
        "{wide} km²: leopards that the cameras see also live outside."
    ).format(
        area=number(area, lang),
        animals=number(animals, lang),
        density=number(per, lang, 2),
        product=number(per * area / 100, lang),
        wide=number(100 * animals / per, lang),
    )
    return _("A number is not density times the reserve’s area"), text, str(count["source"])


def _border(count: Mapping[str, Any]) -> tuple[str, str, str]:
    _, lang = words(), language()
    text = _(
        "Leopards walk across the border. Counted together, Russia and China had {animals} of them in 2014 ({low} to "
        "{high}), and as many in 2015. 38% of all leopards were seen in China, but only 20% only there. Add two "
        "national counts and those that cross count twice. Each country’s own estimate comes out too high as well."
    ).format(**{name: number(float(count[key]), lang) for name, key in _BOUNDS})
    return _("Two countries’ counts overlap"), text, str(count["source"])


_BOUNDS = (("animals", "estimate"), ("low", "low"), ("high", "high"))


def _methods(count: Mapping[str, Any]) -> tuple[str, str, str]:
    _, lang = words(), language()
    text = _(
        "The cameras of one plot photographed seven to nine leopards a year, and twelve in 2011. In the same year it was "
        "said that about {animals} were left in the wild. Both can be right: one is a minimum on a small plot, the other "
        "a number for the whole world, made in another way. Never join such numbers with a line."
    ).format(animals=number(float(count["estimate"]), lang))
    return _("Methods differ"), text, str(count["source"])


def files() -> str:
    """Return links to the tables behind the page, in every format.

    Returns
    -------
    str
        HTML.
    """
    _, lang, specs, this = words(), language(), catalog().specs, edition()
    rows = "".join(
        f"<li><b>{escape(pick(specs[id_].title, lang))}</b> · {file_links(this, id_)}</li>"
        for id_ in ("plot_counts", "population", "densities", *TABLES)
        if id_ in specs
    )
    title, text = (
        escape(_("The numbers as files")),
        escape(_("Each file carries its source, licence and cautions.")),
    )
    return (
        f'<section class="cams alone"><h2>{title}</h2><p class="quiet">{text}</p>'
        f'<ul class="downloads">{rows}</ul></section>'
    )
