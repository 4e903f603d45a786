"""The Cameras page: its numbers are those of the tables, and nothing simulated stands without that word."""

from __future__ import annotations

import csv
import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from leopard_range.i18n import translator
from tests.browser.conftest import ROOT, Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ru", "zh", "ko")
TABLES = ("survey_years", "survey_hours", "survey_truth")


def _rows(path: str) -> list[dict[str, str]]:
    with (ROOT / "geodata" / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _opened(server: Server, page: Page, lang: str = "en") -> None:
    page.goto(f"{server.url}/cameras?lang={lang}")
    settled(page)
    page.locator("section.cams").first.wait_for()


def _table(page: Page, name: str) -> list[list[str]]:
    """Return the numbers that open under the chart of a name."""
    region = page.get_by_role("region", name=name, include_hidden=True)
    script = "box => [...box.querySelectorAll('tbody tr')].map(r => [...r.children].map(c => c.textContent))"
    found: list[list[str]] = region.evaluate(script)
    return found


def test_numbers_are_those_of_the_tables(server: Server, page: Page) -> None:
    _opened(server, page)
    years, truth = _rows("survey/survey_years.csv"), _rows("survey/survey_truth.csv")
    plots = {row["year"]: row for row in _rows("tables/plot_counts.csv")}
    for cells, row in zip(_table(page, "Leopards identified in a year"), years, strict=True):
        plot = plots[row["year"]]
        span = plot["low"] if plot["low"] == plot["high"] else f"{plot['low']}–{plot['high']}"
        assert cells[:3] == [row["year"], span, row["identified"]]
        assert cells[3] == f"{float(row['trap_days']):,.0f}"
        assert float(cells[4].split()[0]) == pytest.approx(float(row["rai_per_100_trap_days"]), abs=0.0051)
    for cells, row in zip(_table(page, "Leopards identified so far"), years, strict=True):
        assert cells == [row["year"], row["new"], row["cumulative"]]
    for cells, row, true in zip(
        _table(page, "Leopards living in the survey’s region"), years, truth, strict=True
    ):
        assert cells[:2] == [row["year"], row["known_alive"]]
        bounds = [f"{float(row[name]):.0f}" for name in ("animals", "animals_low", "animals_high")]
        assert re.findall(r"\d+", cells[2]) == bounds
        assert cells[3:] == ["yes" if row["reliable"] == "true" else "no", true["animals"]]
    hours = _rows("survey/survey_hours.csv")
    for cells, row in zip(_table(page, "Photographs by hour of the day"), hours, strict=True):
        assert cells[:2] == [f"{row['hour']}:00–{int(row['hour']) + 1}:00", row["detections"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_simulated_picture_and_caption_says_so(
    server: Server, page: Page, traffic: Traffic, lang: str
) -> None:
    word = translator(lang)("simulated")
    _opened(server, page, lang)
    figures = page.locator("section.cams > figure")
    expect(figures).to_have_count(4)
    for figure in figures.all():
        assert word in figure.locator("figcaption").inner_text()
        picture = figure.locator("img")
        address = picture.evaluate("img => img.src")
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.headers["content-type"].startswith("image/svg+xml")
            assert f">{word}<" in answer.read().decode()
        assert len(picture.get_attribute("alt") or "") > 60
    legend = map_frame(page).locator(".lr-row").filter(has_text=word)
    expect(legend).to_have_count(2)
    assert traffic.errors == []


def test_every_download_of_a_simulated_table_says_so(server: Server, page: Page) -> None:
    _opened(server, page)
    for name in TABLES:
        expect(page.locator(f'ul.downloads a[href*="/download/{name}.csv"]')).to_have_count(1)
        with urllib.request.urlopen(f"{server.url}/download/{name}.csv?lang=en", timeout=10) as answer:
            lines = answer.read().decode("utf-8-sig").splitlines()
        assert sum("simulated" in line for line in lines) > 5


def test_where_too_few_were_seen_the_page_says_why(server: Server, page: Page) -> None:
    _opened(server, page)
    expect(page.get_by_text("With fewer than 10 leopards, or fewer than 20 times")).to_be_visible()
    text = page.locator("section.cams .cards").inner_text()
    for number in ("3,600", "57", "0.98", "35", "84", "70", "108", "38%", "20%", "50"):
        assert number in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phone_shows_all_without_scrolling_sideways(server: Server, browser: Browser, lang: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    _opened(server, page, lang)
    for detail in page.locator("section.cams summary").all():
        detail.click()
    wide = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] section.cams *')]"
        ".filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wide == 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    context.close()


def test_numbers_open_by_keyboard(server: Server, page: Page) -> None:
    _opened(server, page)
    page.locator("section.cams summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="7–9").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("section.cams .scroll").first).to_be_focused()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server on a data folder in which no survey was published."""
    folder: Path = tmp_path_factory.mktemp("data") / "geodata"
    shutil.copytree(ROOT / "geodata", folder)
    catalog = folder / "catalog.toml"
    parts = re.split(r"(?m)^(?=\[\w+\]$)", catalog.read_text(encoding="utf-8"))
    kept = "".join(part for part in parts if not part.startswith("[survey_"))
    catalog.write_text(re.sub(r"(?ms)^\[survey_\w+\.fields\]\n.*?(?=^\[|\Z)", "", kept), encoding="utf-8")
    running = Server(LEOPARD_DATA=str(folder))
    yield running
    running.stop()


def test_without_a_survey_the_page_says_what_is_missing(bare: Server, page: Page, traffic: Traffic) -> None:
    _opened(bare, page)
    for sentence in (
        "No table of a survey by year is published here, so there is no curve.",
        "No survey is published here, so the map shows no squares.",
        "No table of a survey by hour is published here.",
        "No table of a survey by year is published here, so there is no chart.",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()
    assert "imulated" not in page.locator("[data-testid=stMain]").inner_text()
    assert [row[1] for row in _table(page, "Leopards identified in a year")] == ["7–9"] * 5 + ["12"]
    map_frame(page)
    assert traffic.errors == []
