"""A workspace in an empty folder, and one item of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leopard_range.model import Citation, Note
from leopard_range.workspace import (
    Attachment,
    Content,
    NoteText,
    Parameters,
    Proposal,
    Results,
    SqliteStore,
)

EVERY_KIND: tuple[tuple[str, Content, bytes], ...] = (
    (
        "Northern corridor",
        Proposal(
            {"type": "LineString", "coordinates": [[131.2, 43.1], [131.5, 43.6]]}, "Along the ridge", 3000
        ),
        b"",
    ),
    ("Question", Parameters("protected", {"year": 2012, "range": "current"}), b""),
    (
        "Answer",
        Results(
            "protected",
            {"year": 2012},
            {"protected_share": 0.5, "countries": [{"country": "RU"}]},
            "0123456789ab",
            (Citation("Authors (2012), a report", "https://example.org/1", "CC-BY-4.0"),),
            (Note.of("reserves_approximate", count=3),),
        ),
        b"",
    ),
    ("Field note", NoteText("Идём вдоль хребта.\n\n눈이 많다"), b""),
    ("stations.csv", Attachment("csv", 3, "EPSG:4326", (), (Note.of("simulated"),)), b"packed \x00 bytes"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "workspace.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(path)
    yield made
    made.close()


def filled(store: SqliteStore, name: str = "Ridge") -> str:
    """Make a project with an item of every kind and return its id."""
    project = store.create(name, "For the meeting")
    for item, content, body in EVERY_KIND:
        store.add(project.id, item, content, body)
    return project.id
