"""Planners from end to end: signing in against a provider on this machine, closer looks, and no way round."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from itsdangerous import URLSafeTimedSerializer
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, WebSocket, expect

from tests.browser.conftest import ROOT, Server, map_frame, settled
from tests.browser.test_pages import _violations
from tests.privacy.canaries import betrayed

pytestmark = pytest.mark.browser

SECRET = "only-for-these-tests-0123456789abcdef"
PEOPLE = [
    User(sub="anna", claims={"name": "Anna", "groups": ["planners", "staff"]}),
    User(sub="chen", claims={"name": "Chen", "groups": ["planners"]}),
    User(sub="boris", claims={"name": "Boris", "groups": ["staff"]}),
    User(
        sub="vera", claims={"name": "Vera", "groups": ["planners"], "auth_time": int(time.time()) - 13 * 3600}
    ),
]
# Invented; each lies 350 m or more from where rounding to 0.01 degrees puts it.
CANARIES = [
    (130.6246173, 43.0741829),
    (130.7343918, 43.1652938),
    (130.6643839, 43.1148273),
    (130.7247218, 43.0256938),
]
# The base map and the scripts hold a thousand numbers; the survey has no part in them.
_MADE_OF_OTHERS = re.compile(r"/layers/(?!survey)|/static/|/assets/|/component/|/oauth2/")
CLOSE = ("survey_stations", "survey_detections")
EXPLORE = "/explore?lang=en&on=survey_stations_points,survey_detections_points&year=2010&v=131.2,43.1,8"


def with_canaries(folder: Path) -> Path:
    """Copy the data, with some stations moved to places whose digits can be searched for."""
    shutil.copytree(ROOT / "geodata", folder)
    catalogue = folder / "catalog.toml"
    text = catalogue.read_text(encoding="utf-8")
    survey = folder / "survey"
    seen = pd.read_csv(survey / "survey_detections.csv")["locationID"].drop_duplicates()
    places = dict(zip(seen, CANARIES, strict=False))
    for name in CLOSE:
        path = survey / f"{name}.csv"
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        table = pd.read_csv(path)
        for station, (lon, lat) in places.items():
            table.loc[table["locationID"] == station, ["longitude", "latitude"]] = [lon, lat]
        table.to_csv(path, index=False)
        text = text.replace(before, hashlib.sha256(path.read_bytes()).hexdigest())
    catalogue.write_text(text, encoding="utf-8")
    return folder


@dataclass
class Seen:
    """Everything that reached a browser, by how it came."""

    frames: list[bytes] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("websocket", self._socket)
        page.on("response", self._answer)
        page.on("console", lambda line: self.console.append(line.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))

    def _answer(self, answer: Response) -> None:
        self.answers.append(answer)

    def _socket(self, socket: WebSocket) -> None:
        def keep(payload: str | bytes) -> None:
            self.frames.append(payload.encode() if isinstance(payload, str) else payload)

        socket.on("framereceived", keep)
        socket.on("framesent", keep)

    def closer(self, how: str) -> list[Response]:
        return [one for one in self.answers if f".{how}." in one.url and "/planner/" in one.url]

    def betrays(self, page: Page, but: str = "") -> list[str]:
        """Return what holds a canary, by its name; addresses with `but` in them are left out."""
        things = [(f"frame {i}", frame) for i, frame in enumerate(self.frames)]
        things += [(f"address {one.url}", one.url.encode()) for one in self.answers]
        things += [("console", "\n".join(self.console).encode())]
        things += [(f"document {frame.url}", frame.content().encode()) for frame in page.frames]
        for one in self.answers:
            if one.ok and not (but and but in one.url) and not _MADE_OF_OTHERS.search(one.url):
                try:
                    things.append((one.url, one.body()))
                except Error:  # the page has gone on and the browser has dropped it
                    continue
        return [name for name, content in things for place in CANARIES if betrayed(content, *place)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_canaries(tmp_path_factory.mktemp("canaries") / "geodata")


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE) as running:
        yield f"http://localhost:{running.server_port}"


Start = Callable[..., Server]


@pytest.fixture(scope="module")
def start(folder: Path, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Return what starts a planner's process with sign-in; its log must stay clean."""
    home = tmp_path_factory.mktemp("planner")
    secrets = home / "secrets.toml"
    secrets.write_text(
        "[auth]\n"
        'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{SECRET}"\nclient_id = "leopard"\nclient_secret = "any"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n',
        encoding="utf-8",
    )
    started: list[Server] = []

    def made(**environment: str) -> Server:
        started.append(
            Server(
                LEOPARD_ROLE="planner",
                LEOPARD_DATA=str(folder),
                LEOPARD_SECRETS=str(secrets),
                LEOPARD_PLANNER_CLAIM="groups",
                LEOPARD_PLANNER_VALUES="planners",
                LEOPARD_AUDIT=str(home / "audit.jsonl"),
                LEOPARD_WORKSPACE=str(home / "workspace"),
                **environment,
            )
        )
        return started[-1]

    yield made
    for server in started:
        log = server.stop().encode()
        assert [place for place in CANARIES if betrayed(log, *place)] == []
        assert b"seal=" not in log
        assert SECRET.encode() not in log


@pytest.fixture(scope="module")
def audit(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("planner*")) / "audit.jsonl"


@pytest.fixture(scope="module")
def planners(start: Start) -> Server:
    return start()


@pytest.fixture
def enter(browser: Browser, planners: Server) -> Iterator[Callable[..., tuple[Page, Seen]]]:
    """Return what opens a browser of its own and signs somebody in."""
    contexts: list[BrowserContext] = []

    def entered(who: str = "", server: Server = planners, at: str = "/explore?lang=en") -> tuple[Page, Seen]:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        contexts.append(context)
        page, seen = context.new_page(), Seen()
        seen.watch(page)
        page.goto(server.url + at)
        settled(page)
        if who:
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/oauth2/authorize**")
            page.locator("button", has_text=who).first.click()
            page.wait_for_url(f"{server.url}/**")
            settled(page)
        return page, seen

    yield entered
    for context in contexts:
        context.close()


def ask(address: str, cookies: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask without a browser."""
    parts = urlsplit(address)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=20)
    given = {**headers, **({"Cookie": cookies} if cookies else {})}
    connection.request("GET", f"{parts.path}?{parts.query}", headers=given)
    answer = connection.getresponse()
    return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()


def cookies_of(page: Page) -> str:
    return "; ".join(f"{one.get('name')}={one.get('value')}" for one in page.context.cookies())


def lines_of(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_planner_signs_in_and_sees_rounded_points_then_exact_ones_when_asked(
    enter: Callable[..., tuple[Page, Seen]], planners: Server, audit: Path
) -> None:
    page, seen = enter("anna")
    expect(page.get_by_role("button", name="Planner")).to_be_visible()
    page.goto(planners.url + EXPLORE)
    settled(page)
    map_frame(page)
    rounded = seen.closer("rounded")
    assert {one.url.rpartition("/")[2].partition(".")[0] for one in rounded} == set(CLOSE)
    assert {coordinate for one in rounded for coordinate in _coordinates(one)} <= {
        round(step / 100, 2) for step in range(13_000, 13_300)
    } | {round(step / 100, 2) for step in range(4_200, 4_500)}
    assert seen.betrays(page) == [], "rounded points give no exact place away"
    before = len(lines_of(audit))

    page.get_by_role("button", name="Show exact positions").click()
    expect(page.get_by_text("Do not pass them on")).to_be_visible()
    map_frame(page)
    page.wait_for_timeout(1000)
    exact = seen.closer("exact")
    assert len(exact) == len(CLOSE)
    for one in exact:
        assert all("decimal 6" in betrayed(one.body(), round(lon, 6), round(lat, 6)) for lon, lat in CANARIES)
        assert one.headers["cache-control"] == "private, no-store"
        assert "Cookie" in one.headers["vary"]
    assert seen.betrays(page, but=".exact.") == [], "they come by their sealed address and in no other way"
    new = lines_of(audit)[before:]
    assert {(line["action"], line["layer"]) for line in new} == {
        (action, layer) for action in ("unlock", "show") for layer in CLOSE
    }
    assert all(re.fullmatch(r"http://localhost:\d+\|anna", line["who"]) for line in new)
    assert not any(betrayed(audit.read_bytes(), *place) for place in CANARIES)

    page.get_by_role("button", name="Show rounded positions").click()
    expect(page.get_by_text("rounded to 0.01° (about 1 km)")).to_be_visible()
    page.get_by_role("button", name="Download points").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").first.click()
    file = waiting.value.path().read_bytes()
    assert b"coordinates rounded to 0.01 degrees" in file
    assert not any(betrayed(file, *place) for place in CANARIES)


def _coordinates(answer: Response) -> list[float]:
    return [x for one in answer.json()["features"] for x in one["geometry"]["coordinates"]]


def test_an_exact_address_opens_in_one_browser_only_and_not_after_signing_out(
    enter: Callable[..., tuple[Page, Seen]], planners: Server
) -> None:
    page, seen = enter("anna")
    page.goto(planners.url + EXPLORE)
    settled(page)
    map_frame(page)
    page.get_by_role("button", name="Show exact positions").click()
    expect(page.get_by_text("Do not pass them on")).to_be_visible()
    map_frame(page)
    page.wait_for_timeout(1000)
    address, mine = seen.closer("exact")[0].url, cookies_of(page)
    download = page.locator("ul.downloads a[href*='.exact.csv']").first
    page.get_by_role("button", name="Download points").click()
    export = f"{planners.url}/{str(download.get_attribute('href')).removeprefix('./')}"
    others = {who: cookies_of(enter(who)[0]) for who in ("chen", "boris", "")}
    assert all("leopard=" in cookies for cookies in others.values())
    own = next(part for part in mine.split("; ") if part.startswith("leopard="))
    for one in (address, export):
        status, headers, body = ask(one, mine)
        assert (status, headers["cache-control"]) == (200, "private, no-store")
        assert any(betrayed(body, round(lon, 6), round(lat, 6)) for lon, lat in CANARIES)
        path, _, query = one.partition("?")
        tampered = [
            path,
            f"{path}?",
            one.replace("survey_stations", "survey_x").replace("survey_detections", "survey_stations"),
            one.replace(".exact.", ".rounded."),
            one[:-1] + ("0" if one[-1] != "0" else "1"),
            re.sub(r"until=\d+", "until=9999999999", one),
            f"{one}&lang=ru",
            f"{path}?{query.partition('&seal')[0]}",
        ]
        refused = [ask(one, cookies) for cookies in ("", *others.values(), "leopard=" + "x" * 43)]
        refused += [ask(other, mine) for other in tampered]
        refused += [ask(one, mine.replace(own, own[:-1] + ("A" if own[-1] != "A" else "B")))]
        assert {status for status, _, _ in refused} == {403}
        assert {headers["cache-control"] for _, headers, _ in refused} == {"private, no-store"}
        assert not any(betrayed(body, *place) for _, _, body in refused for place in CANARIES)

    parts = [one.url for one in seen.answers if re.search("/(spec|parts)/", one.url)]
    assert len(parts) >= 2
    for one in parts:
        assert ask(one, mine)[1]["cache-control"] == "private, no-store"
        assert {ask(one, cookies)[0] for cookies in ("", *others.values())} == {404}, "parts of pages too"

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Planner").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/oauth2/end_session**")
    assert [ask(one, mine)[0] for one in (address, export, parts[0])] == [403, 403, 404]
    page.goto(planners.url + "/explore?lang=en")
    settled(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_what_planners_meet_is_open_to_everybody(
    enter: Callable[..., tuple[Page, Seen]], planners: Server, width: int
) -> None:
    page, _ = enter("")
    page.set_viewport_size({"width": width, "height": 844})
    assert _violations(page) == []
    page, _ = enter("anna")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(planners.url + EXPLORE)
    settled(page)
    map_frame(page)
    page.get_by_role("button", name="Show exact positions").click()
    expect(page.get_by_text("Do not pass them on")).to_be_visible()
    page.get_by_role("button", name="Planner").click()
    expect(page.get_by_text("Signed in as Anna")).to_be_visible()
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_tab_left_open_learns_that_its_planner_has_signed_out(
    enter: Callable[..., tuple[Page, Seen]], planners: Server
) -> None:
    page, _ = enter("chen")
    other = page.context.new_page()
    other.goto(planners.url + "/data?lang=en")
    settled(other)
    page.get_by_role("button", name="Planner").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/oauth2/end_session**")
    other.get_by_role("radio", name="Русский").or_(other.get_by_text("Русский")).first.click()
    expect(other.get_by_role("button", name="Войти")).to_be_visible()


def test_a_copied_identity_ends_with_the_session_it_was_copied_from(
    enter: Callable[..., tuple[Page, Seen]], planners: Server
) -> None:
    page, _ = enter("chen")
    copied = [one for one in page.context.cookies() if str(one.get("name")).startswith("_streamlit_user")]
    thief, _ = enter("")
    thief.context.add_cookies(copied)  # type: ignore[arg-type]
    thief.goto(planners.url + "/data?lang=en")
    settled(thief)
    expect(thief.get_by_role("tab", name="Layers")).to_be_visible()
    page.get_by_role("button", name="Planner").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/oauth2/end_session**")
    thief.reload()
    settled(thief)
    expect(thief.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("", "Sign in with your account"),
        ("boris", "signed in as Boris, but this account is not a planner’s"),
        ("vera", "Your session has ended"),
    ],
)
def test_others_are_sent_away_politely_and_see_nothing(
    enter: Callable[..., tuple[Page, Seen]], planners: Server, who: str, says: str
) -> None:
    page, seen = enter(who)
    for path in ("/", "/explore", "/data", "/then-now", "/cameras", "/files", "/projects"):
        page.goto(f"{planners.url}{path}?lang=en")
        settled(page)
        expect(page.get_by_text(says)).to_be_visible()
        way = "Sign out" if who == "boris" else "Sign in"
        expect(page.get_by_role("button", name=way)).to_be_visible()
        expect(page.locator("iframe")).to_have_count(0)
        expect(page.get_by_role("link", name="Explore")).to_have_count(0)
    assert seen.closer("rounded") == seen.closer("exact") == []
    assert not any("/parts/" in one.url or "/spec/" in one.url for one in seen.answers)
    assert seen.betrays(page) == []


@pytest.mark.parametrize("secret", ["another-secret-0123456789abcdefghij", ""])
def test_a_forged_identity_is_nobody(browser: Browser, planners: Server, secret: str) -> None:
    claims = {"origin": planners.url, "is_logged_in": True, "provider": "default", "iss": "x", "sub": "anna"}
    claims |= {"groups": ["planners"], "iat": int(time.time()), "name": "Eve"}
    forged = URLSafeTimedSerializer(secret, salt="_streamlit_user").dumps(json.dumps(claims))
    context = browser.new_context(locale="en-GB")
    context.add_cookies([{"name": "_streamlit_user", "value": str(forged), "url": planners.url}])
    page = context.new_page()
    page.goto(planners.url + "/explore?lang=en")
    settled(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    context.close()


def test_a_session_ends_while_the_page_is_open(start: Start, enter: Callable[..., tuple[Page, Seen]]) -> None:
    lasts_s = 12
    brief = start(LEOPARD_SESSION_HOURS=str(lasts_s / 3600))
    page, _ = enter("anna", brief, "/data?lang=en")
    page.goto(brief.url + "/data?lang=en")
    settled(page)
    expect(page.get_by_role("tab", name="Layers")).to_be_visible()
    page.wait_for_timeout(lasts_s * 1000)
    page.get_by_role("radio", name="Tables").or_(page.get_by_text("Tables")).first.click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    page.reload()
    settled(page)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/oauth2/authorize**")


class TlsFront:
    """A proxy that speaks TLS to browsers and plain HTTP to the server, as nginx would."""

    def __init__(self, folder: Path) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(_certificate(folder))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.behind = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                plain, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError):
            browser = self.context.wrap_socket(plain, server_side=True)
            server = socket.create_connection(("127.0.0.1", self.behind))
            threading.Thread(target=self._carry, args=(server, browser), daemon=True).start()
            self._carry(browser, server)

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "front.pem"
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_behind_a_proxy_with_tls_every_cookie_is_secure(
    browser: Browser, folder: Path, provider: str, tmp_path: Path
) -> None:
    front = TlsFront(tmp_path)
    secrets = tmp_path / "secrets.toml"
    address = f"https://localhost:{front.port}"
    secrets.write_text(
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
        '[auth.mock]\nclient_id = "leopard"\nclient_secret = "any"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n',
        encoding="utf-8",
    )
    server = Server(
        LEOPARD_ROLE="planner",
        LEOPARD_DATA=str(folder),
        LEOPARD_SECRETS=str(secrets),
        LEOPARD_PLANNER_CLAIM="groups",
        LEOPARD_PLANNER_VALUES="planners",
        LEOPARD_AUDIT=str(tmp_path / "audit.jsonl"),
        LEOPARD_WORKSPACE=str(tmp_path / "workspace"),
    )
    front.behind = server.port
    context = browser.new_context(locale="en-GB", ignore_https_errors=True)
    try:
        page, seen = context.new_page(), Seen()
        seen.watch(page)
        page.goto(f"{address}/explore?lang=en")
        settled(page)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/oauth2/authorize**")
        page.locator("button", has_text="anna").first.click()
        page.wait_for_url(f"{address}/**")
        settled(page)
        page.goto(address + EXPLORE)
        settled(page)
        map_frame(page)
        page.wait_for_timeout(1000)
        assert {one.status for one in seen.closer("rounded")} == {200}
        cookies = [one for one in context.cookies() if one.get("domain") == "localhost"]
        names = {one.get("name") for one in cookies if one.get("secure")}
        assert {"__Host-leopard", "_streamlit_user"} <= names
        ours = {one.get("name") for one in cookies if "leopard" in str(one.get("name"))}
        assert ours == {"__Host-leopard"}
        identity = [one for one in cookies if str(one.get("name")).startswith(("__Host-", "_streamlit_user"))]
        assert all(one.get("httpOnly") for one in identity)
    finally:
        context.close()
        front.listener.close()
        server.stop()


@pytest.fixture(scope="module")
def lonely(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("lonely")
    running = Server(
        LEOPARD_ROLE="planner",
        LEOPARD_DATA=str(folder),
        LEOPARD_AUDIT=str(home / "audit.jsonl"),
        LEOPARD_WORKSPACE=str(home / "workspace"),
        HOME=str(home),
    )
    yield running
    log = running.stop().encode()
    assert [place for place in CANARIES if betrayed(log, *place)] == []


def test_one_person_on_one_machine_needs_no_sign_in_but_its_own_browser(
    enter: Callable[..., tuple[Page, Seen]], lonely: Server
) -> None:
    page, seen = enter("", lonely, EXPLORE)
    expect(page.get_by_text("Planner", exact=True)).to_be_visible()
    map_frame(page)
    page.get_by_role("button", name="Show exact positions").click()
    expect(page.get_by_text("Do not pass them on")).to_be_visible()
    map_frame(page)
    page.wait_for_timeout(1000)
    address = seen.closer("exact")[0].url
    assert ask(address, cookies_of(page))[0] == 200
    assert ask(address)[0] == 403
    saved = ask(f"{lonely.url}/save/explore?on=survey_stations&lang=en", cookies_of(page))
    assert saved[0] == 200
    told = [name for place in CANARIES for name in betrayed(saved[2], *place, both=True)]
    assert told == [], "a saved map holds the public view"
    for id_ in CLOSE:
        file = ask(f"{lonely.url}/download/{id_}.csv", cookies_of(page))[2]
        assert not any(betrayed(file, *place) for place in CANARIES)
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-For": "10.0.0.1"}, {"Forwarded": "for=10.0.0.1"}):
        assert ask(f"{lonely.url}/explore", cookies_of(page), **headers)[0] in (400, 403)
    assert ask(f"{lonely.url}/auth/login")[0] == 404


def test_a_public_process_has_none_of_it(server: Server, page: Page, lonely: Server) -> None:
    unknown = ask(f"{server.url}/layers/never.geojson")
    for path in (
        "/planner/layers/survey_stations.exact.geojson",
        "/planner/layers/survey_stations.rounded.geojson?until=9999999999&seal=" + "0" * 64,
        "/planner/download/survey_stations.exact.csv",
    ):
        status, headers, body = ask(server.url + path, "leopard=" + "x" * 43)
        name = urlsplit(path).path.lstrip("/")
        assert (status, headers["content-type"]) == (404, unknown[1]["content-type"])
        assert body.decode() == unknown[2].decode().replace("layers/never.geojson", name)
    for path in ("/auth/login", "/auth/logout", "/oauth2callback?code=x&state=y"):
        assert ask(server.url + path)[0] == 404
    for name in ("files", "projects", "tiger"):
        status, headers, _ = ask(f"{server.url}/{name}?lang=en")
        assert (status, headers["location"]) == (307, f"./?lang=en&lost={name}")
        page.goto(f"{server.url}/{name}?lang=en")
        settled(page)
        expect(page.get_by_text(f"There is no page “{name}”")).to_be_visible()
        expect(page.get_by_role("link", name="Projects")).to_have_count(0)
        expect(page.get_by_role("link", name="Your files")).to_have_count(0)
    page.goto(f"{server.url}/explore?lang=en")
    settled(page)
    expect(page.get_by_text("exact positions")).to_have_count(0)
    assert "leopard" not in {one.get("name") for one in page.context.cookies()}


@pytest.mark.parametrize(
    ("environment", "arguments", "says"),
    [
        ({}, ("--server.address", "0.0.0.0"), "may listen on this machine only"),
        ({}, ("--server.address", ""), "may listen on this machine only"),
        ({"LEOPARD_PLANNER_CLAIM": "groups"}, (), "there is no sign-in"),
        ({"LEOPARD_SECRETS": "never.toml"}, (), "cannot be read"),
    ],
)
def test_a_planners_process_open_to_strangers_does_not_start(
    tmp_path: Path, environment: dict[str, str], arguments: tuple[str, ...], says: str
) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", *arguments]
    settings = {**os.environ, "LEOPARD_ROLE": "planner", "HOME": str(tmp_path), **environment}
    done = subprocess.run(
        command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
