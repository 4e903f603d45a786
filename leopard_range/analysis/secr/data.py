"""What capture-recapture is fitted to: detections, detectors with their effort, and a habitat mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DETECTORS",
    "DISTRIBUTIONS",
    "FUNCTIONS",
    "DetectFn",
    "Detections",
    "Detector",
    "Distribution",
    "Floats",
    "Ints",
    "Mask",
    "Session",
]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Detector = Literal["count", "proximity", "multi"]
DetectFn = Literal["HN", "EX", "HHN", "HEX"]
Distribution = Literal["poisson", "binomial"]

DETECTORS: tuple[Detector, ...] = ("count", "proximity", "multi")
"""Poisson counts; present or not in an occasion; caught by one detector at most in an occasion."""

FUNCTIONS: tuple[DetectFn, ...] = ("HN", "EX", "HHN", "HEX")
"""Half-normal and exponential probability; half-normal and exponential hazard."""

DISTRIBUTIONS: tuple[Distribution, ...] = ("poisson", "binomial")
"""Number of animals around the detectors: a Poisson variable, or fixed."""


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """Which animal was detected when and where: one entry a detection.

    Attributes
    ----------
    animal : array of int, shape (m,)
        Position in `names`.
    occasion : array of int, shape (m,)
        Counted from 0.
    detector : array of int, shape (m,)
        Row of the detectors.
    names : tuple of str
        Animals.  One without a detection is left out of the fit.
    gone : array of int, shape (N,), optional
        Occasion on which each animal died or was taken away; -1 where it was not.
    """

    animal: Ints
    occasion: Ints
    detector: Ints
    names: tuple[str, ...]
    gone: Ints | None = None

    def __post_init__(self) -> None:
        for name in ("animal", "occasion", "detector"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64).reshape(-1))
        if self.gone is not None:
            object.__setattr__(self, "gone", np.asarray(self.gone, dtype=np.int64).reshape(len(self.names)))

    def __len__(self) -> int:
        return len(self.animal)

    @property
    def removed(self) -> Ints:
        """Occasion on which each animal died or was taken away, (N,); -1 where it was not."""
        return np.full(len(self.names), -1) if self.gone is None else self.gone


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One closed survey.

    Attributes
    ----------
    name : str
        How estimates and errors name it, for example the year.
    detectors : array of float, shape (K, 2)
        Positions, metres, in the system of the mask.
    usage : array of float, shape (K, S)
        Effort by detector and occasion: 1 a full occasion (or one day), a part of it, or 0.
    detections : Detections
        Of this session.
    detector_names : tuple of str
        How errors name the detectors; their numbers from 1 when empty.
    """

    name: str
    detectors: Floats
    usage: Floats
    detections: Detections
    detector_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "detectors", np.asarray(self.detectors, dtype=np.float64).reshape(-1, 2))
        object.__setattr__(self, "usage", np.atleast_2d(np.asarray(self.usage, dtype=np.float64)))

    @property
    def effort(self) -> Floats:
        """Usage of each detector over all occasions, (K,)."""
        total: Floats = self.usage.sum(axis=1)
        return total

    def detector_name(self, row: int) -> str:
        """Name a detector.

        Parameters
        ----------
        row : int
            Of `detectors`.
        """
        return self.detector_names[row] if self.detector_names else str(row + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Cells of habitat where an animal may have the centre of its range.

    Attributes
    ----------
    xy : array of float, shape (M, 2)
        Centres of the cells, metres.
    cell_km2 : float
        Area of a cell, km2.
    covariates : mapping of str to array of float, shape (M,)
        What density may depend on.
    """

    xy: Floats
    cell_km2: float
    covariates: Mapping[str, Floats] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        object.__setattr__(self, "xy", np.asarray(self.xy, dtype=np.float64).reshape(-1, 2))
        made = {name: np.asarray(values, dtype=np.float64) for name, values in self.covariates.items()}
        object.__setattr__(self, "covariates", made)

    def __len__(self) -> int:
        return len(self.xy)

    @property
    def area_km2(self) -> float:
        """Area of all cells, km2."""
        return len(self.xy) * self.cell_km2
