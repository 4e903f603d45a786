"""Captures, traps and habitat as the texts that SPACECAP and secr read.

References
----------
Gopalaswamy A. M. et al. (2012) Program SPACECAP: software for estimating animal density using spatially
explicit capture-recapture models. Methods in Ecology and Evolution 3: 1067-1072,
doi:10.1111/j.2041-210X.2012.00241.x.
Efford M. G. (2004) Density estimation in live-trapping studies. Oikos 106: 598-610,
doi:10.1111/j.0030-1299.2004.13043.x.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from leopard_range.reports.survey.archive import csv_bytes, zipped
from leopard_range.reports.survey.occasions import Occasions

__all__ = ["secr_text", "spacecap"]

_SIMULATED = "simulated"
_SAID = "Simulated survey: no camera stood here and no animal was photographed."


def spacecap(found: Occasions) -> bytes:
    """Write captures as SPACECAP's tables.

    Parameters
    ----------
    found : Occasions
        What was caught when and where.

    Returns
    -------
    bytes
        A ZIP with ``captures.csv``, ``traps.csv`` (1 where a trap was set at all on an occasion),
        ``habitat.csv`` where there is one, and ``names.csv``: SPACECAP takes numbers, so names that
        are no numbers are numbered there.  Names of files begin with ``simulated_`` where it is so.
    """
    traps, animals = _numbered(found.traps), _numbered(found.captures["animal"].tolist())
    captures = pd.DataFrame(
        {
            "LOC_ID": [traps[one] for one in found.captures["trap"]],
            "ANIMAL_ID": [animals[one] for one in found.captures["animal"]],
            "SO": found.captures["occasion"].astype(str),
        }
    )
    columns = {
        "LOC_ID": [traps[one] for one in found.traps],
        "X_COORD": [_number(one) for one in found.xy[:, 0]],
        "Y_COORD": [_number(one) for one in found.xy[:, 1]],
    }
    usage = {str(at + 1): (found.usage[:, at] > 0).astype(int) for at in range(found.usage.shape[1])}
    named = [("trap", number, name) for name, number in traps.items()]
    named += [("animal", number, name) for name, number in animals.items()]
    names = pd.DataFrame(named, columns=["KIND", "NUMBER", "NAME"])
    names["DATA"] = _SIMULATED if found.simulated else ""
    start = f"{_SIMULATED}_" if found.simulated else ""
    files = {
        f"{start}captures.csv": csv_bytes(captures),
        f"{start}traps.csv": csv_bytes(pd.DataFrame(columns | usage)),
        f"{start}names.csv": csv_bytes(names),
    }
    if found.habitat is not None:
        grid = {
            "X_COORD": [_number(one) for one in found.habitat["x_m"]],
            "Y_COORD": [_number(one) for one in found.habitat["y_m"]],
            "HABITAT": found.habitat["habitat"],
        }
        files[f"{start}habitat.csv"] = csv_bytes(pd.DataFrame(grid))
    return zipped(files)


def secr_text(found: Occasions) -> bytes:
    """Write captures as texts that secr's ``read.capthist`` reads.

    Parameters
    ----------
    found : Occasions
        What was caught when and where.

    Returns
    -------
    bytes
        A ZIP with ``captures.txt`` (session, animal, occasion, detector) and ``traps.txt`` (detector, x,
        y and the effort of each occasion in days).  A minus before an occasion: the animal died or was taken
        away.  White space and commas in names become ``_``.
    """
    said = [f"# {_SAID}"] if found.simulated else []
    captures = found.captures
    rows = [
        f"{_name(session) or '1'} {_name(animal)} {occasion} {_name(trap)}"
        for session, animal, occasion, trap in zip(
            captures["session"],
            captures["animal"],
            captures["occasion"].where(~captures["removed"], -captures["occasion"]),
            captures["trap"],
            strict=True,
        )
    ]
    behind = f" / {_SIMULATED}" if found.simulated else ""
    traps = [
        " ".join([_name(name), *(_number(one) for one in place), *(_number(one) for one in used)]) + behind
        for name, place, used in zip(found.traps, found.xy, found.usage, strict=True)
    ]
    texts = {
        "captures.txt": [*said, "# Session ID Occasion Detector", *rows],
        "traps.txt": [*said, "# Detector X Y Usage", *traps],
    }
    return zipped({name: ("\n".join(lines) + "\n").encode() for name, lines in texts.items()})


def _numbered(names: Sequence[str]) -> dict[str, str]:
    """Return a whole number for each name, itself where all are numbers."""
    different = list(dict.fromkeys(names))
    if all(re.fullmatch(r"[1-9]\d{0,8}", one) for one in different):
        return {one: one for one in different}
    return {one: str(at) for at, one in enumerate(different, 1)}


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))


def _name(text: object) -> str:
    return re.sub(r"[\s,#/]+", "_", str(text)).strip("_")
