"""Hand the generated pages to MkDocs; named under ``hooks`` in ``mkdocs.yml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from tools.docs import pages

__all__ = ["on_config", "on_files", "on_page_markdown"]

RUN = re.compile(r"^<!-- run: (?P<command>.+?) -->$", re.MULTILINE)
ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "leopard_range"
DATA = ROOT / "geodata"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the page of every module into the navigation.

    Parameters
    ----------
    config : MkDocsConfig
        As read from ``mkdocs.yml``.
    """
    for section in config.nav or []:
        for entry in _entries(section, "Reference"):
            if "Python" in entry:
                entry["Python"] = [
                    entry["Python"],
                    *(
                        {name.removeprefix("leopard_range."): _module_uri(name)}
                        for name in pages.modules(PACKAGE)
                    ),
                ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages.

    Parameters
    ----------
    files : Files
        Pages found in ``docs/``.
    config : MkDocsConfig
        The site's settings.
    """
    specs = open_catalog(Settings(data=DATA)).specs
    animals = (
        open_catalog(Settings(data=DATA, species=path.stem)).species
        for path in sorted((DATA / "species").glob("*.toml"))
    )
    generated = {
        "reference/layers.md": pages.layers(specs),
        "reference/data-dictionary.md": pages.data_dictionary(specs),
        "reference/species.md": pages.species(animals),
        "reference/command-line.md": pages.command_line(),
        "reference/python.md": pages.python_index(PACKAGE),
        **{_module_uri(name): pages.module_page(name) for name in pages.modules(PACKAGE)},
    }
    for uri, content in generated.items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_page_markdown(markdown: str, **_others: Any) -> str:
    """Replace ``<!-- run: COMMAND -->`` with the command and what it prints today.

    Parameters
    ----------
    markdown : str
        Text of a page.

    Raises
    ------
    PluginError
        A command failed, which fails the build.
    """
    return RUN.sub(lambda found: f"```console\n{_output_of(found['command'].strip())}```", markdown)


@cache
def _output_of(command: str) -> str:
    try:
        return pages.output_of(command, ROOT / "docs" / "learn")
    except RuntimeError as problem:
        raise PluginError(str(problem)) from problem


def _module_uri(name: str) -> str:
    return f"reference/python/{name}.md"


def _entries(section: Any, title: str) -> list[dict[str, Any]]:
    entries = section.get(title, []) if isinstance(section, dict) else []
    return [entry for entry in entries if isinstance(entry, dict)]
