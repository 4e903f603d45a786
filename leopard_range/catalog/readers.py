"""What a reader brings, read with care: points, areas, grids, projects, tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leopard_range.catalog import uploads
from leopard_range.catalog.entries import read_toml
from leopard_range.catalog.shelf import Shelf
from leopard_range.crs import to_metric
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Grid, Note
from leopard_range.model.captures import Captures
from leopard_range.model.circuit import CircuitProject
from leopard_range.model.omniscape import OmniscapeProject
from leopard_range.sources import tables
from leopard_range.sources.captures import read_captures
from leopard_range.sources.corridor.circuitscape import circuit_size, read_circuitscape
from leopard_range.sources.corridor.grids import bands_of, grid_of, is_tiff, read_grid
from leopard_range.sources.corridor.omniscape import read_omniscape, stage_grid
from leopard_range.sources.patches import read_patches_csv
from leopard_range.sources.upload.finish import chosen_crs

__all__ = ["Readers"]


class Readers(Shelf):
    """A shelf that reads files of its readers as well.

    Parameters
    ----------
    settings : Settings
        Data folder, role, species and the day of release.
    """

    def points_about(self, path: Path) -> int:
        """Estimate how many points a reader's file holds, without reading it as one.

        Parameters
        ----------
        path : Path
            The file.

        Returns
        -------
        int
            0 when there is no such file.
        """
        return tables.points_about(path)

    def read_points(self, path: Path) -> tuple[gpd.GeoDataFrame, tuple[Note, ...]]:
        """Read points that a reader brings: CSV (lon, lat) of any length, or a vector file.

        Parameters
        ----------
        path : Path
            The file; what is no table is read as carefully as an upload, within its limits.

        Returns
        -------
        points : GeoDataFrame
            Points, EPSG:4326.
        notes : tuple of Note
            What was repaired on the way in.

        Raises
        ------
        LeopardRangeError
            Names the file, the row and the remedy.
        """
        if path.suffix.lower() in tables.TEXT:
            return tables.read_points_csv(path), ()
        found = uploads.read_here(path)
        if found.frame is None:
            raise LeopardRangeError("not_points", file=path.name, row=1, found=found.kind)
        parts = found.frame.explode(ignore_index=True)
        wrong = parts.geom_type != "Point"
        if wrong.any():
            at = int(wrong.to_numpy().argmax())
            raise LeopardRangeError(
                "not_points", file=path.name, row=at + 1, found=str(parts.geom_type.iloc[at])
            )
        return parts, found.repairs

    def circuit_project(self, path: Path, root: Path | None = None) -> CircuitProject:
        """Read a project of Circuitscape with every file it names.

        Parameters
        ----------
        path : Path
            Its file of options.
        root : Path, optional
            Folder that relative paths start from; this one, that of the file and those above it.

        Raises
        ------
        LeopardRangeError
            What `leopard_range.sources.corridor.circuitscape.read_circuitscape` raises.
        """
        return read_circuitscape(path, root or Path())

    def circuit_cells(self, path: Path, root: Path | None = None) -> int:
        """Return the cells of a project's grid, or the resistors of its network, without reading them.

        Parameters
        ----------
        path : Path
            Its file of options.
        root : Path, optional
            As `circuit_project` takes it.

        Raises
        ------
        LeopardRangeError
            Those of `circuit_project`.
        """
        return circuit_size(path, root or Path())

    def read_toml(self, path: Path) -> dict[str, Any]:
        """Read a TOML file that a reader brings.

        Parameters
        ----------
        path : Path
            The file.

        Raises
        ------
        LeopardRangeError
            ``file_missing``, ``toml_invalid``.
        """
        if not path.is_file():
            raise LeopardRangeError("file_missing", file=path.name)
        return read_toml(path)

    def omniscape_project(self, path: Path, root: Path | None = None) -> OmniscapeProject:
        """Read a configuration of Omniscape; of its grids only the headers are read.

        Parameters
        ----------
        path : Path
            INI file.
        root : Path, optional
            Folder that relative paths start from at first; the working one when left out.

        Raises
        ------
        LeopardRangeError
            Those of `leopard_range.sources.corridor.omniscape.read_omniscape`, with file, row and column.
        """
        return read_omniscape(path, root or Path())

    def stage_grid(self, path: Path, grid: Grid, target: Path) -> bool:
        """Bring a grid of a project to disk as numpy's own file, some rows at a time.

        Parameters
        ----------
        path : Path
            ESRI ASCII grid or GeoTIFF.
        grid : Grid
            Where its cells have to lie.
        target : Path
            File to write.

        Returns
        -------
        bool
            Whether its cells lie where those of `grid` do.

        Raises
        ------
        LeopardRangeError
            ``raster_shape`` and those of the reader.
        """
        return stage_grid(path, grid, target)

    def grid_of(self, path: Path) -> Grid:
        """Read where the cells of a raster lie that a reader brings, without its values.

        Parameters
        ----------
        path : Path
            GeoTIFF, or an ASCII grid, gzipped or not.

        Raises
        ------
        LeopardRangeError
            ``own_bands`` and the reader's own.
        """
        _one_band(path)
        return grid_of(path)

    def resistance(self, path: Path) -> tuple[NDArray[np.float64], Grid]:
        """Read a raster of resistance that a reader brings, in its own system or none.

        Parameters
        ----------
        path : Path
            GeoTIFF, or an ASCII grid, gzipped or not.  The decimals of an ASCII grid are taken in single
            precision, as GDAL and the programs on it take them, so that costs agree with theirs to the
            last digit.

        Returns
        -------
        values : numpy.ndarray of float64, shape (rows, columns)
            NaN where there is no data.
        grid : Grid
            Where they lie.

        Raises
        ------
        LeopardRangeError
            The reader's own.
        """
        values, grid = read_grid(path)
        if not is_tiff(path):
            np.copyto(values.data, values.data.astype(np.float32))
        filled: NDArray[np.float64] = values.data
        filled[np.ma.getmaskarray(values)] = np.nan
        return filled, grid

    def stage_resistance(self, path: Path, target: Path) -> None:
        """Bring what `resistance` reads to disk as numpy's own file; a GeoTIFF may be larger than the memory.

        Parameters
        ----------
        path : Path
            GeoTIFF, or an ASCII grid, gzipped or not.
        target : Path
            File to write.

        Raises
        ------
        LeopardRangeError
            The reader's own.
        """
        if is_tiff(path):
            stage_grid(path, grid_of(path), target)
        else:
            np.save(target, self.resistance(path)[0])

    def read_surface(self, path: Path, choices: Choices | None = None) -> tuple[np.ma.MaskedArray, Grid]:
        """Read a raster that a reader brings.

        Parameters
        ----------
        path : Path
            GeoTIFF, or an ASCII grid, gzipped or not.
        choices : Choices, optional
            The coordinate system of a file that states none.

        Returns
        -------
        values : masked array of float64, shape (rows, columns)
            Cells without data are masked.
        grid : Grid
            Where they lie.

        Raises
        ------
        LeopardRangeError
            ``crs_unknown``, ``own_bands`` and the reader's own.
        """
        _one_band(path)
        values, grid = read_grid(path)
        chosen = chosen_crs(choices or Choices(), path.name)
        return values, grid if grid.crs is not None else replace(grid, crs=chosen)

    def read_area(self, path: Path) -> gpd.GeoDataFrame:
        """Read polygons that a reader brings, as carefully as an upload.

        Parameters
        ----------
        path : Path
            Any vector file.

        Returns
        -------
        GeoDataFrame
            EPSG:4326.

        Raises
        ------
        LeopardRangeError
            ``wrong_kind`` when it holds no polygon, and the reader's own.
        """
        found = uploads.read_here(path)
        if found.frame is None or not found.frame.geom_type.isin(("Polygon", "MultiPolygon")).all():
            kind = found.kind if found.frame is None else str(found.frame.geom_type.iloc[0])
            raise LeopardRangeError("wrong_kind", layer=path.name, kind=kind, needed="polygon")
        return found.frame

    def patches(self, path: Path) -> gpd.GeoDataFrame:
        """Read the patches of a network that a reader brings: a table of places, or polygons.

        Parameters
        ----------
        path : Path
            CSV with ``x, y`` in metres of any plane and ``area_ha``, or any vector file of polygons.

        Returns
        -------
        GeoDataFrame
            Columns ``id`` and ``area_ha``; points without a system, or polygons in the species' metric one.

        Raises
        ------
        LeopardRangeError
            What `read_area` raises, ``column_missing``, ``bad_number``, ``patch_twice``.
        """
        if path.suffix.lower() in tables.TEXT:
            return read_patches_csv(path)
        frame = to_metric(self.read_area(path), self.species.metric_crs, name=path.name)
        ids = frame["id"].astype(str) if "id" in frame else pd.Series(range(1, len(frame) + 1)).astype(str)
        return gpd.GeoDataFrame(
            {"id": ids.to_numpy(), "area_ha": (frame.area / 1e4).to_numpy()},
            geometry=frame.geometry.to_numpy(),
            crs=frame.crs,
        )

    def captures(
        self, captures: Path | None, traps: Path, mask: Path | None = None, occasions: str = ""
    ) -> Captures:
        """Read the plain tables of a capture study that a reader brings.

        Parameters
        ----------
        captures : Path or None
            Who was caught when and where; None for a design alone.
        traps : Path
            Where traps stood, metres in a plane.
        mask : Path, optional
            Centres of the cells animals may live in.
        occasions : str
            How many there are, or one number a session with commas; empty when the traps' columns tell.

        Raises
        ------
        LeopardRangeError
            Those of `leopard_range.sources.captures`, with file, row and column.
        """
        return read_captures(captures, traps, mask, occasions)


def _one_band(path: Path) -> None:
    if (count := bands_of(path)) > 1:
        raise LeopardRangeError("own_bands", file=path.name, count=count)
