"""The one door to data: look up, read, check, generalise.

Nothing above this module reads a file.  Records marked ``exact`` leave only
generalised, unless the process was started for planners.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from leopard_range import privacy
from leopard_range.catalog import corridors, surveys
from leopard_range.catalog.bundle import CLASSES, cell_fields, check_bundle, check_layer
from leopard_range.catalog.entries import VECTORS, notes_of
from leopard_range.catalog.readers import Readers
from leopard_range.config import Role, Settings
from leopard_range.crs import to_metric
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Field, Grid, Layer, LayerSpec, Note
from leopard_range.model.corridor import Corridor
from leopard_range.model.survey import Survey
from leopard_range.sources import rasters

__all__ = ["CLASSES", "Catalog", "notes_of", "open_catalog"]

_ROUNDED = (
    Field("dataGeneralizations", "string", "", "How the record was made less exact"),
    Field("coordinatePrecision", "number", "°", "Step the positions are rounded to"),
    Field("coordinateUncertaintyInMeters", "number", "m", "How far the true position may lie"),
    Field("informationWithheld", "string", "", "What is not given"),
)
_FIRST_YEAR = 1850
"""About the time of the historical range; the first reserve came in 1916."""


class Catalog(Readers):
    """The layers of one data folder, read for one role.

    Parameters
    ----------
    settings : Settings
        Data folder, role, species and the day of release.
    rules : Rules
        By which exact records are made public.

    Raises
    ------
    LeopardRangeError
        ``data_folder_missing``, ``catalog_invalid``.
    """

    def __init__(self, settings: Settings, rules: privacy.Rules = privacy.PUBLIC_RULES) -> None:
        super().__init__(settings)
        self.rules = rules
        self._layers: dict[tuple[str, bool], Layer] = {}
        self._projected: dict[str, gpd.GeoDataFrame] = {}

    def cleared(self, clearance: Role) -> Catalog:
        """Return this catalog as somebody with a clearance sees it.

        Parameters
        ----------
        clearance : str
            ``public`` or ``planner``; it never gives more than the process's own role.
        """
        return self._public if clearance == "public" and self.settings.role != "public" else self

    @cached_property
    def _public(self) -> Catalog:
        return type(self)(replace(self.settings, role="public"), self.rules)

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of every history here."""
        return _FIRST_YEAR, self.settings.today.year

    def layer(self, id_: str, *, public: bool = False) -> Layer:
        """Read a vector layer, checked and, where it is sensitive, generalised.

        Parameters
        ----------
        id_ : str
            Identifier of a polygon, line or point layer.
        public : bool
            Ask for the public view even in a planner's process; everything
            that is served by address asks so.

        Returns
        -------
        Layer
            Features in EPSG:4326.  Shared between callers: never change it.

        Raises
        ------
        LeopardRangeError
            ``unknown_layer``, ``wrong_kind``, ``data_file_missing``,
            ``data_file_corrupt`` and the reader's own.
        """
        spec = self.spec(id_)
        if spec.kind not in VECTORS:
            raise LeopardRangeError("wrong_kind", layer=id_, kind=spec.kind, needed="polygon, line or point")
        key = (id_, self._hidden(spec, public=public))
        if key not in self._layers:
            self._layers[key] = self._generalised(spec) if key[1] else self._exact(spec)
        return self._layers[key]

    def projected(self, id_: str) -> gpd.GeoDataFrame:
        """Read a vector layer in the species' metric system, kept for the next time.

        Parameters
        ----------
        id_ : str
            Identifier of a polygon, line or point layer.

        Returns
        -------
        GeoDataFrame
            What `layer` gives, in metres.  Shared between callers: never change it.

        Raises
        ------
        LeopardRangeError
            What `layer` raises.
        """
        if id_ not in self._projected:
            layer = self.layer(id_)
            self._projected[id_] = to_metric(layer.frame, self.species.metric_crs, name=layer.spec.id)
        return self._projected[id_]

    def rounded(self, id_: str) -> Layer:
        """Read a sensitive vector layer with its positions rounded to 0.01 degrees: what planners look at.

        Parameters
        ----------
        id_ : str
            Identifier of a polygon, line or point layer.

        Returns
        -------
        Layer
            Features in EPSG:4326 with ``coordinateUncertaintyInMeters``; a layer that is
            not sensitive comes as it is.

        Raises
        ------
        LeopardRangeError
            ``needs_planner`` and what `layer` raises.
        """
        spec = self.spec(id_)
        if spec.sensitivity != "exact":
            return self.layer(id_)
        exact = self.exact(id_)
        frame = privacy.rounded(exact.frame)
        kept = tuple(one for one in exact.spec.fields if one.name in frame.columns)
        return Layer(replace(spec, fields=(*kept, *_ROUNDED)), frame, (*notes_of(spec), Note("rounded")))

    def exact(self, id_: str) -> Layer:
        """Read a sensitive vector layer with its exact positions; whoever shows them logs it.

        Parameters
        ----------
        id_ : str
            Identifier of a polygon, line or point layer.

        Raises
        ------
        LeopardRangeError
            ``needs_planner`` and what `layer` raises.
        """
        if self._hidden(self.spec(id_)):
            raise LeopardRangeError("needs_planner")
        found = self.layer(id_)
        sensitive = found.spec.sensitivity == "exact"
        return replace(found, notes=(*found.notes, Note("exact"))) if sensitive else found

    def table(self, id_: str, *, public: bool = False) -> pd.DataFrame:
        """Read a table of facts.

        Parameters
        ----------
        id_ : str
            Identifier of a table.
        public : bool
            Refuse a table of exact records even in a planner's process.

        Returns
        -------
        DataFrame
            Columns typed as the catalogue declares; a copy.

        Raises
        ------
        LeopardRangeError
            ``unknown_layer``, ``wrong_kind``, ``needs_planner``,
            ``data_file_missing``, ``data_file_corrupt``.
        """
        spec = self.spec(id_)
        if spec.kind != "table":
            raise LeopardRangeError("wrong_kind", layer=id_, kind=spec.kind, needed="table")
        if self._hidden(spec, public=public):
            raise LeopardRangeError("needs_planner")
        return self._table(spec)

    def file(self, id_: str) -> Path:
        """Return the checked file of a raster or an image.

        Parameters
        ----------
        id_ : str
            Identifier of a raster or image.

        Raises
        ------
        LeopardRangeError
            ``unknown_layer``, ``wrong_kind``, ``data_file_missing``, ``data_file_corrupt``.
        """
        spec = self.spec(id_)
        if spec.kind not in ("raster", "image"):
            raise LeopardRangeError("wrong_kind", layer=id_, kind=spec.kind, needed="raster or image")
        if self._hidden(spec):
            raise LeopardRangeError("needs_planner")
        return self._checked(spec)

    def read(self, id_: str) -> bytes:
        """Return the checked bytes of a layer's file, as they are.

        Parameters
        ----------
        id_ : str
            Identifier of any layer.

        Raises
        ------
        LeopardRangeError
            ``unknown_layer``, ``needs_planner``, ``data_file_missing``, ``data_file_corrupt``.
        """
        spec = self.spec(id_)
        if self._hidden(spec):
            raise LeopardRangeError("needs_planner")
        return self._checked(spec).read_bytes()

    def raster(
        self, id_: str, bounds: tuple[float, float, float, float] | None = None
    ) -> tuple[np.ma.MaskedArray, Grid]:
        """Read the first band of a raster.

        Parameters
        ----------
        id_ : str
            Identifier of a raster.
        bounds : tuple of float, optional
            West, south, east, north in degrees: only the cells they touch are read.

        Returns
        -------
        values : masked array, shape (rows, columns)
            Cells without data are masked.
        grid : Grid
            Where they lie.

        Raises
        ------
        LeopardRangeError
            ``unknown_layer``, ``wrong_kind``, ``data_file_missing``,
            ``data_file_corrupt``, ``missing_crs``, ``no_overlap``.
        """
        spec = self.spec(id_)
        if spec.kind != "raster":
            raise LeopardRangeError("wrong_kind", layer=id_, kind=spec.kind, needed="raster")
        if self._hidden(spec):
            raise LeopardRangeError("needs_planner")
        return rasters.read_raster(self._checked(spec), bounds)

    def survey(
        self, path: Path | None = None, choices: Choices | None = None, mapping: Path | None = None
    ) -> Survey:
        """Read a camera survey that a reader brings, or the data folder's own.

        Parameters
        ----------
        path : Path, optional
            A folder, a ZIP or a file in any of the formats of `leopard_range.sources.survey`;
            None for the data folder's own survey, which planners alone may read.
        choices : Choices, optional
            Zone of times that state none, and the system of plane coordinates.
        mapping : Path, optional
            JSON file that says which column of a CSV is which.

        Returns
        -------
        Survey
            With exact positions: whoever shows them to the public generalises them first.

        Raises
        ------
        LeopardRangeError
            ``needs_planner``, ``survey_none_here`` and the reader's own.
        """
        if path is None:
            return surveys.own_survey(self)
        return surveys.read_survey(path, choices, mapping)

    def corridor(self, text: str, width_m: float | None = None, choices: Choices | None = None) -> Corridor:
        """Read a proposed corridor: a named one, a drawing, or a file somebody brings.

        Parameters
        ----------
        text : str
            Row key of the layer of proposals, GeoJSON text, or a path.
        width_m : float, optional
            Full width of a line, metres; what the proposal says when left out.
        choices : Choices, optional
            What a file does not say.

        Raises
        ------
        LeopardRangeError
            ``corridor_unknown``, ``corridor_outside``, ``corridor_sea``, and those of
            `leopard_range.catalog.corridors.drawn`.
        """
        mask = partial(self.raster, "land_mask") if "land_mask" in self.specs else None
        found = self._proposal(text, width_m, choices or Choices())
        return corridors.placed(found, self.study_bounds, mask)

    def _proposal(self, text: str, width_m: float | None, choices: Choices) -> Corridor:
        if corridors.is_drawing(text):
            return corridors.drawn(text, width_m, choices)
        known = self.layer(corridors.LAYER) if corridors.LAYER in self.specs else None
        found = None if known is None else corridors.named(known, text, width_m)
        if found is not None:
            return found
        if not os.path.lexists(text):
            ids = () if known is None else tuple(known.frame["id"])
            raise LeopardRangeError("corridor_unknown", value=text[:80], choices=", ".join(ids))
        return corridors.brought(Path(text), width_m, choices)

    def _hidden(self, spec: LayerSpec, *, public: bool = False) -> bool:
        """Return whether what the layer holds may not be shown as it is."""
        return spec.sensitivity == "exact" and (public or self.settings.role == "public")

    def records(self, id_: str) -> pd.DataFrame:
        """Read positions as a table, whether they stand in a CSV or in a vector file.

        Parameters
        ----------
        id_ : str
            A point layer of records.

        Returns
        -------
        DataFrame
            ``longitude`` and ``latitude`` are numbers; NaN where there is none.

        Raises
        ------
        LeopardRangeError
            ``unknown_layer``, ``needs_planner``, ``column_missing``, ``not_points``
            and the reader's own.
        """
        if self._hidden(self.spec(id_)):
            raise LeopardRangeError("needs_planner")
        return self._records(self.spec(id_))

    def _generalised(self, spec: LayerSpec) -> Layer:
        if spec.rule not in CLASSES:
            # No rule says how to generalise it, so the public does not get it at all.
            raise LeopardRangeError("needs_planner")
        day, rules = self.settings.today, self.rules
        cameras = spec if spec.rule == "stations" else self.specs.get(spec.stations)
        if cameras is None or cameras.rule != "stations":
            problem = "it must name the layer with the rule stations that the records belong to"
            raise LeopardRangeError("catalog_invalid", layer=spec.id, key="stations", problem=problem)
        stations = self._records(cameras)
        privacy.check_stations(stations, cameras.file, day)
        if spec.rule == "stations":
            cells = privacy.station_cells(stations, day, rules)
        else:
            detections = self._table(spec) if spec.file.endswith(".csv") else self._records(spec)
            privacy.check_detections(detections, stations, spec.file, day)
            cells = privacy.detection_cells(stations, detections, day, rules)
        public = replace(spec, kind="polygon", fields=cell_fields(spec.rule), sensitivity="public")
        return Layer(public, cells, notes_of(public))


def open_catalog(settings: Settings) -> Catalog:
    """Open the data folder of the settings.

    Parameters
    ----------
    settings : Settings
        What the process was started with.

    Returns
    -------
    Catalog
        Layers are read when they are first asked for.  For the public: a
        bundle is checked against its manifest first, and a folder with exact
        records of the field is not opened at all.

    Raises
    ------
    LeopardRangeError
        ``data_folder_missing``, ``catalog_invalid``, ``publish_first`` and
        those of `leopard_range.catalog.bundle`.
    """
    manifest = check_bundle(settings.data, settings.today)
    catalog = Catalog(settings) if manifest is None else Catalog(settings, manifest.rules)
    if settings.role != "public":
        return catalog
    for spec in catalog.specs.values():
        if spec.sensitivity == "exact" and (manifest is not None or spec.method != "simulated"):
            raise LeopardRangeError("publish_first", folder=str(settings.data), layer=spec.id)
        if manifest is not None and spec.rule in CLASSES:
            check_layer(catalog.layer(spec.id), manifest)
    return catalog
