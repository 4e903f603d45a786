"""What several studies share: which layers are ranges, and how sources and cautions are gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.model import Citation, Note
from leopard_range.studies.shape import N_, Cost

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

    from leopard_range.catalog import Catalog
    from leopard_range.model import Layer

__all__ = [
    "CATEGORY_WORDS",
    "CURRENT",
    "ELSEWHERE",
    "HISTORIC",
    "HISTORIC_CHOICES",
    "Evidence",
    "metric",
    "names",
    "points_cost",
    "range_layer",
]

CURRENT = "range_current"
"""Layer of today's range."""

HISTORIC = {"matched": "range_historical", "envelope": "range_historical_envelope"}
"""The two definitions of the historical range and their layers."""

HISTORIC_CHOICES = tuple(HISTORIC)

ELSEWHERE = {"en": "Elsewhere", "ru": "В других местах", "zh": "其他地方", "ko": "그 밖의 곳"}
"""Name of what lies in no country of the map: slivers between two coastlines."""

CATEGORY_WORDS = (N_("none"),)
"""Words among the Red List categories; CR, EN and VU are the same in every language."""


class Evidence:
    """Gathers the citations and notes of everything a study touches, each once.

    Parameters
    ----------
    catalog : Catalog
        Where the layers come from.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._citations: dict[Citation, None] = {}
        self._notes: dict[Note, None] = {}

    def layer(self, id_: str) -> Layer:
        """Read a vector layer, keeping its citation and its cautions."""
        layer = self._catalog.layer(id_)
        self.cite(layer.spec.cite)
        self.note(*layer.notes)
        return layer

    def cite(self, *citations: Citation) -> None:
        """Keep citations."""
        self._citations.update(dict.fromkeys(citations))

    def note(self, *notes: Note) -> None:
        """Keep notes."""
        self._notes.update(dict.fromkeys(notes))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation kept, in the order of first use."""
        return tuple(self._citations)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note kept, in the order of first use."""
        return tuple(self._notes)


def metric(catalog: Catalog, layer: Layer) -> GeoDataFrame:
    """Project a layer to the species' equal-area CRS in metres.

    Parameters
    ----------
    catalog : Catalog
        Knows the species.
    layer : Layer
        Features in EPSG:4326.
    """
    from leopard_range.crs import to_metric

    return to_metric(layer.frame, catalog.species.metric_crs, name=layer.spec.id)


def range_layer(catalog: Catalog, evidence: Evidence, id_: str) -> Layer:
    """Read one of the ranges of the catalogue.

    Parameters
    ----------
    catalog : Catalog
        Lists the ranges: polygon layers of the group ``range``.
    evidence : Evidence
        Gathers its source.
    id_ : str
        Identifier of a range.

    Raises
    ------
    LeopardRangeError
        ``unknown_layer`` with the ranges there are.
    """
    ranges = [s.id for s in catalog.specs.values() if s.group == "range" and s.kind == "polygon"]
    if id_ not in ranges:
        raise LeopardRangeError("unknown_layer", layer=id_, choices=", ".join(ranges))
    return evidence.layer(id_)


def names(frame: Any) -> list[dict[str, str]]:
    """Return the names of features in every language, in their order.

    Parameters
    ----------
    frame : DataFrame
        Columns ``name_en``, ``name_ru``, ``name_zh``, ``name_ko``.
    """
    columns = frame[[f"name_{language}" for language in LANGUAGES]].astype("string").fillna("")
    return [dict(zip(LANGUAGES, row, strict=True)) for row in columns.itertuples(index=False)]


def points_cost(catalog: Catalog, path: Path) -> Cost:
    """Estimate what the areas of a reader's points take.

    The figures are those of ``make bench`` (``tests/benchmarks/test_engine.py``) on two cores:
    loading takes 4 s of one core and 330 MB, and each point 12 microseconds and 0.8 kB more.

    Parameters
    ----------
    catalog : Catalog
        Tells about how many points there are.
    path : Path
        The file; one that is missing costs nothing.
    """
    count = catalog.points_about(path)
    return Cost(4 + 12e-6 * count, 330 + 0.8e-3 * count, Note.of("cost_points", count=float(f"{count:.2g}")))
