"""The maps of a corridor report: told apart by line and pattern, so that they hold in black and white."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries

from leopard_range.i18n import quantity, translator
from leopard_range.reports.corridor.canvas import Canvas, canvas, text_width
from leopard_range.reports.corridor.shape import Report
from leopard_range.reports.drawing import Drawing, Label, Mark, Shape

__all__ = ["Overlay", "map_drawing"]

WIDTH = 493.0
_SEA, _LAND, _SHORE = "#bcd6e6", "#f8f6f0", "#93a3a8"
_RESERVE, _RESERVE_EDGE = "#c9d9a8", "#24481f"
_RIVER, _ROAD, _RAIL, _BORDER = "#86a9bd", "#7d6f60", "#3c3c3c", "#6a4c73"
_PROPOSAL, _PROPOSAL_EDGE = "#efb95f", "#a84f00"
_INK = "#1c2321"


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Something an analysis found, drawn over the map.

    Attributes
    ----------
    label : str
        For the legend, in the reader's language.
    shapes : GeoSeries
        Areas, lines or points.
    stroke, fill : str
        Colours; empty for none.
    width : float
        Of the line, points.
    dash : tuple of float
        Of the line.
    below : bool
        Under the proposal's outline and the roads.
    """

    label: str
    shapes: GeoSeries
    stroke: str = ""
    fill: str = ""
    width: float = 1.6
    dash: tuple[float, ...] = ()
    below: bool = False


def map_drawing(answer: Report, language: str, said: str, overlays: Sequence[Overlay] = ()) -> Drawing:
    """Draw the proposal with what lies around it.

    Parameters
    ----------
    answer : Report
        The proposal, and the layers around it.
    language : str
        Language of names and legend.
    said : str
        What the map shows, in words.
    overlays : sequence of Overlay
        What analyses found.

    Returns
    -------
    Drawing
        With names, scale, north, degrees at the edges and a legend below.
    """
    sheet = canvas(answer.frame, WIDTH)
    around = answer.around
    frame = np.array([[0, 0], [sheet.width, 0], [sheet.width, sheet.height], [0, sheet.height]], dtype=float)
    sheet.marks.append(Shape((frame,), fill=_SEA, closed=True))
    _ground(sheet, around)
    proposal = GeoSeries([answer.corridor.area], crs="EPSG:4326")
    for one in overlays:
        if one.below:
            _overlay(sheet, one)
    if not any(one.below for one in overlays):
        sheet.fill(proposal, _PROPOSAL)
    _lines(sheet, around)
    sheet.stroke(proposal, _PROPOSAL_EDGE, 1.7, casing=1.2)
    for one in overlays:
        if not one.below:
            _overlay(sheet, one)
    _names(sheet, around, language)
    _degrees(sheet, answer.frame)
    _scale_and_north(sheet, language)
    sheet.marks.append(Shape((frame,), stroke=_INK, width=0.8, closed=True))
    legend, high = _legend(sheet, around, overlays, language)
    return Drawing(WIDTH, high, (*sheet.marks, *legend), said)


def _ground(sheet: Canvas, around: Any) -> None:
    if "land" in around:
        sheet.fill(around["land"].geometry, _LAND)
        sheet.stroke(around["land"].geometry, _SHORE, 0.7)
    if "reserves" in around:
        sheet.fill(around["reserves"].geometry, _RESERVE)
    if "lakes" in around:
        sheet.fill(around["lakes"].geometry, _SEA)
        sheet.stroke(around["lakes"].geometry, _SHORE, 0.5)


_LINES: tuple[tuple[str, str, float, tuple[float, ...]], ...] = (
    ("rivers", _RIVER, 0.9, ()),
    ("reserves", _RESERVE_EDGE, 0.9, (3.0, 1.5)),
    ("borders", _BORDER, 1.4, (7.0, 2.0, 1.5, 2.0)),
    ("roads", _ROAD, 1.4, ()),
    ("railways", _RAIL, 0.7, ()),
)


def _lines(sheet: Canvas, around: Any) -> None:
    for name, colour, width, dash in _LINES:
        if name in around:
            sheet.stroke(around[name].geometry, colour, width, dash)
            if name == "railways":
                sheet.stroke(around[name].geometry, colour, 2.6, (0.7, 4.5))


def _overlay(sheet: Canvas, one: Overlay) -> None:
    points = one.shapes[one.shapes.geom_type == "Point"]
    others = one.shapes[one.shapes.geom_type != "Point"]
    if one.fill and len(others):
        sheet.fill(others, one.fill)
    if one.stroke and len(others):
        sheet.stroke(others, one.stroke, one.width, one.dash, casing=1.4 if not one.below else 0.0)
    for point in points:
        x, y = sheet.place(point)
        sheet.dot(x, y, 4.2, one.fill or one.stroke, sides=4)


def _names(sheet: Canvas, around: Any, language: str) -> None:
    for area, name in _named(around.get("reserves"), language):
        flat = sheet.flat(GeoSeries([area], crs="EPSG:4326"))
        if not shapely.is_empty(flat[0]):
            ((x, y),) = sheet.points(shapely.get_coordinates(shapely.point_on_surface(flat[0])))
            wide = text_width(name, 7) / 2 + 5
            sheet.name(min(max(x, wide), sheet.width - wide), y, name, size=7, colour="#3d5a33")
    places = around.get("places")
    if places is not None:
        order = places.sort_values(["min_zoom", "id"]) if "min_zoom" in places else places
        for point, name in _named(order, language):
            x, y = sheet.place(point)
            if 4 < x < sheet.width - 4 and 4 < y < sheet.height - 4:
                written = sheet.name(x + 5, y + 2.5, name, anchor="start") or sheet.name(
                    x - 5, y + 2.5, name, anchor="end"
                )
                if written:
                    sheet.dot(x, y, 2.0, _INK)


def _named(frame: GeoDataFrame | None, language: str) -> Iterator[tuple[Any, str]]:
    if frame is None or f"name_{language}" not in frame:
        return
    for shape, name in zip(frame.geometry, frame[f"name_{language}"].fillna("").astype(str), strict=True):
        if name:
            yield shape, name


def _degrees(sheet: Canvas, frame: tuple[float, float, float, float]) -> None:
    """Mark whole parts of degrees at the left and the lower edge."""
    west, south, east, north = frame
    step = next(one for one in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0) if (east - west) / one <= 6)
    digits = 1 if step < 1 else 0
    for lon in _steps(west, east, step):
        x, _y = sheet.place(shapely.Point(lon, south + (north - south) * 0.01))
        if 20 < x < sheet.width - 40:
            tick = np.array([[x, sheet.height], [x, sheet.height - 5]])
            sheet.marks.append(Shape((tick,), stroke=_INK, width=0.7))
            sheet.name(x, sheet.height - 7, f"{lon:.{digits}f}° E", size=6, must=True)
    for lat in _steps(south, north, step):
        _x, y = sheet.place(shapely.Point(west + (east - west) * 0.01, lat))
        if 20 < y < sheet.height - 30:
            sheet.marks.append(Shape((np.array([[0, y], [5, y]]),), stroke=_INK, width=0.7))
            sheet.name(7, y + 2, f"{lat:.{digits}f}° N", size=6, anchor="start", must=True)


def _steps(low: float, high: float, step: float) -> list[float]:
    return [round(at * step, 6) for at in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _scale_and_north(sheet: Canvas, language: str) -> None:
    """Draw a bar of round kilometres and an arrow to the north in the upper right corner."""
    _ = translator(language)
    wish_km = sheet.width / sheet.scale / 1000 / 5
    power = 10.0 ** math.floor(math.log10(wish_km))
    km = max(one * power for one in (1, 2, 5) if one * power <= wish_km)
    long = km * 1000 * sheet.scale
    x, y = sheet.width - 16 - long, 22.0
    back = np.array([[x - 10, 4], [sheet.width - 4, 4], [sheet.width - 4, 32], [x - 10, 32]])
    sheet.marks.append(Shape((back,), fill="#ffffff", stroke="#c9cfc9", width=0.5, closed=True))
    for at, colour in ((0, _INK), (1, "#ffffff")):
        a, b = x + at * long / 2, x + (at + 1) * long / 2
        box = np.array([[a, y], [b, y], [b, y + 4], [a, y + 4]])
        sheet.marks.append(Shape((box,), fill=colour, stroke=_INK, width=0.7, closed=True))
    text = quantity(km, _("km"), language, 0 if km >= 1 else 1)
    sheet.marks.append(Label(x + long / 2, y - 4, text, 7.5, "middle"))
    top = np.array(
        [[sheet.width - 20, 38], [sheet.width - 14.5, 54], [sheet.width - 20, 50], [sheet.width - 25.5, 54]]
    )
    sheet.marks.append(Shape((top,), fill=_INK, stroke="#ffffff", width=1.0, closed=True))
    sheet.marks.append(Label(sheet.width - 20, 63, _("N"), 8, "middle", bold=True, halo=True))


def _legend(
    sheet: Canvas, around: Any, overlays: Sequence[Overlay], language: str
) -> tuple[list[Mark], float]:
    """Return the marks of the legend below the map, and how high map and legend are."""
    _ = translator(language)
    items: list[tuple[str, str, str, float, tuple[float, ...]]] = [
        (_("Proposal"), _PROPOSAL, _PROPOSAL_EDGE, 1.7, ())
    ]
    items += [(one.label, one.fill, one.stroke, one.width, one.dash) for one in overlays]
    words = {
        "reserves": _("Protected areas"),
        "roads": _("Roads"),
        "railways": _("Railways"),
        "rivers": _("Rivers"),
        "borders": _("State borders"),
    }
    for name, colour, width, dash in _LINES:
        if name in around:
            items.append((words[name], _RESERVE if name == "reserves" else "", colour, width, dash))
    dots = {one.label for one in overlays if (one.shapes.geom_type == "Point").all()}
    marks: list[Mark] = []
    columns = 3 if all(text_width(item[0], 7.5) < WIDTH / 3 - 30 for item in items) else 2
    wide = WIDTH / columns
    for at, (text, fill, stroke, width, dash) in enumerate(items):
        x, y = (at % columns) * wide, sheet.height + 10 + (at // columns) * 13
        if text in dots:
            tip = np.array([[x + 10, y + 0.5], [x + 13.5, y + 4], [x + 10, y + 7.5], [x + 6.5, y + 4]])
            marks.append(Shape((tip,), fill=fill or stroke, closed=True))
        elif fill:
            box = np.array([[x + 1, y], [x + 19, y], [x + 19, y + 8], [x + 1, y + 8]])
            marks.append(
                Shape((box,), fill=fill, stroke=stroke, width=min(width, 1.0), dash=dash, closed=True)
            )
        else:
            marks.append(
                Shape((np.array([[x, y + 4], [x + 20, y + 4]]),), stroke=stroke, width=width, dash=dash)
            )
            if text == words["railways"]:
                ticks = np.array([[x, y + 4], [x + 20, y + 4]])
                marks.append(Shape((ticks,), stroke=stroke, width=2.6, dash=(0.7, 4.5)))
        marks.append(Label(x + 25, y + 7, text, 7.5))
    return marks, sheet.height + 12 + math.ceil(len(items) / columns) * 13
