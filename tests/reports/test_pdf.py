"""Printed pages: the words are right in every script, nothing runs over, two runs are alike."""

from __future__ import annotations

import re
import time
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.reports import lettering
from leopard_range.reports.document import Document, Line, Listing, Number, Numbers, Picture, Section, Words
from leopard_range.reports.drawing import Drawing, Label, Shape
from leopard_range.reports.html import as_html
from leopard_range.reports.lettering import break_lines, readable
from leopard_range.reports.pdf import Paper
from leopard_range.reports.pdf_document import as_pdf
from leopard_range.reports.ruling import column_widths
from tests.payloads import PAYLOADS
from tests.pdfwords import pages, words

DOI = "https://doi.org/10.1007/s10344-020-01385-y"
DAY = date(2026, 6, 1)
NAMES = {
    "en": "The corridor joins two reserves",
    "ru": "Коридор соединяет два заповедника",
    "zh": "该廊道连接两个保护区",
    "ko": "생태 통로가 두 보호구역을 잇습니다",
}


def document(language: str = "en", rows: int = 3, text: str = "") -> Document:
    name = text or NAMES[language]
    line = np.array([[0.0, 0.0], [50.0, 40.0]])
    square = np.array([[10.0, 10.0], [90.0, 10.0], [90.0, 60.0]])
    drawing = Drawing(
        100,
        70,
        (
            Shape((square,), fill="#b9d4c4", stroke="#17594f"),
            Shape((line,), stroke="#1c2321", dash=(4, 2)),
            Label(50, 30, name, 9, "middle", bold=True, halo=True),
        ),
        said=name,
    )
    table = Listing(name, ("No.", name), tuple((str(at), f"{name} {at}") for at in range(rows)), (0,))
    blocks = (
        Words(name, "lead"),
        Words(name, "caution"),
        Numbers((Number(name, "1,240", "m", "900 – 1,600", name),)),
        Picture(drawing, name),
        table,
        (Line(name, DOI), Line(name, box=True)),
    )
    return Document(name, name, language, "1.0", "{page} / {pages}", (Section(name, blocks),))


class Tags(HTMLParser):
    """Keeps the names of all attributes, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.update(name for name, _value in attrs)


def one_em(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize("language", NAMES)
def test_words_can_be_read_back_in_every_script(language: str) -> None:
    found = words(as_pdf(document(language), DAY))
    assert found.count(NAMES[language]) >= 10


def test_two_runs_give_the_same_bytes() -> None:
    first = as_pdf(document("ko", 40), DAY)
    time.sleep(1.1)  # a clock inside would have moved on
    assert as_pdf(document("ko", 40), DAY) == first
    assert as_pdf(document("ko", 40), date(2026, 6, 2)) != first


def test_a_long_table_repeats_its_head_and_keeps_every_row() -> None:
    found = pages(as_pdf(document("en", 120), DAY))
    assert len(found) >= 4
    cells = [piece for page in found for piece in page if piece.startswith(f"{NAMES['en']} ")]
    assert cells == [f"{NAMES['en']} {at}" for at in range(120)]
    assert all("No." in page for page in found[1:])
    assert [f"{at} / {len(found)}" in page for at, page in enumerate(found, start=1)] == [True] * len(found)


def test_a_cell_longer_than_a_page_goes_on_over_it() -> None:
    paper = Paper(title="t", language="en", day=DAY)
    paper.table(("a", "b"), (("x", "word " * 3000),))
    found = words(paper.finish())
    assert found.count("word") == 3000


def test_a_page_of_another_size_holds_more() -> None:
    small = Paper(title="t", language="en", day=DAY)
    large = Paper(title="t", language="en", day=DAY, size="A3", landscape=True)
    assert (round(small.width + 102), round(large.width + 102)) == (595, 1191)


def test_lines_break_between_words_and_between_chinese_letters() -> None:
    assert break_lines("one two three", 7, one_em) == ["one two", "three"]
    assert break_lines("廊道连接，两个保护区", 4, one_em) == ["廊道连", "接，两个", "保护区"]
    assert break_lines("생태 통로가 길다", 6, one_em) == ["생태 통로가", "길다"]
    assert break_lines("abcdefghij", 4, one_em) == ["abcd", "efgh", "ij"]
    assert break_lines("", 4, one_em) == [""]
    assert break_lines("（甲）乙丙丁", 4, one_em) == ["（甲）乙", "丙丁"]


def test_no_line_is_longer_than_the_page() -> None:
    for text in (*NAMES.values(), "https://example.org/" + "a" * 300, *PAYLOADS.values()):
        for line in break_lines(readable(text) * 3, 20, one_em):
            assert len(line) <= 20


def test_readable_drops_what_turns_or_hides() -> None:
    assert readable("abc\u202etxt.exe\u202c\u2066x\u2069\u200f") == "abctxt.exex"
    assert readable("a\u2028b\nc\td\x00e") == "a b c de"
    assert readable("62\u202f500") == "62\u00a0500"


def test_hostile_words_in_print_are_words() -> None:
    sections = tuple(document("en", 1, text).sections[0] for text in PAYLOADS.values())
    body = as_pdf(Document("t", "t", "en", "", "", sections), DAY)
    for sign in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/SubmitForm", b"/AA "):
        assert sign not in body
    assert {found.split(b"(")[1] for found in re.findall(rb"/URI \([^)]*", body)} == {DOI.encode()}
    assert "cycler.__init__" in words(body)


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_words_on_a_page_are_words(name: str) -> None:
    page = as_html(document("en", 2, PAYLOADS[name])).decode()
    inside = page.split("</style>", 1)[1]
    for sign in ("<script", "<img", "<iframe", "<style", "<meta", "<base", "<svg/", "<math", "\u202e"):
        assert sign not in inside
    assert set(re.findall('href="([^"]*)"', inside)) == {DOI}
    seen = Tags()
    seen.feed(page)
    assert not [name for name in seen.attributes if name.startswith("on") or name in ("src", "srcdoc")]


def test_a_name_is_not_the_number_of_pages() -> None:
    assert "{nb}" in words(as_pdf(document("en", 2, "a {nb} b"), DAY))


def test_a_letter_the_font_lacks_becomes_a_box() -> None:
    assert "□" in words(as_pdf(document("en", 2, "a \U0001f406 b"), DAY))


def test_only_web_addresses_become_links() -> None:
    bad = Document("t", "t", "en", "", "", (Section("s", ((Line("x", "javascript:alert(1)"),),)),))
    assert b"/URI" not in as_pdf(bad, DAY)
    assert b"<a href" not in as_html(bad)
    assert b"/URI (https://doi.org" in as_pdf(document(), DAY)


def test_columns_share_a_width() -> None:
    rows = (("ab", "a" * 100, "b" * 100),)
    widths = column_widths(rows, 60, 4, one_em)
    assert widths[0] == pytest.approx(2.1)
    assert widths[1] == widths[2]
    assert sum(widths) + 8 == pytest.approx(60)
    assert sum(column_widths((("a", "b"),), 60, 4, one_em)) < 3


def test_a_missing_font_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "FONT", ("no_such_package_of_fonts", "x.ttc"))
    with pytest.raises(LeopardRangeError) as problem:
        as_pdf(document(), DAY)
    assert problem.value.code == "font_missing"


def test_the_font_is_in_its_package_and_free() -> None:
    from fontTools.ttLib import TTFont

    face = TTFont(lettering.font_file(), fontNumber=lettering.FACES["zh"], lazy=True)
    assert face["name"].getDebugName(1) == "Noto Sans CJK SC"
    assert "SIL Open Font License" in face["name"].getDebugName(13)
    assert not list(Path(__file__).parents[2].glob("leopard_range/**/*.tt[cf]"))
