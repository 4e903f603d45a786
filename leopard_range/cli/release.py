"""The commands ``publish`` and ``verify-bundle``: the release of the public bundle."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leopard_range.cli import show
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, number, translator
from leopard_range.studies.shape import N_

if TYPE_CHECKING:
    from leopard_range.catalog.bundle import Manifest

__all__ = ["REASONS", "publish", "verify_bundle"]

REASONS = {"no rule": N_("no rule in its entry"), "withheld": N_("withheld on purpose")}
"""Why a layer is not in a bundle."""


def publish(wishes: argparse.Namespace, language: str) -> None:
    """Write the public bundle of a private folder.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        Why there is no bundle.
    """
    from leopard_range.catalog.release import publish as release
    from leopard_range.privacy import stricter

    day = _day(wishes.today)
    rules = stricter(wishes.cell_deg, wishes.min_stations, wishes.delay_months)
    private, bundle = Path(wishes.private), Path(wishes.bundle)
    made = release(private, bundle, day, rules, replace=wishes.replace)
    cautions = [note_sentence(note, language) for note in made.notes]
    if wishes.json:
        left_out = [{"layer": layer, "reason": reason} for layer, reason in made.left_out]
        found = _as_json(bundle, made.manifest) | {"left_out": left_out, "cautions": cautions}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    _ = translator(language)
    lines = [*_told(bundle, made.manifest, language)]
    if made.left_out:
        rows = [(layer, _(REASONS[reason])) for layer, reason in made.left_out]
        lines += ["", _("Left out"), *show.table_lines((), rows)]
    print("\n".join([*lines, *(["", _("Cautions"), *(f"- {one}" for one in cautions)] if cautions else [])]))


def verify_bundle(wishes: argparse.Namespace, language: str) -> None:
    """Check a bundle against its manifest and the public rules.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        What does not hold.
    """
    from leopard_range.catalog.release import verify

    bundle = Path(wishes.bundle)
    manifest = verify(bundle, date.today())
    if wishes.json:
        print(json.dumps(_as_json(bundle, manifest), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(bundle, manifest, language)))


def _day(text: str | None) -> date:
    """Read the day of release: a later one than today would release younger years."""
    if text is None:
        return date.today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise LeopardRangeError("bad_day", value=text) from None
    if day > date.today():
        raise LeopardRangeError("day_to_come", value=text)
    return day


def _as_json(bundle: Path, manifest: Manifest) -> dict[str, Any]:
    return {"bundle": str(bundle), "manifest": json.loads(manifest.as_json())}


def _told(bundle: Path, manifest: Manifest, language: str) -> list[str]:
    _ = translator(language)
    rules = manifest.rules
    head = _("{folder}: {count} files, as the manifest says.").format(
        folder=bundle, count=number(len(manifest.files), language)
    )
    rows = [
        (_("Side of a cell, degrees"), number(rules.cell_deg, language, 2)),
        (_("Fewest stations of a shown cell"), number(rules.min_stations, language)),
        (_("Delay, months"), number(rules.delay_months, language)),
        (_("Year of the release"), str(manifest.released)),
        (_("Review by"), manifest.review),
    ]
    layers = [(layer, rule, manifest.withheld.get(layer, "")) for layer, rule in manifest.layers.items()]
    table = show.table_lines((_("Layer"), _("Rule"), _("Stations withheld")), layers) if layers else []
    return [head, "", *show.table_lines((), rows), *(["", *table] if table else [])]
