"""A handful of visitors at once: nothing fails, nothing is kept; `make load` measures the full crowd."""

from __future__ import annotations

import psutil
import pytest

from tests.aside import run_aside
from tests.browser.conftest import Server
from tests.load.scenarios import crowd, share, uploads
from tests.load.visitor import Visitor, browser_side


@pytest.fixture(scope="module")
def public() -> object:
    server = Server()
    yield server
    said = server.stop()
    assert "ERROR" not in said
    assert "Traceback" not in said


def test_five_visitors_at_once_see_no_error(public: Server) -> None:
    seen = run_aside(
        crowd(public.url, psutil.Process(public.process.pid), sessions=5, active=3, seconds=6.0, every_s=2.0)
    )
    assert seen.errors == []
    assert len(seen.opened_s) == 5
    assert len(seen.changed_s) >= 6
    # A machine that tests many things at once is slow; `make load` has the real limit.
    assert share(seen.changed_s, 0.95) < 10


def test_visitor_takes_what_a_browser_takes(public: Server) -> None:
    async def visit() -> Visitor:
        async with browser_side() as http, Visitor(public.url, http) as visitor:
            await visitor.go_to("explore")
            await visitor.choose_language("ko")
            return visitor

    visitor = run_aside(visit())
    for kind in (
        "assets/leaflet.js",
        "spec/",
        "layers/range_current",
        "layers/relief",
        "parts/",
        "component/",
    ):
        assert any(address.startswith(kind) for address in visitor.cache), kind


def test_uploads_are_bounded_and_given_back() -> None:
    server = Server(LEOPARD_ROLE="planner")
    try:
        found = run_aside(uploads(server.url, psutil.Process(server.process.pid), settle_s=3.0, limit_s=60.0))
    finally:
        server.stop()
    assert set(found.refused) == {413}
    assert found.held_mb - found.before_mb < 130
    assert found.released_s <= 60
    assert found.after_mb - found.before_mb < 10
