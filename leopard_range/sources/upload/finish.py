"""The last steps every vector format shares: checks, repairs, WGS 84."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note, Upload
from leopard_range.sources.upload import shapes as steps
from leopard_range.sources.upload.budgets import check_cells, check_rows
from leopard_range.sources.upload.raw import Raw
from leopard_range.sources.upload.sanity import crs_label, crs_of_code, located
from leopard_range.sources.upload.shapes import Shapes
from leopard_range.sources.upload.table import safe_columns
from leopard_range.sources.upload.text import clean, label

__all__ = ["chosen_crs", "finish"]

MAX_CAMERA_MOVE_M = 5_000.0
"""Farther apart than this, two positions of one camera are two stations or a slip: our reading.
Stations of leopard surveys stand some 2-5 km apart."""


def finish(raw: Raw, choices: Choices) -> Upload:
    """Check features, repair what can be repaired, and bring them to WGS 84.

    Parameters
    ----------
    raw : Raw
        Features as a format's reader found them.
    choices : Choices
        What the person answered.

    Returns
    -------
    Upload
        With ``frame`` in EPSG:4326: valid shapes of one family inside `sanity.AREA`, safe columns.

    Raises
    ------
    LeopardRangeError
        A code of the section "uploads: text, tables and shapes".
    """
    count = len(raw.frame)
    if count == 0:
        raise LeopardRangeError("no_features", file=raw.name)
    check_rows(count, raw.name)
    check_cells(raw.frame.size, raw.name)
    numbers = np.arange(1, count + 1) if raw.numbers is None else raw.numbers
    place = "row" if raw.kind == "csv" else "feature"
    plain = raw.frame.drop(columns=raw.frame.geometry.name)
    table, table_notes = safe_columns(plain.reset_index(drop=True), raw.name)
    values = np.asarray(raw.frame.geometry.to_numpy())
    shapes = steps.one_family(steps.present(values, numbers, raw.name, place), choices)
    shapes = steps.lengthened(shapes)
    crs, crs_notes = _system(raw, choices)
    lonlat = located(shapes.values, crs, raw.name, numbers=shapes.numbers, place=place, swap=choices.swap)
    shapes = steps.check_sizes(steps.repaired(dataclasses.replace(shapes, values=lonlat)))
    frame = gpd.GeoDataFrame(
        table.iloc[shapes.kept].reset_index(drop=True), geometry=shapes.values, crs=WGS84
    )
    if raw.camera:
        _check_cameras(shapes, plain[raw.camera].astype(str).to_numpy()[shapes.kept])
    remarks = (*raw.remarks, *_moved_note(crs))
    swapped = (Note.of("swapped_back"),) if choices.swap else ()
    return Upload(
        name=clean(raw.name),
        kind=raw.kind,
        rows=len(frame),
        source_crs=crs_label(crs),
        repairs=_once((*raw.repairs, *crs_notes, *swapped, *shapes.notes, *table_notes)),
        remarks=_once(remarks),
        frame=frame,
    )


def chosen_crs(choices: Choices, name: str) -> CRS | None:
    """Return the system the person chose; None when none was.

    Parameters
    ----------
    choices : Choices
        What the person answered.
    name : str
        File name, for messages.

    Raises
    ------
    LeopardRangeError
        ``crs_unknown`` for anything but the code of a system.
    """
    if not choices.crs:
        return None
    crs = crs_of_code(choices.crs)
    if crs is None:
        raise LeopardRangeError("crs_unknown", file=name)
    return crs


def _system(raw: Raw, choices: Choices) -> tuple[CRS, tuple[Note, ...]]:
    """The person's word counts more than the file's, which may lie."""
    chosen = chosen_crs(choices, raw.name)
    if chosen is not None:
        return chosen, () if chosen == raw.crs else (Note.of("crs_chosen", crs=crs_label(chosen)),)
    if raw.crs is not None:
        return raw.crs, ()
    if raw.layer:
        raise LeopardRangeError("crs_needed", file=raw.name, layer=raw.layer)
    raise LeopardRangeError("crs_needed", file=raw.name)


def _moved_note(crs: CRS) -> tuple[Note, ...]:
    return () if crs.equals(WGS84, ignore_axis_order=True) else (Note.of("reprojected", crs=crs_label(crs)),)


def _check_cameras(shapes: Shapes, cameras: NDArray[np.object_]) -> None:
    """Refuse one camera in two places far apart."""
    geod = Geod(ellps="WGS84")
    xy = shapely.get_coordinates(shapely.centroid(shapes.values))
    first: dict[str, int] = {}
    for at, camera in enumerate(cameras):
        if not camera or camera in ("None", "nan"):
            continue
        home = first.setdefault(camera, at)
        if (xy[home] == xy[at]).all():
            continue
        metres = geod.inv(*xy[home], *xy[at])[2]
        if metres > MAX_CAMERA_MOVE_M:
            raise shapes.error("camera_moves", at, camera=label(camera), km=round(metres / 1000))


def _once(notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys(notes))
