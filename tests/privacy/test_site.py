"""A site made from a planner's folder tells no canary of it, in any file and however packed."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pypdfium2
import pytest
from PIL import Image, ImageSequence

from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from leopard_range.i18n import LANGUAGES
from leopard_range.site import files
from tests.datafolder import TODAY
from tests.privacy.canaries import betrayed
from tests.privacy.secret_country import CANARIES

ROOT = Path(__file__).parents[2]


def unpacked(name: str, body: bytes) -> bytes:
    """Return a file with what its pictures and pages hold beside it: `betrayed` opens what is packed."""
    if name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(body)
        said = "\n".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        return body + b"\n" + said.encode()
    if name.endswith((".png", ".gif", ".jpg", ".webp")):
        with Image.open(io.BytesIO(body)) as picture:
            told = repr(picture.info).encode()
            frames = [np.asarray(frame.convert("RGB")).tobytes() for frame in ImageSequence.Iterator(picture)]
        return b"\n".join((body, told, frames[0]))
    return body


def with_canaries(path: Path) -> Path:
    """Copy the data that come with the project, and add stations that nobody may learn of."""
    folder = path / "private"
    shutil.copytree(ROOT / "geodata", folder)
    entries = (folder / "catalog.toml").read_text(encoding="utf-8")
    for name in ("survey_stations", "survey_detections"):
        file = folder / "survey" / f"{name}.csv"
        before = file.read_bytes()
        table = pd.read_csv(file, dtype=str)
        rows = table.iloc[: len(CANARIES)].copy()
        rows["deploymentID"] = [f"CANARY-STATION-{at}" for at in range(len(CANARIES))]
        rows["locationID"] = rows["deploymentID"]
        rows["longitude"], rows["latitude"] = zip(*((f"{x}", f"{y}") for x, y in CANARIES), strict=True)
        if name == "survey_detections":
            rows["observationID"] = rows["deploymentID"]
            rows["individualID"] = "CANARY-7"
        file.write_text(pd.concat([table, rows]).to_csv(index=False), encoding="utf-8")
        old, new = (hashlib.sha256(body).hexdigest() for body in (before, file.read_bytes()))
        assert old in entries
        entries = entries.replace(old, new)
    (folder / "catalog.toml").write_text(entries, encoding="utf-8")
    return folder


def test_no_file_of_a_site_betrays_a_station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LANGUAGES", {"ru": LANGUAGES["ru"]})
    folder = with_canaries(tmp_path)
    planner = open_catalog(Settings(role="planner", data=folder, today=TODAY))
    places = planner.layer("survey_stations").frame.geometry
    assert all(any(place.x == lon and place.y == lat for place in places) for lon, lat in CANARIES)
    made = files.site_files(planner)
    assert len(made) > 60
    assert {name.rpartition(".")[2] for name in made} >= {"html", "js", "pdf", "gif", "zip", "geojson", "csv"}
    hits: list[tuple[str, bytes | str]] = []
    for name, body in made.items():
        if name.startswith("assets/"):
            continue
        said = unpacked(name, body)
        hits += [(name, word) for word in (b"CANARY", b"SIM-2006-001") if word in said]
        hits += [(name, way) for lon, lat in CANARIES for way in betrayed(said, lon, lat, both=True)]
    assert hits == []
