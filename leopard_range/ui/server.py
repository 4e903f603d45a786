"""The web server: Streamlit as an ASGI app, our own routes, guards and warm-up."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.logs import protect_logs
from leopard_range.maps.integrity import changed_folders
from leopard_range.reports import export, record
from leopard_range.ui import served
from leopard_range.ui.brought import brought_shapes
from leopard_range.ui.clearance import browsers, guarded_login, holder, reader
from leopard_range.ui.corridor.files import corridor_file, planner_file
from leopard_range.ui.corridor.named import warm_audit
from leopard_range.ui.document import OwnDocument
from leopard_range.ui.doors import Door, attachment, language_of, refused, routes
from leopard_range.ui.frame import show_reference
from leopard_range.ui.guards import Gate
from leopard_range.ui.headers import secured
from leopard_range.ui.mapping import saved_map
from leopard_range.ui.memory import release_closed
from leopard_range.ui.picturing import class_sheet, picture
from leopard_range.ui.porter import Porter
from leopard_range.ui.printing import map_print
from leopard_range.ui.projects import project_file
from leopard_range.ui.session import catalog, engine, role, settings
from leopard_range.ui.surveys.files import survey_file

__all__ = ["DOORS", "SCRIPT", "SETUP", "SecureHeaders"]

_LOG = logging.getLogger("leopard_range")
_PARTS = ("spec/", "charts/", "parts/")
_IMMUTABLE = "public, max-age=31536000, immutable"


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncGenerator[dict[str, Any], None]:
    """Warm the byte caches, then take them out of the garbage collector's walk.

    Streamlit collects garbage after every run; frozen objects are not visited.
    """
    protect_logs()
    try:
        served.warm()
        for name in changed_folders():
            package, _, inside = name.partition("/")
            _LOG.warning("%s", sentence(LeopardRangeError("asset_changed", package=package, file=inside)))
        engine()  # loads what jobs need, in its own process, before the first file or question comes
    except LeopardRangeError as problem:
        _LOG.error("%s", sentence(problem))  # the pages say it too
    gc.collect()
    gc.freeze()
    releasing = asyncio.create_task(release_closed(), name="release-closed")
    warming = asyncio.create_task(asyncio.to_thread(_warm_audit), name="warm-audit")
    yield {}
    releasing.cancel()
    warming.cancel()


def _warm_audit() -> None:
    """Warm what a second of the page Corridors rests on, beside the first readers."""
    try:
        warm_audit()
    except LeopardRangeError as problem:
        _LOG.error("%s", sentence(problem))


def _on_script_error(problem: Exception) -> bool:
    """Log a bug with a reference and show only that reference."""
    show_reference(_logged(problem))
    return True


def _logged(problem: Exception) -> str:
    reference = secrets.token_hex(4)
    _LOG.error("reference %s", reference, exc_info=problem)
    return reference


def _file(request: Request) -> Response:
    """Serve a script, a style, a layer or a part of a page; none of them ever changes."""
    path = request.url.path.lstrip("/")
    try:
        found = served.find(path, reader(request.cookies))
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    headers = {"Cache-Control": _IMMUTABLE, "Vary": "Accept-Encoding"}
    if role() == "planner" and path.startswith(_PARTS):
        headers = {"Cache-Control": "private, no-store", "Vary": "Cookie, Accept-Encoding"}
    if found.encoding and found.encoding in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = found.encoding
        return Response(found.body, headers=headers, media_type=found.content_type)
    return Response(found.raw, headers=headers, media_type=found.content_type)


def _download(request: Request) -> Response:
    """Serve a layer as a file with its sources inside: ``/download/<layer>.<format>``."""
    id_, _, form = request.path_params["name"].partition(".")
    try:
        made = export(catalog().cleared("public"), id_, form, language=language_of(request))
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return attachment(made.content, made.media_type, made.file_name)


def _close_layer(request: Request) -> Response:
    """Serve what only planners see on the map: ``/planner/layers/<layer>.<rounded|exact>.geojson``."""
    id_, exact, _form = _close_name(request)
    try:
        found = served.close_file(id_, exact=exact)
        if exact:
            record(settings().audit, who=holder(request.cookies), action="show", layer=id_)
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return Response(found.raw, media_type=found.content_type)


def _close_download(request: Request) -> Response:
    """Serve a planner's file: ``/planner/download/<layer>.<rounded|exact>.<format>``."""
    id_, exact, form = _close_name(request)
    lang = language_of(request)
    try:
        made = export(catalog(), id_, form, language=lang, rounded=not exact, exact=exact)
        if exact:
            record(settings().audit, who=holder(request.cookies), action="export", layer=id_)
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return attachment(made.content, made.media_type, made.file_name)


def _brought(request: Request) -> Response:
    """Serve the shapes of a file somebody brought: ``/planner/files/<number>.geojson``."""
    try:
        found = brought_shapes(request.path_params["name"].partition(".")[0])
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return Response(found.raw, media_type=found.content_type)


def _close_name(request: Request) -> tuple[str, bool, str]:
    """Take ``<layer>.<rounded|exact>.<format>`` apart; anything but ``exact`` means rounded."""
    id_, precision, form = [*request.path_params["name"].split(".", 2), "", ""][:3]
    return id_, precision == "exact", form


def _project(request: Request) -> Response:
    """Serve a project as one file: ``/planner/projects/<id>.leopard.zip``."""
    try:
        name, body = project_file(request.path_params["name"].partition(".")[0])
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return attachment(body, "application/zip", name)


def _save(request: Request) -> Response:
    """Serve the current map as one HTML file: ``/save/<page>?v=...&on=...&year=...``."""
    try:
        name, body = saved_map(request.path_params["page"], language_of(request), dict(request.query_params))
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return attachment(body, "text/html", name)


class SecureHeaders:
    """Put the security headers on every answer, also on a refusal and a failure.

    Parameters
    ----------
    app : ASGI application
        What is wrapped.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": secured(message["headers"])}
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except ClientDisconnect:
            return  # a browser that went away while it was sending waits for no answer
        except Exception as problem:  # the edge: a bug becomes a reference, not a traceback
            if started:
                raise
            request = Request(scope)
            error = LeopardRangeError("unexpected", reference=_logged(problem))
            await refused(request, error, 500)(scope, receive, guarded)


SCRIPT = Path(__file__).with_name("main.py")
"""The script Streamlit runs for every reader."""

DOORS = (
    Door("/assets/{name}", _file, "public"),
    Door("/layers/{name}", _file, "public"),
    Door("/spec/{name}", _file, "public"),
    Door("/charts/{name}", _file, "public"),
    Door("/parts/{name}", _file, "public"),
    Door("/download/{name}", _download, "public"),
    Door("/save/{page}", _save, "public"),
    Door("/print/lesson-{name}", class_sheet, "public"),
    Door("/print/{name}", map_print, "public"),
    Door("/picture/{name}", picture, "public"),
    Door("/drawn/{name}", corridor_file, "public"),
    Door("/planner/drawn/{name}", planner_file, "planner"),
    Door("/planner/layers/{name}", _close_layer, "planner"),
    Door("/planner/download/{name}", _close_download, "planner"),
    Door("/planner/files/{name}", _brought, "planner"),
    Door("/planner/projects/{name}", _project, "planner"),
    Door("/planner/surveys/{name}", survey_file, "planner"),
)
"""Every route of ours and who may use it."""


def _setup() -> dict[str, Any]:
    """Return what the application is started with; a planner's process open to strangers does not start."""
    # Also where the configuration file is not found: coloured tracebacks go past the log's filter.
    config.set_option("logger.enableRich", False)
    try:
        found = guarded_login(str(st.get_option("server.address") or ""))
    except LeopardRangeError as problem:
        raise SystemExit(sentence(problem)) from problem
    porter = Middleware(Porter, planner=role() == "planner", login=found, browsers=browsers())
    return {
        "lifespan": _lifespan,
        "routes": routes(DOORS, role()),
        "middleware": [Middleware(SecureHeaders), Middleware(Gate), porter, Middleware(OwnDocument)],
        "on_script_error": _on_script_error,
        "secrets": None if found is None else dict(found.secrets),
    }


SETUP: dict[str, Any] = _setup()
"""What `st.App` is started with: our routes and headers beside Streamlit's own."""
