"""Every browser gets its own cookie, strangers are refused, and who leaves has left."""

from __future__ import annotations

import re
import time

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from leopard_range.ui.browsers import Browsers
from leopard_range.ui.login import Login
from leopard_range.ui.porter import Porter, cookie_name, own_cookie
from tests.ui.asgi import ask, header

PLAIN = Login({}, "", secure=False)
SECURE = Login({}, "", secure=True)
COOKIE = "c" * 43
HEALTH = "/_stcore/health"


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept", "headers": [], "code": 101})
        return
    answer = PlainTextResponse("inside")
    answer.set_cookie("_streamlit_user", "x", httponly=True)
    await answer(scope, receive, send)


def porter(*, planner: bool = True, login: Login | None = None, browsers: Browsers | None = None) -> Porter:
    return Porter(inside, planner=planner, login=login, browsers=browsers or Browsers(60))


def set_cookies(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {value.partition("=")[0]: value for key, value in headers if key == "set-cookie"}


def test_the_health_check_brings_the_cookie_once() -> None:
    app = porter()
    given = set_cookies(ask(app, HEALTH)[1])["leopard"]
    assert re.fullmatch(r"leopard=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict", given)
    again = ask(app, HEALTH, {"cookie": f"a=b; leopard={COOKIE}"})[1]
    assert "leopard" not in set_cookies(again)
    assert set_cookies(ask(app, HEALTH)[1])["leopard"] != given
    assert "leopard" not in set_cookies(ask(app, "/explore")[1]), "a link from elsewhere must not replace it"


@pytest.mark.parametrize("value", ["short", "x" * 44, "é" * 43, "a" * 42 + "=", ""])
def test_a_cookie_of_another_form_is_replaced(value: str) -> None:
    assert own_cookie(value) == ""
    assert "leopard" in set_cookies(ask(porter(), HEALTH, {"cookie": f"leopard={value}"})[1])


def test_over_tls_every_cookie_is_secure_and_ours_belongs_to_this_host() -> None:
    found = set_cookies(ask(porter(login=SECURE), HEALTH)[1])
    assert cookie_name(secure=True) == "__Host-leopard"
    assert set(found) == {"__Host-leopard", "_streamlit_user"}
    assert all(value.count("; Secure") == 1 for value in found.values())
    plain = set_cookies(ask(porter(login=PLAIN), HEALTH)[1])
    assert not any("Secure" in value for value in plain.values())


@pytest.mark.parametrize("path", ["/auth/logout", "/oauth2callback"])
def test_signing_in_and_out_change_the_cookie(path: str) -> None:
    browsers = Browsers(60)
    headers = ask(porter(login=PLAIN, browsers=browsers), path, {"cookie": f"leopard={COOKIE}"})[1]
    assert COOKIE not in set_cookies(headers)["leopard"]
    assert browsers.has_left(COOKIE) == (path == "/auth/logout")


def test_who_has_left_gets_another_cookie_and_is_forgotten_in_time() -> None:
    browsers = Browsers(60)
    browsers.leave(COOKIE, time.time())
    given = set_cookies(
        ask(porter(login=PLAIN, browsers=browsers), HEALTH, {"cookie": f"leopard={COOKIE}"})[1]
    )
    assert COOKIE not in given["leopard"]
    browsers.leave("d" * 43, time.time() + 61)
    assert not browsers.has_left(COOKIE)
    assert browsers.has_left("d" * 43)


STRANGERS = [
    ({}, "192.168.1.5"),
    ({}, ""),
    ({"host": "leopard.example.org"}, "127.0.0.1"),
    ({"host": "127.0.0.1.example.org:8502"}, "127.0.0.1"),
    ({"host": ""}, "127.0.0.1"),
    ({"x-forwarded-for": "127.0.0.1"}, "127.0.0.1"),
    ({"x-real-ip": "10.0.0.1"}, "127.0.0.1"),
    ({"forwarded": "for=10.0.0.1"}, "127.0.0.1"),
    ({"via": "1.1 proxy"}, "127.0.0.1"),
]


@pytest.mark.parametrize(("headers", "client"), STRANGERS)
def test_without_sign_in_only_this_machine_enters(headers: dict[str, str], client: str) -> None:
    for path in ("/", "/explore", HEALTH, "/planner/layers/x"):
        status, _, body = ask(porter(), path, headers, client=client)
        assert status == 403
        assert b"inside" not in body
    assert ask(porter(), "/_stcore/stream", headers, kind="websocket", client=client)[0] == 1008
    # With sign-in, and in a public process, others may come.
    assert ask(porter(login=PLAIN), "/", headers, client=client)[0] == 200
    assert ask(porter(planner=False), "/", headers, client=client)[0] == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8502", "localhost:8502", "[::1]:8502", "localhost"])
def test_this_machine_enters(host: str) -> None:
    assert ask(porter(), "/", {"host": host})[0] == 200
    assert ask(porter(), "/_stcore/stream", {"host": host}, kind="websocket")[0] == 101


@pytest.mark.parametrize("path", ["/auth/login?provider=x", "/auth/logout", "/oauth2callback?code=1"])
@pytest.mark.parametrize("planner", [True, False])
def test_where_nobody_signs_in_there_is_no_way_to(path: str, planner: bool) -> None:
    assert ask(porter(planner=planner), path)[0] == 404


def test_a_public_process_sets_no_cookie_of_ours() -> None:
    headers = ask(porter(planner=False), HEALTH, {"x-forwarded-for": "10.0.0.1"}, client="10.0.0.1")[1]
    assert header(headers, "set-cookie").startswith("_streamlit_user")
    assert len(set_cookies(headers)) == 1


def test_only_a_planner_who_has_signed_in_may_send_files() -> None:
    browsers, path = Browsers(60), "/_stcore/upload_file/session/file"
    mine = {"cookie": f"leopard={COOKIE}"}
    app = porter(login=PLAIN, browsers=browsers)
    assert [ask(app, path)[0], ask(app, path, mine)[0]] == [403, 403]
    browsers.admit(COOKIE, "iss|7", time.time())
    assert [ask(app, path)[0], ask(app, path, mine)[0]] == [403, 200]
    assert (browsers.who(COOKIE), browsers.who("d" * 43)) == ("iss|7", "")
    browsers.leave(COOKIE, time.time())
    assert (ask(app, path, mine)[0], browsers.who(COOKIE)) == (403, "")
    browsers.end("one sign-in", time.time())
    assert (browsers.has_ended("one sign-in"), browsers.has_ended("another")) == (True, False)
