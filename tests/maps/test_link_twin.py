"""Links read in the browser: the script and Python agree on every one of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import Browser, Page

from leopard_range import maps
from leopard_range.i18n import LANGUAGES, note_sentence, translator
from leopard_range.i18n.sentences import NOTES
from leopard_range.maps import WORDS, parse_state, spec_json
from leopard_range.maps.state import state_json
from tests.maps.sample import sample_spec

pytestmark = pytest.mark.browser

SPEC = sample_spec()
CASES = (
    "",
    "v=131.2,43.1,8.25&on=now,reserves&year=2012&op=now:60,reserves:0&lang=ru",
    "v=131.2,43.1",
    "v=131.2,43.1,8,9",
    "v=nan,43,8",
    "v=131,inf,8",
    "v=131,91,8",
    "v=-180,-85,0",
    "v=181,43,8",
    "v=131,43,-1",
    "v=131,43,20.01",
    "v=",
    "v=,,",
    "v=0x10,43,8",
    "v=1_3,43,8",
    "v=1e2,4.3E1,+8",
    "v=%2B131.,.5,8",
    "v=+131,43,8",
    "v=１３１,43,8",
    "v=131,43,8%00",
    "v=131,43,8%0A",
    "v=1e999,43,8",
    "v=%EF%BB%BF131,43,8",
    "year=1849",
    "year=1850",
    "year=2027",
    "year=-2012",
    "year=2012.5",
    "year=02012",
    "year=٢٠١٢",
    "year=2012%0A",
    "year=",
    "year=" + "9" * 5000,
    "year=1900&year=1950",
    "on=",
    "on=now,nowhere",
    "on=now,nowhere,now",
    "on=nowhere",
    "on=,,now,,",
    "on=__proto__,constructor",
    "on=NOW",
    "op=now:160",
    "op=now",
    "op=now:",
    "op=:50",
    "op=nowhere:50",
    "op=now:nan",
    "op=now:50,now:60",
    "op=now:50:60",
    "op=now:-0",
    "op=now:100.0000001",
    "op=__proto__:50,,now:5",
    "v=131,43,8&bogus=1&year=x&on=y&op=z",
    "%76=131,43,8&on=<script>,now&op=%FF",
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    yield made
    made.close()


def twin(page: Page, queries: list[str]) -> list[dict[str, Any]]:
    """Read links with the script."""
    script = Path(maps.__file__).with_name("static") / "link.js"
    page.goto("about:blank")
    page.evaluate("() => { window.LeopardMap = {}; }")
    page.add_script_tag(content=script.read_text(encoding="utf-8"))
    read = "([all, spec]) => all.map((one) => LeopardMap.link.read(new URLSearchParams(one), spec))"
    found: list[dict[str, Any]] = page.evaluate(read, [queries, json.loads(spec_json(SPEC))])
    return found


def expected(query: str) -> dict[str, Any]:
    """Read a link with Python, and write the answer the way the script does."""
    asked = dict(parse_qsl(query, keep_blank_values=True, errors="replace"))
    state, dropped = parse_state(asked, SPEC)
    made = {
        "state": state_json(state),
        "dropped": [[note.code, dict(note.blanks)] for note in dropped],
    }
    read: dict[str, Any] = json.loads(json.dumps(made))
    return read


def test_script_and_python_read_every_link_alike(page: Page) -> None:
    for query, found in zip(CASES, twin(page, list(CASES)), strict=True):
        assert found == expected(query), query


def test_script_and_python_read_a_thousand_random_links_alike(page: Page) -> None:
    dice = random.Random(6)
    pieces = [*"0123456789.,:-+eE _xX", "131.2", "43.1", "8", "2012", "1850", "now", "reserves", "nan", "í"]
    links = []
    for _ in range(1000):
        names = dice.sample(["v", "year", "on", "op"], dice.randint(1, 4))
        parts = {name: "".join(dice.choices(pieces, k=dice.randint(0, 9))) for name in names}
        links.append(urlencode(parts))
    for query, found in zip(links, twin(page, links), strict=True):
        assert found == expected(query), query


@pytest.mark.parametrize("asked", ["", "0", "1", "3", "8", "9", "999", "1000", "-1", "2.5", "x", "２", " 2"])
def test_a_step_out_of_range_is_brought_back_into_it(page: Page, asked: str) -> None:
    twin(page, [])
    plain = asked.isascii() and asked.isdecimal() and len(asked) < 4
    found = page.evaluate("asked => LeopardMap.link.step(new URLSearchParams({step: asked}), 8)", asked)
    assert found == (min(max(int(asked), 1), 8) - 1 if plain else 0)


def test_the_script_says_the_sentences_python_says() -> None:
    for query in ("v=nowhere", "year=1492", "on=now,tigers", "op=now:much"):
        (note,) = parse_state(dict(parse_qsl(query)), SPEC)[1]
        assert WORDS[note.code] == NOTES[note.code]
        for lang in LANGUAGES:
            said = translator(lang)(WORDS[note.code])
            for name, value in note.blanks:
                said = said.replace(f"{{{name}}}", str(value))
            assert said == note_sentence(note, lang)
