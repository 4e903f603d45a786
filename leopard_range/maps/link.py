"""Reading a permalink: a reader may have changed it, so every part is checked."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping

from leopard_range.maps.spec import MapSpec
from leopard_range.maps.state import MapState, View
from leopard_range.model import Note

__all__ = ["parse_state"]

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)


def parse_state(query: Mapping[str, str], spec: MapSpec) -> tuple[MapState, tuple[Note, ...]]:
    """Read a link; what cannot be used is left out and named.

    Parameters
    ----------
    query : Mapping
        Parameters of the address: ``v=131.2,43.1,8``, ``year=2012``, ``on=a,b``, ``op=a:60,b:80``.
    spec : MapSpec
        The map it is for: which layers there are, and which years.

    Returns
    -------
    tuple
        The state, and a note for every part that was dropped: ``link_view``, ``link_year``,
        ``link_layer``, ``link_opacity`` (none for a good link).
    """
    dropped: list[Note] = []
    layers = [layer.id for layer in spec.layers]
    state = MapState(
        view=_view(query.get("v"), dropped),
        year=_year(query.get("year"), spec.years, dropped),
        on=_on(query.get("on"), layers, dropped),
        opacity=_opacity(query.get("op"), layers, dropped),
    )
    return state, tuple(dropped)


def _number(text: str) -> float:
    """Return a finite number or NaN; a link may hold anything."""
    # ``link.js`` reads links by the same rules: only what both languages read alike is a number.
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
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
