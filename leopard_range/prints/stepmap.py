"""The small map of a lesson's step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from leopard_range.content import Edition
from leopard_range.maps import MapSpec, MapState
from leopard_range.prints.canvas import paper_spec
from leopard_range.prints.content import map_drawing
from leopard_range.prints.window import Window, window_of
from leopard_range.reports.pdf import INK, Paper

__all__ = ["StepMap", "draw_step"]

_FINER = 1.25
"""A small map is drawn this much larger and then made smaller: room for names."""

_CLOSER, _NAMES_ZOOM = 0.35, 7.5
"""Levels of zoom."""


@dataclass(frozen=True, slots=True)
class StepMap:
    """The map of a step.

    Attributes
    ----------
    page : str
        Page whose map it is.
    state : MapState
        How it stands.
    """

    page: str
    state: MapState


@dataclass(frozen=True, slots=True)
class _Part:
    """A map, or one side of it, and its label."""

    spec: MapSpec
    state: MapState
    window: Window
    side: str
    label: str


def draw_step(
    paper: Paper, edition: Edition, shown: StepMap, box: tuple[float, float, float, float], scale: float
) -> None:
    """Draw the map of a step: one with its year, or then and now side by side.

    Parameters
    ----------
    paper : Paper
        The page.
    edition : Edition
        For whom.
    shown : StepMap
        The map.
    box : tuple of float
        Left, top, width, height on the page, points.
    scale : float
        1 for A4; larger letters on larger paper.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and the catalog's own.
    """
    x, y, width, height = box
    spec = paper_spec(edition, shown.page)
    small = scale / _FINER
    state = shown.state
    if state.view is not None:
        # On so small a map what matters is larger than in the window of a screen.
        state = replace(state, view=(*state.view[:2], state.view[2] + _CLOSER))
    whole = window_of(spec, state, width / small, height / small)
    # Names of villages and reserves would cover what they name.
    whole = replace(whole, zoom=min(whole.zoom, _NAMES_ZOOM))
    if "swipe" in spec.flags:
        half = width / 2 - scale
        part = _middle(whole, half / small)
        for side, at, label in (("left", x, spec.swipe[0]), ("right", x + width - half, spec.swipe[1])):
            _draw(paper, edition, _Part(spec, shown.state, part, side, label), (at, y), scale)
        return
    year = spec.year if shown.state.year is None else shown.state.year
    label = str(year) if "years" in spec.flags else ""
    _draw(paper, edition, _Part(spec, shown.state, whole, "", label), (x, y), scale)


def _draw(paper: Paper, edition: Edition, part: _Part, place: tuple[float, float], scale: float) -> None:
    """Draw a map where it is told, with a label in its corner."""
    (x, y), window, small = place, part.window, scale / _FINER
    wide, high = paper.measure(part.label, 9 * scale) + 10 * scale if part.label else 0.0, 15 * scale
    drawing = map_drawing(
        edition.catalog,
        part.spec,
        part.state,
        window,
        paper.measure,
        side=part.side,
        taken=((0.0, 0.0, wide / small, high / small),),
    )
    paper.draw(drawing, x, y, small)
    if part.label:
        paper.panel(x, y, wide, high, "#ffffff")
        paper.write(x + 5 * scale, y + 11 * scale, part.label, 9 * scale, bold=True)
    right, low = x + window.width * small, y + window.height * small
    for edge in ((x, y, right, y), (right, y, right, low), (right, low, x, low), (x, low, x, y)):
        paper.rule(*edge, INK)


def _middle(window: Window, width: float) -> Window:
    """Return the middle of a window at the same scale: what one side of a divided map shows."""
    west, south, east, north = window.box
    centre, half = (west + east) / 2, width / window.scale / 2
    return replace(window, box=(centre - half, south, centre + half, north), width=width)
