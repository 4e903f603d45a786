"""What is pinned and what is packed: every package by hash, and a wheel with the data inside."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.repository
ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^ ;\\]+)(?: ; [^\\]+)? \\$")


def pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = [match for line in lines if (match := PINNED.match(line))]
    return {canonicalize_name(m["name"]): m["version"] for m in found}


def wanted(*extras: str) -> list[Requirement]:
    texts = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        texts += PROJECT["project"]["optional-dependencies"][extra]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize(
    ("file", "extras"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev", "geodata"))]
)
def test_every_dependency_is_pinned_at_a_version_it_allows(file: str, extras: tuple[str, ...]) -> None:
    pinned = pins(file)
    for requirement in wanted(*extras):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{requirement} is not in {file}: run `make requirements`"
        assert requirement.specifier.contains(pinned[name]), f"{name} {pinned[name]}: run `make requirements`"


def test_the_tools_use_the_same_versions_as_the_app() -> None:
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert run.items() <= dev.items()


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_no_line_says_where_to_download(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-zA-Z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(blocks) == len(pins(file)) > 40
    for block in blocks:
        first, *others = block.splitlines()
        assert PINNED.match(first), first
        assert others, f"{first}: no hash"
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in others), first
    assert not re.search(r"://|^-|--(?:extra-)?index|--find-links|@ file", text, flags=re.MULTILINE)


def test_this_environment_has_the_pinned_versions() -> None:
    installed = {canonicalize_name(r.name): version(r.name) for r in wanted()}
    assert installed.items() <= pins("requirements.txt").items()


def test_the_build_tool_is_pinned_and_at_hand_for_a_build_without_network() -> None:
    (build,) = PROJECT["build-system"]["requires"]
    assert build in PROJECT["project"]["optional-dependencies"]["dev"]
    assert re.fullmatch(r"hatchling==\d+(\.\d+)+", build)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_runs_on_any_machine(wheel: Path) -> None:
    assert wheel.name == f"leopard_range-{PROJECT['project']['version']}-py3-none-any.whl"


def test_the_wheel_holds_every_module_and_word(names: set[str]) -> None:
    package = ROOT / "leopard_range"
    files = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert {p.relative_to(ROOT).as_posix() for p in files} <= names
    assert {f"leopard_range/i18n/{language}.po" for language in ("ru", "zh", "ko")} <= names
    assert any(name.endswith(".js") for name in names)
    assert any(name.endswith(".css") for name in names)


def test_the_wheel_holds_the_app_and_the_data(names: set[str]) -> None:
    data = [p for p in (ROOT / "geodata").rglob("*") if p.is_file()]
    assert len(data) > 20
    assert {f"leopard_range/{p.relative_to(ROOT).as_posix()}" for p in data} <= names
    pages = {f"leopard_range/pages/{p.name}" for p in (ROOT / "pages").glob("*.py")}
    assert pages | {"leopard_range/app.py", "leopard_range/.streamlit/config.toml"} <= names


def test_the_wheel_holds_nothing_else(names: set[str]) -> None:
    allowed = re.compile(r"leopard_range/|leopard_range-[0-9.]+\.dist-info/")
    private = re.compile(r"secret|\.env|\.git|__pycache__|\.pyc$|/tests?/|\.sqlite|\.db$|\.log$")
    assert [name for name in names if not allowed.match(name) or private.search(name)] == []


def test_the_wheel_is_small(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist()}
    assert wheel.stat().st_size < 15_000_000
    assert max(sizes.values()) < 5_000_000, max(sizes, key=lambda name: sizes[name])


def test_the_wheel_names_its_licence_and_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = f"leopard_range-{PROJECT['project']['version']}.dist-info"
        metadata = archive.read(f"{about}/METADATA").decode()
        commands = archive.read(f"{about}/entry_points.txt").decode()
        assert b"MIT License" in archive.read(f"{about}/licenses/LICENSE")
    assert "License-Expression: MIT" in metadata
    assert "leopard-range = leopard_range.cli:main" in commands


def test_the_installed_command_answers_from_the_data_inside(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "import sys; from leopard_range.cli import main; sys.exit(main(['layers', '--json']))"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LEOPARD_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    catalogue = tomllib.loads((ROOT / "geodata" / "catalog.toml").read_text(encoding="utf-8"))
    assert all(layer in done.stdout for layer in catalogue)
    assert json.loads(done.stdout)
