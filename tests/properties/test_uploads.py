"""Whatever somebody uploads, the outcome is a checked table or a sentence that explains.

The command `python -m tools.checks.fuzz` runs the same with many more examples.
"""

from __future__ import annotations

import string
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import LANGUAGES, explain, note_sentence
from leopard_range.i18n.sentences import ERRORS, REMEDIES
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import pack, read, unpack
from leopard_range.sources.upload.sanity import in_area
from leopard_range.sources.upload.text import is_clean, safe_names
from tests.goodfiles import camtrap_members, good_files, zipped
from tests.strategies import damaged, geojson_bytes, tables

MAX_CPU_S = 5.0
OUTCOMES: Counter[str] = Counter()
"""Outcomes of all examples of this run."""

SLOWEST = [0.0]
"""Longest CPU time (s) of one example of this run."""


def check(name: str, body: bytes, choices: Choices = Choices()) -> None:  # noqa: B008
    """Read a file and check the outcome, whichever it is."""
    started = time.process_time()
    with tempfile.TemporaryDirectory() as work:
        try:
            upload = read(name, body, choices, Path(work))
        except LeopardRangeError as problem:
            outcome = "rejected" if isinstance(problem, RejectedError) else "clear error"
            check_error(problem)
        else:
            outcome = "repaired" if upload.repairs else "accepted"
            check_upload(upload)
    SLOWEST[0] = max(SLOWEST[0], time.process_time() - started)
    assert time.process_time() - started < MAX_CPU_S
    OUTCOMES[outcome] += 1


def check_error(problem: LeopardRangeError) -> None:
    """Every language has the sentence, and every blank of it is filled."""
    assert problem.code in ERRORS
    texts = ERRORS[problem.code] + REMEDIES.get(problem.code, "")
    fields = {field for _, field, _, _ in string.Formatter().parse(texts) if field}
    assert fields <= set(problem.blanks), problem
    for language in LANGUAGES:
        told = explain(problem, language)
        assert told.message
        told.message.encode("utf-8")
        told.where.encode("utf-8")
    if isinstance(problem, RejectedError):
        said = {key: value for key, value in problem.blanks.items() if isinstance(value, str)}
        assert set(said) <= {"file", "member", "layer", "found", "format", "declared", "needed", "rule"}, said


def check_upload(upload: Upload) -> None:
    """The table is safe, stands where it may stand, and passes to the parent process unchanged."""
    for note in (*upload.repairs, *upload.remarks):
        for language in LANGUAGES:
            note_sentence(note, language).encode("utf-8")
    if upload.frame is not None:
        check_shapes(upload)
    for table in (upload.frame, *upload.tables.values()):
        if table is not None:
            check_columns(pd.DataFrame(table.drop(columns="geometry", errors="ignore")))
    if upload.values is not None:
        assert upload.grid is not None
        assert upload.values.shape == upload.grid.shape
        assert np.isfinite(upload.values.compressed()).all()
        assert upload.rows == upload.values.count() > 0
    check_carried(upload, unpack(pack(upload)))


def check_shapes(upload: Upload) -> None:
    """Valid finite shapes of one family, in longitude and latitude, in the study area."""
    assert upload.frame is not None
    assert upload.rows == len(upload.frame) > 0
    assert upload.frame.crs == "EPSG:4326"
    values = upload.frame.geometry.to_numpy()
    assert not shapely.is_missing(values).any()
    assert not shapely.is_empty(values).any()
    assert shapely.is_valid(values).all()
    assert not shapely.has_z(values).any()
    assert len(set(shapely.get_dimensions(values))) == 1
    assert not (shapely.get_type_id(values) == 7).any()
    xy = shapely.get_coordinates(values)
    assert np.isfinite(xy).all()
    assert upload.kind == "camtrap-dp" or in_area(xy).all()


def check_columns(table: pd.DataFrame) -> None:
    """Safe names, plain types, clean text."""
    names = [str(name) for name in table.columns]
    assert safe_names(names).names == tuple(names)
    for name in names:
        assert str(table[name].dtype) in ("int64", "float64", "bool", "str"), table[name].dtype
        if str(table[name].dtype) == "str":
            assert all(is_clean(cell) for cell in table[name].dropna())
        elif str(table[name].dtype) == "float64":
            assert not np.isinf(table[name]).any()


def check_carried(one: Upload, two: Upload) -> None:
    """Equal after the way through bytes."""
    assert (one.name, one.kind, one.rows, one.source_crs) == (two.name, two.kind, two.rows, two.source_crs)
    assert (one.repairs, one.remarks) == (two.repairs, two.remarks)
    if one.frame is not None and two.frame is not None:
        assert shapely.equals_exact(one.frame.geometry.to_numpy(), two.frame.geometry.to_numpy()).all()
        pd.testing.assert_frame_equal(
            pd.DataFrame(one.frame.drop(columns="geometry")), pd.DataFrame(two.frame.drop(columns="geometry"))
        )
    assert (one.frame is None) == (two.frame is None)
    assert set(one.tables) == set(two.tables)
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, two.tables[name])
    if one.values is not None and two.values is not None:
        assert np.ma.allequal(one.values, two.values)


def choices() -> st.SearchStrategy[Choices]:
    """Answers people may give, wrong ones too."""
    answers = st.builds(
        Choices,
        encoding=st.sampled_from(("", "", "", "cp1251", "utf-16", "gb18030", "nonsense")),
        crs=st.sampled_from(
            ("", "", "", "", "EPSG:32652", "EPSG:4326", "EPSG:28422", "nonsense", "EPSG:4978")
        ),
        swap=st.sampled_from((False, False, False, True)),
        date_order=st.sampled_from(("", "", "dmy", "mdy", "ymd", "nonsense")),
        geometry=st.sampled_from(("", "", "point", "line", "polygon", "nonsense")),
        layer=st.sampled_from(("", "", "layer", "nonsense")),
        timezone=st.sampled_from(("Asia/Vladivostok", "Asia/Seoul", "nonsense")),
    )
    silent = st.just(Choices())
    return st.one_of(silent, silent, silent, answers)


@pytest.mark.parametrize("name", sorted(good_files()))
def test_sound_files_are_accepted(name: str) -> None:
    with tempfile.TemporaryDirectory() as work:
        check_upload(read(name, good_files()[name], Choices(), Path(work)))


@given(body=geojson_bytes(), answers=choices())
def any_geojson(body: bytes, answers: Choices) -> None:
    check("a.geojson", body, answers)


@given(body=tables(), answers=choices(), name=st.sampled_from(("a.csv", "a.tsv", "a.txt")))
def any_table(body: bytes, answers: Choices, name: str) -> None:
    check(name, body, answers)


@given(data=st.data(), name=st.sampled_from(("a.zip", "b.zip", "c.zip", "a.kmz")))
def archive_of_damaged_files(data: st.DataObject, name: str) -> None:
    archive = zipfile.ZipFile(BytesIO(good_files()[name]))
    members = {member: archive.read(member) for member in archive.namelist()}
    which = data.draw(st.sampled_from(sorted(members)))
    check(name, zipped({**members, which: data.draw(damaged([members[which]]))}), data.draw(choices()))


@given(data=st.data(), which=st.sampled_from(("deployments.csv", "media.csv", "observations.csv")))
def package_of_any_tables(data: st.DataObject, which: str) -> None:
    check("c.zip", zipped({**camtrap_members(), which: data.draw(tables())}), data.draw(choices()))


@given(body=st.binary(max_size=200), name=st.sampled_from(sorted(good_files())))
def any_bytes_under_any_name(body: bytes, name: str) -> None:
    check(name, body)


def damaged_file(name: str) -> Callable[[], None]:
    @given(body=damaged([good_files()[name]]), answers=choices())
    def damaged_ends_well(body: bytes, answers: Choices) -> None:
        check(name, body, answers)

    return damaged_ends_well


def cases() -> dict[str, tuple[Callable[[], None], int]]:
    """Every property by name, with its share of the examples."""
    return {
        "any GeoJSON": (any_geojson, 6),
        "any table": (any_table, 6),
        "archives of damaged files": (archive_of_damaged_files, 4),
        "packages of any tables": (package_of_any_tables, 2),
        "any bytes": (any_bytes_under_any_name, 1),
        **{f"damaged {name}": (damaged_file(name), 1) for name in sorted(good_files())},
    }


def run(test: Callable[[], None], examples: int, *, shrink: bool = True) -> None:
    """Try a property on a number of examples; making a failing one smaller takes minutes."""
    unhurried = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=unhurried, phases=phases
    )(test)()


@pytest.mark.parametrize("name", sorted(cases()))
def test_whatever_is_uploaded_ends_well(name: str) -> None:
    test, share = cases()[name]
    run(test, 20 * share)
