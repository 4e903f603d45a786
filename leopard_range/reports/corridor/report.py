"""What a corridor report says, in the order of IUCN's guidelines for ecological corridors.

Objective, boundary, what it connects, threats, evidence, and the questions of governance and
monitoring that no computation answers; first the decision on one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from leopard_range import __version__
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, number, pick, quantity, sentence, translator
from leopard_range.i18n.values import bounds, shown, unit_of
from leopard_range.reports.corridor.figures import pictures
from leopard_range.reports.corridor.shape import Chapter, Fact, Report, Table
from leopard_range.reports.corridor.software import versions
from leopard_range.reports.document import Block, Document, Line, Listing, Number, Numbers, Section, Words

__all__ = ["document_of"]

_FIRST: Mapping[str, tuple[str, ...]] = {
    "audit": ("area_km2", "length_km", "width_min_m", "gap_longest_m", "habitat_share", "protected_share"),
    "path": ("path_km", "path_share"),
    "current": ("current_share",),
    "effect": (),
    "ensemble": (),
}
"""Numbers of the first page by study; of another study the first two."""

_CHANGES = ("cost_km", "resistance", "eca_km2")
"""Measures of the effect on the first page, with their interval where there is an ensemble."""

_CONNECTS = ("protected", "reserves", "range", "habitat", "patches", "cover")
_THREATS = (
    *("width", "transect", "thresholds", "gap", "break", "crossings", "settlement", "near"),
    *("provinces", "slope", "elevation"),
)
"""Fields of the audit by the section they stand in: how their names begin; the rest is the boundary."""

_APART = ("profile",)
"""Tables that a figure shows; files hold them in full."""

_PLACE = ("lon", "lat")
_LONGEST = 60
_MOST_NUMBERS = 12


def document_of(answer: Report, language: str, day: date) -> Document:
    """Put a report into words.

    Parameters
    ----------
    answer : Report
        What the studies found.
    language : str
        ``en``, ``ru``, ``zh``, ``ko``.
    day : date
        Day of the report.

    Returns
    -------
    Document
        For `leopard_range.reports.html.as_html` and `leopard_range.reports.pdf_document.as_pdf`.
    """
    _ = translator(language)
    maps = pictures(answer, language)
    sections = (
        Section(_("The decision on one page"), (*_summary(answer, language), *maps.overview)),
        Section(_("Objective and boundary"), tuple(_boundary(answer, language)), fresh=True),
        Section(_("What it connects"), tuple(_part(answer, language, _CONNECTS))),
        Section(_("Obstacles and threats"), (*maps.profile, *_part(answer, language, _THREATS))),
        Section(_("Evidence"), (*_evidence(answer, language), *maps.evidence)),
        Section(_("Governance and monitoring: what remains to be answered"), _questions(_)),
        Section(_("Cautions"), tuple(_cautions(answer, language))),
        Section(_("Sources"), (tuple(Line(one.text, one.url) for one in answer.citations),)),
        Section(_("Parameters, data and software"), tuple(_record(answer, language))),
    )
    about = _("Report on a proposed corridor, {day}. Structure after IUCN’s guidelines for corridors (2020).")
    foot = _("Leopard Range Explorer {version} · data {data} · {day}")
    return Document(
        title=pick(answer.name, language) or _("Proposed corridor"),
        subtitle=about.format(day=day.isoformat()),
        language=language,
        foot=foot.format(version=__version__, data=answer.data_version, day=day.isoformat()),
        page=_("page {page} of {pages}"),
        sections=sections,
    )


def _summary(answer: Report, language: str) -> Iterator[Block]:
    _ = translator(language)
    numbers = {part.study.split()[1]: _first(part, language) for part in answer.chapters}
    audit = numbers.pop("audit", [])
    rest = [one for found in numbers.values() for one in found]
    yield Numbers((*audit, *_changes(answer, language), *rest)[:_MOST_NUMBERS])
    ahead = [note for note in answer.notes if note.code == "screening_level"]
    for note in ahead or answer.notes[:1]:
        yield Words(note_sentence(note, language), "caution")
    more = len(answer.notes) - len(ahead or answer.notes[:1])
    if more > 0:
        text = _("{count} more cautions stand in the section “Cautions”; read them before deciding.")
        yield Words(text.format(count=number(more, language)), "small")


def _first(part: Chapter, language: str) -> list[Number]:
    measured = [fact for fact in part.facts if _is_number(fact.value)]
    named = _FIRST.get(part.study.split()[1])
    if named is None:
        return [_number(fact, part, language) for fact in measured[:2]]
    return [_number(fact, part, language) for key in named for fact in measured if fact.column.key == key]


def _changes(answer: Report, language: str) -> Iterator[Number]:
    """Yield what the proposal changes: with intervals from the ensemble, else as computed once."""
    _ = translator(language)
    found = {
        part.study: table.rows
        for part in answer.chapters
        for table in part.tables
        if table.column.key == "measures"
    }
    for row in found.get("corridor ensemble") or found.get("corridor effect") or ():
        by = {fact.column.key: fact for fact in row}
        if by["id"].value not in _CHANGES:
            continue
        said = {key: shown(by[key].value, by[key].column, language) for key in ("measure", "before", "after")}
        sign = "+" if by["change"].value > 0 else ""
        yield Number(
            label=_("Change: {measure}").format(measure=said["measure"]),
            value=sign + shown(by["change"].value, by["change"].column, language),
            unit=_(by["unit"].value) if by["unit"].value else "",
            bounds=bounds(by["change"], language),
            about=_("{before} without, {after} with").format(before=said["before"], after=said["after"]),
        )


def _is_number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)


def _number(fact: Fact, part: Chapter, language: str) -> Number:
    _ = translator(language)
    return Number(
        label=_(fact.column.text),
        value=shown(fact.value, fact.column, language),
        unit=unit_of(fact.column, language),
        bounds=bounds(fact, language),
        about=_(part.title),
    )


def _boundary(answer: Report, language: str) -> Iterator[Block]:
    _ = translator(language)
    yield Words(
        _("Its objective is for the planner to write: who shall move between which places, and when.")
    )
    corridor = answer.corridor
    rows = [(_("Proposal"), pick(answer.name, language), "")]
    if corridor.width_m:
        rows.append((_("Drawn as a line with a width of"), quantity(corridor.width_m, _("m"), language), ""))
    if any(corridor.ends):
        rows.append(
            (_("Shall connect"), " – ".join(_place(answer, one, language) for one in corridor.ends), "")
        )
    if corridor.pos_error_m:
        error = quantity(corridor.pos_error_m / 1000, _("km"), language, 1)
        rows.append((_("Its outline may be off by"), error, ""))
    audit = next(one for one in answer.chapters if one.study == "corridor audit")
    apart = (*_CONNECTS, *_THREATS, "name")
    rows += [_fact(fact, language) for fact in audit.facts if not _is_of(fact.column.key, apart)]
    yield Listing("", (), tuple(rows), ())
    yield from _tables(
        [one for one in audit.tables if not _is_of(one.column.key, (*apart, *_APART))], language
    )
    if corridor.published:
        words = {
            "least_cost_path_km": (_("Length of the least-cost path"), _("km"), 1.0),
            "forest_share": (_("Forest along the path"), "%", 100.0),
        }
        told = ((*words.get(key, (key, "", 1.0)), found) for key, found in corridor.published.items())
        figures = tuple((label, quantity(found * by, unit, language, 1)) for label, unit, by, found in told)
        yield Listing(_("Published figures of this proposal"), (), figures)


def _place(answer: Report, end: str, language: str) -> str:
    """Return the name of a reserve on the map; of another end what was said."""
    reserves = answer.around.get("reserves")
    if reserves is not None and end in set(reserves["id"]):
        return str(reserves.loc[reserves["id"] == end, f"name_{language}"].iloc[0])
    return end or "?"


def _part(answer: Report, language: str, keys: Sequence[str]) -> Iterator[Block]:
    """Yield what the audit says about one thing: its facts, then its tables."""
    _ = translator(language)
    audit = next(one for one in answer.chapters if one.study == "corridor audit")
    earlier = _CONNECTS if keys is _THREATS else ()

    def fits(key: str) -> bool:
        return _is_of(key, keys) and not _is_of(key, (*earlier, *_APART))

    facts = [_fact(fact, language) for fact in audit.facts if fits(fact.column.key)]
    tables = [one for one in audit.tables if fits(one.column.key)]
    if facts:
        yield Listing("", (), tuple(facts))
    yield from _tables(tables, language)
    if not facts and not any(one.rows for one in tables):
        yield Words(_("The analyses of this report say nothing about it."))


def _is_of(key: str, keys: Sequence[str]) -> bool:
    return any(key.startswith(one) for one in keys)


def _fact(fact: Fact, language: str) -> tuple[str, str, str]:
    found = f"{shown(fact.value, fact.column, language)} {unit_of(fact.column, language)}".rstrip()
    return translator(language)(fact.column.text), found, bounds(fact, language)


def _tables(tables: Sequence[Table], language: str) -> Iterator[Block]:
    _ = translator(language)
    for table in tables:
        if table.rows:
            yield _listing(table, language)
        if len(table.rows) > _LONGEST:
            text = _("The first {shown} of {all} rows; the CSV file holds them all.")
            count = number(len(table.rows), language)
            yield Words(text.format(shown=number(_LONGEST, language), all=count), "small")


def _listing(table: Table, language: str) -> Listing:
    """Return a table in print: a place is one column, and no code stands beside a name."""
    _ = translator(language)
    columns = [fact.column for fact in table.rows[0]]
    keys = [column.key for column in columns]
    placed = all(one in keys for one in _PLACE)
    coded = any(one in keys for one in ("name", "measure"))
    kept = [
        at for at, key in enumerate(keys) if not (coded and key == "id") and not (placed and key == "lat")
    ]
    head, right = [], []
    for place, at in enumerate(kept):
        unit = unit_of(columns[at], language)
        head.append(_(columns[at].text) + (f", {unit}" if unit else ""))
        if placed and keys[at] == "lon":
            head[-1] = _("Place: longitude, latitude")
        elif any(_is_number(row[at].value) for row in table.rows):
            right.append(place)
    body = [
        tuple(_cell(row, at, language) + _beside(row, at, placed, language) for at in kept)
        for row in table.rows[:_LONGEST]
    ]
    return Listing(_(table.column.text), tuple(head), tuple(body), tuple(right))


def _cell(row: Sequence[Fact], at: int, language: str) -> str:
    found, limits = shown(row[at].value, row[at].column, language), bounds(row[at], language)
    return f"{found} ({limits})" if limits else found


def _beside(row: Sequence[Fact], at: int, placed: bool, language: str) -> str:
    """Return the latitude that belongs behind a longitude; nothing elsewhere."""
    if not placed or row[at].column.key != "lon":
        return ""
    lat = next(fact for fact in row if fact.column.key == "lat")
    return f", {shown(lat.value, lat.column, language)}"


def _evidence(answer: Report, language: str) -> Iterator[Block]:
    _ = translator(language)
    others = [one for one in answer.chapters if one.study != "corridor audit"]
    if not others:
        yield Words(_("This report holds the audit alone. Paths, current and effects were not asked for."))
    for one in others:
        if one.problem is not None:
            why = sentence(LeopardRangeError(one.problem.code, **dict(one.problem.blanks)), language)
            yield Words(
                _("{title}: there is no answer for this proposal. {why}").format(title=_(one.title), why=why),
                "caution",
            )
            continue
        facts = tuple(_fact(fact, language) for fact in one.facts if fact.column.key != "name")
        yield Listing(_(one.title), (), facts)
        yield Words(_(one.about), "small")
        yield from _tables([table for table in one.tables if not _is_of(table.column.key, _APART)], language)


def _questions(_: Callable[[str], str]) -> tuple[Block, ...]:
    texts = (
        _("Who owns and who uses the land inside the outline, and who was asked?"),
        _("Who decides, who manages, and by which law or agreement?"),
        _("Which of the obstacles above were checked on the ground, by whom, when?"),
        _("What is allowed inside, what is not, and what ends which conflict?"),
        _("Who pays for the first ten years?"),
        _("What is measured to know that animals use it: where, how often, by whom?"),
        _("Which finding would change the outline, and when is it looked at again?"),
    )
    intro = Words(_("No map answers these. IUCN’s guidelines ask for them in the plan of a corridor."))
    return intro, tuple(Line(text, box=True) for text in texts)


def _cautions(answer: Report, language: str) -> Iterator[Block]:
    for note in answer.notes:
        yield Words(note_sentence(note, language), "caution")


def _record(answer: Report, language: str) -> Iterator[Block]:
    _ = translator(language)
    outline = _("Fingerprint of the outline (SHA-256)")
    rows = [(_("Version of the data"), answer.data_version), (outline, answer.outline_sha256)]
    rows += [(name, version) for name, version in versions().items()]
    yield Listing("", (), tuple(rows))
    asked = tuple(
        (one.study, key, _short(found)) for one in answer.chapters for key, found in one.asked.items()
    )
    yield Listing(_("What was asked"), (_("Analysis"), _("Parameter"), _("Value")), asked)
    layers = tuple(
        (one.id, pick(one.name, language), pick(one.period, language), one.sha256) for one in answer.inputs
    )
    head = (_("Layer"), _("Title"), _("Date"), _("Fingerprint (SHA-256)"))
    yield Listing(_("Data used"), head, layers)


def _short(found: Any) -> str:
    text = str(found)
    return text if len(text) <= 160 else text[:160] + "…"
