"""Write reference pages from `catalog.toml`, `schema.py`, the studies and the docstrings.

Each function returns the text of one Markdown page; nothing here is kept, so nothing goes stale.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from leopard_range.cli import main
from leopard_range.cli.parser import build_parser
from leopard_range.model import LayerSpec, Species
from leopard_range.schema import COLUMNS, TYPES
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import Study

__all__ = [
    "command_line",
    "data_dictionary",
    "layers",
    "module_page",
    "modules",
    "output_of",
    "python_index",
    "species",
    "table",
]

PROGRAM = "leopard-range"

GROUPS = {
    "range": "Range",
    "reserves": "Protected areas",
    "survey": "Cameras and sightings",
    "tables": "Tables",
    "land": "Land",
    "base": "Background",
}
METHODS = {
    "surveyed": "surveyed: a published or mapped outline",
    "derived": "derived: computed from other layers",
    "schematic": "schematic: drawn from published maps and descriptions",
    "simulated": "simulated: made by a documented program, not recorded in the field",
}
# Documented for people who write Python; the rest serves the pages and the command.
DOCUMENTED = ("analysis", "studies", "maps", "reports", "content", "prints", "site", "privacy")
SINGLE = (
    *("catalog", "catalog/readers", "catalog/release", "catalog/bundle"),
    *("model", "model/survey", "model/corridor", "schema", "crs", "config", "errors", "i18n"),
)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay out a Markdown table.

    Parameters
    ----------
    head : iterable of str
        Column headings.
    rows : iterable of iterable of str
        Cells; vertical bars and line ends in them are made harmless.
    """
    lines = ["| " + " | ".join(cells) + " |" for cells in (_cells(head), *map(_cells, rows))]
    lines.insert(1, "|" + " --- |" * lines[0].count(" |"))
    return "\n".join(lines) + "\n"


def layers(specs: Mapping[str, LayerSpec]) -> str:
    """Write the page of layers and licences.

    Parameters
    ----------
    specs : mapping of str to LayerSpec
        The catalogue.
    """
    licences: dict[str, list[LayerSpec]] = {}
    for spec in specs.values():
        licences.setdefault(spec.licence, []).append(spec)
    text = (
        "# Layers and licences\n\n"
        f"{len(specs)} layers are embedded. Each keeps the licence of its source; the code is under the MIT "
        "licence. Cite the layer, not only the program: `leopard-range layers --json` prints the citations, "
        "and every download carries its own.\n\n"
        "Layers made from OpenStreetMap stand in files of their own under `geodata/osm/`. They are "
        "databases under the Open Database License: share what you derive from them under the same "
        "licence, and name © OpenStreetMap contributors.\n\n## Licences\n\n"
    )
    rows = (
        (_plain(licence), ", ".join(f"[{s.id}](#{s.id})" for s in found), "; ".join(_attributions(found)))
        for licence, found in sorted(licences.items())
    )
    text += table(("Licence", "Layers", "Say"), rows)
    for group, heading in GROUPS.items():
        text += f"\n## {heading}\n"
        text += "".join(_layer(spec) for spec in specs.values() if spec.group == group)
    return text


def data_dictionary(specs: Mapping[str, LayerSpec]) -> str:
    """Write the data dictionary: types, shared columns, and the columns of every layer.

    Parameters
    ----------
    specs : mapping of str to LayerSpec
        The catalogue.
    """
    text = (
        "# Data dictionary\n\n"
        "Positions are longitude and latitude on WGS 84 (EPSG:4326). Units stand in the names where there "
        "is room for them, and always in the column “Unit”. Tables are CSV in UTF-8, vector layers GeoJSON, "
        "rasters cloud-optimised GeoTIFF.\n\n## Types\n\n"
    )
    text += table(("Type", "Written as"), TYPES.items())
    text += "\n## Shared columns\n\nThese names mean the same in every layer.\n\n"
    text += table(
        ("Column", "Type", "Unit", "Meaning", "Vocabulary"),
        ((f"`{c.name}`", c.type, c.unit, c.text, c.standard) for c in COLUMNS.values()),
    )
    text += "\n## Columns by layer\n"
    for spec in specs.values():
        text += f"\n### {spec.title['en']} {{ #{spec.id} }}\n\n"
        text += f"`{spec.file}` · [source and licence](layers.md#{spec.id})\n\n"
        rows = ((f"`{f.name}`", f.type, f.unit, f.text) for f in spec.fields)
        text += table(("Column", "Type", "Unit", "Meaning"), rows) if spec.fields else "No columns.\n"
    return text


def species(animals: Iterable[Species]) -> str:
    """Write the page of what differs from one species to another.

    Parameters
    ----------
    animals : iterable of Species
        As the catalogue reads them.
    """
    text = (
        "# Species parameters\n\n"
        "Everything that differs by species stands in one file, `geodata/species/<id>.toml`. A value whose "
        "source nobody of us has read yet is marked “to be checked”.\n"
    )
    for animal in animals:
        text += f"\n## {animal.name['en']} {{ #{animal.id} }}\n\n*{animal.scientific}*\n\n"
        text += f"```text\n{animal.metric_crs}\n```\n\n"
        text += table(("Parameter", "Value", "From"), _parameters("", animal.parameters))
    return text


_ACTIONS = {"print": ("map", "lesson"), "picture": ("preview", "years")}
"""Actions of commands that are no study."""


def command_line() -> str:
    """Write the page of the command line: the help of every command, and examples with `RUN`."""
    text = (
        "# Command line\n\n"
        f"`{PROGRAM} COMMAND` answers the questions the app answers, from the same code. Numbers come with "
        "units, an interval, cautions and sources.\n\n"
        "- `--json` prints JSON with stable keys; shares are between 0 and 1, areas in km². Under `cautions` "
        "and `sources` stands what belongs beside each number.\n"
        "- `--lang en|ru|zh|ko` sets the language of titles, cautions and number formats.\n"
        "- Exit code 0: done. 2: something in your input can be mended, and one sentence on stderr says "
        "what. 1: a fault of the program, with a reference.\n\n"
        f"Install it with `pip install .`, or run `python -m leopard_range` in a copy of the project.\n"
    )
    for name in _commands():
        text += f"\n## {name}\n\n```text\n{_help_of(name)}```\n"
        for study in STUDIES.values():
            if study.name == name:
                text += _example(study)
            elif study.name.partition(" ")[0] == name:
                text += f"\n### {study.name}\n\n```text\n{_help_of(study.name)}```\n{_example(study)}"
        for action in _ACTIONS.get(name, ()):
            text += f"\n### {name} {action}\n\n```text\n{_help_of(f'{name} {action}')}```\n"
    return text


def _example(study: Study) -> str:
    if study.folder:
        return ""  # a project somebody brings: none is kept to run
    return f"\nFor example:\n\n<!-- run: {PROGRAM} {study.name} {study.example} -->\n"


def output_of(command: str, folder: Path) -> str:
    """Run a command of the program and return what a terminal would show.

    Parameters
    ----------
    command : str
        As typed: ``leopard-range protected --year 2012``.
    folder : Path
        Where it is run.

    Raises
    ------
    RuntimeError
        It did not end with code 0.
    """
    program, *words = shlex.split(command)
    assert program == PROGRAM, command
    said, complained = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        code = main(words)
    if code:
        raise RuntimeError(f"{command}: {complained.getvalue()}")
    return f"$ {' '.join(command.split())}\n{said.getvalue()}"


def modules(package: Path) -> tuple[str, ...]:
    """List the documented modules.

    Parameters
    ----------
    package : Path
        Folder ``leopard_range``.

    Returns
    -------
    tuple of str
        Dotted names, those with something public only.
    """
    folders = (path for name in DOCUMENTED for path in sorted((package / name).rglob("*.py")))
    found = (*folders, *(_module_file(package, name) for name in SINGLE))
    return tuple(_dotted(package, path) for path in found if path.is_file() and _offers(path))


def python_index(package: Path) -> str:
    """Write the first page of the Python reference.

    Parameters
    ----------
    package : Path
        Folder ``leopard_range``.
    """
    text = (
        "# Python\n\nEvery public name, from its docstring. Analyses are pure functions: tables in, frozen "
        "results out, with units in the names. Studies ask them questions about the embedded data.\n\n"
    )
    rows = (
        (f"[`{name}`](python/{name}.md)", _first_line(package.parent / Path(*name.split("."))))
        for name in modules(package)
    )
    return text + table(("Module", "What it does"), rows)


def module_page(name: str) -> str:
    """Write the page of one module.

    Parameters
    ----------
    name : str
        Dotted name.
    """
    return f"# {name.removeprefix('leopard_range.')}\n\n::: {name}\n"


def _parameters(prefix: str, found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Flatten nested tables into (dotted name, value with bounds, reference)."""
    reference = str(found.get("reference", ""))
    if found.get("checked") is False and "to be checked" not in reference:
        reference += " (to be checked)"
    plain = {
        k: v for k, v in found.items() if not isinstance(v, Mapping) and k not in ("reference", "checked")
    }
    if "value" in plain:
        bounds = [f"{plain[key]:g}" for key in ("low", "high") if key in plain]
        told = f"{plain['value']:g}" + (f" ({' – '.join(bounds)})" if len(bounds) == 2 else "")
        others = (f"{key} {value}" for key, value in plain.items() if key not in ("value", "low", "high"))
        named = f"{found['name']['en']}: " if "name" in found else ""
        yield f"`{prefix}`", named + ", ".join((told, *others)), reference
    else:
        yield from ((f"`{prefix}.{key}`".replace("`.", "`"), str(v), reference) for key, v in plain.items())
    for key, value in found.items():
        if isinstance(value, Mapping) and key != "name":
            yield from _parameters(f"{prefix}.{key}".strip("."), value)


def _commands() -> tuple[str, ...]:
    menus = (a for a in build_parser("en")._actions if isinstance(a, argparse._SubParsersAction))
    return tuple(next(menus).choices)


def _help_of(command: str) -> str:
    said = io.StringIO()
    # argparse folds its help to the width of the terminal, which the page must not depend on.
    with (
        mock.patch.dict(os.environ, COLUMNS="82"),
        contextlib.redirect_stdout(said),
        contextlib.suppress(SystemExit),
    ):
        build_parser("en").parse_args([*command.split(), "--help"])
    return said.getvalue()


def _cells(cells: Iterable[str]) -> list[str]:
    return [str(cell).replace("\n", " ").replace("|", "&#124;") or " " for cell in cells]


def _plain(licence: str) -> str:
    """Write an SPDX name of a licence outside SPDX's list the way people say it."""
    return licence.removeprefix("LicenseRef-").replace("-", " ") if "LicenseRef-" in licence else licence


def _attributions(specs: Iterable[LayerSpec]) -> list[str]:
    return list(dict.fromkeys(spec.attribution for spec in specs if spec.attribution))


def _layer(spec: LayerSpec) -> str:
    text = f"\n### {spec.title['en']} {{ #{spec.id} }}\n\n{spec.about['en']}\n\n"
    link = f" <{spec.url}>" if spec.url else ""
    facts = {
        "Identifier": f"`{spec.id}`",
        "File": f"`{spec.file}` ({spec.kind})",
        "Date": spec.period["en"],
        "Made": METHODS[spec.method],
        "Positional error": f"about {spec.pos_error_m:,.0f} m" if spec.kind != "table" else "",
        "Published area": f"{spec.published_km2:,.0f} km²" if spec.published_km2 else "",
        "Shown": "to the public only as coarse cells and whole years" if spec.sensitivity == "exact" else "",
        "Source": spec.source["en"],
        "Citation": spec.citation + link,
        "Licence": _plain(spec.licence),
        "Columns": f"[data dictionary](data-dictionary.md#{spec.id})",
    }
    head, *others = ((key, value) for key, value in facts.items() if value)
    return text + table(head, others)


def _module_file(package: Path, name: str) -> Path:
    folder = package / name
    return folder / "__init__.py" if folder.is_dir() else package / f"{name}.py"


def _dotted(package: Path, path: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _offers(path: Path) -> bool:
    """Tell whether a module defines something public itself, rather than passing names on."""
    return any(not node.name.startswith("_") for node in _definitions(path))


def _definitions(path: Path) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node


def _first_line(path: Path) -> str:
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]
