"""Rules of the code base that no linter checks, read from the source itself."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = sorted((ROOT / "leopard_range").rglob("*.py"))
FRONT = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
TOOLS = sorted((ROOT / "tools").rglob("*.py"))
NETWORK = {
    *("aiohttp", "ftplib", "http", "httplib2", "httpx", "requests", "smtplib", "socket", "socketserver"),
    *("urllib3", "websocket", "websockets", "xmlrpc"),
}
# Not the network: a socket pair hands a job's process its work on this machine.
LOCAL = {"leopard_range/engine/children.py": "socket", "leopard_range/engine/nursery.py": "socket"}
# Who may import what: import-linter checks it too, but cannot name a package that nobody imports yet.
OWNERS = {
    "streamlit": "leopard_range/ui/",
    "streamlit_folium": "leopard_range/ui/",
    "folium": "leopard_range/maps/",
    "branca": "leopard_range/maps/",
    "dask": "leopard_range/engine",
    "distributed": "leopard_range/engine",
}
# A bug may be caught only where a process meets the world.
# The third: a job's own process, where a bug ends that job and no other.
EDGES = ("leopard_range/cli/edge.py", "leopard_range/ui/server.py", "leopard_range/engine/worker.py")
ADDRESS = re.compile(r"https?://[^\s\"'<>)`]+")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|stub|placeholder|lorem ipsum)\b", re.IGNORECASE)
# Put together from halves, so that this file does not hold what it forbids.
FOREIGN = re.compile(
    "|".join(
        (
            r"/(home|Users|work|root)" + r"/\w",
            r"/tmp" + r"/\w",
            r"/opt" + r"/(pypi|wheels)",
            r"(extra-index|index|find)" + r"-(url|links)\s*=",
            r"files\.python" + r"hosted\.org",
            r"registry\.npm" + r"js\.org",
            r"artifact" + r"-registry",
        )
    )
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Yield (dotted module, line) for every import, also those inside functions."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(path)}:{node.lineno}: relative import"
            yield node.module or "", node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def is_public(name: str) -> bool:
    return not name.startswith("_")


def public_functions(
    body: list[ast.stmt], owner: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield the public functions of a module, and the methods of its public classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_public(node.name):
            yield owner + node.name, node
        elif isinstance(node, ast.ClassDef) and is_public(node.name):
            yield from public_functions(node.body, f"{node.name}.")


def stated_names(body: list[ast.stmt]) -> list[str] | None:
    """Return the value of ``__all__``, or None when there is none."""
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return None


def assigned_or_imported(body: list[ast.stmt]) -> set[str]:
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.ImportFrom | ast.Import):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {ast.unparse(target) for target in node.targets}
        elif isinstance(node, ast.AnnAssign):
            names.add(ast.unparse(node.target))
    return names


def tracked_files() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this copy of the project is not a git work tree")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("path", FRONT, ids=name_of)
def test_the_launcher_and_the_pages_import_only_streamlit_and_ui(path: Path) -> None:
    allowed = ("streamlit", "leopard_range.ui")
    others = [
        (module, line)
        for module, line in imports_of(path)
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]
    assert others == []


@pytest.mark.parametrize("path", FRONT, ids=name_of)
def test_the_launcher_and_the_pages_stay_short(path: Path) -> None:
    limit = 20 if path.name == "app.py" else 100
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize(("module", "owner"), OWNERS.items())
def test_each_framework_has_one_owner(module: str, owner: str) -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in (*PACKAGE, *TOOLS)
        if not name_of(path).startswith(owner)
        for imported, line in imports_of(path)
        if imported.partition(".")[0] == module
    ]
    assert found == []


def test_only_sources_speak_to_the_network() -> None:
    found = [
        f"{name_of(path)}:{line}: {module}"
        for path in (*PACKAGE, *FRONT)
        if not name_of(path).startswith("leopard_range/sources/")
        for module, line in imports_of(path)
        if module.partition(".")[0] in NETWORK or module.startswith("urllib.request")
        if module.partition(".")[0] != LOCAL.get(name_of(path))
    ]
    assert found == []


def test_a_bug_is_caught_only_at_the_two_edges() -> None:
    broad = {"Exception", "BaseException"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in (*PACKAGE, *FRONT, *TOOLS)
        if not name_of(path).startswith(EDGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or broad & {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)})
    ]
    assert found == []


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_all_names_what_is_public_and_nothing_else(path: Path) -> None:
    body = tree_of(path).body
    defined = {
        node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    public = {name for name in defined if is_public(name)}
    stated = stated_names(body)
    if stated is None:
        assert not public, "a module with public names needs __all__"
        return
    assert len(stated) == len(set(stated)), "a name stands twice"
    assert public <= set(stated), "a public name is not in __all__"
    assert set(stated) <= defined | assigned_or_imported(body), "__all__ names what is not there"


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_every_public_function_is_documented_and_annotated(path: Path) -> None:
    for name, node in public_functions(tree_of(path).body):
        where = f"{name_of(path)}:{node.lineno}: {name}"
        assert ast.get_docstring(node), f"{where} has no docstring"
        assert node.returns is not None, f"{where} does not say what it returns"
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        bare = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
        assert bare == [], f"{where}: no annotation"


def test_browser_files_and_pages_load_nothing_from_elsewhere() -> None:
    loads = re.compile(
        r"(?:\bsrc\s*=\s*|\bhref\s*=\s*|\burl\(\s*|@import\s+|\bfetch\(\s*|\bimport\s*\(?\s*|\bfrom\s+"
        r"|importScripts\(\s*|new\s+(?:WebSocket|EventSource|Worker)\(\s*)[\"'`]?(?:https?:)?//",
        re.IGNORECASE,
    )
    assert loads.search('<script src="https://example.org/x.js">'), "the pattern finds what it should"
    assert loads.search("url(//example.org/font.woff2)")
    files = [
        *(p for p in (ROOT / "leopard_range").rglob("static/**/*") if p.suffix in (".js", ".css", ".html")),
        *FRONT,
        *PACKAGE,
    ]
    found = [f"{name_of(path)}: {hit.group()}" for path in files for hit in loads.finditer(text_of(path))]
    assert found == []


def test_browser_scripts_hold_no_address_but_namespaces_and_licences() -> None:
    found = [
        f"{name_of(path)}: {hit.group()}"
        for path in (ROOT / "leopard_range").rglob("static/**/*")
        if path.suffix in (".js", ".css")
        for hit in ADDRESS.finditer(text_of(path))
        if not hit.group().startswith("http://www.w3.org/")
    ]
    assert found == []


def test_no_file_names_a_machine_or_a_private_index() -> None:
    found = [
        f"{name_of(path)}:{number}: {hit.group()}"
        for path in tracked_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if (hit := FOREIGN.search(line))
    ]
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    kinds = {".py", ".js", ".css", ".md", ".toml", ".yml", ".sh", ".po", ".html"}
    # An empty form field's hint has this name in HTML and in Streamlit.
    hint = re.compile(
        r"placeholder\s*=|::?placeholder|\.placeholder|\"placeholder\"|placeholder:", re.IGNORECASE
    )
    found = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in tracked_files()
        if path.suffix in kinds and path != Path(__file__)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if UNFINISHED.search(hint.sub("", line))
    ]
    assert found == []


def test_no_tracked_file_is_large() -> None:
    limit_bytes = 5_000_000
    assert [name_of(p) for p in tracked_files() if p.stat().st_size > limit_bytes] == []


def test_the_embedded_data_stays_small() -> None:
    total_bytes = sum(p.stat().st_size for p in (ROOT / "geodata").rglob("*") if p.is_file())
    assert total_bytes < 15_000_000


def test_the_data_folder_holds_no_code() -> None:
    assert [name_of(p) for p in (ROOT / "geodata").rglob("*") if p.suffix in (".py", ".js", ".sh")] == []
