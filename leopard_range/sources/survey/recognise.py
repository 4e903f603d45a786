"""Which format a survey is in, told from its files and the first line of each."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.sources.upload.camtrap import DESCRIPTOR

__all__ = ["recognise"]


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

    Raises
    ------
    LeopardRangeError
        ``survey_unknown``, naming what was found.
    """
    if any(posixpath.basename(path) == DESCRIPTOR for path in files):
        return "camtrap"
    raise LeopardRangeError("survey_unknown", file=name, found=", ".join(sorted(files)[:10]))
