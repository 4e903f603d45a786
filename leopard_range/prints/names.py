"""Names on a printed map: where there is room, the more important first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from leopard_range.maps import MapLayer
from leopard_range.prints.window import Window
from leopard_range.reports.drawing import Anchor, Label, Mark, Shape

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["Name", "names_of", "write_names"]

Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Letters:
    """How a kind of name is set: rank, points, colour, and the zoom it starts at."""

    first: int
    size: float
    zoom: float
    colour: str = "#2b3631"
    bold: bool = False
    slant: bool = False
    space: float = 0.0
    dot: float = 0.0
    capitals: bool = False


_LETTERS: Mapping[str, _Letters] = {
    "country": _Letters(0, 10.5, 3, "#5a5140", bold=True, space=2.4, capitals=True),
    "sea": _Letters(1, 9.5, 4, "#2f5b6a", slant=True, space=0.4),
    "capital": _Letters(2, 9.0, 4, bold=True, dot=2.4),
    "city": _Letters(3, 8.4, 5, bold=True, dot=2.0),
    "region": _Letters(4, 9.0, 6, "#5a5040", slant=True, space=0.9),
    "reserve": _Letters(5, 8.0, 7, "#1d4e92", slant=True, bold=True),
    "town": _Letters(6, 7.4, 8, dot=1.5),
}
_SAME_KM = 3.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name that wants a place.

    Attributes
    ----------
    text : str
        In the reader's language.
    x, y : float
        Where it belongs, points.
    kind : str
        How it is set.
    order : float
        Lesser ones are written first.
    width : float
        Points.
    """

    text: str
    x: float
    y: float
    kind: str
    order: float
    width: float


def names_of(
    layer: MapLayer,
    features: GeoDataFrame | None,
    window: Window,
    lang: str,
    measure: Callable[[str, float], float],
) -> Iterator[Name]:
    """Return the names of a layer that could be written at this zoom.

    Parameters
    ----------
    layer : MapLayer
        The layer.
    features : GeoDataFrame or None
        Its features, EPSG:3857.
    window : Window
        What the map shows.
    lang : str
        Language of the names.
    measure : callable
        Text and size -> length in points.
    """
    labels = layer.kind == "label"
    column = f"name_{lang}" if features is not None and f"name_{lang}" in features else "name_en"
    named = labels or (layer.names is not None and window.zoom >= layer.names)
    if features is None or not named or column not in features:
        return
    shapes = features.geometry.to_numpy()
    texts = features[column].fillna("").astype(str)
    kinds = features["kind"].astype(str) if "kind" in features else [""] * len(features)
    starts = features["min_zoom"] if "min_zoom" in features else [math.nan] * len(features)
    for shape, text, kind, start in zip(shapes, texts, kinds, starts, strict=True):
        key = kind if kind in _LETTERS else "sea" if kind == "lake" else layer.letters
        letters = _LETTERS[key]
        since = (letters.zoom if np.isnan(start) else start) if labels else 0.0
        if not text or window.zoom < since:
            continue
        ((x, y),) = window.points(shapely.get_coordinates(shapely.centroid(shapely.envelope(shape)))).tolist()
        if -40 < x < window.width + 40 and -20 < y < window.height + 20:
            said = text.upper() if letters.capitals else text
            wide = measure(said, letters.size) + letters.space * (len(said) - 1)
            yield Name(said, x, y, key, letters.first + since * 10, wide)


def write_names(names: Iterable[Name], window: Window, taken: Iterable[Frame] = ()) -> list[Mark]:
    """Write names where there is room; a lesser one yields.

    Parameters
    ----------
    names : iterable of Name
        All that could be written.
    window : Window
        What the map shows.
    taken : iterable of tuple of float
        Boxes (left, top, right, bottom) where none may stand.
    """
    full, marks, written = list(taken), list[Mark](), list[Name]()
    for name in sorted(names, key=lambda one: (one.order, one.text, one.x, one.y)):
        near = _SAME_KM * 1000 * window.scale
        if any(
            name.text == one.text and math.dist((name.x, name.y), (one.x, one.y)) < near for one in written
        ):
            continue
        for label, box in _places(name):
            if _fits(box, window, full):
                full.append(box)
                if dot := _LETTERS[name.kind].dot:
                    full.append((name.x - dot - 1, name.y - dot - 1, name.x + dot + 1, name.y + dot + 1))
                    marks += _dot(name, dot)
                marks.append(label)
                written.append(name)
                break
    return marks


def _fits(box: Frame, window: Window, taken: Iterable[Frame]) -> bool:
    inside = box[0] > 2 and box[1] > 2 and box[2] < window.width - 2 and box[3] < window.height - 2
    return inside and all(
        box[0] >= other[2] or box[2] <= other[0] or box[1] >= other[3] or box[3] <= other[1]
        for other in taken
    )


def _places(name: Name) -> Iterator[tuple[Label, Frame]]:
    """Return the label with its box at each place where it may stand, the best first."""
    letters = _LETTERS[name.kind]
    up, down = letters.size * 0.86, letters.size * 0.24
    away = letters.dot + 2.5
    middle = name.y + letters.size * 0.33
    sides: tuple[tuple[Anchor, float, float], ...] = (("middle", name.x, middle),)
    if letters.dot:
        sides = (
            ("start", name.x + away, middle),
            ("end", name.x - away, middle),
            ("middle", name.x, name.y + letters.dot + up + 1),
            ("middle", name.x, name.y - letters.dot - down - 1),
        )
    for anchor, x, y in sides:
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * name.width
        label = Label(
            x,
            y,
            name.text,
            letters.size,
            anchor,
            letters.colour,
            bold=letters.bold,
            halo=True,
            slant=letters.slant and _leans(name.text),
            space=letters.space,
        )
        yield label, (left - 1.5, y - up - 1, left + name.width + 1.5, y + down + 1)


def _leans(text: str) -> bool:
    """Return whether letters may lean: slanted Chinese and Korean ones are a fault."""
    return all(ord(letter) < 0x1100 for letter in text)


def _dot(name: Name, radius: float) -> Iterator[Mark]:
    angle = np.linspace(0, math.tau, 20, endpoint=False)
    ring = np.column_stack([name.x + radius * np.cos(angle), name.y + radius * np.sin(angle)])
    yield Shape((ring,), fill="#ffffff", stroke="#22302b", width=0.9, closed=True)
