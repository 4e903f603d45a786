"""A camera survey as tables: what was put up, what was seen, who it was.

Column names are the terms of Camtrap DP 1.0 (https://camtrap-dp.tdwg.org).  Whatever format a
survey came in, it has these tables with at least these columns; further columns stay as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from leopard_range.errors import Blank

if TYPE_CHECKING:
    from pandas import DataFrame

    from leopard_range.model import Note

__all__ = [
    "DEPLOYMENTS",
    "GAPS",
    "HABITAT",
    "INDIVIDUALS",
    "MEDIA",
    "OBSERVATIONS",
    "TABLES",
    "USAGE",
    "Problem",
    "Severity",
    "Survey",
]

Severity = Literal["error", "warning", "info"]

_TIME = "datetime64[ms, UTC]"

DEPLOYMENTS: Mapping[str, str] = MappingProxyType(
    {
        "deploymentID": "str",
        "locationID": "str",
        "locationName": "str",
        "longitude": "float64",
        "latitude": "float64",
        "x_m": "float64",
        "y_m": "float64",
        "coordinateUncertainty": "float64",
        "deploymentStart": _TIME,
        "deploymentEnd": _TIME,
        "cameraID": "str",
        "deploymentGroups": "str",
    }
)
"""Columns and types of deployments.  ``longitude`` and ``latitude`` are NaN where the survey has plane
coordinates ``x_m``, ``y_m`` (metres), and the other way round; times are NaT where ``usage`` tells the
effort."""

OBSERVATIONS: Mapping[str, str] = MappingProxyType(
    {
        "observationID": "str",
        "deploymentID": "str",
        "mediaID": "str",
        "eventID": "str",
        "eventStart": _TIME,
        "eventEnd": _TIME,
        "occasion": "Int64",
        "observationLevel": "str",
        "observationType": "str",
        "scientificName": "str",
        "count": "Int64",
        "lifeStage": "str",
        "sex": "str",
        "individualID": "str",
        "flank": "str",
        "confidence": "str",
    }
)
"""``occasion`` counts from 1 and is set only where ``usage`` is; ``flank`` is ``left``, ``right``, ``both``
or empty; ``confidence`` of the identification is ``certain``, ``probable``, ``possible`` or empty."""

MEDIA: Mapping[str, str] = MappingProxyType(
    {"mediaID": "str", "deploymentID": "str", "timestamp": _TIME, "filePath": "str", "fileMediatype": "str"}
)

INDIVIDUALS: Mapping[str, str] = MappingProxyType(
    {"individualID": "str", "sex": "str", "lifeStage": "str", "flank": "str", "confidence": "str"}
)
"""One row for each animal that was told apart."""

GAPS: Mapping[str, str] = MappingProxyType(
    {"deploymentID": "str", "start": _TIME, "end": _TIME, "reason": "str"}
)
"""Times inside a deployment in which the camera did not watch."""

USAGE: Mapping[str, str] = MappingProxyType(
    {"deploymentID": "str", "occasion": "int64", "effort_days": "float64"}
)
"""Effort by occasion, for formats without dates (SPACECAP, secr): only rows with effort above 0."""

HABITAT: Mapping[str, str] = MappingProxyType({"x_m": "float64", "y_m": "float64", "habitat": "int64"})
"""Points of a grid over the country around the cameras: 1 where an animal could live, 0 where not."""

TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "deployments": DEPLOYMENTS,
        "observations": OBSERVATIONS,
        "media": MEDIA,
        "individuals": INDIVIDUALS,
        "gaps": GAPS,
        "usage": USAGE,
        "habitat": HABITAT,
    }
)
"""Every table of a survey with its columns."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a survey.

    Attributes
    ----------
    rule : str
        Key in `leopard_range.i18n.survey.RULES`, lower_snake.
    severity : str
        ``error``: results are wrong until it is mended; ``warning``: look at it; ``info``.
    table : str
        Table it stands in, as the survey calls it.
    row : int
        Row of the data counted from 1, as in the file; 0 when it concerns the whole table.
    column : str
        Column; empty when it concerns the whole row.
    blanks : tuple of (str, value)
        What fills the sentence.
    """

    rule: str
    severity: Severity
    table: str
    row: int = 0
    column: str = ""
    blanks: tuple[tuple[str, Blank], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """A camera survey, read and typed; nothing about it is judged yet.

    Attributes
    ----------
    name : str
        File or folder it came from, safe to show.
    kind : str
        ``camtrap-dp``, ``wildlife-insights``, ``spacecap``, ``secr``, ``csv``, or ``layers``: the catalogue's
        own.
    crs : str
        ``EPSG:4326``; empty when positions are ``x_m``, ``y_m`` in a plane that was not named.
    timezone : str
        IANA zone of the cameras' clocks, for example ``Asia/Vladivostok``; all times in the tables are UTC.
    deployments, observations, media, individuals, gaps : DataFrame
        Columns as in `DEPLOYMENTS` and its fellows; text columns hold ``""`` for nothing, never NaN.
    usage : DataFrame or None
        Effort by occasion where the format has no dates; then `gaps` is empty and times are NaT.
    habitat : DataFrame or None
        Grid of habitat that came with the survey, columns as in `HABITAT`.
    simulated : bool
        Made by a program; everything shown of it says so.
    problems : tuple of Problem
        Found while reading: cells that could not be read as what they should be.
    operations : tuple of Note
        Everything that was changed since the file: an up-conversion, a shifted clock.
    metadata : mapping
        Title, project, licences and contributors of the package, plain JSON values.
    """

    name: str
    kind: str
    crs: str
    timezone: str
    deployments: DataFrame
    observations: DataFrame
    media: DataFrame
    individuals: DataFrame
    gaps: DataFrame
    usage: DataFrame | None = None
    habitat: DataFrame | None = None
    simulated: bool = False
    problems: tuple[Problem, ...] = ()
    operations: tuple[Note, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def counted(self) -> DataFrame:
        """Observations of the one level that is counted: of events, or of media where no event is recorded.

        Rows of the two levels tell of the same animals and must never be added up.
        """
        level = self.observations["observationLevel"]
        one = "event" if (level == "event").any() else "media"
        return self.observations[(level == one) | (level == "")]

    @property
    def dated(self) -> bool:
        """Whether the survey has times; occasions alone have none."""
        return self.usage is None
