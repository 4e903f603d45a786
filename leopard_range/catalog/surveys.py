"""The door for camera surveys: the data folder's own, and those somebody brings."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from leopard_range.catalog.uploads import told
from leopard_range.engine import Engine, Job, Limits, follow, report
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import note_sentence, problem_words
from leopard_range.model import Choices
from leopard_range.model.survey import DEPLOYMENTS, GAPS, INDIVIDUALS, MEDIA, OBSERVATIONS, Survey
from leopard_range.schema import conform
from leopard_range.sources import survey as readers
from leopard_range.sources.upload import is_connection, shown_name

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = [
    "LIMITS",
    "MAX_SURVEY_BYTES",
    "MAX_UPLOAD_BYTES",
    "own_survey",
    "pack_survey",
    "read_survey",
    "read_survey_upload",
    "unpack_survey",
]

LIMITS = Limits(wall_s=60, cpu_s=30, memory_mb=1_500, file_mb=64, result_mb=128)
"""What reading a survey that was uploaded may use."""

MAX_UPLOAD_BYTES = 40_000_000
"""Bytes of all files of a survey that is uploaded."""

MAX_SURVEY_BYTES = 200_000_000
"""Bytes of all files of a survey together."""

_MAX_ENTRIES = 10_000
"""Names a folder may hold, its folders' included, before it is told to be no survey's folder."""

_ZONE = "Asia/Vladivostok"

_UNREADABLE = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(zlib.error, OverflowError),
)
"""What unpacking bytes that no reader of ours wrote can raise."""


def own_survey(catalog: Catalog) -> Survey:
    """Gather the data folder's stations and detections into one survey.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners.

    Returns
    -------
    Survey
        Exact positions, EPSG:4326.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``; ``survey_none_here`` when the folder has no layer of detections.
    """
    detections = next((spec for spec in catalog.specs.values() if spec.rule == "detections"), None)
    if detections is None:
        raise LeopardRangeError("survey_none_here", folder=str(catalog.settings.data))
    observations = catalog.records(detections.id)
    seen = observations.assign(
        **{name: _moments(observations[name]) for name in ("eventStart", "eventEnd")},
        observationLevel="event",
        eventID=observations["observationID"],
    ).drop(columns=["longitude", "latitude"])
    stations = catalog.records(detections.stations)
    put = stations.assign(**{name: _moments(stations[name]) for name in ("deploymentStart", "deploymentEnd")})
    animals = observations.drop_duplicates("individualID")
    return Survey(
        name=detections.id,
        kind="layers",
        crs="EPSG:4326",
        timezone=_ZONE,
        deployments=conform(put, DEPLOYMENTS),
        observations=conform(seen, OBSERVATIONS),
        media=conform(pd.DataFrame(), MEDIA),
        individuals=conform(animals[["individualID", "sex", "lifeStage"]], INDIVIDUALS),
        gaps=conform(pd.DataFrame(), GAPS),
        simulated=detections.method == "simulated",
    )


def _moments(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, utc=True, format="ISO8601").astype("datetime64[ms, UTC]")


def read_survey(path: Path, choices: Choices | None = None, mapping: Path | None = None) -> Survey:
    """Read a survey of this machine in this process.

    Parameters
    ----------
    path : Path
        A folder, a ZIP, ``datapackage.json``, or a table.
    choices : Choices, optional
        What the person answered.
    mapping : Path, optional
        JSON file that says which column of a CSV is which.

    Returns
    -------
    Survey
        As it was read.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``not_a_file``, ``cannot_read``, ``survey_too_big`` and those of the readers.
    """
    if not os.path.lexists(path) and is_connection(str(path)):
        raise RejectedError("connection_string")
    name = shown_name(path.resolve().name if path.name in ("", ".", "..") else path.name)
    answers = choices or Choices()
    folder = path.parent if path.name == "datapackage.json" else path
    files = dict(_folder(folder, name)) if folder.is_dir() else {path.name: _bytes_of(path, name)}
    (first, *more) = files.values() or (b"",)
    if not more and first.startswith(readers.MAGIC):
        return unpack_survey(name, first)
    if mapping is None:
        return readers.read(name, files, answers)
    said = _bytes_of(mapping, shown_name(mapping.name))
    if not folder.is_dir() and not first.startswith(b"PK"):
        # One table was named; the mapping may name the other, which lies beside it.
        others = readers.beside(name, said) - {path.name}
        files |= {one: _bytes_of(path.parent / one, name) for one in others if Path(one).name == one}
    return readers.read(name, files, answers, said)


def read_survey_upload(
    engine: Engine,
    files: Mapping[str, bytes],
    choices: Choices | None = None,
    mapping: bytes | None = None,
    on_progress: Callable[[Job], None] | None = None,
) -> bytes:
    """Read a survey somebody brought in a process of its own.

    Parameters
    ----------
    engine : Engine
        Runs the reading; it must give jobs processes of their own.
    files : mapping of str to bytes
        Declared names with their content: one ZIP, or the tables.
    choices : Choices, optional
        What the person answered.
    mapping : bytes, optional
        JSON that says which column of a CSV is which.
    on_progress : callable, optional
        Called with the job now and then.

    Returns
    -------
    bytes
        The survey, for `unpack_survey`; written to a file, `read_survey` reads it again.

    Raises
    ------
    RejectedError
        A file breaks a safety rule.
    LeopardRangeError
        What is wrong and what to do; ``survey_too_big``, ``upload_slow``, ``upload_memory``,
        ``upload_failed`` when reading had to be ended; ``engine_not_isolated``.
    """
    if not engine.isolated:
        raise LeopardRangeError("engine_not_isolated")
    name = shown_name(next(iter(files))) if len(files) == 1 else "survey"
    if sum(len(body) for body in files.values()) + len(mapping or b"") > MAX_UPLOAD_BYTES:
        raise LeopardRangeError("survey_too_big", file=name)
    try:
        job = engine.submit(_read, name, dict(files), choices or Choices(), mapping, limits=LIMITS, raw=True)
        body: bytes = follow(job, on_progress)
        unpack_survey(name, body)
    except LeopardRangeError as problem:
        raise told(problem, name) from problem
    return body


def _read(name: str, files: Mapping[str, bytes], choices: Choices, mapping: bytes | None) -> bytes:
    """Read and pack a survey, in the job's process."""
    report("reading")
    found = readers.read(name, files, choices, mapping)
    report("sending")
    return readers.pack(found)


def pack_survey(survey: Survey) -> bytes:
    """Write a survey as bytes to keep, without pickle.

    Parameters
    ----------
    survey : Survey
        Any.
    """
    body: bytes = readers.pack(survey)
    return body


def unpack_survey(name: str, body: bytes) -> Survey:
    """Read what was kept, trusting it no more than a stranger's file.

    Parameters
    ----------
    name : str
        What it is called, for the error.
    body : bytes
        From `pack_survey`, perhaps by way of somebody else's file.

    Returns
    -------
    Survey
        Every word of it can be shown.

    Raises
    ------
    LeopardRangeError
        ``upload_failed``: it is not what was kept.
    """
    try:
        found = readers.unpack(body)
        for note in found.operations:
            note_sentence(note)
        for problem in found.problems:
            problem_words(problem)
    except (*_UNREADABLE, LeopardRangeError) as wrong:
        raise LeopardRangeError("upload_failed", file=shown_name(name)) from wrong
    return found


def _folder(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Tables of a folder and of the folders in it, by their path inside; links are not followed."""
    seen = total = 0
    waiting = [(folder, "")]
    while waiting:
        here, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            raise LeopardRangeError("cannot_read", file=name, reason=reason) from None
        for entry in entries:
            seen += 1
            if seen > _MAX_ENTRIES:
                raise LeopardRangeError("survey_too_big", file=name)
            if entry.is_dir(follow_symlinks=False) and prefix.count("/") < 1:
                waiting.append((Path(entry.path), f"{prefix}{entry.name}/"))
            elif entry.is_file(follow_symlinks=False) and Path(entry.name).suffix.lower() in readers.ENDINGS:
                body = _bytes_of(Path(entry.path), name)
                total += len(body)
                if total > MAX_SURVEY_BYTES:
                    raise LeopardRangeError("survey_too_big", file=name)
                yield prefix + entry.name, body


def _bytes_of(path: Path, name: str) -> bytes:
    """Read a regular file, without waiting for one that is not."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as source:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise LeopardRangeError("not_a_file", file=name)
            body = source.read(MAX_SURVEY_BYTES + 1)
    except (FileNotFoundError, ValueError):
        raise LeopardRangeError("file_missing", file=name) from None
    except OSError as problem:
        code = "not_a_file" if isinstance(problem, IsADirectoryError) else "cannot_read"
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError(code, file=name, reason=reason) from None
    if len(body) > MAX_SURVEY_BYTES:
        raise LeopardRangeError("survey_too_big", file=name)
    return body
