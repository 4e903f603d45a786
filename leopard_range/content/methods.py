"""Cards of the layers and the methods with their references."""

from __future__ import annotations

from html import escape

from leopard_range.catalog import CLASSES
from leopard_range.content.edition import Edition
from leopard_range.content.pieces import file_links
from leopard_range.i18n import number, pick, quantity
from leopard_range.model import LayerSpec

__all__ = ["groups", "layer_cards", "methods"]


def groups(edition: Edition) -> dict[str, str]:
    """Return the groups of layers with their names, in order.

    Parameters
    ----------
    edition : Edition
        For whom.
    """
    _ = edition.words
    return {
        "range": _("Range"),
        "reserves": _("Protected areas"),
        "survey": _("Cameras and sightings"),
        "tables": _("Tables"),
        "land": _("Land"),
        "base": _("Background"),
    }


def layer_cards(edition: Edition, group: str) -> str:
    """Write a card for every layer of one group.

    Parameters
    ----------
    edition : Edition
        For whom.
    group : str
        One of `groups`.
    """
    specs = edition.catalog.specs.values()
    cards = "".join(_card(edition, spec) for spec in specs if spec.group == group)
    return f'<div class="cards">{cards}</div>'


def _card(edition: Edition, spec: LayerSpec) -> str:
    _, lang = edition.words, edition.lang
    made = {
        "surveyed": _("surveyed"),
        "derived": _("derived"),
        "schematic": _("schematic"),
        "simulated": _("simulated"),
    }
    rows = [
        (_("Source"), pick(spec.source, lang)),
        (_("Date"), pick(spec.period, lang)),
        (_("Made"), made[spec.method]),
        (
            _("Positional error"),
            quantity(spec.pos_error_m / 1000, "km", lang, 0 if spec.pos_error_m >= 10_000 else 1)
            if spec.pos_error_m
            else "–",
        ),
        (_("Licence"), spec.licence),
        (_("Cite as"), spec.citation),
    ]
    if spec.rule in CLASSES:
        shown = _("coarse cells of {side}°, classed counts, whole years")
        rows.insert(0, (_("Shown as"), shown.format(side=number(edition.catalog.rules.cell_deg, lang, 1))))
    # A citation stands as it is to be cited: in English.
    english = {_("Cite as"): ' lang="en"', _("Licence"): ' lang="en"'}
    body = "".join(
        f"<dt>{escape(name)}</dt><dd{english.get(name, '')}>{escape(text)}</dd>"
        for name, text in rows
        if text
    )
    download = escape(_("Download"))
    return (
        f"<article><h3>{escape(pick(spec.title, lang))}</h3><p>{escape(pick(spec.about, lang))}</p>"
        f'<dl class="about">{body}</dl><p class="links">{download}: {file_links(edition, spec.id)}</p></article>'
    )


def methods(edition: Edition) -> str:
    """Write how every number is made, and after whom.

    Parameters
    ----------
    edition : Edition
        For whom.
    """
    _ = edition.words
    entries = (
        (
            _("Areas and lengths"),
            _(
                "Areas and lengths are measured on the curved Earth (WGS 84 ellipsoid), not on the flat map, which "
                "shows areas here at 1.5 to 2.6 times their true size. Analyses run in an equal-area projection centred at "
                "43.5° N, 127° E."
            ),
            "Karney 2013, doi:10.1007/s00190-012-0578-z",
        ),
        (
            _("Range change"),
            _(
                "Two outlines are cut into four parts: lost, kept, gained, and slivers thinner than the error of the "
                "outlines. “Lost” counts what was left behind; “net change” also counts what was gained. The interval "
                "comes from moving the outlines by their error and from the two historic outlines."
            ),
            "Laliberte & Ripple 2004, doi:10.1641/0006-3568(2004)054[0123:RCONAC]2.0.CO;2; "
            "Jiang et al. 2015, doi:10.1038/srep15475",
        ),
        (
            _("Protected share"),
            _(
                "The part of the range inside reserves that existed in the year you choose. Places inside two reserves "
                "count once. Some reserves are drawn as circles of their published area, so the share is approximate."
            ),
            _("Reserve history: see the layer cards."),
        ),
        (
            _("Extent of occurrence (EOO)"),
            _("The area inside the shortest line around all records, on the curved Earth."),
            "IUCN Standards and Petitions Committee, Guidelines for Using the IUCN Red List, section 4.9",
        ),
        (
            _("Area of occupancy (AOO)"),
            _(
                "The area of the squares of 2 km that hold a record. It depends on where the grid begins; we find the "
                "smallest over all beginnings and show the median and the largest beside it."
            ),
            "IUCN Standards and Petitions Committee, Guidelines for Using the IUCN Red List, section 4.10",
        ),
        (
            _("Area of habitat (AOH)"),
            _("The part of the range with suitable land cover at suitable elevation."),
            "Brooks et al. 2019, doi:10.1016/j.tree.2019.06.009",
        ),
        (
            _("Hidden places"),
            _(
                "Camera places and sightings are shown only as squares of 0.2° (about 16 by 22 km) that never move, "
                "with at least three camera stations, as classes and whole years, two years late. A random shift would not "
                "protect them: the mean of many shifts gives the place away."
            ),
            "Chapman 2020, doi:10.15468/doc-5jp4-5g10",
        ),
        (
            _("Borders and names"),
            _(
                "Borders are drawn as Natural Earth gives them, disputed ones dashed; we take no side. Places carry the "
                "name their readers use in each language."
            ),
            "Natural Earth, naturalearthdata.com",
        ),
    )
    blocks = "".join(
        f'<article><h3>{escape(title)}</h3><p>{escape(text)}</p><p class="ref" lang="en">{escape(source)}</p></article>'
        for title, text, source in entries
    )
    return f'<div class="cards">{blocks}</div>'
