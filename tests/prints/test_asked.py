"""A printed map as it is asked for: on the command line, by an address of the app, by a link."""

from __future__ import annotations

import errno
import json
import os
import resource
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette

from leopard_range.cli import main
from leopard_range.errors import LeopardRangeError
from leopard_range.maps import MapSpec, atlas
from leopard_range.prints import asked
from leopard_range.prints.asked import linked
from leopard_range.prints.pixels import pngs
from leopard_range.ui import press, printing
from leopard_range.ui.doors import Door, routes
from tests.pdfwords import pages, words
from tests.ui.asgi import ask, header

PAGES = ("story", "explore", "then-now", "cameras", "corridor")


def test_command_writes_the_view_of_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "map.pdf"
    link = "https://leopard.example.org/deep/explore?v=131.2,43.1,8&year=2012&on=range_current&lang=ru"
    assert main(["print", "map", "--link", link, "--landscape", "--out", str(out)]) == 0
    said = words(out.read_bytes())
    assert "Ареал сегодня" in said
    assert "Исторический ареал" not in said
    assert "https://leopard.example.org/deep/explore?lang=ru" in said.replace(" ", "")
    assert len(pages(out.read_bytes())) == 1
    assert "map.pdf" in capsys.readouterr().out


def test_command_prints_a_step_of_the_story_as_a_picture(tmp_path: Path) -> None:
    out = tmp_path / "step.png"
    assert main(["print", "map", "story", "--step", "3", "--dpi", "72", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")


def long_legend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every layer of the maps so long a source that the legend goes on over pages."""
    made = atlas.map_spec

    def many(*args: Any, **more: Any) -> MapSpec:
        spec = made(*args, **more)
        return replace(
            spec,
            layers=tuple(replace(one, source=f"{one.id} ".join("0123456789" * 9)) for one in spec.layers),
        )

    monkeypatch.setattr(atlas, "map_spec", many)


def test_a_picture_of_several_pages_is_one_file_a_page_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long_legend(monkeypatch)
    assert main(["print", "map", "--out", str(tmp_path / "x.pdf")]) == 0
    count = len(pages((tmp_path / "x.pdf").read_bytes()))
    assert count > 1
    wish = ["print", "map", "--dpi", "40", "--json", "--out", str(tmp_path / "x.png")]
    capsys.readouterr()
    assert main(wish) == 0
    names = [f"x-{at}.png" for at in range(1, count + 1)]
    assert [Path(one["file"]).name for one in json.loads(capsys.readouterr().out)["files"]] == names
    assert sorted(path.name for path in tmp_path.glob("*.png")) == names
    assert len({(tmp_path / name).read_bytes() for name in names}) == count


def test_a_picture_of_several_pages_is_an_archive_by_its_address(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_legend(monkeypatch)
    monkeypatch.setattr(asked, "pngs", lambda pdf, _dpi: pngs(pdf, 40))
    status, headers, body = ask(app, "/print/explore.png?lang=ru")
    assert status == 200
    assert header(headers, "content-type") == "application/zip"
    assert "amur-leopard-explore-ru.zip" in header(headers, "content-disposition")
    with ZipFile(BytesIO(body)) as archive:
        assert archive.namelist()[0] == "amur-leopard-explore-ru-1.png"
        assert len(archive.namelist()) > 1
        assert all(archive.read(name).startswith(b"\x89PNG") for name in archive.namelist())


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["nope"], "There is no page"),
        (["--size", "A5"], "paper size A5"),
        (["--view", "1,2"], "1,2"),
        (["--year", "12345"], "12345"),
        (["--layers", "zz"], "“zz”"),
        (["--opacity", "zz"], "range_current:60"),
        (["--dpi", "9"], "from 36 to 400"),
        (["--dpi", "x"], "whole number"),
        (["story", "--step", "99"], "from 1 to 8"),
        (["--link", "x"], "Copy the whole address"),
        (["--address", "ftp://x"], "ftp://x"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(
    wrong: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["print", "map", *wrong, "--out", str(tmp_path / "x.pdf")]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_unknown_kind_of_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["print", "map", "--out", str(tmp_path / "x.gif")]) == 2
    assert "pdf, png" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words_ = ["print", "map", "--out", str(tmp_path / "x.pdf")]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        assert main(words_) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "x.pdf" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert main(words_) == 2
    assert os.strerror(errno.ENOSPC) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_links_are_taken_apart() -> None:
    assert linked("https://a.b/x/explore?v=1,2,3", PAGES) == ("https://a.b/x", "explore", {"v": "1,2,3"})
    assert linked("http://a.b/?step=2", PAGES) == ("http://a.b", "story", {"step": "2"})
    assert linked("http://a.b/then-now.html", PAGES) == ("http://a.b", "then-now", {})
    for bad in (
        "",
        "explore",
        "ftp://a/explore",
        "https://a.b/data",
        "http://[::1/explore",
        "https:///explore",
    ):
        with pytest.raises(LeopardRangeError) as problem:
            linked(bad, PAGES)
        assert problem.value.code == "bad_link"


@pytest.fixture
def app() -> Starlette:
    return Starlette(routes=routes([Door("/print/{name}", printing.map_print, "public")], "public"))


def test_address_hands_out_a_page_and_keeps_it(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "/print/explore.pdf?lang=ko&v=131,43,8&on=reserves&size=A3&landscape=1"
    status, headers, body = ask(app, address)
    assert status == 200
    assert header(headers, "content-type") == "application/pdf"
    assert "amur-leopard-explore-ko.pdf" in header(headers, "content-disposition")
    assert "보호구역" in words(body)
    assert "http://127.0.0.1:8502/explore?lang=ko" in words(body).replace(" ", "")
    monkeypatch.setattr(printing, "print_map", None)
    assert ask(app, address)[2] == body, "the second reader waits for nobody"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/print/nope.pdf", 404),
        ("/print/explore.gif", 404),
        ("/print/explore", 404),
        ("/print/explore.pdf?v=x", 400),
        ("/print/explore.pdf?size=A0", 400),
        ("/print/explore.pdf?on=survey_secret", 400),
        ("/print/files.pdf", 404),
    ],
)
def test_bad_addresses_are_told(address: str, status: int, app: Starlette) -> None:
    found, headers, body = ask(app, address)
    assert found == status
    assert header(headers, "content-type").startswith("text/plain")
    assert len(body) > 10


def test_no_more_than_two_at_once(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_PATIENCE_S", 0.01)
    with press._AT_ONCE, press._AT_ONCE:
        assert ask(app, "/print/explore.pdf?v=130,41,6")[0] == 503


def test_every_map_offers_its_sizes() -> None:
    titles = [title for title, _address in printing.print_links("explore", "en")]
    assert titles[:4] == ["A4 upright, PDF", "A4 wide, PDF", "A3 upright, PDF", "A3 wide, PDF"]
    assert (
        dict(printing.print_links("explore", "en"))["A3 wide, PDF"] == "print/explore.pdf?size=A3&landscape=1"
    )
    assert printing.print_links("files", "en") == ()
