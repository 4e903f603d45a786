"""A sealed address opens for one browser, for five minutes, as it was written."""

from __future__ import annotations

import inspect
import string
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leopard_range.ui.seals import LIFE_S, Seals, binding

NOW = 1_800_000_000.0
PATH = "planner/layers/survey_stations.exact.geojson"
COOKIE, OTHER = "a" * 43, "b" * 43
SEALS = Seals(b"k" * 32)
ADDRESS = SEALS.address(PATH, COOKIE, NOW, lang="en")


def holds(address: str = ADDRESS, cookie: str = COOKIE, now: float = NOW, seals: Seals = SEALS) -> bool:
    path, _, query = address.partition("?")
    return seals.holds(path, query, cookie, now)


def test_it_opens_for_its_browser_until_it_runs_out() -> None:
    assert holds()
    assert holds(now=NOW + LIFE_S)
    assert not holds(now=NOW + LIFE_S + 1)
    assert LIFE_S <= 300


@pytest.mark.parametrize("cookie", [OTHER, "", COOKIE[:-1], COOKIE + "a", binding(COOKIE)])
def test_it_opens_for_no_other_browser(cookie: str) -> None:
    assert not holds(cookie=cookie)


def test_it_opens_in_no_other_process() -> None:
    assert not holds(seals=Seals())
    assert Seals().address(PATH, COOKIE, NOW) != Seals().address(PATH, COOKIE, NOW)


@pytest.mark.parametrize(
    "changed",
    [
        ADDRESS.replace("survey_stations", "survey_detections"),
        ADDRESS.replace("exact", "rounded"),
        ADDRESS.replace("layers", "download"),
        ADDRESS.replace("lang=en", "lang=ko"),
        ADDRESS.replace("lang=en&", ""),
        ADDRESS + "&lang=en",
        ADDRESS + "&exact=1",
        ADDRESS + "&until=9999999999",
        ADDRESS + "&seal=" + "0" * 64,
        ADDRESS.replace(str(int(NOW) + LIFE_S), str(int(NOW) + LIFE_S + 3600)),
        ADDRESS.partition("&seal=")[0],
        ADDRESS.partition("&seal=")[0] + "&seal=",
        ADDRESS.partition("&seal=")[0] + "&seal=%00é",
        ADDRESS.partition("?")[0],
    ],
)
def test_a_changed_address_opens_nothing(changed: str) -> None:
    assert not holds(changed)


@given(st.integers(0, len(ADDRESS) - 1), st.sampled_from(string.ascii_lowercase + string.digits + "&=?/%"))
def test_no_single_character_can_be_changed(at: int, sign: str) -> None:
    changed = ADDRESS[:at] + sign + ADDRESS[at + 1 :]
    assert holds(changed) == (changed == ADDRESS)


@given(st.dictionaries(st.text("abc&=/? ", min_size=1), st.text(), max_size=3))
def test_any_parameter_is_sealed_as_it_is(query: dict[str, str]) -> None:
    address = SEALS.address(PATH, COOKIE, NOW, **query)
    assert holds(address)
    pairs = parse_qsl(address.partition("?")[2], keep_blank_values=True)
    assert dict(pairs[:-2]) == query
    assert holds(f"{PATH}?{urlencode(pairs[::-1])}"), "the order of parameters means nothing"


def test_an_address_holds_no_secret_and_no_place() -> None:
    assert COOKIE not in ADDRESS
    assert binding(COOKIE) not in ADDRESS
    assert [name for name, _ in parse_qsl(ADDRESS.partition("?")[2])] == ["lang", "until", "seal"]


def test_seals_are_compared_in_constant_time() -> None:
    assert "hmac.compare_digest" in inspect.getsource(Seals.holds)
