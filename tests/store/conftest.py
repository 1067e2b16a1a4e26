from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.schema import migrate
from tests.builders import NOON
from tests.postgresservers import PostgreSQL


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/gehoor.db")
    migrate(database, at=NOON)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path, somebody: str) -> Iterator[Database]:
    """A database of each kind that schools use."""
    url = f"sqlite:///{tmp_path}/gehoor.db"
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgres")
        url = server.database(somebody)
    database = Database(url)
    migrate(database, at=NOON)
    yield database
    database.close()
