"""Each way a mailbox can be out of reach, told in one line with host, port and remedy."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.clock import monotonic
from bot.post.imap.mailbox import ImapMailbox
from bot.post.imap.server import ImapServer, MailboxUnusable
from tests.certificates import make_certificate
from tests.mailservers import PASSWORD, free_ports
from tests.scriptedimap import ScriptedServer, Talk, tls_context

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.mailservers import Dovecot

LONG = 20.0  # seconds that are never waited out


def complaint(server: ImapServer, inbox: str = "INBOX") -> str:
    """What connecting to it raises: one line, and nothing that must stay inside."""
    mailbox = ImapMailbox(server, inbox=inbox)
    with pytest.raises(MailboxUnusable) as caught:
        mailbox.connect()
    assert not mailbox.usable
    words = str(caught.value)
    assert words.startswith(f"{server.host}:{server.port}: ")
    assert "\n" not in words
    assert PASSWORD not in words
    return words


def greeting(talk: Talk) -> None:
    talk.say(b"* OK hello\r\n")
    talk.answer_until(b"NEVER")


@pytest.mark.needs_dovecot
def test_a_wrong_password(dovecot: Dovecot, somebody: str) -> None:
    words = complaint(replace(dovecot.mailbox(somebody), password="mis"))
    assert f"login as {somebody} refused" in words
    assert "AUTHENTICATIONFAILED" in words
    assert "check user and password of imap" in words
    assert "mis)" not in words


@pytest.mark.needs_dovecot
def test_a_wrong_password_that_is_not_ascii(dovecot: Dovecot, somebody: str) -> None:
    words = complaint(replace(dovecot.mailbox(somebody), password="één"))
    assert f"login as {somebody} refused" in words


def test_a_token_that_is_refused() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        tag = talk.answer_until(b"AUTHENTICATE XOAUTH2")
        talk.say(b"+ \r\n")
        talk.hear()
        talk.say(b"+ eyJzdGF0dXMiOiI0MDEifQ==\r\n")
        talk.hear()
        talk.say(tag + b" NO AUTHENTICATE failed.\r\n")

    with ScriptedServer(script) as server:
        words = complaint(replace(server.mailbox(), password=None, token=lambda: "ya29.secret"))
    assert "login as klachten refused" in words
    assert "check the access and its token of imap" in words
    assert "ya29" not in words


def test_a_token_that_cannot_be_had() -> None:
    def token() -> str:
        raise KeyError("no secret in the environment")

    with ScriptedServer(greeting) as server:
        words = complaint(replace(server.mailbox(), token=token))
    assert "no access token for klachten" in words
    assert "oauth" in words


def test_an_unknown_host() -> None:
    server = ImapServer(
        host="imap.nergens.invalid", port=993, security="tls", user="klachten", password=PASSWORD
    )
    assert "unknown host" in complaint(server)
    assert "check host of imap" in complaint(server)


def test_a_port_where_nobody_listens() -> None:
    (port,) = free_ports(1)
    server = ImapServer(host="127.0.0.1", port=port, security="tls", user="k", password=PASSWORD)
    assert "refuses connections; check host and port of imap" in complaint(server)


def test_a_server_that_says_nothing() -> None:
    def script(talk: Talk) -> None:
        talk.hear()

    with ScriptedServer(script) as server:
        words = complaint(server.mailbox(timeout=0.2))
    assert "no answer within 0.2 s" in words
    assert "firewall" in words


def test_a_server_that_hangs_up() -> None:
    with ScriptedServer(lambda _: None) as server:
        words = complaint(server.mailbox())
    assert "check host and port of imap" in words


def test_a_server_that_speaks_something_else(tmp_path: Path) -> None:
    def script(talk: Talk) -> None:
        talk.say(b"220 smtp.school.example ESMTP\r\n")

    with ScriptedServer(script) as server:
        assert "not as an IMAP server does" in complaint(server.mailbox())
    with ScriptedServer(greeting) as server:
        certificate = make_certificate(tmp_path)
        speaking_tls = replace(
            server.mailbox(), security="tls", ca_file=str(certificate.cert), timeout=5
        )
        assert 'port 143 "starttls"' in complaint(speaking_tls)


def test_a_certificate_that_has_expired(tmp_path: Path) -> None:
    with ScriptedServer(greeting, make_certificate(tmp_path, expired=True)) as server:
        words = complaint(server.mailbox())
    assert "certificate is not valid today (certificate has expired)" in words
    assert "have it renewed" in words


def test_a_certificate_that_nobody_signed(tmp_path: Path) -> None:
    with ScriptedServer(greeting, make_certificate(tmp_path)) as server:
        words = complaint(replace(server.mailbox(), ca_file=None))
    assert "not signed by anybody we trust (self-signed certificate)" in words
    assert "set ca_file of imap" in words


def test_a_certificate_for_another_name(tmp_path: Path) -> None:
    elsewhere = make_certificate(tmp_path, names=("imap.elders.example",))
    with ScriptedServer(greeting, elsewhere) as server:
        words = complaint(server.mailbox())
    assert "certificate is for another name than 127.0.0.1" in words
    assert "set host of imap" in words


def test_a_ca_file_that_is_not_there(tmp_path: Path) -> None:
    with ScriptedServer(greeting, make_certificate(tmp_path)) as server:
        missing = str(tmp_path / "missing.pem")
        words = complaint(replace(server.mailbox(), ca_file=missing))
    assert f"ca_file {missing} cannot be read" in words


def test_a_server_without_starttls(tmp_path: Path) -> None:
    ca_file = str(make_certificate(tmp_path).cert)
    with ScriptedServer(greeting) as server:
        words = complaint(replace(server.mailbox(), security="starttls", ca_file=ca_file))
    assert 'offers no STARTTLS; set security of imap to "tls"' in words


def test_words_slipped_in_before_tls_begins_are_not_believed(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)

    def script(talk: Talk) -> None:
        talk.answers[b"CAPABILITY"] = b"* CAPABILITY IMAP4rev1 STARTTLS\r\n"
        talk.say(b"* OK hello\r\n")
        tag = talk.answer_until(b"STARTTLS")
        talk.say(tag + b" OK begin\r\n* CAPABILITY IMAP4rev1 EVIL\r\n")
        tls_context(certificate).wrap_socket(talk._connection, server_side=True)

    with ScriptedServer(script) as server:
        trusting = replace(server.mailbox(), security="starttls", ca_file=str(certificate.cert))
        assert "not as an IMAP server does" in complaint(trusting)


def test_a_password_in_clear_does_not_leave_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        heard.append(talk.answer_until(b"LOGIN"))

    monkeypatch.setattr("socket.socket.getpeername", lambda _: ("192.0.2.7", 143))
    with ScriptedServer(script) as server:
        words = complaint(server.mailbox())
    assert 'security = "none" would send the password in clear' in words
    assert heard == [b""]


@pytest.mark.needs_dovecot
def test_an_inbox_that_is_missing_is_told_and_not_made(dovecot: Dovecot, somebody: str) -> None:
    server = dovecot.mailbox(somebody)
    words = complaint(server, inbox="Klachten")
    assert f"no inbox Klachten for {somebody}" in words
    assert "check inbox of imap" in words
    assert re.search(r"There is: .*INBOX", words)
    complaint(server, inbox="Klachten")  # and it has not been made meanwhile


def test_an_inbox_that_may_only_be_read() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answers[b"SELECT"] = b"* 2 EXISTS\r\n* OK [READ-ONLY] look\r\n"
        talk.answer_until(b"NEVER")

    with ScriptedServer(script) as server:
        words = complaint(server.mailbox())
    assert "the inbox INBOX may only be read by klachten" in words
    assert "right to move mail" in words


@pytest.mark.parametrize("stage", ["greeting", "login", "tls"])
def test_connecting_is_ended_from_another_thread(stage: str, tmp_path: Path) -> None:
    heard = threading.Event()

    def silent_at_login(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answer_until(b"LOGIN")
        heard.set()
        talk.hear()

    def silent(talk: Talk) -> None:
        heard.set()
        talk.hear()

    script: Callable[[Talk], None] = silent_at_login if stage == "login" else silent
    with ScriptedServer(script) as server:
        where = server.mailbox(timeout=LONG)
        if stage == "tls":  # the server never shakes hands
            where = replace(where, security="tls", ca_file=str(make_certificate(tmp_path).cert))
        mailbox = ImapMailbox(where)

        def stop() -> None:
            heard.wait(LONG)
            mailbox.interrupt()

        somebody_else = threading.Thread(target=stop)
        somebody_else.start()
        began = monotonic()
        with pytest.raises(MailboxUnusable):
            mailbox.connect()
        assert monotonic() - began < LONG
        somebody_else.join()


def test_a_server_and_its_secrets_are_not_printed_together() -> None:
    server = ImapServer(
        host="imap.school.example",
        port=993,
        security="tls",
        user="klachten",
        password=PASSWORD,
        token=lambda: "ya29",
    )
    assert PASSWORD not in repr(server)
    assert str(server) == "imap.school.example:993"
