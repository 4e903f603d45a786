"""Keep a survey, a question or an answer in a project, and open it here again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import as_json, options
from leopard_range.ui.keeping import keep_with
from leopard_range.ui.session import catalog, words, workspace
from leopard_range.ui.surveys.form import BEFORE
from leopard_range.ui.surveys.held import Found, Held, forget, hold, survey_of
from leopard_range.workspace import Attachment, Content, Item, Parameters, Results
from leopard_range.workspace.codec import tidy_name
from leopard_range.workspace.store import other_name

__all__ = ["CHOSEN", "KIND", "PART", "STUDY", "keep_answer", "keep_survey", "open_again", "opens_here"]

KIND = "survey"
"""Kind of an attachment that holds a packed survey."""

STUDY = "survey_study"
CHOSEN = "survey_chosen"
PART = "cameras_part"
"""Where the session remembers which study, which survey and which part of the page is looked at."""


def _add(project: str, name: str, content: Content, body: bytes = b"") -> None:
    shelf = workspace()
    taken = [one.name for one in shelf.items(project)]
    shelf.add(project, other_name(tidy_name(name), taken), content, body)


def keep_survey(one: Held) -> None:
    """Offer to keep a survey somebody brought.

    Parameters
    ----------
    one : Held
        Which; the data folder's own is everybody's already.
    """
    _ = words()

    def store(project: str) -> None:
        survey = survey_of(one)
        rows = len(survey.deployments) + len(survey.observations) + len(survey.media)
        content = Attachment(KIND, rows, survey.crs, survey.operations)
        _add(project, one.name, content, Path(one.path).read_bytes())

    with st.popover(_("Keep in a project"), icon=":material/folder_open:", key="keep-survey"):
        keep_with(f"keep-{one.number}", store)


def keep_answer(found: Found) -> None:
    """Offer to keep an answer, or the question alone so that it can be asked again.

    Parameters
    ----------
    found : Found
        Which.
    """
    _ = words()
    title = _(STUDIES[found.study].title)
    asked = _plain(found.question) | {"survey": found.survey.name or survey_of(found.survey).name}
    with st.popover(_("Keep in a project"), icon=":material/folder_open:", key="keep-answer"):
        only = st.checkbox(_("The question only"), key="keep-only")

        def store(project: str) -> None:
            answer = found.answer
            content = (
                Parameters(found.study, asked)
                if only
                else Results(
                    found.study, asked, as_json(answer), catalog().version, answer.citations, answer.notes
                )
            )
            _add(project, title, content)

        keep_with(f"keep-{found.number}", store)


def _plain(question: Any) -> dict[str, Any]:
    """Return what was asked, without where a file stands."""
    return {
        one.key: getattr(question, one.key)
        for one in options(type(question))
        if one.key not in ("file", "mapping")
    }


def opens_here(item: Item) -> bool:
    """Return whether an item of a project can be opened on the page of surveys.

    Parameters
    ----------
    item : Item
        Of a project.
    """
    content = item.content
    if isinstance(content, Attachment):
        return content.kind == KIND
    return (
        isinstance(content, Parameters | Results)
        and content.study.startswith("survey ")
        and content.study in STUDIES
    )


def open_again(item: Item) -> None:
    """Take a kept survey into this session, or ask a kept question again.

    Parameters
    ----------
    item : Item
        For which `opens_here`.

    Raises
    ------
    LeopardRangeError
        ``sending_quota``, ``upload_failed``: it is not what was kept.
    """
    content = item.content
    st.session_state[PART] = "work"
    if isinstance(content, Attachment):
        one = hold(item.name, workspace().body(item.id))
        try:
            survey_of(one)
        except LeopardRangeError:
            forget(one.number)
            raise
        st.session_state[CHOSEN] = one.number
    elif isinstance(content, Parameters | Results):
        st.session_state.setdefault(BEFORE, {})[content.study] = _checked(content.study, content.question)
        st.session_state[STUDY] = content.study


def _checked(study: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what the study knows, as it would be given; anything else was written by somebody else."""
    known = {one.key: one for one in options(STUDIES[study].question)}
    kinds = {int: int, float: (int, float), str: str}
    return {
        key: value
        for key, value in asked.items()
        if key in known
        and isinstance(value, kinds[known[key].kind])  # type: ignore[arg-type]
        and not isinstance(value, bool)
    }
