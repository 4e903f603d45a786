"""The audit of a proposal: the numbers that decide, each with its meaning, at once."""

from __future__ import annotations

import streamlit as st

from leopard_range.studies import STUDIES
from leopard_range.studies.shape import facts
from leopard_range.ui.answers import ask
from leopard_range.ui.corridor.held import Held, corridor_of
from leopard_range.ui.frame import guard
from leopard_range.ui.session import words
from leopard_range.ui.shown import cautions, evidence, show_facts, show_tables

__all__ = ["show_audit"]

_STUDY = "corridor audit"


def show_audit(one: Held) -> None:
    """Show what an audit finds.

    Parameters
    ----------
    one : Held
        The proposal.
    """
    _ = words()
    study = STUDIES.get(_STUDY)
    with guard(), st.container(key="corridor_audit"):
        cautions((*one.notes, *corridor_of(one).notes))
        if study is None:
            return
        answer = ask(study.question(proposal=one.text))
        show_facts(facts(answer))
        show_tables(answer)
        evidence(answer)
