"""The door for surveys: files and folders of this machine, and uploads read in a process of their own."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leopard_range.catalog import open_catalog
from leopard_range.catalog.surveys import MAX_UPLOAD_BYTES, read_survey, read_survey_upload, unpack_survey
from leopard_range.catalog.uploads import PRELOAD
from leopard_range.config import Settings
from leopard_range.engine import Here, Processes
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices

LEARN = Path(__file__).parents[2] / "docs" / "learn" / "survey"


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    engine = Processes(PRELOAD)
    yield engine
    engine.close()


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in LEARN.iterdir() if path.suffix in (".csv", ".json")}


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files().items():
            archive.writestr(f"package/{name}", body)
    return out.getvalue()


def test_a_folder_its_description_and_a_zip_are_the_same_survey(tmp_path: Path) -> None:
    path = tmp_path / "survey.zip"
    path.write_bytes(zipped())
    found = [read_survey(one) for one in (LEARN, LEARN / "datapackage.json", path)]
    assert [one.name for one in found] == ["survey", "datapackage.json", "survey.zip"]
    assert {len(one.observations) for one in found} == {220}
    assert {one.simulated for one in found} == {True}


def test_an_empty_file_is_no_survey(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"")
    with pytest.raises(LeopardRangeError) as problem:
        read_survey(path)
    assert problem.value.code == "survey_unknown"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_an_upload_is_read_in_a_process_of_its_own(processes: Processes, tmp_path: Path) -> None:
    body = read_survey_upload(processes, files(), Choices(), None)
    assert unpack_survey("x", body).simulated
    path = tmp_path / "kept"
    path.write_bytes(body)
    assert len(open_catalog(Settings()).survey(path).deployments) == 558
    assert read_survey_upload(processes, {"s.zip": zipped()}, Choices(), None)
    with pytest.raises(LeopardRangeError) as problem:
        read_survey_upload(processes, {"a.csv": b"a,b\n1,2\n"}, Choices(), None)
    assert problem.value.code == "survey_unknown"
    assert problem.value.blanks["file"] == "a.csv"
    with pytest.raises(LeopardRangeError) as problem:
        read_survey_upload(processes, {"a.csv": bytes(MAX_UPLOAD_BYTES + 1)}, Choices(), None)
    assert problem.value.code == "survey_too_big"


def test_an_upload_is_never_read_in_the_servers_own_process() -> None:
    with pytest.raises(LeopardRangeError) as problem:
        read_survey_upload(Here(), files(), Choices(), None)
    assert problem.value.code == "engine_not_isolated"


@pytest.mark.parametrize("name", ["missing", "postgresql://x/y", "", "pipe"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    if name == "pipe":
        import os

        os.mkfifo(tmp_path / name)
    with pytest.raises(LeopardRangeError) as problem:
        read_survey(tmp_path / name)
    assert problem.value.code in ("file_missing", "not_a_file", "connection_string", "survey_unknown")


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "outside.csv"
    secret.write_bytes(files()["observations.csv"])
    inside = tmp_path / "package"
    inside.mkdir()
    for name, body in files().items():
        if name != "observations.csv":
            (inside / name).write_bytes(body)
    (inside / "observations.csv").symlink_to(secret)
    with pytest.raises(LeopardRangeError) as problem:
        read_survey(inside)
    assert problem.value.code == "camtrap_resource"
