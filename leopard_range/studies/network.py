"""How well a network of habitat patches holds together, and what each patch gives it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, check_question, option, rows, value

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["INDICES", "NetworkAnswer", "NetworkQuestion", "PatchRow", "network"]

INDICES = (
    Citation(
        "Saura S., Pascual-Hortal L. (2007) A new habitat availability index to integrate connectivity in "
        "landscape conservation planning. Landscape and Urban Planning 83: 91-103.",
        "https://doi.org/10.1016/j.landurbplan.2007.03.005",
    ),
    Citation(
        "Saura S., Rubio L. (2010) A common currency for the different ways in which patches and links can "
        "contribute to habitat availability and connectivity in the landscape. Ecography 33: 523-537.",
        "https://doi.org/10.1111/j.1600-0587.2009.05760.x",
    ),
    Citation(
        "Saura S., Estreguil C., Mouton C., Rodríguez-Freire M. (2011) Network analysis to assess landscape "
        "connectivity trends: application to European forests (1990-2000). Ecological Indicators 11(2): "
        "407-416.",
        "https://doi.org/10.1016/j.ecolind.2010.06.011",
    ),
)
"""Where the indices are defined."""

MOST_PATCHES = 1_500
"""More would take minutes and gigabytes."""


@dataclass(frozen=True, slots=True)
class NetworkQuestion:
    """How well some patches hold together.

    Attributes
    ----------
    file : str
        Path of a CSV with x, y in metres and area_ha, or of a vector file of polygons.
    distance_m : float
        Distance at which the probability of dispersal is known, metres.
    probability : float
        The probability there.
    landscape_ha : float
        Area of the whole landscape, hectares; 0: not known, and no PC.
    between : str
        Distances between the ``edges`` of polygons or the ``centroids``; points are centroids.

    Raises
    ------
    LeopardRangeError
        ``bad_choice``, ``bad_argument``, ``not_number``.
    """

    file: str = option(
        N_("CSV with x and y in metres and area_ha, or any vector file of polygons"),
        str,
        names="file",
        positional=True,
    )
    distance_m: float = option(
        N_("distance at which the probability of dispersal is known, m"), float, default=10_000.0, least=1.0
    )
    probability: float = option(
        N_("probability of dispersal over that distance"), float, default=0.05, least=1e-6, most=0.999999
    )
    landscape_ha: float = option(
        N_("area of the whole landscape, ha; 0: no probability of connectivity"),
        float,
        default=0.0,
        least=0.0,
    )
    between: str = option(
        N_("distances between the edges of polygons, or between centroids"),
        str,
        choices=("centroids", "edges"),
        default="centroids",
    )

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchRow:
    """What one patch gives the network."""

    id: str = value(N_("Patch"))
    area_ha: float = value(N_("Area"), "ha", 1)
    importance_share: float = value(N_("Importance (dPC)"), "%", 3)
    intra_share: float = value(N_("of it, its own area (intra)"), "%", 3)
    flux_share: float = value(N_("of it, movement from and to it (flux)"), "%", 3)
    connector_share: float = value(N_("of it, movement through it (connector)"), "%", 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAnswer(Answer):
    """Indices of a network."""

    patches: int = value(N_("Patches"))
    area_ha: float = value(N_("Area of all patches"), "ha", 2)
    area_km2: float = value(N_("Area of all patches"), "km²", 2)
    eca_ha: float = value(N_("Equivalent connected area (ECA)"), "ha", 2)
    eca_km2: float = value(N_("Equivalent connected area (ECA)"), "km²", 2)
    eca_share: float | None = value(N_("ECA of the area of all patches"), "%", 1)
    probability_of_connectivity: float | None = value(
        N_("Probability of connectivity (PC)"), "", 6, optional=True
    )
    by_patch: tuple[PatchRow, ...] = rows(N_("By patch"), PatchRow)


def network(catalog: Catalog, question: NetworkQuestion) -> NetworkAnswer:
    """Measure the connectivity of the patches a reader brings.

    Parameters
    ----------
    catalog : Catalog
        Reads the file.
    question : NetworkQuestion
        Which file, and how far the species disperses.

    Returns
    -------
    NetworkAnswer
        Patches in file order.

    Raises
    ------
    LeopardRangeError
        ``too_many_patches``, ``bad_argument`` for a landscape smaller than its patches, and what
        `leopard_range.catalog.Catalog.patches` raises.
    """
    from leopard_range.analysis.corridor.network import connectivity, dispersal_probability, distances_m

    path = Path(question.file)
    frame = catalog.patches(path)
    if len(frame) > MOST_PATCHES:
        raise LeopardRangeError("too_many_patches", file=path.name, count=len(frame), limit=MOST_PATCHES)
    shapes = frame.geometry if question.between == "edges" else frame.centroid
    direct = dispersal_probability(distances_m(shapes.to_numpy()), question.distance_m, question.probability)
    found = connectivity(frame["area_ha"].to_numpy(), direct, question.landscape_ha or None)
    total = float(frame["area_ha"].sum())
    parts = (found.dpc, found.intra, found.flux, found.connector)
    return NetworkAnswer(
        patches=len(frame),
        area_ha=total,
        area_km2=total / 100,
        eca_ha=found.eca,
        eca_km2=found.eca / 100,
        eca_share=found.eca / total if total else None,
        probability_of_connectivity=found.pc,
        by_patch=tuple(
            PatchRow(
                id=id_,
                area_ha=area,
                importance_share=whole,
                intra_share=intra,
                flux_share=flux,
                connector_share=connector,
            )
            for id_, area, whole, intra, flux, connector in zip(
                frame["id"], frame["area_ha"].tolist(), *(part.tolist() for part in parts), strict=True
            )
        ),
        citations=INDICES,
        notes=(Note("network_straight"),),
    )
