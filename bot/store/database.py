"""The database, told to keep its word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

# SQLAlchemy's defaults leave foreign keys off and let a released savepoint survive the rollback
# around it; durability is FULL, because an acknowledgment is a promise.
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=30000",
)


class DatabaseUnusableError(Exception):
    """The database cannot be opened where the config says; the text says why."""


class Database:
    """An engine, and two ways to use it: `reading()` a snapshot and `writing()` a transaction.

    Writers of this process queue on a lock of our own, because SQLite's busy handler polls; other
    processes are kept out by BEGIN IMMEDIATE. A connection never leaves its thread.

    Raises:
        DatabaseUnusableError: the folder of the file cannot be made.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.path = Path(parsed.database) if self.is_sqlite and parsed.database else None
        if self.path is not None:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DatabaseUnusableError(f"{self.path.parent}: {error.strerror}") from error
        # Values never show up in error texts, and so never in a log.
        self.engine = sa.create_engine(url, hide_parameters=True, **self._driver_options())
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare)
            sa.event.listen(self.engine, "begin", _begin)
        self._turn = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent snapshot."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that holds the write lock from its first statement; all or nothing."""
        with self._turn, self.engine.connect() as connection:
            writer = connection.execution_options(writes=True)
            with writer.begin():
                yield writer

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()

    def _driver_options(self) -> dict[str, Any]:
        if not self.is_sqlite:
            return {"pool_pre_ping": True}
        # The driver's own transaction handling is switched off: ours begins and ends each one.
        return {"connect_args": {"isolation_level": None, "timeout": 30}}


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI connection
    cursor = connection.cursor()
    # Only for a new file: on an old one it does nothing, but waits for whoever is writing.
    if cursor.execute("PRAGMA page_count").fetchone() == (0,):
        cursor.execute("PRAGMA auto_vacuum=INCREMENTAL")
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
