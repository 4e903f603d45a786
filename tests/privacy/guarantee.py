"""The guarantee of the release, measured: each function returns a figure and its leaky control.

``python -m tests.privacy.figures`` prints them; the tests assert on them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import itertools
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest import mock

import geopandas as gpd
import numpy as np
import pandas as pd

from leopard_range import privacy
from leopard_range.catalog import CLASSES, Catalog, open_catalog
from leopard_range.catalog.release import publish
from leopard_range.config import Settings
from leopard_range.reports import export, formats_of
from tests.datafolder import TODAY
from tests.privacy.canaries import betrayed, encodings
from tests.privacy.private import PLAN, SECOND, SECRETS, private_folder, reshuffled

ROOT = Path(__file__).resolve().parents[2]
EXACT_DATE = re.compile(rb"20(?:09|10|11|12|25)-\d\d-\d\d")
K = privacy.PUBLIC_RULES.min_stations


@dataclass(frozen=True, slots=True)
class Scan:
    """What a search for canaries found, and what it finds where one was planted."""

    looked_at: int
    canaries: int
    encodings: int
    hits: tuple[str, ...]
    control: int


def files_below(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder, in order."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def found_in(
    contents: Iterator[tuple[str, bytes]] | list[tuple[str, bytes]],
    places: list[tuple[float, float]],
    *,
    both: bool = False,
) -> tuple[int, tuple[str, ...]]:
    """Search contents for positions; return how many there were, and what betrays what."""
    hits, count = [], 0
    for name, content in contents:
        count += 1
        hits += [f"{name}: {how}" for place in places for how in betrayed(content, *place, both=both)]
    return count, tuple(hits)


def told_in(files: dict[str, bytes]) -> tuple[str, ...]:
    """Search for names of stations, animals and people, and for days."""
    hits = [f"{n}: {s}" for n, body in files.items() for s in SECRETS if s.encode() in body]
    # The review day and the catalogue's own texts hold no day of a record.
    return (*hits, *(f"{n}: a date" for n, body in files.items() if EXACT_DATE.search(body)))


def g2_bundle(work: Path) -> Scan:
    """Publish a folder of secrets and search the bundle, then a bundle that leaks."""
    folder, places = private_folder(work / "private", seed=11)
    publish(folder.path, work / "bundle", TODAY)
    files = files_below(work / "bundle")
    # What the release makes is searched for halves of a position as well; in what it copies,
    # a coastline has one or the other by chance.
    made = [one for one in files.items() if one[0].startswith(("survey/", "catalog", "manifest"))]
    hits = found_in(made, places)[1] + found_in(list(files.items()), places, both=True)[1]
    count, control = len(files), set()
    for name, leak in leaks(places[0]).items():
        _, found = found_in([(name, leak)], places[:1])
        control |= {name} if found else set()
    return Scan(count, len(places), len(encodings(*places[0])) + 2, (*hits, *told_in(files)), len(control))


def leaks(place: tuple[float, float]) -> dict[str, bytes]:
    """Return a file for each way a careless release might give a place away."""
    lon, lat = place
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy([lon], [lat]), crs="EPSG:4326")
    target = io.BytesIO()
    frame.to_file(target, driver="GPKG", layer="x")
    text = json.dumps([lon, lat]).encode()
    return {
        "plain.json": text,
        "rounded.csv": f"lon,lat\n{lon:.3f},{lat:.3f}\n".encode(),
        "packed.gz": gzip.compress(text),
        "hidden.html": b"data:;base64," + base64.b64encode(gzip.compress(text)),
        "points.gpkg": target.getvalue(),
        "projected.geojson": str(frame.to_crs(3857).to_json()).encode(),
        "zone.csv": "{:.0f} {:.0f}".format(*frame.to_crs(32652).get_coordinates().to_numpy()[0]).encode(),
    }


def g2_wheel(work: Path, places: list[tuple[float, float]]) -> Scan:
    """Build the wheel and search every file in it; the control is a wheel with one file more."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(work)]
    subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    (made,) = work.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    count, hits = found_in(files, places, both=True)
    _, control = found_in([("leak", gzip.compress(json.dumps(places).encode()))], places, both=True)
    return Scan(
        count, len(places), len(encodings(*places[0])) + 2, (*hits, *_unlabelled(files)), len(control)
    )


_TAG = r"\bdata:simulated\b"


def _unlabelled(files: list[tuple[str, bytes]]) -> Iterator[str]:
    """Name tables of exact records that do not say, in every row, that they are simulated."""
    for name, body in files:
        if not name.endswith(".csv") or b"deploymentID" not in body[:2000]:
            continue
        table = pd.read_csv(io.BytesIO(body), dtype=str)
        # Camtrap DP has no column of its own for it: there a tag says so.
        said = table.get("dataKind", pd.Series(index=table.index)) == "simulated"
        for name_of_tags in ("deploymentTags", "observationTags"):
            said |= table.get(name_of_tags, pd.Series(index=table.index)).astype(str).str.contains(_TAG)
        if not said.all():
            yield f"{name}: records that are not labelled as simulated"
    for name, body in files:
        if name.endswith("catalog.toml"):
            for id_, entry in tomllib.loads(body.decode()).items():
                if entry["sensitivity"] == "exact" and entry["method"] != "simulated":
                    yield f"{name}: {id_} is exact and not simulated"


def blobs_of(repository: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every object git keeps, also those no branch leads to."""
    listed = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch-check"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [line.split()[0] for line in listed.stdout.splitlines() if " blob " in line or " commit " in line]
    read = subprocess.run(
        ["git", "cat-file", "--batch"],
        cwd=repository,
        input="\n".join(names).encode(),
        capture_output=True,
        check=True,
    )
    at = 0
    while at < len(read.stdout):
        end = read.stdout.index(b"\n", at)
        name, _, size = read.stdout[at:end].decode().split()
        yield name, read.stdout[end + 1 : end + 1 + int(size)]
        at = end + 2 + int(size)


def g2_history(work: Path, places: list[tuple[float, float]]) -> Scan:
    """Search git's whole history for positions; the control is a repository that once held one."""
    _, control = found_in(blobs_of(marker_repository(work, places[0])), places[:1], both=True)
    blobs = list(blobs_of(ROOT))
    count, hits = found_in(blobs, places, both=True)
    records = [
        (f"{name}.csv", body) for name, body in blobs if body[:13] in (b"deploymentID,", b"observationID")
    ]
    return Scan(
        count, len(places), len(encodings(*places[0])) + 2, (*hits, *_unlabelled(records)), len(control)
    )


def marker_repository(work: Path, place: tuple[float, float]) -> Path:
    """Make a repository from which an exact position was deleted, which git remembers."""
    folder = work / "marker"
    folder.mkdir(parents=True)
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    secret = folder / "stations.csv"
    secret.write_text("lon,lat\n{},{}\n".format(*place))
    for words in (
        ("init", "-q"),
        ("add", "."),
        (*who, "commit", "-qm", "Add"),
        ("rm", "-q", "stations.csv"),
        (*who, "commit", "-qm", "Remove"),
    ):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    return folder


def g3(work: Path, shuffles: int = 50) -> tuple[int, int, dict[str, int]]:
    """Move stations in their cells and dates in their years; count the different bundles.

    Returns
    -------
    shuffles : int
    bundles : int
        Different ones; 1 keeps the promise.
    controls : dict
        For each leaky rule, how many different bundles it makes.
    """
    folder, _ = private_folder(work / "private", seed=1)
    whole: set[str] = set()
    for seed in range(shuffles):
        reshuffled(folder, 100 * seed)
        # The day of the release is drawn as well: only its year may matter.
        day = date(2026, 1 + seed % 12, 1 + seed % 28)
        whole.add(_digest(folder.path, work / f"b{seed}", day))
    controls = {}
    for name, leaky in LEAKY.items():
        made = set()
        for seed in range(4):
            reshuffled(folder, 100 * seed)
            with mock.patch.object(privacy, "station_cells", leaky):
                made.add(_digest(folder.path, work / f"{name}{seed}", TODAY))
        controls[name] = len(made)
    return shuffles, len(whole), controls


def _digest(private: Path, bundle: Path, day: date) -> str:
    publish(private, bundle, day)
    told = hashlib.sha256()
    for name, body in files_below(bundle).items():
        told.update(f"{name}\0{len(body)}\0".encode() + body)
    return told.hexdigest()


Maker = Callable[..., gpd.GeoDataFrame]
_right = privacy.station_cells


def _ordered(stations: pd.DataFrame, today: date, rules: privacy.Rules) -> gpd.GeoDataFrame:
    """Put the cells in the order of their westernmost station, which looks like no order at all."""
    frame = _right(stations, today, rules)
    cells = privacy.cell_ids(
        stations["longitude"].to_numpy(), stations["latitude"].to_numpy(), rules.cell_deg
    )
    inside = stations["longitude"] % rules.cell_deg
    first = {f"{c}_{r}": x for (c, r), x in sorted(zip(map(tuple, cells), inside, strict=True), key=str)}
    return (
        frame.assign(at=frame["cell"].map(first).fillna(9))
        .sort_values("at", ignore_index=True)
        .drop(columns="at")
    )


def _uncertain(stations: pd.DataFrame, today: date, rules: privacy.Rules) -> gpd.GeoDataFrame:
    """State the uncertainty from where the stations are, as a conscientious author might."""
    frame = _right(stations, today, rules)
    return frame.assign(coordinateUncertaintyInMeters=int(stations["longitude"].std() * 1e7))


def _dated(stations: pd.DataFrame, today: date, rules: privacy.Rules) -> gpd.GeoDataFrame:
    """Say since when somebody watched."""
    frame = _right(stations, today, rules)
    return frame.assign(informationWithheld=f"since {stations['deploymentStart'].min()[:7]}")


LEAKY: dict[str, Maker] = {"order": _ordered, "uncertainty": _uncertain, "month": _dated}


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing the public can read: which records it stands for is ours to know."""

    layer: str
    place: str
    year: int
    label: str
    stations: frozenset[str]


def standing() -> dict[tuple[str, int, str], frozenset[str]]:
    """Tell which stations stood where, counted without the package's own code."""
    stands: dict[tuple[str, int, str], frozenset[str]] = {}
    for name, plan in (("alpha", PLAN), ("beta", SECOND)):
        for (col, row), years in plan.items():
            for year, count in years.items():
                names = frozenset(f"{name}-{col}-{row}-{number}" for number in range(count))
                stands[(name, year, f"{col}_{row}")] = names
    return stands


def answers(catalog: Catalog) -> list[Answer]:
    """List all that a bundle of the folder of secrets says about places and years."""
    stands, found = standing(), []
    park = ("653_215", "654_215")
    for spec in catalog.specs.values():
        name = spec.id.split("_")[0]
        if spec.rule in CLASSES:
            frame = catalog.layer(spec.id).frame
            for cell, year, label in zip(
                frame["cell"], frame["year_from"], frame[CLASSES[spec.rule]], strict=True
            ):
                names = stands.get((name, int(year), str(cell)), frozenset())
                found.append(Answer(spec.id, str(cell), int(year), str(label), names))
        elif spec.rule == "counts":
            table = catalog.table(spec.id)
            for id_, year, label in zip(table["id"], table["year"], table["individuals_class"], strict=True):
                sets = [stands.get((name, int(year), cell), frozenset()) for cell in park]
                inside = frozenset(one for names in sets if len(names) >= K for one in names)
                found.append(Answer(spec.id, str(id_), int(year), str(label), inside))
    return found


SPANS = {"not shown": (0, K - 1), "1-2": (1, 2), "3-9": (3, 9), "10+": (10, 10**6), "0": (0, 0)}


@dataclass(frozen=True, slots=True)
class Difference:
    """What comparing public answers gives."""

    answers: int
    pairs: int
    below_k: tuple[str, ...]
    pinned: tuple[str, ...]
    formats_differ: tuple[str, ...]
    control: int


def g5(work: Path) -> Difference:
    """Compare every public answer with every other: layers, years, formats."""
    folder, _ = private_folder(work / "private", seed=3)
    publish(folder.path, work / "bundle", TODAY)
    catalog = open_catalog(Settings(data=work / "bundle", today=TODAY))
    told = answers(catalog)
    shown = [one for one in told if one.label != privacy.NOT_SHOWN]
    below = [f"{one.layer} {one.place} {one.year}" for one in shown if len(one.stations) < K]
    pairs = 0
    for one, other in itertools.combinations(shown, 2):
        if one.year != other.year or not one.stations & other.stations:
            continue
        pairs += 1
        if 0 < len(one.stations ^ other.stations) < K:
            below.append(f"{one.layer} {one.place} - {other.layer} {other.place} {one.year}")
    # The usual way: cells with one or two stations are listed, empty ones are not.
    counts = [(cell, year, names) for (name, year, cell), names in standing().items() if name == "alpha"]
    leaky = [Answer("alpha_stations", c, y, privacy.classed(np.array([len(n)]))[0], n) for c, y, n in counts]
    return Difference(
        len(told),
        pairs,
        tuple(below),
        tuple(_pinned(told)),
        tuple(_formats_that_differ(catalog)),
        len(list(_pinned(leaky, unlisted="0"))),
    )


def _pinned(told: list[Answer], unlisted: str = privacy.NOT_SHOWN) -> Iterator[str]:
    """Name changes from year to year that only fewer than k stations can explain."""
    counts = [one for one in told if one.layer.endswith("_stations")]
    by: dict[tuple[str, str], dict[int, str]] = {}
    for one in counts:
        by.setdefault((one.layer, one.place), {})[one.year] = one.label
    years = sorted({one.year for one in counts})
    for (layer, place), labels in by.items():
        # A cell that is not listed says as much as one that is not shown.
        spans = [SPANS[labels.get(year, unlisted)] for year in years]
        for (low, high), (low2, high2) in itertools.combinations(spans, 2):
            least, most = max(low2 - high, low - high2, 0), max(high2 - low, high - low2)
            if least > 0 and most < K:
                yield f"{layer} {place}: between {least} and {most} stations"


def _formats_that_differ(catalog: Catalog) -> Iterator[str]:
    """Name the layers of which one format says more than another."""
    for spec in catalog.specs.values():
        if spec.rule not in CLASSES:
            continue
        column = CLASSES[spec.rule]
        said = []
        for form in formats_of(spec):
            made = export(catalog, spec.id, form).content
            table = pd.read_csv(io.BytesIO(made)) if form == "csv" else gpd.read_file(io.BytesIO(made))
            said.append(
                sorted(zip(table["cell"], table["year_from"].astype(int), table[column], strict=True))
            )
        if any(one != said[0] for one in said):
            yield spec.id
