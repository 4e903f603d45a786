"""Words of the glossary become links, and nothing else of the HTML changes."""

from __future__ import annotations

import re
import time
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.content.glossary import Term, terms
from leopard_range.content.linked import linked
from leopard_range.i18n import LANGUAGES, translator

_LINK = re.compile(r'<a class="term" href="[^"]*" title="[^"]*">(.*?)</a>', re.DOTALL)


def term(id_: str, *forms: str) -> Term:
    return Term(id_, forms[0], f"What “{id_}” & <co> mean", forms)


EN = (
    term("camera-trap", "camera traps", "camera trap"),
    term("camera", "cameras", "camera"),
    term("eoo", "extent of occurrence", "EOO"),
    term("range", "ranges", "range"),
    term("people", "people's land"),
)
RU = (term("camera-trap", "фотоловушки", "фотоловушек", "фотоловушка"), term("range", "ареала", "ареал"))
ZH = (term("camera-trap", "红外相机"), term("camera", "相机"), term("iucn", "IUCN"))
KO = (term("camera-trap", "카메라 트랩"), term("leopard", "표범"))


def found(html: str, glossary: tuple[Term, ...]) -> list[tuple[str, str]]:
    """Return the linked terms of a piece of HTML: identifier, words."""
    made = linked(html, glossary, "./learn?lang=en&part=glossary")
    return re.findall(r'#term-([^"]+)" title="[^"]*">(.*?)</a>', made, re.DOTALL)


@pytest.mark.parametrize(
    ("html", "glossary", "wanted"),
    [
        ("<p>A camera trap.</p>", EN, [("camera-trap", "camera trap")]),
        ("<p>Camera Traps and cameras</p>", EN, [("camera-trap", "Camera Traps"), ("camera", "cameras")]),
        ("<p>camera\n  trap</p>", EN, [("camera-trap", "camera\n  trap")]),
        ("<p>camera trap, camera traps</p>", EN, [("camera-trap", "camera trap")]),
        ("<p>strange ranger range-wide mid-range</p>", EN, []),
        ("<p>The range’s edge</p>", EN, [("range", "range")]),
        ("<p>The EOO, not the eoo</p>", EN, [("eoo", "EOO")]),
        ("<p>The eoo</p>", EN, []),
        ("<p>on people&#x27;s land</p>", EN, [("people", "people&#x27;s land")]),
        ("<p>a<b>range</b>b</p>", EN, [("range", "range")]),
        ("<p>Нет фотоловушек.</p>", RU, [("camera-trap", "фотоловушек")]),
        ("<p>АРЕАЛ ареальный</p>", RU, [("range", "АРЕАЛ")]),
        ("<p>ареальный</p>", RU, []),
        ("<p>用红外相机和相机拍</p>", ZH, [("camera-trap", "红外相机"), ("camera", "相机")]),
        ("<p>IUCN红色名录</p>", ZH, [("iucn", "IUCN")]),
        ("<p>XIUCN2</p>", ZH, []),
        ("<p>카메라 트랩으로는 찍습니다</p>", KO, [("camera-trap", "카메라 트랩")]),
        ("<p>표범입니다</p>", KO, [("leopard", "표범")]),
        ("<p>표범무늬 눈표범</p>", KO, []),
    ],
)
def test_a_term_is_found_by_the_borders_of_its_script(
    html: str, glossary: tuple[Term, ...], wanted: list[tuple[str, str]]
) -> None:
    assert found(html, glossary) == wanted


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="range" title="a camera trap">',
        "<h1>range</h1><h3><em>range</em></h3>",
        '<a href="#">range</a><button>range</button><summary>range</summary>',
        "<code>range</code><script>range < 1</script><style>range{}</style><textarea>range</textarea>",
        "<table><tr><th>range<th>EOO</table>",
        "<svg><svg><text>range</text></svg><text>range</text></svg>",
        "<select><option>range<option>EOO</select>",
        '<div class="map lr-panel"><div>range</div>range</div>',
        '<p class="ref">range</p><ul><li class="ref">range</ul>',
        '<i aria-hidden="true">range</i><span hidden>range</span><span role="tooltip">range</span>',
        "<section data-plain><p>range<p>camera trap</section>",
        "<!-- range --><!doctype range>",
    ],
)
def test_what_is_no_running_text_is_left_alone(html: str) -> None:
    assert linked(html, EN, "learn.html") == html
    assert found(html + "<p>range</p>", EN) == [("range", "range")]


def test_the_text_after_a_table_with_open_cells_is_linked() -> None:
    assert found("<table><tr><th>EOO<td>range<tr><th>camera</table><p>camera trap, range", EN) == [
        ("camera-trap", "camera trap"),
        ("range", "range"),
    ]


def test_meaning_and_address_are_escaped() -> None:
    made = linked("<p>range</p>", EN, "./learn?lang=en&part=glossary")
    assert made == (
        '<p><a class="term" href="./learn?lang=en&amp;part=glossary#term-range" '
        'title="What “range” &amp; &lt;co&gt; mean">range</a></p>'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_entry_of_the_glossary_is_found_by_its_own_forms(language: str) -> None:
    glossary = terms(translator(language))
    assert len({one.id for one in glossary}) == len(glossary)
    for one in glossary:
        assert all((one.forms, one.title, one.text)), one.id
        for form in one.forms:
            hits = found(f"<p>{escape(form)}</p>", glossary)
            assert [words for _id, words in hits[:1]] == [escape(form)], (form, hits)


WORDS = st.sampled_from(
    [
        "camera",
        "trap",
        "traps",
        "camera traps",
        "EOO",
        "range",
        "-",
        "&amp;",
        "&#x27;",
        "\u0130",
        " ",
        "\n",
        "상",
        "카메라 트랩",
        "은",
        "红外相机",
        "ареал",
        "а",
        "people's land",
        ".",
        "&lt;3",
        "'",
        '"',
    ]
)
TEXT = st.lists(WORDS, max_size=6).map(" ".join)
TAGS = st.sampled_from(
    ["p", "a", "h2", "td", "b", "svg", "div", "button", "li", "summary", "em", "code", "span", "ul"]
)


def _wrap(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attributes = st.sampled_from(
        ["", " class='lr-x'", ' title="range > camera"', " hidden", ' class="a ref"', " data-plain"]
    )
    one = st.builds(lambda tag, more, inside: f"<{tag}{more}>{inside}</{tag}>", TAGS, attributes, part)
    return st.lists(
        one | TEXT | st.sampled_from(["<br>", "<!-- range -->", "<img alt='range'>"]), max_size=4
    ).map("".join)


HTML = st.recursive(TEXT, _wrap, max_leaves=12)


class _Reader(HTMLParser):
    """Hears a document: its text, its tags, and whether a link stands inside another."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.nested, self.depth = "", [], False, 0  # type: ignore[var-annotated]
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "term") not in attrs:
            self.tags.append((tag, attrs))
        self.depth += tag == "a"
        self.nested = self.nested or (("class", "term") in attrs and self.depth > 1)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "a"


@settings(deadline=None)
@given(HTML, st.sampled_from([EN, RU, ZH, KO, EN + RU + ZH + KO]))
def test_only_links_are_added(html: str, glossary: tuple[Term, ...]) -> None:
    made = linked(html, glossary, "learn.html")
    assert _LINK.sub(r"\1", made) == html
    before, after = _Reader(html), _Reader(made)
    assert (after.text, after.tags) == (before.text, before.tags)
    assert not after.nested
    ids = re.findall(r"#term-([^\"]+)", made)
    assert len(ids) == len(set(ids))
    assert linked(made, glossary, "learn.html") == made


@given(st.text(max_size=60), st.text(max_size=12))
def test_any_text_comes_through(text: str, form: str) -> None:
    html = f"<p>{escape(text)}</p>"
    made = linked(html, (Term("x", "x", text, (form,)),), "learn.html")
    assert _LINK.sub(r"\1", made) == html
    assert _Reader(made).text == unescape(escape(text)).replace("\r\n", "\r\n")


def test_a_long_table_takes_milliseconds() -> None:
    letters = "абвгдежзиклмнопрст"
    words = [
        letters[i % 18] + letters[(i * 7) % 18] + letters[(i * 5 + i // 18) % 18] * 2 for i in range(997)
    ]
    glossary = tuple(
        term(f"t{i}", *(words[i * 9] + end + "ь" for end in ("", "а", "у", "ом", "е", "ов")))
        for i in range(45)
    )
    row = "".join(f"<tr><td class='n'>{' '.join(words[i : i + 7])}<td>{words[-i]}" for i in range(1, 990))
    html = f"<table>{row}</table>"
    assert len(html.encode()) > 90_000
    linked(html, glossary, "learn.html")
    started = time.process_time()
    linked(html, glossary, "learn.html")
    taken = time.process_time() - started
    print(f"{len(html.encode()) / 1000:.0f} kB in {taken * 1000:.1f} ms of processor time")
    assert taken < 0.05
