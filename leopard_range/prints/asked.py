"""A printed map as the app and the command line ask for it: page, parameters of a permalink, paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from leopard_range.catalog import Catalog
from leopard_range.content.story import steps
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import check_language, translator
from leopard_range.maps import MapSpec, MapState, parse_state
from leopard_range.prints.map import map_page
from leopard_range.prints.pixels import pngs
from leopard_range.prints.sheet import Size, check_size

__all__ = ["FORMS", "MEDIA_TYPES", "Form", "MapPrint", "address_of", "asked_state", "linked", "print_map"]

Form = Literal["pdf", "png"]
FORMS: tuple[Form, ...] = ("pdf", "png")
"""Kinds of file."""
MEDIA_TYPES: Mapping[str, str] = {"pdf": "application/pdf", "png": "image/png", "zip": "application/zip"}
"""Of a document, a picture, and several pictures."""

_DPI = (36, 400)
_PARTS = ("v", "year", "on", "op", "step")


@dataclass(frozen=True, slots=True)
class MapPrint:
    """What somebody wants printed.

    Attributes
    ----------
    query : tuple of (str, str)
        Parameters of a permalink: ``v``, ``year``, ``on``, ``op``, ``step``; others say nothing.
    size : str
        ``A4`` or ``A3``.
    landscape : bool
        Wider than high.
    form : str
        ``pdf`` or ``png``.
    dpi : int
        Of a picture, 36-400.
    address : str
        Where readers find the app or the site; empty: no code.
    title : str
        Above the map; the page's own, or the step's, when left out.
    """

    query: tuple[tuple[str, str], ...] = ()
    size: str = "A4"
    landscape: bool = False
    form: str = "pdf"
    dpi: int = 300
    address: str = ""
    title: str = ""


def asked_state(query: Mapping[str, str], spec: MapSpec) -> MapState:
    """Read a permalink whose every part must hold: a page of paper cannot be put right later.

    Parameters
    ----------
    query : mapping
        Its parameters.
    spec : MapSpec
        The map it is for.

    Raises
    ------
    LeopardRangeError
        ``bad_view``, ``unknown_year``, ``unknown_layer``, ``bad_opacity``.
    """
    state, dropped = parse_state(query, spec)
    for note in dropped:
        blanks = dict(note.blanks)
        value = str(blanks.get("value", ""))
        match note.code:
            case "link_view":
                raise LeopardRangeError("bad_view", value=value)
            case "link_year":
                first, last = spec.years
                raise LeopardRangeError("unknown_year", year=value, first=first, last=last)
            case "link_layer":
                listed = ", ".join(layer.id for layer in spec.layers if layer.listed)
                raise LeopardRangeError("unknown_layer", layer=value, choices=listed)
            case _:
                raise LeopardRangeError("bad_opacity", value=value)
    return state


def linked(link: str, pages: tuple[str, ...]) -> tuple[str, str, dict[str, str]]:
    """Take a whole permalink apart.

    Parameters
    ----------
    link : str
        ``https://host/explore?v=...&on=...``; a page without a name is the first.
    pages : tuple of str
        Names of the pages there are.

    Returns
    -------
    tuple of (str, str, dict)
        Address before the page, page, parameters.

    Raises
    ------
    LeopardRangeError
        ``bad_link``.
    """
    try:
        parts = urlsplit(link.strip())
        query = dict(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50))
    except ValueError:
        raise LeopardRangeError("bad_link", value=link, choices=", ".join(pages)) from None
    before, _slash, last = unquote(parts.path).rstrip("/").rpartition("/")
    page = last.removesuffix(".html")
    if page in ("", "index"):
        page = pages[0]
    if parts.scheme not in ("http", "https") or not parts.netloc or page not in pages:
        raise LeopardRangeError("bad_link", value=link, choices=", ".join(pages))
    return f"{parts.scheme}://{parts.netloc}{before}", page, query


def address_of(query: Mapping[str, str], page: str, form: str, root: str = "./print/") -> str:
    """Return the address of a printed map, relative to the application.

    Parameters
    ----------
    query : mapping
        Parameters of the view, and ``lang``, ``size``, ``landscape``.
    page : str
        Page with the map.
    form : str
        ``pdf`` or ``png``.
    root : str
        What stands before.
    """
    return f"{root}{page}.{form}?{urlencode(query)}"


def print_map(
    catalog: Catalog,
    spec: MapSpec,
    wish: MapPrint,
    *,
    told: Callable[[str], None] = lambda stage: None,
) -> tuple[bytes, ...]:
    """Print a map.

    Parameters
    ----------
    catalog : Catalog
        Where the layers come from.
    spec : MapSpec
        The map, in the reader's language.
    wish : MapPrint
        What is asked for.
    told : callable
        Called with the stage that begins: a key of `i18n.share.STAGES`.

    Returns
    -------
    tuple of bytes
        The document, or a picture of each of its pages; the same for the same wish and day.

    Raises
    ------
    LeopardRangeError
        ``bad_view``, ``unknown_year``, ``unknown_layer``, ``bad_opacity``, ``unknown_step``,
        ``unknown_paper``, ``unknown_format``, ``bad_dpi``, ``font_missing`` and the catalog's own.
    """
    check_language(spec.lang)
    if wish.form not in FORMS:
        raise LeopardRangeError("unknown_format", format=wish.form, choices=", ".join(FORMS))
    if not _DPI[0] <= wish.dpi <= _DPI[1]:
        raise LeopardRangeError("bad_dpi", value=wish.dpi, least=_DPI[0], most=_DPI[1])
    size: Size = check_size(wish.size)
    query = {key: value for key, value in wish.query if key in _PARTS}
    state, title, step = asked_state(query, spec), wish.title, None
    if spec.id == "story":
        state, told_title, step = _step(spec, query.get("step", "1"), state)
        title = title or told_title
    told("print_page")
    pdf = map_page(
        catalog,
        spec,
        state,
        day=catalog.settings.today,
        size=size,
        landscape=wish.landscape,
        address=wish.address,
        title=title,
        step=step,
    )
    if wish.form == "pdf":
        return (pdf,)
    told("print_pixels")
    return pngs(pdf, wish.dpi)


def _step(spec: MapSpec, text: str, state: MapState) -> tuple[MapState, str, int]:
    """Return state, title and number of a step; what a reader changed on its map stays changed."""
    story = steps(translator(spec.lang))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= len(story)):
        raise LeopardRangeError("unknown_step", value=text, most=len(story))
    step = story[int(text) - 1]
    own = step.state
    changed = replace(
        own,
        view=state.view,
        box=None if state.view else own.box,
        year=state.year or own.year,
        on=own.on if state.on is None else state.on,
        opacity=state.opacity,
    )
    return changed, step.title, int(text)
