"""The games in a real browser: by pointer and by keyboard, from a file and in the app, for every eye."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page, expect

from leopard_range.analysis.recapture import chapman
from leopard_range.catalog import Catalog
from leopard_range.content.assets import LEARN_ASSETS, learn_asset
from leopard_range.content.games import marbles, path_game, quiz_game, spots
from leopard_range.content.quiz import quiz
from leopard_range.studies.corridor.board import board
from leopard_range.ui.served import page_file
from tests.browser.conftest import Server, Traffic, settled
from tests.content.editions import edition_of

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ru", "zh", "ko")
WIDTHS = ((1440, 900), (390, 844))
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
_RUN = "async () => (await axe.run(document, {preload: false, resultTypes: ['violations']})).violations"


@pytest.fixture(scope="session")
def documents(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One plain document a language, as the static site writes them: strictest policy, from the disk."""
    folder = tmp_path_factory.mktemp("games")
    for name in LEARN_ASSETS:
        (folder / name).write_bytes(learn_asset(name).raw)
    (folder / "page.css").write_bytes(page_file("page.css").raw)
    for lang in LANGUAGES:
        edition = edition_of(catalog, lang)
        games = (quiz_game(edition), marbles(edition, seed=5), path_game(edition), spots(edition))
        body = "".join(f"<h2>{at}</h2>{game}" for at, game in enumerate(games))
        (folder / f"{lang}.html").write_text(
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Games</title>'
            '<meta name="viewport" content="width=device-width">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<link rel="stylesheet" href="page.css"><link rel="stylesheet" href="learn.css">'
            '<script defer src="learn.js"></script></head>'
            f"<body><main><h1>Games</h1>{body}</main></body></html>",
            encoding="utf-8",
        )
    return folder


def opened(page: Page, documents: Path, lang: str = "en", size: tuple[int, int] = WIDTHS[0]) -> list[str]:
    """Open a document and return what it complains of."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto((documents / f"{lang}.html").as_uri())
    expect(page.locator("[data-learn][data-mounted]")).to_have_count(4)
    return said


def numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


@pytest.mark.parametrize("size", WIDTHS)
def test_quiz_by_pointer(page: Page, documents: Path, catalog: Catalog, size: tuple[int, int]) -> None:
    said = opened(page, documents, size=size)
    box, items = page.locator("[data-learn=quiz]"), quiz(edition_of(catalog))
    box.get_by_role("button", name="Check").click()
    expect(box.get_by_role("status")).to_have_text("Choose an answer first.")
    for at, item in enumerate(items):
        expect(box.locator("legend:visible")).to_have_text(item.question)
        wrong = at == 0
        choice = (item.right + wrong) % len(item.choices)
        box.locator("li:not([hidden]) label").nth(choice).click()
        box.get_by_role("button", name="Check").click()
        expect(box.get_by_role("status")).to_contain_text("Not quite" if wrong else "Right!")
        expect(box.get_by_role("status")).to_contain_text(item.explanation)
        expect(box.locator("li:not([hidden]) .source")).to_have_text(item.source)
        box.get_by_role("button", name="Next question" if at + 1 < len(items) else "See your score").click()
    expect(box.get_by_role("status")).to_contain_text(f"{len(items) - 1} of {len(items)} right")
    box.get_by_role("button", name="Once more").click()
    expect(box.locator("legend:visible")).to_have_text(items[0].question)
    expect(box.locator("input:checked")).to_have_count(0)
    assert said == []


def test_quiz_by_keyboard(page: Page, documents: Path, catalog: Catalog) -> None:
    opened(page, documents)
    items = quiz(edition_of(catalog))
    page.locator("[data-learn=quiz] li:not([hidden]) input").first.focus()
    for item in items:
        page.keyboard.press("Space")
        for _step in range(item.right):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")  # checks, and the focus goes to the next question's button
        page.keyboard.press("Enter")
    expect(page.locator("[data-learn=quiz]").get_by_role("status")).to_contain_text("All right!")


@pytest.mark.parametrize("size", WIDTHS)
def test_marbles(page: Page, documents: Path, size: tuple[int, int]) -> None:
    said = opened(page, documents, size=size)
    box = page.locator("[data-learn=marbles]")
    status, go = box.locator(".try [role=status]"), box.locator("button.primary")
    go.focus()
    page.keyboard.press("Enter")
    assert numbers(status.inner_text()) == [30]
    expect(box.locator(".hand .marked")).to_have_count(30)
    expect(box.get_by_label("Marbles in a handful")).to_be_disabled()
    page.keyboard.press("Enter")
    expect(box.locator(".hand circle")).to_have_count(0)
    page.keyboard.press("Enter")
    second, marked = numbers(status.inner_text())
    expect(box.locator(".hand .marked")).to_have_count(marked)
    found = chapman(30, second, marked)
    assert numbers(box.locator(".big").inner_text()) == [round(found.estimate)]
    assert numbers(box.locator(".result p").nth(1).inner_text())[:2] == [round(found.low), round(found.high)]
    expect(box.locator(".scale .truth")).to_have_count(0)
    page.keyboard.press("Enter")
    count = numbers(status.inner_text())[0]
    expect(box.locator(".jar circle")).to_have_count(count)
    expect(box.locator(".jar .marked")).to_have_count(30)
    assert ("lies in your" in status.inner_text()) == (found.low <= count <= found.high)
    again = box.get_by_role("button", name="Do it 200 times")
    slider = box.get_by_label("Marbles in a handful")
    for handful in ("Home", "End"):
        slider.press(handful)
        again.press("Enter")
    expect(box.locator(".cloud")).to_have_count(2)
    held = [numbers(row.inner_text())[-2] for row in box.locator("tbody tr").all()]
    assert all(180 <= one <= 200 for one in held)
    expect(box.locator(".plot [role=status]")).to_contain_text("More captures")
    go.click()
    expect(box.locator(".again")).to_be_hidden()
    assert said == []


def test_the_browser_counts_as_python_does(page: Page, documents: Path, catalog: Catalog) -> None:
    opened(page, documents)
    cases = [
        (a, b, m) for a in (1, 5, 12, 30, 60) for b in (1, 7, 30, 60) for m in range(0, min(a, b) + 1, 3)
    ]
    found = page.evaluate(
        "cases => cases.map(c => LeopardLearn.chapman(...c))", [list(case) for case in cases]
    )
    for case, one in zip(cases, found, strict=True):
        ours = chapman(*case)
        assert [one["estimate"], one["low"], one["high"]] == pytest.approx(
            [ours.estimate, ours.low, ours.high]
        )
    ground, random = board(catalog), Random(6)
    rows, columns = ground.grid.shape
    walks = [list(ground.way)]
    for _walk in range(20):
        walk = [(random.randrange(rows), columns // 2)]
        for _step in range(40):
            row, column = walk[-1][0] + random.randint(-1, 1), walk[-1][1] + random.randint(-1, 1)
            if (row, column) != walk[-1] and 0 <= row < rows and 6 <= column < columns:
                walk.append((row, column))
        walks.append(walk)
    told = page.evaluate(
        """walks => {
            const data = JSON.parse(document.querySelector('[data-learn=path]').dataset.game);
            return walks.map(walk => LeopardLearn.wayCost(data, walk));
        }""",
        [[row * columns + column for row, column in walk] for walk in walks],
    )
    for walk, one in zip(walks, told, strict=True):
        steps = list(pairwise(walk))
        far = [ground.cell_km * ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in steps]
        costs = [
            km * (ground.resistance[a] + ground.resistance[b]) / 2
            for km, (a, b) in zip(far, steps, strict=True)
        ]
        assert one["cost"] == pytest.approx(sum(costs))
        assert one["km"] == pytest.approx(sum(far))
    assert told[0]["cost"] == pytest.approx(ground.way_cost_km)


def _look_at(page: Page, start: tuple[int, int], to: tuple[int, int]) -> None:
    down, across = to[0] - start[0], to[1] - start[1]
    for _step in range(abs(down)):
        page.keyboard.press("ArrowDown" if down > 0 else "ArrowUp")
    for _step in range(abs(across)):
        page.keyboard.press("ArrowRight" if across > 0 else "ArrowLeft")


def test_the_cheapest_way_by_keyboard(page: Page, documents: Path, catalog: Catalog) -> None:
    said = opened(page, documents)
    box, ground = page.locator("[data-learn=path]"), board(catalog)
    box.locator(".board").focus()
    here = divmod(int(ground.start.ravel().argmax()), ground.grid.shape[1])
    for cell in ground.way:
        _look_at(page, here, cell)
        expect(box.locator(".cell")).to_contain_text(f"row {cell[0] + 1}, column {cell[1] + 1}")
        page.keyboard.press("Enter")
        here = cell
    expect(box.locator(".said")).to_contain_text("No way is cheaper")
    assert numbers(box.locator(".score b").first.inner_text()) == [round(ground.way_cost_km)]
    page.keyboard.press("Backspace")
    expect(box.locator(".said")).to_contain_text("points so far")
    assert said == []


@pytest.mark.parametrize("size", WIDTHS)
def test_a_way_by_pointer(page: Page, documents: Path, catalog: Catalog, size: tuple[int, int]) -> None:
    opened(page, documents, size=size)
    box, ground = page.locator("[data-learn=path]"), board(catalog)
    frame = box.locator(".board svg").bounding_box()
    assert frame
    side = frame["width"] / (ground.grid.shape[1] + 0.3)

    def click(row: int, column: int) -> None:
        box.locator(".board svg").click(position={"x": (column + 0.65) * side, "y": (row + 0.65) * side})

    start, goal = ground.way[0], ground.way[-1]
    click(*start)
    expect(box.locator(".score b").first).to_have_text("0")
    click(1, 10)  # straight through the town
    box.get_by_role("button", name="East", exact=True).click()
    expect(box.locator(".cell")).to_contain_text("row 2, column 12")
    box.get_by_role("button", name="One step back").click()
    expect(box.locator(".cell")).to_contain_text("row 2, column 11")
    click(*goal)
    expect(box.locator(".said")).to_contain_text("more than the cheapest")
    expect(box.locator(".board .best").first).to_be_attached()
    box.get_by_role("button", name="Start over").click()
    expect(box.locator(".score b").first).to_have_text("0")
    box.get_by_role("button", name="Show the cheapest way").click()
    expect(box.locator(".board path.best")).to_have_count(2)


def test_spots(page: Page, documents: Path) -> None:
    said = opened(page, documents)
    box = page.locator("[data-learn=spots]")
    right = json.loads(box.get_attribute("data-game") or "")["right"]
    for at, choice in enumerate(right):
        box.locator("li:not([hidden]) input").nth(choice).check()
        box.get_by_role("button", name="Check").click()
        expect(box.get_by_role("status")).to_contain_text("Right!")
        box.get_by_role("button", name="Next round" if at + 1 < len(right) else "See your score").click()
    expect(box.get_by_role("status")).to_contain_text("4 of 4 right")
    assert said == []


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_everyone_can_use_them(page: Page, documents: Path, lang: str, size: tuple[int, int]) -> None:
    said = opened(page, documents, lang, size)
    for _step in range(4):
        page.locator("[data-learn=marbles] button.primary").click()
    page.locator("[data-learn=marbles] .again button").click()
    page.locator("[data-learn=quiz] li:not([hidden]) input").first.check()
    page.locator("[data-learn=quiz] button.primary:visible").click()
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8") + "; true")
    found = [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]}"
        for rule in page.evaluate(_RUN)
        if rule["impact"] in ("serious", "critical")
    ]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    small = page.evaluate(
        """() => Array.from(document.querySelectorAll(
            '.game :is(button, fieldset label, summary, input[type=range])'
        ))
        .filter(one => one.checkVisibility()).filter(one => one.getBoundingClientRect().height < 43.9)
        .map(one => one.outerHTML.slice(0, 120))"""
    )
    assert small == []
    assert said == []


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_reduced_motion_is_respected(page: Page, documents: Path, motion: Any) -> None:
    page.emulate_media(reduced_motion=motion)
    opened(page, documents)
    go = page.locator("[data-learn=marbles] button.primary")
    go.click()
    go.click()
    moving = page.evaluate("document.getAnimations().length")
    assert (moving > 0) == (motion == "no-preference")
    assert page.locator(".jar").evaluate("one => getComputedStyle(one).animationName") == (
        "none" if motion == "reduce" else "game-shake"
    )


def test_without_a_script_everything_can_be_read(browser: Browser, documents: Path, catalog: Catalog) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((documents / "en.html").as_uri())
    expect(page.locator("[data-learn=quiz] legend")).to_have_count(len(quiz(edition_of(catalog))))
    page.locator("[data-learn=quiz] summary").first.click()
    expect(page.locator("[data-learn=quiz] .because").first).to_be_visible()
    expect(page.locator("[data-learn=marbles] .stage")).to_contain_text("An example")
    expect(page.locator("table.letters tbody tr")).to_have_count(16)
    expect(page.locator("[data-learn=spots] .flank")).to_have_count(20)
    context.close()


def test_mounted_once_and_again_when_the_page_is_drawn_anew(
    server: Server, page: Page, traffic: Traffic, catalog: Catalog
) -> None:
    page.goto(f"{server.url}/story?lang=en")
    settled(page)
    html = marbles(edition_of(catalog), seed=5) + quiz_game(edition_of(catalog))
    put = """html => {
        document.querySelector('#games')?.remove();
        const box = document.createElement('div');
        box.id = 'games';
        document.querySelector('[data-testid=stMain]').prepend(box);
        box.innerHTML = html;
    }"""
    for _drawn in range(3):
        page.evaluate(put, html)
        expect(page.locator("[data-learn=marbles] .jar")).to_have_count(1)
        expect(page.locator("[data-learn=quiz] .progress")).to_have_count(1)
    assert page.locator("script[src*='learn.js']").count() == 1
    assert page.locator("link[href*='learn.css']").count() == 1
    page.locator("[data-learn=marbles] button.primary").click()
    expect(page.locator(".hand .marked")).to_have_count(30)
    assert traffic.errors == []


def test_a_seed_gives_the_same_jar(context: BrowserContext, documents: Path) -> None:
    counts = []
    for _time in range(2):
        page = context.new_page()
        opened(page, documents)
        for _step in range(4):
            page.locator("[data-learn=marbles] button.primary").click()
        counts.append(page.locator("[data-learn=marbles] .try [role=status]").inner_text())
    assert counts[0] == counts[1]
