"""Studies as jobs: for questions that take long, on whatever engine there is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leopard_range.config import Role, Settings
from leopard_range.engine import Engine, Job, Limits, follow, report
from leopard_range.studies import STUDIES, answer
from leopard_range.studies.corridor.common import several
from leopard_range.studies.shape import options

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.studies.shape import Cost

__all__ = ["LIMITS", "PRELOAD", "answer_in", "expected", "submit"]

LIMITS = Limits(wall_s=3600, cpu_s=3600, memory_mb=4000, file_mb=1000, result_mb=500)
"""What answering one question may use."""

PRELOAD = ("leopard_range.studies.jobs", "leopard_range.catalog")
"""What an engine loads once for all studies."""


def expected(catalog: Catalog, question: Any) -> Cost | None:
    """Estimate what an answer will take; None when it takes a moment.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : dataclass
        A question of one of the studies.
    """
    study = {study.question: study for study in STUDIES.values()}[type(question)]
    cost = study.cost(catalog, question) if study.cost else None
    return cost if cost is not None and cost.large else None


def submit(engine: Engine, settings: Settings, question: Any, clearance: Role | None = None) -> Job:
    """Start answering a question as a job.

    Parameters
    ----------
    engine : Engine
        Where it runs.
    settings : Settings
        The job opens the catalog anew from them.
    question : dataclass
        A question of one of the studies.
    clearance : str, optional
        What whoever asks may see, as in `leopard_range.studies.answer`.
    """
    # A job has a folder of its own, where relative paths lead nowhere.
    here = dataclasses.replace(settings, data=settings.data.absolute())
    return engine.submit(_answer, here, _anywhere(question), clearance, limits=LIMITS)


def answer_in(
    engine: Engine,
    settings: Settings,
    question: Any,
    clearance: Role | None = None,
    on_progress: Callable[[Job], None] | None = None,
) -> Any:
    """Answer a question as a job and wait; whatever interrupts the wait ends the job.

    Parameters
    ----------
    engine : Engine
        Where it runs.
    settings : Settings
        The job opens the catalog anew from them.
    question : dataclass
        A question of one of the studies.
    clearance : str, optional
        What whoever asks may see.
    on_progress : callable, optional
        Called with the job now and then.

    Returns
    -------
    Answer
        The same as `leopard_range.studies.answer` gives.

    Raises
    ------
    LeopardRangeError
        The study's own, and why the job was ended.
    """
    study = {study.question: study for study in STUDIES.values()}[type(question)]
    if study.spreads and settings.engine not in ("here", "processes"):
        # A job on one worker of a cluster could not use the others.
        from leopard_range.catalog import open_catalog

        return answer(open_catalog(settings), question, clearance, engine.map)
    return follow(submit(engine, settings, question, clearance), on_progress)


def _anywhere(question: Any) -> Any:
    """Make the paths of a reader's files hold in the job's own folder too; an empty one names none."""
    changed = {}
    for one in options(type(question)):
        text = getattr(question, one.key)
        if one.names == "each":
            changed[one.key] = "; ".join(map(_file_anywhere, several(text)))
        elif one.names == "maybe":
            changed[one.key] = _file_anywhere(text)
        elif one.names == "folder" or (one.names == "file" and text):
            changed[one.key] = str(Path(text).absolute())
    return dataclasses.replace(question, **changed) if changed else question


def _file_anywhere(text: str) -> str:
    """Return an absolute path for a text that names a file, and any other as it is."""
    return str(Path(text).absolute()) if text and _is_file(text.lstrip()) else text


def _is_file(text: str) -> bool:
    try:
        return not text.startswith("{") and Path(text).is_file()
    except OSError:  # no path: too long for one
        return False


def _answer(settings: Settings, question: Any, clearance: Role | None) -> Any:
    from leopard_range.catalog import open_catalog

    report("computing")
    return answer(open_catalog(settings), question, clearance)
