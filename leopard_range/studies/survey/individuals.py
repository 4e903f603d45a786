"""Who was seen in a survey, how many are known, and how many there may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, option, part, rows, value
from leopard_range.studies.survey.common import CAMTRAP_DP, SurveyQuestion, cautions, chosen, read
from leopard_range.studies.survey.effort import working

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame

    from leopard_range.analysis.individuals import Discovery
    from leopard_range.catalog import Catalog

__all__ = [
    "DiscoveryRow",
    "IndividualRow",
    "IndividualsAnswer",
    "IndividualsQuestion",
    "ModelRow",
    "YearRow",
    "survey_individuals",
]

_CITED = (
    CAMTRAP_DP,
    Citation(
        "Otis D. L., Burnham K. P., White G. C., Anderson D. R. (1978) Statistical inference from capture "
        "data on closed animal populations. Wildlife Monographs 62: 3-135.",
        "https://www.jstor.org/stable/3830650",
    ),
    Citation(
        "Burnham K. P., Overton W. S. (1978) Estimation of the size of a closed population when capture "
        "probabilities vary among animals. Biometrika 65: 625-633.",
        "https://doi.org/10.1093/biomet/65.3.625",
    ),
    Citation(
        "Chao A. (1987) Estimating the population size for capture-recapture data with unequal catchability. "
        "Biometrics 43: 783-791.",
        "https://doi.org/10.2307/2531532",
    ),
)
_SEXES = (N_("female"), N_("male"))
_STAGES = (N_("adult"), N_("subadult"), N_("juvenile"))
_FLANKS = (N_("left"), N_("right"), N_("both"))
_TRUST = (N_("certain"), N_("probable"), N_("possible"))
_FITTED = ("abundance", "abundance_low", "abundance_high", "abundance_se")
_COUNT = N_("Estimated animals")
_KNOWN = N_("Mean over random orders")


@dataclass(frozen=True, slots=True)
class IndividualsQuestion(SurveyQuestion):
    """Who was seen and how many there are.

    Attributes
    ----------
    flank : str
        ``best``, ``both``, ``left`` or ``right``: animals that may be counted together.
    confidence : str
        Least confidence of an identification: ``possible``, ``probable`` or ``certain``.
    occasion_days : int
        Length of an occasion of the closed models.
    minutes : float
        Least time between two visits of an individual to a station.
    """

    flank: str = option(
        N_("flanks by which counted animals are known"),
        str,
        choices=("best", "both", "left", "right"),
        default="best",
    )
    confidence: str = option(
        N_("least confidence of an identification"),
        str,
        choices=("possible", "probable", "certain"),
        default="possible",
    )
    occasion_days: int = option(N_("days of an occasion"), int, least=1, most=366, default=7)
    minutes: float = option(
        N_("least minutes between two visits"), float, least=0, most=525_600, default=30.0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndividualRow:
    """One animal that was told apart."""

    individual: str = value(N_("Individual"))
    sex: str = value(N_("Sex"), words=_SEXES, optional=True)
    life_stage: str = value(N_("Age"), words=_STAGES, optional=True)
    flank: str = value(N_("Flank"), words=_FLANKS, optional=True)
    confidence: str = value(N_("Confidence"), words=_TRUST, optional=True)
    first_day: str = value(N_("First seen"), optional=True)
    last_day: str = value(N_("Last seen"), optional=True)
    events: int = value(N_("Visits"))
    stations: int = value(N_("Stations"))
    years: int = value(N_("Years"))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """Individuals of one year; None is a survey without dates."""

    year: int | None = value(N_("Year"), "year", optional=True)
    identified: int = value(N_("Adults identified"))
    known_alive: int = value(N_("Adults known alive"))
    young: int = value(N_("Young identified"))
    new: int = value(N_("New"))
    cumulative: int = value(N_("Known so far"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """Adults of one year by one model of a closed population; None where it has no answer."""

    year: int | None = value(N_("Year"), "year", optional=True)
    model: str = value(N_("Model"))
    animals: int = value(N_("Adults caught"))
    captures: int = value(N_("Captures"))
    occasions: int = value(N_("Occasions"))
    abundance: float | None = value(_COUNT, "", 1)
    abundance_low: float | None = value(_COUNT, "", 1)
    abundance_high: float | None = value(_COUNT, "", 1)
    abundance_se: float | None = value(N_("Standard error"), "", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveryRow:
    """Individuals known after some visits."""

    visits: int = value(N_("Visits"))
    individuals: int = value(N_("Individuals in order of time"))
    individuals_mean: float = value(_KNOWN, "", 1)
    individuals_mean_low: float = value(_KNOWN, "", 1)
    individuals_mean_high: float = value(_KNOWN, "", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndividualsAnswer(Answer):
    """Individuals of one species.

    Attributes
    ----------
    discovery : Discovery
        The whole curve.
    histories : tuple
        Year (0 without dates), names of the adults, and whether each was caught in each occasion.
    """

    species: str = value(N_("Species"), optional=True)
    individuals: int = value(N_("Individuals"))
    adults: int = value(N_("Adults"))
    young: int = value(N_("Young"))
    events: int = value(N_("Visits"))
    unidentified: int = value(N_("Records of no known individual"))
    both_flanks: int = value(N_("Known by both flanks"))
    left_only: int = value(N_("Known by the left flank only"))
    right_only: int = value(N_("Known by the right flank only"))
    moved: int = value(N_("Individuals caught twice or more"))
    mmdm_m: float | None = value(N_("Mean maximum distance moved (MMDM)"), "m")
    rpsv_m: float | None = value(N_("Root pooled spatial variance (RPSV)"), "m")
    counts: tuple[YearRow, ...] = rows(N_("By year"), YearRow)
    animals: tuple[IndividualRow, ...] = rows(N_("Individuals"), IndividualRow)
    models: tuple[ModelRow, ...] = rows(N_("Closed population"), ModelRow)
    curve: tuple[DiscoveryRow, ...] = rows(N_("Discovery of individuals"), DiscoveryRow)
    discovery: Discovery = part()
    histories: tuple[tuple[int, tuple[str, ...], NDArray[np.bool_]], ...] = part()


def survey_individuals(catalog: Catalog, question: IndividualsQuestion) -> IndividualsAnswer:
    """Summarise individuals, count those known alive, and estimate how many there are.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : IndividualsQuestion
        Which survey, which animals and which identifications.

    Returns
    -------
    IndividualsAnswer

    Raises
    ------
    LeopardRangeError
        ``survey_no_individuals``, ``survey_many_species``, ``survey_no_effort`` and what reading raises.
    """
    from leopard_range.analysis.individuals import discovery
    from leopard_range.studies.survey import sightings as told

    survey = chosen(read(catalog, question), replace(question, year=0))
    found = told.gathered(survey, question.flank, question.confidence, question.minutes)
    years = told.yearly(survey, found.visits)
    met = found.visits
    if question.year and survey.dated:
        met = met[met["year"] == question.year]
        years = years[years["year"] == question.year]
        if met.empty:
            raise LeopardRangeError("survey_no_individuals", file=survey.name)
    animals = tuple(_animals(met))
    histories, refused = told.histories(survey, met, question.occasion_days)
    models = tuple(_models(histories))
    curve = discovery(told.codes(met))
    moves, unmoved = told.moves(catalog, survey, met)
    young = sum(row.life_stage in ("juvenile", "subadult") for row in animals)
    return IndividualsAnswer(
        species=found.species,
        individuals=len(animals),
        adults=len(animals) - young,
        young=young,
        events=len(met),
        unidentified=found.unidentified,
        both_flanks=found.flanks.both,
        left_only=found.flanks.left,
        right_only=found.flanks.right,
        moved=moves.animals,
        mmdm_m=moves.mmdm_m,
        rpsv_m=moves.rpsv_m,
        counts=tuple(_years(years)),
        animals=animals,
        models=tuple(row for row, _ in models),
        curve=tuple(_curve(curve)),
        discovery=curve,
        histories=histories,
        citations=_CITED,
        notes=tuple(
            dict.fromkeys(
                (
                    *cautions(survey),
                    *working(survey),
                    *found.notes,
                    *refused,
                    *(note for _, note in models if note is not None),
                    *unmoved,
                    Note("survey_minimum"),
                )
            )
        ),
    )


def _animals(met: DataFrame) -> Iterator[IndividualRow]:
    """Yield one row for each animal, by name."""
    for name, mine in met.groupby("individualID", sort=True):
        days = mine["day"].dropna()
        yield IndividualRow(
            individual=str(name),
            sex=_most(mine["sex"]),
            life_stage=mine.sort_values("day")["lifeStage"].iloc[-1],
            flank=_flank(set(mine["flank"]) | set(mine["listed_flank"])),
            confidence=next((one for one in _TRUST if one in set(mine["confidence"])), ""),
            first_day=str(days.min().date()) if len(days) else "",
            last_day=str(days.max().date()) if len(days) else "",
            events=len(mine),
            stations=mine["locationID"].nunique(),
            years=mine["year"].nunique(),
        )


def _most(words: Any) -> str:
    known = words[words != ""]
    return "" if known.empty else str(known.mode().iloc[0])


def _flank(known: set[str]) -> str:
    sides = {side for side in ("left", "right") if side in known or "both" in known}
    return "both" if len(sides) == 2 else next(iter(sides), "")


def _years(table: DataFrame) -> Iterator[YearRow]:
    for row in table.to_dict("records"):
        counts = {str(key): int(one) for key, one in row.items() if key != "year"}
        yield YearRow(year=int(row["year"]) or None, **counts)


def _models(
    histories: tuple[tuple[int, tuple[str, ...], NDArray[np.bool_]], ...],
) -> Iterator[tuple[ModelRow, Note | None]]:
    """Yield every model of every year, and why one has no answer."""
    from leopard_range.analysis.individuals import MODELS, closed_population

    for year, _, history in histories:
        plain: dict[str, Any] = {
            "year": year or None,
            "animals": len(history),
            "captures": int(history.sum()),
            "occasions": history.shape[1],
        }
        for model in MODELS:
            fit, note = None, None
            try:
                fit = closed_population(history, model)
            except LeopardRangeError as no:
                note = Note(no.code)
            told: dict[str, Any] = {name: getattr(fit, name, None) for name in _FITTED}
            yield ModelRow(model=model, **plain, **told), note


def _curve(curve: Discovery) -> Iterator[DiscoveryRow]:
    columns = (curve.visits, curve.known, curve.mean, curve.low, curve.high)
    for visits, known, mean, low, high in zip(*(one.tolist() for one in columns), strict=True):
        yield DiscoveryRow(
            visits=visits,
            individuals=known,
            individuals_mean=mean,
            individuals_mean_low=low,
            individuals_mean_high=high,
        )
