"""Simulated flanks of leopards: rosettes from a seed, drawn as one more photograph of the same cat."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

__all__ = ["Shot", "flank", "rosettes", "shapes"]

_KINDS = 8
_WIDE, _HIGH = 200, 120
_STEP = 25.0
"""Distance between neighbouring rosettes, units of the picture."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How a photograph was taken.

    Attributes
    ----------
    turn_deg, lean_deg : float
        How the cat is turned in the picture, and how it leans.
    size : float
        How near it is; 1 is usual.
    dark : float
        Dusk, 0-1.
    grass : int
        Blades in front of the cat.
    """

    turn_deg: float = 0.0
    lean_deg: float = 0.0
    size: float = 1.0
    dark: float = 0.0
    grass: int = 0


def shapes() -> str:
    """Write the kinds of rosettes once; every flank places them anew.

    Returns
    -------
    str
        An SVG element without a size.
    """
    random = Random(7)
    kinds = "".join(
        f'<g id="spot-{at}"><circle r="5.5" fill="#B97A2E"/>'
        f'<path d="{_ring(random)}" fill="none" stroke="#33231A" stroke-width="4" stroke-linecap="round"/></g>'
        for at in range(_KINDS)
    )
    return f'<svg class="rosettes" width="0" height="0" aria-hidden="true"><defs>{kinds}</defs></svg>'


def _ring(random: Random) -> str:
    """Draw a ring of two to five broken strokes."""
    strokes = random.randint(2, 5)
    at, parts = random.random() * math.tau, []
    for _stroke in range(strokes):
        long = math.tau / strokes * (0.35 + 0.3 * random.random())
        radius = 6.5 + 2.5 * random.random()
        points = [
            (radius * math.cos(at + long * k / 2), radius * math.sin(at + long * k / 2)) for k in range(3)
        ]
        (x0, y0), (x1, y1), (x2, y2) = points
        control = (2 * x1 - (x0 + x2) / 2, 2 * y1 - (y0 + y2) / 2)
        parts.append(f"M{x0:.1f} {y0:.1f}Q{control[0]:.1f} {control[1]:.1f} {x2:.1f} {y2:.1f}")
        at += math.tau / strokes
    return "".join(parts)


def rosettes(cat: int, side: str) -> tuple[tuple[int, float, float, float, float], ...]:
    """Scatter the rosettes of one flank.

    Parameters
    ----------
    cat : int
        Number of the cat: the same number, the same spots.
    side : str
        ``left`` or ``right``: each has its own.

    Returns
    -------
    tuple of (int, float, float, float, float)
        Kind, x, y, turn (degrees), size.
    """
    random = Random(f"{cat}-{side}")
    found = []
    rows, columns = math.ceil(_HIGH / _STEP) + 1, math.ceil(_WIDE / _STEP) + 1
    for row in range(rows):
        for column in range(columns):
            x = (column - 0.25 + 0.5 * (row % 2)) * _STEP + random.uniform(-8, 8)
            y = (row + 0.6) * _STEP * 0.85 + random.uniform(-7, 7)
            edge = abs(y - _HIGH / 2) / (_HIGH / 2)
            size = (0.95 - 0.35 * edge**2) * random.uniform(0.65, 1.2)
            kind, turn = random.randrange(_KINDS), random.uniform(0, 360)
            if random.random() > 0.08 and y < _HIGH:
                found.append((kind, x, y, turn, size))
    return tuple(found)


_BODY = "M-40 30C20 12 70 22 110 20S200 10 250 34V150H178C170 112 172 104 160 98C120 108 90 106 60 100C56 116 58 130 50 160H0C6 130 2 110-4 96H-40Z"


def flank(cat: int, side: str, shot: Shot, label: str) -> str:
    """Draw one flank as a photograph.

    Parameters
    ----------
    cat : int
        Number of the cat.
    side : str
        ``left``: the head is on the left; ``right``: on the right.
    shot : Shot
        How the photograph was taken.
    label : str
        What a screen reader says, escaped; empty where words stand beside it.

    Returns
    -------
    str
        SVG; needs `shapes` in the same document.
    """
    spots = "".join(
        f'<use href="#spot-{kind}" transform="translate({x:.0f} {y:.0f})rotate({turn:.0f})scale({size:.2f})"/>'
        for kind, x, y, turn, size in rosettes(cat, side)
    )
    mirror = "" if side == "left" else f' transform="translate({_WIDE} 0)scale(-1 1)"'
    middle = f"{_WIDE / 2:g} {_HIGH / 2:g}"
    random = Random(f"{cat}-{side}-{shot.turn_deg}")
    clip = f"body-{cat}-{side}-{_number(shot):x}"
    blades = "".join(_blade(random) for _at in range(shot.grass))
    told = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    dusk = f'<path d="M0 0H{_WIDE}V{_HIGH}H0Z" fill="#16202A" opacity="{shot.dark:g}"/>' if shot.dark else ""
    return (
        f'<svg class="flank" viewBox="0 0 {_WIDE} {_HIGH}" {told}>'
        f'<path d="M0 0H{_WIDE}V{_HIGH}H0Z" fill="#B9BFA6"/><path d="M0 92H{_WIDE}V{_HIGH}H0Z" fill="#8F9A79"/>'
        f'<g transform="translate({middle})rotate({shot.turn_deg:g})skewX({shot.lean_deg:g})scale({shot.size:g})translate(-{_WIDE / 2:g} -{_HIGH / 2:g})">'
        f'<clipPath id="{clip}"><path d="{_BODY}"{mirror}/></clipPath><g clip-path="url(#{clip})">'
        f'<path d="M-60-40H260V180H-60Z" fill="#DDAA55"/><path d="M-60 92Q100 74 260 92V180H-60Z" fill="#EBCB8E"/>{spots}</g></g>'
        f"{blades}{dusk}</svg>"
    )


def _number(shot: Shot) -> int:
    """Return a number that names a photograph in a document, the same in every run."""
    parts = (shot.turn_deg, shot.lean_deg, shot.size * 10, shot.dark * 100, shot.grass)
    return sum(round(part + 50) * int(101**at) for at, part in enumerate(parts))


def _blade(random: Random) -> str:
    x, top, lean = random.uniform(0, _WIDE), random.uniform(20, 70), random.uniform(-18, 18)
    return f'<path d="M{x:.0f} 125Q{x:.0f} {top + 30:.0f} {x + lean:.0f} {top:.0f}" fill="none" stroke="#5F6E46" stroke-width="3"/>'
