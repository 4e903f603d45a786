"""Who may see what in this run: the process's role, who has signed in, and from which browser."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

import streamlit as st

from leopard_range.config import Role
from leopard_range.errors import LeopardRangeError
from leopard_range.ui.browsers import Browsers
from leopard_range.ui.login import Login, Person, is_loopback, judge, myself, read_login
from leopard_range.ui.porter import cookie_name, own_cookie
from leopard_range.ui.seals import LIFE_S, Seals, binding
from leopard_range.ui.session import role, settings

__all__ = [
    "SEALS",
    "browser_of",
    "browsers",
    "clearance",
    "guarded_login",
    "has_left",
    "holder",
    "login",
    "person",
    "reader",
    "require",
    "sealed",
    "sign_out",
]

SEALS = Seals()
"""Seals of this process; its key is never written anywhere."""


@cache
def login() -> Login | None:
    """Return how planners sign in here; None where they do not.

    Raises
    ------
    LeopardRangeError
        See `leopard_range.ui.login.read_login`.
    """
    return read_login(settings())


def guarded_login(address: str) -> Login | None:
    """Return how planners sign in; refuse a planner's process that strangers could enter.

    Parameters
    ----------
    address : str
        Where the server listens; empty for everywhere.

    Raises
    ------
    LeopardRangeError
        ``planner_exposed`` and what `login` raises.
    """
    if role() != "planner":
        return None
    if login() is None and not is_loopback(address):
        raise LeopardRangeError("planner_exposed", address=address or "*")
    return login()


@cache
def browsers() -> Browsers:
    """Return who uses which browser in this process."""
    try:
        hours = settings().session_hours
    except LeopardRangeError:  # the pages say what is wrong
        hours = 0.0
    return Browsers(max(hours * 3600, LIFE_S))


def browser_of(cookies: Mapping[str, str]) -> str:
    """Return our cookie among a browser's cookies, or an empty text.

    Parameters
    ----------
    cookies : mapping
        Of a request or of a run.
    """
    found = login()
    return own_cookie(cookies.get(cookie_name(secure=found is not None and found.secure)))


def reader(cookies: Mapping[str, str] | None = None) -> str:
    """Return for whom something is put at an address, or who asks for it: empty where all are alike.

    Parameters
    ----------
    cookies : mapping, optional
        Of a request; of this run when left out.

    Returns
    -------
    str
        Empty in a public process.  In a planner's, what stands for the browser; for one
        without our cookie, or that has signed out, a name that is nobody's.
    """
    if role() != "planner":
        return ""
    browser = browser_of(st.context.cookies if cookies is None else cookies)
    return binding(browser) if browser and not has_left(browser) else secrets.token_hex()


def has_left(cookie: str) -> bool:
    """Return whether the browser with this cookie has signed out.

    Parameters
    ----------
    cookie : str
        Of ours.
    """
    return browsers().has_left(cookie)


def holder(cookies: Mapping[str, str]) -> str:
    """Return the planner who uses a browser, as the log calls them.

    Parameters
    ----------
    cookies : mapping
        Of the request.
    """
    return browsers().who(browser_of(cookies)) or "?"


def person() -> Person:
    """Return the planner of this run.

    Raises
    ------
    LeopardRangeError
        ``needs_planner`` in a public process; ``sign_in``, ``session_over``,
        ``not_a_planner`` and ``cookies_needed`` where planners sign in.
    """
    if role() != "planner":
        raise LeopardRangeError("needs_planner")
    browser = browser_of(st.context.cookies)
    found = myself() if login() is None else _signed_in(browser)
    if browser:
        browsers().admit(browser, found.id, time.time())
    return found


def _signed_in(browser: str) -> Person:
    found = judge(st.user.to_dict(), settings(), time.time())
    if not browser:
        raise LeopardRangeError("cookies_needed")
    if has_left(browser) or browsers().has_ended(found.session):
        raise LeopardRangeError("sign_in")
    return found


def sign_out() -> None:
    """End the session of this run, wherever its cookie may have been copied to."""
    with suppress(LeopardRangeError):  # who is no planner has no session to end
        browsers().end(person().session, time.time())
    st.logout()


def clearance() -> Role:
    """Return what the person of this run may see: ``planner`` or ``public``."""
    try:
        person()
    except LeopardRangeError:
        return "public"
    return "planner"


def require(needed: Role) -> None:
    """Stop this run unless the person may see what follows; pages of planners are guarded so.

    Parameters
    ----------
    needed : str
        ``public`` or ``planner``.

    Raises
    ------
    LeopardRangeError
        What `person` raises.
    """
    if needed == "planner":
        person()


def sealed(path: str, **query: str) -> str:
    """Return an address below ``planner/`` that this browser alone can use, for five minutes.

    Parameters
    ----------
    path : str
        Below the root, without the leading slash.
    **query : str
        Further parameters; none may be called ``until`` or ``seal``.

    Raises
    ------
    LeopardRangeError
        What `person` raises, and ``cookies_needed``.
    """
    person()
    browser = browser_of(st.context.cookies)
    if not browser:
        raise LeopardRangeError("cookies_needed")
    return SEALS.address(path, browser, time.time(), **query)
