"""Long questions on the command line: what they will take, how far they are, and Ctrl-C."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from leopard_range.i18n import duration, note_sentence, number, progress, translator

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.engine import Job
    from leopard_range.studies.shape import Cost

__all__ = ["answer_openly", "expectation"]

_CLEAR = "\r\x1b[K"


def answer_openly(catalog: Catalog, question: Any, language: str) -> Any:
    """Answer a question here, or, when it takes long, say so and answer it as a job.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : dataclass
        A question of one of the studies.
    language : str
        Language of the reader.

    Returns
    -------
    Answer
        The study's answer.

    Raises
    ------
    LeopardRangeError
        The study's own, and why the job was ended.
    KeyboardInterrupt
        The reader pressed Ctrl-C; the job has been ended.
    """
    from leopard_range.studies import answer
    from leopard_range.studies.jobs import answer_in, expected

    cost = expected(catalog, question)
    if cost is None:
        return answer(catalog, question)
    from leopard_range.engine import engine_from

    print(expectation(cost, language), file=sys.stderr, flush=True)
    engine = engine_from(catalog.settings)
    shown = sys.stderr.isatty()
    try:
        show = (lambda job: _show(job, language)) if shown else None
        return answer_in(engine, catalog.settings, question, on_progress=show)
    finally:
        if shown:
            print(_CLEAR, end="", file=sys.stderr, flush=True)
        engine.close()


def expectation(cost: Cost, language: str) -> str:
    """Say what an answer will take.

    Parameters
    ----------
    cost : Cost
        Of a study.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    text = _("{why} This takes about {time} and {memory} MB of memory; Ctrl-C ends it.")
    return text.format(
        why=note_sentence(cost.why, language),
        time=duration(cost.seconds, language),
        memory=number(cost.memory_mb, language),
    )


def _show(job: Job, language: str) -> None:
    told = job.progress
    line = progress(job.position, told.stage, told.share, told.left_s, language)
    print(f"{_CLEAR}{line}", end="", file=sys.stderr, flush=True)
