"""Configurations of Omniscape, and their grids brought to disk piece by piece."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid, Note
from leopard_range.model.omniscape import Condition, OmniscapeProject
from leopard_range.sources.corridor.grids import grid_of, is_tiff, read_grid, read_text
from leopard_range.sources.corridor.ini import Ini, read_ini
from leopard_range.sources.corridor.paths import file_of

__all__ = ["read_omniscape", "stage_grid"]

_TRUE, _FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")
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


def read_omniscape(path: Path) -> OmniscapeProject:
    """Read a configuration; of its grids only the headers are read.

    Parameters
    ----------
    path : Path
        INI file; paths in it start from its folder, or where that leads nowhere from a folder above.

    Raises
    ------
    LeopardRangeError
        ``omniscape_missing``, ``omniscape_word``, ``omniscape_file``, ``omniscape_reclass`` and
        those of `read_ini`, `read_grid`.
    """
    options = _Options(read_ini(path))
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
        name=options.word("project_name") or path.stem,
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
        single=options.choice("precision", "double", ("double", "single")) == "single",
        notes=tuple(options.notes),
    )


class _Options:
    """The words of a configuration, each asked for by the name Omniscape gives it now."""

    def __init__(self, ini: Ini) -> None:
        self._ini = ini
        self.notes: list[Note] = []
        self._names = {_EARLIER.get(name, name): name for name in ini.words}
        unknown = [n for n in self._names if n not in _FLAGS and n not in _OTHERS and n not in _IDLE]
        if unknown:
            self.notes.append(Note.of("omniscape_unknown", names=", ".join(sorted(unknown))))

    def word(self, name: str) -> str:
        return self._ini.get(self._names.get(name, name))

    def used(self) -> str:
        lines = (f"{name} = {self.word(name)}" for name in self._names)
        return "\n".join(("[Options]", *lines, ""))

    def wrong(self, name: str, rule: str) -> LeopardRangeError:
        key = self._names.get(name, name)
        row = self._ini.lines.get(key, 0)
        return LeopardRangeError(
            "omniscape_word", file=self._ini.path.name, row=row, column=key, value=self.word(name), rule=rule
        )

    def flag(self, name: str) -> bool:
        said = self.word(name)
        if said and said not in (*_TRUE, *_FALSE):
            raise self.wrong(name, "true, false")
        return said in _TRUE if said else _FLAGS[name]

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        said = (self.word(name) or default).lower()
        if said not in choices:
            raise self.wrong(name, ", ".join(choices))
        return said

    def number(self, name: str, default: float, least: float = -math.inf) -> float:
        return self._number(name, default, least)

    def whole(self, name: str, default: int | None, least: int) -> int:
        found = self._number(name, default, least)
        if not math.isfinite(found):
            raise self.wrong(name, f">= {least}")
        return round(found)

    def _number(self, name: str, default: float | None, least: float) -> float:
        said = self.word(name)
        if not said:
            if default is None:
                raise LeopardRangeError("omniscape_missing", file=self._ini.path.name, column=name)
            return float(default)
        try:
            found = float(said)
        except ValueError:
            found = math.nan
        if not found >= least:
            raise self.wrong(name, "a number" if least == -math.inf else f">= {least:g}")
        return found

    def file(self, name: str) -> Path:
        said = self.word(name)
        if not said or said.startswith("("):
            raise LeopardRangeError("omniscape_missing", file=self._ini.path.name, column=name)
        return file_of(self._ini, self._names.get(name, name))

    def conditions(self) -> tuple[Condition, ...]:
        count = self.choice("n_conditions", "1", ("1", "2"))
        ahead = self.choice("compare_to_future", "none", ("none", "1", "2", "both"))
        return tuple(self._condition(at, ahead) for at in ("1", "2")[: int(count)])

    def _condition(self, at: str, ahead: str) -> Condition:
        present = self.file(f"condition{at}_file")
        later = ahead in (at, "both")
        kind = self.choice(f"comparison{at}", "within", ("within", "equal", "equals"))
        kinds: dict[str, Literal["within", "equal"]] = {"within": "within"}
        return Condition(
            present=present,
            future=self.file(f"condition{at}_future_file") if later else present,
            kind=kinds.get(kind, "equal"),
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
