"""The quality report of a camera survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Note
from leopard_range.model.survey import Problem, Survey
from leopard_range.studies.shape import N_, Said, check_question, option, part, rows, value
from leopard_range.studies.survey.common import CAMTRAP_DP, SurveyQuestion, cautions, chosen, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leopard_range.catalog import Catalog

__all__ = [
    "MOST",
    "SEVERITY_WORDS",
    "CheckAnswer",
    "CheckQuestion",
    "Finding",
    "area_of",
    "check",
    "findings",
]

MOST = 10_000
"""Findings an answer lists one by one; it counts them all."""

SEVERITY_WORDS = (N_("error"), N_("warning"), N_("info"))
"""From worst to least."""


@dataclass(frozen=True, slots=True)
class CheckQuestion(SurveyQuestion):
    """What is wrong with a survey.

    Attributes
    ----------
    bounds : str
        Study area as ``west,south,east,north`` in degrees; empty: the species' own.
    speed_km_h : float
        Fastest way of one animal between two cameras.
    silence_days : float
        A camera that recorded nothing for so long is told.
    """

    bounds: str = option(
        N_("study area: west,south,east,north in degrees; the species' own when left out"), str, default=""
    )
    speed_km_h: float = option(
        N_("fastest way of one animal between two cameras, km/h"), float, least=0.001, default=8.0
    )
    silence_days: float = option(
        N_("days without any record that are told"), float, least=0.001, default=30.0
    )

    def __post_init__(self) -> None:
        check_question(self)
        area_of(self.bounds)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding."""

    severity: str = value(N_("Severity"), words=SEVERITY_WORDS)
    rule: str = value(N_("Rule"))
    table: str = value(N_("Table"))
    row: int | None = value(N_("Row"))
    column: str = value(N_("Column"))
    sentence: Said = value(N_("What was found"))
    remedy: Said = value(N_("What to do"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer(Answer):
    """What was found, worst first.

    Attributes
    ----------
    problems : tuple of Problem
        All of them.
    """

    deployments: int = value(N_("Deployments"))
    stations: int = value(N_("Camera stations"))
    observations: int = value(N_("Observations"))
    media: int = value(N_("Media files"))
    errors: int = value(N_("Errors: results are wrong until they are mended"))
    warnings: int = value(N_("Warnings: look at them"))
    infos: int = value(N_("Remarks"))
    findings: tuple[Finding, ...] = rows(N_("Findings"), Finding)
    problems: tuple[Problem, ...] = part()


def check(catalog: Catalog, question: CheckQuestion) -> CheckAnswer:
    """Judge a survey by every rule of the quality report.

    Parameters
    ----------
    catalog : Catalog
        Reads the survey.
    question : CheckQuestion
        Which one.  With a species or a year the whole survey is judged, and what was found in the rows of
        that part is told.

    Returns
    -------
    CheckAnswer
        Problems are no error: whatever the survey, it is answered.

    Raises
    ------
    LeopardRangeError
        The file cannot be read at all, or has nothing of that species or year; ``survey_bad_bounds``.
    """
    import pandas as pd

    from leopard_range.analysis.quality import Limits, quality_report

    survey = read(catalog, question)
    bounds = area_of(question.bounds) or _own_area(catalog)
    limits = Limits(
        today=pd.Timestamp(catalog.settings.today, tz=survey.timezone) + pd.Timedelta(days=1),
        bounds=bounds,
        speed_km_h=question.speed_km_h,
        silence_days=question.silence_days,
    )
    found = quality_report(survey, limits, _metres(survey))
    told = chosen(survey, question, judge=False)
    found = tuple(sorted(_about(found, survey, told), key=lambda one: _WORST.index(one.severity)))
    counts = Counter(one.severity for one in found)
    stations = told.deployments["locationID"]
    more = (Note.of("survey_findings_cut", shown=MOST, count=len(found)),) if len(found) > MOST else ()
    return CheckAnswer(
        deployments=len(told.deployments),
        stations=int(stations[stations != ""].nunique()),
        observations=len(told.observations),
        media=len(told.media),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        findings=findings(found[:MOST]),
        problems=found,
        citations=(CAMTRAP_DP,),
        notes=(*cautions(survey), *more),
    )


_WORST = ("error", "warning", "info")


def findings(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Put problems into rows of an answer.

    Parameters
    ----------
    problems : iterable of Problem
        Of a quality report.
    """
    return tuple(
        Finding(
            one.severity, one.rule, one.table, one.row or None, one.column, Said(one), Said(one, remedy=True)
        )
        for one in problems
    )


def area_of(text: str) -> tuple[float, float, float, float] | None:
    """Read a study area: ``west,south,east,north`` in degrees.

    Parameters
    ----------
    text : str
        Empty for none.

    Raises
    ------
    LeopardRangeError
        ``survey_bad_bounds``.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(one) for one in text.split(","))
    except ValueError:
        raise LeopardRangeError("survey_bad_bounds", value=text) from None
    # NaN compares false with everything, so it is refused as well.
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise LeopardRangeError("survey_bad_bounds", value=text)
    return west, south, east, north


def _own_area(catalog: Catalog) -> tuple[float, float, float, float] | None:
    bounds = catalog.species.parameters.get("study", {}).get("bounds")
    return tuple(map(float, bounds)) if bounds else None  # type: ignore[return-value]


def _metres(survey: Survey) -> NDArray[np.float64]:
    """Positions in metres around the middle of the survey, wherever on Earth it is; NaN for what is none."""
    import numpy as np
    from pyproj import Transformer

    put = survey.deployments
    if not survey.crs:
        return put[["x_m", "y_m"]].to_numpy(dtype=float)
    lon, lat = (put[name].to_numpy(dtype=float, copy=True) for name in ("longitude", "latitude"))
    lost = ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    lon[lost] = lat[lost] = np.nan
    if lost.all():
        return np.full((len(put), 2), np.nan)
    centre = f"+proj=laea +lat_0={np.nanmedian(lat)} +lon_0={np.nanmedian(lon)} +datum=WGS84 +units=m"
    xy = np.column_stack(Transformer.from_crs("EPSG:4326", centre, always_xy=True).transform(lon, lat))
    return np.where(np.isfinite(xy), xy, np.nan)


def _about(found: Iterable[Problem], whole: Survey, told: Survey) -> Iterator[Problem]:
    """Keep what concerns whole tables, and rows of the part that was asked about."""
    kept: dict[str, set[int]] = {}
    for name in ("deployments", "observations"):
        rows_ = getattr(told, name).index
        if len(rows_) < len(getattr(whole, name)):
            kept[name] = set((rows_ + 1).tolist())
    return (one for one in found if not one.row or one.row in kept.get(one.table, {one.row}))
