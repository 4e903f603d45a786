"""What a fit gives: estimates on their natural scales, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leopard_range.analysis.secr.data import DetectFn, Detector, Distribution, Floats, Mask, Session
from leopard_range.analysis.secr.model import Model
from leopard_range.model import Note

__all__ = ["Z95", "Estimate", "Fit", "RegionN", "Summary", "natural"]

Z95 = 1.959963984540054
"""Half of a 95 % interval, in standard errors of a normal variable."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One parameter.

    Attributes
    ----------
    name : str
        ``density_per_km2`` (mean over the mask), ``g0`` or ``lambda0``, ``sigma_m``.
    session : str
        Whose; empty when all sessions share it.
    value, se : float
        Estimate and standard error.
    low, high : float
        95 % interval, symmetric on the scale of the fit (log; logit for g0).
    """

    name: str
    session: str
    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session saw.

    Attributes
    ----------
    session : str
        Its name.
    n : int
        Animals detected.
    detections, recaptures : int
        Detections, and those beyond the first of each animal.
    spatial_recaptures : int
        Detections of an animal at another place than the one before.
    esa_km2 : float
        Effective sampling area: the mean probability of detection times the area of the mask.
    """

    session: str
    n: int
    detections: int
    recaptures: int
    spatial_recaptures: int
    esa_km2: float


@dataclass(frozen=True, slots=True)
class RegionN:
    """Number of animals whose centre of range lies in a region.

    Attributes
    ----------
    area_km2 : float
        Area of the region within the mask.
    expected, expected_se, expected_low, expected_high : float
        Density times area; log-normal 95 % interval.
    realised, realised_se, realised_low, realised_high : float
        Detected animals that live there plus those expected to have been missed.
    """

    area_km2: float
    expected: float
    expected_se: float
    expected_low: float
    expected_high: float
    realised: float
    realised_se: float
    realised_low: float
    realised_high: float


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fitted model.

    Attributes
    ----------
    model : Model
        Data and parameters.
    names : tuple of str
        Parameters on the scale of the fit: log of density a km2 where all covariates are 0
        (``D``), slopes (``D.z``), logit ``g0`` or log ``lambda0``, log ``sigma`` in metres.
    beta, covariance : array (P,), array (P, P)
        Their estimates and covariance.
    log_likelihood : float
        Of all histories, occasion by occasion, with all constants: equal to that of R secr for
        data whose occasions were not summed.  Compare models of the same data only.
    estimates : tuple of Estimate
        On natural scales.
    summaries : tuple of Summary
        One a session.
    converged : bool
        Always true: what does not converge is an error.
    evaluations : int
        Of the likelihood and its gradient.
    notes : tuple of Note
        Cautions.
    """

    model: Model
    names: tuple[str, ...]
    beta: Floats
    covariance: Floats
    log_likelihood: float
    estimates: tuple[Estimate, ...]
    summaries: tuple[Summary, ...]
    converged: bool
    evaluations: int
    notes: tuple[Note, ...]

    @property
    def theta(self) -> Floats:
        """Parameters as worked with: covariates with mean 0 and standard deviation 1."""
        return np.asarray(np.linalg.solve(self.model.to_reported, self.beta), dtype=np.float64)

    @property
    def theta_covariance(self) -> Floats:
        """Covariance of `theta`."""
        back = np.linalg.inv(self.model.to_reported)
        made: Floats = back @ self.covariance @ back.T
        return made

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions as fitted."""
        return self.model.sessions

    @property
    def masks(self) -> tuple[Mask, ...]:
        """One a session."""
        return self.model.masks

    @property
    def detector(self) -> Detector:
        """Kind of the detectors."""
        return self.model.detector

    @property
    def detectfn(self) -> DetectFn:
        """Detection function."""
        return self.model.function

    @property
    def distribution(self) -> Distribution:
        """Of the number of animals."""
        return self.model.distribution

    @property
    def n(self) -> int:
        """Animals detected, summed over sessions."""
        return sum(summary.n for summary in self.summaries)

    @property
    def detections(self) -> int:
        """Detections, summed over sessions."""
        return sum(summary.detections for summary in self.summaries)

    @property
    def recaptures(self) -> int:
        """Detections beyond the first of each animal."""
        return sum(summary.recaptures for summary in self.summaries)

    @property
    def spatial_recaptures(self) -> int:
        """Detections of an animal at another place than the one before."""
        return sum(summary.spatial_recaptures for summary in self.summaries)

    @property
    def esa_km2(self) -> float:
        """Effective sampling area, summed over sessions."""
        return sum(summary.esa_km2 for summary in self.summaries)

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2 * len(self.beta) - 2 * self.log_likelihood

    @property
    def aicc(self) -> float | None:
        """The same with the correction for few animals; None when there are too few for it."""
        size = len(self.beta)
        rest = self.n - size - 1
        return self.aic + 2 * size * (size + 1) / rest if rest > 0 else None

    def estimate(self, name: str, session: str = "") -> Estimate:
        """Return one estimate.

        Parameters
        ----------
        name : str
            ``density_per_km2``, ``g0``, ``lambda0`` or ``sigma_m``.
        session : str
            Whose; the first of that name when empty.

        Raises
        ------
        KeyError
            There is none.
        """
        for found in self.estimates:
            if found.name == name and session in ("", found.session):
                return found
        raise KeyError(name, session)


def natural(name: str, session: str, middle: float, error: float) -> Estimate:
    """Put an estimate back on its natural scale.

    Parameters
    ----------
    name, session : str
        What it is, and whose.
    middle, error : float
        Estimate and standard error on the scale of the fit: logit for g0, else log.

    Returns
    -------
    Estimate
        The error of g0 is that of the delta method, the others those of a log-normal variable.
    """
    back = expit if name == "g0" else np.exp
    value, low, high = (float(back(middle + z * error)) for z in (0.0, -Z95, Z95))
    spread = value * (1 - value) * error if name == "g0" else value * np.sqrt(np.expm1(error**2))
    return Estimate(name, session, value, float(spread), low, high)
