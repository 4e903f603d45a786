"""The page “Cameras” for planners: a survey is brought, asked, kept, taken along and forgotten."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, TimeoutError, expect

from tests.browser.conftest import Server, Traffic, map_frame, settled
from tests.browser.test_pages import _violations
from tests.browser.test_payloads import shown, texts
from tests.browser.watch import Harm
from tests.payloads import CANARY, PAYLOADS

pytestmark = pytest.mark.browser

PACKAGE = Path(__file__).parents[2] / "docs" / "learn" / "survey"
BROKEN: FilePayload = {"name": "broken.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04nothing"}


class Planner:
    """A planner's server with a workspace and a log of its own."""

    def __init__(self, folder: Path) -> None:
        self.made = folder / "made-by-a-payload"
        self.log = folder / "audit.log"
        self.server = Server(
            LEOPARD_ROLE="planner",
            LEOPARD_WORKSPACE=str(folder / "workspace"),
            LEOPARD_AUDIT=str(self.log),
            **{CANARY: str(self.made)},
        )
        self.url = self.server.url


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planner]:
    made = Planner(tmp_path_factory.mktemp("surveys"))
    yield made
    assert not made.made.exists()
    assert "Traceback" not in made.server.stop()


def zipped(name: str, files: dict[str, bytes]) -> FilePayload:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files.items():
            archive.writestr(member, content)
    return {"name": name, "mimeType": "application/zip", "buffer": body.getvalue()}


def package() -> FilePayload:
    return zipped("survey.zip", {path.name: path.read_bytes() for path in PACKAGE.iterdir()})


def opened(planner: Planner, page: Page, lang: str = "en") -> None:
    page.goto(f"{planner.url}/cameras?lang={lang}")
    settled(page)
    page.locator(".st-key-cameras_part_choice button").nth(1).click()
    expect(page.locator(".st-key-survey_study button").first).to_be_visible(timeout=60_000)
    settled(page)


def bring(page: Page, *files: FilePayload) -> None:
    page.locator(".stExpander summary").first.click()
    # Streamlit sends a file when it is chosen; the form takes it along once it has arrived.
    with page.expect_response(lambda one: "/upload_file/" in one.url and one.request.method == "PUT"):
        page.locator("input[type=file]").set_input_files(list(files))
    expect(page.get_by_test_id("stFileChip")).to_have_count(len(files), timeout=30_000)
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Read the survey").click()


def calculate(page: Page, study: str) -> None:
    page.locator(".st-key-survey_study").get_by_role("radio", name=study, exact=True).click()
    settled(page)
    page.get_by_role("button", name="Calculate").click()
    begun = page.locator(".asked, .st-key-survey_answer .notice, [data-testid=stProgress]").first
    try:
        begun.wait_for(timeout=15_000)
    except TimeoutError:  # the button was drawn anew under the pointer
        page.get_by_role("button", name="Calculate").click()


def ask(page: Page, study: str) -> None:
    calculate(page, study)
    expect(page.locator(".asked")).to_be_visible(timeout=90_000)
    settled(page)


def address_of(page: Page, button: str, link: str, nth: int = 0) -> str:
    page.get_by_role("button", name=button, exact=True).click()
    href = page.get_by_role("link", name=link, exact=True).nth(nth).get_attribute("href")
    assert href is not None
    page.keyboard.press("Escape")
    return href


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_the_simulated_survey_is_there_in_every_language(
    planner: Planner, page: Page, traffic: Traffic, lang: str
) -> None:
    opened(planner, page, lang)
    map_frame(page)
    expect(page.locator("dl.facts dd").first).to_have_text("102")
    assert _violations(page) == []
    assert traffic.errors == []


def test_a_phone_shows_no_more_than_its_width(planner: Planner, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(planner, page)
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 390


def test_effort_is_worked_out_and_its_file_opens_for_this_browser_only(
    planner: Planner, page: Page, browser: Browser, traffic: Traffic
) -> None:
    opened(planner, page)
    ask(page, "Effort")
    expect(page.locator("figure.survey img.cells")).to_be_visible()
    expect(page.locator("table.list tbody tr").first).to_contain_text("N001")
    assert _violations(page) == []
    href = address_of(page, "Download", "CSV", 1)
    answer = page.request.get(f"{planner.url}/{href.removeprefix('./')}")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "private, no-store"
    rows = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert len(rows) == 102
    assert "by=station" in rows[0]["dataset_parameters"]
    assert "imulated" in rows[0]["dataset_cautions"]
    assert rows[0]["dataset_citation"].startswith("Bubnicki")
    other = browser.new_context()
    assert other.request.get(answer.url).status == 403
    other.close()
    assert traffic.errors == []


def test_a_heatmap_lies_on_the_map_and_leaves_as_a_raster(
    planner: Planner, page: Page, traffic: Traffic
) -> None:
    opened(planner, page)
    ask(page, "Heatmap")
    frame = map_frame(page)
    expect(frame.locator(".leaflet-image-layer").last).to_be_visible(timeout=30_000)
    expect(page.locator("ul.ramp li")).to_have_count(7)
    before = len(planner.log.read_text().splitlines()) if planner.log.exists() else 0
    href = address_of(page, "Download", "GeoTIFF (COG)")
    body = page.request.get(f"{planner.url}/{href.removeprefix('./')}").body()
    assert body[:2] in (b"II", b"MM")
    logged = planner.log.read_text().splitlines()[before:]
    assert [json.loads(line)["action"] for line in logged] == ["export"]
    assert traffic.errors == []


def test_positions_are_rounded_until_exact_ones_are_asked_for_and_that_is_logged(
    planner: Planner, page: Page
) -> None:
    got: list[str] = []
    page.on("response", lambda one: got.append(one.url) if ".stations-" in one.url else None)
    opened(planner, page)
    map_frame(page)
    places = page.request.get(got[-1]).json()["features"]
    assert all(round(x, 2) == x for one in places for x in one["geometry"]["coordinates"])
    page.get_by_role("button", name="Show exact positions").click()
    expect(page.get_by_role("button", name="Show rounded positions")).to_be_visible()
    for _ in range(100):
        if "exact" in got[-1]:
            break
        page.wait_for_timeout(200)
    exact = page.request.get(next(url for url in got if "stations-exact" in url)).json()["features"]
    assert any(round(x, 2) != x for one in exact for x in one["geometry"]["coordinates"])
    actions = [json.loads(line)["action"] for line in planner.log.read_text().splitlines()]
    assert "unlock" in actions
    assert "show" in actions
    page.get_by_role("button", name="Show rounded positions").click()


def test_a_brought_survey_is_asked_kept_opened_again_and_forgotten(planner: Planner, page: Page) -> None:
    page.goto(f"{planner.url}/projects?lang=en")
    settled(page)
    page.get_by_role("button", name="New project").click()
    page.get_by_label("Name").fill("Surveys of the park")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Surveys of the park")).to_be_visible()
    opened(planner, page)
    bring(page, package())
    expect(page.get_by_role("button", name="Forget this survey")).to_be_visible(timeout=60_000)
    settled(page)
    page.locator(".st-key-keep-survey button").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept in “Surveys of the park”.")).to_be_visible()
    page.keyboard.press("Escape")
    ask(page, "Relative abundance")
    page.locator(".st-key-keep-answer button").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept in “Surveys of the park”.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Forget this survey").click()
    expect(page.get_by_role("button", name="Forget this survey")).to_have_count(0)
    page.get_by_role("link", name="Projects").click()
    page.get_by_role("button", name="Open", exact=True).first.click()
    expect(page.locator(".project h3")).to_have_count(2, timeout=30_000)
    assert "leopard-survey-" not in page.content(), "no path of this machine"
    card = page.locator("[class*=st-key-item-]").filter(has_text="survey.zip").last
    card.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("button", name="Forget this survey")).to_be_visible(timeout=60_000)


def test_a_broken_file_is_told_and_the_page_works_on(planner: Planner, page: Page) -> None:
    opened(planner, page)
    bring(page, BROKEN)
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("broken.zip", timeout=60_000)
    expect(notice).to_contain_text("What to do")
    ask(page, "Quality report")
    expect(page.locator("table.list tbody tr").first).to_be_visible()


def test_a_long_study_can_be_ended(planner: Planner, page: Page) -> None:
    opened(planner, page)
    page.locator(".st-key-survey_study").get_by_role("radio", name="Density", exact=True).click()
    settled(page)
    page.get_by_text("More choices").click()
    field = page.get_by_label(re.compile("surveys to simulate", re.IGNORECASE))
    field.fill("500")
    field.press("Enter")
    settled(page)
    page.get_by_role("button", name="Calculate").click()
    page.get_by_role("button", name="Cancel").click(timeout=60_000)
    expect(page.get_by_text("cancelled")).to_be_visible(timeout=30_000)
    expect(page.locator(".asked")).to_have_count(0)


def hostile() -> FilePayload:
    """Return a survey whose stations, species and animals mean harm."""
    names = [text for text in PAYLOADS.values() if len(text) < 500 and "\u2028" not in text]
    put, seen = io.StringIO(newline=""), io.StringIO(newline="")
    places, records = csv.writer(put), csv.writer(seen)
    places.writerow(
        [
            *("deploymentID", "locationID", "locationName", "latitude", "longitude"),
            *("deploymentStart", "deploymentEnd"),
        ]
    )
    records.writerow(
        [
            *("observationID", "deploymentID", "eventID", "eventStart", "eventEnd", "observationLevel"),
            *("observationType", "scientificName", "count", "individualID"),
        ]
    )
    for at, name in enumerate(names):
        place = (43.0 + at / 200, 131.0 + at % 7 / 50)
        places.writerow([f"d{at}", name, name, *place, "2011-01-01T00:00:00Z", "2011-03-01T00:00:00Z"])
        when = f"2011-01-{1 + at % 28:02d}T10:00:00Z"
        records.writerow([f"o{at}", f"d{at}", f"e{at}", when, when, "event", "animal", name, 1, name])
    about = {
        "profile": "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.1/camtrap-dp-profile.json",
        "name": "hostile",
        "resources": [
            {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource"}
            for name in ("deployments", "media", "observations")
        ],
    }
    media = b"mediaID,deploymentID,timestamp,filePath,filePublic,fileMediatype\n"
    return zipped(
        "hostile.zip",
        {
            "datapackage.json": json.dumps(about).encode(),
            "deployments.csv": put.getvalue().encode(),
            "media.csv": media,
            "observations.csv": seen.getvalue().encode(),
        },
    )


def test_names_that_mean_harm_are_only_names(planner: Planner, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    harm = Harm(context, planner.server.port)
    page = context.new_page()
    opened(planner, page)
    bring(page, hostile())
    expect(page.get_by_role("button", name="Forget this survey")).to_be_visible(timeout=60_000)
    settled(page)
    frame = map_frame(page)
    for name in ("Effort", "Relative abundance", "Individuals", "Quality report"):
        calculate(page, name)
        expect(page.locator(".asked, .st-key-survey_answer .notice").first).to_be_visible(timeout=90_000)
        settled(page)
        if name == "Effort":
            cells = set(map(shown, texts(page, "table.list td:first-child")))
            assert sum(shown(text) in cells for text in PAYLOADS.values()) >= 40
    frame.locator(".leaflet-container").click(position={"x": 300, "y": 200})
    page.locator("[data-testid=stSelectbox] input").nth(1).click()
    page.wait_for_timeout(800)
    assert harm.all() == {}
    context.close()


def test_the_public_has_none_of_it(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/cameras?lang=en")
    settled(page)
    expect(page.locator(".st-key-cameras_part_choice, .st-key-surveys")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_have_count(0)
    assert page.request.get(f"{server.url}/planner/surveys/x.values.csv").status == 404
