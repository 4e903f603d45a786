"""What each command does.  Heavy packages are imported when a command runs, not when help is shown."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leopard_range.cli import show
from leopard_range.cli.findings import finding_lines
from leopard_range.cli.jobs import answer_openly
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, number, pick, quantity, translator
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, Study, as_json, facts, options, tables
from leopard_range.studies.survey.check import CheckAnswer

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.maps import MapSpec, MapState
    from leopard_range.model import LayerSpec

__all__ = ["export_layer", "layers", "save_map", "study"]


_WORDS = (
    *(N_("polygon"), N_("line"), N_("point"), N_("raster"), N_("image"), N_("table")),
    *(N_("surveyed"), N_("derived"), N_("schematic"), N_("simulated")),
)
"""Words of the catalogue that the list of layers shows: named here so that they are translated."""


def _catalog() -> Catalog:
    from leopard_range.catalog import open_catalog
    from leopard_range.config import settings_from

    return open_catalog(settings_from())


@dataclass(frozen=True, slots=True)
class _Reply:
    """Prints what a command found, as text or as JSON, with its cautions and sources."""

    catalog: Catalog
    language: str
    json: bool

    def send(
        self, lines: list[str], values: dict[str, Any], notes: Iterable[Note], citations: Iterable[Citation]
    ) -> None:
        if not self.json:
            print("\n".join([*lines, *show.evidence_lines(notes, citations, self.language)]))
            return
        found = values | {
            "cautions": [{"code": note.code, "text": note_sentence(note, self.language)} for note in notes],
            "sources": [asdict(citation) for citation in citations],
            "data_version": self.catalog.version,
        }
        print(json.dumps(found, ensure_ascii=False, allow_nan=False, indent=2))

    def send_file(
        self, path: Path, content: bytes, notes: Iterable[Note], specs: Iterable[LayerSpec]
    ) -> None:
        """Write a file whole, and say where it is and what to cite."""
        from leopard_range.whole import write_whole

        write_whole(path, content)
        line = _written(path, len(content), self.language)
        citations = tuple(dict.fromkeys(spec.cite for spec in specs))
        self.send([line], {"file": str(path), "bytes": len(content)}, tuple(notes), citations)


def _written(path: Path, size: int, language: str) -> str:
    _ = translator(language)
    return _("{file} written, {size} kB").format(file=path, size=number(size / 1000, language, 1))


def _check_kind(which: Study, out: Path) -> str:
    """Refuse a name whose ending no writer knows, before anything is computed."""
    from leopard_range.reports import answer_kind

    return answer_kind(which.name, out)


def _save_answer(catalog: Catalog, which: Study, answer: Answer, out: Path, language: str) -> int:
    from leopard_range.reports import answer_file
    from leopard_range.whole import write_whole

    kind, day = _check_kind(which, out), catalog.settings.today
    content = answer_file(which.name, which.title, answer, kind, day=day, language=language)
    write_whole(out, content)
    return len(content)


def study(which: Study, wishes: argparse.Namespace, language: str) -> None:
    """Answer a study's question and print the answer.

    Parameters
    ----------
    which : Study
        The study.
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.
    """
    question = which.question(**{one.key: getattr(wishes, one.key) for one in options(which.question)})
    out = Path(wishes.out) if which.saves and wishes.out else None
    if out is not None:
        _check_kind(which, out)
    catalog = _catalog()
    answer = answer_openly(catalog, question, language)
    lines = [translator(language)(which.title), "", *show.fact_lines(facts(answer), language)]
    values = {"study": which.name, "question": asdict(question)} | as_json(answer, language)
    if isinstance(answer, CheckAnswer):
        lines += finding_lines(answer.problems, language)
    else:
        for table in tables(answer):
            if table.rows:
                lines += ["", *show.study_table_lines(table, language)]
    if which.folder and wishes.out:
        from leopard_range.reports import answer_folder

        written = answer_folder(which.name, answer, Path(wishes.out))
        values |= {"files": [str(path) for path in written]}
        lines += ["", *(_written(path, path.stat().st_size, language) for path in written)]
    if out is not None:
        size = _save_answer(catalog, which, answer, out, language)
        values |= {"file": str(out), "bytes": size}
        lines += ["", _written(out, size, language)]
    _Reply(catalog, language, wishes.json).send(lines, values, answer.notes, answer.citations)


def layers(wishes: argparse.Namespace, language: str) -> None:
    """List the layers.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.
    """
    catalog = _catalog()
    specs = tuple(catalog.specs.values())
    _ = translator(language)
    head = (_("Layer"), _("Title"), _("Kind"), _("Date"), _("Accuracy"), _("Made"), _("Licence"))
    rows = [
        (
            spec.id,
            pick(spec.title, language),
            _(spec.kind),
            pick(spec.period, language),
            f"±{quantity(spec.pos_error_m / 1000, 'km', language, 1)}" if spec.pos_error_m else "–",
            _(spec.method),
            spec.licence,
        )
        for spec in specs
    ]
    lines = show.table_lines(head, rows, right=(4,))
    _Reply(catalog, language, wishes.json).send(lines, {"layers": [_layer_json(s) for s in specs]}, (), ())


def _layer_json(spec: LayerSpec) -> dict[str, Any]:
    from leopard_range.reports import formats_of

    return {
        "id": spec.id,
        "title": dict(spec.title),
        "about": dict(spec.about),
        "group": spec.group,
        "kind": spec.kind,
        "method": spec.method,
        "sensitivity": spec.sensitivity,
        "period": dict(spec.period),
        "year_from": spec.year_from,
        "year_to": spec.year_to,
        "positional_error_m": spec.pos_error_m,
        "published_km2": spec.published_km2,
        "source": dict(spec.source),
        "citation": spec.citation,
        "url": spec.url,
        "licence": spec.licence,
        "attribution": spec.attribution,
        "formats": list(formats_of(spec)),
        "fields": [asdict(one) for one in spec.fields],
    }


def export_layer(wishes: argparse.Namespace, language: str) -> None:
    """Save a layer as a file.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.
    """
    from leopard_range.reports import account, export, formats_of, record

    catalog = _catalog()
    spec = catalog.spec(wishes.layer)
    format_ = wishes.format or formats_of(spec)[0]
    made = export(catalog, spec.id, format_, language=language, exact=wishes.exact)
    if wishes.exact and spec.sensitivity == "exact":
        record(catalog.settings.audit, who=f"local:{account()}", action="export", layer=spec.id)
    if wishes.out == "-":
        sys.stdout.buffer.write(made.content)
        return
    reply = _Reply(catalog, language, wishes.json)
    reply.send_file(Path(wishes.out or made.file_name), made.content, made.notes, (spec,))


def save_map(wishes: argparse.Namespace, language: str) -> None:
    """Save the map as one HTML file.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.
    """
    from leopard_range.catalog import notes_of
    from leopard_range.content.described import described
    from leopard_range.maps import atlas
    from leopard_range.studies import answer

    catalog = _catalog()
    file_of = cache(partial(atlas.layer_file, catalog))
    drawn = atlas.map_spec(catalog, "explore", language, file_of)
    drawn = described(drawn, catalog, partial(answer, catalog))
    state = _state(drawn, wishes)
    content = atlas.saved_map(catalog, drawn, state, file_of)
    shown = [one.id for one in drawn.layers if (one.visible if state.on is None else one.id in state.on)]
    specs = [catalog.spec(id_) for id_ in shown]
    notes = dict.fromkeys(note for spec in specs for note in notes_of(spec))
    _Reply(catalog, language, wishes.json).send_file(Path(wishes.out), content, notes, specs)


def _state(drawn: MapSpec, wishes: argparse.Namespace) -> MapState:
    """Turn the wishes into the map's first state, refusing what the map does not have."""
    from leopard_range.maps import MapState

    names = [layer.id for layer in drawn.layers]
    on = (
        None
        if wishes.layers is None
        else tuple(part.strip() for part in wishes.layers.split(",") if part.strip())
    )
    for name in on or ():
        if name not in names:
            raise LeopardRangeError("unknown_layer", layer=name, choices=", ".join(names))
    first, last = drawn.years
    if wishes.year is not None and not first <= wishes.year <= last:
        raise LeopardRangeError("unknown_year", year=wishes.year, first=first, last=last)
    return MapState(view=_view(wishes.view), year=wishes.year, on=on)


def _view(text: str | None) -> tuple[float, float, float] | None:
    if text is None:
        return None
    try:
        lon, lat, zoom = (float(part) for part in text.split(","))
    except ValueError:
        raise LeopardRangeError("bad_view", value=text) from None
    # NaN compares false with everything, so it is refused as well.
    if not (math.fabs(lon) <= 180 and math.fabs(lat) <= 90 and 0 <= zoom <= 24):
        raise LeopardRangeError("bad_view", value=text)
    return lon, lat, zoom
