"""Pages as pictures, rendered from the very PDF that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pypdfium2

__all__ = ["numbered", "one_file", "png", "pngs"]

_EPOCH = (1980, 1, 1, 0, 0, 0)


def png(pdf: bytes, dpi: float = 300, page: int = 0, *, grey: bool = False) -> bytes:
    """Return a page as PNG.

    Parameters
    ----------
    pdf : bytes
        The document.
    dpi : float
        Pixels an inch; 300 makes 3508 x 4961 of an A3 page.
    page : int
        Which page, from 0.
    grey : bool
        As a black-and-white printer shows it.

    Returns
    -------
    bytes
        The same for the same document.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=dpi / 72, grayscale=grey).to_pil()
    finally:
        document.close()
    body = BytesIO()
    picture.save(body, "PNG", dpi=(dpi, dpi), compress_level=3)
    return body.getvalue()


def pngs(pdf: bytes, dpi: float = 300) -> tuple[bytes, ...]:
    """Return every page as PNG.

    Parameters
    ----------
    pdf : bytes
        The document.
    dpi : float
        Pixels an inch.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
    finally:
        document.close()
    return tuple(png(pdf, dpi, page) for page in range(count))


def numbered(pages: tuple[bytes, ...], stem: str) -> dict[str, bytes]:
    """Return pictures by their names: one has the plain name, several have numbers.

    Parameters
    ----------
    pages : tuple of bytes
        PNG.
    stem : str
        Name without an ending.
    """
    if len(pages) == 1:
        return {f"{stem}.png": pages[0]}
    return {f"{stem}-{at}.png": page for at, page in enumerate(pages, 1)}


def one_file(pages: Mapping[str, bytes]) -> bytes:
    """Return pictures as one file for a browser: the picture itself, or a zip archive of several.

    Parameters
    ----------
    pages : mapping
        Name -> PNG: `numbered`.

    Returns
    -------
    bytes
        PNG or zip; the same pages give the same archive.
    """
    if len(pages) == 1:
        return next(iter(pages.values()))
    body = BytesIO()
    with ZipFile(body, "w", ZIP_STORED) as archive:
        for name, page in pages.items():
            archive.writestr(ZipInfo(name, _EPOCH), page)
    return body.getvalue()
