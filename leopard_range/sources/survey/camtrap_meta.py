"""What a Camtrap DP package says about itself, kept without the people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leopard_range.sources.upload.text import clean

__all__ = ["metadata", "says_simulated"]

_TEXTS = ("name", "id", "created", "title", "description", "version", "homepage", "bibliographicCitation")
_PROJECT = ("id", "title", "acronym", "description", "path", "samplingDesign")
_LICENCE = ("name", "path", "title", "scope")
_MAX_LIST = 200


def metadata(about: Mapping[str, Any]) -> dict[str, Any]:
    """Keep title, project, licences and institutions of a package.

    Parameters
    ----------
    about : mapping
        ``datapackage.json``.

    Returns
    -------
    dict
        Plain JSON values: texts, truth values, lists and dicts of them.  Of the contributors, only
        institutions and rights holders stay, without their addresses.
    """
    out: dict[str, Any] = {key: _text(about[key]) for key in _TEXTS if _text(about.get(key))}
    if words := _texts(about.get("keywords")):
        out["keywords"] = words
    licences = [
        {key: _text(one[key]) for key in _LICENCE if _text(one.get(key))}
        for one in _dicts(about.get("licenses"))
    ]
    if licences := [one for one in licences if one]:
        out["licenses"] = licences
    project = about.get("project")
    if isinstance(project, dict):
        out["project"] = _project(project)
    if holders := _holders(about.get("contributors")):
        out["contributors"] = holders
    return out


def says_simulated(about: Mapping[str, Any]) -> bool:
    """Tell whether a package says that a program made it up.

    Parameters
    ----------
    about : mapping
        ``datapackage.json``.
    """
    return "simulated" in {one.casefold() for one in _texts(about.get("keywords"))}


def _project(project: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {key: _text(project[key]) for key in _PROJECT if _text(project.get(key))}
    for key in ("captureMethod", "observationLevel"):
        if words := _texts(project.get(key)):
            out[key] = words
    if isinstance(project.get("individualAnimals"), bool):
        out["individualAnimals"] = project["individualAnimals"]
    return out


def _holders(contributors: Any) -> list[dict[str, str]]:
    """Institutions: people's names and addresses are not kept."""
    out: dict[tuple[str, str], dict[str, str]] = {}
    for one in _dicts(contributors):
        role = _text(one.get("role"))
        held = role in ("rightsHolder", "publisher")
        title = _text(one.get("title")) if held else _text(one.get("organization"))
        if title:
            kept = {"title": title, **({"role": role} if held else {"organization": title})}
            out.setdefault((title, kept.get("role", "")), kept)
    return list(out.values())


def _text(value: Any) -> str:
    return clean(value).strip() if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [text for one in listed[:_MAX_LIST] if (text := _text(one))]


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value[:_MAX_LIST] if isinstance(one, dict)] if isinstance(value, list) else []
