"""What one contract for all servers cannot show: names, poor servers, junk, large mail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.post.imap.mailbox import ImapMailbox
from bot.post.imap.server import Glance
from tests.mailservers import Dovecot

if TYPE_CHECKING:
    from bot.post.imap.fetching import Fetched
    from bot.post.imap.server import Security

pytestmark = pytest.mark.needs_dovecot

SOME_DAY = datetime(2026, 3, 2, 8, 30, 15, tzinfo=UTC)
LONG = 20.0  # seconds that are never waited out
POOR = "IMAP4rev1 LITERAL+ NAMESPACE"


def a_raw_mail(subject: str = "Pestgedrag", body: str = "Graag een antwoord.") -> bytes:
    return (f"From: An Peeters <an@thuis.example>\r\nSubject: {subject}\r\n\r\n{body}\r\n").encode()


@pytest.fixture
def mailbox(dovecot: Dovecot, somebody: str) -> Iterator[ImapMailbox]:
    box = ImapMailbox(dovecot.mailbox(somebody))
    box.connect()
    yield box
    box.close()


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_mail_comes_in_by_lmtp_and_is_seen(
    dovecot: Dovecot, somebody: str, security: Security
) -> None:
    box = ImapMailbox(dovecot.mailbox(somebody, security))
    box.connect()
    box.uids()
    somebody_else = threading.Thread(target=dovecot.deliver, args=[a_raw_mail(), somebody])
    somebody_else.start()
    assert box.wait_for_hint(LONG)
    somebody_else.join()
    ((_, glance, raw),) = box.fetch(box.uids())
    assert raw.endswith(a_raw_mail())
    assert glance.size == len(raw)
    box.close()


def test_the_wait_over_tls_is_ended_from_another_thread(dovecot: Dovecot, somebody: str) -> None:
    box = ImapMailbox(dovecot.mailbox(somebody, "tls"))
    box.connect()
    heard: list[bool] = []
    waiting = threading.Thread(target=lambda: heard.append(box.wait_for_hint(LONG)))
    waiting.start()
    box.interrupt()
    waiting.join(LONG)
    assert heard == [False]
    box.close()


def test_a_server_that_restarts_is_found_again(somebody: str) -> None:
    with Dovecot() as server:
        box = ImapMailbox(server.mailbox(somebody))
        box.connect()
        server.deliver(a_raw_mail(), somebody)
        server.stop()
        with pytest.raises(Exception, match="lost the connection"):
            box.uids()
        assert not box.usable
        with pytest.raises(Exception, match="refuses connections"):
            box.connect()
        server.start()
        box.connect()
        assert len(box.uids()) == 1
        box.close()


def test_a_time_of_receipt_in_the_future_stays_as_it_is(dovecot: Dovecot, somebody: str) -> None:
    times = [datetime(2099, 12, 31, 12, tzinfo=UTC), SOME_DAY]
    dovecot.fill(somebody, [(a_raw_mail(), when) for when in times])
    box = ImapMailbox(dovecot.mailbox(somebody))
    box.connect()
    assert [glance.received_at for glance in box.glance(box.uids()).values()] == times
    box.close()


def test_what_people_do_beside_us_does_not_disturb(
    dovecot: Dovecot, mailbox: ImapMailbox, somebody: str
) -> None:
    for number in range(6):
        dovecot.append(a_raw_mail(f"nummer {number}"), somebody)
    uids = mailbox.uids()
    with dovecot.client(somebody) as person:
        person.add_flags(uids[0], [rb"\Seen", b"gezien"])
        person.fetch(uids[1], ["BODY[]"])
        person.delete_messages(uids[2])
        person.expunge()
    fetched = {uid: raw for uid, _, raw in mailbox.fetch(uids)}
    assert list(fetched) == [*uids[:2], *uids[3:]]
    assert fetched[uids[5]] == a_raw_mail("nummer 5")
    moved = mailbox.move(uids, mailbox.archive_folder(2026))
    assert list(moved) == list(fetched)
    assert mailbox.uids() == []


def test_an_archive_folder_that_people_remove_is_made_again(
    dovecot: Dovecot, mailbox: ImapMailbox, somebody: str
) -> None:
    folder = mailbox.archive_folder(2026)
    for _ in range(2):
        dovecot.append(a_raw_mail(), somebody)
    first, second = mailbox.uids()
    with dovecot.client(somebody) as person:
        person.delete_folder(folder)
    assert list(mailbox.move([first], folder)) == [first]
    with dovecot.client(somebody) as person:
        person.delete_folder(folder)
    mailbox.append(folder, [a_raw_mail("brief")], SOME_DAY)
    assert list(mailbox.move([second], folder)) == [second]
    with dovecot.client(somebody) as person:
        assert person.folder_status(folder)[b"MESSAGES"] == 2


def test_letters_of_ours_are_read_and_parents_mail_stays_as_it_was(
    dovecot: Dovecot, mailbox: ImapMailbox, somebody: str
) -> None:
    dovecot.append(a_raw_mail(), somebody)
    folder = mailbox.archive_folder(2026)
    mailbox.move(mailbox.uids(), folder)
    mailbox.append(folder, [a_raw_mail("brief")], SOME_DAY)
    with dovecot.client(somebody) as person:
        assert folder in [name for _, _, name in person.list_sub_folders()]
        person.select_folder(folder)
        seen = [rb"\Seen" in mail[b"FLAGS"] for mail in person.fetch([1, 2], ["FLAGS"]).values()]
    assert seen == [False, True]


def test_junk_is_listed_and_left_alone(
    dovecot: Dovecot, mailbox: ImapMailbox, somebody: str
) -> None:
    assert mailbox.junk(0) == []
    dovecot.append(a_raw_mail(), somebody, folder="Junk")
    dovecot.append(
        b"From: =?utf-8?q?Ren=C3=A9e?= <renee@thuis.example>\r\n\r\n", somebody, folder="Junk"
    )
    dovecot.append(b"Subject: nobody\r\n\r\n", somebody, folder="Junk")
    dovecot.append(a_raw_mail("in the inbox"), somebody)
    before = mailbox.uidvalidity
    everything = [(1, "an@thuis.example"), (2, "renee@thuis.example"), (3, "")]
    assert mailbox.junk(0) == everything
    assert mailbox.junk(2) == everything[2:]
    assert mailbox.junk(3) == []
    assert mailbox.junk(99) == everything, "the UIDs began anew"
    assert mailbox.uidvalidity == before
    assert mailbox.wait_for_hint(LONG), "what came to the inbox meanwhile is hinted at"
    assert len(mailbox.uids()) == 1
    mailbox.move(mailbox.uids(), mailbox.archive_folder(2026))
    with dovecot.client(somebody) as person:
        person.select_folder("Junk")
        assert person.search("UNSEEN") == [1, 2, 3]


def test_a_server_without_a_junk_folder_has_no_junk(somebody: str) -> None:
    with Dovecot() as server:
        box = ImapMailbox(server.mailbox(somebody))
        box.connect()
        assert box.junk(0) == []
        box.close()


@pytest.mark.parametrize(
    ("archive", "expected"),
    [
        ("Gehoor", "INBOX.Gehoor.2026"),
        ("Klachten/Archief", "INBOX.Klachten.Archief.2026"),
        ("INBOX/Gehoor", "INBOX.Gehoor.2026"),
        ("INBOX.Gehoor", "INBOX.Gehoor.2026"),
        ("Één & ander", "INBOX.Één & ander.2026"),
        ("INBOX", "INBOX.2026"),
    ],
)
def test_names_are_made_to_fit_the_server(dotted: Dovecot, archive: str, expected: str) -> None:
    user = f"u{abs(hash(archive)):x}"
    box = ImapMailbox(dotted.mailbox(user), archive=archive)
    box.connect()
    dotted.append(a_raw_mail(), user)
    folder = box.archive_folder(2026)
    assert folder == expected
    assert len(box.move(box.uids(), folder)) == 1
    with dotted.client(user) as person:
        assert person.folder_status(expected)[b"MESSAGES"] == 1
    box.close()


@pytest.mark.parametrize("inbox", ["INBOX", "inbox", "Klachten/Nieuw", "INBOX.Klachten.Nieuw"])
def test_another_folder_can_be_the_inbox(dotted: Dovecot, somebody: str, inbox: str) -> None:
    with dotted.client(somebody) as person:
        if "Nieuw" in inbox:
            person.create_folder("INBOX.Klachten.Nieuw")
            person.append("INBOX.Klachten.Nieuw", a_raw_mail())
        else:
            person.append("INBOX", a_raw_mail())
    box = ImapMailbox(dotted.mailbox(somebody), inbox=inbox)
    box.connect()
    assert len(box.uids()) == 1
    box.close()


@pytest.fixture(scope="module")
def dotted() -> Iterator[Dovecot]:
    with Dovecot(separator=".", prefix="INBOX.") as server:
        yield server


@pytest.mark.parametrize("capability", [POOR, f"{POOR} UIDPLUS", "IMAP4rev1 IDLE"])
def test_mail_is_moved_on_poor_servers_too(capability: str, somebody: str) -> None:
    with Dovecot(capability=capability) as server:
        box = ImapMailbox(server.mailbox(somebody))
        box.connect()
        for number in range(4):
            server.append(a_raw_mail(f"nummer {number}"), somebody)
        uids = box.uids()
        folder = box.archive_folder(2026)
        moved = box.move(uids[:2], folder)
        assert moved == ({1: 1, 2: 2} if "UIDPLUS" in capability else moved)
        assert box.uids() == uids[2:]
        with server.client(somebody) as person:
            person.delete_messages(uids[3])  # marked only, as some programs do
        for _ in range(3):
            box.move(uids[:3], folder)
        assert uids[3] in box.uids(), "what a person marked is not ours to remove"
        box.append(folder, [a_raw_mail("brief"), a_raw_mail("brief twee")], SOME_DAY)
        with server.client(somebody) as person:
            assert person.folder_status(folder)[b"MESSAGES"] == 5
        box.close()


def test_a_password_beyond_ascii_gets_in(somebody: str) -> None:
    secret = "p√§ssw\u00f6rd"
    settings = f"passdb {{\n  driver = static\n  args = password={secret}\n}}\n"
    with Dovecot(settings=settings) as server:
        box = ImapMailbox(replace(server.mailbox(somebody), password=secret))
        box.connect()
        box.close()


def test_large_mails_are_fetched_one_at_a_time(
    dovecot: Dovecot, somebody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.imap.mailbox._BATCH_OCTETS", 10_000)
    sizes = [100, 9_000, 100, 30_000, 100, 100]
    dovecot.fill(somebody, [(a_raw_mail(body="x" * size), SOME_DAY) for size in sizes])
    box = ImapMailbox(dovecot.mailbox(somebody))
    box.connect()
    asked: list[str] = []
    ask = box._ask

    def ask_and_note(some: str, items: str) -> Iterator[Fetched]:
        asked.append(some)
        return ask(some, items)

    monkeypatch.setattr(box, "_ask", ask_and_note)
    uids = box.uids()
    assert [uid for uid, _, _ in box.fetch(uids)] == uids
    assert asked == ["1:6", "1:3", "4", "5:6"]
    box.close()


def test_a_mail_of_36_megabytes_shows_its_size_and_its_header(
    dovecot: Dovecot, somebody: str
) -> None:
    line = "x" * 70 + "\r\n"
    dovecot.fill(somebody, [(a_raw_mail(body=line * 500_000), SOME_DAY)])
    box = ImapMailbox(dovecot.mailbox(somebody))
    box.connect()
    assert box.glance([1]) == {1: Glance(len(a_raw_mail()) - 19 + 500_000 * 72, SOME_DAY)}
    assert box.fetch_header(1) == a_raw_mail().partition(b"Graag")[0]
    box.close()


def test_a_header_without_end_is_cut(dovecot: Dovecot, somebody: str) -> None:
    dovecot.fill(somebody, [(a_raw_mail(subject="x\r\n " * 400_000), SOME_DAY)])
    box = ImapMailbox(dovecot.mailbox(somebody))
    box.connect()
    assert len(box.fetch_header(1)) == 1_000_000
    box.close()
