"""The explorer with bugs that know a secret, for tests only: what is asked fails, naming a place."""

from typing import Any

import shapely
import streamlit as st

from leopard_range.ui import answers, server
from tests.privacy.secret_country import CANARIES

(LON, LAT), PLACE = CANARIES[0], CANARIES[1]


class RudeError(Exception):
    """Says its place in every way an exception can."""

    def __str__(self) -> str:
        return f"POINT ({LON} {LAT})"

    def __repr__(self) -> str:
        return f"RudeError({LON}, {LAT})"


def _chained() -> None:
    try:
        raise KeyError(LON)
    except KeyError as problem:
        raise RuntimeError(f"near {LAT:.4f}, {LON:.4f}") from problem


def _noted() -> None:
    problem = ValueError("a station")
    problem.add_note(f"it stands at {LAT}, {LON}")
    raise problem


def _rude() -> None:
    raise RudeError


def _group() -> None:
    raise ExceptionGroup("several", [ValueError(str(PLACE)), RudeError()])


def _shape() -> None:
    shapely.from_wkt(f"POINT ({LON} {LAT}")


def _number() -> None:
    int(f"{LAT:.5f} N")


def _big() -> None:
    raise ValueError(f"lon={round(LON * 1e7)} lat={round(LAT * 1e7)} lat6={round(LAT * 1e6)}")


def _path() -> None:
    open(f"stations/{LON}_{LAT}.csv")  # noqa: SIM115


def _bytes() -> None:
    f"{LAT}°\udcff".encode()


def _asserted() -> None:
    assert PLACE == (0, 0), f"camera at {PLACE}"


def _json() -> None:
    raise ValueError({"geometry": {"type": "Point", "coordinates": [LON, LAT]}})


def _degrees() -> None:
    minutes = (LAT - 43) * 60
    raise LookupError(f"43°{int(minutes):02d}'{(minutes % 1) * 60:04.1f}\" N")


FAILURES = (
    *(_chained, _noted, _rude, _group, _shape, _number, _big, _path, _bytes, _asserted, _json, _degrees),
)


def _fail(at: str) -> None:
    if at.isdecimal():
        FAILURES[int(at) % len(FAILURES)]()


_answers, _export = answers._answers, vars(server)["export"]


def failing_answers(*given: Any) -> Any:
    """Fail inside a study."""
    _fail(st.query_params.get("fail", ""))
    return _answers(*given)


def failing_export(catalog: Any, id_: str, *given: Any, **named: Any) -> Any:
    """Fail inside a route."""
    _fail(id_.removeprefix("fail_"))
    return _export(catalog, id_, *given, **named)


answers._answers = failing_answers  # type: ignore[assignment]
vars(server)["export"] = failing_export
app = st.App(server.SCRIPT, **server.SETUP)
