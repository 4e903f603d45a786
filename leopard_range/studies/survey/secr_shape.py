"""What is asked about density by spatial capture-recapture, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation
from leopard_range.studies.shape import N_, check_question, option, part, rows, value
from leopard_range.studies.survey.common import SurveyQuestion

__all__ = [
    "BORCHERS_EFFORD",
    "EFFORD",
    "EFFORD_BOULANGER",
    "Coefficient",
    "Discovered",
    "EstimateRow",
    "SecrAnswer",
    "SecrQuestion",
    "SessionRow",
]

EFFORD = Citation(
    "Efford M. G. (2004) Density estimation in live-trapping studies. Oikos 106: 598-610.",
    "https://doi.org/10.1111/j.0030-1299.2004.13043.x",
)
BORCHERS_EFFORD = Citation(
    "Borchers D. L. & Efford M. G. (2008) Spatially explicit maximum likelihood methods for "
    "capture-recapture studies. Biometrics 64: 377-385.",
    "https://doi.org/10.1111/j.1541-0420.2007.00927.x",
)
EFFORD_BOULANGER = Citation(
    "Efford M. G. & Boulanger J. (2019) Fast evaluation of study designs for spatially explicit "
    "capture-recapture. Methods in Ecology and Evolution 10: 1529-1535.",
    "https://doi.org/10.1111/2041-210X.13239",
)


@dataclass(frozen=True, slots=True)
class SecrQuestion(SurveyQuestion):
    """How many animals live on a square kilometre.

    Attributes
    ----------
    captures, traps, mask : str
        Paths of plain tables; the survey is then left out.
    occasions : str
        How many occasions the tables have, or one number a session with commas.
    detector, detectfn, distribution : str
        The model; ``auto``: HHN for counts, else HN.
    cell_km2 : float
        Area of a cell of the mask; 0 to read it from the lattice.
    density, separate : str
        Names with commas: columns of the mask density depends on; what differs between sessions.
    buffer_km, spacing_km : float
        Of the mask laid around the cameras; 0 to let sigma decide.
    region : str
        Vector file of an area, or identifier of a reserve; the mask when left out.
    occasion_days : int
        Days that make one occasion of a dated survey; 0 for single days.
    session_by : str
        ``auto``: by calendar year when the survey is longer than one; ``year``; ``none``.
    flank : str
        Which animals known from one side alone count.
    profile : str
        ``yes`` for a profile-likelihood interval of density.
    replicates : int
        Surveys to simulate to learn the precision of the design.
    design_per_100km2, design_level, design_sigma_km : float
        Truth a design without captures is tried on: density, g0 or lambda0, sigma.
    confidence : float
        Of the intervals, percent; those of `profile` and `replicates` are of 95.  How sure identifications
        must be is no option here: doubtful ones are left out.
    """

    captures: str = option(N_("table of captures: individual, occasion, trap"), str, names="file", default="")
    traps: str = option(
        N_("table of traps: trap, x, y in metres, effort by occasion"), str, names="file", default=""
    )
    mask: str = option(N_("table of habitat cells: x, y in metres"), str, names="file", default="")
    occasions: str = option(
        N_("number of occasions of the tables; one a session, with commas"), str, default=""
    )
    detector: str = option(
        N_("how a camera or trap detects"), str, choices=("count", "proximity", "multi"), default="count"
    )
    detectfn: str = option(
        N_("how detection falls with distance; auto: HHN for counts, else HN"),
        str,
        choices=("auto", "HN", "EX", "HHN"),
        default="auto",
    )
    distribution: str = option(
        N_("number of animals around the cameras"), str, choices=("poisson", "binomial"), default="poisson"
    )
    cell_km2: float = option(
        N_("area of a cell of the mask, km²; read from its points when 0"), float, least=0, default=0.0
    )
    density: str = option(N_("columns of the mask that density depends on, with commas"), str, default="")
    separate: str = option(
        N_("what differs between sessions, with commas: density, detection, sigma"), str, default=""
    )
    buffer_km: float = option(
        N_("how far around the cameras animals may live, km"), float, least=0, default=0.0
    )
    spacing_km: float = option(N_("side of a cell, km"), float, least=0, default=0.0)
    region: str = option(
        N_("vector file of an area, or a reserve: number of animals in it"), str, names="maybe", default=""
    )
    occasion_days: int = option(N_("days of one occasion; single days when 0"), int, least=0, default=0)
    session_by: str = option(
        N_("cut a survey of several years into sessions"),
        str,
        choices=("auto", "year", "none"),
        default="auto",
    )
    flank: str = option(
        N_("animals known from one side alone: of the side with more, of one side, or all"),
        str,
        choices=("best", "left", "right", "all"),
        default="best",
    )
    profile: str = option(
        N_("profile-likelihood interval of density"), str, choices=("no", "yes"), default="no"
    )
    replicates: int = option(N_("surveys to simulate: how good is this design?"), int, least=0, default=0)
    design_per_100km2: float = option(
        N_("density to try a design on, animals per 100 km²; needs no captures"), float, default=0.0
    )
    design_level: float = option(N_("g0 or lambda0 to try a design on, per occasion"), float, default=0.02)
    design_sigma_km: float = option(N_("sigma to try a design on, km"), float, default=4.0)
    confidence: float = option(
        N_("confidence of the intervals, percent; those of profile and bootstrap are of 95"),
        float,
        default=95.0,
    )

    def __post_init__(self) -> None:
        check_question(self)
        if not 50 <= self.confidence < 100:
            raise LeopardRangeError("secr_confidence", value=self.confidence)

    @property
    def function(self) -> str:
        """Detection function, chosen."""
        return ("HHN" if self.detector == "count" else "HN") if self.detectfn == "auto" else self.detectfn

    @property
    def covariates(self) -> tuple[str, ...]:
        """Columns that density depends on."""
        return _names(self.density)

    @property
    def apart(self) -> tuple[str, ...]:
        """What differs between sessions."""
        return _names(self.separate)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session: what was seen, and how many animals its mask is estimated to hold."""

    session: str = value(N_("Session"), optional=True)
    stations: int = value(N_("Stations"))
    effort_days: float = value(N_("Effort, station-days or station-occasions"), "", 1)
    individuals: int = value(N_("Individuals"))
    detections: int = value(N_("Detections"))
    recaptures: int = value(N_("Recaptures"))
    spatial_recaptures: int = value(N_("Spatial recaptures"))
    esa_km2: float | None = value(N_("Effective sampling area"), "km²", 1, optional=True)
    mask_km2: float = value(N_("Habitat mask"), "km²", 1)
    mask_n: float | None = value(N_("Animals in the mask"), "", 1, optional=True)
    mask_n_se: float | None = value(N_("Standard error"), "", 1, optional=True)


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One parameter on its natural scale."""

    name: str = value(N_("Parameter"))
    session: str = value(N_("Session"), optional=True)
    estimate: float = value(N_("Estimate"), "", 6)
    estimate_se: float = value(N_("Standard error"), "", 6)
    estimate_low: float = value(N_("Lower limit"), "", 6)
    estimate_high: float = value(N_("Upper limit"), "", 6)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One parameter on the scale of the fit."""

    name: str = value(N_("Coefficient"))
    beta: float = value(N_("Estimate"), "", 6)
    beta_se: float = value(N_("Standard error"), "", 6)


@dataclass(frozen=True, slots=True)
class Discovered:
    """Different animals known so far."""

    session: str = value(N_("Session"), optional=True)
    occasion: int = value(N_("Occasion"))
    individuals: int = value(N_("Individuals known"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrAnswer(Answer):
    """Density and what it rests on; None where there is no value.

    Attributes
    ----------
    fit : Fit or None
        The model, for maps and charts; exact positions, never for the public.
    crs : str
        Metric system of its positions; empty when unknown.
    """

    density_per_100km2: float | None = value(N_("Density per 100 km²"), "", 3)
    density_per_100km2_se: float | None = value(N_("Standard error"), "", 3, optional=True)
    density_per_100km2_low: float | None = value(N_("Lower limit"), "", 3)
    density_per_100km2_high: float | None = value(N_("Upper limit"), "", 3)
    density_per_km2: float | None = value(N_("Density per km²"), "", 5, optional=True)
    density_per_km2_se: float | None = value(N_("Standard error"), "", 5, optional=True)
    density_per_km2_low: float | None = value(N_("Lower limit"), "", 5)
    density_per_km2_high: float | None = value(N_("Upper limit"), "", 5)
    reliable: bool = value(N_("Enough data for a density"))
    minimum_number: int = value(N_("Different animals seen, the least there are"))
    g0: float | None = value(N_("Detection at the centre of a range (g0)"), "", 5, optional=True)
    g0_se: float | None = value(N_("Standard error"), "", 5, optional=True)
    g0_low: float | None = value(N_("Lower limit"), "", 5)
    g0_high: float | None = value(N_("Upper limit"), "", 5)
    lambda0: float | None = value(
        N_("Detections at the centre of a range per occasion (lambda0)"), "", 5, optional=True
    )
    lambda0_se: float | None = value(N_("Standard error"), "", 5, optional=True)
    lambda0_low: float | None = value(N_("Lower limit"), "", 5)
    lambda0_high: float | None = value(N_("Upper limit"), "", 5)
    sigma_m: float | None = value(N_("Scale of movement (sigma)"), "m", 0, optional=True)
    sigma_m_se: float | None = value(N_("Standard error"), "m", 0, optional=True)
    sigma_m_low: float | None = value(N_("Lower limit"), "m", 0)
    sigma_m_high: float | None = value(N_("Upper limit"), "m", 0)
    detector: str = value(N_("Detector"), words=(N_("count"), N_("proximity"), N_("multi")))
    detectfn: str = value(N_("Detection function"))
    distribution: str = value(N_("Number of animals"), words=(N_("poisson"), N_("binomial")))
    log_likelihood: float | None = value(N_("Log-likelihood"), "", 4, optional=True)
    aic: float | None = value(N_("AIC"), "", 3, optional=True)
    parameters: int | None = value(N_("Parameters"), optional=True)
    individuals: int = value(N_("Individuals"))
    detections: int = value(N_("Detections"))
    recaptures: int = value(N_("Recaptures"))
    spatial_recaptures: int = value(N_("Spatial recaptures"))
    esa_km2: float | None = value(N_("Effective sampling area"), "km²", 1, optional=True)
    mask_km2: float = value(N_("Habitat mask"), "km²", 1)
    mask_cells: int = value(N_("Cells of the mask"))
    cell_km2: float = value(N_("Area of a cell"), "km²", 6)
    buffer_m: float = value(N_("Buffer around the cameras"), "m", 0)
    spacing_m: float = value(N_("Side of a cell"), "m", 0)
    buffer_bias_share: float | None = value(
        N_("Density too high for the mask's edge, at most"), "%", 2, optional=True
    )
    region_km2: float | None = value(N_("Region within the mask"), "km²", 1, optional=True)
    region_n: float | None = value(N_("Animals in the region, expected"), "", 1, optional=True)
    region_n_se: float | None = value(N_("Standard error"), "", 1, optional=True)
    region_n_low: float | None = value(N_("Lower limit"), "", 1)
    region_n_high: float | None = value(N_("Upper limit"), "", 1)
    region_n_realised: float | None = value(N_("Animals in the region, realised"), "", 1, optional=True)
    region_n_realised_se: float | None = value(N_("Standard error"), "", 1, optional=True)
    region_n_realised_low: float | None = value(N_("Lower limit"), "", 1)
    region_n_realised_high: float | None = value(N_("Upper limit"), "", 1)
    profile_per_100km2: float | None = value(
        N_("Density per 100 km², profile interval"), "", 3, optional=True
    )
    profile_per_100km2_low: float | None = value(N_("Lower limit"), "", 3)
    profile_per_100km2_high: float | None = value(N_("Upper limit"), "", 3)
    expected_individuals: float | None = value(
        N_("Animals this design is expected to meet"), "", 1, optional=True
    )
    expected_recaptures: float | None = value(N_("Recaptures expected"), "", 1, optional=True)
    expected_rse_share: float | None = value(
        N_("Relative standard error expected, quick formula"), "%", 1, optional=True
    )
    simulated: int = value(N_("Surveys simulated"))
    simulated_failed: int | None = value(N_("Without an estimate"), optional=True)
    simulated_rse_share: float | None = value(N_("Relative standard error, simulated"), "%", 1, optional=True)
    simulated_bias_share: float | None = value(N_("Bias, simulated"), "%", 1, optional=True)
    simulated_coverage_share: float | None = value(
        N_("Intervals that hold the truth, simulated"), "%", 0, optional=True
    )
    bootstrap_per_100km2: float | None = value(
        N_("Density per 100 km², bootstrap interval"), "", 3, optional=True
    )
    bootstrap_per_100km2_low: float | None = value(N_("Lower limit"), "", 3)
    bootstrap_per_100km2_high: float | None = value(N_("Upper limit"), "", 3)
    sessions: tuple[SessionRow, ...] = rows(N_("Sessions"), SessionRow)
    estimates: tuple[EstimateRow, ...] = rows(N_("Estimates"), EstimateRow)
    coefficients: tuple[Coefficient, ...] = rows(N_("Coefficients"), Coefficient)
    discovery: tuple[Discovered, ...] = rows(N_("Discovery curve"), Discovered)
    fit: Any = part()
    crs: str = part()
