"""Tables of published numbers: typed rows joined with their full references."""

from __future__ import annotations

from pathlib import Path

from tools.geodata import facts
from tools.geodata.writer import csv_text, write_text

__all__ = ["TABLES", "build_tables", "with_sources"]

TABLES = ("population", "densities", "plot_counts", "range_areas", "milestones", "corridors")


def with_sources(rows: list[dict[str, str]], sources: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    """Replace the source key of each row by the reference and its address.

    Parameters
    ----------
    rows : list of dict
        Rows with a ``source`` key.
    sources : dict of str to dict
        ``citation`` and ``url`` by key.

    Returns
    -------
    list of dict
        The same rows; ``source`` is the full reference, ``url`` stands after it.

    Raises
    ------
    ValueError
        When a row names no known source, or none at all.
    """
    joined = []
    for row in rows:
        reference = sources.get(row["source"])
        if reference is None:
            raise ValueError(f"row {row} names no known source")
        full: dict[str, str] = {}
        for column, value in row.items():
            full[column] = reference["citation"] if column == "source" else value
            if column == "source":
                full["url"] = reference["url"]
        joined.append(full)
    return joined


def build_tables(target: Path) -> None:
    """Write every table as CSV.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    """
    sources = {row["key"]: row for row in facts.rows("sources")}
    for name in TABLES:
        rows = with_sources(facts.rows(name), sources)
        write_text(target / f"tables/{name}.csv", csv_text(rows, list(rows[0])))
