"""Servers that stumble over one mail, or answer in their own way, do not stop the others."""

from __future__ import annotations

import pytest

from bot.post.imap.mailbox import ImapMailbox
from bot.post.imap.server import CommandRefused, MailboxUnusable
from tests.scriptedimap import ScriptedServer, Talk

GLANCES = (
    b'* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "01-Mar-2026 09:08:07 +0100")\r\n'
    b'* 2 FETCH (UID 2 RFC822.SIZE 5 INTERNALDATE "no date at all")\r\n'
)


def connected(server: ScriptedServer) -> ImapMailbox:
    mailbox = ImapMailbox(server.mailbox())
    mailbox.connect()
    return mailbox


def test_a_mail_the_server_cannot_hand_over_is_left_out() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answers[b"UID FETCH 1:2 (UID INTERNALDATE"] = GLANCES
        for command, answer in (
            (b"UID FETCH 1:2 (UID BODY", b" NO one of them is broken\r\n"),
            (b"UID FETCH 1 ", b" NO cannot convert it\r\n"),
            (b"UID FETCH 2 ", b" OK done\r\n"),
        ):
            tag = talk.answer_until(command)
            if b"OK" in answer:
                talk.say(b"* 2 FETCH (UID 2 BODY[] {5}\r\nhello)\r\n")
            talk.say(tag + answer)
        talk.answer_until(b"NEVER")

    with ScriptedServer(script) as server:
        mailbox = connected(server)
        assert [(uid, raw) for uid, _, raw in mailbox.fetch([1, 2])] == [(2, b"hello")]
        assert mailbox.usable
        mailbox.close()


def test_a_date_that_cannot_be_read_is_now() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answers[b"UID FETCH"] = GLANCES
        talk.answer_until(b"NEVER")

    with ScriptedServer(script) as server:
        mailbox = connected(server)
        first, second = mailbox.glance([1, 2]).values()
        assert first.received_at.year == 2026
        assert abs(second.received_at - mailbox._clock.now()).total_seconds() < 60
        mailbox.close()


def test_flags_that_people_set_meanwhile_are_no_answer() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answers[b"NOOP"] = b"* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[] {3}\r\nold)\r\n"
        talk.answers[b"UID FETCH 1 "] = b"* 1 FETCH (UID 1 BODY[HEADER]<0> {5}\r\nhello)\r\n"
        talk.answer_until(b"NEVER")

    with ScriptedServer(script) as server:
        mailbox = connected(server)
        mailbox.noop()
        assert mailbox.fetch_header(1) == b"hello"
        mailbox.close()


def test_a_refusal_leaves_the_mailbox_usable() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        tag = talk.answer_until(b"UID MOVE")
        talk.say(tag + b" NO [OVERQUOTA] the archive is full\r\n")
        talk.answer_until(b"NEVER")

    with ScriptedServer(script) as server:
        mailbox = connected(server)
        with pytest.raises(CommandRefused, match="archive is full"):
            mailbox.move([1], "Gehoor/2026")
        assert mailbox.usable
        assert mailbox.uids() == [1, 2]
        mailbox.close()


def test_a_folder_that_cannot_be_made_is_told() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        for _ in range(2):
            tag = talk.answer_until(b"CREATE")
            talk.say(tag + b" NO [NOPERM] you may not\r\n")
        talk.answer_until(b"NEVER")

    with ScriptedServer(script) as server:
        mailbox = connected(server)
        with pytest.raises(CommandRefused, match=r"cannot make the folder Gehoor/2026 .*you may"):
            mailbox.archive_folder(2026)
        assert mailbox.usable
        mailbox.close()


def test_a_connection_that_breaks_in_a_mail_gives_no_half_mail() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answers[b"UID FETCH 1 (UID INTERNALDATE"] = GLANCES
        talk.answer_until(b"UID FETCH 1 (UID BODY")
        talk.say(b"* 1 FETCH (UID 1 BODY[] {5}\r\nhel")

    with ScriptedServer(script) as server:
        mailbox = connected(server)
        got: list[bytes] = []
        with pytest.raises(MailboxUnusable, match="closed the connection"):
            got.extend(raw for _, _, raw in mailbox.fetch([1]))
        assert got == []
        assert not mailbox.usable


def test_a_server_that_lets_nobody_see_uidvalidity_still_works() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answers[b"SELECT"] = b"* 2 EXISTS\r\n"
        talk.answers[b"LIST"] = b'* LIST (\\Noselect) NIL ""\r\n'
        talk.answer_until(b"NEVER")

    with ScriptedServer(script) as server:
        mailbox = connected(server)
        assert mailbox.uidvalidity == 0
        assert mailbox.uids() == [1, 2]
        mailbox.close()
