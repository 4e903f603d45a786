"""Pictures to share: a preview of a map view, and the years as an animation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image

from leopard_range.content import Edition
from leopard_range.content.figures import figures
from leopard_range.content.story import steps
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import number, percent, pick, quantity
from leopard_range.maps import MapSpec, MapState
from leopard_range.prints.animation import years
from leopard_range.prints.asked import asked_state
from leopard_range.prints.canvas import Canvas, paper_spec
from leopard_range.prints.content import shown_layers
from leopard_range.prints.legend import credits_line
from leopard_range.prints.map import page_title
from leopard_range.prints.window import Window, window_of
from leopard_range.reports.pdf import ACCENT, MUTED

__all__ = ["PREVIEW_PX", "Headline", "asked_preview", "headline", "preview", "years"]

PREVIEW_PX = (1200, 630)
"""Size of a preview: what most networks ask for (1.91 : 1)."""

_PANEL = 440
"""Width of the words at the left, pixels."""
_LARGER = 1.7
"""How much larger than on paper the map's letters and lines are: a preview is seen small."""
_PAD = 36
_COLOURS = (224, 160, 112, 80)
_MOST_BYTES = 300_000
_SEVENTIES, _CURRENT, _LAST = 1970, 2007, 9999
"""Years from which a published range is the one that holds."""


def preview(edition: Edition, page: str, state: MapState, *, address: str = "") -> bytes:
    """Draw a view of a map as the picture that a network shows beside a link.

    Parameters
    ----------
    edition : Edition
        For whom.
    page : str
        Page whose map it is.
    state : MapState
        How it stands.
    address : str
        Where the app or the site can be reached; written without its scheme.

    Returns
    -------
    bytes
        PNG of 1200 x 630 pixels, below 300 kB; the same for the same view and day.

    Raises
    ------
    LeopardRangeError
        ``unknown_page``, ``font_missing`` and the catalog's own.
    """
    spec = paper_spec(edition, page)
    canvas = Canvas(edition, PREVIEW_PX)
    wide, high = PREVIEW_PX[0] - _PANEL, PREVIEW_PX[1]
    window = window_of(spec, state, wide / _LARGER, high / _LARGER)
    for at, side in enumerate(("left", "right") if "swipe" in spec.flags else ("",)):
        part = _half(window, at) if side else window
        room = (_label_px(canvas, spec.swipe[at]) / _LARGER, 44 / _LARGER) if side else (0.0, 0.0)
        drawing = canvas.map(spec, state, part, side=side, taken=room)
        canvas.draw(drawing, _PANEL + at * wide / 2, 0, _LARGER)
        if side:
            _label(canvas, _PANEL + at * wide / 2, spec.swipe[at])
    if "swipe" in spec.flags:
        canvas.box(_PANEL + wide / 2 - 2, 0, 4, high, "#ffffff")
    canvas.box(_PANEL - 6, 0, 6, high, ACCENT)
    _words(canvas, spec, state, window, address)
    (picture,) = canvas.pictures()
    return _png(picture)


def asked_preview(edition: Edition, page: str, query: Mapping[str, str], *, address: str = "") -> bytes:
    """Draw a view that a permalink names.

    Parameters
    ----------
    edition : Edition
        For whom.
    page : str
        Page whose map it is.
    query : mapping
        ``v``, ``year``, ``on``, ``op``, ``step`` of a permalink; others say nothing.
    address : str
        Where the app or the site can be reached.

    Returns
    -------
    bytes
        PNG.

    Raises
    ------
    LeopardRangeError
        ``unknown_page``, ``bad_view``, ``unknown_year``, ``unknown_layer``, ``bad_opacity``,
        ``unknown_step``, ``font_missing`` and the catalog's own.
    """
    state = asked_state(query, paper_spec(edition, page))
    if page == "story":
        told = steps(edition.words)
        text = query.get("step", str(len(told)))
        if text not in map(str, range(1, len(told) + 1)):
            raise LeopardRangeError("unknown_step", value=text, most=len(told))
        own = told[int(text) - 1].state
        state = own if state == MapState() else state
    return preview(edition, page, state, address=address)


def _half(window: Window, at: int) -> Window:
    """Return the left or the right half of a window, as a divided map shows it: the middle in both."""
    west, south, east, north = window.box
    quarter = (east - west) / 4
    return replace(window, box=(west + quarter, south, east - quarter, north), width=window.width / 2)


def _label_px(canvas: Canvas, text: str) -> float:
    return canvas.measure(text, 24) + 28


def _label(canvas: Canvas, x: float, text: str) -> None:
    canvas.box(x, 0, _label_px(canvas, text), 44, "#ffffff")
    canvas.line(x + 14, 31, text, 24, bold=True)


def _words(canvas: Canvas, spec: MapSpec, state: MapState, window: Window, address: str) -> None:
    """Write name, title, the number that matters, and where all this is from."""
    edition = canvas.edition
    _ = edition.words
    wide = _PANEL - 2 * _PAD - 6
    canvas.line(_PAD, 58, _("Leopard Range Explorer"), 21, ACCENT, bold=True)
    y = canvas.text(_PAD, 82, page_title(spec.id, spec.lang), 40, wide, bold=True)
    told = headline(edition, spec.id, state)
    size = min(104.0, 104.0 * wide / canvas.measure(told.value, 104))
    y = max(y + 18, 236)
    canvas.line(_PAD, y + size * 0.9, told.value, size, ACCENT, bold=True)
    canvas.text(_PAD, y + size * 1.02 + 8, told.about, 25, wide)
    layers = [layer for layer, _opacity in shown_layers(spec, state, window)]
    credit = credits_line(layer.attribution for layer in (*spec.basemap, *layers))
    lines = (told.source, credit, address.partition("://")[2].rstrip("/"))
    high = sum(canvas.lines(line, 13, wide) for line in lines if line) * 13 * 1.28
    y = PREVIEW_PX[1] - 22 - high
    for line in lines:
        if line:
            y = canvas.text(_PAD, y, line, 13, wide, colour=MUTED)


@dataclass(frozen=True, slots=True)
class Headline:
    """The number that matters for a view.

    Attributes
    ----------
    value : str
        With its unit, in the reader's language.
    about : str
        What it counts.
    source : str
        Who published it.
    """

    value: str
    about: str
    source: str


def headline(edition: Edition, page: str, state: MapState) -> Headline:
    """Return the number that matters for a view, read from the data.

    Parameters
    ----------
    edition : Edition
        For whom.
    page : str
        Page whose map it is.
    state : MapState
        Its year decides.
    """
    _, lang = edition.words, edition.lang
    found = figures(edition.catalog)
    year = _LAST if state.year is None else state.year
    if page == "corridor":
        spec = edition.catalog.spec("proposals")
        count = len(edition.catalog.layer("proposals", public=True).frame)
        about = _("proposals for corridors, measured on one map")
        return Headline(number(count, lang), about, pick(spec.source, lang))
    if page == "cameras":
        at, low, high = next((row for row in found.plot if row[0] == year), found.plot[-1])
        seen = number(low, lang) if low == high else f"{number(low, lang)}–{number(high, lang)}"
        about = _("leopards identified on one camera plot in {year}").format(year=at)
        source = _("{source}. The map shows a simulated survey.").format(source=found.plot_source)
        return Headline(seen, about, source)
    now, seventies, then = (
        quantity(area, "km²", lang) for area in (found.current_km2, found.seventies_km2, found.historic_km2)
    )
    if page != "then-now" and year < _SEVENTIES:
        return Headline(then, _("published range about 1850"), found.range_source)
    if page != "then-now" and year < _CURRENT:
        return Headline(seventies, _("published range in the 1970s"), found.range_source)
    share = percent(found.current_km2 / found.historic_km2, lang, 0)
    about = _("of the range of about 1850 is left: {now} of {then}").format(now=now, then=then)
    return Headline(share, about, found.range_source)


def _png(picture: Image.Image) -> bytes:
    """Write with one palette: a third of the bytes, and no difference that can be seen."""
    for colours in _COLOURS:
        body = BytesIO()
        small = picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(body, "PNG", optimize=True)
        if body.tell() < _MOST_BYTES:
            break
    return body.getvalue()
