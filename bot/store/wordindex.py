"""The index of telling words beside the register: full-text search of each database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.core.case import Status
from bot.core.likeness import Earlier, Spread, rare_words
from bot.store.tables import CASES

_FOUND = 20  # cases that are compared word by word
_OF_ONE_SENDER = 20
_RESTING = frozenset(
    status.value
    for status in (
        Status.CLOSED,
        Status.NOT_ADMISSIBLE,
        Status.CANNOT_SOLVE,
        Status.WITHDRAWN,
        Status.MERGED,
        Status.REROUTED,
    )
)

# SQLite: FTS5, and its own count of the cases each word stands in. Words are plain already.
_SQLITE = (
    "CREATE VIRTUAL TABLE case_words USING fts5(number UNINDEXED, words, tokenize='unicode61')",
    "CREATE VIRTUAL TABLE case_spread USING fts5vocab(case_words, 'row')",
)
# PostgreSQL: its Dutch dictionary, which takes endings off.
_POSTGRESQL = (
    """CREATE TABLE case_words (number varchar PRIMARY KEY, words text NOT NULL,
         vector tsvector GENERATED ALWAYS AS (to_tsvector('dutch', words)) STORED)""",
    "CREATE INDEX ix_case_words ON case_words USING gin (vector)",
)
_FIND = {
    "sqlite": """
        SELECT number, words FROM case_words WHERE words MATCH :asked ORDER BY rank LIMIT :n""",
    "postgresql": """
        SELECT number, words FROM case_words WHERE vector @@ to_tsquery('dutch', :asked)
        ORDER BY ts_rank(vector, to_tsquery('dutch', :asked)) DESC, number LIMIT :n""",
}
_COUNT = {
    "sqlite": "SELECT term AS word, doc AS cases FROM case_spread WHERE term IN :words",
    "postgresql": """
        SELECT asked.word, count(*) AS cases FROM unnest(CAST(:words AS text[])) asked(word)
        JOIN case_words ON vector @@ plainto_tsquery('dutch', asked.word) GROUP BY asked.word""",
}
_JOINED_BY = {"sqlite": " OR ", "postgresql": " | "}


def make(connection: sa.Connection) -> None:
    """Makes the index in a new database."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        connection.execute(sa.text(statement))


class WordIndex:
    """Keeps the words of cases, and finds cases by them, within one page or snapshot."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def keep(self, number: str, words: Sequence[str]) -> None:
        """The words of a new case."""
        self._connection.execute(_KEEP, {"number": number, "words": " ".join(words)})

    def forget(self, number: str) -> None:
        """Takes the words of a case out, also from the inside of the index."""
        self._connection.execute(_FORGET, {"number": number})
        if self._dialect == "sqlite":  # FTS5 leaves deleted words in its tree until it is merged
            self._connection.execute(_MERGE)

    def spread(self, words: Sequence[str]) -> Spread:
        """How many cases there are, and in how many of them each of these words stands."""
        cases = self._connection.scalar(sa.select(sa.func.count()).select_from(CASES)) or 0
        query = sa.text(_COUNT[self._dialect])
        if self._dialect == "sqlite":
            query = query.bindparams(sa.bindparam("words", expanding=True))
        rows = self._connection.execute(query, {"words": list(words)})
        return Spread(cases, {row.word: row.cases for row in rows})

    def with_words(self, words: Sequence[str], spread: Spread) -> list[Earlier]:
        """The cases that share what is rare in these words, the best first, at most twenty."""
        asked = rare_words(words, spread)
        if not asked:
            return []
        rows = self._connection.execute(
            sa.text(_FIND[self._dialect]),
            {"asked": _JOINED_BY[self._dialect].join(asked), "n": _FOUND},
        ).all()
        held = {row.number: frozenset(row.words.split()) for row in rows}
        query = sa.select(*_COLUMNS).where(CASES.c.number.in_(held))
        return [_earlier(row, held[row.number]) for row in self._connection.execute(query)]

    def of_sender(self, address: str) -> list[Earlier]:
        """The cases that this address opened, the newest first, at most twenty."""
        query = (
            sa.select(*_COLUMNS)
            .where(CASES.c.complainant_email == address)
            .order_by(CASES.c.received_at.desc())
            .limit(_OF_ONE_SENDER)
        )
        rows = self._connection.execute(query)
        return [_earlier(row, frozenset(), same_sender=True) for row in rows]


_COLUMNS = (CASES.c.number, CASES.c.subject, CASES.c.status)
_KEEP = sa.text("INSERT INTO case_words (number, words) VALUES (:number, :words)")
_FORGET = sa.text("DELETE FROM case_words WHERE number = :number")
_MERGE = sa.text("INSERT INTO case_words (case_words) VALUES ('optimize')")


def _earlier(row: Any, words: frozenset[str], *, same_sender: bool = False) -> Earlier:  # noqa: ANN401
    return Earlier(
        number=row.number,
        subject=row.subject,
        closed=row.status in _RESTING,
        same_sender=same_sender,
        words=words,
    )
