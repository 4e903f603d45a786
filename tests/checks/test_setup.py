"""The set-up scripts find what is there, try the next way, and end with a sentence that helps."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "cat", "chmod", "dirname", "grep", "head", "id", "mkdir", "readlink", "rm")
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the scripts are for Linux and macOS")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Make a folder of programs that holds nothing but the basic tools."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        # A script, not a link: a test that replaces a tool must never write to the real one.
        program(folder / name, f'exec {found} "$@"')
    return folder


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/bash\n{text}\n")
    path.chmod(0o755)
    return path


def python(path: Path, version: str, venv: str) -> Path:
    """Make an interpreter of a version; `venv` is what ``-m venv`` does with the folder ``$3``."""
    minor = int(version.split(".")[1])
    return program(
        path,
        f"""case "$1 $2" in
          "-m venv") {venv} ;;
          "-m pip") exit 0 ;;
          "-m "*) exit 1 ;;
          *print*) echo {version} ;;
          *) exit {int(minor < 11)} ;;
        esac""",
    )


def run(script: str, machine: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(machine), "HOME": str(machine), **settings}
    command = ["bash", str(ROOT / "tools" / "setup" / script), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


DRIVER_WORKS = 'case "$3" in --version) exit 0 ;; *) exit 1 ;; esac'


def find_browser(
    machine: Path, playwright: str = DRIVER_WORKS, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Look for a browser with an environment whose ``python -m playwright`` does what is told."""
    program(machine / "venv" / "python", playwright)
    return run("chromium.sh", machine, BIN=str(machine / "venv"), **settings)


WORKS = 'mkdir -p "$3/bin" && cat "$0" > "$3/bin/python" && chmod +x "$3/bin/python"'
LACKS = 'mkdir -p "$3/bin"; echo "ensurepip is not available"; exit 1'


def test_an_environment_is_made_with_the_first_python_that_is_new_enough(
    machine: Path, tmp_path: Path
) -> None:
    python(machine / "python3", "3.10", LACKS)
    python(machine / "python3.12", "3.12", WORKS)
    done = run("venv.sh", machine, str(tmp_path / "venv"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "venv" / "bin" / "python").is_file()


def test_the_python_one_names_goes_first(machine: Path, tmp_path: Path) -> None:
    python(machine / "python3", "3.13", LACKS)
    mine = python(tmp_path / "mine" / "python", "3.11", WORKS)
    assert run("venv.sh", machine, str(tmp_path / "venv"), PYTHON=str(mine)).returncode == 0


def test_no_python_that_is_new_enough_is_said_with_the_remedy(machine: Path, tmp_path: Path) -> None:
    python(machine / "python3", "3.9", WORKS)
    done = run("venv.sh", machine, str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_without_ensurepip_uv_makes_the_environment(machine: Path, tmp_path: Path) -> None:
    python(machine / "python3", "3.11", LACKS)
    copies = f'cat "{machine}/python3" > "$made/bin/python" && chmod +x "$made/bin/python"'
    program(machine / "uv", f'[ "$1" = venv ] && made="${{@: -1}}" && mkdir -p "$made/bin" && {copies}')
    done = run("venv.sh", machine, str(tmp_path / "venv"))
    assert done.returncode == 0, done.stderr


def test_without_any_way_the_package_is_named_and_nothing_is_left_behind(
    machine: Path, tmp_path: Path
) -> None:
    python(machine / "python3", "3.11", LACKS)
    done = run("venv.sh", machine, str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "sudo apt-get install python3.11-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_folder_that_is_no_environment_is_left_alone(machine: Path, tmp_path: Path) -> None:
    python(machine / "python3", "3.11", WORKS)
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "thesis.txt").write_text("mine")
    done = run("venv.sh", machine, str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "not a working virtual environment" in done.stderr
    assert (tmp_path / "venv" / "thesis.txt").is_file()


def test_the_browser_one_names_goes_first(machine: Path, tmp_path: Path) -> None:
    program(machine / "chromium", "")
    mine = program(tmp_path / "mine" / "chrome", "")
    done = find_browser(machine, LEOPARD_CHROMIUM=str(mine))
    assert done.stdout.strip() == str(mine)


def test_a_browser_that_is_not_there_is_named(machine: Path, tmp_path: Path) -> None:
    done = find_browser(machine, LEOPARD_CHROMIUM=str(tmp_path / "none"))
    assert done.returncode == 1
    assert str(tmp_path / "none") in done.stderr


def test_a_browser_of_the_system_is_found(machine: Path) -> None:
    chrome = program(machine / "google-chrome", "")
    assert find_browser(machine).stdout.strip() == str(chrome)


def test_the_snap_of_ubuntu_is_passed_over(machine: Path) -> None:
    program(machine / "chromium-browser", 'exec /snap/bin/chromium "$@"')
    chrome = program(machine / "google-chrome", "")
    assert find_browser(machine).stdout.strip() == str(chrome)


def test_no_browser_at_all_is_said_with_the_remedy(machine: Path) -> None:
    done = find_browser(machine)
    assert done.returncode == 1
    assert "LEOPARD_CHROMIUM" in done.stderr
    assert "not browser" in done.stderr


def test_a_driver_that_does_not_start_is_said_with_the_remedy(machine: Path) -> None:
    program(machine / "chromium", "")
    done = find_browser(machine, playwright="exit 127")
    assert done.returncode == 1
    assert "sudo apt-get install libatomic1" in done.stderr
    assert done.stdout == ""


def test_the_library_of_the_driver_is_installed_where_we_may(machine: Path) -> None:
    chromium = program(machine / "chromium", "")
    program(machine / "id", "echo 0")
    program(machine / "env", 'while [[ "$1" == *=* ]]; do shift; done; "$@"')
    program(machine / "apt-get", f'[ "$1" = install ] && echo "$@" > "{machine}/installed"; exit 0')
    works_later = f'[ "$3" = --version ] && [ -e "{machine}/installed" ]'
    done = find_browser(machine, playwright=works_later)
    assert done.stdout.strip() == str(chromium), done.stderr
    assert (machine / "installed").read_text().split()[-1] == "libatomic1"


def test_the_scripts_are_valid_shell() -> None:
    scripts = [*(ROOT / "tools" / "setup").glob("*.sh"), ROOT / ".ci" / "run"]
    assert len(scripts) >= 4
    for script in scripts:
        assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
