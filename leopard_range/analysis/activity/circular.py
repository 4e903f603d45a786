"""Times of day on a circle and their density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ive

from leopard_range.analysis.checks import number
from leopard_range.errors import LeopardRangeError

__all__ = ["GRID", "NARROWEST", "Floats", "Sample", "activity_level", "bandwidth", "density", "times"]

Floats: TypeAlias = NDArray[np.float64]
"""Times, densities."""

GRID = 512
"""Points around the day at which the peak of a curve is sought."""

NARROWEST = 0.8
"""A kernel is never narrower than that of `bandwidth` divided by this."""

_MOMENTS = (1, 2, 3)
_MOST_KAPPA = 500.0
"""Times that are all alike have no concentration of their own; the limit is that of the R package overlap."""


def times(hours: Floats, *, least: int = 2) -> Floats:
    """Turn hours of the day into angles.

    Parameters
    ----------
    hours : numpy.ndarray of float, shape (n,)
        Local clock time, 0-24 h.
    least : int
        Fewest times a curve can be drawn from.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Radians, 0 to 2 pi.

    Raises
    ------
    LeopardRangeError
        ``survey_few_hours``; ``bad_argument`` for what is no hour of a day.
    """
    if len(hours) < least:
        raise LeopardRangeError("survey_few_hours", count=len(hours), least=least)
    if not bool(np.all((hours >= 0) & (hours <= 24))):
        raise LeopardRangeError("bad_argument", name="hours", value="?", rule=">= 0, <= 24")
    return np.asarray(hours, dtype=float) * (2 * np.pi / 24)


def bandwidth(angles: Floats) -> float:
    """Choose the concentration of the kernel.

    The concentration of a von Mises distribution is fitted to each of the first three trigonometric
    moments, and the largest is put into Taylor's rule.

    Parameters
    ----------
    angles : numpy.ndarray of float, shape (n,)
        Radians.

    Returns
    -------
    float
        Concentration of the kernel, never above what float64 can evaluate; 0 gives a flat curve.
    """
    lengths = np.abs(np.exp(1j * np.outer(_MOMENTS, angles)).mean(axis=1))
    kappa = max(_concentration(k, float(length)) for k, length in zip(_MOMENTS, lengths, strict=True))
    ratio = float(ive(2, 2 * kappa) / ive(0, kappa) ** 2)
    return float((3 * len(angles) * kappa**2 * ratio / (4 * np.sqrt(np.pi))) ** 0.4)


def _concentration(k: int, length: float) -> float:
    """Solve I_k(kappa) / I_0(kappa) = length."""

    def excess(kappa: float) -> float:
        return float(ive(k, kappa) / ive(0, kappa)) - length

    if excess(_MOST_KAPPA) <= 0:
        return _MOST_KAPPA
    return 0.0 if length < 1e-12 else float(brentq(excess, 0.0, _MOST_KAPPA, xtol=1e-10))


def density(angles: Floats, at: Floats, kappa: float) -> Floats:
    """Estimate how dense times lie.

    Parameters
    ----------
    angles : numpy.ndarray of float, shape (n,)
        Times, radians.
    at : numpy.ndarray of float, shape (m,)
        Where, radians.
    kappa : float
        Concentration of the kernel, as `bandwidth` chooses it.

    Returns
    -------
    numpy.ndarray of float, shape (m,)
        Per radian; it integrates to 1 around the circle.
    """
    number("kappa", kappa, at_least=0)
    return Sample(angles, kappa, _moments(angles, _terms(kappa))).density(at)


def _terms(kappa: float) -> int:
    """Terms of the series: I_k / I_0 falls like exp(-k^2 / 2 kappa), so that less than 1e-13 is left out."""
    return int(np.ceil(8 * np.sqrt(kappa))) + 14


def _moments(angles: Floats, terms: int) -> NDArray[np.complex128]:
    """Trigonometric moments 1 to ``terms``: means of exp(i k angle)."""
    out = np.empty(terms, dtype=complex)
    turn, step = np.ones(len(angles), dtype=complex), np.exp(1j * angles)
    for k in range(terms):
        turn *= step
        out[k] = turn.mean()
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Times with the concentration of their kernel, and as many moments as the narrowest kernel needs.

    Attributes
    ----------
    angles : numpy.ndarray of float, shape (n,)
        Radians.
    kappa : float
        Concentration.
    moments : numpy.ndarray of complex, shape (terms,)
        Trigonometric moments from 1 on.
    """

    angles: Floats
    kappa: float
    moments: NDArray[np.complex128]

    @classmethod
    def of(cls, angles: Floats) -> Sample:
        """Choose the concentration for some times, radians."""
        kappa = bandwidth(angles)
        return cls(angles, kappa, _moments(angles, _terms(kappa / NARROWEST)))

    def _damped(self, adjust: float) -> NDArray[np.complex128]:
        kappa = self.kappa / adjust
        order = np.arange(1, _terms(kappa) + 1)
        damped: NDArray[np.complex128] = self.moments[: len(order)] * (ive(order, kappa) / ive(0, kappa))
        return damped

    def density(self, at: Floats, adjust: float = 1.0) -> Floats:
        """Evaluate the curve at some angles, per radian, with the concentration divided by ``adjust``."""
        out = np.ones(len(at))
        turn, step = np.ones(len(at), dtype=complex), np.exp(1j * at)
        for one in self._damped(adjust):
            turn *= step
            out += 2 * (turn.real * one.real + turn.imag * one.imag)
        # Rounding may leave -1e-17 where there is nothing.
        found: Floats = np.maximum(out / (2 * np.pi), 0.0)
        return found

    def level(self) -> float:
        """Mean of the curve divided by its peak."""
        damped = self._damped(1.0)
        if len(damped) < GRID // 2:
            curve = np.fft.irfft(np.r_[1.0, damped.conj()], GRID) * GRID
        else:
            curve = self.density(np.linspace(0, 2 * np.pi, GRID, endpoint=False)) * (2 * np.pi)
        return float(1 / curve.max())


def activity_level(angles: Floats) -> float:
    """Estimate the share of the day for which animals are active.

    When animals are most active, all of them are; so the level is the mean of the curve divided by its
    peak (Rowcliffe et al. 2014).

    Parameters
    ----------
    angles : numpy.ndarray of float, shape (n,)
        Times, radians.

    Returns
    -------
    float
        0-1.
    """
    return Sample.of(angles).level()
