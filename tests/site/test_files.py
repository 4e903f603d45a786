"""The site as bytes: complete, small, the same twice, of the public view only."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from leopard_range.catalog import Catalog
from leopard_range.i18n import LANGUAGES
from leopard_range.maps.files import packed_file
from leopard_range.site.files import MANIFEST, MOST_BYTES, held_file, site_files
from leopard_range.site.pages import PAGES
from tests.privacy.canaries import betrayed

HASHED = re.compile(r"[.-][0-9a-f]{8,16}\.")


class Read(HTMLParser):
    """Links, what is loaded, anchors and languages of a document."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: list[str] = []
        self.lang = ""
        self.inline = 0
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.anchors += [found[key] for key in ("id",) if key in found]
        self.lang = found.get("lang", "") if tag == "html" else self.lang
        self.inline += tag == "script" and "src" not in found
        self.inline += any(key.startswith("on") for key in found)
        if tag == "a":
            self.links.append(found.get("href", ""))
        elif tag in ("script", "img") or (tag == "link" and found.get("rel") != "canonical"):
            self.loads += [found[key] for key in ("src", "href") if key in found]


def beside(name: str, address: str) -> tuple[str, str]:
    """Return the file an address in a document leads to, and the anchor in it."""
    parts = urlsplit(address)
    assert not parts.scheme, f"{name}: {address}"
    assert not parts.netloc, f"{name}: {address}"
    assert not parts.path.startswith("/"), f"{name}: {address}"
    path = PurePosixPath(name).parent
    for part in PurePosixPath(unquote(parts.path) or PurePosixPath(name).name).parts:
        path = path.parent if part == ".." else path / part
    return path.as_posix(), parts.fragment


def documents(made: dict[str, bytes]) -> dict[str, Read]:
    return {name: Read(body) for name, body in made.items() if name.endswith(".html")}


def test_every_page_is_there_in_every_language(made: dict[str, bytes]) -> None:
    read = documents(made)
    for lang in LANGUAGES:
        for page in PAGES:
            assert read[f"{lang}/{page}.html"].lang == lang
    assert {"index.html", "404.html", "README.txt", MANIFEST} <= made.keys()


def test_the_site_is_smaller_than_its_budget(made: dict[str, bytes]) -> None:
    assert sum(map(len, made.values())) < MOST_BYTES == 12_000_000


def test_every_address_leads_to_a_file_of_the_site_and_to_an_anchor_in_it(made: dict[str, bytes]) -> None:
    read = documents(made)
    for name, page in read.items():
        for address in (*page.loads, *page.links):
            path, anchor = beside(name, address)
            assert path in made, f"{name}: {address}"
            assert not anchor or anchor in read[path].anchors, f"{name}: {address}"


def test_no_document_runs_a_script_of_its_own(made: dict[str, bytes]) -> None:
    for name, page in documents(made).items():
        assert page.inline == 0, name
        assert b"Content-Security-Policy" in made[name]


def test_what_pages_share_is_there_once_and_named_by_its_content(made: dict[str, bytes]) -> None:
    shared = [name for name in made if name.split("/")[0] in ("assets", "layers", "spec", "charts")]
    assert shared
    for name in shared:
        assert re.search(r"[0-9a-f]{8,}", name), name
    bodies = [made[name] for name in shared]
    assert len(set(bodies)) == len(bodies)


def test_data_come_back_from_their_scripts_as_they_were(made: dict[str, bytes]) -> None:
    name = next(name for name in made if name.startswith("layers/range_current."))
    text = made[name].decode()
    found = re.fullmatch(r'LeopardMap\.hold\("([^"]+)","([^"]+)"\);\n', text)
    assert found
    assert f"{found[1]}.js" == name
    assert json.loads(gzip.decompress(base64.b64decode(found[2])))["type"] == "FeatureCollection"
    hostile = packed_file("layers/x.geojson", "application/json", b'"</script><script>alert(1)</script>"')
    assert b"<" not in held_file(hostile)


def test_two_runs_give_the_same_bytes_whoever_asks(made: dict[str, bytes], planner_catalog: Catalog) -> None:
    assert site_files(planner_catalog) == made


def test_no_camera_place_is_in_any_file(made: dict[str, bytes], planner_catalog: Catalog) -> None:
    # Data of a map and files to carry away; pages show nothing that is in neither.
    open_files = [body for name, body in made.items() if "survey" in name or name.startswith("en/")]
    places = planner_catalog.layer("survey_stations").frame.geometry
    for place in places.iloc[:3]:
        for body in open_files:
            assert betrayed(body, place.x, place.y) == []


def test_the_manifest_knows_every_file(made: dict[str, bytes]) -> None:
    told = json.loads(made[MANIFEST])
    assert told["files"].keys() == made.keys() - {MANIFEST}
    for name, about in told["files"].items():
        assert about == {"bytes": len(made[name]), "sha256": hashlib.sha256(made[name]).hexdigest()}


def test_those_whose_work_is_in_here_are_named_on_every_page(made: dict[str, bytes]) -> None:
    for lang in LANGUAGES:
        for page in PAGES:
            assert "© OpenStreetMap contributors" in made[f"{lang}/{page}.html"].decode()
            foot = made[f"{lang}/{page}.html"].decode().partition("<footer>")[2]
            parts = [part for text in re.findall("<p[^>]*>(.*?)</p>", foot) for part in text.split(" · ")]
            assert len(parts) > 5
            assert not [one for one in parts if sum(one in other for other in parts) > 1], "each once"
    assert b"ODbL" in made["en/data.html"]
    assert b"ODbL" in made["README.txt"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_other_languages_hold_other_words(made: dict[str, bytes], page: str) -> None:
    titles = {re.search(rb"<title>(.*?)</title>", made[f"{lang}/{page}.html"])[1] for lang in LANGUAGES}  # type: ignore[index]
    assert len(titles) == len(LANGUAGES)


def test_an_address_goes_into_previews_and_nowhere_else(catalog: Catalog) -> None:
    from leopard_range.site.files import _head

    head = _head("ko", "explore", "제목", "설명 <b>", "https://map.example.org/leopards")
    assert 'property="og:url" content="https://map.example.org/leopards/ko/explore.html"' in head
    assert "<b>" not in head
    assert "example.org" not in _head("ko", "explore", "제목", "설명", "")


def test_an_embedded_map_says_what_to_beware_of_and_where_its_page_is(made: dict[str, bytes]) -> None:
    text = made["en/explore.html"].decode()
    caption = text[text.index('<p class="caption">') :].partition("</p>")[0]
    assert "Leopard Range Explorer: " in caption
    assert "schematic" in caption
    assert 'href="explore.html" target="_blank"' in caption


def test_sheets_and_animation_stand_where_the_pages_look_for_them(made: dict[str, bytes]) -> None:
    for lang in ("en", "ru", "zh", "ko"):
        links = re.findall(r'href="\.\./(print/[^"]+)"', made[f"{lang}/learn.html"].decode())
        assert len(links) == 8  # two for each lesson, the quiz, the glossary
        assert all(made[name].startswith(b"%PDF-") for name in links)
        assert made[f"picture/years-{lang}.gif"].startswith(b"GIF89a")


def test_the_background_is_packed_with_its_source(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["files/towns.geojson.zip"])) as archive:
        assert json.loads(archive.read("towns.geojson"))["type"] == "FeatureCollection"
