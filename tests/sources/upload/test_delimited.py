"""Tables of strangers: encodings, separators, positions, dates, counts, repeats, people."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from leopard_range.errors import RejectedError
from leopard_range.sources.upload.angles import angle
from leopard_range.sources.upload.personal import is_personal, is_personal_name
from leopard_range.sources.upload.roles import is_date_column
from tests.sources.upload.made import codes, failure, read_table

HEADER = "camera,lat,lon,date,individual,count\n"
ROW = "K-01,43.1,131.3,2013-04-02,Leo 12,1\n"


def column(body: str | bytes, name: str, **choices: Any) -> list[Any]:
    frame = read_table(body, **choices).frame
    assert frame is not None
    return list(frame[name])


def place(body: str | bytes, **choices: Any) -> tuple[float, float]:
    frame = read_table(body, **choices).frame
    assert frame is not None
    point = frame.geometry.iloc[0]
    return round(point.x, 5), round(point.y, 5)


def test_a_plain_table_is_accepted_without_a_repair() -> None:
    upload = read_table(HEADER + ROW)
    assert upload.repairs == ()
    assert [note.code for note in upload.remarks] == ["positions_from"]
    assert upload.frame is not None
    assert list(upload.frame.columns) == ["camera", "date", "individual", "count", "geometry"]
    assert upload.frame.iloc[0].tolist()[:-1] == ["K-01", "2013-04-02", "Leo 12", 1]
    assert (upload.kind, upload.rows, upload.source_crs) == ("csv", 1, "EPSG:4326")


@pytest.mark.parametrize(
    "header",
    [
        "lat,lon",
        "Latitude,Longitude",
        "decimalLatitude,decimalLongitude",
        "Широта,Долгота",
        "纬度,经度",
        "위도,경도",
        "y,x",
        "LAT (WGS84),LON (WGS84)",
        "широта °,долгота °",
        "Lat_DD,Long_DD",
    ],
)
def test_columns_of_positions_are_known_in_four_languages(header: str) -> None:
    assert place(f"{header}\n43.1,131.3\n") == (131.3, 43.1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_separator_and_line_end_is_read(delimiter: str, end: str) -> None:
    lines = ["camera,lat,lon", "K-01,43.1,131.3", "K-02,43.2,131.4"]
    body = end.join(line.replace(",", delimiter) for line in lines) + end
    assert read_table(body).rows == 2


def test_the_separator_line_of_spreadsheets_and_comments_are_no_data() -> None:
    upload = read_table("sep=;\n# from the field\n\n# more\nlat;lon;note\n43,1;131,3;a\n")
    assert codes(upload) == ["decimal_comma"]
    assert [note.code for note in upload.remarks] == ["comments_skipped", "positions_from"]


def test_newlines_in_cells_and_mixed_line_ends_are_data() -> None:
    body = 'camera,lat,lon,note\r\nK-01,43.1,131.3,"Leo\n12"\nK-02,43.1,131.3,x\r\n'
    upload = read_table(body)
    assert upload.repairs == ()
    assert column(body, "note") == ["Leo\n12", "x"]


def test_utf8_with_a_mark_and_utf16_are_read_by_their_marks() -> None:
    body = "camera,lat,lon,note\nK-01,43.1,131.3,Леопард\n"
    marked = read_table(body.encode("utf-8-sig"))
    assert marked.repairs == ()
    assert marked.frame is not None
    assert marked.frame.columns[0] == "camera"
    wide = read_table(body.encode("utf-16"))
    assert codes(wide) == ["decoded"]
    assert column(body.encode("utf-16"), "note") == ["Леопард"]


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp1251", "Леопард"), ("gb18030", "东北豹国家公园"), ("cp949", "한국표범")]
)
def test_other_encodings_are_asked_for_with_samples_and_used_when_chosen(encoding: str, word: str) -> None:
    body = f"camera,lat,lon,note\nK-01,43.1,131.3,{word}\n".encode(encoding)
    problem = failure(read_table, body)
    assert problem.code == "encoding_needed"
    assert f"{encoding}: {word}" in str(problem.blanks["samples"])
    assert column(body, "note", encoding=encoding) == [word]
    assert codes(read_table(body, encoding=encoding)) == ["decoded"]


def test_a_wrong_or_unknown_encoding_is_said() -> None:
    body = "lat,lon,note\n43.1,131.3,Леопард №\n".encode("cp1251")
    assert failure(read_table, body, encoding="gb18030").code == "encoding_wrong"
    from leopard_range.errors import LeopardRangeError

    for name in ("leopard", "base64", "idna", "../x", "\0"):
        with pytest.raises(LeopardRangeError, match="bad_choice"):
            read_table(body, encoding=name)


def test_samples_show_letters_only() -> None:
    problem = failure(read_table, "lat,lon,note\n43.1,131.3,Логово 43.12345 131.54321\n".encode("cp1251"))
    assert "43" not in str(problem.blanks["samples"])


@pytest.mark.parametrize(
    ("body", "code", "row"),
    [
        ("", "no_rows", None),
        ("\n\n", "no_rows", None),
        (HEADER, "no_rows", None),
        (ROW, "no_header", None),
        (ROW + ROW, "no_header", None),
        ("camera,place\nK-01,here\n", "coordinates_missing", None),
        ("camera,lat\nK-01,43.1\n", "coordinates_missing", None),
        ("<html><body>404</body></html>", "coordinates_missing", None),
        (HEADER + ROW + "K-02,43.1\n", "ragged_row", 3),
        (HEADER + ROW.rstrip() + ",x\n", "ragged_row", 2),
        (HEADER + ROW + '"K-02,43.1,131.3\n', "quote_open", 3),
        (HEADER + '"K"-02,43.1,131.3,,,\n', "quote_bad", 2),
        ("lat,lon,note\n43.1,131.3,a\0b\n", "nul_byte", None),
        ("lat,lat,lon\n43.1,43.1,131.3\n", "column_ambiguous", None),
        ("lat,LAT,lon\n43.1,43.1,131.3\n", "column_ambiguous", None),
        ("lat,lon\nabc,131.3\n", "coordinate_unreadable", 2),
        ("lat,lon\ninf,131.3\n", "coordinate_unreadable", 2),
        ("lat,lon\n43.1,\n", "coordinate_half", 2),
        ("lat,lon\n43°61'00\"N,131°18'00\"E\n", "coordinate_minutes", 2),
        ("lat,lon\n131°18'E,43°06'N\n", "swapped", 2),
        ("lat,lon\n,\n ,\n", "no_rows", None),
        ("lat,lon,n\n,,1\n", "no_geometry", None),
        ("lat,lon\n0,0\n", "null_island", 2),
        ("lat,lon\n131.3,43.1\n", "swapped", None),
        ("lat,lon\n43.1,131.3\n131.4,43.2\n", "swapped_some", 3),
        ("lat,lon\n43.1,131.3\n43.2,13.4\n", "outside_area", 3),
        ("lat,lon\n43.1,131.3\n95,131.4\n", "latitude_out_of_range", 3),
        ("lat,lon\n4772000,512000\n", "metres_not_degrees_guess", None),
        ("x,y\n512000,4772000\n", "crs_needed", None),
        ("wkt\nPOINT (131.3\n", "wkt_bad", 2),
        ("wkt\nHELLO\n", "wkt_bad", 2),
        ("wkt\n" + "GEOMETRYCOLLECTION (" * 50 + "POINT (131 43)" + ")" * 50 + "\n", "wkt_bad", 2),
        ("lat,lon,geodeticDatum\n43.1,131.3,Clarke 1866\n", "datum_unknown", None),
        ("lat,lon,datum\n43.1,131.3,WGS84\n43.2,131.3,CGCS2000\n", "datum_unknown", None),
    ],
)
def test_a_broken_table_is_explained(body: str, code: str, row: int | None) -> None:
    problem = failure(read_table, body)
    assert problem.code == code
    assert problem.blanks.get("row") == row
    assert not isinstance(problem, RejectedError)


def test_rows_are_counted_as_spreadsheets_count_them() -> None:
    body = '# made today\n\nlat,lon,note\n43.1,131.3,"two\nlines"\n43.1,bad,x\n'
    assert failure(read_table, body).blanks["row"] == 4


def test_thousands_of_columns_are_refused_at_once() -> None:
    wide = ",".join(f"c{n}" for n in range(20_000)) + "\n" + ",".join("1" for _ in range(20_000))
    assert isinstance(failure(read_table, wide), RejectedError)
    assert isinstance(failure(read_table, "lat,lon" + "," * 16_500), RejectedError)
    some = ",".join(["lat", "lon", *(f"c{n}" for n in range(199))])
    assert isinstance(failure(read_table, some + "\n"), RejectedError)


def test_too_many_rows_are_refused() -> None:
    assert failure(read_table, "lat,lon\n" + "43.1,131.3\n" * 100_001).code == "too_many_rows"


def test_empty_columns_and_cells_at_the_end_are_left_out() -> None:
    upload = read_table("lat,lon,note,,\n43.1,131.3,a,,\n43.2,131.3,b,,,,\n\n,,,,\n")
    assert (upload.rows, upload.repairs) == (2, ())
    inner = read_table("lat,,lon\n43.1,,131.3\n")
    assert "blank_columns" in [note.code for note in inner.remarks]
    named = read_table("lat,,lon\n43.1,x,131.3\n")
    assert codes(named) == ["columns_renamed"]


def test_a_cell_of_any_length_is_cut_and_said() -> None:
    upload = read_table("lat,lon,note\n43.1,131.3," + "A" * 300_000 + "\n")
    assert codes(upload) == ["text_cut"]
    assert len(column("lat,lon,note\n43.1,131.3," + "A" * 300_000 + "\n", "note")[0]) == 1000


@pytest.mark.parametrize(
    ("text", "axis", "value"),
    [
        ("43.1", "lat", 43.1),
        ("-43.1", "lat", -43.1),
        ("43,1", "lat", 43.1),
        ("43°06'00\"N", "lat", 43.1),
        ("43° 06′ 00″ N", "lat", 43.1),
        ("43º06’00”", "lat", 43.1),
        ("N43°06'", "lat", 43.1),
        ("43 06 00 N", "lat", 43.1),
        ("43:06:00", "lat", 43.1),
        ("43°06,0'", "lat", 43.1),
        ("43.1°", "lat", 43.1),
        ("43.1 N", "lat", 43.1),
        ("S 43.1", "lat", -43.1),
        ("43d06m00s", "lat", 43.1),
        ("43°06'00\" с.ш.", "lat", 43.1),
        ("131°18'00\" в.д.", "lon", 131.3),
        ("43 град 06 мин 00 сек", "lat", 43.1),
        ("北纬43.1", "lat", 43.1),
        ("北纬43度06分00秒", "lat", 43.1),
        ("东经131度18分", "lon", 131.3),
        ("동경 131도 18분 00초", "lon", 131.3),
        ("４３．１", "lat", 43.1),
        ("−43.1", "lat", -43.1),
        ("131 18 00 W", "lon", -131.3),
        ("4 772 000,5", "y", 4772000.5),
        ("5.12e5", "x", 512000.0),
    ],
)
def test_coordinates_are_read_as_people_write_them(text: str, axis: str, value: float) -> None:
    found = angle(text, axis)
    assert found.error == ""
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "NA", "n/a", "NaN", "-", "нет", "无", "없음"])
def test_nothing_is_nothing(text: str) -> None:
    assert (angle(text, "lat").value, angle(text, "lat").error) == (None, "")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "43.1.2",
            "43,1,2",
            "4 3",
            "N43S",
            "-43 S",
            "43 06 00 Q",
            "1e999x",
            "inf",
            "0x2b",
            "43°-06'",
            "1_000",
        ),
        *("9" * 100, "43" + " " * 70 + "N", "٤٣٫١x", "'43.1", "=43.1", "43..1"),
    ],
)
def test_what_is_no_coordinate_is_not_guessed(text: str) -> None:
    assert angle(text, "lat").error or angle(text, "lat").value is None or text == "4 3"


def test_rows_without_a_position_are_left_out_and_counted() -> None:
    upload = read_table("lat,lon,n\n43.1,131.3,1\nNA,NA,2\n")
    assert (upload.rows, codes(upload)) == (1, ["geometry_missing"])


def test_russian_spreadsheets_are_read_and_it_is_said() -> None:
    body = "camera;lat;lon;date;height;count\nK-01;43,1;131,3;02.04.2013;512,5;1\n"
    upload = read_table(body)
    assert codes(upload) == ["decimal_comma", "dates_read"]
    assert (place(body), column(body, "date"), column(body, "height")) == (
        (131.3, 43.1),
        ["2013-04-02"],
        [512.5],
    )


def test_swapped_columns_are_put_right_when_somebody_says_so() -> None:
    body = "lat,lon\n131.3,43.1\n"
    upload = read_table(body, swap=True)
    assert (place(body, swap=True), codes(upload)) == ((131.3, 43.1), ["swapped_back"])
    assert failure(read_table, "lat,lon\n43.1,131.3\n", swap=True).code == "not_swapped"


@pytest.mark.parametrize("header", ["x,y", "easting,northing", "lon,lat"])
def test_metres_are_read_in_the_system_somebody_chose(header: str) -> None:
    east, north = place(f"{header}\n524430.7,4772019\n", crs="EPSG:32652")
    assert (east, north) == pytest.approx((129.3, 43.1), abs=1e-3)
    assert failure(read_table, f"{header}\n524430.7,4772019\n", crs="EPSG:0").code == "crs_unknown"


def test_stated_datums_are_used() -> None:
    for datum in ("WGS84", "WGS 84", "EPSG:4326", "epsg:4326", "unknown", ""):
        assert place(f"lat,lon,geodeticDatum\n43.1,131.3,{datum}\n") == (131.3, 43.1)
    upload = read_table("lat,lon,datum\n43.1,131.3,СК-42\n")
    assert upload.source_crs == "EPSG:4284"
    assert upload.frame is not None
    assert 0 < upload.frame.geometry[0].distance(shapely.Point(131.3, 43.1)) < 0.01


def test_wkt_is_read_with_its_system() -> None:
    body = 'name,WKT\na,"POLYGON ((131.2 43, 131.4 43, 131.4 43.2, 131.2 43))"\n'
    upload = read_table(body)
    assert upload.frame is not None
    assert upload.frame.geom_type.tolist() == ["Polygon"]
    assert place("wkt\nSRID=32652;POINT (524430.7 4772019)\n") == pytest.approx((129.3, 43.1), abs=1e-3)
    assert failure(read_table, "wkt\nSRID=1;POINT (1 2)\n").code == "crs_unknown"
    assert failure(read_table, "wkt\nPOINT (nan 43)\n").code in (
        "coordinate_not_finite",
        "wkt_bad",
        "no_geometry",
    )


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2013-04-02", "2013-04-02"),
        ("2013-4-2", "2013-04-02"),
        ("2013/04/02", "2013-04-02"),
        ("20130402", "2013-04-02"),
        ("02.04.2013", "2013-04-02"),
        ("2.4.2013", "2013-04-02"),
        ("2013年4月2日", "2013-04-02"),
        ("2013년 4월 2일", "2013-04-02"),
        ("2013. 4. 2.", "2013-04-02"),
        ("2 Apr 2013", "2013-04-02"),
        ("02-Apr-2013", "2013-04-02"),
        ("2 апреля 2013", "2013-04-02"),
        ("25/04/2013", "2013-04-25"),
        ("04/25/2013", "2013-04-25"),
        ("04/04/2013", "2013-04-04"),
        ("2013-04", "2013-04"),
        ("2013", "2013"),
        ("2013-04-02T10:30:00Z", "2013-04-02T10:30:00+00:00"),
        ("2013-04-02 10:30:00+10:00", "2013-04-02T10:30:00+10:00"),
        ("2013-04-02T10:30:00.123+1000", "2013-04-02T10:30:00.123000+10:00"),
        ("2013-04-02/2013-04-05", "2013-04-02/2013-04-05"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, iso: str) -> None:
    assert column(f'lat,lon,date\n43.1,131.3,"{text}"\n', "date") == [iso]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2013-02-30", "date_bad"),
        ("30.02.2013", "date_bad"),
        ("2013-13-01", "date_bad"),
        ("00.00.2013", "date_bad"),
        ("13", "date_bad"),
        ("02.04.13", "date_bad"),
        ("yesterday", "date_bad"),
        ("2013-04-02T25:00", "date_bad"),
        ("2013-04-02T10:61", "date_bad"),
        ("2013-04-02T10:30+25:00", "date_bad"),
        ("1364860800", "date_bad"),
        ("=TODAY()", "date_bad"),
        ("9" * 500, "date_bad"),
        ("99999", "date_bad"),
        ("13/13/2013", "date_bad"),
        ("03/04/2013", "date_order_needed"),
        ("41366", "date_excel"),
        ("41366.4375", "date_excel"),
        ("2199-01-01", "date_future"),
        ("2199", "date_future"),
        ("2026-06-03", "date_future"),
        ("0001-01-01", "date_old"),
        ("0000", "date_old"),
        ("1699-12-30", "date_old"),
    ],
)
def test_dates_that_cannot_be_meant_are_named_by_row_and_column(text: str, code: str) -> None:
    problem = failure(read_table, f"lat,lon,date\n43.1,131.3,2013-04-02\n43.2,131.3,{text}\n")
    if code == "date_bad" and text == "13/13/2013":
        assert problem.code in ("date_bad", "date_order_mixed")
    else:
        assert problem.code == code
    assert (problem.blanks["row"], problem.blanks["column"]) == (3, "date")


def test_an_excel_number_is_told_as_a_date() -> None:
    problem = failure(read_table, "lat,lon,date\n43.1,131.3,41366\n")
    assert problem.blanks["date"] == "2013-04-02"


def test_the_order_of_dates_is_proved_chosen_or_asked_for() -> None:
    rows = "lat,lon,date\n43.1,131.3,03/04/2013\n43.2,131.3,{}\n"
    assert column(rows.format("25/04/2013"), "date") == ["2013-04-03", "2013-04-25"]
    assert column(rows.format("04/25/2013"), "date") == ["2013-03-04", "2013-04-25"]
    assert column(rows.format("05/06/2013"), "date", date_order="dmy") == ["2013-04-03", "2013-06-05"]
    assert column(rows.format("05/06/2013"), "date", date_order="mdy") == ["2013-03-04", "2013-05-06"]
    mixed = rows.format("25/04/2013") + "43.3,131.3,04/25/2013\n"
    assert failure(read_table, mixed).code == "date_order_mixed"


def test_times_without_a_zone_are_given_one_and_it_is_said() -> None:
    body = "lat,lon,datetime\n43.1,131.3,{}\n"
    for text, iso in (
        ("2013-10-27T02:30", "2013-10-27T02:30:00+11:00"),
        ("2010-07-01 12:00", "2010-07-01T12:00:00+11:00"),
        ("2010-12-01 12:00", "2010-12-01T12:00:00+10:00"),
        ("2015-07-01 12:00:30", "2015-07-01T12:00:30+10:00"),
        ("2015-07-01 1:05 PM", "2015-07-01T13:05:00+10:00"),
    ):
        assert column(body.format(text), "datetime") == [iso]
        assert "timezone_assumed" in codes(read_table(body.format(text)))
    assert column(body.format("2015-07-01 12:00"), "datetime", timezone="Asia/Seoul")[0].endswith("+09:00")


@pytest.mark.parametrize(
    ("text", "code"), [("2011-03-27T02:30", "time_gap"), ("2014-10-26T01:30", "time_twice")]
)
def test_hours_that_clocks_skipped_or_repeated_are_named(text: str, code: str) -> None:
    upload = read_table(f"lat,lon,datetime\n43.1,131.3,{text}\n")
    assert codes(upload) == ["timezone_assumed", code]
    assert dict(upload.repairs[1].blanks)["row"] == 2


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/localtime", "/etc/localtime", "", "Asia/", "\0"])
def test_an_unknown_zone_is_asked_for(zone: str) -> None:
    body = "lat,lon,datetime\n43.1,131.3,2013-10-27T02:30\n"
    assert failure(read_table, body, timezone=zone).code == "timezone_unknown"


@pytest.mark.parametrize("text", ["1e308", "-1", "1.5", "inf", "1e999", "nan1", "many", "10001"])
def test_counts_are_whole_and_sane(text: str) -> None:
    problem = failure(read_table, f"lat,lon,count\n43.1,131.3,{text}\n")
    assert (problem.code, problem.blanks["row"], problem.blanks["column"]) == ("count_bad", 2, "count")


def test_counts_may_be_missing_or_written_with_a_point() -> None:
    values = column("lat,lon,количество\n43.1,131.3,2.0\n43.2,131.3,\n", "количество")
    assert values[0] == 2


def test_repeated_rows_count_once_and_it_is_said() -> None:
    upload = read_table(HEADER + ROW * 3)
    assert (upload.rows, codes(upload)) == (1, ["rows_twice"])
    assert dict(upload.repairs[0].blanks) == {"count": 2}


def test_one_camera_cannot_stand_in_two_places() -> None:
    body = HEADER + ROW + "K-01,43.9,131.9,2013-04-03,Leo 12,1\n"
    problem = failure(read_table, body)
    assert (problem.code, problem.blanks["camera"], problem.blanks["km"]) == ("camera_moves", "K-01", 101)
    near = HEADER + ROW + "K-01,43.101,131.3,2013-04-03,Leo 12,1\n"
    assert read_table(near).rows == 2
    assert failure(read_table, body.replace("camera", "фотоловушка")).code == "camera_moves"


def test_people_are_left_out_and_it_is_said() -> None:
    upload = read_table("lat,lon,observer,phone,note\n43.1,131.3,A B,+7 914 000 00 00,x\n")
    assert codes(upload) == ["personal_dropped"]
    assert upload.frame is not None
    assert list(upload.frame.columns) == ["note", "geometry"]


@pytest.mark.parametrize(
    "name",
    [
        *("observer", "Observer name", "recordedBy", "recorded_by", "setupBy", "E-mail", "contact:phone"),
        *(
            "ФИО",
            "Ф.И.О.",
            "Наблюдатель",
            "имя наблюдателя",
            "телефон",
            "Эл. почта",
            "观察者",
            "联系电话",
            "姓名",
        ),
        *("관찰자", "조사자", "전화번호", "이메일", "Phone number", "user_email"),
    ],
)
def test_columns_about_people_are_known_by_name(name: str) -> None:
    assert is_personal_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("name", "individual", "camera", "note", "species", "station", "count", "date", "cell", "people"),
        *(
            "имя",
            "кличка",
            "вид",
            "камера",
            "名称",
            "个体",
            "相机",
            "이름",
            "개체",
            "telemetry",
            "mailbox_id",
        ),
    ],
)
def test_columns_about_animals_and_places_stay(name: str) -> None:
    assert not is_personal_name(name)


def test_columns_about_people_are_known_by_what_they_hold() -> None:
    assert is_personal("contact 2", ["a.b@example.org", None, "c@example.org"])
    assert is_personal("x", ["+7 914 000-00-00", "8 (914) 000-00-00"])
    assert not is_personal("x", ["2013-04-02", "K-01", "89", "43.1 131.3", "+5", "1234567890123"])
    assert not is_personal("note", ["write to a@example.org", "seen", "seen", "seen"])


def test_formulas_and_identifiers_stay_text() -> None:
    body = 'lat,lon,a,b,c,d\n43.1,131.3,=1+1,007,+5,"=HYPERLINK(""x"")"\n'
    upload = read_table(body)
    assert upload.repairs == ()
    assert upload.frame is not None
    assert upload.frame.iloc[0].tolist()[:-1] == ["=1+1", "007", "+5", '=HYPERLINK("x")']


@pytest.mark.parametrize(
    "name",
    ["date", "Date", "eventDate", "event_date", "дата", "Дата съёмки", "拍摄日期", "촬영일시", "datetime"],
)
def test_columns_of_dates_are_known(name: str) -> None:
    assert is_date_column(name)


@pytest.mark.parametrize("name", ["candidate", "days", "year", "updates", "данные", "datum", "period"])
def test_columns_without_dates_are_left_alone(name: str) -> None:
    assert not is_date_column(name)


def test_times_in_a_column_of_their_own_join_the_date() -> None:
    body = "lat,lon,date,time\n43.1,131.3,02.04.2013,2:30\n43.2,131.3,03.04.2013,\n"
    assert column(body, "date") == ["2013-04-02T02:30:00+11:00", "2013-04-03"]
    assert "timezone_assumed" in codes(read_table(body))
    assert failure(read_table, body.replace("2:30", "25:30")).code == "date_bad"
