"""CSV: what people bring, and what is wrong with it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.sources.tables import read_csv, read_points_csv


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        "lon,lat\n131.5,43.1\n",
        "Longitude,Latitude\r\n131.5,43.1\r\n",
        "id;lat;lon\nA;43.1;131.5\n",
        "x\ty\n131.5\t43.1\n",
        "\ufeffdecimalLongitude,decimalLatitude\n131.5,43.1\n\n",
        '"lon","lat"\n" 131.5 ","43.1"\n',
    ],
)
def test_common_spellings_are_read(tmp_path: Path, text: str) -> None:
    frame = read_points_csv(write(tmp_path / "points.csv", text))
    assert (frame.geometry.x.tolist(), frame.geometry.y.tolist()) == ([131.5], [43.1])
    assert frame.crs.to_epsg() == 4326


def test_other_columns_and_the_order_of_rows_stay(tmp_path: Path) -> None:
    frame = read_points_csv(write(tmp_path / "p.csv", 'lon,lat,who\n2,1,"a, b"\n1,2,Лео\n'))
    assert frame["who"].tolist() == ["a, b", "Лео"]
    assert frame.geometry.x.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("text", "code", "parts"),
    [
        ("", "file_empty", ()),
        ("lon,lat\n", "file_empty", ()),
        ("lon,lat\n\n  ,\n", "file_empty", ()),
        ("lon,height\n1,2\n", "column_missing", ("“lat”",)),
        ("131.5,43.1\n131.6,43.2\n", "column_missing", ("“lon”",)),
        ("lon,lat,lon\n1,2,3\n", "column_twice", ("“lon”",)),
        ("lon,lat\n1\n", "bad_row", ("row 1", "1 cells instead of 2")),
        ("lon,lat\n1,2\n1,2,3\n", "bad_row", ("row 2", "3 cells instead of 2")),
        ("lon,lat\n131.5,north\n", "bad_number", ("row 1", "“lat”", "“north”")),
        ("lon,lat\n1,2\n,43\n", "bad_number", ("row 2", "“lon”")),
        ("lon,lat\nNaN,43\n", "bad_number", ("row 1", "“lon”")),
        ("lon,lat\n1,inf\n", "bad_number", ("row 1", "“lat”")),
        ("lon;lat\n131,5;43,1\n", "bad_number", ("131,5",)),
        ("lon,lat\n43.1,131.5\n", "bad_coordinate", ("row 1", "“lat”", "131.5", "-90 to 90")),
        ("lon,lat\n500000,43\n", "bad_coordinate", ("“lon”", "500000")),
        ('lon,lat\n"1,2\n', "file_unreadable", ("CSV (UTF-8)",)),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, code: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        read_points_csv(write(tmp_path / "points.csv", text))
    assert problem.value.code == code
    said = sentence(problem.value)
    for part in ("points.csv", *parts):
        assert part in said


@pytest.mark.parametrize("encoding", ["cp1251", "gb18030", "utf-16"])
def test_another_encoding_is_refused_not_guessed(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        read_csv(write(tmp_path / "p.csv", "lon,lat,имя\n1,2,Лео\n", encoding))
    assert problem.value.code == "file_unreadable"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(LeopardRangeError) as problem:
            read_csv(path)
        assert problem.value.code == "file_missing"
        assert str(path) in sentence(problem.value)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "p.csv", "lon,lat\n1,2\n")

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(LeopardRangeError) as problem:
        read_csv(path)
    assert problem.value.code == "cannot_read"
    assert "Permission denied" in sentence(problem.value)


def test_a_very_wide_table_is_refused_or_read_at_once(tmp_path: Path) -> None:
    wide = ",".join(f"c{i}" for i in range(10_000))
    start = time.process_time()
    with pytest.raises(LeopardRangeError) as problem:
        read_points_csv(write(tmp_path / "wide.csv", f"{wide}\n{wide}\n"))
    assert problem.value.code == "column_missing"
    assert time.process_time() - start < 3


def test_cells_stay_text_until_a_check_types_them(tmp_path: Path) -> None:
    table = read_csv(write(tmp_path / "t.csv", "code,none\n007,\n"))
    assert table["code"].tolist() == ["007"]
    assert table["none"].isna().all()
