"""What a layer of the map shows, in numbers: how many, how large, how long, from where to where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Text
from leopard_range.studies.shape import N_, check_question, option, rows, value

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from leopard_range.catalog import Catalog

__all__ = ["ClassRow", "DescribeAnswer", "DescribeQuestion", "describe"]

_KINDS = (N_("polygon"), N_("line"), N_("point"))


@dataclass(frozen=True, slots=True)
class DescribeQuestion:
    """What a layer of the public map shows.

    Attributes
    ----------
    layer : str
        Identifier of a vector layer.
    year : int
        Only what there was in that year; 0 for all years.

    Raises
    ------
    LeopardRangeError
        ``not_whole``.
    """

    layer: str = option(N_("Layer to describe"), str, positional=True)
    year: int = option(N_("Year; 0 for all years"), int, default=0)

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """One class of coarse cells."""

    name: str = value(N_("Class"))
    count: int = value(N_("Number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeAnswer(Answer):
    """Numbers of what the public map shows; areas and lengths on the ellipsoid WGS 84."""

    layer: str = value(N_("Layer"))
    name: Text = value(N_("Name"))
    kind: str = value(N_("Kind"), words=_KINDS)
    year: int = value(N_("Year; 0 for all years"), "year")
    count: int = value(N_("Number"))
    area_km2: float | None = value(N_("Area, overlaps counted once"), "km²", optional=True)
    parts: int | None = value(N_("Separate areas"), optional=True)
    length_km: float | None = value(N_("Length"), "km", optional=True)
    west: float | None = value(N_("West"), "°", 1, optional=True)
    south: float | None = value(N_("South"), "°", 1, optional=True)
    east: float | None = value(N_("East"), "°", 1, optional=True)
    north: float | None = value(N_("North"), "°", 1, optional=True)
    year_from: int | None = value(N_("From"), "year", optional=True)
    year_to: int | None = value(N_("Until"), "year", optional=True)
    pos_error_km: float = value(N_("Position known to"), "km", 1)
    classes: tuple[ClassRow, ...] = rows(N_("By class"), ClassRow)


def describe(catalog: Catalog, question: DescribeQuestion) -> DescribeAnswer:
    """Measure the public view of a layer.

    Parameters
    ----------
    catalog : Catalog
        Gives the public view: sensitive layers as coarse cells.
    question : DescribeQuestion
        Which layer, in which year.

    Returns
    -------
    DescribeAnswer
        With the layer's source and cautions.

    Raises
    ------
    LeopardRangeError
        ``unknown_layer`` for one that has no public view or no shapes, and the catalog's own.
    """
    known = [s.id for s in catalog.specs.values() if s.has_public_view and s.kind in _KINDS]
    if question.layer not in known:
        raise LeopardRangeError("unknown_layer", layer=question.layer, choices=", ".join(known))
    layer = catalog.layer(question.layer, public=True)
    frame = _alive(layer.frame, question.year)
    spec = layer.spec
    box = [float(edge) for edge in frame.total_bounds] if len(frame) else [None] * 4
    area, parts = _area(frame) if spec.kind == "polygon" and len(frame) else (None, None)
    return DescribeAnswer(
        layer=spec.id,
        name=dict(spec.title),
        kind=spec.kind,
        year=question.year,
        count=len(frame),
        area_km2=area,
        parts=parts,
        length_km=_length(frame) if spec.kind == "line" and len(frame) else None,
        west=box[0],
        south=box[1],
        east=box[2],
        north=box[3],
        year_from=spec.year_from,
        year_to=spec.year_to,
        pos_error_km=spec.pos_error_m / 1000,
        classes=_classes(frame, spec.rule),
        citations=(spec.cite,),
        notes=layer.notes,
    )


def _alive(frame: GeoDataFrame, year: int) -> GeoDataFrame:
    """Keep the features of a year; 0 keeps all."""
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    for column, holds in (("year_from", "le"), ("year_to", "ge")):
        if year and column in frame.columns:
            bound = frame[column].astype("Float64")
            frame = frame[(bound.isna() | getattr(bound, holds)(year)).fillna(value=True).astype(bool)]
    return frame


def _area(frame: GeoDataFrame) -> tuple[float, int]:
    from geopandas import GeoSeries

    from leopard_range.analysis.geodesy import geodesic_area_km2

    whole = GeoSeries([frame.geometry.union_all()], crs=frame.crs)
    return float(geodesic_area_km2(whole).iloc[0]), len(whole.explode())


def _length(frame: GeoDataFrame) -> float:
    from leopard_range.analysis.geodesy import geodesic_length_km

    return float(geodesic_length_km(frame).sum())


def _classes(frame: GeoDataFrame, rule: str) -> tuple[ClassRow, ...]:
    from leopard_range.catalog import CLASSES

    column: Any = CLASSES.get(rule)
    if column not in frame.columns:
        return ()
    counts = frame[column].astype(str).value_counts(sort=False)
    return tuple(ClassRow(name=str(name), count=int(count)) for name, count in sorted(counts.items()))
