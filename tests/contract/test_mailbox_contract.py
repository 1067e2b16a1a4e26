"""What intake relies on, whichever server the mailbox is on."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from bot.clock import SystemClock
from bot.post.imap.server import MailboxUnusable
from tests.mailsites import SOME_DAY

if TYPE_CHECKING:
    from tests.mailsites import Site

LONG = 20.0  # seconds that are never waited out


def a_raw_mail(subject: str = "Pestgedrag", body: str = "Graag een antwoord.") -> bytes:
    return (
        f"From: An Peeters <an@thuis.example>\r\nTo: klachten@school.example\r\n"
        f"Subject: {subject}\r\n\r\n{body}\r\n"
    ).encode()


def test_an_empty_inbox_has_no_uids(site: Site) -> None:
    assert site.mailbox.uids() == []
    assert site.mailbox.glance([]) == {}
    assert list(site.mailbox.fetch([])) == []
    assert site.mailbox.move([], site.mailbox.archive_folder(2026)) == {}


def test_uids_are_listed_in_order_and_rise(site: Site) -> None:
    site.deliver(*[a_raw_mail(f"nummer {number}") for number in range(3)])
    uids = site.mailbox.uids()
    assert len(uids) == 3
    assert uids == sorted(set(uids))
    site.deliver(a_raw_mail("later"))
    assert site.mailbox.uids()[:3] == uids
    assert site.mailbox.uids()[3] > uids[2]


def test_a_glance_shows_size_and_time_of_receipt(site: Site) -> None:
    summer = datetime(2026, 7, 1, 23, 59, 59, tzinfo=timezone(timedelta(hours=2)))
    site.deliver(a_raw_mail(), when=SOME_DAY)
    site.deliver(a_raw_mail(body="x" * 5000), when=summer)
    glances = list(site.mailbox.glance(site.mailbox.uids()).values())
    assert [glance.size for glance in glances] == [
        len(a_raw_mail()),
        len(a_raw_mail(body="x" * 5000)),
    ]
    assert [glance.received_at for glance in glances] == [SOME_DAY, summer.astimezone(UTC)]
    assert all(glance.received_at.utcoffset() == timedelta(0) for glance in glances)


def test_a_time_of_receipt_long_ago_stays_as_it_is(site: Site) -> None:
    long_ago = datetime(1971, 1, 2, 3, 4, 5, tzinfo=UTC)
    site.deliver(a_raw_mail(), when=long_ago)
    (glance,) = site.mailbox.glance(site.mailbox.uids()).values()
    assert glance.received_at == long_ago


def test_mail_is_fetched_whole_byte_for_byte(site: Site) -> None:
    raws = [
        a_raw_mail("één"),
        a_raw_mail(body='* 1 FETCH (UID 1 BODY[] {3}\r\n)\r\nA1 OK done\r\n"'),
        a_raw_mail(body="\xff\xfe\r\n.\r\n" + "y" * 9000),
    ]
    site.deliver(*raws)
    fetched = list(site.mailbox.fetch(site.mailbox.uids()))
    assert [raw for _, _, raw in fetched] == raws
    assert {uid: glance for uid, glance, _ in fetched} == site.mailbox.glance(site.mailbox.uids())


def test_many_mails_come_each_once_and_in_order(site: Site) -> None:
    raws = [a_raw_mail(f"nummer {number}") for number in range(120)]
    site.deliver(*raws)
    uids = site.mailbox.uids()
    fetched = list(site.mailbox.fetch(reversed(uids)))
    assert [uid for uid, _, _ in fetched] == uids
    assert [raw for _, _, raw in fetched] == raws


def test_reading_leaves_a_mail_unread(site: Site) -> None:
    site.deliver(a_raw_mail())
    uids = site.mailbox.uids()
    list(site.mailbox.fetch(uids))
    site.mailbox.fetch_header(uids[0])
    site.mailbox.glance(uids)
    assert site.unread() == uids


def test_a_header_comes_without_the_body(site: Site) -> None:
    site.deliver(a_raw_mail(body="z" * 100_000))
    header = site.mailbox.fetch_header(site.mailbox.uids()[0])
    assert header == a_raw_mail().partition(b"Graag")[0]


def test_a_mail_that_is_gone_is_left_out(site: Site) -> None:
    site.deliver(a_raw_mail())
    (uid,) = site.mailbox.uids()
    gone = uid + 7
    assert list(site.mailbox.glance([gone, uid])) == [uid]
    assert [found for found, _, _ in site.mailbox.fetch([gone, uid])] == [uid]
    assert site.mailbox.fetch_header(gone) == b""


def test_flags_that_people_set_change_nothing(site: Site) -> None:
    site.deliver(*[a_raw_mail(f"nummer {number}") for number in range(4)])
    uids = site.mailbox.uids()
    for uid, flag in zip(uids, [rb"\Seen", rb"\Deleted", rb"\Flagged", rb"\Answered"], strict=True):
        site.flag([uid], flag)
    assert site.mailbox.uids() == uids
    assert [uid for uid, _, _ in site.mailbox.fetch(uids)] == uids
    folder = site.mailbox.archive_folder(2026)
    assert list(site.mailbox.move(uids, folder)) == uids
    assert len(site.folder(folder)) == 4


def test_moving_files_mail_in_the_folder_with_its_time_of_receipt(site: Site) -> None:
    site.deliver(*[a_raw_mail(f"nummer {number}") for number in range(3)])
    uids = site.mailbox.uids()
    folder = site.mailbox.archive_folder(2026)
    moved = site.mailbox.move(uids[:2], folder)
    assert list(moved) == uids[:2]
    assert len(set(moved.values())) == 2
    assert site.mailbox.uids() == uids[2:]
    assert site.folder(folder) == [
        (a_raw_mail("nummer 0"), SOME_DAY),
        (a_raw_mail("nummer 1"), SOME_DAY),
    ]


def test_moving_twice_does_no_harm(site: Site) -> None:
    site.deliver(a_raw_mail())
    site.deliver(a_raw_mail("blijft"))
    uids = site.mailbox.uids()
    folder = site.mailbox.archive_folder(2026)
    site.mailbox.move(uids[:1], folder)
    assert site.mailbox.move(uids[:1], folder) == {}
    assert site.mailbox.move([uids[1] + 50], folder) == {}
    assert len(site.folder(folder)) == 1
    assert site.mailbox.uids() == uids[1:]


def test_asking_for_the_archive_folder_again_gives_the_same_one(site: Site) -> None:
    assert site.mailbox.archive_folder(2026) == site.mailbox.archive_folder(2026)
    assert site.mailbox.archive_folder(2027) != site.mailbox.archive_folder(2026)
    site.mailbox.close()
    site.mailbox.connect()
    assert "2026" in site.mailbox.archive_folder(2026)


def test_our_letters_are_appended_to_the_archive(site: Site) -> None:
    letters = [a_raw_mail(f"[K-2026-{number:04}] Ontvangen") for number in range(60)]
    folder = site.mailbox.archive_folder(2026)
    site.mailbox.append(folder, letters, SOME_DAY)
    site.mailbox.append(folder, [], SOME_DAY)
    assert site.folder(folder) == [(letter, SOME_DAY) for letter in letters]
    assert site.mailbox.uids() == []


def test_a_new_uidvalidity_is_seen_at_the_next_connect(site: Site) -> None:
    site.deliver(a_raw_mail())
    site.mailbox.close()
    site.mailbox.connect()
    before = site.mailbox.uidvalidity
    assert before > 0
    site.renumber(before + 5)
    site.mailbox.close()
    site.mailbox.connect()
    assert site.mailbox.uidvalidity == before + 5
    assert [raw for _, _, raw in site.mailbox.fetch(site.mailbox.uids())] == [a_raw_mail()]


def test_mail_that_came_before_waiting_is_hinted_at(site: Site) -> None:
    site.mailbox.uids()
    site.deliver(a_raw_mail())
    assert site.mailbox.wait_for_hint(LONG)
    assert len(site.mailbox.uids()) == 1


def test_mail_that_comes_while_waiting_is_hinted_at(site: Site) -> None:
    site.mailbox.uids()
    somebody_else = threading.Thread(target=site.deliver, args=[a_raw_mail()])
    somebody_else.start()
    assert site.mailbox.wait_for_hint(LONG)
    somebody_else.join()
    assert len(site.mailbox.uids()) == 1


def test_a_mail_told_of_beside_another_answer_is_hinted_at_too(site: Site) -> None:
    site.deliver(a_raw_mail())
    uids = site.mailbox.uids()
    folder = site.mailbox.archive_folder(2026)
    site.deliver(a_raw_mail("tussendoor"))
    site.mailbox.noop()
    site.mailbox.move(uids, folder)
    assert site.mailbox.wait_for_hint(LONG)


def test_what_was_looked_at_is_not_hinted_at_again(site: Site) -> None:
    site.deliver(a_raw_mail())
    site.mailbox.noop()
    uids = site.mailbox.uids()
    assert not site.mailbox.wait_for_hint(0.1)
    site.flag(uids, rb"\Seen")
    assert not site.mailbox.wait_for_hint(0.1)
    site.mailbox.move(uids, site.mailbox.archive_folder(2026))
    assert not site.mailbox.wait_for_hint(0.1)


def test_waiting_is_ended_from_another_thread_for_good(site: Site) -> None:
    heard: list[bool] = []
    waiting = threading.Thread(target=lambda: heard.append(site.mailbox.wait_for_hint(LONG)))
    started = SystemClock().now()
    waiting.start()
    site.mailbox.interrupt()
    waiting.join(LONG)
    assert heard == [False]
    assert SystemClock().now() - started < timedelta(seconds=LONG)
    assert not site.mailbox.usable
    with pytest.raises(MailboxUnusable):
        site.mailbox.connect()


def test_a_closed_mailbox_says_so_and_can_be_opened_again(site: Site) -> None:
    site.deliver(a_raw_mail())
    assert site.mailbox.usable
    site.mailbox.close()
    assert not site.mailbox.usable
    with pytest.raises(MailboxUnusable):
        site.mailbox.uids()
    site.mailbox.connect()
    assert len(site.mailbox.uids()) == 1
