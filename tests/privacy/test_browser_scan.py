"""With canaries in the private folder, nothing a public process says betrays one (guarantees G1 and G7).

Run with ``-s`` to see what was searched, and how much of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from leopard_range.reports import formats_of
from tests.browser.conftest import Server, map_frame, settled
from tests.datafolder import TODAY
from tests.privacy.canaries import encodings
from tests.privacy.catch import Catch
from tests.privacy.leaky_app import LEAKS
from tests.privacy.secret_country import CANARIES, secret_country

pytestmark = pytest.mark.browser

CLASS = ("10-12", "13-15", "16-18", "glossary", "quiz")
"""What can be printed for a class."""


class Public:
    """A public server on the bundle of a country with a secret."""

    def __init__(self, folder: Path, app: str = "app.py") -> None:
        self.private, self.bundle = secret_country(folder)
        self.server = Server(app, LEOPARD_DATA=str(self.bundle), PYTHONPATH=".")

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Ask without a browser; return status and all bytes, headers included."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, repr(answer.getheaders()).encode() + b"\n" + answer.read()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    made = Public(tmp_path_factory.mktemp("secret"))
    yield made
    made.server.stop()


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[BrowserContext, Catch]]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield context, Catch(context)
    context.close()


def opened(public: Public, page: Page, path: str) -> None:
    answer = page.goto(f"{public.server.url}/{path}")
    if answer is not None and answer.status == 200:
        settled(page)


def drive_map(page: Page, catch: Catch) -> None:
    """Use every control of the map: layers, opacity, explanations, years, search, popups."""
    map_frame(page)
    frame = next(f for f in page.frames if "streamlit_folium" in f.url)
    frame.evaluate(
        """async () => {
        const wait = (ms) => new Promise((done) => setTimeout(done, ms));
        const all = (s) => [...document.querySelectorAll(s)];
        for (const b of all('.lr-row input[type=checkbox]')) { b.click(); await wait(60); }
        for (const b of all('.lr-row input[type=checkbox]')) { if (!b.checked) b.click(); await wait(60); }
        for (const b of all('.lr-row .lr-button')) b.click();
        const put = (s, value) => { s.value = value; s.dispatchEvent(new Event('input')); };
        for (const s of all('.lr-row input[type=range]')) put(s, 40);
        for (const s of all('.lr-track input')) for (const year of [1850, 2010, 2011, 2012, 2026, 2011]) {
          put(s, year); await wait(40); }
        for (const s of all('.lr input[role=combobox]')) for (const text of ['a', 's', 'CANARY']) {
          s.focus(); put(s, text); await wait(80); }
        for (let x = 128; x < 133; x += 0.4) for (let y = 42; y < 45; y += 0.2) {
          window.map.fire('click', { latlng: L.latLng(y, x) }); }
        await wait(300); }"""
    )
    page.wait_for_timeout(500)
    catch.look(page)


def test_no_page_control_or_file_betrays_a_station(
    public: Public, watched: tuple[BrowserContext, Catch]
) -> None:
    context, catch = watched
    page = context.new_page()
    for lang in ("en", "ru", "zh", "ko"):
        opened(public, page, f"?lang={lang}")
        for step in range(1, 9):
            expect(page.get_by_text(f"{step} / 8").first).to_be_visible()
            catch.look(page)
            if step < 8:
                page.locator(".stButton button").last.click()
    for name in ("explore", "cameras", "then-now"):
        opened(public, page, f"{name}?lang=en")
        drive_map(page, catch)
    for name in ("Provinces", "widest outline", "Countries"):
        page.get_by_role("radio", name=name).click()
        settled(page)
        catch.look(page)
    walk_cards(public, page, catch)
    walk_list(public, page, catch)
    for query in (
        "v=130.65,43.05,11&on=survey_stations,survey_detections&year=2011",
        "v=x&on=y&year=z&op=q",
        "lang=xx&lost=stations",
    ):
        opened(public, page, f"explore?{query}")
        catch.look(page)
    files = fetch_all(public, catch)
    context.close()
    catch.add("server log", public.server.log().encode())
    hits = catch.hits()
    ways = len(encodings(*CANARIES[0]))
    print(
        f"\nG1: {len(CANARIES)} canaries in {ways} encodings, {files} files: {len(hits)} hits in",
        catch.table(),
        sep="\n",
    )
    assert ways >= 12
    assert catch.count["websocket frame"] > 100
    assert hits == []


def walk_cards(public: Public, page: Page, catch: Catch) -> None:
    opened(public, page, "data?lang=en")
    groups = page.get_by_role("main").get_by_role("radiogroup").last.get_by_role("radio")
    for at in range(groups.count()):
        groups.nth(at).click()
        page.wait_for_timeout(300)
        settled(page)
        catch.look(page)
    page.get_by_role("tab").last.click()
    catch.look(page)


def walk_list(public: Public, page: Page, catch: Catch) -> None:
    """Read every layer as a list, save the map, and load a file by a click."""
    opened(public, page, "explore?lang=en")
    map_frame(page)
    page.get_by_text("The same as a list").click()
    page.wait_for_timeout(500)
    chooser = page.get_by_role("combobox", name="Layer")
    chooser.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    names = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    for name in names:
        chooser.press("ArrowDown")
        page.get_by_role("option", name=name, exact=True).click()
        settled(page)
        page.wait_for_timeout(200)
        catch.look(page)
    page.get_by_role("button", name="Download").click()
    for name in ("One HTML file, works offline", "CSV"):
        with page.expect_download():
            page.get_by_role("link", name=name).first.click()


def fetch_all(public: Public, catch: Catch) -> int:
    """Ask for every file of every layer in every format and language, and for what is not there."""
    specs = open_catalog(Settings(role="public", data=public.bundle, today=TODAY)).specs
    count = 0
    for spec in specs.values():
        for form in formats_of(spec):
            for lang in ("en", "ru"):
                status, body = public.ask(f"/download/{spec.id}.{form}?lang={lang}")
                assert status == 200, spec.id
                catch.add("download", body)
                count += 1
    for path in (
        "save/explore",
        "save/story",
        "save/then-now",
        "save/cameras",
        "download/survey_stations.exact.csv",
        "planner/layers/survey_stations.exact.geojson",
        "planner/download/survey_stations.exact.csv",
        "download/survey_stations.csv?exact=1",
        "print/explore.pdf?v=130.65,43.05,11&on=survey_stations,survey_detections&year=2011",
        "print/explore.png?v=130.65,43.05,11&on=survey_stations,survey_detections&year=2011",
        "print/cameras.pdf?lang=ru&size=A3",
        *(f"print/lesson-{name}.{sheet}.pdf" for name in CLASS for sheet in ("pupil", "teacher")),
        "picture/preview-explore.png?v=130.65,43.05,11&on=survey_stations,survey_detections&year=2011",
        "picture/preview-cameras.png?lang=ko",
        "picture/years.gif",
        "layers/survey_stations.00000000.geojson",
        "files",
        "projects",
        "_stcore/health",
        "_stcore/metrics",
        "_stcore/host-config",
    ):
        catch.add("response", public.ask(f"/{path}")[1])
        count += 1
    return count


def test_leaks_are_found(browser: Browser) -> None:
    """The control: each leaky page must be caught, so that silence means something."""
    server = Server("tests/privacy/leaky_app.py", PYTHONPATH=".")
    caught: Counter[str] = Counter()
    try:
        for leak in LEAKS:
            before = len(server.log())
            context = browser.new_context()
            catch = Catch(context)
            page = context.new_page()
            page.goto(f"{server.url}/?leak={leak.__name__}")
            page.locator("#done").wait_for()
            page.wait_for_timeout(600)
            if leak.__name__ == "file":
                with page.expect_download():
                    page.get_by_role("button", name="Totals").click()
            catch.look(page)
            context.close()
            catch.add("server log", server.log()[before:].encode())
            caught[leak.__name__] = len(catch.hits())
    finally:
        server.stop()
    print("\ncontrol:", dict(caught))
    assert all(caught[leak.__name__] for leak in LEAKS), caught


BAD_ADDRESSES = (
    *(
        "?lang=xx",
        "?step=-1",
        "?step=99999",
        "?step=%00",
        "tiger",
        "explore?v=nowhere",
        "files",
        "projects",
    ),
    *(
        "explore?v=181,95,99",
        "explore?v=nan,nan,nan",
        "explore?year=1492",
        "explore?year=99999",
        "explore?on=tigers",
    ),
    *(
        "explore?op=x:y",
        "explore?op=survey_stations:999",
        "explore?on=%FF%FE",
        "then-now?lang=%F0%9F",
        "data?lost=x",
    ),
)
BAD_ROUTES = (
    *(
        "/download/tigers.csv",
        "/download/survey_stations.exe",
        "/download/survey_stations",
        "/download/..%2Fx.csv",
    ),
    *(
        "/layers/x.geojson",
        "/layers/survey_stations.00000000.geojson",
        "/spec/0.json",
        "/parts/0.txt",
        "/save/tiger",
    ),
    *(
        "/charts/0.svg",
        "/assets/x.js",
        "/planner/layers/survey_stations.exact.geojson",
        "/planner/x",
        "/_stcore/metrics",
    ),
    *(
        "/save/explore?lang=xx&v=x",
        "/download/%00.csv",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/media/0.csv",
        "/component/x/y",
    ),
)
REFERENCE = re.compile(r"\b[0-9a-f]{8}\b")


def test_fifty_failures_betray_nothing(browser: Browser, tmp_path: Path) -> None:
    from tests.privacy.failing_app import FAILURES

    public = Public(tmp_path, "tests/privacy/failing_app.py")
    context = browser.new_context(locale="en-GB")
    catch = Catch(context)
    counted: Counter[str] = Counter()
    try:
        page = context.new_page()
        for path in BAD_ADDRESSES:
            opened(public, page, path)
            catch.look(page)
            counted["bad addresses"] += 1
        for path in BAD_ROUTES:
            status, body = public.ask(path)
            assert status >= 400 or path.startswith("/save"), path
            catch.add("response", body)
            counted["bad routes"] += 1
        for at in range(len(FAILURES)):
            opened(public, page, f"explore?lang=en&fail={at}")
            told = page.get_by_role("alert").last
            expect(told).to_be_visible()
            assert REFERENCE.search(told.inner_text()), told.inner_text()
            catch.look(page)
            counted["failing studies"] += 1
            status, body = public.ask(f"/download/fail_{at}.csv?lang=en")
            assert status == 500
            assert REFERENCE.search(body.decode()), body
            catch.add("response", body)
            counted["failing routes"] += 1
        damage(public, counted, catch, page)
        context.close()
    finally:
        log = public.server.stop()
    references = set(REFERENCE.findall(log))
    catch.add("server log", log.encode())
    hits = catch.hits()
    print(f"\nG7: {sum(counted.values())} failures {dict(counted)}: {len(hits)} hits in\n{catch.table()}")
    print(f"  {len(references)} references in a log of {len(log)} characters")
    assert sum(counted.values()) >= 50
    assert log.count("reference ") >= 2 * len(FAILURES), "every bug is in the log"
    assert "Error" in log, "with its traceback"
    assert hits == []


def damage(public: Public, counted: Counter[str], catch: Catch, page: Page) -> None:
    """Break the files of the bundle one by one under the running server."""
    for name in ("range_current.geojson", "survey/survey_stations.geojson", "plot_counts.csv"):
        file = public.bundle / name
        whole = file.read_bytes()
        for broken in (whole[:-1], b"", b"\xff\xfe\x00", None):
            file.unlink() if broken is None else file.write_bytes(broken)
            _status, body = public.ask(f"/download/{file.stem}.csv?lang=en&n={quote(str(broken)[:3])}")
            catch.add("response", body)
            counted["damaged files"] += 1
        file.write_bytes(whole)
    opened(public, page, "explore?lang=en")
    catch.look(page)
