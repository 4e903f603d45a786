"""How questions and answers describe themselves: labels, units, choices, plain JSON.

A study declares its question and its answer as dataclasses whose fields carry
a label and a unit.  The command line, the pages and the data dictionary read
them from there, so that a number has one label wherever it is shown.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from leopard_range.config import Role
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import problem_words
from leopard_range.model import Answer, Note
from leopard_range.model.survey import Problem

__all__ = [
    "BY_UNIT",
    "N_",
    "Column",
    "Cost",
    "Fact",
    "Option",
    "Said",
    "Spread",
    "Study",
    "Table",
    "as_json",
    "check_question",
    "columns",
    "facts",
    "in_turn",
    "option",
    "options",
    "part",
    "rows",
    "tables",
    "value",
]

_BOUNDS = ("_low", "_high")

BY_UNIT = -1
"""As digits of a column: those that suit what the row's field ``unit`` says."""

_DIGITS = {"km²": 0, "km": 1, "m": 0, "%": 1}
_LEAST_SHOWN = 1e-6
_LONG_S, _MUCH_MB = 5.0, 500.0


Spread = Callable[[Callable[[Any], Any], Iterable[Any]], list[Any]]
"""An engine's ``map``: applies a module's own function to items that can travel, and keeps their order."""


def in_turn(kernel: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """Apply a function to one item after the other.

    Parameters
    ----------
    kernel : callable
        What to do.
    items : iterable
        With what.
    """
    return [kernel(item) for item in items]


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a message id for translation where it is declared; front ends translate it when they show it."""
    return text


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer will take, as a rule of thumb from measurements.

    Attributes
    ----------
    seconds : float
        Time on one core, loading of libraries included.
    memory_mb : float
        Most memory at one time, megabytes.
    why : Note
        What it depends on, for the reader.
    """

    seconds: float
    memory_mb: float
    why: Note

    @property
    def large(self) -> bool:
        """Whether a reader should know before it starts: more than 5 s or 500 MB."""
        return self.seconds > _LONG_S or self.memory_mb > _MUCH_MB


@dataclass(frozen=True, slots=True)
class Study:
    """A use case: a question, the function that answers it, and their words.

    Attributes
    ----------
    name : str
        Command and registry key; ``survey effort`` is the action ``effort`` of the command ``survey``.
    title, about : str
        English message ids: a heading and one plain sentence.
    question, answer : type
        The two dataclasses.
    run : callable
        ``run(catalog, question) -> answer``.
    example : str
        Arguments of an example call.
    clearance : str
        Who may ask: ``public`` or ``planner``.
    cost : callable or None
        ``cost(catalog, question) -> Cost`` for a study that can take long; it reads no data.
    spreads : bool
        ``run`` takes a third argument, an engine's ``map``, for work that falls into independent parts.
    saves : tuple of str
        Endings of the files its answer can be written to (`leopard_range.reports.answer_file`).
    folder : bool
        Its answer is several files, written to the folder ``out`` of its question
        (`leopard_range.reports.answer_folder`).
    """

    name: str
    title: str
    about: str
    question: type
    answer: type[Answer]
    run: Callable[..., Answer]
    example: str = ""
    clearance: Role = field(kw_only=True)
    cost: Callable[[Any, Any], Cost] | None = field(default=None, kw_only=True)
    spreads: bool = field(default=False, kw_only=True)
    saves: tuple[str, ...] = field(default=(), kw_only=True)
    folder: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Column:
    """The label of one field of an answer or of a row.

    Attributes
    ----------
    key : str
        Field name; the stable JSON key.
    text : str
        Label, English message id.
    unit : str
        Unit as written (``km²``, ``m``); ``%`` marks a share between 0 and 1.
    digits : int
        Digits after the decimal mark in print.
    words : tuple of str
        Words (message ids) a coded value can be; front ends translate them.
    row : type or None
        Dataclass of the rows the field holds; None for a single value.
    optional : bool
        Not every answer has it: what is printed leaves it out where there is none.
    """

    key: str
    text: str
    unit: str = ""
    digits: int = 0
    words: tuple[str, ...] = ()
    row: type | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A value that is a sentence: front ends say it in the reader's language.

    Attributes
    ----------
    problem : Problem
        What it is about.
    remedy : bool
        What to do about it, instead of what was found.
    """

    problem: Problem
    remedy: bool = False

    def in_(self, language: str) -> str:
        """Say it in a language."""
        told = problem_words(self.problem, language)
        return told.remedy if self.remedy else told.message


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or word of an answer with its bounds.

    Attributes
    ----------
    column : Column
        Label and unit.
    value : str, int, float, bool, Said or None
        What was found; None when there is no value.
    low, high : float or None
        Bounds; None when the answer states none.
    """

    column: Column
    value: Any
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an answer.

    Attributes
    ----------
    column : Column
        Key and heading.
    rows : tuple of tuple of Fact
        One tuple a row; every row has the same columns.
    """

    column: Column
    rows: tuple[tuple[Fact, ...], ...]


Names = Literal["", "file", "folder", "maybe", "each"]


@dataclass(frozen=True, slots=True)
class Option:
    """One field of a question, as a front end asks for it.

    Attributes
    ----------
    key, text : str
        Field name and what it means (English message id).
    kind : type
        int, float or str.
    default : object
        Value when left out; ``dataclasses.MISSING`` when it must be given.
    choices : tuple of str
        Allowed words; empty when any value will do.
    positional : bool
        Given without a name on the command line.
    least, most : float
        Smallest and largest number it may be.
    names : str
        What of this machine it names: nothing (empty), a ``file``, a ``folder`` (empty: where the
        reader stands), ``maybe`` a file, or ``each`` of several that may be files.
    """

    key: str
    text: str
    kind: type
    default: Any
    choices: tuple[str, ...]
    positional: bool
    least: float = -math.inf
    most: float = math.inf
    names: Names = ""


def option(
    text: str,
    kind: type,
    *,
    choices: tuple[str, ...] = (),
    positional: bool = False,
    least: float = -math.inf,
    most: float = math.inf,
    names: Names = "",
    **default: Any,
) -> Any:
    """Declare a field of a question.

    Parameters
    ----------
    text : str
        What it means, English message id.
    kind : type
        int, float or str.
    choices : tuple of str
        Allowed words.
    positional : bool
        Given without a name on the command line.
    least, most : float
        Smallest and largest number it may be.
    names : str
        What of this machine it names; see `Option`.
    **default
        ``default=`` as `dataclasses.field` takes it.
    """
    about = {
        "text": text,
        "kind": kind,
        "choices": choices,
        "positional": positional,
        "least": least,
        "most": most,
        "names": names,
    }
    return dataclasses.field(metadata=about, **default)


def options(question: type) -> tuple[Option, ...]:
    """List the fields of a question.

    Parameters
    ----------
    question : type
        A question dataclass.
    """
    return tuple(Option(key=f.name, default=f.default, **f.metadata) for f in dataclasses.fields(question))


def check_question(question: Any) -> None:
    """Refuse a word that is no choice of its field, no number where one is needed, and one out of bounds.

    Parameters
    ----------
    question : dataclass instance
        Called from its ``__post_init__``.

    Raises
    ------
    LeopardRangeError
        ``bad_choice``, ``not_number``, ``not_whole``, ``bad_argument``.
    """
    for one in options(type(question)):
        found = getattr(question, one.key)
        if one.choices and found not in one.choices:
            raise LeopardRangeError(
                "bad_choice", name=one.key, value=str(found), choices=", ".join(one.choices)
            )
        if one.kind is not str and not _is_number(found, one.kind):
            code = "not_whole" if one.kind is int else "not_number"
            raise LeopardRangeError(code, name=one.key, value=str(found))
        if one.kind is not str and not one.least <= found <= one.most:
            ends = ((">=", one.least), ("<=", one.most))
            rule = ", ".join(f"{sign} {end:g}" for sign, end in ends if math.isfinite(end))
            raise LeopardRangeError("bad_argument", name=one.key, value=str(found), rule=rule)


def _is_number(found: Any, kind: type) -> bool:
    allowed = (int,) if kind is int else (int, float)
    return isinstance(found, allowed) and not isinstance(found, bool) and math.isfinite(found)


def value(
    text: str, unit: str = "", digits: int = 0, words: tuple[str, ...] = (), *, optional: bool = False
) -> Any:
    """Declare a field of an answer or of a row: a number or a word.

    Parameters
    ----------
    text : str
        Label, English message id.
    unit : str
        Unit; ``%`` for a share between 0 and 1.
    digits : int
        Digits after the decimal mark in print; `BY_UNIT`: those that suit the row's field ``unit``.
    words : tuple of str
        Words (message ids) a coded value can be.
    optional : bool
        Left out of what is printed where there is none; JSON keeps its null.
    """
    about = {"text": text, "unit": unit, "digits": digits, "words": words, "optional": optional}
    return dataclasses.field(metadata=about)


def rows(text: str, row: type) -> Any:
    """Declare a field of an answer that holds a tuple of row dataclasses.

    Parameters
    ----------
    text : str
        Heading, English message id.
    row : type
        The row's dataclass.
    """
    return dataclasses.field(metadata={"text": text, "row": row})


def part() -> Any:
    """Declare a field that only programs use, such as geometry: in no print and no JSON."""
    return dataclasses.field(repr=False, compare=False)


def columns(kind: Any) -> tuple[Column, ...]:
    """List the labelled fields of an answer or a row, bounds included.

    Parameters
    ----------
    kind : type or instance
        A dataclass declared with `value` and `rows`.
    """
    return tuple(Column(key=f.name, **f.metadata) for f in dataclasses.fields(kind) if "text" in f.metadata)


def _facts(thing: Any) -> Iterator[Fact]:
    for column in columns(thing):
        if column.row is None and not column.key.endswith(_BOUNDS):
            low, high = (getattr(thing, column.key + bound, None) for bound in _BOUNDS)
            found = getattr(thing, column.key)
            digits = _digits(found, thing.unit) if column.digits == BY_UNIT else column.digits
            yield Fact(dataclasses.replace(column, digits=digits), found, low, high)


def _digits(found: float | None, unit: str) -> int:
    """Digits that suit a unit; two figures at least of a number below one."""
    usual = _DIGITS.get(unit, 3)
    if not found or not _LEAST_SHOWN <= abs(found) < 1:
        return usual
    return max(usual, 1 - math.floor(math.log10(abs(found))))


def facts(answer: Answer) -> tuple[Fact, ...]:
    """List the single values of an answer, each with its bounds; optional ones only where there is a value.

    Parameters
    ----------
    answer : Answer
        Any study's answer.
    """
    return tuple(fact for fact in _facts(answer) if _told(fact))


def _told(fact: Fact) -> bool:
    return not fact.column.optional or (fact.value is not None and fact.value != "")


def tables(answer: Answer) -> tuple[Table, ...]:
    """List the tables of an answer; an optional column only where some row has a value.

    Parameters
    ----------
    answer : Answer
        Any study's answer.
    """
    found = []
    for column in columns(answer):
        if column.row is not None:
            full = [tuple(_facts(row)) for row in getattr(answer, column.key)]
            kept = [at for at in range(len(full[0]) if full else 0) if any(_told(row[at]) for row in full)]
            found.append(Table(column, tuple(tuple(row[at] for at in kept) for row in full)))
    return tuple(found)


def as_json(answer: Answer, language: str = "en") -> dict[str, Any]:
    """Turn the values of an answer into plain JSON: field names become keys.

    Parameters
    ----------
    answer : Answer
        Any study's answer.
    language : str
        Language of sentences.

    Returns
    -------
    dict
        Numbers, words, None, lists and dicts.  Names of places keep all
        languages.  Geometry, citations and notes are left out.
    """
    return _plain_fields(answer, language)


def _plain_fields(thing: Any, language: str) -> dict[str, Any]:
    return {
        f.name: _plain(getattr(thing, f.name), language)
        for f in dataclasses.fields(thing)
        if "text" in f.metadata
    }


def _plain(found: Any, language: str) -> Any:
    if isinstance(found, tuple):
        return [_plain(one, language) for one in found]
    if isinstance(found, Said):
        return found.in_(language)
    if dataclasses.is_dataclass(found):
        return _plain_fields(found, language)
    if isinstance(found, Mapping):
        return dict(found)
    if isinstance(found, float) and not math.isfinite(found):
        return None
    return found
