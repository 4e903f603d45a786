"""Words of maps and data."""

from __future__ import annotations

from collections.abc import Callable

from leopard_range.content.term import Term, forms

__all__ = ["map_terms"]

_CHAPMAN = "Chapman, A. D. 2020. Current best practices for generalizing sensitive species occurrence data, doi:10.15468/doc-5jp4-5g10"


def map_terms(_: Callable[[str], str]) -> tuple[Term, ...]:
    """Return them in the reader's language.

    Parameters
    ----------
    _ : callable
        Translation function.
    """
    return (
        Term(
            "schematic",
            _("Schematic boundary"),
            _("A line that shows about where something is. Nobody measured it on the ground."),
            forms(_("schematically|schematic")),
            "",
        ),
        Term(
            "positional-error",
            _("Positional error"),
            _(
                "How far a line on the map may lie from where it really is. ±10 km means: up to 10 km to either side."
            ),
            forms(_("positional errors|positional error")),
            "",
        ),
        Term(
            "grid-cell",
            _("Grid cell"),
            _("One square of a net laid over the map."),
            forms(_("grid cells|grid cell")),
            "",
        ),
        Term(
            "heat-map",
            _("Heat map"),
            _("A map on which colour shows where there is much and where there is little."),
            forms(_("heat maps|heat map")),
            "",
        ),
        Term(
            "generalisation",
            _("Generalisation"),
            _("Making places on a map coarse on purpose, so that nobody can find the animals."),
            forms(_("generalisation|generalised")),
            _CHAPMAN,
        ),
        Term(
            "geodata",
            _("Geodata (GIS)"),
            _("Facts together with their place on the Earth. Programs called GIS draw and measure them."),
            forms(_("geodata|GIS")),
            "",
        ),
        Term(
            "source",
            _("Source"),
            _("Where a number or a line comes from, so that others can check it."),
            forms(_("sources|source")),
            "",
        ),
        Term(
            "licence",
            _("Licence"),
            _("What you may do with somebody's work, for example copy a map if you name who made it."),
            forms(_("licences|licence")),
            "",
        ),
        Term(
            "permalink",
            _("Permalink"),
            _("An address that opens the map just as you see it now."),
            forms(_("permalinks|permalink")),
            "",
        ),
    )
