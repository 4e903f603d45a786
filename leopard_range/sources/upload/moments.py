"""Dates and times written by people: read strictly, asked about when they have two meanings.

References
----------
ISO 8601-1:2019 Date and time representations.
IANA Time Zone Database, zone Asia/Vladivostok: offset changes of 27 March 2011 and 26 October 2014.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.angles import MISSING

__all__ = ["read_moments", "zone_of"]

FIRST_YEAR = 1800
"""Earlier dates are slips: the oldest records of the species are of the 19th century."""

_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL = re.compile(r"([2-6][0-9]{4})(?:[.,][0-9]{1,12})?")
_TIME = (
    r"(?:[T ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)? ?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<y>[0-9]{{4}})(?P<sep>[-/.年년]) ?(?P<m>[0-9]{{1,2}})[-/.月월] ?(?P<d>[0-9]{{1,2}})[.日일]?{_TIME}"
)
_COMPACT = re.compile(rf"(?P<y>[12][0-9]{{3}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_TIME}")
_YEAR_LAST = re.compile(
    rf"(?P<a>[0-9]{{1,2}})(?P<sep>[-/.])(?P<b>[0-9]{{1,2}})(?P=sep)(?P<y>[0-9]{{4}}){_TIME}"
)
_NAMED = re.compile(rf"(?P<d>[0-9]{{1,2}})[ .-](?P<name>[^\W\d_]{{3,9}})\.?,?[ .-](?P<y>[0-9]{{4}}){_TIME}")
_PARTIAL = re.compile(r"(?P<y>[0-9]{4})(?:-(?P<m>0[1-9]|1[0-2]))?")
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            *("jan янв", "feb фев", "mar мар", "apr апр", "may мая май", "jun июн", "jul июл"),
            *("aug авг", "sep сен", "oct окт", "nov ноя", "dec дек"),
        ),
        1,
    )
    for word in words.split()
}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.,]+(?:Z|[+-][0-9:]+)?)?")


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as it was written; the order of an undecided one comes later."""

    year: int
    first: int
    second: int
    order: str
    clock: re.Match[str]


def zone_of(choices: Choices, name: str) -> ZoneInfo:
    """Return the zone of times that say none.

    Parameters
    ----------
    choices : Choices
        What the person answered.
    name : str
        File name, for messages.

    Raises
    ------
    LeopardRangeError
        ``timezone_unknown``.
    """
    try:
        if re.fullmatch(r"[A-Za-z_+-]+(?:/[A-Za-z0-9_+-]+){0,2}", choices.timezone):
            return ZoneInfo(choices.timezone)
    except (KeyError, ValueError, OSError):
        pass
    raise LeopardRangeError("timezone_unknown", file=name)


def read_moments(
    cells: Sequence[str], rows: Sequence[int], *, column: str, name: str, choices: Choices, today: date
) -> tuple[list[str | None], tuple[Note, ...]]:
    """Read a column of dates, with or without times.

    Parameters
    ----------
    cells : sequence of str
        As written.
    rows : sequence of int
        Row of the file each stands in.
    column : str
        Name of the column, for messages.
    name : str
        File name, for messages.
    choices : Choices
        ``date_order`` and ``timezone``.
    today : date
        Later dates are in the future, a day allowed for zones.

    Returns
    -------
    texts : list of str or None
        ISO 8601: ``2013-04-02``, or ``2013-04-02T02:30:00+11:00``; years and months as they are.
    notes : tuple of Note
        ``dates_read``, ``timezone_assumed``, ``time_gap``, ``time_twice``.

    Raises
    ------
    LeopardRangeError
        ``date_bad``, ``date_order_needed``, ``date_order_mixed``, ``date_excel``, ``date_future``,
        ``date_old``, ``timezone_unknown``; row and column named.
    """
    reader = _Reader(name, column, choices, today)
    written = [reader.written(cell.strip(), row) for cell, row in zip(cells, rows, strict=True)]
    order = reader.order(written, rows)
    texts = [
        item if isinstance(item, str | None) else reader.text(item, order, row)
        for item, row in zip(written, rows, strict=True)
    ]
    said = {item.order or order for item in written if isinstance(item, _Written)} - {"iso"}
    notes = [Note.of("dates_read", column=column, order=which) for which in sorted(said)]
    return texts, (*notes, *reader.notes)


class _Reader:
    def __init__(self, name: str, column: str, choices: Choices, today: date) -> None:
        self.name, self.column, self.choices, self.today = name, column, choices, today
        self.notes: list[Note] = []
        self.zone: ZoneInfo | None = None

    def error(self, code: str, row: int, **blanks: str | int) -> LeopardRangeError:
        return LeopardRangeError(code, file=self.name, row=row, column=self.column, **blanks)

    def written(self, text: str, row: int) -> _Written | str | None:
        """Take a date apart; text that needs no change is returned as it is, nothing as None."""
        if text.casefold() in MISSING:
            return None
        if len(text) > 60:
            raise self.error("date_bad", row)
        if (serial := _EXCEL.fullmatch(text)) is not None:
            day = _EXCEL_DAY_0 + timedelta(days=int(serial.group(1)))
            raise self.error("date_excel", row, date=day.isoformat())
        halves = text.split("/")
        if len(halves) == 2 and all(map(_ISO.fullmatch, halves)):
            return "/".join(self._interval(half, row) for half in halves)
        if (partial := _PARTIAL.fullmatch(text)) is not None:
            self._check(date(int(partial["y"]) or 1, int(partial["m"] or 1), 1), row)
            return text
        return self._taken_apart(text, row)

    def _interval(self, half: str, row: int) -> str:
        item = self.written(half, row)
        return item if isinstance(item, str) else self.text(item, "ymd", row) if item else half

    def _taken_apart(self, text: str, row: int) -> _Written:
        if (m := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)) is not None:
            order = "iso" if _ISO.match(text) else "ymd"
            return _Written(int(m["y"]), int(m["m"]), int(m["d"]), order, m)
        if (m := _YEAR_LAST.fullmatch(text)) is not None:
            # Dots stand between day, month and year in Russian and German; nobody puts the month first.
            order = "dmy" if m["sep"] == "." and self.choices.date_order != "mdy" else ""
            return _Written(int(m["y"]), int(m["a"]), int(m["b"]), order, m)
        if (m := _NAMED.fullmatch(text)) is not None and (month := _MONTHS.get(m["name"][:3].casefold())):
            return _Written(int(m["y"]), int(m["d"]), month, "dmy", m)
        raise self.error("date_bad", row)

    def order(self, written: Sequence[_Written | str | None], rows: Sequence[int]) -> str:
        """Return the order of undecided dates: chosen, or proved by a day above 12."""
        open_ones = [
            (item, row)
            for item, row in zip(written, rows, strict=True)
            if isinstance(item, _Written) and not item.order
        ]
        if self.choices.date_order in ("dmy", "mdy") or not open_ones:
            return self.choices.date_order or "dmy"
        day_first = [row for item, row in open_ones if item.first > 12]
        month_first = [row for item, row in open_ones if item.second > 12]
        if day_first and month_first:
            raise self.error("date_order_mixed", max(day_first[0], month_first[0]))
        unsure = [row for item, row in open_ones if item.first != item.second]
        if unsure and not day_first and not month_first:
            raise self.error("date_order_needed", unsure[0])
        return "mdy" if month_first else "dmy"

    def text(self, item: _Written, order: str, row: int) -> str:
        """Return a date in ISO 8601 after checking that it exists and has come."""
        order = item.order or order
        month, day = (item.second, item.first) if order == "dmy" else (item.first, item.second)
        try:
            found = date(item.year, month, day)
        except ValueError:
            raise self.error("date_bad", row) from None
        self._check(found, row)
        if item.clock["hour"] is None:
            return found.isoformat()
        return self._timed(found, item.clock, row)

    def _check(self, found: date, row: int) -> None:
        if found > self.today + timedelta(days=1):
            raise self.error("date_future", row)
        if found.year < FIRST_YEAR:
            raise self.error("date_old", row, year=FIRST_YEAR)

    def _timed(self, day: date, clock: re.Match[str], row: int) -> str:
        hour = int(clock["hour"])
        if clock["half"]:
            if not 1 <= hour <= 12:
                raise self.error("date_bad", row)
            hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
        part = int((clock["part"] or "0")[:6].ljust(6, "0"))
        try:
            zone = _offset(clock["zone"]) if clock["zone"] else None
            moment = datetime(
                day.year, day.month, day.day, hour, int(clock["minute"]), int(clock["second"] or 0), part
            )
        except ValueError:
            raise self.error("date_bad", row) from None
        return (moment.replace(tzinfo=zone) if zone else self._local(moment, row)).isoformat()

    def _local(self, moment: datetime, row: int) -> datetime:
        if self.zone is None:
            self.zone = zone_of(self.choices, self.name)
            self._note("timezone_assumed", column=self.column, zone=self.choices.timezone)
        local = moment.replace(tzinfo=self.zone)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            back = local.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)
            code = "time_twice" if back == moment else "time_gap"
            if sum(note.code == code for note in self.notes) < 3:
                self._note(code, row=row, zone=self.choices.timezone)
        return local

    def _note(self, code: str, **blanks: str | int) -> None:
        self.notes.append(Note.of(code, **blanks))


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if int(digits[2:]) >= 60 or shift > timedelta(hours=14):
        raise ValueError(text)
    return timezone(-shift if text[0] == "-" else shift)
