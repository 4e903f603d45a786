"""Surveys for capture-recapture: the reference sets, and one simulated here."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from leopard_range.analysis.secr.data import Detections, Floats, Mask, Session
from tests.surveys import reference


def caught(name: str) -> tuple[Session, Mask, dict[str, Any]]:
    """A set with tables of captures, traps and mask cells: session, mask, expected values."""
    folder = reference(name)
    captures = pd.read_csv(folder / "captures.csv", dtype={"trap": str, "individual": str})
    traps = pd.read_csv(folder / "traps.csv", dtype={"trap": str})
    cells = pd.read_csv(folder / "mask.csv")
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text())
    animal, names = pd.factorize(captures["individual"])
    session = Session(
        name,
        traps[["x", "y"]].to_numpy(float),
        np.ones((len(traps), int(captures["occasion"].max()))),
        Detections(
            animal,
            captures["occasion"].to_numpy() - 1,
            pd.Index(traps["trap"]).get_indexer(captures["trap"]),
            tuple(names),
        ),
    )
    covariates = {str(column): cells[column].to_numpy(float) for column in cells if column not in ("x", "y")}
    mask = Mask(cells[["x", "y"]].to_numpy(float), expected["HN"]["cell_ha"] / 100, covariates)
    return session, mask, expected


def tigers() -> tuple[Session, Mask]:
    """The tigers of SPACECAP; covariate z is the northing with mean 0 and standard deviation 1."""
    folder = reference("tiger_spacecap")
    captures = pd.read_csv(folder / "tigerCH.csv")
    traps = pd.read_csv(folder / "tigerTraps.csv")
    cells = pd.read_csv(folder / "tigerHabitat.csv")
    cells = cells[cells["HABITAT"] == 1]
    animal, names = pd.factorize(captures["ANIMAL_ID"])
    detector = pd.Index(traps["LOC_ID"]).get_indexer(captures["LOC_ID"])
    seen = Detections(animal, captures["SO"].to_numpy() - 1, detector, tuple(map(str, names)))
    session = Session("tiger", traps.iloc[:, 1:3].to_numpy(float), traps.iloc[:, 3:].to_numpy(float), seen)
    north = cells["Y_COORD"].to_numpy(float)
    z = (north - north.mean()) / north.std()
    return session, Mask(cells[["X_COORD", "Y_COORD"]].to_numpy(float), 0.336, {"z": z})


def without_later(session: Session, random: np.random.Generator, share: float) -> Session:
    """Take some animals away when they are first met: what was seen of them later never was."""
    seen = session.detections
    first = np.full(len(seen.names), session.usage.shape[1])
    np.minimum.at(first, seen.animal, seen.occasion)
    gone = np.where(random.random(len(first)) < share, first, -1)
    kept = (gone[seen.animal] < 0) | (seen.occasion <= gone[seen.animal])
    left = Detections(seen.animal[kept], seen.occasion[kept], seen.detector[kept], seen.names, gone)
    return replace(session, detections=left)


def square_mask(buffer_m: float = 4000.0, spacing_m: float = 1000.0, width_m: float = 6000.0) -> Mask:
    """Square cells around a square of detectors, with two covariates."""
    edge = np.arange(-buffer_m + spacing_m / 2, width_m + buffer_m, spacing_m)
    x, y = (table.ravel() for table in np.meshgrid(edge, edge))
    hills = np.sin(x / 3000.0) + 0.3 * np.cos(y / 2000.0)
    return Mask(np.column_stack([x, y]), spacing_m**2 / 1e6, {"hills": hills, "east": x / 1000.0})


def simulated(
    seed: int = 1,
    *,
    name: str = "simulated",
    density_per_km2: float = 0.35,
    lambda0: float = 0.12,
    sigma_m: float = 1200.0,
    occasions: int = 8,
    kind: str = "proximity",
    partial: bool = False,
    covariate: float = 0.0,
) -> tuple[Session, Mask]:
    """Animals drawn in the cells of `square_mask`, met by 7 x 7 detectors a kilometre apart."""
    random = np.random.default_rng(seed)
    mask = square_mask()
    log_density = np.log(density_per_km2) + covariate * mask.covariates["hills"]
    number = random.poisson(np.exp(log_density) * mask.cell_km2)
    centres = np.repeat(mask.xy, number, axis=0)
    line = np.arange(7) * 1000.0
    detectors = np.column_stack([table.ravel() for table in np.meshgrid(line, line)])
    usage = np.ones((len(detectors), occasions))
    if partial:
        usage = random.choice([0.0, 0.5, 1.0], size=usage.shape, p=[0.2, 0.2, 0.6])
    d2: Floats = ((centres[:, None] - detectors[None]) ** 2).sum(axis=2)
    hazard = lambda0 * np.exp(-d2 / (2 * sigma_m**2))
    met = random.poisson(hazard[:, :, None] * usage[None])
    if kind != "count":
        met = np.minimum(met, 1)
    if kind == "multi":
        keep = random.permuted(np.broadcast_to(np.arange(len(detectors))[:, None], met.shape), axis=1)
        met *= (keep * met) == (keep * met).max(axis=1, keepdims=True)
    rows = np.repeat(np.argwhere(met), met[met > 0], axis=0)
    order = random.permutation(len(rows))
    animal, names = pd.factorize(rows[order, 0])
    seen = Detections(animal, rows[order, 2], rows[order, 1], tuple(f"cat {number}" for number in names))
    return Session(name, detectors, usage, seen), mask
