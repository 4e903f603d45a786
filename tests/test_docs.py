"""The documentation builds without a warning, covers everything, and loads nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from leopard_range.cli.parser import build_parser
from leopard_range.schema import COLUMNS
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import columns
from tools.docs import pages

pytestmark = pytest.mark.repository
ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class Page(HTMLParser):
    """Links, anchors, what the page loads by itself, and its plain text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.anchors |= {found[key] for key in ("id", "name") if key in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        passive = tag == "link" and found.get("rel") in ("canonical", "next", "prev")
        if tag in LOADING and LOADING[tag] in found and not passive:
            self.loads.append(found[LOADING[tag]])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def built(site: Path) -> dict[Path, Page]:
    return {path.relative_to(site): Page(path) for path in site.rglob("*.html")}


def page(built: dict[Path, Page], name: str) -> Page:
    return built[Path(name)]


def commands() -> set[str]:
    return set(re.findall(r"^ {4}([a-z][a-z-]*)", build_parser("en").format_help(), flags=re.MULTILINE))


def test_every_command_is_documented_with_its_options(built: dict[Path, Page]) -> None:
    found = page(built, "reference/command-line.html")
    assert commands() == {
        "layers",
        "export",
        "map",
        "read",
        "publish",
        "verify-bundle",
        "workspace",
        *(name.partition(" ")[0] for name in STUDIES),
        "corridor",
        "print",
        "picture",
        "site",
    }
    for command in commands():
        assert command in found.anchors
        assert f"usage: leopard-range {command}" in found.text
    for study in STUDIES.values():
        assert f"usage: leopard-range {study.name}" in found.text
        for column in columns(study.answer):
            assert column.key in found.text, f"{study.name}: {column.key}"


def test_every_layer_is_documented_with_source_licence_and_columns(built: dict[Path, Page]) -> None:
    catalogue: dict[str, Any] = tomllib.loads((ROOT / "geodata/catalog.toml").read_text(encoding="utf-8"))
    licences, dictionary = (
        page(built, "reference/layers.html"),
        page(built, "reference/data-dictionary.html"),
    )
    assert len(catalogue) > 20
    for id_, layer in catalogue.items():
        assert id_ in licences.anchors
        assert id_ in dictionary.anchors
        for told in (layer["citation"], layer["source"]["en"]):
            assert " ".join(told.split()) in licences.text, f"{id_}: {told}"
        assert layer["licence"].removeprefix("LicenseRef-").replace("-", " ") in licences.text.replace(
            "-", " "
        )
        assert set(layer.get("fields", {})) <= set(dictionary.text.split()), id_


def test_every_shared_column_is_in_the_dictionary(built: dict[Path, Page]) -> None:
    found = page(built, "reference/data-dictionary.html").text
    for column in COLUMNS.values():
        assert column.name in found
        assert column.text in found


def test_every_module_has_a_page_with_its_public_names(built: dict[Path, Page]) -> None:
    names = pages.modules(ROOT / "leopard_range")
    assert {"leopard_range.analysis.aoo", "leopard_range.catalog"} <= set(names)
    for name in names:
        found = page(built, f"reference/python/{name}.html")
        assert any(anchor.startswith(f"{name}.") for anchor in found.anchors), f"{name}: no public name"


def test_every_link_inside_the_site_leads_somewhere(site: Path, built: dict[Path, Page]) -> None:
    broken = []
    for path, found in built.items():
        for link in (*found.links, *found.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = (site / path.parent / unquote(parts.path)).resolve() if parts.path else site / path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                broken.append(f"{path}: {link}")
            elif parts.fragment and target.suffix == ".html":
                known = built[target.relative_to(site.resolve())].anchors
                if unquote(parts.fragment) not in known and parts.fragment != "__toc":
                    broken.append(f"{path}: {link}")
    assert broken == []


def test_the_site_loads_nothing_from_elsewhere(site: Path, built: dict[Path, Page]) -> None:
    foreign = [
        f"{path}: {load}"
        for path, found in built.items()
        for load in found.loads
        if urlsplit(load).scheme in ("http", "https") or urlsplit(load).netloc
    ]
    assert foreign == []
    styles = [
        path for path in site.rglob("*.css") if re.search(r"url\(\s*[\"']?(https?:)?//", path.read_text())
    ]
    assert styles == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_every_link_of_the_repository_pages_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", (ROOT / name).read_text(encoding="utf-8"))
    inside = [link for link in links if not urlsplit(link).scheme]
    assert [link for link in inside if not (ROOT / link).is_file()] == []


def test_every_python_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS / "learn")
    ran = 0
    for path in sorted(DOCS.rglob("*.md")):
        names: dict[str, Any] = {"__name__": path.stem}
        for block in re.findall(
            r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            exec(compile(block, str(path), "exec"), names)
            ran += 1
    assert ran >= 3


def test_a_failing_example_fails_the_build() -> None:
    with pytest.raises(RuntimeError, match="nowhere"):
        pages.output_of("leopard-range eoo nowhere.csv", DOCS)


def test_every_make_target_named_in_the_texts_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    named = {
        target
        for path in texts
        for target in re.findall(r"(?:^\$ |`)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"run", "test", "check"} <= named
    assert {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()


def test_the_tables_are_safe_for_bars_and_line_ends() -> None:
    assert pages.table(("a", "b"), [("x|y", "1\n2")]) == "| a | b |\n| --- | --- |\n| x&#124;y | 1 2 |\n"
