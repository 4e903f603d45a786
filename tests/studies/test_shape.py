"""What is printed of an answer: optional values and columns only where there is something."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from leopard_range.cli.show import fact_lines, study_table_lines
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer
from leopard_range.studies.shape import (
    as_json,
    check_question,
    columns,
    facts,
    option,
    options,
    rows,
    tables,
    value,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row."""

    name: str = value("Name", optional=True)
    count: int | None = value("Count")
    rate: float | None = value("Rate", "", 1, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Answer):
    """An answer."""

    animals: int | None = value("Animals")
    wide: float | None = value("Width", "m", 1, optional=True)
    wide_low: float | None = value("Lower limit", "m", 1, optional=True)
    wide_high: float | None = value("Upper limit", "m", 1, optional=True)
    seen: int | None = value("Seen", optional=True)
    rows: tuple[Row, ...] = rows("Rows", Row)


def found(**given: object) -> Found:
    nothing = dict.fromkeys(("animals", "wide", "wide_low", "wide_high", "seen"))
    made: dict[str, object] = {"rows": (), "citations": (), "notes": ()}
    return Found(**nothing | made | given)  # type: ignore[arg-type]


def test_an_optional_value_is_left_out_where_there_is_none() -> None:
    assert [fact.column.key for fact in facts(found())] == ["animals"]
    full = found(wide=2.0, wide_low=1.0, wide_high=3.0, seen=0)
    assert [(fact.column.key, fact.value, fact.low) for fact in facts(full)] == [
        ("animals", None, None),
        ("wide", 2.0, 1.0),
        ("seen", 0, None),
    ]
    assert [" ".join(line.split()) for line in fact_lines(facts(full), "en")] == [
        "Animals –",
        "Width 2.0 m (1.0 – 3.0)",
        "Seen 0",
    ]


def test_json_and_labels_keep_what_print_leaves_out() -> None:
    assert as_json(found()) == {
        **dict.fromkeys(("animals", "wide", "wide_low", "wide_high", "seen")),
        "rows": [],
    }
    assert [column.key for column in columns(Row)] == ["name", "count", "rate"]


def test_an_optional_column_is_there_once_a_row_has_a_value() -> None:
    (bare,) = tables(found(rows=(Row("", None, None), Row("", 2, None))))
    assert [[fact.column.key for fact in row] for row in bare.rows] == [["count"], ["count"]]
    assert study_table_lines(bare, "en") == ["Rows", "", "Count", "-----", "    –", "    2"]
    (named,) = tables(found(rows=(Row("", None, 0.0), Row("a", 2, None))))
    assert [fact.column.key for fact in named.rows[0]] == ["name", "count", "rate"]
    (empty,) = tables(found())
    assert empty.rows == ()


@dataclass(frozen=True)
class Bounded:
    days: float = option("days", float, least=0, most=10, default=1.0)

    def __post_init__(self) -> None:
        check_question(self)


@pytest.mark.parametrize(("given", "rule"), [(-1, ">= 0, <= 10"), (11.5, ">= 0, <= 10")])
def test_a_number_out_of_bounds_is_refused(given: float, rule: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        Bounded(given)
    assert problem.value.code == "bad_argument"
    assert problem.value.blanks == {"name": "days", "value": str(given), "rule": rule}
    assert Bounded(0).days == 0
    assert Bounded(10).days == 10
    (one,) = options(Bounded)
    assert (one.least, one.most) == (0, 10)
