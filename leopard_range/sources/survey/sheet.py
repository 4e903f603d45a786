"""A table of a survey on its way from text to values: what cannot be read becomes a problem, not a stop.

Whole columns are turned at once, so that a hundred thousand pictures take a second.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from leopard_range.errors import Blank, LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import Problem, Severity
from leopard_range.sources.upload.encoding import decode_text
from leopard_range.sources.upload.personal import is_personal_name
from leopard_range.sources.upload.text import clean, label

__all__ = ["MAX_CELLS", "Problems", "Sheet", "first_titles", "read_sheet", "sheet_of", "tidy", "title_of"]

MAX_COLUMNS = 2_000
"""Columns of a table: SPACECAP has one for each occasion."""

MAX_CELLS = 15_000_000
"""Cells of a table: a million pictures in fifteen columns."""

MAX_CELL = 1_000
"""Letters of one cell that are kept."""

_TITLE = 120
"""Letters of a column's name."""

_SHOWN = 40
"""Letters of a cell that a problem shows."""

_ALIKE = 100
"""Problems of one rule in one column that are told one by one."""

_NOTHING = frozenset({"NA", "NaN", "nan", "N/A", "n/a", "#N/A", "NULL", "null", "None"})
_DELIMITERS = ",;\t|"
_TOLD_LINE = re.compile(r"line (\d+)")


@dataclass(slots=True)
class Problems:
    """Collects what was found while reading; many of a kind are counted, not listed."""

    found: list[Problem] = field(default_factory=list)

    def add(
        self,
        rule: str,
        table: str,
        *,
        row: int = 0,
        column: str = "",
        severity: Severity = "warning",
        **blanks: Blank,
    ) -> None:
        """Add one problem."""
        self.found.append(Problem(rule, severity, table, row, label(column), tuple(blanks.items())))

    def cells(
        self,
        rule: str,
        place: tuple[str, str],
        cells: pd.Series,
        wrong: pd.Series,
        severity: Severity = "error",
    ) -> None:
        """Add a problem for each wrong cell of a column.

        Parameters
        ----------
        rule : str
            What is wrong.
        place : (table, column)
            Where.
        cells : Series of str
            The column as it was written.
        wrong : Series of bool
            Which cells.
        severity : str
            How bad it is.
        """
        table, column = place
        rows = np.flatnonzero(wrong.to_numpy(dtype=bool))
        for at in rows[:_ALIKE]:
            shown = clean(str(cells.iloc[at]))[:_SHOWN]
            self.add(rule, table, row=int(at) + 1, column=column, severity=severity, value=shown)
        if rows.size > _ALIKE:
            self.add("more_alike", table, column=column, severity=severity, count=int(rows.size - _ALIKE))


@dataclass(slots=True)
class Sheet:
    """One table of a survey, all text.

    Attributes
    ----------
    name : str
        What the survey calls it: ``deployments``.
    file, member : str
        The file for messages, and its part inside a package.
    frame : DataFrame
        Cells without white space around them; ``""`` for nothing.  Columns about people are left out.
    problems : Problems
        Where findings go.
    """

    name: str
    file: str
    member: str
    frame: pd.DataFrame
    problems: Problems

    def __contains__(self, column: str) -> bool:
        return column in self.frame.columns

    def __len__(self) -> int:
        return len(self.frame)

    def text(self, column: str) -> pd.Series:
        """Cells of a column; empty ones where there is no such column."""
        if column in self.frame.columns:
            return self.frame[column]
        return pd.Series([""] * len(self.frame), index=self.frame.index, dtype="str")

    def first_of(self, *columns: str) -> pd.Series:
        """For each row the first of some columns that holds something."""
        out = self.text(columns[0])
        for column in columns[1:]:
            out = out.where(out != "", self.text(column))
        return out

    def require(self, columns: Sequence[str]) -> None:
        """Stop when a column is missing that nothing can be read without.

        Raises
        ------
        LeopardRangeError
            ``survey_column``, naming what was found.
        """
        missing = [one for one in columns if one not in self.frame.columns]
        if missing:
            shown = ", ".join(label(str(one)) for one in list(self.frame.columns)[:30]) or "-"
            raise LeopardRangeError(
                "survey_column", file=self.file, member=label(self.member), column=missing[0], found=shown
            )

    def filled(self, column: str) -> pd.Series:
        """Cells of a column in which something should stand; empty ones are problems."""
        cells = self.text(column)
        self.problems.cells("cell_empty", (self.name, column), cells, cells == "", "error")
        return cells

    def numbers(
        self, column: str, *, comma: bool = False, severity: Severity = "error", told: str = ""
    ) -> pd.Series:
        """Read a column of numbers.

        Parameters
        ----------
        column : str
            Which.
        comma : bool
            A comma may stand for the decimal point.
        severity : str
            Of a cell that is no number.
        told : str
            Name of the column in problems, if it differs.

        Returns
        -------
        Series of float64
            NaN for nothing and for what is no finite number.
        """
        cells = self.text(column)
        plain = cells.str.replace(",", ".", regex=False) if comma else cells
        out = pd.to_numeric(plain.where(plain != "", None), errors="coerce").astype("float64")
        out = out.where(np.isfinite(out))
        self.problems.cells(
            "number_unreadable", (self.name, told or column), cells, (cells != "") & out.isna(), severity
        )
        return out

    def counts(self, column: str, rule: str = "count_unreadable") -> pd.Series:
        """Read a column of whole numbers from 1; others are problems and become NA.

        Parameters
        ----------
        column : str
            Which.
        rule : str
            What a cell breaks that is none.
        """
        cells = self.text(column)
        out = pd.to_numeric(cells.where(cells != "", None), errors="coerce").astype("float64")
        good = np.isfinite(out) & (out >= 1) & (out < 1e9) & (out % 1 == 0)
        self.problems.cells(rule, (self.name, column), cells, (cells != "") & ~good, "error")
        return out.where(good).astype("Int64")

    def words(self, column: str, allowed: Mapping[str, str]) -> pd.Series:
        """Read a column in which only some words may stand.

        Parameters
        ----------
        column : str
            Which.
        allowed : mapping of str to str
            What each word that is understood, in lower case, means; ``""`` for nothing.

        Returns
        -------
        Series of str
            ``""`` for what is not understood, which is a problem.
        """
        cells = self.text(column)
        out = cells.str.lower().map(allowed)
        self.problems.cells(
            "value_unknown", (self.name, column), cells, (cells != "") & out.isna(), "warning"
        )
        return out.where(out.notna(), "").astype("str")

    def rest(self, used: Sequence[str]) -> dict[str, pd.Series]:
        """Columns that are kept as text, by name."""
        return {str(one): self.frame[one] for one in self.frame.columns if one not in used}


def read_sheet(
    name: str,
    body: bytes,
    *,
    file: str,
    member: str = "",
    choices: Choices,
    problems: Problems,
    people: bool = False,
) -> Sheet:
    """Read a table of text.

    Parameters
    ----------
    name : str
        What the survey calls it.
    body : bytes
        Its content: comma, semicolon, tab or bar between the cells, names of columns first.
    file, member : str
        File, and its part inside a package, for messages.
    choices : Choices
        ``encoding``.
    problems : Problems
        Where findings go.
    people : bool
        Keep columns about people.

    Raises
    ------
    LeopardRangeError
        ``survey_table_broken`` with the row, ``survey_too_big``, ``survey_columns_twice``, ``no_rows``
        and the codes of encodings.
    """
    text, _ = decode_text(body, file, choices)
    text = text.lstrip("\r\n")
    blanks: dict[str, Blank] = {"file": file, "member": label(member)}
    if not text.strip():
        raise LeopardRangeError("no_rows", **blanks)
    line = text[: re.search(r"[\r\n]|$", text).start()]  # type: ignore[union-attr]
    bare = re.sub(r'"[^"]*"', "", line)
    delimiter = max(_DELIMITERS, key=bare.count)
    if line.count(delimiter) >= MAX_COLUMNS:
        raise LeopardRangeError("survey_too_big", **blanks)
    if text.count("\n") * (line.count(delimiter) + 1) > MAX_CELLS:
        raise LeopardRangeError("survey_too_big", **blanks)
    frame = _cells(text, delimiter, blanks)
    titles = [title_of(str(one).strip().strip("'\"").lstrip("#")) for one in frame.iloc[0]]
    frame = frame.iloc[1:].reset_index(drop=True)
    return _sheet(Sheet(name, file, member, frame, problems), titles, people=people)


def first_titles(body: bytes, name: str, choices: Choices) -> list[str]:
    """Read the names of a table's columns and nothing else.

    Parameters
    ----------
    body : bytes
        The table.
    name : str
        File name, for messages.
    choices : Choices
        ``encoding``.

    Returns
    -------
    list of str
        Empty when it cannot be read as a table.
    """
    line = re.split(rb"[\r\n]", body.lstrip(b"\r\n\xef\xbb\xbf")[:100_000], maxsplit=1)[0]
    try:
        sheet = read_sheet("", line + b"\n", file=name, choices=choices, problems=Problems(), people=True)
    except LeopardRangeError:
        return []
    return [str(one) for one in sheet.frame.columns]


def _cells(text: str, delimiter: str, blanks: Mapping[str, Blank]) -> pd.DataFrame:
    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=delimiter, header=None, dtype="str", keep_default_na=False, engine="c"
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError, OverflowError) as problem:
        told = _TOLD_LINE.search(str(problem))
        row = {"row": int(told.group(1))} if told else {}
        raise LeopardRangeError("survey_table_broken", **blanks, **row) from None
    return frame.fillna("")


def _sheet(
    sheet: Sheet,
    titles: list[str],
    *,
    people: bool,
) -> Sheet:
    """Give the cells of a sheet their titles."""
    columns: dict[str, pd.Series] = {}
    personal = []
    for at, title in enumerate(titles):
        if not title:
            continue
        if title in columns:
            raise LeopardRangeError(
                "survey_columns_twice", file=sheet.file, member=label(sheet.member), column=title
            )
        if not people and is_personal_name(title):
            if (sheet.frame.iloc[:, at].str.strip() != "").any():
                personal.append(title)
            continue
        columns[title] = tidy(sheet.frame.iloc[:, at])
    if personal:
        sheet.problems.add("people_left_out", sheet.name, severity="info", columns=", ".join(personal)[:300])
    return replace(sheet, frame=pd.DataFrame(columns, index=sheet.frame.index))


def title_of(text: str) -> str:
    """Return the name of a column, safe to show.

    Parameters
    ----------
    text : str
        As it was written.
    """
    return clean(text)[:_TITLE].strip()


def tidy(cells: pd.Series) -> pd.Series:
    """Return cells without white space around them, hidden signs, endless text and the words for nothing.

    Parameters
    ----------
    cells : Series of str
        As they were written.
    """
    out = cells.str.strip()
    texts = out.tolist()
    odd = [at for at, one in enumerate(texts) if not one.isprintable() or len(one) > MAX_CELL]
    for at in odd:
        texts[at] = clean(texts[at])[:MAX_CELL]
    texts = ["" if one in _NOTHING else one for one in texts]
    return pd.Series(texts, index=cells.index, dtype="str")


def sheet_of(name: str, rows: Sequence[object], *, file: str, problems: Problems) -> Sheet:
    """Make a sheet of the rows that stand inside a package's description.

    Parameters
    ----------
    name : str
        What the survey calls the table.
    rows : sequence
        Rows as JSON objects; anything else in them is left out.
    file : str
        File, for messages.
    problems : Problems
        Where findings go.
    """
    plain = [
        {str(key): str(value) for key, value in row.items() if isinstance(value, str | int | float)}
        for row in rows
        if isinstance(row, dict)
    ]
    titles = list(dict.fromkeys(key for row in plain for key in row))[:MAX_COLUMNS]
    frame = pd.DataFrame([[row.get(key, "") for key in titles] for row in plain], dtype="str")
    if frame.empty:
        frame = pd.DataFrame({at: [] for at in range(len(titles))}, dtype="str")
    shown = list(dict.fromkeys(title_of(one) for one in titles))
    if len(shown) != len(titles):
        raise LeopardRangeError("camtrap_descriptor", file=file)
    return _sheet(Sheet(name, file, "", frame, problems), shown, people=False)
