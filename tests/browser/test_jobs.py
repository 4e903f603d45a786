"""A job on a page: its progress, its result, its failure, and that it ends with its session."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, Traffic, settled

pytestmark = pytest.mark.browser
_PATIENT = 30_000


@pytest.fixture(scope="module")
def jobs() -> Iterator[Server]:
    running = Server("tests/browser/jobs_app.py", PYTHONPATH=".")
    yield running
    running.stop()


def opened(page: Page, jobs: Server, lang: str = "en") -> None:
    page.goto(f"{jobs.url}/?lang={lang}")
    settled(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_progress_then_the_result(page: Page, jobs: Server, traffic: Traffic) -> None:
    opened(page, jobs)
    expect(page.get_by_text("This takes about 2 min and 900 MB of memory.")).to_be_visible(timeout=_PATIENT)
    press(page, "Staged")
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible(timeout=_PATIENT)
    expect(page.get_by_text(re.compile(r"Reading the file · [2468]0% · about \d s left"))).to_be_visible(
        timeout=_PATIENT
    )
    expect(page.get_by_text("found: ready")).to_be_visible(timeout=_PATIENT)
    expect(bar).to_have_count(0, timeout=_PATIENT)
    assert traffic.errors == []


def test_cancel_says_so_in_the_readers_language(page: Page, jobs: Server) -> None:
    opened(page, jobs, "ru")
    press(page, "Hang")
    press(page, "Отменить")
    expect(page.get_by_text("Работа отменена")).to_be_visible(timeout=_PATIENT)
    expect(page.get_by_text("running: False")).to_be_visible(timeout=_PATIENT)


@pytest.mark.parametrize(("name", "text"), [("Crash", "SIGSEGV"), ("Refused", "needs the planner role")])
def test_a_failure_is_a_sentence_and_the_next_job_works(
    page: Page, jobs: Server, name: str, text: str
) -> None:
    opened(page, jobs)
    press(page, name)
    expect(page.get_by_text(text)).to_be_visible(timeout=_PATIENT)
    press(page, "Staged")
    expect(page.get_by_text("found: ready")).to_be_visible(timeout=_PATIENT)


def test_others_wait_in_a_queue_that_is_shown(browser: Browser, jobs: Server) -> None:
    contexts = [browser.new_context() for _ in range(3)]
    try:
        pages = [context.new_page() for context in contexts]
        for page in pages:
            opened(page, jobs)
            press(page, "Hang")
            expect(page.get_by_role("button", name="Cancel")).to_be_visible(timeout=_PATIENT)
        expect(pages[2].get_by_text("Waiting: place 1 in the queue")).to_be_visible(timeout=_PATIENT)
        press(pages[0], "Cancel")
        expect(pages[2].get_by_text("Starting")).to_be_visible(timeout=_PATIENT)
        for page in pages[1:]:
            press(page, "Cancel")
            expect(page.get_by_text("running: False")).to_be_visible(timeout=_PATIENT)
    finally:
        for context in contexts:
            context.close()


def test_a_job_ends_with_its_session(browser: Browser, jobs: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    opened(page, jobs)
    press(page, "Hang")
    expect(page.get_by_text("running: True")).to_be_visible(timeout=_PATIENT)
    programs = psutil.Process(jobs.process.pid).children()
    nursery = next(one for one in programs if "leopard_range.engine.nursery" in one.cmdline())
    until(nursery.children, 30)
    context.close()
    # Its tab may come back for half a minute.
    until(lambda: not nursery.children(), 90)


def until(true: Callable[[], Any], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.2)
