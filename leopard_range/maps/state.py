"""What a reader has set on the map, and how a link or the script writes it."""

from __future__ import annotations

from dataclasses import dataclass

from leopard_range.maps.neutral import Json

__all__ = ["Box", "MapState", "View", "state_json", "state_query"]

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


def state_query(state: MapState) -> dict[str, str]:
    """Write a state as the parameters of a link; the inverse of `link.parse_state`.

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
