"""The index of telling words beside the register: full-text search of each database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.core.case import Anonymous, Status
from bot.core.likeness import Earlier, Spread, rare_words
from bot.store.tables import CASES

_FOUND = 10  # cases that are compared word by word
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

# In how many cases each word stands. Words are plain already; the empty one stands in all cases,
# so that nobody counts the register for each mail.
_EVERYWHERE = ""
_SPREAD = "CREATE TABLE case_spread (word varchar PRIMARY KEY, cases integer NOT NULL)"
_FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_words USING fts5(number UNINDEXED, words, tokenize='unicode61')",
    ),
    "postgresql": (  # its Dutch dictionary takes endings off
        """CREATE TABLE case_words (number varchar PRIMARY KEY, words text NOT NULL,
             vector tsvector GENERATED ALWAYS AS (to_tsvector('dutch', words)) STORED)""",
        "CREATE INDEX ix_case_words ON case_words USING gin (vector)",
    ),
}
_FIND = {
    "sqlite": sa.text("""
        WITH found AS (
            SELECT number, words FROM case_words WHERE words MATCH :asked ORDER BY rank LIMIT :n
        )
        SELECT c.number, c.subject, c.status, found.words
        FROM found JOIN cases c ON c.number = found.number"""),
    "postgresql": sa.text("""
        WITH found AS (
            SELECT number, words FROM case_words WHERE vector @@ to_tsquery('dutch', :asked)
            ORDER BY ts_rank(vector, to_tsquery('dutch', :asked)) DESC, number LIMIT :n
        )
        SELECT c.number, c.subject, c.status, found.words
        FROM found JOIN cases c ON c.number = found.number"""),
}
_COUNT = {
    "sqlite": sa.text(
        "SELECT word, cases FROM case_spread WHERE word IN (SELECT value FROM json_each(:words))"
    ),
    "postgresql": sa.text(
        "SELECT word, cases FROM case_spread WHERE word IN"
        " (SELECT json_array_elements_text(CAST(:words AS json)))"
    ),
}
_JOINED_BY = {"sqlite": " OR ", "postgresql": " | "}


def make(connection: sa.Connection) -> None:
    """Makes the index in a new database."""
    for statement in (_SPREAD, *_FULL_TEXT[connection.dialect.name]):
        connection.execute(sa.text(statement))


class WordIndex:
    """Keeps the words of cases, and finds cases by them, within one page or snapshot."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def keep(self, number: str, words: Sequence[str]) -> None:
        """The words of a new case."""
        self._connection.execute(_KEEP, {"number": number, "words": " ".join(words)})
        counted = [{"word": word} for word in sorted({*words, _EVERYWHERE})]
        self._connection.execute(_COUNT_UP, counted)

    def forget(self, number: str) -> None:
        """Takes the words of a case out, also from the inside of the index."""
        kept = self._connection.scalar(_KEPT, {"number": number}) or ""
        if kept:
            counted = [{"word": word} for word in (*kept.split(), _EVERYWHERE)]
            self._connection.execute(_COUNT_DOWN, counted)
            self._connection.execute(_NOWHERE)
        self._connection.execute(_FORGET, {"number": number})
        if self._dialect == "sqlite":  # FTS5 leaves deleted words in its tree until it is merged
            self._connection.execute(_MERGE)

    def spread(self, words: Sequence[str]) -> Spread:
        """How many cases there are, and in how many of them each of these words stands."""
        asked = json.dumps([*words, _EVERYWHERE])
        rows = self._connection.execute(_COUNT[self._dialect], {"words": asked})
        counts = {row.word: row.cases for row in rows.all()}
        return Spread(counts.pop(_EVERYWHERE, 0), counts)

    def with_words(self, words: Sequence[str], spread: Spread) -> list[Earlier]:
        """The cases that share what is rare in these words, at most ten."""
        asked = rare_words(words, spread)
        if not asked:
            return []
        rows = self._connection.execute(
            _FIND[self._dialect],
            {"asked": _JOINED_BY[self._dialect].join(asked), "n": _FOUND},
        )
        return [_earlier(row, frozenset(row.words.split())) for row in rows]

    def of_sender(self, address: str) -> list[Earlier]:
        """The cases that this address opened under its name, the newest first, at most twenty."""
        query = (
            sa.select(*_COLUMNS)
            .where(
                CASES.c.complainant_email == address,
                CASES.c.anonymous == Anonymous.NONE.value,  # who hid once is not told of later
            )
            .order_by(CASES.c.received_at.desc())
            .limit(_OF_ONE_SENDER)
        )
        rows = self._connection.execute(query)
        return [_earlier(row, frozenset(), same_sender=True) for row in rows]


_COLUMNS = (CASES.c.number, CASES.c.subject, CASES.c.status)
_KEEP = sa.text("INSERT INTO case_words (number, words) VALUES (:number, :words)")
_FORGET = sa.text("DELETE FROM case_words WHERE number = :number")
_KEPT = sa.text("SELECT words FROM case_words WHERE number = :number")
_COUNT_UP = sa.text(
    "INSERT INTO case_spread (word, cases) VALUES (:word, 1)"
    " ON CONFLICT (word) DO UPDATE SET cases = case_spread.cases + 1"
)
_COUNT_DOWN = sa.text("UPDATE case_spread SET cases = cases - 1 WHERE word = :word")
_NOWHERE = sa.text("DELETE FROM case_spread WHERE cases <= 0")
_MERGE = sa.text("INSERT INTO case_words (case_words) VALUES ('optimize')")


def _earlier(row: Any, words: frozenset[str], *, same_sender: bool = False) -> Earlier:  # noqa: ANN401
    return Earlier(
        number=row.number,
        subject=row.subject,
        closed=row.status in _RESTING,
        same_sender=same_sender,
        words=words,
    )
