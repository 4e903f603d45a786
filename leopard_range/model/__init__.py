"""The nouns of the package: small frozen values that every layer shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from leopard_range.errors import Blank

if TYPE_CHECKING:
    # Names for annotations only: the vocabulary must not cost the seconds these packages take to load.
    from affine import Affine
    from geopandas import GeoDataFrame
    from numpy.ma import MaskedArray
    from pandas import DataFrame
    from pyproj import CRS

__all__ = [
    "PATTERNS",
    "Answer",
    "Choices",
    "Citation",
    "Field",
    "Grid",
    "Kind",
    "Layer",
    "LayerSpec",
    "Method",
    "Note",
    "Species",
    "Style",
    "Text",
    "Upload",
]

Text = Mapping[str, str]
"""One text in every language: keys ``en``, ``ru``, ``zh``, ``ko``."""

Kind = Literal["polygon", "line", "point", "raster", "image", "table"]
Method = Literal["surveyed", "derived", "schematic", "simulated"]
Sensitivity = Literal["public", "exact"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a number or a layer comes from.

    Attributes
    ----------
    text : str
        Full reference.
    url : str
        Landing page or DOI address; may be empty.
    licence : str
        SPDX identifier or plain text.
    """

    text: str
    url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A caution that stands beside a number wherever it is shown.

    Attributes
    ----------
    code : str
        Key in `leopard_range.i18n.sentences.NOTES`.
    blanks : tuple of (str, value)
        What fills the sentence.
    """

    code: str
    blanks: tuple[tuple[str, Blank], ...] = ()

    @classmethod
    def of(cls, code: str, **blanks: Blank) -> Note:
        """Build a note from keyword blanks."""
        return cls(code, tuple(blanks.items()))


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a layer.

    Attributes
    ----------
    name, type, unit, text : str
        Column name, type, unit (empty when it has none) and meaning in English.
    """

    name: str
    type: str
    unit: str
    text: str


PATTERNS = (
    "",
    "lines",
    "back",
    "cross",
    "level",
    "vertical",
    "grid",
    "dashes",
    "waves",
    "plus",
    "times",
    "rings",
    "dots-wide",
    "dots",
    "dots-tight",
    "ticks-wide",
    "ticks",
    "ticks-tight",
)
"""Marks over an area: strokes rising and falling to the right (`lines`, `back`, both `cross`), lying and
standing (`level`, `vertical`, both `grid`), and small signs.  Of the last six, denser means more."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a layer is drawn.

    Attributes
    ----------
    stroke, fill : str
        Colours ``#rrggbb``; empty for none.
    fill_opacity : float
        0-1.
    weight : float
        Line width in pixels.
    dash : str
        SVG dash array; empty for a solid line.
    shape : str
        How the legend draws it: ``fill``, ``outline``, ``line``, ``dot``, ``cells``, ``label``.
    pattern : str
        One of `PATTERNS`, laid over the fill: what tells areas apart without colour.
    """

    stroke: str = ""
    fill: str = ""
    fill_opacity: float = 0.0
    weight: float = 1.0
    dash: str = ""
    shape: str = "fill"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One table of ``catalog.toml``: everything known about a layer but its data.

    Attributes
    ----------
    id, group, file, sha256 : str
        Identifier, menu group, path below the data folder, hash of that file.
    title, about, source, period : Text
        Name, one plain sentence, what it was made from, and of when, in four languages.
    kind, method, sensitivity : str
        What it is, how it was made, who may see it exactly.
    citation, url, licence, attribution : str
        Provenance.
    pos_error_m : float
        Positional error, metres.
    year_from, year_to : int or None
        First and last year in which the year slider shows it; None is unbounded.
    published_km2 : float or None
        Published area it was matched to.
    bounds : tuple of float or None
        West, south, east, north in degrees; images only.
    min_zoom : int
        Zoom from which the map loads it.
    on_map, on : bool
        Listed in the map's panel; visible at first.
    rule : str
        How it is made public, or was: ``stations``, ``detections``, ``surface``,
        ``counts``, or ``withhold``; empty for none.
    stations, areas : str
        Of a layer of detections: its layer of stations, and the layer of
        polygons in which individuals are counted for the public (may be empty).
    public_text : tuple of str
        Columns of text that may be public besides those of the allow-list.
    """

    id: str
    group: str
    kind: Kind
    file: str
    sha256: str
    title: Text
    about: Text
    source: Text
    citation: str
    url: str
    licence: str
    attribution: str
    period: Text
    pos_error_m: float
    method: Method
    sensitivity: Sensitivity
    style: Style
    fields: tuple[Field, ...]
    year_from: int | None = None
    year_to: int | None = None
    published_km2: float | None = None
    bounds: tuple[float, float, float, float] | None = None
    min_zoom: int = 0
    on_map: bool = False
    on: bool = False
    rule: str = ""
    stations: str = ""
    areas: str = ""
    public_text: tuple[str, ...] = ()

    @property
    def has_public_view(self) -> bool:
        """Whether anything of the layer is public: all of it, or the cells its rule makes."""
        return self.sensitivity == "public" or self.rule in ("stations", "detections")

    @property
    def cite(self) -> Citation:
        """The layer's citation."""
        return Citation(self.citation, self.url, self.licence)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that passed the catalog: checked, generalised, in EPSG:4326.

    Attributes
    ----------
    spec : LayerSpec
        What it is.
    frame : GeoDataFrame
        Its features, EPSG:4326.
    notes : tuple of Note
        Cautions: schematic, simulated, generalised.
    """

    spec: LayerSpec
    frame: GeoDataFrame
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A raster's geometry as one value.

    Attributes
    ----------
    shape : tuple of int
        Rows, columns.
    transform : Affine
        Pixel to world.
    crs : CRS or None
        Coordinate system; None for a plane in metres that was not named.
    """

    shape: tuple[int, int]
    transform: Affine
    crs: CRS | None


@dataclass(frozen=True, slots=True)
class Species:
    """What differs from one species to another.

    Attributes
    ----------
    id, scientific : str
        File name and binomen with subspecies.
    name : Text
        Common name.
    metric_crs : str
        Equal-area CRS in metres for all analyses.
    parameters : Mapping
        Movement and habitat parameters with references.
    """

    id: str
    scientific: str
    name: Text
    metric_crs: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a study returns: values with their sources and cautions.

    Studies subclass it with their own fields; units stand in the names.

    Attributes
    ----------
    citations : tuple of Citation
        Sources of the numbers.
    notes : tuple of Note
        Cautions to show beside them.
    """

    citations: tuple[Citation, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who brings a file answers when the file alone does not say it.

    Attributes
    ----------
    encoding : str
        Encoding of text that says none, for example ``cp1251``; empty: not answered.
    crs : str
        Coordinate system of a file without one, for example ``EPSG:32652``.
    swap : bool
        Latitude and longitude are swapped: put them right.
    date_order : str
        ``dmy``, ``mdy`` or ``ymd`` for dates such as 03/04/2013.
    geometry : str
        ``point``, ``line`` or ``polygon``: keep only these of a mixed file.
    layer : str
        Which layer of a file with several.
    timezone : str
        Zone of times that say none.
    """

    encoding: str = ""
    crs: str = ""
    swap: bool = False
    date_order: str = ""
    geometry: str = ""
    layer: str = ""
    timezone: str = "Asia/Vladivostok"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody brought, checked and brought to WGS 84.

    Attributes
    ----------
    name : str
        Declared name, safe to show.
    kind : str
        ``geojson``, ``gpkg``, ``zip-shapefile``, ``kml``, ``kmz``, ``csv``,
        ``camtrap-dp`` or ``raster``.
    rows : int
        Features, table rows, or raster cells with data.
    source_crs : str
        Coordinate system the file was in, as authority and code or name.
    repairs : tuple of Note
        All that was changed on the way in; empty when nothing was.
    remarks : tuple of Note
        What was chosen without changing anything (a layer of several, an encoding).
    frame : GeoDataFrame or None
        Features, EPSG:4326, columns of checked text, numbers and booleans.
    values, grid : masked array and Grid, or None
        A raster's first band in EPSG:4326, shape (rows, columns), north up.
    tables : mapping of str to DataFrame
        Further tables of a Camtrap DP package, by resource name.
    """

    name: str
    kind: str
    rows: int
    source_crs: str
    repairs: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    frame: GeoDataFrame | None = None
    values: MaskedArray | None = None
    grid: Grid | None = None
    tables: Mapping[str, DataFrame] = field(default_factory=dict)
