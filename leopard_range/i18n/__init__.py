"""Words in four languages, from gettext catalogues beside this file.

English sentences are the message ids, so English needs no catalogue.
"""

from __future__ import annotations

import gettext
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from leopard_range.errors import Blank, LeopardRangeError
from leopard_range.i18n.sentences import ERRORS, NOTES, PLACES, REMEDIES, STAGES, TERMS
from leopard_range.i18n.survey import RULE_REMEDIES, RULES
from leopard_range.model import Note, Text
from leopard_range.model.survey import Problem

__all__ = [
    "LANGUAGES",
    "Explanation",
    "check_language",
    "duration",
    "explain",
    "note_sentence",
    "number",
    "percent",
    "pick",
    "problem_words",
    "progress",
    "quantity",
    "sentence",
    "translator",
]

LANGUAGES: dict[str, str] = {"en": "English", "ru": "Русский", "zh": "中文", "ko": "한국어"}
"""Language codes and the name each language calls itself."""

_LONG_S = 100
"""From here on minutes say more than seconds."""
_MOST_DIGITS = 1e15
"""From here on a number has more digits than are known of it, and Babel refuses to write them."""


def check_language(language: str) -> str:
    """Return the language code, or say which ones there are.

    Parameters
    ----------
    language : str
        Two-letter code.

    Raises
    ------
    LeopardRangeError
        ``unknown_language``.
    """
    if language not in LANGUAGES:
        raise LeopardRangeError("unknown_language", language=language, choices=", ".join(LANGUAGES))
    return language


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    check_language(language)
    if language == "en":
        return gettext.NullTranslations()
    # Read the .po itself: no compiled file to forget, and a wheel needs no build step.
    with files(__package__).joinpath(f"{language}.po").open("rb") as source:
        messages = read_po(source, locale=language)
    binary = BytesIO()
    write_mo(binary, messages)
    binary.seek(0)
    return gettext.GNUTranslations(binary)


def translator(language: str) -> Callable[[str], str]:
    """Return the function that turns an English message id into the language.

    Parameters
    ----------
    language : str
        ``en``, ``ru``, ``zh`` or ``ko``.

    Raises
    ------
    LeopardRangeError
        ``unknown_language``.
    """
    return _catalogue(language).gettext


def sentence(error: LeopardRangeError, language: str = "en") -> str:
    """Turn an expected failure into one clear sentence.

    Parameters
    ----------
    error : LeopardRangeError
        What the core raised.
    language : str
        Language of the reader.
    """
    told = explain(error, language)
    return " ".join(
        part for part in (f"{told.where}:" if told.where else "", told.message, told.remedy) if part
    )


@dataclass(frozen=True, slots=True)
class Explanation:
    """An expected failure in the reader's words.

    Attributes
    ----------
    message : str
        What is wrong.
    where : str
        File, layer, row or feature, column; empty when the message says it.
    remedy : str
        What to do; empty when the message says it.
    """

    message: str
    where: str = ""
    remedy: str = ""


def explain(error: LeopardRangeError, language: str = "en") -> Explanation:
    """Say what is wrong, where, and what to do.

    Parameters
    ----------
    error : LeopardRangeError
        What the core raised.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    known = set(TERMS.values())
    blanks = {name: _(value) if value in known else value for name, value in error.blanks.items()}
    message = _(ERRORS[error.code]).format(**blanks)
    if error.code not in REMEDIES:
        return Explanation(message)
    where = ", ".join(_(text).format(value=blanks[name]) for name, text in PLACES.items() if name in blanks)
    return Explanation(message, where, _(REMEDIES[error.code]).format(**blanks))


def note_sentence(note: Note, language: str = "en") -> str:
    """Turn a caution into one plain sentence.

    Parameters
    ----------
    note : Note
        Caution of an answer or a layer.  A blank given in every language
        (``layer_en``, ``layer_ru``, ...) fills ``{layer}``; numbers with a
        fraction are written the way the language does, whole ones (years) as
        they are.
    language : str
        Language of the reader.
    """
    blanks = {name.removesuffix(f"_{language}"): _shown(value, language) for name, value in note.blanks}
    return translator(language)(NOTES[note.code]).format(**blanks)


def problem_words(problem: Problem, language: str = "en") -> Explanation:
    """Say what a rule of the quality report found, where, and what to do.

    Parameters
    ----------
    problem : Problem
        One finding.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    blanks = {name: _shown(value, language) for name, value in problem.blanks}
    place = (
        (_("table {value}"), problem.table),
        (_(PLACES["row"]), problem.row),
        (_(PLACES["column"]), problem.column),
    )
    where = ", ".join(text.format(value=value) for text, value in place if value)
    return Explanation(
        _(RULES[problem.rule]).format(**blanks), where, _(RULE_REMEDIES[problem.rule]).format(**blanks)
    )


def _shown(value: Blank, language: str) -> Blank:
    if not isinstance(value, float):
        return value
    # Adding zero turns the minus zero of a rounded -0.001 into zero.
    text = str(format_decimal(round(value, 2) + 0.0, format="#,##0.##", locale=language))
    return text.replace("-", "−")


def pick(text: Text, language: str) -> str:
    """Return a text in the reader's language.

    Parameters
    ----------
    text : Text
        One text in every language.
    language : str
        Language of the reader.
    """
    return text[language]


def number(value: float, language: str = "en", digits: int = 0) -> str:
    """Write a number the way the language does.

    Parameters
    ----------
    value : float
        Any finite number.
    language : str
        Language of the reader.
    digits : int
        Digits after the decimal mark.
    """
    if abs(value) >= _MOST_DIGITS:
        return f"{value:.3e}".replace("-", "−")
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=language)).replace("-", "−")


def quantity(value: float, unit: str, language: str = "en", digits: int = 0) -> str:
    """Write a number with its unit the way the language does.

    Parameters
    ----------
    value : float
        Any finite number, in `unit`.
    unit : str
        ``km²``, ``km`` or ``m``: a message id.
    language : str
        Language of the reader.
    digits : int
        Digits after the decimal mark.
    """
    return f"{number(value, language, digits)}\N{NO-BREAK SPACE}{translator(language)(unit)}"


def duration(seconds: float, language: str = "en") -> str:
    """Write a length of time as a reader would say it: seconds, then minutes.

    Parameters
    ----------
    seconds : float
        Not negative.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    minutes = seconds >= _LONG_S
    text = _("{count} min") if minutes else _("{count} s")
    count = round(seconds / 60) if minutes else math.ceil(seconds)
    return text.format(count=number(count, language))


def progress(
    position: int, stage: str, share: float | None, left_s: float | None, language: str = "en"
) -> str:
    """Say how far a job is, in one line.

    Parameters
    ----------
    position : int
        Place in the queue; 0 when it runs.
    stage : str
        Key of `leopard_range.i18n.sentences.STAGES`; anything else: it has not said.
    share : float or None
        Part that is done, 0-1.
    left_s : float or None
        Seconds left, estimated.
    language : str
        Language of the reader.
    """
    _ = translator(language)
    if position:
        return _("Waiting: place {position} in the queue").format(position=number(position, language))
    parts = [_(STAGES.get(stage, STAGES[""]))]
    if share is not None:
        parts.append(percent(share, language, 0))
    if left_s is not None:
        parts.append(_("about {time} left").format(time=duration(left_s, language)))
    return " · ".join(parts)


def percent(share: float, language: str = "en", digits: int = 1) -> str:
    """Write a share (0-1) as a percentage the way the language does.

    Parameters
    ----------
    share : float
        0.5 is 50 %.
    language : str
        Language of the reader.
    digits : int
        Digits after the decimal mark.
    """
    pattern = "0" + ("." + "0" * digits if digits else "") + (" %" if language == "ru" else "%")
    return str(format_percent(share, format=pattern, locale=language)).replace("-", "−")
