"""The route by which a session's proposals reach its own map, and no other."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import translator
from leopard_range.maps import WebFile
from leopard_range.maps.corridor import AREA, BAND, LINES, OTHERS, shapes_file
from leopard_range.reports import answer_file, answer_kind
from leopard_range.studies import STUDIES
from leopard_range.ui.corridor.held import Found, Held, corridor_of, known
from leopard_range.ui.corridor.others import known_others
from leopard_range.ui.corridor.pictures import PARTS, picture_file, shapes_of
from leopard_range.ui.doors import attachment, language_of, refused
from leopard_range.ui.session import role, settings

__all__ = ["corridor_file", "planner_file"]

_MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "gpkg": "application/geopackage+sqlite3",
    "zip": "application/zip",
    "json": "application/json",
}
_ENDINGS = {"lines": "LineString", "areas": "Polygon"}


def corridor_file(request: Request) -> Response:
    """Serve ``/drawn/<number>.<what>.<form>``: the number is a secret of the session that holds it.

    Parameters
    ----------
    request : Request
        Of a proposal or an answer that a session of a public process holds.
    """
    if role() == "planner":  # theirs go to the browser they were sealed for
        return refused(request, LeopardRangeError("address_unknown", address="drawn"), 404)
    made = planner_file(request)
    made.headers["Cache-Control"] = "private, no-store"
    return made


def planner_file(request: Request) -> Response:
    """Serve ``/planner/drawn/<number>.<what>.<form>`` to the browser it was sealed for.

    Parameters
    ----------
    request : Request
        Of a proposal or an answer that a session holds.
    """
    number, what, form = [*request.path_params["name"].split(".", 2), "", ""][:3]
    try:
        found = known(number)
        if isinstance(found, Found) and what == "report":
            return _report(found, form, language_of(request))
        beside = known_others(number) if (what, form) == ("others", "geojson") else None
        if beside is not None:
            name = translator(language_of(request))("Name")
            made = shapes_file(OTHERS, beside.shapes, beside.names, name)
        else:
            made = _made(found, what, form, language_of(request))
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return Response(made.raw, media_type=made.content_type)


def _report(found: Found, form: str, lang: str) -> Response:
    """Write a report in one of its forms; the answer it is made of stays with the session."""
    study = STUDIES[found.study]
    if form not in study.saves:
        raise LeopardRangeError("address_unknown", address="drawn")
    name = f"{found.study.replace(' ', '-')}.{form}"
    kind = answer_kind(found.study, Path(name))
    body = answer_file(found.study, study.title, found.answer, kind, day=settings().today, language=lang)
    return attachment(body, _MEDIA[form], name)


def _made(found: Held | Found | None, what: str, form: str, lang: str) -> WebFile:
    kind, _dash, at = what.partition("-")
    _ = translator(lang)
    if isinstance(found, Held) and (kind, form) == ("area", "geojson"):
        return shapes_file(AREA, {"area": corridor_of(found).area}, {"area": found.name}, _("Name"))
    if isinstance(found, Found) and (kind, form) == ("surface", "png") and at.isdecimal() and len(at) < 4:
        return picture_file(found, int(at))[0]
    if isinstance(found, Found) and form == "geojson" and kind in _ENDINGS:
        ending = _ENDINGS[kind]
        shapes = {key: one for key, one in shapes_of(found).items() if one.geom_type.endswith(ending)}
        titles = {key: _(PARTS[key][0]) for key in shapes}
        return shapes_file(LINES if kind == "lines" else BAND, shapes, titles, _("Name"))
    raise LeopardRangeError("address_unknown", address="drawn")
