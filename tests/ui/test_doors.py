"""Every route and every study says who may use it, and a planner's opens only to a sealed address."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer
from leopard_range.studies import STUDIES, answer, shape
from leopard_range.ui import clearance, doors, server
from leopard_range.ui.doors import Door, routes
from leopard_range.ui.seals import LIFE_S, Seals
from tests.ui.asgi import ask, header

UI = Path(server.__file__).parent
NOW = 1_800_000_000.0
MINE, OTHER = "m" * 43, "o" * 43
SECRET = b"131.14746"


def open_to_planners(_request: Request) -> Response:
    return Response(SECRET, headers={"Cache-Control": "public"})


DOORS = (
    Door("/open/{name}", lambda _: PlainTextResponse("open"), "public"),
    Door("/planner/layers/{name}", open_to_planners, "planner"),
)


def undeclared(found: Iterable[BaseRoute], declared: Iterable[Door]) -> list[str]:
    """Return the paths that no door declares."""
    known = {door.path for door in declared} | {"/planner/{rest:path}"}
    return [str(getattr(route, "path", route)) for route in found if getattr(route, "path", "") not in known]


def test_every_route_says_who_may_use_it() -> None:
    assert undeclared(server.SETUP["routes"], server.DOORS) == []
    assert {door.clearance for door in server.DOORS} == {"public", "planner"}
    naked = [*server.SETUP["routes"], Route("/secrets/{name}", open_to_planners)]
    assert undeclared(naked, server.DOORS) == ["/secrets/{name}"], "the test sees one that does not"
    with pytest.raises(TypeError):
        Door("/x", open_to_planners)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("path", "who"), [("/layers/x", "planner"), ("/planner/x", "public"), ("/planner", "planner")]
)
def test_planners_doors_lie_in_their_folder_and_no_others(path: str, who: Any) -> None:
    with pytest.raises(ValueError, match=path):
        routes([Door(path, open_to_planners, who)], "planner")


def test_routes_are_made_in_one_place() -> None:
    makers = {"Route", "Mount", "WebSocketRoute", "Router", "add_route", "add_api_route"}
    found = [
        path.name
        for path in UI.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in makers
    ]
    assert set(found) == {"doors.py"}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [NOW]
    monkeypatch.setattr("leopard_range.ui.doors.time.time", lambda: clock[0])
    monkeypatch.setattr(clearance, "login", lambda: None)
    return clock


def planner_app() -> Starlette:
    return Starlette(routes=routes(DOORS, "planner"))


def sealed(name: str = "a", cookie: str = MINE, seals: Seals = clearance.SEALS) -> str:
    return "/" + seals.address(f"planner/layers/{name}", cookie, NOW)


def test_a_sealed_address_opens_and_nothing_keeps_the_answer(now: list[float]) -> None:
    status, headers, body = ask(planner_app(), sealed(), {"cookie": f"leopard={MINE}"})
    assert (status, body) == (200, SECRET)
    assert header(headers, "cache-control") == "private, no-store"
    assert header(headers, "vary") == "Cookie"
    now[0] += LIFE_S
    assert ask(planner_app(), sealed(), {"cookie": f"leopard={MINE}"})[0] == 200


@pytest.mark.parametrize(
    ("address", "cookie"),
    [
        (sealed(), f"leopard={OTHER}"),
        (sealed(), ""),
        (sealed(), f"other={MINE}"),
        (sealed(), f"leopard={MINE[:-1]}"),
        (sealed().replace("layers/a", "layers/b"), f"leopard={MINE}"),
        (sealed() + "&x=1", f"leopard={MINE}"),
        (sealed().partition("?")[0], f"leopard={MINE}"),
        (sealed()[:-1] + ("0" if sealed()[-1] != "0" else "1"), f"leopard={MINE}"),
        (sealed(seals=Seals()), f"leopard={MINE}"),
    ],
)
def test_any_other_request_is_refused_alike(now: list[float], address: str, cookie: str) -> None:
    status, headers, body = ask(planner_app(), address, {"cookie": cookie} if cookie else {})
    assert status == 403
    assert SECRET not in body
    assert header(headers, "cache-control") == "private, no-store"
    assert body == ask(planner_app(), "/planner/layers/never-there")[2], "nothing tells what is there"


def test_it_runs_out(now: list[float]) -> None:
    now[0] += LIFE_S + 1
    assert ask(planner_app(), sealed(), {"cookie": f"leopard={MINE}"})[0] == 403


def test_it_dies_when_the_planner_signs_out(now: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "has_left", lambda cookie: cookie == MINE)
    assert ask(planner_app(), sealed(), {"cookie": f"leopard={MINE}"})[0] == 403


def test_a_public_process_has_no_planners_route(now: list[float]) -> None:
    made = routes(DOORS, "public")
    assert [route.path for route in made] == ["/open/{name}", "/planner/{rest:path}"]
    app = Starlette(routes=made)
    assert ask(app, "/open/a")[0] == 200
    status, _, body = ask(app, sealed(), {"cookie": f"leopard={MINE}"})
    assert status == 404
    assert SECRET not in body
    assert all(door.answer not in (route.endpoint for route in made) for door in DOORS[1:])


def test_every_study_says_who_may_ask() -> None:
    assert {study.clearance for study in STUDIES.values()} <= {"public", "planner"}
    field = {f.name: f for f in dataclasses.fields(shape.Study)}["clearance"]
    assert field.default is dataclasses.MISSING
    assert field.default_factory is dataclasses.MISSING


@dataclasses.dataclass(frozen=True)
class _Question:
    pass


def test_a_planners_study_answers_planners_only(
    squares: Catalog, planner_catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def run(catalog: Catalog, _question: _Question) -> Answer:
        asked.append(catalog.settings.role)
        return Answer()

    for who in ("planner", "public"):
        study = shape.Study("x", "x", "x", _Question, Answer, run, clearance=who)
        monkeypatch.setitem(STUDIES, "x", study)
        answer(planner_catalog, _Question())
        answer(planner_catalog, _Question(), "planner")
        if who == "planner":
            for catalog, given in ((squares, None), (squares, "planner"), (planner_catalog, "public")):
                with pytest.raises(LeopardRangeError) as problem:
                    answer(catalog, _Question(), given)  # type: ignore[arg-type]
                assert problem.value.code == "needs_planner"
        else:
            answer(planner_catalog, _Question(), "public")
    assert asked == ["planner"] * 4 + ["public"], "whoever is public reads through a public catalog"


def test_a_public_view_of_a_planners_catalog_gives_only_cells(
    planner_catalog: Catalog, catalog: Catalog
) -> None:
    seen = planner_catalog.cleared("public")
    assert "cell" in seen.layer("survey_stations").frame.columns
    assert planner_catalog.cleared("planner") is planner_catalog
    assert catalog.cleared("planner") is catalog
    for one in (seen, catalog):
        for read in (one.exact, one.rounded):
            with pytest.raises(LeopardRangeError) as problem:
                read("survey_stations")
            assert problem.value.code == "needs_planner"
