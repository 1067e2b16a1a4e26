from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.happening import MailboxTrouble
from bot.store.database import Database
from bot.store.inbox import Arrival, Inbox
from tests.builders import MAILBOX, NOON, TODAY

OTHER = "klachten@kapelhof.example"
REFUSED = "the login was refused"


def minutes(n: float) -> datetime:
    return NOON + timedelta(minutes=n)


def an_inbox(database: Database) -> Inbox:
    inbox = Inbox(database)
    for address in (MAILBOX, OTHER):
        inbox.open_box(address, TODAY, TODAY)
    return inbox


def arrive(inbox: Inbox, *at: float, uid: int = 1, address: str = MAILBOX) -> None:
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
    inbox.store(address, 1, arrivals, minutes(max(at)))


def test_trouble_starts_at_the_first_failure_since_a_good_look(either: Database) -> None:
    inbox = an_inbox(either)
    inbox.note_look(MAILBOX, at=minutes(0))
    assert inbox.troubles() == []
    inbox.note_trouble(MAILBOX, at=minutes(1), error="no answer")
    inbox.note_trouble(MAILBOX, at=minutes(2), error=REFUSED)
    assert inbox.troubles() == [
        MailboxTrouble(mailbox=MAILBOX, since=minutes(1), error=REFUSED, restored_at=None)
    ]
    assert inbox.box(MAILBOX).looked_at == minutes(0)


def test_a_mailbox_that_never_could_be_used_is_in_trouble_too(database: Database) -> None:
    inbox = an_inbox(database)
    inbox.note_trouble(OTHER, at=minutes(1), error=REFUSED)
    assert [trouble.mailbox for trouble in inbox.troubles()] == [OTHER]


def test_when_it_can_be_used_again_the_first_good_look_is_kept(either: Database) -> None:
    inbox = an_inbox(either)
    inbox.note_trouble(MAILBOX, at=minutes(1), error=REFUSED)
    arrive(inbox, -1, 1, 5, 9, 10, 11)
    arrive(inbox, 5, address=OTHER)
    for at in (10, 12, 14):
        inbox.note_look(MAILBOX, at=minutes(at))
    over = MailboxTrouble(mailbox=MAILBOX, since=minutes(1), restored_at=minutes(10), taken_in=4)
    assert inbox.troubles() == [over]
    assert inbox.box(MAILBOX).error is None
    assert inbox.box(MAILBOX).looked_at == minutes(14)


def test_a_listed_mail_from_before_the_start_was_not_taken_in(database: Database) -> None:
    inbox = an_inbox(database)
    inbox.note_trouble(MAILBOX, at=minutes(1), error=REFUSED)
    old = Arrival(uid=1, received_at=minutes(2), received_on=TODAY, size=9, raw=None)
    inbox.store(MAILBOX, 1, [old], minutes(3))
    inbox.note_look(MAILBOX, at=minutes(3))
    assert [trouble.taken_in for trouble in inbox.troubles()] == [0]


def test_the_next_trouble_begins_anew(either: Database) -> None:
    inbox = an_inbox(either)
    inbox.note_trouble(MAILBOX, at=minutes(1), error=REFUSED)
    inbox.note_look(MAILBOX, at=minutes(10))
    inbox.note_trouble(MAILBOX, at=minutes(20), error="no answer")
    assert inbox.troubles() == [
        MailboxTrouble(mailbox=MAILBOX, since=minutes(20), error="no answer")
    ]
