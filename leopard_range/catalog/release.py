"""The release step: a private folder in, a public bundle out, or a reason why not."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from leopard_range.catalog import Catalog, derived, open_catalog
from leopard_range.catalog.bundle import CLASSES, MANIFEST, Manifest, check_bundle
from leopard_range.catalog.entries import read_toml
from leopard_range.catalog.public import check_public, check_words, secret_places
from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note
from leopard_range.privacy import PUBLIC_RULES, Rules, review_date, shown_stations
from leopard_range.whole import write_folder

__all__ = ["Release", "publish", "verify"]

_OPEN_FOLDER, _OPEN_FILE = 0o755, 0o644


@dataclass(frozen=True, slots=True)
class Release:
    """What a release step did.

    Attributes
    ----------
    manifest : Manifest
        Of the bundle.
    left_out : tuple of (str, str)
        Layers that are not in it, and why; for the steward, not for the public.
    notes : tuple of Note
        Cautions: who else may read the private folder.
    """

    manifest: Manifest
    left_out: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...] = ()


def publish(
    private: Path, bundle: Path, today: date, rules: Rules = PUBLIC_RULES, *, replace: bool = False
) -> Release:
    """Write the public bundle of a private data folder.

    Public layers are copied byte for byte once they are checked; exact layers
    are made coarse by their rule, or left out.  Nothing is written unless
    everything holds.

    Parameters
    ----------
    private : Path
        Data folder with exact layers.
    bundle : Path
        Folder to write: a complete data folder for the public process.
    today : date
        Day of the release, from which the delay is counted; only its year matters.
    rules : Rules
        `PUBLIC_RULES` or stricter ones.
    replace : bool
        Take the place of an earlier bundle.

    Returns
    -------
    Release
        The manifest, what was left out, and cautions.

    Raises
    ------
    LeopardRangeError
        Names the layer and the rule that cannot be met.
    """
    private, bundle = private.resolve(), bundle.resolve()
    around = any((folder / name).exists() for folder in bundle.parents for name in ("catalog.toml", MANIFEST))
    if private.is_relative_to(bundle) or bundle.is_relative_to(private) or around:
        raise LeopardRangeError("release_nested", private=str(private), bundle=str(bundle))
    catalog = Catalog(Settings(role="planner", data=private, today=today), rules)
    made = _Making(catalog, read_toml(private / "catalog.toml"))
    made.collect()
    manifest = made.manifest()
    old = _before(bundle)
    if old != manifest:
        if old is not None:
            _check_past(bundle, old, made, replace)
        files = {**made.files, MANIFEST: manifest.as_json()}
        write_folder(bundle, files, finish=lambda folder: _date(folder, date(today.year, 1, 1)))
    return Release(manifest, tuple(made.left_out), _cautions(private))


def verify(bundle: Path, today: date) -> Manifest:
    """Check a bundle against its manifest and the public rules.

    Parameters
    ----------
    bundle : Path
        Folder that `publish` wrote.
    today : date
        A release of a later year is not believed.

    Raises
    ------
    LeopardRangeError
        ``bundle_none`` and those of `leopard_range.catalog.bundle`.
    """
    manifest = check_bundle(bundle, today)
    if manifest is None:
        raise LeopardRangeError("bundle_none", folder=str(bundle))
    catalog = open_catalog(Settings(role="public", data=bundle, today=today))
    for spec in catalog.specs.values():
        if spec.kind in ("polygon", "line", "point"):
            catalog.layer(spec.id)
        elif spec.kind == "table":
            catalog.table(spec.id)
    return manifest


class _Making:
    """A bundle under construction, in memory: nothing is written before all of it holds."""

    def __init__(self, catalog: Catalog, entries: dict[str, Any]) -> None:
        self.catalog, self.raw = catalog, entries
        self.entries: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.rules: dict[str, str] = {}
        self.withheld: dict[str, str] = {}
        self.left_out: list[tuple[str, str]] = []

    def collect(self) -> None:
        secret = secret_places(self.catalog)
        for spec in self.catalog.specs.values():
            if spec.sensitivity == "public":
                check_words(self.raw[spec.id], spec.id)
                body = self.catalog.read(spec.id)
                check_public(self.catalog, spec, body, secret)
                self._add(spec.id, self.raw[spec.id], body)
            elif spec.rule in CLASSES:
                check_words(self.raw[spec.id], spec.id)
                self._generalise(spec.id)
            else:
                self.left_out.append((spec.id, "withheld" if spec.rule == "withhold" else "no rule"))
        self._compare_surveys()
        for path in sorted((self.catalog.settings.data / "species").glob("*.toml")):
            check_words({"about": read_toml(path)}, path.name)
            self.files[f"species/{path.name}"] = path.read_bytes()
        self.files["catalog.toml"] = _toml_file(self.entries)

    def _generalise(self, id_: str) -> None:
        spec, raw = self.catalog.spec(id_), self.raw[id_]
        cells, layer = derived.cells(self.catalog, spec, raw)
        self._make(cells)
        if spec.rule == "stations":
            self.withheld[id_] = derived.stations_withheld(self.catalog, spec, layer)
            return
        self._make(derived.surface(layer, raw, self.catalog.rules))
        if spec.areas and (counted := derived.counts(self.catalog, spec, raw)):
            self._make(counted)

    def _compare_surveys(self) -> None:
        """Refuse two surveys of one place that differ by too few stations to be compared."""
        catalog, day, rules = self.catalog, self.catalog.settings.today, self.catalog.rules
        sets = {id_: shown_stations(catalog.records(id_), day, rules) for id_ in self.withheld}
        for (one, ours), (other, theirs) in itertools.combinations(sets.items(), 2):
            for at in sorted(ours.keys() & theirs.keys()):
                shared, apart = ours[at] & theirs[at], ours[at] ^ theirs[at]
                if shared and 0 < len(apart) < rules.min_stations:
                    raise LeopardRangeError(
                        "release_overlap", layer=one, other=other, year=at[0], stations=rules.min_stations
                    )

    def _make(self, made: derived.Made) -> None:
        self.rules[made.id] = made.rule
        self._add(made.id, made.entry, made.body)

    def _add(self, id_: str, entry: dict[str, Any], body: bytes) -> None:
        if id_ in self.entries or entry["file"] in self.files:
            raise LeopardRangeError("release_name_taken", layer=id_, file=entry["file"])
        self.entries[id_] = entry
        self.files[entry["file"]] = body

    def manifest(self) -> Manifest:
        today = self.catalog.settings.today
        kinds = {(self.catalog.spec(id_).kind, why) for id_, why in self.left_out}
        return Manifest(
            released=today.year,
            review=review_date(today),
            rules=self.catalog.rules,
            files={name: hashlib.sha256(body).hexdigest() for name, body in sorted(self.files.items())},
            layers=self.rules,
            withheld=self.withheld,
            left_out=tuple(sorted(kinds)),
        )


def _before(bundle: Path) -> Manifest | None:
    """Return the manifest of what stands in the bundle's place."""
    if not bundle.exists() or (bundle.is_dir() and not any(bundle.iterdir())):
        return None
    old = check_bundle(bundle, date.max) if bundle.is_dir() else None
    if old is None:
        raise LeopardRangeError("bundle_foreign", folder=str(bundle))
    return old


def _check_past(bundle: Path, old: Manifest, made: _Making, replace: bool) -> None:
    """Refuse a release that, beside the earlier one, would tell of single stations.

    What was public stays public, so a changed count of a past year is a
    difference anybody can take, and a second grid cuts the cells of the first.
    """
    if not replace:
        raise LeopardRangeError("bundle_exists", folder=str(bundle))
    ours, theirs = made.catalog.rules, old.rules
    if (ours.cell_deg, ours.min_stations) != (theirs.cell_deg, theirs.min_stations):
        raise LeopardRangeError(
            "release_other_rules", cell_deg=theirs.cell_deg, min_stations=theirs.min_stations
        )
    past = read_toml(bundle / "catalog.toml")
    for id_, rule in old.layers.items():
        if made.rules.get(id_) != rule or rule not in CLASSES:
            continue
        before = _labels((bundle / past[id_]["file"]).read_bytes(), CLASSES[rule])
        now = _labels(made.files[made.entries[id_]["file"]], CLASSES[rule])
        years = {year for year, _ in before} & {year for year, _ in now}
        for year, cell in sorted(before.keys() | now.keys()):
            if year in years and before.get((year, cell)) != now.get((year, cell)):
                raise LeopardRangeError("release_past_changed", layer=id_, year=year)


def _labels(body: bytes, column: str) -> dict[tuple[int, str], str]:
    told = [feature["properties"] for feature in json.loads(body)["features"]]
    return {(one["year_from"], one["cell"]): one[column] for one in told}


def _cautions(private: Path) -> tuple[Note, ...]:
    """Warn when others than the owner may read the private folder."""
    if os.name == "posix" and private.stat().st_mode & 0o077:
        return (Note.of("private_readable", folder=str(private)),)
    return ()


def _date(bundle: Path, day: date) -> None:
    """Let everybody read a bundle, and make it as old as its release's year."""
    # When somebody worked is nobody's business.
    moment = (day - date(1970, 1, 1)).days * 86_400
    for path in (bundle, *bundle.rglob("*")):
        path.chmod(_OPEN_FOLDER if path.is_dir() else _OPEN_FILE)
    for path in sorted((bundle, *bundle.rglob("*")), reverse=True):
        os.utime(path, (moment, moment))


def _toml_file(entries: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Write the catalogue: a table a layer, its columns in a table of their own."""
    lines = []
    for id_, entry in entries.items():
        lines += [f"[{_toml_key(id_)}]"]
        lines += [f"{_toml_key(key)} = {_toml(value)}" for key, value in entry.items()]
        lines += [""]
    return "\n".join(lines).encode()


def _toml_key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else json.dumps(key)


def _toml(value: Any) -> str:
    """Write a value; a JSON text is a TOML text."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_toml_key(k)} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
