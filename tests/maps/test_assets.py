"""Browser files: from installed packages and our own folder, never from the network."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.maps import ASSETS, WORDS, asset, assets, integrity
from tools.checks.browser_files import written

STATIC = Path(assets.__file__).parent / "static"


@pytest.fixture
def fresh() -> None:
    asset.cache_clear()


@pytest.mark.parametrize("name", ASSETS)
def test_asset_is_named_by_its_content(name: str) -> None:
    file = asset(name)
    assert re.fullmatch(rf"assets/{re.escape(name)}\?v=[0-9a-f]{{8}}", file.path)
    assert file.name == f"assets/{name}"
    assert file.url("../../") == "../../" + file.path
    assert (
        file.content_type == ("text/css" if name.endswith("css") else "text/javascript") + "; charset=utf-8"
    )
    assert len(file.body) < len(file.raw)


def test_leaflet_is_the_version_the_script_was_written_for() -> None:
    assert b"Leaflet 1.9" in asset("leaflet.js").raw[:200]


def test_style_sheet_points_at_fonts_that_exist() -> None:
    urls = re.findall(r"url\((\.\./static/media/[^)]+)\)", asset("explorer.css").raw.decode())
    assert len(urls) == len(assets.FONTS)
    for family in assets.FONTS:
        assert assets.font_bytes(family)[:4] == b"wOF2"


def test_our_files_name_no_other_machine() -> None:
    for name in ("explorer.js", "share.js", "link.js", "explorer.css"):
        text = (STATIC / name).read_text(encoding="utf-8")
        addresses = set(re.findall(r"https?://[^\s'\"]+", text))
        # The name of SVG's vocabulary looks like an address; nothing is fetched from it.
        assert addresses <= {"http://www.w3.org/2000/svg"}
        assert "innerHTML" not in text
        assert "eval(" not in text


def test_script_says_nothing_that_is_not_a_word() -> None:
    text = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("explorer.js", "share.js"))
    used = set(re.findall(r"\bt\(\"(\w+)\"", text)) | set(
        re.findall(r"\bt\([^)\"]*\? \"(\w+)\" : \"\w+\"", text)
    )
    assert len(used) > 20
    assert used <= set(WORDS)


def test_script_stays_small() -> None:
    # zlib differs between machines by a few bytes in a thousand.
    assert len(asset("explorer.js").body) < 24_000
    assert len(asset("share.js").body) < 3_000
    assert len(asset("link.js").body) < 1_500
    assert len(asset("explorer.css").body) < 6_500


def test_unknown_name_is_refused() -> None:
    with pytest.raises(LeopardRangeError) as unknown:
        asset("../errors.py")
    assert unknown.value.code == "asset_unknown"
    assert "leaflet.js" in sentence(unknown.value)


@pytest.mark.usefixtures("fresh")
def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(integrity, "find_spec", nothing)
    with pytest.raises(LeopardRangeError) as missing:
        asset("leaflet.js")
    assert "pip install XStatic-Leaflet" in sentence(missing.value)


@pytest.mark.usefixtures("fresh")
def test_package_without_its_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(integrity, "find_spec", lambda _: empty)
    for name, package in (("leaflet.css", "XStatic-Leaflet"), ("explorer.css", "streamlit")):
        with pytest.raises(LeopardRangeError) as missing:
            asset(name)
        assert missing.value.blanks["package"] == package


def test_files_of_other_packages_are_the_ones_that_were_tested() -> None:
    manifest = Path(integrity.__file__).with_name(integrity.MANIFEST).read_text(encoding="utf-8")
    assert manifest == written(), "run `python -m tools.checks.browser_files` after changing the packages"
    assert manifest.count('"sha384-') == 6
    assert integrity.changed_folders() == ()


@pytest.mark.usefixtures("fresh")
def test_another_leaflet_is_not_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "leaflet.js").write_bytes(assets._leaflet("leaflet.js") + b"\n")
    monkeypatch.setattr(assets, "package_folder", lambda *_: tmp_path)
    with pytest.raises(LeopardRangeError) as changed:
        asset("leaflet.js")
    assert changed.value.code == "asset_changed"
    assert "requirements.txt" in sentence(changed.value)


def test_one_changed_byte_in_a_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.js").write_bytes(b"1")
    first = integrity.folder_digest(tmp_path)
    (tmp_path / "in" / "a.js").write_bytes(b"2")
    second = integrity.folder_digest(tmp_path)
    (tmp_path / "in" / "a.js").rename(tmp_path / "a.js")
    assert len({first, second, integrity.folder_digest(tmp_path)}) == 3
