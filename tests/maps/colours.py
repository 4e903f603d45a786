"""How far apart the colours of each legend are, for four kinds of eyes; prints the figures.

Colour deficiencies after Machado, Oliveira & Fernandes (2009), doi:10.1109/TVCG.2009.113, severity 100;
differences in CIEDE2000 (CIE 142-2001).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from colorspacious import cspace_convert
from skimage.color import deltaE_ciede2000

from leopard_range.content.assets import learn_asset
from leopard_range.content.charts import _MARKS, COUNTED, RANGES
from leopard_range.content.games.path import FAMILIES
from leopard_range.maps.ramps import RAMPS
from leopard_range.maps.surface import HEAT
from leopard_range.model import LayerSpec, Style
from leopard_range.reports.corridor import figures
from leopard_range.reports.corridor import map as sheet
from leopard_range.ui.camera_plot import GREY, PUBLISHED, SIMULATED, TRUE
from leopard_range.ui.plot import COLOURS
from leopard_range.ui.surveys.pictures import OPERATION

__all__ = ["EYES", "LEAST", "apart", "legends", "worst"]

LAND = "#E9E3D2"
"""Of the basemap, under every area."""
PAPER = "#FFFDF8"
LEAST = 10.0
EYES = ("normal", "protanomaly", "deuteranomaly", "tritanomaly")


def _rgb(colour: str) -> Any:
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def over(colour: str, share: float, ground: str) -> str:
    """Lay a colour over a ground with an opacity of 0-1."""
    mixed = share * _rgb(colour) + (1 - share) * _rgb(ground)
    return "#" + "".join(f"{round(part * 255):02X}" for part in mixed)


def seen(colour: str, eyes: str) -> Any:
    """Return CIELAB of a colour as eyes of a kind see it."""
    rgb = _rgb(colour)
    if eyes != "normal":
        space = {"name": "sRGB1+CVD", "cvd_type": eyes, "severity": 100}
        rgb = np.clip(cspace_convert(rgb, space, "sRGB1"), 0, 1)
    return cspace_convert(rgb, "sRGB1", "CIELab")


def apart(one: str, other: str, eyes: str) -> float:
    """Return the difference of two colours in CIEDE2000."""
    measure: Callable[[Any, Any], Any] = deltaE_ciede2000
    return float(measure(seen(one, eyes), seen(other, eyes)))


def area(style: Style) -> str:
    """Return the colour of an area on land: of its fill, or of its edge where the fill is faint."""
    return over(style.fill, style.fill_opacity, LAND) if style.fill_opacity > 0.1 else style.stroke


def on_board() -> dict[str, str]:
    """Return the colours of lines on the board of the path game."""
    style = learn_asset("learn.css").raw.decode()
    ways = re.findall(r"\.board \.line\.(\w+) \{ stroke: (#\w+)", style)
    (pink,) = re.findall(r"--pink: (#\w+)", style)
    return {name: (colour + colour[1:])[:7] for name, colour in ways} | {"own way": pink}


def legends(specs: dict[str, LayerSpec]) -> dict[str, dict[str, str]]:
    """Return every set of colours that stand side by side: name of the set, name of the class, colour."""
    ranges = {spec.id: area(spec.style) for spec in specs.values() if spec.group == "range"}
    cells = {
        f"cells of {name}": {key: over(s.fill, s.fill_opacity, LAND) for key, s in ramp.items() if s.fill}
        for name, ramp in RAMPS.items()
    }
    return {
        "ranges": ranges,
        "reserves": {spec.id: area(spec.style) for spec in specs.values() if spec.group == "reserves"},
        "ranges and edges of reserves": ranges
        | {spec.id: spec.style.stroke for spec in specs.values() if spec.group == "reserves"},
        "roads, railways, proposals": {
            spec.id: spec.style.stroke for spec in specs.values() if spec.group == "land" and spec.on_map
        },
        "land cover of the path game": {family: colour for family, (_letter, colour) in FAMILIES.items()},
        "lines of the path game": on_board(),
        **cells,
        "surfaces": {str(at): over(colour, 0.8, LAND) for at, colour in enumerate(HEAT)},
        "bars of the story": {key: specs[id_].style.fill for key, id_ in RANGES.items() if id_ in specs},
        "bars of the plot": dict(zip(("one number", "between two"), COUNTED, strict=True)),
        "counts of the story": {key: look[0] for key, look in _MARKS.items()},
        "lines of a survey": {str(at): ink for at, ink in enumerate(COLOURS)},
        "counts of cameras": {"published": PUBLISHED, "simulated": SIMULATED, "true": TRUE},
        "estimates of cameras": {"enough": SIMULATED, "too few": GREY, "true": TRUE},
        "days of cameras": {str(at): ink for at, ink in enumerate(OPERATION)},
        "steps of a report": {str(at): ink for at, ink in enumerate(figures._STEPS)},
        "areas of a report": {
            "sea": sheet._SEA,
            "land": sheet._LAND,
            "reserve": sheet._RESERVE,
            "proposal": sheet._PROPOSAL,
        },
        "lines of a report": {name: colour for name, colour, *_ in sheet._LINES}
        | {"own": sheet._PROPOSAL_EDGE},
    }


def worst(colours: dict[str, str], eyes: str) -> tuple[float, str, str]:
    """Return the smallest difference in a set and whose it is."""
    pairs = itertools.combinations(colours.items(), 2)
    return min((apart(a, b, eyes), one, other) for (one, a), (other, b) in pairs)


def main() -> None:
    """Print the smallest difference of every set for each kind of eyes."""
    from leopard_range.catalog import open_catalog
    from leopard_range.config import Settings

    for name, colours in legends(dict(open_catalog(Settings(role="public")).specs)).items():
        for eyes in EYES:
            found, one, other = worst(colours, eyes)
            mark = "" if found >= LEAST else "  too near"
            print(f"{name:24}{eyes:15}{found:6.1f}  {one} / {other}{mark}")


if __name__ == "__main__":
    main()
