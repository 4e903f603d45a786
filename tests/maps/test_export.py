"""The one-file page: complete, closed, small."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.maps import MapState, SearchSource, export_html, spec_json
from tests.maps.sample import DATA, files, sample_spec
from tests.maps.test_neutral import PAYLOADS


def page(**changes: Any) -> str:
    return export_html(sample_spec(**changes), MapState(), files(), "1 June 2026", ("A caution.",)).decode()


def scripts(text: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)


def held(text: str) -> dict[str, str]:
    """Return what the page holds: name -> content, unpacked."""
    found = re.findall(r'<script type="text/plain" data-file="([^"]+)">([^<]*)</script>', text)
    return {
        name: body if body.startswith("data:") else gzip.decompress(base64.b64decode(body)).decode()
        for name, body in found
    }


def test_holds_the_layers_and_no_address() -> None:
    text = page()
    made = files()
    assert set(held(text)) == {"spec", *(file.path for file in made.values())}
    for name, raw in DATA.items():
        assert held(text)[made[name].path] == raw.decode()
    assert held(text)[made["relief"].path].startswith("data:image/png;base64,")
    assert not re.search(
        r"(?:src|href)\s*=\s*[\"']?(?!data:)", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    )
    style = re.search(r"<style>(.*?)</style>", text, flags=re.DOTALL)
    assert style
    assert set(re.findall(r"url\(\"?(\w+):", style[1])) == {"data"}
    assert "url(images" not in style[1]


def test_policy_allows_exactly_what_is_inside() -> None:
    text = page()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
    for body in [*scripts(text), *re.findall(r"<style>(.*?)</style>", text, flags=re.DOTALL)]:
        mark = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{mark}'" in policy[1]
    assert "\r" not in text


def test_tells_title_date_cautions_sources_and_licences() -> None:
    text = page()
    foot = re.search(r"<footer>(.*)</footer>", text, flags=re.DOTALL)
    assert foot
    for told in (
        "A small map",
        "1 June 2026",
        "A caution.",
        "Jiang et al. 2015",
        "CC-BY-4.0",
        "±60 km",
        "simulated",
    ):
        assert told in foot[1]
    assert '<html lang="en">' in text


def test_only_layers_of_the_map_go_in() -> None:
    spec = sample_spec()
    less = replace(spec, layers=spec.layers[:1])
    text = export_html(less, MapState(), files(), "").decode()
    assert files()["old"].path in text
    assert files()["cells"].path not in text


def test_a_file_has_no_link_to_share() -> None:
    assert "link" not in json.loads(held(page())["spec"])["flags"]
    assert "link" in json.loads(spec_json(sample_spec()))["flags"]


def test_search_of_a_file_looks_only_through_what_is_in_it() -> None:
    spec = sample_spec()
    elsewhere = SearchSource("layers/towns.00000000.geojson", "town")
    text = page(search=(*spec.search, elsewhere))
    assert [url for url, _, _ in json.loads(held(text)["spec"])["search"]] == [spec.search[0].url]


def test_missing_layer_is_named() -> None:
    made = files()
    del made["now"]
    with pytest.raises(LeopardRangeError) as missing:
        export_html(sample_spec(), MapState(), made, "")
    assert (missing.value.code, missing.value.blanks) == ("export_layer_missing", {"layer": "now"})


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_leaves_its_element(payload: str) -> None:
    spec = sample_spec(title=payload)
    spec = replace(spec, layers=(replace(spec.layers[0], title=payload, source=payload),))
    text = export_html(spec, MapState(), files(), payload, (payload,)).decode()
    assert len(scripts(text)) == 3
    assert text.count("</script>") == text.count("<script")
    assert text.count("<li>") == text.count("</li>")
    title = re.search(r"<title>(.*?)</title>", text, flags=re.DOTALL)
    assert title
    assert html.unescape(title[1]) == payload
    assert json.loads(held(text)["spec"])["layers"][0]["title"] == payload


def test_same_map_same_bytes() -> None:
    assert page() == page()
