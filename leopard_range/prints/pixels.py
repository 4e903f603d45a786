"""Pages as pictures, rendered from the very PDF that is printed."""

from __future__ import annotations

from io import BytesIO

import pypdfium2

__all__ = ["png", "pngs"]


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
