"""Answers as files to keep, with their sources and cautions inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from leopard_range import __version__
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, translator
from leopard_range.model import Answer
from leopard_range.reports.corridor import report_gpkg, report_html, report_json, report_pdf, report_zip
from leopard_range.reports.corridor.surfaces import current_tif, path_gpkg, path_tif
from leopard_range.reports.cost import cost_tif
from leopard_range.reports.formats import About
from leopard_range.reports.heatmap import heat_gpkg, heat_tif
from leopard_range.reports.quality import quality_csv

__all__ = ["ANSWER_FILES", "answer_file", "answer_kind"]


def _findings(answer: Any, about: About, day: date) -> bytes:
    return quality_csv(answer.problems, about["language"])


ANSWER_FILES: Mapping[str, Mapping[str, Callable[[Any, About, date], bytes]]] = {
    "corridor current": {"tif": current_tif},
    "corridor path": {"tif": path_tif, "gpkg": path_gpkg},
    "cost": {"tif": cost_tif},
    "survey check": {"csv": _findings},
    "survey heatmap": {"tif": heat_tif, "gpkg": heat_gpkg},
    "corridor report": {
        "html": report_html,
        "pdf": report_pdf,
        "gpkg": report_gpkg,
        "zip": report_zip,
        "json": report_json,
    },
}
"""Study -> ending of a file name -> who writes it."""


def answer_kind(study: str, path: Path) -> str:
    """Return what kind of file a name asks for.

    Parameters
    ----------
    study : str
        Name of the study.
    path : Path
        Where the file shall stand.

    Raises
    ------
    LeopardRangeError
        ``unknown_format``.
    """
    known = ANSWER_FILES.get(study, {})
    kind = path.suffix.removeprefix(".").casefold()
    if kind not in known:
        raise LeopardRangeError("unknown_format", format=kind or path.name, choices=", ".join(known))
    return kind


def answer_file(
    study: str, title: str, answer: Answer, kind: str, *, day: date, language: str = "en"
) -> bytes:
    """Write an answer as a file.

    Parameters
    ----------
    study, title : str
        Name and title (message id) of the study.
    answer : Answer
        Its answer.
    kind : str
        One of `ANSWER_FILES` of the study.
    day : date
        Day of the export.
    language : str
        Language of title and cautions; names of columns stay English.

    Returns
    -------
    bytes
        The whole file.
    """
    _ = translator(language)
    about = {
        "title": _(title),
        "about": _(title),
        "citation": " ".join(f"{one.text} {one.url}".strip() for one in answer.citations),
        "licence": "",
        "language": language,
        "cautions": [note_sentence(note, language) for note in answer.notes],
        "exported": day.isoformat(),
        "made_with": f"Leopard Range Explorer {__version__}",
    }
    return ANSWER_FILES[study][kind](answer, about, day)
