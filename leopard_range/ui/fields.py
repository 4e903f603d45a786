"""One field of a form for each option that a question declares."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from leopard_range.studies.shape import Option
from leopard_range.ui.session import words

__all__ = ["Choice", "choice_names", "field", "without_typed"]

Choice = tuple[list[Any], Callable[[Any], str]]
"""What can be chosen, and how it is shown."""


def field(option: Option, before: Any, key: str, choice: Choice | None = None, label: str = "") -> Any:
    """Draw one field, starting with what was asked last.

    Parameters
    ----------
    option : Option
        Of a question.
    before : object
        What it holds at first.
    key : str
        Names it in the session.
    choice : tuple, optional
        What can be chosen where the option itself does not say.
    label : str
        Another label (message id) than the option's own.

    Returns
    -------
    object
        A value of the option's kind.
    """
    _ = words()
    said = text = _(label or option.text)
    if choice is None and option.choices:
        names = choice_names()
        text = without_typed(said, option.choices, names)
        choice = list(option.choices), lambda value: names.get(value, value)
    if choice is not None:
        values, shown = choice
        at = values.index(before) if before in values else 0
        # Its options are no Markdown.
        return st.selectbox(text, values, index=at, format_func=shown, key=key)
    # A number out of bounds is corrected by the field, before it is asked.
    least, most = (option.kind(end) if math.isfinite(end) else None for end in (option.least, option.most))
    if option.kind is int:
        return int(st.number_input(text, least, most, int(before), 1, key=key))
    if option.kind is float:
        return float(st.number_input(text, least, most, float(before), format="%g", key=key))
    return str(st.text_input(text, value=str(before), max_chars=100, key=key)).strip()


def without_typed(label: str, choices: Iterable[str], names: Mapping[str, str]) -> str:
    """Say a label as a form needs it, where answers are chosen by their names and not typed.

    Parameters
    ----------
    label : str
        Of an option.  It may explain what a word means, as who types a command needs it:
        "count once (united) or each (added)", "auto: HHN for counts".
    choices : iterable of str
        The words.
    names : Mapping
        Their names, of those that have one.

    Returns
    -------
    str
        Without the words in brackets; those before a colon replaced by their names.
    """
    for word in choices:
        label = re.sub(rf" ?[(\uff08]{word}[)\uff09]", "", label)
        # A Chinese or Korean letter may stand right before the word.
        label = re.sub(rf"(?<![\w-]){word}(?=[:\uff1a])", names.get(word, word), label, flags=re.ASCII)
    return label


def choice_names() -> Mapping[str, str]:
    """Return readable names of words that questions use as choices; others are shown as they are."""
    _ = words()
    return {
        "yes": _("yes"),
        "no": _("no"),
        "none": _("none"),
        "all": _("all"),
        "auto": _("automatic"),
        "station": _("station"),
        "month": _("month"),
        "year": _("year"),
        "season": _("season"),
        "reserve": _("reserve"),
        "species": _("species"),
        "united": _("once"),
        "added": _("each"),
        "density": _("density"),
        "rate": _("rate for the effort"),
        "best": _("the side with more"),
        "both": _("both sides"),
        "left": _("left side"),
        "right": _("right side"),
        "possible": _("possible"),
        "probable": _("probable"),
        "certain": _("certain"),
        "last_record": _("the last record"),
        "last_independent_record": _("the last one that counted"),
        "count": _("counts"),
        "proximity": _("seen or not"),
        "multi": _("caught once"),
        "ends": _("the two ends"),
        "reserves": _("all protected areas"),
        "bootstrap": _("by drawing again from the data"),
        "poisson": _("Poisson"),
        "binomial": _("binomial"),
    }
