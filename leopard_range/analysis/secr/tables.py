"""From tables of captures and from days of watching to the sessions that are fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leopard_range.analysis.secr.data import Detections, Floats, Ints, Mask, Session
from leopard_range.analysis.secr.mask import read_spacing
from leopard_range.errors import LeopardRangeError
from leopard_range.model.captures import Captures, CaptureSession

__all__ = [
    "Sides",
    "discovery",
    "from_captures",
    "from_days",
    "known_sides",
    "masks_of",
    "removed",
    "require_animals",
    "windows",
]


def from_captures(captures: Captures) -> tuple[Session, ...]:
    """Turn checked tables into sessions.

    Parameters
    ----------
    captures : Captures
        As the catalog read them.
    """
    return tuple(_session(one) for one in captures.sessions)


def _session(one: CaptureSession) -> Session:
    codes, names = pd.factorize(one.records["individual"])
    occasion, trap = (one.records[name].to_numpy(np.int64) for name in ("occasion", "trap"))
    gone = _gone(np.asarray(codes), occasion, one.records["removed"].to_numpy(bool), len(names))
    found = Detections(np.asarray(codes), occasion, trap, tuple(map(str, names)), gone)
    return Session(one.name, one.xy, one.usage, found, one.traps)


def _gone(animal: Ints, occasion: Ints, removed: NDArray[np.bool_], count: int) -> Ints | None:
    """Return the occasion on which each animal died or was taken away; None when none was."""
    if not removed.any():
        return None
    never = np.iinfo(np.int64).max
    first = np.full(count, never)
    np.minimum.at(first, animal[removed], occasion[removed])
    return np.where(first == never, -1, first)


def removed(sessions: Sequence[Session]) -> int:
    """Count animals that died or were taken away.

    Parameters
    ----------
    sessions : sequence of Session
        An animal removed in a session counts there.
    """
    return sum(int((one.detections.removed >= 0).sum()) for one in sessions)


def masks_of(captures: Captures, cell_km2: float = 0.0) -> tuple[Mask, ...]:
    """Turn the cells of a study into masks, one a session; empty when none were given.

    Parameters
    ----------
    captures : Captures
        As the catalog read them.
    cell_km2 : float
        Area of a cell; 0 to read it from the lattice.

    Raises
    ------
    LeopardRangeError
        ``mask_no_lattice`` when the area is neither stated nor to be read.
    """
    masks: list[Mask] = []
    for at, cells in enumerate(captures.masks):
        if at and cells.equals(captures.masks[0]):
            masks.append(masks[0])
            continue
        xy = cells[["x", "y"]].to_numpy(float)
        area = cell_km2 if cell_km2 > 0 else read_spacing(xy, captures.name)
        more = {str(name): cells[name].to_numpy(float) for name in cells.columns if name not in ("x", "y")}
        masks.append(Mask(xy, area, more))
    return tuple(masks)


def windows(effort: Floats, days: int) -> tuple[Floats, np.ndarray]:
    """Add up the effort of days into occasions.

    Parameters
    ----------
    effort : float array, shape (stations, days)
        Trap-days; NaN where a station did not stand.
    days : int
        Length of an occasion; the last may be shorter.

    Returns
    -------
    float array, shape (stations, occasions)
        Effort, 0 where nothing was watched.
    int array, shape (days,)
        Which occasion a day belongs to.
    """
    known = np.nan_to_num(effort)
    of = np.arange(known.shape[1]) // days
    return np.add.reduceat(known, np.arange(0, known.shape[1], days), axis=1), of


def from_days(
    name: str, stations: tuple[str, ...], xy: Floats, effort: Floats, seen: pd.DataFrame, *, days: int = 1
) -> tuple[Session, int]:
    """Make a session of what stations watched by day and of who was seen on which day.

    An animal counts once a station and day however many pictures were taken: pictures of one visit are not
    independent.

    Parameters
    ----------
    name : str
        Of the session.
    stations : tuple of str
        Names, k of them.
    xy : float array, shape (k, 2)
        Metres.
    effort : float array, shape (k, days)
        Trap-days; NaN where a station did not stand.
    seen : DataFrame
        ``individual``, ``station`` and ``day``: whole numbers from 0; perhaps ``removed``: the animal died
        or was taken away.
    days : int
        Days that make one occasion.

    Returns
    -------
    Session
        Stations that watched nothing are left out.
    int
        Sightings left out because their station did not watch on that day.
    """
    rows = pd.Index(stations).get_indexer(pd.Index(seen["station"]))
    day = seen["day"].to_numpy(np.int64)
    inside = (rows >= 0) & (day >= 0) & (day < effort.shape[1])
    watched = np.zeros(len(seen), bool)
    watched[inside] = np.nan_to_num(effort[rows[inside], day[inside]]) > 0
    left = seen["removed"].to_numpy(bool) if "removed" in seen else np.zeros(len(seen), bool)
    columns = {"individual": seen["individual"].to_numpy(), "row": rows, "day": day, "removed": left}
    known = pd.DataFrame(columns)[watched].sort_values(["day", "row", "removed"], kind="stable")
    known = known.drop_duplicates(["individual", "row", "day"], keep="last", ignore_index=True)
    usage, of = windows(effort, days)
    kept = np.flatnonzero(usage.sum(axis=1) > 0)
    place = np.full(len(stations), -1)
    place[kept] = np.arange(len(kept))
    codes, names = pd.factorize(known["individual"])
    occasion = of[known["day"].to_numpy(np.int64)]
    found = Detections(
        np.asarray(codes),
        occasion,
        place[known["row"].to_numpy(np.int64)],
        tuple(map(str, names)),
        _gone(np.asarray(codes), occasion, known["removed"].to_numpy(bool), len(names)),
    )
    session = Session(name, xy[kept], usage[kept], found, tuple(stations[at] for at in kept))
    return session, int((~watched).sum())


@dataclass(frozen=True, slots=True)
class Sides:
    """Which sightings remain when one flank is analysed.

    Attributes
    ----------
    kept : DataFrame
        Sightings of animals known from both sides, and of those known from the chosen side alone.
    side : str
        ``left`` or ``right``; empty when nothing had to be chosen.
    dropped : int
        Animals left out: known from the other side alone, they may be the same animals.
    """

    kept: pd.DataFrame
    side: str
    dropped: int


def known_sides(seen: pd.DataFrame, individuals: pd.DataFrame, rule: str) -> Sides:
    """Keep animals that cannot be two names for one: both sides known, or one and the same side.

    Parameters
    ----------
    seen : DataFrame
        ``individual`` and ``flank``.
    individuals : DataFrame
        ``individualID`` and ``flank``.
    rule : str
        ``best``: the side with more animals; ``left``; ``right``; ``all``: everything.
    """
    sides = pd.concat(
        [
            seen[["individual", "flank"]],
            individuals[["individualID", "flank"]].set_axis(["individual", "flank"], axis=1),
        ]
    )
    known = {
        side: set(sides.loc[sides["flank"].isin((side, "both")), "individual"]) for side in ("left", "right")
    }
    animals = set(seen["individual"])
    only = {"left": known["left"] - known["right"], "right": known["right"] - known["left"]}
    only = {side: names & animals for side, names in only.items()}
    if rule == "all" or not (only["left"] or only["right"]):
        return Sides(seen, "", 0)
    chosen = rule if rule != "best" else ("left" if len(only["left"]) >= len(only["right"]) else "right")
    out = only["right" if chosen == "left" else "left"]
    return Sides(seen[~seen["individual"].isin(out)], chosen, len(out))


def discovery(sessions: tuple[Session, ...]) -> tuple[tuple[str, int, int], ...]:
    """Count how many different animals were known after each occasion that brought a new one.

    Parameters
    ----------
    sessions : tuple of Session
        An animal of the same name in two sessions is one animal.

    Returns
    -------
    tuple of (session, occasion from 1, animals)
        Only where the number grows.
    """
    known: set[str] = set()
    steps: list[tuple[str, int, int]] = []
    for session in sessions:
        found = session.detections
        order = np.lexsort((found.animal, found.occasion))
        for occasion, animal in zip(found.occasion[order], found.animal[order], strict=True):
            name = found.names[animal]
            if name in known:
                continue
            known.add(name)
            if steps and steps[-1][:2] == (session.name, int(occasion) + 1):
                steps.pop()
            steps.append((session.name, int(occasion) + 1, len(known)))
    return tuple(steps)


def require_animals(sessions: tuple[Session, ...], name: str) -> None:
    """Refuse sessions in which nobody was identified.

    Parameters
    ----------
    sessions : tuple of Session
        Any.
    name : str
        File that the error names.

    Raises
    ------
    LeopardRangeError
        ``secr_no_animal``.
    """
    if not any(len(session.detections) for session in sessions):
        raise LeopardRangeError("secr_no_animal", session=name)
