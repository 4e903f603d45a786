"""Small files made in code, and the way to read them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, explain, note_sentence
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import delimited, geojson
from leopard_range.sources.upload.finish import finish

TODAY = date(2026, 6, 1)
SQUARE = [[131.2, 43.0], [131.4, 43.0], [131.4, 43.2], [131.2, 43.2], [131.2, 43.0]]


def feature(coordinates: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    geometry = None if coordinates is None else {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def polygon(*ring: list[float]) -> bytes:
    return collection(feature([list(ring)], name="x"))


def read_json(body: bytes | str, **choices: Any) -> Upload:
    answers = Choices(**choices)
    data = body.encode() if isinstance(body, str) else body
    return _told(finish(geojson.parse("a.geojson", data, answers), answers))


def read_table(body: bytes | str, **choices: Any) -> Upload:
    answers = Choices(**choices)
    data = body.encode() if isinstance(body, str) else body
    return _told(finish(delimited.parse("a.csv", data, answers, TODAY), answers))


def failure(read: Any, body: bytes | str, **choices: Any) -> LeopardRangeError:
    """Return the error reading raises, after telling it in every language."""
    with pytest.raises(LeopardRangeError) as caught:
        read(body, **choices)
    for language in LANGUAGES:
        told = explain(caught.value, language)
        assert all((told.message, told.remedy, told.where)), caught.value
    return caught.value


def codes(upload: Upload) -> list[str]:
    return [note.code for note in upload.repairs]


def _told(upload: Upload) -> Upload:
    for note in (*upload.repairs, *upload.remarks):
        assert all(note_sentence(note, language) for language in LANGUAGES)
    return upload
