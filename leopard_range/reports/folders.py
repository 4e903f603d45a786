"""Answers that are a folder of files, under the names that other programs give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from leopard_range.errors import LeopardRangeError
from leopard_range.reports.circuit import circuit_folder
from leopard_range.reports.omniscape import omniscape_files

__all__ = ["FOLDERS", "answer_folder"]

FOLDERS: Mapping[str, Callable[[Any, Path], tuple[Path, ...]]] = {
    "circuit": circuit_folder,
    "omniscape": omniscape_files,
}
"""Study -> who writes its files."""


def answer_folder(study: str, answer: Any, folder: Path) -> tuple[Path, ...]:
    """Write the files of an answer.

    Parameters
    ----------
    study : str
        Name of one of `FOLDERS`.
    answer : Answer
        Its answer.
    folder : Path
        Where they go; made when it is not there.

    Returns
    -------
    tuple of Path
        What was written, each file whole.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(folder), reason=reason) from None
    return FOLDERS[study](answer, folder)
