"""Work that takes long, on a page: its place in the queue, its progress, a way to end it, its result.

The page stays usable meanwhile: only a small part of it asks, twice a second.
A job belongs to the session that started it and ends with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from leopard_range.engine import Job
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import duration, note_sentence, number, progress, sentence
from leopard_range.studies.shape import Cost
from leopard_range.ui.plain import show_notice
from leopard_range.ui.session import language, words

__all__ = ["expectation", "show_job", "start_job"]

_EVERY_S = 0.5


def _end(jobs: dict[str, Job]) -> None:
    for job in jobs.values():
        job.cancel()


# Streamlit lets go of what a session has cached when the session ends, and of nothing else then.
@st.cache_resource(scope="session", on_release=_end, show_spinner=False)
def _jobs() -> dict[str, Job]:
    return {}


def start_job(key: str, start: Callable[[], Job]) -> None:
    """Start a job for this session; an earlier one of the same key is ended.

    Parameters
    ----------
    key : str
        Names the job in this session.
    start : callable
        Submits it, for example ``lambda: submit(engine(), settings(), question)``.
        What it raises is shown by `show_job`.
    """
    before = _jobs().pop(key, None)
    if before is not None:
        before.cancel()
    try:
        job = start()
    except LeopardRangeError as problem:
        job = Job()
        job.finish(error=problem)
    _jobs()[key] = job


def show_job(key: str, on_result: Callable[[Any], None]) -> bool:
    """Show how far a job is; say why it failed; hand over its result once.

    Parameters
    ----------
    key : str
        As in `start_job`.
    on_result : callable
        Takes the result, for example to keep it in the session; the page runs again afterwards.

    Returns
    -------
    bool
        Whether the job still waits or runs.
    """
    job = _jobs().get(key)
    if job is None:
        return False
    if not job.ended:
        _watch(key)
        return True
    try:
        found = job.result()
    except LeopardRangeError as problem:
        show_notice(sentence(problem, language()), "info" if problem.code == "job_cancelled" else "error")
        return False
    del _jobs()[key]
    on_result(found)
    st.rerun()
    return False


@st.fragment(run_every=_EVERY_S)
def _watch(key: str) -> None:
    """Draw the bar and the button, again and again, until the job has ended."""
    job = _jobs().get(key)
    if job is None or job.ended:
        st.rerun()
    told, _ = job.progress, words()
    text = progress(job.position, told.stage, told.share, told.left_s, language())
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"job-{key}"):
        st.progress(told.share or 0.0, text=text)
        if st.button(_("Cancel"), icon=":material/close:", key=f"job-{key}-cancel"):
            job.cancel()
            st.rerun()


def expectation(cost: Cost) -> str:
    """Say what an answer will take, before it is started.

    Parameters
    ----------
    cost : Cost
        Of a study, as `leopard_range.studies.jobs.expected` gives it.
    """
    _, lang = words(), language()
    return _("{why} This takes about {time} and {memory} MB of memory.").format(
        why=note_sentence(cost.why, lang),
        time=duration(cost.seconds, lang),
        memory=number(cost.memory_mb, lang),
    )
