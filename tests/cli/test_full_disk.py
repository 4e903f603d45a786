"""A disk that is really full: the system refuses to write on, and the command says so and leaves nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such limit")

# The system kills who writes past the limit, unless the signal is ignored: then the write fails.
LIMITED = """
import resource, signal, sys
from leopard_range.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
if sys.argv[2] == "site":
    import leopard_range.site.write as write
    write.site_files = lambda catalog, **more: {"index.html": b"<p>", "en/story.html": b"x" * 90_000}
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


def limited(*words: str, most: int = 20_000) -> tuple[int, str]:
    """Run a command that may write no file of more than `most` bytes; return its code and what it says."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(most), *words], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("words", "name", "earlier"),
    [(("print", "map"), "map.pdf", b"before"), (("picture", "years"), "years.gif", b"")],
)
def test_a_file_is_whole_or_as_it_was(
    words: tuple[str, ...], name: str, earlier: bytes, tmp_path: Path
) -> None:
    out = tmp_path / name
    if earlier:
        out.write_bytes(earlier)
    code, told = limited(*words, "--out", str(out))
    assert code == 2
    assert name in told
    assert "File too large" in told
    assert [path.name for path in tmp_path.iterdir()] == ([name] if earlier else [])
    assert not earlier or out.read_bytes() == earlier


@pytest.mark.parametrize("earlier", [False, True])
def test_a_site_is_whole_or_as_it_was(earlier: bool, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "site"
    if earlier:
        site_before(folder)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, told = limited("site", str(folder))
    assert code == 2
    assert str(folder) in told
    assert "File too large" in told
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert bool(list(tmp_path.iterdir())) == earlier


def site_before(folder: Path) -> None:
    """Put an earlier site in its place."""
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"made_by": "leopard-range site", "files": {"index.html": {}}}')
    (folder / "index.html").write_text("before")
