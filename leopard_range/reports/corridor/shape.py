"""What a report about a corridor is written from; the studies' answers have this shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from leopard_range.i18n.values import Measured
from leopard_range.model import Citation, Note, Text
from leopard_range.model.corridor import Corridor

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["Chapter", "Column", "Fact", "InputRow", "Report", "Table", "chapter"]


class Column(Protocol):
    """The label of a field."""

    @property
    def key(self) -> str:
        """Field name."""

    @property
    def text(self) -> str:
        """Label, English message id."""

    @property
    def unit(self) -> str:
        """Unit; ``%`` for a share."""

    @property
    def digits(self) -> int:
        """Digits in print."""

    @property
    def words(self) -> tuple[str, ...]:
        """Words it can be."""


class Fact(Measured, Protocol):
    """A value with its label."""

    @property
    def column(self) -> Column:
        """Its label."""


class Table(Protocol):
    """Rows of facts."""

    @property
    def column(self) -> Column:
        """Its label."""

    @property
    def rows(self) -> Sequence[Sequence[Fact]]:
        """Its rows."""


class Chapter(Protocol):
    """What one study says."""

    @property
    def study(self) -> str:
        """Name."""

    @property
    def title(self) -> str:
        """Title, message id."""

    @property
    def about(self) -> str:
        """Sentence, message id."""

    @property
    def asked(self) -> Mapping[str, Any]:
        """Question as JSON."""

    @property
    def answer(self) -> Any:
        """Its answer or None."""

    @property
    def problem(self) -> Note | None:
        """Why there is none."""

    @property
    def facts(self) -> Sequence[Fact]:
        """Single values."""

    @property
    def tables(self) -> Sequence[Table]:
        """Its tables."""

    @property
    def said(self) -> Mapping[str, Any]:
        """The answer as plain JSON."""


class InputRow(Protocol):
    """A layer the report rests on."""

    @property
    def id(self) -> str:
        """Identifier."""

    @property
    def name(self) -> Text:
        """Name in every language."""

    @property
    def period(self) -> Text:
        """Of when."""

    @property
    def pos_error_m(self) -> float:
        """Positional error."""

    @property
    def sha256(self) -> str:
        """Fingerprint."""


class Report(Protocol):
    """The whole answer."""

    @property
    def name(self) -> Text:
        """Name in every language."""

    @property
    def area_km2(self) -> float:
        """Area."""

    @property
    def outline_sha256(self) -> str:
        """Fingerprint of the outline."""

    @property
    def data_version(self) -> str:
        """Version of the catalogue."""

    @property
    def inputs(self) -> Sequence[InputRow]:
        """Layers."""

    @property
    def corridor(self) -> Corridor:
        """The proposal."""

    @property
    def chapters(self) -> Sequence[Chapter]:
        """What the studies say."""

    @property
    def around(self) -> Mapping[str, GeoDataFrame]:
        """Layers of the map."""

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""

    @property
    def year(self) -> int:
        """Whose reserves."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Sources."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """Cautions."""


def chapter(answer: Report, action: str) -> Any:
    """Return the answer of one study of a report; None where there is none.

    Parameters
    ----------
    answer : Report
        The report.
    action : str
        ``audit``, ``path``, ``current``, ``effect``, ``ensemble``.
    """
    return next((one.answer for one in answer.chapters if one.study == f"corridor {action}"), None)
