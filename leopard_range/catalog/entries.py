"""Entries of ``catalog.toml``: read, checked, and turned into layer specs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.model import PATTERNS, Field, LayerSpec, Note, Style
from leopard_range.schema import TYPES

__all__ = ["notes_of", "read_toml", "spec_of"]

VECTORS = ("polygon", "line", "point")

RULES = ("", "stations", "detections", "surface", "counts", "withhold")
"""How a layer of exact records is made public; see `LayerSpec`."""

_TEXTS = ("citation", "url", "licence", "attribution")
_WORDS = ("title", "about", "source", "period")
_ID = re.compile(r"[a-z][a-z0-9_]{0,60}")
"""Identifiers stand in addresses, file names and scripts."""
_DRAWN = re.compile(r"#[0-9A-Fa-f]{6}|[0-9 .]*")
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": (*VECTORS, "raster", "image", "table"),
    "method": ("surveyed", "derived", "schematic", "simulated"),
    "sensitivity": ("public", "exact"),
    "group": ("base", "range", "reserves", "land", "survey", "tables"),
}


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Parameters
    ----------
    path : Path
        UTF-8 text.

    Raises
    ------
    LeopardRangeError
        ``toml_invalid``.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise LeopardRangeError("toml_invalid", file=path.name, problem=str(problem)) from problem


def spec_of(id_: str, table: dict[str, Any]) -> LayerSpec:
    """Turn one table of the catalogue into a spec, naming the key that is wrong.

    Parameters
    ----------
    id_ : str
        Identifier of the layer.
    table : dict
        Its table in ``catalog.toml``.

    Raises
    ------
    LeopardRangeError
        ``catalog_invalid``.
    """

    def bad(key: str, problem: str) -> LeopardRangeError:
        return LeopardRangeError("catalog_invalid", layer=id_, key=key, problem=problem)

    values = dict(table)
    for key in (*_TEXTS, *_WORDS, *_CHOICES, "file", "sha256", "pos_error_m"):
        if key not in values:
            raise bad(key, "it is missing")
    for key, choices in _CHOICES.items():
        if values[key] not in choices:
            raise bad(key, f"it must be one of {', '.join(choices)}")
    for key in _WORDS:
        if set(values[key]) != set(LANGUAGES):
            raise bad(key, f"it needs the languages {', '.join(LANGUAGES)}")
        values[key] = MappingProxyType(values[key])
    fields = values.pop("fields", {})
    wrong = [name for name, about in fields.items() if about.get("type") not in TYPES]
    if wrong:
        raise bad(f"fields.{wrong[0]}.type", f"it must be one of {', '.join(TYPES)}")
    if values.get("rule", "") not in RULES:
        raise bad("rule", f"it must be one of {', '.join(RULES[1:])}")
    values["public_text"] = tuple(values.get("public_text", ()))
    if "bounds" in values:
        values["bounds"] = tuple(values["bounds"])
    if not _ID.fullmatch(id_):
        raise bad("id", "it must be small letters, digits and underscores")
    values["fields"] = tuple(
        Field(name, f["type"], f.get("unit", ""), f["text"]) for name, f in fields.items()
    )
    try:
        values["style"] = Style(**values.get("style", {}))
        spec = LayerSpec(id=id_, **values)
    except TypeError as problem:
        raise bad("style or another", str(problem)) from problem
    wrong_style = _wrong_style(spec.style)
    if wrong_style:
        raise bad(*wrong_style)
    return spec


def _wrong_style(style: Style) -> tuple[str, str] | None:
    """Return the key of a style that is wrong and what it must be; None when all is well."""
    if not all(map(_DRAWN.fullmatch, (style.stroke, style.fill, style.dash))):
        return "style", "colours are #rrggbb and a dash is a pattern of numbers"
    if style.pattern not in PATTERNS:
        return "style.pattern", f"it must be one of {', '.join(PATTERNS[1:])}, or empty"
    return None


def notes_of(spec: LayerSpec) -> tuple[Note, ...]:
    """Return the cautions that follow from how a layer was made.

    Parameters
    ----------
    spec : LayerSpec
        Which layer.
    """
    made_coarse = spec.sensitivity == "public" and spec.rule in RULES[1:-1]
    general = (Note("generalised"),) if made_coarse else ()
    if spec.method == "simulated":
        return (Note("simulated"), *general)
    if spec.method == "schematic":
        names = {f"layer_{language}": title for language, title in spec.title.items()}
        return (Note.of("schematic", **names, error_km=round(spec.pos_error_m / 1000)), *general)
    return general
