"""Which format a survey is in, told from its files and the first line of each."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.sources.survey import insights, secr, spacecap
from leopard_range.sources.survey.mapping import example, guessed, told
from leopard_range.sources.survey.sheet import first_titles
from leopard_range.sources.upload.camtrap import DESCRIPTOR

__all__ = ["recognise"]

_TEXTS = (".csv", ".tsv", ".tab", ".txt")


def recognise(name: str, files: Mapping[str, bytes], choices: Choices, *, mapped: bool) -> str:
    """Return the module that reads a survey.

    Parameters
    ----------
    name : str
        Its name, for messages.
    files : mapping of str to bytes
        Its files.
    choices : Choices
        ``encoding``.
    mapped : bool
        A mapping of columns was given.

    Returns
    -------
    str
        One of `leopard_range.sources.survey.FORMATS`.

    Raises
    ------
    LeopardRangeError
        ``survey_unknown``, naming what was found.
    """
    if mapped:
        return "plain"
    if any(posixpath.basename(path) == DESCRIPTOR for path in files):
        return "camtrap"
    texts = {path: body for path, body in files.items() if path.lower().endswith(_TEXTS)}
    titles = {path: first_titles(body, name, choices) for path, body in texts.items()}
    parts = {spacecap.part_of(path, found) for path, found in titles.items()}
    if "captures" in parts:
        return "spacecap"
    if insights.parts_of(titles):
        return "insights"
    usual = guessed(titles)
    if usual["deployments"] and usual["records"]:
        return "plain"
    if secr.looks_so(texts, name, choices):
        return "secr"
    headed = {posixpath.basename(path): found for path, found in titles.items() if found}
    raise LeopardRangeError("survey_unknown", file=name, found=told(headed) or "-", example=example())
