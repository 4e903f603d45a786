"""A model of one or several sessions: which parameters there are, and which session uses which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leopard_range.analysis.secr.data import DetectFn, Detector, Distribution, Floats, Ints, Mask, Session
from leopard_range.analysis.secr.detection import intercept_name
from leopard_range.analysis.secr.likelihood import Part, log_likelihood, part_of

__all__ = ["SEPARATE", "Block", "Model", "model_of"]

SEPARATE = ("density", "detection", "sigma")
"""What sessions may have values of their own for."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Where a session finds its parameters.

    Attributes
    ----------
    density : array of int, shape (P,)
        Coefficients of log density: the constant, then the covariates.
    level, scale : int
        Logit of g0 or log of lambda0; log of sigma.
    """

    density: Ints
    level: int
    scale: int

    @property
    def all(self) -> Ints:
        """All of them, in the order of the gradient of `log_likelihood`."""
        return np.append(self.density, [self.level, self.scale])


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Sessions, their parameters, and the scales these are worked on.

    Attributes
    ----------
    sessions, masks : tuple
        Checked data.
    parts : tuple of Part
        The same made ready, covariates with mean 0 and standard deviation 1.
    blocks : tuple of Block
        One a session.
    names : tuple of str
        Parameters: ``D``, ``D.z``, ``g0`` or ``lambda0``, ``sigma``; with ``.session`` behind
        where sessions differ.
    to_reported : array, shape (P, P)
        Turns the parameters worked with into those reported, whose covariates are as given.
    density : tuple of str
        Covariates.
    detector, function, distribution : str
        Kind.
    """

    sessions: tuple[Session, ...]
    masks: tuple[Mask, ...]
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...]
    names: tuple[str, ...]
    to_reported: Floats
    density: tuple[str, ...]
    detector: Detector
    function: DetectFn
    distribution: Distribution

    def at(self, theta: Floats, index: int) -> tuple[Floats, float, float]:
        """Return the coefficients of density, the level and log sigma of a session.

        Parameters
        ----------
        theta : array, shape (P,)
            Parameters worked with.
        index : int
            Which session.
        """
        block = self.blocks[index]
        return theta[block.density], float(theta[block.level]), float(theta[block.scale])

    def objective(self, theta: Floats) -> tuple[float, Floats]:
        """Return minus the log-likelihood of all sessions, and its gradient.

        Parameters
        ----------
        theta : array, shape (P,)
            Parameters worked with.
        """
        value, gradient = 0.0, np.zeros(len(self.names))
        for index, (part, block) in enumerate(zip(self.parts, self.blocks, strict=True)):
            one, slope = log_likelihood(part, *self.at(theta, index))
            value -= one
            np.subtract.at(gradient, block.all, slope)
        return value, gradient

    def log_mean_density(self, theta: Floats, index: int) -> tuple[float, Floats]:
        """Return the log of the mean density over the mask of a session, and its gradient.

        Parameters
        ----------
        theta : array, shape (P,)
            Parameters worked with.
        index : int
            Which session.
        """
        design, block = self.parts[index].design, self.blocks[index]
        log_density = design @ theta[block.density]
        top = log_density.max()
        weight = np.exp(log_density - top)
        gradient = np.zeros(len(theta))
        gradient[block.density] = weight @ design / weight.sum()
        return float(top + np.log(weight.mean())), gradient


def model_of(
    sessions: Sequence[Session],
    masks: Sequence[Mask],
    *,
    detector: Detector,
    function: DetectFn,
    density: Sequence[str],
    distribution: Distribution,
    separate: Sequence[str],
) -> Model:
    """Lay out the parameters and make the sessions ready.

    Parameters
    ----------
    sessions, masks : sequences
        Checked; one mask a session.
    detector, function, distribution : str
        Kind of the model.
    density : sequence of str
        Covariates of log density, the same in all sessions.
    separate : sequence of str
        Of `SEPARATE`.
    """
    names: list[str] = []

    def positions(base: str, kind: str) -> list[int]:
        own = kind in separate and len(sessions) > 1
        start = len(names)
        names.extend([f"{base}.{session.name}" for session in sessions] if own else [base])
        return [start + index if own else start for index in range(len(sessions))]

    constants = positions("D", "density")
    slopes = [positions(f"D.{name}", "slope")[0] for name in density]
    levels = positions(intercept_name(function), "detection")
    scales = positions("sigma", "sigma")
    blocks = [
        Block(np.array([constant, *slopes]), level, scale)
        for constant, level, scale in zip(constants, levels, scales, strict=True)
    ]
    to_reported = np.eye(len(names))
    tables = [[mask.covariates[name] for name in density] for mask in masks]
    columns = [np.concatenate(values) for values in zip(*tables, strict=True)]
    centres = np.array([values.mean() for values in columns])
    spreads = np.array([values.std() for values in columns])
    for slope, centre, spread in zip(slopes, centres, spreads, strict=True):
        to_reported[slope, slope] = 1 / spread
        to_reported[np.unique(constants), slope] = -centre / spread
    parts = []
    for session, mask, table in zip(sessions, masks, tables, strict=True):
        columns = [(values - m) / s for values, m, s in zip(table, centres, spreads, strict=True)]
        design = np.column_stack([np.ones(len(mask)), *columns])
        parts.append(
            part_of(session, mask, design, detector=detector, function=function, distribution=distribution)
        )
    return Model(
        sessions=tuple(sessions),
        masks=tuple(masks),
        parts=tuple(parts),
        blocks=tuple(blocks),
        names=tuple(names),
        to_reported=to_reported,
        density=tuple(density),
        detector=detector,
        function=function,
        distribution=distribution,
    )
