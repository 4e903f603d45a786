"""Tags of a preview: nothing that needs an address without one, everything a picture needs with it."""

from __future__ import annotations

import re

import pytest

from leopard_range.content.preview import preview_tags


def tags(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html))


def test_without_an_address_only_words_are_told() -> None:
    found = tags(preview_tags("Учить", "Уроки и игры", "ru"))
    assert found["og:title"].startswith("Учить · ")
    assert found["og:locale"] == "ru_RU"
    assert found["twitter:card"] == "summary"
    assert not {"og:url", "og:image"} & set(found)


@pytest.mark.parametrize(("name", "kind"), [("a.png?lang=en", "image/png"), ("years-en.gif", "image/gif")])
def test_a_picture_has_its_type_its_size_and_words(name: str, kind: str) -> None:
    url = "https://example.org/en/learn.html"
    picture = f"https://example.org/{name}"
    found = tags(preview_tags("Learn", "Lessons & games", "en", url=url, picture=picture, size=(960, 640)))
    assert found["og:url"] == url
    assert found["og:image"] == picture
    assert found["og:image:type"] == kind
    assert (found["og:image:width"], found["og:image:height"]) == ("960", "640")
    assert found["og:image:alt"] == found["og:description"] == "Lessons &amp; games"
    assert found["twitter:card"] == "summary_large_image"


def test_the_products_name_stands_once() -> None:
    found = tags(preview_tags("Leopard Range Explorer", "About", "en"))
    assert found["og:title"] == found["og:site_name"]
