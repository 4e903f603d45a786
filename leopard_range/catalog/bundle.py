"""The public bundle: what its manifest says, and whether its files still say the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Field, Layer
from leopard_range.privacy import NOT_SHOWN, PUBLIC_RULES, Rules, released

__all__ = ["CLASSES", "MANIFEST", "Manifest", "cell_fields", "check_bundle", "check_layer", "files_of"]

MANIFEST = "manifest.json"
CLASSES = MappingProxyType({"stations": "stations_class", "detections": "detections_class"})
"""Rule of a layer of cells -> its column of classes."""

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says about itself; the file ``manifest.json`` of a bundle.

    Attributes
    ----------
    released : int
        Year of the release.  The day would tell nothing but when somebody worked.
    review : str
        Day by which to ask again whether the records are sensitive.
    rules : Rules
        By which the records were made less exact.
    files : Mapping of str to str
        Path in the bundle -> SHA-256 of the file.
    layers : Mapping of str to str
        Layer that was made -> its rule.
    withheld : Mapping of str to str
        Layer of stations -> class of the number of stations that stand in no shown cell.
    left_out : tuple of (str, str)
        Kind of the layers that were left out altogether, and why; without names or numbers.
    """

    released: int
    review: str
    rules: Rules
    files: Mapping[str, str]
    layers: Mapping[str, str]
    withheld: Mapping[str, str]
    left_out: tuple[tuple[str, str], ...]

    def as_json(self) -> bytes:
        """Return the file's content; equal manifests give equal bytes."""
        rules = {
            "cell_deg": self.rules.cell_deg,
            "grid_origin_deg": [0, 0],
            "min_stations": self.rules.min_stations,
            "delay_months": self.rules.delay_months,
            "classes": [list(one) for one in self.rules.classes],
            "dates": "whole years",
            "individuals": "none",
        }
        values = {
            "format": _FORMAT,
            "released": self.released,
            "sensitivityReviewDate": self.review,
            "rules": rules,
            "layers": dict(self.layers),
            "stations_withheld": dict(self.withheld),
            "left_out": [{"kind": kind, "reason": reason} for kind, reason in self.left_out],
            "files": dict(sorted(self.files.items())),
        }
        return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Read what `as_json` wrote.

        Parameters
        ----------
        content : bytes
            Of the file.

        Raises
        ------
        LeopardRangeError
            ``bundle_invalid``.
        """
        try:
            values: dict[str, Any] = json.loads(content)
            rules = values["rules"]
            made = cls(
                released=int(values["released"]),
                review=str(values["sensitivityReviewDate"]),
                rules=Rules(
                    float(rules["cell_deg"]),
                    int(rules["min_stations"]),
                    int(rules["delay_months"]),
                    tuple((int(low), str(label)) for low, label in rules["classes"]),
                ),
                files=MappingProxyType({str(k): str(v) for k, v in values["files"].items()}),
                layers=MappingProxyType({str(k): str(v) for k, v in values["layers"].items()}),
                withheld=MappingProxyType({str(k): str(v) for k, v in values["stations_withheld"].items()}),
                left_out=tuple((str(one["kind"]), str(one["reason"])) for one in values["left_out"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise LeopardRangeError("bundle_invalid", file=MANIFEST) from problem
        if values.get("format") != _FORMAT or made.as_json() != content:
            raise LeopardRangeError("bundle_invalid", file=MANIFEST)
        return made


def files_of(folder: Path) -> dict[str, str]:
    """Hash every file of a folder but the manifest.

    Parameters
    ----------
    folder : Path
        A bundle.

    Returns
    -------
    dict of str to str
        Path with forward slashes -> SHA-256.

    Raises
    ------
    LeopardRangeError
        ``bundle_link``: a link may lead out of the folder.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise LeopardRangeError("bundle_link", file=name)
        if path.is_file() and name != MANIFEST:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def check_bundle(folder: Path, today: date) -> Manifest | None:
    """Check a bundle's files and rules against its manifest.

    Parameters
    ----------
    folder : Path
        A data folder.
    today : date
        A release of a later year is not believed.

    Returns
    -------
    Manifest or None
        None for a data folder that is no bundle.

    Raises
    ------
    LeopardRangeError
        ``bundle_invalid``, ``bundle_link``, ``bundle_file_missing``,
        ``bundle_file_changed``, ``bundle_file_extra``, ``bundle_rules_weak``.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    manifest = Manifest.from_json(path.read_bytes())
    found = files_of(folder)
    for name, digest in manifest.files.items():
        if name not in found:
            raise LeopardRangeError("bundle_file_missing", file=name)
        if found[name] != digest:
            raise LeopardRangeError("bundle_file_changed", file=name)
    for name in found.keys() - manifest.files.keys():
        raise LeopardRangeError("bundle_file_extra", file=name)
    ours, least = manifest.rules, PUBLIC_RULES
    kept = (
        ours.cell_deg >= least.cell_deg
        and ours.min_stations >= least.min_stations
        and ours.delay_months >= least.delay_months
        and ours.classes == least.classes
        and manifest.released <= today.year
    )
    if not kept:
        raise LeopardRangeError("bundle_rules_weak", file=MANIFEST)
    return manifest


def cell_fields(rule: str) -> tuple[Field, ...]:
    """Return the columns of a layer of cells.

    Parameters
    ----------
    rule : str
        A key of `CLASSES`.
    """
    return tuple(
        Field(name, kind, unit, text)
        for name, kind, unit, text in (
            ("cell", "string", "", "Cell of the fixed public grid"),
            ("year_from", "year", "", "Year of the survey"),
            (CLASSES[rule], "string", "", "Classed count"),
            ("dataGeneralizations", "string", "", "How the record was made less exact"),
            ("coordinatePrecision", "number", "°", "Side of a cell"),
            ("coordinateUncertaintyInMeters", "number", "m", "Half the cell's diagonal"),
            ("informationWithheld", "string", "", "What is not given"),
            ("sensitivityReviewDate", "date", "", "Day by which to ask again whether it is sensitive"),
        )
    )


def check_layer(layer: Layer, manifest: Manifest) -> None:
    """Check that a layer of cells holds nothing finer than the manifest's rules allow.

    Parameters
    ----------
    layer : Layer
        With the rule ``stations`` or ``detections``.
    manifest : Manifest
        Of its bundle.

    Raises
    ------
    LeopardRangeError
        ``bundle_rule_broken``.
    """
    frame, rules, column = layer.frame, manifest.rules, CLASSES[layer.spec.rule]

    def broken(rule: str) -> LeopardRangeError:
        return LeopardRangeError("bundle_rule_broken", layer=layer.spec.id, rule=rule)

    columns = {field.name for field in cell_fields(layer.spec.rule)} | {"year_to", "geometry"}
    if set(frame.columns) != columns:
        raise broken("columns")
    labels = {label for _, label in rules.classes} | {NOT_SHOWN}
    if not set(frame[column]) <= labels:
        raise broken("classes")
    # The release was some day of its year; its first day is the strictest reading.
    day = date(manifest.released, 1, 1)
    if not all(released(int(year), day, rules) for year in frame["year_from"]):
        raise broken("delay_months")
    corner = np.array([[int(part) for part in str(cell).split("_")] for cell in frame["cell"]], dtype=float)
    side = rules.cell_deg
    squares = shapely.box(*np.round(corner * side, 6).T, *np.round((corner + 1) * side, 6).T)
    if not shapely.equals(frame.geometry.to_numpy(), squares).all():
        raise broken("cell_deg")
    if not (frame["coordinatePrecision"] == side).all():
        raise broken("coordinatePrecision")
