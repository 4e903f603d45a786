"""Signing in with OpenID Connect: what must be configured, and who is a planner.

Streamlit speaks with the provider and keeps the claims in a signed cookie for
30 days.  Whether the claims make a planner, and for how long, is judged here.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.reports import account

__all__ = ["Login", "Person", "is_loopback", "judge", "myself", "read_login"]

_SHORTEST_SECRET = 32
_AHEAD_S = 300
"""How far the provider's clock may be ahead of ours, seconds."""
_KEYS = ("client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may see what planners see.

    Attributes
    ----------
    id : str
        What the log calls them: issuer and subject, or the account of this machine.
    name : str
        What the page calls them.
    session : str
        What stands for this one sign-in; empty where nobody signs in.
    """

    id: str
    name: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """A checked sign-in configuration.

    Attributes
    ----------
    secrets : Mapping
        What Streamlit needs: the table ``auth``.
    provider : str
        Name of the provider's table; empty when it stands in ``auth`` itself.
    secure : bool
        Readers come over TLS.
    """

    secrets: Mapping[str, Any]
    provider: str
    secure: bool


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this machine.

    Parameters
    ----------
    host : str
        Without port; IPv6 with or without brackets.
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def myself() -> Person:
    """Return the account that runs this process: the planner where nobody signs in."""
    name = account()
    return Person(f"local:{name}", name)


def read_login(settings: Settings) -> Login | None:
    """Read and check how planners sign in; None where they do not.

    Parameters
    ----------
    settings : Settings
        Role, claim, and the file of secrets.

    Raises
    ------
    LeopardRangeError
        ``login_unreadable``, ``login_incomplete``, ``login_insecure``,
        ``login_secret_short``, ``login_without_claim``, ``claim_without_login``.
        Half a configuration is never taken for none.
    """
    if settings.role != "planner":
        return None
    auth = _auth(settings.secrets)
    if auth is None:
        if settings.planner_claim or settings.planner_values:
            raise LeopardRangeError("claim_without_login")
        return None
    if not (settings.planner_claim and settings.planner_values):
        raise LeopardRangeError("login_without_claim")
    provider, table = _provider(auth)
    for key, where in (("redirect_uri", auth), ("cookie_secret", auth), *((key, table) for key in _KEYS)):
        if not isinstance(where.get(key), str) or not where[key]:
            raise LeopardRangeError("login_incomplete", key=key)
    if len(auth["cookie_secret"]) < _SHORTEST_SECRET:
        raise LeopardRangeError("login_secret_short", least=_SHORTEST_SECRET)
    for key, address in (("redirect_uri", auth["redirect_uri"]), (_KEYS[2], table[_KEYS[2]])):
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise LeopardRangeError("login_insecure", key=key)
    return Login({"auth": auth}, provider, urlsplit(auth["redirect_uri"]).scheme == "https")


def _auth(path: Path | None) -> dict[str, Any] | None:
    """Return the table ``auth`` of the file of secrets; a file that was named must have it."""
    if path is None:
        places = (Path.cwd() / ".streamlit" / "secrets.toml", Path.home() / ".streamlit" / "secrets.toml")
        found = next((place for place in places if place.is_file()), None)
    else:
        found = path
    if found is None:
        return None
    try:
        auth = tomllib.loads(found.read_text(encoding="utf-8")).get("auth")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        # Not what is wrong inside: the message would quote a secret.
        raise LeopardRangeError("login_unreadable", file=found.name) from problem
    if isinstance(auth, dict):
        return auth
    if path is not None:
        raise LeopardRangeError("login_incomplete", key="auth")
    return None


def _provider(auth: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    if "client_id" in auth:
        return "", auth
    named = [(name, table) for name, table in auth.items() if isinstance(table, Mapping)]
    return next(((name, table) for name, table in named if "client_id" in table), ("", auth))


def judge(claims: Mapping[str, Any], settings: Settings, now_s: float) -> Person:
    """Return who signed in, if they are a planner and did so not too long ago.

    Parameters
    ----------
    claims : mapping
        What the provider said and Streamlit kept (``st.user``).
    settings : Settings
        Which claim makes a planner, and for how many hours.
    now_s : float
        Seconds since 1970.

    Raises
    ------
    LeopardRangeError
        ``sign_in``: nobody has.  ``session_over``: too long ago, or nobody says when.
        ``not_a_planner``: the claim is missing, another, or an unverified e-mail address.
    """
    if claims.get("is_logged_in") is not True or not claims.get("sub"):
        raise LeopardRangeError("sign_in")
    # When the person proved who they are; where the provider does not say, when it told us.  Its `exp`
    # says how long the token may be handed in, often five minutes, and not how long a session lasts.
    since = claims.get("auth_time", claims.get("iat"))
    if isinstance(since, bool) or not isinstance(since, int | float):
        raise LeopardRangeError("session_over")
    if not -_AHEAD_S <= now_s - since <= settings.session_hours * 3600:
        raise LeopardRangeError("session_over")
    name = _name(claims)
    if not _is_planner(claims, settings):
        raise LeopardRangeError("not_a_planner", name=name)
    sign_in = json.dumps([claims.get(key) for key in ("iss", "sub", "iat", "nonce")], default=str)
    session = hashlib.sha256(sign_in.encode()).hexdigest()
    return Person(f"{claims.get('iss', '')}|{claims['sub']}", name, session)


def _is_planner(claims: Mapping[str, Any], settings: Settings) -> bool:
    """Return whether the claim is, or holds, one of the values."""
    name = settings.planner_claim
    found = _claim(claims, name)
    held = {str(one) for one in (found if isinstance(found, list | tuple) else [found]) if one is not None}
    if name != "email":
        return not held.isdisjoint(settings.planner_values)
    # Anybody can type an address at some providers; only a verified one says who they are.
    if claims.get("email_verified") not in (True, "true"):
        return False
    return not {one.lower() for one in held}.isdisjoint(value.lower() for value in settings.planner_values)


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """Find a claim; a dotted name may lead into tables (``realm_access.roles``)."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _name(claims: Mapping[str, Any]) -> str:
    names = (claims.get(key) for key in ("name", "preferred_username", "email", "sub"))
    return next(str(name) for name in names if name)[:60]
