"""Text that means harm: it must reach the reader unchanged and run nowhere."""

from __future__ import annotations

import html
import re

import pytest
from branca.element import Element
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

from leopard_range.maps.neutral import neutral, packed, plain_json, unpacked
from tests.payloads import PAYLOADS as SHARED

PAYLOADS = (*SHARED.values(), "a\nb\r\nwindow.LRHIT=1")
SYNTAX = set("<>\"'`${}\\=\n\r\u2028\u2029")


def rendered(text: str) -> str:
    """Return what branca makes of a text: it compiles it as a template."""
    return str(Element(text).render())


def shown(markup: str) -> str:
    """Return what a reader sees of markup without elements."""
    return html.unescape(markup)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_survives_branca_unchanged(payload: str) -> None:
    assert shown(rendered(neutral(payload))) == re.sub(r"[\r\n\u2028\u2029]", " ", payload)
    assert not SYNTAX & set(neutral(payload))


def test_without_the_neutraliser_the_server_evaluates_text() -> None:
    # The control: the same sink does run what it is given, so the tests above can fail.
    assert rendered("{{ 7*7 }}") == "49"
    assert "uid=" in rendered("{{ cycler.__init__.__globals__.os.popen('id').read() }}")
    with pytest.raises(TemplateError):
        rendered("{{")


@given(st.text())
def test_any_text_survives(text: str) -> None:
    safe = neutral(text)
    assert not SYNTAX & set(safe)
    lines = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    expected = "".join(" " if sign in lines else sign for sign in text)
    # html.unescape follows the HTML rules for forbidden code points, which the neutraliser never writes.
    assert re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), rendered(safe)) == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
    )
)
def test_packed_values_come_back_letter_by_letter(value: object) -> None:
    text = packed(value)  # type: ignore[arg-type]
    assert re.fullmatch(r"[A-Za-z0-9+/]*", text)
    assert rendered(text) == text
    assert unpacked(text) == value


def test_json_refuses_what_no_browser_reads() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        plain_json({"x": float("nan")})
    with pytest.raises(ValueError, match="JSON compliant"):
        packed([float("inf")])
