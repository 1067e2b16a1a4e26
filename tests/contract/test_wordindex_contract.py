from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.core.case import Case, Status
from bot.core.mail import Address
from bot.store import wordindex
from bot.store.database import Database
from bot.store.register import case_values
from bot.store.tables import CASES, TABLES
from bot.store.wordindex import WordIndex
from tests.builders import a_case
from tests.postgresservers import PostgreSQL

ILSE = Address("ilse@thuis.example", "Ilse")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgres)])
def connection(
    request: pytest.FixtureRequest, tmp_path: Path, somebody: str
) -> Iterator[sa.Connection]:
    url = f"sqlite:///{tmp_path}/gehoor.db"
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgres")
        url = server.database(somebody)
    database = Database(url)
    with database.writing() as connection:
        SQLModel.metadata.create_all(connection, tables=TABLES)
        wordindex.make(connection)
        yield connection
    database.close()


def keep(connection: sa.Connection, case: Case, words: str) -> None:
    series = {"series": "K", "year": 2026, "n": int(case.number[-4:]), "opened_by": None}
    connection.execute(sa.insert(CASES), case_values(case) | series)
    WordIndex(connection).keep(case.number, words.split())


def some_cases(connection: sa.Connection) -> WordIndex:
    keep(connection, a_case("K-2026-0001"), "fietsenstalling poort verkeer gevaarlijk kruispunt")
    keep(connection, a_case("K-2026-0002"), "maaltijden refter soep koud kruispunt")
    keep(connection, a_case("K-2026-0003"), "rapport punten wiskunde toets")
    return WordIndex(connection)


def numbers(index: WordIndex, *words: str) -> list[str]:
    return [case.number for case in index.with_words(words, index.spread(words))]


def test_a_case_is_found_by_its_rare_words(connection: sa.Connection) -> None:
    index = some_cases(connection)
    assert numbers(index, "fietsenstalling", "poort", "kruispunt")[0] == "K-2026-0001"
    assert set(numbers(index, "kruispunt")) == {"K-2026-0001", "K-2026-0002"}
    assert numbers(index, "zwembad") == []
    assert numbers(index) == []


def test_the_index_counts_in_how_many_cases_a_word_stands(connection: sa.Connection) -> None:
    index = some_cases(connection)
    spread = index.spread(["kruispunt", "soep", "zwembad"])
    assert spread.cases == 3
    assert spread.of == {"kruispunt": 2, "soep": 1}


def test_what_a_word_means_to_the_database_does_no_harm(connection: sa.Connection) -> None:
    index = some_cases(connection)
    words = ("near", "notin", "match", "order", "select", "column")
    for n, word in enumerate(words, start=100):
        keep(connection, a_case(f"K-2026-0{n}"), word)
        assert len(numbers(index, word)) == 1


def test_a_forgotten_case_is_found_no_more(connection: sa.Connection) -> None:
    index = some_cases(connection)
    index.forget("K-2026-0001")
    assert numbers(index, "fietsenstalling") == []
    assert numbers(index, "soep") == ["K-2026-0002"]


def test_the_cases_of_a_sender_are_the_newest_first(connection: sa.Connection) -> None:
    for day in (1, 2, 3):
        case = a_case(f"K-2026-000{day}", complainant=ILSE)
        at = case.received_at.replace(day=day)
        status = Status.CLOSED if day == 1 else Status.HANDLING
        keep(
            connection,
            replace(case, received_at=at, received_on=date(2026, 11, day), status=status),
            "woord",
        )
    found = WordIndex(connection).of_sender(ILSE.email)
    assert [case.number for case in found] == ["K-2026-0003", "K-2026-0002", "K-2026-0001"]
    assert [case.closed for case in found] == [False, False, True]
    assert all(case.same_sender for case in found)
