"""The embedded mail server, used as the demo uses it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from imapclient import IMAPClient

from bot.rehearsal.mailserver import EmbeddedMailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

BOX = "klachten@school.example"
PARENT = "an@ouder.example"
MAIL = (
    b"From: an@ouder.example\r\nSubject: Klacht\r\n\r\n.Beste school, \xc3\xa9\xc3\xa9n vraag\r\n"
)
MOMENT = datetime(2026, 9, 14, 19, 5, tzinfo=UTC)


class SetClock:
    def now(self) -> datetime:
        return MOMENT


@pytest.fixture
def server() -> Iterator[EmbeddedMailServer]:
    with EmbeddedMailServer(addresses=[BOX, "Klacht@School.example"], clock=SetClock()) as running:
        yield running
    assert running.errors == []


def a_client(server: EmbeddedMailServer) -> IMAPClient:
    client = IMAPClient(server.host, server.imap_port, ssl=False, timeout=10)
    client.normalise_times = False
    client.login(server.user, server.password)
    return client


@pytest.mark.parametrize("address", [BOX, "klacht@school.example", "KLACHTEN@school.example"])
def test_mail_to_the_complaints_address_lies_in_the_inbox(
    server: EmbeddedMailServer, address: str
) -> None:
    server.post(sender=PARENT, recipient=address, content=MAIL)
    with a_client(server) as client:
        client.select_folder("INBOX")
        (uid,) = client.search()
        fetched = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE", "FLAGS"])[uid]
    assert fetched[b"BODY[]"] == b"Return-Path: <an@ouder.example>\r\n" + MAIL
    assert fetched[b"INTERNALDATE"] == MOMENT
    assert b"\\Seen" not in fetched[b"FLAGS"]
    assert server.letters_to(address) == ()


def test_a_letter_to_anybody_else_is_kept_for_who_waits(server: EmbeddedMailServer) -> None:
    late = threading.Thread(
        target=server.post, kwargs={"sender": BOX, "recipient": PARENT, "content": b"Dag\r\n"}
    )
    late.start()
    letter = server.wait_for_letter("An@Ouder.example")
    late.join()
    assert (letter.sender, letter.recipient, letter.content) == (BOX, PARENT, b"Dag\r\n")
    assert letter.arrived_at == MOMENT
    assert server.letters_to(PARENT) == (letter,)


def test_letters_are_counted_for_who_waits_for_the_next(server: EmbeddedMailServer) -> None:
    for content in (b"een\r\n", b"twee\r\n"):
        server.post(sender=BOX, recipient=PARENT, content=content)
    assert server.wait_for_letter(PARENT, number=2).content == b"twee\r\n"
    with pytest.raises(TimeoutError, match=f"no letter 3 to {PARENT}"):
        server.wait_for_letter(PARENT, 0.0, number=3)


def test_who_waits_by_idle_hears_of_mail(server: EmbeddedMailServer) -> None:
    with a_client(server) as client:
        client.select_folder("INBOX")
        client.idle()
        server.post(sender=PARENT, recipient=BOX, content=MAIL)
        assert (1, b"EXISTS") in client.idle_check(timeout=10)
        client.idle_done()


def test_mail_can_lie_there_since_long_ago(server: EmbeddedMailServer) -> None:
    long_ago = datetime(2019, 1, 2, 3, 4, tzinfo=UTC)
    server.put_in_inbox(MAIL, received_at=long_ago)
    with a_client(server) as client:
        client.select_folder("INBOX")
        (uid,) = client.search()
        assert client.fetch([uid], ["INTERNALDATE"])[uid][b"INTERNALDATE"] == long_ago


def test_a_wrong_password_stays_outside(server: EmbeddedMailServer) -> None:
    client = IMAPClient(server.host, server.imap_port, ssl=False, timeout=10)
    with pytest.raises(IMAPClient.Error):
        client.login(server.user, "verkeerd")
    client.shutdown()


def test_it_moves_mail_into_folders_it_is_asked_to_make(server: EmbeddedMailServer) -> None:
    server.post(sender=PARENT, recipient=BOX, content=MAIL)
    with a_client(server) as client:
        client.create_folder("Gehoor/2026")
        client.select_folder("INBOX")
        client.move(client.search(), "Gehoor/2026")
        assert client.search() == []
        client.append("Gehoor/2026", b"Subject: brief\r\n\r\nDag\r\n")
        assert client.select_folder("Gehoor/2026")[b"EXISTS"] == 2


def test_it_stops_while_clients_wait_and_leaves_nothing_behind() -> None:
    before = set(threading.enumerate())
    levels = [logging.getLogger(name).level for name in ("mail.log", "pymap")]
    server = EmbeddedMailServer(addresses=[BOX])
    server.start()
    client = a_client(server)
    client.select_folder("INBOX")
    client.idle()
    server.stop()
    server.stop()
    client.shutdown()
    assert set(threading.enumerate()) == before
    assert [logging.getLogger(name).level for name in ("mail.log", "pymap")] == levels
    assert server.errors == []


def test_it_never_asks_the_network_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> str:
        raise OSError("a bare container has no name server")

    monkeypatch.setattr("socket.getfqdn", asked)
    with EmbeddedMailServer(addresses=[BOX]) as server:
        server.post(sender=PARENT, recipient=BOX, content=MAIL)
        with a_client(server) as client:
            assert client.select_folder("INBOX")[b"EXISTS"] == 1


def test_two_can_run_side_by_side(server: EmbeddedMailServer) -> None:
    with EmbeddedMailServer(addresses=[BOX]) as other:
        other.post(sender=PARENT, recipient=BOX, content=MAIL)
        assert {server.imap_port, server.smtp_port}.isdisjoint({other.imap_port, other.smtp_port})
    with a_client(server) as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 0


PLAY = """
from bot.rehearsal.mailserver import EmbeddedMailServer
import socket
with EmbeddedMailServer(addresses=["klachten@school.example"]) as server:
    server.post(sender="a@b.example", recipient="klachten@school.example", content=b"Hoi\\r\\n")
    server.post(sender="a@b.example", recipient="an@ouder.example", content=b"Hoi\\r\\n")
    server.wait_for_letter("an@ouder.example")
    for port in (server.smtp_port, server.imap_port):
        rude = socket.create_connection((server.host, port))
        rude.recv(100)
        rude.sendall(b"nonsense\\r\\n")
        rude.recv(100)
        rude.close()
    lasting = [socket.create_connection((server.host, server.imap_port)) for _ in range(3)]
for one in lasting:
    one.close()
print("played")
"""


def test_nothing_is_printed_whatever_clients_do() -> None:
    played = subprocess.run(
        [sys.executable, "-W", "error", "-c", PLAY],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (played.returncode, played.stdout, played.stderr) == (0, "played\n", "")


def test_a_start_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(*_: object, **__: object) -> None:
        raise OSError("no ports left")

    monkeypatch.setattr("bot.rehearsal.embedded_imap.EmbeddedImap.open", failing)
    with pytest.raises(OSError, match="no ports left"):
        EmbeddedMailServer(addresses=[BOX]).start()


def test_without_the_extra_it_says_what_to_install() -> None:
    hide = "import sys; sys.modules['pymap'] = sys.modules['pymap.backend'] = None\n"
    start = "from bot.rehearsal.mailserver import *; EmbeddedMailServer(addresses=[]).start()"
    played = subprocess.run(
        [sys.executable, "-c", hide + start],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "pip install 'gehoor[demo]'" in played.stderr.splitlines()[-1]
