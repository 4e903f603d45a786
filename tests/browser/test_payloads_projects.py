"""Harmful text through everything a project holds: nothing runs, every letter is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from leopard_range.model import Citation, Note
from leopard_range.workspace import Attachment, NoteText, Parameters, Proposal, Results, SqliteStore
from leopard_range.workspace.codec import tidy_name, tidy_text
from tests.browser.conftest import Server, settled
from tests.browser.test_payloads import shown, texts
from tests.browser.watch import Harm
from tests.payloads import CANARY, PAYLOADS

pytestmark = pytest.mark.browser

# What is kept has no invisible letters and one line for a name.
NAMES = list(dict.fromkeys(tidy_name(text) for text in PAYLOADS.values()))
TEXTS = [tidy_text(text) for text in PAYLOADS.values()]


class Office:
    """A planner's server on a workspace full of harmful text."""

    def __init__(self, folder: Path) -> None:
        self.made = folder / "made-by-a-payload"
        store = SqliteStore(folder / "workspace.db")
        for name, text in zip(NAMES, TEXTS, strict=False):
            store.create(name, text)
        full = store.create("A project with everything")
        for name, text in zip(NAMES, TEXTS, strict=False):
            point = {"type": "Point", "coordinates": [131.0, 43.0]}
            note, word = Note.of("link_layer", value=text), tidy_name(text[:100])
            store.add(full.id, name, Proposal(point, text))
            store.add(full.id, tidy_name(f"{name[:100]} 2"), Parameters(word, {word: text}))
            told = Results(word, {}, {word: text}, word, (Citation(text, text, text),), (note,))
            store.add(full.id, tidy_name(f"{name[:100]} 3"), told)
            store.add(
                full.id,
                tidy_name(f"{name[:100]} 4"),
                Attachment(word, 1, word, (note,), (note,)),
                b"x",
            )
        for name, text in list(zip(NAMES, TEXTS, strict=False))[:8]:
            store.add(full.id, tidy_name(f"{name[:100]} 5"), NoteText(text))
        self.full = full.id
        store.close()
        self.server = Server(
            LEOPARD_ROLE="planner", LEOPARD_WORKSPACE=str(folder), **{CANARY: str(self.made)}
        )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("office"))
    yield made
    assert not made.made.exists()
    assert "Traceback" not in made.server.stop()


def test_names_and_descriptions_in_the_list(office: Office, page: Page) -> None:
    harm = Harm(page.context, office.server.port)
    page.goto(f"{office.server.url}/projects?lang=en")
    settled(page, timeout=120_000)
    expect(page.locator(".project.short h2")).to_have_count(len(NAMES) + 1, timeout=60_000)
    found = texts(page, ".project.short h2")
    assert set(map(shown, found)) >= set(map(shown, NAMES))
    paragraphs = set(map(shown, texts(page, ".project.short p")))
    assert {shown(text) for text, _ in zip(TEXTS, NAMES, strict=False)} <= paragraphs
    page.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_text("was deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_timeout(500)
    print(f"\nprojects: {2 * len(NAMES)} names and descriptions shown unchanged")
    assert harm.all() == {}


def test_everything_a_project_holds(office: Office, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    harm = Harm(context, office.server.port)
    page = context.new_page()
    page.goto(f"{office.server.url}/projects?lang=en&project={office.full}")
    settled(page, timeout=180_000)
    expect(page.locator(".project h3")).to_have_count(4 * len(NAMES), timeout=120_000)
    heads = set(map(shown, texts(page, ".project h3")))
    assert set(map(shown, NAMES)) <= heads
    body = shown(" ".join(texts(page, ".project")))
    for text in TEXTS[: len(NAMES)]:
        assert body.count(shown(tidy_name(text[:100]))) >= 5, text
    expect(page.locator("textarea")).to_have_count(8, timeout=60_000)
    notes = page.eval_on_selector_all("textarea", "all => all.map(field => field.value)")
    assert set(map(shown, notes)) >= set(map(shown, TEXTS[:8]))
    page.wait_for_timeout(500)
    print(f"\na project: {len(NAMES)} payloads in proposals, questions, answers, files, and 8 in notes")
    assert harm.all() == {}
    context.close()
