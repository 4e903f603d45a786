"""What a capture-recapture question is asked of: plain tables, or a survey in any format."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note
from leopard_range.studies.survey.common import cautions, chosen, read

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from leopard_range.analysis.secr.data import Mask, Session
    from leopard_range.catalog import Catalog
    from leopard_range.model.survey import Survey
    from leopard_range.studies.survey.secr_shape import SecrQuestion

__all__ = ["Gathered", "gather", "region_of"]

_YOUNG = ("juvenile", "cub", "kitten", "infant", "young")
_DOUBTFUL = "possible"
_LONGEST_DAYS = 120
_YEAR_DAYS = 365
_BOX = (112.0, 33.0, 142.0, 54.0)
"""West, south, east, north within which the species' own projection keeps distances to 1 %."""


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Sessions ready to be fitted.

    Attributes
    ----------
    name : str
        File they came from.
    sessions : tuple of Session
        In metres.
    masks : tuple of Mask
        One a session as somebody gave them; empty for masks laid around the detectors.
    crs : str
        Metric system of the plane; empty when it was not named.
    land : shapely geometry or None
        Where animals may live, in that plane.
    notes : tuple of Note
        What was left out, and what must be known.
    """

    name: str
    sessions: tuple[Session, ...]
    masks: tuple[Mask, ...] = ()
    crs: str = ""
    land: BaseGeometry | None = None
    notes: tuple[Note, ...] = field(default=())


def gather(catalog: Catalog, question: SecrQuestion) -> Gathered:
    """Read what a question is asked of.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : SecrQuestion
        Which files.

    Raises
    ------
    LeopardRangeError
        The readers' own; ``secr_files`` when tables and a survey are both named, or tables in part.
    """
    tables = (question.captures, question.traps)
    if not any((*tables, question.mask)):
        return _from_survey(catalog, question)
    if question.file or not question.traps or not (question.captures or question.design_per_100km2):
        raise LeopardRangeError("secr_files")
    return _from_tables(catalog, question)


def _from_tables(catalog: Catalog, question: SecrQuestion) -> Gathered:
    from leopard_range.analysis.secr.tables import from_captures, masks_of, removed

    captures = catalog.captures(
        Path(question.captures) if question.captures else None,
        Path(question.traps),
        Path(question.mask) if question.mask else None,
        question.occasions,
    )
    masks = masks_of(captures, question.cell_km2)
    notes = []
    if masks and question.cell_km2 <= 0:
        notes.append(Note.of("secr_cell_read", cell_km2=float(f"{masks[0].cell_km2:.6g}")))
    crs = _metric(question.crs, captures.name) if question.crs else ""
    sessions = from_captures(captures)
    if gone := removed(sessions):
        notes.append(Note.of("secr_removed", count=gone))
    land = _land(catalog, sessions, crs) if crs and not masks else None
    return Gathered(captures.name, sessions, masks, crs, land, tuple(notes))


def _metric(crs: str, name: str) -> str:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    from leopard_range.crs import is_metric

    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        raise LeopardRangeError("secr_crs", file=name, crs=crs) from None
    if not is_metric(found):
        raise LeopardRangeError("not_metric", file=name, crs=found.name)
    return crs


def _from_survey(catalog: Catalog, question: SecrQuestion) -> Gathered:
    from leopard_range.analysis.effort import survey_operation
    from leopard_range.analysis.secr.tables import from_days, removed

    survey = chosen(read(catalog, question), question)
    seen, notes = _identified(catalog, survey, question)
    operation = survey_operation(survey).of_year(question.year)
    stations, xy, crs = _stations(catalog, survey)
    at = {name: row for row, name in enumerate(stations)}
    xy = xy[[at[name] for name in operation.stations]]
    days = question.occasion_days or (1 if operation.days is not None else 0) or 1
    day = _days(survey, seen, operation.days)
    sessions, lost = [], len(seen)
    for name, part, first in _parts(operation, question):
        inside = (day >= first) & (day < first + part.effort.shape[1])
        mine = seen[inside].assign(day=day[inside] - first)
        session, out = from_days(name, part.stations, xy, part.effort, mine, days=days)
        sessions.append(session)
        lost += out - len(mine)
        watched = int((_any(part.effort)).sum())
        if part.days is not None and watched > _LONGEST_DAYS:
            notes.append(Note.of("secr_long_session", session=name or survey.name, days=watched))
    if lost:
        notes.append(Note.of("secr_outside_effort", count=lost))
    made = tuple(sessions)
    if gone := removed(made):
        notes.append(Note.of("secr_removed", count=gone))
    masks = _habitat(survey, question, notes) * len(made)
    land = _land(catalog, made, crs) if crs and not masks else None
    return Gathered(survey.name, made, masks, crs, land, (*cautions(survey), *notes))


def _habitat(survey: Survey, question: SecrQuestion, notes: list[Note]) -> tuple[Mask, ...]:
    """Return the habitat that came with a survey, if any did and no other is asked for."""
    from leopard_range.analysis.secr.data import Mask
    from leopard_range.analysis.secr.mask import read_spacing

    if survey.habitat is None or question.buffer_km or question.spacing_km:
        return ()
    xy = survey.habitat.loc[survey.habitat["habitat"] != 0, ["x_m", "y_m"]].to_numpy(float)
    if not len(xy):
        raise LeopardRangeError("mask_no_cell", file=survey.name)
    area = question.cell_km2 or read_spacing(xy, survey.name)
    if not question.cell_km2:
        notes.append(Note.of("secr_cell_read", cell_km2=float(f"{area:.6g}")))
    return (Mask(xy, area),)


def _any(effort: NDArray[np.float64]) -> NDArray[np.bool_]:
    import numpy as np

    return np.asarray((np.nan_to_num(effort) > 0).any(axis=0), bool)


def _parts(operation: Any, question: SecrQuestion) -> list[tuple[str, Any, int]]:
    """Cut a survey into sessions: name, operation, and its first day among all."""
    import numpy as np

    years = operation.years
    if not len(years) or question.session_by == "none":
        return [("", operation, 0)]
    watched = np.flatnonzero(_any(operation.effort))
    span = int(watched[-1] - watched[0]) + 1 if len(watched) else 0
    if question.session_by == "auto" and span <= _YEAR_DAYS:
        return [("", operation, 0)]
    kept = [year for year in np.unique(years) if _any(operation.effort[:, years == year]).any()]
    return [(str(year), operation.of_year(int(year)), int((years == year).argmax())) for year in kept]


def _days(survey: Survey, seen: pd.DataFrame, days: Any) -> Any:
    import numpy as np

    if days is None:
        return seen["occasion"].fillna(0).to_numpy(np.int64) - 1
    local = seen["eventStart"].dt.tz_convert(survey.timezone).dt.tz_localize(None).dt.normalize()
    away = (local - days[0]).dt.days
    return away.fillna(-1).to_numpy(np.int64)


def _identified(catalog: Catalog, survey: Survey, question: SecrQuestion) -> tuple[pd.DataFrame, list[Note]]:
    """Return the sightings of identified grown animals of one species, and what was left out."""
    from leopard_range.analysis.effort import located
    from leopard_range.analysis.secr.tables import known_sides

    seen = located(survey.counted, survey.deployments)
    if "removed" in seen:
        seen = seen.assign(removed=seen["removed"] == "yes")
    seen = seen[seen["individualID"] != ""].rename(
        columns={"individualID": "individual", "locationID": "station"}
    )
    if seen.empty:
        raise LeopardRangeError("secr_no_animal", session=survey.name)
    seen = _one_species(catalog, survey, seen, question)
    notes: list[Note] = []
    stage = seen["individual"].map(_known(survey, "lifeStage")).astype(object).fillna("")
    young = seen["lifeStage"].where(seen["lifeStage"] != "", stage).str.casefold().isin(_YOUNG)
    if young.any():
        notes.append(Note.of("secr_young", count=seen.loc[young, "individual"].nunique()))
    sure = seen["individual"].map(_known(survey, "confidence")).astype(object).fillna("")
    doubtful = seen["confidence"].where(seen["confidence"] != "", sure).str.casefold() == _DOUBTFUL
    if doubtful.any():
        notes.append(Note.of("secr_doubtful", count=int((doubtful & ~young).sum())))
    seen = seen[~young & ~doubtful]
    sides = known_sides(seen, survey.individuals, question.flank)
    if sides.dropped:
        notes.append(Note.of(f"secr_flank_{sides.side}", count=sides.dropped))
    if sides.kept.empty:
        raise LeopardRangeError("secr_no_animal", session=survey.name)
    return sides.kept, notes


def _known(survey: Survey, column: str) -> pd.Series:
    once = survey.individuals.drop_duplicates("individualID").set_index("individualID")
    return once[column]


def _one_species(
    catalog: Catalog, survey: Survey, seen: pd.DataFrame, question: SecrQuestion
) -> pd.DataFrame:
    found = sorted(set(seen["scientificName"]))
    if question.species or len(found) == 1:
        return seen
    own = " ".join(catalog.species.scientific.split()[:2]).casefold()
    ours = seen["scientificName"].str.casefold().str.startswith(own)
    if ours.any():
        return seen[ours]
    raise LeopardRangeError("secr_several_species", file=survey.name, choices=", ".join(filter(None, found)))


def _stations(catalog: Catalog, survey: Survey) -> tuple[list[str], NDArray[np.float64], str]:
    """Return the stations, their mean position in metres, and the metric system."""
    import geopandas as gpd
    import numpy as np

    from leopard_range.analysis.effort import station_names
    from leopard_range.crs import to_metric

    names = station_names(survey.deployments)
    plane = survey.crs != "EPSG:4326"
    columns = ["x_m", "y_m"] if plane else ["longitude", "latitude"]
    mean = survey.deployments[columns].groupby(names.to_numpy(), sort=False).mean()
    xy = mean.to_numpy(float)
    most = (np.inf, np.inf) if plane else (180.0, 90.0)
    wrong = ~(np.isfinite(xy) & (np.abs(xy) <= most)).all(axis=1)
    if wrong.any():
        raise LeopardRangeError("secr_no_position", file=survey.name, station=str(mean.index[wrong.argmax()]))
    crs = survey.crs
    if not plane:
        crs = _projection(catalog, xy)
        points = gpd.GeoSeries(gpd.points_from_xy(xy[:, 0], xy[:, 1]), crs="EPSG:4326")
        placed = to_metric(points, crs, name=survey.name)
        xy = np.column_stack([placed.x, placed.y])
    if len(np.unique(xy.round(2), axis=0)) < 2:  # before a mask is laid around them
        raise LeopardRangeError("secr_one_spot", session=survey.name)
    return list(map(str, mean.index)), xy, crs


def _projection(catalog: Catalog, lonlat: NDArray[np.float64]) -> str:
    """Return the species' metric system where it keeps distances, or one around the stations."""
    west, south, east, north = _BOX
    (lon, lat) = lonlat.mean(axis=0)
    if west <= lon <= east and south <= lat <= north:
        return catalog.species.metric_crs
    return f"+proj=laea +lat_0={lat:.4f} +lon_0={lon:.4f} +datum=WGS84 +units=m +no_defs"


def _land(catalog: Catalog, sessions: tuple[Session, ...], crs: str) -> BaseGeometry | None:
    """Return the catalogue's land around the stations; None where it does not reach."""
    import geopandas as gpd
    import shapely

    from leopard_range.crs import to_metric, to_wgs84

    if "land" not in catalog.specs:
        return None
    land = catalog.layer("land").frame
    corners = shapely.union_all([shapely.multipoints(one.detectors) for one in sessions]).envelope
    around = to_wgs84(gpd.GeoSeries([corners.buffer(1.0)], crs=crs)).iloc[0]
    if not shapely.box(*land.total_bounds).contains(around):
        return None
    near = shapely.box(*around.buffer(3.0).bounds)
    cut = land.geometry.intersection(near)
    placed = to_metric(gpd.GeoSeries(cut, crs=land.crs), crs, name="land")
    return shapely.union_all(placed.to_numpy())


def region_of(catalog: Catalog, question: SecrQuestion, crs: str) -> BaseGeometry:
    """Return the region a question asks about, in the metric plane of the sessions.

    Parameters
    ----------
    catalog : Catalog
        Knows reserves and reads files.
    question : SecrQuestion
        Its ``region`` is the identifier of a reserve or the path of a vector file.
    crs : str
        Metric system of the sessions.

    Raises
    ------
    LeopardRangeError
        ``secr_region_no_crs``; ``secr_region_unknown``; ``secr_region_no_area`` and the reader's own.
    """
    import shapely

    from leopard_range.crs import to_metric

    if not crs:
        raise LeopardRangeError("secr_region_no_crs")
    path = Path(question.region)
    known = {
        str(id_): layer
        for layer in ("park", "reserves")
        if layer in catalog.specs
        for id_ in catalog.layer(layer).frame["id"]
    }
    if question.region in known:
        frame = catalog.layer(known[question.region]).frame
        frame = frame[frame["id"] == question.region]
    elif path.is_file():
        frame = catalog.read_area(path)
    else:
        raise LeopardRangeError(
            "secr_region_unknown", region=question.region, choices=", ".join(known) or "-"
        )
    shape = shapely.union_all(to_metric(frame.geometry, crs, name=path.name).to_numpy())
    if shapely.area(shape) <= 0:
        raise LeopardRangeError("secr_region_no_area", region=question.region)
    return shape
