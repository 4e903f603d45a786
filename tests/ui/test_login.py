"""Who is a planner, for how long, and which configurations are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.ui.login import Person, is_loopback, judge, myself, read_login

NOW = 1_800_000_000.0
HOUR = 3600
PLANNER = Settings(role="planner", planner_claim="groups", planner_values=("planners", "stewards"))
BY_MAIL = Settings(role="planner", planner_claim="email", planner_values=("anna@example.org",))
CLAIMS: dict[str, Any] = {
    "is_logged_in": True,
    "iss": "https://id.example.org",
    "sub": "7",
    "name": "Anna",
    "iat": NOW - HOUR,
    "groups": ["planners"],
}


def refused(settings: Settings, **changes: Any) -> str:
    with pytest.raises(LeopardRangeError) as problem:
        judge({**CLAIMS, **changes}, settings, NOW)
    return problem.value.code


@pytest.mark.parametrize("groups", [["planners"], ["x", "stewards"], "planners", ("stewards",)])
def test_the_claim_makes_a_planner(groups: Any) -> None:
    found = judge({**CLAIMS, "groups": groups}, PLANNER, NOW)
    assert found == Person("https://id.example.org|7", "Anna", found.session)


def test_every_sign_in_is_a_session_of_its_own() -> None:
    changes: list[dict[str, Any]] = [{}, {"iat": NOW - 1}, {"nonce": "x"}, {"sub": "8"}, {"iss": "other"}]
    found = [judge({**CLAIMS, **change}, PLANNER, NOW).session for change in changes]
    assert len(set(found)) == len(changes)
    assert judge({**CLAIMS, "name": "Anna Kim"}, PLANNER, NOW).session == found[0]


@pytest.mark.parametrize(
    "groups", [None, [], "", "planner", ["Planners"], ["planners,stewards"], {"planners": 1}, True]
)
def test_another_claim_does_not(groups: Any) -> None:
    assert refused(PLANNER, groups=groups) == "not_a_planner"


def test_an_empty_list_of_values_lets_nobody_in() -> None:
    assert refused(Settings(role="planner", planner_claim="groups"), groups=["planners"]) == "not_a_planner"


@pytest.mark.parametrize("changes", [{"is_logged_in": False}, {"is_logged_in": "true"}, {"sub": ""}])
def test_nobody_signed_in(changes: dict[str, Any]) -> None:
    assert refused(PLANNER, **changes) == "sign_in"


@pytest.mark.parametrize(
    "changes",
    [
        {"iat": NOW - 12 * HOUR - 1},
        {"iat": NOW + HOUR},
        {"iat": None},
        {"iat": True},
        {"iat": "1800000000"},
        {"iat": float("nan")},
        {"auth_time": NOW - 13 * HOUR},
        {"auth_time": "yesterday"},
    ],
)
def test_a_session_ends_and_one_without_a_beginning_never_began(changes: dict[str, Any]) -> None:
    assert refused(PLANNER, **changes) == "session_over"


def test_the_age_counts_from_signing_in_and_not_from_the_token() -> None:
    old = {**CLAIMS, "iat": NOW - 11.9 * HOUR, "exp": NOW - 10 * HOUR}
    assert judge(old, PLANNER, NOW)
    assert refused(Settings(**{**_fields(PLANNER), "session_hours": 0.5})) == "session_over"


def _fields(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in ("role", "planner_claim", "planner_values")}


@pytest.mark.parametrize(
    ("mail", "verified", "good"),
    [
        ("anna@example.org", True, True),
        ("Anna@Example.org", "true", True),
        ("anna@example.org", False, False),
        ("anna@example.org", None, False),
        ("anna@example.org", "false", False),
        ("eve@example.org", True, False),
    ],
)
def test_only_a_verified_address_counts(mail: str, verified: Any, good: bool) -> None:
    claims = {**CLAIMS, "email": mail, "email_verified": verified}
    if good:
        assert judge(claims, BY_MAIL, NOW).name == "Anna"
    else:
        assert refused(BY_MAIL, email=mail, email_verified=verified) == "not_a_planner"


def test_a_dotted_claim_leads_into_tables_unless_it_is_a_name_itself() -> None:
    inside = Settings(role="planner", planner_claim="realm_access.roles", planner_values=("planner",))
    assert judge({**CLAIMS, "realm_access": {"roles": ["planner"]}}, inside, NOW)
    assert judge({**CLAIMS, "realm_access.roles": "planner"}, inside, NOW)
    others: list[Any] = [{}, {"roles": {}}, "planner", ["planner"]]
    for other in others:
        assert refused(inside, realm_access=other) == "not_a_planner"


def test_names_are_cut_and_found() -> None:
    assert len(judge({**CLAIMS, "name": "x" * 500}, PLANNER, NOW).name) == 60
    assert judge({**CLAIMS, "name": ""}, PLANNER, NOW).name == "7"
    assert myself().id.startswith("local:")


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("", False),
        ("0.0.0.0", False),
        ("192.168.1.5", False),
        ("localhost.example.org", False),
        ("example.org", False),
    ],
)
def test_which_addresses_mean_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) == here


GOOD = """
[auth]
redirect_uri = "https://leopard.example.org/oauth2callback"
cookie_secret = "0123456789012345678901234567890123456789"
client_id = "leopard"
client_secret = "secret"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
"""


def configured(tmp_path: Path, text: str, **changes: Any) -> Settings:
    path = tmp_path / "secrets.toml"
    path.write_text(text, encoding="utf-8")
    return Settings(**{**_fields(PLANNER), "secrets": path, **changes})


def test_a_whole_configuration_is_taken(tmp_path: Path) -> None:
    found = read_login(configured(tmp_path, GOOD))
    assert found is not None
    assert (found.provider, found.secure) == ("", True)
    assert found.secrets["auth"]["client_id"] == "leopard"


def test_a_provider_may_have_a_name_and_loopback_may_be_plain(tmp_path: Path) -> None:
    shared, own = GOOD.split("client_id")
    text = shared.replace("https://leopard.example.org", "http://127.0.0.1:8502")
    found = read_login(configured(tmp_path, f"{text}\n[auth.keycloak]\nclient_id{own}"))
    assert found is not None
    assert (found.provider, found.secure) == ("keycloak", False)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('client_id = "leopard"', "", "login_incomplete"),
        ('client_secret = "secret"', "client_secret = 7", "login_incomplete"),
        ("[auth]", "[other]", "login_incomplete"),
        ('redirect_uri = "https://leopard.example.org/oauth2callback"', "", "login_incomplete"),
        ("https://leopard", "http://leopard", "login_insecure"),
        ("https://id.", "http://id.", "login_insecure"),
        ("https://leopard.example.org", "http://127.0.0.1.example.org", "login_insecure"),
        ("0123456789012345678901234567890123456789", "short", "login_secret_short"),
        ('"leopard"', '"leopard', "login_unreadable"),
    ],
)
def test_half_a_configuration_is_refused_and_not_quoted(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in GOOD
    with pytest.raises(LeopardRangeError) as problem:
        read_login(configured(tmp_path, GOOD.replace(old, new)))
    assert problem.value.code == code
    assert "0123" not in str(problem.value)


def test_a_missing_file_a_missing_claim_and_a_claim_without_sign_in_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    cases = {
        "login_unreadable": Settings(**_fields(PLANNER), secrets=tmp_path / "none.toml"),
        "login_without_claim": configured(tmp_path, GOOD, planner_claim="", planner_values=()),
        "claim_without_login": Settings(**_fields(PLANNER)),
    }
    for code, settings in cases.items():
        with pytest.raises(LeopardRangeError) as problem:
            read_login(settings)
        assert problem.value.code == code
    assert read_login(Settings(role="planner")) is None
    assert read_login(Settings(role="public", secrets=tmp_path / "none.toml")) is None


def test_the_usual_places_of_the_secrets_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    usual = tmp_path / ".streamlit" / "secrets.toml"
    usual.parent.mkdir()
    usual.write_text("[other]\n", encoding="utf-8")
    assert read_login(Settings(role="planner")) is None, "secrets of something else are no sign-in"
    usual.write_text(GOOD, encoding="utf-8")
    assert read_login(Settings(**_fields(PLANNER))) is not None
    usual.write_text("[auth", encoding="utf-8")
    with pytest.raises(LeopardRangeError, match="login_unreadable"):
        read_login(Settings(role="planner"))
