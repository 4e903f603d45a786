"""Answers about corridors rest on published layers alone: no camera, no detection, no count of sightings."""

from __future__ import annotations

from typing import Any

import pytest

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.config import settings_from
from leopard_range.studies import STUDIES, answer
from leopard_range.studies.shape import Study, options

CORRIDOR = [study for name, study in STUDIES.items() if name.startswith("corridor ")]


@pytest.mark.parametrize("study", CORRIDOR, ids=lambda study: str(study.name))
def test_only_published_layers_are_read(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()

    def watched(name: str) -> Any:
        reader = getattr(Catalog, name)

        def watch(shelf: Catalog, id_: str, *more: Any, **named: Any) -> Any:
            read.add(id_)
            return reader(shelf, id_, *more, **named)

        return watch

    for name in ("layer", "rounded", "exact", "table", "file", "read", "raster", "records"):
        monkeypatch.setattr(Catalog, name, watched(name))
    shelf = open_catalog(settings_from({"LEOPARD_ROLE": "planner"}))  # who could read them
    quick = {"members": 2, "cell_m": 1000.0, "cells_m": "1000"}
    known = {one.key for one in options(study.question)}
    chosen = {key: value for key, value in quick.items() if key in known}
    answer(shelf, study.question(proposal="razdolnaya", **chosen))
    assert "land_cover" in read
    specs = [shelf.spec(id_) for id_ in read]
    assert all(spec.sensitivity == "public" and spec.group != "survey" for spec in specs), read
    assert any(spec.sensitivity == "exact" for spec in shelf.specs.values())
