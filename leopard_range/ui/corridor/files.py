"""The route by which a session's proposals reach its own map, and no other."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import translator
from leopard_range.maps import WebFile
from leopard_range.maps.corridor import AREA, BAND, LINES, shapes_file
from leopard_range.ui.corridor.held import Found, Held, corridor_of, known
from leopard_range.ui.corridor.pictures import picture_file, shapes_of
from leopard_range.ui.doors import language_of, refused
from leopard_range.ui.session import role

__all__ = ["corridor_file", "planner_file"]

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
        made = _made(known(number), what, form, language_of(request))
    except LeopardRangeError as problem:
        return refused(request, problem, 404)
    return Response(made.raw, media_type=made.content_type)


def _made(found: Held | Found | None, what: str, form: str, lang: str) -> WebFile:
    kind, _dash, at = what.partition("-")
    _ = translator(lang)
    if isinstance(found, Held) and (kind, form) == ("area", "geojson"):
        return shapes_file(AREA, {found.name or found.id: corridor_of(found).area}, _("Name"))
    if isinstance(found, Found) and (kind, form) == ("surface", "png") and at.isdecimal() and len(at) < 4:
        return picture_file(found, int(at))[0]
    if isinstance(found, Found) and form == "geojson" and kind in _ENDINGS:
        ending = _ENDINGS[kind]
        shapes = {_(name): one for name, one in shapes_of(found).items() if one.geom_type.endswith(ending)}
        return shapes_file(LINES if kind == "lines" else BAND, shapes, _("Name"))
    raise LeopardRangeError("address_unknown", address="drawn")
