"""“How do we know?”: camera trap, spots, marbles, a leopard's way."""

from __future__ import annotations

from html import escape
from typing import Any

from leopard_range.content.edition import Edition
from leopard_range.content.figures import figures
from leopard_range.content.games import marbles, path_game, spots
from leopard_range.content.keyed import keyed
from leopard_range.i18n import number, quantity

__all__ = ["know_html"]

_VITKALOVA = "Vitkalova, A. V. & Shevtsova, E. I. 2016. Nature Conservation Research 1(3):53-58"
_SEBER = "Seber, G. A. F. 1982. The estimation of animal abundance and related parameters"
_ZELLER = "Zeller, K. A. et al. 2012. Landscape Ecology 27:777-797, doi:10.1007/s10980-012-9737-0"


def know_html(edition: Edition) -> str:
    """Write “How do we know?”: four parts, three of which the page's script makes playable.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; every text in it is escaped.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    body = "".join((_camera(edition), _spots(edition), _marbles(edition), _path(edition)))
    return f'<section class="know" id="know">{body}</section>'


def _part(name: str, title: str, texts: tuple[str, ...], inside: str, source: str) -> str:
    told = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return (
        f'<section id="know-{name}"><h2>{escape(title)}</h2>{told}{inside}'
        f'<p class="source" data-plain>{escape(source)}</p></section>'
    )


def _camera(edition: Edition) -> str:
    _, lang = edition.words, edition.lang
    last = figures(edition.catalog).simulated
    row: Any = edition.catalog.table("survey_years").set_index("year").loc[last.year]
    return _part(
        "camera",
        _("1. A camera that waits"),
        (
            _(
                "A camera trap stands beside a forest path, about as high as a knee. Something warm walks by, and it takes a picture by itself."
            ),
            _(
                "Two cameras look at each other across the path, so that both sides of the animal are in the picture."
            ),
            _(
                "It needs patience. In the simulated survey of {year}, {stations} stations stood for {days} camera days and met a leopard {count} times."
            ).format(
                year=last.year,
                stations=number(float(row["stations"]), lang),
                days=number(float(row["trap_days"]), lang),
                count=number(float(row["detections"]), lang),
            ),
        ),
        "",
        f"{_VITKALOVA}; {last.source}",
    )


def _spots(edition: Edition) -> str:
    _ = edition.words
    return _part(
        "spots",
        _("2. Spots are fingerprints"),
        (
            _(
                "Every leopard wears its own spots, on each side another pattern. People lay two pictures side by side and look for the same rings."
            ),
            _("The patterns here are drawn by a computer. They show no real animal."),
        ),
        spots(edition),
        _VITKALOVA,
    )


def _marbles(edition: Edition) -> str:
    _ = edition.words
    return _part(
        "marbles",
        _("3. Counting what nobody sees"),
        (
            _(
                "Take some marbles, mark them, put them back, mix, and take some again. If half of the second handful is marked, you marked about half of all marbles."
            ),
            _(
                "With leopards the first pictures are the marking and the later pictures are the second handful."
            ),
        ),
        marbles(edition),
        _SEBER,
    )


def _path(edition: Edition) -> str:
    _, lang = edition.words, edition.lang
    rows = keyed(edition.catalog, "corridors", "razdolnaya")
    return _part(
        "path",
        _("4. Find the leopard's way"),
        (
            _(
                "A leopard that looks for new land walks where walking is easy: through forest, away from towns. Each square of land costs something. The best way is the one that costs least as a whole."
            ),
            _(
                "The published way across the Razdolnaya valley is {length} long. Draw your own and see whether it costs less."
            ).format(length=quantity(float(rows["length_km"].astype(float)["razdolnaya"]), "km", lang, 1)),
        ),
        path_game(edition),
        f"{_ZELLER}; {rows['source']['razdolnaya']}",
    )
