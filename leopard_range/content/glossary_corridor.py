"""Words of how animals get from one place to another."""

from __future__ import annotations

from collections.abc import Callable

from leopard_range.content.term import Term, forms

__all__ = ["corridor_terms"]

_MCRAE = "McRae, B. H. et al. 2008. Ecology 89:2712-2724, doi:10.1890/07-1861.1"
_MODIS = "MCD12C1 version 6, doi:10.5067/MODIS/MCD12C1.006"
_ZELLER = "Zeller, K. A. et al. 2012. Landscape Ecology 27:777-797, doi:10.1007/s10980-012-9737-0"


def corridor_terms(_: Callable[[str], str]) -> tuple[Term, ...]:
    """Return them in the reader's language.

    Parameters
    ----------
    _ : callable
        Translation function.
    """
    return (
        Term(
            "corridor",
            _("Corridor"),
            _("A strip of land along which animals can walk from one home to another."),
            forms(_("corridors|corridor")),
            "",
        ),
        Term(
            "connectivity",
            _("Connectivity"),
            _("How easily animals get from one piece of habitat to the next."),
            forms(_("connectedness|connectivity")),
            _MCRAE,
        ),
        Term(
            "resistance",
            _("Resistance"),
            _(
                "How hard it is for an animal to cross a piece of land. Forest has little, a town has much. The numbers are people's judgement."
            ),
            forms(_("resistances|resistance")),
            _ZELLER,
        ),
        Term(
            "least-cost-path",
            _("Least-cost path"),
            _(
                "The way that is easiest as a whole. It may be longer than the straight line, if it goes round a town."
            ),
            forms(_("least-cost paths|least-cost path")),
            "",
        ),
        Term(
            "current",
            _("Current"),
            _(
                "A way to think of all paths at once: walkers spread over the map as electricity spreads over a net of wires."
            ),
            forms(_("electric current|current flow")),
            _MCRAE,
        ),
        Term(
            "pinch-point",
            _("Pinch point"),
            _("A narrow place that nearly all ways must use. If it is built over, the ways are cut."),
            forms(_("pinch points|pinch point")),
            _MCRAE,
        ),
        Term(
            "barrier",
            _("Barrier"),
            _("What animals cannot or will not cross: a motorway, a fence, a wide river, a town."),
            forms(_("barriers|barrier")),
            "",
        ),
        Term(
            "land-cover",
            _("Land cover"),
            _(
                "What covers the ground: forest, field, water, town. Here it is known for squares of about 5 km."
            ),
            forms(_("land covers|land cover")),
            _MODIS,
        ),
        Term(
            "elevation",
            _("Elevation"),
            _("How high the land lies above the sea."),
            forms(_("elevations|elevation")),
            "",
        ),
    )
