"""What a search finds is what a reader with all the time of the world would find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.case import Case, Detail
from bot.core.sight import MOST_LINES, Seen
from bot.store import lines, papers
from bot.store.database import Database
from bot.store.register import case_values
from bot.store.schema import migrate
from bot.store.tables import CASES
from tests.builders import NOON, TODAY, a_case
from tests.postgresservers import PostgreSQL

CASES_IN_ALL = 24  # more than a list shows
WORDS = ("de", "bus", "bussen", "jassen", "3b", "\u00e9rg", "erger", "\u00d8")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
WHICH = st.integers(1, 4)  # few, so that much happens to each
# A mail; what persons filled in, as it is from then on; all that is known of a case, erased.
HAPPENINGS = st.one_of(
    st.tuples(st.just("mail"), WHICH, TEXTS),
    st.tuples(st.just("details"), WHICH, st.just("") | TEXTS),
    st.tuples(st.just("erased"), WHICH, st.just("")),
)
EVERYWHERE = "klas"  # every case was opened with a mail that says so
ASKED = (
    *((word,) for word in (*WORDS, "ER", "jas", "bu", EVERYWHERE, "kla")),
    *((EVERYWHERE, word) for word in ("bus", "jassen")),
    ("bus", "erg"), ("bussen", "3b", "de"), ("er", "jas"), ("fiets",),
)  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path, somebody: str) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/gehoor.db"
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgres")
        url = server.database(somebody)
    database = Database(url)
    migrate(database, at=NOON)
    with database.writing() as connection:
        for n in range(1, CASES_IN_ALL + 1):
            row = {"series": "K", "year": 2026, "n": n}
            connection.execute(sa.insert(CASES), case_values(the_case(n)) | row)
            papers.keep(connection, the_case(n).number, EVERYWHERE, mail_id=n)
    yield database
    database.close()


def the_case(n: int, told: str = "") -> Case:
    handler = "ann" if n % 3 else "bert"
    case = a_case(f"K-2026-{n:04d}", handler=handler, subject="", complainant=None)
    return replace(case, details={Detail.CORE: told} if told else {})


def said(text: str) -> list[str]:
    return text.casefold().replace("é", "e").replace("ø", "o").split()


def holds(texts: Sequence[str], asked: Sequence[str]) -> bool:
    """All of these words, in whatever texts; of three letters or more also as a beginning."""
    words = {word for text in texts for word in said(text)}
    return all(
        any(word.startswith(part) if len(part) >= len("bus") else word == part for word in words)
        for part in said(" ".join(asked))
    )


def files_of(happenings: Sequence[tuple[str, int, str]]) -> Mapping[int, list[str]]:
    mails = {n: [EVERYWHERE] for n in range(1, CASES_IN_ALL + 1)}
    details = dict.fromkeys(mails, "")
    for what, n, text in happenings:
        if what == "mail":
            mails[n].append(text)
        else:
            details[n] = text
        if what == "erased":
            mails[n].clear()
    return {n: [*texts, details[n]] for n, texts in mails.items()}


def happen(connection: sa.Connection, what: str, n: int, text: str) -> None:
    if what == "mail":
        papers.keep(connection, the_case(n).number, text, mail_id=1)
    elif what == "details":
        papers.keep_own(connection, the_case(n, text))
    else:
        papers.forget(connection, the_case(n).number)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(st.lists(HAPPENINGS, max_size=25))
def test_a_search_finds_what_reading_every_paper_would_find(
    database: Database, happenings: list[tuple[str, int, str]]
) -> None:
    files = files_of(happenings)
    with database.engine.connect() as connection, connection.begin() as all_of_it:
        for happening in happenings:
            happen(connection, *happening)
        for asked in ASKED:
            for who in ({"ann", "bert"}, {"bert"}):

                def sees(case: Seen, who: set[str] = who) -> bool:
                    return case.handler in who

                found = lines.searched(connection, " ".join(asked), TODAY, sees)
                wanted = [
                    the_case(n).number
                    for n in range(CASES_IN_ALL, 0, -1)
                    if holds(files[n], asked) and the_case(n).handler in who
                ]
                assert [line.number for line in found.lines] == wanted[:MOST_LINES]
                assert found.more == len(wanted) - len(found.lines)
                assert all(line.words for line in found.lines)
        all_of_it.rollback()


def test_a_file_with_more_different_words_than_an_index_holds_keeps_its_first(
    database: Database,
) -> None:
    number = the_case(1).number
    with database.writing() as connection:
        papers.keep(connection, number, "begin")
        for part in range(40):
            mail = " ".join(f"€é{part:02d}woord{n:04d}" for n in range(1_500))
            papers.keep(connection, number, mail, mail_id=part)
        papers.keep(connection, number, "x" * 19_000)
        every = lines.searched(connection, "begin e00woord0001", TODAY, lambda _: True)
        late = lines.searched(connection, "e39woord0001", TODAY, lambda _: True)
    assert [line.number for line in every.lines] == [number]
    assert late.lines == ()


@pytest.mark.parametrize(
    "text",
    ["'; DROP", '"', "a' & 'b", "bus:*", "jas -bus", "(", "\\", "x" * 500, "½ ² ẞ ﬁ ١٢ 漢字"],
)
def test_what_a_word_means_to_a_database_does_no_harm(database: Database, text: str) -> None:
    with database.writing() as connection:
        papers.keep(connection, the_case(1).number, text)
        found = lines.searched(connection, text, TODAY, lambda _: True)
        assert bool(found.lines) == bool(papers.asked_words(text))
