"""The words of all papers of a case, kept for whoever searches: full text of each database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from typing import Any

import sqlalchemy as sa

from bot.core.case import Case
from bot.core.plain import plain
from bot.store.tables import PAPERS

_MOST_WORDS = 10  # of one search
_MOST_CHARACTERS = 20_000  # of one paper; a longer one is a pasted file
_BEGINNING = 3  # letters from which a word stands for all that begin so
_AROUND = 60  # characters shown before and after what was found
_WORD = re.compile(r"\w+")

_FULL_TEXT = {
    "sqlite": (
        """CREATE VIRTUAL TABLE paper_words
             USING fts5(words, tokenize='unicode61 remove_diacritics 2')""",
    ),
    "postgresql": (  # its Dutch dictionary takes endings off
        """CREATE TABLE paper_words (id integer PRIMARY KEY REFERENCES paper (id),
             words text NOT NULL, vector tsvector NOT NULL)""",
        "CREATE INDEX ix_paper_words ON paper_words USING gin (vector)",
    ),
}
_KEEP = {
    "sqlite": sa.text("INSERT INTO paper_words (rowid, words) VALUES (:id, :words)"),
    "postgresql": sa.text(
        "INSERT INTO paper_words (id, words, vector)"
        " VALUES (:id, :words, to_tsvector('dutch', :plain))"
    ),
}
_CHANGE = {
    "sqlite": sa.text(
        "UPDATE paper_words SET words = :words WHERE rowid = :id AND words <> :words"
    ),
    "postgresql": sa.text(
        "UPDATE paper_words SET words = :words, vector = to_tsvector('dutch', :plain)"
        " WHERE id = :id AND words <> :words"
    ),
}
_FORGET = {
    "sqlite": sa.text("DELETE FROM paper_words WHERE rowid = :id"),
    "postgresql": sa.text("DELETE FROM paper_words WHERE id = :id"),
}
_HITS = {
    "sqlite": "SELECT p.case_number FROM paper_words w JOIN paper p ON p.id = w.rowid"
    " WHERE w.words MATCH :word{n}",
    "postgresql": "SELECT p.case_number FROM paper_words w JOIN paper p ON p.id = w.id"
    " WHERE w.vector @@ to_tsquery('dutch', :word{n})",
}
_WORDS_OF = {
    "sqlite": "SELECT p.case_number, w.words FROM paper p JOIN paper_words w ON w.rowid = p.id",
    "postgresql": "SELECT p.case_number, w.words FROM paper p JOIN paper_words w ON w.id = p.id",
}
# FTS5 leaves deleted words in its tree until it is merged.
_MERGE = sa.text("INSERT INTO paper_words (paper_words) VALUES ('optimize')")
_IS_KEPT = sa.text("SELECT numnode(to_tsquery('dutch', :word)) > 0")
_INSERT_PAPER = sa.insert(PAPERS)
_OWN = sa.select(PAPERS.c.id).where(
    PAPERS.c.case_number == sa.bindparam("number"),
    PAPERS.c.mail_id.is_(None),
    PAPERS.c.letter_id.is_(None),
)


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
    row = {"case_number": number, "mail_id": mail_id, "letter_id": letter_id}
    key = connection.execute(_INSERT_PAPER, row).inserted_primary_key
    assert key is not None
    connection.execute(_KEEP[connection.dialect.name], _words_of(connection, key[0], words))


def keep_own(connection: sa.Connection, case: Case) -> None:
    """What persons filled in of a case, as it is now; what came by mail is in the mail."""
    found = connection.scalar(_OWN, {"number": case.number})
    if not case.details:
        if found is not None:
            _forget(connection, [found])
        return
    who = (case.complainant.name, case.complainant.email) if case.complainant else ()
    words = "\n".join(filter(None, (case.subject, *who, case.topic, *case.details.values())))
    if found is None:
        keep(connection, case.number, words)
    else:
        changed = _words_of(connection, found, words)
        connection.execute(_CHANGE[connection.dialect.name], changed)


def forget(connection: sa.Connection, number: str) -> None:
    """Takes the words of all papers of a case out, also from the inside of the index."""
    query = sa.select(PAPERS.c.id).where(PAPERS.c.case_number == number)
    _forget(connection, list(connection.scalars(query)))
    if connection.dialect.name == "sqlite":
        connection.execute(_MERGE)


def asked_words(text: str) -> tuple[str, ...]:
    """The words of a search, as they are compared: plain, each once, ten at most."""
    return tuple(dict.fromkeys(_WORD.findall(plain(text).replace("_", " "))))[:_MOST_WORDS]


def telling(connection: sa.Connection, words: Sequence[str]) -> list[str]:
    """The words without those that the index leaves out because they stand everywhere."""
    if connection.dialect.name == "sqlite":
        return list(words)
    return [word for word in words if connection.scalar(_IS_KEPT, {"word": word})]


def numbers_with(connection: sa.Connection, words: Sequence[str]) -> sa.Select[tuple[str]]:
    """The numbers of the cases that hold all of these words, in whatever papers, as a query."""
    dialect = connection.dialect.name
    hits = " INTERSECT ".join(_HITS[dialect].format(n=n) for n in range(len(words)))
    asked = {f"word{n}": _spoken(word, dialect) for n, word in enumerate(words)}
    found = sa.text(hits).bindparams(**asked).columns(PAPERS.c.case_number).subquery()
    return sa.select(found.c.case_number)


def places_of(
    connection: sa.Connection, numbers: Sequence[str], words: Sequence[str]
) -> dict[str, str]:
    """Where the first of these words stands in these cases: the words around it, by number."""
    query = sa.text(
        f"{_WORDS_OF[connection.dialect.name]} WHERE p.case_number IN :numbers ORDER BY p.id DESC"
    )
    marks = query.bindparams(sa.bindparam("numbers", expanding=True, type_=sa.String()))
    places: dict[str, str] = {}
    for number, text in connection.execute(marks, {"numbers": list(numbers)}):
        if number not in places and (place := _place(text, words)):
            places[number] = place
    return places


def text_of(content: bytes) -> str:
    """The plain text of a letter of ours, exactly as it leaves."""
    for part in message_from_bytes(content).walk():
        if isinstance(part, Message) and part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload.decode("utf-8", "replace").replace("\r\n", "\n")
    return ""


def _spoken(word: str, dialect: str) -> str:
    """A word in the language of the index; it holds nothing but letters and figures."""
    begins = len(word) >= _BEGINNING
    if dialect == "sqlite":
        return f'"{word}"*' if begins else f'"{word}"'
    return f"{word}:*" if begins else word


def _place(text: str, words: Sequence[str]) -> str:
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
    return any(said.startswith(word) for word in words)


def _words_of(connection: sa.Connection, paper: int, words: str) -> dict[str, Any]:
    words = words[:_MOST_CHARACTERS].replace("\x00", " ")
    given = {"id": paper, "words": words}
    return given if connection.dialect.name == "sqlite" else given | {"plain": plain(words)}


def _forget(connection: sa.Connection, papers: Sequence[int]) -> None:
    for paper in papers:
        connection.execute(_FORGET[connection.dialect.name], {"id": paper})
        connection.execute(sa.delete(PAPERS).where(PAPERS.c.id == paper))
