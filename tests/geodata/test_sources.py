"""Packages: pinned, checked, unpacked whole or not at all."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.geodata import sources
from tools.geodata.__main__ import main
from tools.geodata.sources import PACKAGES, BuildError, Package, Store, sha256_of


def _pin(monkeypatch: pytest.MonkeyPatch, file: Path, kind: str, sha256: str | None = None) -> None:
    package = Package("sample", "sample", "1", kind, file.name, sha256 or sha256_of(file))  # type: ignore[arg-type]
    monkeypatch.setitem(PACKAGES, "sample", package)


def _wheel(folder: Path) -> Path:
    path = folder / "sample-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("sample/data.txt", "spots")
    return path


def test_every_package_is_pinned_in_full() -> None:
    assert len(PACKAGES) == 10
    for package in PACKAGES.values():
        assert package.version
        assert package.kind in {"wheel", "sdist", "npm", "deb"}
        assert len(package.sha256) == 64
        assert package.version.split("-")[0].split("+")[0] in package.file


def test_no_registry_host_is_named() -> None:
    root = Path(sources.__file__).parent
    for path in [*root.glob("*.py"), root / "facts/packages.toml"]:
        text = path.read_text(encoding="utf-8").lower()
        for host in ("pypi.org", "pythonhosted", "npmjs", "debian.org", "https://registry.npm"):
            assert host not in text, path


def test_a_wheel_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pin(monkeypatch, _wheel(tmp_path), "wheel")
    root = Store(tmp_path).unpacked("sample")
    assert (root / "sample/data.txt").read_text() == "spots"
    (root / "mark").touch()
    assert (Store(tmp_path).unpacked("sample") / "mark").exists()


def test_a_tarball_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sample-1.tgz"
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo("package/map.json")
        entry.size = 2
        tar.addfile(entry, io.BytesIO(b"{}"))
    _pin(monkeypatch, path, "npm")
    assert (Store(tmp_path).unpacked("sample") / "package/map.json").read_text() == "{}"


def test_a_tarball_that_climbs_out_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sample-1.tgz"
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo("../../outside")
        tar.addfile(entry, io.BytesIO())
    _pin(monkeypatch, path, "npm")
    with pytest.raises(tarfile.OutsideDestinationError):
        Store(tmp_path).unpacked("sample")
    assert not list((tmp_path / "unpacked").iterdir()), "nothing half unpacked is left"


def test_another_archive_than_the_pinned_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pin(monkeypatch, _wheel(tmp_path), "wheel", sha256="0" * 64)
    with pytest.raises(BuildError, match="expected 0000"):
        Store(tmp_path).unpacked("sample")


def test_a_missing_client_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pin(monkeypatch, _wheel(tmp_path), "npm")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildError, match="npm is not installed"):
        Store(tmp_path / "elsewhere").archive("sample")


def test_a_package_the_client_does_not_deliver_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pin(monkeypatch, _wheel(tmp_path), "wheel")
    monkeypatch.setitem(sources._CLIENTS, "wheel", lambda package, folder: None)
    with pytest.raises(BuildError, match="was not delivered"):
        Store(tmp_path / "elsewhere").archive("sample")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_failing_client_ends_the_build_with_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(package: Package, folder: Path) -> None:
        raise BuildError("no such package")

    for kind in ("wheel", "sdist", "npm", "deb"):
        monkeypatch.setitem(sources._CLIENTS, kind, fail)
    assert main(["--cache", str(tmp_path / "cache"), "--target", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == "geodata: no such package\n"
    assert not (tmp_path / "out").exists()
