"""What holds for every study: questions, answers, labels, JSON."""

from __future__ import annotations

import dataclasses
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, sentence
from leopard_range.model import Answer
from leopard_range.studies import STUDIES, answer
from leopard_range.studies.aoo import AooQuestion
from leopard_range.studies.circuit import CircuitQuestion
from leopard_range.studies.cost import CostQuestion
from leopard_range.studies.describe import DescribeQuestion
from leopard_range.studies.eoo import EooQuestion
from leopard_range.studies.habitat import HabitatQuestion
from leopard_range.studies.network import NetworkQuestion
from leopard_range.studies.omniscape import OmniscapeQuestion
from leopard_range.studies.protected import ProtectedQuestion
from leopard_range.studies.range import RangeQuestion
from leopard_range.studies.shape import as_json, columns, facts, options, tables
from tests.corridors import circuit_project, omniscape, patches, resistances

SURVEY = Path(__file__).parents[2] / "docs" / "learn" / "survey"
"""The simulated survey of the tutorial."""

PROPOSAL = json.dumps(
    {
        "type": "Feature",
        "properties": {"name": "A strip", "width_m": 6000},
        "geometry": {"type": "LineString", "coordinates": [[127.1, 43.55], [128.2, 44.38]]},
    }
)


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("points") / "points.csv"
    path.write_text("lon,lat\n131.0,43.0\n131.5,43.2\n131.2,42.8\n")
    return {
        "range": RangeQuestion(),
        "protected": ProtectedQuestion(2012),
        "eoo": EooQuestion(str(path)),
        "aoo": AooQuestion(str(path)),
        "habitat": HabitatQuestion(),
        "describe": DescribeQuestion(layer="range_current"),
        "cost": CostQuestion(resistances(path.with_name("resistances.asc")), "5,15", "25,5"),
        "network": NetworkQuestion(patches(path.with_name("patches.csv"))),
        "circuit": CircuitQuestion(circuit_project(path.parent, "1 2 3", "1 0.5 0.5\n2 2.5 0.5")),
        "omniscape": OmniscapeQuestion(*omniscape(path.with_name("omniscape"))),
        **{
            name: study.question(file=str(SURVEY))
            for name, study in STUDIES.items()
            if name.startswith("survey ")
        },
        **{
            name: study.question(proposal=PROPOSAL)
            for name, study in STUDIES.items()
            if name.startswith("corridor ")
        },
    }


@pytest.fixture(scope="module")
def answers(squares: Catalog, questions: dict[str, Any]) -> dict[str, Answer]:
    return {name: answer(squares, question) for name, question in questions.items()}


def test_every_study_has_a_question_here(questions: dict[str, Any]) -> None:
    assert list(questions) == list(STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_questions_are_frozen_hashable_and_json(questions: dict[str, Any], name: str) -> None:
    question: Any = questions[name]
    kind: Any = STUDIES[name].question
    again = kind(**json.loads(json.dumps(dataclasses.asdict(question))))
    assert again == question
    assert hash(again) == hash(question)
    assert type(question) is kind
    keys = [one.key for one in options(kind)]
    assert keys == list(dataclasses.asdict(question))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(question, keys[0], None)


@pytest.mark.parametrize("name", STUDIES)
def test_answers_survive_a_cache(answers: dict[str, Answer], name: str) -> None:
    found = answers[name]
    assert type(found) is STUDIES[name].answer
    again = pickle.loads(pickle.dumps(found))
    assert as_json(again) == as_json(found)
    assert again == found


@pytest.mark.parametrize("name", STUDIES)
def test_the_same_question_gives_the_same_answer(
    squares: Catalog, questions: dict[str, Any], answers: dict[str, Answer], name: str
) -> None:
    assert answer(squares, questions[name]) == answers[name]


@pytest.mark.parametrize("name", STUDIES)
def test_every_field_is_labelled_with_its_unit(name: str) -> None:
    kinds = [STUDIES[name].answer, *(c.row for c in columns(STUDIES[name].answer) if c.row is not None)]
    for kind in kinds:
        for column in columns(kind):
            assert column.text
            for ending, unit in (("_km2", "km²"), ("_m", "m"), ("_share", "%"), ("year", "year")):
                key = column.key.removesuffix("_low").removesuffix("_high")
                if key.endswith(ending) and "_per_" not in key:
                    assert column.unit == unit, column.key
            if column.unit == "km²":
                assert "km2" in column.key


@pytest.mark.parametrize("name", STUDIES)
def test_answers_have_sources_and_every_caution_has_a_sentence(answers: dict[str, Answer], name: str) -> None:
    found = answers[name]
    assert found.citations
    for note in found.notes:
        assert note_sentence(note)
    assert len(set(found.citations)) == len(found.citations)
    assert len(set(found.notes)) == len(found.notes)


@pytest.mark.parametrize("name", STUDIES)
def test_json_holds_every_labelled_value_and_nothing_else(answers: dict[str, Answer], name: str) -> None:
    found = as_json(answers[name])
    assert list(found) == [column.key for column in columns(answers[name])]
    json.dumps(found, allow_nan=False)
    bounded = {fact.column.key for fact in facts(answers[name]) if fact.low is not None}
    # A value that does not exist is null, and so are its bounds.
    assert bounded == {
        key.removesuffix("_low") for key in found if key.endswith("_low") if found[key] is not None
    }
    for table in tables(answers[name]):
        assert len(table.rows) == len(found[table.column.key])


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: RangeQuestion("guess"), "bad_choice"),  # type: ignore[arg-type]
        (lambda: RangeQuestion(by="village"), "bad_choice"),  # type: ignore[arg-type]
        (lambda: HabitatQuestion(""), "bad_choice"),  # type: ignore[arg-type]
        (lambda: ProtectedQuestion("2012"), "not_whole"),  # type: ignore[arg-type]
        (lambda: ProtectedQuestion(2012.5), "not_whole"),  # type: ignore[arg-type]
        (lambda: ProtectedQuestion(True), "not_whole"),
        (lambda: AooQuestion("p.csv", float("nan")), "not_number"),
        (lambda: AooQuestion("p.csv", float("inf")), "not_number"),
        (lambda: AooQuestion("p.csv", None), "not_number"),  # type: ignore[arg-type]
    ],
)
def test_a_question_checks_itself(ask: Any, code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        ask()
    assert problem.value.code == code
    assert sentence(problem.value).count(".") >= 1


def test_loading_the_studies_loads_no_data_package() -> None:
    heavy = {"numpy", "pandas", "geopandas", "shapely"}
    code = f"import sys, leopard_range.studies; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_question_of_no_study_is_a_mistake_of_ours(squares: Catalog) -> None:
    with pytest.raises(KeyError):
        answer(squares, Path())
