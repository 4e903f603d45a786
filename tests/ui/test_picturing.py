"""Sheets and pictures by address: what comes, what is kept, what is refused."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Route

from leopard_range.prints import pixels
from leopard_range.ui import picturing, press
from leopard_range.ui.picturing import class_sheet, picture, picture_links, sheet_address
from tests.ui.asgi import ask, header

APP = Starlette(routes=[Route("/print/lesson-{name}", class_sheet), Route("/picture/{name}", picture)])
READER = {"host": "reader.example.org"}


def test_lesson_comes_as_a_file_with_its_own_address_in_the_codes() -> None:
    status, headers, body = ask(APP, f"/{sheet_address('10-12', 'pupil', 'pdf', 'ko')}", READER)
    assert status == 200
    assert header(headers, "content-type") == "application/pdf"
    assert "amur-leopard-10-12-pupil-ko.pdf" in header(headers, "content-disposition")
    assert b"http://reader.example.org/learn?lang=ko&lesson=10-12" in body


def test_pages_of_pixels_come_as_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pixels.png
    monkeypatch.setattr(pixels, "png", lambda pdf, dpi, page: whole(pdf, 36, page))
    _status, headers, body = ask(APP, f"/{sheet_address('quiz', 'pupil', 'png', 'en')}", READER)
    assert header(headers, "content-type") == "application/zip"
    names = ZipFile(BytesIO(body)).namelist()
    assert names[0] == "amur-leopard-quiz-pupil-en-1.png"
    assert len(names) > 1


def test_preview_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/{picture_links('explore', 'en')['preview']}&year=1850"
    status, _headers, first = ask(APP, address, READER)
    assert status == 200
    assert Image.open(BytesIO(first)).size == (1200, 630)

    def never(*_asked: object, **_more: object) -> bytes:
        raise AssertionError("drawn again")

    monkeypatch.setattr(picturing, "asked_preview", never)
    assert ask(APP, address, READER)[2] == first


def test_years_come_as_an_animation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picturing, "years", lambda _edition: b"GIF89a")
    _status, headers, body = ask(APP, f"/{picture_links('explore', 'ru')['years']}", READER)
    assert header(headers, "content-type") == "image/gif"
    assert body == b"GIF89a"


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_MOST_KEPT", 1000)
    for at in range(20):
        press.once(("test", at), lambda: bytes(300))
    assert sum(map(len, press._kept.values())) <= 1000


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/print/lesson-9-10.pupil.pdf?lang=en", 404, "10-12, 13-15, 16-18"),
        ("/print/lesson-10-12.parent.pdf?lang=en", 404, "pupil, teacher"),
        ("/print/lesson-10-12.pupil.doc?lang=en", 404, "pdf, png"),
        ("/print/lesson-10-12?lang=en", 404, "pdf, png"),
        ("/print/lesson-10-12.pupil.pdf?lang=en&size=A5", 400, "A4"),
        ("/picture/preview-files.png?lang=en", 404, "preview-files.png"),
        ("/picture/nothing.png?lang=en", 404, "nothing.png"),
        ("/picture/preview-explore.png?lang=en&v=1,2", 400, "1,2"),
        ("/picture/preview-story.png?lang=en&step=99", 400, "99"),
    ],
)
def test_what_there_is_not_is_said(
    address: str,
    status: int,
    says: str,
) -> None:
    found, _headers, body = ask(APP, address, READER)
    assert found == status
    assert says in body.decode()


def test_pages_without_a_shared_map_have_no_pictures() -> None:
    assert picture_links("files", "en") == {}
