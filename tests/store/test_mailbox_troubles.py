from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.happening import MailboxTrouble
from bot.store.boxes import Boxes
from bot.store.database import Database
from bot.store.inbox import Arrival, Inbox
from tests.builders import MAILBOX, NOON, TODAY

OTHER = "klachten@kapelhof.example"
REFUSED = "the login was refused"


def minutes(n: float) -> datetime:
    return NOON + timedelta(minutes=n)


def known_boxes(database: Database) -> Boxes:
    boxes = Boxes(database)
    for address in (MAILBOX, OTHER):
        boxes.open(address, TODAY, TODAY)
    return boxes


def arrive(database: Database, *at: float, uid: int = 1, address: str = MAILBOX) -> None:
    arrivals = [
        Arrival(
            uid=uid + n,
            received_at=minutes(each),
            received_on=TODAY,
            size=9,
            raw=f"{address} {each}".encode(),
        )
        for n, each in enumerate(at)
    ]
    Inbox(database).store(address, 1, arrivals, minutes(max(at)))


def test_trouble_starts_at_the_first_failure_since_a_good_look(either: Database) -> None:
    boxes = known_boxes(either)
    boxes.note_look(MAILBOX, at=minutes(0))
    assert boxes.troubles() == []
    boxes.note_trouble(MAILBOX, at=minutes(1), error="no answer")
    boxes.note_trouble(MAILBOX, at=minutes(2), error=REFUSED)
    assert boxes.troubles() == [
        MailboxTrouble(mailbox=MAILBOX, since=minutes(1), error=REFUSED, restored_at=None)
    ]
    assert boxes.state(MAILBOX).looked_at == minutes(0)


def test_a_mailbox_that_never_could_be_used_is_in_trouble_too(database: Database) -> None:
    boxes = known_boxes(database)
    boxes.note_trouble(OTHER, at=minutes(1), error=REFUSED)
    assert [trouble.mailbox for trouble in boxes.troubles()] == [OTHER]


def test_when_it_can_be_used_again_the_first_good_look_is_kept(either: Database) -> None:
    boxes = known_boxes(either)
    boxes.note_trouble(MAILBOX, at=minutes(1), error=REFUSED)
    arrive(either, -1, 1, 5, 9, 10, 11)
    arrive(either, 5, address=OTHER)
    for at in (10, 12, 14):
        boxes.note_look(MAILBOX, at=minutes(at))
    over = MailboxTrouble(mailbox=MAILBOX, since=minutes(1), restored_at=minutes(10), taken_in=4)
    assert boxes.troubles() == [over]
    assert boxes.state(MAILBOX).error is None
    assert boxes.state(MAILBOX).looked_at == minutes(14)


def test_a_listed_mail_from_before_the_start_was_not_taken_in(database: Database) -> None:
    boxes = known_boxes(database)
    boxes.note_trouble(MAILBOX, at=minutes(1), error=REFUSED)
    old = Arrival(uid=1, received_at=minutes(2), received_on=TODAY, size=9, raw=None)
    Inbox(database).store(MAILBOX, 1, [old], minutes(3))
    boxes.note_look(MAILBOX, at=minutes(3))
    assert [trouble.taken_in for trouble in boxes.troubles()] == [0]


def test_the_next_trouble_begins_anew(either: Database) -> None:
    boxes = known_boxes(either)
    boxes.note_trouble(MAILBOX, at=minutes(1), error=REFUSED)
    boxes.note_look(MAILBOX, at=minutes(10))
    boxes.note_trouble(MAILBOX, at=minutes(20), error="no answer")
    assert boxes.troubles() == [
        MailboxTrouble(mailbox=MAILBOX, since=minutes(20), error="no answer")
    ]
