"""A layer or a table as a file to keep, with citation, licence and cautions inside.

Where the words about the data stand:

- GeoJSON: the member ``metadata`` beside ``features`` (RFC 7946, section 6.1).
- GeoPackage: ``gpkg_metadata`` and the description in ``gpkg_contents``.
- CSV: the last columns, ``dataset_title`` to ``dataset_cautions``, alike in
  every row: comment lines break most readers, a second file gets lost.  A CSV
  holds a point inside each feature, and says that the outline is elsewhere.
- Rasters and images: a zip with the file and a ``README.txt``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leopard_range import __version__
from leopard_range.catalog import Catalog, notes_of
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, pick
from leopard_range.model import LayerSpec, Note
from leopard_range.reports import formats

__all__ = ["MEDIA_TYPES", "Export", "export", "formats_of"]

MEDIA_TYPES = {
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
"""Every format and its media type."""


@dataclass(frozen=True, slots=True)
class Export:
    """A finished file.

    Attributes
    ----------
    file_name, media_type : str
        Suggested name and type.
    content : bytes
        The whole file.
    notes : tuple of Note
        Cautions, as they stand in the file.
    """

    file_name: str
    media_type: str
    content: bytes
    notes: tuple[Note, ...]


def formats_of(spec: LayerSpec) -> tuple[str, ...]:
    """Return the formats a layer can be saved in, the best first.

    Parameters
    ----------
    spec : LayerSpec
        Which layer.
    """
    return ("zip",) if spec.kind in ("raster", "image") else ("geojson", "gpkg", "csv")


def export(
    catalog: Catalog,
    id_: str,
    format_: str,
    *,
    language: str = "en",
    rounded: bool = False,
    exact: bool = False,
) -> Export:
    """Save a layer as a file with its sources inside.

    Parameters
    ----------
    catalog : Catalog
        Gives the layer; there is no other way in.
    id_ : str
        Layer or table.
    format_ : str
        One of `formats_of` the layer.
    language : str
        Language of title, description and cautions; column names stay English.
    rounded : bool
        Positions of sensitive records rounded to 0.01 degrees instead of the
        public cells.  Only a planner's process may ask.
    exact : bool
        Exact positions of sensitive records.  Only a planner's process may ask,
        and whoever asks logs it (`leopard_range.reports.record`).

    Returns
    -------
    Export
        The same bytes for the same data, language and day.

    Raises
    ------
    LeopardRangeError
        ``unknown_layer``, ``unknown_format``, ``needs_planner`` and what the catalog raises.
    """
    spec = catalog.spec(id_)
    if format_ not in formats_of(spec):
        raise LeopardRangeError("unknown_format", format=format_, choices=", ".join(formats_of(spec)))
    if (exact or rounded) and spec.sensitivity == "exact" and catalog.settings.role != "planner":
        raise LeopardRangeError("needs_planner")
    if format_ == "zip":
        notes = notes_of(spec)
        content = formats.as_zip(catalog.file(id_), _about(catalog, spec, notes, language))
    else:
        write = {"geojson": formats.as_geojson, "gpkg": formats.as_gpkg, "csv": formats.as_csv}[format_]
        spec, frame, notes = _contents(catalog, spec, rounded, exact)
        if format_ == "csv" and spec.kind in ("polygon", "line"):
            notes = (*notes, Note("csv_holds_points"))
        content = write(id_, frame, _about(catalog, spec, notes, language), catalog.settings.today)
    return Export(f"{id_}.{format_}", MEDIA_TYPES[format_], content, notes)


def _contents(
    catalog: Catalog, spec: LayerSpec, rounded: bool, exact: bool
) -> tuple[LayerSpec, Any, tuple[Note, ...]]:
    """Return spec, frame and notes of what may be shown: a generalised layer has its own."""
    if spec.kind == "table":
        return spec, catalog.table(spec.id, public=not exact), notes_of(spec)
    if exact:
        layer = catalog.exact(spec.id)
    else:
        layer = catalog.rounded(spec.id) if rounded else catalog.layer(spec.id, public=True)
    return layer.spec, layer.frame, layer.notes


def _about(catalog: Catalog, spec: LayerSpec, notes: tuple[Note, ...], language: str) -> dict[str, Any]:
    return {
        "title": pick(spec.title, language),
        "about": pick(spec.about, language),
        "source": pick(spec.source, language),
        "citation": spec.citation,
        "url": spec.url,
        "licence": spec.licence,
        "attribution": spec.attribution,
        "period": pick(spec.period, language),
        "method": spec.method,
        "positional_error_m": spec.pos_error_m,
        "cautions": [note_sentence(note, language) for note in notes],
        "fields": {f.name: {"type": f.type, "unit": f.unit, "text": f.text} for f in spec.fields},
        "exported": catalog.settings.today.isoformat(),
        "made_with": f"Leopard Range Explorer {__version__}",
    }
