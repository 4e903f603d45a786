"""A Shapefile in a ZIP: its parts found, checked against each other, and read.

GDAL is not asked: the format is small, and what reads a stranger's bytes should be too.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from pyproj import CRS

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.codepages import encoding_of
from leopard_range.sources.upload.container import ending_of
from leopard_range.sources.upload.dbf import Table, read_table
from leopard_range.sources.upload.layers import choose_layer, frame_of, layer_name
from leopard_range.sources.upload.raw import Raw
from leopard_range.sources.upload.shp import Shapes, read_shapes
from leopard_range.sources.upload.sniff import sniff
from leopard_range.sources.upload.systems import described_crs

__all__ = ["parse"]

_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_INDEX_HEAD = 100


@dataclass(frozen=True, slots=True)
class _Parts:
    """The files of one Shapefile, by ending, with their names in the archive."""

    names: Mapping[str, str]
    files: Mapping[str, bytes]

    def __contains__(self, ending: str) -> bool:
        return ending in self.files


def parse(name: str, members: Mapping[str, bytes], choices: Choices) -> Raw:
    """Read the Shapefile of an archive.

    Parameters
    ----------
    name : str
        Name of the archive, for messages.
    members : mapping of str to bytes
        Its files by name.
    choices : Choices
        ``layer`` picks one of several, ``encoding`` and ``crs`` say what the file does not.

    Returns
    -------
    Raw

    Raises
    ------
    LeopardRangeError
        ``zip_no_layer``, ``several_layers``, ``layer_missing``, ``part_missing``, ``part_damaged``,
        ``counts_differ`` and those of the parts' readers.
    RejectedError
        ``indirect_format``: a part is a description that points elsewhere.
    """
    stem, parts, remarks = _chosen(name, members, choices)
    if any(
        sniff(parts.files[part]).group == "indirect" for part in (".shp", ".dbf", ".shx") if part in parts
    ):
        raise RejectedError("indirect_format", file=name)
    if ".dbf" not in parts:
        raise LeopardRangeError("part_missing", file=name, part=".dbf")
    shapes = read_shapes(name, parts.names[".shp"], parts.files[".shp"])
    table = read_table(name, parts.names[".dbf"], parts.files[".dbf"])
    if len(shapes.geometry) != len(table.deleted):
        raise LeopardRangeError(
            "counts_differ", file=name, shapes=len(shapes.geometry), rows=len(table.deleted)
        )
    encoding, notes = encoding_of(name, table.text(), parts.files.get(".cpg", b""), table.driver, choices)
    repairs = [*_shape_notes(parts, shapes), *_table_notes(table, encoding)]
    for note in notes:
        (remarks if note.code == "encoding_proved" else repairs).append(note)
    return Raw(
        name=name,
        kind="zip-shapefile",
        frame=frame_of(table.columns(encoding, name), shapes.geometry[~table.deleted]),
        crs=_crs(name, parts, choices),
        layer=stem,
        repairs=tuple(repairs),
        remarks=tuple(remarks),
    )


def _chosen(name: str, members: Mapping[str, bytes], choices: Choices) -> tuple[str, _Parts, list[Note]]:
    """Group the members by their stem and take the layer that was asked for, or the only one."""
    found: dict[str, dict[str, str]] = {}
    stems: dict[str, str] = {}
    for member in members:
        ending = ending_of(member)
        if ending in _PARTS:
            stem = member[: -len(ending)]
            stems.setdefault(stem.casefold(), stem)
            found.setdefault(stem.casefold(), {})[ending] = member
    layers = {layer_name(stems[key]): parts for key, parts in found.items() if ".shp" in parts}
    if not layers:
        if any({".dbf", ".shx"} & set(parts) for parts in found.values()):
            raise LeopardRangeError("part_missing", file=name, part=".shp")
        raise LeopardRangeError("zip_no_layer", file=name)
    layer = choose_layer(name, list(layers), choices)
    remarks = [Note.of("layer_chosen", layer=layer, count=len(layers))] if len(layers) > 1 else []
    names = layers[layer]
    return layer, _Parts(names, {ending: members[member] for ending, member in names.items()}), remarks


def _crs(name: str, parts: _Parts, choices: Choices) -> CRS | None:
    """Read the .prj file; a person's answer stands in for one that cannot be read."""
    if ".prj" not in parts:
        return None
    text = parts.files[".prj"].decode("utf-8", "replace").strip("\ufeff \t\r\n\0")
    try:
        return described_crs(text, name)
    except RejectedError:
        raise
    except LeopardRangeError:
        if choices.crs:
            return None
        raise


def _shape_notes(parts: _Parts, shapes: Shapes) -> tuple[Note, ...]:
    """Compare the index with the one the shapes ask for; it is never used itself."""
    index = parts.files.get(".shx", b"")
    right = len(index) >= _INDEX_HEAD and index[:4] == struct.pack(">i", 9994)
    notes = () if right and index[_INDEX_HEAD:] == shapes.index else (Note("index_rebuilt"),)
    return (*notes, Note("heights_dropped")) if shapes.heights else notes


def _table_notes(table: Table, encoding: str) -> tuple[Note, ...]:
    notes = []
    if table.left_out:
        columns = ", ".join(layer_name(raw.decode(encoding, "replace")) for raw in table.left_out)
        notes.append(Note.of("columns_unread", columns=columns))
    deleted = int(np.count_nonzero(table.deleted))
    if deleted:
        notes.append(Note.of("rows_deleted", count=deleted))
    return tuple(notes)
