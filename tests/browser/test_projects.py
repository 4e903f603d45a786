"""Planners' projects in a browser: nothing typed is lost, whatever happens to the server."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from leopard_range.workspace import NoteText, SqliteStore, files
from tests.browser.conftest import Server, settled
from tests.workspace.conftest import EVERY_KIND, filled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path_factory.mktemp("kept") / "workspace.db")
    yield store
    store.close()


@pytest.fixture(scope="module")
def office(kept: SqliteStore) -> Iterator[Server]:
    """A planner's server on a workspace that the tests can look into."""
    running = Server(LEOPARD_ROLE="planner", LEOPARD_WORKSPACE=str(kept.path.parent))
    yield running
    running.stop()


def note_text(store: SqliteStore, project: str) -> list[str]:
    return [one.content.text for one in store.items(project) if isinstance(one.content, NoteText)]


def wait_for(what: object, store: SqliteStore, project: str, within_s: float = 10.0) -> float:
    """Wait until the notes of a project are as expected, and return how long it took."""
    started = time.monotonic()
    while note_text(store, project) != what:
        assert time.monotonic() - started < within_s, note_text(store, project)
        time.sleep(0.05)
    return time.monotonic() - started


def opened(page: Page, server: Server, project: str = "", lang: str = "en") -> None:
    page.goto(f"{server.url}/projects?lang={lang}" + (f"&project={project}" if project else ""))
    page.get_by_role("heading", level=1).wait_for(timeout=30_000)
    settled(page)


def type_at_the_end(page: Page, text: str, number: int = 0) -> None:
    area = page.get_by_label("Text of the note").nth(number)
    expect(area).to_be_enabled(timeout=20_000)
    area.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text, delay=10)


def test_the_public_has_no_projects(server: Server) -> None:
    for path, status in (("/projects", 307), ("/planner/projects/0123.leopard.zip", 404)):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", path)
        assert connection.getresponse().status == status


def test_a_project_from_beginning_to_end(page: Page, office: Server, kept: SqliteStore) -> None:
    opened(page, office)
    expect(page.get_by_text("No projects yet")).to_be_visible()
    page.get_by_role("button", name="New project").click()
    page.get_by_label("Name").fill("Ridge <b>&amp; `road` ${1+1} :red[x]")
    page.get_by_label("What is it for?").fill("![x](http://example.org/x.png)")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Ridge <b>&amp; `road` ${1+1} :red[x]")).to_be_visible()
    page.get_by_role("button", name="New note").click()
    type_at_the_end(page, "We walked along the ridge.")
    expect(page.locator("[class*=st-key-notebase-] input")).to_be_hidden()
    project = kept.projects()[0].id
    wait_for(["We walked along the ridge."], kept, project)
    expect(page.locator(".saved:not([data-state])")).to_have_text(re.compile(r"Saved \d\d:\d\d:\d\d"))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as one file").click()
    body = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename.endswith(".leopard.zip")
    assert files.load(body)[0].description == "![x](http://example.org/x.png)"
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("was deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Text of the note")).to_have_value("We walked along the ridge.")
    page.get_by_role("button", name="All projects").click()
    page.get_by_role("button", name="Open a shared file").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "sent.leopard.zip", "mimeType": "application/zip", "buffer": body}
    )
    expect(page.get_by_role("heading", name="(2)")).to_be_visible(timeout=20_000)
    assert len(kept.projects()) == 2


def test_a_hostile_project_file_is_refused_in_words(page: Page, office: Server, kept: SqliteStore) -> None:
    before = kept.projects()
    opened(page, office)
    page.get_by_role("button", name="Open a shared file").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "x.zip", "mimeType": "application/zip", "buffer": b"PK\x05\x06" + bytes(18)}
    )
    expect(page.get_by_text("The file is not a project saved by this program.")).to_be_visible(timeout=20_000)
    assert kept.projects() == before


def test_what_is_typed_survives_a_killed_server(page: Page, kept: SqliteStore) -> None:
    project = kept.create("Killed").id
    kept.add(project, "Note", NoteText("Start."))
    environment = {"LEOPARD_ROLE": "planner", "LEOPARD_WORKSPACE": str(kept.path.parent)}
    first = Server(**environment)
    opened(page, first, project)
    type_at_the_end(page, " Saved before.")
    wait_for(["Start. Saved before."], kept, project)
    expect(page.locator(".saved:not([data-state])")).to_be_visible()
    # The last words have not even been sent when the server is killed.
    type_at_the_end(page, " Not sent.")
    first.process.kill()
    first.process.wait()
    expect(page.locator(".saved[data-state=late]")).to_be_visible(timeout=15_000)
    assert note_text(kept, project) == ["Start. Saved before."]
    again = Server(STREAMLIT_SERVER_PORT=str(first.port), **environment)
    try:
        # The browser asks every four seconds at most whether the server is back.
        quiet = os.getloadavg()[0] <= (os.cpu_count() or 1)
        took_s = wait_for(["Start. Saved before. Not sent."], kept, project, within_s=5.0 if quiet else 30.0)
        print(f"\nback {took_s:.1f} s after the server was up ({'quiet' if quiet else 'busy'} machine)")
        expect(page.get_by_label("Text of the note")).to_have_value("Start. Saved before. Not sent.")
        type_at_the_end(page, " And on.")
        wait_for(["Start. Saved before. Not sent. And on."], kept, project)
        expect(page.locator(".saved:not([data-state])")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Text of the note")).to_have_value(
            "Start. Saved before. Not sent. And on.", timeout=30_000
        )
    finally:
        again.stop()


def test_two_tabs_overwrite_nothing(
    context: BrowserContext, page: Page, office: Server, kept: SqliteStore
) -> None:
    project = kept.create("Two tabs").id
    kept.add(project, "Note", NoteText("Start."))
    opened(page, office, project)
    other = context.new_page()
    opened(other, office, project)
    type_at_the_end(other, " Second tab.")
    wait_for(["Start. Second tab."], kept, project)
    type_at_the_end(page, " First tab.")
    wait_for(["Start. Second tab.", "Start. First tab."], kept, project)
    expect(page.get_by_text("Both versions are kept: yours is now “Note (2)”.")).to_be_visible()
    # The cursor stays where it was, and what follows goes into the reader's own copy.
    page.keyboard.type(" Typing on.", delay=10)
    wait_for(["Start. Second tab.", "Start. First tab. Typing on."], kept, project)


def test_what_another_tab_saved_before_the_server_came_back_is_kept_beside(
    page: Page, kept: SqliteStore
) -> None:
    project = kept.create("Killed and overtaken").id
    note = kept.add(project, "Note", NoteText("Start."))
    environment = {"LEOPARD_ROLE": "planner", "LEOPARD_WORKSPACE": str(kept.path.parent)}
    first = Server(**environment)
    opened(page, first, project)
    type_at_the_end(page, " Mine.")
    first.process.kill()
    first.process.wait()
    stored = kept.item(note.id)
    kept.save(replace(stored, content=NoteText("Somebody else's.")))
    again = Server(STREAMLIT_SERVER_PORT=str(first.port), **environment)
    try:
        wait_for(["Somebody else's.", "Start. Mine."], kept, project)
    finally:
        again.stop()


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
@pytest.mark.parametrize("width", [1440, 390])
def test_everything_can_be_read_and_reached(
    browser: Browser, office: Server, kept: SqliteStore, lang: str, width: int
) -> None:
    project = next((one.id for one in kept.projects() if one.name == "Every kind"), "") or filled(
        kept, "Every kind"
    )
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    try:
        opened(page, office, project, lang)
        for name, _content, _body in EVERY_KIND:
            if name != "Field note":
                expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
        serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
        assert serious == []
        opened(page, office, lang=lang)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    finally:
        context.close()


def test_the_keyboard_is_enough(page: Page, office: Server, kept: SqliteStore) -> None:
    kept.create("By keyboard")
    opened(page, office)
    page.get_by_role("button", name="New project").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name").focus()
    page.keyboard.type("From the keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="From the keyboard")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="New note").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text of the note")).to_be_visible(timeout=20_000)


def test_a_checked_file_is_kept_and_looked_at_again(page: Page, office: Server, kept: SqliteStore) -> None:
    project = kept.create("With a file").id  # the last changed is offered first
    page.goto(f"{office.url}/files?lang=en")
    page.get_by_role("heading", level=1).wait_for(timeout=30_000)
    settled(page)
    shape = '{"type": "Point", "coordinates": [131.5, 43.1]}'
    body = f'{{"type": "Feature", "geometry": {shape}, "properties": {{"name": "Gate"}}}}'
    page.locator("input[type=file]").set_input_files(
        {"name": "gate.geojson", "mimeType": "application/geo+json", "buffer": body.encode()}
    )
    expect(page.get_by_role("heading", name="gate.geojson")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Keep in a project").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept in “With a file”.")).to_be_visible(timeout=20_000)
    (item,) = kept.items(project)
    assert (item.name, item.kind) == ("gate.geojson", "upload")
    assert item.body_bytes > 0
    opened(page, office, project)  # another tab's memory: the file itself is gone
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="gate.geojson")).to_be_visible(timeout=30_000)
