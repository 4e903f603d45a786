"""Words of where animals live, and of land that is protected for them."""

from __future__ import annotations

from collections.abc import Callable

from leopard_range.content.term import Term, forms

__all__ = ["range_terms"]

_BROOKS = "Brooks, T. M. et al. 2019. Trends in Ecology & Evolution, doi:10.1016/j.tree.2019.06.009"
_DUDLEY = "Dudley, N. (ed.) 2008. Guidelines for applying protected area management categories, doi:10.2305/IUCN.CH.2008.PAPS.2.en"
_JIANG = "Jiang, G. et al. 2015. Scientific Reports 5:15475, doi:10.1038/srep15475"
_REDLIST = "IUCN 2012. Red List categories and criteria, version 3.1, second edition"


def range_terms(_: Callable[[str], str]) -> tuple[Term, ...]:
    """Return them in the reader's language.

    Parameters
    ----------
    _ : callable
        Translation function.
    """
    return (
        Term(
            "range", _("Range"), _("All the land where a kind of animal lives."), forms(_("ranges|range")), ""
        ),
        Term(
            "historical-range",
            _("Historical range"),
            _("Where the animal lived long ago; here about 1850. It is put together from old reports."),
            forms(_("historical range|historic range")),
            _JIANG,
        ),
        Term(
            "eoo",
            _("Extent of occurrence (EOO)"),
            _(
                "Put a rubber band around all places where the animal was found. The area inside is the extent of occurrence."
            ),
            forms(_("extent of occurrence|EOO")),
            _REDLIST,
        ),
        Term(
            "aoo",
            _("Area of occupancy (AOO)"),
            _(
                "Lay a net of squares of 2 by 2 km over the map. Count only the squares in which the animal was found: each is 4 km²."
            ),
            forms(_("area of occupancy|AOO")),
            _REDLIST,
        ),
        Term(
            "aoh",
            _("Area of habitat (AOH)"),
            _(
                "The part of the range with the right land and the right height. A town inside the range does not count."
            ),
            forms(_("area of habitat|AOH")),
            _BROOKS,
        ),
        Term(
            "habitat",
            _("Suitable habitat"),
            _("Land where an animal finds what it needs: food, cover, water and a place for its young."),
            forms(_("habitats|habitat")),
            "",
        ),
        Term(
            "criterion-b",
            _("Criterion B"),
            _(
                "One of five tests of the Red List. It asks whether the area is small and whether things get worse there."
            ),
            forms(_("criterion B|Criterion B")),
            _REDLIST,
        ),
        Term(
            "red-list",
            _("Red List"),
            _(
                "The world list of animals and plants by how close they are to dying out. “Critically endangered” is the last step before extinct in the wild."
            ),
            forms(_("Red Lists|Red List")),
            _REDLIST,
        ),
        Term(
            "reserve",
            _("Nature reserve"),
            _("Land set aside for nature. In the strictest ones nobody hunts, builds or cuts trees."),
            forms(_("nature reserves|nature reserve|reserves|reserve")),
            _DUDLEY,
        ),
        Term(
            "national-park",
            _("National park"),
            _("A large protected area that people may visit, by rules that keep nature whole."),
            forms(_("national parks|national park")),
            _DUDLEY,
        ),
        Term(
            "refuge",
            _("Wildlife refuge"),
            _("Protected land where some uses are forbidden, for example hunting, and others are allowed."),
            forms(_("wildlife refuge|refuges|refuge")),
            _DUDLEY,
        ),
        Term(
            "iucn-category",
            _("IUCN category"),
            _(
                "A number that says how strictly an area is protected: Ia is the strictest, II is a national park, IV looks after certain animals."
            ),
            forms(_("IUCN categories|IUCN category")),
            _DUDLEY,
        ),
        Term(
            "subspecies",
            _("Subspecies"),
            _(
                "A group inside a species that lives in its own part of the world and looks a little different. The Amur leopard is a subspecies of the leopard."
            ),
            forms(_("sub-species|subspecies")),
            "",
        ),
        Term(
            "subpopulation",
            _("Subpopulation"),
            _("A group of animals that seldom meets other groups of its kind."),
            forms(_("subpopulations|subpopulation")),
            _REDLIST,
        ),
        Term(
            "prey",
            _("Prey"),
            _("Animals that a hunter eats. For leopards above all deer and wild boar."),
            forms(_("prey animals|prey")),
            "",
        ),
        Term(
            "poaching",
            _("Poaching"),
            _("Hunting that is forbidden. This is why real camera places stay secret."),
            forms(_("poaching|poachers|poacher")),
            "",
        ),
    )
