"""The words of all papers of a case, kept for whoever searches: full text of each database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from email import message_from_bytes
from email.message import Message
from typing import Any

import sqlalchemy as sa

from bot.core.case import Case
from bot.core.plain import plain
from bot.store.tables import PAPERS

_MOST_WORDS = 10  # of one search
_MOST_CHARACTERS = 20_000  # of one paper; a longer one is a pasted file
_MOST_OF_A_FILE = 250_000  # of all different words of a case; PostgreSQL holds a million bytes
_LONGEST = 64  # characters of a word that are compared
_BEGINNING = 3  # letters from which a word stands for all that begin so
_AROUND = 60  # characters shown before and after what was found
_WORD = re.compile(r"[^\W_]+")

# One row for each complaint, at its place in the register: so the index itself knows which cases
# hold all of the words, and gives them in order. Where a word stands is not asked of it.
_FULL_TEXT = {
    "sqlite": (
        # Words are plain already, and none is cut in two; broad beginnings have an index of theirs.
        """CREATE VIRTUAL TABLE file_words
             USING fts5(words, tokenize='ascii', detail=none, prefix='3 4')""",
    ),
    "postgresql": (
        """CREATE TABLE file_words
             (place bigint PRIMARY KEY, words text NOT NULL, vector tsvector NOT NULL)""",
        "CREATE INDEX ix_file_words ON file_words USING gin (vector) WITH (fastupdate = off)",
    ),
}
_WRITE = {
    "sqlite": sa.text("INSERT OR REPLACE INTO file_words (rowid, words) VALUES (:place, :words)"),
    "postgresql": sa.text(
        "INSERT INTO file_words (place, words, vector)"
        " VALUES (:place, :words, array_to_tsvector(string_to_array(:words, ' ')))"
        " ON CONFLICT (place) DO UPDATE SET words = excluded.words, vector = excluded.vector"
    ),
}
_ERASE = {
    "sqlite": sa.text("DELETE FROM file_words WHERE rowid = :place"),
    "postgresql": sa.text("DELETE FROM file_words WHERE place = :place"),
}
_FIND = {
    "sqlite": sa.text(
        "SELECT c.number, c.school, c.status, c.handler, c.not_for"
        " FROM file_words f JOIN cases c ON c.place = f.rowid"
        " WHERE file_words MATCH :asked ORDER BY f.rowid DESC"
    ),
    "postgresql": sa.text(
        "SELECT c.number, c.school, c.status, c.handler, c.not_for"
        " FROM file_words f JOIN cases c ON c.place = f.place"
        " WHERE f.vector @@ CAST(:asked AS tsquery) ORDER BY c.place DESC"
    ),
}
_FILE = {
    "sqlite": sa.text(
        "SELECT c.place, f.words FROM cases c LEFT JOIN file_words f ON f.rowid = c.place"
        " WHERE c.number = :number AND c.place IS NOT NULL"
    ),
    "postgresql": sa.text(
        "SELECT c.place, f.words FROM cases c LEFT JOIN file_words f ON f.place = c.place"
        " WHERE c.number = :number AND c.place IS NOT NULL"
    ),
}
# FTS5 leaves deleted words in its tree until it is merged.
_MERGE = sa.text("INSERT INTO file_words (file_words) VALUES ('optimize')")
_INSERT = sa.insert(PAPERS)
_CHANGE = sa.update(PAPERS).where(PAPERS.c.id == sa.bindparam("which"))
_OF_CASE = PAPERS.c.case_number == sa.bindparam("number")
_OWN = sa.select(PAPERS.c.id, PAPERS.c.words).where(
    _OF_CASE, PAPERS.c.mail_id.is_(None), PAPERS.c.letter_id.is_(None)
)
_OLDEST_FIRST = sa.select(PAPERS.c.words).where(_OF_CASE).order_by(PAPERS.c.id)
_NEWEST_FIRST = sa.select(PAPERS.c.words).where(_OF_CASE).order_by(PAPERS.c.id.desc())


def make(connection: sa.Connection) -> None:
    """Makes the index in a new database."""
    for statement in _FULL_TEXT[connection.dialect.name]:
        connection.execute(sa.text(statement))


def keep(
    connection: sa.Connection,
    number: str,
    words: str,
    *,
    mail_id: int | None = None,
    letter_id: int | None = None,
) -> None:
    """The words of a mail or a letter in a case."""
    words = _kept(words)
    row = {"case_number": number, "mail_id": mail_id, "letter_id": letter_id, "words": words}
    connection.execute(_INSERT, row)
    _add(connection, number, [words])


def keep_own(connection: sa.Connection, case: Case) -> None:
    """What persons filled in of a case, as it is now; what came by mail is in the mail."""
    found = connection.execute(_OWN, {"number": case.number}).first()
    who = (case.complainant.name, case.complainant.email) if case.complainant else ()
    told = (case.subject, *who, case.topic, *case.details.values()) if case.details else ()
    words = _kept("\n".join(filter(None, told)))
    if found is None:
        if words:
            keep(connection, case.number, words)
    elif found.words != words:
        connection.execute(_CHANGE, {"which": found.id, "words": words})
        _add(connection, case.number, afresh=True)


def forget(connection: sa.Connection, number: str) -> None:
    """Takes the words of all papers of a case out, also from the inside of the index."""
    connection.execute(sa.delete(PAPERS).where(PAPERS.c.case_number == number))
    _add(connection, number, afresh=True)
    if connection.dialect.name == "sqlite":
        connection.execute(_MERGE)


def asked_words(text: str) -> tuple[str, ...]:
    """The words of a search, as they are compared: plain, each once, ten at most."""
    return tuple(_different([text]))[:_MOST_WORDS]


def with_words(
    connection: sa.Connection, words: Sequence[str]
) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    """The cases that hold all of these words, in whatever papers; the newest number first.

    Of each its number, and what decides who may see it, as it is stored.
    """
    dialect = connection.dialect.name
    asked = _ALL_OF[dialect].join(_spoken(word, dialect) for word in words)
    yield from connection.execute(_FIND[dialect], {"asked": asked})


def places_of(
    connection: sa.Connection, numbers: Sequence[str], words: Sequence[str]
) -> dict[str, str]:
    """Where the first of these words stands in these cases: the words around it, by number."""
    return {number: _place_in(connection, number, words) for number in numbers}


def text_of(content: bytes) -> str:
    """The plain text of a letter of ours, exactly as it leaves."""
    for part in message_from_bytes(content).walk():
        if isinstance(part, Message) and part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload.decode("utf-8", "replace").replace("\r\n", "\n")
    return ""


def _add(
    connection: sa.Connection, number: str, papers: Iterable[str] = (), *, afresh: bool = False
) -> None:
    """Adds the words of papers to those of the whole case; `afresh`: of all papers that it has."""
    dialect = connection.dialect.name
    row = connection.execute(_FILE[dialect], {"number": number}).first()
    if row is None:  # the entry of another register stands for its case
        return
    if afresh:
        papers = connection.scalars(_OLDEST_FIRST, {"number": number})
    held = {} if afresh else dict.fromkeys((row.words or "").split())
    words = _cut(" ".join(held | _different(papers)))
    if words:
        connection.execute(_WRITE[dialect], {"place": row.place, "words": words})
    elif row.words is not None:
        connection.execute(_ERASE[dialect], {"place": row.place})


def _different(texts: Iterable[str]) -> dict[str, None]:
    """The words of texts as they are compared: plain, each once, in the order they come."""
    found = (word[:_LONGEST] for text in texts for word in _WORD.findall(plain(text)))
    return dict.fromkeys(found)


def _cut(words: str) -> str:
    if len(words) <= _MOST_OF_A_FILE:
        return words
    return words[:_MOST_OF_A_FILE].rpartition(" ")[0]


def _kept(words: str) -> str:
    return words[:_MOST_CHARACTERS].replace("\x00", " ")


def _spoken(word: str, dialect: str) -> str:
    """A word in the language of the index; it holds nothing but letters and figures."""
    quoted, begins = _SPOKEN[dialect]
    return quoted.format(word) + (begins if len(word) >= _BEGINNING else "")


_SPOKEN = {"sqlite": ('"{}"', "*"), "postgresql": ("'{}'", ":*")}
_ALL_OF = {"sqlite": " AND ", "postgresql": " & "}


def _place_in(connection: sa.Connection, number: str, words: Sequence[str]) -> str:
    """The place in the newest paper of a case that holds one of these words."""
    texts = connection.scalars(_NEWEST_FIRST, {"number": number})
    return next((place for text in texts if (place := _place(text, words))), "")


def _place(text: str, words: Sequence[str]) -> str:
    said = plain(text)
    if not any(word in said for word in words):  # plain once is quicker than word by word
        return ""
    found = next((each for each in _WORD.finditer(text) if _is_one_of(each.group(), words)), None)
    if found is None:
        return ""
    first, last = max(found.start() - _AROUND, 0), found.end() + _AROUND
    cut = text[first:last]
    # Whole words only, however the cut fell.
    if first:
        cut = "… " + cut.partition(" ")[2]
    if last < len(text):
        cut = cut.rpartition(" ")[0] + " …"
    return " ".join(cut.split())


def _is_one_of(token: str, words: Sequence[str]) -> bool:
    said = plain(token)
    return any(said.startswith(word) if len(word) >= _BEGINNING else said == word for word in words)
