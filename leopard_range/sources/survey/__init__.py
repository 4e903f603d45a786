"""Camera surveys in the formats they come in, read leniently: what is wrong is told, not refused.

One module a format; each takes the files by name and gives the same tables.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath as Path

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import Survey
from leopard_range.sources.survey.carry import MAGIC, pack, unpack
from leopard_range.sources.survey.mapping import example, files_of, read_mapping
from leopard_range.sources.survey.recognise import recognise
from leopard_range.sources.upload import shown_name
from leopard_range.sources.upload.container import SHAPEFILE_ENDINGS, members

__all__ = ["ENDINGS", "FORMATS", "MAGIC", "beside", "pack", "read", "unpack"]

FORMATS = ("camtrap", "insights", "plain", "secr", "spacecap")
"""Modules that read one format each."""

ENDINGS = frozenset({".csv", ".tsv", ".tab", ".txt", ".json"})
"""Endings of the files a survey is read from."""


def beside(name: str, mapping: bytes) -> frozenset[str]:
    """Return the names of the files a mapping speaks of.

    Parameters
    ----------
    name : str
        Name of the survey, for messages.
    mapping : bytes
        JSON.

    Raises
    ------
    LeopardRangeError
        ``survey_mapping_bad`` and the codes of JSON.
    """
    return files_of(read_mapping(name, mapping))


def read(name: str, files: Mapping[str, bytes], choices: Choices, mapping: bytes | None = None) -> Survey:
    """Read a survey.

    Parameters
    ----------
    name : str
        What it is called: a file or a folder; never a path.
    files : mapping of str to bytes
        Its files by name; a single ZIP is opened.
    choices : Choices
        What the person answered.
    mapping : bytes, optional
        JSON that says which column of a CSV is which.

    Returns
    -------
    Survey
        Typed; what could not be read stands in ``problems``.

    Raises
    ------
    LeopardRangeError
        Names the file, what is wrong and the remedy.
    RejectedError
        The file breaks a safety rule.
    """
    shown = shown_name(name)
    found = dict(files)
    if len(found) == 1 and next(iter(found.values())).startswith(b"PK\x03\x04"):
        found = members(shown, next(iter(found.values())), SHAPEFILE_ENDINGS)
    if not found:
        raise LeopardRangeError("survey_unknown", file=shown, found="-", example=example())
    found = {path: body for path, body in found.items() if Path(path).suffix.lower() in ENDINGS}
    format_ = recognise(shown, found, choices, mapped=mapping is not None)
    module = importlib.import_module(f"leopard_range.sources.survey.{format_}")
    told = (mapping,) if format_ == "plain" else ()
    survey: Survey = module.read(shown, found, choices, *told)
    return replace(survey, name=shown)
