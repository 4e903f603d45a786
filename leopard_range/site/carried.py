"""What the site holds to carry away: layers with their sources, sheets for a class, the animation."""

from __future__ import annotations

import io
import zipfile

from leopard_range.catalog import Catalog
from leopard_range.content import Edition
from leopard_range.content.lessons import lessons
from leopard_range.model import LayerSpec
from leopard_range.prints.animation import years
from leopard_range.prints.lesson import HANDOUTS, SHEETS, handout
from leopard_range.reports import export

__all__ = ["animation_name", "class_files", "layer_file", "layer_form", "sheet_name"]

_FORMATS = {"geojson": "GeoJSON", "geojson.zip": "GeoJSON, ZIP", "csv": "CSV", "zip": "ZIP"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def layer_form(spec: LayerSpec) -> tuple[str, str]:
    """Return the name of a layer's format and of its file, from the root of the site.

    Parameters
    ----------
    spec : LayerSpec
        A layer with a public view.
    """
    form = _form(spec)
    return _FORMATS[form], f"files/{spec.id}.{form}"


def _form(spec: LayerSpec) -> str:
    if spec.kind == "table":
        return "csv"
    if spec.kind in ("raster", "image"):
        return "zip"
    # The background and the cells are most of all data: packed they leave room for the sheets.
    return "geojson.zip" if spec.group in ("base", "survey") else "geojson"


def layer_file(catalog: Catalog, spec: LayerSpec) -> bytes:
    """Return a layer's file with its source, licence and cautions inside.

    Parameters
    ----------
    catalog : Catalog
        Of the public.
    spec : LayerSpec
        A layer with a public view.
    """
    form = _form(spec)
    made = export(catalog, spec.id, form.partition(".")[0]).content
    return _packed(f"{spec.id}.geojson", made) if form == "geojson.zip" else made


def _packed(name: str, body: bytes) -> bytes:
    """Zip one file, the same bytes on every day."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo(name, _EPOCH), body, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def sheet_name(lang: str, lesson: str, sheet: str) -> str:
    """Return where a lesson's sheet stands, from the root of the site.

    Parameters
    ----------
    lang, lesson, sheet : str
        Language, ages (``10-12``), ``glossary`` or ``quiz``, and ``pupil`` or ``teacher``.
    """
    return f"print/{lang}/lesson-{lesson}.{sheet}.pdf"


def animation_name(lang: str) -> str:
    """Return where the animation of the years stands, from the root of the site."""
    return f"picture/years-{lang}.gif"


def class_files(edition: Edition, address: str) -> dict[str, bytes]:
    """Make the sheets of every lesson, of glossary and quiz, and the animation of the years in one language.

    Parameters
    ----------
    edition : Edition
        Of the site.
    address : str
        Where the site will be found; empty: the sheets carry no codes.

    Returns
    -------
    dict
        Name from the root of the site -> PDF or GIF.
    """
    base = address and f"{address}/{edition.lang}"
    made = {
        sheet_name(edition.lang, lesson.id, sheet): handout(edition, lesson.id, sheet, address=base)
        for lesson in lessons(edition)
        for sheet in SHEETS
    }
    made |= {
        sheet_name(edition.lang, name, "pupil"): handout(edition, name, address=base) for name in HANDOUTS
    }
    return made | {animation_name(edition.lang): years(edition)}
