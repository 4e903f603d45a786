"""What the server refuses, and that every answer carries the headers; no browser needed."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import httpx
import pytest
import websockets
from oidc_provider_mock import run_server_in_thread
from streamlit.proto.BackMsg_pb2 import BackMsg

from leopard_range.ui.guards import SESSION_FILES
from tests.aside import run_aside
from tests.browser.conftest import Server
from tests.load.scenarios import put, token_of
from tests.load.visitor import Visitor, browser_side

STREAM = "/_stcore/stream"
EVERY_KIND = (
    "/",
    "/data?lang=ko",
    "/story",
    "/no-such-page",
    "/assets/page.js",
    "/assets/leaflet.js",
    "/assets/none.js",
    "/parts/none.txt",
    "/charts/none.svg",
    "/spec/none.json",
    "/layers/none.geojson",
    "/download/range_current.csv",
    "/download/none.csv",
    "/save/explore",
    "/save/none",
    "/print/explore.pdf",
    "/print/none.pdf",
    "/print/lesson-10-12.pupil.pdf",
    "/print/lesson-none.pupil.pdf",
    "/picture/years.gif",
    "/picture/none.png",
    "/component/streamlit_folium.st_folium/index.html",
    "/component/none/index.html",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore/bidi-components/none/x.js",
    "/_stcore/upload_file/a/b",
    "/_stcore/none",
    "/media/none.png",
    "/static/none.js",
    "/static/index.html",
    "/index.html",
    "/robots.txt",
    "/app/static/x",
    "/a/b/c",
    "/data/",
    "//example.org/x",
)
TRAVERSAL = (
    "/../../etc/passwd",
    "/..%2f..%2fetc/passwd",
    "/assets/../server.py",
    "/assets/..%2fserver.py",
    "/assets/%2e%2e/server.py",
    "/static/../../streamlit/config.py",
    "/static/..%5c..%5cconfig.py",
    "/component/streamlit_folium.st_folium/../../__init__.py",
    "/component/streamlit_folium.st_folium/%2e%2e/%2e%2e/__init__.py",
    "/media/..%2f..%2fapp.py",
    "/layers/..%2fcatalog.toml",
    "/download/..%2fcatalog.toml",
    "/download/range_current.geojson%00.csv",
    "/save/..%2f..%2fapp",
    "/print/..%2f..%2fapp.pdf",
    "/print/lesson-..%2f..%2fapp.pupil.pdf",
    "/picture/..%2f..%2fapp.png",
    "/picture/preview-..%2fserver.png",
    "//etc/passwd",
    "/\\\\server\\share",
    "/C:/windows/win.ini",
)


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer, answer.read()


def knock(server: Server, **headers: str) -> int:
    """Try to open the websocket; return the status of the answer."""

    async def attempt() -> int:
        host = headers.get("Host", f"127.0.0.1:{server.port}")
        sent = f"GET {STREAM} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        sent += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        sent += "".join(f"{name}: {value}\r\n" for name, value in headers.items() if name != "Host")
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(f"{sent}\r\n".encode())
        line = await reader.readline()
        writer.close()
        return int(line.split()[1])

    return run_aside(attempt())


@pytest.fixture(scope="module")
def planner() -> Iterator[Server]:
    running = Server(LEOPARD_ROLE="planner")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def named() -> Iterator[Server]:
    running = Server(LEOPARD_HOSTS="map.example.org, 10.1.2.3")
    yield running
    running.stop()


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_carries_the_headers(server: Server, path: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        answer, _ = ask(server, path, method)
        said = {name.lower(): value for name, value in answer.getheaders()}
        assert said["x-content-type-options"] == "nosniff"
        assert said["x-frame-options"] == "SAMEORIGIN"
        assert said["referrer-policy"] == "no-referrer"
        assert said["cross-origin-opener-policy"] == "same-origin"
        assert said["cross-origin-resource-policy"] == "same-origin"
        policy = said["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "object-src 'none'" in policy
        assert "http:" not in policy
        assert "*" not in policy
        script = re.search(r"script-src ([^;]*)", policy)
        assert script is not None
        own_frame = path == "/component/streamlit_folium.st_folium/index.html" and answer.status == 200
        assert ("'unsafe" in script.group(1)) == own_frame
        assert "set-cookie" not in said or "_streamlit_xsrf" in said["set-cookie"]
        assert "access-control-allow-origin" not in said or said["access-control-allow-origin"] != "*"


def test_document_never_changes_its_policy_on_a_second_visit(server: Server) -> None:
    first, body = ask(server, "/")
    for headers in ({"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"If_None_Match": "*"}):
        again, same = ask(server, "/", **headers)
        assert (again.status, same) == (200, body)
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    head, nothing = ask(server, "/", "HEAD")
    assert nothing == b""
    assert head.headers["content-length"] == str(len(body))


def test_page_may_open_a_websocket_to_this_server_only(server: Server) -> None:
    answer, _ = ask(server, "/", Host=f"localhost:{server.port}")
    policy = answer.headers["content-security-policy"]
    assert f"connect-src 'self' ws://localhost:{server.port} wss://localhost:{server.port};" in policy


@pytest.mark.parametrize("path", TRAVERSAL)
def test_no_address_leads_out_of_its_folder(server: Server, path: str) -> None:
    answer, body = ask(server, path)
    assert answer.status in (307, 400, 404)
    assert b"root:" not in body
    assert b"import" not in body
    assert b"Traceback" not in body
    if answer.status == 307:
        assert answer.headers["location"].startswith("./?")


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent/mcp", "/_stcore/agent/interact"]
)
def test_doors_nobody_needs_are_closed(server: Server, path: str) -> None:
    assert ask(server, path)[0].status == 404


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "a@127.0.0.1", "127.0.0.1/x", "[::1"],
)
def test_a_foreign_name_cannot_point_at_this_server(server: Server, host: str) -> None:
    for path in (
        "/",
        "/data",
        "/story",
        "/_stcore/health",
        "/download/range_current.csv",
        "/print/explore.pdf",
        "/picture/years.gif",
    ):
        answer, body = ask(server, path, Host=host)
        assert answer.status == 400
        assert host.encode() not in body or not host
    assert knock(server, Host=host) in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8501", "localhost."])
def test_this_machine_is_known(server: Server, host: str) -> None:
    assert ask(server, "/_stcore/health", Host=host)[0].status == 200


def test_operator_adds_names(named: Server, server: Server) -> None:
    assert ask(named, "/", Host="map.example.org")[0].status == 200
    assert ask(named, "/", Host="10.1.2.3:8501")[0].status == 200
    assert ask(named, "/", Host="example.org")[0].status == 400
    assert ask(server, "/", Host="map.example.org")[0].status == 400


def test_refusal_is_in_the_readers_language(server: Server) -> None:
    _, body = ask(server, "/", Host="evil.example", Accept_Language="ru")
    assert "LEOPARD_HOSTS" in body.decode()
    assert "Сервер" in body.decode()


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://localhost:9",  # another program on this machine
        "http://127.0.0.1",
        "null",
        "file://",
        "http://127.0.0.1.evil.example",
    ],
)
def test_a_page_from_elsewhere_cannot_open_the_websocket(server: Server, origin: str) -> None:
    start = time.monotonic()
    assert knock(server, Origin=origin) == 403
    assert time.monotonic() - start < 2, "nothing is looked up in the network"


def test_our_own_page_opens_the_websocket(server: Server, named: Server) -> None:
    assert knock(server, Origin=f"http://127.0.0.1:{server.port}") == 101
    assert knock(server) == 101
    assert knock(named, Origin="https://map.example.org", Host="map.example.org") == 101
    assert knock(named, Origin="https://map.example.org", Host=f"10.1.2.3:{named.port}") == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_reading_is_all_one_can_do(server: Server, method: str) -> None:
    for path in (
        "/",
        "/data",
        "/assets/page.js",
        "/download/range_current.csv",
        "/save/explore",
        "/print/explore.pdf",
        "/picture/years.gif",
        "/media/x",
    ):
        assert ask(server, path, method)[0].status == 405


def test_reads_carry_no_body(server: Server) -> None:
    assert ask(server, "/data", Content_Length="9")[0].status == 413
    assert ask(server, "/data", Transfer_Encoding="chunked")[0].status == 413
    assert ask(server, "/data?" + "x" * 9_000)[0].status == 414


def test_public_server_takes_no_file(server: Server) -> None:
    async def attempt() -> list[int]:
        async with browser_side() as http, Visitor(server.url, http) as visitor:
            token = await token_of(visitor)
            address = f"{server.url}/_stcore/upload_file/{visitor.session}/x"
            answers = [await put(visitor, token, "x", b"1,2")]
            answers += [
                await http.request(method, address) for method in ("POST", "DELETE", "OPTIONS", "GET")
            ]
            return [one.status_code for one in answers]

    assert run_aside(attempt()) == [404] * 5


def test_planner_uploads_within_the_limits(planner: Server) -> None:
    async def attempt() -> None:
        async with browser_side() as http, Visitor(planner.url, http) as visitor:
            token = await token_of(visitor)
            megabytes = 1024 * 1024
            assert (await put(visitor, token, "a", b"x" * (20 * megabytes - 1000))).status_code == 204
            larger = await put(visitor, token, "b", b"x" * 20 * megabytes)
            assert (larger.status_code, "20 MB" in larger.text) == (413, True)
            assert (await put(visitor, "", "c", b"1")).status_code == 403, "no token, no upload"
            invented = await put(visitor, token, "d", b"1", session="00000000-0000-0000-0000-000000000000")
            assert invented.status_code == 404
            assert (await put(visitor, token, "a", b"x" * (20 * megabytes - 1000))).status_code == 204, (
                "replaced"
            )
            assert await unannounced(visitor, token, 21 * megabytes) == 413, "real bytes are counted"
            for name in range(SESSION_FILES - 1):
                assert (await put(visitor, token, f"small-{name}", b"1")).status_code == 204
            many = await put(visitor, token, "one-more", b"1")
            assert (many.status_code, str(SESSION_FILES) in many.text) == (413, True)
            gone = await http.delete(
                f"{planner.url}/_stcore/upload_file/{visitor.session}/a",
                headers={"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"},
            )
            assert gone.status_code == 204
            assert (await put(visitor, token, "one-more", b"1")).status_code == 204

    run_aside(attempt())


def test_nobody_uploads_before_signing_in(tmp_path: Path) -> None:
    async def attempt(url: str) -> httpx.Response:
        async with browser_side() as http, Visitor(url, http) as visitor:
            return await put(visitor, await token_of(visitor), "x", b"1,2")

    with run_server_in_thread() as provider:
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            '[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            'cookie_secret = "only-for-this-test-0123456789abcdef"\nclient_id = "a"\nclient_secret = "b"\n'
            f'server_metadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"\n',
            encoding="utf-8",
        )
        running = Server(
            LEOPARD_ROLE="planner",
            LEOPARD_SECRETS=str(secrets),
            LEOPARD_PLANNER_CLAIM="groups",
            LEOPARD_PLANNER_VALUES="planners",
            LEOPARD_AUDIT=str(tmp_path / "audit.jsonl"),
        )
        try:
            answer = run_aside(attempt(running.url))
        finally:
            running.stop()
    assert answer.status_code == 403
    assert "ign in" in answer.text


async def unannounced(visitor: Visitor, token: str, size: int) -> int:
    """Upload without saying how much will come."""

    async def pieces() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        for _ in range(size // 65536):
            yield b"x" * 65536
        yield b"\r\n--b--\r\n"

    address = f"{visitor.url}/_stcore/upload_file/{visitor.session}/unannounced"
    headers = {
        "X-Xsrftoken": token,
        "Cookie": f"_streamlit_xsrf={token}",
        "Content-Type": "multipart/form-data; boundary=b",
    }
    try:
        answer = await visitor.http.put(address, content=pieces(), headers=headers)  # type: ignore[arg-type]
    except httpx.WriteError:  # the server hung up before all was sent
        return 413
    return answer.status_code


def test_files_sent_at_once_share_the_quota(planner: Server) -> None:
    async def attempt() -> list[int]:
        async with browser_side() as http, Visitor(planner.url, http) as visitor:
            token = await token_of(visitor)
            body = b"x" * 15 * 1024 * 1024
            answers = await asyncio.gather(
                *(put(visitor, token, f"f{n}", body) for n in range(8)), return_exceptions=True
            )
            return [one.status_code if isinstance(one, httpx.Response) else 413 for one in answers]

    codes = run_aside(attempt())
    assert set(codes) <= {204, 413}
    assert codes.count(204) <= 4


def test_message_that_is_too_long_or_no_message_ends_the_connection(server: Server) -> None:
    async def attempt(message: bytes | str) -> int | None:
        async with websockets.connect(
            f"ws://127.0.0.1:{server.port}{STREAM}", subprotocols=[websockets.Subprotocol("streamlit")]
        ) as opened:
            try:
                await opened.send(message)
                while True:
                    await asyncio.wait_for(opened.recv(), 10)
            except websockets.ConnectionClosed:
                return opened.close_code

    long = BackMsg()
    long.rerun_script.query_string = "x" * 3_000_000
    assert run_aside(attempt(long.SerializeToString())) == 1009
    assert run_aside(attempt(b"\xff" * 11_000_000)) == 1009
    assert run_aside(attempt(b"\xff\xff\xff")) == 1002
    assert run_aside(attempt("text")) is not None
    assert ask(server, "/_stcore/health")[0].status == 200


def test_slow_and_broken_requests_leave_the_server_well(server: Server) -> None:
    half = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(40)]
    for one in half:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    with socket.create_connection(("127.0.0.1", server.port)) as broken:
        broken.sendall(b"NOT HTTP AT ALL\r\n\r\n")
        assert b"400" in broken.recv(200)
    with socket.create_connection(("127.0.0.1", server.port)) as long:
        long.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 200_000)
        assert b"400" in long.recv(200)
    start = time.monotonic()
    assert ask(server, "/_stcore/health")[0].status == 200
    assert time.monotonic() - start < 2
    for one in half:
        one.close()


def test_downloads_have_plain_names(server: Server) -> None:
    for path in ("/download/range_current.csv", "/download/range_current.gpkg", "/save/explore?lang=ko"):
        answer, _ = ask(server, path)
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', answer.headers["content-disposition"])
        assert answer.headers["cache-control"] == "no-store"


def test_host_config_trusts_nobody(server: Server) -> None:
    said = json.loads(ask(server, "/_stcore/host-config")[1])
    assert said["allowedOrigins"] == []
    assert said["enableCustomParentMessages"] is False
    assert said["useExternalAuthToken"] is False
