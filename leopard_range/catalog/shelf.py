"""The shelf behind the door: a data folder's layers as they are, for the catalog alone.

Nothing here knows roles; every way out to a reader leads through
`leopard_range.catalog.Catalog`, which does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from leopard_range.catalog.entries import notes_of, read_toml, spec_of
from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Layer, LayerSpec, Species
from leopard_range.schema import check_columns
from leopard_range.sources import tables, vectors

__all__ = ["Shelf"]


class Shelf:
    """The checked files of one data folder.

    Parameters
    ----------
    settings : Settings
        Data folder, role, species and the day of release.

    Raises
    ------
    LeopardRangeError
        ``data_folder_missing``, ``catalog_invalid``.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        path = settings.data / "catalog.toml"
        if not path.is_file():
            raise LeopardRangeError("data_folder_missing", folder=str(settings.data))
        self.version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        """Changes whenever any layer does: the catalogue holds every file's hash."""
        self.specs: Mapping[str, LayerSpec] = MappingProxyType(
            {id_: spec_of(id_, table) for id_, table in read_toml(path).items()}
        )

    @cached_property
    def species(self) -> Species:
        """The species this catalogue is read for."""
        folder = self.settings.data / "species"
        path = folder / f"{self.settings.species}.toml"
        if not path.is_file():
            choices = ", ".join(sorted(p.stem for p in folder.glob("*.toml")))
            raise LeopardRangeError("unknown_species", species=self.settings.species, choices=choices)
        table = read_toml(path)
        return Species(
            id=path.stem,
            scientific=table.pop("scientific"),
            name=MappingProxyType(table.pop("name")),
            metric_crs=table.pop("metric_crs"),
            parameters=MappingProxyType(table),
        )

    @property
    def study_bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the study area, degrees."""
        study = self.species.parameters.get("study", {})
        west, south, east, north = study.get("bounds", (-180.0, -90.0, 180.0, 90.0))
        return west, south, east, north

    def spec(self, id_: str) -> LayerSpec:
        """Look up a layer.

        Parameters
        ----------
        id_ : str
            Identifier in ``catalog.toml``.

        Raises
        ------
        LeopardRangeError
            ``unknown_layer``.
        """
        if id_ not in self.specs:
            raise LeopardRangeError("unknown_layer", layer=id_, choices=", ".join(self.specs))
        return self.specs[id_]

    def _checked(self, spec: LayerSpec) -> Path:
        folder = self.settings.data
        path = folder / spec.file
        if not path.resolve().is_relative_to(folder.resolve()):
            raise LeopardRangeError("data_file_outside", file=spec.file, layer=spec.id)
        if not path.is_file():
            raise LeopardRangeError("data_file_missing", file=spec.file, layer=spec.id)
        if hashlib.sha256(path.read_bytes()).hexdigest() != spec.sha256:
            raise LeopardRangeError("data_file_corrupt", file=spec.file, layer=spec.id)
        return path

    def _table(self, spec: LayerSpec) -> pd.DataFrame:
        frame = tables.read_csv(self._checked(spec))
        return check_columns(frame, ((f.name, f.type) for f in spec.fields), spec.file)

    def _exact(self, spec: LayerSpec) -> Layer:
        if spec.file.endswith(".csv"):
            frame = self._table(spec)
            points = gpd.points_from_xy(frame["longitude"], frame["latitude"])
            features = gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")
            vectors.check_geometry(features, spec.file)
        else:
            features = _dates_as_text(vectors.read_vector(self._checked(spec)))
            typed = check_columns(
                pd.DataFrame(features.drop(columns="geometry")),
                ((f.name, f.type) for f in spec.fields),
                spec.file,
            )
            features = gpd.GeoDataFrame(typed, geometry=features.geometry, crs=features.crs)
        return Layer(spec, features, notes_of(spec))

    def _records(self, spec: LayerSpec) -> pd.DataFrame:
        if spec.file.endswith(".csv"):
            frame = self._table(spec)
        else:
            features = self._exact(spec).frame
            other = features.geom_type != "Point"
            if other.any():
                at = int(other.to_numpy().argmax())
                found = str(features.geom_type.iloc[at])
                raise LeopardRangeError("not_points", file=spec.file, row=at + 1, found=found)
            frame = pd.DataFrame(features.drop(columns="geometry"))
            frame["longitude"], frame["latitude"] = features.geometry.x, features.geometry.y
        for name in ("longitude", "latitude"):
            if name not in frame.columns:
                raise LeopardRangeError("column_missing", file=spec.file, column=name)
            frame[name] = pd.to_numeric(frame[name], errors="coerce")
        return frame


def _dates_as_text(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write days the way a CSV has them: GDAL turns texts that look like days into moments."""
    days = {
        name: frame[name].dt.strftime("%Y-%m-%d")
        for name in frame.select_dtypes("datetime")
        if (frame[name].dropna() == frame[name].dropna().dt.normalize()).all()
    }
    return frame.assign(**days)
