"""Camera stations and detections as classed counts in coarse cells and whole years.

Everything here depends on the cells that hold enough stations and on nothing
else: a cell with too few, or none, leaves no trace, so that no comparison of
two answers tells of fewer stations than the scheme allows.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely import box

from leopard_range.privacy.rules import PUBLIC_RULES, Rules, released, review_date

__all__ = [
    "NOT_SHOWN",
    "area_counts",
    "cell_ids",
    "classed",
    "detection_cells",
    "shown_stations",
    "station_cells",
]

NOT_SHOWN = "not shown"
"""Label of a neighbour of a shown cell that has too few stations, or none."""

_MICRO = 1_000_000
"""Cells are counted in whole microdegrees: 130.6 / 0.2 is not 653 in binary floating point."""

_AROUND = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)]
_KEYS = ["year", "col", "row"]


def cell_ids(lon: NDArray[np.float64], lat: NDArray[np.float64], cell_deg: float) -> NDArray[np.int64]:
    """Return column and row of the fixed grid cell each position falls in.

    Parameters
    ----------
    lon, lat : ndarray, shape (n,)
        WGS 84 degrees.
    cell_deg : float
        Side of a cell, degrees.

    Returns
    -------
    ndarray, shape (n, 2)
        Column and row, counted from 0° E, 0° N.
    """
    step = round(cell_deg * _MICRO)
    micro = np.rint(np.column_stack([lon, lat]) * _MICRO).astype(np.int64)
    cells: NDArray[np.int64] = micro // step
    return cells


def classed(counts: NDArray[np.int64], rules: Rules = PUBLIC_RULES) -> list[str]:
    """Return the label of the class each count falls in.

    Parameters
    ----------
    counts : ndarray of int
        Counts, not negative.
    rules : Rules
        The public scheme.
    """
    bounds = np.array([low for low, _ in rules.classes])
    labels = [label for _, label in rules.classes]
    return [labels[i] for i in np.searchsorted(bounds, counts, side="right") - 1]


def _years(moments: pd.Series) -> list[int]:
    """Return the year each ISO 8601 moment was written in, by the camera's own clock."""
    return [int(text[:4]) for text in moments.astype(str)]


def _standing(stations: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Give each station the cell and every year it stood in."""
    cells = cell_ids(
        stations["longitude"].to_numpy(float), stations["latitude"].to_numpy(float), rules.cell_deg
    )
    first, last = (_years(stations[name]) for name in ("deploymentStart", "deploymentEnd"))
    return pd.DataFrame(
        {
            "col": cells[:, 0],
            "row": cells[:, 1],
            # A camera over New Year stood in both years; its pictures are of both.
            "year": [list(range(a, b + 1)) for a, b in zip(first, last, strict=True)],
            "station": stations["locationID"].to_numpy(),
        }
    ).explode("year")


def _shown(stations: pd.DataFrame, today: date, rules: Rules) -> pd.DataFrame:
    """Count distinct stations per cell and year; keep what is old and full enough."""
    counts = _standing(stations, rules).groupby(_KEYS)["station"].nunique().rename("stations").reset_index()
    old = np.array([released(int(year), today, rules) for year in counts["year"]], dtype=bool)
    full = counts["stations"].to_numpy() >= rules.min_stations
    return counts.loc[old & full].astype({"year": int}).reset_index(drop=True)


def _events(stations: pd.DataFrame, detections: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Give each detection the cell and the year it may be counted in."""
    places = stations.set_index("deploymentID")[["longitude", "latitude"]]
    where = places.loc[detections["deploymentID"]]
    cells = cell_ids(where["longitude"].to_numpy(float), where["latitude"].to_numpy(float), rules.cell_deg)
    who = None
    if "individualID" in detections.columns:
        named = detections["individualID"].fillna("").astype(str).str.strip()
        who = named.where(named != "").to_numpy()
    return pd.DataFrame(
        {
            "year": _years(detections["eventStart"]),
            "col": cells[:, 0],
            "row": cells[:, 1],
            "individual": who,
        }
    )


def _with_neighbours(shown: pd.DataFrame, labels: list[str], rules: Rules) -> pd.DataFrame:
    """Add the unlabelled neighbours of shown cells, whatever stands in them."""
    known = dict(zip(shown[_KEYS].itertuples(index=False, name=None), labels, strict=True))
    across, up = round(180 / rules.cell_deg), round(90 / rules.cell_deg)
    around = {
        (year, col + x, row + y)
        for year, col, row in known
        for x, y in _AROUND
        if -across <= col + x < across and -up <= row + y < up
    }
    cells = known | dict.fromkeys(around - known.keys(), NOT_SHOWN)
    # In the order of the text the cell is named by, which no count has touched.
    rows = sorted((year, f"{col}_{row}", col, row, label) for (year, col, row), label in cells.items())
    return pd.DataFrame(rows, columns=["year", "cell", "col", "row", "label"])


def _cells_frame(
    shown: pd.DataFrame, column: str, counts: NDArray[np.int64], today: date, rules: Rules
) -> gpd.GeoDataFrame:
    cells = _with_neighbours(shown, classed(counts, rules), rules)
    side = rules.cell_deg
    west = np.round(cells["col"].to_numpy(float) * side, 6)
    south = np.round(cells["row"].to_numpy(float) * side, 6)
    east, north = np.round(west + side, 6), np.round(south + side, 6)
    _, _, diagonal_m = Geod(ellps="WGS84").inv(west, south, east, north)
    return gpd.GeoDataFrame(
        {
            "cell": cells["cell"].to_numpy(),
            "year_from": cells["year"].to_numpy(),
            "year_to": cells["year"].to_numpy(),
            column: cells["label"].to_numpy(),
            **_said(today, rules),
            "coordinateUncertaintyInMeters": np.ceil(np.asarray(diagonal_m) / 2).astype(int),
        },
        geometry=box(west, south, east, north),
        crs="EPSG:4326",
    )


def _said(today: date, rules: Rules) -> dict[str, Any]:
    """Return what every record says about itself."""
    return {
        "dataGeneralizations": f"{rules.cell_deg:g} degree grid, classed counts, whole years",
        "coordinatePrecision": rules.cell_deg,
        "informationWithheld": "exact positions, dates, individuals; cells with fewer than "
        f"{rules.min_stations} stations",
        "sensitivityReviewDate": review_date(today),
    }


def station_cells(stations: pd.DataFrame, today: date, rules: Rules = PUBLIC_RULES) -> gpd.GeoDataFrame:
    """Show camera stations as classed counts in coarse cells and whole years.

    Parameters
    ----------
    stations : DataFrame
        ``locationID``, ``longitude``, ``latitude`` (WGS 84 degrees),
        ``deploymentStart``, ``deploymentEnd`` (ISO 8601); one row per deployment.
    today : date
        Day of the release; younger years are withheld.
    rules : Rules
        The public scheme.

    Returns
    -------
    GeoDataFrame
        Cells with enough stations, EPSG:4326, with ``stations_class``, and
        their eight neighbours as ``not shown`` where those have fewer, or
        none.  It depends on which of the shown cells each station falls in
        and on nothing finer.
    """
    shown = _shown(stations, today, rules)
    return _cells_frame(shown, "stations_class", shown["stations"].to_numpy(np.int64), today, rules)


def detection_cells(
    stations: pd.DataFrame, detections: pd.DataFrame, today: date, rules: Rules = PUBLIC_RULES
) -> gpd.GeoDataFrame:
    """Show detections as classed counts in coarse cells and whole years.

    Parameters
    ----------
    stations : DataFrame
        As in `station_cells`.
    detections : DataFrame
        ``deploymentID`` of `stations` and ``eventStart`` (ISO 8601).
    today : date
        Day of the release; younger years are withheld.
    rules : Rules
        The public scheme.

    Returns
    -------
    GeoDataFrame
        The cells of `station_cells`, EPSG:4326, with ``detections_class``:
        ``0`` where cameras saw nothing.
    """
    shown = _shown(stations, today, rules)
    events = _events(stations, detections, rules)
    numbers = events.groupby(_KEYS).size().rename("seen").reset_index()
    seen = shown.merge(numbers, on=_KEYS, how="left")["seen"].fillna(0).to_numpy(np.int64)
    return _cells_frame(shown, "detections_class", seen, today, rules)


def area_counts(
    stations: pd.DataFrame,
    detections: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    today: date,
    rules: Rules = PUBLIC_RULES,
) -> pd.DataFrame:
    """Count individuals per area and year, in classes, without their names.

    An area counts the shown cells that lie more than half inside it.  Its own
    outline is not used on stations: a cell and an area cut from each other
    would tell on which side of the line a station stands.

    Parameters
    ----------
    stations, detections : DataFrame
        As in `detection_cells`; `detections` also with ``individualID``.
    areas : GeoDataFrame
        Polygons, EPSG:4326, with a unique ``id``.
    today : date
        Day of the release; younger years are withheld.
    rules : Rules
        The public scheme.

    Returns
    -------
    DataFrame
        ``id`` of the area, ``year``, ``stations_class``, ``individuals_class``;
        areas and years with cells only.
    """
    shown = _shown(stations, today, rules)
    joined = shown.merge(_inside(shown, areas, rules), on=["col", "row"])
    events = _events(stations, detections, rules).dropna(subset="individual")
    people = joined.merge(events, on=_KEYS, how="left").groupby(["id", "year"])["individual"].nunique()
    cameras = joined.groupby(["id", "year"])["stations"].sum()
    table = pd.DataFrame({"stations": cameras, "individuals": people}).fillna(0).sort_index().reset_index()
    said = _said(today, rules)
    return pd.DataFrame(
        {
            "id": table["id"],
            "year": table["year"],
            "stations_class": classed(table["stations"].to_numpy(np.int64), rules),
            "individuals_class": classed(table["individuals"].to_numpy(np.int64), rules),
            "dataGeneralizations": f"whole cells of {said['dataGeneralizations']}",
            **{name: said[name] for name in ("informationWithheld", "sensitivityReviewDate")},
        }
    )


def _inside(shown: pd.DataFrame, areas: gpd.GeoDataFrame, rules: Rules) -> pd.DataFrame:
    """Pair each cell with the areas that cover more than half of it."""
    cells = shown[["col", "row"]].drop_duplicates(ignore_index=True)
    corner = np.round(cells.to_numpy(float) * rules.cell_deg, 6)
    squares = box(*corner.T, *(corner + rules.cell_deg).T)
    pairs = []
    for id_, outline in zip(areas["id"], areas.geometry, strict=True):
        shared = shapely.area(shapely.intersection(squares, outline))
        pairs.append(cells.loc[shared > rules.cell_deg**2 / 2].assign(id=id_))
    return pd.concat(pairs, ignore_index=True) if pairs else cells.assign(id="").head(0)


def shown_stations(
    stations: pd.DataFrame, today: date, rules: Rules = PUBLIC_RULES
) -> dict[tuple[int, str], frozenset[str]]:
    """Return which stations each published answer stands for.

    Parameters
    ----------
    stations, today, rules
        As in `station_cells`.

    Returns
    -------
    dict
        Year and cell -> ``locationID`` of its stations; shown cells only.
        For the release step and its tests, never for the public.
    """
    sets: dict[tuple[int, str], set[str]] = {}
    for year, col, row, name in _standing(stations, rules)[[*_KEYS, "station"]].itertuples(index=False):
        if released(int(year), today, rules):
            sets.setdefault((int(year), f"{col}_{row}"), set()).add(str(name))
    return {at: frozenset(names) for at, names in sets.items() if len(names) >= rules.min_stations}
