"""Sheets for a class and pictures to share, by their addresses."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from leopard_range.content import Edition
from leopard_range.errors import LeopardRangeError
from leopard_range.maps import SHARED
from leopard_range.prints.lesson import handout
from leopard_range.prints.pictures import asked_preview, years
from leopard_range.prints.pixels import numbered, one_file, pngs
from leopard_range.ui.answers import public_edition
from leopard_range.ui.doors import language_of, refused
from leopard_range.ui.press import once
from leopard_range.ui.previews import base_of
from leopard_range.ui.printing import handed_out

__all__ = ["class_sheet", "picture", "picture_links", "sheet_address"]

_LESSON_DPI = 300
_VIEW = ("v", "year", "on", "op", "step")


def sheet_address(name: str, sheet: str, form: str, lang: str, size: str = "A4") -> str:
    """Return the address of a printed sheet, relative to the root of the application.

    Parameters
    ----------
    name : str
        Ages of a lesson, ``glossary`` or ``quiz``.
    sheet : str
        ``pupil`` or ``teacher``.
    form : str
        ``pdf`` or ``png``.
    lang : str
        Language of the words.
    size : str
        ``A4`` or ``A3``.
    """
    return f"print/lesson-{name}.{sheet}.{form}?{urlencode({'lang': lang, 'size': size})}"


def picture_links(page: str, lang: str) -> dict[str, str]:
    """Return where the pictures of a page's map are: ``preview`` and ``years``, for the share dialog.

    Parameters
    ----------
    page : str
        Page with the map.
    lang : str
        Language of the words.
    """
    if page not in SHARED:
        return {}
    return {"preview": f"picture/preview-{page}.png?lang={lang}", "years": f"picture/years.gif?lang={lang}"}


def class_sheet(request: Request) -> Response:
    """Serve a sheet: ``/print/lesson-<ages|glossary|quiz>.<pupil|teacher>.<pdf|png>?lang=&size=``.

    Several pages of PNG come as a zip archive with one file a page.

    Parameters
    ----------
    request : Request
        What was asked.
    """
    name, sheet, form = [*request.path_params["name"].split(".", 2), "", ""][:3]
    lang, size = language_of(request), request.query_params.get("size", "A4")
    stem = f"amur-leopard-{name}-{sheet}-{lang}"
    try:
        if form not in ("pdf", "png"):
            raise LeopardRangeError("unknown_format", format=form, choices="pdf, png")
        edition, address = public_edition(lang), base_of(request.scope)
        key = (edition.catalog.version, name, sheet, size, lang, address)
        pdf = once(
            ("pdf", *key),
            lambda: handout(edition, name, sheet, size=size, address=address),
        )
        if form == "png":
            body = once(("png", *key), lambda: one_file(numbered(pngs(pdf, _LESSON_DPI), stem)))
        else:
            body = pdf
    except LeopardRangeError as problem:
        return _refused(request, problem)
    return handed_out(body, stem)


def picture(request: Request) -> Response:
    """Serve a picture: ``/picture/preview-<page>.png?v=...&on=...&year=...`` or ``/picture/years.gif``.

    Parameters
    ----------
    request : Request
        Its parameters are those of the page.
    """
    name, lang = request.path_params["name"], language_of(request)
    try:
        edition = public_edition(lang)
        version = edition.catalog.version
        if name == "years.gif":
            return _shown(once(("years", version, lang), lambda: years(edition)), "image/gif")
        page = name.removeprefix("preview-").removesuffix(".png")
        if name != f"preview-{page}.png" or page not in SHARED:
            raise LeopardRangeError("address_unknown", address=f"picture/{name}")
        query = {key: value for key, value in request.query_params.items() if key in _VIEW}
        address = base_of(request.scope)
        key = ("preview", version, page, lang, address, tuple(sorted(query.items())))
        return _shown(once(key, lambda: _preview(edition, page, query, address)), "image/png")
    except LeopardRangeError as problem:
        return _refused(request, problem)


def _preview(edition: Edition, page: str, query: dict[str, str], address: str) -> bytes:
    return asked_preview(edition, page, query, address=address)


def _shown(body: bytes, media_type: str) -> Response:
    return Response(body, headers={"Cache-Control": "public, max-age=3600"}, media_type=media_type)


def _refused(request: Request, problem: LeopardRangeError) -> Response:
    missing = ("unknown_lesson", "unknown_sheet", "unknown_format", "unknown_page", "address_unknown")
    status = 503 if problem.code == "print_busy" else 404 if problem.code in missing else 400
    return refused(request, problem, status)
