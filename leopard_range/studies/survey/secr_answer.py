"""How a fit becomes an answer: facts, intervals, rows and cautions."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely
from scipy.special import expit, logit, ndtri

from leopard_range.analysis.secr.automatic import Fitted, detection_of, fit_around, fit_within, reach_sigmas
from leopard_range.analysis.secr.data import DetectFn, Detector, Mask, Session
from leopard_range.analysis.secr.interval import profile_interval
from leopard_range.analysis.secr.mask import BUFFER_SIGMAS, SPACING_SIGMAS, make_mask
from leopard_range.analysis.secr.precision import Plan, Precision, try_out
from leopard_range.analysis.secr.region import region_n
from leopard_range.analysis.secr.results import Z95, Estimate, Fit, RegionN
from leopard_range.analysis.secr.simulate import Detection, expected_counts
from leopard_range.analysis.secr.surface import density_surface
from leopard_range.analysis.secr.tables import discovery
from leopard_range.engine import report
from leopard_range.model import Citation, Note
from leopard_range.studies.survey.common import CAMTRAP_DP
from leopard_range.studies.survey.secr_data import region_of
from leopard_range.studies.survey.secr_shape import (
    BORCHERS_EFFORD,
    EFFORD,
    EFFORD_BOULANGER,
    Coefficient,
    Discovered,
    EstimateRow,
    SecrAnswer,
    SecrQuestion,
    SessionRow,
)

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.studies.shape import Spread
    from leopard_range.studies.survey.secr_data import Gathered

__all__ = ["of_design", "of_survey"]

FEWEST_INDIVIDUALS, FEWEST_SPATIAL = 10, 20
"""Below either, a density is shown greyed out."""

_PER_100 = 100.0
_SEED = 20110724


def of_survey(catalog: Catalog, question: SecrQuestion, gathered: Gathered, spread: Spread) -> SecrAnswer:
    """Answer from what was seen.

    Parameters
    ----------
    catalog : Catalog
        Knows the regions.
    question : SecrQuestion
        Which model.
    gathered : Gathered
        What was seen.
    spread : callable
        An engine's ``map``.

    Returns
    -------
    SecrAnswer
        With `SecrAnswer.fit` for maps and charts.
    """
    fitted = _fitted(question, gathered)
    fit = fitted.fit
    z = float(ndtri(0.5 + question.confidence / 200))
    region, region_notes = _region(catalog, question, gathered, fit)
    steps = discovery(fit.sessions)
    facts = {
        **_bounded("density_per_km2", _shared(fit, "density_per_km2"), z),
        **_bounded("density_per_100km2", _shared(fit, "density_per_km2"), z, _PER_100),
        **_bounded("g0", _shared(fit, "g0"), z),
        **_bounded("lambda0", _shared(fit, "lambda0"), z),
        **_bounded("sigma_m", _shared(fit, "sigma_m"), z),
        **_region_facts(region, z),
        **_profile(fit, question),
        **_mask_facts(fitted),
        **_tried(question, fitted, spread),
    }
    sparse = _sparse(fit)
    notes = (
        *gathered.notes,
        *fit.notes,
        *fitted.notes,
        *sparse,
        *region_notes,
        Note("secr_methods_differ"),
    )
    return SecrAnswer(
        **facts,
        reliable=not sparse,
        minimum_number=len({name for one in fit.sessions for name in one.detections.names}),
        detector=fit.detector,
        detectfn=fit.detectfn,
        distribution=fit.distribution,
        log_likelihood=fit.log_likelihood,
        aic=fit.aic,
        parameters=len(fit.beta),
        individuals=fit.n,
        detections=fit.detections,
        recaptures=fit.recaptures,
        spatial_recaptures=fit.spatial_recaptures,
        esa_km2=fit.esa_km2,
        sessions=_session_rows(fit),
        estimates=tuple(_estimate_row(one, z) for one in fit.estimates),
        coefficients=_coefficients(fit),
        discovery=tuple(Discovered(*step) for step in steps),
        fit=fit,
        crs=gathered.crs,
        citations=_citations(question),
        notes=tuple(dict.fromkeys(notes)),
    )


def _citations(question: SecrQuestion) -> tuple[Citation, ...]:
    quick = (EFFORD_BOULANGER,)
    own = () if question.traps else (CAMTRAP_DP,)
    return (EFFORD, BORCHERS_EFFORD, *quick, *own)


def _fitted(question: SecrQuestion, gathered: Gathered) -> Fitted:
    model: dict[str, Any] = {
        "detector": question.detector,
        "detectfn": question.function,
        "distribution": question.distribution,
        "density": question.covariates,
        "separate": question.apart,
    }
    if gathered.masks:
        return fit_within(gathered.sessions, gathered.masks, **model)
    return fit_around(
        gathered.sessions,
        gathered.land,
        buffer_m=1000 * question.buffer_km,
        spacing_m=1000 * question.spacing_km,
        **model,
    )


def _shared(fit: Fit, name: str) -> Estimate | None:
    """Return the estimate of a parameter that has one value for all sessions."""
    of = [one for one in fit.estimates if one.name == name]
    return of[0] if len(of) == 1 else None


def _limits(one: Estimate, z: float) -> tuple[float, float]:
    """Return the interval of another confidence: symmetric on the scale of the fit."""
    if z == Z95 or not math.isfinite(one.se):
        return one.low, one.high
    there, back = (logit, expit) if one.name == "g0" else (np.log, np.exp)
    middle = float(there(one.value))
    half = (float(there(one.high)) - middle) * z / Z95
    return float(back(middle - half)), float(back(middle + half))


def _bounded(key: str, one: Estimate | None, z: float, times: float = 1.0) -> dict[str, float | None]:
    if one is None:
        return dict.fromkeys((key, f"{key}_se", f"{key}_low", f"{key}_high"))
    low, high = _limits(one, z)
    return {
        key: one.value * times,
        f"{key}_se": one.se * times,
        f"{key}_low": low * times,
        f"{key}_high": high * times,
    }


def _sparse(fit: Fit) -> tuple[Note, ...]:
    if fit.n >= FEWEST_INDIVIDUALS and fit.spatial_recaptures >= FEWEST_SPATIAL:
        return ()
    return (
        Note.of(
            "secr_sparse",
            individuals=fit.n,
            spatial=fit.spatial_recaptures,
            fewest=FEWEST_INDIVIDUALS,
            fewest_spatial=FEWEST_SPATIAL,
        ),
    )


def _region(
    catalog: Catalog, question: SecrQuestion, gathered: Gathered, fit: Fit
) -> tuple[RegionN, tuple[Note, ...]]:
    """Count the last session's animals in the region, or in the whole mask."""
    name, mask = fit.sessions[-1].name, fit.masks[-1]
    if not question.region:
        return region_n(fit, session=name), (Note.of("secr_n_mask", area_km2=round(mask.area_km2)),)
    shape = region_of(catalog, question, gathered.crs)
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, mask.xy[:, 0], mask.xy[:, 1])
    whole = float(shapely.area(shape)) / 1e6
    found = region_n(fit, inside, name)
    share = round(100 * min(1.0, found.area_km2 / whole))
    return found, (
        Note.of("secr_n_region", area_km2=round(found.area_km2), whole_km2=round(whole), percent=share),
    )


def _region_facts(found: RegionN, z: float) -> dict[str, float | None]:
    facts: dict[str, float | None] = {"region_km2": found.area_km2}
    for key, kind in (("region_n", "expected"), ("region_n_realised", "realised")):
        middle, error, low, high = (getattr(found, kind + end) for end in ("", "_se", "_low", "_high"))
        # Log-normal in what is not known for certain: the animals beyond a fixed number.
        fixed = (low * high - middle**2) / (low + high - 2 * middle) if high > middle > low else middle
        factor = ((high - fixed) / (middle - fixed)) ** (z / Z95) if middle > fixed else 1.0
        facts |= {key: middle, f"{key}_se": error, f"{key}_low": fixed + (middle - fixed) / factor}
        facts[f"{key}_high"] = fixed + (middle - fixed) * factor
    return facts


def _profile(fit: Fit, question: SecrQuestion) -> dict[str, float | None]:
    key = "profile_per_100km2"
    shared = _shared(fit, "density_per_km2")
    if question.profile != "yes" or shared is None:
        return dict.fromkeys((key, f"{key}_low", f"{key}_high"))
    low, high = (
        None if limit is None else limit * _PER_100 for limit in profile_interval(fit, "density_per_km2")
    )
    return {key: shared.value * _PER_100, f"{key}_low": low, f"{key}_high": high}


def _mask_facts(fitted: Fitted) -> dict[str, Any]:
    return {
        "mask_km2": fitted.masks[-1].area_km2,
        "mask_cells": len(fitted.masks[-1]),
        "cell_km2": fitted.masks[-1].cell_km2,
        "buffer_m": fitted.buffer_m,
        "spacing_m": fitted.spacing_m,
        "buffer_bias_share": fitted.buffer_bias,
    }


def _session_rows(fit: Fit) -> tuple[SessionRow, ...]:
    made = []
    for session, mask, seen in zip(fit.sessions, fit.masks, fit.summaries, strict=True):
        found = region_n(fit, session=session.name)
        made.append(
            SessionRow(
                session=session.name,
                stations=len(session.detectors),
                effort_days=float(session.usage.sum()),
                individuals=seen.n,
                detections=seen.detections,
                recaptures=seen.recaptures,
                spatial_recaptures=seen.spatial_recaptures,
                esa_km2=seen.esa_km2,
                mask_km2=mask.area_km2,
                mask_n=found.expected,
                mask_n_se=found.expected_se,
            )
        )
    return tuple(made)


def _estimate_row(one: Estimate, z: float) -> EstimateRow:
    return EstimateRow(one.name, one.session, one.value, one.se, *_limits(one, z))


def _coefficients(fit: Fit) -> tuple[Coefficient, ...]:
    errors = np.sqrt(np.diag(fit.covariance))
    return tuple(
        Coefficient(name, float(beta), float(error))
        for name, beta, error in zip(fit.names, fit.beta, errors, strict=True)
    )


def _tried(question: SecrQuestion, fitted: Fitted, spread: Spread) -> dict[str, Any]:
    """Simulate from the fit: the precision of this design, and the bootstrap interval."""
    fit = fitted.fit
    plan = Plan(
        sessions=fit.sessions,
        masks=fit.masks,
        density_per_km2=tuple(density_surface(fit, session=one.name) for one in fit.sessions),
        detection=tuple(detection_of(fit, one.name) for one in fit.sessions),
        options={
            "detector": fit.detector,
            "detectfn": fit.detectfn,
            "distribution": fit.distribution,
            "density": question.covariates,
            "separate": question.apart,
        },
    )
    return _precision(question, plan, spread, fitted=True)


def _precision(question: SecrQuestion, plan: Plan, spread: Spread, *, fitted: bool) -> dict[str, Any]:
    keys = ("simulated_failed", "simulated_rse_share", "simulated_bias_share", "simulated_coverage_share")
    boot = "bootstrap_per_100km2"
    nothing = dict.fromkeys((*keys, boot, f"{boot}_low", f"{boot}_high"))
    quick = plan.quick
    told = {
        "expected_individuals": quick.animals,
        "expected_recaptures": quick.recaptures,
        "expected_rse_share": _finite(quick.rse),
        "simulated": question.replicates,
        **nothing,
    }
    if not question.replicates:
        return told
    made: Precision = try_out(
        plan,
        replicates=question.replicates,
        seed=_SEED,
        spread=spread,
        on_share=partial(report, "simulating"),
    )
    found = (made.failed, made.rse, made.bias, made.coverage)
    told |= {key: _finite(one) for key, one in zip(keys, found, strict=True)}
    told["simulated_failed"] = made.failed
    if fitted and made.failed * 2 < made.replicates:
        told |= {boot: plan.truth * _PER_100, f"{boot}_low": made.low * _PER_100}
        told[f"{boot}_high"] = made.high * _PER_100
    return told


def _finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def of_design(question: SecrQuestion, gathered: Gathered, spread: Spread) -> SecrAnswer:
    """Answer how good a design would be, before anybody carries it out.

    Parameters
    ----------
    question : SecrQuestion
        The truth it is tried on.
    gathered : Gathered
        Detectors, effort, habitat.
    spread : callable
        An engine's ``map``.
    """
    detection = Detection(
        cast("DetectFn", question.function), question.design_level, 1000 * question.design_sigma_km
    )
    scale = reach_sigmas(detection.detectfn) * detection.sigma_m
    buffer = 1000 * question.buffer_km or BUFFER_SIGMAS * scale
    spacing = 1000 * question.spacing_km or SPACING_SIGMAS * scale
    session = gathered.sessions[0]
    mask = (
        gathered.masks[0] if gathered.masks else make_mask(session.detectors, buffer, spacing, gathered.land)
    )
    density = question.design_per_100km2 / _PER_100
    options = {
        "detector": question.detector,
        "detectfn": question.function,
        "distribution": question.distribution,
    }
    plan = Plan((session,), (mask,), (density,), (detection,), options)
    values = _precision(question, plan, spread, fitted=False)
    fields = [one for one in SecrAnswer.__dataclass_fields__ if one not in ("citations", "notes")]
    empty: dict[str, Any] = dict.fromkeys(fields)
    return SecrAnswer(
        **empty
        | values
        | _design_facts(question, session, mask, detection)
        | {"sessions": (), "estimates": (), "coefficients": (), "discovery": (), "crs": gathered.crs},
        citations=(EFFORD, EFFORD_BOULANGER),
        notes=(*gathered.notes, Note("secr_design")),
    )


def _design_facts(
    question: SecrQuestion, session: Session, mask: Mask, detection: Detection
) -> dict[str, Any]:
    quick = expected_counts(
        session,
        mask,
        question.design_per_100km2 / _PER_100,
        detection,
        cast("Detector", question.detector),
    )
    return {
        "reliable": quick.animals >= FEWEST_INDIVIDUALS and quick.recaptures >= FEWEST_SPATIAL,
        "minimum_number": 0,
        "detector": question.detector,
        "detectfn": question.function,
        "distribution": question.distribution,
        "individuals": 0,
        "detections": 0,
        "recaptures": 0,
        "spatial_recaptures": 0,
        "mask_km2": mask.area_km2,
        "mask_cells": len(mask),
        "cell_km2": mask.cell_km2,
        "buffer_m": 1000 * question.buffer_km or BUFFER_SIGMAS * detection.sigma_m,
        "spacing_m": 1000 * math.sqrt(mask.cell_km2),
    }
