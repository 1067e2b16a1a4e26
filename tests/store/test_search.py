from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.core.case import Case, Detail, Status
from bot.core.decision import File, Save, Send
from bot.core.letter import LetterName
from bot.core.sight import Seen
from bot.core.verdict import Place, Verdict
from bot.store import papers
from bot.store.boxes import Boxes
from bot.store.database import Database
from bot.store.inbox import Arrival, Inbox
from bot.store.ledger import About, Ledger
from bot.store.lines import Found
from tests.bookkeeping import open_case, write
from tests.builders import MAILBOX, NOON, TODAY, a_case, an_order, raw_mail

NUMBER = "K-2026-0001"


def a_mail_in(database: Database, number: str, text: str, place: Place = Place.CASE) -> None:
    """A mail that was filed in a case."""
    with database.reading() as connection:
        uid = (connection.scalar(sa.text("SELECT max(uid) FROM mail")) or 0) + 1
    Boxes(database).open(MAILBOX, TODAY, TODAY)
    arrival = Arrival(uid=uid, received_at=NOON, received_on=TODAY, size=9, raw=raw_mail(text))
    Inbox(database).store(MAILBOX, 1, [arrival], NOON)
    with database.reading() as connection:
        mail = connection.scalar(sa.text("SELECT max(id) FROM mail"))
    filed = File(verdict=Verdict.CASE_REPLY, rule="x", place=place, case_number=number)
    write(database, filed, about=About(mail_id=mail, text=text))


def everything(_: Seen) -> bool:
    return True


def search(database: Database, words: str, sees: object = everything) -> Found:
    with Ledger(database).glance() as look:
        return look.searched(words, TODAY, sees)  # type: ignore[arg-type]


def numbers(database: Database, words: str) -> list[str]:
    return [line.number for line in search(database, words).lines]


def the_case(database: Database, number: str = NUMBER) -> Case:
    with Ledger(database).glance() as look:
        case = look.case(number)
    assert case is not None
    return case


@pytest.mark.parametrize(
    "words",
    [
        "jas",
        "JAS",
        "verdwénen",
        "verdw",
        "jas verdwenen",
        "zwembad jas",
        "  jas,  zwembad! ",
        "3b",
        "de jas",
    ],
)
def test_a_case_is_found_by_words_of_any_of_its_mails(either: Database, words: str) -> None:
    open_case(either, a_case())
    open_case(either, a_case())
    a_mail_in(either, NUMBER, "De jas van mijn zoon uit 3B is verdwenen.")
    a_mail_in(either, NUMBER, "Hij hing nog in het zwembad.")
    a_mail_in(either, "K-2026-0002", "De bus kwam te laat.")
    assert numbers(either, words) == [NUMBER]


@pytest.mark.parametrize("words", ["jas bus", "fiets", "", "!?", '"', "jas OR bus", "words: jas*"])
def test_a_case_without_all_of_the_words_is_not_found(either: Database, words: str) -> None:
    open_case(either, a_case())
    open_case(either, a_case())
    a_mail_in(either, NUMBER, "De jas is weg.")
    a_mail_in(either, "K-2026-0002", "De bus kwam te laat.")
    assert search(either, words) == Found()


def test_the_place_that_was_found_is_shown_in_its_own_words(either: Database) -> None:
    open_case(either, a_case())
    before, after = "vooraf " * 20, " nadien" * 20
    a_mail_in(either, NUMBER, f"{before}De Érgste dag op de speelplaats{after}")
    ((line,), more) = search(either, "ergste")
    assert line.words.startswith("… ")
    assert " De Érgste dag op de speelplaats" in line.words
    assert line.words.endswith(" …")
    assert len(line.words) < 150
    assert more == 0


def test_a_case_is_found_by_a_letter_to_its_complainant_but_not_by_the_acknowledgment(
    either: Database,
) -> None:
    open_case(either, a_case())
    written = [
        an_order(name=LetterName.REPLY),
        an_order(),
        an_order(name=LetterName.NEW_COMPLAINT, to_staff=True),
    ]
    write(either, *(Send(order, "x") for order in written))
    with either.reading() as connection:
        kept = connection.execute(sa.text("SELECT letter_id FROM paper")).scalars().all()
    assert kept == [1]
    assert numbers(either, "aangekomen") == [NUMBER]


def test_a_case_is_found_by_what_persons_filled_in_as_it_is_now(either: Database) -> None:
    open_case(either, a_case())
    before = the_case(either)
    write(either, Save(replace(before, details={Detail.PUPIL: "Noor Willems"})))
    assert numbers(either, "noor") == [NUMBER]
    write(either, Save(replace(before, details={Detail.PUPIL: "Lore Willems"})))
    write(either, Save(replace(before, details={Detail.PUPIL: "Lore Willems"})))
    assert numbers(either, "noor") == []
    assert numbers(either, "willems bus") == [NUMBER]  # its subject is one of its words
    with either.reading() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM paper")) == 1


def test_the_newest_case_stands_first_and_what_is_not_shown_is_counted(database: Database) -> None:
    for _ in range(23):
        number = open_case(database, a_case())
        a_mail_in(database, number, "De bus kwam te laat.")
    found = search(database, "bus")
    assert [line.number for line in found.lines][:2] == ["K-2026-0023", "K-2026-0022"]
    assert (len(found.lines), found.more) == (20, 3)


def test_who_may_not_see_a_case_does_not_find_it_and_it_is_not_counted(either: Database) -> None:
    for handler in ("ann", "bert", "ann"):
        number = open_case(either, a_case(handler=handler))
        a_mail_in(either, number, "De bus kwam te laat.")
    found = search(either, "bus", lambda case: case.handler == "bert")
    assert [line.number for line in found.lines] == ["K-2026-0002"]
    assert found.more == 0


def test_what_lies_outside_a_case_is_not_searched(database: Database) -> None:
    open_case(database, a_case())
    a_mail_in(database, NUMBER, "De bus kwam te laat.", place=Place.SET_ASIDE)
    assert search(database, "bus") == Found()


def test_words_that_are_erased_lie_nowhere_in_the_index(either: Database) -> None:
    for _ in range(2):
        number = open_case(either, a_case(details={Detail.PUPIL: "Noor"}))
        a_mail_in(either, number, f"geheimwoord{number[-1]}")
    with either.writing() as connection:
        papers.forget(connection, NUMBER)
    assert numbers(either, "geheimwoord") == ["K-2026-0002"]
    with either.reading() as connection:
        left = connection.execute(sa.text("SELECT case_number FROM paper")).scalars().all()
        assert set(left) == {"K-2026-0002"}
        if either.is_sqlite:
            blocks = connection.execute(sa.text("SELECT block FROM file_words_data")).scalars()
            assert not any(b"woord1" in block for block in blocks)


def test_a_very_long_mail_is_kept_by_its_beginning(database: Database) -> None:
    open_case(database, a_case())
    a_mail_in(database, NUMBER, "begin " + "tussenin " * 5_000 + "einde")
    assert numbers(database, "begin") == [NUMBER]
    assert numbers(database, "einde") == []


def test_a_case_at_rest_is_found_too(database: Database) -> None:
    open_case(database, a_case(status=Status.CLOSED))
    a_mail_in(database, NUMBER, "De bus kwam te laat.")
    assert numbers(database, "bus") == [NUMBER]
