"""What a reader has set on the map, and its writing as a link."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from leopard_range.maps.neutral import Json
from leopard_range.model import Note

__all__ = ["Box", "MapState", "View", "parse_state", "state_json", "state_query"]

View = tuple[float, float, float]
"""Longitude and latitude in degrees, zoom level."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class MapState:
    """What can change on a mounted map; None leaves a part as it is.

    Attributes
    ----------
    view : tuple of float or None
        Longitude, latitude (degrees) and zoom of the centre.
    box : tuple of float or None
        West, south, east, north (degrees) to fit into the window; used when there is no `view`.
    year : int or None
        Year of the slider.
    on : tuple of str or None
        Ids of the layers that are shown; all other listed layers are hidden.
    opacity : tuple of (str, float)
        Layer id and opacity, 0-1.
    """

    view: View | None = None
    box: Box | None = None
    year: int | None = None
    on: tuple[str, ...] | None = None
    opacity: tuple[tuple[str, float], ...] = ()


def parse_state(
    query: Mapping[str, str], layers: Collection[str], years: tuple[int, int]
) -> tuple[MapState, tuple[Note, ...]]:
    """Read a link; what cannot be used is left out and named.

    Parameters
    ----------
    query : Mapping
        Parameters of the address: ``v=131.2,43.1,8``, ``year=2012``, ``on=a,b``, ``op=a:60,b:80``.
    layers : collection of str
        Ids the map has.
    years : tuple of int
        First and last year of the slider.

    Returns
    -------
    tuple
        The state, and a note for every part that was dropped: ``link_view``, ``link_year``,
        ``link_layer``, ``link_opacity`` (none for a good link).
    """
    dropped: list[Note] = []
    state = MapState(
        view=_view(query.get("v"), dropped),
        year=_year(query.get("year"), years, dropped),
        on=_on(query.get("on"), layers, dropped),
        opacity=_opacity(query.get("op"), layers, dropped),
    )
    return state, tuple(dropped)


def state_query(state: MapState) -> dict[str, str]:
    """Write a state as the parameters of a link; the inverse of `parse_state`.

    Parameters
    ----------
    state : MapState
        What to write; parts that are None are left out.
    """
    query: dict[str, str] = {}
    if state.view is not None:
        lon, lat, zoom = state.view
        query["v"] = f"{lon:.4f},{lat:.4f},{zoom:g}"
    if state.on is not None:
        query["on"] = ",".join(state.on)
    if state.year is not None:
        query["year"] = str(state.year)
    if state.opacity:
        query["op"] = ",".join(f"{layer}:{round(share * 100)}" for layer, share in state.opacity)
    return query


def state_json(state: MapState) -> dict[str, Json]:
    """Return a state as the script reads it."""
    return {
        "view": state.view,
        "box": state.box,
        "year": state.year,
        "on": state.on,
        "opacity": dict(state.opacity),
    }


def _number(text: str) -> float:
    """Return a finite number or NaN; a link may hold anything."""
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _view(text: str | None, dropped: list[Note]) -> View | None:
    if text is None:
        return None
    parts = [_number(part) for part in text.split(",")]
    if len(parts) == 3 and abs(parts[0]) <= 180 and abs(parts[1]) <= 85 and 0 <= parts[2] <= 20:
        return (parts[0], parts[1], parts[2])
    dropped.append(Note.of("link_view", value=text))
    return None


def _year(text: str | None, years: tuple[int, int], dropped: list[Note]) -> int | None:
    if text is None:
        return None
    first, last = years
    if len(text) == 4 and text.isascii() and text.isdigit() and first <= int(text) <= last:
        return int(text)
    dropped.append(Note.of("link_year", value=text, first=first, last=last))
    return None


def _on(text: str | None, layers: Collection[str], dropped: list[Note]) -> tuple[str, ...] | None:
    if text is None:
        return None
    asked = [name for name in text.split(",") if name]
    dropped.extend(Note.of("link_layer", value=name) for name in asked if name not in layers)
    known = tuple(dict.fromkeys(name for name in asked if name in layers))
    # A link with nothing but unknown layers is broken: better the page's own choice than a bare map.
    return known if known or not asked else None


def _opacity(text: str | None, layers: Collection[str], dropped: list[Note]) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for part in (text or "").split(","):
        name, _, percent = part.partition(":")
        share = _number(percent) / 100
        if name in layers and 0 <= share <= 1:
            found[name] = share
        elif part:
            dropped.append(Note.of("link_opacity", value=part))
    return tuple(found.items())
