"""Light documents as bytes: what stands in them, and what may run in them."""

from __future__ import annotations

import re

import pytest

from leopard_range.maps import MapSpec
from leopard_range.site.document import Around, Kind, Link, MapPart, Page, document

HOSTILE = "<script>alert(1)</script>\"'&"


def address(name: str) -> str:
    return f"../assets/{name}"


def page(**changes: object) -> Page:
    spec = MapSpec("explore", "en", "Explore", (), (), {"map_failed": HOSTILE})
    some: dict[str, object] = {
        "name": "explore",
        "lang": "en",
        "title": HOSTILE,
        "about": HOSTILE,
        "caption": HOSTILE,
        "map": MapPart(spec, "spec/1.json", "../", held=True),
        "source": Link("explore", HOSTILE, HOSTILE),
    }
    return Page(**{**some, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["site", "embed", "kiosk"])
def test_no_text_of_a_page_becomes_markup(kind: Kind) -> None:
    around = Around((Link("explore", HOSTILE, HOSTILE),), (Link("en", HOSTILE, HOSTILE),))
    html = document(page(), address, kind=kind, around=around).decode()
    assert "<script>" not in html
    assert re.findall(r"<script[^>]*>(.+?)</script>", html) == []
    assert "script-src 'self'" in html


def test_an_embedded_map_is_map_and_caption_only() -> None:
    html = document(page(), address, kind="embed").decode()
    assert "<nav" not in html
    assert "<footer" not in html
    assert 'class="caption"' in html


def test_a_kiosk_leads_to_its_pages_and_languages_only() -> None:
    around = Around(
        (Link("data", "Data", "data.html"),), (Link("ko", "한국어", "ko.html"),), foot="<a href=/x>"
    )
    html = document(page(), address, kind="kiosk", around=around).decode()
    assert re.findall(r'<a [^>]*href="([^"]+)"', html) == ["data.html", "ko.html"]
    assert "kiosk.js" in html
    assert "<footer" not in html


def test_a_page_says_its_language_and_where_the_reader_is() -> None:
    around = Around(
        (Link("story", "Story", "story.html"), Link("explore", "Explore", "explore.html")),
        (Link("en", "English", "explore.html"), Link("ko", "한국어", "../ko/explore.html")),
    )
    html = document(page(title="Explore"), address, around=around).decode()
    assert '<html lang="en">' in html
    assert '<a href="explore.html" aria-current="page">' in html
    assert '<a class="skip" href="#main">' in html
    assert 'hreflang="ko"' in html
