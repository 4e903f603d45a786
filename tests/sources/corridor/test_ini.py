"""Files of options: names in small letters, values as written, a broken line named by its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.sources.corridor.ini import read_ini


def test_names_values_comments_and_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.ini"
    path.write_bytes(
        b"\xef\xbb\xbf[Habitat]\r\n; a comment\r\n# another\r\nHabitat_File = C:\\data\\%USER%\\a=b.asc\r\n"
        b"mask: None ; not used\r\nempty =\r\nmask = later\r\n"
    )
    ini = read_ini(path)
    assert ini.words == {"habitat_file": "C:\\data\\%USER%\\a=b.asc", "mask": "later", "empty": ""}
    assert ini.lines == {"habitat_file": 4, "mask": 7, "empty": 6}
    assert ini.get("empty", "so") == "so"
    assert ini.get("nothing") == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[a]\nthis is prose\n", "project_line"),
        (b"a = \xff\xfa\n", "not_utf8"),
        (b"a = b\n" * 400_000, "project_options_size"),
    ],
)
def test_what_is_no_file_of_options_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.ini"
    path.write_bytes(content)
    with pytest.raises(LeopardRangeError) as caught:
        read_ini(path)
    assert caught.value.code == code
    assert caught.value.blanks["file"] == "a.ini"
    with pytest.raises(LeopardRangeError, match="file_missing"):
        read_ini(tmp_path / "none.ini")
