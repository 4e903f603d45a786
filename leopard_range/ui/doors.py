"""Our routes: each says who may use it, and a planner's opens only to a sealed address."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leopard_range.config import Role
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.ui.clearance import SEALS, browser_of, has_left
from leopard_range.ui.session import resolve_language

__all__ = ["PLANNER_FOLDER", "Door", "attachment", "language_of", "refused", "routes"]

PLANNER_FOLDER = "planner"
"""Every planner's door lies below it."""


@dataclass(frozen=True, slots=True)
class Door:
    """A route of ours.

    Attributes
    ----------
    path : str
        As Starlette writes it; a planner's begins with ``/planner/``.
    answer : callable
        Answers one request.
    clearance : str
        Who may use it: ``public`` or ``planner``.
    """

    path: str
    answer: Callable[[Request], Response]
    clearance: Role


def routes(doors: Iterable[Door], role: Role) -> list[Route]:
    """Return the routes of a process: those of planners lead nowhere in a public one.

    Parameters
    ----------
    doors : iterable of Door
        All there are.
    role : str
        The process's role.

    Raises
    ------
    ValueError
        A planner's door lies outside its folder, or a public one inside.
    """
    made = []
    for door in doors:
        inside = door.path.startswith(f"/{PLANNER_FOLDER}/")
        if inside != (door.clearance == "planner"):
            raise ValueError(f"{door.path} is {door.clearance}")
        if door.clearance == "public":
            made.append(Route(door.path, door.answer))
        elif role == "planner":
            made.append(Route(door.path, _sealed(door.answer)))
    return [*made, Route(f"/{PLANNER_FOLDER}/{{rest:path}}", _nothing)]


def _nothing(request: Request) -> Response:
    return refused(request, LeopardRangeError("address_unknown", address=request.url.path.lstrip("/")), 404)


def _sealed(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Let an answer out only to the browser its address was made for, and into no cache."""

    def guarded(request: Request) -> Response:
        cookie = browser_of(request.cookies)
        path = request.url.path.lstrip("/")
        good = SEALS.holds(path, request.url.query, cookie, time.time()) and not has_left(cookie)
        made = answer(request) if good else refused(request, LeopardRangeError("address_not_yours"), 403)
        made.headers["Cache-Control"] = "private, no-store"
        made.headers["Vary"] = "Cookie"
        return made

    return guarded


def attachment(body: bytes, media_type: str, name: str) -> Response:
    """Answer with a file to keep.

    Parameters
    ----------
    body : bytes
        Its content.
    media_type, name : str
        Its type and the name it is suggested to be saved under.
    """
    # Headers are Latin-1; a name in another script travels the way of RFC 8187.
    plain = name if name.isascii() else f"file{''.join(Path(name).suffixes[-2:])}"
    told = f'attachment; filename="{plain}"' + ("" if plain == name else f"; filename*=UTF-8''{quote(name)}")
    headers = {"Content-Disposition": told, "Cache-Control": "no-store"}
    return Response(body, headers=headers, media_type=media_type)


def refused(request: Request, problem: LeopardRangeError, status: int) -> Response:
    """Answer with the sentence of an expected failure.

    Parameters
    ----------
    request : Request
        Says in which language.
    problem : LeopardRangeError
        What went wrong.
    status : int
        HTTP status.
    """
    return Response(sentence(problem, language_of(request)), status_code=status, media_type="text/plain")


def language_of(request: Request) -> str:
    """Return the language of a request: address, then browser.

    Parameters
    ----------
    request : Request
        What was asked.
    """
    return resolve_language(request.query_params.get("lang"), request.headers.get("accept-language"))
