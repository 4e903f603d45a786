"""How many animals: number in a region, and density from the effective sampling area.

References
----------
Efford M. G. & Fewster R. M. (2013) Estimating population size by spatially explicit
capture-recapture. Oikos 122: 918-928, doi:10.1111/j.1600-0706.2012.20440.x.
Borchers D. L. & Efford M. G. (2008) Biometrics 64: 377-385, doi:10.1111/j.1541-0420.2007.00927.x.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from leopard_range.analysis.secr.data import Floats
from leopard_range.analysis.secr.likelihood import detected, posterior
from leopard_range.analysis.secr.results import Z95, Estimate, Fit, RegionN
from leopard_range.analysis.secr.surface import position
from leopard_range.errors import LeopardRangeError

__all__ = ["derived_density", "region_n"]


def region_n(fit: Fit, cells: ArrayLike | None = None, session: str = "") -> RegionN:
    """Estimate the number of animals with their centre of range in a region.

    Parameters
    ----------
    fit : Fit
        A fit.
    cells : array of bool or float, shape (M,), optional
        Which cells of the mask the region holds, or what share of each, 0 to 1; all when left out.
    session : str
        Name; the first when empty.

    Returns
    -------
    RegionN
        The interval of the realised number is log-normal in the animals not detected, so it never
        falls below those detected there.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for shares outside 0 to 1 or of another length; ``secr_region_empty``.

    Notes
    -----
    The expected number E is density times area; its variance includes that of the number of
    animals itself.  The realised number R counts the detected animals by the probability that
    they live in the region, and adds those expected to have been missed.  For the whole mask of a
    single session its variance is var(E) - E where the number of animals is a Poisson variable,
    and var(E) where it is fixed (Efford and Fewster 2013).  For a part of the mask, or one of
    several sessions, it is the sum of three: the Poisson variance of the animals missed, that of
    which detected animals live in the region, and that of the estimated parameters.
    """
    index = position(fit, session)
    model, part, theta = fit.model, fit.model.parts[index], fit.theta
    share = _shares(cells, len(part.xy), fit.sessions[index].name)
    covariance = fit.theta_covariance
    block = model.blocks[index]
    density, level, log_sigma = model.at(theta, index)
    animals = share * np.exp(part.design @ density) * part.cell_km2
    expected = float(animals.sum())
    slope = np.zeros(len(theta))
    slope[block.density] = animals @ part.design / expected
    log_se = float(np.sqrt(slope @ covariance @ slope))
    expected_se = expected * float(np.sqrt(np.expm1(log_se**2)))
    met, met_slopes = detected(part, level, log_sigma)
    missed = animals * (1 - met)
    inside = posterior(part, density, level, log_sigma) @ share
    known = float(part.weights @ inside)
    # Sessions that share a density tell more of it than one session's animals: there the difference fails.
    if (share == 1).all() and len(fit.sessions) == 1:
        variance = expected_se**2 - (expected if fit.distribution == "poisson" else 0.0)
    else:
        slope = np.zeros(len(theta))
        slope[block.density] = missed @ part.design
        slope[[block.level, block.scale]] = -(met_slopes @ animals)
        variance = float(slope @ covariance @ slope) + float(missed.sum())
        variance += float(part.weights @ (inside * (1 - inside)))
    realised_se = float(np.sqrt(max(variance, 0.0)))
    unseen = float(missed.sum())
    factor = np.exp(Z95 * np.sqrt(np.log1p((realised_se / unseen) ** 2))) if unseen > 0 else 1.0
    return RegionN(
        area_km2=float(share.sum()) * part.cell_km2,
        expected=expected,
        expected_se=expected_se,
        expected_low=expected * float(np.exp(-Z95 * log_se)),
        expected_high=expected * float(np.exp(Z95 * log_se)),
        realised=known + unseen,
        realised_se=realised_se,
        realised_low=known + unseen / float(factor),
        realised_high=known + unseen * float(factor),
    )


def _shares(cells: ArrayLike | None, count: int, session: str) -> Floats:
    share = np.ones(count) if cells is None else np.asarray(cells, dtype=np.float64)
    if share.shape != (count,) or not ((share >= 0) & (share <= 1)).all():
        raise LeopardRangeError(
            "bad_argument", name="cells", value=str(share.shape), rule=f"0 - 1, ({count},)"
        )
    if not share.any():
        raise LeopardRangeError("secr_region_empty", session=session)
    return share


def derived_density(fit: Fit) -> Estimate:
    """Estimate density as animals detected by effective sampling area.

    Parameters
    ----------
    fit : Fit
        With one density and a Poisson number of animals; then detection is estimated as in the
        conditional likelihood (Borchers and Efford 2008), and only the error differs a little.

    Returns
    -------
    Estimate
        ``density_per_km2`` with a log-normal interval; its squared coefficient of variation is
        that of the number detected, 1 / n, plus that of the area.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a fit with covariates, a density by session, or a fixed number.
    """
    model = fit.model
    one = len({int(block.density[0]) for block in model.blocks}) == 1
    if model.density or not one or fit.distribution != "poisson":
        raise LeopardRangeError("bad_argument", name="fit", value=" ".join(fit.names), rule="D, poisson")
    theta = fit.theta
    slope, area = np.zeros(len(theta)), 0.0
    for index, (part, block) in enumerate(zip(model.parts, model.blocks, strict=True)):
        met, slopes = detected(part, *model.at(theta, index)[1:])
        area += float(met.sum()) * part.cell_km2
        np.add.at(slope, [block.level, block.scale], slopes.sum(axis=1) * part.cell_km2)
    value = fit.n / area
    # given the detected animals, the constant of density tells nothing of detection
    cv2 = 1 / fit.n + float(slope @ fit.theta_covariance @ slope) / area**2
    half = Z95 * float(np.sqrt(np.log1p(cv2)))
    low, high = value * float(np.exp(-half)), value * float(np.exp(half))
    return Estimate("density_per_km2", "", value, value * float(np.sqrt(cv2)), low, high)
