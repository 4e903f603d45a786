"""Configurations of Omniscape, and their grids brought to disk piece by piece."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid, Note
from leopard_range.model.omniscape import Condition, OmniscapeProject
from leopard_range.sources.corridor.grids import grid_of, is_tiff, read_grid, read_text
from leopard_range.sources.corridor.ini import Ini, read_ini
from leopard_range.sources.corridor.options import Options

__all__ = ["read_omniscape", "stage_grid"]

_FLAGS = {
    "resistance_is_conductance": False,
    "source_from_resistance": False,
    "calc_flow_potential": False,
    "calc_normalized_current": False,
    "correct_artifacts": True,
    "write_raw_currmap": True,
    "write_as_tif": True,
    "mask_nodata": True,
    "conditional": False,
    "reclassify_resistance": False,
    "write_reclassified_resistance": False,
    "connect_four_neighbors_only": False,
}
# Names of options in earlier versions of Omniscape.
_EARLIER = {
    "resistance_file_is_conductance": "resistance_is_conductance",
    "condition1_present_file": "condition1_file",
    "condition2_present_file": "condition2_file",
    "write_normalized_currmap": "calc_normalized_current",
    "write_flow_potential": "calc_flow_potential",
}
# They say how Omniscape works, not what it computes.
_IDLE = ("parallelize", "parallel_batch_size", "solver", "allow_different_projections")
_OTHERS = (
    *("resistance_file", "source_file", "project_name", "radius", "buffer", "block_size", "source_threshold"),
    *("r_cutoff", "precision", "n_conditions", "compare_to_future", "reclass_table"),
    *("condition1_file", "condition1_future_file", "comparison1", "condition1_lower", "condition1_upper"),
    *("condition2_file", "condition2_future_file", "comparison2", "condition2_lower", "condition2_upper"),
)
_ROWS = 512
_MAX_TABLE_BYTES = 1_000_000


def read_omniscape(path: Path, root: Path) -> OmniscapeProject:
    """Read a configuration; of its grids only the headers are read.

    Parameters
    ----------
    path : Path
        INI file.
    root : Path
        Folder that relative paths start from at first.

    Raises
    ------
    LeopardRangeError
        ``project_option``, ``project_file_unsaid``, ``project_file_missing``, ``omniscape_reclass`` and
        those of `read_ini`, `read_grid`.
    """
    options = _Options(read_ini(path), root)
    flag = options.flag
    resistance = options.file("resistance_file")
    own = flag("source_from_resistance")
    block = options.whole("block_size", 1, 1)
    if block % 2 == 0:
        options.notes.append(Note.of("omniscape_block", block=block, used=block + 1))
        block += 1
    return OmniscapeProject(
        file=path.name,
        text=options.used(),
        name=options.text("project_name") or path.stem,
        resistance=resistance,
        source=None if own else options.file("source_file"),
        grid=grid_of(resistance),
        is_conductance=flag("resistance_is_conductance"),
        reclass=_reclass(options.file("reclass_table")) if flag("reclassify_resistance") else (),
        threshold=options.number("source_threshold", 0.0, 0.0),
        cutoff=options.number("r_cutoff", math.inf, 0.0),
        radius=options.whole("radius", None, 1),
        buffer=options.whole("buffer", 0, 0),
        block=block,
        four=flag("connect_four_neighbors_only"),
        correct=flag("correct_artifacts"),
        conditions=options.conditions() if flag("conditional") else (),
        potential=flag("calc_flow_potential"),
        normalized=flag("calc_normalized_current"),
        current=flag("write_raw_currmap"),
        reclassified=flag("write_reclassified_resistance"),
        masked=flag("mask_nodata"),
        as_tif=flag("write_as_tif"),
        single=options.word("precision", ("double", "single"), "double") == "single",
        notes=tuple(options.notes),
    )


class _Options(Options):
    """The options of a configuration, by the names Omniscape gives them now."""

    def __init__(self, ini: Ini, root: Path) -> None:
        words = {_EARLIER.get(name, name): word for name, word in ini.words.items()}
        lines = {_EARLIER.get(name, name): line for name, line in ini.lines.items()}
        super().__init__(Ini(ini.path, words, lines), root)
        for name, value in words.items():
            if name not in (*_FLAGS, *_OTHERS, *_IDLE):
                self.notes.append(Note.of("project_option_unknown", name=name[:80], value=value[:80]))

    def used(self) -> str:
        return "\n".join(("[Options]", *(f"{name} = {word}" for name, word in self.ini.words.items()), ""))

    def flag(self, name: str) -> bool:
        return self.yes(name, default=_FLAGS[name])

    def number(self, name: str, default: float | None, least: float = -math.inf) -> float:
        said = self.text(name)
        if not said and default is not None:
            return default
        try:
            found = float(said)
        except ValueError:
            found = math.nan
        if not found >= least:
            raise self.wrong(name, "0.5, 3, 10" if least == -math.inf else f">= {least:g}")
        return found

    def whole(self, name: str, default: int | None, least: int) -> int:
        found = self.number(name, default, least)
        if not math.isfinite(found):
            raise self.wrong(name, f">= {least}")
        return round(found)

    def conditions(self) -> tuple[Condition, ...]:
        count = self.word("n_conditions", ("1", "2"), "1")
        ahead = self.word("compare_to_future", ("none", "1", "2", "both"), "none")
        return tuple(self._condition(at, ahead) for at in ("1", "2")[: int(count)])

    def _condition(self, at: str, ahead: str) -> Condition:
        present = self.file(f"condition{at}_file")
        kind = self.word(f"comparison{at}", ("within", "equal", "equals"), "within")
        return Condition(
            present=present,
            future=self.file(f"condition{at}_future_file") if ahead in (at, "both") else present,
            kind="within" if kind == "within" else "equal",
            lower=self.number(f"condition{at}_lower", 0.0),
            upper=self.number(f"condition{at}_upper", 0.0),
        )


def _reclass(path: Path) -> tuple[tuple[float, float], ...]:
    """Read a table of two columns: a value, and what it becomes; a word for the second is no data."""
    pairs = []
    for row, line in enumerate(read_text(path, _MAX_TABLE_BYTES).splitlines(), start=1):
        words = line.replace(",", " ").split()
        if not words:
            continue
        try:
            value, becomes = words
            pairs.append((float(value), math.nan if becomes.strip("\"'") == "missing" else float(becomes)))
        except ValueError:
            raise LeopardRangeError("omniscape_reclass", file=path.name, row=row, value=line[:60]) from None
    return tuple(pairs)


def stage_grid(path: Path, grid: Grid, target: Path) -> bool:
    """Write the values of a grid to a file of numpy's, some rows at a time, NaN where there is no data.

    Parameters
    ----------
    path : Path
        A grid in any form `read_grid` reads; a GeoTIFF may be larger than the memory.
    grid : Grid
        Where its cells have to lie: that of the project's first grid.
    target : Path
        ``.npy`` to write, float64.

    Returns
    -------
    bool
        Whether its cells lie where those of `grid` do.

    Raises
    ------
    LeopardRangeError
        ``raster_shape`` and those of `read_grid`.
    """
    own = grid_of(path)
    if own.shape != grid.shape:
        found, expected = (" × ".join(map(str, shape)) for shape in (own.shape, grid.shape))
        raise LeopardRangeError("raster_shape", name=path.name, found=found, expected=expected)
    staged = np.lib.format.open_memmap(target, mode="w+", dtype=np.float64, shape=grid.shape)
    if not is_tiff(path):
        staged[:] = read_grid(path)[0].filled(np.nan)
    else:
        try:
            with path.open("rb") as file, rasterio.open(file, driver="GTiff") as source:
                for row in range(0, grid.shape[0], _ROWS):
                    window = Window(0, row, grid.shape[1], min(_ROWS, grid.shape[0] - row))
                    some = source.read(1, window=window, masked=True).astype(np.float64)
                    staged[row : row + some.shape[0]] = some.filled(np.nan)
        except (RasterioError, ValueError, TypeError):
            raise LeopardRangeError("raster_damaged", file=path.name) from None
    staged.flush()
    return own.transform.almost_equals(grid.transform, precision=1e-6 * abs(grid.transform.a))
