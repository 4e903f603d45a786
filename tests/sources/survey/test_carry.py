"""A survey as bytes: it comes back as it was, and nothing else comes back at all."""

from __future__ import annotations

import json
import random
import zlib
from contextlib import suppress
from typing import Any

import pandas as pd
import pytest

from leopard_range.catalog.surveys import pack_survey, unpack_survey
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note
from leopard_range.model.survey import TABLES, Problem, Survey
from leopard_range.sources.survey.carry import MAGIC
from tests import surveys

DEPLOYMENT = {
    "deploymentID": "d1",
    "locationID": "a",
    "longitude": 131.5,
    "latitude": 43.1,
    "deploymentStart": "2011-01-01T00:00:00+10:00",
    "cameraModel": "x",
}
SEEN = {"observationID": "o1", "deploymentID": "d1", "eventStart": "2011-01-02T10:00:00.250Z", "count": 2}


def made() -> Survey:
    return surveys.survey(
        [DEPLOYMENT, {"deploymentID": "d2", "cameraModel": ""}],
        [SEEN, {"observationID": "o2", "count": None}],
        gaps=[{"deploymentID": "d1", "start": "2011-01-01T05:00:00Z", "end": "2011-01-02T05:00:00Z"}],
        simulated=True,
        problems=(Problem("time_unreadable", "error", "media", 3, "timestamp", (("value", "x"),)),),
        operations=(Note.of("survey_up_converted", version="0.1.6", to="1.0.2"),),
        metadata={"title": "t", "project": {"title": "p", "individualAnimals": True}},
    )


def assert_same(a: Survey, b: Survey) -> None:
    for name in TABLES:
        one, other = getattr(a, name), getattr(b, name)
        assert (one is None) == (other is None), name
        if one is not None:
            pd.testing.assert_frame_equal(one, other)
    for name in ("kind", "crs", "timezone", "simulated", "problems", "operations", "metadata"):
        assert getattr(a, name) == getattr(b, name), name


def test_a_survey_comes_back_as_it_was() -> None:
    assert_same(unpack_survey("x", pack_survey(made())), made())
    bare = surveys.survey([], [], crs="", usage=[{"deploymentID": "a", "occasion": 1, "effort_days": 1.0}])
    assert_same(unpack_survey("x", pack_survey(bare)), bare)


def altered(**changes: Any) -> bytes:
    head = json.loads(zlib.decompress(pack_survey(made())[len(MAGIC) :]))
    return MAGIC + zlib.compress(json.dumps(head | changes).encode())


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"simulated": 1},
        {"timezone": "../../etc/passwd"},
        {"crs": "+init=epsg:4326"},
        {"tables": {}},
        {"tables": None},
        {"problems": [["no_such_rule", "error", "t", 1, "c", {}]]},
        {"problems": [["cell_empty", "worst", "t", 1, "c", {}]]},
        {"operations": [["no_such_note", {}]]},
        {"operations": [["survey_up_converted", {}]]},
        {"metadata": []},
    ],
)
def test_what_is_no_survey_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        unpack_survey("x", altered(**changes))
    assert problem.value.code == "upload_failed"


@pytest.mark.parametrize(
    "column",
    [
        ["deploymentID", "text", [1, 2]],
        ["longitude", "real", ["x", 2]],
        ["longitude", "real", [1.0]],
        ["deploymentStart", "time", [10**30, None]],
        ["deploymentStart", "when", [1, None]],
        ["deploymentStart", "text", ["x", "y"]],
        ["deploymentID", "text", None],
    ],
)
def test_a_table_of_other_types_is_refused(column: list[Any]) -> None:
    head = json.loads(zlib.decompress(pack_survey(made())[len(MAGIC) :]))
    tables = head["tables"]
    tables["deployments"] = [column, *(one for one in tables["deployments"] if one[0] != column[0])]
    with pytest.raises(LeopardRangeError) as problem:
        unpack_survey("x", altered(tables=tables))
    assert problem.value.code == "upload_failed"


def test_damaged_bytes_are_refused_or_read_never_a_crash() -> None:
    body = pack_survey(made())
    chance = random.Random(4)
    for _ in range(300):
        at = chance.randrange(len(body))
        damaged = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        if chance.random() < 0.3:
            damaged = damaged[: chance.randrange(len(damaged))]
        with suppress(LeopardRangeError):
            unpack_survey("x", damaged)
