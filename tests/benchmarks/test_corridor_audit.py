"""What an audit of each named corridor takes on the embedded data, warm."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from leopard_range.studies import answer
from leopard_range.studies.corridor.audit import AuditQuestion


def test_an_audit_is_there_at_once(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--benchmark-enable"):
        pytest.skip("a benchmark: --benchmark-enable")
    catalog = open_catalog(Settings(role="public", data=Path(__file__).parents[2] / "geodata"))
    print("\ncorridor                 CPU s   points   length km")
    for id_ in catalog.layer("proposals").frame["id"]:
        question, took = AuditQuestion(str(id_)), []
        found = answer(catalog, question)
        for _ in range(3):
            begun = time.process_time()
            found = answer(catalog, question)
            took.append(time.process_time() - begun)
        seconds = statistics.median(took)
        print(f"{id_:22s} {seconds:7.2f} {len(found.curve):8d} {found.length_km:11.1f}")
        assert seconds < 1
