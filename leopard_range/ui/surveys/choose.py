"""Which survey: the data folder's own, or one that was brought."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leopard_range.i18n import number
from leopard_range.model.survey import Survey
from leopard_range.studies.survey.common import cautions as notes_of
from leopard_range.ui.frame import card_row
from leopard_range.ui.session import language, words
from leopard_range.ui.shown import cautions
from leopard_range.ui.surveys.held import Held, forget, held, survey_of
from leopard_range.ui.surveys.keeping import CHOSEN, keep_survey

__all__ = ["choose", "survey_facts"]


def choose() -> Held:
    """Show this session's surveys, and return the one to work with."""
    _, kept = words(), held()
    if st.session_state.get(CHOSEN) not in kept:
        st.session_state[CHOSEN] = next(iter(kept))
    own = _("The simulated survey that comes with the program")
    # Shown as they are, unlike the options of other choices; alike ones could not be chosen.
    names = {key: one.name or own for key, one in kept.items()}
    told = {
        key: f"{name} ({at})" if list(names.values()).count(name) > 1 else name
        for at, (key, name) in enumerate(names.items())
    }
    with st.container(horizontal=True, vertical_alignment="bottom", key="survey_choice"):
        number_ = st.selectbox(_("Survey"), list(kept), format_func=lambda key: told.get(key, ""), key=CHOSEN)
        one = kept[str(number_)]
        if one.path:
            keep_survey(one)
            st.button(
                _("Forget this survey"),
                icon=":material/delete:",
                on_click=forget,
                args=(one.number,),
                key="survey_forget",
            )
    return one


def survey_facts(one: Held) -> None:
    """Show what a survey holds: places, time, animals.

    Parameters
    ----------
    one : Held
        Which.

    Raises
    ------
    LeopardRangeError
        The reader's own.
    """
    _, lang, survey = words(), language(), survey_of(one)
    seen = survey.counted
    named = seen["individualID"]
    card_row(
        (
            (
                _("Camera stations"),
                number(survey.deployments["locationID"].nunique(), lang),
                _("deployments: {count}").format(count=number(len(survey.deployments), lang)),
            ),
            (
                _("Observations that count"),
                number(len(seen), lang),
                _("rows in the file: {count}").format(count=number(len(survey.observations), lang)),
            ),
            (
                _("Animals told apart"),
                number(named[named != ""].nunique(), lang),
                _("sightings with a name: {count}").format(count=number(int((named != "").sum()), lang)),
            ),
            (_("Time"), _span(survey), survey.timezone if survey.dated else ""),
        )
    )
    cautions(notes_of(survey))


def _span(survey: Survey) -> str:
    """Return first and last year or day, in the cameras' own time."""
    _ = words()
    if not survey.dated:
        return _("{count} occasions").format(count=number(_occasions(survey), language()))
    put = survey.deployments
    days = pd.concat([put["deploymentStart"], put["deploymentEnd"]]).dropna().dt.tz_convert(survey.timezone)
    if days.empty:
        return "–"
    first, last = days.min(), days.max()
    return f"{first.year}–{last.year}" if first.year != last.year else str(first.year)


def _occasions(survey: Survey) -> int:
    return int(survey.usage["occasion"].max()) if survey.usage is not None and len(survey.usage) else 0
