from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from bot.core.letter import LetterName
from bot.post.smtp.envelope import Envelope
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.tables import ATTENTION
from tests.worlds import ARCHIVE, MACHINE, MAILS, Camera, World, new_world, photographs

_OF_ITS_MOMENT = frozenset({LetterName.ATTENTION.value, LetterName.DAILY_DIGEST.value})
# A disk that fails while a mailbox is looked at is a trouble of that mailbox, which is told.
_TELLS_OF_ITS_MOMENT = (*_OF_ITS_MOMENT, "mailbox_")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The mails wait in the mailbox; the database is empty and of this release."""
    return new_world(tmp_path / "world")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """How the books end when no plug is pulled."""
    world = new_world(tmp_path_factory.mktemp("undisturbed"))
    camera = Camera()
    world.live(camera)
    check_nothing_lost_and_nothing_twice(world, Counter())
    return replace(books_of(world), moments=len(camera.moments))


@pytest.fixture(autouse=True)
def log() -> Iterator[list[Any]]:
    """What the bot logged, kept off the screen."""
    with structlog.testing.capture_logs() as entries:
        yield entries


@dataclass(frozen=True)
class Books:
    """What the books of a world say in the end, whatever way it came there."""

    mails: list[tuple[Any, ...]]
    cases: list[tuple[Any, ...]]
    letters: list[tuple[Any, ...]]
    told: list[tuple[Any, ...]]
    log: list[tuple[Any, ...]]
    moments: int = field(default=0, compare=False)

    def without_numbers(self) -> list[Any]:
        """The same, whichever mail was decided first."""
        return [
            sorted(
                str((verdict, place, owed, why)) for _, verdict, place, owed, _, why in self.mails
            ),
            sorted(case[1:] for case in self.cases),
            sorted((name, to, status) for name, to, _, status in self.letters),
            sorted(matter[0] for matter in self.told),
            sorted(entry[0] for entry in self.log),
        ]


def books_of(world: World) -> Books:
    database = Database(f"sqlite:///{world.folder}/gehoor.db")
    accounts = Accounts(database)
    told = sa.select(ATTENTION.c.code, ATTENTION.c.case_number, ATTENTION.c.letter_id > 0)
    with database.reading() as connection:
        matters = sorted(tuple(map(str, row)) for row in connection.execute(told))
    books = Books(
        mails=[
            tuple(mail[name] for name in ("uid", "verdict", "place", "owed", "case", "set_aside"))
            for mail in accounts.mails()["mails"]
        ],
        cases=[
            (case["number"], case["complainant"]["email"], case["ack"], case["urgency"])
            for case in accounts.register()
        ],
        # How many matters share one letter to the coordinator depends on when it was written, and
        # so does whether there was anything to tell in the overview of the day.
        letters=sorted(
            (letter["letter"], letter["to"], letter["case"], letter["status"])
            for letter in accounts.letters()
            if letter["letter"] not in _OF_ITS_MOMENT
        ),
        told=matters,
        log=sorted(
            (entry["event"], str(entry["case"]), str(entry["mail"]))
            for entry in accounts.log()
            if not any(word in entry["event"] + entry["reason"] for word in _TELLS_OF_ITS_MOMENT)
        ),
    )
    database.close()
    return books


def sent_but_not_marked(world: World) -> Counter[str]:
    """The letters that the mail server has and the outbox does not know of: Message-IDs."""
    database = Database(f"sqlite:///{world.folder}/gehoor.db")
    marked = [
        letter["message_id"]
        for letter in Accounts(database).letters()
        if letter["status"] == "sent"
    ]
    database.close()
    return Counter(message_id_of(letter) for letter in world.server.letters) - Counter(marked)


def message_id_of(letter: Envelope) -> str:
    return str(message_from_bytes(letter.content)["Message-ID"])


def check_nothing_lost_and_nothing_twice(world: World, copies: Counter[str]) -> None:
    """`copies`: the letters that had to go a second time, because nobody knew they had gone."""
    database = Database(f"sqlite:///{world.folder}/gehoor.db")
    accounts = Accounts(database)
    assert accounts.verify() is None
    mails = accounts.mails()
    assert mails["closes"]
    assert mails["received"] == len(MAILS)
    assert "waiting" not in mails["sum"]
    cases = accounts.register()
    assert [case["number"] for case in cases] == [f"K-2026-{n + 1:04d}" for n in range(len(cases))]
    letters = accounts.letters()
    acknowledged = [letter["to"] for letter in letters if letter["letter"] == "acknowledgment"]
    assert sorted(acknowledged) == sorted(case["complainant"]["email"] for case in cases)
    assert {letter["status"] for letter in letters} <= {"sent", "refused"}
    sent = {letter["message_id"]: letter["to"] for letter in letters if letter["status"] == "sent"}
    database.close()
    # On the server: each letter of the outbox, to whom it was written, and a copy of those only
    # of which nobody could know that they had gone.
    went = Counter(message_id_of(letter) for letter in world.server.letters)
    assert went == Counter(list(sent)) + copies
    assert {(message_id_of(one), one.recipient) for one in world.server.letters} == set(
        sent.items()
    )
    assert len({letter.content for letter in world.server.letters}) == len(sent)
    assert MACHINE not in {letter.recipient for letter in world.server.letters}
    # In the mailbox: nothing left, and each mail filed once beside the letters that left.
    assert not world.mailbox.inbox
    filed = Counter(raw for raw, _ in world.mailbox.folders[ARCHIVE].values())
    assert {raw: filed.pop(raw) for raw in MAILS.values()} == dict.fromkeys(MAILS.values(), 1)
    assert set(filed) == {letter.content for letter in world.server.letters}


def test_wherever_the_plug_is_pulled_the_books_end_the_same(
    world: World, undisturbed: Books, tmp_path: Path, log: list[Any]
) -> None:
    moments, taken = photographs(world, tmp_path / "photographs")
    assert len(moments) > 300
    assert {"COMMIT", "imap move", "imap append", "a letter was accepted"} <= set(moments)
    copies = 0
    for at, survivor in taken.items():
        twice = sent_but_not_marked(survivor)
        copies += twice.total()
        survivor.live(Camera())
        assert books_of(survivor) == undisturbed, at
        check_nothing_lost_and_nothing_twice(survivor, twice)
    assert copies, "no plug was pulled between acceptance and mark"
    assert not [entry for entry in log if entry["log_level"] in {"error", "warning"}]


def test_where_the_plug_is_pulled_a_second_time_the_books_end_the_same_too(
    world: World, undisturbed: Books, tmp_path: Path
) -> None:
    dice = random.Random(20261122)
    _, taken = photographs(world, tmp_path / "photographs")
    for at, survivor in dice.sample(list(taken.items()), 10):
        _, again = photographs(survivor, survivor.folder.with_name(f"{survivor.folder.name}-again"))
        for at_last, last in dice.sample(list(again.items()), min(3, len(again))):
            twice = sent_but_not_marked(last)
            last.live(Camera())
            assert books_of(last) == undisturbed, (at, at_last)
            check_nothing_lost_and_nothing_twice(last, twice)


@pytest.mark.parametrize("part", range(40))
def test_after_a_statement_that_failed_the_same_bot_goes_on_to_the_same_books(
    world: World, undisturbed: Books, part: int
) -> None:
    """The process lives on, with all it remembers of what was taken back."""
    camera, at = Camera(), 1 + part * undisturbed.moments // 40

    def look(name: str) -> None:
        if len(camera.moments) == at and not name.startswith(("imap", "a letter")):
            raise sqlite3.OperationalError("disk I/O error")

    camera.look = look
    bot = world.wake()
    with world.seen_by(camera), suppress(Exception):
        bot.rounds.once()
    twice = sent_but_not_marked(world)
    for _ in range(2):
        bot.rounds.once()
    bot.database.close()
    # A mail whose first try failed comes after the others, and so has a later number.
    assert books_of(world).without_numbers() == undisturbed.without_numbers(), camera.moments[
        at - 1
    ]
    check_nothing_lost_and_nothing_twice(world, twice)


@pytest.mark.parametrize("room", range(0, 40, 4))
def test_a_disk_that_is_full_for_a_while_leaves_nothing_half(world: World, room: int) -> None:
    """SQLite takes a whole transaction back by itself then, in the middle of a page of many."""
    bot = world.wake()
    with bot.database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    largest = pages + room

    def fill_the_disk(dbapi: Any, *_: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count={largest}")

    sa.event.listen(bot.database.engine, "checkout", fill_the_disk)
    for _ in range(2):
        with suppress(Exception):
            bot.rounds.once()
    twice = sent_but_not_marked(world)
    largest = 1_000_000
    for _ in range(2):
        bot.rounds.once()
    bot.database.close()
    check_nothing_lost_and_nothing_twice(world, twice)
