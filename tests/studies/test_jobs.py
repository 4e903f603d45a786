"""A question asked as a job has the same answer, and what takes long is told before."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from leopard_range.catalog import Catalog
from leopard_range.engine import Engine, Here, Processes
from leopard_range.engine.cluster import Cluster
from leopard_range.errors import LeopardRangeError
from leopard_range.studies import answer
from leopard_range.studies.aoo import AooQuestion
from leopard_range.studies.eoo import EooQuestion
from leopard_range.studies.jobs import PRELOAD, answer_in, expected
from leopard_range.studies.range import RangeQuestion
from leopard_range.studies.shape import as_json

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def points(path: Path, count: int) -> Path:
    path.write_text("lon,lat\n" + "131.25,43.125\n131.3,43.2\n131.4,43.1\n" * (count // 3), encoding="utf-8")
    return path


def test_a_job_gives_the_same_answer_on_every_engine(
    squares: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points(tmp_path / "points.csv", 9)
    monkeypatch.chdir(tmp_path)
    engines: list[Engine] = [Here(), Processes(PRELOAD), Cluster(preload=PRELOAD)]
    for question in (AooQuestion(file="points.csv"), EooQuestion(file="points.csv"), RangeQuestion()):
        here = as_json(answer(squares, question))
        for engine in engines:
            assert as_json(answer_in(engine, squares.settings, question)) == here
    for engine in engines:
        with pytest.raises(LeopardRangeError, match="file_missing"):
            answer_in(engine, squares.settings, AooQuestion(file="nowhere.csv"))
        engine.close()


def test_only_a_long_answer_is_announced(squares: Catalog, tmp_path: Path) -> None:
    assert expected(squares, RangeQuestion()) is None
    assert expected(squares, AooQuestion(file="nowhere.csv")) is None
    few, many = points(tmp_path / "few.csv", 300), points(tmp_path / "many.csv", 300_000)
    assert expected(squares, EooQuestion(file=str(few))) is None
    cost = expected(squares, EooQuestion(file=str(many)))
    assert cost is not None
    assert 5 < cost.seconds < 20
    assert dict(cost.why.blanks) == {"count": 300_000.0}
    shapes = tmp_path / "many.geojson"
    shapes.write_bytes(bytes(110 * 200_000))
    assert expected(squares, AooQuestion(file=str(shapes))) is not None
