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


_PATHS = ("file", "mapping", "captures", "traps", "mask", "config", "out", "raster", "work")
"""Fields of questions that name files of this machine."""

_MAYBE_PATHS = ("region", "proposal", "resistance", "costs", "from_", "to_")
"""Fields that name a file, or something else: a reserve, a place, a drawing."""


def _anywhere(question: Any) -> Any:
    """Make the paths of a reader's files hold in the job's own folder too; an empty one names none."""
    paths = {name: getattr(question, name, None) for name in _PATHS}
    changed = {name: str(Path(path).absolute()) for name, path in paths.items() if path}
    for name in _MAYBE_PATHS:
        text = getattr(question, name, "")
        if text and _is_file(text.lstrip()):
            changed[name] = str(Path(text).absolute())
    if hasattr(question, "root"):
        changed["root"] = str(Path(question.root).absolute())
    if together := getattr(question, "with_", ""):
        found = (str(Path(one).absolute()) if _is_file(one) else one for one in several(together))
        changed["with_"] = "; ".join(found)
    return dataclasses.replace(question, **changed) if changed else question


def _is_file(text: str) -> bool:
    try:
        return not text.startswith("{") and Path(text).is_file()
    except OSError:  # no path: too long for one
        return False


def _answer(settings: Settings, question: Any, clearance: Role | None) -> Any:
    from leopard_range.catalog import open_catalog

    report("computing")
    return answer(open_catalog(settings), question, clearance)
