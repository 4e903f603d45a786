"""What the server answers, without a browser: headers, language, addresses, files."""

from __future__ import annotations

import json
import re
from http.client import HTTPConnection, HTTPResponse

import pytest

from tests.browser.conftest import Server


def _get(server: Server, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def test_page_forbids_foreign_scripts_and_frames(server: Server) -> None:
    answer, body = _get(server, "/")
    policy = answer.headers["content-security-policy"]
    script = next(part for part in policy.split(";") if "script-src" in part)
    assert "'unsafe-inline'" not in script
    assert "'unsafe-eval'" not in script
    assert "'sha256-" in script, "the page's own inline script is named by its hash"
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"page.js" in body


def test_map_frame_may_evaluate_but_not_fetch_elsewhere(server: Server) -> None:
    answer, _ = _get(server, "/component/streamlit_folium.st_folium/index.html")
    if answer.status == 404:  # the component is declared by the first page that draws a map
        pytest.skip("no page has been opened yet")
    policy = answer.headers["content-security-policy"]
    assert "'unsafe-eval'" in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize(
    ("path", "accept", "lang"),
    [
        ("/?lang=ko", "ru", "ko"),
        ("/explore", "zh-CN,zh;q=0.9", "zh"),
        ("/data", "fr", "en"),
        ("/?lang=xx", "ru", "ru"),
    ],
)
def test_document_says_its_language(server: Server, path: str, accept: str, lang: str) -> None:
    _, body = _get(server, path, **{"Accept-Language": accept})
    assert f'<html lang="{lang}">'.encode() in body


def test_metrics_are_closed(server: Server) -> None:
    assert _get(server, "/_stcore/metrics")[0].status == 404


@pytest.mark.parametrize(
    ("path", "to"), [("/story?lang=ru", "./?lang=ru"), ("/tiger?year=1900", "./?year=1900&lost=tiger")]
)
def test_unknown_pages_lead_home(server: Server, path: str, to: str) -> None:
    answer, _ = _get(server, path)
    assert (answer.status, answer.headers["location"]) == (307, to)


@pytest.mark.parametrize(
    "path",
    [
        "/layers/tigers.00000000.geojson",
        "/layers/range_current.00000000.geojson",
        "/assets/x.js",
        "/spec/0.json",
    ],
)
def test_unknown_files_get_one_sentence(server: Server, path: str) -> None:
    answer, body = _get(server, path)
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert body.decode().count("\n") == 0
    assert len(body) > 20


def test_download_carries_its_source(server: Server) -> None:
    answer, body = _get(server, "/download/range_current.geojson?lang=en")
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    text = json.dumps(json.loads(body), ensure_ascii=False)
    assert "OpenStreetMap" in text
    assert "ODbL" in text


@pytest.mark.parametrize("name", ["tigers.geojson", "range_current.exe", "range_current"])
def test_unknown_download_names_the_remedy(server: Server, name: str) -> None:
    answer, body = _get(server, f"/download/{name}")
    assert answer.status == 404
    assert b"Choose" in body


def test_saved_map_is_one_small_file_without_addresses(server: Server) -> None:
    answer, body = _get(server, "/save/explore?lang=ru&v=131,43,8&year=2012&on=range_current,park")
    assert answer.status == 200
    assert len(body) <= 3 * 1024 * 1024
    assert b'src="http' not in body
    assert not re.search(rb"<(script|link|img|iframe)[^>]+(src|href)=[\"']?(?!data:)", body), (
        "it asks for nothing"
    )
    assert b"page.js" not in body, "it is not dressed as one of our pages"
    assert '<html lang="ru"' in body.decode()


def test_public_never_gets_a_station(server: Server) -> None:
    for form in ("geojson", "csv"):
        answer, body = _get(server, f"/download/survey_stations.{form}")
        assert answer.status == 200
        assert b"locationID" not in body
        assert b"simulated" in body.lower()
