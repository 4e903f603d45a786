"""The public tables behind the Cameras page, and how their numbers are written."""

from __future__ import annotations

import pandas as pd

from leopard_range.i18n import number
from leopard_range.ui.camera_charts import Estimate, Year
from leopard_range.ui.session import catalog, words

__all__ = [
    "TABLES",
    "estimates",
    "frame",
    "mark",
    "rates",
    "region_km2",
    "told",
    "told_between",
    "told_span",
    "years",
]

TABLES = ("survey_years", "survey_hours", "survey_truth")
"""Tables made from a survey; a data folder may have none of them."""


def frame(id_: str) -> pd.DataFrame | None:
    """Return a public table, or None where this data folder has none.

    Parameters
    ----------
    id_ : str
        Identifier of a table.
    """
    if id_ not in catalog().specs:
        return None
    table = catalog().table(id_, public=True)
    return table if len(table) else None


def mark(id_: str) -> str:
    """Return the word that must stand beside everything made from a simulated layer; empty for a real one.

    Parameters
    ----------
    id_ : str
        Identifier of a layer or table.
    """
    _, spec = words(), catalog().specs.get(id_)
    return _("simulated") if spec is not None and spec.method == "simulated" else ""


def years() -> list[Year]:
    """Join the published counts and the survey's years, in order."""
    published, survey = (_by_year(frame(id_)) for id_ in ("plot_counts", "survey_years"))
    rows = []
    for year in sorted({*published, *survey}):
        count, row = published.get(year, {}), survey.get(year, {})
        rows.append(
            Year(
                year,
                low=_value(count.get("low")),
                high=_value(count.get("high")),
                identified=_value(row.get("identified")),
                new=_value(row.get("new")),
                cumulative=_value(row.get("cumulative")),
                trap_days=_value(row.get("trap_days")),
            )
        )
    return rows


def rates(lang: str) -> dict[int, str]:
    """Return detections per 100 trap-days with their interval, as text by year.

    Parameters
    ----------
    lang : str
        Language of the numbers.
    """
    name = "rai_per_100_trap_days"
    return {
        year: told_between(row.get(name), row.get(f"{name}_low"), row.get(f"{name}_high"), lang, 2)
        for year, row in _by_year(frame("survey_years")).items()
        if name in row
    }


def estimates() -> list[Estimate]:
    """Return minimum and estimate of each year, in order."""
    alike = mark("survey_truth") == mark("survey_years")
    truth = _by_year(frame("survey_truth")) if alike else {}
    return [
        Estimate(
            year,
            minimum=_value(row.get("known_alive")) or 0.0,
            value=_value(row.get("animals")),
            low=_value(row.get("animals_low")),
            high=_value(row.get("animals_high")),
            reliable=str(row.get("reliable")).lower() == "true",
            truth=_value(truth.get(year, {}).get("animals")),
        )
        for year, row in sorted(_by_year(frame("survey_years")).items())
    ]


def region_km2() -> float | None:
    """Return the area on which the estimated animals live, km2; None when no year has an estimate."""
    areas = [_value(row.get("region_km2")) for row in _by_year(frame("survey_years")).values()]
    return next((area for area in areas if area is not None), None)


def told(value: float | None, lang: str) -> str:
    """Write a whole number, or a dash for none.

    Parameters
    ----------
    value : float or None
        Number.
    lang : str
        Language.
    """
    return "–" if value is None else number(value, lang)


def told_span(low: float | None, high: float | None, lang: str) -> str:
    """Write two whole numbers as one span, or one where they are equal.

    Parameters
    ----------
    low, high : float or None
        Ends.
    lang : str
        Language.
    """
    if low is None or high is None:
        return "–"
    return number(low, lang) if low == high else f"{number(low, lang)}–{number(high, lang)}"


def told_between(value: object, low: object, high: object, lang: str, digits: int) -> str:
    """Write a number with its interval, or a dash for none.

    Parameters
    ----------
    value, low, high : number or None
        Estimate and bounds.
    lang : str
        Language.
    digits : int
        Digits after the decimal mark.
    """
    best, least, most = (_value(v) for v in (value, low, high))
    if best is None:
        return "–"
    text = number(best, lang, digits)
    if least is None or most is None:
        return text
    return f"{text} ({number(least, lang, digits)}–{number(most, lang, digits)})"


def _by_year(table: pd.DataFrame | None) -> dict[int, dict[str, object]]:
    if table is None:
        return {}
    return {int(row["year"]): {str(k): v for k, v in row.items()} for row in table.to_dict("records")}


def _value(cell: object) -> float | None:
    """Return a cell as a number; None for an empty one or any other thing."""
    return float(cell) if isinstance(cell, int | float) and not pd.isna(cell) else None
