"""Maps in a real browser: as one file from disk, and as the app serves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from leopard_range.maps import LiveState, MapSpec, MapState, RangeMap, WebFile, asset, export_html, spec_file
from leopard_range.maps.assets import FONTS, font_bytes
from tests.maps.sample import files

HOST = "http://map.test"
FRAME = "/component/st_folium/index.html"


@dataclass
class Watched:
    """A page with what it asked for and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def ready(self) -> Page:
        """Wait until every visible layer is there."""
        self.page.locator("[data-lr=ready]").wait_for(timeout=15_000)
        return self.page


class Atlas:
    """Opens maps in one browser; closes what it opened."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.contexts: list[BrowserContext] = []

    def _page(self, size: tuple[int, int], calm: bool, touch: bool) -> Watched:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce" if calm else "no-preference",
            has_touch=touch,
            is_mobile=touch,
        )
        self.contexts.append(context)
        return Watched(context.new_page())

    def file(
        self,
        spec: MapSpec,
        state: MapState | None = None,
        *,
        size: tuple[int, int] = (1200, 900),
        calm: bool = True,
        touch: bool = False,
        extra: Mapping[str, WebFile] | None = None,
    ) -> Watched:
        """Open the one-file export from disk."""
        path = self.folder / f"map{len(self.contexts)}.html"
        path.write_bytes(export_html(spec, state or MapState(), {**files(), **(extra or {})}, "1 June 2026"))
        watched = self._page(size, calm, touch)
        watched.page.goto(path.as_uri())
        watched.ready()
        return watched

    def served(
        self,
        spec: MapSpec,
        *,
        state: MapState | None = None,
        query: str = "",
        broken: set[str] | None = None,
        sorry: str = "",
        size: tuple[int, int] = (1200, 800),
        calm: bool = True,
    ) -> Watched:
        """Open the map as the app does: folium's page, everything else by address.

        `broken` names files that answer 500; change the set to mend them.
        """
        made = spec_file(spec)
        known = {file.name: file for file in [made, *files().values()]}
        folium_map = RangeMap(spec, made.path, sorry=sorry)
        if state is not None:
            LiveState(state).add_to(folium_map)
        # folium names its variables by chance; the map's own element is found by its class.
        html = folium_map.get_root().render()
        watched = self._page(size, calm, False)

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(HOST).partition("?")[0].lstrip("/")
            if path == FRAME.lstrip("/"):
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif path in (broken or ()):
                route.fulfill(status=500)
            elif path.startswith("assets/"):
                send(route, asset(path.removeprefix("assets/")))
            elif path.startswith("static/media/"):
                family = next(name for name, pattern in FONTS.items() if PurePath(path).match(pattern))
                route.fulfill(body=font_bytes(family), content_type="font/woff2")
            elif path in known:
                send(route, known[path])
            else:
                route.fulfill(status=404)

        watched.page.route("**/*", answer)
        watched.page.goto(HOST + FRAME + query)
        return watched


def send(route: Route, file: WebFile) -> None:
    route.fulfill(body=file.raw, content_type=file.content_type)


@pytest.fixture
def atlas(browser: Browser, tmp_path: Path) -> Iterator[Atlas]:
    made = Atlas(browser, tmp_path)
    yield made
    for context in made.contexts:
        context.close()
