"""ZIP archives: what is refused, what is explained, what is read."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.sources.upload.container import SHAPEFILE_ENDINGS, members
from tests.sources.upload.hostile import Member, archive

A = Member("a.txt", b"hello " * 20)
B = Member("b.txt", b"world " * 20)


def opened(body: bytes) -> dict[str, bytes]:
    return members("a.zip", body, SHAPEFILE_ENDINGS)


def refused(body: bytes) -> str:
    with pytest.raises(LeopardRangeError) as problem:
        opened(body)
    assert set(problem.value.blanks) <= {"file", "limit", "limit_mb", "method"}, "no content is echoed"
    said = "rejected" if isinstance(problem.value, RejectedError) else "error"
    return f"{said} {problem.value.code}"


def written(method: int = zipfile.ZIP_DEFLATED, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, body in files.items():
            target.writestr(f"{name}.txt", body)
    return out.getvalue()


def test_what_other_programs_write_is_read() -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        assert opened(written(method, a=b"one", b=b"")) == {"a.txt": b"one", "b.txt": b""}
    assert opened(archive(A, B)) == {"a.txt": A.content, "b.txt": B.content}
    assert opened(archive(A, comment=b"made by hand")) == {"a.txt": A.content}


def test_a_writer_that_streams_is_read() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.body = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.body += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target, target.open("a.txt", "w") as member:
        member.write(b"streamed")
    assert opened(bytes(pipe.body)) == {"a.txt": b"streamed"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target, target.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"sixty-four")
    assert opened(out.getvalue()) == {"a.txt": b"sixty-four"}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../a.txt",
            "a/../../b.txt",
            "/etc/a.txt",
            "//host/a.txt",
            "a//b.txt",
            "./a.txt",
            "a/./b.txt",
            "..",
        ),
        *("..\\a.txt", "a\\b.txt", "C:\\a.txt", "C:/a.txt", "C:a.txt", "a.txt:stream", "a\0.txt", "a\n.txt"),
        *(
            "a\x7f.txt",
            "a*.txt",
            "a?.txt",
            "a|b.txt",
            "<a>.txt",
            '"a.txt',
            "a.txt.",
            "a.txt ",
            "a /b.txt",
            " ",
        ),
        *("\u202etxt.a.txt", "a\u200b.txt", "a\u2028.txt", "x" * 300 + ".txt", ""),
    ],
)
def test_odd_names_are_rejected(name: str) -> None:
    assert refused(archive(Member(name, b"x"))) == "rejected zip_names"


@pytest.mark.parametrize(
    "name",
    ["данные/слой.txt", "豹/图层.txt", "a b (1), №2 & c.txt", "a/b/c/d/e.txt", "a..b.txt", ".hidden.txt"],
)
def test_names_people_use_are_read(name: str) -> None:
    assert list(opened(archive(Member(name, b"x")))) == [name]


def test_a_name_in_an_old_encoding_is_read_without_knowing_it() -> None:
    names = ["слой.txt", "слон.txt"]
    found = opened(archive(*(Member(name.encode("cp866"), b"x") for name in names)))
    assert len(found) == 2


@pytest.mark.parametrize("mode", [0o120777, 0o010644, 0o020644, 0o060644, 0o140644])
def test_links_and_devices_are_rejected(mode: int) -> None:
    assert refused(archive(Member("a.txt", b"/etc/hostname", mode=mode))) == "rejected zip_link"


@pytest.mark.parametrize(
    "names",
    [("a.txt", "a.txt"), ("a.txt", "A.TXT"), ("é.txt", "e\u0301.txt"), ("a/", "a"), ("ß.txt", "SS.txt")],
)
def test_a_name_twice_is_rejected(names: tuple[str, str]) -> None:
    assert refused(archive(*(Member(name, b"x") for name in names))) in (
        "rejected zip_twice",
        "rejected zip_kind",
    )


@pytest.mark.parametrize("ending", ["zip", "kmz", "gz", "7z", "rar", "tar", "tgz", "jar"])
def test_an_archive_inside_is_rejected(ending: str) -> None:
    assert refused(archive(Member(f"a.{ending}", b"x"))) == "rejected zip_nested"


def test_an_archive_under_another_name_is_rejected() -> None:
    assert refused(archive(Member("readme.txt", archive(A)))) == "rejected zip_nested"
    assert refused(archive(Member("readme.txt", b"\x1f\x8b\x08\x00" + bytes(20)))) == "rejected zip_nested"


@pytest.mark.parametrize(
    "name", ["a.exe", "a.js", "a.vrt", "a.gml", "a.html", "a.sh", "a.so", "a", "a.shp.exe"]
)
def test_what_does_not_belong_to_a_layer_is_rejected(name: str) -> None:
    assert refused(archive(A, Member(name, b"x"))) == "rejected zip_kind"


def test_a_program_under_another_name_is_rejected() -> None:
    assert refused(archive(Member("readme.txt", b"MZ\x90\x00" + bytes(60)))) == "rejected zip_kind"
    assert refused(archive(Member("a.dbf", b"\x7fELF\x02\x01" + bytes(60)))) == "rejected zip_kind"


def test_the_number_of_entries_is_limited() -> None:
    many = [Member(f"{at}.txt", b"x") for at in range(65)]
    assert len(opened(archive(*many[:64]))) == 64
    assert refused(archive(*many)) == "rejected zip_members"


def test_what_systems_leave_behind_is_passed_over() -> None:
    junk = ["__MACOSX/._a.txt", "__MACOSX/a/b.bin", ".DS_Store", "a/.DS_Store", "a/._b.txt", "Thumbs.db"]
    found = opened(archive(A, *(Member(name, b"\0\1") for name in (*junk, "a/desktop.ini"))))
    assert list(found) == ["a.txt"]


def test_folders_are_passed_over() -> None:
    assert list(opened(archive(Member("a/", mode=0o040755), Member("a/b.txt", b"x")))) == ["a/b.txt"]
    assert refused(archive(Member("a/"))) == "error zip_empty"


def test_a_lie_about_the_size_is_rejected() -> None:
    zeros = bytes(3_000_000)
    assert refused(archive(Member("a.txt", zeros, size=10))) == "rejected zip_sizes"
    assert refused(archive(Member("a.txt", zeros, size=10, local_size=3_000_000))) == "rejected zip_sizes"
    assert refused(archive(Member("a.txt", b"abc", size=30))) == "rejected zip_sizes"
    assert refused(archive(Member("a.txt", b"abc", method=0, size=2))) == "rejected zip_sizes"


def test_growth_is_limited_over_all_members_together() -> None:
    assert refused(archive(Member("a.txt", bytes(64_000_000)))) == "rejected zip_expands"
    some = [Member(f"{at}.txt", bytes(2_000_000)) for at in range(30)]
    assert refused(archive(*some)) == "rejected zip_expands"
    # A table of blanks shrinks 300 times, and is no bomb.
    assert len(opened(archive(Member("a.dbf", b" " * 2_000_000)))) == 1


def test_members_that_share_bytes_are_rejected() -> None:
    first = Member("a.txt", b"x" * 50)
    assert refused(archive(first, Member("b.txt", b"x" * 50, at=0))) == "rejected zip_structure"
    inner = archive(first, Member("a.txt", b"x" * 50, at=0))
    assert refused(inner) == "rejected zip_twice"


@pytest.mark.parametrize("change", [{"before": b"#!/bin/sh\n"}, {"after": b"<script>"}])
def test_bytes_around_the_archive_are_rejected(change: dict[str, bytes]) -> None:
    assert refused(archive(A, **change)) == "rejected zip_structure"


def test_two_names_for_one_member_are_rejected() -> None:
    assert refused(archive(Member("a.txt", b"x", local_name="b.txt"))) == "rejected zip_structure"


@pytest.mark.parametrize("method", [1, 6, 9, 12, 14, 93, 95, 98, 65535])
def test_other_methods_are_explained(method: int) -> None:
    assert refused(archive(Member("a.txt", b"x", method=method, packed=b"x"))) == "error zip_method"


@pytest.mark.parametrize("flags", [0x1, 0x41, 0x2001])
def test_a_password_is_explained(flags: int) -> None:
    assert refused(archive(Member("a.txt", b"x", flags=flags))) == "error zip_encrypted"
    assert (
        refused(archive(Member("a.txt", b"x", flags=flags, method=99, packed=b"x"))) == "error zip_encrypted"
    )


def test_damage_is_explained() -> None:
    good = archive(A, B)
    for cut in range(1, len(good) - 1, 7):
        assert refused(good[:cut]) == "error zip_damaged"
    assert refused(archive(Member("a.txt", b"abc", crc=1))) == "error zip_damaged"
    assert refused(archive(Member("a.txt", b"abc", packed=b"\xff\xff\xff"))) == "error zip_damaged"
    whole = zlib.compress(b"abc" * 99, 9)[2:-4]
    assert refused(archive(Member("a.txt", b"abc" * 99, packed=whole[:-3]))) == "error zip_damaged"
    assert refused(archive(Member("a.txt", b"abc" * 99, packed=whole + b"tail"))) == "error zip_damaged"


@settings(deadline=None)
@given(st.data())
def test_any_change_ends_in_an_answer(data: st.DataObject) -> None:
    body = bytearray(archive(A, Member("b/c.txt", b"x" * 200, method=0), comment=b"c"))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = opened(bytes(body))
    except LeopardRangeError:
        return
    assert sum(map(len, found.values())) <= len(A.content) + 400
