"""Waiting on a server that does all it should not, in clear and over TLS."""

from __future__ import annotations

import imaplib
import logging
import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.clock import monotonic
from bot.post.imap.idle import IdleClient, IdleRefused, keep_bodies_out_of_logs
from bot.post.imap.mailbox import ImapMailbox
from bot.post.imap.server import MailboxUnusable
from tests.certificates import Certificate, make_certificate
from tests.scriptedimap import ScriptedServer, Talk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONG = 20.0  # seconds that are never waited out
SHORT = 0.2


@pytest.fixture(scope="module")
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(params=["clear", "tls"])
def certificate(request: pytest.FixtureRequest, one_certificate: Certificate) -> Certificate | None:
    return one_certificate if request.param == "tls" else None


@contextmanager
def waiting_on(
    script: Callable[[Talk], None], certificate: Certificate | None
) -> Iterator[IdleClient]:
    """A client that has opened its inbox on a server that follows the script."""
    with ScriptedServer(script, certificate) as server:
        tls = ssl.create_default_context(cafile=certificate.cert) if certificate else None
        client = IdleClient("127.0.0.1", server.port, timeout=10.0, tls=tls, opened=lambda _: None)
        try:
            client.login("klachten", "geheim")
            client.select_folder("INBOX")
            client.wire.news = False
            yield client
        finally:
            client.shutdown()


def end_idle(talk: Talk, tag: bytes) -> None:
    """What a good server does at DONE, and then for as long as the client likes."""
    assert talk.hear() == b"DONE\r\n"
    talk.say(tag + b" OK idle ended\r\n")
    talk.answer_until(b"NEVER")


def test_new_mail_ends_the_wait(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+ idling\r\n", b"* 3 EXISTS\r\n", b"* 1 RECENT\r\n")
        end_idle(talk, tag)

    with waiting_on(script, certificate) as client:
        assert client.wait_for_hint(LONG)
        client.noop()


def test_news_in_the_same_segment_as_the_plus_is_seen(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+ idling\r\n* 3 EXISTS\r\n")
        end_idle(talk, tag)

    with waiting_on(script, certificate) as client:
        assert client.wait_for_hint(LONG)


def test_news_before_the_plus_is_seen(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"* 3 EXISTS\r\n+ idling\r\n")
        end_idle(talk, tag)

    with waiting_on(script, certificate) as client:
        assert client.wait_for_hint(LONG)


def test_a_line_in_many_segments_is_one_line(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+", b" idl", b"ing\r", b"\n")
        talk.say(*[bytes([octet]) for octet in b"* OK still here\r\n* 3 EXISTS\r\n"])
        end_idle(talk, tag)

    with waiting_on(script, certificate) as client:
        assert client.wait_for_hint(LONG)
        client.noop()


def test_a_line_cut_by_the_time_limit_is_not_lost(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+ idling\r\n* 3 EXI")
        assert talk.hear() == b"DONE\r\n"
        talk.say(b"STS\r\n" + tag + b" OK idle ended\r\n")
        talk.answer_until(b"NEVER")

    with waiting_on(script, certificate) as client:
        assert client.wait_for_hint(SHORT)
        client.noop()


def test_silence_ends_at_the_time_limit_and_the_line_stays_good(
    certificate: Certificate | None,
) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        for _ in range(2):
            talk.say(b"+ idling\r\n")
            assert talk.hear() == b"DONE\r\n"
            talk.say(tag + b" OK idle ended\r\n")
            tag = talk.answer_until(b"IDLE")

    with waiting_on(script, certificate) as client:
        for _ in range(2):
            began = monotonic()
            assert not client.wait_for_hint(SHORT)
            assert monotonic() - began >= SHORT
        client.noop()


def test_what_is_no_new_mail_does_not_end_the_wait(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+ idling\r\n* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n")
        talk.say(b"* 2 EXISTS\r\n* 2 EXPUNGE\r\n* 1 EXISTS\r\n* 0 RECENT\r\n")
        end_idle(talk, tag)

    with waiting_on(script, certificate) as client:
        assert not client.wait_for_hint(SHORT)


def test_mail_in_the_place_of_mail_that_went_is_new(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+ idling\r\n* 2 EXPUNGE\r\n* 2 EXISTS\r\n")
        end_idle(talk, tag)

    with waiting_on(script, certificate) as client:
        assert client.wait_for_hint(LONG)


def test_the_end_of_the_stream_is_an_error_each_time(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n")

    with waiting_on(script, certificate) as client:
        for _ in range(3):  # IMAPClient's own way says "nothing new" here, for ever
            with pytest.raises(ConnectionError):
                client.wait_for_hint(LONG)


def test_the_end_of_the_stream_within_a_line_is_an_error(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n* 3 EXIS")

    with waiting_on(script, certificate) as client, pytest.raises(ConnectionError):
        client.wait_for_hint(LONG)


def test_the_end_of_the_stream_within_a_literal_is_an_error(
    certificate: Certificate | None,
) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n* 1 FETCH (BODY[] {400}\r\nhalf a mail")

    with waiting_on(script, certificate) as client, pytest.raises(ConnectionError):
        client.wait_for_hint(LONG)


def test_a_server_that_closes_at_done_is_an_error(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n* 3 EXISTS\r\n")
        assert talk.hear() == b"DONE\r\n"

    with waiting_on(script, certificate) as client, pytest.raises(ConnectionError):
        client.wait_for_hint(LONG)


@pytest.mark.parametrize("garbage", [b"\r\n", b"what?\r\n", b"\xff\x00\r\n", b"* 3\r\n", b"\n"])
def test_a_line_that_is_no_imap_is_an_error(
    certificate: Certificate | None, garbage: bytes
) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n", garbage)
        talk.hear()

    with waiting_on(script, certificate) as client, pytest.raises(ConnectionError):
        client.wait_for_hint(LONG)


def test_a_line_without_end_is_an_error(
    certificate: Certificate | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.imap.idle._LONGEST_LINE", 100_000)

    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n* OK ", b"x" * 400_000)
        talk.hear()

    with waiting_on(script, certificate) as client, pytest.raises(ConnectionError):
        client.wait_for_hint(LONG)


def test_a_goodbye_is_an_error_and_its_words_are_kept(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n* BYE closed for the night\r\n")
        talk.hear()

    with waiting_on(script, certificate) as client:
        with pytest.raises(ConnectionError):
            client.wait_for_hint(LONG)
        assert client.wire.last_words == "closed for the night"


@pytest.mark.parametrize("answer", [b" NO not here\r\n", b" BAD what?\r\n", b" OK but no\r\n"])
def test_a_server_that_refuses_to_idle_is_left_in_peace(
    certificate: Certificate | None, answer: bytes
) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(tag + answer)
        talk.answer_until(b"NEVER")

    with waiting_on(script, certificate) as client:
        with pytest.raises(IdleRefused):
            client.wait_for_hint(LONG)
        client.noop()


def test_a_server_that_ends_idle_by_itself_has_said_nothing_new(
    certificate: Certificate | None,
) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+ idling\r\n" + tag + b" OK enough for today\r\n")
        talk.answer_until(b"NEVER")

    with waiting_on(script, certificate) as client:
        assert not client.wait_for_hint(LONG)
        client.noop()


def test_a_server_that_never_begins_to_idle_is_given_up(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.hear()

    with waiting_on(script, certificate) as client:
        client.wire._patience = SHORT
        client.socket().settimeout(SHORT)
        with pytest.raises(ConnectionError):
            client.wait_for_hint(LONG)


def test_the_wait_is_ended_by_shutting_the_socket_in_another_thread(
    certificate: Certificate | None,
) -> None:
    idling = threading.Event()

    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n")
        idling.set()
        talk.hear()

    with waiting_on(script, certificate) as client:

        def shut() -> None:
            idling.wait(LONG)
            socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)

        somebody_else = threading.Thread(target=shut)
        somebody_else.start()
        with pytest.raises(ConnectionError):
            client.wait_for_hint(LONG)
        somebody_else.join()


def test_the_mailbox_waits_without_idle_where_it_is_refused(
    certificate: Certificate | None,
) -> None:
    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(tag + b" NO not here\r\n")
        talk.answers[b"NOOP"] = b"* 3 EXISTS\r\n"
        assert talk.answer_until(b"IDLE") == b"", "asked for IDLE again"

    with ScriptedServer(script, certificate) as server:
        mailbox = ImapMailbox(server.mailbox())
        mailbox.connect()
        mailbox.uids()
        assert mailbox.wait_for_hint(SHORT)
        mailbox.uids()
        assert not mailbox.wait_for_hint(SHORT)
        mailbox.close()


def test_the_mailbox_tells_what_the_server_said_at_the_end(
    certificate: Certificate | None,
) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\n* BYE closed for the night\r\n")

    with ScriptedServer(script, certificate) as server:
        mailbox = ImapMailbox(server.mailbox())
        mailbox.connect()
        mailbox.uids()
        with pytest.raises(MailboxUnusable, match="closed for the night"):
            mailbox.wait_for_hint(LONG)
        assert not mailbox.usable


def test_no_words_of_a_mail_get_into_an_error(certificate: Certificate | None) -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()
        talk.say(b"+ idling\r\nMijn dochter wordt gepest\r\n")

    with ScriptedServer(script, certificate) as server:
        mailbox = ImapMailbox(server.mailbox())
        mailbox.connect()
        mailbox.uids()
        with pytest.raises(MailboxUnusable) as caught:
            mailbox.wait_for_hint(LONG)
        assert "dochter" not in str(caught.value)


def test_the_logger_of_imapclient_stays_at_info(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("imapclient").setLevel(logging.DEBUG)
        keep_bodies_out_of_logs()
        assert logging.getLogger("imapclient.imapclient").getEffectiveLevel() == logging.INFO


def test_nothing_rests_on_how_imaplib_buffers(
    certificate: Certificate | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.14 made `file` a property that cannot be set, and reads by itself."""

    def unused(*_: object) -> None:
        raise AssertionError("imaplib's own way of reading")

    def script(talk: Talk) -> None:
        tag = talk.begin_idle()
        talk.say(b"+ idling\r\n* 3 EXISTS\r\n")
        end_idle(talk, tag)

    monkeypatch.setattr(imaplib.IMAP4, "file", property(unused), raising=False)
    for method in ("read", "readline", "open", "shutdown"):
        monkeypatch.setattr(imaplib.IMAP4, method, unused)
    with waiting_on(script, certificate) as client:
        assert client.wait_for_hint(LONG)


def test_the_socket_is_quick_and_kept_alive() -> None:
    def script(talk: Talk) -> None:
        talk.begin_idle()

    with waiting_on(script, None) as client:
        sock = client.socket()
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
